//! Security events for clients that opened a stream of them: OpenID Shared Signals Framework 1.0, with events of RISC and
//! CAEP 1.0, as security event tokens (RFC 8417) that are pushed (RFC 8935).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::address::Address;
use crate::issue::{self, SignError, Signer};
use crate::json;
use crate::problem::Problem;

/// Where the transmitter says what it does (SSF, 7.1).
pub const CONFIGURATION: &str = "/.well-known/ssf-configuration";
/// Where a client manages its stream.
pub const STREAM: &str = "/ssf/stream";
/// Where it reads and sets whether events flow.
pub const STATUS: &str = "/ssf/status";
/// Where it asks for an event that proves that they do.
pub const VERIFICATION: &str = "/ssf/verify";
/// The scope of a token that manages a stream.
pub const SCOPE: &str = "ssf.manage";
/// Events are pushed.
pub const PUSH: &str = "urn:ietf:rfc:8935";
/// Seconds between two events that were asked for.
pub const VERIFICATION_INTERVAL: i64 = 60;
/// The type of a security event token (RFC 8417, 2.3).
const SECURITY_EVENT: &str = "secevent+jwt";
/// Characters of a header, a description, a reason or a state.
const LONGEST: usize = 1024;
/// Events that a client may ask for by name.
const MOST: usize = 64;
/// What the transmitter alone says of a stream: a client may repeat it, not change it.
const OURS: [&str; 5] = [
    "iss",
    "aud",
    "events_supported",
    "events_delivered",
    "min_verification_interval",
];

/// What a client is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EventType {
    /// The account was blocked (RISC, 2.3).
    AccountDisabled,
    /// It was opened again (RISC, 2.4).
    AccountEnabled,
    /// It was erased (RISC, 2.2).
    AccountPurged,
    /// Somebody began to recover it (RISC, 2.9).
    RecoveryActivated,
    /// By what it is recovered has changed (RISC, 2.10).
    RecoveryInformationChanged,
    /// By what its owner signs in has changed (CAEP, 3.3).
    CredentialChange,
    /// Every session of its owner ended (CAEP, 3.1).
    SessionRevoked,
}

impl EventType {
    /// Every one that a client may ask for.
    pub const ALL: [Self; 7] = [
        Self::AccountDisabled,
        Self::AccountEnabled,
        Self::AccountPurged,
        Self::RecoveryActivated,
        Self::RecoveryInformationChanged,
        Self::CredentialChange,
        Self::SessionRevoked,
    ];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AccountDisabled => {
                "https://schemas.openid.net/secevent/risc/event-type/account-disabled"
            }
            Self::AccountEnabled => {
                "https://schemas.openid.net/secevent/risc/event-type/account-enabled"
            }
            Self::AccountPurged => {
                "https://schemas.openid.net/secevent/risc/event-type/account-purged"
            }
            Self::RecoveryActivated => {
                "https://schemas.openid.net/secevent/risc/event-type/recovery-activated"
            }
            Self::RecoveryInformationChanged => {
                "https://schemas.openid.net/secevent/risc/event-type/recovery-information-changed"
            }
            Self::CredentialChange => {
                "https://schemas.openid.net/secevent/caep/event-type/credential-change"
            }
            Self::SessionRevoked => {
                "https://schemas.openid.net/secevent/caep/event-type/session-revoked"
            }
        }
    }
}

/// The event that a client asks for to see that its stream works (SSF, 8.1.4.1).
const VERIFIED: &str = "https://schemas.openid.net/secevent/ssf/event-type/verification";

/// Whom an event is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Subject {
    /// A person, as the client knows them (RFC 9493, 3.2.2).
    Person(String),
    /// The stream itself (SSF, 8.1.4.1).
    Stream(String),
}

/// What happened, as it is told: the event's name and members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Whom it is about.
    pub subject: Subject,
    /// Its name.
    pub name: String,
    /// Its members.
    pub members: Map<String, Value>,
}

