//! What a registration's row keeps sealed: the domain's record, and what its organisation said
//! about it.

use std::collections::BTreeMap;

use bonafide_identity::registration::Registration;
use bonafide_store::registrations::{self, Summary};
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::terms::Terms;

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
    /// What it was opened under; `None` where it was opened before this was written down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) terms: Option<Terms>,
    /// Where the person returns to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) return_url: Option<String>,
}

impl Record {
    /// The record of a row; `None` once erased.
    ///
    /// # Errors
    /// [`Error::Inconsistent`] also when the clear columns, which whoever holds the database can
    /// change, say something else than the sealed record.
    pub(crate) fn of_row(row: &registrations::Registration) -> Result<Option<Self>, Error> {
        let Some(bytes) = row.state.as_deref() else {
            return Ok(None);
        };
        let record: Self = serde_json::from_slice(bytes)
            .map_err(|_| Error::Inconsistent("a registration's record"))?;
        if record.is_described_by(&row.summary) {
            Ok(Some(record))
        } else {
            Err(Error::Inconsistent("a registration's columns"))
        }
    }

    fn is_described_by(&self, columns: &Summary) -> bool {
        let registration = &self.registration;
        let service = registration.service();
        let last_error = registration.last_error().map(|reason| reason.as_str());
        columns.id == *registration.id()
            && columns.organisation == *registration.organisation()
            && columns.account == *registration.account()
            && columns.service == service.id.as_str()
            && columns.service_version == i64::from(service.version)
            && columns.livemode == registration.livemode()
            && columns.status == registration.status().as_str()
            && columns.last_error.as_deref() == last_error
    }

    pub(crate) fn encode(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("a record is plain data")
    }
}
