//! Printed recovery codes: each takes the place of a code by text message once, for whoever has lost
//! the phone.

use bonafide_identity::account::RecoveryCode;
use bonafide_identity::id::AccountId;
use bonafide_store::account::{self as logins, recovery_codes as rows};
use bonafide_store::attempts::Reservation;
use bonafide_store::blind_index::IndexKind;
use jiff::SignedDuration;

use super::change::open;
use super::{Account, Change, Flow};
use crate::{Error, Service};

/// Codes that are printed at once.
const CODES: usize = 10;
/// Printed codes that are tried for one account, or in one browser, within a day.
const TRIES: u32 = 10;

impl Service {
    /// Makes codes in place of those before, shown this once, and tells the owner.
    ///
    /// # Errors
    /// [`Problem::ProveAgain`].
    pub async fn new_recovery_codes(&self, account: &Account) -> Result<Vec<String>, Error> {
        self.require_fresh(account)?;
        let codes: [RecoveryCode; CODES] =
            std::array::from_fn(|_| RecoveryCode::new(self.core.random.array()));
        let values = codes.iter().map(|code| self.value_of(&account.id, code));
        let values: Vec<[u8; 32]> = values.collect::<Result<_, Error>>()?;
        let mut tx = self.store().begin().await?;
        logins::hold(&mut tx, &account.id).await?;
        let login = open(&mut tx, account).await?;
        rows::replace(&mut tx, &account.id, &values, self.now()).await?;
        self.notify_owner(&mut tx, &login, Change::RecoveryCodes)
            .await?;
        tx.commit().await?;
        self.core.wake.messages.notify_one();
        Ok(codes.iter().map(RecoveryCode::in_groups).collect())
    }

    /// The value of a code that is tried in place of the one by text message, and may be. The try is counted
    /// before; without an account as well.
    pub(super) async fn tried_recovery_code(
        &self,
        flow: &Flow,
        code: &RecoveryCode,
    ) -> Result<Option<[u8; 32]>, Error> {
        let (day, now) = (SignedDuration::from_hours(24), self.now());
        let browser = hex::encode(flow.hash);
        let subject = match &flow.state.account {
            Some(account) => account.as_str(),
            None => &browser,
        };
        let reserved = self
            .store()
            .reserve_attempt("account-recovery-code", subject, TRIES, day, now)
            .await?;
        let Some(account) = &flow.state.account else {
            return Ok(None);
        };
        match reserved {
            Reservation::Granted { .. } => Ok(Some(self.value_of(account, code)?)),
            Reservation::Refused { .. } => Ok(None),
        }
    }

    fn value_of(&self, account: &AccountId, code: &RecoveryCode) -> Result<[u8; 32], Error> {
        let text = format!("{account}/{}", code.digits());
        Ok(self.store().blind_index(IndexKind::RecoveryCode, &text)?)
    }
}
