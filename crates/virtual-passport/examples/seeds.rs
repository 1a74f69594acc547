//! Writes what fuzzing begins with: `seeds DIR` makes one folder for each target in DIR.

use std::collections::BTreeMap;
use std::fs;
use std::io::Result;
use std::path::Path;

use bonafide_emrtd::lds::ZoneFile;
use bonafide_virtual_passport::issuer::{
    Authority, IssuerError, KeyKind, Period, Person, PrivateKey, SodOptions, data_group_2,
    data_group_2_tagged, data_group_11, data_group_12, ef_com, master_list,
};
use bonafide_x509::curve::NamedCurve;
use bonafide_x509::{HashAlgorithm, PssParameters, SignatureAlgorithm};
use chacha20::ChaCha20Rng;
use rand_core::SeedableRng;

fn main() -> Result<()> {
    let directory = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "corpus".to_owned());
    let directory = Path::new(&directory);
    let seeds = seeds().map_err(std::io::Error::other)?;
    for (target, name, bytes) in seeds {
        fs::create_dir_all(directory.join(target))?;
        fs::write(directory.join(target).join(name), bytes)?;
    }
    Ok(())
}

type Seed = (&'static str, String, Vec<u8>);

fn seeds() -> std::result::Result<Vec<Seed>, IssuerError> {
    let mut random = ChaCha20Rng::seed_from_u64(4);
    let mut seeds = Vec::new();
    let begin = jiff::Timestamp::constant(1_700_000_000, 0);
    let period = Period {
        begin,
        end: jiff::Timestamp::constant(2_000_000_000, 0),
    };
    let image = [0xff, 0xd8, 0xff, 0xe0, 1, 2];
    let person = Person {
        full_name: "СЕЙІТҚЫЗЫ<<ӘЙГЕРІМ",
        personal_number: "12",
        birth_date: "19740812",
        birth_place: "A<B",
    };
    let lines = [
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    ];
    let files = BTreeMap::from([
        (1, ZoneFile::encode(&lines)),
        (2, data_group_2(&image, 413, 531)),
        (11, data_group_11(&person)),
        (12, data_group_12("UTOPIA", "20200101")),
    ]);
    let chip = |group: u8, file: &[u8]| [&[group], file].concat();
    for (group, file) in &files {
        // The target puts the tag around what it is given, or not.
        seeds.push(("emrtd_lds", format!("dg{group}"), chip(*group, file)));
    }
    let tagged = data_group_2_tagged(&image, 413, 531);
    seeds.push(("emrtd_lds", "dg2-tagged".to_owned(), chip(2, &tagged)));
    seeds.push(("emrtd_lds", "com".to_owned(), chip(0, &ef_com([1, 2, 11]))));

    let hash = HashAlgorithm::Sha256;
    let pss = PssParameters {
        hash,
        mask_hash: hash,
        salt: 32,
    };
    let ec = |curve, explicit| KeyKind::Ec { curve, explicit };
    for (name, kind, scheme) in [
        (
            "p256",
            ec(NamedCurve::P256, false),
            SignatureAlgorithm::Ecdsa(hash),
        ),
        (
            "bp384",
            ec(NamedCurve::BrainpoolP384r1, true),
            SignatureAlgorithm::Ecdsa(hash),
        ),
        (
            "rsa",
            KeyKind::Rsa { bits: 1024 },
            SignatureAlgorithm::RsaPkcs1(hash),
        ),
        (
            "pss",
            KeyKind::Rsa { bits: 1024 },
            SignatureAlgorithm::RsaPss(pss),
        ),
    ] {
        let key = PrivateKey::generate(kind, &mut random)?;
        let authority = Authority::new("UT", key.clone(), scheme, period, &mut random)?;
        let signer = authority.document_signer(key.clone(), scheme, &[5], &mut random)?;
        for indefinite_lengths in [false, true] {
            let options = SodOptions {
                indefinite_lengths,
                ..SodOptions::default()
            };
            let sod = signer.sod(&files, &options, &mut random)?;
            let form = if indefinite_lengths { "ber" } else { "der" };
            seeds.push(("emrtd_lds", format!("sod-{name}-{form}"), chip(17, &sod)));
            seeds.push(("x509_tlv", format!("sod-{name}-{form}"), sod[4..].to_vec()));
        }
        let own = [authority.certificate.clone()];
        let list = master_list(&authority, &key, &own, &mut random)?;
        let crl = authority.revoke(&[&[5], &[6]], period, &mut random)?;
        for (kind, bytes) in [("certificate", &own[0]), ("list", &list), ("crl", &crl)] {
            seeds.push(("x509_intake", format!("{kind}-{name}"), bytes.clone()));
        }
        let public = key.public_der();
        let signature = key.sign(&scheme, b"message", &mut random)?;
        let size = u16::try_from(public.len())
            .unwrap_or(u16::MAX)
            .to_be_bytes();
        let algorithm = scheme.to_der();
        let seed = [&[0, 2][..], &size, &public, &algorithm, &signature].concat();
        seeds.push(("x509_signature", name.to_owned(), seed));
    }
    Ok(seeds)
}
