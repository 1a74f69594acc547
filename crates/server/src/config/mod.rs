//! The configuration: one TOML file, a section for each concern.
//!
//! Relative paths are relative to the file. Secrets need not stand in it: each has a `…_file`
//! beside it and an environment variable of its own, see [`load::SECRETS`].

use std::path::{Path, PathBuf};

use bonafide_connectors::config::{Problem, Secret};
use bonafide_connectors::egress::EgressConfig;
use bonafide_connectors::lost_documents::http::HttpRegisterConfig;
use bonafide_connectors::messenger::smpp::SmppConfig;
use bonafide_connectors::messenger::smtp::SmtpConfig;
use bonafide_identity::id::OrganisationId;
use bonafide_service::is_loopback;
use schemars::JsonSchema;
use serde::Deserialize;

mod demo;
mod load;
mod schema;
mod sections;
#[cfg(test)]
mod tests;

pub(crate) use load::{Environment, load};
pub(crate) use schema::schema;
pub(crate) use sections::{
    AlertsSection, BackupSection, DatabaseSection, KeysSection, LimitsSection, LogFormat, LogLevel,
    LoggingSection, MetricsSection, ModelsSection, ObjectsSection, RetentionSection, ServerSection,
    TlsSection, WebhooksSection, WorkerSection,
};

/// Everything an installation can be told.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(title = "Bonafide configuration", extend("additionalProperties" = false))]
pub(crate) struct Config {
    /// Where pages and API are served.
    pub(crate) server: ServerSection,
    /// Where rows are kept.
    pub(crate) database: DatabaseSection,
    /// Where encrypted evidence is kept.
    pub(crate) objects: ObjectsSection,
    /// Where master keys are kept.
    pub(crate) keys: KeysSection,
    /// How mails are sent.
    #[schemars(default)]
    pub(crate) mail: MailSection,
    /// How text messages are sent.
    #[schemars(default)]
    pub(crate) sms: SmsSection,
    /// Requests to addresses that organisations name.
    #[schemars(default)]
    pub(crate) egress: EgressConfig,
    /// Registers of lost and stolen documents.
    #[schemars(default)]
    pub(crate) lost_documents: LostDocumentsSection,
    /// How webhooks are delivered.
    #[schemars(default)]
    pub(crate) webhooks: WebhooksSection,
    /// How long things are kept.
    #[schemars(default)]
    pub(crate) retention: RetentionSection,
    /// Who is told what, before it is too late.
    #[schemars(default)]
    pub(crate) alerts: AlertsSection,
    /// Times and counts that may not be exceeded.
    #[schemars(default)]
    pub(crate) limits: LimitsSection,
    /// Examinations and housekeeping.
    #[schemars(default)]
    pub(crate) worker: WorkerSection,
    /// The recognition models.
    #[schemars(default)]
    pub(crate) models: ModelsSection,
    /// Logs.
    #[schemars(default)]
    pub(crate) logging: LoggingSection,
    /// Prometheus metrics.
    #[schemars(default)]
    pub(crate) metrics: MetricsSection,
    /// Backups.
    #[schemars(default)]
    pub(crate) backup: BackupSection,
    /// Accounts that people keep.
    #[schemars(default)]
    pub(crate) accounts: AccountsSection,
    /// The demonstration.
    #[schemars(default)]
    pub(crate) demo: DemoSection,
}

/// Accounts that people keep.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct AccountsSection {
    /// Whether there are any. Anybody may then open one, and be sent a mail and a text message for it; a
    /// demonstration always has them.
    pub(crate) enabled: bool,
    /// The service by which people are proven anew who lost all that they sign in with. Without one
    /// nobody gets in again with document and face; a demonstration has one of its own.
    pub(crate) recovery: Option<RecoverySection>,
    /// How long they wait then, while whoever has the account can stop them. Less than 60 only in a
    /// demonstration.
    #[schemars(range(min = 0, max = 43_200))]
    pub(crate) recovery_wait_minutes: u32,
    /// How long an approval app waits that moves to another device. Less than 60 only in a demonstration.
    #[schemars(range(min = 0, max = 43_200))]
    pub(crate) transfer_wait_minutes: u32,
    /// How long after its owner said that the PIN is forgotten a temporary one is sent. Less than ten
    /// only in a demonstration.
    #[schemars(range(min = 0, max = 10_080))]
    pub(crate) forgotten_pin_minutes: u32,
    /// Words that no password may hold, such as your organisation's names: whoever guesses tries them
    /// first. The product's name and the words of `server.external_url` are refused without being named.
    pub(crate) refused_words: Vec<String>,
    /// A file of passwords that became known elsewhere, none of which may be chosen: one SHA-1 in
    /// hexadecimal a line, with or without `:` and a count, sorted. It is searched where it lies, and
    /// may be of any size; whoever replaces it starts the program anew.
    pub(crate) breached_passwords: Option<PathBuf>,
}

impl Default for AccountsSection {
    fn default() -> Self {
        Self {
            enabled: false,
            recovery: None,
            forgotten_pin_minutes: 60,
            recovery_wait_minutes: 24 * 60,
            transfer_wait_minutes: 60,
            refused_words: Vec::new(),
            breached_passwords: None,
        }
    }
}

/// The service by which people are proven anew.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecoverySection {
    /// The organisation whose service it is: that of whoever runs the installation.
    pub(crate) organisation: String,
    /// The service's name. It should ask for the chip and for video identification.
    pub(crate) service: String,
}

/// How mails are sent.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct MailSection {
    /// The relay; without one no mails are sent.
    pub(crate) smtp: Option<SmtpConfig>,
}

/// How text messages are sent.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct SmsSection {
    /// The message centre; without one no text messages are sent.
    pub(crate) smpp: Option<SmppConfig>,
}

