//! Requests that clients push before they send anybody (RFC 9126).

use std::fmt;
use std::sync::Arc;

use bonafide_oidc::authorization::{self, PUSHED};
use bonafide_oidc::problem::{Code, Problem};
use bonafide_store::oidc_requests as requests;
use jiff::SignedDuration;
use serde::Serialize;

use super::super::known::Known;
use super::super::{Call, Denied};
use super::{Asked, LONGEST, LOOKED_AT, PROOFS};
use crate::secret::{self, Secret};
use crate::{Error, Service};

/// How long a pushed request waits for its person.
pub(super) const WAITS: SignedDuration = SignedDuration::from_secs(90);

/// What is kept of the name that a request was pushed under, once it is opened.
const OPENED: &str = "&request_uri=";

/// A request that was pushed (RFC 9126).
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Pushed {
    /// Its name.
    pub request_uri: String,
    /// For how many seconds.
    pub expires_in: i64,
}

impl fmt::Debug for Pushed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pushed(…)")
    }
}

impl Service {
    /// Keeps a request that a client pushes before it sends anybody.
    ///
    /// # Errors
    /// [`Denied`]
    pub async fn push(&self, call: &Call<'_>) -> Result<Pushed, Denied> {
        let client = self.calling_client(call, true).await?;
        if call.form.get("request_uri").is_some() {
            return Err(Problem::request("a request that is pushed names no other").into());
        }
        let validated = authorization::validate(call.form, &client.metadata)
            .map_err(|refused| *refused.problem())?;
        self.hinted(&client, &validated).await??;
        let mut text = call.form.to_text(&PROOFS);
        if let Some(key) = self.shown_key(call, &self.core.names.push).await? {
            match &validated.dpop_jkt {
                Some(named) if *named == key => {}
                Some(_) => {
                    return Err(Problem::new(
                        Code::InvalidDpopProof,
                        "dpop_jkt is not the key of the proof",
                    )
                    .into());
                }
                // The code is bound to the key by which it was asked for (RFC 9449, 10.1).
                None => text = format!("{text}&dpop_jkt={key}"),
            }
        }
        if text.len() > LONGEST {
            return Err(Problem::request("more bytes than are kept").into());
        }
        let (now, secret) = (self.now(), Secret::generate(&*self.core.random));
        let hash = secret.hash();
        let mut tx = self.store().begin().await?;
        requests::insert(&mut tx, &hash, &client.id, &text, None, [now, now + WAITS]).await?;
        tx.commit().await?;
        Ok(Pushed {
            request_uri: format!("{PUSHED}{}", secret.reveal()),
            expires_in: WAITS.as_secs(),
        })
    }

    /// A request that was pushed, opened: its name is good once, and what is kept has another one. The browser that
    /// opened it, which brings that, may load the page again.
    pub(super) async fn opened(
        &self,
        reference: &str,
        client: &Arc<Known>,
        before: Option<&str>,
    ) -> Result<Option<Asked>, Error> {
        let Some(hash) = secret::hash(reference) else {
            return Ok(None);
        };
        let now = self.now();
        let mark = format!("{OPENED}{}", hex::encode(hash));
        let mut tx = self.store().begin().await?;
        let row = requests::find(&mut tx, &hash, now).await?;
        let row = row.filter(|row| row.client == client.id);
        if let Some(row) = row
            && !is_opened(&row.form)
            && requests::end(&mut tx, &hash).await?
        {
            let text = format!("{}{mark}", String::from_utf8_lossy(&row.form));
            let secret = Secret::generate(&*self.core.random);
            let (kept, until) = (secret.hash(), now + LOOKED_AT);
            // Begun now: whoever signed in before they came has not done so for it.
            requests::insert(&mut tx, &kept, &client.id, &text, None, [now, until]).await?;
            tx.commit().await?;
            return self.kept_request(secret.reveal(), Some(client)).await;
        }
        drop(tx);
        let Some(before) = before else {
            return Ok(None);
        };
        let asked = self.kept_request(before, Some(client)).await?;
        Ok(asked.filter(|asked| asked.text.ends_with(&mark)))
    }
}

fn is_opened(form: &[u8]) -> bool {
    String::from_utf8_lossy(form).contains(OPENED)
}
