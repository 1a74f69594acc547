//! `bonafide-reader read`: a passport into a folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::parts::{KEY, Passport, Service, read, reader};

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entry = |entry: fs::DirEntry| {
        let name = entry.file_name().into_string().unwrap();
        let file = fs::read(entry.path()).unwrap();
        name.starts_with("EF.").then_some((name, file))
    };
    fs::read_dir(folder)
        .unwrap()
        .filter_map(|found| entry(found.unwrap()))
        .collect()
}

/// Reads a passport of a design, checks that every file is what was issued, and gives the record.
fn reading(folder: &Path, emulate: &[&str], read_with: &[&str]) -> Value {
    let passport = Passport::lay(emulate, folder);
    let output = read(
        folder,
        &[&KEY, &["--extended", "on"][..], read_with].concat(),
    );
    drop(passport);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let issued = files(&folder.join("issued"));
    let read = files(&folder.join("read"));
    assert!(read.len() >= 4 && read.contains_key("EF.SOD"));
    assert_eq!(
        read.keys().collect::<Vec<_>>(),
        issued.keys().collect::<Vec<_>>()
    );
    assert!(read == issued);
    let record = fs::read_to_string(folder.join("read/reading.json")).unwrap();
    serde_json::from_str(&record).unwrap()
}

#[test]
fn every_access_and_every_proof() {
    let Some(_service) = Service::start() else {
        return;
    };
    let cases: [(&[&str], Value, &str); 6] = [
        (
            &["--access", "bac", "--algorithm", "rsa2048"],
            "bac".into(),
            "chip_authentication",
        ),
        (
            &[
                "--access",
                "pace-gm",
                "--cipher",
                "3des",
                "--algorithm",
                "brainpool256",
            ],
            "generic".into(),
            "chip_authentication",
        ),
        (
            &[
                "--access",
                "pace-im",
                "--cipher",
                "aes256",
                "--parameters",
                "13",
            ],
            "integrated".into(),
            "chip_authentication",
        ),
        (
            &[
                "--access",
                "pace-cam",
                "--proof",
                "none",
                "--parameters",
                "13",
                "--algorithm",
                "ecdsa-p384",
            ],
            "chip_authentication".into(),
            "mapping",
        ),
        (
            &["--access", "bac", "--proof", "active-rsa"],
            "bac".into(),
            "active_authentication",
        ),
        (
            &[
                "--access",
                "both",
                "--proof",
                "active-ecdsa",
                "--cipher",
                "aes192",
            ],
            "generic".into(),
            "active_authentication",
        ),
    ];
    for (design, access, proof) in cases {
        let folder = TempDir::new().unwrap();
        let record = reading(folder.path(), design, &[]);
        assert_eq!(record["class"], "A", "{design:?}");
        let way = &record["reading"]["access"];
        assert!(
            way["kind"] == access || way["protocol"]["mapping"] == access,
            "{design:?}: {way}"
        );
        assert_eq!(record["reading"]["chip_proof"]["kind"], proof, "{design:?}");
        assert_eq!(record["reading"]["deviations"], Value::Array(Vec::new()));
        // A copy of the same: files that a state signed, and nothing that proves the chip.
        let folder = TempDir::new().unwrap();
        let record = reading(folder.path(), &[design, &["--clone"]].concat(), &[]);
        assert_eq!(record["class"], "C", "{design:?}");
        assert_eq!(record["passive_authentication"]["signature"], "valid");
        assert_eq!(
            record["reading"]["chip_proof"]["kind"], "failed",
            "{design:?}"
        );
    }
}

#[test]
fn pulled_and_put_back() {
    let Some(_service) = Service::start() else {
        return;
    };
    for at in ["4", "30", "45"] {
        let folder = TempDir::new().unwrap();
        let record = reading(folder.path(), &["--pull-at", at], &[]);
        assert_eq!(record["class"], "A");
        assert_eq!(record["reading"]["effort"]["losses"], 1, "pulled at {at}");
    }
}

#[test]
fn files_are_private_and_never_written_over() {
    let Some(_service) = Service::start() else {
        return;
    };
    let folder = TempDir::new().unwrap();
    reading(folder.path(), &["--access", "bac"], &[]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folder.path().join("read")), 0o700);
        for entry in fs::read_dir(folder.path().join("read")).unwrap() {
            assert_eq!(mode(&entry.unwrap().path()), 0o600);
        }
    }
    let before = files(&folder.path().join("read"));
    let again = read(folder.path(), &KEY);
    assert!(!again.status.success());
    assert!(String::from_utf8_lossy(&again.stderr).contains("--force"));
    assert!(files(&folder.path().join("read")) == before);
    // Another passport in its place: nothing of the first stays.
    fs::write(folder.path().join("read/EF.DG7"), b"left over").unwrap();
    fs::remove_dir_all(folder.path().join("issued")).unwrap();
    reading(folder.path(), &["--access", "bac"], &["--force"]);
}

#[test]
fn what_goes_wrong_is_said_in_words() {
    let Some(_service) = Service::start() else {
        return;
    };
    let folder = TempDir::new().unwrap();
    let says = |output: std::process::Output, words: &str| {
        assert!(!output.status.success());
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(text.contains(words), "{text}");
        assert!(!folder.path().join("read/reading.json").exists());
    };
    let passport = Passport::lay(&["--access", "pace-gm"], folder.path());
    let wrong = [
        "--document",
        "L898902C8",
        "--birth",
        "740812",
        "--expiry",
        "120415",
    ];
    says(read(folder.path(), &wrong), "O and 0");
    says(read(folder.path(), &["--can", "654321"]), "O and 0");
    says(
        read(folder.path(), &["--can", "12345"]),
        "a card access number has six digits",
    );
    says(
        read(folder.path(), &["--mrz", "P<UTO"]),
        "no machine-readable zone",
    );
    drop(passport);
    says(
        read(folder.path(), &[&KEY[..], &["--wait", "1"]].concat()),
        "No chip was found",
    );
    let unknown = reader()
        .args(["read", "--reader", "Nobody's", "--can", "123456", "--out"])
        .arg(folder.path().join("read"))
        .output()
        .unwrap();
    says(unknown, "no reader named");
    // Somebody in between.
    for (fault, words) in [
        ("stripped", "interferes"),
        ("flipped", "interferes"),
        ("replayed", "interferes"),
    ] {
        let folder = TempDir::new().unwrap();
        let faulty = ["--access", "bac", "--fault", fault, "--pull-at", "30"];
        let _passport = Passport::lay(&faulty, folder.path());
        let output = read(folder.path(), &KEY);
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            !output.status.success() && text.contains(words),
            "{fault}: {text}"
        );
    }
}

#[test]
fn the_card_access_number_and_the_whole_zone_open_as_well() {
    let Some(_service) = Service::start() else {
        return;
    };
    let folder = TempDir::new().unwrap();
    let passport = Passport::lay(&["--access", "pace-gm", "--can", "271828"], folder.path());
    let output = read(folder.path(), &["--can", "271828"]);
    assert!(output.status.success());
    let zone = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10";
    let output = read(folder.path(), &["--force", "--mrz", zone]);
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stdout).contains("genuine, class A"));
    drop(passport);
}
