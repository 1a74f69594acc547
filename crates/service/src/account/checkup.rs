//! What somebody might do for the safety of their account: each point in order, or worth a look.

use jiff::{SignedDuration, Timestamp};

use super::AccountHome;

/// What signs somebody in and was not used for so long may be lost.
const UNUSED: SignedDuration = SignedDuration::from_hours(180 * 24);
/// Fewer printed codes than that are soon none.
const FEW_CODES: u64 = 3;

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// Something else than what can be guessed or told signs in: a passkey, or an approval app.
    Key,
    /// There is another way in, should that be lost; nothing to look at before there is one.
    Spare,
    /// Recovery codes are printed.
    Codes,
    /// An identity is kept, by which its owner gets in again when all else is lost.
    Identity,
    /// Everything that signs in was used lately.
    Used,
    /// No other browser is signed in.
    Browsers,
}

/// A point, and whether it is in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Which.
    pub point: Point,
    /// Whether there is nothing to do.
    pub good: bool,
}

impl AccountHome {
    /// Looks at the account as its owner sees it.
    #[must_use]
    pub fn check_up(&self) -> Vec<Checked> {
        let apps = self.apps.iter().filter(|app| app.blocked_at.is_none());
        let keys = self.passkeys.len() + apps.clone().count();
        let used = |created: Timestamp, last: Option<Timestamp>| {
            self.now.duration_since(last.unwrap_or(created)) < UNUSED
        };
        let in_use = self
            .passkeys
            .iter()
            .all(|passkey| used(passkey.created_at, passkey.last_used_at))
            && apps
                .clone()
                .all(|app| used(app.created_at, app.last_used_at))
            && self
                .code_apps
                .iter()
                .all(|app| used(app.created_at, app.last_used_at));
        let spare = (keys > 0).then(|| (Point::Spare, keys + self.code_apps.len() > 1));
        [(Point::Key, keys > 0)]
            .into_iter()
            .chain(spare)
            .chain([
                (Point::Codes, self.recovery_codes >= FEW_CODES),
                (Point::Identity, self.identity.is_some()),
                (Point::Used, in_use),
                (Point::Browsers, self.sessions.len() <= 1),
            ])
            .map(|(point, good)| Checked { point, good })
            .collect()
    }
}