impl Event {
    /// Something happened to a person's account at a time, in milliseconds since 1970.
    pub fn of(kind: EventType, subject: String, members: Value, at: i64) -> Self {
        let mut members = match members {
            Value::Object(members) => members,
            _ => Map::new(),
        };
        // CAEP, 2: of its events alone, and in seconds.
        if matches!(
            kind,
            EventType::CredentialChange | EventType::SessionRevoked
        ) {
            members.insert("event_timestamp".to_owned(), json!(at.div_euclid(1000)));
        }
        Self {
            subject: Subject::Person(subject),
            name: kind.as_str().to_owned(),
            members,
        }
    }

    /// What a client asked for to see that its stream works.
    pub fn verification(stream: &str, state: Option<String>) -> Self {
        let state = state.map(|state| ("state".to_owned(), Value::from(state)));
        Self {
            subject: Subject::Stream(stream.to_owned()),
            name: VERIFIED.to_owned(),
            members: state.into_iter().collect(),
        }
    }
}

/// An event with its envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityEventToken<'a> {
    /// Who says so.
    pub issuer: &'a str,
    /// The client.
    pub client: &'a str,
    /// Its name: the same each time it is sent.
    pub id: &'a str,
    /// When it was written, in seconds.
    pub issued: i64,
    /// What happened.
    pub event: &'a Event,
}

impl SecurityEventToken<'_> {
    /// The token as text. It has no `exp`, and its subject stands in `sub_id` (SSF, 4.1).
    ///
    /// # Errors
    /// [`SignError`]
    pub fn sign(&self, signer: &dyn Signer) -> Result<String, SignError> {
        let subject = match &self.event.subject {
            Subject::Person(sub) => json!({"format": "iss_sub", "iss": self.issuer, "sub": sub}),
            Subject::Stream(id) => json!({"format": "opaque", "id": id}),
        };
        let claims = json!({
            "iss": self.issuer,
            "aud": self.client,
            "jti": self.id,
            "iat": self.issued,
            "sub_id": subject,
            "events": { &self.event.name: self.event.members },
        });
        issue::sign(signer, SECURITY_EVENT, &claims)
    }
}

/// A client's stream, as it asked for it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stream {
    /// Where events are pushed to.
    pub endpoint: Address,
    /// The header `Authorization` that they are pushed with.
    pub authorization: Option<String>,
    /// The events that it asks for, also those that nobody here knows; all without.
    pub requested: Option<Vec<String>>,
    /// What it calls it.
    pub description: Option<String>,
}

impl std::fmt::Debug for Stream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stream").finish_non_exhaustive()
    }
}

impl Stream {
    /// Whether it is told of such events.
    pub fn wants(&self, kind: EventType) -> bool {
        let requested = self.requested.as_ref();
        requested.is_none_or(|names| names.iter().any(|name| name == kind.as_str()))
    }

    /// The stream as its client sees it (SSF, 8.1.1). The header that events are pushed with is told to nobody.
    pub fn shown(&self, id: &str, issuer: &str, client: &str) -> Map<String, Value> {
        let names = |kinds: &mut dyn Iterator<Item = EventType>| {
            Value::from(kinds.map(EventType::as_str).collect::<Vec<_>>())
        };
        let mut all = EventType::ALL.into_iter();
        let mut delivered = EventType::ALL.into_iter().filter(|kind| self.wants(*kind));
        let mut shown = Map::new();
        let mut say = |name: &str, value: Value| shown.insert(name.to_owned(), value);
        say("stream_id", id.into());
        say("iss", issuer.into());
        say("aud", client.into());
        say("events_supported", names(&mut all));
        if let Some(requested) = &self.requested {
            say("events_requested", requested.clone().into());
        }
        say("events_delivered", names(&mut delivered));
        say(
            "delivery",
            json!({"method": PUSH, "endpoint_url": self.endpoint.url().as_str()}),
        );
        say("min_verification_interval", VERIFICATION_INTERVAL.into());
        if let Some(description) = &self.description {
            say("description", description.as_str().into());
        }
        shown
    }
}

/// What a client asks about its stream, read from JSON.
#[derive(Clone, Debug, PartialEq)]
pub struct StreamRequest(Map<String, Value>);

