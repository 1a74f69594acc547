//! Levels of assurance (Commission Implementing Regulation (EU) 2015/1502).

use crate::finding::words;
use serde::{Deserialize, Serialize};

words! {
    /// How sure one may be of an identity.
    Level {
        /// Some confidence.
        Low = "low",
        /// Substantial confidence.
        Substantial = "substantial",
        /// The highest confidence.
        High = "high",
    }
}

words! {
    /// What a chip's reading proves.
    ChipClass {
        /// The chip proved its private key while the server drove the session.
        A = "A",
        /// A foreign reader gave the files, and the chip signed a nonce of the server.
        B = "B",
        /// A state signed the files; that they come from its chip is not proven.
        C = "C",
    }
}

impl ChipClass {
    /// The highest level that a verification on a chip of this class may reach.
    pub fn cap(self) -> Level {
        match self {
            Self::A => Level::High,
            Self::B | Self::C => Level::Substantial,
        }
    }
}

words! {
    /// Whether a live person was before the camera.
    Liveness {
        /// Nobody asked.
        NotPerformed = "not_performed",
        /// A live person was there.
        Passed = "passed",
        /// What was seen speaks against it.
        Failed = "failed",
        /// It cannot be told.
        Inconclusive = "inconclusive",
        /// The person could not, or would not, and handed in a photograph instead.
        OtherWay = "other_way",
    }
}

impl Liveness {
    /// The highest level that a verification with this liveness may reach.
    pub fn cap(self) -> Level {
        match self {
            Self::NotPerformed | Self::Failed | Self::Inconclusive | Self::OtherWay => Level::Low,
            Self::Passed => Level::High,
        }
    }
}
