//! Whether somebody living is before the camera: a challenge in an order that nobody can foresee,
//! and what frames show of it. Bytes in, measurements out; whoever calls has clock and judgement.
//!
//! - [`Challenge`]: prompts, each with its time; [`Challenge::draw`] draws one.
//! - [`Watcher`]: takes frames one at a time and gives a [`Report`].
//!
//! No laboratory has tested it (ISO/IEC 30107-3); what was measured comes from generated films.

mod challenge;
mod geometry;
mod identity;
mod measure;
pub(crate) mod stream;
mod watch;

pub use challenge::{Challenge, ChallengeError, MOST_PROMPTS, Pace, Prompt, Window};
pub use geometry::Depth;
pub use measure::{Astray, Done, Start};
pub use watch::{FrameError, Limits, Report, Seen, Watcher};
