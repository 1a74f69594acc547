//! `bonafide verify`: a document and a selfie, examined and decided as a session would, without a
//! server. Nothing is kept and nobody is asked, so nothing here is proof of anything to others.

use std::path::Path;
use std::process::ExitCode;

use bonafide_checks::{DocumentInput, Examiner, FaceInput};
use bonafide_identity::fields::{DocumentKind, Fields, Zone};
use bonafide_identity::finding::{Check, Finding, Outcome};
use bonafide_identity::policy::{Decision, Policy, Ruling};
use bonafide_identity::service::StepKind;
use bonafide_vision::models::Source;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::Failure;
use crate::cli::Verify;
use crate::commands::document::photographs::{self, Photographs};

/// What is printed with `--json`.
#[derive(Debug, Serialize)]
struct Printed<'a> {
    document: &'a Path,
    #[serde(skip_serializing_if = "Option::is_none")]
    back: Option<&'a Path>,
    selfie: &'a Path,
    decision: Decision,
    findings: Vec<Finding>,
    fields: Fields,
    kind: DocumentKind,
    liveness: &'static str,
    policy: String,
    policy_hash: String,
}

pub(crate) fn run(
    arguments: &Verify,
    models: &Source,
    now: Timestamp,
) -> Result<ExitCode, Failure> {
    let kind = match photographs::kind(arguments.kind.as_deref())? {
        Some(said) => said,
        None if arguments.back.is_some() => DocumentKind::IdentityCard,
        None => DocumentKind::Passport,
    };
    let examiner = Examiner::from_source(models)?;
    let named = (
        arguments.document.as_path(),
        arguments.back.as_deref(),
        Some(arguments.selfie.as_path()),
    );
    let photographs = Photographs::read(&examiner, named, now)?;
    let (front, back) = (photographs.front(), photographs.back());

    let policy = Policy::standard();
    let thresholds = &policy.thresholds;
    let document = examiner.document(&DocumentInput {
        front,
        back,
        kind,
        typed: None,
        livemode: true,
        today: now.to_zoned(TimeZone::UTC).date(),
        thresholds,
    });
    let mut findings = document.findings;
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
    let required: Vec<Check> = [StepKind::Document, StepKind::Selfie]
        .iter()
        .flat_map(|step| step.required_checks())
        .copied()
        .collect();
    let fields = document.zone.as_ref().map(Zone::fields).unwrap_or_default();
    let printed = Printed {
        document: &arguments.document,
        back: arguments.back.as_deref(),
        selfie: &arguments.selfie,
        decision: policy.decide(&findings, &required, |_| 1),
        findings,
        fields,
        kind,
        liveness: "not_performed",
        policy: format!("{}@{}", policy.id.as_str(), policy.version),
        policy_hash: policy.hash(),
    };
    if arguments.json {
        println!("{}", serde_json::to_string(&printed).expect("plain data"));
    } else {
        print!("{}", text(&printed));
    }
    Ok(ExitCode::SUCCESS)
}

fn text(printed: &Printed<'_>) -> String {
    let verdict = match printed.decision.ruling {
        Ruling::Accept => "accepted",
        Ruling::Review => "a moderator would have to look",
        Ruling::Retry => "the person would be asked to try again",
        Ruling::Reject => "rejected",
    };
    let mut text = format!("{verdict}\n");
    for reason in &printed.decision.reasons {
        text += &format!("  because: {reason}\n");
    }
    for finding in &printed.findings {
        let mark = match finding.outcome {
            Outcome::Pass => "pass",
            Outcome::Warn => "warn",
            Outcome::Fail => "FAIL",
            Outcome::Inconclusive => "open",
        };
        text += &format!("  {mark} {}", finding.check);
        if finding.outcome != Outcome::Pass {
            text += &format!(": {}", finding.reason);
        }
        if let (Some(measured), Some(threshold)) = (finding.measured, finding.threshold) {
            text += &format!(" ({measured:.3}, threshold {threshold:.3})");
        }
        text.push('\n');
    }
    for (field, value) in &printed.fields {
        text += &format!("  {field}: {} ({})\n", value.text, value.verification);
    }
    text + "liveness was not examined: a photograph of a photograph is not told apart\n"
}