impl StreamRequest {
    /// Reads a body.
    ///
    /// # Errors
    /// `invalid_request`
    pub fn parse(bytes: &[u8]) -> Result<Self, Problem> {
        json::object(bytes)
            .map(Self)
            .map_err(|_| Problem::request("the body is no object of JSON that is read here"))
    }

    /// The stream that it names.
    ///
    /// # Errors
    /// `invalid_request` for a name that is no text.
    pub fn stream_id(&self) -> Result<Option<&str>, Problem> {
        self.text("stream_id", "stream_id is no text")
    }

    /// A new stream, or one in the place of another.
    ///
    /// # Errors
    /// `invalid_request`
    pub fn stream(&self) -> Result<Stream, Problem> {
        let delivery = self.0.get("delivery");
        let (endpoint, authorization) =
            delivery_of(delivery.ok_or(Problem::request("delivery is missing"))?)?;
        Ok(Stream {
            endpoint,
            authorization,
            requested: self.requested()?,
            description: self.description()?,
        })
    }

    /// A stream with what this changes of it.
    ///
    /// # Errors
    /// `invalid_request`
    pub fn changed(&self, mut stream: Stream) -> Result<Stream, Problem> {
        if let Some(delivery) = self.0.get("delivery") {
            (stream.endpoint, stream.authorization) = delivery_of(delivery)?;
        }
        if self.0.contains_key("events_requested") {
            stream.requested = self.requested()?;
        }
        if self.0.contains_key("description") {
            stream.description = self.description()?;
        }
        Ok(stream)
    }

    /// Refuses to change what the transmitter alone says of a stream (SSF, 8.1.1.3).
    ///
    /// # Errors
    /// `invalid_request`
    pub fn leaves(&self, shown: &Map<String, Value>) -> Result<(), Problem> {
        let differs = |name: &str| {
            self.0
                .get(name)
                .is_some_and(|value| shown.get(name) != Some(value))
        };
        match OURS.into_iter().find(|name| differs(name)) {
            Some(_) => Err(Problem::request(
                "iss, aud, events_supported, events_delivered and min_verification_interval are not for clients to change",
            )),
            None => Ok(()),
        }
    }

    /// Whether events are to flow, and why or why not.
    ///
    /// # Errors
    /// `invalid_request`
    pub fn status(&self) -> Result<(Status, Option<String>), Problem> {
        let status = self.text("status", "status is no text")?;
        let status = Status::ALL
            .into_iter()
            .find(|known| Some(known.as_str()) == status)
            .ok_or(Problem::request("status is enabled, paused or disabled"))?;
        let reason = self.text("reason", "reason is no text")?;
        Ok((status, bounded(reason, "reason is longer than 1024 bytes")?))
    }

    /// By what the client recognises the event that it asks for.
    ///
    /// # Errors
    /// `invalid_request`
    pub fn state(&self) -> Result<Option<String>, Problem> {
        let state = self.text("state", "state is no text")?;
        bounded(state, "state is longer than 1024 bytes")
    }

    fn requested(&self) -> Result<Option<Vec<String>>, Problem> {
        let wrong = || Problem::request("events_requested is a list of at most 64 names");
        let Some(value) = self
            .0
            .get("events_requested")
            .filter(|value| !value.is_null())
        else {
            return Ok(None);
        };
        let names = value.as_array().filter(|names| names.len() <= MOST);
        let names = names.ok_or_else(wrong)?.iter().map(|name| {
            let name = name.as_str().filter(|name| name.len() <= LONGEST);
            name.map(str::to_owned).ok_or_else(wrong)
        });
        names.collect::<Result<_, _>>().map(Some)
    }

    fn description(&self) -> Result<Option<String>, Problem> {
        let text = self.text("description", "description is no text")?;
        bounded(text, "description is longer than 1024 bytes")
    }

    fn text(&self, name: &str, wrong: &'static str) -> Result<Option<&str>, Problem> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(Problem::request(wrong)),
        }
    }
}

