//! What a person is asked to agree to.

use std::collections::BTreeMap;

use bonafide_identity::account::{Contact, ProvenIdentity};
use bonafide_identity::assurance::{ChipClass, Level};
use bonafide_identity::fields::DocumentKind;
use bonafide_identity::id::{AccountId, ClientId};
use bonafide_identity::registration::DecidedBy;
use bonafide_oidc::authorization::Validated;
use bonafide_oidc::client::GrantType;
use bonafide_oidc::person::{Claim, Known, SCOPES};
use bonafide_oidc::verified::{Answer, Part};
use bonafide_store::{Conn, account as logins, oidc_grants as rows, organisations};

use super::super::person::{self, contact_of};
use super::{Asked, given::host, items};
use jiff::Timestamp;
use serde_json::Value;

use crate::account::{Account, kept};
use crate::secret::Secret;
use crate::{Error, Service};

/// What a person is asked to agree to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// Names the request in the page's form.
    pub request: String,
    /// What the form must send back.
    pub csrf: String,
    /// Who asks.
    pub client: String,
    /// Whose that is.
    pub organisation: String,
    /// Where the browser goes back to.
    pub host: String,
    /// Whether it is in test mode.
    pub sandbox: bool,
    /// Whom the page asks.
    pub user_id: String,
    /// The mail address that is shared.
    pub mail: Option<String>,
    /// The phone number that is shared.
    pub phone: Option<String>,
    /// What of their verified identity is shared.
    pub identity: Vec<(Claim, String)>,
    /// How that was verified, as far as that is shared too.
    pub how: How,
    /// What the client asks for and the account does not have.
    pub missing: Vec<Claim>,
    /// Whether the account keeps a verified identity.
    pub proven: bool,
    /// Whether the client cannot do without something of that which is missing.
    pub essential: bool,
    /// What is shown, for the form to send back: nobody agrees to values that they did not see.
    pub shown: String,
    /// The code of the device that waits for the answer, where no browser goes back.
    pub device: Option<String>,
    /// Whether the client may come back without the person.
    pub offline: bool,
    /// Whether the client may ask them on their approval app from then on.
    pub on_app: bool,
    /// What the client may do elsewhere, in its own words.
    pub others: Vec<String>,
    /// Where else: the resources that its tokens are for.
    pub resources: Vec<String>,
}

/// What is shared of how somebody was verified.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct How {
    /// At which level.
    pub level: Option<Level>,
    /// When.
    pub verified_at: Option<Timestamp>,
    /// By which kind of document.
    pub document: Option<DocumentKind>,
    /// Whether by its chip.
    pub chip: Option<ChipClass>,
    /// Who or what decided.
    pub decided_by: Option<DecidedBy>,
}

impl How {
    fn new(proven: Option<&ProvenIdentity>, answers: &[Answer]) -> Self {
        let Some(proven) = proven else {
            return Self::default();
        };
        let told = |part| answers.iter().any(|answer| answer.parts.contains(&part));
        Self {
            level: told(Part::Level).then_some(proven.level),
            verified_at: told(Part::Time).then_some(proven.verified_at),
            document: proven.document.filter(|_| told(Part::Document)),
            chip: proven.chip.filter(|_| told(Part::Methods)),
            decided_by: told(Part::Methods).then_some(proven.decided_by),
        }
    }
}

impl Service {
    /// Whether a person agreed to no less some other time. Ages are told as they were then: where they are others now,
    /// the person is asked before they are told, and who asks without a page learns nothing of it.
    pub(super) async fn agreed_before(
        &self,
        account: &AccountId,
        asked: &Asked,
        known: &Known,
    ) -> Result<bool, Error> {
        let mut read = self.store().read().await?;
        let (client, now) = (&asked.client.id, self.now());
        let validated = &asked.validated;
        let agreed = agreed_to(&mut read, account, client, validated, known, now).await?;
        let Some(since) = agreed.filter(|_| !validated.is_silent()) else {
            return Ok(agreed.is_some());
        };
        let (claims, verified) = (validated.asked(), known.proof.is_some());
        let then = person::known(&mut read, account, &claims, verified, since).await?;
        let ages = |known: &Known| -> Vec<(Claim, Value)> {
            let answers = validated.answers(known, now);
            let verified = answers.iter().flat_map(|answer| &answer.claims);
            let all = known.claims.iter().chain(verified);
            all.filter(|(claim, _)| claim.years().is_some())
                .map(|(claim, value)| (*claim, value.clone()))
                .collect()
        };
        Ok(ages(&then) == ages(known))
    }

