//! The sections that are the server's own. The ranges of numbers stand in their schemas alone, and
//! are held against the file there.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use bonafide_connectors::config::{Problem, Secret};
use bonafide_connectors::egress::address::{Network, NetworkError};
use bonafide_identity::port::messenger::MailAddress;
use bonafide_service::{Alerts, Rates, Settings, check_external_url, is_loopback};
use schemars::JsonSchema;
use serde::Deserialize;
use url::Url;

use super::secret_problem;

/// Where pages and API are served.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ServerSection {
    /// Address and port, e.g. `127.0.0.1:8080` or `[::]:443`.
    #[serde(default = "default_listen")]
    #[schemars(with = "String")]
    pub(crate) listen: SocketAddr,
    /// Where people reach the installation, e.g. `https://id.example.org`, without a path.
    #[schemars(with = "String")]
    pub(crate) external_url: Url,
    /// Certificate and key, when this program itself speaks TLS.
    pub(crate) tls: Option<TlsSection>,
    /// Reverse proxies in front, as addresses or networks such as `10.0.0.0/8`: of what they put
    /// into `X-Forwarded-For`, the last address that is not one of theirs is the client's.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub(crate) proxies: Vec<Proxies>,
    /// Connections at once.
    #[serde(default = "default_connections")]
    #[schemars(range(min = 1, max = 100_000))]
    pub(crate) max_connections: usize,
    /// Seconds that requests under way are given when the server stops.
    #[serde(default = "default_drain")]
    #[schemars(range(min = 0, max = 600))]
    pub(crate) drain_seconds: u64,
}

/// A network of reverse proxies.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Proxies(pub(crate) Network);

impl TryFrom<String> for Proxies {
    type Error = NetworkError;
    fn try_from(text: String) -> Result<Self, NetworkError> {
        text.parse().map(Self)
    }
}

/// A certificate chain and its key, both PEM. They are read again when the files change.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TlsSection {
    /// The chain, the server's own certificate first.
    pub(crate) cert: PathBuf,
    /// The private key.
    pub(crate) key: PathBuf,
}

fn default_listen() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 8080))
}

fn default_connections() -> usize {
    2_048
}

fn default_drain() -> u64 {
    20
}

impl ServerSection {
    pub(crate) fn problems(&self, at: &str) -> Vec<Problem> {
        let mut problems = Vec::new();
        if let Err(error) = check_external_url(&self.external_url) {
            problems.push(Problem::new(at, "external_url", error));
        }
        if let Some(tls) = &self.tls
            && let Err(error) = crate::http::tls::load(tls)
        {
            problems.push(Problem::new(at, "tls", error));
        }
        problems
    }
}

/// Where rows are kept.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DatabaseSection {
    /// `sqlite:bonafide.db` for a file on this machine, or
    /// `postgres://user@host/database?sslmode=verify-full`.
    #[schemars(with = "String")]
    pub(crate) url: Secret,
    /// PostgreSQL's password, where it does not stand in the address.
    pub(crate) password: Option<Secret>,
    /// A file whose first line is the password.
    pub(crate) password_file: Option<PathBuf>,
    /// Connections at once: to PostgreSQL, or readers of the SQLite file.
    #[serde(default = "default_database_connections")]
    #[schemars(range(min = 2, max = 1_000))]
    pub(crate) connections: u32,
}

fn default_database_connections() -> u32 {
    8
}

impl DatabaseSection {
    /// The file, when it is SQLite.
    pub(crate) fn sqlite_path(&self) -> Option<PathBuf> {
        let path = self.url.reveal().strip_prefix("sqlite:")?;
        Some(PathBuf::from(path.strip_prefix("//").unwrap_or(path)))
    }

    pub(super) fn relocate(&mut self, base: &Path) {
        if let Some(path) = self.sqlite_path() {
            self.url = Secret::new(format!("sqlite:{}", base.join(path).display()));
        }
    }

