//! Addresses that a person's browser returns to: equal letter by letter to a registered one, except that a program on
//! the person's own machine takes whichever port is free (RFC 8252, 7.3).

use serde::{Deserialize, Serialize};
use url::{Host, Url};

/// Characters of an address.
const LONGEST: usize = 2048;

/// An address that nobody may be sent back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RedirectError {
    /// No address in its normal form: absolute, without a fragment or a password, in ASCII.
    #[error("not an absolute address in its normal form, without fragment, user or password")]
    Malformed,
    /// Neither https, nor http on loopback by its IP address, nor a scheme of an app's own.
    #[error(
        "neither https, nor http on 127.0.0.1 or [::1], nor a scheme of the form com.example.app"
    )]
    Scheme,
}

/// A registered address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RedirectUri(String);

impl RedirectUri {
    /// Reads an address that a client registers.
    ///
    /// # Errors
    /// [`RedirectError`]
    pub fn parse(text: &str) -> Result<Self, RedirectError> {
        let plain = text.len() <= LONGEST && text.bytes().all(|byte| byte.is_ascii_graphic());
        let url = Url::parse(text).map_err(|_| RedirectError::Malformed)?;
        let secretive = !url.username().is_empty() || url.password().is_some();
        if !plain || url.fragment().is_some() || secretive || text.contains('\\') {
            return Err(RedirectError::Malformed);
        }
        let allowed = match url.scheme() {
            "https" => url.has_host(),
            "http" => is_loopback(&url),
            // A scheme of an app's own is a domain name turned round, so that it is hardly anybody else's; letters
            // of either case are one scheme to a browser, so only small ones are taken.
            scheme => scheme.contains('.'),
        };
        if !allowed {
            return Err(RedirectError::Scheme);
        }
        // What the parser would write otherwise, others may read otherwise: dots in paths, capitals, default ports.
        let written = url.as_str();
        if written != text && written.strip_suffix('/') != Some(text) {
            return Err(RedirectError::Malformed);
        }
        Ok(Self(text.to_owned()))
    }

    /// Whether a request's address is this one.
    pub fn matches(&self, requested: &str) -> bool {
        if self.0 == requested {
            return true;
        }
        let (Ok(known), Ok(_), Ok(asked)) = (
            Url::parse(&self.0),
            Self::parse(requested),
            Url::parse(requested),
        ) else {
            return false;
        };
        if known.scheme() != "http" || !is_loopback(&known) {
            return false;
        }
        known.host() == asked.host()
            && asked.scheme() == "http"
            && known.path() == asked.path()
            && known.query() == asked.query()
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// By its address, not by a name that somebody may resolve otherwise.
fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.octets() == [127, 0, 0, 1],
        Some(Host::Ipv6(address)) => address.is_loopback(),
        _ => false,
    }
}

impl TryFrom<String> for RedirectUri {
    type Error = RedirectError;
    fn try_from(text: String) -> Result<Self, RedirectError> {
        Self::parse(&text)
    }
}

impl From<RedirectUri> for String {
    fn from(uri: RedirectUri) -> Self {
        uri.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_addresses_that_one_may_return_to() {
        for good in [
            "https://rp.example/cb",
            "https://rp.example",
            "https://rp.example/cb?a=b",
            "http://127.0.0.1/cb",
            "http://127.0.0.1:8080/cb",
            "http://[::1]/cb",
            "com.example.app:/cb",
        ] {
            assert!(RedirectUri::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "/cb",
            "//rp.example/cb",
            "http://rp.example/cb",
            "http://localhost/cb",
            "https://rp.example/cb#x",
            "https://user@rp.example/cb",
            "https://rp.example/a/../cb",
            "https://RP.example/cb",
            "https://rp.example:443/cb",
            "https://rp.exаmple/cb",
            "https:\\\\rp.example\\cb",
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "HTTPS://rp.example/cb",
            "https://rp.example/c b",
        ] {
            assert!(RedirectUri::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn equal_letter_by_letter_but_for_loopbacks_port() {
        let exact = RedirectUri::parse("https://rp.example/cb").unwrap();
        assert!(exact.matches("https://rp.example/cb"));
        for other in [
            "https://rp.example/cb/",
            "https://rp.example/cb?x",
            "https://rp.example:8443/cb",
            "https://rp.example.evil.example/cb",
            "https://rp.example/CB",
            "https://rp.example/%63b",
        ] {
            assert!(!exact.matches(other), "{other}");
        }
        let local = RedirectUri::parse("http://127.0.0.1/cb").unwrap();
        assert!(local.matches("http://127.0.0.1:51234/cb"));
        for other in [
            "http://127.0.0.1:51234/other",
            "http://[::1]:51234/cb",
            "http://127.0.0.2/cb",
            "https://127.0.0.1/cb",
            "http://localhost:51234/cb",
            "http://user@127.0.0.1:51234/cb",
            "http://127.0.0.1:51234/cb?x",
            "http://127.0.0.1:51234/x/../cb",
        ] {
            assert!(!local.matches(other), "{other}");
        }
    }

    proptest! {
        #[test]
        fn what_is_registered_matches_itself(text in "[a-zA-Z0-9:/.?#@\\[\\]%-]{0,40}") {
            if let Ok(uri) = RedirectUri::parse(&text) {
                prop_assert!(uri.matches(&text));
            }
            let exact = RedirectUri::parse("https://rp.example/cb").unwrap();
            prop_assert_eq!(exact.matches(&text), text == "https://rp.example/cb");
        }
    }
}
