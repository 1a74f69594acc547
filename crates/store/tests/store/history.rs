//! What happened to accounts.

use bonafide_identity::id::AccountId;
use bonafide_store::account::history::{self as events, Event, EventFilter, EventKind};
use bonafide_store::testing::TestStore;
use bonafide_store::{erase_account, retention};
use jiff::SignedDuration;

use crate::accounts::opened;
use crate::world::{id, minute, read, tx};

pub(crate) async fn listed_and_erased(store: &TestStore) {
    let ann = opened(store, "ann.smith", 0).await;
    let bob = opened(store, "bob.jones", 1).await;
    let event = |account: &AccountId, kind, at| Event {
        id: id!(store, AccountEventId, at),
        account: account.clone(),
        kind,
        created: minute(at),
        expires: minute(at + 60),
    };
    let added = [
        event(&ann, EventKind::SignIn, 1),
        event(&ann, EventKind::Change, 2),
        event(&ann, EventKind::SignIn, 3),
    ];
    for (event, body) in added.iter().zip([b"1", b"2", b"3"]) {
        tx!(store, tx => events::add(tx, event, body).await.unwrap());
    }
    tx!(store, tx => events::add(tx, &event(&bob, EventKind::Consent, 2), b"b").await.unwrap());
    let list = async |filter: EventFilter<'_>| {
        let filter = EventFilter { limit: 2, ..filter };
        let page = read!(store, r => events::list(r, &ann, &filter).await.unwrap());
        let said = page
            .iter()
            .map(|(_, body)| String::from_utf8_lossy(body).into_owned());
        said.collect::<String>()
    };
    let all = EventFilter::default;
    assert_eq!(list(all()).await, "32", "newest first");
    let before = Some(&added[1].id);
    assert_eq!(list(EventFilter { before, ..all() }).await, "1");
    let kind = Some(EventKind::SignIn);
    assert_eq!(list(EventFilter { kind, ..all() }).await, "31");
    let from = Some(minute(2));
    assert_eq!(
        list(EventFilter {
            from,
            kind,
            ..all()
        })
        .await,
        "3"
    );
    let until = Some(minute(3));
    assert_eq!(
        list(EventFilter {
            from,
            until,
            ..all()
        })
        .await,
        "2"
    );

    // A day after its end, the first is gone.
    let late = minute(61 + 24 * 60);
    let month = SignedDuration::from_hours(30 * 24);
    retention::run(store, late, month).await.unwrap();
    assert_eq!(list(EventFilter { until, ..all() }).await, "2");
    tx!(store, tx => erase_account(tx, &ann, minute(9)).await.unwrap());
    assert_eq!(list(all()).await, "");
}