fn bounded(text: Option<&str>, wrong: &'static str) -> Result<Option<String>, Problem> {
    match text {
        Some(text) if text.len() > LONGEST => Err(Problem::request(wrong)),
        text => Ok(text.map(str::to_owned)),
    }
}

/// Where events go, and with which header.
fn delivery_of(value: &Value) -> Result<(Address, Option<String>), Problem> {
    let text = |name: &str| value.get(name).and_then(Value::as_str);
    if text("method") != Some(PUSH) {
        return Err(Problem::request("delivery.method is urn:ietf:rfc:8935"));
    }
    let endpoint = text("endpoint_url").and_then(|text| Address::parse(text).ok());
    let endpoint = endpoint.ok_or(Problem::request(
        "delivery.endpoint_url is an absolute address without fragment, user or password",
    ))?;
    let header = value
        .get("authorization_header")
        .filter(|header| !header.is_null());
    let authorization = header.map(|header| {
        let header = header.as_str().filter(|header| {
            (1..=LONGEST).contains(&header.len())
                && header
                    .bytes()
                    .all(|byte| byte == b' ' || byte.is_ascii_graphic())
        });
        header.map(str::to_owned).ok_or(Problem::request(
            "delivery.authorization_header is 1 to 1024 visible ASCII characters",
        ))
    });
    Ok((endpoint, authorization.transpose()?))
}

/// Whether events flow (SSF, 8.1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// They do.
    Enabled,
    /// They wait.
    Paused,
    /// They are not kept.
    Disabled,
}

impl Status {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Enabled, Self::Paused, Self::Disabled];

    /// The protocol's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Enabled => "enabled",
            Self::Paused => "paused",
            Self::Disabled => "disabled",
        }
    }
}

