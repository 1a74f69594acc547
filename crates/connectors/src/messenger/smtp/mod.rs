//! Mail over SMTP (RFC 5321) to the operator's relay, always over TLS unless the relay is on
//! this machine.
//!
//! A message is the same every time it is sent: `Message-ID`, `Date` and the boundary come
//! from its id, so that a relay that saw it before the connection broke can tell.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use bonafide_identity::id::MessageId;
use bonafide_identity::port::Pending;
use bonafide_identity::port::messenger::{DeliveryError, Message, Messenger};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};
use rustls::pki_types::CertificateDer;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::config::{Problem, Secret};

#[cfg(any(test, feature = "fakes"))]
pub mod fake;
#[cfg(test)]
mod tests;

/// The relay that mails are handed to.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SmtpConfig {
    /// Its name or address.
    pub host: String,
    /// Its port; 587, 465 or 25 as `encryption` suggests when absent.
    pub port: Option<u16>,
    /// How the connection is protected.
    #[serde(default)]
    pub encryption: Encryption,
    /// PEM file of further certificate authorities, besides the system's.
    pub ca_file: Option<PathBuf>,
    /// Who signs in; nobody when absent.
    pub username: Option<String>,
    /// The password.
    pub password: Option<Secret>,
    /// A file whose first line is the password.
    pub password_file: Option<PathBuf>,
    /// The sender's address, e.g. `id@organisation.example`.
    pub from: String,
    /// The sender's name.
    #[serde(default = "default_from_name")]
    pub from_name: String,
    /// What we call ourselves in EHLO; this machine's name when absent.
    pub hello_name: Option<String>,
    /// Seconds for the whole of one mail, 1 to 300.
    #[serde(default = "default_timeout")]
    #[schemars(range(min = 1, max = 300))]
    pub timeout_seconds: u64,
}

/// How a connection to a mail relay is protected.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Encryption {
    /// STARTTLS, required (port 587).
    #[default]
    Starttls,
    /// TLS from the first byte (port 465).
    Tls,
    /// None, to a relay on this machine only (port 25).
    None,
}

fn default_from_name() -> String {
    "Bonafide".to_owned()
}

fn default_timeout() -> u64 {
    30
}

impl SmtpConfig {
    /// Everything that cannot work.
    pub fn problems(&self, at: &str) -> Vec<Problem> {
        self.checked(at).err().unwrap_or_default()
    }

    /// What a connector is made of.
    ///
    /// # Errors
    /// Everything that cannot work.
    fn checked(&self, at: &str) -> Result<Checked, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut problem = |key: &str, text: String| problems.push(Problem::new(at, key, text));
        if self.host.is_empty() {
            problem("host", "must name the relay".to_owned());
        }
        if self.port == Some(0) {
            problem("port", "must be 1 to 65535".to_owned());
        }
        let address: Option<Address> = self.from.parse().ok();
        if address.is_none() {
            problem("from", "must be a mail address".to_owned());
        }
        if self.encryption == Encryption::None && !is_local(&self.host) {
            problem(
                "encryption",
                "may be \"none\" only when the relay is on this machine (host = \"localhost\")"
                    .to_owned(),
            );
        }
        if !(1..=300).contains(&self.timeout_seconds) {
            problem("timeout_seconds", "must be 1 to 300".to_owned());
        }
        let password = Secret::load(self.password.as_ref(), self.password_file.as_deref());
        match &password {
            Err(error) => problem("password_file", error.to_string()),
            Ok(None) if self.username.is_some() => {
                problem("password", "is missing while username is given".to_owned());
            }
            Ok(Some(_)) if self.username.is_none() => {
                problem(
                    "username",
                    "is missing while a password is given".to_owned(),
                );
            }
            Ok(_) => {}
        }
        let certificates = self.ca_file.as_deref().map(crate::tls::certificates);
        let certificates = certificates.transpose();
        if let Err(error) = &certificates {
            problem("ca_file", error.to_string());
        }
        match (address, password, certificates) {
            (Some(address), Ok(password), Ok(certificates)) if problems.is_empty() => Ok(Checked {
                address,
                credentials: self.username.clone().zip(password),
                certificates: certificates.unwrap_or_default(),
            }),
            _ => Err(problems),
        }
    }
}

/// What stands in a configuration that can work.
struct Checked {
    address: Address,
    credentials: Option<(String, Secret)>,
    certificates: Vec<CertificateDer<'static>>,
}

