//! Operators: named humans who run this installation and settle reviews. They are created on
//! the command line and sign in with passkeys alone.

pub mod passkey;
pub mod review;

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bonafide_identity::id::OperatorId;
use bonafide_store::operators as rows;
use bonafide_store::passkeys as keys;
use bonafide_store::{StoreError, Tx, trust};
use jiff::{SignedDuration, Timestamp};

use crate::secret::{self, Secret};
use crate::trust::By;
use crate::{Error, Pointer, Service};

pub use passkey::{Ceremony, Enrolment};
pub use review::{
    Backlog, Case, CaseEvidence, CaseView, EarlierReview, REJECT_REASONS, retry_reasons,
};

/// How long an enrolment link works.
const LINK: SignedDuration = SignedDuration::from_hours(24);
/// A session without use ends after this time.
const IDLE: SignedDuration = SignedDuration::from_hours(1);
/// Every session ends after this time.
const SESSION: SignedDuration = SignedDuration::from_hours(12);
/// Longest name, in characters.
const NAME: usize = 64;
/// Operators that are listed at most.
const LISTED: u32 = 1000;

/// A signed-in operator.
#[derive(Clone)]
pub struct Operator {
    /// Their identifier.
    pub id: OperatorId,
    /// Their name on the command line.
    pub name: String,
    /// The name that others see.
    pub display_name: String,
    /// What their forms must send back.
    pub csrf: String,
    /// When the session ends without further use.
    pub expires_at: Timestamp,
    /// Whether they may change whom the installation believes.
    pub manages_trust: bool,
    cookie_hash: secret::Hash,
}

impl fmt::Debug for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Operator")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl Operator {
    /// # Errors
    /// [`Error::FormExpired`] unless the form was made by a page of this session.
    pub fn check_csrf(&self, presented: &str) -> Result<(), Error> {
        if secret::same(&self.csrf, presented) {
            Ok(())
        } else {
            Err(Error::FormExpired)
        }
    }
}

/// An operator who just signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The value of the session's cookie.
    pub cookie: String,
    /// The operator.
    pub operator: Operator,
}

/// A one-use link by which an operator enrols a passkey.
#[derive(Clone)]
pub struct OperatorLink {
    /// Whose.
    pub name: String,
    /// Where to open it, once, in the browser that holds or reaches the passkey.
    pub url: String,
    /// Until when it works.
    pub expires_at: Timestamp,
}

impl fmt::Debug for OperatorLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OperatorLink")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// An operator in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperatorLine {
    /// Their name on the command line.
    pub name: String,
    /// The name that others see.
    pub display_name: String,
    /// When they were added.
    pub created_at: Timestamp,
    /// When they last did something.
    pub last_seen_at: Option<Timestamp>,
    /// When they were disabled.
    pub disabled_at: Option<Timestamp>,
    /// Whether they may change whom the installation believes.
    pub manages_trust: bool,
}

/// A passkey in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasskeyLine {
    /// Its credential id, hexadecimal.
    pub id: String,
    /// When it was enrolled.
    pub created_at: Timestamp,
    /// When it was last used.
    pub last_used_at: Option<Timestamp>,
}

impl Service {
    /// Adds an operator, and gives the link by which they enrol their first passkey.
    ///
    /// # Errors
    /// [`Error::OperatorExists`]; [`Error::Validation`] for a name that is none.
    pub async fn create_operator(
        &self,
        name: &str,
        display_name: &str,
    ) -> Result<OperatorLink, Error> {
        let now = self.now();
        validate(name, display_name)?;
        let operator = rows::Operator {
            id: OperatorId::new(now, self.random_id()),
            name: name.to_owned(),
            display_name: display_name.trim().to_owned(),
            created: now,
            last_seen: None,
            disabled_at: None,
            manages_trust: false,
        };
        let mut tx = self.store().begin().await?;
        if rows::find_by_name(&mut tx, name).await?.is_some() {
            return Err(Error::OperatorExists);
        }
        match rows::insert(&mut tx, &operator).await {
            Err(StoreError::Duplicate(_)) => return Err(Error::OperatorExists),
            other => other?,
        }
        let link = self.add_link(&mut tx, &operator, now).await?;
        tx.commit().await?;
        Ok(link)
    }

