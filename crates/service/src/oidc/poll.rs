//! Clients fetch what came of a question that was put to somebody elsewhere: on their approval app, or at the page where a
//! device's code is typed. Both wait in the same way (RFC 8628, 3.5; CIBA Core, 11).

use bonafide_oidc::client::GrantType;
use bonafide_oidc::form::Form;
use bonafide_oidc::issue::TokenResponse;
use bonafide_oidc::problem::{Code, Problem};
use bonafide_store::Tx;
use bonafide_store::oidc_polls::{self as rows, Poll};
use jiff::{SignedDuration, Timestamp};

use super::granted::{dead, require};
use super::known::Known;
use super::{Call, Denied};
use crate::account::WaitedFor;
use crate::{Error, Service, secret};

/// How long an outcome can be fetched after the time for an answer.
pub(super) const FETCHED: SignedDuration = SignedDuration::from_mins(10);
/// Seconds more that a client waits which asked too soon (RFC 8628, 3.5).
const SLOWER: i64 = 5;
/// The longest that it has to wait in between.
const SLOWEST: i64 = 60;

/// That the person refused; and whatever came in between since they agreed is told in no other words.
pub(super) fn no() -> Denied {
    Problem::new(Code::AccessDenied, "the person said no").into()
}

impl Service {
    /// What came of a client's question of this kind: tokens, once, or why there are none.
    pub(super) async fn fetch_outcome(
        &self,
        call: &Call<'_>,
        client: &Known,
        grant: GrantType,
        name: &str,
    ) -> Result<TokenResponse, Denied> {
        require(client, grant)?;
        let key = self.proven_key(call, client).await?;
        let now = self.now();
        let unknown = || dead("what was asked is unknown, was fetched, or is long past its time");
        let hash = secret::hash(name).ok_or_else(unknown)?;
        let mut tx = self.store().begin().await?;
        let row = rows::find(&mut tx, &hash, &client.id).await?;
        let of_kind = |row: &Poll| row.approval.is_some() == (grant == GrantType::Ciba);
        let row = row
            .filter(|row| of_kind(row) && row.expires > now)
            .ok_or_else(unknown)?;
        let early = row
            .polled_at
            .is_some_and(|before| now.duration_since(before).as_secs() < row.wait);
        if early {
            let wait = (row.wait + SLOWER).min(SLOWEST);
            rows::polled(&mut tx, &hash, wait, now).await?;
            tx.commit().await?;
            return Err(Problem::new(Code::SlowDown, "asked again too soon").into());
        }
        let outcome = Self::answered(&mut tx, &row, now).await?;
        let problem = match outcome {
            WaitedFor::Approved => None,
            WaitedFor::Answer if row.open_until > now => {
                rows::polled(&mut tx, &hash, row.wait, now).await?;
                tx.commit().await?;
                let pending = Problem::new(Code::AuthorizationPending, "nobody answered yet");
                return Err(pending.into());
            }
            WaitedFor::Refused => Some(no()),
            WaitedFor::Answer | WaitedFor::Over => {
                Some(Problem::new(Code::ExpiredToken, "nobody answered in time").into())
            }
        };
        // Whoever comes second finds nothing.
        let form = rows::take(&mut tx, &hash).await?.ok_or_else(unknown)?;
        if let Some(problem) = problem {
            tx.commit().await?;
            return Err(problem);
        }
        match (&row.approval, &row.agreed) {
            (Some(approval), _) => {
                let form = Form::parse(&form).map_err(|_| Error::Inconsistent("a request"))?;
                self.follow_approval(tx, client, approval, &form, key).await
            }
            (None, Some(agreed)) => self.follow_code(tx, client, agreed, key).await,
            (None, None) => Err(Error::Inconsistent("a device that nobody answered").into()),
        }
    }

    async fn answered(tx: &mut Tx, row: &Poll, now: Timestamp) -> Result<WaitedFor, Error> {
        Ok(match &row.approval {
            Some(approval) => Self::outcome(tx, approval, now).await?,
            None if row.agreed.is_some() => WaitedFor::Approved,
            None if row.refused_at.is_some() => WaitedFor::Refused,
            None => WaitedFor::Answer,
        })
    }
}
