//! What a client asks of a person: a request in a query, or pushed beforehand (RFC 9126); the same parameters, read
//! the same way. A request becomes [`Validated`] by its client's registration; only such a one may be shown to anybody
//! or be answered at its redirect address.

mod read;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use crate::claims_request::{ClaimsRequest, VerifiedAsk};
use crate::form::Form;
use crate::person::{Claim, Known, Level};
use crate::problem::{Code, Problem};
use crate::scope::Scopes;
use crate::token::Challenge;
use crate::verified::Answer;

pub(crate) use read::levels;
pub use read::validate;

/// How long somebody who signed in for a request may take over it, however young the client wants a sign-in to be.
const DECIDES: SignedDuration = SignedDuration::from_mins(5);
/// How consent names a resource. No scope has a space in it.
pub const AT: &str = "at ";
/// How a pushed request is named.
pub const PUSHED: &str = "urn:ietf:params:oauth:request_uri:";

/// Which pages may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Prompt {
    /// None at all.
    None,
    /// Sign-in, also where the person is signed in.
    Login,
    /// Consent, also where it was given.
    Consent,
    /// Which account.
    SelectAccount,
}

/// Why a request goes no further.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Nobody may be sent anywhere: the client or the redirect address is not known.
    Here(Problem),
    /// The client is told at its own address.
    There {
        /// The registered address.
        redirect_uri: String,
        /// What the client marked its request with.
        state: Option<String>,
        /// What is wrong.
        problem: Problem,
    },
}

impl Refused {
    /// What is wrong.
    pub fn problem(&self) -> &Problem {
        match self {
            Self::Here(problem) | Self::There { problem, .. } => problem,
        }
    }
}

/// A request that its client may make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Validated {
    /// Where the person's browser returns to, as it was asked for.
    pub redirect_uri: String,
    /// What the client marked its request with.
    pub state: Option<String>,
    /// What the ID token is to be marked with.
    pub nonce: Option<String>,
    /// What for.
    pub scope: Scopes,
    /// Where.
    pub resources: Vec<String>,
    /// What only whoever began can answer.
    pub challenge: Challenge,
    /// Levels of authentication, the most wanted first.
    pub acr_values: Vec<String>,
    /// How long ago the person may have signed in.
    pub max_age: Option<SignedDuration>,
    /// Which pages may be shown.
    pub prompt: Vec<Prompt>,
    /// Claims by name.
    pub claims: ClaimsRequest,
    /// Who the client believes the person to be; a help for filling in, never more.
    pub login_hint: Option<String>,
    /// An ID token of whom the client asks for.
    pub id_token_hint: Option<String>,
    /// The key that the code is bound to (RFC 9449, 10).
    pub dpop_jkt: Option<String>,
}

/// Somebody who is signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Presence {
    /// Since when.
    pub since: Timestamp,
    /// How well they were authenticated.
    pub level: Level,
    /// Whether they are whom the client asks for.
    pub expected: bool,
}

/// What a request needs next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// The person signs in, or does so again.
    SignIn,
    /// The person agrees.
    Consent,
    /// The code.
    Code,
    /// The client is told that it cannot be.
    Refuse(Problem),
}

impl Validated {
    /// A request of a client that sends no browser, and gets no code.
    pub(crate) fn without_browser(
        scope: Scopes,
        resources: Vec<String>,
        acr_values: Vec<String>,
    ) -> Self {
        Self {
            redirect_uri: String::new(),
            challenge: Challenge::of_nobody(),
            state: None,
            nonce: None,
            max_age: None,
            prompt: Vec::new(),
            claims: ClaimsRequest::default(),
            login_hint: None,
            id_token_hint: None,
            dpop_jkt: None,
            scope,
            resources,
            acr_values,
        }
    }

    /// What the request needs next, which was begun at `began`, of this person, who has `agreed` to all of it or not.
    pub fn next(
        &self,
        who: Option<&Presence>,
        agreed: Option<Agreed>,
        began: Timestamp,
        now: Timestamp,
    ) -> Next {
        let silent = self.is_silent();
        let refuse = |code, description| Next::Refuse(Problem::new(code, description));
        let sign_in = if silent {
            refuse(Code::LoginRequired, "the person would have to sign in")
        } else {
            Next::SignIn
        };
        let (levels, essential) = self.demanded();
        if essential && levels.is_empty() {
            return refuse(
                Code::UnmetAuthenticationRequirements,
                "no such level of authentication here",
            );
        }
        let Some(who) = who else { return sign_in };
        // Whoever signed in for this very request has done all that they can.
        let fresh = who.since >= began;
        let old = self.max_age.is_some_and(|most| {
            let most = if fresh { most.max(DECIDES) } else { most };
            now.duration_since(who.since) > most
        });
        let again = [Prompt::Login, Prompt::SelectAccount]
            .iter()
            .any(|prompt| self.prompt.contains(prompt));
        let weak = !levels.is_empty() && levels.iter().all(|level| *level > who.level);
        let other = !who.expected;
        if old || (!fresh && (again || other || (weak && (essential || !silent)))) {
            return sign_in;
        }
        if other {
            return refuse(Code::LoginRequired, "somebody else signed in");
        }
        if weak && essential {
            return refuse(
                Code::UnmetAuthenticationRequirements,
                "the person was not authenticated as well as is needed",
            );
        }
        match agreed {
            Some(Agreed::Now) => Next::Code,
            Some(Agreed::Before) if !self.prompt.contains(&Prompt::Consent) => Next::Code,
            _ if silent => refuse(Code::ConsentRequired, "the person would have to agree"),
            _ => Next::Consent,
        }
    }

