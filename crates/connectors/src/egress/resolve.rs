//! From a name to addresses.

use std::io;
use std::net::IpAddr;

use bonafide_identity::port::Pending;
use tokio::sync::Semaphore;

/// How many lookups may be under way: the system's resolver blocks a thread for each, and a
/// name server that does not answer must not use them up.
const CONCURRENT_LOOKUPS: usize = 32;

/// Finds the addresses of a name. A trait so that tests can play a hostile name server.
pub trait Resolver: Send + Sync {
    /// All addresses of `host`, in the order in which they should be tried.
    fn resolve<'a>(&'a self, host: &'a str) -> Pending<'a, io::Result<Vec<IpAddr>>>;
}

/// The system's resolver.
pub struct SystemResolver {
    lookups: Semaphore,
}

impl Default for SystemResolver {
    fn default() -> Self {
        Self {
            lookups: Semaphore::new(CONCURRENT_LOOKUPS),
        }
    }
}

impl Resolver for SystemResolver {
    fn resolve<'a>(&'a self, host: &'a str) -> Pending<'a, io::Result<Vec<IpAddr>>> {
        Box::pin(async move {
            let _slot = self.lookups.acquire().await.map_err(io::Error::other)?;
            let found = tokio::net::lookup_host((host, 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}