    pub(crate) fn problems(&self, at: &str) -> Vec<Problem> {
        let mut problems = Vec::new();
        match self.sqlite_path() {
            Some(path) if path.as_os_str().is_empty() => {
                problems.push(Problem::new(at, "url", "names no file"));
            }
            Some(path) => {
                let directory = path
                    .parent()
                    .filter(|parent| !parent.as_os_str().is_empty());
                if directory.is_some_and(|directory| !directory.is_dir()) {
                    let text = format!("the directory of {} does not exist", path.display());
                    problems.push(Problem::new(at, "url", text));
                }
                if self.password.is_some() || self.password_file.is_some() {
                    problems.push(Problem::new(at, "password", "SQLite has none"));
                }
            }
            None => match Url::parse(self.url.reveal()) {
                Ok(url) if matches!(url.scheme(), "postgres" | "postgresql") => {
                    if url.path().len() < 2 {
                        let text = "must name the database, e.g. postgres://user@host/bonafide";
                        problems.push(Problem::new(at, "url", text));
                    }
                }
                _ => {
                    let text = "must be sqlite:FILE or postgres://USER@HOST/DATABASE";
                    problems.push(Problem::new(at, "url", text));
                }
            },
        }
        let (given, file) = (self.password.as_ref(), self.password_file.as_deref());
        problems.extend(secret_problem(at, "password", given, file));
        problems
    }
}

/// Where encrypted evidence is kept: a directory or a bucket.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ObjectsSection {
    /// A directory on this machine.
    pub(crate) directory: Option<PathBuf>,
    /// A bucket.
    pub(crate) s3: Option<S3Section>,
}

/// A bucket of S3, or of a service that speaks its protocol.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct S3Section {
    /// Its name.
    pub(crate) bucket: String,
    /// Its region.
    pub(crate) region: String,
    /// The service's address, when it is not AWS.
    pub(crate) endpoint: Option<String>,
    /// Who signs in; the machine's own role when absent.
    pub(crate) access_key_id: Option<String>,
    /// The secret.
    pub(crate) secret_access_key: Option<Secret>,
    /// A file whose first line is the secret.
    pub(crate) secret_access_key_file: Option<PathBuf>,
}

impl ObjectsSection {
    pub(crate) fn problems(&self, at: &str) -> Vec<Problem> {
        let mut problems = Vec::new();
        if self.directory.is_some() == self.s3.is_some() {
            problems.push(Problem::new(at, "", "needs either directory or s3"));
        }
        if let Some(s3) = &self.s3 {
            let at = format!("{at}.s3");
            for (key, text) in [("bucket", &s3.bucket), ("region", &s3.region)] {
                if text.is_empty() {
                    problems.push(Problem::new(&at, key, "must not be empty"));
                }
            }
            if let Some(endpoint) = &s3.endpoint {
                match Url::parse(endpoint) {
                    Ok(url) if url.scheme() == "https" => {}
                    Ok(url) if url.scheme() == "http" && is_loopback(&url) => {}
                    _ => {
                        let text = "must be https, or http on this machine";
                        problems.push(Problem::new(&at, "endpoint", text));
                    }
                }
            }
            let given = s3.secret_access_key.as_ref();
            let file = s3.secret_access_key_file.as_deref();
            problems.extend(secret_problem(&at, "secret_access_key", given, file));
            if s3.access_key_id.is_some() != (given.is_some() || file.is_some()) {
                let text = "access_key_id and secret_access_key go together";
                problems.push(Problem::new(&at, "access_key_id", text));
            }
        }
        problems
    }
}

/// Where master keys are kept. Back them up apart from the database: without them nothing
/// personal can be read.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeysSection {
    /// Directory of master keys, readable by this program's user alone.
    pub(crate) directory: PathBuf,
    /// File that remembers erasures, kept apart from the database and its backups, so that a
    /// restored backup forgets them again.
    pub(crate) tombstones: PathBuf,
}

impl KeysSection {
    pub(crate) fn problems(&self, at: &str) -> Vec<Problem> {
        let mut problems = Vec::new();
        let parent = |path: &Path| path.parent().map(Path::to_path_buf).unwrap_or_default();
        for (key, path) in [
            ("directory", &self.directory),
            ("tombstones", &self.tombstones),
        ] {
            let above = parent(path);
            if !above.as_os_str().is_empty() && !above.is_dir() {
                let text = format!("the directory {} does not exist", above.display());
                problems.push(Problem::new(at, key, text));
            }
        }
        problems
    }
}

/// How webhooks are delivered.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct WebhooksSection {
    /// Longest wait for an answer, in seconds.
    #[schemars(range(min = 1, max = 60))]
    pub(crate) timeout_seconds: u64,
    /// An endpoint that only failed for so many days is disabled.
    #[schemars(range(min = 1, max = 30))]
    pub(crate) disable_after_days: u64,
    /// Deliveries under way at once.
    #[schemars(range(min = 1, max = 1_000))]
    pub(crate) concurrency: usize,
    /// Endpoints that an organisation may have, for test and live each.
    #[schemars(range(min = 1, max = 1_000))]
    pub(crate) endpoints: usize,
}

