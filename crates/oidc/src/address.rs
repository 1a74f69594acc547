//! Addresses of clients that the provider itself speaks to: for their keys, or to tell them something. Whether one is
//! spoken to is for whoever speaks to decide, each time; here only what can be no such address is refused.

use serde::{Deserialize, Serialize};
use url::Url;

/// Characters of an address.
const LONGEST: usize = 2048;

/// What is no such address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an absolute http or https address of a host, without fragment, user or password")]
pub struct AddressError;

/// An address that a client registers for the provider to speak to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Address(Url);

impl Address {
    /// Reads an address.
    ///
    /// # Errors
    /// [`AddressError`]
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let plain = text.len() <= LONGEST && text.bytes().all(|byte| byte.is_ascii_graphic());
        let url = Url::parse(text).map_err(|_| AddressError)?;
        let secretive = !url.username().is_empty() || url.password().is_some();
        let web = matches!(url.scheme(), "https" | "http") && url.has_host();
        if plain && web && !secretive && url.fragment().is_none() {
            Ok(Self(url))
        } else {
            Err(AddressError)
        }
    }

    /// The address.
    pub fn url(&self) -> &Url {
        &self.0
    }
}

impl TryFrom<String> for Address {
    type Error = AddressError;
    fn try_from(text: String) -> Result<Self, AddressError> {
        Self::parse(&text)
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.0.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_that_one_can_speak_to() {
        for good in [
            "https://shop.example/keys?a=b",
            "http://127.0.0.1:4000/keys",
        ] {
            assert_eq!(Address::parse(good).unwrap().url().as_str(), good);
        }
        for wrong in [
            "",
            "/keys",
            "ftp://shop.example/keys",
            "file:///etc/passwd",
            "https://user@shop.example/",
            "https://user:word@shop.example/",
            "https://shop.example/keys#a",
            "https://shop.example/ke ys",
            "data:application/json,{}",
            &format!("https://shop.example/{}", "a".repeat(LONGEST)),
        ] {
            assert_eq!(Address::parse(wrong), Err(AddressError), "{wrong}");
        }
    }
}
