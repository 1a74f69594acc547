//! TLS as a client: rustls with aws-lc-rs, the system's roots and optionally one more file.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};

/// Why no TLS client could be built.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// The certificate file is unreadable or no PEM.
    #[error("{} holds no readable PEM certificates", path.display())]
    CaFile {
        /// Which file.
        path: PathBuf,
    },
    /// A certificate in it is no CA certificate that can be used.
    #[error("a certificate in {} cannot be used: {reason}", path.display())]
    CaCertificate {
        /// Which file.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
    /// Neither the system nor the file names anyone to trust.
    #[error("no trusted certificates: install ca-certificates or name a ca_file")]
    NoRoots,
    /// The cryptography provider lacks what is needed.
    #[error("TLS cannot be set up: {0}")]
    Rustls(#[from] rustls::Error),
}

/// The certificates of a PEM file; at least one.
pub(crate) fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let unreadable = || TlsError::CaFile {
        path: path.to_owned(),
    };
    let certificates: Vec<_> = CertificateDer::pem_file_iter(path)
        .map_err(|_| unreadable())?
        .collect::<Result<_, _>>()
        .map_err(|_| unreadable())?;
    if certificates.is_empty() {
        return Err(unreadable());
    }
    Ok(certificates)
}

/// A client that trusts the system's roots and those of `ca_file`, and speaks HTTP/1.1.
pub(crate) fn client(ca_file: Option<&Path>) -> Result<Arc<ClientConfig>, TlsError> {
    let mut roots = RootCertStore::empty();
    // Single unreadable certificates of the system are its own affair; none at all is not.
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if let Some(path) = ca_file {
        for certificate in certificates(path)? {
            roots
                .add(certificate)
                .map_err(|error| TlsError::CaCertificate {
                    path: path.to_owned(),
                    reason: error.to_string(),
                })?;
        }
    }
    if roots.is_empty() {
        return Err(TlsError::NoRoots);
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}
