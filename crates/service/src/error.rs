//! What can go wrong in a use case. Inside, errors are typed; at the edge each is one notice.

use std::time::Duration;

use bonafide_identity::fields::Field;
use bonafide_identity::notice::Code;
use bonafide_identity::port::egress;
use bonafide_identity::registration::event::FieldProblem;
use bonafide_identity::registration::{Refusal, Status};
use bonafide_store::StoreError;
use jiff::{SignedDuration, Timestamp};

use crate::organisation::Scope;

/// Something wrong with one value of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pointer {
    /// JSON pointer to the value (RFC 6901), e.g. `/metadata/order`.
    pub pointer: String,
    /// What is wrong, in plain English for a developer; never the value itself.
    pub problem: String,
}

impl Pointer {
    pub(crate) fn new(pointer: impl Into<String>, problem: impl Into<String>) -> Self {
        Self {
            pointer: pointer.into(),
            problem: problem.into(),
        }
    }
}

/// Why a use case did not do what was asked. Messages hold nothing personal and no secrets.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    // The organisation's side.
    /// No API key, or one that is unknown or revoked.
    #[error("no valid API key")]
    Unauthorized,
    /// The API key may not do this.
    #[error("the API key lacks the scope {0}")]
    MissingScope(Scope),
    /// No such object for this organisation in this mode.
    #[error("not found")]
    NotFound,
    /// Values that cannot be.
    #[error("{} values cannot be", .0.len())]
    Validation(Vec<Pointer>),
    /// The organisation offers no such service.
    #[error("no such service")]
    ServiceUnknown,
    /// The return address is not on the organisation's list.
    #[error("the return address is not on the list")]
    ReturnUrlNotAllowed,
    /// The webhook's address will never be spoken to.
    #[error("webhook address: {0}")]
    WebhookTargetRefused(egress::Refusal),
    /// Not 1 to 255 visible characters.
    #[error("not an idempotency key")]
    IdempotencyKeyMalformed,
    /// The idempotency key was used with another body.
    #[error("idempotency key used with another body")]
    IdempotencyKeyReused,
    /// The first request with this idempotency key is still being carried out.
    #[error("idempotency key in progress")]
    IdempotencyInProgress,
    /// The cursor is not one of ours.
    #[error("unknown cursor")]
    CursorUnknown,
    /// Not possible while the registration is in that state.
    #[error("not possible while {0}")]
    StateConflict(Status),
    /// Somebody else changed the same thing at the same moment.
    #[error("changed by somebody else meanwhile")]
    ConcurrentChange,
    /// As many as there may be.
    #[error("limit of {0} reached")]
    LimitReached(usize),
    /// The result code is unknown, expired or used.
    #[error("unknown result code")]
    ResultCodeUnknown,
    /// Only with a test-mode key.
    #[error("in test mode only")]
    TestModeOnly,
    /// Only while the installation is on loopback in demo mode.
    #[error("on loopback only")]
    LoopbackOnly,
    /// The data were erased.
    #[error("erased")]
    Erased,

    // The person's side.
    /// No such link.
    #[error("unknown link")]
    LinkUnknown,
    /// The link was opened in another browser.
    #[error("link used")]
    LinkUsed,
    /// The cookie is unknown, or its session has ended.
    #[error("the browser's session has ended")]
    SessionEnded,
    /// The form was not made by a page of this browser.
    #[error("wrong form token")]
    FormExpired,
    /// The registration is past that.
    #[error("the registration is {0}")]
    Ended(Status),
    /// The registration's data were erased.
    #[error("the registration was erased")]
    RegistrationErased,
    /// The page was out of date: show the present screen.
    #[error("the page was out of date")]
    Stale,
    /// The step is not open: show the present screen.
    #[error("the step is not open")]
    StepNotOpen,
    /// Values of the check-your-answers page that cannot be.
    #[error("{} fields cannot be", .0.len())]
    Fields(Vec<(Field, FieldProblem)>),
    /// The picture or the typed zone cannot be used; the notice says why.
    #[error("refused: {0}")]
    Unusable(Code),
    /// Only the browser that opened the link may do this.
    #[error("only the browser that started")]
    OtherBrowser,
    /// There is nowhere to return to, or nothing to return with yet.
    #[error("nothing to return with")]
    NoReturn,

    // Handing over to another device.
    /// The link is past its time, or its hand-over was ended.
    #[error("hand-over expired")]
    HandoverExpired,
    /// The link was opened on another device.
    #[error("hand-over link used")]
    HandoverUsed,
    /// The number is not the one that the first device shows.
    #[error("wrong number, {tries_left} tries left")]
    HandoverNumberWrong {
        /// How often another number may be tried.
        tries_left: u32,
    },
    /// The third wrong number ended the hand-over.
    #[error("too many wrong numbers")]
    HandoverTooManyTries,
    /// As many messages as may be sent within ten minutes.
    #[error("too many messages")]
    HandoverTooManySends {
        /// When another may be sent.
        until: Timestamp,
        /// The present, to tell how long that is.
        now: Timestamp,
    },
    /// Too many films failed.
    #[error("video identification is blocked")]
    FilmBlocked {
        /// When the next one may be begun.
        until: Timestamp,
        /// The present, to tell how long that is.
        now: Timestamp,
    },
    /// As many messages as one recipient may be sent within an hour.
    #[error("too many messages to one recipient")]
    HandoverRecipientFull {
        /// When another may be sent there.
        until: Timestamp,
        /// The present, to tell how long that is.
        now: Timestamp,
    },
    /// Neither a mail address nor an international phone number.
    #[error("not an address that messages can be sent to")]
    HandoverAddressMalformed,
    /// Another device took over: this one follows.
    #[error("continued on another device")]
    ContinuedElsewhere,

    // Operators.
    /// No session of an operator.
    #[error("signed out")]
    OperatorSignedOut,
    /// The enrolment link is unknown, used or past its time.
    #[error("operator link expired")]
    OperatorLinkExpired,
    /// The installation's external address is an IP address, which passkeys cannot belong to.
    #[error("no passkeys at an IP address")]
    PasskeysUnsupported,
    /// The passkey's answer proves nothing.
    #[error("passkey not accepted")]
    PasskeyFailed,
    /// Too many ceremonies were begun.
    #[error("too many sign-in attempts")]
    OperatorTooManyTries,
    /// There is an operator of this name.
    #[error("an operator of this name exists")]
    OperatorExists,
    /// The case is not in the operator's hands.
    #[error("case not assigned to the operator")]
    ReviewNotAssigned,
    /// The case was decided or withdrawn.
    #[error("case settled")]
    ReviewSettled,
    /// The decision needs a note.
    #[error("a note is required")]
    ReviewReasonRequired,
    /// The evidence is gone.
    #[error("evidence gone")]
    EvidenceGone,
    /// The operator may not change whom the installation believes.
    #[error("the operator does not manage the trust store")]
    TrustNotAllowed,
    /// The file that was to be confirmed is gone.
    #[error("the upload is gone")]
    TrustUploadGone,

    // Reading chips.
    /// There is no reading under way: it ended, or the process that held it did.
    #[error("no chip is being read")]
    ChipGone,
    /// What was typed opens no chip.
    #[error("not what a chip is opened with")]
    ChipKeyMalformed,
    /// Too many codes within ten minutes.
    #[error("too many codes")]
    ChipTooManyCodes {
        /// When another one may be asked for.
        until: Timestamp,
        /// The present.
        now: Timestamp,
    },

    /// Files of a chip that cannot be read, each with its place.
    #[error("{} files of a chip cannot be read", .0.len())]
    ChipFilesUnreadable(Vec<Pointer>),
    /// The policy takes nothing that other readers read.
    #[error("files of other readers are not accepted")]
    ChipFilesNotAccepted,
    /// The registration does not ask for the chip.
    #[error("the chip is not asked for now")]
    ChipNotExpected,
    /// The challenge is not open for this registration.
    #[error("unknown challenge")]
    ChipChallengeUnknown,

    /// What went otherwise than somebody hoped with their account.
    #[error(transparent)]
    Account(crate::account::Problem),

    // Ours.
    /// One caller asks too often; with how long to wait.
    #[error("asked too often")]
    RateLimited(Duration),
    /// All places are taken.
    #[error("all places are taken")]
    Overloaded,
    /// Storage failed.
    #[error(transparent)]
    Store(StoreError),
    /// A row says what it cannot say, or a library refused what it must take.
    #[error("inconsistent: {0}")]
    Inconsistent(&'static str),
}

