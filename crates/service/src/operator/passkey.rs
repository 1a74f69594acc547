//! Passkeys (W3C WebAuthn level 3): enrolment behind a one-use link, sign-in without a name.
//!
//! A passkey belongs to the host of the external address. An IP address cannot be such a host:
//! on loopback `localhost` takes its place, and operators' pages must be opened there; with any
//! other IP address there are no passkeys, so no operators.

use std::net::IpAddr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bonafide_identity::id::OperatorId;
use bonafide_store::attempts::Reservation;
use bonafide_store::passkeys::{self as rows, Ceremony as CeremonyRow};
use bonafide_store::{StoreError, operators};
use jiff::SignedDuration;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use url::{Host, Url};
use webauthn_rs::prelude::{
    DiscoverableAuthentication, DiscoverableKey, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Uuid, Webauthn, WebauthnBuilder,
};

use super::SignedIn;
use crate::limit::{Knock, network};
use crate::secret::{self, Secret};
use crate::{Error, ExternalUrlError, Service, Settings, SettingsError};

const ENROL: &str = "enrol";
const SIGN_IN: &str = "sign_in";
/// How long a ceremony may take.
const CEREMONY: SignedDuration = SignedDuration::from_mins(5);
/// Ceremonies that may be begun within [`BEGINNINGS_WITHIN`], from one address or by one operator:
/// counted by caller, so that nobody shuts the door for others.
const BEGINNINGS: u32 = 60;
const BEGINNINGS_WITHIN: SignedDuration = SignedDuration::from_mins(15);
/// Longest name of a passkey, in characters.
const NAME: usize = 64;
/// The longest answer of a browser that is read, in bytes.
const ANSWER: usize = 64 * 1024;

/// The passkeys' side of the installation.
pub(crate) struct RelyingParty {
    webauthn: Option<Webauthn>,
    origin: Url,
}

impl RelyingParty {
    pub(crate) fn new(settings: &Settings) -> Result<Self, SettingsError> {
        let mut origin = settings.external_url.clone();
        let is_name = matches!(origin.host(), Some(Host::Domain(_)));
        if !is_name && settings.loopback() {
            origin
                .set_host(Some("localhost"))
                .map_err(|_| ExternalUrlError::NoOrigin)?;
        }
        let webauthn = match origin.host() {
            Some(Host::Domain(name)) => {
                let builder =
                    WebauthnBuilder::new(name, &origin).map_err(|_| ExternalUrlError::NoOrigin)?;
                Some(
                    builder
                        .rp_name("Bonafide")
                        .build()
                        .map_err(|_| ExternalUrlError::NoOrigin)?,
                )
            }
            _ => None,
        };
        Ok(Self { webauthn, origin })
    }

    /// An address of operators' pages. `path` begins without a slash.
    pub(crate) fn address(&self, path: &str) -> String {
        format!("{}/{path}", self.origin.as_str().trim_end_matches('/'))
    }

    pub(crate) fn webauthn(&self) -> Result<&Webauthn, Error> {
        self.webauthn.as_ref().ok_or(Error::PasskeysUnsupported)
    }
}

/// A ceremony that has begun: the browser carries it out and sends its answer back.
#[derive(Clone, Debug)]
pub struct Ceremony {
    /// Names the ceremony, for the answer to be sent with; a secret of this browser.
    pub token: String,
    /// What `navigator.credentials.create` or `.get` takes, in its JSON form.
    pub options: Value,
}

/// Who enrols.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enrolment {
    /// Their name on the command line.
    pub name: String,
    /// The name that others see.
    pub display_name: String,
}

impl Service {
    /// The origin at which operators sign in, e.g. `http://localhost:8080`.
    pub fn operator_origin(&self) -> &Url {
        &self.core.passkeys.origin
    }

    /// Whose enrolment link it is; consumes nothing.
    ///
    /// # Errors
    /// [`Error::OperatorLinkExpired`].
    pub async fn enrolment(&self, secret: &str) -> Result<Enrolment, Error> {
        let operator = self.link_owner(secret).await?;
        Ok(Enrolment {
            name: operator.name,
            display_name: operator.display_name,
        })
    }

    async fn link_owner(&self, secret: &str) -> Result<operators::Operator, Error> {
        let hash = secret::hash(secret).ok_or(Error::OperatorLinkExpired)?;
        let mut read = self.store().read().await?;
        let id = operators::peek_link(&mut read, &hash, self.now())
            .await?
            .ok_or(Error::OperatorLinkExpired)?;
        let operator = operators::find(&mut read, &id).await?;
        operator
            .filter(|operator| operator.disabled_at.is_none())
            .ok_or(Error::OperatorLinkExpired)
    }

