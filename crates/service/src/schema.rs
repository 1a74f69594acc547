//! How types of the domain look in the API's description. The domain knows nothing of it.

use bonafide_identity::assurance::{ChipClass, Level, Liveness};
use bonafide_identity::evidence::{CaptureSource, EvidenceKind};
use bonafide_identity::fields::{DocumentKind, Verification};
use bonafide_identity::finding::{Check, Outcome};
use bonafide_identity::policy::Ruling;
use bonafide_identity::refusal::Refusal;
use bonafide_identity::registration::{DecidedBy, Status};
use bonafide_identity::service::StepKind;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::organisation::Scope;
use crate::webhook::EventKind;

/// A schema that lists the words of a type, so that clients need not guess them.
macro_rules! words {
    ($($(#[$doc:meta])* $schema:ident = $name:literal of $words:ty;)+) => {
        $(
            $(#[$doc])*
            #[derive(Debug)]
            pub struct $schema;

            impl PartialSchema for $schema {
                fn schema() -> RefOr<Schema> {
                    let words = <$words>::ALL.iter().map(|word| word.as_str());
                    RefOr::T(
                        ObjectBuilder::new()
                            .schema_type(Type::String)
                            .enum_values(Some(words))
                            .build()
                            .into(),
                    )
                }
            }

            impl ToSchema for $schema {
                fn name() -> std::borrow::Cow<'static, str> {
                    $name.into()
                }
            }
        )+
    };
}

words! {
    /// Where a session stands.
    StatusSchema = "Status" of Status;
    /// What was decided.
    RulingSchema = "Ruling" of Ruling;
    /// Why a document is refused.
    RefusalSchema = "Refusal" of Refusal;
    /// By whom or what.
    DecidedBySchema = "DecidedBy" of DecidedBy;
    /// The level of assurance.
    LevelSchema = "LevelOfAssurance" of Level;
    /// Whether a live person was before the camera.
    LivenessSchema = "Liveness" of Liveness;
    /// What a chip's reading proves: A, the chip proved its private key while the server drove the
    /// session; B, it signed a nonce of the server for another reader; C, a state signed the files.
    ChipClassSchema = "ChipEvidenceClass" of ChipClass;
    /// The kind of document.
    DocumentKindSchema = "DocumentKind" of DocumentKind;
    /// What vouches for a field.
    VerificationSchema = "VerifiedBy" of Verification;
    /// A question that is asked of evidence.
    CheckSchema = "Check" of Check;
    /// What a check concluded.
    OutcomeSchema = "Outcome" of Outcome;
    /// What a piece of evidence shows.
    EvidenceKindSchema = "EvidenceKind" of EvidenceKind;
    /// How it was captured.
    CaptureSourceSchema = "CaptureSource" of CaptureSource;
    /// A step of a service.
    StepKindSchema = "Step" of StepKind;
    /// What an API key may do.
    ScopeSchema = "Scope" of Scope;
    /// What happened to a session.
    EventKindSchema = "EventType" of EventKind;
}

/// A versioned piece of data.
#[derive(ToSchema)]
#[schema(as = Pinned)]
#[expect(
    dead_code,
    reason = "stands for a type of the domain in the API's description"
)]
pub(crate) struct PinnedSchema {
    /// Its name.
    id: String,
    /// Its version.
    version: u32,
}

/// The model that a measurement came from.
#[derive(ToSchema)]
#[schema(as = Model)]
#[expect(
    dead_code,
    reason = "stands for a type of the domain in the API's description"
)]
pub(crate) struct ModelSchema {
    /// Its name.
    name: String,
    /// SHA-256 of its weights, hexadecimal.
    sha256: String,
}

/// A service in its latest version.
#[derive(ToSchema)]
#[schema(as = Service)]
#[expect(
    dead_code,
    reason = "stands for a type of the domain in the API's description"
)]
pub struct ServiceSchema {
    /// Its name.
    id: String,
    /// Its version.
    version: u32,
    /// What people see it called.
    title: String,
    /// What the identity is used for.
    purpose: String,
    /// What is asked of the person, in order.
    #[schema(value_type = Vec<StepKindSchema>)]
    steps: Vec<String>,
    /// The kinds of document that are accepted.
    #[schema(value_type = Vec<DocumentKindSchema>)]
    documents: Vec<String>,
    /// The level of assurance that is aimed at.
    #[schema(value_type = LevelSchema)]
    level: String,
    /// The least age in whole years.
    minimum_age: Option<u8>,
    /// The policy that decides.
    #[schema(inline)]
    policy: PinnedSchema,
    /// The mode of the key that asks: a service serves both.
    livemode: bool,
    /// When this version was made.
    #[schema(format = DateTime)]
    created_at: String,
}
