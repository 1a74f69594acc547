//! The trust store on the command line.

use std::fs;
use std::path::{Path, PathBuf};

use bonafide_test_server::{Options, TestServer};
use serde_json::Value;

use crate::states::{State, fingerprint};
use crate::{databases, done, on, refused, run};

fn place(database: &Option<String>) -> TestServer {
    let place = TestServer::prepare(&on(database)).unwrap();
    done(&place, &["migrate"]);
    place
}

fn listed(place: &TestServer, more: &[&str]) -> Vec<Value> {
    let out = done(place, &[&["trust", "list", "--json"], more].concat());
    out.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lists_of_pinned_signers() {
    for database in databases().await {
        let place = place(&database);
        let write = |name: &str, bytes: &[u8]| {
            fs::write(place.folder().join(name), bytes).unwrap();
        };
        let (mut lister, one, two) = (
            State::new("UT", 1),
            State::new("XA", 2),
            State::new("XB", 3),
        );
        let of = |state: &State| state.authority.certificate.clone();
        let first = [of(&lister), of(&one)];
        write("first.ml", &lister.list(&first, "2026-01-01T00:00:00Z"));
        assert_eq!(listed(&place, &[]).len(), 0, "it ships empty");

        // Nobody vouches for the signer: the fingerprint is shown, and what to do.
        let said = refused(&place, &["trust", "import", "first.ml"]);
        for part in [
            "not pinned",
            &lister.fingerprint(),
            "trust pin",
            "Master List Signer",
        ] {
            assert!(said.contains(part), "{said}");
        }
        assert_eq!(listed(&place, &[]).len(), 0);

        done(&place, &["trust", "pin", &lister.fingerprint()]);
        let said = done(
            &place,
            &["trust", "pin", &lister.fingerprint().to_uppercase()],
        );
        assert!(said.contains("already"), "{said}");
        assert!(done(&place, &["trust", "pins"]).contains(&lister.fingerprint()));
        let said = done(&place, &["trust", "import", "first.ml", "--dry-run"]);
        assert!(said.contains("2 new"), "{said}");
        assert_eq!(listed(&place, &[]).len(), 0);
        let said = done(&place, &["trust", "import", "first.ml"]);
        assert!(said.contains("imported: 2 new, 0 vanished"), "{said}");
        let said = done(&place, &["trust", "import", "first.ml"]);
        assert!(
            said.contains("in use already") && said.contains("nothing changed"),
            "{said}"
        );
        let history = done(&place, &["trust", "history"]);
        assert_eq!(history.lines().count(), 2, "{history}");

        // The next one has another certificate and lacks one.
        let second = [of(&lister), of(&two)];
        write("second.ml", &lister.list(&second, "2026-02-01T00:00:00Z"));
        let said = done(&place, &["trust", "import", "second.ml"]);
        assert!(said.contains("1 new, 1 vanished"), "{said}");
        assert!(
            said.contains("no longer") && said.contains(&one.fingerprint()),
            "{said}"
        );
        let prints: Vec<_> = listed(&place, &[])
            .iter()
            .map(|line| line["fingerprint"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(prints, [lister.fingerprint(), two.fingerprint()]);
        assert_eq!(listed(&place, &["--country", "xb"]).len(), 1);
        assert_eq!(listed(&place, &["--text", "ut, o=bonafide"]).len(), 1);
        let said = refused(&place, &["trust", "import", "first.ml"]);
        assert!(said.contains("newer"), "{said}");

        // Altered, and signed by somebody whom the pinned authority did not make a signer of lists.
        let mut altered = fs::read(place.folder().join("second.ml")).unwrap();
        let at = altered.len() / 2;
        altered[at] ^= 1;
        write("altered.ml", &altered);
        refused(&place, &["trust", "import", "altered.ml"]);
        write("nothing", b"nothing");
        refused(&place, &["trust", "import", "nothing"]);

        let said = done(&place, &["trust", "show", &two.fingerprint()[..12]]);
        for part in [
            "C=XB",
            "came from",
            "second.ml",
            "command-line",
            "chain        trusted",
        ] {
            assert!(said.contains(part), "{said}");
        }
        let print = two.fingerprint();
        refused(&place, &["trust", "distrust", &print]);
        done(
            &place,
            &[
                "trust",
                "distrust",
                &print,
                "--reason",
                "its key was stolen",
            ],
        );
        assert_eq!(listed(&place, &["--state", "distrusted"]).len(), 1);
        assert!(done(&place, &["trust", "show", &print]).contains("its key was stolen"));
        done(&place, &["trust", "distrust", &print, "--undo"]);
        assert_eq!(listed(&place, &["--state", "distrusted"]).len(), 0);
        refused(&place, &["trust", "list", "--state", "odd"]);

        // Without the pin the next list is refused; what there is stays.
        done(&place, &["trust", "unpin", &lister.fingerprint()]);
        refused(&place, &["trust", "unpin", &lister.fingerprint()]);
        write("third.ml", &lister.list(&first, "2026-03-01T00:00:00Z"));
        refused(&place, &["trust", "import", "third.ml"]);
        assert_eq!(listed(&place, &[]).len(), 2);
        assert!(done(&place, &["trust", "sources"]).contains("second.ml"));
        let said = done(&place, &["audit", "verify"]);
        assert!(said.contains("1 chains with 6 entries"), "{said}");

        let (said, head) = (place.folder().join("head"), ["audit", "head", "head"]);
        done(&place, &head);
        assert!(
            fs::read_to_string(said)
                .unwrap()
                .contains("\nhouse trust 6 ")
        );
        done(&place, &["audit", "verify", "--head", "head"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn by_hand_and_from_a_directory() {
    for database in databases().await {
        let place = place(&database);
        let write = |name: &str, bytes: &[u8]| {
            fs::write(place.folder().join(name), bytes).unwrap();
        };
        let mut utopia = State::new("UT", 1);
        write("ut.cer", &utopia.authority.certificate);
        let old = utopia.crl(false, "2026-01-01T00:00:00Z", "2026-04-01T00:00:00Z");
        let new = utopia.crl(true, "2026-03-01T00:00:00Z", "2050-06-01T00:00:00Z");
        write("old.crl", &old);

        // A revocation list of somebody unknown.
        let said = refused(&place, &["trust", "import", "old.crl", "--yes"]);
        assert!(said.contains("import its state's first"), "{said}");
        let said = refused(&place, &["trust", "import", "ut.cer"]);
        assert!(
            said.contains(&utopia.fingerprint()) && said.contains("--yes"),
            "{said}"
        );
        assert_eq!(listed(&place, &[]).len(), 0);
        done(&place, &["trust", "import", "ut.cer", "old.crl", "--yes"]);
        let said = done(&place, &["trust", "import", "ut.cer", "old.crl"]);
        assert!(said.contains("nothing changed: 2 there already"), "{said}");
        let said = done(&place, &["trust", "show", &utopia.fingerprint()]);
        assert!(said.contains("by hand (ut.cer)"), "{said}");
        assert!(said.contains("by command-line"), "{said}");

        // The newer one replaces it, and comes from a directory: its signature vouches for it.
        let ldif = format!(
            "dn: o=crl,c=UT,dc=data\ncertificateRevocationList;binary:: {}\n",
            base64(&new)
        );
        write("directory.ldif", ldif.as_bytes());
        let said = done(&place, &["trust", "import", "directory.ldif"]);
        assert!(said.contains("imported: 1 new, 1 vanished"), "{said}");
        let said = run(&place, &["trust", "import", "old.crl", "--yes"]);
        assert!(!said.success && said.err.contains("newer"), "{said:?}");
        let crls = listed(&place, &["--kind", "crl"]);
        assert_eq!(crls.len(), 1);
        assert_eq!(crls[0]["ends"], "2050-06-01T00:00:00Z");
        let print = crls[0]["fingerprint"].as_str().unwrap();
        let said = done(&place, &["trust", "show", print]);
        assert!(said.contains("revokes      1 certificates"), "{said}");
        assert!(said.contains("directory export"), "{said}");

        // Pinned by a file, and a signer whose certificate has ended.
        let mut ended = State::until("XA", 4, "2025-01-01T00:00:00Z".parse().unwrap());
        let certificates = [ended.authority.certificate.clone()];
        write(
            "ended.ml",
            &ended.list(&certificates, "2024-06-01T00:00:00Z"),
        );
        // A file is no evidence for itself.
        let said = refused(&place, &["trust", "pin", "ended.ml"]);
        assert!(said.contains("nothing was pinned"), "{said}");
        let said = done(&place, &["trust", "pin", "ended.ml", "--yes"]);
        assert!(said.contains("Master List Signer"), "{said}");
        let said = refused(&place, &["trust", "import", "ended.ml"]);
        assert!(said.contains("NOT VALID NOW"), "{said}");
        done(&place, &["trust", "import", "ended.ml", "--yes"]);
        assert_eq!(listed(&place, &["--state", "ended"]).len(), 1);
        done(&place, &["audit", "verify"]);

        // A backup has all of it.
        for arguments in [&["backup", "all"][..], &["restore", "all", "--check"]] {
            let mut command = place.program(arguments).unwrap();
            command.env("BONAFIDE_BACKUP_PASSPHRASE", "four words of length");
            assert!(command.status().unwrap().success(), "{arguments:?}");
        }
        assert_eq!(
            fingerprint(&utopia.authority.certificate),
            utopia.fingerprint()
        );
    }
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let mut block = [0; 3];
        block[..chunk.len()].copy_from_slice(chunk);
        let bits = u32::from_be_bytes([0, block[0], block[1], block[2]]);
        for index in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * index)) as usize & 63];
            text.push(if index <= chunk.len() {
                char::from(letter)
            } else {
                '='
            });
        }
    }
    text
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_may_change_it() {
    let place = place(&None);
    done(&place, &["operator", "add", "anna"]);
    assert!(!done(&place, &["operator", "list"]).contains("trust"));
    done(&place, &["operator", "allow", "anna", "trust"]);
    assert!(done(&place, &["operator", "list"]).contains("  trust"));
    refused(&place, &["operator", "allow", "anna", "everything"]);
    refused(&place, &["operator", "allow", "nobody", "trust"]);
    done(&place, &["operator", "forbid", "anna", "trust"]);
    assert!(!done(&place, &["operator", "list"]).contains("  trust"));
    let history = done(&place, &["trust", "history"]);
    assert!(history.contains("operator-allowed") && history.contains("operator-no-longer-allowed"));
}

/// Real lists, where there are some.
#[test]
fn real_lists() {
    let Some(data) = std::env::var_os("BONAFIDE_EMRTD_DATA").map(PathBuf::from) else {
        eprintln!("skipped: BONAFIDE_EMRTD_DATA names no directory with master lists");
        return;
    };
    let place = TestServer::prepare(&Options::default()).unwrap();
    done(&place, &["migrate"]);
    let files = fs::read_dir(data.join("master-lists")).unwrap();
    for file in files.map(|file| file.unwrap().path()) {
        let path = |path: &Path| path.to_str().unwrap().to_owned();
        let file = path(&file);
        let said = refused(&place, &["trust", "import", &file]);
        // The authority that issued the signer is in the list: it is the one to pin.
        let (_, print) = said.split_once("trust pin ").unwrap();
        done(&place, &["trust", "pin", &print[..64]]);
        let said = done(&place, &["trust", "import", &file, "--yes"]);
        println!("{said}");
        let said = done(&place, &["trust", "import", &file]);
        assert!(said.contains("in use already"), "{said}");
    }
    assert!(listed(&place, &["--kind", "authority"]).len() > 300);
    done(&place, &["audit", "verify"]);
}
