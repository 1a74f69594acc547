//! The demonstration: an organisation with services and keys, on loopback only.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bonafide_identity::assurance::Level;
use bonafide_identity::fields::DocumentKind;
use bonafide_identity::id::OrganisationId;
use bonafide_identity::policy::Policy;
use bonafide_identity::service::{Definition, Pinned, StepKind};
use bonafide_store::blind_index::IndexKind;
use bonafide_store::{Tx, api_keys, organisations, services};

use crate::operator::OperatorLink;
use crate::organisation::{CreateApiKey, Scope};
use crate::secret::Secret;
use crate::{Error, Service};

/// What the demo's keys begin with. They open nothing unless the demo is on.
pub(crate) const DEMO_PREFIX: &str = "bonafide_demo_";

/// What marks the demo's organisation.
const SETTINGS: &str = r#"{"demo":true}"#;
const NAME: &str = "Harbour Town Library";
const MODERATOR: &str = "moderator";
const RETURN_URLS: [&str; 2] = ["http://127.0.0.1/*", "http://localhost/*"];
/// The service by which people get in to their account again.
pub(crate) const RECOVERY: &str = "account-recovery";
const LISTED: u32 = 10_000;

/// What a demonstration begins with.
#[derive(Clone)]
pub struct Demo {
    /// The organisation.
    pub organisation: OrganisationId,
    /// Its name.
    pub organisation_name: String,
    /// An API key in test mode, with every scope.
    pub test_key: String,
    /// An API key in live mode, with every scope.
    pub live_key: String,
    /// Its services: what a request names them by, and what people read.
    pub services: Vec<(String, String)>,
}

impl std::fmt::Debug for Demo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Demo")
            .field("organisation", &self.organisation)
            .finish_non_exhaustive()
    }
}

impl Service {
    /// Makes what a demonstration needs, or finds it: the same keys again, which nobody can
    /// know who does not hold the installation's secrets.
    ///
    /// # Errors
    /// [`Error::LoopbackOnly`] unless the demo is on.
    pub async fn ensure_demo(&self) -> Result<Demo, Error> {
        if !self.settings().demo || !self.settings().loopback() {
            return Err(Error::LoopbackOnly);
        }
        self.prepare().await?;
        let mut tx = self.store().begin().await?;
        let present = organisations::list(&mut tx, None, LISTED).await?;
        let organisation = match present.into_iter().find(|row| row.settings == SETTINGS) {
            Some(row) => row.id,
            None => {
                let return_urls = RETURN_URLS.map(str::to_owned);
                self.add_organisation(&mut tx, NAME, &return_urls, SETTINGS)
                    .await?
            }
        };
        let mut names = Vec::new();
        for mut definition in definitions()? {
            let id = definition.id.to_string();
            if let Some(row) = services::latest(&mut tx, &organisation, &id).await? {
                // One that an older program made, with what it knew, is followed by ours.
                definition.version = u32::try_from(row.version).unwrap_or(u32::MAX);
                let stored = serde_json::from_str::<Definition>(&row.definition);
                if !stored.is_ok_and(|stored| stored == definition) {
                    definition.version += 1;
                }
            }
            self.add_service(&mut tx, &organisation, &definition)
                .await?;
            // Nobody is sent there: people begin it themselves.
            if id != RECOVERY {
                names.push((id, definition.title));
            }
        }
        let demo = Demo {
            organisation_name: NAME.to_owned(),
            test_key: self.demo_key(&mut tx, &organisation, false).await?,
            live_key: self.demo_key(&mut tx, &organisation, true).await?,
            services: names,
            organisation,
        };
        tx.commit().await?;
        Ok(demo)
    }

    /// The demonstration's organisation, once it was made.
    pub(crate) async fn demo_organisation(&self) -> Result<Option<OrganisationId>, Error> {
        if !self.settings().demo {
            return Ok(None);
        }
        let mut read = self.store().read().await?;
        let present = organisations::list(&mut read, None, LISTED).await?;
        let found = present.into_iter().find(|row| row.settings == SETTINGS);
        Ok(found.map(|row| row.id))
    }

