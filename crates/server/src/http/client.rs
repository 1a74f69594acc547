//! Whose request it is, behind reverse proxies.

use std::net::IpAddr;

use axum::http::{HeaderMap, HeaderName};
use bonafide_connectors::egress::address::Network;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The client's address: the peer's, unless it is one of our proxies; then the last address that
/// was forwarded and is not one of them. What stands before that, anybody can write.
pub(crate) fn address(peer: IpAddr, headers: &HeaderMap, proxies: &[Network]) -> IpAddr {
    let ours = |address: IpAddr| proxies.iter().any(|network| network.contains(address));
    let mut client = peer.to_canonical();
    let forwarded: Vec<&str> = headers
        .get_all(FORWARDED_FOR)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    for hop in forwarded.iter().rev() {
        if !ours(client) {
            break;
        }
        let Some(address) = parse(hop.trim()) else {
            break;
        };
        client = address.to_canonical();
    }
    client
}

/// An address, perhaps with a port.
fn parse(hop: &str) -> Option<IpAddr> {
    let bare = hop.trim_start_matches('[').trim_end_matches(']');
    bare.parse()
        .ok()
        .or_else(|| Some(hop.parse::<std::net::SocketAddr>().ok()?.ip()))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    fn client(peer: &str, forwarded: &[&str]) -> String {
        let proxies: Vec<Network> = ["127.0.0.0/8", "10.0.0.0/8", "fd00::/8"]
            .iter()
            .map(|text| text.parse().unwrap())
            .collect();
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(FORWARDED_FOR, HeaderValue::from_str(value).unwrap());
        }
        address(peer.parse().unwrap(), &headers, &proxies).to_string()
    }

    #[test]
    fn only_our_proxies_are_believed_and_only_what_they_saw() {
        assert_eq!(client("203.0.113.9", &["198.51.100.1"]), "203.0.113.9");
        assert_eq!(client("127.0.0.1", &[]), "127.0.0.1");
        assert_eq!(client("127.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(
            client("10.1.2.3", &["1.1.1.1, 198.51.100.1"]),
            "198.51.100.1"
        );
        assert_eq!(
            client("10.1.2.3", &["198.51.100.1, 10.9.9.9"]),
            "198.51.100.1"
        );
        assert_eq!(
            client("10.1.2.3", &["1.1.1.1", "198.51.100.1", "fd00::1"]),
            "198.51.100.1"
        );
        assert_eq!(client("::ffff:10.1.2.3", &["2001:db8::5"]), "2001:db8::5");
        assert_eq!(client("10.1.2.3", &["[2001:db8::5]:443"]), "2001:db8::5");
        assert_eq!(client("10.1.2.3", &["198.51.100.1:4711"]), "198.51.100.1");
        assert_eq!(client("10.1.2.3", &["198.51.100.1, unknown"]), "10.1.2.3");
    }

    proptest! {
        #[test]
        fn any_header_is_survived(text in "[ -~]{0,80}") {
            client("10.1.2.3", &[&text]);
        }
    }
}
