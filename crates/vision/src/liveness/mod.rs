//! Whether somebody living is before the camera: a challenge in an order that nobody can foresee,
//! and what frames show of it. Bytes in, measurements out; whoever calls has clock and judgement.
//!
//! - [`Challenge`]: prompts, each with its time; [`Challenge::draw`] draws one. Colours that fill
//!   the screen may follow, whose light the skin must reflect.
//! - [`Tally`]: takes messages of a camera page and gives frames, each with its time.
//! - [`Watcher`]: takes frames one at a time and gives a [`Report`].
//!
//! No laboratory has tested it (ISO/IEC 30107-3); what was measured comes from generated films.

mod challenge;
mod geometry;
mod grey;
mod identity;
mod light;
mod measure;
mod relief;
pub(crate) mod stream;
mod tally;
mod watch;

pub use challenge::{Challenge, ChallengeError, MOST_PROMPTS, Pace, Prompt, Window};
pub use geometry::Depth;
pub use light::{Colour, LEAST_LIGHTS, Light, MOST_LIGHTS, SHORTEST_LIGHT};
pub use measure::{Astray, Done, Start};
pub use tally::{FrameWrong, MOST_MESSAGE, Tally};
pub use watch::{FrameError, Limits, Report, Seen, Watcher};
