//! The trust store and its chain.

use bonafide_store::audit::{self, NewAct, Problem};
use bonafide_store::testing::{TestStore, noon};
use bonafide_store::trust::{
    self, Distrusted, Filter, Item, ItemKind, Pin, Source, SourceKind, Upload,
};
use bonafide_store::{Store, StoreError, operators};
use sha2::{Digest as _, Sha256};

use crate::world::{id, minute, new_operator, read, tx};

fn item(kind: ItemKind, country: &str, name: &str, ends: i64) -> Item {
    let der = format!("{country}{name}").into_bytes();
    Item {
        fingerprint: Sha256::digest(&der).into(),
        kind,
        country: country.to_owned(),
        subject: format!("C={country}, CN={name}"),
        serial: "0a".to_owned(),
        issuer_key: (kind == ItemKind::Crl).then_some([7; 32]),
        begins: Some(noon()),
        ends: Some(minute(ends)),
        added: noon(),
        der,
    }
}

fn source(store: &Store, series: &str) -> Source {
    Source {
        id: id!(store, TrustSourceId, 0),
        kind: SourceKind::MasterList,
        series: series.to_owned(),
        name: "list.ml".to_owned(),
        sha256: [1; 32],
        country: "UT".to_owned(),
        signer: "C=UT".to_owned(),
        signer_fingerprint: Some([2; 32]),
        pin: Some([3; 32]),
        signed_at: Some(noon()),
        expires: None,
        imported: noon(),
        imported_by: "command-line".to_owned(),
        replaced_at: None,
    }
}

fn act(kind: &str) -> NewAct<'_> {
    let mut note = serde_json::Map::new();
    note.insert("kind".to_owned(), kind.into());
    NewAct {
        at: minute(1),
        kind,
        actor: "command-line",
        note,
    }
}

/// A source with two items, written down.
async fn filled(store: &TestStore) -> (Source, Item, Item) {
    let source = source(store, "master-list:UT");
    let (one, other) = (
        item(ItemKind::Authority, "UT", "one", 60),
        item(ItemKind::Crl, "UT", "other", 5),
    );
    tx!(store, tx => {
        trust::turn(tx).await.unwrap();
        trust::insert_source(tx, &source).await.unwrap();
        for item in [&one, &other] {
            assert!(trust::insert_item(tx, item).await.unwrap());
            assert!(!trust::insert_item(tx, item).await.unwrap());
            assert!(trust::add_provenance(tx, &item.fingerprint, &source.id).await.unwrap());
            assert!(!trust::add_provenance(tx, &item.fingerprint, &source.id).await.unwrap());
        }
        trust::record(tx, &act("imported")).await.unwrap()
    });
    (source, one, other)
}

async fn problems(store: &TestStore) -> Vec<Problem> {
    audit::verify(store, None).await.unwrap().problems
}

