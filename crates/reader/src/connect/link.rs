//! Where to connect: out of an address and a code, or of a whole pairing link.

use bonafide_emrtd::relay::{LINK_PATH, PATH, Secret};
use url::{Host, Url};

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Link {
    /// `ws` or `wss`.
    pub(super) socket: Url,
    pub(super) code: Secret,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum LinkError {
    #[error("this is no address: {0}")]
    Url(#[from] url::ParseError),
    #[error("an address begins with https:// or wss://")]
    Scheme,
    #[error("without protection (http, ws) only a server on this machine is spoken to")]
    Plain,
    #[error("the code that the page shows is missing")]
    NoCode,
    #[error("a code has letters, digits and hyphens")]
    Code,
}

impl Link {
    /// `https://HOST`, `wss://HOST/chip/relay` with a code beside it, or `https://HOST/chip#CODE`.
    pub(super) fn of(address: &str, code: Option<&str>) -> Result<Link, LinkError> {
        let mut url = match Url::parse(address.trim()) {
            Err(url::ParseError::RelativeUrlWithoutBase) => {
                Url::parse(&format!("https://{}", address.trim()))?
            }
            url => url?,
        };
        let protected = match url.scheme() {
            "https" | "wss" => true,
            "http" | "ws" => false,
            _ => return Err(LinkError::Scheme),
        };
        if !protected && !loopback(&url) {
            return Err(LinkError::Plain);
        }
        let code = code
            .map(str::to_owned)
            .or_else(|| url.fragment().map(str::to_owned))
            .ok_or(LinkError::NoCode)?;
        let code: String = code
            .chars()
            .filter(|letter| !letter.is_whitespace())
            .collect();
        let sound = |letter: u8| letter.is_ascii_alphanumeric() || matches!(letter, b'-' | b'_');
        if !(1..=128).contains(&code.len()) || !code.bytes().all(sound) {
            return Err(LinkError::Code);
        }
        url.set_fragment(None);
        url.set_query(None);
        let path = url.path().trim_end_matches('/');
        let base = path
            .strip_suffix(PATH)
            .or_else(|| path.strip_suffix(LINK_PATH))
            .unwrap_or(path);
        let path = format!("{base}{PATH}");
        url.set_path(&path);
        let scheme = if protected { "wss" } else { "ws" };
        url.set_scheme(scheme).map_err(|()| LinkError::Scheme)?;
        Ok(Link {
            socket: url,
            code: Secret(code),
        })
    }
}

fn loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Link, LinkError};

    #[test]
    fn addresses_and_links() {
        for (address, code, socket) in [
            (
                "https://id.example/chip#7KQ2-M9XP",
                None,
                "wss://id.example/chip/relay",
            ),
            (
                "https://id.example",
                Some("7KQ2-M9XP"),
                "wss://id.example/chip/relay",
            ),
            (
                "id.example",
                Some("7KQ2-M9XP"),
                "wss://id.example/chip/relay",
            ),
            (
                "https://id.example/proof/chip/#7KQ2-M9XP",
                None,
                "wss://id.example/proof/chip/relay",
            ),
            (
                "wss://id.example:8443/chip/relay",
                Some("7KQ2 -M9XP"),
                "wss://id.example:8443/chip/relay",
            ),
            (
                "http://127.0.0.1:8080/chip#7KQ2-M9XP",
                None,
                "ws://127.0.0.1:8080/chip/relay",
            ),
            (
                "ws://[::1]:8080",
                Some("7KQ2-M9XP"),
                "ws://[::1]:8080/chip/relay",
            ),
        ] {
            let link = Link::of(address, code).unwrap();
            assert_eq!(link.socket.as_str(), socket);
            assert_eq!(link.code.0, "7KQ2-M9XP");
        }
        for (address, code, error) in [
            ("http://id.example", Some("A"), LinkError::Plain),
            ("http://localhost.example", Some("A"), LinkError::Plain),
            ("ftp://id.example", Some("A"), LinkError::Scheme),
            ("https://id.example/chip", None, LinkError::NoCode),
            ("https://id.example/chip#", None, LinkError::Code),
            ("https://id.example", Some("a b\u{1b}"), LinkError::Code),
        ] {
            assert_eq!(Link::of(address, code), Err(error), "{address}");
        }
    }
}
