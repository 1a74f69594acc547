//! The configuration section `egress`.

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use url::Host;

use super::address::Network;
use crate::config::Problem;

/// Outbound requests to addresses that organisations name (webhooks) and browsers (push services). By default only
/// https on port 443 of the public internet.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct EgressConfig {
    /// Ports that may be spoken to, e.g. `"443"` or `"8000-8999"`.
    #[schemars(with = "Vec<String>")]
    pub ports: Vec<PortRange>,
    /// Hosts and networks that are allowed although they are not public, or that may use
    /// other ports or plain http.
    pub allow: Vec<Allowance>,
    /// PEM file of further certificate authorities, besides the system's.
    pub ca_file: Option<PathBuf>,
    /// Seconds for resolving, connecting and the TLS handshake together, 1 to 60.
    #[schemars(range(min = 1, max = 60))]
    pub connect_timeout_seconds: u64,
}

impl Default for EgressConfig {
    fn default() -> Self {
        Self {
            ports: vec![PortRange {
                first: 443,
                last: 443,
            }],
            allow: Vec::new(),
            ca_file: None,
            connect_timeout_seconds: 10,
        }
    }
}

impl EgressConfig {
    /// Everything that cannot work.
    pub fn problems(&self, at: &str) -> Vec<Problem> {
        let mut problems = Vec::new();
        if !(1..=60).contains(&self.connect_timeout_seconds) {
            problems.push(Problem::new(
                at,
                "connect_timeout_seconds",
                "must be 1 to 60",
            ));
        }
        if let Some(path) = &self.ca_file
            && let Err(error) = crate::tls::certificates(path)
        {
            problems.push(Problem::new(at, "ca_file", error));
        }
        problems
    }
}

/// One host or network that the operator vouches for.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Allowance {
    /// A host name, an address or a network: `hooks.internal`, `10.1.2.3`, `10.1.0.0/16`.
    /// Cloud metadata addresses are allowed only when named as single addresses.
    #[schemars(with = "String")]
    pub to: Target,
    /// Its ports; those of the section when absent.
    #[serde(default)]
    #[schemars(with = "Option<Vec<String>>")]
    pub ports: Option<Vec<PortRange>>,
    /// Whether plain http will do.
    #[serde(default)]
    pub plain_http: bool,
}

/// What an allowance is for.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(try_from = "String", into = "String")]
pub enum Target {
    /// This very name, whatever it resolves to (but for metadata addresses).
    Name(String),
    /// Every address within.
    Network(Network),
}

impl Target {
    /// Whether the allowance is for a host of that name.
    pub(super) fn is_name(&self, host: &str) -> bool {
        matches!(self, Self::Name(name) if name == host)
    }

    /// Whether the allowance is for that address, as part of a network.
    pub(super) fn covers(&self, address: IpAddr) -> bool {
        matches!(self, Self::Network(network) if network.contains(address))
    }

    /// Whether the allowance names exactly that address.
    pub(super) fn is_exactly(&self, address: IpAddr) -> bool {
        matches!(self, Self::Network(network) if network.is_single() && network.contains(address))
    }
}

/// Text that is neither a host name nor a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("neither a host name nor an address or network such as 10.0.0.0/8")]
pub struct TargetError;

impl FromStr for Target {
    type Err = TargetError;

    fn from_str(text: &str) -> Result<Self, TargetError> {
        if let Ok(network) = text.parse() {
            return Ok(Self::Network(network));
        }
        match Host::parse(text) {
            Ok(Host::Domain(name)) if !name.contains('*') => {
                Ok(Self::Name(name.trim_end_matches('.').to_owned()))
            }
            _ => Err(TargetError),
        }
    }
}

impl TryFrom<String> for Target {
    type Error = TargetError;
    fn try_from(text: String) -> Result<Self, TargetError> {
        text.parse()
    }
}

impl From<Target> for String {
    fn from(target: Target) -> Self {
        match target {
            Target::Name(name) => name,
            Target::Network(network) => network.to_string(),
        }
    }
}

/// One port or a range of them: `443`, `8000-8999`.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(try_from = "String", into = "String")]
pub struct PortRange {
    /// The first, at least 1.
    pub first: u16,
    /// The last, not below the first.
    pub last: u16,
}

impl PortRange {
    /// Every port.
    pub const ALL: Self = Self {
        first: 1,
        last: u16::MAX,
    };

    /// Whether the port is among them.
    pub fn contains(self, port: u16) -> bool {
        (self.first..=self.last).contains(&port)
    }
}

/// Text that is neither a port nor a range of ports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a port such as 443 or a range such as 8000-8999")]
pub struct PortError;

impl FromStr for PortRange {
    type Err = PortError;

    fn from_str(text: &str) -> Result<Self, PortError> {
        let port = |digits: &str| match digits.parse::<u16>() {
            Ok(port) if port > 0 && !digits.starts_with('+') => Ok(port),
            _ => Err(PortError),
        };
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        let range = Self {
            first: port(first)?,
            last: port(last)?,
        };
        if range.first <= range.last {
            Ok(range)
        } else {
            Err(PortError)
        }
    }
}

impl TryFrom<String> for PortRange {
    type Error = PortError;
    fn try_from(text: String) -> Result<Self, PortError> {
        text.parse()
    }
}

impl From<PortRange> for String {
    fn from(range: PortRange) -> Self {
        range.to_string()
    }
}

impl fmt::Display for PortRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            write!(f, "{}", self.first)
        } else {
            write!(f, "{}-{}", self.first, self.last)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ports_and_targets() {
        assert_eq!(
            "443".parse(),
            Ok(PortRange {
                first: 443,
                last: 443
            })
        );
        assert_eq!(
            "8000-8999".parse(),
            Ok(PortRange {
                first: 8000,
                last: 8999
            })
        );
        for bad in ["", "0", "65536", "9-8", "-1", "+1", "1-2-3", "http"] {
            assert_eq!(bad.parse::<PortRange>(), Err(PortError), "{bad}");
        }
        assert_eq!(
            "Hooks.Internal.".parse(),
            Ok(Target::Name("hooks.internal".to_owned()))
        );
        assert!(matches!("10.0.0.0/8".parse(), Ok(Target::Network(_))));
        for bad in ["", "*.example", "a b", "http://a", "10.0.0.0/40"] {
            assert_eq!(bad.parse::<Target>(), Err(TargetError), "{bad}");
        }
    }

    #[test]
    fn unknown_keys_and_bad_values_are_refused() {
        let parse = |json: &str| serde_json::from_str::<EgressConfig>(json);
        let config = parse(
            r#"{"allow":[{"to":"10.1.0.0/16","ports":["80","8000-8999"],"plain_http":true}]}"#,
        );
        assert_eq!(config.unwrap().allow.len(), 1);
        assert!(parse(r#"{"alow":[]}"#).is_err());
        assert!(parse(r#"{"ports":["0"]}"#).is_err());
        let late = EgressConfig {
            connect_timeout_seconds: 0,
            ..EgressConfig::default()
        };
        assert_eq!(
            late.problems("egress")[0].key,
            "egress.connect_timeout_seconds"
        );
    }

    proptest! {
        #[test]
        fn no_text_panics(text: String) {
            let _ = text.parse::<PortRange>();
            let _ = text.parse::<Target>();
        }
    }
}
