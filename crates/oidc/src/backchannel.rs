//! What a client asks somebody on their own device, who is in no browser of its (OpenID Connect Client-Initiated
//! Backchannel Authentication Core 1.0, "CIBA").

use jiff::SignedDuration;

use crate::authorization::{Validated, levels};
use crate::client::{DeliveryMode, GrantType, Metadata};
use crate::form::Form;
use crate::problem::{Code, Problem};
use crate::token::scope;

/// How long somebody has for their answer, unless the client asks for less or more.
const LASTS: SignedDuration = SignedDuration::from_mins(2);
/// The longest that a client may ask for.
const LONGEST: SignedDuration = SignedDuration::from_mins(5);
/// Seconds between two questions for the outcome.
pub const INTERVAL: i64 = 5;
/// Characters of a transaction's text.
const LONGEST_TEXT: usize = 120;
/// Characters of a notification token (CIBA Core, 7.1).
const LONGEST_NOTIFICATION_TOKEN: usize = 1024;
/// Characters of a hint.
const LONGEST_HINT: usize = 256;
/// What is not read here: each would be another way to say who is asked, or how.
const UNREAD: [&str; 4] = ["request", "login_hint_token", "id_token_hint", "user_code"];

/// What the screen of the client and the device of the person both show (CIBA Core, 7.1, `binding_message`): a number of
/// two digits, which the person types on their device, and after a space what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BindingMessage {
    /// From 10 to 99.
    pub number: String,
    /// What is approved, in the client's words, where it is more than a sign-in.
    pub text: Option<String>,
}

impl BindingMessage {
    /// Reads a message.
    ///
    /// # Errors
    /// `invalid_binding_message`
    pub fn parse(message: &str) -> Result<Self, Problem> {
        let wrong = Problem::new(
            Code::InvalidBindingMessage,
            "not a number from 10 to 99, alone or followed by a space and at most 120 visible characters",
        );
        let (number, text) = match message.split_once(' ') {
            Some((number, text)) => (number, Some(text)),
            None => (message, None),
        };
        let is_number = matches!(number.as_bytes(), [b'1'..=b'9', b'0'..=b'9']);
        let is_text = text.is_none_or(|text| {
            (1..=LONGEST_TEXT).contains(&text.chars().count())
                && text.trim() == text
                && !text.chars().any(is_hidden)
        });
        if !is_number || !is_text {
            return Err(wrong);
        }
        Ok(Self {
            number: number.to_owned(),
            text: text.map(str::to_owned),
        })
    }
}

/// What would have a text read otherwise than it is written: control characters, and those that turn the direction of
/// writing, join, or show nothing (Unicode TR 36, 2.10).
fn is_hidden(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// A request that its client may make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backchannel {
    /// What is asked for.
    pub asked: Validated,
    /// Who is asked: a user ID or a mail address.
    pub hint: String,
    /// What both screens show.
    pub message: BindingMessage,
    /// How long there is for an answer.
    pub lasts: SignedDuration,
    /// By what the client knows that it is us who tell it of an answer; none for one that asks by itself.
    pub notification_token: Option<String>,
}

impl Backchannel {
    /// Reads a request of a registered client.
    ///
    /// # Errors
    /// `unauthorized_client`, `invalid_request`, `invalid_scope`, `invalid_binding_message`
    pub fn parse(form: &Form, client: &Metadata) -> Result<Self, Problem> {
        if !client.grant_types.contains(&GrantType::Ciba) {
            return Err(Problem::new(
                Code::UnauthorizedClient,
                "the client may not ask people on their devices",
            ));
        }
        if UNREAD.iter().any(|name| form.get(name).is_some()) {
            return Err(Problem::request(
                "people are named by login_hint here, and by nothing else",
            ));
        }
        let hint = form.get("login_hint").unwrap_or_default();
        let length = hint.chars().count();
        if !(1..=LONGEST_HINT).contains(&length) || hint.chars().any(char::is_control) {
            return Err(Problem::request("login_hint is not 1 to 256 characters"));
        }
        let asked = scope(form)?.ok_or(Problem::request("scope is missing"))?;
        let scope = client
            .granted(Some(&asked))
            .filter(|scope| scope.contains("openid"))
            .ok_or(Problem::new(
                Code::InvalidScope,
                "openid is missing, or a scope is there that the client is not registered for",
            ))?;
        let message = form.get("binding_message").ok_or(Problem::new(
            Code::InvalidBindingMessage,
            "binding_message is missing: the number that your screen shows",
        ))?;
        Ok(Self {
            asked: Validated::without_browser(scope, Vec::new(), levels(form)?),
            hint: hint.to_owned(),
            message: BindingMessage::parse(message)?,
            lasts: lasts(form)?,
            notification_token: notification_token(form, client)?,
        })
    }
}