impl Error {
    /// The notice that tells of it.
    pub fn notice(&self) -> Code {
        match self {
            Self::Unauthorized => Code::Unauthorized,
            Self::MissingScope(_) => Code::InsufficientScope,
            Self::NotFound => Code::NotFound,
            Self::Validation(_) => Code::ValidationFailed,
            Self::ServiceUnknown => Code::ServiceUnknown,
            Self::ReturnUrlNotAllowed => Code::ReturnUrlNotAllowed,
            Self::WebhookTargetRefused(_) => Code::WebhookTargetRefused,
            Self::IdempotencyKeyMalformed => Code::IdempotencyKeyMalformed,
            Self::IdempotencyKeyReused => Code::IdempotencyKeyReused,
            Self::IdempotencyInProgress => Code::IdempotencyInProgress,
            Self::CursorUnknown => Code::CursorUnknown,
            Self::StateConflict(_) => Code::StateConflict,
            Self::ConcurrentChange => Code::ConcurrentChange,
            Self::LimitReached(_) => Code::LimitReached,
            Self::ResultCodeUnknown => Code::ResultCodeUnknown,
            Self::TestModeOnly => Code::TestModeOnly,
            Self::LoopbackOnly => Code::LoopbackOnly,
            Self::Erased => Code::ObjectErased,
            Self::LinkUnknown => Code::LinkUnknown,
            Self::LinkUsed => Code::LinkUsed,
            Self::SessionEnded => Code::SessionEnded,
            Self::FormExpired => Code::FormExpired,
            Self::RegistrationErased => Code::RegistrationErased,
            Self::Ended(Status::Expired) => Code::RegistrationExpired,
            Self::Ended(Status::Canceled) => Code::RegistrationCanceled,
            Self::Ended(Status::Rejected) => Code::RegistrationRejected,
            Self::Ended(_) | Self::Stale => Code::StepAlreadyDone,
            Self::StepNotOpen | Self::NoReturn => Code::StepNotOpen,
            Self::Fields(problems) => problems
                .first()
                .map_or(Code::FieldCharacters, |(_, problem)| field_notice(*problem)),
            Self::Unusable(code) => *code,
            Self::OtherBrowser => Code::OtherBrowser,
            Self::HandoverExpired => Code::HandoverLinkExpired,
            Self::HandoverUsed => Code::HandoverLinkUsed,
            Self::HandoverNumberWrong { .. } => Code::HandoverNumberWrong,
            Self::HandoverTooManyTries => Code::HandoverTooManyTries,
            Self::HandoverTooManySends { .. } => Code::HandoverTooManySends,
            Self::FilmBlocked { .. } => Code::LivenessBlocked,
            Self::HandoverRecipientFull { .. } => Code::HandoverRecipientFull,
            Self::HandoverAddressMalformed => Code::HandoverAddressMalformed,
            Self::ContinuedElsewhere => Code::ContinuedElsewhere,
            Self::OperatorSignedOut => Code::OperatorSignedOut,
            Self::OperatorLinkExpired => Code::OperatorLinkExpired,
            Self::PasskeysUnsupported => Code::PasskeyUnsupported,
            Self::PasskeyFailed => Code::PasskeyFailed,
            Self::OperatorTooManyTries => Code::OperatorTooManyTries,
            Self::OperatorExists => Code::StateConflict,
            Self::ReviewNotAssigned => Code::ReviewNotAssigned,
            Self::ReviewSettled => Code::ReviewSettled,
            Self::ReviewReasonRequired => Code::ReviewReasonRequired,
            Self::EvidenceGone => Code::EvidenceGone,
            Self::ChipGone => Code::ChipInterrupted,
            Self::ChipKeyMalformed => Code::ChipKeyMalformed,
            Self::ChipTooManyCodes { .. } => Code::ChipTooManyCodes,
            Self::ChipFilesUnreadable(_) => Code::ChipFilesUnreadable,
            Self::ChipFilesNotAccepted => Code::ChipFilesNotAccepted,
            Self::ChipNotExpected => Code::ChipNotExpected,
            Self::ChipChallengeUnknown => Code::ChipChallengeUnknown,
            Self::TrustNotAllowed => Code::TrustNotAllowed,
            Self::TrustUploadGone => Code::TrustUploadGone,
            Self::Account(problem) => problem.notice(),
            Self::RateLimited(_) => Code::RateLimited,
            Self::Store(error) => store_notice(error),
            Self::Inconsistent(_) => Code::ServiceFault,
            Self::Overloaded => Code::Overloaded,
        }
    }

