//! Certificates that OpenSSL issues, in every algorithm it shares with states, verify here, and altered ones do not.

use std::process::{Command, Stdio};

use bonafide_x509::{Certificate, PublicKey, audit};

/// A certificate signed by itself, in DER; says so when there is no program.
fn issued(arguments: &[&str]) -> Option<Vec<u8>> {
    let output = Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-nodes",
            "-keyout",
            "/dev/null",
            "-outform",
            "DER",
        ])
        .args(["-subj", "/C=UT/CN=Test", "-days", "30"])
        .args(arguments)
        .stderr(Stdio::null())
        .output();
    match output {
        Ok(output) if output.status.success() => Some(output.stdout),
        Ok(_) => panic!("OpenSSL refuses {arguments:?}"),
        Err(_) => {
            eprintln!("skipped: no openssl program");
            None
        }
    }
}

fn verifies(arguments: &[&str]) -> Option<PublicKey> {
    let der = issued(arguments)?;
    let certificate = Certificate::of(&der).expect("a certificate");
    let found = audit(std::slice::from_ref(&certificate));
    assert!(found[0].verified, "{arguments:?}: {:?}", found[0].error);
    // The name, inside what is signed.
    let mut altered = der.clone();
    let at = der
        .windows(4)
        .position(|window| window == b"Test")
        .expect("the name");
    altered[at] ^= 1;
    let altered = Certificate::of(&altered).expect("a certificate");
    assert!(!audit(&[altered])[0].verified, "{arguments:?}");
    certificate.public_key().ok()
}

#[test]
fn rsa_with_any_exponent_padding_and_salt() {
    for arguments in [
        &[
            "-newkey",
            "rsa:2048",
            "-pkeyopt",
            "rsa_keygen_pubexp:3",
            "-sha1",
        ][..],
        &[
            "-newkey",
            "rsa:1536",
            "-pkeyopt",
            "rsa_keygen_pubexp:4294967311",
            "-sha512",
        ],
        &["-newkey", "rsa:2047", "-sha384"],
        &["-newkey", "rsa:2049", "-sha224"],
        &[
            "-newkey",
            "rsa:2048",
            "-sigopt",
            "rsa_padding_mode:pss",
            "-sigopt",
            "rsa_pss_saltlen:0",
        ],
        &[
            "-newkey",
            "rsa:2049",
            "-sigopt",
            "rsa_padding_mode:pss",
            "-sigopt",
            "rsa_pss_saltlen:11",
        ],
        &[
            "-newkey",
            "rsa:2041",
            "-sigopt",
            "rsa_padding_mode:pss",
            "-sigopt",
            "rsa_pss_saltlen:-2",
        ],
        &[
            "-newkey",
            "rsa:2048",
            "-sha512",
            "-sigopt",
            "rsa_padding_mode:pss",
            "-sigopt",
            "rsa_mgf1_md:sha1",
            "-sigopt",
            "rsa_pss_saltlen:20",
        ],
        &["-newkey", "rsa-pss", "-pkeyopt", "rsa_keygen_bits:2048"],
        &[
            "-newkey",
            "rsa-pss",
            "-pkeyopt",
            "rsa_keygen_bits:2048",
            "-pkeyopt",
            "rsa_pss_keygen_md:sha256",
            "-pkeyopt",
            "rsa_pss_keygen_mgf1_md:sha256",
            "-pkeyopt",
            "rsa_pss_keygen_saltlen:32",
        ],
    ] {
        if verifies(arguments).is_none() {
            return;
        }
    }
}

#[test]
fn every_curve_by_name_and_by_parameters() {
    let curves = [
        ("prime192v1", 24),
        ("secp224r1", 28),
        ("prime256v1", 32),
        ("secp384r1", 48),
        ("secp521r1", 66),
        ("brainpoolP192r1", 24),
        ("brainpoolP192t1", 24),
        ("brainpoolP224r1", 28),
        ("brainpoolP224t1", 28),
        ("brainpoolP256r1", 32),
        ("brainpoolP256t1", 32),
        ("brainpoolP320r1", 40),
        ("brainpoolP320t1", 40),
        ("brainpoolP384r1", 48),
        ("brainpoolP384t1", 48),
        ("brainpoolP512r1", 64),
        ("brainpoolP512t1", 64),
    ];
    let hashes = ["-sha1", "-sha224", "-sha256", "-sha384", "-sha512"];
    for (index, (curve, bytes)) in curves.into_iter().enumerate() {
        for encoding in ["named_curve", "explicit"] {
            let key = verifies(&[
                "-newkey",
                "ec",
                "-pkeyopt",
                &format!("ec_paramgen_curve:{curve}"),
                "-pkeyopt",
                &format!("ec_param_enc:{encoding}"),
                hashes[index % 5],
            ]);
            let Some(PublicKey::Ec(key)) = key else {
                return;
            };
            assert_eq!(key.curve.field_bytes(), bytes, "{curve}");
            assert_eq!(key.explicit, encoding == "explicit");
        }
    }
}

/// The longest key that a state has: 6144 bits. Kept, since making one takes long.
#[test]
fn a_key_of_6144_bits() {
    let der = include_bytes!("rsa_6144.der");
    let certificate = Certificate::of(der).expect("a certificate");
    let key = certificate.public_key().expect("a key");
    assert_eq!(key.describe(), "RSA 6144");
    assert!(audit(std::slice::from_ref(&certificate))[0].verified);
    let mut altered = der.to_vec();
    let last = altered.len() - 1;
    altered[last] ^= 1;
    let altered = Certificate::of(&altered).expect("a certificate");
    assert!(!audit(&[altered])[0].verified);
}
