//! The one client for every address that others name; see
//! [`bonafide_identity::port::egress`] for what it promises.
//!
//! ```text
//! text of the address -> resolve once -> judge every address -> connect to a judged address
//!                     -> TLS for the original name -> one exchange, bounded -> answer
//! ```

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use bonafide_identity::port::Pending;
use bonafide_identity::port::egress::{
    Egress, EgressError, EgressRequest, EgressResponse, NotPublic, Refusal, Stage,
};
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout, timeout_at};
use tokio_rustls::TlsConnector;
use url::{Host, Url};

pub mod address;
mod config;
mod exchange;
#[cfg(any(test, feature = "fakes"))]
pub mod fake;
mod resolve;
#[cfg(test)]
mod tests;

pub use crate::tls::TlsError;
pub use config::{Allowance, EgressConfig, PortError, PortRange, Target, TargetError};
pub use resolve::{Resolver, SystemResolver};

/// Longer addresses are refused, in bytes.
const MAX_URL: usize = 2_048;
/// How many of a name's addresses are tried.
const MAX_TRIES: usize = 4;
/// A name with more addresses than that is up to something.
const MAX_ADDRESSES: usize = 64;

/// The egress client. Cheap to share; keeps no connections.
pub struct EgressClient {
    config: EgressConfig,
    resolver: Arc<dyn Resolver>,
    tls: Arc<ClientConfig>,
}

impl EgressClient {
    /// A client with the system's resolver.
    ///
    /// # Errors
    /// When no TLS client can be built.
    pub fn new(config: EgressConfig) -> Result<Self, TlsError> {
        Self::with_resolver(config, Arc::new(SystemResolver::default()))
    }

    /// A client that asks `resolver` for addresses.
    ///
    /// # Errors
    /// When no TLS client can be built.
    pub fn with_resolver(
        config: EgressConfig,
        resolver: Arc<dyn Resolver>,
    ) -> Result<Self, TlsError> {
        let tls = crate::tls::client(config.ca_file.as_deref(), &[b"http/1.1"])?;
        Ok(Self {
            config,
            resolver,
            tls,
        })
    }

    async fn exchange(&self, request: &EgressRequest) -> Result<EgressResponse, EgressError> {
        let deadline = Instant::now() + request.timeout;
        let destination = self.destination(&request.url)?;
        let outgoing = exchange::prepare(request)?;

        let connect_by =
            deadline.min(Instant::now() + Duration::from_secs(self.config.connect_timeout_seconds));
        let addresses = timeout_at(connect_by, self.resolve(&destination))
            .await
            .map_err(|_| EgressError::Timeout(Stage::Resolve))??;
        let stream = connect(&addresses, connect_by).await?;
        // Small requests: waiting for more to send only delays them.
        let _ = stream.set_nodelay(true);

        let exchanged = async {
            if destination.plain {
                exchange::run(stream, outgoing, request.max_response).await
            } else {
                let connector = TlsConnector::from(self.tls.clone());
                let handshake = connector.connect(destination.server_name(), stream);
                let stream = timeout_at(connect_by, handshake)
                    .await
                    .map_err(|_| EgressError::Timeout(Stage::Connect))?
                    .map_err(|_| EgressError::Tls)?;
                exchange::run(stream, outgoing, request.max_response).await
            }
        };
        timeout_at(deadline, exchanged)
            .await
            .map_err(|_| EgressError::Timeout(Stage::Exchange))?
    }