    /// The values that are wrong, each with its place in the request.
    pub fn pointers(&self) -> Vec<Pointer> {
        match self {
            Self::Validation(pointers) | Self::ChipFilesUnreadable(pointers) => pointers.clone(),
            Self::Fields(problems) => problems
                .iter()
                .map(|(field, problem)| Pointer::new(format!("/{field}"), problem.as_str()))
                .collect(),
            Self::ServiceUnknown => vec![Pointer::new("/service", "no service of this name")],
            Self::ReturnUrlNotAllowed => vec![Pointer::new(
                "/return_url",
                "not on the organisation's list",
            )],
            Self::WebhookTargetRefused(refusal) => vec![Pointer::new("/url", refusal.to_string())],
            _ => Vec::new(),
        }
    }

    /// After how long the same request may succeed, where that is known.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::IdempotencyInProgress | Self::ConcurrentChange => Some(Duration::from_secs(1)),
            Self::ChipTooManyCodes { until, now }
            | Self::FilmBlocked { until, now }
            | Self::HandoverTooManySends { until, now }
            | Self::HandoverRecipientFull { until, now } => {
                let wait = until.duration_since(*now).max(SignedDuration::from_secs(1));
                Some(wait.unsigned_abs())
            }
            Self::Account(problem) => problem.wait().map(SignedDuration::unsigned_abs),
            Self::OperatorTooManyTries => Some(Duration::from_secs(15 * 60)),
            Self::Overloaded => Some(Duration::from_secs(60)),
            // Whole seconds, so that nobody comes back too early.
            Self::RateLimited(wait) => Some(Duration::from_secs(wait.as_secs() + 1)),
            Self::Store(error) if error.is_transient() => Some(Duration::from_secs(5)),
            _ => None,
        }
    }

    /// Whether the fault is ours and somebody should look at it.
    pub fn is_fault(&self) -> bool {
        matches!(self, Self::Store(_) | Self::Inconsistent(_))
    }
}