fn is_local(host: &str) -> bool {
    host == "localhost"
        || host
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

/// Why no mail connector could be made.
#[derive(Debug, thiserror::Error)]
pub enum SmtpError {
    /// The configuration cannot work.
    #[error("{}", crate::config::listed(.0))]
    Problems(Vec<Problem>),
    /// TLS could not be set up.
    #[error("TLS cannot be set up for the mail relay: {0}")]
    Tls(#[source] lettre::transport::smtp::Error),
}

/// Hands mails to a relay.
pub struct Smtp {
    from: Mailbox,
    domain: String,
    transport: AsyncSmtpTransport<Tokio1Executor>,
    timeout: Duration,
}

impl Smtp {
    /// A connector; it connects when there is a mail to send.
    ///
    /// # Errors
    /// When the configuration cannot work.
    pub fn new(config: &SmtpConfig) -> Result<Self, SmtpError> {
        let Checked {
            address,
            credentials,
            certificates,
        } = config.checked("smtp").map_err(SmtpError::Problems)?;
        let tls_parameters = || tls_parameters(&config.host, &certificates);
        let domain = address.domain().to_owned();
        let (tls, usual_port) = match config.encryption {
            Encryption::None => (Tls::None, 25),
            Encryption::Starttls => (Tls::Required(tls_parameters()?), 587),
            Encryption::Tls => (Tls::Wrapper(tls_parameters()?), 465),
        };
        let timeout = Duration::from_secs(config.timeout_seconds);
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&config.host)
            .port(config.port.unwrap_or(usual_port))
            .tls(tls)
            .timeout(Some(timeout));
        if let Some(name) = &config.hello_name {
            builder = builder.hello_name(ClientId::Domain(name.clone()));
        }
        if let Some((username, password)) = credentials {
            let credentials = Credentials::new(username, password.reveal().to_owned());
            builder = builder.credentials(credentials);
        }
        let name = Some(config.from_name.clone()).filter(|name| !name.is_empty());
        Ok(Self {
            from: Mailbox::new(name, address),
            domain,
            transport: builder.build(),
            timeout,
        })
    }

    fn compose(&self, id: &MessageId, message: &Message) -> Result<lettre::Message, DeliveryError> {
        let Message::Mail {
            to,
            subject,
            text,
            html,
        } = message
        else {
            return Err(DeliveryError::permanent("not a mail"));
        };
        let to: Address = to
            .as_str()
            .parse()
            .map_err(|_| DeliveryError::permanent("the address is not deliverable"))?;
        let subject: String = subject.chars().filter(|c| !c.is_control()).collect();
        let builder = lettre::Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(subject)
            .message_id(Some(format!("<{id}@{}>", self.domain)))
            .date(SystemTime::from(id.created()));
        let composed = match html {
            None => builder.singlepart(SinglePart::plain(text.clone())),
            Some(html) => builder.multipart(
                MultiPart::alternative()
                    .boundary(format!("part-{id}"))
                    .singlepart(SinglePart::plain(text.clone()))
                    .singlepart(SinglePart::html(html.clone())),
            ),
        };
        composed.map_err(|_| DeliveryError::permanent("the mail cannot be composed"))
    }
}

impl Messenger for Smtp {
    fn deliver<'a>(
        &'a self,
        id: &'a MessageId,
        message: &'a Message,
    ) -> Pending<'a, Result<(), DeliveryError>> {
        Box::pin(async move {
            let mail = self.compose(id, message)?;
            let ascii = mail
                .envelope()
                .to()
                .iter()
                .all(|to| to.to_string().is_ascii());
            // The transport bounds connecting only; a relay that falls silent later would
            // hold the mail for ever.
            match tokio::time::timeout(self.timeout, self.transport.send(mail)).await {
                Ok(Ok(_)) => Ok(()),
                Ok(Err(error)) => Err(judge(&error, ascii)),
                Err(_) => Err(DeliveryError::retryable(LATE)),
            }
        })
    }
}

const LATE: &str = "the relay did not answer in time";

/// What a failure means. The relay's words may quote the address, so only its code is kept.
fn judge(error: &lettre::transport::smtp::Error, ascii: bool) -> DeliveryError {
    if let Some(code) = error.status() {
        let code = code.to_string();
        // Signing in, encryption and "service not available" are between the relay and its
        // operator: the mail is not at fault.
        let ours = matches!(code.as_str(), "421" | "454" | "500" | "502" | "503" | "504")
            || matches!(code.as_str(), "530" | "534" | "535" | "538");
        let text = format!("smtp {code}");
        return if error.is_permanent() && !ours {
            DeliveryError::permanent(text)
        } else {
            DeliveryError::retryable(text)
        };
    }
    if error.is_client() && !ascii {
        return DeliveryError::permanent("the relay cannot carry international addresses");
    }
    DeliveryError::retryable(if error.is_tls() {
        "no trusted TLS connection to the relay"
    } else if error.is_timeout() {
        LATE
    } else if error.is_client() {
        "the relay offers no way to send"
    } else {
        "no connection to the relay"
    })
}

fn tls_parameters(
    host: &str,
    certificates: &[CertificateDer<'_>],
) -> Result<TlsParameters, SmtpError> {
    let mut builder = TlsParameters::builder(host.to_owned());
    for certificate in certificates {
        let certificate = Certificate::from_der(certificate.to_vec()).map_err(SmtpError::Tls)?;
        builder = builder.add_root_certificate(certificate);
    }
    builder.build_rustls().map_err(SmtpError::Tls)
}
