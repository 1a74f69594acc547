//! What a person agreed to give a client: begun by a code that is good once, gone on with by refresh tokens.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::authorization::{Presence, Validated};
use crate::claims_request::VerifiedAsk;
use crate::person::{Claim, Known, OFFLINE};
use crate::problem::{Code, Problem};
use crate::scope::Scopes;
use crate::token::{Challenge, Verifier};

/// What a person agreed to. It is kept sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Where the browser was sent back to.
    pub redirect_uri: String,
    /// What only whoever began can answer.
    pub challenge: Challenge,
    /// The key that code and refresh tokens are bound to.
    pub key: Option<String>,
    /// What the ID token is to be marked with.
    pub nonce: Option<String>,
    /// What for.
    pub scope: Scopes,
    /// Where.
    pub resources: Vec<String>,
    /// What the ID token tells.
    pub id_token: BTreeSet<Claim>,
    /// What the userinfo endpoint tells.
    pub userinfo: BTreeSet<Claim>,
    /// What the ID token tells with how it was verified.
    #[serde(default)]
    pub verified_id_token: Vec<VerifiedAsk>,
    /// What the userinfo endpoint tells with how it was verified.
    #[serde(default)]
    pub verified_userinfo: Vec<VerifiedAsk>,
    /// The person, as this client knows them.
    pub subject: String,
    /// When the person signed in.
    pub auth_time: i64,
    /// How well.
    pub acr: String,
    /// By what.
    pub amr: Vec<String>,
    /// In which session, as this client knows it; none where it was in no browser of the client's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sid: Option<String>,
}

/// What a token is given out for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What for.
    pub scope: Scopes,
    /// Where; none for the userinfo endpoint here. A token is for that or for resources, never for both: whoever it
    /// is shown to learns nothing of the person with it.
    pub resources: Vec<String>,
}

impl Grant {
    /// What follows now from a request of somebody who is `present`, and agreed to tell what is `known`.
    pub fn new(
        asked: &Validated,
        known: &Known,
        subject: String,
        present: &Presence,
        now: Timestamp,
    ) -> Self {
        let level = present.level;
        let there: BTreeSet<Claim> = known.claims.keys().copied().collect();
        let verified = |asks: &[VerifiedAsk]| -> Vec<VerifiedAsk> {
            let answered = asks.iter().filter_map(|ask| {
                let answer = ask.answer(known.proof.as_ref()?, now)?;
                Some(ask.limited(&answer.claims))
            });
            answered.collect()
        };
        let mut userinfo = Claim::of_names(&asked.claims.userinfo);
        userinfo.extend(Claim::of_scope(&asked.scope));
        let id_token = Claim::of_names(&asked.claims.id_token);
        Self {
            redirect_uri: asked.redirect_uri.clone(),
            challenge: asked.challenge.clone(),
            key: asked.dpop_jkt.clone(),
            nonce: asked.nonce.clone(),
            scope: asked.scope.clone(),
            resources: asked.resources.clone(),
            id_token: &id_token & &there,
            userinfo: &userinfo & &there,
            verified_id_token: verified(&asked.claims.id_token.verified),
            verified_userinfo: verified(&asked.claims.userinfo.verified),
            subject,
            auth_time: present.since.as_second(),
            acr: asked.answer(level).to_owned(),
            amr: level
                .methods()
                .iter()
                .map(|&name| name.to_owned())
                .collect(),
            sid: None,
        }
    }

    /// Whether the client may come back without the person.
    pub fn is_offline(&self) -> bool {
        self.scope.contains(OFFLINE)
    }

    /// What of the claims that were agreed to is told for this scope: one that was left out when a token was renewed
    /// tells nothing.
    pub fn told(&self, claims: &BTreeSet<Claim>, scope: &Scopes) -> BTreeSet<Claim> {
        let still = |claim: &Claim| {
            let name = claim.scope();
            scope.contains(name) || !self.scope.contains(name)
        };
        claims.iter().copied().filter(still).collect()
    }

