//! The OpenID Provider's side: what programs of organisations ask for. Whoever calls proves itself first; what is
//! refused is told in the protocol's words.

mod authorize;
mod backchannel;
mod clients;
mod connected;
mod device;
mod events;
mod fetched;
mod granted;
mod known;
mod logout;
mod notifications;
mod person;
mod poll;
mod registration;
mod signed_out;
mod signing;
mod streams;
mod tokens;

use std::net::IpAddr;
use std::time::Duration;

use bonafide_oidc::discovery;
use bonafide_oidc::form::Form;
use bonafide_oidc::problem::{Code, Problem};
use url::Url;

pub use authorize::{Ask, Decision, Going, How, Outcome, Pushed, Visitor, Waiting};
pub use backchannel::Acknowledged;
pub use clients::{Client, CreateClient, CreatedClient};
pub use connected::ConnectedService;
pub use device::DeviceAuthorization;
pub(crate) use fetched::FetchedKeys;
pub use granted::{Asking, UserInfo};
pub(crate) use known::KnownClients;
pub use logout::Leaving;
pub use registration::RegistrationDenied;
pub(crate) use signed_out::Ended;
pub(crate) use signing::SigningKeys;
pub use streams::StreamDenied;

use crate::{Error, Service};

/// A request of a client.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// The header `Authorization`.
    pub authorization: Option<&'a str>,
    /// The header `DPoP`.
    pub proof: Option<&'a str>,
    /// The form.
    pub form: &'a Form,
    /// Where it comes from, unless from this machine.
    pub from: Option<IpAddr>,
}

/// Why a client is not answered as it hoped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Denied {
    /// What it sent, in the protocol's words.
    Problem(Problem),
    /// It asks too often.
    Wait(Duration),
    /// Something of ours failed.
    Fault(Error),
}

impl Denied {
    /// The protocol's words.
    pub fn problem(&self) -> Problem {
        match self {
            Self::Problem(problem) => *problem,
            Self::Wait(_) => Problem::new(Code::TemporarilyUnavailable, "asked too often"),
            Self::Fault(error) if error.retry_after().is_some() => {
                Problem::new(Code::TemporarilyUnavailable, "not possible at the moment")
            }
            Self::Fault(_) => Problem::new(Code::ServerError, "something failed here"),
        }
    }
}

impl From<Problem> for Denied {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<Error> for Denied {
    fn from(error: Error) -> Self {
        match error {
            Error::RateLimited(wait) => Self::Wait(wait),
            error => Self::Fault(error),
        }
    }
}

impl From<bonafide_store::StoreError> for Denied {
    fn from(error: bonafide_store::StoreError) -> Self {
        Self::Fault(error.into())
    }
}

/// The provider's names, worked out once.
pub(crate) struct Names {
    /// Its own.
    issuer: String,
    /// What assertions are addressed to: its own name, or an endpoint that takes them.
    audiences: Vec<String>,
    /// The address that proofs for the token endpoint name.
    token: Url,
    /// The address that proofs beside pushed requests name.
    push: Url,
    /// The address that proofs for the userinfo endpoint name.
    userinfo: Url,
    /// What it says of itself.
    document: String,
}

impl Names {
    /// Of this address; people sign in where they may have accounts.
    pub(crate) fn new(external: &Url, people: bool) -> Self {
        let issuer = discovery::issuer(external);
        let paths = [
            discovery::TOKEN,
            discovery::INTROSPECTION,
            discovery::REVOCATION,
            discovery::PUSH,
            discovery::BACKCHANNEL,
            discovery::DEVICE,
        ];
        let mut audiences = vec![issuer.clone()];
        audiences.extend(paths.map(|path| format!("{issuer}{path}")));
        let mut token = external.clone();
        token.set_path(discovery::TOKEN);
        let mut push = external.clone();
        push.set_path(discovery::PUSH);
        let mut userinfo = external.clone();
        userinfo.set_path(discovery::USERINFO);
        let document = serde_json::to_string(&discovery::Document::new(&issuer, people));
        Self {
            document: document.expect("a document is plain data"),
            issuer,
            audiences,
            token,
            push,
            userinfo,
        }
    }
}

impl Service {
    /// What the provider says of itself, as JSON.
    pub fn discovery(&self) -> &str {
        &self.core.names.document
    }

    /// The public keys by which tokens are verified, as JSON.
    ///
    /// # Errors
    /// Storage.
    pub async fn token_keys(&self) -> Result<String, Error> {
        Ok(self.signing_keys().await?.document().to_owned())
    }
}
