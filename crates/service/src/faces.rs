//! One face among many: whether somebody who is about to be verified has been verified before, with
//! another document, as far as the policy wants to know.
//!
//! A face is kept, sealed, from the examination that saw it; once its registration is verified it is an
//! entry, and it goes with the registration. Entries of one organisation in one mode are held open in
//! memory for searching. The index is loaded when it is first asked, and follows the table's changes
//! before every search, on every round of housekeeping, and after whatever this process erases. What it
//! finds is looked up in the table, within the transaction that decides.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use bonafide_identity::evidence::EvidenceKind;
use bonafide_identity::id::{AccountId, OrganisationId, RegistrationId};
use bonafide_identity::policy::Policy;
use bonafide_identity::registration::{Actor, Effect, FaceSearch, Registration, Status};
use bonafide_store::blind_index::{self, IndexKind};
use bonafide_store::events::{self, NewEvent};
use bonafide_store::faces::{self, Change, Crowd, Face};
use bonafide_store::registrations::Summary;
use bonafide_store::{Conn, Tx};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::examiner::{FaceFound, FaceIndex, FaceTemplate, template_distance};
use crate::submit::actor;
use crate::{Error, Service};

/// Changes that are read at once.
const PAGE: u32 = 500;
/// The entry of the audit chain of whoever was searched for.
const SEARCHED: &str = "face_searched";
/// The entry of the audit chain of whoever was looked at.
const COMPARED: &str = "face_compared";
/// Entries of an audit chain that are read at once.
const CHAIN_PAGE: u32 = 200;

/// What an examination saw of a face.
pub(crate) enum FaceSeen {
    /// It did not look for one.
    Unasked,
    /// There was none.
    None,
    /// This one.
    Face(FaceTemplate),
}

/// What is to be searched for.
#[derive(Clone, PartialEq)]
pub(crate) struct Query {
    crowd: Crowd,
    template: Vec<u8>,
    born: Option<u16>,
    distance: f64,
    candidates: usize,
}

/// What was found in memory.
pub(crate) struct Searched {
    query: Query,
    /// The last change that the index knew of.
    at: i64,
    /// `None` where there are more faces than may be held open.
    found: Option<Vec<FaceFound>>,
}

/// What a decision has to know of a face.
pub(crate) enum Faced {
    /// Nobody asks.
    Off,
    /// It must be searched for first, outside of the transaction.
    Wanted(Query),
    /// It was.
    Known(Known),
}

/// What is known of a face, confirmed within the transaction that decides.
pub(crate) struct Known {
    pub(crate) search: FaceSearch,
    log: Log,
}

/// What the audit chain keeps of a search, sealed.
#[derive(Default, Serialize, Deserialize)]
struct Log {
    /// Every registration whose face lies within the distance.
    looked_at: Vec<RegistrationId>,
    /// Those of them that stand for somebody else.
    alike: Vec<RegistrationId>,
}

/// The indexes that are loaded.
#[derive(Default)]
pub(crate) struct Faces(Mutex<HashMap<Crowd, Arc<Shelf>>>);

#[derive(Default)]
struct Shelf {
    index: tokio::sync::Mutex<Index>,
    /// How many faces it holds.
    len: AtomicUsize,
    /// When it was last searched, in microseconds.
    used: AtomicI64,
}

#[derive(Default)]
struct Index {
    faces: FaceIndex,
    at: i64,
    /// There are more faces than may be held: until a restart with another limit it holds none.
    full: bool,
}

impl Index {
    fn take(&mut self, change: &Change) {
        self.at = change.changed;
        let number = change.number.unsigned_abs();
        self.faces.remove(number);
        if let Some(entry) = &change.entry
            && !self.faces.insert(number, entry.born, &entry.template)
        {
            tracing::error!(number, "a face that is none is passed over");
        }
    }
}

impl Faces {
    fn shelf(&self, crowd: &Crowd) -> Arc<Shelf> {
        let mut shelves = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(shelves.entry(crowd.clone()).or_default())
    }

    fn shelves(&self) -> Vec<(Crowd, Arc<Shelf>)> {
        let shelves = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let shelves = shelves.iter();
        shelves
            .map(|(crowd, shelf)| (crowd.clone(), Arc::clone(shelf)))
            .collect()
    }

