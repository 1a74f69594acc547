//! A client's own description of itself, as it registers (RFC 7591; OpenID Connect Dynamic Client Registration 1.0).

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::json;

/// Levels within each other: keys are objects in a list of an object.
const DEEPEST: usize = 8;

/// Why a client is not registered, in the protocol's words (RFC 7591, 3.2.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistrationError {
    /// `invalid_redirect_uri` or `invalid_client_metadata`.
    pub error: &'static str,
    /// What is wrong.
    pub description: String,
}

impl RegistrationError {
    /// Something is wrong with a member.
    pub fn of(member: &str, problem: &str) -> Self {
        let error = match member {
            "redirect_uris" => "invalid_redirect_uri",
            _ => "invalid_client_metadata",
        };
        Self {
            error,
            description: format!("{member}: {problem}"),
        }
    }
}

/// What a client asks to be; members that are not known here are left out, as the standard has it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Registration {
    /// What it is called.
    pub client_name: Option<String>,
    /// How it proves who it is; by a secret in the header if it does not say.
    pub token_endpoint_auth_method: Option<String>,
    /// What it wants tokens for; codes if it does not say.
    pub grant_types: Option<Vec<String>>,
    /// What it is answered with; only `code` is known.
    pub response_types: Option<Vec<String>>,
    /// What it may ask for; `openid` if it signs people in and does not say.
    pub scope: Option<String>,
    /// Where people may be sent back to.
    #[serde(default)]
    pub redirect_uris: Vec<String>,
    /// Where people may be sent once they signed out.
    #[serde(default)]
    pub post_logout_redirect_uris: Vec<String>,
    /// By which name it knows a person.
    pub subject_type: Option<String>,
    /// How ID tokens are signed; only `ES256` is known.
    pub id_token_signed_response_alg: Option<String>,
    /// How ID tokens are encrypted.
    pub id_token_encrypted_response_alg: Option<String>,
    /// By which cipher.
    pub id_token_encrypted_response_enc: Option<String>,
    /// How what userinfo tells is signed.
    pub userinfo_signed_response_alg: Option<String>,
    /// How that is encrypted.
    pub userinfo_encrypted_response_alg: Option<String>,
    /// By which cipher.
    pub userinfo_encrypted_response_enc: Option<String>,
    /// How it learns what came of asking somebody on their device.
    pub backchannel_token_delivery_mode: Option<String>,
    /// Where it is told that it may ask for that.
    pub backchannel_client_notification_endpoint: Option<String>,
    /// Where it is told that a person signed out.
    pub backchannel_logout_uri: Option<String>,
    /// Whether it is told of single sessions alone.
    pub backchannel_logout_session_required: Option<bool>,
    /// Its public keys.
    pub jwks: Option<Value>,
    /// Where they are, in place of them.
    pub jwks_uri: Option<String>,
    /// The one algorithm of its assertions.
    pub token_endpoint_auth_signing_alg: Option<String>,
    /// Whether it gets only tokens that are bound to a key.
    pub dpop_bound_access_tokens: Option<bool>,
}

/// What a client would be less safe without, or would not work, and what is not done here: saying nothing would promise it.
const NOT_DONE: [&str; 6] = [
    "sector_identifier_uri",
    "software_statement",
    "request_object_signing_alg",
    "require_signed_request_object",
    "require_pushed_authorization_requests",
    "tls_client_certificate_bound_access_tokens",
];

impl Registration {
    /// Reads a body.
    ///
    /// # Errors
    /// [`RegistrationError`]
    pub fn parse(bytes: &[u8]) -> Result<Self, RegistrationError> {
        let body = |problem: &str| RegistrationError::of("body", problem);
        let object =
            json::object_within(bytes, DEEPEST).map_err(|error| body(&error.to_string()))?;
        refuse_undone(&object)?;
        let read: Self = serde_json::from_value(object.into())
            .map_err(|_| body("a member is of another kind than the standard has it"))?;
        let codes = read.response_types.as_deref();
        if codes.is_some_and(|types| types != ["code"] && !types.is_empty()) {
            return Err(RegistrationError::of("response_types", "code alone"));
        }
        let signed = read.id_token_signed_response_alg.as_deref();
        if signed.is_some_and(|algorithm| algorithm != "ES256") {
            return Err(RegistrationError::of(
                "id_token_signed_response_alg",
                "ES256 alone",
            ));
        }
        Ok(read)
    }

    /// What it wants tokens for (RFC 7591, 2: codes unless it says otherwise).
    pub fn grants(&self) -> Vec<String> {
        let usual = || vec!["authorization_code".to_owned()];
        self.grant_types.clone().unwrap_or_else(usual)
    }
}

fn refuse_undone(object: &Map<String, Value>) -> Result<(), RegistrationError> {
    let asked = |name: &str| {
        let value = object.get(name);
        value.is_some_and(|value| !value.is_null() && *value != Value::Bool(false))
    };
    match NOT_DONE.into_iter().find(|name| asked(name)) {
        Some(name) => Err(RegistrationError::of(name, "not done here")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_client_describes_itself_and_what_is_not_known_is_left_out() {
        let read = Registration::parse(
            br#"{"client_name":"Shop","redirect_uris":["https://shop.example/cb"],"response_types":["code"],
                "contacts":["it@shop.example"],"application_type":"web","require_pushed_authorization_requests":false}"#,
        )
        .unwrap();
        assert_eq!(read.client_name.as_deref(), Some("Shop"));
        assert_eq!(read.grants(), ["authorization_code"]);
    }

    #[test]
    fn what_would_be_promised_and_not_done_is_refused() {
        for (text, member) in [
            (r#"{"response_types":["code","token"]}"#, "response_types"),
            (
                r#"{"id_token_signed_response_alg":"none"}"#,
                "id_token_signed_response_alg",
            ),
            (r#"{"software_statement":"e30.e30."}"#, "software_statement"),
            (
                r#"{"require_pushed_authorization_requests":true}"#,
                "require_pushed_authorization_requests",
            ),
            (r#"{"redirect_uris":"https://shop.example/cb"}"#, "body"),
            (r#"{"client_name":"a","client_name":"b"}"#, "body"),
            ("[]", "body"),
        ] {
            let error = Registration::parse(text.as_bytes()).unwrap_err();
            assert!(error.description.starts_with(member), "{text}: {error:?}");
            assert_eq!(error.error, "invalid_client_metadata");
        }
        assert_eq!(
            RegistrationError::of("redirect_uris", "x").error,
            "invalid_redirect_uri"
        );
    }

    proptest! {
        #[test]
        fn whatever_is_sent_is_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = Registration::parse(&bytes);
        }
    }
}
