//! What happened to an account: a row for each event, written with the change itself.

use bonafide_identity::id::{AccountEventId, AccountId};
use jiff::Timestamp;

use crate::db::{Conn, Record, Tx, insert, record, sql, text_enum};
use crate::error::StoreError;
use crate::keys::{Class, Owner, Place, Plain};

text_enum! {
    /// What an event is about.
    pub enum EventKind {
        /// Somebody signed in to the account.
        SignIn = "sign-in",
        /// Somebody signed in to a service with it.
        Service = "service",
        /// Its owner agreed that a service is told more than before.
        Consent = "consent",
        /// Its owner answered on an approval app.
        Approval = "approval",
        /// The account changed.
        Change = "change",
    }
}

record! {
    /// An event, without what it says.
    pub struct Event {
        /// Its id; ids grow with time.
        pub id: AccountEventId,
        /// Whose.
        pub account: AccountId,
        /// What it is about.
        pub kind: EventKind,
        /// When it happened.
        pub created: Timestamp,
        /// From when on it is not kept.
        pub expires: Timestamp,
    }
}

fn place(id: &AccountEventId) -> Place<'_> {
    Place {
        table: "account_events",
        row: id.as_str(),
        column: "body",
        version: 1,
    }
}

/// Notes an event; `body` is the caller's JSON.
pub async fn add(tx: &mut Tx, new: &Event, body: &[u8]) -> Result<(), StoreError> {
    let owner = Owner::account(&new.account);
    let sealed = tx
        .seal(&owner, Class::Contact, &place(&new.id), body)
        .await?;
    tx.run(insert!("account_events", new, body = sealed))
        .await?;
    Ok(())
}

/// Which events to list.
#[derive(Clone, Debug, Default)]
pub struct EventFilter<'a> {
    /// Of this kind.
    pub kind: Option<EventKind>,
    /// At or after.
    pub from: Option<Timestamp>,
    /// Before.
    pub until: Option<Timestamp>,
    /// Cursor: only those older than this event.
    pub before: Option<&'a AccountEventId>,
    /// Most rows.
    pub limit: u32,
}

/// A page of an account's events with what they say, newest first. The next page begins before the last
/// one's id.
pub async fn list(
    conn: &mut Conn,
    account: &AccountId,
    filter: &EventFilter<'_>,
) -> Result<Vec<(Event, Plain)>, StoreError> {
    // '~' sorts after every identifier.
    let before = filter.before.map_or("~", AccountEventId::as_str);
    let text = format!(
        "SELECT {}, body FROM account_events WHERE account = $1 AND id < $2",
        Event::COLUMNS
    );
    let page = sql!(text, account, before)
        .and("kind =", filter.kind)
        .and("created >=", filter.from)
        .and("created <", filter.until)
        .then("ORDER BY id DESC LIMIT", filter.limit);
    let owner = Owner::account(account);
    let mut events = Vec::new();
    for row in conn.all(page).await? {
        let event = Event::from_row(&row)?;
        let sealed: Vec<u8> = row.read("body")?;
        let body = conn
            .open(&owner, Class::Contact, &place(&event.id), &sealed)
            .await?;
        events.push((event, body));
    }
    Ok(events)
}
