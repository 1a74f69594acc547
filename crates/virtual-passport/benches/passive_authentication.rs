//! Time of passive authentication (parse, hashes, signature, chain) in every algorithm, and of reading a master
//! list: `BONAFIDE_EMRTD_DATA` names a directory with real ones, otherwise one of the same size is issued.

use std::collections::{BTreeMap, HashSet};
use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use bonafide_emrtd::lds::ZoneFile;
use bonafide_emrtd::passive_authentication::authenticate;
use bonafide_virtual_passport::issuer::{
    Authority, KeyKind, Period, PrivateKey, SodOptions, data_group_2, master_list,
};
use bonafide_x509::curve::NamedCurve;
use bonafide_x509::trust::{Policy, Trust};
use bonafide_x509::{Certificate, HashAlgorithm, MasterList, PssParameters, SignatureAlgorithm};
use chacha20::ChaCha20Rng;
use jiff::Timestamp;
use rand_core::SeedableRng;

fn main() {
    let mut random = ChaCha20Rng::seed_from_u64(1);
    let mut medians = Vec::new();
    for (name, key, scheme) in schemes(&mut random) {
        let median = verification(&key, scheme, &mut random);
        println!("{name:<44} {:>9.3} ms", milliseconds(median));
        medians.push((median, name));
    }
    medians.sort();
    let (median, _) = &medians[medians.len() / 2];
    let (worst, name) = &medians[medians.len() - 1];
    println!("median over the algorithms {:.3} ms", milliseconds(*median));
    println!("worst {:.3} ms: {name}", milliseconds(*worst));
    for (name, list) in lists(&mut random) {
        let median = median_of(50, || {
            black_box(MasterList::of(black_box(&list)).expect("a list"));
        });
        let (kilobytes, time) = (list.len() / 1000, milliseconds(median));
        println!("master list {name}, {kilobytes} kB: {time:.3} ms");
    }
}

fn schemes(random: &mut ChaCha20Rng) -> Vec<(String, PrivateKey, SignatureAlgorithm)> {
    let mut schemes = Vec::new();
    for curve in NamedCurve::all() {
        let hash = match curve.field_bytes() {
            0..=28 => HashAlgorithm::Sha224,
            29..=40 => HashAlgorithm::Sha256,
            41..=48 => HashAlgorithm::Sha384,
            _ => HashAlgorithm::Sha512,
        };
        let kind = KeyKind::Ec {
            curve,
            explicit: true,
        };
        let key = PrivateKey::generate(kind, random).expect("a key");
        let scheme = SignatureAlgorithm::Ecdsa(hash);
        schemes.push((format!("{curve:?} with {hash:?}"), key, scheme));
    }
    for bits in [2048, 3072, 4096] {
        let key = PrivateKey::generate(KeyKind::Rsa { bits }, random).expect("a key");
        let hash = HashAlgorithm::Sha256;
        let pss = PssParameters {
            hash,
            mask_hash: hash,
            salt: 32,
        };
        let scheme = SignatureAlgorithm::RsaPkcs1(hash);
        schemes.push((format!("RSA {bits} with {hash:?}"), key.clone(), scheme));
        let scheme = SignatureAlgorithm::RsaPss(pss);
        schemes.push((format!("RSA {bits}, PSS, with {hash:?}"), key, scheme));
    }
    schemes
}

/// One security object over four files, signed by a signer whose state's key is of the same kind.
fn verification(
    key: &PrivateKey,
    scheme: SignatureAlgorithm,
    random: &mut ChaCha20Rng,
) -> Duration {
    let authority =
        Authority::new("UT", key.clone(), scheme, period(), random).expect("an authority");
    let signer = authority
        .document_signer(key.clone(), scheme, &[2], random)
        .expect("a signer");
    let lines = [
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    ];
    let mut portrait = vec![0xff, 0xd8, 0xff];
    portrait.resize(18_000, 7);
    let files = BTreeMap::from([
        (1, ZoneFile::encode(&lines)),
        (2, data_group_2(&portrait, 413, 531)),
        (14, vec![0x6e, 0x82, 0x01, 0x00]),
        (15, vec![0x6f, 0x82, 0x01, 0x00]),
    ]);
    let sod = signer
        .sod(&files, &SodOptions::default(), random)
        .expect("a security object");
    let anchor = Certificate::of(&authority.certificate).expect("a certificate");
    let (trust, _) = Trust::build(vec![anchor], Vec::new(), Vec::new(), &HashSet::new());
    let now = period().begin;
    median_of(60, || {
        let report = authenticate(black_box(&sod), &files, &trust, now, &Policy::default());
        assert!(report.is_genuine(), "{report:?}");
    })
}

fn lists(random: &mut ChaCha20Rng) -> Vec<(String, Vec<u8>)> {
    let mut lists = Vec::new();
    if let Some(data) = std::env::var_os("BONAFIDE_EMRTD_DATA") {
        let files = std::fs::read_dir(PathBuf::from(data).join("master-lists")).expect("lists");
        for file in files {
            let path = file.expect("a file").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            lists.push((name.into_owned(), std::fs::read(&path).expect("a list")));
        }
    }
    let kind = KeyKind::Ec {
        curve: NamedCurve::P256,
        explicit: true,
    };
    let key = PrivateKey::generate(kind, random).expect("a key");
    let scheme = SignatureAlgorithm::Ecdsa(HashAlgorithm::Sha256);
    let authority =
        Authority::new("UT", key.clone(), scheme, period(), random).expect("an authority");
    let certificates = vec![authority.certificate.clone(); 900_000 / authority.certificate.len()];
    let list = master_list(&authority, &key, &certificates, random).expect("a list");
    lists.push(("issued".to_owned(), list));
    lists
}

fn period() -> Period {
    let at = |text: &str| text.parse::<Timestamp>().expect("a moment");
    Period {
        begin: at("2026-01-01T00:00:00Z"),
        end: at("2036-01-01T00:00:00Z"),
    }
}

fn median_of(runs: usize, mut run: impl FnMut()) -> Duration {
    run();
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    times.sort();
    times[runs / 2]
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
