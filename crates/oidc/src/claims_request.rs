//! Which claims a client asks for by name (OpenID Connect Core, 5.5), and what of them must have been verified
//! (OpenID Connect for Identity Assurance).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::json;

/// Bytes of the parameter.
const MOST_BYTES: usize = 8 * 1024;
/// Levels of the parameter: one of several sets of verified claims with its evidence needs ten.
const DEEPEST: usize = 12;
/// Claims of one list.
const MOST_CLAIMS: usize = 64;
/// Values that a claim may be asked to have.
const MOST_VALUES: usize = 32;
/// Sets of verified claims for one place.
const MOST_SETS: usize = 8;
/// Characters of a claim's name or of a value.
const LONGEST: usize = 256;
/// Characters of a purpose (OpenID Connect for Identity Assurance, 5.1).
const PURPOSE: std::ops::RangeInclusive<usize> = 3..=300;

/// A parameter that is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("claims is no object of JSON that is read here")]
pub struct ClaimsError;

impl From<json::Unreadable> for ClaimsError {
    fn from(_: json::Unreadable) -> Self {
        Self
    }
}

/// How a claim is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// Whether the client cannot do without.
    pub essential: bool,
    /// Values that it is to have one of; none for any.
    pub values: Vec<Value>,
    /// What for, in the client's words.
    pub purpose: Option<String>,
}

/// Claims that are asked for, by name.
pub type Asks = BTreeMap<String, Ask>;

/// Claims that must have been verified, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerifiedAsk {
    /// Under which trust framework; any when none is named.
    pub trust_framework: Ask,
    /// At which level; any when none is named.
    pub assurance_level: Option<Ask>,
    /// No longer ago than so many seconds.
    pub max_age: Option<u64>,
    /// Whether the time of verification is asked for.
    pub time: bool,
    /// Evidence of which one is asked for; none where it need not be told.
    pub evidence: Vec<EvidenceAsk>,
    /// Whether something else is demanded, which is not had here.
    pub demands_more: bool,
    /// The claims.
    pub claims: Asks,
}

/// Evidence that is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceAsk {
    /// Its type.
    pub kind: Ask,
    /// The kind of document, where that is asked for.
    pub document: Option<Ask>,
    /// How it was checked, where that is asked for.
    pub methods: Option<Ask>,
    /// Whether something else is demanded, which is not had here.
    pub demands_more: bool,
}

/// What one of the two places is to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Claims.
    pub claims: Asks,
    /// Verified claims.
    pub verified: Vec<VerifiedAsk>,
}

/// The parameter `claims`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClaimsRequest {
    /// What the ID token is to hold.
    pub id_token: Wanted,
    /// What the answer of the userinfo endpoint is to hold.
    pub userinfo: Wanted,
}

impl ClaimsRequest {
    /// Reads the parameter. Members that are not known are passed over, as the standard has it.
    ///
    /// # Errors
    /// [`ClaimsError`]
    pub fn parse(text: &str) -> Result<Self, ClaimsError> {
        if text.len() > MOST_BYTES {
            return Err(ClaimsError);
        }
        let object = json::object_within(text.as_bytes(), DEEPEST)?;
        let wanted = |name| match object.get(name) {
            None | Some(Value::Null) => Ok(Wanted::default()),
            Some(Value::Object(wanted)) => read_wanted(wanted),
            Some(_) => Err(ClaimsError),
        };
        Ok(Self {
            id_token: wanted("id_token")?,
            userinfo: wanted("userinfo")?,
        })
    }
}

fn read_wanted(object: &Map<String, Value>) -> Result<Wanted, ClaimsError> {
    let mut wanted = Wanted::default();
    let sets = match object.get("verified_claims") {
        None => Vec::new(),
        Some(Value::Object(one)) => vec![one],
        Some(Value::Array(all)) if (1..=MOST_SETS).contains(&all.len()) => all
            .iter()
            .map(|one| one.as_object().ok_or(ClaimsError))
            .collect::<Result<_, _>>()?,
        Some(_) => return Err(ClaimsError),
    };
    for set in sets {
        wanted.verified.push(read_verified(set)?);
    }
    wanted.claims = read_asks(object)?;
    Ok(wanted)
}

