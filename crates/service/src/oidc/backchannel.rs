//! Services ask people on their approval apps, without a browser of theirs (OpenID Connect Client-Initiated Backchannel
//! Authentication, poll and ping mode). Only whom a service knows can be asked: who agreed in a browser, once, to tell it no less.
//! The service learns nothing from asking: it waits in the same way for whoever there is not.

use std::fmt;

use bonafide_identity::id::{AccountId, ApprovalId};
use bonafide_identity::port::egress::EgressRequest;
use bonafide_oidc::authorization::Presence;
use bonafide_oidc::backchannel::{Backchannel, INTERVAL};
use bonafide_oidc::form::Form;
use bonafide_oidc::grant::{Grant, Part};
use bonafide_oidc::issue::TokenResponse;
use bonafide_oidc::person::{Known as KnownPerson, Level};
use bonafide_oidc::problem::Problem;
use bonafide_store::messages::DeliveryState;
use bonafide_store::oidc_notifications::{self as notifications, Notification};
use bonafide_store::{Conn, Tx, oidc_grants as grants, oidc_polls as rows};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::authorize::{LONGEST, PROOFS, agreed_to};
use super::known::Known;
use super::notifications::post;
use super::person::known;
use super::poll::{FETCHED, no};
use super::tokens::ACCESS_TOKEN;
use super::{Call, Denied};
use crate::account::Question;
use crate::secret::Secret;
use crate::{Error, Service};

/// That somebody is asked, if there is anybody to ask.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Acknowledged {
    /// How the service asks for the outcome.
    pub auth_req_id: String,
    /// For how many seconds.
    pub expires_in: i64,
    /// How many seconds it waits in between.
    pub interval: i64,
}

/// What a client is told with once its question is answered. `Debug` is not for secrets.
#[derive(Serialize, Deserialize)]
struct Ping {
    auth_req_id: String,
    token: String,
}

impl fmt::Debug for Acknowledged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Acknowledged(…)")
    }
}

impl Service {
    /// Asks a person on their approval app, if there is such a person, and they are known to the client. Words and time
    /// are the same where there is none.
    ///
    /// # Errors
    /// [`Denied`]
    pub async fn ask_person(&self, call: &Call<'_>) -> Result<Acknowledged, Denied> {
        let client = self.calling_client(call, false).await?;
        let asked = Backchannel::parse(call.form, &client.metadata)?;
        let text = call.form.to_text(&PROOFS);
        if text.len() > LONGEST {
            return Err(Problem::request("more bytes than are kept").into());
        }
        let (now, secret) = (self.now(), Secret::generate(&*self.core.random));
        let approval = ApprovalId::new(now, self.random_id());
        let row = rows::Poll {
            hash: secret.hash(),
            client: client.id.clone(),
            approval: Some(approval.clone()),
            user_code: None,
            agreed: None,
            refused_at: None,
            polled_at: None,
            wait: INTERVAL,
            created: now,
            open_until: now + asked.lasts,
            expires: now + asked.lasts + FETCHED,
        };
        let mut tx = self.store().begin().await?;
        rows::insert(&mut tx, &row, &text).await?;
        if let Some(token) = asked.notification_token.clone() {
            let ping = Ping {
                auth_req_id: secret.reveal().to_owned(),
                token,
            };
            self.tell_when_answered(&mut tx, &row, &ping).await?;
        }
        tx.commit().await?;
        let lasts = asked.lasts;
        let question = Question {
            approval,
            client: client.id.clone(),
            name: client.name.clone(),
            number: asked.message.number.clone(),
            message: asked.message.text.clone(),
            lasts,
        };
        self.in_the_background("a service's question", async move |service: Self| {
            let Some(account) = service.account_named(&asked.hint).await? else {
                return Ok(());
            };
            let mut read = service.store().read().await?;
            let known = service.agreed(&mut read, &account, &client, &asked).await?;
            drop(read);
            match known {
                Some(_) => service.ask_on_app(&account, question).await,
                None => Ok(()),
            }
        })?;
        Ok(Acknowledged {
            auth_req_id: secret.reveal().to_owned(),
            expires_in: lasts.as_secs(),
            interval: INTERVAL,
        })
    }

