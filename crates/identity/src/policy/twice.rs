//! Keys that stand twice in a JSON text. Readers of JSON take the last one, silently (RFC 8259,
//! section 4): of a policy that says two things of the same reason, one would never hold.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

/// The places of keys that stand twice within the same object, as `limits.attempts`; of a text that
/// is no JSON, those before the place where it is none.
pub(super) fn twice(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut json = serde_json::Deserializer::from_str(text);
    // What is no JSON is told by whoever reads the text for what it says.
    let _ = Look {
        place: String::new(),
        found: &mut found,
    }
    .deserialize(&mut json);
    found
}

struct Look<'a> {
    place: String,
    found: &'a mut Vec<String>,
}

impl Look<'_> {
    fn within(&self, name: &str) -> String {
        if self.place.is_empty() {
            name.to_owned()
        } else {
            format!("{}.{name}", self.place)
        }
    }
}

impl<'de> DeserializeSeed<'de> for Look<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Look<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut known = BTreeSet::new();
        while let Some(key) = map.next_key::<String>()? {
            let place = self.within(&key);
            if !known.insert(key) && !self.found.contains(&place) {
                self.found.push(place.clone());
            }
            map.next_value_seed(Look {
                place,
                found: &mut *self.found,
            })?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        for index in 0_usize.. {
            let look = Look {
                place: self.within(&index.to_string()),
                found: &mut *self.found,
            };
            if list.next_element_seed(look)?.is_none() {
                break;
            }
        }
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}