pub(crate) async fn life(store: &TestStore) {
    assert_eq!(read!(store, r => trust::version(r).await.unwrap()), 0);
    assert!(trust::believed(store).await.unwrap().items.is_empty());
    let (first, one, other) = filled(store).await;
    assert_eq!(read!(store, r => trust::version(r).await.unwrap()), 1);
    let believed = trust::believed(store).await.unwrap();
    assert_eq!(
        (believed.version, believed.items),
        (1, vec![one.clone(), other.clone()])
    );
    assert_eq!(problems(store).await, []);

    let pin = Pin {
        fingerprint: [9; 32],
        subject: String::new(),
        der: None,
        pinned: noon(),
        pinned_by: "command-line".to_owned(),
    };
    let known = Pin {
        subject: "C=UT".to_owned(),
        der: Some(vec![1]),
        ..pin.clone()
    };
    let distrusted = Distrusted {
        fingerprint: one.fingerprint,
        subject: one.subject.clone(),
        reason: "stolen".to_owned(),
        at: noon(),
        by_whom: "command-line".to_owned(),
    };
    tx!(store, tx => {
        assert!(trust::pin(tx, &pin).await.unwrap());
        assert!(!trust::pin(tx, &pin).await.unwrap(), "pinned already");
        assert!(trust::pin(tx, &known).await.unwrap(), "its certificate became known");
        assert!(!trust::pin(tx, &pin).await.unwrap());
        assert!(trust::distrust(tx, &distrusted).await.unwrap());
        assert!(!trust::distrust(tx, &distrusted).await.unwrap());
        trust::record(tx, &act("changed")).await.unwrap()
    });
    assert_eq!(read!(store, r => trust::pins(r).await.unwrap()), [known]);
    assert_eq!(
        trust::believed(store).await.unwrap().distrusted,
        [one.fingerprint]
    );

    // A newer source of the same series: what it does not have is gone.
    let newer = Source {
        id: id!(store, TrustSourceId, 1),
        ..first.clone()
    };
    tx!(store, tx => {
        let current = trust::current_source(tx, "master-list:UT").await.unwrap().unwrap();
        assert_eq!(current, first);
        trust::insert_source(tx, &newer).await.unwrap();
        trust::add_provenance(tx, &one.fingerprint, &newer.id).await.unwrap();
        trust::replace_source(tx, &first.id, minute(2)).await.unwrap();
        let gone = trust::drop_unsourced(tx).await.unwrap();
        assert_eq!(gone.len(), 1);
        assert_eq!(gone[0].fingerprint, other.fingerprint);
        assert!(trust::unpin(tx, &[9; 32]).await.unwrap());
        assert!(!trust::unpin(tx, &[9; 32]).await.unwrap());
        assert!(trust::trust_again(tx, &one.fingerprint).await.unwrap());
        assert!(!trust::trust_again(tx, &one.fingerprint).await.unwrap());
        trust::record(tx, &act("replaced")).await.unwrap()
    });
    read!(store, r => {
        assert_eq!(trust::sources(r, 9).await.unwrap(), std::slice::from_ref(&newer));
        assert_eq!(trust::provenance(r, &one.fingerprint).await.unwrap(), [newer]);
        assert_eq!(trust::item(r, &one.fingerprint).await.unwrap(), Some(one.clone()));
        assert_eq!(trust::item(r, &other.fingerprint).await.unwrap(), None);
        let acts = trust::acts(r, None, 9).await.unwrap();
        let kinds: Vec<_> = acts.iter().map(|act| act.kind.as_str()).collect();
        assert_eq!(kinds, ["replaced", "changed", "imported"]);
        assert_eq!((acts[0].at, acts[0].note["kind"].as_str()), (minute(1), Some("replaced")));
    });
    assert_eq!(problems(store).await, []);
    tx!(store, tx => {
        trust::remove_item(tx, &one.fingerprint).await.unwrap();
        trust::record(tx, &act("removed")).await.unwrap()
    });
    assert_eq!(trust::believed(store).await.unwrap().items, []);
    assert_eq!(problems(store).await, []);
}

