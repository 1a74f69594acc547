//! What clients ask the token endpoint for.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::client::is_resource;
use crate::form::Form;
use crate::jose::encode;
use crate::problem::{Code, Problem};
use crate::scope::Scopes;

/// Characters of a code or a token that is looked up.
const LONGEST: usize = 512;
/// Resources that one token may be asked for.
const MOST_RESOURCES: usize = 8;

/// A request for tokens. What would let somebody in is never printed.
#[derive(Clone, PartialEq, Eq)]
pub enum TokenRequest {
    /// For the client itself.
    ClientCredentials {
        /// What for.
        scope: Option<Scopes>,
        /// Where.
        resources: Vec<String>,
    },
    /// For a person who has signed in.
    AuthorizationCode {
        /// What the person's browser brought.
        code: String,
        /// What only whoever began knows.
        verifier: Verifier,
        /// Where the browser was sent back to.
        redirect_uri: Option<String>,
        /// Where.
        resources: Vec<String>,
    },
    /// In place of tokens from before.
    RefreshToken {
        /// The token.
        token: String,
        /// What for, no more than before.
        scope: Option<Scopes>,
        /// Where.
        resources: Vec<String>,
    },
    /// For a person who is asked on their own device.
    Ciba {
        /// What the request is called.
        auth_req_id: String,
    },
    /// For a person who typed a device's code.
    DeviceCode {
        /// What the device keeps.
        device_code: String,
    },
}

impl fmt::Debug for TokenRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ClientCredentials { .. } => "ClientCredentials",
            Self::AuthorizationCode { .. } => "AuthorizationCode",
            Self::RefreshToken { .. } => "RefreshToken",
            Self::Ciba { .. } => "Ciba",
            Self::DeviceCode { .. } => "DeviceCode",
        })
    }
}

impl TokenRequest {
    /// Reads a request.
    ///
    /// # Errors
    /// `invalid_request`, `invalid_scope`, `invalid_target`, `invalid_grant`, `unsupported_grant_type`.
    pub fn parse(form: &Form) -> Result<Self, Problem> {
        let secret = |name, missing| {
            let value = form.get(name).ok_or(Problem::request(missing))?;
            if value.len() > LONGEST {
                return Err(Problem::new(
                    Code::InvalidGrant,
                    "longer than any that was given out",
                ));
            }
            Ok(value.to_owned())
        };
        match form.get("grant_type") {
            Some("client_credentials") => Ok(Self::ClientCredentials {
                scope: scope(form)?,
                resources: resources(form)?,
            }),
            Some("authorization_code") => Ok(Self::AuthorizationCode {
                code: secret("code", "code is missing")?,
                verifier: Verifier::parse(form.get("code_verifier").unwrap_or_default())?,
                redirect_uri: form.get("redirect_uri").map(str::to_owned),
                resources: resources(form)?,
            }),
            Some("refresh_token") => Ok(Self::RefreshToken {
                token: secret("refresh_token", "refresh_token is missing")?,
                scope: scope(form)?,
                resources: resources(form)?,
            }),
            Some("urn:openid:params:grant-type:ciba") => Ok(Self::Ciba {
                auth_req_id: secret("auth_req_id", "auth_req_id is missing")?,
            }),
            Some("urn:ietf:params:oauth:grant-type:device_code") => Ok(Self::DeviceCode {
                device_code: secret("device_code", "device_code is missing")?,
            }),
            Some(_) => Err(Problem::new(
                Code::UnsupportedGrantType,
                "no such grant type",
            )),
            None => Err(Problem::request("grant_type is missing")),
        }
    }
}

/// The scopes that are asked for.
pub(crate) fn scope(form: &Form) -> Result<Option<Scopes>, Problem> {
    let read = form.get("scope").map(Scopes::parse).transpose();
    read.map_err(|_| Problem::new(Code::InvalidScope, "not a list of scopes"))
}

/// The resources that are asked for (RFC 8707), each once.
pub(crate) fn resources(form: &Form) -> Result<Vec<String>, Problem> {
    let mut resources: Vec<String> = Vec::new();
    for one in form.all("resource") {
        if !is_resource(one) || resources.len() == MOST_RESOURCES {
            return Err(Problem::new(
                Code::InvalidTarget,
                "not at most 8 absolute addresses without a fragment",
            ));
        }
        if !resources.iter().any(|known| known == one) {
            resources.push(one.to_owned());
        }
    }
    Ok(resources)
}

