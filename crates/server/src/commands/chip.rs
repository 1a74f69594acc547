//! `bonafide chip verify`: passive authentication of files that somebody read from a chip, without
//! a server.

use std::collections::BTreeMap;
use std::collections::HashSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use bonafide_emrtd::lds::StoredFile;
use bonafide_emrtd::passive_authentication::{
    CertificateReport, ChainVerdict, CountryVerdict, Deviation, HashVerdict, PassiveAuthentication,
    SignatureVerdict, authenticate,
};
use bonafide_x509::intake::Collection;
use bonafide_x509::trust::{Policy, Revocation, Trust, ValidityModel};
use jiff::Timestamp;
use serde::Serialize;

use super::{Failure, exit_code};
use crate::cli::ChipVerify;
use crate::tool::parallel::in_order;
use crate::tool::{lists, shown};

/// What a script gets when something could be read and is not genuine.
const NOT_GENUINE: u8 = 3;

/// What is printed of one input with `--json`.
#[derive(Debug, Serialize)]
struct Line<'a> {
    path: &'a Path,
    signature: SignatureVerdict,
    chain: ChainVerdict,
    /// By the number of the data group.
    hashes: &'a BTreeMap<u8, HashVerdict>,
    signer: Option<Signer<'a>>,
    csca: Option<Csca<'a>>,
    deviations: &'a [Deviation],
    error: Option<String>,
}

#[derive(Debug, Serialize)]
struct Signer<'a> {
    #[serde(flatten)]
    certificate: &'a CertificateReport,
    /// When it says that it signed; nobody vouches for that.
    claimed_time: Option<Timestamp>,
    revocation: &'a Revocation,
    /// Whether it is of the state that DG1 names.
    issuing_state: CountryVerdict,
}

#[derive(Debug, Serialize)]
struct Csca<'a> {
    #[serde(flatten)]
    certificate: &'a CertificateReport,
    /// The certificates up to the one believed in itself, each having signed the one before.
    links: &'a [CertificateReport],
}

/// The files of one chip.
#[derive(Debug, Default)]
struct Files {
    sod: Vec<u8>,
    groups: BTreeMap<u8, Vec<u8>>,
}

