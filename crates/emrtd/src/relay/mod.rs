//! The relay: how a server far away reads a chip through whoever holds it, a desktop reader or a phone app.
//!
//! The reader passes commands on and knows nothing of chips; the session ([`crate::reading::Reading`]) runs on the
//! server. Both speak JSON in text frames over one WebSocket, subprotocol [`SUBPROTOCOL`]. Bytes of chips are
//! base64url without padding. `docs/relay.md` tells the whole protocol; the JSON Schemas beside it are generated
//! from the types of this module.
//!
//! Pure: texts are parsed into values and back. Whoever takes part enforces the limits below, which the parsers
//! enforce wherever a single message tells.

mod bytes;
mod message;
mod permitted;

use std::time::Duration;

pub use bytes::{Bytes, Secret};
pub use message::{
    Answer, Card, FromReader, FromServer, Hello, Hint, Notice, Pairing, ReaderInfo, RelayError,
    Welcome,
};
pub use permitted::{NotPermitted, permitted};

use crate::apdu::{MAX_DATA, MAX_RESPONSE};

/// The WebSocket subprotocol: a reader offers it, and a server that speaks it chooses it.
pub const SUBPROTOCOL: &str = "bonafide-chip.1";
/// Where a server's relay is, below its base address.
pub const PATH: &str = "/chip/relay";
/// Where a pairing link leads, below the base address: `https://HOST/chip#CODE`. The code is in the fragment, which
/// browsers do not send and servers do not log.
pub const LINK_PATH: &str = "/chip";

/// The longest message, in bytes of its text.
pub const MAX_MESSAGE_BYTES: usize = 1 << 18;
/// Commands in one batch.
pub const MAX_BATCH_COMMANDS: usize = 128;
/// One command: header, lengths of an extended APDU, data.
pub const MAX_COMMAND_BYTES: usize = 4 + 3 + MAX_DATA + 2;
/// One answer, status word included.
pub const MAX_ANSWER_BYTES: usize = MAX_RESPONSE;
/// An answer to reset (ISO/IEC 7816-3 allows 33 bytes).
pub const MAX_ATR_BYTES: usize = 64;
/// Commands in one session, readings begun anew included.
pub const MAX_SESSION_COMMANDS: u32 = 16_384;
/// Bytes of answers in one session.
pub const MAX_SESSION_BYTES: u64 = 16 << 20;
/// Answers are collected into one message up to this many bytes, so that progress shows and nothing piles up.
pub const ANSWERS_BYTES: usize = 1 << 15;
/// From pairing to the end.
pub const SESSION_TIME: Duration = Duration::from_secs(15 * 60);
/// Without any message or pong from the other side the connection counts as lost.
pub const IDLE_TIME: Duration = Duration::from_secs(60);
/// How often either side sends a WebSocket ping when it has nothing to say.
pub const PING_EVERY: Duration = Duration::from_secs(20);
/// How long a session waits for its reader to come back with [`Pairing::Resume`].
pub const RESUME_TIME: Duration = Duration::from_secs(120);
