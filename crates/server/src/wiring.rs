//! From a configuration to running parts. The registry of connectors: whoever adds one adds its
//! line here.

use std::sync::Arc;
use std::time::Duration;

use bonafide_connectors::breached_passwords::HashFile;
use bonafide_connectors::config::{Secret, SecretFileError};
use bonafide_connectors::egress::{EgressClient, TlsError};
use bonafide_connectors::lost_documents::http::HttpRegister;
use bonafide_connectors::messenger::Router;
use bonafide_connectors::messenger::mailbox::Mailbox;
use bonafide_connectors::messenger::smpp::{Smpp, SmppError};
use bonafide_connectors::messenger::smtp::{Smtp, SmtpError};
use bonafide_identity::account::Rules;
use bonafide_identity::port::breached_passwords::{BreachedPasswords, ListUnread};
use bonafide_identity::port::egress::Egress;
use bonafide_identity::port::lost_documents::LostDocuments;
use bonafide_identity::port::messenger::Messenger;
use bonafide_service::mailbox::StoreMailbox;
use bonafide_service::{
    Examine, Parts, RecoverySettings, Retention, Service, Settings, SettingsError, WebhookSettings,
};
use bonafide_store::random::Random;
use bonafide_store::{DatabaseConfig, ObjectsConfig, S3Config, Store, StoreConfig, StoreError};
use bonafide_vision::models::{ModelError, Source};
use jiff::SignedDuration;
use url::Url;

use crate::config::{Config, ObjectsSection, RecoverySection};
use crate::edge::{SystemClock, SystemRandom};
use crate::tool::parallel::cores;