    /// Another enrolment link for an operator, for a further passkey or after losing the last;
    /// one that was not used ends.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown or disabled operator.
    pub async fn renew_operator_link(&self, name: &str) -> Result<OperatorLink, Error> {
        let now = self.now();
        let mut tx = self.store().begin().await?;
        let operator = rows::find_by_name(&mut tx, name).await?;
        let operator = operator
            .filter(|operator| operator.disabled_at.is_none())
            .ok_or(Error::NotFound)?;
        let link = self.add_link(&mut tx, &operator, now).await?;
        tx.commit().await?;
        Ok(link)
    }

    async fn add_link(
        &self,
        tx: &mut Tx,
        operator: &rows::Operator,
        now: Timestamp,
    ) -> Result<OperatorLink, Error> {
        let secret = Secret::generate(&*self.core.random);
        rows::insert_link(tx, &secret.hash(), &operator.id, now, now + LINK).await?;
        Ok(OperatorLink {
            name: operator.name.clone(),
            url: self
                .core
                .passkeys
                .address(&format!("moderate/enrol/{}", secret.reveal())),
            expires_at: now + LINK,
        })
    }

    /// All operators, by name.
    ///
    /// # Errors
    /// Storage.
    pub async fn operators(&self) -> Result<Vec<OperatorLine>, Error> {
        let rows = rows::list(&mut *self.store().read().await?, LISTED).await?;
        Ok(rows
            .into_iter()
            .map(|row| OperatorLine {
                name: row.name,
                display_name: row.display_name,
                created_at: row.created,
                last_seen_at: row.last_seen,
                disabled_at: row.disabled_at,
                manages_trust: row.manages_trust,
            })
            .collect())
    }

