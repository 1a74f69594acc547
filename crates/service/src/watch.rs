//! Waking those who follow a registration live. Within a process a change is told at once;
//! changes that another process made are found by looking now and then.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use bonafide_identity::id::RegistrationId;
use tokio::sync::watch;

/// Who follows what.
#[derive(Default)]
pub(crate) struct Watchers {
    bells: Mutex<HashMap<RegistrationId, watch::Sender<()>>>,
}

impl Watchers {
    /// A bell that rings when the registration changes from now on.
    pub(crate) fn follow(&self, id: &RegistrationId) -> watch::Receiver<()> {
        let mut bells = self.bells.lock().unwrap_or_else(PoisonError::into_inner);
        // Whoever stopped listening makes room, so that the table stays as small as the audience.
        if bells.len() > 64 && bells.len().is_power_of_two() {
            bells.retain(|_, bell| !bell.is_closed());
        }
        bells
            .entry(id.clone())
            .or_insert_with(|| watch::channel(()).0)
            .subscribe()
    }

    /// Rings.
    pub(crate) fn changed(&self, id: &RegistrationId) {
        let mut bells = self.bells.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bell) = bells.get(id)
            && bell.send(()).is_err()
        {
            bells.remove(id);
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    #[tokio::test]
    async fn a_change_wakes_those_who_follow_it() {
        let watchers = Watchers::default();
        let [a, b] = [1, 2].map(|n| RegistrationId::new(Timestamp::UNIX_EPOCH, [n; 10]));
        let (mut first, second) = (watchers.follow(&a), watchers.follow(&b));
        watchers.changed(&a);
        first.changed().await.unwrap();
        assert!(!second.has_changed().unwrap());
        drop((first, second));
        watchers.changed(&a);
        assert!(
            !watchers.bells.lock().unwrap().contains_key(&a),
            "nobody listens any more"
        );
    }
}