    fn len(&self) -> usize {
        let shelves = self.shelves().into_iter();
        shelves
            .map(|(_, shelf)| shelf.len.load(Ordering::Relaxed))
            .sum()
    }

    /// Forgets the index that was used longest ago, besides one; gives whether there was another.
    fn evict(&self, besides: &Crowd) -> bool {
        let mut shelves = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let oldest = shelves
            .iter()
            .filter(|(crowd, _)| *crowd != besides)
            .filter(|(_, shelf)| shelf.len.load(Ordering::Relaxed) > 0)
            .min_by_key(|(_, shelf)| shelf.used.load(Ordering::Relaxed))
            .map(|(crowd, _)| crowd.clone());
        oldest.is_some_and(|crowd| shelves.remove(&crowd).is_some())
    }
}

impl Service {
    /// How many faces this process holds open to be searched.
    pub fn faces_in_memory(&self) -> usize {
        self.core.faces.len()
    }

    /// Brings an index up to date, loading it where it was not; gives whether it can be searched.
    async fn follow(&self, crowd: &Crowd, shelf: &Shelf, index: &mut Index) -> Result<bool, Error> {
        while !index.full {
            let mut read = self.store().read().await?;
            let changes = faces::changes(&mut read, crowd, index.at, PAGE).await?;
            drop(read);
            for change in &changes {
                index.take(change);
            }
            shelf.len.store(index.faces.len(), Ordering::Relaxed);
            while self.faces_in_memory() > self.settings().faces {
                if !self.core.faces.evict(crowd) {
                    tracing::error!(organisation = %crowd.organisation, "more faces than may be held in memory: nobody is searched for");
                    *index = Index {
                        full: true,
                        ..Index::default()
                    };
                    shelf.len.store(0, Ordering::Relaxed);
                    return Ok(false);
                }
            }
            if changes.len() < PAGE as usize {
                break;
            }
        }
        Ok(!index.full)
    }

    /// Loads the index that a search will ask.
    pub(crate) async fn prepare_faces(
        &self,
        organisation: &OrganisationId,
        livemode: bool,
        model: &str,
    ) {
        let crowd = Crowd {
            organisation: organisation.clone(),
            livemode,
            model: model.to_owned(),
        };
        let shelf = self.core.faces.shelf(&crowd);
        let mut index = shelf.index.lock().await;
        if let Err(error) = self.follow(&crowd, &shelf, &mut index).await {
            tracing::warn!(%error, "faces were not loaded");
        }
    }

    /// Follows what was entered and erased, in every index of an organisation that is loaded, or of
    /// all.
    pub(crate) async fn follow_faces(&self, organisation: Option<&OrganisationId>) {
        for (crowd, shelf) in self.core.faces.shelves() {
            if organisation.is_some_and(|wanted| *wanted != crowd.organisation) {
                continue;
            }
            let mut index = shelf.index.lock().await;
            if let Err(error) = self.follow(&crowd, &shelf, &mut index).await {
                tracing::warn!(%error, "faces were not followed");
            }
        }
    }

    /// Looks through the faces in memory.
    pub(crate) async fn search_faces(&self, query: Query) -> Result<Searched, Error> {
        let shelf = self.core.faces.shelf(&query.crowd);
        let used = self.now().as_microsecond();
        shelf.used.store(used, Ordering::Relaxed);
        let mut index = shelf.index.lock().await;
        let found = if self.follow(&query.crowd, &shelf, &mut index).await? {
            // Some tens of milliseconds for a million, on a thread that may be busy.
            let Query {
                template,
                born,
                distance,
                candidates,
                ..
            } = query.clone();
            let taken = std::mem::take(&mut *index);
            let searching = tokio::task::spawn_blocking(move || {
                let found = taken.faces.nearest(&template, born, candidates, distance);
                (taken, found)
            });
            // Whatever breaks down leaves an empty index, which is loaded anew.
            let (back, found) = searching
                .await
                .map_err(|_| Error::Inconsistent("a search for a face"))?;
            *index = back;
            Some(found)
        } else {
            None
        };
        Ok(Searched {
            at: index.at,
            query,
            found,
        })
    }