pub(crate) async fn whoever_writes_rows_is_not_believed(store: &TestStore) {
    let bytes = match store.is_postgres() {
        true => format!("'\\x{}'", "ab".repeat(32)),
        false => format!("x'{}'", "ab".repeat(32)),
    };
    let pinned = format!(
        "INSERT INTO trust_pins (fingerprint, subject, pinned, pinned_by) VALUES ({bytes}, '', 0, '')"
    );
    store.tamper(&pinned).await.unwrap();
    assert!(matches!(
        trust::believed(store).await,
        Err(StoreError::Corrupt(_))
    ));
    let missing = Problem::Missing {
        chain: "trust".to_owned(),
    };
    assert_eq!(problems(store).await, [missing]);
    store.tamper("DELETE FROM trust_pins").await.unwrap();

    filled(store).await;
    let third = item(ItemKind::Signer, "UT", "third", 60);
    tx!(store, tx => {
        trust::turn(tx).await.unwrap();
        assert!(trust::insert_item(tx, &third).await.unwrap());
        trust::record(tx, &act("imported")).await.unwrap()
    });
    let restored = format!(
        "UPDATE trust_sources SET signed_at = {}",
        noon().as_microsecond()
    );
    let differs = Problem::Differs {
        chain: "trust".to_owned(),
        what: "trust store",
    };
    // Somebody is believed, or no longer, whom nobody wrote down.
    for (change, back) in [
        (
            "UPDATE trust_items SET kind = 'authority' WHERE kind = 'crl'",
            "UPDATE trust_items SET kind = 'crl' WHERE subject = 'C=UT, CN=other'",
        ),
        (
            "INSERT INTO trust_provenance SELECT fingerprint, id FROM trust_items, trust_sources
             WHERE subject = 'C=UT, CN=third'",
            "DELETE FROM trust_provenance WHERE fingerprint IN
                 (SELECT fingerprint FROM trust_items WHERE subject = 'C=UT, CN=third')",
        ),
        (
            "UPDATE trust_sources SET signed_at = NULL",
            restored.as_str(),
        ),
        (
            "INSERT INTO trust_distrusted SELECT fingerprint, '', '', 0, '' FROM trust_items",
            "DELETE FROM trust_distrusted",
        ),
    ] {
        store.tamper(change).await.unwrap();
        assert_eq!(
            problems(store).await,
            std::slice::from_ref(&differs),
            "{change}"
        );
        assert!(matches!(
            trust::believed(store).await,
            Err(StoreError::Corrupt(_))
        ));
        // No honest change makes it ours.
        let mut tx = store.begin().await.unwrap();
        assert!(matches!(
            trust::turn(&mut tx).await,
            Err(StoreError::Corrupt(_))
        ));
        drop(tx);
        store.tamper(back).await.unwrap();
        assert!(trust::believed(store).await.is_ok());
    }
    // Another certificate under the same fingerprint.
    store
        .tamper("UPDATE trust_items SET der = issuer_key WHERE kind = 'crl'")
        .await
        .unwrap();
    assert!(matches!(
        trust::believed(store).await,
        Err(StoreError::Corrupt(_))
    ));
    // An entry that was altered, and one without a signature.
    store
        .tamper("UPDATE house_events SET header = REPLACE(header, 'command-line', 'nobody')")
        .await
        .unwrap();
    assert!(matches!(
        trust::believed(store).await,
        Err(StoreError::Corrupt(_))
    ));
    assert_eq!(problems(store).await.len(), 2);
    store
        .tamper("UPDATE house_chains SET seq = 0")
        .await
        .unwrap();
    let mut tx = store.begin().await.unwrap();
    let refused = trust::record(&mut tx, &act("laundered")).await;
    assert!(matches!(refused, Err(StoreError::Corrupt(_))));
    drop(tx);
}

pub(crate) async fn listed_in_order(store: &TestStore) {
    let items = [
        item(ItemKind::Authority, "AT", "beta", 5),
        item(ItemKind::Authority, "AT", "alpha 100%", 50),
        item(ItemKind::Signer, "DE", "gamma", 50),
        item(ItemKind::Crl, "DE", "delta", 1),
    ];
    tx!(store, tx => {
        for item in &items {
            trust::insert_item(tx, item).await.unwrap();
        }
    });
    let names = async |filter: &Filter| -> Vec<String> {
        let mut after = None;
        let mut names = Vec::new();
        loop {
            let page = read!(store, r => trust::list(r, filter, after.as_ref(), 1).await.unwrap());
            let Some(line) = page.into_iter().next() else {
                return names;
            };
            names.push(line.subject.rsplit('=').next().unwrap().to_owned());
            after = Some(line);
        }
    };
    let all = Filter::default;
    assert_eq!(
        names(&all()).await,
        ["alpha 100%", "beta", "delta", "gamma"]
    );
    let text = |text: &str| Filter {
        text: Some(text.to_owned()),
        ..all()
    };
    assert_eq!(names(&text("CN=BETA")).await, ["beta"]);
    assert_eq!(names(&text("0%")).await, ["alpha 100%"]);
    assert_eq!(names(&text("a_p")).await, [""; 0]);
    let of = Filter {
        country: Some("DE".to_owned()),
        ..all()
    };
    assert_eq!(names(&of).await, ["delta", "gamma"]);
    let of = Filter {
        kind: Some(ItemKind::Signer),
        ..all()
    };
    assert_eq!(names(&of).await, ["gamma"]);
    let ending = Filter {
        ends_by: Some(minute(5)),
        ends_after: Some(minute(1)),
        ..all()
    };
    assert_eq!(names(&ending).await, ["beta"]);
    let distrusted = Distrusted {
        fingerprint: items[2].fingerprint,
        subject: String::new(),
        reason: "x".to_owned(),
        at: noon(),
        by_whom: "x".to_owned(),
    };
    tx!(store, tx => trust::distrust(tx, &distrusted).await.unwrap());
    let of = Filter {
        distrusted: true,
        ..all()
    };
    assert_eq!(names(&of).await, ["gamma"]);
    read!(store, r => {
        assert_eq!(trust::items(r).await.unwrap().len(), 4);
        assert_eq!(trust::items_of_kind(r, ItemKind::Crl).await.unwrap(), items[3..]);
        let same = trust::crls_of(r, &items[3].subject, &[7; 32]).await.unwrap();
        assert_eq!(same.len(), 1);
        assert_eq!(trust::crls_of(r, &items[3].subject, &[8; 32]).await.unwrap(), []);
        assert_eq!(trust::distrusted(r).await.unwrap(), std::slice::from_ref(&distrusted));
        let counts = trust::counts(r).await.unwrap();
        assert_eq!(counts[0], (ItemKind::Authority, "AT".to_owned(), 2));
    });
}

