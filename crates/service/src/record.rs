//! What a registration's row keeps sealed: the domain's record, and what its organisation said
//! about it.

use std::collections::BTreeMap;

use bonafide_identity::registration::Registration;
use serde::{Deserialize, Serialize};

use crate::Error;

/// The sealed part of a registration's row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Record {
    /// The domain's record.
    pub(crate) registration: Registration,
    /// The organisation's own name for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) reference: Option<String>,
    /// What the organisation noted.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) metadata: BTreeMap<String, String>,
    /// Where the person returns to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) return_url: Option<String>,
}

impl Record {
    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, Error> {
        serde_json::from_slice(bytes).map_err(|_| Error::Inconsistent("a registration's record"))
    }

    pub(crate) fn encode(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("a record is plain data")
    }
}
