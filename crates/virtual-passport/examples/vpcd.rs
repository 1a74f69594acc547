//! A test passport in the virtual reader of a running vpcd: `cargo run --example vpcd [ADDRESS]`, by default
//! the port of its first reader on this machine. It opens with document number L898902C3, birth date 740812 and
//! expiry date 120415, by PACE or by basic access control, and proves itself by chip authentication.

use std::net::SocketAddr;
use std::time::Duration;

use bonafide_emrtd::{
    cipher::Cipher,
    group::Group,
    security_infos::{Agreement, Mapping, PaceInfo, PaceProtocol},
};
use bonafide_virtual_passport::{
    ChipDesign, Design, Passport, Quirks,
    issuer::{Authority, KeyKind, Period, PrivateKey, SodOptions},
    vpcd,
};
use bonafide_x509::{HashAlgorithm, SignatureAlgorithm, curve::NamedCurve};
use chacha20::ChaCha20Rng;
use rand_core::SeedableRng;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let address = std::env::args().nth(1);
    let address = address.unwrap_or_else(|| format!("127.0.0.1:{}", vpcd::PORT));
    let address: SocketAddr = address.parse()?;
    // The same keys every time: whatever trusts them trusts anybody.
    let mut rng = ChaCha20Rng::seed_from_u64(9303);
    let design = Design {
        pace: vec![PaceInfo {
            protocol: PaceProtocol {
                mapping: Mapping::Generic,
                agreement: Agreement::Ecdh,
                cipher: Cipher::Aes128,
            },
            version: 2,
            parameter_id: Some(12),
        }],
        chip_authentication: vec![ChipDesign {
            group: Group::Curve(NamedCurve::P256),
            ciphers: vec![Cipher::Aes128],
            key_id: None,
        }],
        extended: Some((2048, 32_768)),
        ..Design::default()
    };
    let mut document = design.personalise(&mut rng)?;
    let kind = KeyKind::Ec {
        curve: NamedCurve::P256,
        explicit: true,
    };
    let scheme = SignatureAlgorithm::Ecdsa(HashAlgorithm::Sha256);
    let period = Period {
        begin: "2020-01-01T00:00:00Z".parse()?,
        end: "2035-01-01T00:00:00Z".parse()?,
    };
    let key = PrivateKey::generate(kind, &mut rng)?;
    let authority = Authority::new("UT", key, scheme, period, &mut rng)?;
    let key = PrivateKey::generate(kind, &mut rng)?;
    let signer = authority.document_signer(key, scheme, &[1], &mut rng)?;
    document.sign(&signer, &SodOptions::default(), &mut rng)?;
    let mut passport = Passport::new(document, Quirks::default(), Box::new(rng));
    let mut stream = vpcd::Connection::open(&address, Duration::from_secs(5), None)?;
    println!("the passport lies on the reader");
    vpcd::serve(&mut passport, &mut stream)?;
    println!("{} commands answered", passport.commands());
    Ok(())
}