    /// The page.
    pub(super) async fn asking(
        &self,
        asked: &Asked,
        account: &Account,
        known: &Known,
    ) -> Result<Ask, Error> {
        let mut read = self.store().read().await?;
        let organisation = organisations::find(&mut read, &asked.client.organisation).await?;
        let user_id = logins::user_id(&mut read, &account.id).await?;
        let names = asked.validated.items(known, self.now());
        let now = self.now();
        let missing = asked.validated.missing(known, now);
        let answers = asked.validated.answers(known, now);
        let identity = kept(&mut read, &account.id).await?.map(|kept| kept.proven);
        let mut shared = Vec::new();
        for contact in [Contact::Mail, Contact::Phone] {
            let asks = names.contains(claim_of(contact).scope());
            shared.push(if asks {
                contact_of(&mut read, &account.id, contact).await?
            } else {
                None
            });
        }
        let phone = shared.pop().flatten();
        Ok(Ask {
            request: asked
                .kept
                .as_ref()
                .map(Secret::reveal)
                .unwrap_or_default()
                .to_owned(),
            csrf: account.csrf.clone(),
            client: asked.client.name.clone(),
            organisation: organisation.ok_or(Error::NotFound)?.name,
            host: host(&asked.validated.redirect_uri),
            sandbox: !asked.client.livemode,
            user_id: String::from_utf8_lossy(&user_id).into_owned(),
            mail: shared.pop().flatten(),
            phone,
            how: How::new(identity.as_ref(), &answers),
            identity: shared_identity(known, &answers),
            essential: missing
                .iter()
                .any(|claim| asked.validated.is_essential(*claim)),
            proven: identity.is_some(),
            missing: missing.into_iter().collect(),
            shown: asked.mark(account, known, now)?.unwrap_or_default(),
            resources: asked.validated.resources.clone(),
            device: asked.device.as_ref().map(|(_, code)| code.clone()),
            on_app: asked.client.metadata.grant_types.contains(&GrantType::Ciba),
            offline: names.contains(bonafide_oidc::person::OFFLINE),
            others: asked
                .validated
                .scope
                .iter()
                .filter(|name| !SCOPES.contains(name))
                .map(str::to_owned)
                .collect(),
        })
    }
}

/// Whether a person agreed to give a client no less.
pub(in super::super) async fn agreed_to(
    conn: &mut Conn,
    account: &AccountId,
    client: &ClientId,
    asked: &Validated,
    known: &Known,
    now: Timestamp,
) -> Result<Option<Timestamp>, Error> {
    let Some(kept) = rows::consent(conn, account, client).await? else {
        return Ok(None);
    };
    let all = asked.needed(known, now).is_subset(&items(&kept)?);
    Ok(all.then_some(kept.changed))
}

fn claim_of(contact: Contact) -> Claim {
    match contact {
        Contact::Mail => Claim::Email,
        Contact::Phone => Claim::PhoneNumber,
    }
}

/// The values of an identity that are shared, with or without how they were verified.
fn shared_identity(known: &Known, answers: &[Answer]) -> Vec<(Claim, String)> {
    let plain = known
        .claims
        .iter()
        .filter(|(claim, _)| claim.is_of_identity());
    let verified = answers.iter().flat_map(|answer| &answer.claims);
    let all: BTreeMap<Claim, &Value> = plain
        .chain(verified)
        .map(|(claim, value)| (*claim, value))
        .collect();
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    };
    all.into_iter()
        .map(|(claim, value)| (claim, text(value)))
        .collect()
}
