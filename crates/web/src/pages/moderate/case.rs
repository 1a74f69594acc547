//! A case: what was sent beside what was made of it, and the decision.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use bonafide_identity::evidence::EvidenceKind;
use bonafide_identity::finding::{Outcome, Reason};
use bonafide_identity::id::{EvidenceId, ReviewCaseId};
use bonafide_identity::language::Language;
use bonafide_identity::notice::Code;
use bonafide_identity::registration::{Status, Verdict};
use bonafide_service::Error;
use bonafide_service::operator::{CaseView, REJECT_REASONS, retry_reasons};
use bonafide_service::session::{ChipLine, FindingLine};
use jiff::Timestamp;

use super::{Moderator, Shown};
use crate::fault::Fault;
use crate::form::{Sheet, to};
use crate::frame::{Audience, Frame, Visitor};
use crate::mistake::Mistake;
use crate::notices::NoticeView;
use crate::pages::{picture_only, right, wrong};
use crate::state::Web;
use crate::texts::Say;
use crate::words::{self, Word};

/// The longest note that is shown again, in characters; the service's own limit is lower.
const LONGEST_NOTE: usize = 4000;

/// What a moderator chose and wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Entered {
    pub(super) verdict: String,
    pub(super) retry_reason: String,
    pub(super) reject_reason: String,
    pub(super) note: String,
}

impl Entered {
    fn read(sheet: &Sheet) -> Self {
        let text = |name: &str| sheet.text(name).chars().take(LONGEST_NOTE).collect();
        Self {
            verdict: text("verdict"),
            retry_reason: text("retry_reason"),
            reject_reason: text("reject_reason"),
            note: text("note"),
        }
    }

    /// The decision, or the field that is missing.
    fn verdict(&self) -> Result<Verdict, (&'static str, Code)> {
        let reason = |name, text: &str| {
            text.parse::<Reason>()
                .map_err(|_| (name, Code::ChoiceRequired))
        };
        let verdict = match self.verdict.as_str() {
            "accept" => Verdict::Accept,
            "retry" => Verdict::Retry {
                reason: reason("retry_reason", &self.retry_reason)?,
            },
            "reject" => Verdict::Reject {
                reason: reason("reject_reason", &self.reject_reason)?,
            },
            _ => return Err(("verdict-accept", Code::ChoiceRequired)),
        };
        if self.note.is_empty() && verdict != Verdict::Accept {
            return Err(("note", Code::ReviewReasonRequired));
        }
        Ok(verdict)
    }
}

/// Whether the button was pressed that leads back to the decision.
fn wants_to_edit(sheet: &Sheet) -> bool {
    !sheet.text("edit").is_empty()
}

fn id(text: &str) -> Result<ReviewCaseId, Fault> {
    text.parse()
        .map_err(|_| Fault::new(Code::ReviewNotAssigned))
}

/// `GET /moderate/case/{id}`
pub(super) async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    moderator: Moderator,
    Path(text): Path<String>,
) -> Result<Response, Fault> {
    let case = web.service.case(&moderator.0, &id(&text)?).await?;
    right(CasePage::new(&visitor, moderator.shown(), &case, Entered::default(), None).render())
}

