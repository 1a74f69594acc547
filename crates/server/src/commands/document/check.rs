//! `bonafide document check`: a document's photographs, and a selfie where there is one, examined as a session
//! examines them.

use std::collections::BTreeMap;
use std::process::ExitCode;

use bonafide_checks::{
    DocumentCode, DocumentExamined, DocumentInput, Examiner, FaceInput, Picture,
};
use bonafide_identity::fields::{DocumentKind, ReadFields};
use bonafide_identity::finding::{Finding, Reason};
use bonafide_identity::policy::{Policy, Thresholds};
use bonafide_identity::refusal::Refusal;
use bonafide_vision::barcode::Content;
use bonafide_vision::document::locate;
use bonafide_vision::intake;
use bonafide_vision::models::Source;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::cli::DocumentCheck;
use crate::commands::document::photographs::{self, Photographs};
use crate::commands::face::quality::{BROKEN_RULE, Row, is_broken, table};
use crate::commands::{Failure, policy};

/// Width over height between a passport's page (ID-3: 1.42) and a card (ID-1: 1.59).
const BETWEEN: f32 = 1.5;

/// What is printed with `--json`.
#[derive(Debug, Serialize)]
struct Printed {
    findings: Vec<Row>,
    refusal: Option<Refusal>,
    fields: ReadFields,
    codes: Vec<Code>,
}

/// A code on the document. What is not known to be a document's is not shown.
#[derive(Debug, Serialize)]
struct Code {
    symbology: &'static str,
    content: &'static str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    fields: BTreeMap<&'static str, String>,
}

impl From<&DocumentCode> for Code {
    fn from(code: &DocumentCode) -> Self {
        Self {
            symbology: code.symbology.as_str(),
            content: code.content.as_str(),
            fields: match &code.content {
                Content::Licence { fields, .. } => fields.clone(),
                Content::Zone(lines) => [("zone", lines.join("\n"))].into(),
                Content::Number(number) => [("number", number.clone())].into(),
                Content::Other => BTreeMap::new(),
            },
        }
    }
}

pub(crate) fn run(
    arguments: &DocumentCheck,
    models: &Source,
    now: Timestamp,
) -> Result<ExitCode, Failure> {
    let said = photographs::kind(arguments.kind.as_deref())?;
    let policy =
        (arguments.policy.as_deref()).map_or_else(|| Ok(Policy::standard()), policy::read)?;
    let examiner = Examiner::from_source(models)?;
    let named = (
        arguments.front.as_path(),
        arguments.back.as_deref(),
        arguments.selfie.as_deref(),
    );
    let photographs = Photographs::read(&examiner, named, now)?;
    let (front, back) = (photographs.front(), photographs.back());
    let thresholds = &policy.thresholds;
    let examined = examine(&examiner, (front, back), said, thresholds, now);
    let fields = examined.fields();
    let codes = examined.codes.iter().map(Code::from).collect();
    let mut findings = examined.findings;
    if let Some(selfie) = photographs.selfie() {
        let faces = examiner.face(&FaceInput {
            front,
            back,
            chip: None,
            selfie,
            thresholds,
        });
        findings.extend(faces.findings);
    }
    let printed = Printed {
        refusal: Refusal::of(&findings),
        findings: findings.iter().map(Row::from).collect(),
        fields,
        codes,
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
