//! A verification session: a registration as its organisation sees it. These types are the
//! API's JSON; a door adds nothing but their description.

use std::collections::BTreeMap;

use bonafide_identity::assurance::{ChipClass, Level, Liveness};
use bonafide_identity::evidence::{CaptureSource, EvidenceKind};
use bonafide_identity::fields::{DocumentKind, Field, Verification};
use bonafide_identity::finding::{Check, Finding, Model, Outcome, Reason};
use bonafide_identity::id::{EvidenceId, RegistrationId};
use bonafide_identity::policy::Ruling;
use bonafide_identity::refusal::Refusal;
use bonafide_identity::registration::{DecidedBy, Report as DomainReport, Status};
use bonafide_identity::service::Pinned;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A verification session. Times are RFC 3339 in UTC.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = VerificationSession)]
pub struct Session {
    /// Its identifier.
    #[schema(value_type = String, pattern = "^reg_[0-9a-hjkmnp-tv-z]{26}$")]
    pub id: RegistrationId,
    /// Always `verification_session`.
    pub object: String,
    /// Whether it counts, or was made in test mode.
    pub livemode: bool,
    /// Where it stands.
    #[schema(value_type = crate::schema::StatusSchema)]
    pub status: Status,
    /// The service that it leads to, in the version that it is pinned to.
    #[schema(value_type = crate::schema::PinnedSchema)]
    pub service: Pinned,
    /// The organisation's own name for it; `null` once redacted.
    pub reference: Option<String>,
    /// What the organisation noted; empty once redacted.
    pub metadata: BTreeMap<String, String>,
    /// Where the person returns to; `null` once redacted.
    pub return_url: Option<String>,
    /// When it was opened.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it last changed.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
    /// When it ends by itself while it waits for the person; `null` once redacted.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub expires_at: Option<Timestamp>,
    /// When its evidence and personal data were erased.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub redacted_at: Option<Timestamp>,
    /// Why the person was last asked again, or refused.
    pub last_error: Option<LastError>,
    /// Why it ended as it did; from the first decision on, and only when one session is read.
    pub report: Option<Report>,
}

/// Why the person was last asked again, or refused: the code of a notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = Notice)]
pub struct LastError {
    /// The notice's code.
    pub code: String,
    /// The notice's memorable name.
    pub name: String,
    /// The notice's title in English.
    pub title: String,
    /// Why the document is refused, for machines; null where it is not one of the five reasons.
    #[serde(default)]
    #[schema(value_type = Option<crate::schema::RefusalSchema>)]
    pub refusal: Option<Refusal>,
}

impl LastError {
    pub(crate) fn of(reason: Reason) -> Self {
        let code: Option<bonafide_identity::notice::Code> = reason.as_str().parse().ok();
        let notice = code.map(|code| code.notice());
        Self {
            code: reason.as_str().to_owned(),
            name: notice.map_or(String::new(), |notice| notice.name.to_owned()),
            title: notice.map_or(String::new(), |notice| {
                notice
                    .texts(bonafide_identity::language::Language::En)
                    .title
                    .clone()
            }),
            refusal: reason.refusal(),
        }
    }
}

/// A decision with everything that explains it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Report {
    /// What was decided.
    pub decision: Decision,
    /// The level that was reached: only when the session is `verified`.
    #[schema(value_type = Option<crate::schema::LevelSchema>)]
    pub level_of_assurance: Option<Level>,
    /// Whether a live person was before the camera.
    #[schema(value_type = crate::schema::LivenessSchema)]
    pub liveness: Liveness,
    /// What the chip proves, where it was read.
    pub chip: Option<ChipLine>,
    /// The document that was presented.
    #[schema(value_type = Option<crate::schema::DocumentKindSchema>)]
    pub document: Option<DocumentKind>,
    /// The fields, each with what vouches for it.
    #[schema(value_type = BTreeMap<String, FieldValue>)]
    pub fields: BTreeMap<Field, FieldValue>,
    /// Every finding.
    pub findings: Vec<FindingLine>,
    /// The evidence that counted.
    pub evidence: Vec<EvidenceLine>,
    /// The policy that decided.
    pub policy: PolicyLine,
    /// The models that measured, each once.
    #[schema(value_type = Vec<crate::schema::ModelSchema>)]
    pub models: Vec<Model>,
}

/// A chip's reading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = Chip)]
pub struct ChipLine {
    /// What it proves; null when no state that is believed signed the files.
    #[schema(value_type = Option<crate::schema::ChipClassSchema>)]
    pub evidence_class: Option<ChipClass>,
    /// How the chip was opened, `bac` or `pace`; null of readers that others made.
    pub access: Option<String>,
    /// Country of the document signer's certificate (ISO 3166-1 alpha-2).
    pub signer_country: Option<String>,
    /// SHA-256 of that certificate, hexadecimal.
    pub signer_fingerprint: Option<String>,
    /// Everything unlike the standards that was tolerated, by name.
    pub deviations: Vec<String>,
}

