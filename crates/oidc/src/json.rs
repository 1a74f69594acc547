//! JSON of strangers: bounded in size and depth, and no name twice, since readers differ in which of two they take.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// Levels of lists and objects within each other.
const DEEPEST: usize = 8;

/// Why bytes are no JSON that we read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an object of JSON without repeated names, no deeper than is read")]
pub struct Unreadable;

/// An object of JSON.
pub(crate) fn object(bytes: &[u8]) -> Result<Map<String, Value>, Unreadable> {
    object_within(bytes, DEEPEST)
}

/// The same, at most so many levels deep.
pub(crate) fn object_within(
    bytes: &[u8],
    deepest: usize,
) -> Result<Map<String, Value>, Unreadable> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = Strict(deepest)
        .deserialize(&mut deserializer)
        .map_err(|_| Unreadable)?;
    deserializer.end().map_err(|_| Unreadable)?;
    match value {
        Value::Object(object) => Ok(object),
        _ => Err(Unreadable),
    }
}

/// Reads a value with so many levels left.
#[derive(Clone, Copy)]
struct Strict(usize);

impl Strict {
    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        self.0
            .checked_sub(1)
            .map(Self)
            .ok_or_else(|| E::custom("too deep"))
    }
}

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let deeper = self.deeper()?;
        let mut values = Vec::new();
        while let Some(value) = list.next_element_seed(deeper)? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let deeper = self.deeper()?;
        let mut object = Map::new();
        while let Some(name) = map.next_key::<String>()? {
            let value = map.next_value_seed(deeper)?;
            if object.insert(name, value).is_some() {
                return Err(A::Error::custom("a name twice"));
            }
        }
        Ok(Value::Object(object))
    }
}

/// A member that must be a text where it is present.
pub(crate) fn text<'a>(
    object: &'a Map<String, Value>,
    name: &str,
) -> Result<Option<&'a str>, Unreadable> {
    match object.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(Unreadable),
    }
}

/// A moment in seconds since 1970 (a `NumericDate`), where it is present. Fractions are dropped.
pub(crate) fn moment(
    object: &Map<String, Value>,
    name: &str,
) -> Result<Option<jiff::Timestamp>, Unreadable> {
    let Some(value) = object.get(name) else {
        return Ok(None);
    };
    let seconds = value.as_i64().or_else(|| {
        let number = value.as_f64()?;
        // Whole numbers up to here are exact, and no clock says more.
        #[expect(
            clippy::cast_possible_truncation,
            reason = "bounded, and fractions are to be dropped"
        )]
        (0.0..1e12).contains(&number).then_some(number as i64)
    });
    seconds
        .and_then(|seconds| jiff::Timestamp::from_second(seconds).ok())
        .map(Some)
        .ok_or(Unreadable)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_stand_once_and_depth_is_bounded() {
        assert!(object(br#"{"a":1,"b":{"a":2}}"#).is_ok());
        assert!(object(br#"{"a":1,"a":2}"#).is_err());
        assert!(object(br#"{"b":{"a":1,"\u0061":2}}"#).is_err());
        assert!(object(b"[]").is_err());
        assert!(object(b"{} {}").is_err());
        let nested =
            |levels: usize| format!("{{\"a\":{}1{}}}", "[".repeat(levels), "]".repeat(levels));
        assert!(object(nested(DEEPEST - 1).as_bytes()).is_ok());
        assert!(object(nested(DEEPEST).as_bytes()).is_err());
        assert!(object(nested(100_000).as_bytes()).is_err());
    }

    #[test]
    fn moments_are_numbers_that_a_clock_can_say() {
        let of = |json: &str| moment(&object(json.as_bytes()).unwrap(), "exp");
        assert_eq!(of(r#"{"exp":5}"#).unwrap().unwrap().as_second(), 5);
        assert_eq!(of(r#"{"exp":5.9}"#).unwrap().unwrap().as_second(), 5);
        assert_eq!(of("{}"), Ok(None));
        for no in [
            r#"{"exp":"5"}"#,
            r#"{"exp":1e300}"#,
            r#"{"exp":9223372036854775807}"#,
            r#"{"exp":null}"#,
        ] {
            assert_eq!(of(no), Err(Unreadable), "{no}");
        }
    }

    proptest! {
        #[test]
        fn reads_as_others_do_or_not_at_all(text in r#"[{}\[\]":,a-c0-9\\u. ]{0,40}"#) {
            if let Ok(ours) = object(text.as_bytes()) {
                prop_assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), Value::Object(ours));
            }
        }
    }
}
