//! Reading a chip into a folder, without any server.

use std::collections::HashSet;
use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use bonafide_emrtd::{
    Driver, EvidenceClass,
    card_security::CardSecurity,
    passive_authentication::{PassiveAuthentication, SignatureVerdict, authenticate},
    reading::{
        File, Next, Nonce, Options, Outcome, Profile, Progress, ReaderAbility, Reading,
        ReadingError, Report,
    },
};
use bonafide_x509::{
    intake::Collection,
    trust::{Policy, Trust},
};
use jiff::Timestamp;
use serde::Serialize;

use crate::chip::{Chip, Readers, Silence};
use crate::cli::ReadArguments;
use crate::folder::{Folder, REPORT};
use crate::say::Say;
use crate::{Result, edge, key, words};

/// What is kept beside the files.
#[derive(Serialize)]
struct Record<'a> {
    read_at: Timestamp,
    program: &'static str,
    reader: &'a str,
    vendor: Option<String>,
    atr: String,
    /// What a state vouches for; absent when nobody was named whom to trust.
    passive_authentication: Option<PassiveAuthentication>,
    /// Of chips with the chip-authentication mapping.
    card_security: Option<CardSecurity>,
    /// A or C; absent when the files are not genuine, or nobody was named.
    class: Option<EvidenceClass>,
    reading: Report,
}

pub(crate) fn run(arguments: &ReadArguments) -> Result {
    let key = key::of(&arguments.key)?;
    let trust = (!arguments.trust.is_empty())
        .then(|| trust(&arguments.trust))
        .transpose()?;
    let folder = Folder::open(&arguments.out, arguments.force)?;
    let mut readers = Readers::of(&arguments.reader)?;
    let patience = Duration::from_secs(arguments.reader.wait);
    let extended = readers.extended()?;
    let say = Say::of_environment();
    eprintln!("{}", say.say("reader-place"));
    let mut chip = readers.wait(patience)?;
    let reader = [("reader", chip.reader.as_str())];
    eprintln!("{}", say.fill("reader-card", &reader));
    let mut options = Options {
        reader: ReaderAbility {
            extended,
            ..ReaderAbility::default()
        },
        profile: Profile::of_answer_to_reset(&chip.atr),
        ..Options::default()
    };
    options.files.extend([File::AtrInfo, File::Dir]);
    options.files.extend(
        (1..=16)
            .filter(|group| !matches!(group, 3 | 4))
            .map(File::DataGroup),
    );
    let mut reading = Reading::new(key, Nonce::Drawn, options);
    let watch = edge::Watch::start();
    let read = drive(&mut reading, &mut chip, &mut readers, patience, watch);
    eprintln!();
    read?;
    let outcome = reading.outcome().ok_or("the reading did not end")?;
    let record = record(&chip, &outcome, trust.as_ref());
    folder.clear()?;
    for (file, bytes) in &outcome.files {
        folder.write(&file.file_name(), bytes)?;
    }
    let text = serde_json::to_string_pretty(&record)?;
    folder.write(REPORT, format!("{text}\n").as_bytes())?;
    tell(&record, &outcome, watch.elapsed());
    Ok(())
}

/// Runs the session; a card that leaves is waited for.
fn drive(
    reading: &mut Reading,
    chip: &mut Chip,
    readers: &mut Readers,
    patience: Duration,
    watch: edge::Watch,
) -> Result {
    let mut random = edge::random()?;
    let explain = |error: ReadingError| words::of(&error);
    let say = Say::of_environment();
    loop {
        show(&say, reading.progress());
        let batch = match reading
            .advance(watch.elapsed(), &mut random)
            .map_err(explain)?
        {
            Next::Send(batch) => batch,
            Next::Await(_) => return Err("the session waits for answers that nobody sends".into()),
            Next::Done => return Ok(()),
        };
        for command in &batch.commands {
            let answer = match chip.transmit(command) {
                Ok(answer) => answer,
                Err(Silence::Lost) => {
                    reading.contact_lost().map_err(explain)?;
                    eprintln!("\n{}", say.say("reader-put-back"));
                    readers.lose(chip);
                    *chip = readers.wait(patience)?;
                    break;
                }
                Err(Silence::Failed(error)) => return Err(error.into()),
            };
            reading.receive(&answer, watch.elapsed()).map_err(explain)?;
            if batch.stop.stops(&answer) {
                break;
            }
            show(&say, reading.progress());
        }
    }
}

/// One line that is written over, on a terminal.
fn show(say: &Say, progress: Progress) {
    let mut out = std::io::stderr();
    if !out.is_terminal() {
        return;
    }
    let percent = (progress.bytes * 100)
        .checked_div(progress.total)
        .unwrap_or(0);
    let filled = percent / 5;
    let _ = write!(
        out,
        "\r{:<34} {}{} {percent:>3} %",
        say.stage(progress.stage),
        "●".repeat(filled),
        "○".repeat(20 - filled.min(20))
    );
    let _ = out.flush();
}

