//! What the operator of an installation chooses about the use cases.

use std::time::Duration;

use bonafide_identity::id::OrganisationId;
use bonafide_identity::port::messenger::MailAddress;
use jiff::SignedDuration;
use url::{Host, Url};

/// The choices. [`Settings::new`] gives the usual ones.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where people reach the installation, e.g. `https://id.example.org`.
    pub external_url: Url,
    /// Whether the demo's organisation, keys and mailbox exist. Loopback only.
    pub demo: bool,
    /// How long a session stays open unless its organisation says otherwise.
    pub session_lifetime: SignedDuration,
    /// How long things are kept.
    pub retention: Retention,
    /// How webhooks are delivered.
    pub webhooks: WebhookSettings,
    /// Examinations that run at once; each keeps one core busy.
    pub examination_concurrency: usize,
    /// Pictures that are decoded at once when they arrive.
    pub intake_concurrency: usize,
    /// Films of video identification that are judged at once; others wait in line.
    pub films: usize,
    /// Faces that are held open in memory to be searched, at most: about 420 bytes each. Where there
    /// are more, nobody is searched for, and moderators are told so.
    pub faces: usize,
    /// What may be asked for within a minute.
    pub rates: crate::Rates,
    /// Times that an examination is tried before it is called unavailable.
    pub examination_attempts: u32,
    /// How long a worker holds a job without renewing its claim.
    pub lease: Duration,
    /// Who is told what, before it is too late.
    pub alerts: Alerts,
    /// Whether people may have accounts.
    pub accounts: bool,
    /// How people get in again who lost all that they sign in with; a demonstration has a way of its own.
    pub recovery: Option<RecoverySettings>,
    /// The numbers that rule accounts.
    pub account: bonafide_identity::account::Rules,
    /// Words that no password may hold, beside those of the product and of the installation's address.
    pub refused_words: Vec<String>,
}

/// Who is told what, before it is too late.
#[derive(Clone, PartialEq, Eq)]
pub struct Alerts {
    /// The addresses of those who run the installation.
    pub mail: Vec<MailAddress>,
    /// Days before the end of certificates, revocation lists and lists at which they are told.
    pub days: Vec<u32>,
}

impl std::fmt::Debug for Alerts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Alerts")
            .field("mail", &self.mail.len())
            .field("days", &self.days)
            .finish()
    }
}

/// The service by which people are proven anew who get in to their account again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecoverySettings {
    /// Whose it is; the demonstration's where it is left out.
    pub organisation: Option<OrganisationId>,
    /// Its name.
    pub service: String,
}

/// How long things are kept once a registration has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retention {
    /// Pictures of documents.
    pub document: SignedDuration,
    /// Pictures of faces.
    pub selfie: SignedDuration,
    /// Every picture of a registration that was cancelled or expired.
    pub abandoned: SignedDuration,
    /// Fields, findings and everything else that is personal.
    pub registration: SignedDuration,
    /// The audit skeleton, which holds nothing personal once keys are destroyed, and who looked.
    pub audit: SignedDuration,
    /// Webhook messages and messages to people, from their writing on, once they have gone out or
    /// were given up.
    pub gone_out: SignedDuration,
}

/// How webhooks are delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookSettings {
    /// Longest wait for an answer.
    pub timeout: Duration,
    /// An endpoint that only failed for this long is disabled.
    pub disable_after: SignedDuration,
    /// Deliveries on their way at once.
    pub concurrency: usize,
    /// Endpoints that an organisation may have, per mode.
    pub endpoints: usize,
}

/// Settings that contradict each other.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// The external address cannot be one.
    #[error("external_url {0}")]
    ExternalUrl(#[from] ExternalUrlError),
    /// The demo is for one's own machine.
    #[error("the demo works on loopback only")]
    DemoOffLoopback,
    /// A count or a time of nothing.
    #[error("{0} must be greater than zero")]
    Zero(&'static str),
}

/// Why an address cannot be the one where people reach the installation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExternalUrlError {
    /// It is not an origin.
    #[error("must be http or https with a host, without path, query or credentials")]
    NoOrigin,
    /// Passkeys and `__Host-` cookies need a secure origin.
    #[error("must be https unless its host is a loopback address")]
    Insecure,
}

