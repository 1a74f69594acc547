//! `chip verify` and `trust check`, which need neither server nor configuration.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use bonafide_test_server::{Options, TestServer};
use serde_json::{Value, json};

use crate::states::{State, binary, plain};

/// The program without any configuration: what it said, and its exit code.
fn run(place: &TestServer, arguments: &[&str]) -> (i32, String, String) {
    let configured = place.program(&[]).unwrap();
    let output = Command::new(configured.get_program())
        .args(arguments)
        .current_dir(place.folder())
        .env_remove("BONAFIDE_CONFIG")
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.code().unwrap(),
        text(output.stdout),
        text(output.stderr),
    )
}

fn lines(out: &str) -> Vec<Value> {
    out.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn keys(value: &Value) -> HashSet<&str> {
    value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

/// A place with two states' files in it.
fn place() -> (TestServer, State) {
    let place = TestServer::prepare(&Options::default()).unwrap();
    let mut utopia = State::new("UT", 1);
    let folder = place.folder();
    utopia.write_chip(&folder.join("one"), plain);
    utopia.write_chip(&folder.join("two"), binary);
    fs::write(folder.join("ut.cer"), &utopia.authority.certificate).unwrap();
    let other = State::new("XX", 2);
    fs::write(folder.join("other.cer"), &other.authority.certificate).unwrap();
    (place, utopia)
}

#[test]
fn a_chip_is_what_a_state_signed() {
    let (place, mut utopia) = place();
    let verify = |inputs: &[&str], trust: &str| {
        let arguments = [&["chip", "verify"], inputs, &["--json", "--trust", trust]].concat();
        let (code, out, _) = run(&place, &arguments);
        (code, lines(&out))
    };
    let (code, found) = verify(&["one", "two", "one/EF.SOD"], "ut.cer");
    assert_eq!(code, 0, "{found:?}");
    assert_eq!(found.len(), 3);
    let expected = [
        "path",
        "signature",
        "chain",
        "hashes",
        "signer",
        "csca",
        "deviations",
        "error",
    ];
    for (line, path) in found.iter().zip(["one", "two", "one/EF.SOD"]) {
        assert_eq!(keys(line), HashSet::from(expected));
        assert_eq!(line["path"], path);
        assert_eq!(
            (&line["signature"], &line["chain"], &line["error"]),
            (&json!("valid"), &json!("trusted"), &Value::Null)
        );
        assert_eq!(line["csca"]["fingerprint"], utopia.fingerprint());
        assert_eq!(line["signer"]["serial"], "05");
    }
    assert_eq!(found[0]["hashes"], json!({ "1": "match", "13": "match" }));
    assert_eq!(found[2]["hashes"], json!({ "1": "absent", "13": "absent" }));

    // Everything that is wrong, each told apart.
    let (code, found) = verify(&["one"], "other.cer");
    assert_eq!((code, &found[0]["chain"]), (3, &json!("unknown_issuer")));
    let (code, out, err) = run(&place, &["chip", "verify", "one", "--json"]);
    assert_eq!(
        (code, &lines(&out)[0]["chain"]),
        (3, &json!("unknown_issuer"))
    );
    assert!(err.contains("--trust"), "{err}");
    let folder = place.folder();
    fs::write(folder.join("one/EF.DG13"), [0x6d, 1, 8]).unwrap();
    fs::write(folder.join("one/EF.DG3"), [0x63, 0]).unwrap();
    let (code, found) = verify(&["one"], "ut.cer");
    assert_eq!(code, 3);
    assert_eq!(
        found[0]["hashes"],
        json!({ "1": "match", "3": "unsigned", "13": "mismatch" })
    );
    let mut sod = fs::read(folder.join("two/EF_SOD.bin")).unwrap();
    *sod.last_mut().unwrap() ^= 1;
    fs::write(folder.join("altered"), &sod).unwrap();
    fs::write(folder.join("nothing"), "nothing").unwrap();
    fs::create_dir(folder.join("empty")).unwrap();
    let (code, found) = verify(&["altered", "nothing", "empty", "absent", "two"], "ut.cer");
    assert_eq!(code, 1, "some could not be read at all");
    let said = |index: usize| found[index]["signature"].as_str().unwrap();
    assert_eq!(
        [said(0), said(1), said(2), said(3), said(4)],
        ["invalid", "unreadable", "unreadable", "unreadable", "valid"]
    );
    assert!(found[..4].iter().all(|line| line["error"].is_string()));

    // A revocation list beside the certificate, and a moment at which neither was valid.
    let crl = utopia.crl(true, "2026-01-01T00:00:00Z", "2050-01-01T00:00:00Z");
    fs::create_dir(folder.join("trust")).unwrap();
    fs::copy(folder.join("ut.cer"), folder.join("trust/ut.cer")).unwrap();
    fs::write(folder.join("trust/ut.crl"), crl).unwrap();
    let (code, found) = verify(&["two"], "trust");
    assert_eq!((code, &found[0]["chain"]), (3, &json!("revoked")));
    let later = ["chip", "verify", "two", "--at", "2056-01-01T00:00:00Z"];
    let (code, out, _) = run(
        &place,
        &[&later[..], &["--json", "--trust", "ut.cer"]].concat(),
    );
    assert_eq!((code, &lines(&out)[0]["chain"]), (3, &json!("expired")));

    // For people.
    let (code, out, _) = run(&place, &["chip", "verify", "two", "--trust", "ut.cer"]);
    assert_eq!(code, 0);
    for part in [
        "two: genuine",
        "data group 13",
        "Test Document Signer",
        "a copy of it",
    ] {
        assert!(out.contains(part), "{out}");
    }
    let (code, _, err) = run(&place, &["chip", "verify", "two", "--trust", "absent"]);
    assert!(code == 1 && err.contains("absent"), "{err}");
}

/// A state that is believed signs for itself alone.
#[test]
fn what_one_state_signed_for_another_is_not_called_genuine() {
    let (place, _) = place();
    let mut stranger = State::new("XX", 2);
    stranger.write_chip(&place.folder().join("forged"), plain);
    let arguments = ["chip", "verify", "forged", "--trust", "other.cer"];
    let (code, out, _) = run(&place, &arguments);
    assert_eq!(code, 3, "{out}");
    for part in [
        "forged: NOT PROVEN GENUINE",
        "differs: DG1 names another state",
    ] {
        assert!(out.contains(part), "{out}");
    }
    let (code, out, _) = run(&place, &[&arguments[..], &["--json"]].concat());
    let found = &lines(&out)[0];
    assert_eq!(
        (code, &found["chain"], &found["signer"]["issuing_state"]),
        (3, &json!("trusted"), &json!("differs"))
    );
    // Of a security object alone nobody knows whose document it is.
    let alone = ["chip", "verify", "forged/EF.SOD", "--trust", "other.cer"];
    let (code, out, _) = run(&place, &alone);
    assert_eq!(code, 0, "{out}");
}

#[test]
fn every_certificate_of_a_list_is_checked_once() {
    let (place, mut utopia) = place();
    let stranger = State::new("XX", 3);
    // Signed by a certificate that is not in the set.
    let orphan = stranger
        .authority
        .link(&State::new("XX", 4).authority, &[9], &mut random());
    let certificates = [utopia.authority.certificate.clone(), orphan.unwrap()];
    let list = utopia.list(&certificates, "2026-01-01T00:00:00Z");
    fs::write(place.folder().join("list.ml"), list).unwrap();
    let (code, out, _) = run(&place, &["trust", "check", "list.ml", "ut.cer", "--json"]);
    let found = lines(&out);
    assert_eq!((code, found.len()), (0, 2), "{out}");
    let expected = [
        "source", "subject", "country", "serial", "verified", "error",
    ];
    for line in &found {
        assert_eq!(keys(line), HashSet::from(expected));
        assert_eq!(line["source"], "list.ml");
        assert_eq!(line["verified"] == true, line["error"].is_null());
    }
    let verified: Vec<_> = found
        .iter()
        .filter(|line| line["verified"] == true)
        .collect();
    assert_eq!(verified.len(), 1);
    assert_eq!(
        (&verified[0]["country"], &verified[0]["serial"]),
        (&json!("UT"), &json!("01"))
    );

    fs::write(place.folder().join("nothing"), "nothing").unwrap();
    let (code, out, _) = run(&place, &["trust", "check", "nothing", "absent", "--json"]);
    assert_eq!(code, 1);
    assert!(
        lines(&out)
            .iter()
            .all(|line| line["verified"] == false && line["error"].is_string())
    );
    let (code, out, _) = run(&place, &["trust", "check", "list.ml"]);
    assert!(
        code == 0 && out.contains("FAILED") && out.contains("verified  C=UT"),
        "{out}"
    );
}

fn random() -> chacha20::ChaCha20Rng {
    rand_core::SeedableRng::seed_from_u64(77)
}

/// Real lists, where there are some.
#[test]
fn real_lists() {
    let Some(data) = std::env::var_os("BONAFIDE_EMRTD_DATA").map(PathBuf::from) else {
        eprintln!("skipped: BONAFIDE_EMRTD_DATA names no directory with master lists");
        return;
    };
    let place = TestServer::prepare(&Options::default()).unwrap();
    let path = |path: &Path| path.to_str().unwrap().to_owned();
    let lists = path(&data.join("master-lists"));
    let (code, out, _) = run(&place, &["trust", "check", &lists, "--json"]);
    let found = lines(&out);
    assert_eq!(code, 0);
    let verified = found.iter().filter(|line| line["verified"] == true).count();
    println!("{verified} of {} certificates verified", found.len());
    assert!(found.len() > 300 && found.len() - verified < found.len() / 20);
    let sample = path(&data.join("lds-sample"));
    let (code, out, _) = run(
        &place,
        &["chip", "verify", &sample, "--json", "--trust", &lists],
    );
    assert_eq!(code, 3);
    let found = lines(&out);
    assert_eq!(
        (
            &found[0]["signature"],
            &found[0]["chain"],
            &found[0]["hashes"]["1"]
        ),
        (&json!("valid"), &json!("unknown_issuer"), &json!("match"))
    );
}
