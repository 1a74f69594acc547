//! `bonafide document check`: a document's photographs, and a selfie where there is one, examined as a session
//! examines them.

use std::path::Path;
use std::process::ExitCode;

use bonafide_checks::{DocumentExamined, DocumentInput, Examiner, FaceInput, Picture};
use bonafide_identity::evidence::EvidenceKind;
use bonafide_identity::fields::{DocumentKind, ReadFields};
use bonafide_identity::finding::{Finding, Reason};
use bonafide_identity::id::EvidenceId;
use bonafide_identity::policy::{Policy, Thresholds};
use bonafide_identity::refusal::Refusal;
use bonafide_vision::document::locate;
use bonafide_vision::intake;
use bonafide_vision::models::Source;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::cli::DocumentCheck;
use crate::commands::face::quality::{BROKEN_RULE, Row, is_broken, table};
use crate::commands::{Failure, policy};
use crate::tool::{bytes, shown};

/// Width over height between a passport's page (ID-3: 1.42) and a card (ID-1: 1.59).
const BETWEEN: f32 = 1.5;

/// What is printed with `--json`.
#[derive(Debug, Serialize)]
struct Printed {
    findings: Vec<Row>,
    refusal: Option<Refusal>,
    fields: ReadFields,
}

pub(crate) fn run(
    arguments: &DocumentCheck,
    models: &Source,
    now: Timestamp,
) -> Result<ExitCode, Failure> {
    let said = match &arguments.kind {
        Some(word) => Some(word.parse().map_err(|_| {
            Failure::Usage(format!("there is no kind of document called {word:?}"))
        })?),
        None => None,
    };
    let policy =
        (arguments.policy.as_deref()).map_or_else(|| Ok(Policy::standard()), policy::read)?;
    let examiner = Examiner::from_source(models)?;
    let read = |path: &Path| {
        let problem =
            |error: &dyn std::fmt::Display| Failure::Nothing(format!("{}: {error}", shown(path)));
        let bytes = bytes(path).map_err(|error| problem(&error))?;
        examiner.accept(&bytes).map_err(|error| problem(&error))?;
        Ok::<_, Failure>(bytes)
    };
    let front = read(&arguments.front)?;
    let back = arguments.back.as_deref().map(read).transpose()?;
    let selfie = arguments.selfie.as_deref().map(read).transpose()?;
    // Evidence has identifiers in a session; here they only tell the pictures apart.
    let ids = [1, 2, 3].map(|number| EvidenceId::new(now, [number; 10]));
    let picture = |id, kind, bytes| Picture { id, kind, bytes };
    let front = picture(&ids[0], EvidenceKind::DocumentFront, &front);
    let back = back
        .as_deref()
        .map(|bytes| picture(&ids[1], EvidenceKind::DocumentBack, bytes));
    let thresholds = &policy.thresholds;
    let examined = examine(&examiner, (front, back), said, thresholds, now);
    let fields = examined.fields();
    let mut findings = examined.findings;
    if let Some(selfie) = selfie.as_deref() {
        findings.extend(examiner.face(&FaceInput {
            front,
            back,
            chip: None,
            selfie: picture(&ids[2], EvidenceKind::Selfie, selfie),
            thresholds,
        }));
    }
    let printed = Printed {
        refusal: Refusal::of(&findings),
        findings: findings.iter().map(Row::from).collect(),
        fields,
    };
    if arguments.json {
        println!("{}", serde_json::to_string(&printed).expect("plain data"));
    } else {
        let verdict = match printed.refusal {
            Some(refusal) => format!("refused: {refusal}"),
            None => "not refused".to_owned(),
        };
        println!("{verdict}\n{}", table(&findings));
    }
    Ok(if findings.iter().any(is_broken) {
        ExitCode::from(BROKEN_RULE)
    } else {
        ExitCode::SUCCESS
    })
}

/// Examines as what the person says it is. Nobody said so here: as what it looks like, and as the other where
/// its zone says that it is the other.
fn examine(
    examiner: &Examiner,
    (front, back): (Picture<'_>, Option<Picture<'_>>),
    said: Option<DocumentKind>,
    thresholds: &Thresholds,
    now: Timestamp,
) -> DocumentExamined {
    let as_kind = |kind| {
        examiner.document(&DocumentInput {
            front,
            back,
            kind,
            typed: None,
            livemode: true,
            today: now.to_zoned(TimeZone::UTC).date(),
            thresholds,
        })
    };
    if let Some(kind) = said {
        return as_kind(kind);
    }
    let (kind, other) = if back.is_some() || looks_like_a_card(front.bytes) {
        (DocumentKind::IdentityCard, DocumentKind::Passport)
    } else {
        (DocumentKind::Passport, DocumentKind::IdentityCard)
    };
    let examined = as_kind(kind);
    let differs = |finding: &Finding| finding.reason == Reason::DocumentKindDiffers;
    if !examined.findings.iter().any(differs) {
        return examined;
    }
    let again = as_kind(other);
    if again.findings.iter().any(differs) {
        examined
    } else {
        again
    }
}

fn looks_like_a_card(bytes: &[u8]) -> bool {
    let photo = intake::decode(bytes, &intake::Limits::default());
    let outline = photo.ok().and_then(|photo| locate(&photo.image, None));
    outline.is_some_and(|outline| outline.proportion() > BETWEEN)
}
