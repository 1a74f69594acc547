//! Attempts at video identification, and what they count for.

use bonafide_store::films::{self, Ended, Film, FilmOutcome, Mark, MarkKind};
use bonafide_store::testing::{TestStore, noon};
use bonafide_store::{erase_registration, retention};
use jiff::SignedDuration;

use crate::world::{World, minute, read, tx};

fn film(world: &World, attempt: i64) -> Film {
    Film {
        organisation: world.organisation.clone(),
        registration: world.registration.clone(),
        attempt,
        account: world.account.clone(),
        livemode: true,
        outcome: FilmOutcome::Begun,
        reason: None,
        begun: minute(attempt),
        ended: None,
        expires: minute(attempt) + SignedDuration::from_hours(24),
    }
}

const FACE: [u8; 32] = [7; 32];

fn ended(outcome: FilmOutcome) -> Ended<'static> {
    Ended {
        outcome,
        reason: Some("face-flat"),
        face: Some((FACE, Some(b"a face"))),
        now: minute(30),
    }
}

pub(crate) async fn life(store: &TestStore) {
    let world = World::new(store).await;
    let fresh = World::within(store, &world.organisation, 1).await;
    let document = store.film_mark(MarkKind::Document, "NLD/1").unwrap();
    let account = (store.film_mark(MarkKind::Account, world.account.as_str())).unwrap();
    let other = store.film_mark(MarkKind::Account, "NLD/1").unwrap();
    assert_ne!(document.1, other.1);
    for attempt in 1..=4 {
        tx!(store, tx => films::begin(tx, &film(&world, attempt), &[document, account]).await.unwrap());
    }
    tx!(store, tx => films::begin(tx, &film(&fresh, 5), &[document]).await.unwrap());
    let failures = async |mark: &Mark, since| read!(store, r => films::failures(r, mark, minute(since)).await.unwrap());
    let minutes = |numbers: &[i64]| numbers.iter().copied().map(minute).collect::<Vec<_>>();
    // What was begun counts, whatever becomes of its connection.
    assert_eq!(
        failures(&document, 0).await,
        minutes(&[1, 2, 3, 4, 5]),
        "a fresh registration goes on where the other was"
    );
    assert_eq!(failures(&account, 0).await, minutes(&[1, 2, 3, 4]));
    assert_eq!(failures(&document, 3).await, minutes(&[4, 5]));
    for (attempt, outcome) in [
        (1, FilmOutcome::Failed),
        (2, FilmOutcome::Passed),
        (3, FilmOutcome::Inconclusive),
    ] {
        let (organisation, registration) = (&world.organisation, &world.registration);
        let end = async || tx!(store, tx => films::end(tx, organisation, registration, attempt, &ended(outcome)).await.unwrap());
        assert!(end().await);
        assert!(!end().await, "once");
    }
    assert_eq!(failures(&document, 0).await, minutes(&[1, 4, 5]));
    // Whose face turns out to be another's than the document's counts after all.
    let (organisation, registration) = (&fresh.organisation, &fresh.registration);
    tx!(store, tx => films::end(tx, organisation, registration, 5, &ended(FilmOutcome::Passed)).await.unwrap());
    assert_eq!(failures(&document, 0).await, minutes(&[1, 4]));
    tx!(store, tx => films::count_latest(tx, organisation, registration).await.unwrap());
    assert_eq!(failures(&document, 0).await, minutes(&[1, 4, 5]));
    let all = read!(store, r => films::of_registration(r, &world.organisation, &world.registration).await.unwrap());
    let outcomes: Vec<_> = all.iter().map(|film| film.outcome).collect();
    assert_eq!(
        outcomes,
        [
            FilmOutcome::Failed,
            FilmOutcome::Passed,
            FilmOutcome::Inconclusive,
            FilmOutcome::Begun
        ]
    );
    assert_eq!(all[0].reason.as_deref(), Some("face-flat"));

    // Only faces that failed are kept, and only in their mode.
    let faces = async |livemode| {
        read!(store, r => films::faces(r, &world.organisation, livemode, noon()).await.unwrap())
            .into_iter()
            .map(|(mark, face)| (mark, face.to_vec()))
            .collect::<Vec<_>>()
    };
    assert_eq!(faces(true).await, [(FACE, b"a face".to_vec())]);
    assert_eq!(faces(false).await, []);
    assert_eq!(failures(&(MarkKind::Face, FACE), 0).await, minutes(&[1]));
    let marks =
        read!(store, r => films::marks(r, &world.organisation, &world.registration).await.unwrap());
    assert_eq!(marks.len(), 3);
    for mark in [document, account, (MarkKind::Face, FACE)] {
        assert!(marks.contains(&mark));
    }
}

pub(crate) async fn erased_and_forgotten(store: &TestStore) {
    let world = World::new(store).await;
    let mark = store.film_mark(MarkKind::Document, "NLD/1").unwrap();
    let (organisation, registration) = (&world.organisation, &world.registration);
    tx!(store, tx => films::begin(tx, &film(&world, 1), &[mark]).await.unwrap());
    tx!(store, tx => films::end(tx, organisation, registration, 1, &ended(FilmOutcome::Failed)).await.unwrap());
    let faces =
        async || read!(store, r => films::faces(r, organisation, true, noon()).await.unwrap());
    assert_eq!(faces().await.len(), 1);
    let other = World::within(store, organisation, 1).await;
    tx!(store, tx => films::begin(tx, &film(&other, 1), &[]).await.unwrap());
    tx!(store, tx => films::end(tx, organisation, &other.registration, 1, &ended(FilmOutcome::Failed)).await.unwrap());
    assert_eq!(faces().await.len(), 2);
    tx!(store, tx => erase_registration(tx, organisation, registration, minute(40)).await.unwrap());
    assert_eq!(faces().await.len(), 1);
    let failures =
        async || read!(store, r => films::failures(r, &mark, noon()).await.unwrap()).len();
    assert_eq!(failures().await, 1, "erasing oneself lifts no block");
    let month = SignedDuration::from_hours(30 * 24);
    let run = async |at| retention::run(store, minute(at), month).await.unwrap();
    run(24 * 60).await;
    assert_eq!(failures().await, 1);
    assert_eq!(faces().await.len(), 1);
    run(24 * 60 + 2).await;
    assert_eq!(
        faces().await,
        [],
        "no face is kept longer than its failure counts"
    );
    // The films and marks go a day after their time, as everything that has expired.
    run(50 * 60).await;
    assert_eq!(failures().await, 0);
    let left =
        read!(store, r => films::of_registration(r, organisation, registration).await.unwrap());
    assert_eq!(left, []);
}
