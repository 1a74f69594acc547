//! Whose turn it is: as many films are judged at once as there are seats; others wait in line.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bonafide_identity::id::RegistrationId;
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

use crate::Error;

/// People who may wait in line, for each seat.
const LINE: usize = 8;
/// Places in it for one registration: a page that is loaded anew stands beside its former self for a moment.
const OF_ONE: usize = 2;

/// The films of this process.
pub(crate) struct Films {
    seats: Arc<Semaphore>,
    most_waiting: usize,
    waiting: Arc<Waiting>,
    /// The film of each registration that goes on.
    running: Mutex<HashMap<RegistrationId, Arc<Notify>>>,
}

/// Who waits, one entry for each place in the line.
#[derive(Default)]
struct Waiting(Mutex<Vec<RegistrationId>>);

impl Waiting {
    fn all(&self) -> MutexGuard<'_, Vec<RegistrationId>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Films {
    pub(crate) fn new(seats: usize) -> Self {
        Self {
            seats: Arc::new(Semaphore::new(seats)),
            most_waiting: seats.saturating_mul(LINE),
            waiting: Arc::default(),
            running: Mutex::default(),
        }
    }

    /// Joins the line.
    pub(super) fn queue(&self, registration: &RegistrationId) -> Result<Queued, Error> {
        let mut waiting = self.waiting.all();
        let own = waiting.iter().filter(|one| *one == registration).count();
        if waiting.len() >= self.most_waiting || own >= OF_ONE {
            return Err(Error::Overloaded);
        }
        waiting.push(registration.clone());
        drop(waiting);
        Ok(Queued {
            seats: Arc::clone(&self.seats),
            counted: Counted {
                waiting: Arc::clone(&self.waiting),
                registration: registration.clone(),
            },
        })
    }

    /// Enters a film; the one before of the same registration hears of it.
    pub(super) fn enter(self: &Arc<Self>, registration: &RegistrationId) -> Running {
        let replaced = Arc::new(Notify::new());
        let before = self
            .running()
            .insert(registration.clone(), Arc::clone(&replaced));
        if let Some(before) = before {
            before.notify_one();
        }
        Running {
            films: Arc::clone(self),
            registration: registration.clone(),
            replaced,
        }
    }

    fn running(&self) -> MutexGuard<'_, HashMap<RegistrationId, Arc<Notify>>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Counted {
    waiting: Arc<Waiting>,
    registration: RegistrationId,
}

impl Drop for Counted {
    fn drop(&mut self) {
        let mut waiting = self.waiting.all();
        if let Some(at) = waiting.iter().position(|one| *one == self.registration) {
            waiting.swap_remove(at);
        }
    }
}

/// A place in the line.
pub struct Queued {
    seats: Arc<Semaphore>,
    counted: Counted,
}

impl Queued {
    /// How many wait, this one included.
    pub fn length(&self) -> usize {
        self.counted.waiting.all().len()
    }

    /// Waits for a seat, in the order in which this was first asked.
    ///
    /// # Errors
    /// [`Error::Overloaded`] when the house closes.
    pub async fn seat(&self) -> Result<Seat, Error> {
        let seat = Arc::clone(&self.seats).acquire_owned().await;
        seat.map(Seat).map_err(|_| Error::Overloaded)
    }
}

/// A seat: while it is kept, a film may be judged.
pub struct Seat(
    #[expect(dead_code, reason = "kept for what dropping it does")] OwnedSemaphorePermit,
);

/// A film that goes on.
pub(super) struct Running {
    films: Arc<Films>,
    registration: RegistrationId,
    replaced: Arc<Notify>,
}

impl Running {
    /// Waits until another film of the same registration is begun.
    pub(super) async fn replaced(&self) {
        self.replaced.notified().await;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let mut running = self.films.running();
        if running
            .get(&self.registration)
            .is_some_and(|present| Arc::ptr_eq(present, &self.replaced))
        {
            running.remove(&self.registration);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn registration(number: u8) -> RegistrationId {
        RegistrationId::new(jiff::Timestamp::UNIX_EPOCH, [number; 10])
    }

    #[tokio::test]
    async fn a_line_has_an_end_and_seats_are_given_back() {
        let films = Films::new(1);
        let first = films.queue(&registration(0)).unwrap();
        let seat = first.seat().await.unwrap();
        drop(first);
        let all = (1..).map_while(|number| films.queue(&registration(number)).ok());
        let waiting: Vec<_> = all.collect();
        assert_eq!(waiting.len(), LINE);
        assert_eq!(waiting[0].length(), LINE);
        let soon = std::time::Duration::from_millis(20);
        assert!(tokio::time::timeout(soon, waiting[0].seat()).await.is_err());
        drop(seat);
        assert!(tokio::time::timeout(soon, waiting[0].seat()).await.is_ok());
        drop(waiting);
        assert_eq!(films.queue(&registration(0)).unwrap().length(), 1);
    }

    #[test]
    fn nobody_fills_the_line_alone() {
        let films = Films::new(1);
        let own: Vec<_> = std::iter::from_fn(|| films.queue(&registration(1)).ok()).collect();
        assert_eq!(own.len(), OF_ONE);
        assert!(films.queue(&registration(2)).is_ok());
        drop(own);
        assert!(films.queue(&registration(1)).is_ok());
    }
}
