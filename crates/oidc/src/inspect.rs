//! Introspection (RFC 7662) and revocation (RFC 7009).

use serde::Serialize;

use crate::form::Form;
use crate::issue::{AccessToken, Audience, Confirmation};
use crate::problem::Problem;
use crate::scope::Scopes;

/// Characters of a token that somebody asks about.
const LONGEST: usize = 16 * 1024;

/// The token that a request is about. What kind the caller takes it for is a hint that we do not need.
///
/// # Errors
/// `invalid_request`
pub fn token(form: &Form) -> Result<&str, Problem> {
    let token = form
        .get("token")
        .ok_or(Problem::request("token is missing"))?;
    if token.len() > LONGEST {
        return Err(Problem::request("longer than any token"));
    }
    Ok(token)
}

/// What is told about a token; of one that is not active, nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Introspection {
    /// Good.
    Active(Box<Active>),
    /// Past its time, revoked, somebody else's, or none at all.
    Inactive {
        /// Never.
        active: bool,
    },
}

impl Introspection {
    /// Of a token that is good for nothing.
    pub const INACTIVE: Self = Self::Inactive { active: false };
}

/// What is told about a good token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Active {
    active: bool,
    iss: String,
    sub: String,
    aud: Audience,
    client_id: String,
    iat: i64,
    exp: i64,
    jti: String,
    #[serde(skip_serializing_if = "Scopes::is_empty")]
    scope: Scopes,
    token_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    cnf: Option<Confirmation>,
}

impl From<AccessToken> for Introspection {
    fn from(token: AccessToken) -> Self {
        Self::Active(Box::new(Active {
            active: true,
            token_type: token_type(token.cnf.is_some()),
            iss: token.iss,
            sub: token.sub,
            aud: token.aud,
            client_id: token.client_id,
            iat: token.iat,
            exp: token.exp,
            jti: token.jti,
            scope: token.scope,
            cnf: token.cnf,
        }))
    }
}

/// How a token is presented.
pub fn token_type(bound: bool) -> &'static str {
    if bound { "DPoP" } else { "Bearer" }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn of_a_dead_token_nothing_is_told() {
        assert_eq!(
            serde_json::to_value(Introspection::INACTIVE).unwrap(),
            json!({"active": false})
        );
        let token = AccessToken {
            iss: "i".to_owned(),
            sub: "s".to_owned(),
            aud: Audience::of(vec!["a".to_owned(), "b".to_owned()]),
            client_id: "c".to_owned(),
            organisation: "o".to_owned(),
            livemode: true,
            iat: 1,
            exp: 2,
            jti: "j".to_owned(),
            scope: Scopes::default(),
            cnf: Some(Confirmation {
                jkt: "t".to_owned(),
            }),
            grant: None,
        };
        assert_eq!(
            serde_json::to_value(Introspection::from(token)).unwrap(),
            json!({"active": true, "iss": "i", "sub": "s", "aud": ["a", "b"], "client_id": "c", "iat": 1, "exp": 2,
                "jti": "j", "token_type": "DPoP", "cnf": {"jkt": "t"}})
        );
    }
}