    /// Disables an operator: their sessions and links end, and their case goes to others.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn disable_operator(&self, name: &str) -> Result<(), Error> {
        let mut tx = self.store().begin().await?;
        let operator = rows::find_by_name(&mut tx, name)
            .await?
            .ok_or(Error::NotFound)?;
        rows::disable(&mut tx, &operator.id, self.now()).await?;
        Ok(tx.commit().await?)
    }

    /// Lets an operator change whom the installation believes, or no longer; says whether that is
    /// new. It is written down where changes of the trust store are.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown or disabled operator.
    pub async fn set_manages_trust(&self, name: &str, manages: bool) -> Result<bool, Error> {
        let mut tx = self.store().begin().await?;
        trust::turn(&mut tx).await?;
        let operator = rows::find_by_name(&mut tx, name).await?;
        let operator = operator
            .filter(|operator| operator.disabled_at.is_none() || !manages)
            .ok_or(Error::NotFound)?;
        if operator.manages_trust == manages {
            return Ok(false);
        }
        rows::set_manages_trust(&mut tx, &operator.id, manages).await?;
        let kind = match manages {
            true => "operator-allowed",
            false => "operator-no-longer-allowed",
        };
        let note = [("operator", operator.id.as_str())];
        self.note_trust(&mut tx, &By::CommandLine, kind, &note)
            .await?;
        tx.commit().await?;
        Ok(true)
    }

    /// An operator's passkeys, oldest first.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn passkeys(&self, name: &str) -> Result<Vec<PasskeyLine>, Error> {
        let mut read = self.store().read().await?;
        let operator = rows::find_by_name(&mut read, name)
            .await?
            .ok_or(Error::NotFound)?;
        let keys = keys::of_operator(&mut read, &operator.id).await?;
        Ok(keys
            .into_iter()
            .map(|row| PasskeyLine {
                id: hex::encode(row.credential),
                created_at: row.created,
                last_used_at: row.last_used,
            })
            .collect())
    }

    /// Makes a passkey useless that was lost or stolen, and ends the operator's sessions.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn remove_passkey(&self, name: &str, id: &str) -> Result<(), Error> {
        let credential = hex::decode(id).map_err(|_| Error::NotFound)?;
        let mut tx = self.store().begin().await?;
        let operator = rows::find_by_name(&mut tx, name)
            .await?
            .ok_or(Error::NotFound)?;
        match keys::remove(&mut tx, &operator.id, &credential).await {
            Err(StoreError::NotFound(_)) => return Err(Error::NotFound),
            other => other?,
        }
        Ok(tx.commit().await?)
    }

    /// The operator of a session's cookie; using it keeps the session alive.
    ///
    /// # Errors
    /// [`Error::OperatorSignedOut`].
    pub async fn operator(&self, cookie: &str) -> Result<Operator, Error> {
        let hash = secret::hash(cookie).ok_or(Error::OperatorSignedOut)?;
        let now = self.now();
        let mut read = self.store().read().await?;
        let session = rows::session(&mut read, &hash, now)
            .await?
            .ok_or(Error::OperatorSignedOut)?;
        let row = rows::find(&mut read, &session.operator)
            .await?
            .ok_or(Error::OperatorSignedOut)?;
        drop(read);
        let expires = (now + IDLE).min(session.created + SESSION);
        if now.duration_since(session.last_seen).as_secs() >= 60 {
            let mut tx = self.store().begin().await?;
            rows::touch_session(&mut tx, &hash, now, expires).await?;
            tx.commit().await?;
        }
        Ok(shown(row, &session.csrf, expires, hash))
    }

    /// Ends the session.
    ///
    /// # Errors
    /// Storage.
    pub async fn sign_out(&self, operator: &Operator) -> Result<(), Error> {
        let mut tx = self.store().begin().await?;
        rows::end_session(&mut tx, &operator.cookie_hash).await?;
        Ok(tx.commit().await?)
    }

    /// Begins a session for an operator who has just proven themselves.
    pub(crate) async fn begin_session(
        &self,
        tx: &mut Tx,
        operator: rows::Operator,
    ) -> Result<SignedIn, Error> {
        let now = self.now();
        let cookie = Secret::generate(&*self.core.random);
        let session = rows::OperatorSession {
            cookie_hash: cookie.hash(),
            operator: operator.id.clone(),
            csrf: self.core.random.array::<32>().to_vec(),
            created: now,
            expires: now + IDLE,
            last_seen: now,
        };
        rows::begin_session(tx, &session).await?;
        let operator = shown(
            operator,
            &session.csrf,
            session.expires,
            session.cookie_hash,
        );
        Ok(SignedIn {
            cookie: cookie.reveal().to_owned(),
            operator,
        })
    }
}

fn shown(
    row: rows::Operator,
    csrf: &[u8],
    expires_at: Timestamp,
    cookie_hash: secret::Hash,
) -> Operator {
    Operator {
        id: row.id,
        name: row.name,
        display_name: row.display_name,
        csrf: URL_SAFE_NO_PAD.encode(csrf),
        expires_at,
        manages_trust: row.manages_trust,
        cookie_hash,
    }
}

fn validate(name: &str, display_name: &str) -> Result<(), Error> {
    let mut problems = Vec::new();
    let plain =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-".contains(&byte);
    if name.is_empty() || name.len() > NAME || !name.bytes().all(plain) {
        problems.push(Pointer::new(
            "/name",
            format!("1 to {NAME} lower-case letters, digits, . _ -"),
        ));
    }
    let shown = display_name.trim();
    if shown.is_empty() || shown.chars().count() > NAME || shown.chars().any(char::is_control) {
        problems.push(Pointer::new(
            "/display_name",
            format!("1 to {NAME} visible characters"),
        ));
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Error::Validation(problems))
    }
}