/// Why there is nothing to examine.
#[derive(Debug, thiserror::Error)]
enum InputError {
    #[error("{0}")]
    Read(#[from] std::io::Error),
    #[error("the directory holds no EF.SOD")]
    NoSecurityObject,
    #[error("{0} and another file of the directory are the same file of the chip, and differ")]
    Twice(String),
    #[error("{0}")]
    Panicked(#[from] crate::tool::parallel::Panicked),
}

pub(crate) fn run(arguments: &ChipVerify, now: Timestamp) -> Result<ExitCode, Failure> {
    let trust = trust(&arguments.trust)?;
    let at = arguments.at.unwrap_or(now);
    let policy = Policy {
        validity: match arguments.expired_issuers {
            true => ValidityModel::Chain,
            false => ValidityModel::Now,
        },
        require_fresh_crl: arguments.fresh_crl,
    };
    let examine = |path: &PathBuf| -> Result<PassiveAuthentication, InputError> {
        let files = Files::read(path)?;
        Ok(authenticate(&files.sod, &files.groups, &trust, at, &policy))
    };
    let mut out = std::io::stdout().lock();
    let (mut unread, mut doubtful) = (false, false);
    let mut broken = None;
    in_order(&arguments.inputs, examine, |index, result| {
        let path = &arguments.inputs[index];
        let result = result.map_err(InputError::from).flatten();
        let text = match &result {
            Ok(report) => {
                doubtful |= !report.is_genuine_of_its_state();
                match arguments.json {
                    true => json(&Line::of(path, report)),
                    false => report_text(path, report),
                }
            }
            Err(error) => {
                unread = true;
                match arguments.json {
                    true => json(&Line::unread(path, error)),
                    false => format!("{}: {error}", shown(path)),
                }
            }
        };
        if let Err(error) = writeln!(out, "{text}") {
            broken.get_or_insert(error);
        }
    });
    match (broken, unread, doubtful) {
        (Some(error), ..) => exit_code(1, Some(error)),
        (None, true, _) => Ok(ExitCode::FAILURE),
        (None, false, true) => Ok(ExitCode::from(NOT_GENUINE)),
        (None, false, false) => Ok(ExitCode::SUCCESS),
    }
}

/// Everything in the files, which whoever named them believes. A list whose own signature does not
/// hold is not believed all the same.
fn trust(paths: &[PathBuf]) -> Result<Trust, Failure> {
    let mut collection = Collection::default();
    for path in paths {
        for file in lists::files(path).map_err(|error| Failure::file(path, &error))? {
            let bytes = lists::bytes(&file).map_err(|error| Failure::file(&file, &error))?;
            let before = collection.problems.len();
            collection.add(&bytes);
            for problem in &collection.problems[before..] {
                eprintln!("{}: {problem}", shown(&file));
            }
        }
    }
    let (trust, unused) = Trust::build(
        collection.authorities,
        Vec::new(),
        collection.crls,
        &HashSet::new(),
    );
    for certificate in unused.without_key {
        eprintln!("{}: its key is of no known kind", certificate.subject);
    }
    for crl in unused.unsigned_crls {
        eprintln!(
            "revocation list of {}: no believed certificate signed it",
            crl.issuer
        );
    }
    if trust.is_empty() {
        eprintln!("no certificate is believed, so every issuer is unknown: name some with --trust");
    }
    Ok(trust.with_signers(collection.others))
}

impl Files {
    fn read(path: &Path) -> Result<Self, InputError> {
        if !std::fs::metadata(path)?.is_dir() {
            return Ok(Self {
                sod: lists::bytes(path)?,
                groups: BTreeMap::new(),
            });
        }
        let mut found: BTreeMap<StoredFile, Vec<u8>> = BTreeMap::new();
        for file in lists::files(path)? {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            let Some(kind) = StoredFile::of_name(&name) else {
                continue;
            };
            let bytes = lists::bytes(&file)?;
            let earlier = found.insert(kind, bytes);
            if earlier.is_some_and(|earlier| earlier != found[&kind]) {
                return Err(InputError::Twice(name.into_owned()));
            }
        }
        let sod = found.remove(&StoredFile::Sod);
        let groups = found.into_iter().filter_map(|(kind, bytes)| match kind {
            StoredFile::Group(number) => Some((number, bytes)),
            StoredFile::Com | StoredFile::Sod => None,
        });
        Ok(Self {
            sod: sod.ok_or(InputError::NoSecurityObject)?,
            groups: groups.collect(),
        })
    }
}

/// The groups of an input that could not be read.
static NO_HASHES: BTreeMap<u8, HashVerdict> = BTreeMap::new();

impl<'a> Line<'a> {
    fn of(path: &'a Path, report: &'a PassiveAuthentication) -> Self {
        Self {
            path,
            signature: report.signature,
            chain: report.chain,
            hashes: &report.hashes,
            signer: report.signer.as_ref().map(|certificate| Signer {
                certificate,
                claimed_time: report.claimed_time,
                revocation: &report.revocation,
                issuing_state: report.issuing_state,
            }),
            csca: report.csca.as_ref().map(|certificate| Csca {
                certificate,
                links: &report.links,
            }),
            deviations: &report.deviations,
            error: report.error.clone(),
        }
    }

    fn unread(path: &'a Path, error: &InputError) -> Self {
        Self {
            path,
            signature: SignatureVerdict::Unreadable,
            chain: ChainVerdict::NotJudged,
            hashes: &NO_HASHES,
            signer: None,
            csca: None,
            deviations: &[],
            error: Some(error.to_string()),
        }
    }
}

fn json(line: &Line<'_>) -> String {
    serde_json::to_string(line).expect("a line is plain data")
}

/// A word as JSON has it, without underscores.
fn word(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word.replace('_', " "),
        _ => String::new(),
    }
}

fn report_text(path: &Path, report: &PassiveAuthentication) -> String {
    let verdict = match report.is_genuine_of_its_state() {
        true => "genuine: a state signed these files",
        false => "NOT PROVEN GENUINE",
    };
    let mut text = format!("{}: {verdict}", shown(path));
    let mut line = |label: &str, value: String| text += &format!("\n  {label:<14} {value}");
    line("signature", word(report.signature));
    if let Some(error) = &report.error {
        line("", error.clone());
    }
    line("chain", word(report.chain));
    if report.signer.is_some() {
        line("revocation", revocation(&report.revocation));
        let second = report.judged_at.as_second();
        let moment = Timestamp::from_second(second).unwrap_or(report.judged_at);
        line("judged at", moment.to_string());
    }
    if let Some(claimed) = report.claimed_time {
        line("signed at", format!("{claimed} (as the signer says)"));
    }
    match report.issuing_state {
        CountryVerdict::Same => line("issuing state", "same".to_owned()),
        CountryVerdict::Differs => line(
            "issuing state",
            "differs: DG1 names another state than the one that signed".to_owned(),
        ),
        CountryVerdict::NotJudged => {}
    }
    let chain = [
        ("signer", report.signer.iter()),
        ("csca", report.csca.iter()),
    ];
    for (label, certificate) in chain
        .into_iter()
        .flat_map(|(label, certificates)| certificates.map(move |one| (label, one)))
        .chain(report.links.iter().map(|link| ("link", link)))
    {
        line(label, certificate.subject.clone());
        let day = |moment: Option<Timestamp>| {
            moment.map_or("?".to_owned(), |moment| {
                moment.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
            })
        };
        let key = certificate
            .key
            .as_deref()
            .unwrap_or("a key of no known kind");
        let (from, to) = (day(certificate.not_before), day(certificate.not_after));
        line(
            "",
            format!("serial {}, {key}, {from} to {to}", certificate.serial),
        );
    }
    let with = report
        .hash_algorithm
        .map_or(String::new(), |hash| format!(" ({})", word(hash)));
    for (group, verdict) in &report.hashes {
        let verdict = match verdict {
            HashVerdict::Match => "as signed".to_owned() + &with,
            HashVerdict::Mismatch => "ALTERED: not the signed one".to_owned(),
            HashVerdict::Absent => "signed, not among the files".to_owned(),
            HashVerdict::Unsigned => "NOT SIGNED, yet among the files".to_owned(),
        };
        line(&format!("data group {group}"), verdict);
    }
    if !report.deviations.is_empty() {
        let words: Vec<String> = report.deviations.iter().map(word).collect();
        line("tolerated", words.join(", "));
    }
    line(
        "",
        "files alone do not tell a chip from a copy of it".to_owned(),
    );
    text
}

fn revocation(revocation: &Revocation) -> String {
    let until = |next: &Option<Timestamp>| {
        next.map_or(String::new(), |next| format!(", next update {next}"))
    };
    match revocation {
        Revocation::Unknown => "no revocation list speaks of it".to_owned(),
        Revocation::Stale { next_update } => {
            format!(
                "not revoked by a list that is out of date{}",
                until(next_update)
            )
        }
        Revocation::Good { next_update } => format!("not revoked{}", until(next_update)),
        Revocation::Revoked { at, .. } => {
            let since = at.map_or(String::new(), |at| format!(" since {at}"));
            format!("REVOKED{since}")
        }
    }
}
