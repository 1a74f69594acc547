//! Machine-readable zones of travel documents (ICAO Doc 9303, eighth edition, parts 3 to 7): read, check,
//! repair and write them. Pure: no input or output, no clock.
//!
//! - [`parse`] is strict about shape and alphabets and never judges: wrong check digits, unknown states and
//!   impossible dates are there to be asked for, so that each can become a finding of its own.
//! - [`repair`] changes what a reader saw only where a check digit or the alphabet of a position proves it,
//!   and lists every change.
//! - [`generate`] writes zones, with the transliteration and truncation of names that Doc 9303 prescribes.

mod check;
mod date;
mod format;
mod generate;
mod name;
mod repair;
mod spelling;
mod state;
mod transliterate;
mod typed;
mod zone;

pub use check::{CheckDigit, CheckedField, check_digit};
pub use date::{DateError, PartialDate, ZoneDate, ZoneDateError};
pub use format::{Alphabet, Field, Format};
pub use generate::{GenerateError, ZoneFields, generate};
pub use name::Names;
pub use repair::{Alternatives, Proof, Repair, Repaired, repair};
pub use spelling::{begins, spells};
pub use state::{StateCode, StateCodeError, StateKind};
pub use transliterate::{Untransliterable, transliterate};
pub use typed::lines_of;
pub use zone::{Sex, Zone, ZoneError, parse};
