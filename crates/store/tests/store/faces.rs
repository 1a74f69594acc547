//! Faces that may come back, and how they are followed.

use bonafide_store::faces::{self, Change, Crowd, Face};
use bonafide_store::testing::TestStore;
use bonafide_store::{erase_account, erase_registration};

use crate::world::{World, minute, read, tx};

fn crowd(world: &World) -> Crowd {
    Crowd {
        organisation: world.organisation.clone(),
        livemode: true,
        model: "00".to_owned(),
    }
}

fn face<'a>(world: &'a World, crowd: &'a Crowd, template: &'a [u8]) -> Face<'a> {
    Face {
        crowd,
        registration: &world.registration,
        account: &world.account,
        born: Some(1974),
        template,
    }
}

async fn enter(store: &TestStore, face: &Face<'_>) {
    let crowd = face.crowd;
    tx!(store, tx => {
        faces::take_turn(tx, &crowd.organisation, crowd.livemode).await.unwrap();
        faces::enter(tx, face).await.unwrap();
    });
}

/// A change: its place, the entry's number, and its year and template while it stands.
type Plain = (i64, i64, Option<(Option<u16>, Vec<u8>)>);

fn plainly(changes: Vec<Change>) -> Vec<Plain> {
    let entry = |change: &Change| {
        let entry = change.entry.as_ref()?;
        Some((entry.born, entry.template.to_vec()))
    };
    changes
        .iter()
        .map(|change| (change.changed, change.number, entry(change)))
        .collect()
}

async fn changes(store: &TestStore, crowd: &Crowd, after: i64) -> Vec<Plain> {
    plainly(read!(store, r => faces::changes(r, crowd, after, 9).await.unwrap()))
}

pub(crate) async fn life(store: &TestStore) {
    let world = World::new(store).await;
    let other = World::within(store, &world.organisation, 1).await;
    let crowd = crowd(&world);
    let kept = async |world: &World| {
        read!(store, r => faces::kept(r, &world.organisation, &world.registration).await.unwrap())
            .map(|face| (face.model.clone(), face.template.to_vec()))
    };
    tx!(store, tx => faces::keep(tx, &face(&world, &crowd, b"blurred")).await.unwrap());
    tx!(store, tx => faces::keep(tx, &face(&world, &crowd, b"ann")).await.unwrap());
    tx!(store, tx => faces::keep(tx, &face(&other, &crowd, b"bob")).await.unwrap());
    assert_eq!(kept(&world).await, Some(("00".to_owned(), b"ann".to_vec())));
    assert_eq!(
        changes(store, &crowd, 0).await,
        [],
        "nobody is verified yet"
    );
    tx!(store, tx => faces::drop_kept(tx, &other.organisation, &other.registration).await.unwrap());
    assert_eq!(kept(&other).await, None);

    let year = Face {
        born: None,
        ..face(&other, &crowd, b"bob")
    };
    enter(store, &face(&world, &crowd, b"ann")).await;
    enter(store, &year).await;
    assert_eq!(kept(&world).await, None);
    let ann = (1, 1, Some((Some(1974), b"ann".to_vec())));
    let bob = (2, 2, Some((None, b"bob".to_vec())));
    assert_eq!(changes(store, &crowd, 0).await, [ann, bob.clone()]);
    assert_eq!(changes(store, &crowd, 1).await, [bob]);
    tx!(store, tx => faces::drop_kept(tx, &other.organisation, &other.registration).await.unwrap());
    let entered = async |crowd: &Crowd, number| read!(store, r => faces::entered(r, crowd, number).await.unwrap());
    let of = |world: &World| Some((world.registration.clone(), world.account.clone()));
    assert_eq!(entered(&crowd, 2).await, of(&other), "an entry stays");
    for elsewhere in [
        Crowd {
            livemode: false,
            ..crowd.clone()
        },
        Crowd {
            model: "11".to_owned(),
            ..crowd.clone()
        },
        Crowd {
            organisation: World::new(store).await.organisation,
            ..crowd.clone()
        },
    ] {
        assert_eq!(changes(store, &elsewhere, 0).await, []);
        assert_eq!(entered(&elsewhere, 1).await, None);
    }
}

pub(crate) async fn erased(store: &TestStore) {
    let world = World::new(store).await;
    let other = World::within(store, &world.organisation, 1).await;
    let pending = World::within(store, &world.organisation, 2).await;
    let crowd = crowd(&world);
    enter(store, &face(&world, &crowd, b"ann")).await;
    enter(store, &face(&other, &crowd, b"bob")).await;
    tx!(store, tx => faces::keep(tx, &face(&pending, &crowd, b"eve")).await.unwrap());
    for world in [&world, &pending] {
        let (organisation, registration) = (&world.organisation, &world.registration);
        tx!(store, tx => erase_registration(tx, organisation, registration, minute(9)).await.unwrap());
    }
    // Whoever knew of it hears that it is gone.
    let gone = (3, 1, None);
    let bob = (2, 2, Some((Some(1974), b"bob".to_vec())));
    assert_eq!(changes(store, &crowd, 2).await[0], gone);
    assert_eq!(changes(store, &crowd, 0).await, [bob, gone.clone()]);
    assert_eq!(
        read!(store, r => faces::entered(r, &crowd, 1).await.unwrap()),
        None
    );
    let (organisation, registration) = (&pending.organisation, &pending.registration);
    assert_eq!(
        read!(store, r => faces::kept(r, organisation, registration).await.unwrap()),
        None
    );
    tx!(store, tx => erase_account(tx, &other.account, minute(9)).await.unwrap());
    assert_eq!(changes(store, &crowd, 0).await, [gone, (4, 2, None)]);
}

pub(crate) async fn numbered_in_turn(store: &TestStore) {
    let world = World::new(store).await;
    let crowd = crowd(&world);
    let mut people = Vec::new();
    for at in 1..7 {
        people.push(World::within(store, &world.organisation, at).await);
    }
    let all = people.iter().map(|person| async {
        tx!(store, tx => {
            faces::take_turn(tx, &crowd.organisation, true).await.unwrap();
            let seen = faces::changes(tx, &crowd, 0, 9).await.unwrap().len();
            faces::enter(tx, &face(person, &crowd, b"face")).await.unwrap();
            seen
        })
    });
    let mut seen = futures::future::join_all(all).await;
    seen.sort_unstable();
    assert_eq!(seen, [0, 1, 2, 3, 4, 5], "each sees all before it");
    let numbers: Vec<_> = changes(store, &crowd, 0)
        .await
        .into_iter()
        .map(|change| change.0)
        .collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6]);
}