/// `client_notification_token` (CIBA Core, 7.1): a bearer token (RFC 6750, 2.1) for clients that are told, and passed over for
/// others.
fn notification_token(form: &Form, client: &Metadata) -> Result<Option<String>, Problem> {
    if client.backchannel_token_delivery_mode != DeliveryMode::Ping {
        return Ok(None);
    }
    let token = form.get("client_notification_token").unwrap_or_default();
    let main = token.trim_end_matches('=');
    let fits = (1..=LONGEST_NOTIFICATION_TOKEN).contains(&token.len())
        && !main.is_empty()
        && main
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte));
    if !fits {
        return Err(Problem::request(
            "client_notification_token is not a bearer token of 1 to 1024 characters",
        ));
    }
    Ok(Some(token.to_owned()))
}

fn lasts(form: &Form) -> Result<SignedDuration, Problem> {
    let Some(text) = form.get("requested_expiry") else {
        return Ok(LASTS);
    };
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let seconds = text.parse::<u32>().ok().filter(|&many| digits && many > 0);
    let seconds = seconds.ok_or(Problem::request(
        "requested_expiry is no positive whole number of seconds",
    ))?;
    Ok(SignedDuration::from_secs(seconds.into()).min(LONGEST))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn client() -> Metadata {
        let client = serde_json::json!({
            "token_endpoint_auth_method": "client_secret_basic",
            "grant_types": ["authorization_code", "urn:openid:params:grant-type:ciba"],
            "redirect_uris": ["https://rp.example/cb"],
            "scope": "openid email",
        });
        let client: Metadata = serde_json::from_value(client).unwrap();
        client.validate().unwrap();
        client
    }

    fn read(text: &str) -> Result<Backchannel, Code> {
        let form = Form::parse(text.as_bytes()).unwrap();
        Backchannel::parse(&form, &client()).map_err(|problem| problem.code)
    }

    #[test]
    fn somebody_is_asked_with_a_number_and_a_text() {
        let asked = "scope=openid+email&login_hint=ann.smith&binding_message=42+Pay+%E2%82%AC+5";
        let back = read(asked).unwrap();
        assert_eq!(back.hint, "ann.smith");
        assert_eq!(back.message.number, "42");
        assert_eq!(back.message.text.as_deref(), Some("Pay € 5"));
        assert_eq!(back.lasts, LASTS);
        let short = read(&format!("{asked}&requested_expiry=30")).unwrap();
        assert_eq!(short.lasts, SignedDuration::from_secs(30));
        let long = read(&format!("{asked}&requested_expiry=4000000000")).unwrap();
        assert_eq!(long.lasts, LONGEST);
    }

    #[test]
    fn what_a_client_gets_wrong() {
        let good = "scope=openid&login_hint=ann&binding_message=42";
        assert!(read(good).is_ok());
        for (wrong, code) in [
            ("login_hint=ann&binding_message=42", Code::InvalidRequest),
            (
                "scope=email&login_hint=ann&binding_message=42",
                Code::InvalidScope,
            ),
            (
                "scope=openid+phone&login_hint=ann&binding_message=42",
                Code::InvalidScope,
            ),
            ("scope=openid&binding_message=42", Code::InvalidRequest),
            ("scope=openid&login_hint=ann", Code::InvalidBindingMessage),
            (
                "scope=openid&login_hint=ann&binding_message=W4SCT",
                Code::InvalidBindingMessage,
            ),
        ] {
            assert_eq!(read(wrong), Err(code), "{wrong}");
        }
        for more in [
            "&user_code=1",
            "&id_token_hint=x",
            "&request=x",
            "&requested_expiry=0",
            "&requested_expiry=%2B5",
        ] {
            assert_eq!(
                read(&format!("{good}{more}")),
                Err(Code::InvalidRequest),
                "{more}"
            );
        }
        let form = Form::parse(good.as_bytes()).unwrap();
        let mut other = client();
        other.grant_types.pop();
        let refused = Backchannel::parse(&form, &other).unwrap_err();
        assert_eq!(refused.code, Code::UnauthorizedClient);
    }

    #[test]
    fn no_text_reads_otherwise_than_it_is_written() {
        for text in [
            "42 a\u{202e}b",
            "42 a\u{200b}",
            "42 a\nb",
            "42 ",
            "42  a",
            "42 a ",
            "4２ a",
            "09",
            "420",
            "42\ta",
        ] {
            assert!(BindingMessage::parse(text).is_err(), "{text:?}");
        }
        assert!(BindingMessage::parse(&format!("10 {}", "я".repeat(LONGEST_TEXT))).is_ok());
        assert!(BindingMessage::parse(&format!("10 {}", "я".repeat(LONGEST_TEXT + 1))).is_err());
    }

    proptest! {
        #[test]
        fn any_message_is_one_or_refused(text: String) {
            if let Ok(message) = BindingMessage::parse(&text) {
                let back = [Some(message.number), message.text].into_iter().flatten();
                prop_assert_eq!(back.collect::<Vec<_>>().join(" "), text);
            }
        }

        #[test]
        fn any_form_is_a_request_or_refused(bytes: Vec<u8>) {
            if let Ok(form) = Form::parse(&bytes) {
                let _ = Backchannel::parse(&form, &client());
            }
        }
    }
}