/// The notice of a field's problem.
pub(crate) fn field_notice(problem: FieldProblem) -> Code {
    match problem {
        FieldProblem::Missing => Code::FieldRequired,
        FieldProblem::TooLong => Code::FieldTooLong,
        FieldProblem::NotADate | FieldProblem::InTheFuture => Code::FieldDate,
        FieldProblem::Characters => Code::FieldCharacters,
    }
}

fn store_notice(error: &StoreError) -> Code {
    match error {
        StoreError::Busy(_) | StoreError::Unavailable(_) => Code::DatabaseUnavailable,
        StoreError::DiskFull(_) => Code::StorageFull,
        StoreError::Conflict { .. } | StoreError::Duplicate(_) => Code::ConcurrentChange,
        StoreError::NotFound(_) => Code::NotFound,
        StoreError::Erased(_) => Code::ObjectErased,
        _ => Code::ServiceFault,
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Erased(_) => Self::Erased,
            other => Self::Store(other),
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotNow(status) if status.is_final() => Self::Ended(status),
            // The machine or a moderator is at work: the present screen says so.
            Refusal::NotNow(_) | Refusal::Stale => Self::Stale,
            Refusal::NotThisStep | Refusal::UnexpectedEvidence | Refusal::DocumentNotAccepted => {
                Self::StepNotOpen
            }
            Refusal::ForeignReader => Self::ChipFilesNotAccepted,
            Refusal::Fields(problems) => Self::Fields(problems),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn storage_failures_say_whether_to_try_again() {
        let busy = Error::from(StoreError::Busy(String::new()));
        assert_eq!(busy.notice(), Code::DatabaseUnavailable);
        assert!(busy.retry_after().is_some());
        assert_eq!(
            Error::from(StoreError::Erased("row")).notice(),
            Code::ObjectErased
        );
        assert_eq!(
            Error::from(StoreError::DiskFull(String::new())).notice(),
            Code::StorageFull
        );
    }

    #[test]
    fn refusals_of_the_domain() {
        assert_eq!(
            Error::from(Refusal::NotNow(Status::Expired)).notice(),
            Code::RegistrationExpired
        );
        assert_eq!(
            Error::from(Refusal::NotNow(Status::Processing)),
            Error::Stale
        );
        let fields = Error::from(Refusal::Fields(vec![(
            Field::Surname,
            FieldProblem::Missing,
        )]));
        assert_eq!(fields.pointers(), [Pointer::new("/surname", "missing")]);
        assert_eq!(fields.notice(), Code::FieldRequired);
    }
}
