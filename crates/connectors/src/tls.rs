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

/// A client that trusts the system's roots and those of `ca_file`, and offers the
/// application protocols `alpn`.
pub(crate) fn client(
    ca_file: Option<&Path>,
    alpn: &[&[u8]],
) -> Result<Arc<ClientConfig>, TlsError> {
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
    config.alpn_protocols = alpn.iter().map(|name| name.to_vec()).collect();
    Ok(Arc::new(config))
}

#[cfg(test)]
pub(crate) mod testing {
    use std::path::{Path, PathBuf};
    use std::sync::Arc;

    use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
    use rustls::ServerConfig;
    use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
    use tokio_rustls::TlsAcceptor;

    /// A certificate authority of a test.
    pub(crate) struct Authority {
        issuer: Issuer<'static, KeyPair>,
        ca_file: PathBuf,
    }

    impl Authority {
        pub(crate) fn new(directory: &Path) -> Self {
            let key = KeyPair::generate().unwrap();
            let mut params = CertificateParams::new(Vec::new()).unwrap();
            params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
            let ca_file = directory.join("ca.pem");
            std::fs::write(&ca_file, params.self_signed(&key).unwrap().pem()).unwrap();
            Self {
                issuer: Issuer::new(params, key),
                ca_file,
            }
        }

        pub(crate) fn ca_file(&self) -> PathBuf {
            self.ca_file.clone()
        }

        fn issue(&self, names: &[&str], expired: bool) -> (rcgen::Certificate, KeyPair) {
            let key = KeyPair::generate().unwrap();
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            let mut params = CertificateParams::new(names).unwrap();
            if expired {
                params.not_after = rcgen::date_time_ymd(2001, 1, 1);
            }
            (params.signed_by(&key, &self.issuer).unwrap(), key)
        }

        /// A server with a certificate for those names.
        pub(crate) fn server(&self, names: &[&str]) -> TlsAcceptor {
            self.acceptor(names, false)
        }

        /// A server whose certificate has expired.
        pub(crate) fn expired_server(&self, names: &[&str]) -> TlsAcceptor {
            self.acceptor(names, true)
        }

        fn acceptor(&self, names: &[&str], expired: bool) -> TlsAcceptor {
            let (certificate, key) = self.issue(names, expired);
            let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
            let config = ServerConfig::builder_with_provider(provider)
                .with_safe_default_protocol_versions()
                .unwrap()
                .with_no_client_auth()
                .with_single_cert(
                    vec![certificate.der().clone()],
                    PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der())),
                )
                .unwrap();
            TlsAcceptor::from(Arc::new(config))
        }

        /// A certificate for those names and its key, as PEM files.
        pub(crate) fn write_pem(&self, names: &[&str], certificate: &Path, key: &Path) {
            let (issued, issued_key) = self.issue(names, false);
            std::fs::write(certificate, issued.pem()).unwrap();
            std::fs::write(key, issued_key.serialize_pem()).unwrap();
        }
    }
}