    /// The link by which the demonstration's moderator sets up a passkey; `None` once there is
    /// one. An earlier link ends.
    ///
    /// # Errors
    /// Storage.
    pub async fn demo_moderator(&self) -> Result<Option<OperatorLink>, Error> {
        match self.create_operator(MODERATOR, "Moderator").await {
            Err(Error::OperatorExists) if self.passkeys(MODERATOR).await?.is_empty() => {
                self.renew_operator_link(MODERATOR).await.map(Some)
            }
            Err(Error::OperatorExists) => Ok(None),
            created => created.map(Some),
        }
    }

    async fn demo_key(
        &self,
        tx: &mut Tx,
        organisation: &OrganisationId,
        livemode: bool,
    ) -> Result<String, Error> {
        let mode = if livemode { "live" } else { "test" };
        let label = format!("demo key/{mode}/{organisation}");
        let bytes = self.store().blind_index(IndexKind::Reference, &label)?;
        let secret = Secret::of(&format!(
            "{DEMO_PREFIX}{mode}_{}",
            URL_SAFE_NO_PAD.encode(bytes)
        ));
        if api_keys::find_by_hash(tx, &secret.hash()).await?.is_none() {
            let request = CreateApiKey {
                name: format!("Demo ({mode})"),
                scopes: Scope::ALL.to_vec(),
            };
            self.keep_api_key(tx, organisation, livemode, &request, &secret)
                .await?;
        }
        Ok(secret.reveal().to_owned())
    }
}

fn definitions() -> Result<[Definition; 5], Error> {
    let slug = |text: &str| text.parse().map_err(|_| Error::Inconsistent("the demo"));
    let standard = Policy::standard();
    let identity_check = Definition {
        id: slug("identity-check")?,
        version: 1,
        title: "Library card".to_owned(),
        purpose: "The library needs to know who you are before it lends you books.".to_owned(),
        steps: vec![
            StepKind::Consent,
            StepKind::Document,
            StepKind::Fields,
            StepKind::Selfie,
        ],
        documents: vec![
            DocumentKind::Passport,
            DocumentKind::IdentityCard,
            DocumentKind::ResidencePermit,
        ],
        level: Level::Substantial,
        minimum_age: None,
        policy: Pinned {
            id: standard.id,
            version: standard.version,
        },
    };
    let age_check = Definition {
        id: slug("age-check")?,
        title: "Evening reading room".to_owned(),
        purpose: "The evening reading room is open to adults, so the library checks your age."
            .to_owned(),
        minimum_age: Some(18),
        ..identity_check.clone()
    };
    let chip_check = Definition {
        id: slug("chip-check")?,
        title: "Archive pass".to_owned(),
        purpose: "The archive lends out what cannot be replaced, so the library reads the chip of your document."
            .to_owned(),
        steps: vec![
            StepKind::Consent,
            StepKind::Document,
            StepKind::Chip,
            StepKind::Fields,
            StepKind::Selfie,
        ],
        level: Level::High,
        ..identity_check.clone()
    };
    let video_check = Definition {
        id: slug("video-check")?,
        title: "Reading room key".to_owned(),
        purpose:
            "The reading room has no staff at night, so the library makes sure that it is you."
                .to_owned(),
        steps: vec![
            StepKind::Consent,
            StepKind::Document,
            StepKind::Fields,
            StepKind::Liveness,
        ],
        ..identity_check.clone()
    };
    let recovery = Policy::recovery();
    let account_recovery = Definition {
        id: slug(RECOVERY)?,
        title: "Your account".to_owned(),
        purpose: "Nobody but you gets in to your account again, so it is made sure that it is you."
            .to_owned(),
        steps: vec![
            StepKind::Consent,
            StepKind::Document,
            StepKind::Chip,
            StepKind::Fields,
            StepKind::Liveness,
        ],
        policy: Pinned {
            id: recovery.id,
            version: recovery.version,
        },
        ..identity_check.clone()
    };
    Ok([
        identity_check,
        age_check,
        chip_check,
        video_check,
        account_recovery,
    ])
}