/// What the transmitter says of itself (SSF, 7.1).
pub fn configuration(issuer: &str, keys: &str) -> Value {
    let at = |path: &str| format!("{issuer}{path}");
    json!({
        "spec_version": "1_0",
        "issuer": issuer,
        "jwks_uri": at(keys),
        "delivery_methods_supported": [PUSH],
        "configuration_endpoint": at(STREAM),
        "status_endpoint": at(STATUS),
        "verification_endpoint": at(VERIFICATION),
        "authorization_schemes": [{"spec_urn": "urn:ietf:rfc:6749"}],
        "default_subjects": "ALL",
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::jose::{Algorithm, Jwk, KeySet, Signed};
    use crate::testing::Key;

    const DELIVERY: &str =
        r#""delivery":{"method":"urn:ietf:rfc:8935","endpoint_url":"https://shop.example/e"}"#;

    fn request(text: &str) -> StreamRequest {
        StreamRequest::parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn a_stream_is_asked_for_changed_and_shown() {
        let one = EventType::AccountDisabled.as_str();
        let asked = request(&format!(
            r#"{{{DELIVERY},"events_requested":["{one}","x:other"]}}"#
        ));
        let stream = asked.stream().unwrap();
        assert!(stream.wants(EventType::AccountDisabled));
        assert!(!stream.wants(EventType::AccountPurged));
        let shown = stream.shown("s", "https://id.example", "client");
        assert_eq!(shown["events_delivered"], json!([one]));
        assert_eq!(shown["events_requested"], json!([one, "x:other"]));
        assert_eq!(shown["events_supported"].as_array().unwrap().len(), 7);
        let changed = request(r#"{"events_requested":null,"description":"d","aud":"client"}"#);
        changed.leaves(&shown).unwrap();
        let stream = changed.changed(stream).unwrap();
        assert!(stream.wants(EventType::AccountPurged));
        assert_eq!(stream.description.as_deref(), Some("d"));
        assert_eq!(stream.endpoint.url().as_str(), "https://shop.example/e");
        assert!(request(r#"{"aud":"other"}"#).leaves(&shown).is_err());
        assert!(
            request(r#"{"events_supported":[]}"#)
                .leaves(&shown)
                .is_err()
        );
    }

    #[test]
    fn the_header_that_events_are_pushed_with_is_told_to_nobody() {
        let asked = request(
            r#"{"delivery":{"method":"urn:ietf:rfc:8935","endpoint_url":"https://shop.example/e",
                "authorization_header":"Bearer abc"}}"#,
        );
        let stream = asked.stream().unwrap();
        assert_eq!(stream.authorization.as_deref(), Some("Bearer abc"));
        let shown = serde_json::to_string(&stream.shown("s", "i", "c")).unwrap();
        assert!(!shown.contains("abc"));
        assert!(!format!("{stream:?}").contains("abc"));
    }

    #[test]
    fn what_makes_no_stream_is_refused() {
        for wrong in [
            "{}",
            r#"{"delivery":1}"#,
            r#"{"delivery":{"method":"urn:ietf:rfc:8936"}}"#,
            r#"{"delivery":{"method":"urn:ietf:rfc:8935"}}"#,
            r#"{"delivery":{"method":"urn:ietf:rfc:8935","endpoint_url":"file:///x"}}"#,
            r#"{"delivery":{"method":"urn:ietf:rfc:8935","endpoint_url":"https://a.example/","authorization_header":"a\nb"}}"#,
            r#"{"delivery":{"method":"urn:ietf:rfc:8935","endpoint_url":"https://a.example/","authorization_header":7}}"#,
            &format!(r#"{{{DELIVERY},"events_requested":"all"}}"#),
            &format!(r#"{{{DELIVERY},"events_requested":[1]}}"#),
            &format!(r#"{{{DELIVERY},"description":["d"]}}"#),
            &format!(
                r#"{{{DELIVERY},"description":"{}"}}"#,
                "d".repeat(LONGEST + 1)
            ),
        ] {
            assert!(request(wrong).stream().is_err(), "{wrong}");
        }
        assert!(StreamRequest::parse(b"[]").is_err());
        assert!(request(r#"{"status":"off"}"#).status().is_err());
        assert_eq!(
            request(r#"{"status":"paused"}"#).status(),
            Ok((Status::Paused, None))
        );
    }

    #[test]
    fn an_event_names_its_subject_and_no_end() {
        let members = json!({"credential_type": "pin", "change_type": "update"});
        let event = Event::of(EventType::CredentialChange, "s".to_owned(), members, 1_500);
        let token = SecurityEventToken {
            issuer: "https://id.example",
            client: "c",
            id: "j",
            issued: 1,
            event: &event,
        };
        let key = Key::new(1);
        let keys = KeySet::new(vec![Jwk {
            kid: Some("k".to_owned()),
            ..key.jwk()
        }]);
        let signed = token.sign(&key).unwrap();
        let signed = Signed::parse(&signed).unwrap();
        assert_eq!(signed.header.typ.as_deref(), Some("secevent+jwt"));
        let claims: Map<String, Value> = signed.verify(&keys, &[Algorithm::Es256]).unwrap();
        assert_eq!(
            Value::from(claims),
            json!({"iss": "https://id.example", "aud": "c", "jti": "j", "iat": 1,
                "sub_id": {"format": "iss_sub", "iss": "https://id.example", "sub": "s"},
                "events": {EventType::CredentialChange.as_str():
                    {"credential_type": "pin", "change_type": "update", "event_timestamp": 1}}})
        );
    }

    proptest! {
        #[test]
        fn whatever_is_sent_is_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(read) = StreamRequest::parse(&bytes) {
                let _ = (read.stream(), read.status(), read.state(), read.stream_id());
            }
        }

        #[test]
        fn what_is_made_of_a_request_is_kept_as_it_is(description in "[ -~]{0,40}", names in proptest::collection::vec("[a-z:/]{1,20}", 0..4)) {
            let text = json!({"delivery": {"method": PUSH, "endpoint_url": "https://shop.example/e"},
                "description": description, "events_requested": names});
            let stream = request(&text.to_string()).stream().unwrap();
            let kept: Stream = serde_json::from_str(&serde_json::to_string(&stream).unwrap()).unwrap();
            prop_assert_eq!(&kept, &stream);
            prop_assert_eq!(kept.requested, Some(names));
        }
    }
}