pub(crate) async fn alerts_and_uploads(store: &TestStore) {
    let claimed = tx!(store, tx => {
        assert!(trust::notice(tx, "a", 90, noon()).await.unwrap());
        assert!(!trust::notice(tx, "a", 90, noon()).await.unwrap());
        assert!(trust::notice(tx, "a", 30, noon()).await.unwrap());
        let mut claimed = trust::claim_alerts(tx, noon(), minute(10)).await.unwrap();
        claimed.sort();
        claimed
    });
    assert_eq!(claimed, [("a".to_owned(), 30), ("a".to_owned(), 90)]);
    tx!(store, tx => {
        assert_eq!(trust::claim_alerts(tx, minute(1), minute(11)).await.unwrap(), []);
        assert_eq!(trust::claim_alerts(tx, minute(10), minute(20)).await.unwrap().len(), 2);
        trust::alerts_told(tx, minute(20), minute(11)).await.unwrap();
        assert_eq!(trust::claim_alerts(tx, minute(40), minute(50)).await.unwrap(), []);
    });

    let (grace, alan) = (
        new_operator(store, "grace").await,
        new_operator(store, "alan").await,
    );
    let upload = |number: u8| Upload {
        id: id!(store, TrustUploadId, i64::from(number)),
        operator: grace.clone(),
        name: "list.ml".to_owned(),
        bytes: vec![number],
        expires: minute(60),
    };
    let (first, second) = (upload(1), upload(2));
    tx!(store, tx => {
        trust::keep_upload(tx, &first).await.unwrap();
        trust::keep_upload(tx, &second).await.unwrap();
    });
    read!(store, r => {
        assert_eq!(trust::upload(r, &first.id, &grace, noon()).await.unwrap(), None);
        assert_eq!(trust::upload(r, &second.id, &alan, noon()).await.unwrap(), None);
        assert_eq!(trust::upload(r, &second.id, &grace, minute(60)).await.unwrap(), None);
        assert_eq!(trust::upload(r, &second.id, &grace, noon()).await.unwrap().as_ref(), Some(&second));
    });
    tx!(store, tx => {
        assert_eq!(trust::drop_uploads(tx, noon()).await.unwrap(), 0);
        trust::forget_upload(tx, &second.id).await.unwrap();
        trust::keep_upload(tx, &first).await.unwrap();
        assert_eq!(trust::drop_uploads(tx, minute(60)).await.unwrap(), 1);
        operators::set_manages_trust(tx, &alan, true).await.unwrap();
    });
    read!(store, r => {
        assert_eq!(trust::upload(r, &second.id, &grace, noon()).await.unwrap(), None);
        assert!(operators::find(r, &alan).await.unwrap().unwrap().manages_trust);
    });
}

/// A certificate that a directory had among its signers' is an authority's once somebody vouches for it as one.
pub(crate) async fn a_signer_becomes_an_authority(store: &TestStore) {
    let signer = item(ItemKind::Signer, "UT", "one", 60);
    let authority = Item {
        kind: ItemKind::Authority,
        ..signer.clone()
    };
    tx!(store, tx => {
        trust::turn(tx).await.unwrap();
        assert!(trust::insert_item(tx, &signer).await.unwrap());
        assert!(trust::insert_item(tx, &authority).await.unwrap());
        assert!(!trust::insert_item(tx, &authority).await.unwrap());
        assert!(!trust::insert_item(tx, &signer).await.unwrap(), "never back");
        trust::record(tx, &act("imported")).await.unwrap()
    });
    assert_eq!(trust::believed(store).await.unwrap().items, [authority]);
}
