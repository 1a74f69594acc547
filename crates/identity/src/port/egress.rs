//! Speaking HTTP to an address that somebody else named: a webhook endpoint, a picture's
//! address, a discovery document.
//!
//! Such an address is attacker-controlled. Whoever implements [`Egress`] resolves its name
//! once, refuses addresses that are not public unless the operator named them, connects to
//! the very address it judged, follows no redirect, and bounds size and time.

use std::fmt;
use std::time::Duration;

use url::Url;

use super::Pending;

/// The one client for every address that others name.
pub trait Egress: Send + Sync {
    /// Judges an address by its text alone, without resolving its name or sending anything;
    /// for telling somebody early that their address will never be used.
    ///
    /// # Errors
    /// Why the address would be refused. `Ok` is no promise: the name may yet resolve to an
    /// address that is refused.
    fn admit(&self, url: &Url) -> Result<(), Refusal>;

    /// Sends one request and reads the whole answer. Any final status but a redirect (3xx) is
    /// an answer.
    fn send<'a>(
        &'a self,
        request: &'a EgressRequest,
    ) -> Pending<'a, Result<EgressResponse, EgressError>>;
}

/// A request method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// `GET`, sent without a body.
    Get,
    /// `POST`.
    Post,
    /// `PUT`.
    Put,
    /// `DELETE`.
    Delete,
}

/// One request. `Debug` shows its shape, never where it goes or what it carries.
#[derive(Clone)]
pub struct EgressRequest {
    /// Where to: `https` (or `http` where the operator allows it), without credentials.
    pub url: Url,
    /// What to do there.
    pub method: Method,
    /// Header names and values. `Host`, `Content-Length`, `Transfer-Encoding` and
    /// `Connection` are the connector's.
    pub headers: Vec<(String, String)>,
    /// The body as it travels.
    pub body: Vec<u8>,
    /// For everything: resolving, connecting, sending and reading the last byte.
    pub timeout: Duration,
    /// The longest body of the answer that is read, in bytes.
    pub max_response: usize,
}

impl fmt::Debug for EgressRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EgressRequest")
            .field("method", &self.method)
            .field("scheme", &self.url.scheme())
            .field("headers", &self.headers.len())
            .field("body_bytes", &self.body.len())
            .field("timeout", &self.timeout)
            .field("max_response", &self.max_response)
            .finish_non_exhaustive()
    }
}

/// An answer, read to its end.
#[derive(Clone)]
pub struct EgressResponse {
    /// The final status, 200..=299 or 400..=599 in practice, never 3xx.
    pub status: u16,
    /// Header names (lower case) and values; those that are not text are left out.
    pub headers: Vec<(String, String)>,
    /// The body, at most `max_response` bytes.
    pub body: Vec<u8>,
}

impl EgressResponse {
    /// The first header of that name, in whatever case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(candidate, _)| candidate.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

impl fmt::Debug for EgressResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EgressResponse")
            .field("status", &self.status)
            .field("headers", &self.headers.len())
            .field("body_bytes", &self.body.len())
            .finish()
    }
}

/// Why an address is not spoken to, whoever answers there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Neither `https` nor, where allowed, `http`.
    #[error("the scheme is not https")]
    Scheme,
    /// Plain `http` to a host for which the operator has not allowed it.
    #[error("plain http is not allowed for this host")]
    PlainHttp,
    /// A user name or password stands in the address.
    #[error("the address carries credentials")]
    Credentials,
    /// No host name.
    #[error("the address names no host")]
    NoHost,
    /// Longer than any honest address.
    #[error("the address is too long")]
    TooLong,
    /// A port that the operator has not allowed.
    #[error("the port is not allowed")]
    Port,
    /// The name is, or resolves to, an address that is not on the public internet.
    #[error("the host is not on the public internet ({0})")]
    Address(NotPublic),
}

/// What kind of address it is that is not public.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotPublic {
    /// `0.0.0.0/8`, `::`.
    #[error("unspecified")]
    Unspecified,
    /// `127.0.0.0/8`, `::1`, `localhost`.
    #[error("loopback")]
    Loopback,
    /// RFC 1918, unique local IPv6 (RFC 4193), site-local.
    #[error("private")]
    Private,
    /// `169.254.0.0/16`, `fe80::/10`.
    #[error("link-local")]
    LinkLocal,
    /// `100.64.0.0/10` (RFC 6598).
    #[error("carrier-grade translation")]
    SharedCarrier,
    /// `224.0.0.0/4`, `ff00::/8`.
    #[error("multicast")]
    Multicast,
    /// Broadcast, documentation, benchmarking, future use and other special ranges.
    #[error("reserved")]
    Reserved,
    /// A cloud's instance metadata service.
    #[error("cloud metadata")]
    Metadata,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EgressError {
    /// We do not speak to that address.
    #[error("refused: {0}")]
    Refused(#[from] Refusal),
    /// The request itself cannot be sent, e.g. a line break in a header.
    #[error("the request is malformed")]
    Request,
    /// The name does not resolve.
    #[error("the host's name does not resolve")]
    Resolve,
    /// Nobody accepts a connection there.
    #[error("no connection")]
    Connect,
    /// No trusted TLS connection: certificate, name or protocol.
    #[error("no trusted TLS connection")]
    Tls,
    /// Not done in time.
    #[error("timed out while {0}")]
    Timeout(Stage),
    /// The answer is a redirect, which is never followed.
    #[error("the answer is a redirect ({status})")]
    Redirect {
        /// 300..=399.
        status: u16,
    },
    /// The answer's header is larger or longer than any honest one.
    #[error("the answer's header is too large")]
    HeaderTooLarge,
    /// The answer's body is larger than was asked for.
    #[error("the answer's body is too large")]
    BodyTooLarge,
    /// The answer is not HTTP, or ended early.
    #[error("the answer is malformed or was cut short")]
    Malformed,
}

impl EgressError {
    /// Whether the same request may succeed later without anybody changing it.
    pub fn retryable(&self) -> bool {
        !matches!(self, Self::Request)
    }
}

/// What was being done when time ran out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stage {
    /// Resolving the name.
    #[error("resolving")]
    Resolve,
    /// Connecting, the TLS handshake included.
    #[error("connecting")]
    Connect,
    /// Sending, or waiting for or reading the answer.
    #[error("exchanging")]
    Exchange,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_tells_neither_where_nor_what() {
        let request = EgressRequest {
            url: Url::parse("https://hook.secret-name.example/token123").unwrap(),
            method: Method::Post,
            headers: vec![("authorization".to_owned(), "Bearer secret".to_owned())],
            body: b"birth date".to_vec(),
            timeout: Duration::from_secs(10),
            max_response: 1024,
        };
        let shown = format!("{request:?}");
        for hidden in ["secret", "token123", "birth", "Bearer"] {
            assert!(!shown.contains(hidden), "{shown}");
        }
        let response = EgressResponse {
            status: 200,
            headers: vec![("set-cookie".to_owned(), "secret".to_owned())],
            body: b"secret".to_vec(),
        };
        assert!(!format!("{response:?}").contains("secret"));
        assert_eq!(response.header("Set-Cookie"), Some("secret"));
    }
}