/// Whether people can reach an installation at this address.
///
/// # Errors
/// [`ExternalUrlError`]
pub fn check_external_url(url: &Url) -> Result<(), ExternalUrlError> {
    let origin = matches!(url.scheme(), "http" | "https")
        && url.has_host()
        && url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    if !origin {
        return Err(ExternalUrlError::NoOrigin);
    }
    if url.scheme() != "https" && !is_loopback(url) {
        return Err(ExternalUrlError::Insecure);
    }
    Ok(())
}

const DAY: i64 = 24;

impl Settings {
    /// The usual choices.
    pub fn new(external_url: Url) -> Self {
        Self {
            external_url,
            demo: false,
            session_lifetime: SignedDuration::from_hours(DAY),
            retention: Retention {
                document: SignedDuration::from_hours(30 * DAY),
                selfie: SignedDuration::from_hours(7 * DAY),
                abandoned: SignedDuration::from_hours(DAY),
                registration: SignedDuration::from_hours(365 * DAY),
                audit: SignedDuration::from_hours(5 * 365 * DAY),
                gone_out: SignedDuration::from_hours(30 * DAY),
            },
            webhooks: WebhookSettings {
                timeout: Duration::from_secs(15),
                disable_after: SignedDuration::from_hours(5 * DAY),
                concurrency: 16,
                endpoints: 16,
            },
            examination_concurrency: 1,
            intake_concurrency: 2,
            films: 12,
            faces: 1_000_000,
            rates: crate::Rates::default(),
            examination_attempts: 3,
            lease: Duration::from_secs(60),
            alerts: Alerts {
                mail: Vec::new(),
                days: vec![90, 30, 7],
            },
            accounts: true,
            recovery: None,
            account: bonafide_identity::account::Rules::default(),
            refused_words: Vec::new(),
        }
    }

    /// Whether the external address leads to this machine only.
    pub fn loopback(&self) -> bool {
        is_loopback(&self.external_url)
    }

    /// An address below the external one. `path` begins without a slash.
    pub(crate) fn address(&self, path: &str) -> String {
        format!(
            "{}/{path}",
            self.external_url.as_str().trim_end_matches('/')
        )
    }

    pub(crate) fn validate(&self) -> Result<(), SettingsError> {
        check_external_url(&self.external_url)?;
        if self.demo && !self.loopback() {
            return Err(SettingsError::DemoOffLoopback);
        }
        let positive = [
            ("session_lifetime", self.session_lifetime.is_positive()),
            ("examination_concurrency", self.examination_concurrency > 0),
            ("intake_concurrency", self.intake_concurrency > 0),
            ("films", self.films > 0),
            ("faces", self.faces > 0),
            ("examination_attempts", self.examination_attempts > 0),
            ("webhooks.concurrency", self.webhooks.concurrency > 0),
            ("webhooks.endpoints", self.webhooks.endpoints > 0),
            ("webhooks.timeout", !self.webhooks.timeout.is_zero()),
            ("lease", !self.lease.is_zero()),
        ];
        match positive.into_iter().find(|(_, fits)| !fits) {
            Some((name, _)) => Err(SettingsError::Zero(name)),
            None => Ok(()),
        }
    }
}

/// Whether an address names this machine by `localhost` or a loopback address.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(url: &str) -> Settings {
        Settings::new(url.parse().unwrap())
    }

    #[test]
    fn addresses() {
        for good in [
            "https://id.example.org",
            "http://127.0.0.1:8080",
            "http://[::1]:1",
            "http://localhost/",
        ] {
            assert_eq!(settings(good).validate(), Ok(()), "{good}");
        }
        assert_eq!(
            settings("http://id.example.org").validate(),
            Err(ExternalUrlError::Insecure.into())
        );
        for bad in [
            "https://a.example/path",
            "https://u:p@a.example",
            "https://a.example/?q",
            "ftp://a.example",
            "data:x",
        ] {
            assert_eq!(
                settings(bad).validate(),
                Err(ExternalUrlError::NoOrigin.into()),
                "{bad}"
            );
        }
        assert_eq!(
            settings("https://id.example.org").address("a/b"),
            "https://id.example.org/a/b"
        );
    }

    #[test]
    fn the_demo_stays_at_home() {
        let mut settings = settings("https://id.example.org");
        settings.demo = true;
        assert_eq!(settings.validate(), Err(SettingsError::DemoOffLoopback));
    }
}
