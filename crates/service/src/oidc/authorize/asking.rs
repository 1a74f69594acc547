//! What a person is asked to agree to.

use bonafide_identity::account::Contact;
use bonafide_identity::id::AccountId;
use bonafide_oidc::person::{Claim, SCOPES};
use bonafide_store::{account as logins, oidc_grants as rows, organisations};

use super::super::person::{self, contact_of};
use super::{Asked, claims, given::host, items};
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
    /// What the client asks for and the account does not have.
    pub missing: Vec<Claim>,
    /// Whether the account keeps a verified identity.
    pub proven: bool,
    /// Whether the client cannot do without something of that which is missing.
    pub essential: bool,
    /// What is shown, for the form to send back: nobody agrees to values that they did not see.
    pub shown: String,
    /// Whether the client may come back without the person.
    pub offline: bool,
    /// What the client may do elsewhere, in its own words.
    pub others: Vec<String>,
    /// Where else: the resources that its tokens are for.
    pub resources: Vec<String>,
}

impl Service {
    /// Whether a person agreed to no less some other time.
    pub(super) async fn agreed_before(
        &self,
        account: &AccountId,
        asked: &Asked,
        known: &person::Known,
    ) -> Result<bool, Error> {
        let mut read = self.store().read().await?;
        let kept = rows::consent(&mut read, account, &asked.client.id).await?;
        let Some(kept) = kept else { return Ok(false) };
        let names = asked.validated.items(&claims(known));
        Ok(names.is_subset(&items(&kept)?))
    }

    /// The page.
    pub(super) async fn asking(
        &self,
        asked: &Asked,
        account: &Account,
        known: &person::Known,
    ) -> Result<Ask, Error> {
        let mut read = self.store().read().await?;
        let organisation = organisations::find(&mut read, &asked.client.organisation).await?;
        let user_id = logins::user_id(&mut read, &account.id).await?;
        let names = asked.validated.items(&claims(known));
        let missing: Vec<Claim> = asked
            .validated
            .asked()
            .into_iter()
            .filter(|claim| !known.contains_key(claim))
            .collect();
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
            identity: known
                .iter()
                .filter(|(claim, _)| claim.is_of_identity())
                .filter_map(|(claim, value)| Some((*claim, value.as_str()?.to_owned())))
                .collect(),
            essential: missing
                .iter()
                .any(|claim| asked.validated.is_essential(*claim)),
            proven: kept(&mut read, &account.id).await?.is_some(),
            missing,
            shown: asked.mark(account, known)?.unwrap_or_default(),
            resources: asked.validated.resources.clone(),
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

fn claim_of(contact: Contact) -> Claim {
    match contact {
        Contact::Mail => Claim::Email,
        Contact::Phone => Claim::PhoneNumber,
    }
}
