//! A register behind an HTTP interface: one question, one answer.
//!
//! ```text
//! POST <url>
//! Authorization: Bearer <token>
//! {"issuing_state": "NLD", "document_number": "SPECI2014", "document_type": "P"}
//!
//! 200 {"reported": true}
//! ```
//! Further members of the answer are passed over. It goes through the client of the section `egress`, so that a
//! register inside one's own network must be allowed there.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use bonafide_identity::port::Pending;
use bonafide_identity::port::egress::{Egress, EgressRequest, EgressResponse, Method};
use bonafide_identity::port::lost_documents::{LookupError, LostDocuments, TravelDocument};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::config::{Problem, Secret, SecretFileError};

#[cfg(test)]
mod tests;

/// The longest answer that is read, in bytes.
const LONGEST: usize = 16 * 1024;
/// What did not answer may answer to a second try, if there is time left.
const TRIES: u32 = 2;
/// Between the two.
const PAUSE: Duration = Duration::from_millis(250);

/// A register of lost and stolen documents behind an HTTP interface.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HttpRegisterConfig {
    /// Where it is asked; https unless `egress` allows more.
    #[schemars(with = "String")]
    pub url: Url,
    /// What it knows us by (`Authorization: Bearer …`).
    pub token: Option<Secret>,
    /// A file whose first line is the token.
    pub token_file: Option<PathBuf>,
    /// Seconds for one question, 1 to 10, a second try included.
    #[serde(default = "usual_timeout")]
    #[schemars(range(min = 1, max = 10))]
    pub timeout_seconds: u64,
}

fn usual_timeout() -> u64 {
    5
}

impl HttpRegisterConfig {
    /// Everything that cannot work.
    pub fn problems(&self, at: &str) -> Vec<Problem> {
        let mut problems = Vec::new();
        if !matches!(self.url.scheme(), "https" | "http") || !self.url.has_host() {
            problems.push(Problem::new(at, "url", "must be an https address"));
        }
        if !(1..=10).contains(&self.timeout_seconds) {
            problems.push(Problem::new(at, "timeout_seconds", "must be 1 to 10"));
        }
        if let Err(error) = self.secret() {
            problems.push(Problem::new(at, "token_file", error));
        }
        problems
    }

    fn secret(&self) -> Result<Option<Secret>, SecretFileError> {
        Secret::load(self.token.as_ref(), self.token_file.as_deref())
    }
}

/// The register.
pub struct HttpRegister {
    egress: Arc<dyn Egress>,
    url: Url,
    token: Option<Secret>,
    timeout: Duration,
}

/// The question.
#[derive(Serialize)]
struct Question<'a> {
    issuing_state: &'a str,
    document_number: &'a str,
    document_type: Option<char>,
}

/// The answer.
#[derive(Deserialize)]
struct Answer {
    reported: bool,
}

impl HttpRegister {
    /// A register that is asked through that client.
    ///
    /// # Errors
    /// When the token's file cannot be read.
    pub fn new(
        config: &HttpRegisterConfig,
        egress: Arc<dyn Egress>,
    ) -> Result<Self, SecretFileError> {
        Ok(Self {
            egress,
            url: config.url.clone(),
            token: config.secret()?,
            timeout: Duration::from_secs(config.timeout_seconds),
        })
    }

    async fn ask(&self, document: &TravelDocument) -> Result<bool, LookupError> {
        let question = Question {
            issuing_state: &document.issuing_state,
            document_number: &document.number,
            document_type: document.kind,
        };
        let mut headers = vec![
            ("content-type".to_owned(), "application/json".to_owned()),
            ("accept".to_owned(), "application/json".to_owned()),
        ];
        if let Some(token) = &self.token {
            let bearer = format!("Bearer {}", token.reveal());
            headers.push(("authorization".to_owned(), bearer));
        }
        let request = EgressRequest {
            url: self.url.clone(),
            method: Method::Post,
            headers,
            body: serde_json::to_vec(&question).map_err(|_| LookupError::Malformed)?,
            timeout: self.timeout,
            max_response: LONGEST,
        };
        // A register that takes its time must not take that time twice.
        tokio::time::timeout(self.timeout, self.send(&request))
            .await
            .unwrap_or(Err(LookupError::Unavailable))
    }

    async fn send(&self, request: &EgressRequest) -> Result<bool, LookupError> {
        let mut tried = 0;
        loop {
            tried += 1;
            let answer = self.egress.send(request).await;
            let understood = match answer {
                Ok(response) => understand(&response),
                Err(error) => {
                    tracing::warn!(%error, "the register of lost documents was not reached");
                    Err(LookupError::Unavailable)
                }
            };
            match understood {
                Err(error) if error.retryable() && tried < TRIES => {
                    tokio::time::sleep(PAUSE).await;
                }
                other => return other,
            }
        }
    }
}

fn understand(response: &EgressResponse) -> Result<bool, LookupError> {
    match response.status {
        // A list of values would do for the structure as well.
        200 if !response.body.trim_ascii_start().starts_with(b"{") => Err(LookupError::Malformed),
        200 => serde_json::from_slice::<Answer>(&response.body)
            .map(|answer| answer.reported)
            .map_err(|_| LookupError::Malformed),
        408 | 425 | 429 | 500..=599 => Err(LookupError::Unavailable),
        status => Err(LookupError::Refused { status }),
    }
}

impl LostDocuments for HttpRegister {
    fn look_up<'a>(
        &'a self,
        document: &'a TravelDocument,
    ) -> Pending<'a, Result<bool, LookupError>> {
        Box::pin(self.ask(document))
    }
}