    /// The same of what is told with how it was verified.
    pub fn told_verified<'a>(&self, asks: &'a [VerifiedAsk], scope: &Scopes) -> &'a [VerifiedAsk] {
        let profile = Claim::Name.scope();
        let left_out = self.scope.contains(profile) && !scope.contains(profile);
        if left_out { &[] } else { asks }
    }

    /// Exchanges the code: whoever brings it must be who asked for it.
    ///
    /// # Errors
    /// `invalid_grant`, `invalid_target`
    pub fn redeem(
        &self,
        redirect_uri: Option<&str>,
        verifier: &Verifier,
        key: Option<&str>,
        resources: &[String],
    ) -> Result<Part, Problem> {
        let wrong = |description| Problem::new(Code::InvalidGrant, description);
        if !verifier.answers(&self.challenge) {
            return Err(wrong("code_verifier does not answer the challenge"));
        }
        // OAuth 2.1 leaves it out; who gives it gives the one that was used.
        if redirect_uri.is_some_and(|uri| uri != self.redirect_uri) {
            return Err(wrong("redirect_uri is not that of the request"));
        }
        self.holds(key)?;
        self.part(None, resources)
    }

    /// Goes on with what was agreed to, or with less of it.
    ///
    /// # Errors
    /// `invalid_grant`, `invalid_scope`, `invalid_target`
    pub fn renew(
        &self,
        key: Option<&str>,
        scope: Option<&Scopes>,
        resources: &[String],
    ) -> Result<Part, Problem> {
        self.holds(key)?;
        self.part(scope, resources)
    }

    fn holds(&self, key: Option<&str>) -> Result<(), Problem> {
        if self.key.is_some() && self.key.as_deref() != key {
            return Err(Problem::new(
                Code::InvalidGrant,
                "bound to a key that was not proven",
            ));
        }
        Ok(())
    }

    fn part(&self, scope: Option<&Scopes>, resources: &[String]) -> Result<Part, Problem> {
        if scope.is_some_and(|scope| !scope.within(&self.scope)) {
            return Err(Problem::new(Code::InvalidScope, "more than was agreed to"));
        }
        if !resources.iter().all(|one| self.resources.contains(one)) {
            return Err(Problem::new(
                Code::InvalidTarget,
                "a resource that was not asked for",
            ));
        }
        let scope = scope.unwrap_or(&self.scope).clone();
        Ok(Part {
            resources: match resources {
                [] if scope.contains("openid") => Vec::new(),
                [] => self.resources.clone(),
                named => named.to_vec(),
            },
            scope,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant() -> Grant {
        Grant {
            redirect_uri: "https://rp.example/cb".to_owned(),
            challenge: Challenge::parse("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM").unwrap(),
            key: None,
            nonce: None,
            scope: Scopes::parse("openid email offline_access").unwrap(),
            resources: vec!["https://api.example".to_owned()],
            id_token: BTreeSet::new(),
            userinfo: BTreeSet::new(),
            verified_id_token: Vec::new(),
            verified_userinfo: Vec::new(),
            subject: "s".to_owned(),
            auth_time: 1,
            acr: String::new(),
            amr: Vec::new(),
            sid: None,
        }
    }

    fn verifier() -> Verifier {
        Verifier::parse("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").unwrap()
    }

    fn code<T: std::fmt::Debug>(outcome: Result<T, Problem>) -> Code {
        outcome.unwrap_err().code
    }

    #[test]
    fn a_code_is_exchanged_by_whoever_asked_for_it() {
        let grant = grant();
        let whole = grant
            .redeem(Some("https://rp.example/cb"), &verifier(), None, &[])
            .unwrap();
        assert_eq!(whole.scope, grant.scope);
        assert!(whole.resources.is_empty(), "for userinfo");
        let named = grant.redeem(None, &verifier(), None, &grant.resources);
        assert_eq!(named.unwrap().resources, grant.resources);
        let api = Scopes::parse("offline_access").unwrap();
        let part = grant.renew(None, Some(&api), &[]).unwrap();
        assert_eq!(part.resources, grant.resources);
        assert!(grant.redeem(None, &verifier(), None, &[]).is_ok());
        let other = Verifier::parse(&"a".repeat(43)).unwrap();
        assert_eq!(
            code(grant.redeem(None, &other, None, &[])),
            Code::InvalidGrant
        );
        for uri in [
            "https://rp.example/cb/",
            "https://rp.example/cb?",
            "https://evil.example/cb",
            "",
        ] {
            assert_eq!(
                code(grant.redeem(Some(uri), &verifier(), None, &[])),
                Code::InvalidGrant,
                "{uri}"
            );
        }
        let foreign = ["https://other.example".to_owned()];
        assert_eq!(
            code(grant.redeem(None, &verifier(), None, &foreign)),
            Code::InvalidTarget
        );
    }

    #[test]
    fn what_is_bound_to_a_key_needs_it() {
        let bound = Grant {
            key: Some("k".to_owned()),
            ..grant()
        };
        assert_eq!(
            code(bound.redeem(None, &verifier(), None, &[])),
            Code::InvalidGrant
        );
        assert_eq!(
            code(bound.renew(Some("other"), None, &[])),
            Code::InvalidGrant
        );
        assert!(bound.renew(Some("k"), None, &[]).is_ok());
    }

    #[test]
    fn a_scope_that_is_left_out_tells_nothing() {
        let claims = BTreeSet::from([Claim::Email, Claim::Birthdate]);
        let told = |scope| grant().told(&claims, &Scopes::parse(scope).unwrap());
        assert_eq!(told("openid email"), claims);
        assert_eq!(
            told("openid"),
            BTreeSet::from([Claim::Birthdate]),
            "asked for by its own name"
        );
    }

    #[test]
    fn less_may_be_asked_for_and_never_more() {
        let less = Scopes::parse("openid").unwrap();
        assert_eq!(grant().renew(None, Some(&less), &[]).unwrap().scope, less);
        let more = Scopes::parse("openid phone").unwrap();
        assert_eq!(
            code(grant().renew(None, Some(&more), &[])),
            Code::InvalidScope
        );
        assert!(grant().is_offline());
    }
}
