//! Which addresses are on the public internet, after the IANA special-purpose registries
//! (RFC 6890 and its updates), and networks written as `10.0.0.0/8`.
//!
//! Addresses that carry an IPv4 address inside (mapped, translated, NAT64, 6to4, Teredo,
//! ISATAP) are judged by what they carry: a gateway on our own network would deliver there.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use bonafide_identity::port::egress::NotPublic;

/// Judges an address.
///
/// # Errors
/// What kind of special address it is.
pub fn public(address: IpAddr) -> Result<(), NotPublic> {
    match address {
        IpAddr::V4(v4) => public_v4(v4),
        IpAddr::V6(v6) => public_v6(v6),
    }
}

fn public_v4(address: Ipv4Addr) -> Result<(), NotPublic> {
    Err(match address.octets() {
        // The metadata services of the large clouds, some of them at otherwise public or
        // reserved addresses.
        [169, 254, 169, 253 | 254]
        | [169, 254, 170, 2 | 23]
        | [100, 100, 100, 200]
        | [168, 63, 129, 16]
        | [192, 0, 0, 192] => NotPublic::Metadata,
        [0, ..] => NotPublic::Unspecified,
        [127, ..] => NotPublic::Loopback,
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] => NotPublic::Private,
        [100, 64..=127, ..] => NotPublic::SharedCarrier,
        [169, 254, ..] => NotPublic::LinkLocal,
        // Protocol assignments, documentation, 6to4 relays, benchmarking, future use.
        [192, 0, 0 | 2, _]
        | [198, 51, 100, _]
        | [203, 0, 113, _]
        | [192, 88, 99, _]
        | [198, 18 | 19, ..]
        | [240..=255, ..] => NotPublic::Reserved,
        [224..=239, ..] => NotPublic::Multicast,
        _ => return Ok(()),
    })
}

fn public_v6(address: Ipv6Addr) -> Result<(), NotPublic> {
    let segments = address.segments();
    if address == Ipv6Addr::UNSPECIFIED {
        return Err(NotPublic::Unspecified);
    }
    if address == Ipv6Addr::LOCALHOST {
        return Err(NotPublic::Loopback);
    }
    for inner in embedded_v4(&segments) {
        public_v4(inner)?;
    }
    Err(match segments {
        // Mapped, translated (RFC 7915) and NAT64 addresses reach what they carry.
        [0, 0, 0, 0, 0, 0xffff, ..]
        | [0, 0, 0, 0, 0xffff, 0, ..]
        | [0x64, 0xff9b, 0, 0, 0, 0, ..] => {
            return Ok(());
        }
        // NAT64 of a local network: where the inner address stands is its own secret.
        [0x64, 0xff9b, 1, ..] => NotPublic::Private,
        [0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254] | [0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254] => {
            NotPublic::Metadata
        }
        [0xfc00..=0xfdff, ..] | [0xfec0..=0xfeff, ..] => NotPublic::Private,
        [0xfe80..=0xfebf, ..] => NotPublic::LinkLocal,
        [0xff00..=0xffff, ..] => NotPublic::Multicast,
        // Protocol assignments with Teredo and ORCHID, documentation.
        [0x2001, 0..=0x1ff, ..] | [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => {
            NotPublic::Reserved
        }
        // 2000::/3 is all that is assigned for the public internet.
        [0x2000..=0x3fff, ..] => return Ok(()),
        _ => NotPublic::Reserved,
    })
}

/// Every IPv4 address that an IPv6 address may lead to.
fn embedded_v4(segments: &[u16; 8]) -> Vec<Ipv4Addr> {
    let v4 = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        Ipv4Addr::new(a, b, c, d)
    };
    let last = v4(segments[6], segments[7]);
    let mut found = Vec::new();
    match segments {
        [0, 0, 0, 0, 0, 0 | 0xffff, ..]
        | [0, 0, 0, 0, 0xffff, 0, ..]
        | [0x64, 0xff9b, 0, 0, 0, 0, ..] => found.push(last),
        [0x2002, high, low, ..] => found.push(v4(*high, *low)),
        // Teredo (RFC 4380): the server in the clear, the client's address inverted.
        [0x2001, 0, high, low, ..] => {
            found.push(v4(*high, *low));
            found.push(v4(!segments[6], !segments[7]));
        }
        _ => {}
    }
    // ISATAP (RFC 5214): the interface identifier carries the address.
    if matches!(segments, [_, _, _, _, 0 | 0x200, 0x5efe, ..]) {
        found.push(last);
    }
    found
}

