//! A client sends a person to sign out (OpenID Connect RP-Initiated Logout). Nobody is signed out unasked.

use bonafide_identity::id::ClientId;
use bonafide_oidc::form::Form;
use bonafide_oidc::logout::{self, Back};
use bonafide_oidc::problem::Problem;

use super::authorize::{Going, going};
use crate::account::Account;
use crate::{Error, Service};

/// What becomes of a request to sign out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// The person is asked; the page's form has the request's own parameters again.
    Ask {
        /// What the form must send back.
        csrf: String,
        /// Who asks, if that is known.
        client: Option<String>,
    },
    /// Done: back to the client, where it named a registered address.
    Done(Option<Going>),
    /// The request is not to be trusted.
    Stop(Problem),
}

impl Service {
    /// Reads a client's request to sign a person out, as a browser brings it.
    ///
    /// # Errors
    /// Storage.
    pub async fn leave(&self, query: &str, account: Option<&Account>) -> Result<Leaving, Error> {
        let (client, back) = match self.leaving(query).await? {
            Ok(read) => read,
            Err(problem) => return Ok(Leaving::Stop(problem)),
        };
        Ok(match account {
            Some(account) => Leaving::Ask {
                csrf: account.csrf.clone(),
                client,
            },
            None => Leaving::Done(back_to(back)?),
        })
    }

    /// Signs a person out who said so on the page.
    ///
    /// # Errors
    /// [`Error::FormExpired`]; storage.
    pub async fn leave_now(
        &self,
        query: &str,
        account: &Account,
        csrf: &str,
    ) -> Result<Leaving, Error> {
        account.check_csrf(csrf)?;
        let back = match self.leaving(query).await? {
            Ok((_, back)) => back,
            Err(problem) => return Ok(Leaving::Stop(problem)),
        };
        self.sign_out_account(account).await?;
        Ok(Leaving::Done(back_to(back)?))
    }

    async fn leaving(
        &self,
        query: &str,
    ) -> Result<Result<(Option<String>, Option<Back>), Problem>, Error> {
        let form = match Form::parse(query.as_bytes()) {
            Ok(form) => form,
            Err(error) => return Ok(Err(error.into())),
        };
        let keys = self.signing_keys().await?;
        let hint = match logout::hint(&form, keys.public(), &self.core.names.issuer) {
            Ok(hint) => hint,
            Err(problem) => return Ok(Err(problem)),
        };
        let named = form.get("client_id");
        let hinted = hint.as_ref().map(|hint| hint.client.as_str());
        if named.is_some() && hinted.is_some() && named != hinted {
            return Ok(Err(Problem::request(
                "client_id is not the client of id_token_hint",
            )));
        }
        let asked = form.get("post_logout_redirect_uri").is_some();
        let Some(name) = hinted.or(named) else {
            return Ok(if asked {
                Err(Problem::request(
                    "post_logout_redirect_uri needs client_id or id_token_hint",
                ))
            } else {
                Ok((None, None))
            });
        };
        let client = match name.parse::<ClientId>() {
            Ok(id) => self.known_client(&id).await?,
            Err(_) => None,
        };
        let Some(client) = client else {
            return Ok(Err(Problem::request("client_id is not known")));
        };
        Ok(logout::back(&form, &client.metadata).map(|back| (Some(client.name.clone()), back)))
    }
}

fn back_to(back: Option<Back>) -> Result<Option<Going>, Error> {
    let Some(back) = back else { return Ok(None) };
    let state = back.state.as_deref().map(|state| ("state", state));
    Ok(Some(going(&back.uri, state.as_slice())?))
}