/// `GET /moderate/case/{id}/evidence/{picture}`: drawn anew by us, and allowed nothing all the same.
pub(super) async fn picture(
    State(web): State<Web>,
    moderator: Moderator,
    Path((case, picture)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let picture: EvidenceId = picture
        .parse()
        .map_err(|_| Fault::new(Code::EvidenceGone))?;
    let bytes = web
        .service
        .look(&moderator.0, &id(&case)?, &picture)
        .await?;
    Ok(picture_only(bytes))
}

/// `POST /moderate/case/{id}/confirm`: what would follow from the decision, to be confirmed.
pub(super) async fn confirm(
    State(web): State<Web>,
    visitor: Visitor,
    moderator: Moderator,
    Path(text): Path<String>,
    sheet: Sheet,
) -> Result<Response, Fault> {
    moderator.sent(&sheet)?;
    let entered = Entered::read(&sheet);
    let case = web.service.case(&moderator.0, &id(&text)?).await?;
    let again = |entered, mistake: Option<(&'static str, Code)>| -> Result<Response, Fault> {
        let wanting = mistake.is_some();
        let page = CasePage::new(&visitor, moderator.shown(), &case, entered, mistake).render();
        if wanting { wrong(page) } else { right(page) }
    };
    if wants_to_edit(&sheet) {
        return again(entered, None);
    }
    match entered.verdict() {
        Err(mistake) => again(entered, Some(mistake)),
        Ok(verdict) => {
            let page = Confirm::new(
                &visitor,
                moderator.shown(),
                &text,
                case.livemode,
                entered,
                verdict,
            );
            right(page.render())
        }
    }
}

/// `POST /moderate/case/{id}/settle`
pub(super) async fn settle(
    State(web): State<Web>,
    visitor: Visitor,
    moderator: Moderator,
    Path(text): Path<String>,
    sheet: Sheet,
) -> Result<Response, Fault> {
    moderator.sent(&sheet)?;
    if wants_to_edit(&sheet) {
        // Whatever brought it here, nobody who asked to change a decision has made it.
        return confirm(State(web), visitor, moderator, Path(text), sheet).await;
    }
    let entered = Entered::read(&sheet);
    let case = id(&text)?;
    let settled = match entered.verdict() {
        Ok(verdict) => {
            web.service
                .settle(&moderator.0, &case, verdict, &entered.note)
                .await
        }
        Err((_, Code::ReviewReasonRequired)) => Err(Error::ReviewReasonRequired),
        Err(_) => Err(Error::Validation(Vec::new())),
    };
    match settled {
        Ok(Status::InReview) => Ok(to("/moderate?told=reopened")),
        Ok(_) => Ok(to("/moderate?told=settled")),
        Err(Error::Validation(_) | Error::ReviewReasonRequired) => {
            let seen = web.service.case(&moderator.0, &case).await?;
            let mistake = entered
                .verdict()
                .err()
                .unwrap_or(("note", Code::FieldTooLong));
            wrong(
                CasePage::new(&visitor, moderator.shown(), &seen, entered, Some(mistake)).render(),
            )
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /moderate/case/{id}/put-back`
pub(super) async fn put_back(
    State(web): State<Web>,
    moderator: Moderator,
    Path(text): Path<String>,
    sheet: Sheet,
) -> Result<Response, Fault> {
    moderator.sent(&sheet)?;
    web.service.put_back(&moderator.0, &id(&text)?).await?;
    Ok(to("/moderate"))
}

struct Picture {
    id: String,
    name: String,
    source: String,
    href: String,
    gone: bool,
}

/// What was decided in a review before this one.
struct Earlier {
    at: Timestamp,
    ago: String,
    outcome: String,
    note: String,
}

struct FieldLine {
    name: String,
    value: String,
    verified: bool,
    by: String,
}

struct FindingRow {
    check: String,
    outcome: String,
    class: &'static str,
    code: &'static str,
    reason: String,
    measured: String,
    threshold: String,
    model: String,
}

/// What a moderator should look at, and the label that machines are given.
struct Look {
    reason: String,
    label: String,
    note: String,
}

#[derive(Template)]
#[template(path = "pages/moderate/case.html")]
pub(super) struct CasePage {
    t: Say,
    frame: Frame,
    operator: Shown,
    errors: Vec<Mistake>,
    heading: String,
    organisation: String,
    service: String,
    document: String,
    round: u32,
    opened_at: Timestamp,
    opened: String,
    due_at: Timestamp,
    due: String,
    overdue: bool,
    reasons: Vec<NoticeView>,
    looks: Vec<Look>,
    earlier: Vec<Earlier>,
    evidence: Vec<Picture>,
    /// Where selfies of other registrations are whose faces are alike.
    alike: Vec<String>,
    fields: Vec<FieldLine>,
    zone: Vec<String>,
    chip: Option<ChipFacts>,
    findings: Vec<FindingRow>,
    action: String,
    retry_reasons: Vec<NoticeView>,
    reject_reasons: Vec<NoticeView>,
    entered: Entered,
}

/// What a chip proves, and who signed it: what somebody needs who judges an issuer that is not known here.
struct ChipFacts {
    class: String,
    access: Option<String>,
    signer_country: Option<String>,
    signer_fingerprint: Option<String>,
    deviations: Vec<String>,
}

impl ChipFacts {
    fn of(chip: &ChipLine, say: Say) -> Self {
        let class = chip.evidence_class.map(|class| class.as_str().to_owned());
        Self {
            class: class.unwrap_or_else(|| say.say("moderate-chip-class-none").to_owned()),
            access: chip.access.as_deref().map(str::to_uppercase),
            signer_country: chip.signer_country.clone(),
            signer_fingerprint: chip.signer_fingerprint.clone(),
            deviations: chip.deviations.clone(),
        }
    }
}

impl CasePage {
    pub(super) fn new(
        visitor: &Visitor,
        operator: Shown,
        case: &CaseView,
        entered: Entered,
        mistake: Option<(&'static str, Code)>,
    ) -> Self {
        let say = visitor.say;
        let action = format!("/moderate/case/{}", case.case.id);
        let label = |anchor| {
            say.say(match anchor {
                "note" => "moderate-settle-note",
                "retry_reason" | "reject_reason" => "moderate-settle-reason",
                _ => "moderate-settle-title",
            })
        };
        let errors: Vec<Mistake> = mistake
            .map(|(anchor, code)| Mistake::new(anchor, label(anchor), &NoticeView::new(code, say)))
            .into_iter()
            .collect();
        let mut frame = Frame::new(visitor, Audience::Professional)
            .at(&action)
            .sandbox(!case.livemode)
            .connected();
        frame.problem = !errors.is_empty();
        let report = &case.report;
        // What speaks against the person first: outcomes are declared from good to grave.
        let mut gravest_first: Vec<_> = report.findings.iter().collect();
        gravest_first.sort_by_key(|finding| std::cmp::Reverse(finding.outcome));
        let notices = |reasons: &[Reason]| -> Vec<NoticeView> {
            reasons
                .iter()
                .map(|reason| NoticeView::new(words::notice_of(*reason), say))
                .collect()
        };
        Self {
            t: say,
            frame,
            operator,
            errors,
            heading: say.fill("moderate-case-title", "id", case.case.id.as_str()),
            organisation: case.organisation_name.clone(),
            service: case.service_title.clone(),
            document: report
                .document
                .map_or_else(String::new, |kind| kind.said(say)),
            round: case.round,
            opened_at: case.case.opened_at,
            opened: say.distance(case.case.opened_at, case.now),
            due_at: case.case.due,
            due: say.distance(case.case.due, case.now),
            overdue: case.case.due < case.now,
            reasons: notices(&report.decision.reasons),
            looks: looks(&report.findings, say),
            earlier: case
                .earlier
                .iter()
                .map(|review| Earlier {
                    at: review.at,
                    ago: say.distance(review.at, case.now),
                    outcome: say.say(match review.outcome.as_str() {
                        "accept" => "moderate-settle-accept",
                        "retry" => "moderate-settle-retry",
                        "came_back" => "moderate-case-came-back",
                        _ => "moderate-settle-reject",
                    }),
                    note: review.note.clone(),
                })
                .collect(),
            evidence: case
                .evidence
                .iter()
                .map(|picture| Picture {
                    id: picture.id.to_string(),
                    name: match picture.kind {
                        EvidenceKind::Chip => say.say("check-chip-portrait").to_owned(),
                        kind => kind.said(say),
                    },
                    source: picture.source.said(say),
                    href: format!("{action}/evidence/{}", picture.id),
                    gone: picture.gone,
                })
                .collect(),
            alike: case
                .alike
                .iter()
                .map(|selfie| format!("{action}/evidence/{selfie}"))
                .collect(),
            fields: report
                .fields
                .iter()
                .map(|(field, value)| FieldLine {
                    name: field.said(say),
                    value: words::shown(*field, &value.value, say),
                    verified: value.verified,
                    by: value.verified_by.said(say),
                })
                .collect(),
            zone: case.zone.clone(),
            chip: report.chip.as_ref().map(|chip| ChipFacts::of(chip, say)),
            findings: gravest_first
                .into_iter()
                .map(|finding| FindingRow {
                    check: finding.check.said(say),
                    outcome: finding.outcome.said(say),
                    class: words::outcome_class(finding.outcome),
                    code: finding.reason.as_str(),
                    reason: NoticeView::new(words::notice_of(finding.reason), say).title,
                    measured: finding
                        .measured
                        .map_or_else(String::new, |value| number(value, say)),
                    threshold: finding
                        .threshold
                        .map_or_else(String::new, |value| number(value, say)),
                    model: finding
                        .model
                        .as_ref()
                        .map_or_else(String::new, |model| model.name.clone()),
                })
                .collect(),
            action,
            retry_reasons: notices(&retry_reasons(report.liveness)),
            reject_reasons: notices(&REJECT_REASONS),
            entered,
        }
    }
}

/// The notes on what speaks against the document, the gravest label first, each once.
fn looks(findings: &[FindingLine], say: Say) -> Vec<Look> {
    let mut reasons: Vec<Reason> = findings
        .iter()
        .filter(|finding| finding.outcome >= Outcome::Inconclusive)
        .map(|finding| finding.reason)
        .collect();
    // Doubts without a label come last.
    reasons.sort_by_key(|reason| (reason.refusal().is_none(), reason.refusal(), *reason));
    reasons.dedup();
    let note = |reason: Reason| {
        Some(Look {
            reason: NoticeView::new(words::notice_of(reason), say).title,
            label: reason
                .refusal()
                .map_or_else(String::new, |label| label.said(say)),
            note: say.say(words::look_at(reason)?),
        })
    };
    reasons.into_iter().filter_map(note).collect()
}

/// A measurement with as many digits as are worth reading.
fn number(value: f64, say: Say) -> String {
    let text = if value.fract() == 0.0 && value.abs() < 1e9 {
        format!("{value:.0}")
    } else {
        format!("{value:.3}")
    };
    match say.language() {
        Language::En => text,
        Language::Nl | Language::Da | Language::Kk | Language::Ru => text.replace('.', ","),
    }
}

#[derive(Template)]
#[template(path = "pages/moderate/confirm.html")]
pub(super) struct Confirm {
    t: Say,
    frame: Frame,
    operator: Shown,
    action: String,
    consequence: String,
    entered: Entered,
}

impl Confirm {
    pub(super) fn new(
        visitor: &Visitor,
        operator: Shown,
        case: &str,
        livemode: bool,
        entered: Entered,
        verdict: Verdict,
    ) -> Self {
        let say = visitor.say;
        let told = |id: &str, reason: Reason| {
            say.fill(
                id,
                "reason",
                &NoticeView::new(words::notice_of(reason), say).title,
            )
        };
        let action = format!("/moderate/case/{case}");
        Self {
            t: say,
            frame: Frame::new(visitor, Audience::Professional)
                .at(&action)
                .sandbox(!livemode)
                .connected(),
            operator,
            action,
            consequence: match verdict {
                Verdict::Accept => say.say("moderate-confirm-accept"),
                Verdict::Retry { reason } => told("moderate-confirm-retry", reason),
                Verdict::Reject { reason } => told("moderate-confirm-reject", reason),
            },
            entered,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_the_language() {
        assert_eq!(number(0.5701, Say(Language::En)), "0.570");
        assert_eq!(number(0.5701, Say(Language::Kk)), "0,570");
        assert_eq!(number(22.0, Say(Language::Ru)), "22");
        assert_eq!(number(f64::NAN, Say(Language::En)), "NaN");
    }

    #[test]
    fn a_decision_needs_its_reason() {
        let entered = |verdict: &str, reason: &str, note: &str| Entered {
            verdict: verdict.to_owned(),
            retry_reason: reason.to_owned(),
            reject_reason: reason.to_owned(),
            note: note.to_owned(),
        };
        assert_eq!(entered("accept", "", "").verdict(), Ok(Verdict::Accept));
        assert_eq!(
            entered("retry", "", "n").verdict(),
            Err(("retry_reason", Code::ChoiceRequired))
        );
        assert_eq!(
            entered("reject", "face-mismatch", "").verdict(),
            Err(("note", Code::ReviewReasonRequired))
        );
        assert_eq!(
            entered("reject", "face-mismatch", "n").verdict(),
            Ok(Verdict::Reject {
                reason: Reason::FaceMismatch
            })
        );
        assert!(entered("", "", "").verdict().is_err());
    }
}
