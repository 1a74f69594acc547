//! Events of a registration: the entries of its audit chain. The header is
//! clear and holds no personal data; the payload is sealed.

use bonafide_identity::id::{AccountId, OrganisationId, RegistrationId};
use jiff::Timestamp;

pub use crate::audit::chain::{Event, NewEvent, append};
use crate::audit::chain::{payload_place, read_header};
use crate::db::{Conn, sql};
use crate::error::StoreError;
use crate::keys::{Class, Owner};

/// The events of a registration from after `after`, oldest first, at most
/// `limit`. Payloads are `None` where there was none and once erased.
pub async fn list(
    conn: &mut Conn,
    organisation: &OrganisationId,
    registration: &RegistrationId,
    account: &AccountId,
    after: i64,
    limit: u32,
) -> Result<Vec<Event>, StoreError> {
    let rows = conn
        .all(sql!(
            "SELECT seq, header, payload FROM events
             WHERE organisation = $1 AND registration = $2 AND seq > $3 ORDER BY seq LIMIT $4",
            organisation,
            registration,
            after,
            limit
        ))
        .await?;
    let owner = Owner::registration(organisation, account, registration);
    let mut events = Vec::new();
    for row in rows {
        let (seq, header): (i64, String) = (row.read("seq")?, row.read("header")?);
        let header = read_header(&header)?;
        let payload = match row.read::<Option<Vec<u8>>>("payload")? {
            None => None,
            Some(sealed) => {
                let place = payload_place(registration, seq);
                match conn
                    .open(&owner, Class::Registration, &place, &sealed)
                    .await
                {
                    Ok(plain) => Some(plain),
                    Err(StoreError::Erased(_)) => None,
                    Err(error) => return Err(error),
                }
            }
        };
        events.push(Event {
            seq,
            at: Timestamp::from_microsecond(header.at)
                .map_err(|_| StoreError::Corrupt("time of an event".to_owned()))?,
            kind: header.kind,
            actor: header.actor,
            note: header.note,
            payload,
        });
    }
    Ok(events)
}
