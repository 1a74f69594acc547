//! The services that an organisation offers.

use bonafide_identity::service::Definition;
use bonafide_store::services as rows;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Caller, Scope};
use crate::{Error, Service};

/// Services that are listed at most.
const LISTED: u32 = 500;

/// The latest version of a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceLine {
    /// What it asks for.
    #[serde(flatten)]
    pub definition: Definition,
    /// The mode of the key that asks: a service serves both.
    pub livemode: bool,
    /// When this version was made.
    pub created_at: Timestamp,
}

impl Service {
    /// The latest version of each of the organisation's services, by name.
    ///
    /// # Errors
    /// [`Error::MissingScope`]; storage.
    pub async fn services(&self, caller: &Caller) -> Result<Vec<ServiceLine>, Error> {
        caller.require(Scope::ServicesRead)?;
        let rows = rows::list(
            &mut *self.store().read().await?,
            &caller.organisation,
            LISTED,
        )
        .await?;
        rows.into_iter()
            .map(|row| line(row, caller.livemode))
            .collect()
    }

    /// The latest version of one service.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn service_line(&self, caller: &Caller, id: &str) -> Result<ServiceLine, Error> {
        caller.require(Scope::ServicesRead)?;
        let row = rows::latest(&mut *self.store().read().await?, &caller.organisation, id).await?;
        line(row.ok_or(Error::NotFound)?, caller.livemode)
    }
}

fn line(row: rows::Service, livemode: bool) -> Result<ServiceLine, Error> {
    let definition = serde_json::from_str(&row.definition)
        .map_err(|_| Error::Inconsistent("the definition of a service"))?;
    Ok(ServiceLine {
        definition,
        livemode,
        created_at: row.created,
    })
}
