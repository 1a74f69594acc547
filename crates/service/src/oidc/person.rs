//! What clients are told of a person.

use std::collections::BTreeSet;

use bonafide_identity::account::Contact;
use bonafide_identity::fields::{DocumentKind, Field};
use bonafide_identity::id::AccountId;
use bonafide_identity::registration::DecidedBy;
use bonafide_oidc::person::{Claim, Known};
use bonafide_oidc::verified::{Document, Method, Proof, is_age_or_over};
use bonafide_store::{Conn, account as logins};
use jiff::Timestamp;
use serde_json::Value;

use crate::Error;
use crate::account::{KeptIdentity, kept};

/// What is known of a person, of these claims: where they are reached, and, where their account keeps an identity, what
/// was verified of it; with how, where that is asked for.
pub(super) async fn known(
    conn: &mut Conn,
    account: &AccountId,
    asked: &BTreeSet<Claim>,
    verified: bool,
    now: Timestamp,
) -> Result<Known, Error> {
    let mut known = Known::default();
    if verified || asked.iter().any(|claim| claim.is_of_identity()) {
        known.proof = kept(conn, account).await?.map(|kept| proof(&kept, now));
    }
    for &claim in asked {
        let value = match claim {
            // Contacts are kept once they are proven, and no sooner.
            Claim::Email | Claim::EmailVerified => {
                let address = contact_of(conn, account, Contact::Mail).await?;
                address.map(|address| told(claim == Claim::Email, address))
            }
            Claim::PhoneNumber | Claim::PhoneNumberVerified => {
                let number = contact_of(conn, account, Contact::Phone).await?;
                number.map(|number| told(claim == Claim::PhoneNumber, number))
            }
            claim => {
                let proof = known.proof.as_ref();
                proof.and_then(|proof| proof.claims.get(&claim).cloned())
            }
        };
        known.claims.extend(value.map(|value| (claim, value)));
    }
    known.proof = known.proof.filter(|_| verified);
    Ok(known)
}

/// What a kept identity proves.
fn proof(kept: &KeptIdentity, now: Timestamp) -> Proof {
    let proven = &kept.proven;
    let claims =
        Claim::verifiable().filter_map(|claim| Some((claim, of_identity(kept, claim, now)?)));
    Proof {
        claims: claims.collect(),
        level: proven.level.as_str(),
        time: proven.verified_at,
        document: proven.document.map(|kind| match kind {
            DocumentKind::Passport => Document::Passport,
            DocumentKind::IdentityCard => Document::IdentityCard,
            DocumentKind::ResidencePermit => Document::ResidencePermit,
            DocumentKind::Visa => Document::Visa,
        }),
        methods: vec![
            match proven.chip {
                Some(_) => Method::Chip,
                None => Method::Picture,
            },
            // No identity is kept without a comparison of faces.
            match proven.decided_by {
                DecidedBy::Moderator => Method::Human,
                DecidedBy::Policy | DecidedBy::SandboxSample => Method::Face,
            },
        ],
    }
}

/// Itself, or that it was proven.
fn told(itself: bool, address: String) -> Value {
    if itself { address.into() } else { true.into() }
}

/// A value of an identity; there is none for what was not verified.
fn of_identity(kept: &KeptIdentity, claim: Claim, now: Timestamp) -> Option<Value> {
    let value = |field| kept.proven.value(field).map(|value| value.text.clone());
    if let Some(years) = claim.years() {
        let birth = value(Field::BirthDate)?.parse().ok()?;
        return is_age_or_over(birth, years, now).map(Value::from);
    }
    let text = match claim {
        Claim::GivenName => value(Field::GivenNames),
        Claim::FamilyName => value(Field::Surname),
        Claim::Birthdate => value(Field::BirthDate),
        Claim::Name => {
            let parts = [value(Field::GivenNames), value(Field::Surname)];
            Some(parts.into_iter().flatten().collect::<Vec<_>>().join(" "))
                .filter(|name| !name.is_empty())
        }
        _ => None,
    };
    text.map(Value::from)
}

/// Where somebody is reached.
pub(super) async fn contact_of(
    conn: &mut Conn,
    account: &AccountId,
    contact: Contact,
) -> Result<Option<String>, Error> {
    let address = logins::contact(conn, account, contact.as_str()).await?;
    Ok(address.map(|address| String::from_utf8_lossy(&address).into_owned()))
}
