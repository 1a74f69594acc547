//! The configuration of `serve --demo` when no file is given.

use std::path::Path;

use bonafide_connectors::config::Problem;

use super::{Config, Environment, load};

/// Everything in one directory, on loopback.
const DEMO: &str = r#"
[server]
listen = "127.0.0.1:8080"
external_url = "http://127.0.0.1:8080"
[database]
url = "sqlite:bonafide.db"
[objects]
directory = "objects"
[keys]
directory = "keys"
tombstones = "erasures.log"
[egress]
# Receivers of webhooks on this machine, at any port.
[[egress.allow]]
to = "127.0.0.0/8"
ports = ["1-65535"]
plain_http = true
[[egress.allow]]
to = "::1"
ports = ["1-65535"]
plain_http = true
[logging]
format = "text"
[metrics]
beside_pages = true
[demo]
enabled = true
"#;

impl Config {
    /// The demonstration's own configuration, with its data in `directory`.
    ///
    /// # Errors
    /// What the environment adds may be wrong.
    pub(crate) fn demonstration(
        directory: &Path,
        environment: &Environment,
    ) -> Result<Self, Vec<Problem>> {
        load::parse(DEMO, directory, environment)
    }
}
