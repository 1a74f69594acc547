//! What went wrong with a chip, for the person who holds it.

use bonafide_emrtd::reading::{ReadingError, Trouble};

/// What to do about it.
pub(crate) fn advice(trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::NoChip => {
            "No chip was found. Lay the document on the reader; take it out of its cover, and try its other side."
        }
        Trouble::ContactLost => {
            "The contact was lost too often. Hold the document still on the reader until the end, and try again."
        }
        Trouble::TooSlow => "It takes too long. Try again, or try another reader.",
        Trouble::WrongKey => {
            "The chip does not open with this. Compare it with the document, letter by letter: O and 0, I and 1, \
             B and 8, S and 5 are easily confused."
        }
        Trouble::AccessRefused => {
            "The chip refuses. Take the document off the reader for a moment, and try again."
        }
        Trouble::Damaged => {
            "The chip answers wrongly. Try again, and try another reader; if it stays so, the chip may be damaged."
        }
        Trouble::Unsupported => "This chip, or this reader, lacks what the reading needs.",
        Trouble::Interference => {
            "Somebody or something interferes with the chip's answers. The reading was stopped; try again elsewhere."
        }
    }
}

pub(crate) fn of(error: &ReadingError) -> String {
    let advice = advice(error.trouble());
    match error {
        ReadingError::WrongKey {
            tries_left: Some(tries),
        } => format!("{advice} Tries left: {tries}. ({error})"),
        _ => format!("{advice} ({error})"),
    }
}
