//! What clients are told of a person.

use std::collections::{BTreeMap, BTreeSet};

use bonafide_identity::account::Contact;
use bonafide_identity::fields::Field;
use bonafide_identity::id::AccountId;
use bonafide_oidc::person::Claim;
use bonafide_store::{Conn, account as logins};
use serde_json::Value;

use crate::Error;
use crate::account::{KeptIdentity, kept};

/// Claims with their values.
pub(super) type Known = BTreeMap<Claim, Value>;

/// Those of the claims that are known of a person: where they are reached, and, where their account keeps an
/// identity, what was verified of it.
pub(super) async fn known(
    conn: &mut Conn,
    account: &AccountId,
    asked: &BTreeSet<Claim>,
) -> Result<Known, Error> {
    let mut known = Known::new();
    let mut identity = None;
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
            Claim::Name | Claim::GivenName | Claim::FamilyName | Claim::Birthdate => {
                if identity.is_none() {
                    identity = Some(kept(conn, account).await?);
                }
                let kept = identity.as_ref().and_then(Option::as_ref);
                kept.and_then(|kept| proven(kept, claim)).map(Value::from)
            }
        };
        known.extend(value.map(|value| (claim, value)));
    }
    Ok(known)
}

/// Itself, or that it was proven.
fn told(itself: bool, address: String) -> Value {
    if itself { address.into() } else { true.into() }
}

/// A value of an identity; there is none for what was not verified.
fn proven(kept: &KeptIdentity, claim: Claim) -> Option<String> {
    let value = |field| kept.proven.value(field).map(|value| value.text.clone());
    match claim {
        Claim::GivenName => value(Field::GivenNames),
        Claim::FamilyName => value(Field::Surname),
        Claim::Birthdate => value(Field::BirthDate),
        Claim::Name => {
            let parts = [value(Field::GivenNames), value(Field::Surname)];
            Some(parts.into_iter().flatten().collect::<Vec<_>>().join(" "))
                .filter(|name| !name.is_empty())
        }
        Claim::Email | Claim::EmailVerified | Claim::PhoneNumber | Claim::PhoneNumberVerified => {
            None
        }
    }
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