    /// What is known of the face of a registration that is about to be decided. Whoever asks about
    /// faces of the same organisation and mode at once waits for this transaction.
    pub(crate) async fn faced(
        &self,
        tx: &mut Tx,
        (after, effects): (&Registration, &[Effect]),
        policy: &Policy,
        seen: &FaceSeen,
        searched: Option<&Searched>,
    ) -> Result<Faced, Error> {
        let decided = |effect| matches!(effect, &Effect::Bind | &Effect::OpenReview { .. });
        let Some(limits) = policy.face_duplicates else {
            return Ok(Faced::Off);
        };
        if !effects.iter().any(decided) {
            return Ok(Faced::Off);
        }
        let unavailable = Faced::Known(Known {
            search: FaceSearch::Unavailable,
            log: Log::default(),
        });
        let Some(template) = face_of(tx, after, seen).await? else {
            return Ok(unavailable);
        };
        let query = Query {
            crowd: crowd(after, &template),
            template: template.bytes,
            born: after.birth_year(),
            distance: limits.distance,
            candidates: usize::try_from(limits.candidates).unwrap_or(usize::MAX),
        };
        let Some(searched) = searched.filter(|one| one.query == query) else {
            return Ok(Faced::Wanted(query));
        };
        faces::take_turn(tx, after.organisation(), after.livemode()).await?;
        let Some(found) = &searched.found else {
            return Ok(unavailable);
        };
        let Some(found) = catch_up(tx, &query, searched.at, found.clone()).await? else {
            return Ok(Faced::Wanted(query));
        };
        self.confirm(tx, after, &query.crowd, &found)
            .await
            .map(Faced::Known)
    }

    /// Whose the faces are that were found, as far as they still stand.
    async fn confirm(
        &self,
        tx: &mut Tx,
        registration: &Registration,
        crowd: &Crowd,
        found: &[FaceFound],
    ) -> Result<Known, Error> {
        let holders: Vec<[u8; 32]> = self
            .presented(registration)?
            .into_iter()
            .map(|[_, holder]| holder)
            .collect();
        let (mut log, mut nearest, mut known) = (Log::default(), None, false);
        for one in found {
            let number = i64::try_from(one.number).unwrap_or(i64::MAX);
            let Some((other, account)) = faces::entered(tx, crowd, number).await? else {
                continue;
            };
            log.looked_at.push(other.clone());
            if self
                .is_holder(tx, registration, (&other, &account), &holders)
                .await?
            {
                known = true;
            } else {
                nearest = nearest.or(Some(one.distance));
                log.alike.push(other);
            }
        }
        if known {
            // The face has come with this document before, and whoever looked let it stand.
            log.alike.clear();
            nearest = None;
        }
        let search = FaceSearch::Searched {
            others: u32::try_from(log.alike.len()).unwrap_or(u32::MAX),
            nearest,
        };
        Ok(Known { search, log })
    }

    /// Whether another registration is the same account's, or proved the same holder by the same
    /// document.
    async fn is_holder(
        &self,
        tx: &mut Tx,
        registration: &Registration,
        (other, account): (&RegistrationId, &AccountId),
        holders: &[[u8; 32]],
    ) -> Result<bool, Error> {
        if account == registration.account() {
            return Ok(true);
        }
        let indexed = blind_index::of_registration(tx, registration.organisation(), other).await?;
        let holder = IndexKind::DocumentHolder.as_str();
        Ok(indexed
            .iter()
            .any(|(kind, value)| kind == holder && holders.contains(value)))
    }

    /// Writes down whom a search looked at: how many in the clear, whom sealed, so that erasing ends
    /// it; and in the chain of each that it was looked at.
    pub(crate) async fn note_faces(
        &self,
        tx: &mut Tx,
        summary: &Summary,
        known: &Known,
        now: Timestamp,
    ) -> Result<(), Error> {
        let Log { looked_at, alike } = &known.log;
        let note = serde_json::json!({
            "available": known.search != FaceSearch::Unavailable,
            "looked_at": looked_at.len(),
            "alike": alike.len(),
        });
        let payload = serde_json::to_vec(&known.log).expect("ids are plain data");
        let machine = actor(Actor::Machine);
        let entry = NewEvent {
            organisation: &summary.organisation,
            registration: &summary.id,
            at: now,
            kind: SEARCHED,
            actor: machine,
            note: Some(&note),
            payload: Some((&summary.account, &payload)),
        };
        events::append(tx, &entry).await?;
        for other in looked_at {
            self.note_event(tx, &summary.organisation, other, COMPARED, machine)
                .await?;
        }
        Ok(())
    }

