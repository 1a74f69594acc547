//! Sockets: listening, TLS, limits of connections, and stopping without cutting anybody off.

mod arrival;
mod client;
pub(crate) mod doors;
pub(crate) mod listen;
pub(crate) mod tls;