    /// Has a client told once a question is answered, or its time is up: whether there was anybody to ask does not show.
    async fn tell_when_answered(
        &self,
        tx: &mut Tx,
        poll: &rows::Poll,
        ping: &Ping,
    ) -> Result<(), Error> {
        let told = Notification {
            id: hex::encode(self.core.random.array::<16>()),
            client: poll.client.clone(),
            account: None,
            session: None,
            approval: poll.approval.clone(),
            event: false,
            state: DeliveryState::Pending,
            attempts: 0,
            next_at: poll.open_until,
            claim: None,
            last_error: None,
            created: poll.created,
            expires: poll.expires,
        };
        let body = serde_json::to_vec(ping).map_err(|_| Error::Inconsistent("a ping"))?;
        Ok(notifications::insert(tx, &told, Some(&body)).await?)
    }

    /// What a client is sent once a question of it was answered (CIBA Core, 10.2); nothing where it asks by itself by now.
    pub(super) async fn ping_request(
        &self,
        client: &Known,
        told: &Notification,
    ) -> Result<Option<EgressRequest>, Error> {
        let endpoint = &client.metadata.backchannel_client_notification_endpoint;
        let Some(address) = endpoint else {
            return Ok(None);
        };
        let body = notifications::body(&mut *self.store().read().await?, told).await?;
        let ping: Ping =
            serde_json::from_slice(&body).map_err(|_| Error::Inconsistent("a ping"))?;
        let bearer = ("authorization".to_owned(), format!("Bearer {}", ping.token));
        let body = json!({ "auth_req_id": ping.auth_req_id }).to_string();
        Ok(Some(post(address, "application/json", vec![bearer], body)))
    }

    /// What is known of a person of what they agreed to tell a client; none where they did not agree to all of it.
    async fn agreed(
        &self,
        conn: &mut Conn,
        account: &AccountId,
        client: &Known,
        asked: &Backchannel,
    ) -> Result<Option<KnownPerson>, Error> {
        let now = self.now();
        let known = known(conn, account, &asked.asked.asked(), false, now).await?;
        let agreed = agreed_to(conn, account, &client.id, &asked.asked, &known, now).await?;
        Ok(agreed.map(|_| known))
    }

    /// The tokens that follow from an approval.
    pub(super) async fn follow_approval(
        &self,
        mut tx: Tx,
        client: &Known,
        approval: &ApprovalId,
        form: &Form,
        key: Option<String>,
    ) -> Result<TokenResponse, Denied> {
        let now = self.now();
        let taken = match Self::take_approved(&mut tx, approval, now).await? {
            Ok(taken) => taken,
            Err(_) => {
                tx.commit().await?;
                return Err(no());
            }
        };
        let asked = Backchannel::parse(form, &client.metadata)?;
        let known = self.agreed(&mut tx, &taken.account, client, &asked).await?;
        let paused = self.unless_paused(&taken.account).await.is_err();
        let Some(known) = known.filter(|_| !paused) else {
            tx.commit().await?;
            return Err(no());
        };
        let presence = Presence {
            since: taken.decided_at.unwrap_or(now),
            level: Level::Two,
            expected: true,
        };
        let subject = self.subject(client, &taken.account)?;
        let grant = Grant::new(&asked.asked, &known, subject, &presence, now);
        let granted = grants::Grant {
            id: hex::encode(self.core.random.array::<16>()),
            organisation: client.organisation.clone(),
            client: client.id.clone(),
            account: taken.account,
            // Never given out, and exchanged already.
            code: Secret::generate(&*self.core.random).hash(),
            code_until: now,
            redeemed_at: Some(now),
            family: None,
            refresh: None,
            revoked_at: None,
            created: now,
            expires: now + SignedDuration::from_secs(ACCESS_TOKEN),
        };
        let matter = serde_json::to_vec(&grant).map_err(|_| Error::Inconsistent("a grant"))?;
        grants::insert(&mut tx, &granted, &matter).await?;
        let part = Part {
            scope: grant.scope.clone(),
            resources: Vec::new(),
        };
        self.exchange(tx, client, &granted, grant, part, key).await
    }
}