fn record<'a>(chip: &'a Chip, outcome: &Outcome, trust: Option<&Trust>) -> Record<'a> {
    let now = edge::now();
    let sod = outcome.files.get(&File::Sod);
    let passive = trust.zip(sod).map(|(trust, sod)| {
        authenticate(sod, &outcome.data_groups(), trust, now, &Policy::default())
    });
    let class = passive
        .as_ref()
        .and_then(|passive| EvidenceClass::of(passive, Driver::Server, &outcome.proofs()));
    let card_security = trust.zip(outcome.files.get(&File::CardSecurity));
    let card_security = card_security.map(|(trust, file)| {
        let dg14 = outcome.files.get(&File::DataGroup(14)).map(Vec::as_slice);
        CardSecurity::judge(file, dg14, trust, now, &Policy::default())
    });
    Record {
        read_at: now,
        program: concat!("bonafide-reader ", env!("CARGO_PKG_VERSION")),
        reader: &chip.reader,
        vendor: chip.vendor(),
        atr: hex::encode(&chip.atr),
        passive_authentication: passive,
        card_security,
        class,
        reading: outcome.report(),
    }
}

fn trust(paths: &[PathBuf]) -> Result<Trust> {
    let mut collection = Collection::default();
    for path in paths {
        for file in files_of(path)? {
            let bytes = std::fs::read(&file)
                .map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
            collection.add(&bytes);
        }
    }
    if collection.authorities.is_empty() {
        return Err("what --trust names holds no certificate of a state".into());
    }
    let (trust, _) = Trust::build(
        collection.authorities,
        Vec::new(),
        collection.crls,
        &HashSet::new(),
    );
    Ok(trust)
}

/// A file, or the files of a folder.
fn files_of(path: &Path) -> Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path)? {
        let entry = entry?.path();
        if entry.is_file() {
            files.push(entry);
        }
    }
    files.sort();
    Ok(files)
}

fn tell(record: &Record<'_>, outcome: &Outcome, took: Duration) {
    let report = &record.reading;
    println!(
        "read {} files, {} bytes, in {:.1} s ({} commands)",
        report.files.len(),
        report.files.values().sum::<usize>(),
        took.as_secs_f64(),
        report.effort.commands
    );
    println!("access: {}", json(&report.access));
    println!("the chip's own proof: {}", json(&report.chip_proof));
    if !outcome.deviations.is_empty() {
        println!("tolerated: {}", json(&report.deviations));
    }
    println!(
        "{}",
        verdict(record.passive_authentication.as_ref(), record.class)
    );
}

/// What a state vouches for, in one line.
fn verdict(passive: Option<&PassiveAuthentication>, class: Option<EvidenceClass>) -> String {
    match (passive, class) {
        (None, _) => "not judged: no --trust was given".to_owned(),
        (Some(passive), Some(_)) if !passive.is_genuine_of_its_state() => {
            "NOT PROVEN GENUINE: DG1 names another state than the one that signed".to_owned()
        }
        (Some(_), Some(class)) => format!("genuine, class {class:?}"),
        (Some(passive), None) if passive.signature == SignatureVerdict::Valid => format!(
            "NOT GENUINE, or its issuer is not trusted: {}",
            json(&passive.chain)
        ),
        (Some(passive), None) => format!("NOT GENUINE: signature {}", json(&passive.signature)),
    }
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, HashSet};

    use bonafide_emrtd::passive_authentication::authenticate;
    use bonafide_emrtd::{Driver, EvidenceClass, lds::ZoneFile};
    use bonafide_virtual_passport::Design;
    use bonafide_virtual_passport::issuer::{Authority, KeyKind, Period, PrivateKey, SodOptions};
    use bonafide_x509::curve::NamedCurve;
    use bonafide_x509::trust::{Policy, Trust};
    use bonafide_x509::{Certificate, HashAlgorithm};
    use chacha20::ChaCha20Rng;
    use rand_core::SeedableRng as _;

    use super::verdict;

    /// Files of a document whose zone says UTO, signed by this state, which is believed.
    fn said(country: &str) -> String {
        let mut random = ChaCha20Rng::seed_from_u64(1);
        let period = Period {
            begin: "2020-01-01T00:00:00Z".parse().unwrap(),
            end: "2050-01-01T00:00:00Z".parse().unwrap(),
        };
        let kind = KeyKind::Ec {
            curve: NamedCurve::P256,
            explicit: false,
        };
        let mut key = || PrivateKey::generate(kind, &mut random).unwrap();
        let (own, its) = (key(), key());
        let scheme = own.scheme(HashAlgorithm::Sha256);
        let authority = Authority::new(country, own, scheme, period, &mut random).unwrap();
        let signer = authority.document_signer(its, scheme, &[5], &mut random);
        let zone = Design::default().zone;
        let groups = BTreeMap::from([(1, ZoneFile::encode(&zone))]);
        let sod = signer
            .unwrap()
            .sod(&groups, &SodOptions::default(), &mut random);
        let anchors = vec![Certificate::of(&authority.certificate).unwrap()];
        let (trust, _) = Trust::build(anchors, Vec::new(), Vec::new(), &HashSet::new());
        let at = "2026-01-01T00:00:00Z".parse().unwrap();
        let passive = authenticate(&sod.unwrap(), &groups, &trust, at, &Policy::default());
        let class = EvidenceClass::of(&passive, Driver::Server, &[]);
        verdict(Some(&passive), class)
    }

    #[test]
    fn a_state_signs_for_itself_alone() {
        assert_eq!(said("UT"), "genuine, class C");
        assert!(
            said("XX").starts_with("NOT PROVEN GENUINE"),
            "{}",
            said("XX")
        );
        assert!(verdict(None, None).contains("--trust"));
    }
}