impl Default for WebhooksSection {
    fn default() -> Self {
        Self {
            timeout_seconds: 15,
            disable_after_days: 5,
            concurrency: 16,
            endpoints: 16,
        }
    }
}

/// How many days things are kept once a registration has ended. A service may keep them for
/// less, never for longer.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct RetentionSection {
    /// Pictures of documents.
    #[schemars(range(min = 0, max = 36_500))]
    pub(crate) document_days: u64,
    /// Pictures of faces.
    #[schemars(range(min = 0, max = 36_500))]
    pub(crate) selfie_days: u64,
    /// Every picture of a registration that was cancelled or expired.
    #[schemars(range(min = 0, max = 36_500))]
    pub(crate) abandoned_days: u64,
    /// Fields, findings and everything else that is personal.
    #[schemars(range(min = 0, max = 36_500))]
    pub(crate) registration_days: u64,
    /// The audit skeleton, which holds nothing personal once the rest is erased, and who looked.
    #[schemars(range(min = 1, max = 36_500))]
    pub(crate) audit_days: u64,
    /// Webhook messages and messages to people, from their writing on, once they have gone out or
    /// were given up.
    #[schemars(range(min = 1, max = 36_500))]
    pub(crate) gone_out_days: u64,
}

impl Default for RetentionSection {
    fn default() -> Self {
        Self {
            document_days: 30,
            selfie_days: 7,
            abandoned_days: 1,
            registration_days: 365,
            audit_days: 5 * 365,
            gone_out_days: 30,
        }
    }
}

impl RetentionSection {
    pub(crate) fn problems(&self, at: &str) -> Vec<Problem> {
        if self.audit_days < self.registration_days {
            let text = "must not be shorter than registration_days";
            return vec![Problem::new(at, "audit_days", text)];
        }
        Vec::new()
    }
}

/// Who is told what, before it is too late.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct AlertsSection {
    /// Mail addresses of those who run the installation. Needs `mail.smtp`.
    #[schemars(length(max = 20))]
    pub(crate) mail: Vec<String>,
    /// Days before the end of certificates, revocation lists and lists of the trust store at which
    /// they are told.
    #[schemars(length(min = 1, max = 10), inner(range(min = 1, max = 3_650)))]
    pub(crate) days: Vec<u32>,
}

impl Default for AlertsSection {
    fn default() -> Self {
        let usual = Settings::new(Url::parse("http://localhost").expect("an address")).alerts;
        Self {
            mail: Vec::new(),
            days: usual.days,
        }
    }
}

impl AlertsSection {
    pub(crate) fn problems(&self, at: &str) -> Vec<Problem> {
        let unreadable = |text: &String| text.parse::<MailAddress>().is_err();
        let mut problems = Vec::new();
        if self.mail.len() > 20 || self.mail.iter().any(unreadable) {
            problems.push(Problem::new(
                at,
                "mail",
                "must be mail addresses, at most 20",
            ));
        }
        let fits = |days: &u32| (1..=3650).contains(days);
        if !(1..=10).contains(&self.days.len()) || !self.days.iter().all(fits) {
            problems.push(Problem::new(
                at,
                "days",
                "must be 1 to 10 numbers of 1 to 3650",
            ));
        }
        problems
    }

    /// As the use cases take it.
    pub(crate) fn alerts(&self) -> Alerts {
        Alerts {
            mail: self
                .mail
                .iter()
                .filter_map(|text| text.parse().ok())
                .collect(),
            days: self.days.clone(),
        }
    }
}

/// Times and counts that may not be exceeded.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct LimitsSection {
    /// Hours that a session stays open unless its organisation says otherwise.
    #[schemars(range(min = 1, max = 720))]
    pub(crate) session_hours: u64,
    /// Pictures that are decoded at once when they arrive.
    #[schemars(range(min = 1, max = 64))]
    pub(crate) intake_concurrency: usize,
    /// Films of video identification that are judged at once; others wait in line.
    #[schemars(range(min = 1, max = 256))]
    pub(crate) films: usize,
    /// Faces that are held open in memory to be searched, where a policy asks for it; each takes about
    /// 420 bytes. Where there are more, moderators are asked instead.
    #[schemars(range(min = 1, max = 10_000_000))]
    pub(crate) faces: usize,
    /// Requests that may come within a minute. More are asked to wait.
    pub(crate) per_minute: RatesSection,
}