/// What was decided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Decision {
    /// The ruling.
    #[schema(value_type = crate::schema::RulingSchema)]
    pub ruling: Ruling,
    /// The reasons for it, gravest first.
    #[schema(value_type = Vec<String>)]
    pub reasons: Vec<Reason>,
    /// Why the document is refused, for machines; null where none of the five reasons led to this.
    #[serde(default)]
    #[schema(value_type = Option<crate::schema::RefusalSchema>)]
    pub refusal: Option<Refusal>,
    /// By whom or what.
    #[schema(value_type = crate::schema::DecidedBySchema)]
    pub decided_by: DecidedBy,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub decided_at: Timestamp,
}

/// A field's value.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = Field)]
pub struct FieldValue {
    /// The value; dates are `YYYY-MM-DD`, states ICAO codes.
    pub value: String,
    /// Whether anything vouches for it.
    pub verified: bool,
    /// What.
    #[schema(value_type = crate::schema::VerificationSchema)]
    pub verified_by: Verification,
}

impl std::fmt::Debug for FieldValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Personal data stays out of logs, whoever prints it.
        write!(f, "FieldValue({})", self.verified_by)
    }
}

/// One answer to one question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = Finding)]
pub struct FindingLine {
    /// The question.
    #[schema(value_type = crate::schema::CheckSchema)]
    pub check: Check,
    /// The answer.
    #[schema(value_type = crate::schema::OutcomeSchema)]
    pub outcome: Outcome,
    /// Why: the code of a notice.
    #[schema(value_type = String)]
    pub reason: Reason,
    /// What was measured, in the check's own unit.
    pub measured: Option<f64>,
    /// What it was held against.
    pub threshold: Option<f64>,
    /// The model that measured.
    #[schema(value_type = Option<crate::schema::ModelSchema>)]
    pub model: Option<Model>,
    /// The evidence that was judged.
    #[schema(value_type = Vec<String>)]
    pub evidence: Vec<EvidenceId>,
}

/// A piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = Evidence)]
pub struct EvidenceLine {
    /// Its identifier.
    #[schema(value_type = String, pattern = "^evi_[0-9a-hjkmnp-tv-z]{26}$")]
    pub id: EvidenceId,
    /// What it shows.
    #[schema(value_type = crate::schema::EvidenceKindSchema)]
    pub kind: EvidenceKind,
    /// How it was captured.
    #[schema(value_type = crate::schema::CaptureSourceSchema)]
    pub source: CaptureSource,
}

/// The policy that decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = Policy)]
pub struct PolicyLine {
    /// Its name.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// SHA-256 of its canonical JSON, hexadecimal.
    pub sha256: String,
}

impl Report {
    pub(crate) fn of(report: &DomainReport, status: Status) -> Self {
        Self {
            decision: Decision {
                ruling: report.decision.ruling,
                refusal: Refusal::among(report.decision.reasons.iter().copied()),
                reasons: report.decision.reasons.clone(),
                decided_by: report.decided_by,
                decided_at: report.decided_at,
            },
            level_of_assurance: (status == Status::Verified).then_some(report.level),
            liveness: report.liveness,
            chip: report.chip.as_ref().map(|chip| ChipLine {
                evidence_class: chip.class,
                access: chip.access.clone(),
                signer_country: chip.signer_country.clone(),
                signer_fingerprint: chip.signer_fingerprint.clone(),
                deviations: chip.deviations.clone(),
            }),
            document: report.document,
            fields: report
                .fields
                .iter()
                .map(|(field, value)| {
                    let line = FieldValue {
                        value: value.text.clone(),
                        verified: value.verification.is_verified(),
                        verified_by: value.verification,
                    };
                    (*field, line)
                })
                .collect(),
            findings: report.findings.iter().map(FindingLine::of).collect(),
            evidence: report
                .sources
                .iter()
                .map(|evidence| EvidenceLine {
                    id: evidence.id.clone(),
                    kind: evidence.kind,
                    source: evidence.source,
                })
                .collect(),
            policy: PolicyLine {
                id: report.policy.id.to_string(),
                version: report.policy.version,
                sha256: report.policy_hash.clone(),
            },
            models: report.models().into_iter().cloned().collect(),
        }
    }
}

impl FindingLine {
    pub(crate) fn of(finding: &Finding) -> Self {
        Self {
            check: finding.check,
            outcome: finding.outcome,
            reason: finding.reason,
            measured: finding.measured,
            threshold: finding.threshold,
            model: finding.model.clone(),
            evidence: finding.evidence.clone(),
        }
    }
}
