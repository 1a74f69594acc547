//! What of a person is told to clients, and how well they were authenticated.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::claims_request::Wanted;
use crate::scope::Scopes;
use crate::verified::Proof;

/// A claim of a person that clients may be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Claim {
    /// Mail address.
    Email,
    /// Whether that was proven.
    EmailVerified,
    /// Phone number.
    PhoneNumber,
    /// Whether that was proven.
    PhoneNumberVerified,
    /// The whole name.
    Name,
    /// Given names.
    GivenName,
    /// Surname.
    FamilyName,
    /// Birth date, `YYYY-MM-DD`.
    Birthdate,
    /// Whether they are 16 or older (named as in ISO/IEC 18013-5).
    #[serde(rename = "age_over_16")]
    AgeOver16,
    /// 18 or older.
    #[serde(rename = "age_over_18")]
    AgeOver18,
    /// 21 or older.
    #[serde(rename = "age_over_21")]
    AgeOver21,
    /// 65 or older.
    #[serde(rename = "age_over_65")]
    AgeOver65,
}

impl Claim {
    /// Every claim.
    pub const ALL: [Self; 12] = [
        Self::Email,
        Self::EmailVerified,
        Self::PhoneNumber,
        Self::PhoneNumberVerified,
        Self::Name,
        Self::GivenName,
        Self::FamilyName,
        Self::Birthdate,
        Self::AgeOver16,
        Self::AgeOver18,
        Self::AgeOver21,
        Self::AgeOver65,
    ];

    /// The protocol's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::EmailVerified => "email_verified",
            Self::PhoneNumber => "phone_number",
            Self::PhoneNumberVerified => "phone_number_verified",
            Self::Name => "name",
            Self::GivenName => "given_name",
            Self::FamilyName => "family_name",
            Self::Birthdate => "birthdate",
            Self::AgeOver16 => "age_over_16",
            Self::AgeOver18 => "age_over_18",
            Self::AgeOver21 => "age_over_21",
            Self::AgeOver65 => "age_over_65",
        }
    }

    /// How many years it says that somebody has lived, or has not; no birth date is told with it. These years and no
    /// others: by any number one finds out the birth date.
    pub fn years(self) -> Option<i16> {
        match self {
            Self::AgeOver16 => Some(16),
            Self::AgeOver18 => Some(18),
            Self::AgeOver21 => Some(21),
            Self::AgeOver65 => Some(65),
            _ => None,
        }
    }

    /// The scope that it belongs to (OpenID Connect Core, 5.4).
    pub fn scope(self) -> &'static str {
        match self {
            Self::Email | Self::EmailVerified => "email",
            Self::PhoneNumber | Self::PhoneNumberVerified => "phone",
            _ => "profile",
        }
    }

    /// Whether it is of the identity that somebody proved, which not every account has.
    pub fn is_of_identity(self) -> bool {
        self.scope() == "profile"
    }

    /// By which name consent to it is remembered. Who agrees to a name gives no birth date with it.
    /// No scope has a space in it.
    pub fn item(self) -> String {
        if self.is_of_identity() {
            format!("claim {}", self.as_str())
        } else {
            self.scope().to_owned()
        }
    }

    /// By which name consent to it with how it was verified is remembered.
    pub fn verified_item(self) -> String {
        format!("verified {}", self.as_str())
    }

    /// The claims that may be told with how they were verified.
    pub fn verifiable() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(|claim| claim.is_of_identity())
    }

    /// The claims that are asked for by scope; ages are by their names alone.
    pub fn of_scope(scope: &Scopes) -> BTreeSet<Self> {
        Self::ALL
            .into_iter()
            .filter(|claim| claim.years().is_none() && scope.contains(claim.scope()))
            .collect()
    }

    /// The claims that are asked for by name. Others are not had, and asking for them is no mistake.
    pub fn of_names(wanted: &Wanted) -> BTreeSet<Self> {
        Self::ALL
            .into_iter()
            .filter(|claim| wanted.claims.contains_key(claim.as_str()))
            .collect()
    }
}

/// What is known of a person, of what a client asks for.
#[derive(Clone, Default)]
pub struct Known {
    /// Claims.
    pub claims: BTreeMap<Claim, Value>,
    /// What was verified, and how, where claims are asked for with that.
    pub proof: Option<Proof>,
}

/// Scopes that mean something of their own here; others are the resources' own.
pub const SCOPES: [&str; 5] = ["openid", "profile", "email", "phone", OFFLINE];
/// The scope of whoever wants to come back without the person.
pub const OFFLINE: &str = "offline_access";

/// How well a person was authenticated: NIST SP 800-63B's levels, each by its registered name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// By one factor: a password.
    One,
    /// By two: a key in a device that verified its owner, or a password and a one-time code.
    Two,
}

impl Level {
    /// Both, the lower first.
    pub const ALL: [Self; 2] = [Self::One, Self::Two];

    /// The name in `acr`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::One => "http://idmanagement.gov/ns/assurance/aal/1",
            Self::Two => "http://idmanagement.gov/ns/assurance/aal/2",
        }
    }

    /// The names in `amr` (RFC 8176) of what usually reaches it here.
    pub fn methods(self) -> &'static [&'static str] {
        match self {
            Self::One => &["pwd"],
            Self::Two => &["pop", "user", "mfa"],
        }
    }

    /// The level of this name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.as_str() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claims_request::ClaimsRequest;

    #[test]
    fn claims_are_asked_for_by_scope_or_by_name() {
        for claim in Claim::ALL {
            assert!(SCOPES.contains(&claim.scope()));
        }
        let scope = Scopes::parse("openid email admin").unwrap();
        let asked = Claim::of_scope(&scope);
        assert_eq!(
            asked.into_iter().collect::<Vec<_>>(),
            [Claim::Email, Claim::EmailVerified]
        );
        let read =
            ClaimsRequest::parse(r#"{"id_token":{"phone_number":null,"shoe_size":null}}"#).unwrap();
        assert_eq!(
            Claim::of_names(&read.id_token)
                .into_iter()
                .collect::<Vec<_>>(),
            [Claim::PhoneNumber]
        );
        assert!(Claim::of_names(&read.userinfo).is_empty());
    }

    #[test]
    fn levels_have_an_order_and_names() {
        assert!(Level::One < Level::Two);
        for level in Level::ALL {
            assert_eq!(Level::of(level.as_str()), Some(level));
        }
        assert_eq!(Level::of("urn:mace:incommon:iap:silver"), None);
    }
}
