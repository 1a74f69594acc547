//! How often copies and covered documents are taken for honest photographs, and honest photographs refused:
//! on generated files, and on photographs of one's own. A regression figure, not a laboratory's.
//!
//! `cargo run --workspace --example refusals -- COUNT SEED [PHOTO...]` makes COUNT files of each kind with seeds
//! from SEED on, judges them as a session does, and prints a table. Thresholds were set on seeds below 1,000.

use std::collections::BTreeMap;
use std::error::Error;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use bonafide_checks::{DocumentInput, Examiner, Picture};
use bonafide_fixtures::camera::{Shot, jpeg, photograph};
use bonafide_fixtures::copy::{Attack, honest};
use bonafide_fixtures::document::{Details, Kind, issue};
use bonafide_fixtures::portrait::Photo;
use bonafide_identity::evidence::EvidenceKind;
use bonafide_identity::fields::DocumentKind;
use bonafide_identity::finding::{Check, Finding, Outcome};
use bonafide_identity::id::EvidenceId;
use bonafide_identity::policy::Policy;
use bonafide_identity::refusal::Refusal;
use jiff::Timestamp;
use jiff::civil::date;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

const JUDGED: [Check; 4] = [
    Check::DocumentCovered,
    Check::DocumentScreen,
    Check::DocumentPrint,
    Check::DocumentScreenshot,
];

/// What became of one kind of file.
#[derive(Default)]
struct Tally {
    files: u32,
    refused: BTreeMap<Refusal, u32>,
    doubted: u32,
    /// Where nothing at all was found against it.
    passed: u32,
    reasons: BTreeMap<String, u32>,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [count, seed, photos @ ..] = arguments.as_slice() else {
        return Err("refusals COUNT SEED [PHOTO...]".into());
    };
    let (count, first): (usize, u64) = (count.parse()?, seed.parse()?);
    let examiner = Examiner::load()?;
    let kinds = Attack::ALL.len() + 2;
    let tallies: Mutex<BTreeMap<&'static str, Tally>> = Mutex::new(BTreeMap::new());
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= count * kinds {
                        return;
                    }
                    let seed = first + (number / kinds) as u64;
                    if let Err(error) = present(&examiner, seed, number % kinds, &tallies) {
                        eprintln!("seed {seed}: {error}");
                    }
                }
            });
        }
    });
    for photo in photos {
        let bytes = std::fs::read(photo)?;
        let findings = judge(&examiner, Kind::Passport, &bytes, None);
        eprintln!("{photo}: {}", measures(&findings));
        let mut tallies = tallies.lock().map_err(|_| "a thread panicked")?;
        count_in(
            tallies.entry("photographs of one's own").or_default(),
            &findings,
        );
    }
    let tallies = tallies.into_inner().map_err(|_| "a thread panicked")?;
    println!(
        "| shown | files | refused | label | doubted | passed | reasons |\n|---|---|---|---|---|---|---|"
    );
    for (name, tally) in tallies {
        let refused: u32 = tally.refused.values().sum();
        let list = |counts: Vec<(String, u32)>| -> String {
            let all: Vec<String> = (counts.iter())
                .map(|(name, count)| format!("{name} {count}"))
                .collect();
            all.join(", ")
        };
        let labels = tally
            .refused
            .iter()
            .map(|(label, count)| (label.to_string(), *count));
        println!(
            "| {name} | {} | {refused} ({:.1}%) | {} | {} | {} | {} |",
            tally.files,
            100.0 * f64::from(refused) / f64::from(tally.files.max(1)),
            list(labels.collect()),
            tally.doubted,
            tally.passed,
            list(tally.reasons.into_iter().collect()),
        );
    }
    Ok(())
}

fn present(
    examiner: &Examiner,
    seed: u64,
    kind: usize,
    tallies: &Mutex<BTreeMap<&'static str, Tally>>,
) -> Result<()> {
    let form = if seed.is_multiple_of(2) {
        Kind::Passport
    } else {
        Kind::Card
    };
    let holder = Photo::ALL[(seed / 2 % Photo::ALL.len() as u64) as usize];
    let issued = issue(&Details::specimen(form, date(2026, 11, 21)), holder)?;
    let (name, front) = match kind {
        0 => ("honest, one camera", honest(&issued.front, seed)),
        1 => (
            "honest, another camera",
            jpeg(&photograph(&issued.front, &Shot::casual(seed)), 88),
        ),
        _ => {
            let attack = Attack::ALL[kind - 2];
            (attack.name(), attack.file(&issued.front, seed)?)
        }
    };
    let back = issued.back.map(|back| honest(&back, seed + 500_000));
    let findings = judge(examiner, form, &front, back.as_deref());
    eprintln!("{name} {seed}: {}", measures(&findings));
    let mut tallies = tallies.lock().map_err(|_| "a thread panicked")?;
    count_in(tallies.entry(name).or_default(), &findings);
    Ok(())
}

fn judge(examiner: &Examiner, form: Kind, front: &[u8], back: Option<&[u8]>) -> Vec<Finding> {
    let policy = Policy::standard();
    let [front_id, back_id] = [1, 2].map(|id| EvidenceId::new(Timestamp::UNIX_EPOCH, [id; 10]));
    let picture = |id, kind, bytes| Picture { id, kind, bytes };
    let examined = examiner.document(&DocumentInput {
        front: picture(&front_id, EvidenceKind::DocumentFront, front),
        back: back.map(|bytes| picture(&back_id, EvidenceKind::DocumentBack, bytes)),
        kind: match form {
            Kind::Passport => DocumentKind::Passport,
            Kind::Card => DocumentKind::IdentityCard,
        },
        typed: None,
        livemode: false,
        today: date(2026, 11, 21),
        thresholds: &policy.thresholds,
    });
    // What the back gives, and what its own quality is, is no matter of the front's.
    (examined.findings.into_iter())
        .filter(|finding| finding.evidence != [back_id.clone()])
        .collect()
}

fn measures(findings: &[Finding]) -> String {
    let told: Vec<String> = findings
        .iter()
        .filter(|finding| {
            JUDGED.contains(&finding.check) || finding.outcome >= Outcome::Inconclusive
        })
        .map(|finding| {
            let measured = finding.measured.unwrap_or(f64::NAN);
            format!("{} {} {measured:.3}", finding.check, finding.outcome)
        })
        .collect();
    told.join("; ")
}

fn count_in(tally: &mut Tally, findings: &[Finding]) {
    tally.files += 1;
    if let Some(label) = Refusal::of(findings) {
        *tally.refused.entry(label).or_default() += 1;
    } else if findings
        .iter()
        .any(|finding| finding.outcome >= Outcome::Inconclusive)
    {
        tally.doubted += 1;
    } else {
        tally.passed += 1;
    }
    for finding in findings {
        if finding.outcome >= Outcome::Inconclusive {
            *tally.reasons.entry(finding.reason.to_string()).or_default() += 1;
        }
    }
}