    /// Begins an enrolment; the link stays usable until it is finished.
    ///
    /// # Errors
    /// [`Error::OperatorLinkExpired`], [`Error::PasskeysUnsupported`], [`Error::OperatorTooManyTries`].
    pub async fn begin_enrolment(&self, secret: &str) -> Result<Ceremony, Error> {
        let operator = self.link_owner(secret).await?;
        self.count_beginning(&format!("{ENROL}/{}", operator.id))
            .await?;
        let present = rows::of_operator(&mut *self.store().read().await?, &operator.id).await?;
        let present = present
            .into_iter()
            .map(|passkey| passkey.credential)
            .collect();
        let webauthn = self.core.passkeys.webauthn()?;
        let begun = webauthn.start_passkey_registration(
            handle(&operator.id),
            &operator.name,
            &operator.display_name,
            Some(present),
        );
        let (options, state) = begun.map_err(|_| Error::Inconsistent("a passkey enrolment"))?;
        let options = discoverable(json(&options)?);
        self.remember(ENROL, Some(operator.id), &state, options)
            .await
    }

    /// Finishes an enrolment: uses the link up, keeps the passkey and signs its operator in.
    ///
    /// # Errors
    /// [`Error::PasskeyFailed`], [`Error::OperatorLinkExpired`].
    pub async fn finish_enrolment(
        &self,
        secret: &str,
        token: &str,
        answer: &str,
        passkey_name: &str,
    ) -> Result<SignedIn, Error> {
        let hash = secret::hash(secret).ok_or(Error::OperatorLinkExpired)?;
        let (owner, state) = self.recall::<PasskeyRegistration>(ENROL, token).await?;
        let answer: RegisterPublicKeyCredential = parse(answer)?;
        let webauthn = self.core.passkeys.webauthn()?;
        let passkey = webauthn
            .finish_passkey_registration(&answer, &state)
            .map_err(refused)?;
        let now = self.now();
        let mut tx = self.store().begin().await?;
        let operator = operators::redeem_link(&mut tx, &hash, now)
            .await?
            .ok_or(Error::OperatorLinkExpired)?;
        if owner.as_ref() != Some(&operator) {
            return Err(Error::PasskeyFailed);
        }
        let row = rows::Passkey {
            credential: passkey.cred_id().to_vec(),
            operator: operator.clone(),
            name: passkey_name
                .trim()
                .chars()
                .filter(|letter| !letter.is_control())
                .take(NAME)
                .collect(),
            passkey: encode(&passkey)?,
            created: now,
            last_used: None,
        };
        match rows::insert(&mut tx, &row).await {
            Err(StoreError::Duplicate(_)) => return Err(Error::PasskeyFailed),
            other => other?,
        }
        let operator = operators::find(&mut tx, &operator)
            .await?
            .ok_or(Error::OperatorLinkExpired)?;
        let signed_in = self.begin_session(&mut tx, operator).await?;
        tx.commit().await?;
        Ok(signed_in)
    }

    /// Begins a sign-in from an address, if that tells callers apart; the authenticator knows who
    /// it is.
    ///
    /// # Errors
    /// [`Error::PasskeysUnsupported`], [`Error::OperatorTooManyTries`], [`Error::RateLimited`].
    pub async fn begin_sign_in(&self, from: Option<IpAddr>) -> Result<Ceremony, Error> {
        if let Some(address) = from {
            let subject = format!("{SIGN_IN}/{}", URL_SAFE_NO_PAD.encode(network(address)));
            self.count_beginning(&subject).await?;
        }
        let webauthn = self.core.passkeys.webauthn()?;
        let begun = webauthn.start_discoverable_authentication();
        let (mut options, state) = begun.map_err(|_| Error::Inconsistent("a sign-in"))?;
        // Asked for by a button, not offered within a form.
        options.mediation = None;
        self.remember(SIGN_IN, None, &state, json(&options)?).await
    }