/// Requests that may come within a minute, or at once. Addresses are counted together with
/// everybody behind them; loopback addresses are not counted.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct RatesSection {
    /// API requests with one key.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub(crate) api_key: u32,
    /// Requests of one OAuth client, such as for tokens.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub(crate) client: u32,
    /// Pages and forms of one person's browser.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub(crate) browser: u32,
    /// Photographs of one person's browser.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub(crate) browser_uploads: u32,
    /// Numbers entered at one hand-over, besides the three tries that it has at all.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub(crate) handover_numbers: u32,
    /// Links opened from one address.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub(crate) address_links: u32,
    /// Photographs from one address.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub(crate) address_uploads: u32,
}

impl Default for RatesSection {
    fn default() -> Self {
        let Rates {
            api_key,
            client,
            browser,
            browser_uploads,
            handover_numbers,
            address_links,
            address_uploads,
        } = Rates::default();
        Self {
            api_key,
            client,
            browser,
            browser_uploads,
            handover_numbers,
            address_links,
            address_uploads,
        }
    }
}

impl RatesSection {
    pub(crate) fn rates(&self) -> Rates {
        Rates {
            api_key: self.api_key,
            client: self.client,
            browser: self.browser,
            browser_uploads: self.browser_uploads,
            handover_numbers: self.handover_numbers,
            address_links: self.address_links,
            address_uploads: self.address_uploads,
        }
    }
}

impl Default for LimitsSection {
    fn default() -> Self {
        Self {
            session_hours: 24,
            intake_concurrency: 2,
            films: 12,
            faces: 1_000_000,
            per_minute: RatesSection::default(),
        }
    }
}

/// Examinations and housekeeping.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct WorkerSection {
    /// Whether `serve` works as well; false when `worker` runs elsewhere.
    pub(crate) in_server: bool,
    /// Examinations at once; one fewer than the machine has cores when absent, at least one.
    #[schemars(range(min = 1, max = 256))]
    pub(crate) examinations: Option<usize>,
    /// Times that an examination is tried before it is called unavailable.
    #[schemars(range(min = 1, max = 20))]
    pub(crate) attempts: u32,
}

impl Default for WorkerSection {
    fn default() -> Self {
        Self {
            in_server: true,
            examinations: None,
            attempts: 3,
        }
    }
}

impl WorkerSection {
    /// Examinations at once on a machine of so many cores: pages keep one for themselves.
    pub(crate) fn examinations(&self, cores: usize) -> usize {
        self.examinations
            .unwrap_or_else(|| cores.saturating_sub(1).max(1))
    }
}

/// The recognition models.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ModelsSection {
    /// A directory of models; those inside this program when absent.
    pub(crate) directory: Option<PathBuf>,
}

impl ModelsSection {
    pub(crate) fn problems(&self, at: &str) -> Vec<Problem> {
        match &self.directory {
            Some(directory) if !directory.is_dir() => {
                let text = format!("{} is no directory", directory.display());
                vec![Problem::new(at, "directory", text)]
            }
            _ => Vec::new(),
        }
    }
}

/// Logs: to standard error, without personal data.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct LoggingSection {
    /// The least level that is written.
    pub(crate) level: LogLevel,
    /// How lines look.
    pub(crate) format: LogFormat,
}

/// How grave an event must be to be written.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LogLevel {
    /// Faults that somebody must look at.
    Error,
    /// Things that should not happen too often.
    Warn,
    /// What is done.
    #[default]
    Info,
    /// How it is done.
    Debug,
    /// Everything. Libraries are heard only from `warn` on all the same.
    Trace,
}

/// How log lines look.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LogFormat {
    /// One JSON object a line.
    #[default]
    Json,
    /// For the eye.
    Text,
}

/// Prometheus metrics.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct MetricsSection {
    /// Address and port of a listener of its own for `/metrics`, `/healthz` and `/readyz`, e.g.
    /// `127.0.0.1:9464`. It is unencrypted and asks for no password.
    #[schemars(with = "Option<String>")]
    pub(crate) listen: Option<SocketAddr>,
    /// Whether `/metrics` is also answered beside the pages; refused unless those are on
    /// loopback.
    pub(crate) beside_pages: bool,
}

/// Backups.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct BackupSection {
    /// The passphrase that encrypts backups, master keys included.
    pub(crate) passphrase: Option<Secret>,
    /// A file whose first line is the passphrase.
    pub(crate) passphrase_file: Option<PathBuf>,
}

impl BackupSection {
    pub(crate) fn problems(&self, at: &str) -> Vec<Problem> {
        let (given, file) = (self.passphrase.as_ref(), self.passphrase_file.as_deref());
        secret_problem(at, "passphrase", given, file)
            .into_iter()
            .collect()
    }
}
