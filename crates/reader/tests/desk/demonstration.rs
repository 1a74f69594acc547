//! `bonafide-reader emulate --connect`: a test passport that answers a server by itself, without any smart card
//! service.

use std::path::Path;
use std::process::Child;

use bonafide_emrtd::reading::ChipProof;
use tempfile::TempDir;

use crate::parts::reader;
use crate::relay::{Driver, Relay, accept, assert_read, ended, listener, typing};

fn passport(port: u16, more: &[&str], folder: &Path) -> Child {
    let mut command = reader();
    command
        .args(["emulate", "--connect", &format!("ws://127.0.0.1:{port}")])
        .args(["--code", "7KQ2-M9XP"])
        .args(more)
        .arg("--csca")
        .arg(folder.join("state.cer"))
        .arg("--files")
        .arg(folder.join("issued"));
    typing(command, "yes\n")
}

/// Read whole and proven, also when it is pulled in the middle and put back.
#[test]
fn a_passport_over_a_websocket() {
    for pulled in [&[][..], &["--pull-at", "30"]] {
        let folder = TempDir::new().unwrap();
        let (listener, port) = listener();
        let child = passport(port, pulled, folder.path());
        let mut relay = Relay::accept(accept(&listener));
        let hello = relay.begin();
        assert!(hello.reader.extended_length);
        let mut driver = Driver::new(true);
        driver.drive(&mut relay);
        relay.done();
        let output = ended(child);
        assert!(output.status.success(), "{output:?}");
        let outcome = driver.outcome();
        assert_read(&outcome, folder.path());
        assert_eq!(outcome.effort.losses, u32::from(!pulled.is_empty()));
        assert!(matches!(
            outcome.chip_proof(),
            ChipProof::ChipAuthentication(_)
        ));
    }
}

/// A copy plays along, and proves nothing.
#[test]
fn a_copy_over_a_websocket() {
    let folder = TempDir::new().unwrap();
    let (listener, port) = listener();
    let child = passport(port, &["--clone", "--access", "bac"], folder.path());
    let mut relay = Relay::accept(accept(&listener));
    relay.begin();
    let mut driver = Driver::new(true);
    driver.drive(&mut relay);
    relay.done();
    assert!(ended(child).status.success());
    assert_eq!(driver.outcome().chip_proof(), ChipProof::Failed);
}
