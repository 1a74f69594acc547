//! `bonafide trust check`: every certificate of some lists against all of them.

use std::collections::HashSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use bonafide_x509::intake::{self, IntakeError, Item};
use bonafide_x509::{Audited, Certificate};
use serde::Serialize;

use crate::commands::Failure;
use crate::tool::{lists, shown};

/// What is printed of one certificate with `--json`.
#[derive(Debug, Serialize)]
struct Line<'a> {
    /// The file that it was found in first.
    source: &'a Path,
    subject: Option<String>,
    country: Option<String>,
    /// Hexadecimal, as written.
    serial: Option<String>,
    /// Whether its signature verifies under some certificate of the set.
    verified: bool,
    error: Option<String>,
}

/// The distinct certificates of files.
#[derive(Default)]
struct Set {
    certificates: Vec<Certificate>,
    /// Where each was found first.
    sources: Vec<PathBuf>,
    /// What should be one and is none.
    unreadable: Vec<(PathBuf, String)>,
    seen: HashSet<[u8; 32]>,
}

pub(super) fn run(paths: &[PathBuf], json: bool) -> Result<ExitCode, Failure> {
    let mut set = Set::default();
    let mut failed = false;
    for path in paths {
        match lists::files(path) {
            Ok(files) => {
                for file in files {
                    failed |= !set.add(&file);
                }
            }
            Err(error) => {
                set.unreadable.push((path.clone(), error.to_string()));
                failed = true;
            }
        }
    }
    let audited = bonafide_x509::audit(&set.certificates);
    let verified = audited.iter().filter(|one| one.verified).count();
    let read = set
        .sources
        .iter()
        .zip(audited)
        .map(|(source, one)| Line::of(source, one));
    let unread = set.unreadable.iter().map(|(source, error)| Line {
        source,
        subject: None,
        country: None,
        serial: None,
        verified: false,
        error: Some(error.clone()),
    });
    let mut out = std::io::stdout().lock();
    for line in read.chain(unread) {
        if let Err(error) = writeln!(out, "{}", text(&line, json)) {
            return super::super::exit_code(1, Some(error));
        }
    }
    eprintln!(
        "{verified} of {} certificates verify under one of the set",
        set.certificates.len()
    );
    Ok(match failed {
        true => ExitCode::FAILURE,
        false => ExitCode::SUCCESS,
    })
}

impl Set {
    /// Takes in a file; says whether there was anything in it.
    fn add(&mut self, path: &Path) -> bool {
        let bytes = match lists::bytes(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                self.unreadable.push((path.to_owned(), error.to_string()));
                return false;
            }
        };
        let mut any = false;
        for part in intake::read(&bytes) {
            any |= part.item.is_ok();
            match part.item {
                Ok(Item::Certificate(certificate)) => self.certificate(path, certificate),
                Ok(Item::MasterList(list)) => {
                    if let Err(error) = list.signed.verify() {
                        eprintln!("{}: the list's own signature: {error}", shown(path));
                    }
                    for certificate in list.certificates {
                        self.certificate(path, certificate);
                    }
                    for entry in list.unreadable {
                        let error = Certificate::of(&entry).map(|_| ());
                        let error = error.map_err(IntakeError::from);
                        self.problem(path, error.err().unwrap_or(IntakeError::Unknown));
                    }
                }
                Ok(Item::Crl(_)) => {}
                Err(error) => self.problem(path, error),
            }
        }
        any
    }

    fn certificate(&mut self, path: &Path, certificate: Certificate) {
        if self.seen.insert(certificate.fingerprint()) {
            self.certificates.push(certificate);
            self.sources.push(path.to_owned());
        }
    }

    fn problem(&mut self, path: &Path, error: IntakeError) {
        self.unreadable.push((path.to_owned(), error.to_string()));
    }
}

impl<'a> Line<'a> {
    fn of(source: &'a Path, audited: Audited) -> Self {
        Self {
            source,
            subject: Some(audited.subject),
            country: audited.country,
            serial: Some(audited.serial),
            verified: audited.verified,
            error: audited.error,
        }
    }
}

fn text(line: &Line<'_>, json: bool) -> String {
    if json {
        return serde_json::to_string(line).expect("a line is plain data");
    }
    let what = match (&line.subject, &line.serial) {
        (Some(subject), Some(serial)) => format!("{subject} ({serial})"),
        _ => shown(line.source),
    };
    match &line.error {
        None => format!("verified  {what}"),
        Some(error) => format!("FAILED    {what}: {error}"),
    }
}
