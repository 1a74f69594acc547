//! The OpenSSL program as a second opinion on signatures, for tests alone.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use bonafide_x509::tlv::Tlv;
use bonafide_x509::{Certificate, HashAlgorithm, SignatureAlgorithm};

pub(crate) struct Oracle {
    directory: tempfile::TempDir,
}

impl Oracle {
    /// The program, when there is one; says so when there is none.
    pub(crate) fn find() -> Option<Oracle> {
        let found = Command::new("openssl")
            .arg("version")
            .stdout(Stdio::null())
            .status();
        if !found.is_ok_and(|status| status.success()) {
            eprintln!("skipped: no openssl program");
            return None;
        }
        Some(Oracle {
            directory: tempfile::tempdir().expect("a directory"),
        })
    }

    /// Whether OpenSSL verifies a certificate's signature under the key of another.
    pub(crate) fn verifies(&self, certificate: &Certificate, issuer: &Certificate) -> bool {
        let whole = Tlv::only(certificate.der()).expect("a certificate");
        let parts: Vec<Tlv<'_>> = whole.inside().map(|part| part.expect("a part")).collect();
        let algorithm = SignatureAlgorithm::of(&certificate.signature_algorithm, None);
        let Ok(algorithm) = algorithm else {
            return false;
        };
        let key = self.write("key.der", issuer.key_der());
        let signed = self.write("signed", parts[0].raw);
        let signature = self.write("signature", &parts[2].value[1..]);
        let mut command = Command::new("openssl");
        command
            .args(["dgst", &format!("-{}", name(algorithm.hash()))])
            .args(["-keyform", "DER", "-verify"])
            .arg(key)
            .arg("-signature")
            .arg(signature);
        if let SignatureAlgorithm::RsaPss(parameters) = algorithm {
            let mask = name(parameters.mask_hash);
            command
                .args(["-sigopt", "rsa_padding_mode:pss"])
                .args(["-sigopt", &format!("rsa_pss_saltlen:{}", parameters.salt)])
                .args(["-sigopt", &format!("rsa_mgf1_md:{mask}")]);
        }
        succeeds(command.arg(signed))
    }

    /// Whether OpenSSL verifies the signature of a signed message; whose certificate it is does not matter.
    pub(crate) fn verifies_message(&self, message: &[u8]) -> bool {
        let message = self.write("message", message);
        succeeds(
            Command::new("openssl")
                .args(["cms", "-verify", "-noverify", "-binary", "-inform", "DER"])
                .arg("-in")
                .arg(message),
        )
    }

    fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.directory.path().join(name);
        fs::write(&path, bytes).expect("a file");
        path
    }
}

fn succeeds(command: &mut Command) -> bool {
    let status = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.is_ok_and(|status| status.success())
}

fn name(hash: HashAlgorithm) -> &'static str {
    match hash {
        HashAlgorithm::Sha1 => "sha1",
        HashAlgorithm::Sha224 => "sha224",
        HashAlgorithm::Sha256 => "sha256",
        HashAlgorithm::Sha384 => "sha384",
        HashAlgorithm::Sha512 => "sha512",
    }
}