/// Registers of lost and stolen documents, asked besides the installation's own list.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct LostDocumentsSection {
    /// A register behind an HTTP interface; without one none is asked.
    pub(crate) http: Option<HttpRegisterConfig>,
}

/// The demonstration: an organisation, API keys, a mailbox page and sandbox samples, for one's
/// own machine.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct DemoSection {
    /// Whether it is on. Refused unless everything listens on loopback.
    pub(crate) enabled: bool,
}

impl Config {
    /// Everything that cannot work, sorted by key.
    pub(crate) fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        problems.extend(self.server.problems("server"));
        problems.extend(self.database.problems("database"));
        problems.extend(self.objects.problems("objects"));
        problems.extend(self.keys.problems("keys"));
        if let Some(smtp) = &self.mail.smtp {
            problems.extend(smtp.problems("mail.smtp"));
        }
        if let Some(smpp) = &self.sms.smpp {
            problems.extend(smpp.problems("sms.smpp"));
        }
        problems.extend(self.egress.problems("egress"));
        if let Some(http) = &self.lost_documents.http {
            problems.extend(http.problems("lost_documents.http"));
        }
        problems.extend(self.retention.problems("retention"));
        problems.extend(self.alerts.problems("alerts"));
        if !self.alerts.mail.is_empty() && self.mail.smtp.is_none() && !self.demo.enabled {
            let text = "alerts go by mail, so that mail.smtp is needed";
            problems.push(Problem::new("alerts", "mail", text));
        }
        let reached = self.mail.smtp.is_some() && self.sms.smpp.is_some();
        if self.accounts.forgotten_pin_minutes < 10 && !self.demo.enabled {
            let text = "so short a wait leaves an owner no time to stop somebody else";
            problems.push(Problem::new("accounts", "forgotten_pin_minutes", text));
        }
        if self.accounts.forgotten_pin_minutes > 10_080 {
            let text = "a week at most";
            problems.push(Problem::new("accounts", "forgotten_pin_minutes", text));
        }
        if self.accounts.enabled && !reached && !self.demo.enabled {
            let text =
                "codes go by mail and by text message, so that mail.smtp and sms.smpp are needed";
            problems.push(Problem::new("accounts", "enabled", text));
        }
        problems.extend(self.accounts_problems());
        problems.extend(self.models.problems("models"));
        if self.metrics.beside_pages && !self.server.listen.ip().is_loopback() {
            let text = "only when server.listen is a loopback address; use metrics.listen";
            problems.push(Problem::new("metrics", "beside_pages", text));
        }
        problems.extend(self.backup.problems("backup"));
        if self.demo.enabled {
            problems.extend(self.demo_problems());
        }
        problems.sort();
        problems.dedup();
        problems
    }

    fn accounts_problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let AccountsSection {
            recovery_wait_minutes,
            transfer_wait_minutes,
            ..
        } = self.accounts;
        for (key, minutes) in [
            ("recovery_wait_minutes", recovery_wait_minutes),
            ("transfer_wait_minutes", transfer_wait_minutes),
        ] {
            if minutes < 60 && !self.demo.enabled {
                let text = "at least 60, unless this is a demonstration";
                problems.push(Problem::new("accounts", key, text));
            }
        }
        if let Some(recovery) = &self.accounts.recovery
            && recovery.organisation.parse::<OrganisationId>().is_err()
        {
            let text = "no organisation's id";
            problems.push(Problem::new("accounts.recovery", "organisation", text));
        }
        problems
    }

    /// Whoever reads the demonstration's mailbox reads everybody's codes, and its API keys are
    /// printed: nobody but this machine may reach it.
    fn demo_problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        if !self.server.listen.ip().is_loopback() {
            let text = format!(
                "the demonstration is for one's own machine, but {} can be reached from others",
                self.server.listen
            );
            problems.push(Problem::new("server", "listen", text));
        }
        if !is_loopback(&self.server.external_url) {
            let text = "the demonstration is for one's own machine: use a loopback address";
            problems.push(Problem::new("server", "external_url", text));
        }
        problems
    }

    /// Puts every relative path below `base`.
    fn relocate(&mut self, base: &Path) {
        let mut paths: Vec<&mut PathBuf> = Vec::new();
        if let Some(tls) = &mut self.server.tls {
            paths.extend([&mut tls.cert, &mut tls.key]);
        }
        self.database.relocate(base);
        paths.extend(&mut self.database.password_file);
        paths.extend(&mut self.accounts.breached_passwords);
        paths.extend(&mut self.objects.directory);
        if let Some(s3) = &mut self.objects.s3 {
            paths.extend(&mut s3.secret_access_key_file);
        }
        paths.extend([&mut self.keys.directory, &mut self.keys.tombstones]);
        if let Some(smtp) = &mut self.mail.smtp {
            paths.extend(smtp.ca_file.iter_mut().chain(&mut smtp.password_file));
        }
        if let Some(smpp) = &mut self.sms.smpp {
            paths.extend(smpp.ca_file.iter_mut().chain(&mut smpp.password_file));
        }
        paths.extend(&mut self.egress.ca_file);
        if let Some(http) = &mut self.lost_documents.http {
            paths.extend(&mut http.token_file);
        }
        paths.extend(&mut self.models.directory);
        paths.extend(&mut self.backup.passphrase_file);
        for path in paths {
            *path = base.join(&*path);
        }
    }
}

/// A secret, or the problem with it at `at.key`.
fn secret_problem(
    at: &str,
    key: &str,
    given: Option<&Secret>,
    file: Option<&Path>,
) -> Option<Problem> {
    let error = Secret::load(given, file).err()?;
    Some(Problem::new(at, &format!("{key}_file"), error))
}
