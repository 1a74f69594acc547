//! Review cases and looks.

use bonafide_identity::id::{OperatorId, ReviewCaseId};
use bonafide_store::looks::{self, Look};
use bonafide_store::reviews::{self, ReviewState, Settlement};
use bonafide_store::testing::{TestStore, noon};
use bonafide_store::{Store, StoreError, erase_registration, events, operators};

use crate::world::{World, id, minute, new_operator, read, tx};

async fn open_case(store: &Store, world: &World, due: i64) -> ReviewCaseId {
    let id = id!(store, ReviewCaseId, 0);
    tx!(store, tx => reviews::insert(tx, &world.organisation, &id, &world.registration, minute(due), noon()).await.unwrap());
    id
}

async fn take(store: &Store, operator: &OperatorId, at: i64) -> Option<ReviewCaseId> {
    tx!(store, tx => reviews::take_next(tx, operator, minute(at), minute(at + 30)).await.unwrap())
        .map(|case| case.id)
}

pub(crate) async fn settle(store: &TestStore) {
    let world = World::new(store).await;
    let (grace, alan) = (
        new_operator(store, "grace").await,
        new_operator(store, "alan").await,
    );
    let id = open_case(store, &world, 60).await;
    let settlement = |operator| Settlement {
        account: &world.account,
        operator,
        outcome: "accept",
        note: "the same scar",
    };
    assert_eq!(take(store, &grace, 1).await.as_ref(), Some(&id));
    let assigned = read!(store, r => reviews::assigned_to(r, &grace).await.unwrap()).unwrap();
    assert_eq!((assigned.state, &assigned.id), (ReviewState::Assigned, &id));
    let mut tx = store.begin().await.unwrap();
    let not_theirs = reviews::settle(
        &mut tx,
        &world.organisation,
        &id,
        &settlement(&alan),
        minute(2),
    )
    .await;
    assert!(matches!(not_theirs, Err(StoreError::NotFound(_))));
    drop(tx);
    let backlog = async |at| read!(store, r => reviews::backlog(r, minute(at)).await.unwrap());
    assert_eq!(backlog(60).await, (1, 0));
    assert_eq!(backlog(61).await, (1, 1));
    let case = tx!(store, tx => reviews::settle(tx, &world.organisation, &id, &settlement(&grace), minute(2)).await.unwrap());
    assert_eq!(
        (case.state, case.outcome.as_deref()),
        (ReviewState::Settled, Some("accept"))
    );
    assert_eq!(backlog(61).await, (0, 0));
    let settled = async || read!(store, r => reviews::settled(r, &world.organisation, &world.registration, &world.account).await.unwrap());
    let earlier = settled().await;
    assert_eq!(earlier.len(), 1);
    assert_eq!(
        (earlier[0].at, earlier[0].outcome.as_str()),
        (minute(2), "accept")
    );
    assert_eq!(&*earlier[0].note, b"the same scar");
    let found = read!(store, r => reviews::find(r, &world.organisation, &id).await.unwrap());
    assert_eq!(found.as_ref(), Some(&case));

    let second = open_case(store, &world, 60).await;
    let withdraw = async || tx!(store, tx => reviews::withdraw(tx, &world.organisation, &world.registration, minute(3)).await.unwrap());
    assert_eq!(withdraw().await, 1);
    let found = read!(store, r => reviews::find(r, &world.organisation, &second).await.unwrap());
    assert_eq!(found.unwrap().state, ReviewState::Withdrawn);
    assert_eq!(
        settled().await,
        earlier,
        "what was withdrawn was not settled"
    );
    tx!(store, tx => erase_registration(tx, &world.organisation, &world.registration, minute(4)).await.unwrap());
    assert_eq!(settled().await, []);
}

pub(crate) async fn take_next_hands_out_in_order(store: &TestStore) {
    let world = World::new(store).await;
    let (grace, alan) = (
        new_operator(store, "grace").await,
        new_operator(store, "alan").await,
    );
    let late = open_case(store, &world, 90).await;
    let soon = open_case(store, &world, 30).await;
    assert_eq!(take(store, &grace, 1).await.as_ref(), Some(&soon));
    assert_eq!(
        take(store, &grace, 2).await.as_ref(),
        Some(&soon),
        "one at a time"
    );
    assert_eq!(take(store, &alan, 2).await.as_ref(), Some(&late));
    tx!(store, tx => reviews::put_back(tx, &world.organisation, &late, &alan).await.unwrap());
    assert_eq!(take(store, &alan, 31).await.as_ref(), Some(&late));
    // Grace's time was up at 32; a case that nobody keeps goes to whoever asks.
    tx!(store, tx => reviews::put_back(tx, &world.organisation, &late, &alan).await.unwrap());
    assert_eq!(take(store, &alan, 33).await.as_ref(), Some(&soon));
    tx!(store, tx => operators::disable(tx, &alan, minute(34)).await.unwrap());
    let mut tx = store.begin().await.unwrap();
    let disabled = reviews::take_next(&mut tx, &alan, minute(35), minute(60)).await;
    assert!(matches!(disabled, Err(StoreError::NotFound("operator"))));
    drop(tx);
    assert_eq!(
        take(store, &grace, 35).await.as_ref(),
        Some(&soon),
        "put back by the disabling"
    );
}

pub(crate) async fn looks(store: &TestStore) {
    let world = World::new(store).await;
    let operator = new_operator(store, "grace").await;
    let evidence = world.photograph(store, 1, b"face").await;
    let look = |at, evidence| Look {
        organisation: world.organisation.clone(),
        registration: world.registration.clone(),
        operator: operator.clone(),
        review_case: None,
        evidence,
        what: "portrait".to_owned(),
        at: minute(at),
    };
    let all = [look(1, None), look(2, Some(evidence))];
    for look in &all {
        tx!(store, tx => looks::record(tx, look).await.unwrap());
    }
    let count = format!(
        "SELECT COUNT(*) AS n FROM looks WHERE registration = '{}'",
        world.registration
    );
    assert_eq!(store.peek(&count).await.unwrap(), ["2"]);
    let events = read!(store, r => events::list(r, &world.organisation, &world.registration, &world.account, 0, 9).await.unwrap());
    let kinds: Vec<_> = events.iter().map(|event| event.kind.as_str()).collect();
    assert_eq!(kinds, ["opened", looks::EVENT_KIND, looks::EVENT_KIND]);
    assert_eq!(events[2].actor, operator.as_str());
}
