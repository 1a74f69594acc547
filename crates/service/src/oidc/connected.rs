//! The services that somebody agreed to share something with, as they see them, and ending that.

use std::collections::BTreeSet;

use bonafide_identity::id::ClientId;
use bonafide_oidc::authorization::AT;
use bonafide_oidc::person::{Claim, OFFLINE, SCOPES};
use bonafide_oidc::verified::Part;
use bonafide_store::{oidc_grants as rows, organisations};
use jiff::Timestamp;

use super::authorize::items;
use crate::account::Account;
use crate::{Error, Service};

/// A service that somebody agreed to share something with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectedService {
    /// Names it.
    pub client: ClientId,
    /// What it calls itself.
    pub name: String,
    /// Whose it is.
    pub organisation: String,
    /// What it is told.
    pub claims: BTreeSet<Claim>,
    /// Whether it is told how something of that was verified.
    pub how: bool,
    /// Whether it may come back without the person.
    pub offline: bool,
    /// What it may do elsewhere, in its own words.
    pub others: Vec<String>,
    /// Where else.
    pub resources: Vec<String>,
    /// Since when.
    pub since: Timestamp,
    /// When they last went on to it.
    pub used_at: Timestamp,
}

impl Service {
    /// The services that somebody agreed to share something with, the first one first.
    ///
    /// # Errors
    /// Storage.
    pub async fn connected_services(
        &self,
        account: &Account,
    ) -> Result<Vec<ConnectedService>, Error> {
        let mut read = self.store().read().await?;
        let kept = rows::consents(&mut read, &account.id).await?;
        let mut services = Vec::with_capacity(kept.len());
        for consent in kept {
            let names = items(&consent)?;
            let organisation = organisations::find(&mut read, &consent.organisation).await?;
            let organisation = organisation.map(|organisation| organisation.name);
            let told = |claim: &Claim| {
                names.contains(&claim.item()) || names.contains(&claim.verified_item())
            };
            services.push(ConnectedService {
                name: self.client_name(&consent.client).await?.unwrap_or_default(),
                organisation: organisation.unwrap_or_default(),
                claims: Claim::ALL.into_iter().filter(told).collect(),
                how: Part::ALL.iter().any(|part| names.contains(part.item())),
                offline: names.contains(OFFLINE),
                others: names
                    .iter()
                    .filter(|name| !SCOPES.contains(&name.as_str()) && !name.contains(' '))
                    .cloned()
                    .collect(),
                resources: names
                    .iter()
                    .filter_map(|name| name.strip_prefix(AT).map(str::to_owned))
                    .collect(),
                client: consent.client,
                since: consent.created,
                used_at: consent.used,
            });
        }
        Ok(services)
    }

    /// Ends what somebody gave a service: its tokens are good no more, and it has to ask again. Doing it again
    /// changes nothing.
    ///
    /// # Errors
    /// Storage.
    pub async fn disconnect(&self, account: &Account, client: &ClientId) -> Result<(), Error> {
        let mut tx = self.store().begin().await?;
        self.tell_all_ended(&mut tx, &account.id, Some(client))
            .await?;
        rows::withdraw(&mut tx, &account.id, client, self.now()).await?;
        tx.commit().await?;
        self.core.wake.notifications.notify_one();
        Ok(())
    }
}