fn read_asks(object: &Map<String, Value>) -> Result<Asks, ClaimsError> {
    if object.len() > MOST_CLAIMS {
        return Err(ClaimsError);
    }
    object
        .iter()
        .filter(|(name, _)| *name != "verified_claims")
        .map(|(name, ask)| {
            if name.is_empty() || name.len() > LONGEST {
                return Err(ClaimsError);
            }
            Ok((name.clone(), read_ask(ask)?))
        })
        .collect()
}

fn read_ask(value: &Value) -> Result<Ask, ClaimsError> {
    let object = match value {
        Value::Null => return Ok(Ask::default()),
        Value::Object(object) => object,
        _ => return Err(ClaimsError),
    };
    let essential = match object.get("essential") {
        None => false,
        Some(value) => value.as_bool().ok_or(ClaimsError)?,
    };
    let values = match (object.get("value"), object.get("values")) {
        (None, None) => Vec::new(),
        (Some(one), None) => vec![one.clone()],
        (None, Some(Value::Array(all))) if (1..=MOST_VALUES).contains(&all.len()) => all.clone(),
        _ => return Err(ClaimsError),
    };
    let plain = |value: &Value| match value {
        Value::String(text) => text.len() <= LONGEST,
        Value::Bool(_) | Value::Number(_) => true,
        _ => false,
    };
    let purpose = json::text(object, "purpose")?;
    let fits = purpose.is_none_or(|text| {
        PURPOSE.contains(&text.chars().count()) && !text.chars().any(char::is_control)
    });
    if !fits || !values.iter().all(plain) {
        return Err(ClaimsError);
    }
    Ok(Ask {
        essential,
        values,
        purpose: purpose.map(str::to_owned),
    })
}

fn read_verified(object: &Map<String, Value>) -> Result<VerifiedAsk, ClaimsError> {
    let part = |name| {
        object
            .get(name)
            .and_then(Value::as_object)
            .ok_or(ClaimsError)
    };
    let (verification, claims) = (part("verification")?, part("claims")?);
    // What is verified has no verified claims within it.
    if claims.is_empty() || claims.contains_key("verified_claims") {
        return Err(ClaimsError);
    }
    let trust_framework = verification.get("trust_framework").ok_or(ClaimsError)?;
    let mut demands_more = demands(
        verification,
        &["trust_framework", "assurance_level", "time", "evidence"],
    );
    let (max_age, time) = match verification.get("time") {
        None => (None, false),
        Some(Value::Null) => (None, true),
        Some(Value::Object(time)) => {
            demands_more |= time.contains_key("value") || time.contains_key("values");
            let age = match time.get("max_age") {
                None => None,
                Some(age) => Some(age.as_u64().ok_or(ClaimsError)?),
            };
            (age, true)
        }
        Some(_) => return Err(ClaimsError),
    };
    let evidence = match verification.get("evidence") {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(all)) if (1..=MOST_SETS).contains(&all.len()) => {
            all.iter().map(read_evidence).collect::<Result<_, _>>()?
        }
        Some(_) => return Err(ClaimsError),
    };
    Ok(VerifiedAsk {
        trust_framework: read_ask(trust_framework)?,
        assurance_level: verification
            .get("assurance_level")
            .map(read_ask)
            .transpose()?,
        max_age,
        time,
        evidence,
        demands_more,
        claims: read_asks(claims)?,
    })
}

/// Evidence: its type is named, and of the rest what is known here is read.
fn read_evidence(value: &Value) -> Result<EvidenceAsk, ClaimsError> {
    let object = value.as_object().ok_or(ClaimsError)?;
    let kind = match object.get("type").ok_or(ClaimsError)? {
        Value::String(kind) => Ask {
            values: vec![kind.as_str().into()],
            ..Ask::default()
        },
        kind => read_ask(kind)?,
    };
    let mut demands_more = demands(object, &["type", "document_details", "check_details"]);
    let document = match object.get("document_details") {
        None => None,
        Some(Value::Null) => Some(Ask::default()),
        Some(Value::Object(details)) => {
            demands_more |= demands(details, &["type"]);
            details.get("type").map(read_ask).transpose()?
        }
        Some(_) => return Err(ClaimsError),
    };
    let methods = match object.get("check_details") {
        None => None,
        Some(Value::Null) => Some(Ask::default()),
        Some(Value::Array(all)) if (1..=MOST_SETS).contains(&all.len()) => {
            let mut asked: Option<Ask> = None;
            for one in all {
                let one = one.as_object().ok_or(ClaimsError)?;
                demands_more |= demands(one, &["check_method"]);
                if let Some(way) = one.get("check_method") {
                    let way = read_ask(way)?;
                    asked.get_or_insert_default().values.extend(way.values);
                }
            }
            asked
        }
        Some(_) => return Err(ClaimsError),
    };
    Ok(EvidenceAsk {
        kind,
        document,
        methods,
        demands_more,
    })
}