/// What only whoever began an authorization knows (RFC 7636).
#[derive(Clone, PartialEq, Eq)]
pub struct Verifier(String);

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Verifier(…)")
    }
}

impl Verifier {
    /// Reads a verifier.
    ///
    /// # Errors
    /// `invalid_request` unless it is 43 to 128 unreserved characters.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        if (43..=128).contains(&text.len()) && text.bytes().all(unreserved) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Problem::request(
                "code_verifier is not 43 to 128 unreserved characters",
            ))
        }
    }

    /// Whether this is what a challenge was made of.
    pub fn answers(&self, challenge: &Challenge) -> bool {
        let ours = encode(&Sha256::digest(self.0.as_bytes()));
        ours.as_bytes().ct_eq(challenge.0.as_bytes()).into()
    }
}

/// The SHA-256 of a verifier, as text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Challenge(String);

impl Challenge {
    /// Reads a challenge.
    ///
    /// # Errors
    /// `invalid_request` unless it is 32 bytes as text.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let whole = crate::jose::decode(text).is_some_and(|hash| hash.len() == 32);
        if whole {
            Ok(Self(text.to_owned()))
        } else {
            Err(Problem::request(
                "code_challenge is not a SHA-256 in base64url",
            ))
        }
    }

    /// One that nobody answers, where no code is given out.
    pub(crate) fn of_nobody() -> Self {
        Self(encode(&[0; 32]))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse(text: &str) -> Result<TokenRequest, Code> {
        let form = Form::parse(text.as_bytes()).unwrap();
        TokenRequest::parse(&form).map_err(|problem| problem.code)
    }

    #[test]
    fn each_grant_has_its_parameters() {
        assert_eq!(
            parse(
                "grant_type=client_credentials&scope=a+b&resource=https://x/&resource=https://x/"
            ),
            Ok(TokenRequest::ClientCredentials {
                scope: Some(Scopes::parse("a b").unwrap()),
                resources: vec!["https://x/".to_owned()],
            })
        );
        let verifier = "v".repeat(43);
        assert!(
            parse(&format!(
                "grant_type=authorization_code&code=c&code_verifier={verifier}"
            ))
            .is_ok()
        );
        assert!(parse("grant_type=refresh_token&refresh_token=r").is_ok());
        for (text, code) in [
            ("", Code::InvalidRequest),
            ("grant_type=password&username=x", Code::UnsupportedGrantType),
            ("grant_type=Client_Credentials", Code::UnsupportedGrantType),
            (
                "grant_type=client_credentials&scope=a++b",
                Code::InvalidScope,
            ),
            (
                "grant_type=client_credentials&resource=x",
                Code::InvalidTarget,
            ),
            ("grant_type=authorization_code&code=c", Code::InvalidRequest),
            (
                "grant_type=authorization_code&code_verifier=x",
                Code::InvalidRequest,
            ),
            ("grant_type=refresh_token", Code::InvalidRequest),
        ] {
            assert_eq!(parse(text), Err(code), "{text}");
        }
        let long = "x".repeat(LONGEST + 1);
        assert_eq!(
            parse(&format!("grant_type=refresh_token&refresh_token={long}")),
            Err(Code::InvalidGrant)
        );
    }

    #[test]
    fn a_verifier_answers_its_challenge_alone() {
        // RFC 7636, appendix B.
        let verifier = Verifier::parse("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").unwrap();
        let challenge = Challenge::parse("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM").unwrap();
        assert!(verifier.answers(&challenge));
        assert!(
            !Verifier::parse(&"a".repeat(43))
                .unwrap()
                .answers(&challenge)
        );
        assert!(Verifier::parse("short").is_err() && Verifier::parse(&"é".repeat(43)).is_err());
        for wrong in [
            "",
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM=",
            "plain",
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cN",
        ] {
            assert!(Challenge::parse(wrong).is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn any_form_is_a_request_or_refused(bytes: Vec<u8>, grant in 0..4_usize) {
            let grant = crate::client::GrantType::ALL[grant].as_str();
            let mut text = format!("grant_type={grant}&").into_bytes();
            text.extend(bytes);
            if let Ok(form) = Form::parse(&text) {
                let _ = TokenRequest::parse(&form);
            }
        }
    }
}
