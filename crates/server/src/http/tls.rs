//! The server's certificate, read again when its files change, so that renewing it needs no
//! restart.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::SystemTime;

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tokio_rustls::TlsAcceptor;

use crate::config::TlsSection;

/// Why a certificate cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CertificateError {
    /// Unreadable, or no PEM.
    #[error("{} holds no readable {what}", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// What should be in it.
        what: &'static str,
    },
    /// The key does not belong to the certificate, or is of no usable kind.
    #[error("certificate and key cannot be used: {0}")]
    Unusable(#[from] rustls::Error),
}

/// Reads certificate and key.
///
/// # Errors
/// When they cannot be read or do not belong together.
pub(crate) fn load(section: &TlsSection) -> Result<CertifiedKey, CertificateError> {
    let file = |path: &Path, what| CertificateError::File {
        path: path.to_owned(),
        what,
    };
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(&section.cert)
        .and_then(Iterator::collect)
        .map_err(|_| file(&section.cert, "PEM certificates"))?;
    if chain.is_empty() {
        return Err(file(&section.cert, "PEM certificates"));
    }
    let key = PrivateKeyDer::from_pem_file(&section.key)
        .map_err(|_| file(&section.key, "PEM private key"))?;
    let provider = rustls::crypto::aws_lc_rs::default_provider();
    let key = CertifiedKey::from_der(chain, key, &provider)?;
    Ok(key)
}

/// The certificate in use.
pub(crate) struct Certificate {
    section: TlsSection,
    current: RwLock<(Stamps, Arc<CertifiedKey>)>,
}

type Stamps = [Option<SystemTime>; 2];

impl Certificate {
    /// Reads it for the first time.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(crate) fn open(section: TlsSection) -> Result<Arc<Self>, CertificateError> {
        let stamps = stamps(&section);
        let key = Arc::new(load(&section)?);
        Ok(Arc::new(Self {
            section,
            current: RwLock::new((stamps, key)),
        }))
    }

    /// Reads it again if its files have changed since. A new one that cannot be used leaves the
    /// old one in place.
    ///
    /// # Errors
    /// Why the new one cannot be used.
    pub(crate) fn refresh(&self) -> Result<bool, CertificateError> {
        let stamps = stamps(&self.section);
        if self
            .current
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .0
            == stamps
        {
            return Ok(false);
        }
        let key = Arc::new(load(&self.section)?);
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = (stamps, key);
        Ok(true)
    }

    /// An acceptor of connections with this certificate.
    ///
    /// # Errors
    /// When the cryptography provider lacks what is needed.
    pub(crate) fn acceptor(self: &Arc<Self>) -> Result<TlsAcceptor, rustls::Error> {
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_cert_resolver(self.clone());
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(TlsAcceptor::from(Arc::new(config)))
    }
}

impl ResolvesServerCert for Certificate {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(
            self.current
                .read()
                .unwrap_or_else(PoisonError::into_inner)
                .1
                .clone(),
        )
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificate")
            .field("section", &self.section)
            .finish_non_exhaustive()
    }
}

fn stamps(section: &TlsSection) -> Stamps {
    [&section.cert, &section.key].map(|path| std::fs::metadata(path).ok()?.modified().ok())
}
