//! The ports that more than one part of the domain uses: what we ask of the outside, as
//! traits and plain types. Their connectors live in `bonafide-connectors`, one folder each;
//! nothing here knows a runtime, a socket or a vendor.

use std::pin::Pin;

pub mod breached_passwords;
pub mod egress;
pub mod lost_documents;
pub mod messenger;

/// An answer that is still on its way; what an asynchronous port returns.
///
/// A boxed future rather than `async fn`, so that ports can be `dyn` and the domain needs no
/// runtime.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