/// A network, e.g. `10.0.0.0/8`, `fd12::/16`, or one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    prefix: u8,
}

impl Network {
    /// Whether the address belongs to it. A mapped IPv4 address belongs where the IPv4
    /// address belongs.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                let mask = u32::MAX
                    .checked_shl(32 - u32::from(self.prefix))
                    .unwrap_or(0);
                own.to_bits() & mask == other.to_bits() & mask
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                let mask = u128::MAX
                    .checked_shl(128 - u32::from(self.prefix))
                    .unwrap_or(0);
                own.to_bits() & mask == other.to_bits() & mask
            }
            _ => false,
        }
    }

    /// Whether it is a single address.
    pub fn is_single(&self) -> bool {
        self.prefix == if self.address.is_ipv4() { 32 } else { 128 }
    }
}

/// Text that is no network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a network such as 10.0.0.0/8 or an address")]
pub struct NetworkError;

impl FromStr for Network {
    type Err = NetworkError;

    fn from_str(text: &str) -> Result<Self, NetworkError> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| NetworkError)?;
        let longest = if address.is_ipv4() { 32 } else { 128 };
        let prefix = match prefix {
            None => longest,
            Some(digits) if digits.bytes().all(|digit| digit.is_ascii_digit()) => {
                digits.parse().map_err(|_| NetworkError)?
            }
            Some(_) => return Err(NetworkError),
        };
        if prefix > longest {
            return Err(NetworkError);
        }
        Ok(Self { address, prefix })
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.prefix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn judge(text: &str) -> Result<(), NotPublic> {
        public(text.parse().unwrap())
    }

    #[test]
    fn public_addresses() {
        for text in [
            "1.1.1.1",
            "8.8.8.8",
            "9.255.255.255",
            "11.0.0.1",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.255.255",
            "172.32.0.1",
            "192.167.1.1",
            "198.17.0.1",
            "198.20.0.1",
            "223.255.255.255",
            "2606:4700::1111",
            "2a00:1450:4001::1",
            "2001:200::1",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
            "2002:808:808::1",
        ] {
            assert_eq!(judge(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn special_addresses() {
        use NotPublic::*;
        for (text, kind) in [
            ("0.0.0.0", Unspecified),
            ("0.1.2.3", Unspecified),
            ("::", Unspecified),
            ("127.0.0.1", Loopback),
            ("127.255.255.254", Loopback),
            ("::1", Loopback),
            ("10.0.0.1", Private),
            ("172.16.0.1", Private),
            ("172.31.255.255", Private),
            ("192.168.1.1", Private),
            ("fc00::1", Private),
            ("fdff::1", Private),
            ("fec0::1", Private),
            ("100.64.0.1", SharedCarrier),
            ("100.127.255.255", SharedCarrier),
            ("169.254.0.1", LinkLocal),
            ("fe80::1", LinkLocal),
            ("febf::1", LinkLocal),
            ("224.0.0.1", Multicast),
            ("239.255.255.255", Multicast),
            ("ff02::1", Multicast),
            ("240.0.0.1", Reserved),
            ("255.255.255.255", Reserved),
            ("192.0.2.1", Reserved),
            ("198.51.100.1", Reserved),
            ("203.0.113.1", Reserved),
            ("198.18.0.1", Reserved),
            ("192.0.0.8", Reserved),
            ("2001:db8::1", Reserved),
            ("3fff::1", Reserved),
            ("100::1", Reserved),
            ("4000::1", Reserved),
            ("5f00::1", Reserved),
            ("2001:2::1", Reserved),
            ("169.254.169.254", Metadata),
            ("169.254.170.2", Metadata),
            ("100.100.100.200", Metadata),
            ("168.63.129.16", Metadata),
            ("fd00:ec2::254", Metadata),
            ("fd20:ce::254", Metadata),
        ] {
            assert_eq!(judge(text), Err(kind), "{text}");
        }
    }

    #[test]
    fn addresses_inside_addresses() {
        use NotPublic::*;
        for (text, kind) in [
            ("::ffff:127.0.0.1", Loopback),
            ("::ffff:10.0.0.1", Private),
            ("::ffff:169.254.169.254", Metadata),
            ("::127.0.0.1", Loopback),
            ("::10.1.2.3", Private),
            ("::8.8.8.8", Reserved),
            ("::ffff:0:192.168.1.1", Private),
            ("64:ff9b::10.0.0.1", Private),
            ("64:ff9b::a9fe:a9fe", Metadata),
            ("64:ff9b:1::8.8.8.8", Private),
            ("2002:7f00:1::1", Loopback),
            ("2002:c0a8:101::1", Private),
            // Teredo: client 192.168.1.1 inverted is 3f57:fefe; then a private server.
            ("2001:0:808:808::3f57:fefe", Private),
            ("2001:0:a00:1::f7f7:f7f7", Private),
            ("2001:0:808:808::f7f7:f7f7", Reserved),
            ("2a00:1450::5efe:10.0.0.1", Private),
            ("2a00:1450::200:5efe:127.0.0.1", Loopback),
        ] {
            assert_eq!(judge(text), Err(kind), "{text}");
        }
    }

    #[test]
    fn networks() {
        let contains = |network: &str, address: &str| {
            network
                .parse::<Network>()
                .unwrap()
                .contains(address.parse().unwrap())
        };
        assert!(contains("10.0.0.0/8", "10.255.1.2"));
        assert!(contains("10.0.0.0/8", "::ffff:10.1.1.1"));
        assert!(!contains("10.0.0.0/8", "11.0.0.0"));
        assert!(contains("0.0.0.0/0", "255.1.1.1"));
        assert!(!contains("0.0.0.0/0", "::1"));
        assert!(contains("::/0", "fd00::1"));
        assert!(contains("127.0.0.1", "127.0.0.1"));
        assert!(!contains("127.0.0.1", "127.0.0.2"));
        assert!(contains("fd12::/16", "fd12:ffff::1"));
        for bad in [
            "",
            "10.0.0.0/33",
            "::/129",
            "10.0.0/8",
            "a/8",
            "10.0.0.0/+8",
            "10.0.0.0/",
        ] {
            assert_eq!(bad.parse::<Network>(), Err(NetworkError), "{bad}");
        }
    }

    proptest! {
        /// Whatever leads to an IPv4 address that is refused is refused as well.
        #[test]
        fn no_wrapping_opens_a_refused_address(bits: u32) {
            let v4 = Ipv4Addr::from_bits(bits);
            let [a, b] = [(bits >> 16) as u16, bits as u16];
            for wrapped in [
                v4.to_ipv6_mapped(),
                Ipv6Addr::new(0, 0, 0, 0, 0, 0, a, b),
                Ipv6Addr::new(0, 0, 0, 0, 0xffff, 0, a, b),
                Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, a, b),
                Ipv6Addr::new(0x2002, a, b, 0, 0, 0, 0, 1),
                Ipv6Addr::new(0x2001, 0, 0x808, 0x808, 0, 0, !a, !b),
                Ipv6Addr::new(0x2a00, 1, 2, 3, 0x200, 0x5efe, a, b),
            ] {
                if public_v4(v4).is_err() {
                    prop_assert!(public(IpAddr::V6(wrapped)).is_err(), "{wrapped}");
                }
            }
        }

        #[test]
        fn a_network_contains_its_own_address(bits: u32, prefix in 0_u8..=32) {
            let address = Ipv4Addr::from_bits(bits);
            let network: Network = format!("{address}/{prefix}").parse().unwrap();
            prop_assert!(network.contains(IpAddr::V4(address)));
            prop_assert_eq!(network.to_string().parse::<Network>(), Ok(network));
        }

        #[test]
        fn no_text_panics(text: String) {
            let _ = text.parse::<Network>();
        }
    }
}
