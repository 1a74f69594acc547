//! `bonafide document check`: the five reasons for refusal, each with its label, and what is not refused.

use bonafide_fixtures::camera::{Shot, jpeg, photograph};
use bonafide_fixtures::copy::Attack;
use bonafide_fixtures::document::{Details, Kind, issue};
use bonafide_fixtures::national::{Code, National, issue_with};
use bonafide_fixtures::portrait::Photo;
use bonafide_mrz::StateCode;
use jiff::Span;
use serde_json::Value;

use super::today;

/// What the program says of files, and how it ends.
fn checked(files: &[(&str, &[u8])]) -> (Value, i32) {
    let folder = tempfile::tempdir().unwrap();
    let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_bonafide"));
    program.args(["document", "check", "--json"]);
    for (option, bytes) in files {
        let path = folder.path().join(&option[2..]);
        std::fs::write(&path, bytes).unwrap();
        program.arg(option).arg(path);
    }
    let output = program.output().unwrap();
    let said = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!("{error}: {}", String::from_utf8_lossy(&output.stderr));
    });
    (said, output.status.code().unwrap())
}

fn details(kind: Kind) -> Details {
    let mut details = Details::specimen(kind, today());
    details.issuing_state = StateCode::new("EUE").unwrap();
    details.nationality = StateCode::new("NLD").unwrap();
    details
}

fn photo(scan: &image::RgbImage) -> Vec<u8> {
    jpeg(&photograph(scan, &Shot::casual(11)), 88)
}

#[track_caller]
fn assert_refused(files: &[(&str, &[u8])], label: &str, reason: &str) {
    let (said, code) = checked(files);
    let reasons: Vec<&str> = (said["findings"].as_array().unwrap().iter())
        .filter(|finding| finding["outcome"] == "fail")
        .filter_map(|finding| finding["reason"].as_str())
        .collect();
    assert_eq!(
        (said["refusal"].as_str(), code),
        (Some(label), 3),
        "{said:#}"
    );
    assert!(reasons.contains(&reason), "{reasons:?}");
}

#[test]
fn honest_documents_are_not_refused() {
    let passport = photo(&issue(&details(Kind::Passport), Photo::A1).unwrap().front);
    let selfie = jpeg(&Photo::A3.selfie((960, 1280)).unwrap(), 88);
    let (said, code) = checked(&[("--front", &passport), ("--selfie", &selfie)]);
    assert_eq!((&said["refusal"], code), (&Value::Null, 0), "{said:#}");
    assert_eq!(said["fields"]["surname"]["value"], "ERIKSSON");
    for key in ["check", "outcome", "reason", "measured", "threshold"] {
        assert!(said["findings"][0].get(key).is_some(), "{key}");
    }
    let card = issue(&details(Kind::Card), Photo::A1).unwrap();
    let (front, back) = (photo(&card.front), photo(&card.back.unwrap()));
    let (said, code) = checked(&[("--front", &front), ("--back", &back)]);
    assert_eq!((&said["refusal"], code), (&Value::Null, 0), "{said:#}");
}

#[test]
fn a_side_that_is_missing_or_comes_twice() {
    let card = issue(&details(Kind::Card), Photo::A1).unwrap();
    let front = photo(&card.front);
    assert_refused(
        &[("--front", &front)],
        "side_missing",
        "document-side-missing",
    );
    let again = jpeg(&photograph(&card.front, &Shot::casual(12)), 88);
    let twice: [(&str, &[u8]); 2] = [("--front", &front), ("--back", &again)];
    assert_refused(&twice, "side_missing", "document-same-side");
}

#[test]
fn somebody_else_and_a_portrait_alone() {
    let passport = photo(&issue(&details(Kind::Passport), Photo::A1).unwrap().front);
    let other = jpeg(&Photo::B1.selfie((960, 1280)).unwrap(), 88);
    let files: [(&str, &[u8]); 2] = [("--front", &passport), ("--selfie", &other)];
    assert_refused(&files, "mismatch", "face-mismatch");
    let portrait = jpeg(&Photo::C1.passport(900).unwrap(), 88);
    assert_refused(
        &[("--front", &portrait)],
        "mismatch",
        "portrait-instead-of-document",
    );
}

#[test]
fn copies() {
    let scan = issue(&details(Kind::Passport), Photo::A1).unwrap().front;
    for (attack, seed, reason) in [
        (Attack::Screen, 1, "document-from-screen"),
        (Attack::GreyPrint, 0, "document-black-and-white"),
        (Attack::Screenshot, 0, "document-screenshot"),
    ] {
        let file = attack.file(&scan, seed).unwrap();
        assert_refused(&[("--front", &file)], "copy", reason);
    }
    let card = issue(&details(Kind::Card), Photo::A1).unwrap();
    let print = Attack::LaserPrint.file(&card.front, 1007).unwrap();
    let back = photo(&card.back.unwrap());
    let files: [(&str, &[u8]); 2] = [("--front", &print), ("--back", &back)];
    assert_refused(&files, "copy", "document-printed");
}

#[test]
fn cut_off_covered_and_expired() {
    let scan = issue(&details(Kind::Passport), Photo::A1).unwrap().front;
    let shot = Shot {
        size: (1280, 960),
        offset: (0.2, 0.0),
        ..Shot::default()
    };
    let card = issue(&details(Kind::Card), Photo::A1).unwrap();
    let cut = jpeg(&photograph(&card.front, &shot), 88);
    let back = photo(&card.back.unwrap());
    let files: [(&str, &[u8]); 2] = [("--front", &cut), ("--back", &back)];
    assert_refused(&files, "unreadable", "document-cropped");
    let covered = Attack::Covered.file(&scan, 0).unwrap();
    assert_refused(&[("--front", &covered)], "unreadable", "document-covered");
    let mut past = details(Kind::Passport);
    past.issued = today().saturating_sub(Span::new().years(11));
    past.expiry_date = today().saturating_sub(Span::new().days(1));
    let expired = photo(&issue(&past, Photo::A1).unwrap().front);
    assert_refused(&[("--front", &expired)], "expired", "document-expired");
}

#[test]
fn what_is_no_picture_cannot_be_judged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("text.jpg");
    std::fs::write(&path, "no picture").unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_bonafide"))
        .args(["document", "check", "--front"])
        .arg(&path)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn codes_are_shown_as_far_as_they_are_known() {
    let national = National::KazakhCard;
    let holder = national.holder(today());
    let number = holder.details.personal_number.clone();
    let address = "https://example.org/a-card".to_owned();
    let codes = [Code::Linear(number.clone()), Code::Qr(address)];
    let card = issue_with(national, &holder, &codes).unwrap();
    let (front, back) = (photo(&card.front), photo(&card.back.unwrap()));
    let (said, _) = checked(&[("--front", &front), ("--back", &back)]);
    let finding = (said["findings"].as_array().unwrap().iter())
        .find(|finding| finding["check"] == "document_barcode")
        .unwrap_or_else(|| panic!("{said:#}"));
    assert_eq!(finding["outcome"], "pass", "{said:#}");
    let mut shown = said["codes"].as_array().unwrap().clone();
    shown.sort_by_key(|code| code["symbology"].to_string());
    let known = serde_json::json!([
        { "symbology": "linear", "content": "number", "fields": { "number": number } },
        { "symbology": "qr", "content": "other" },
    ]);
    assert_eq!(Value::Array(shown), known);
    assert!(!said.to_string().contains("example.org"));
}
