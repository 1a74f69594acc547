use serde::{Deserialize, Serialize};

use crate::passive_authentication::PassiveAuthentication;

/// What a reading proves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum EvidenceClass {
    /// The chip proved itself while the server drove the session, or took it over.
    A,
    /// A foreign reader gave the files, and the chip signed a nonce of the server.
    B,
    /// A state signed the files; that they come from its chip is not proven, whoever drove: a copy answers too.
    C,
}

/// Who spoke with the chip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Driver {
    /// The server, command by command, over a relay.
    Server,
    /// Another reader, which handed over what it read.
    ForeignReader,
}

/// A private key that the chip was found to hold, by the data group that its public half is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyProof {
    /// DG14.
    ChipAuthentication,
    /// DG14, through the chip-authentication mapping of PACE. A key that is in EF.CardSecurity alone proves
    /// nothing of the data groups: a forger may own a genuine chip and show another's files.
    Mapping,
    /// DG15, over a nonce of the server.
    ActiveAuthentication,
}

impl EvidenceClass {
    /// The class of a reading; none when no state vouches for the files, or DG1 is not among them. A proof counts only when a state also
    /// vouches for the key that it rests on.
    #[must_use]
    pub fn of(
        passive: &PassiveAuthentication,
        driver: Driver,
        proofs: &[KeyProof],
    ) -> Option<EvidenceClass> {
        if !passive.is_genuine() || !passive.covers(1) {
            return None;
        }
        let covered = |proof: &KeyProof| match proof {
            KeyProof::ChipAuthentication | KeyProof::Mapping => passive.covers(14),
            KeyProof::ActiveAuthentication => passive.covers(15),
        };
        let proven = |proof: &&KeyProof| match driver {
            Driver::Server => true,
            Driver::ForeignReader => **proof == KeyProof::ActiveAuthentication,
        };
        // A signed portrait that is hidden leaves nobody to compare with.
        let whole = passive.covers(2) || !passive.lists(2);
        let proven = whole && proofs.iter().filter(proven).any(covered);
        Some(match (proven, driver) {
            (true, Driver::Server) => EvidenceClass::A,
            (true, Driver::ForeignReader) => EvidenceClass::B,
            (false, _) => EvidenceClass::C,
        })
    }
}
