//! The Python module, generated and driving a virtual passport.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use bonafide_emrtd::{
    cipher::Cipher,
    group::Group,
    reading::File,
    security_infos::{Agreement, Mapping, PaceInfo, PaceProtocol},
};
use bonafide_virtual_passport::{
    ChipDesign, Design, Document, Fault, FaultKind, Passport, Quirks,
    issuer::{Authority, KeyKind, Period, PrivateKey, SodOptions},
    vpcd,
};
use bonafide_x509::{HashAlgorithm, curve::NamedCurve};
use chacha20::ChaCha20Rng;
use rand_core::SeedableRng;
use serde_json::Value;
use tempfile::TempDir;
use uniffi::{GenerateOptions, TargetLanguage};

const CURVE: KeyKind = KeyKind::Ec {
    curve: NamedCurve::BrainpoolP256r1,
    explicit: true,
};

/// What cargo built of this crate for other languages.
fn library() -> PathBuf {
    let name = format!(
        "{}bonafide_emrtd_ffi{}",
        std::env::consts::DLL_PREFIX,
        std::env::consts::DLL_SUFFIX
    );
    let exe = std::env::current_exe().unwrap();
    exe.ancestors()
        .skip(1)
        .take(2)
        .map(|folder| folder.join(&name))
        .find(|path| path.is_file())
        .expect("cargo builds the library beside its tests")
}

/// The module and the library, in a folder.
fn module() -> TempDir {
    let folder = TempDir::new().unwrap();
    let library = library();
    uniffi::generate(GenerateOptions {
        languages: vec![TargetLanguage::Python],
        source: library.to_str().unwrap().into(),
        out_dir: folder.path().to_str().unwrap().into(),
        ..GenerateOptions::default()
    })
    .unwrap();
    std::fs::copy(&library, folder.path().join(library.file_name().unwrap())).unwrap();
    folder
}

/// A passport with PACE and chip authentication, and the certificate of its state.
fn issue(random: &mut ChaCha20Rng) -> (Document, Vec<u8>) {
    let design = Design {
        pace: vec![PaceInfo {
            protocol: PaceProtocol {
                mapping: Mapping::Generic,
                agreement: Agreement::Ecdh,
                cipher: Cipher::Aes128,
            },
            version: 2,
            parameter_id: Some(13),
        }],
        bac: false,
        chip_authentication: vec![ChipDesign {
            group: Group::of_parameter_id(13).unwrap(),
            ciphers: vec![Cipher::Aes128],
            key_id: None,
        }],
        extended: Some((2048, 32_768)),
        ..Design::default()
    };
    let mut document = design.personalise(random).unwrap();
    let period = Period {
        begin: "2020-01-01T00:00:00Z".parse().unwrap(),
        end: "2035-01-01T00:00:00Z".parse().unwrap(),
    };
    let key = PrivateKey::generate(CURVE, random).unwrap();
    let scheme = key.scheme(HashAlgorithm::Sha256);
    let authority = Authority::new("UT", key, scheme, period, random).unwrap();
    let key = PrivateKey::generate(CURVE, random).unwrap();
    let scheme = key.scheme(HashAlgorithm::Sha256);
    let signer = authority
        .document_signer(key, scheme, &[3], random)
        .unwrap();
    document
        .sign(&signer, &SodOptions::default(), random)
        .unwrap();
    (document, authority.certificate)
}

/// Lets Python read a passport that is put back whenever it was pulled.
fn read(module: &Path, mut passport: Passport, number: &str, certificate: &[u8]) -> Value {
    let trusted = module.join("state.cer");
    std::fs::write(&trusted, certificate).unwrap();
    let mut python = Command::new("python3")
        .arg(Path::new(".").join("tests/read.py"))
        .arg(number)
        .arg(&trusted)
        .env("PYTHONPATH", module)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 is there");
    let mut told = BufReader::new(python.stdout.take().unwrap());
    let mut port = String::new();
    told.read_line(&mut port).unwrap();
    let port: u16 = port.trim().parse().expect("python says where it listens");
    let chip = std::thread::spawn(move || {
        // Ends when Python listens no more.
        while let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) {
            stream.set_nodelay(true).unwrap();
            let _ = vpcd::serve(&mut passport, &mut stream);
        }
    });
    let mut found = String::new();
    told.read_to_string(&mut found).unwrap();
    assert!(python.wait().unwrap().success());
    chip.join().unwrap();
    serde_json::from_str(&found).unwrap()
}

#[test]
fn python_reads_a_passport() {
    let mut random = ChaCha20Rng::seed_from_u64(9303);
    let (document, certificate) = issue(&mut random);
    let module = module();
    let passport = |document: Document, pulled: Option<u32>| {
        let random = ChaCha20Rng::seed_from_u64(7);
        let mut passport = Passport::new(document, Quirks::default(), Box::new(random));
        if let Some(at) = pulled {
            passport.inject(Fault {
                at,
                kind: FaultKind::Pulled,
            });
        }
        passport
    };
    for pulled in [None, Some(20)] {
        let chip = passport(document.clone(), pulled);
        let found = read(module.path(), chip, "L898902C3", &certificate);
        for file in [File::Com, File::Sod, File::DataGroup(1), File::DataGroup(2)] {
            assert_eq!(
                found["files"][file.file_name()],
                hex::encode(&document.files[&file]),
                "{}",
                file.name()
            );
        }
        assert_eq!(found["verdict"]["class"], "A");
        assert_eq!(found["report"]["access"]["kind"], "pace");
        assert_eq!(found["losses"], u32::from(pulled.is_some()));
        if pulled.is_none() {
            assert!(found["trips"].as_u64().unwrap() <= 13, "{}", found["trips"]);
        }
    }
    let copy = passport(document.cloned_without_keys(), None);
    let found = read(module.path(), copy, "L898902C3", &certificate);
    assert_eq!(found["verdict"]["class"], "C");
    let chip = passport(document, None);
    let found = read(module.path(), chip, "L898902C8", &certificate);
    assert_eq!(found["trouble"], "wrong_key");
}

/// Kotlin and Swift come out of the same description; nothing here compiles them.
#[test]
fn kotlin_and_swift_are_generated() {
    let folder = TempDir::new().unwrap();
    uniffi::generate(GenerateOptions {
        languages: vec![TargetLanguage::Kotlin, TargetLanguage::Swift],
        source: library().to_str().unwrap().into(),
        out_dir: folder.path().to_str().unwrap().into(),
        ..GenerateOptions::default()
    })
    .unwrap();
    let kotlin = folder
        .path()
        .join("uniffi/bonafide_emrtd_ffi/bonafide_emrtd_ffi.kt");
    let swift = folder.path().join("bonafide_emrtd_ffi.swift");
    for file in [kotlin, swift] {
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.contains("class ChipSession"), "{}", file.display());
    }
}
