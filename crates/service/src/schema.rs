//! How types of the domain look in the API's description. The domain knows nothing of it.

use utoipa::ToSchema;

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
    steps: Vec<String>,
    /// The kinds of document that are accepted.
    documents: Vec<String>,
    /// The level of assurance that is aimed at.
    level: String,
    /// The least age in whole years.
    minimum_age: Option<u8>,
    /// Open to anyone the organisation sends, or by invitation only.
    invite_only: bool,
    /// The policy that decides.
    #[schema(inline)]
    policy: PinnedSchema,
    /// When this version was made.
    #[schema(format = DateTime)]
    created_at: String,
}