/// Whether any other member than these is demanded to have a value or to be there.
fn demands(object: &Map<String, Value>, but: &[&str]) -> bool {
    fn within(value: &Value) -> bool {
        match value {
            Value::Object(members) => members.iter().any(|(name, value)| match name.as_str() {
                "value" | "values" | "max_age" => true,
                "essential" => *value == Value::Bool(true),
                _ => within(value),
            }),
            Value::Array(all) => all.iter().any(within),
            _ => false,
        }
    }
    object
        .iter()
        .any(|(name, value)| !but.contains(&name.as_str()) && within(value))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn claims_are_asked_for_by_name() {
        let read = ClaimsRequest::parse(
            r#"{"id_token":{"acr":{"essential":true,"values":["a","b"]},"auth_time":null},
                "userinfo":{"email":{"purpose":"to write to you","value":"x"}},"other":1}"#,
        )
        .unwrap();
        assert_eq!(read.id_token.claims["acr"].values.len(), 2);
        assert!(
            read.id_token.claims["acr"].essential && !read.id_token.claims["auth_time"].essential
        );
        assert_eq!(
            read.userinfo.claims["email"].purpose.as_deref(),
            Some("to write to you")
        );
        assert_eq!(ClaimsRequest::parse("{}"), Ok(ClaimsRequest::default()));
    }

    #[test]
    fn verified_claims_say_how_they_were_verified() {
        let one = r#"{"verification":{"trust_framework":{"value":"eidas"},"time":{"max_age":63113852},
            "evidence":[{"type":{"value":"document"}}]},"claims":{"given_name":null,"birthdate":{"essential":true}}}"#;
        let read = ClaimsRequest::parse(&format!(
            r#"{{"userinfo":{{"verified_claims":[{one},{one}],"email":null}}}}"#
        ))
        .unwrap();
        assert_eq!(read.userinfo.verified.len(), 2);
        let verified = &read.userinfo.verified[0];
        assert_eq!(verified.trust_framework.values, [Value::from("eidas")]);
        assert_eq!((verified.max_age, verified.time), (Some(63_113_852), true));
        assert_eq!(verified.evidence[0].kind.values, [Value::from("document")]);
        assert!(verified.claims["birthdate"].essential);
        assert_eq!(read.userinfo.claims.len(), 1);
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for wrong in [
            "",
            "[]",
            r#"{"id_token":[]}"#,
            r#"{"id_token":{"a":1}}"#,
            r#"{"id_token":{"a":{"essential":"yes"}}}"#,
            r#"{"id_token":{"a":{"value":1,"values":[1]}}}"#,
            r#"{"id_token":{"a":{"values":[]}}}"#,
            r#"{"id_token":{"a":{"value":{"x":1}}}}"#,
            r#"{"id_token":{"a":{"purpose":"x"}}}"#,
            r#"{"id_token":{"a":null,"a":null}}"#,
            r#"{"userinfo":{"verified_claims":[]}}"#,
            r#"{"userinfo":{"verified_claims":{"claims":{"a":null}}}}"#,
            r#"{"userinfo":{"verified_claims":{"verification":{},"claims":{"a":null}}}}"#,
            r#"{"userinfo":{"verified_claims":{"verification":{"trust_framework":null},"claims":{}}}}"#,
            r#"{"userinfo":{"verified_claims":{"verification":{"trust_framework":null,"time":{"max_age":-1}},"claims":{"a":null}}}}"#,
        ] {
            assert_eq!(ClaimsRequest::parse(wrong), Err(ClaimsError), "{wrong}");
        }
        let many: Vec<String> = (0..=MOST_CLAIMS)
            .map(|n| format!(r#""c{n}":null"#))
            .collect();
        assert!(
            ClaimsRequest::parse(&format!(r#"{{"id_token":{{{}}}}}"#, many.join(","))).is_err()
        );
        assert!(ClaimsRequest::parse(&format!(r#"{{"x":"{}"}}"#, "x".repeat(MOST_BYTES))).is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in r#"[{}\[\]":,a-z_ 0-9]{0,80}"#) {
            let _ = ClaimsRequest::parse(&text);
        }
    }
}