/// Why the parts do not fit together.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WiringError {
    /// A secret's file.
    #[error("{key}: {error}")]
    Secret {
        /// Which secret.
        key: &'static str,
        /// Why it cannot be had.
        error: SecretFileError,
    },
    /// The database's address.
    #[error("database.url: {0}")]
    DatabaseUrl(&'static str),
    /// Storage.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The client for outbound requests.
    #[error("egress: {0}")]
    Egress(#[from] TlsError),
    /// The mail relay.
    #[error("mail: {0}")]
    Smtp(#[from] SmtpError),
    /// The message centre.
    #[error("sms: {0}")]
    Smpp(#[from] SmppError),
    /// The list of breached passwords.
    #[error("accounts.breached_passwords: {0}")]
    BreachedPasswords(#[from] ListUnread),
    /// The models.
    #[error(transparent)]
    Models(#[from] ModelError),
    /// The settings.
    #[error(transparent)]
    Settings(#[from] SettingsError),
}

/// Where models come from.
pub(crate) fn models(config: &Config) -> Source {
    match &config.models.directory {
        Some(directory) => Source::Directory(directory.clone()),
        None => Source::from_environment(),
    }
}

/// The system's randomness, as the store takes it.
pub(crate) fn random() -> Arc<dyn Random> {
    Arc::new(SystemRandom)
}

/// Where everything is kept.
///
/// # Errors
/// When a secret cannot be had.
pub(crate) fn store_config(config: &Config) -> Result<StoreConfig, WiringError> {
    Ok(StoreConfig {
        database: database(config)?,
        keys: config.keys.directory.clone(),
        objects: objects(&config.objects)?,
        tombstones: config.keys.tombstones.clone(),
    })
}

fn database(config: &Config) -> Result<DatabaseConfig, WiringError> {
    let section = &config.database;
    if let Some(path) = section.sqlite_path() {
        return Ok(DatabaseConfig::Sqlite {
            path,
            readers: section.connections,
        });
    }
    let secret = Secret::load(section.password.as_ref(), section.password_file.as_deref());
    let password = secret.map_err(|error| WiringError::Secret {
        key: "database.password_file",
        error,
    })?;
    let mut url =
        Url::parse(section.url.reveal()).map_err(|_| WiringError::DatabaseUrl("not an address"))?;
    if let Some(password) = password {
        url.set_password(Some(password.reveal()))
            .map_err(|()| WiringError::DatabaseUrl("cannot carry a password"))?;
    }
    Ok(DatabaseConfig::Postgres {
        url: url.into(),
        connections: section.connections,
    })
}

fn objects(section: &ObjectsSection) -> Result<ObjectsConfig, WiringError> {
    if let Some(s3) = &section.s3 {
        let given = s3.secret_access_key.as_ref();
        let secret =
            Secret::load(given, s3.secret_access_key_file.as_deref()).map_err(|error| {
                WiringError::Secret {
                    key: "objects.s3.secret_access_key_file",
                    error,
                }
            })?;
        let access_key = s3
            .access_key_id
            .clone()
            .zip(secret.map(|secret| secret.reveal().to_owned()));
        return Ok(ObjectsConfig::S3(S3Config {
            bucket: s3.bucket.clone(),
            region: s3.region.clone(),
            endpoint: s3.endpoint.clone(),
            access_key,
            // Checked with the configuration: only on this machine.
            allow_http: s3
                .endpoint
                .as_deref()
                .is_some_and(|url| url.starts_with("http://")),
        }));
    }
    Ok(ObjectsConfig::Local {
        path: section.directory.clone().unwrap_or_default(),
    })
}

/// Opens the store; its schema must be up to date.
///
/// # Errors
/// Storage.
pub(crate) async fn store(config: &Config) -> Result<Store, WiringError> {
    Ok(Store::open(&store_config(config)?, random()).await?)
}

/// The use cases with everything behind them.
///
/// # Errors
/// [`WiringError`]
pub(crate) fn service(
    config: &Config,
    store: Store,
    examiner: Arc<dyn Examine>,
) -> Result<Service, WiringError> {
    let egress = Arc::new(EgressClient::new(config.egress.clone())?);
    Ok(Service::new(Parts {
        messenger: messenger(config, &store)?,
        lost_documents: lost_documents(config, egress.clone())?,
        breached_passwords: breached_passwords(config)?,
        egress,
        store,
        clock: Arc::new(SystemClock),
        random: random(),
        examiner,
        settings: settings(config),
    })?)
}

fn lost_documents(
    config: &Config,
    egress: Arc<dyn Egress>,
) -> Result<Option<Arc<dyn LostDocuments>>, WiringError> {
    let Some(http) = &config.lost_documents.http else {
        return Ok(None);
    };
    let register = HttpRegister::new(http, egress).map_err(|error| WiringError::Secret {
        key: "lost_documents.http.token_file",
        error,
    })?;
    Ok(Some(Arc::new(register)))
}

fn breached_passwords(config: &Config) -> Result<Option<Arc<dyn BreachedPasswords>>, WiringError> {
    let Some(path) = &config.accounts.breached_passwords else {
        return Ok(None);
    };
    Ok(Some(Arc::new(HashFile::open(path)?)))
}

fn messenger(config: &Config, store: &Store) -> Result<Arc<dyn Messenger>, WiringError> {
    let mut router = if config.demo.enabled {
        let sink = StoreMailbox::new(store.clone(), Arc::new(SystemClock));
        Router::all(Arc::new(Mailbox::new(Arc::new(sink))))
    } else {
        Router::default()
    };
    if let Some(smtp) = &config.mail.smtp {
        router.mail = Some(Arc::new(Smtp::new(smtp)?));
    }
    if let Some(smpp) = &config.sms.smpp {
        router.sms = Some(Arc::new(Smpp::new(smpp)?));
    }
    Ok(Arc::new(router))
}

fn recovery(section: &RecoverySection) -> RecoverySettings {
    RecoverySettings {
        organisation: section.organisation.parse().ok(),
        service: section.service.clone(),
    }
}

fn settings(config: &Config) -> Settings {
    let days = |days: u64| SignedDuration::from_hours(i64::try_from(days).unwrap_or(36_500) * 24);
    let (retention, webhooks) = (&config.retention, &config.webhooks);
    Settings {
        demo: config.demo.enabled,
        accounts: config.accounts.enabled || config.demo.enabled,
        recovery: config.accounts.recovery.as_ref().map(recovery),
        account: Rules {
            recovery_wait: SignedDuration::from_mins(config.accounts.recovery_wait_minutes.into()),
            transfer_wait: SignedDuration::from_mins(config.accounts.transfer_wait_minutes.into()),
            pin_wait: SignedDuration::from_mins(config.accounts.forgotten_pin_minutes.into()),
            ..Rules::default()
        },
        refused_words: config.accounts.refused_words.clone(),
        session_lifetime: SignedDuration::from_hours(
            i64::try_from(config.limits.session_hours).unwrap_or(24),
        ),
        retention: Retention {
            document: days(retention.document_days),
            selfie: days(retention.selfie_days),
            abandoned: days(retention.abandoned_days),
            registration: days(retention.registration_days),
            audit: days(retention.audit_days),
            gone_out: days(retention.gone_out_days),
        },
        webhooks: WebhookSettings {
            timeout: Duration::from_secs(webhooks.timeout_seconds),
            disable_after: days(webhooks.disable_after_days),
            concurrency: webhooks.concurrency,
            endpoints: webhooks.endpoints,
        },
        examination_concurrency: config.worker.examinations(cores()),
        intake_concurrency: config.limits.intake_concurrency,
        films: config.limits.films,
        faces: config.limits.faces,
        rates: config.limits.per_minute.rates(),
        examination_attempts: config.worker.attempts,
        alerts: config.alerts.alerts(),
        ..Settings::new(config.server.external_url.clone())
    }
}
