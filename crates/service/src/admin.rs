//! What the command line does for whoever runs the installation: organisations, their keys and
//! services, policies.

use bonafide_identity::id::OrganisationId;
use bonafide_identity::policy::{Policy, PolicyError};
use bonafide_identity::service::Definition;
use bonafide_store::organisations::{self as rows, Organisation};
use bonafide_store::{Tx, policies, services};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::organisation::{CreateApiKey, CreatedApiKey};
use crate::{Error, Pointer, Service};

/// Longest name of an organisation, in characters.
const NAME: usize = 100;
/// Return addresses that an organisation may have.
const RETURN_URLS: usize = 50;
/// Organisations, or policies, that are listed at most.
const LISTED: u32 = 10_000;

/// An organisation in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganisationLine {
    /// Its identifier.
    pub id: OrganisationId,
    /// Its name, as shown to people.
    pub name: String,
    /// Where people may be sent back to.
    pub return_urls: Vec<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was disabled.
    pub disabled_at: Option<Timestamp>,
}

/// A version of a policy in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyLine {
    /// Its name.
    pub id: String,
    /// Its version.
    pub version: i64,
    /// Its hash, as reports name it.
    pub sha256: String,
    /// When it was added.
    pub created_at: Timestamp,
}

impl Service {
    /// Writes down what the product ships with; a server calls it before it serves.
    ///
    /// # Errors
    /// [`Error::Inconsistent`] when the shipped policy differs from the stored one of the same
    /// version: a policy never changes, its next version does.
    pub async fn prepare(&self) -> Result<(), Error> {
        let mut tx = self.store().begin().await?;
        for policy in Policy::shipped() {
            self.add_policy(&mut tx, &policy).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Adds the next version of a policy; one that is there, again, changes nothing.
    ///
    /// # Errors
    /// [`Error::Validation`] for a policy that cannot decide, for the name of the one that the
    /// product ships with, and for a version that does not follow the latest.
    pub async fn put_policy(&self, policy: &Policy) -> Result<(), Error> {
        let invalid = |place: &str, problem: String| {
            Err(Error::Validation(vec![Pointer::new(place, problem)]))
        };
        match policy.validate() {
            Err(PolicyError::Invalid(problems)) => {
                let pointer = |place: &str| format!("/{}", place.replace('.', "/"));
                let problems = problems.into_iter();
                let problems = problems.map(|one| Pointer::new(pointer(&one.place), one.problem));
                return Err(Error::Validation(problems.collect()));
            }
            Err(PolicyError::Unreadable(problem)) => return invalid("", problem),
            Ok(()) => {}
        }
        let mut tx = self.store().begin().await?;
        let id = policy.id.as_str();
        let present = policies::find(&mut tx, id, i64::from(policy.version)).await?;
        if present.is_some_and(|row| hex::encode(row.hash) == policy.hash()) {
            return Ok(());
        }
        if Policy::shipped().iter().any(|one| one.id == policy.id) {
            return invalid(
                "/id",
                "the name of a policy that the product ships with".to_owned(),
            );
        }
        let next = policies::latest(&mut tx, id)
            .await?
            .map_or(1, |row| row.version + 1);
        if i64::from(policy.version) != next {
            return invalid("/version", format!("the next version is {next}"));
        }
        self.add_policy(&mut tx, policy).await?;
        Ok(tx.commit().await?)
    }

    /// All versions of all policies.
    ///
    /// # Errors
    /// Storage.
    pub async fn policies(&self) -> Result<Vec<PolicyLine>, Error> {
        let rows = policies::list(&mut *self.store().read().await?, LISTED).await?;
        Ok(rows
            .into_iter()
            .map(|row| PolicyLine {
                id: row.id,
                version: row.version,
                sha256: hex::encode(row.hash),
                created_at: row.created,
            })
            .collect())
    }

    async fn add_policy(&self, tx: &mut Tx, policy: &Policy) -> Result<(), Error> {
        let version = i64::from(policy.version);
        let body = serde_json::to_string(policy).expect("a policy is plain data");
        let hash: [u8; 32] = Sha256::digest(&body).into();
        match policies::find(tx, policy.id.as_str(), version).await? {
            Some(present) if present.hash == hash && present.body == body => Ok(()),
            Some(_) => Err(Error::Inconsistent(
                "a policy of this version exists and differs",
            )),
            None => {
                let row = policies::Policy {
                    id: policy.id.to_string(),
                    version,
                    body,
                    hash,
                    created: self.now(),
                };
                Ok(policies::insert(tx, &row).await?)
            }
        }
    }

    /// Adds an organisation. `return_urls` are the addresses that people may be sent back to:
    /// scheme, host, port and path must be equal, a query may follow; a path that ends in `/*`
    /// allows everything below; on loopback every port is allowed.
    ///
    /// # Errors
    /// [`Error::Validation`].
    pub async fn create_organisation(
        &self,
        name: &str,
        return_urls: &[String],
    ) -> Result<OrganisationId, Error> {
        let mut tx = self.store().begin().await?;
        let id = self
            .add_organisation(&mut tx, name, return_urls, "{}")
            .await?;
        tx.commit().await?;
        Ok(id)
    }

    pub(crate) async fn add_organisation(
        &self,
        tx: &mut Tx,
        name: &str,
        return_urls: &[String],
        settings: &str,
    ) -> Result<OrganisationId, Error> {
        let name = name.trim();
        let mut problems = return_url_problems(return_urls);
        if name.is_empty() || name.chars().count() > NAME || name.chars().any(char::is_control) {
            problems.push(Pointer::new(
                "/name",
                format!("1 to {NAME} visible characters"),
            ));
        }
        if !problems.is_empty() {
            return Err(Error::Validation(problems));
        }
        let now = self.now();
        let row = Organisation {
            id: OrganisationId::new(now, self.random_id()),
            name: name.to_owned(),
            return_urls: return_urls.to_vec(),
            settings: settings.to_owned(),
            created: now,
            disabled_at: None,
        };
        rows::insert(tx, &row).await?;
        Ok(row.id)
    }

    /// Replaces the addresses that people may be sent back to.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Validation`].
    pub async fn set_return_urls(
        &self,
        id: &OrganisationId,
        return_urls: &[String],
    ) -> Result<(), Error> {
        let problems = return_url_problems(return_urls);
        if !problems.is_empty() {
            return Err(Error::Validation(problems));
        }
        let mut tx = self.store().begin().await?;
        let mut row = rows::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
        row.return_urls = return_urls.to_vec();
        rows::update(&mut tx, &row).await?;
        Ok(tx.commit().await?)
    }

    /// Disables an organisation, whose keys open nothing from then on, or enables it again.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn set_organisation_enabled(
        &self,
        id: &OrganisationId,
        enabled: bool,
    ) -> Result<(), Error> {
        let mut tx = self.store().begin().await?;
        let mut row = rows::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
        row.disabled_at = if enabled {
            None
        } else {
            row.disabled_at.or(Some(self.now()))
        };
        rows::update(&mut tx, &row).await?;
        Ok(tx.commit().await?)
    }

    /// All organisations, oldest first.
    ///
    /// # Errors
    /// Storage.
    pub async fn organisations(&self) -> Result<Vec<OrganisationLine>, Error> {
        let rows = rows::list(&mut *self.store().read().await?, None, LISTED).await?;
        Ok(rows
            .into_iter()
            .map(|row| OrganisationLine {
                id: row.id,
                name: row.name,
                return_urls: row.return_urls,
                created_at: row.created,
                disabled_at: row.disabled_at,
            })
            .collect())
    }

    /// Makes an API key for an organisation; its secret is shown this once.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Validation`].
    pub async fn issue_api_key(
        &self,
        organisation: &OrganisationId,
        livemode: bool,
        request: &CreateApiKey,
    ) -> Result<CreatedApiKey, Error> {
        let mut tx = self.store().begin().await?;
        rows::find(&mut tx, organisation)
            .await?
            .ok_or(Error::NotFound)?;
        let created = self
            .add_api_key(&mut tx, organisation, livemode, request)
            .await?;
        tx.commit().await?;
        Ok(created)
    }

    /// Adds a version of a service to an organisation; the latest one again changes nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Validation`] for steps that cannot be walked, a policy that
    /// does not exist, or a version that does not follow the latest.
    pub async fn put_service(
        &self,
        organisation: &OrganisationId,
        definition: &Definition,
    ) -> Result<(), Error> {
        let mut tx = self.store().begin().await?;
        rows::find(&mut tx, organisation)
            .await?
            .ok_or(Error::NotFound)?;
        self.add_service(&mut tx, organisation, definition).await?;
        Ok(tx.commit().await?)
    }

    pub(crate) async fn add_service(
        &self,
        tx: &mut Tx,
        organisation: &OrganisationId,
        definition: &Definition,
    ) -> Result<(), Error> {
        let invalid = |pointer: &str, problem: String| {
            Err(Error::Validation(vec![Pointer::new(pointer, problem)]))
        };
        if let Err(error) = definition.validate() {
            return invalid("/steps", error.to_string());
        }
        let latest = services::latest(tx, organisation, definition.id.as_str()).await?;
        let version = i64::from(definition.version);
        let same = |row: &services::Service| {
            let stored = serde_json::from_str::<Definition>(&row.definition);
            stored.is_ok_and(|stored| stored == *definition)
        };
        if latest
            .as_ref()
            .is_some_and(|latest| latest.version == version && same(latest))
        {
            return Ok(());
        }
        let next = latest.map_or(1, |latest| latest.version + 1);
        if version != next {
            return invalid("/version", format!("the next version is {next}"));
        }
        let policy = policies::find(
            tx,
            definition.policy.id.as_str(),
            i64::from(definition.policy.version),
        )
        .await?;
        if policy.is_none() {
            return invalid("/policy", "no such policy".to_owned());
        }
        let row = services::Service {
            organisation: organisation.clone(),
            id: definition.id.to_string(),
            version,
            definition: serde_json::to_string(definition).expect("a definition is plain data"),
            created: self.now(),
        };
        Ok(services::insert(tx, &row).await?)
    }
}

fn return_url_problems(return_urls: &[String]) -> Vec<Pointer> {
    let mut problems = Vec::new();
    if return_urls.len() > RETURN_URLS {
        problems.push(Pointer::new(
            "/return_urls",
            format!("at most {RETURN_URLS}"),
        ));
    }
    for (index, text) in return_urls.iter().enumerate() {
        let fits = Url::parse(text).is_ok_and(|url| {
            let secure = url.scheme() == "https"
                || (url.scheme() == "http" && crate::settings::is_loopback(&url));
            secure
                && url.has_host()
                && url.query().is_none()
                && url.fragment().is_none()
                && url.username().is_empty()
        });
        if !fits {
            let problem = "an https address (http on loopback) without query or fragment";
            problems.push(Pointer::new(format!("/return_urls/{index}"), problem));
        }
    }
    problems
}