    /// Whether the person is to see no page.
    pub fn is_silent(&self) -> bool {
        self.prompt.contains(&Prompt::None)
    }

    /// The levels that are asked for and known here, and whether nothing less will do.
    fn demanded(&self) -> (Vec<Level>, bool) {
        let claim = self.claims.id_token.claims.get("acr");
        match claim.filter(|ask| !ask.values.is_empty()) {
            Some(ask) => {
                let names = ask.values.iter().filter_map(|value| value.as_str());
                (names.filter_map(Level::of).collect(), ask.essential)
            }
            None => {
                let names = self.acr_values.iter();
                (names.filter_map(|name| Level::of(name)).collect(), false)
            }
        }
    }

    /// The name of a level that was reached: the first one asked for that it meets, or its own.
    pub fn answer(&self, level: Level) -> &'static str {
        let (levels, _) = self.demanded();
        let met = levels.into_iter().find(|asked| *asked <= level);
        met.unwrap_or(level).as_str()
    }

    /// The claims that are asked for, by scope or by name.
    pub fn asked(&self) -> BTreeSet<Claim> {
        let mut asked = Claim::of_scope(&self.scope);
        asked.extend(Claim::of_names(&self.claims.id_token));
        asked.extend(Claim::of_names(&self.claims.userinfo));
        asked
    }

    /// Whether a person of this name is whom the client asks for by the claim `sub`, where it does.
    pub fn is_for(&self, subject: &str) -> bool {
        [&self.claims.id_token, &self.claims.userinfo]
            .into_iter()
            .filter_map(|wanted| wanted.claims.get("sub"))
            .all(|ask| ask.values.is_empty() || ask.values.iter().any(|value| value == subject))
    }

    /// The sets of verified claims that are asked for.
    pub fn verified(&self) -> impl Iterator<Item = &VerifiedAsk> {
        let places = [&self.claims.id_token, &self.claims.userinfo];
        places.into_iter().flat_map(|wanted| &wanted.verified)
    }

    /// What answers them.
    pub fn answers(&self, known: &Known, now: Timestamp) -> Vec<Answer> {
        let proof = known.proof.as_ref();
        proof.map_or_else(Vec::new, |proof| {
            let answer = |ask: &VerifiedAsk| ask.answer(proof, now);
            self.verified().filter_map(answer).collect()
        })
    }

    /// What the person must have agreed to before, for a request that they are not shown: all that answers it, and all
    /// that would if the client had guessed otherwise.
    pub fn needed(&self, known: &Known, now: Timestamp) -> BTreeSet<String> {
        let mut needed = self.items(known, now);
        if let Some(proof) = &known.proof {
            needed.extend(self.verified().flat_map(|ask| ask.about(proof)));
        }
        needed
    }

    /// The claims that are asked for and not told, in whichever way.
    pub fn missing(&self, known: &Known, now: Timestamp) -> BTreeSet<Claim> {
        let mut missing = self.asked();
        for ask in self.verified() {
            missing.extend(Claim::verifiable().filter(|one| ask.claims.contains_key(one.as_str())));
        }
        let answers = self.answers(known, now);
        missing.retain(|claim| {
            let told = answers.iter().any(|one| one.claims.contains_key(claim));
            !told && !known.claims.contains_key(claim)
        });
        missing
    }

    /// Whether the client says that it cannot do without a claim.
    pub fn is_essential(&self, claim: Claim) -> bool {
        let places = [&self.claims.id_token, &self.claims.userinfo];
        let verified = self.verified().map(|ask| &ask.claims);
        places
            .into_iter()
            .map(|wanted| &wanted.claims)
            .chain(verified)
            .filter_map(|asks| asks.get(claim.as_str()))
            .any(|ask| ask.essential)
    }

    /// What the person has to agree to, by name: scopes, where they are good for something, and the claims of them
    /// that are `known`. Nobody agrees to what they were not shown, so that what becomes known later is asked for then.
    pub fn items(&self, known: &Known, now: Timestamp) -> BTreeSet<String> {
        let claims = self
            .asked()
            .into_iter()
            .filter(|claim| known.claims.contains_key(claim));
        let claims = claims.map(Claim::item);
        let answers = self.answers(known, now);
        let verified = answers.iter().flat_map(|answer| {
            let claims = answer.claims.keys().map(|claim| claim.verified_item());
            claims.chain(answer.parts.iter().map(|part| part.item().to_owned()))
        });
        let resources = self.resources.iter().map(|one| format!("{AT}{one}"));
        let scope = self.scope.iter().map(str::to_owned);
        scope
            .chain(claims)
            .chain(resources)
            .chain(verified)
            .collect()
    }
}

/// When a person agreed to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreed {
    /// To this one, on its page.
    Now,
    /// To no less, some other time.
    Before,
}

/// Which client a request says that it is of, and whether it is one that was pushed.
///
/// # Errors
/// `invalid_request`, `request_not_supported`
pub fn addressed(form: &Form) -> Result<(&str, Option<&str>), Problem> {
    let client = form
        .get("client_id")
        .ok_or(Problem::request("client_id is missing"))?;
    if form.get("request").is_some() {
        return Err(Problem::new(
            Code::RequestNotSupported,
            "request objects are not read",
        ));
    }
    let pushed = match form.get("request_uri") {
        None => None,
        Some(uri) => Some(uri.strip_prefix(PUSHED).ok_or(Problem::new(
            Code::InvalidRequestUri,
            "only requests that were pushed here are read",
        ))?),
    };
    Ok((client, pushed))
}