    /// Judges the text of an address.
    fn destination(&self, url: &Url) -> Result<Destination, Refusal> {
        let plain = match url.scheme() {
            "https" => false,
            "http" => true,
            _ => return Err(Refusal::Scheme),
        };
        if url.as_str().len() > MAX_URL {
            return Err(Refusal::TooLong);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Refusal::Credentials);
        }
        let port = url.port_or_known_default().ok_or(Refusal::Port)?;
        let host = match url.host().ok_or(Refusal::NoHost)? {
            Host::Domain(name) => {
                // The URL parser has lower-cased it; a final dot names the same host.
                let name = name.strip_suffix('.').unwrap_or(name);
                if name.is_empty() || ServerName::try_from(name).is_err() {
                    return Err(Refusal::NoHost);
                }
                HostName::Name(name.to_owned())
            }
            Host::Ipv4(address) => HostName::Address(address.into()),
            Host::Ipv6(address) => HostName::Address(address.into()),
        };
        let destination = Destination { host, port, plain };
        match &destination.host {
            HostName::Address(address) => self.permit(&destination, *address)?,
            HostName::Name(name) => self.permit_name(&destination, name)?,
        }
        Ok(destination)
    }

    /// Judges a name before it is resolved: refuses what no resolution could make right.
    fn permit_name(&self, to: &Destination, name: &str) -> Result<(), Refusal> {
        let named = || self.config.allow.iter().filter(|one| one.to.is_name(name));
        let local = name == "localhost" || name.ends_with(".localhost");
        if local && named().next().is_none() && !self.allows_some_loopback() {
            return Err(Refusal::Address(NotPublic::Loopback));
        }
        let possible = named().chain(
            self.config
                .allow
                .iter()
                .filter(|one| matches!(one.to, Target::Network(_))),
        );
        let mut refusal = self.permit_publicly(to);
        for allowance in possible {
            if refusal.is_ok() {
                break;
            }
            if self.grants(allowance, to).is_ok() {
                refusal = Ok(());
            }
        }
        refusal
    }

    fn allows_some_loopback(&self) -> bool {
        let loopback = [
            IpAddr::from([127, 0, 0, 1]),
            IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1]),
        ];
        let mut allowances = self.config.allow.iter();
        allowances.any(|one| loopback.iter().any(|address| one.to.covers(*address)))
    }

    /// Judges an address that a request would be sent to.
    fn permit(&self, to: &Destination, address: IpAddr) -> Result<(), Refusal> {
        let address = address.to_canonical();
        let public = address::public(address);
        let applies = |allowance: &&Allowance| {
            if public == Err(NotPublic::Metadata) {
                return allowance.to.is_exactly(address);
            }
            allowance.to.covers(address)
                || matches!(&to.host, HostName::Name(name) if allowance.to.is_name(name))
        };
        let mut refusal = match public {
            Ok(()) => self.permit_publicly(to),
            Err(kind) => Err(Refusal::Address(kind)),
        };
        for allowance in self.config.allow.iter().filter(applies) {
            if refusal.is_ok() {
                break;
            }
            refusal = self.grants(allowance, to);
        }
        refusal
    }

    /// What holds for a public address that no allowance speaks of.
    fn permit_publicly(&self, to: &Destination) -> Result<(), Refusal> {
        if to.plain {
            return Err(Refusal::PlainHttp);
        }
        if !self
            .config
            .ports
            .iter()
            .any(|range| range.contains(to.port))
        {
            return Err(Refusal::Port);
        }
        Ok(())
    }

    fn grants(&self, allowance: &Allowance, to: &Destination) -> Result<(), Refusal> {
        if to.plain && !allowance.plain_http {
            return Err(Refusal::PlainHttp);
        }
        let ports = allowance.ports.as_ref().unwrap_or(&self.config.ports);
        if !ports.iter().any(|range| range.contains(to.port)) {
            return Err(Refusal::Port);
        }
        Ok(())
    }

    /// The addresses to connect to, each of them judged. One that is refused refuses all: an
    /// honest name does not point half inside and half outside.
    async fn resolve(&self, to: &Destination) -> Result<Vec<SocketAddr>, EgressError> {
        let addresses = match &to.host {
            HostName::Address(address) => vec![*address],
            HostName::Name(name) => {
                let found = self.resolver.resolve(name).await;
                found.map_err(|_| EgressError::Resolve)?
            }
        };
        if addresses.is_empty() || addresses.len() > MAX_ADDRESSES {
            return Err(EgressError::Resolve);
        }
        for address in &addresses {
            self.permit(to, *address)?;
        }
        let tried = addresses.into_iter().take(MAX_TRIES);
        Ok(tried
            .map(|address| SocketAddr::new(address, to.port))
            .collect())
    }
}

impl Egress for EgressClient {
    fn admit(&self, url: &Url) -> Result<(), Refusal> {
        self.destination(url).map(|_| ())
    }

    fn send<'a>(
        &'a self,
        request: &'a EgressRequest,
    ) -> Pending<'a, Result<EgressResponse, EgressError>> {
        Box::pin(self.exchange(request))
    }
}

/// Connects to the first address that answers, giving each its share of the time.
async fn connect(addresses: &[SocketAddr], by: Instant) -> Result<TcpStream, EgressError> {
    let mut late = false;
    for (index, address) in addresses.iter().enumerate() {
        let left = by.saturating_duration_since(Instant::now());
        let share = left / u32::try_from(addresses.len() - index).unwrap_or(1);
        match timeout(share, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(_)) => {}
            Err(_) => late = true,
        }
    }
    Err(if late {
        EgressError::Timeout(Stage::Connect)
    } else {
        EgressError::Connect
    })
}

/// Where a request goes.
struct Destination {
    host: HostName,
    port: u16,
    plain: bool,
}

enum HostName {
    Name(String),
    Address(IpAddr),
}

impl Destination {
    /// The name that the certificate must carry: the one in the address, whatever it
    /// resolved to.
    fn server_name(&self) -> ServerName<'static> {
        match &self.host {
            HostName::Address(address) => ServerName::from(*address),
            HostName::Name(name) => ServerName::try_from(name.clone())
                .expect("names are checked when the destination is judged"),
        }
    }
}
