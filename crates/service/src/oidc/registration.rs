//! Clients register themselves (RFC 7591), in the name of the organisation whose API key they bring: whoever runs that
//! decides by the key's scopes who may, and ends it with the key.

use std::net::IpAddr;

use bonafide_oidc::registration::{Registration, RegistrationError};
use serde_json::{Map, Value};

use super::clients::{CreateClient, CreatedClient};
use crate::{Error, Service};

/// What a client is called that does not say.
const NAMELESS: &str = "Client without a name";

/// Why a client is not registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RegistrationDenied {
    /// What it asks to be, in the protocol's words.
    Metadata(RegistrationError),
    /// Who asks, or something of ours.
    Fault(Error),
}

impl From<RegistrationError> for RegistrationDenied {
    fn from(error: RegistrationError) -> Self {
        Self::Metadata(error)
    }
}

impl From<Error> for RegistrationDenied {
    fn from(error: Error) -> Self {
        match error {
            Error::Validation(problems) => {
                let first = problems.into_iter().next();
                let (member, problem) = first.map_or_else(Default::default, |one| {
                    (one.pointer.trim_start_matches('/').to_owned(), one.problem)
                });
                Self::Metadata(RegistrationError::of(&member, &problem))
            }
            error => Self::Fault(error),
        }
    }
}

impl Service {
    /// Registers a client for the organisation whose key this is; gives what was registered (RFC 7591, 3.2.1).
    ///
    /// # Errors
    /// [`RegistrationDenied`]
    pub async fn register_client(
        &self,
        key: &str,
        from: Option<IpAddr>,
        asked: Registration,
    ) -> Result<Map<String, Value>, RegistrationDenied> {
        let caller = match from {
            Some(address) => self.authenticate_from(address, key).await?,
            None => self.authenticate(key).await?,
        };
        let created = self.create_client(&caller, None, &wanted(asked)).await?;
        told(created)
    }
}

fn wanted(asked: Registration) -> CreateClient {
    let grant_types = asked.grants();
    let people = grant_types
        .iter()
        .any(|grant| grant != "client_credentials");
    let scope = asked
        .scope
        .unwrap_or_else(|| if people { "openid" } else { "" }.to_owned());
    CreateClient {
        name: asked.client_name.unwrap_or_else(|| NAMELESS.to_owned()),
        token_endpoint_auth_method: asked
            .token_endpoint_auth_method
            .unwrap_or_else(|| "client_secret_basic".to_owned()),
        scope,
        grant_types,
        resources: Vec::new(),
        redirect_uris: asked.redirect_uris,
        post_logout_redirect_uris: asked.post_logout_redirect_uris,
        subject_type: asked.subject_type.unwrap_or_else(|| "pairwise".to_owned()),
        userinfo_signed_response_alg: asked.userinfo_signed_response_alg,
        userinfo_encrypted_response_alg: asked.userinfo_encrypted_response_alg,
        userinfo_encrypted_response_enc: asked.userinfo_encrypted_response_enc,
        id_token_encrypted_response_alg: asked.id_token_encrypted_response_alg,
        id_token_encrypted_response_enc: asked.id_token_encrypted_response_enc,
        backchannel_token_delivery_mode: asked.backchannel_token_delivery_mode,
        backchannel_client_notification_endpoint: asked.backchannel_client_notification_endpoint,
        backchannel_logout_uri: asked.backchannel_logout_uri,
        backchannel_logout_session_required: asked
            .backchannel_logout_session_required
            .unwrap_or_default(),
        jwks: asked.jwks,
        jwks_uri: asked.jwks_uri,
        token_endpoint_auth_signing_alg: asked.token_endpoint_auth_signing_alg,
        dpop_bound_access_tokens: asked.dpop_bound_access_tokens.unwrap_or_default(),
    }
}

/// What was registered, by the names of the standard.
fn told(created: CreatedClient) -> Result<Map<String, Value>, RegistrationDenied> {
    let issued = created.client.created_at.as_second();
    let codes = created
        .client
        .grant_types
        .iter()
        .any(|grant| grant == "authorization_code");
    let fault = || RegistrationDenied::Fault(Error::Inconsistent("a registration"));
    let Ok(Value::Object(mut told)) = serde_json::to_value(&created) else {
        return Err(fault());
    };
    for (ours, theirs) in [("id", "client_id"), ("name", "client_name")] {
        let value = told.remove(ours).ok_or_else(fault)?;
        told.insert(theirs.to_owned(), value);
    }
    for ours in [
        "livemode",
        "created_at",
        "secret_rotated_at",
        "earlier_secret_until",
        "resources",
    ] {
        told.remove(ours);
    }
    told.retain(|_, value| !value.is_null());
    told.insert("client_id_issued_at".to_owned(), issued.into());
    if told.contains_key("client_secret") {
        // It does not end by itself.
        told.insert("client_secret_expires_at".to_owned(), 0.into());
    }
    let types: &[&str] = if codes { &["code"] } else { &[] };
    told.insert("response_types".to_owned(), types.into());
    if codes {
        told.insert("id_token_signed_response_alg".to_owned(), "ES256".into());
    }
    Ok(told)
}
