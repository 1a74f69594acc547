//! What a client is told when it is refused (RFC 6749, 5.2 and 4.1.2.1; OpenID Connect Core, 3.1.2.6).

use serde::Serialize;

/// The protocol's codes, as far as they are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// A parameter is missing, repeated or malformed.
    InvalidRequest,
    /// The client did not prove itself.
    InvalidClient,
    /// The grant is unknown, used, past its time or somebody else's.
    InvalidGrant,
    /// The client may not use this grant.
    UnauthorizedClient,
    /// No such grant here.
    UnsupportedGrantType,
    /// No such response type here.
    UnsupportedResponseType,
    /// A scope that is unknown or beyond what the client may ask for.
    InvalidScope,
    /// A resource that the client may not ask a token for (RFC 8707).
    InvalidTarget,
    /// The proof of possession proves nothing (RFC 9449).
    InvalidDpopProof,
    /// No such kind of token here (RFC 7009).
    UnsupportedTokenType,
    /// The person said no.
    AccessDenied,
    /// Asked not to show a sign-in page, but one is needed.
    LoginRequired,
    /// Asked not to show a consent page, but one is needed.
    ConsentRequired,
    /// Asked not to show any page, but one is needed.
    InteractionRequired,
    /// The person cannot be authenticated at what was demanded.
    UnmetAuthenticationRequirements,
    /// The parameter `request` is not read.
    RequestNotSupported,
    /// The parameter `request_uri` names nothing that was pushed.
    InvalidRequestUri,
    /// The access token is unknown, past its time or revoked (RFC 6750).
    InvalidToken,
    /// The access token is not for this (RFC 6750).
    InsufficientScope,
    /// Nobody answered yet (RFC 8628, 3.5; CIBA Core, 11).
    AuthorizationPending,
    /// Asked again too soon.
    SlowDown,
    /// Nobody answered in time.
    ExpiredToken,
    /// What both screens are to show cannot be shown (CIBA Core, 13).
    InvalidBindingMessage,
    /// Something of ours failed.
    ServerError,
    /// Too much at once.
    TemporarilyUnavailable,
}

impl Code {
    /// The protocol's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::InvalidClient => "invalid_client",
            Self::InvalidGrant => "invalid_grant",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::UnsupportedResponseType => "unsupported_response_type",
            Self::InvalidScope => "invalid_scope",
            Self::InvalidTarget => "invalid_target",
            Self::InvalidDpopProof => "invalid_dpop_proof",
            Self::UnsupportedTokenType => "unsupported_token_type",
            Self::AccessDenied => "access_denied",
            Self::LoginRequired => "login_required",
            Self::ConsentRequired => "consent_required",
            Self::InteractionRequired => "interaction_required",
            Self::UnmetAuthenticationRequirements => "unmet_authentication_requirements",
            Self::RequestNotSupported => "request_not_supported",
            Self::InvalidRequestUri => "invalid_request_uri",
            Self::InvalidToken => "invalid_token",
            Self::InsufficientScope => "insufficient_scope",
            Self::AuthorizationPending => "authorization_pending",
            Self::SlowDown => "slow_down",
            Self::ExpiredToken => "expired_token",
            Self::InvalidBindingMessage => "invalid_binding_message",
            Self::ServerError => "server_error",
            Self::TemporarilyUnavailable => "temporarily_unavailable",
        }
    }

    /// The status of an answer that is not a redirect.
    pub fn status(self) -> u16 {
        match self {
            Self::InvalidClient | Self::InvalidToken => 401,
            Self::InsufficientScope => 403,
            Self::ServerError => 500,
            Self::TemporarilyUnavailable => 503,
            _ => 400,
        }
    }
}

/// A refusal: a code and one sentence for the developer of the client, which never repeats what was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {description}", .code.as_str())]
pub struct Problem {
    /// The protocol's code.
    pub code: Code,
    /// What is wrong, in plain English.
    pub description: &'static str,
}

impl Problem {
    /// A refusal.
    pub const fn new(code: Code, description: &'static str) -> Self {
        Self { code, description }
    }

    /// A request that cannot be read.
    pub const fn request(description: &'static str) -> Self {
        Self::new(Code::InvalidRequest, description)
    }

    /// A client that did not prove itself: all of them are told the same.
    pub const fn client() -> Self {
        Self::new(
            Code::InvalidClient,
            "the client is unknown or did not prove itself",
        )
    }

    /// The body of an answer.
    pub fn body(&self) -> Body {
        Body {
            error: self.code.as_str(),
            error_description: self.description,
        }
    }

    /// What is added to a client's redirect address, with our name against mix-up (RFC 9207).
    pub fn parameters<'a>(
        &self,
        state: Option<&'a str>,
        issuer: &'a str,
    ) -> Vec<(&'static str, &'a str)> {
        let mut parameters = vec![
            ("error", self.code.as_str()),
            ("error_description", self.description),
        ];
        parameters.extend(state.map(|state| ("state", state)));
        parameters.push(("iss", issuer));
        parameters
    }
}

impl From<crate::form::FormError> for Problem {
    fn from(error: crate::form::FormError) -> Self {
        use crate::form::FormError;
        Self::request(match error {
            FormError::TooLarge => "more bytes or parameters than are read",
            FormError::Encoding => {
                "parameters are not encoded as application/x-www-form-urlencoded in UTF-8"
            }
            FormError::Repeated => "a parameter is given more than once",
        })
    }
}

/// The body of an answer that refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Body {
    /// The code.
    pub error: &'static str,
    /// What is wrong.
    pub error_description: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirects_name_the_issuer_and_keep_the_state() {
        let problem = Problem::new(Code::AccessDenied, "the person said no");
        assert_eq!(
            problem.parameters(Some("s"), "https://id.example.org"),
            [
                ("error", "access_denied"),
                ("error_description", "the person said no"),
                ("state", "s"),
                ("iss", "https://id.example.org")
            ]
        );
        assert_eq!(problem.parameters(None, "x").len(), 3);
        assert_eq!(
            (problem.code.status(), Code::InvalidClient.status()),
            (400, 401)
        );
    }
}