    /// Finishes a sign-in.
    ///
    /// # Errors
    /// [`Error::PasskeyFailed`].
    pub async fn finish_sign_in(&self, token: &str, answer: &str) -> Result<SignedIn, Error> {
        let (_, state) = self
            .recall::<DiscoverableAuthentication>(SIGN_IN, token)
            .await?;
        let answer: PublicKeyCredential = parse(answer)?;
        let webauthn = self.core.passkeys.webauthn()?;
        let (user, credential) = webauthn
            .identify_discoverable_authentication(&answer)
            .map_err(refused)?;
        let now = self.now();
        let mut tx = self.store().begin().await?;
        let row = rows::find(&mut tx, credential)
            .await?
            .ok_or(Error::PasskeyFailed)?;
        let operator = operators::find(&mut tx, &row.operator).await?;
        let operator = operator
            .filter(|operator| operator.disabled_at.is_none())
            .ok_or(Error::PasskeyFailed)?;
        if handle(&operator.id) != user {
            return Err(Error::PasskeyFailed);
        }
        let mut passkey: Passkey = decode(&row.passkey)?;
        #[expect(deprecated, reason = "its successor needs the library's internals")]
        let proven = webauthn.finish_discoverable_authentication(
            &answer,
            state,
            &[DiscoverableKey::from(&passkey)],
        );
        let proven = proven.map_err(refused)?;
        passkey.update_credential(&proven);
        rows::update(&mut tx, credential, &encode(&passkey)?, now).await?;
        let signed_in = self.begin_session(&mut tx, operator).await?;
        tx.commit().await?;
        Ok(signed_in)
    }

    pub(crate) async fn count_beginning(&self, subject: &str) -> Result<(), Error> {
        let reserved = self
            .store()
            .reserve_attempt(
                "passkey",
                subject,
                BEGINNINGS,
                BEGINNINGS_WITHIN,
                self.now(),
            )
            .await?;
        match reserved {
            Reservation::Granted { .. } => Ok(()),
            Reservation::Refused { .. } => Err(Error::OperatorTooManyTries),
        }
    }

    pub(crate) async fn remember(
        &self,
        purpose: &str,
        operator: Option<OperatorId>,
        state: &impl Serialize,
        options: Value,
    ) -> Result<Ceremony, Error> {
        self.knock(Knock::Ceremony)?;
        let now = self.now();
        let token = Secret::generate(&*self.core.random);
        let row = CeremonyRow {
            purpose: purpose.to_owned(),
            operator,
            state: encode(state)?,
            expires: now + CEREMONY,
        };
        let mut tx = self.store().begin().await?;
        rows::begin_ceremony(&mut tx, &token.hash(), &row).await?;
        tx.commit().await?;
        Ok(Ceremony {
            token: token.reveal().to_owned(),
            options,
        })
    }

    /// Takes a ceremony away: an answer is judged once.
    pub(crate) async fn recall<S: DeserializeOwned>(
        &self,
        purpose: &str,
        token: &str,
    ) -> Result<(Option<OperatorId>, S), Error> {
        let hash = secret::hash(token).ok_or(Error::PasskeyFailed)?;
        let mut tx = self.store().begin().await?;
        let row = rows::take_ceremony(&mut tx, &hash, purpose, self.now())
            .await?
            .ok_or(Error::PasskeyFailed)?;
        tx.commit().await?;
        Ok((row.operator, decode(&row.state)?))
    }
}

/// Has a passkey kept on the authenticator, so that nobody types a name to sign in and nobody
/// learns which names there are.
pub(crate) fn discoverable(mut options: Value) -> Value {
    if let Some(selection) = options
        .pointer_mut("/publicKey/authenticatorSelection")
        .and_then(Value::as_object_mut)
    {
        selection.insert("residentKey".to_owned(), "required".into());
        selection.insert("requireResidentKey".to_owned(), true.into());
    }
    options
}

/// What authenticators know an operator by.
fn handle(operator: &OperatorId) -> Uuid {
    let digest: [u8; 32] = Sha256::digest(format!("bonafide operator\n{operator}")).into();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    Uuid::from_bytes(bytes)
}

pub(crate) fn refused(error: webauthn_rs::prelude::WebauthnError) -> Error {
    tracing::info!(%error, "a passkey was not accepted");
    Error::PasskeyFailed
}

pub(crate) fn parse<T: DeserializeOwned>(answer: &str) -> Result<T, Error> {
    if answer.len() > ANSWER {
        return Err(Error::PasskeyFailed);
    }
    serde_json::from_str(answer).map_err(|_| Error::PasskeyFailed)
}

pub(crate) fn json(value: &impl Serialize) -> Result<Value, Error> {
    serde_json::to_value(value).map_err(|_| Error::Inconsistent("a passkey's options"))
}

pub(crate) fn encode(value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|_| Error::Inconsistent("a passkey"))
}

pub(crate) fn decode<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|_| Error::Inconsistent("a passkey"))
}
