//! Waking those who follow a registration or an approval live. Within a process a change is told at once;
//! changes that another process made are found by looking now and then.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use tokio::sync::watch;

/// Who follows what.
pub(crate) struct Watchers<K> {
    bells: Mutex<HashMap<K, watch::Sender<()>>>,
}

impl<K> Default for Watchers<K> {
    fn default() -> Self {
        Self {
            bells: Mutex::default(),
        }
    }
}

impl<K: Clone + Eq + Hash> Watchers<K> {
    /// A bell that rings when it changes from now on.
    pub(crate) fn follow(&self, id: &K) -> watch::Receiver<()> {
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
    pub(crate) fn changed(&self, id: &K) {
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
    use bonafide_identity::id::RegistrationId;
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
