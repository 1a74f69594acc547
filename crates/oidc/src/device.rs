//! What a client asks for on a device that has no browser, or no keyboard: a person types its code on another one (OAuth 2.0
//! Device Authorization Grant, RFC 8628).

use std::fmt;

use jiff::SignedDuration;

use crate::authorization::{Validated, levels};
use crate::client::{GrantType, Metadata};
use crate::form::Form;
use crate::problem::{Code, Problem};
use crate::token::{resources, scope};

/// How long a person has for a code.
pub const LASTS: SignedDuration = SignedDuration::from_mins(10);
/// The letters of a code: without vowels, so that none is a word, and without digits, so that none is mistaken
/// (RFC 8628, 6.1).
const LETTERS: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";
/// How many of them: with these, 34 bits.
const LENGTH: usize = 8;
/// How many stand together.
const HALF: usize = LENGTH / 2;
/// Characters that are read of what somebody typed.
const LONGEST: usize = 32;

/// What the device shows and the person types.
#[derive(Clone, PartialEq, Eq)]
pub struct UserCode(String);

impl fmt::Debug for UserCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UserCode(…)")
    }
}

impl UserCode {
    /// Of random bytes.
    pub fn new(random: [u8; 8]) -> Self {
        // Of 2^64 numbers for 20^8 codes, none is likelier than another by more than one in 700 million.
        let mut number = u64::from_be_bytes(random);
        let letters = std::iter::repeat_with(|| {
            let many = LETTERS.len() as u64;
            let letter = LETTERS[usize::try_from(number % many).unwrap_or_default()];
            number /= many;
            char::from(letter)
        });
        Self(letters.take(LENGTH).collect())
    }

    /// Reads what somebody typed: small or large letters, with whatever signs and spaces in between.
    pub fn parse(typed: &str) -> Option<Self> {
        if typed.chars().count() > LONGEST {
            return None;
        }
        let letters: String = typed
            .chars()
            .filter(|char| char.is_alphanumeric())
            .map(|char| char.to_ascii_uppercase())
            .collect();
        let all = letters.bytes().all(|letter| LETTERS.contains(&letter));
        (all && letters.len() == LENGTH).then_some(Self(letters))
    }

    /// The letters alone, to be found by.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UserCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, second) = self.0.split_at(HALF);
        write!(f, "{first}-{second}")
    }
}

/// Reads a registered client's request.
///
/// # Errors
/// `unauthorized_client`, `invalid_request`, `invalid_scope`, `invalid_target`
pub fn validate(form: &Form, client: &Metadata) -> Result<Validated, Problem> {
    if !client.grant_types.contains(&GrantType::DeviceCode) {
        return Err(Problem::new(
            Code::UnauthorizedClient,
            "the client may not use this grant type",
        ));
    }
    let scope = client.granted(scope(form)?.as_ref()).ok_or(Problem::new(
        Code::InvalidScope,
        "a scope that the client is not registered for",
    ))?;
    let resources = client.audience(&resources(form)?).ok_or(Problem::new(
        Code::InvalidTarget,
        "a resource that the client is not registered for",
    ))?;
    Ok(Validated::without_browser(scope, resources, levels(form)?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn client() -> Metadata {
        let client = serde_json::json!({
            "token_endpoint_auth_method": "none",
            "grant_types": ["urn:ietf:params:oauth:grant-type:device_code"],
            "scope": "openid email",
            "resources": ["https://api.example"],
        });
        let client: Metadata = serde_json::from_value(client).unwrap();
        client.validate().unwrap();
        client
    }

    fn read(text: &str) -> Result<Validated, Code> {
        let form = Form::parse(text.as_bytes()).unwrap();
        validate(&form, &client()).map_err(|problem| problem.code)
    }

    #[test]
    fn a_device_asks_for_what_its_client_may() {
        let asked = read("scope=openid").unwrap();
        assert_eq!(asked.scope.to_string(), "openid");
        assert_eq!(asked.resources, ["https://api.example"]);
        assert_eq!(read("").unwrap().scope.to_string(), "openid email");
        assert_eq!(read("scope=openid+phone"), Err(Code::InvalidScope));
        assert_eq!(
            read("resource=https://other.example"),
            Err(Code::InvalidTarget)
        );
        let other = Metadata {
            grant_types: vec![GrantType::AuthorizationCode],
            ..client()
        };
        let form = Form::parse(b"scope=openid").unwrap();
        let refused = validate(&form, &other).unwrap_err();
        assert_eq!(refused.code, Code::UnauthorizedClient);
    }

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let code = UserCode::new([7; 8]);
        let shown = code.to_string();
        assert_eq!(shown.len(), LENGTH + 1);
        for typed in [
            shown.clone(),
            shown.to_lowercase(),
            shown.replace('-', ""),
            format!(" {} ", shown.replace('-', " – ")),
        ] {
            assert_eq!(UserCode::parse(&typed).as_ref(), Some(&code), "{typed}");
        }
        for wrong in [
            "",
            "BCDF-GHJ",
            "BCDF-GHJKL",
            "ABCD-FGHJ",
            "BCDF-GHJ8",
            "ВСDF-GHJK",
        ] {
            assert_eq!(UserCode::parse(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn any_code_reads_as_it_is_shown(random: [u8; 8]) {
            let code = UserCode::new(random);
            prop_assert_eq!(UserCode::parse(&code.to_string()), Some(code));
        }

        #[test]
        fn anything_typed_is_a_code_or_none(typed: String) {
            if let Some(code) = UserCode::parse(&typed) {
                prop_assert!(code.as_str().bytes().all(|letter| LETTERS.contains(&letter)));
            }
        }
    }
}
