//! The configuration of `serve --demo` when no file is given.

use std::path::Path;

use bonafide_connectors::config::Problem;

use super::{Config, Environment, load};

/// Everything in one directory.
const DEMO: &str = r#"
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
    /// The demonstration's own configuration: its data in `directory`, its pages at this port of
    /// loopback.
    ///
    /// # Errors
    /// What the environment adds may be wrong.
    pub(crate) fn demonstration(
        directory: &Path,
        port: u16,
        environment: &Environment,
    ) -> Result<Self, Vec<Problem>> {
        let address = format!("127.0.0.1:{port}");
        let server =
            format!("[server]\nlisten = \"{address}\"\nexternal_url = \"http://localhost:{port}\"");
        load::parse(&(server + DEMO), directory, environment)
    }
}