    /// Keeps the face that was seen while the registration goes on, enters it once it is verified, and
    /// drops it once it is over or to be photographed anew.
    pub(crate) async fn keep_face(
        &self,
        tx: &mut Tx,
        registration: &Registration,
        policy: &Policy,
        seen: &FaceSeen,
    ) -> Result<(), Error> {
        if policy.face_duplicates.is_none() {
            return Ok(());
        }
        let (organisation, id) = (registration.organisation(), registration.id());
        let status = registration.status();
        let shown = (registration.evidence()).any(|one| one.kind == EvidenceKind::Selfie);
        let over = status.is_final() && status != Status::Verified;
        let template = match seen {
            _ if over || !shown => None,
            // Nothing new: an entry is made of what was kept.
            FaceSeen::Unasked if status != Status::Verified => return Ok(()),
            _ => face_of(tx, registration, seen).await?,
        };
        let Some(template) = template else {
            return Ok(faces::drop_kept(tx, organisation, id).await?);
        };
        let face = Face {
            crowd: &crowd(registration, &template),
            registration: id,
            account: registration.account(),
            born: registration.birth_year(),
            template: &template.bytes,
        };
        if status == Status::Verified {
            faces::take_turn(tx, organisation, registration.livemode()).await?;
            faces::enter(tx, &face).await?;
        } else {
            faces::keep(tx, &face).await?;
        }
        Ok(())
    }

    /// The registrations whose faces the last search found alike. None of them is known to the person.
    pub(crate) async fn alike(
        &self,
        conn: &mut Conn,
        registration: &Registration,
    ) -> Result<Vec<RegistrationId>, Error> {
        let (organisation, id) = (registration.organisation(), registration.id());
        let (mut after, mut alike) = (0, Vec::new());
        loop {
            let account = registration.account();
            let page = events::list(conn, organisation, id, account, after, CHAIN_PAGE).await?;
            let whole = page.len() == CHAIN_PAGE as usize;
            after = page.last().map_or(after, |event| event.seq);
            let searches = page.into_iter().filter(|event| event.kind == SEARCHED);
            if let Some(payload) = searches.filter_map(|event| event.payload).next_back() {
                let log: Log = serde_json::from_slice(&payload)
                    .map_err(|_| Error::Inconsistent("what a search for a face found"))?;
                alike = log.alike;
            }
            if !whole {
                return Ok(alike);
            }
        }
    }
}

/// The face of a registration: the one that was just seen, or the one that was kept.
async fn face_of(
    conn: &mut Conn,
    registration: &Registration,
    seen: &FaceSeen,
) -> Result<Option<FaceTemplate>, Error> {
    match seen {
        FaceSeen::Face(template) => Ok(Some(template.clone())),
        FaceSeen::None => Ok(None),
        FaceSeen::Unasked => {
            let (organisation, id) = (registration.organisation(), registration.id());
            let kept = faces::kept(conn, organisation, id).await?;
            Ok(kept.map(|kept| FaceTemplate {
                model: kept.model,
                bytes: kept.template.to_vec(),
            }))
        }
    }
}

fn crowd(registration: &Registration, template: &FaceTemplate) -> Crowd {
    Crowd {
        organisation: registration.organisation().clone(),
        livemode: registration.livemode(),
        model: template.model.clone(),
    }
}

/// What was found, with what changed since; `None` where that is too much for a transaction.
async fn catch_up(
    tx: &mut Tx,
    query: &Query,
    at: i64,
    mut found: Vec<FaceFound>,
) -> Result<Option<Vec<FaceFound>>, Error> {
    let changes = faces::changes(tx, &query.crowd, at, PAGE).await?;
    if changes.len() == PAGE as usize {
        return Ok(None);
    }
    for change in changes {
        let number = change.number.unsigned_abs();
        found.retain(|one| one.number != number);
        let Some(entry) = change.entry else { continue };
        let same_year = match (entry.born, query.born) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        };
        let distance = template_distance(&entry.template, &query.template);
        if let Some(distance) = distance.filter(|it| same_year && *it <= query.distance) {
            found.push(FaceFound { number, distance });
        }
    }
    found.sort_by(|a, b| a.distance.total_cmp(&b.distance));
    found.truncate(query.candidates);
    Ok(Some(found))
}
