//! What a client asks of a person: a request in a query, or pushed beforehand (RFC 9126); the same parameters, read
//! the same way. A request becomes [`Validated`] by its client's registration; only such a one may be shown to anybody
//! or be answered at its redirect address.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use crate::claims_request::ClaimsRequest;
use crate::client::{GrantType, Metadata};
use crate::form::Form;
use crate::person::{Claim, Level};
use crate::problem::{Code, Problem};
use crate::scope::Scopes;
use crate::token::{Challenge, resources, scope};

/// Characters of a state or a nonce.
const LONGEST_MARK: usize = 512;
/// Levels of authentication that are asked for.
const MOST_LEVELS: usize = 8;
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
    /// Languages for the pages, the most wanted first.
    pub ui_locales: Vec<String>,
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
    /// What the request needs next, which was begun at `began`, of this person, who has `agreed` to all of it or not.
    pub fn next(
        &self,
        who: Option<&Presence>,
        agreed: Option<Agreed>,
        began: Timestamp,
        now: Timestamp,
    ) -> Next {
        let silent = self.prompt.contains(&Prompt::None);
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
        let old = (self.max_age).is_some_and(|age| now.duration_since(who.since) > age);
        let again = [Prompt::Login, Prompt::SelectAccount]
            .iter()
            .any(|prompt| self.prompt.contains(prompt));
        let weak = !levels.is_empty() && levels.iter().all(|level| *level > who.level);
        if !fresh && (old || again || (weak && (essential || !silent))) {
            return sign_in;
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

    /// Whether the client says that it cannot do without a claim.
    pub fn is_essential(&self, claim: Claim) -> bool {
        [&self.claims.id_token, &self.claims.userinfo]
            .into_iter()
            .filter_map(|wanted| wanted.claims.get(claim.as_str()))
            .any(|ask| ask.essential)
    }

    /// What the person has to agree to, by name: scopes, and the claims of them that are `known`. Nobody agrees to
    /// what they were not shown, so that what becomes known later is asked for then.
    pub fn items(&self, known: &BTreeSet<Claim>) -> BTreeSet<String> {
        let claims = self
            .asked()
            .into_iter()
            .filter(|claim| known.contains(claim));
        let claims = claims.map(Claim::item);
        self.scope.iter().map(str::to_owned).chain(claims).collect()
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

/// Reads a request of a registered client.
///
/// # Errors
/// [`Refused`]
pub fn validate(form: &Form, client: &Metadata) -> Result<Validated, Refused> {
    let redirect_uri = redirect(form, client).map_err(Refused::Here)?;
    let state = form.get("state").map(str::to_owned);
    // A state that is too long is not sent back either.
    let sendable = state.as_ref().is_none_or(|state| is_mark(state));
    read(form, client, &redirect_uri, sendable).map_err(|problem| Refused::There {
        redirect_uri: redirect_uri.clone(),
        state: state.filter(|_| sendable),
        problem,
    })
}

/// Where the browser returns to: as registered, letter by letter.
fn redirect(form: &Form, client: &Metadata) -> Result<String, Problem> {
    match (form.get("redirect_uri"), client.redirect_uris.as_slice()) {
        (Some(asked), known) if known.iter().any(|one| one.matches(asked)) => Ok(asked.to_owned()),
        (Some(_), _) => Err(Problem::request(
            "redirect_uri is not registered for the client",
        )),
        (None, _) => Err(Problem::request("redirect_uri is missing")),
    }
}

fn read(
    form: &Form,
    client: &Metadata,
    redirect_uri: &str,
    sendable: bool,
) -> Result<Validated, Problem> {
    if !sendable {
        return Err(Problem::request(
            "state is not 1 to 512 visible ASCII characters",
        ));
    }
    if !client.grant_types.contains(&GrantType::AuthorizationCode) {
        return Err(Problem::new(
            Code::UnauthorizedClient,
            "the client may not ask people",
        ));
    }
    match form.get("response_type") {
        Some("code") => {}
        Some(_) => {
            return Err(Problem::new(
                Code::UnsupportedResponseType,
                "only code is given out",
            ));
        }
        None => return Err(Problem::request("response_type is missing")),
    }
    if !matches!(form.get("response_mode"), None | Some("query")) {
        return Err(Problem::request("response_mode can only be query"));
    }
    let challenge = match (
        form.get("code_challenge"),
        form.get("code_challenge_method"),
    ) {
        (Some(challenge), Some("S256")) => Challenge::parse(challenge)?,
        (Some(_), _) => return Err(Problem::request("code_challenge_method can only be S256")),
        (None, _) => return Err(Problem::request("code_challenge is missing")),
    };
    let asked = scope(form)?;
    let granted = client.granted(asked.as_ref()).ok_or(Problem::new(
        Code::InvalidScope,
        "a scope that the client is not registered for",
    ))?;
    let resources = client.audience(&resources(form)?).ok_or(Problem::new(
        Code::InvalidTarget,
        "a resource that the client is not registered for",
    ))?;
    let claims = form
        .get("claims")
        .map(ClaimsRequest::parse)
        .transpose()
        .map_err(|_| Problem::request("claims is no object of JSON that is read here"))?
        .unwrap_or_default();
    let mark = |name: &str, wrong| match form.get(name) {
        Some(text) if !is_mark(text) => Err(Problem::request(wrong)),
        text => Ok(text.map(str::to_owned)),
    };
    Ok(Validated {
        redirect_uri: redirect_uri.to_owned(),
        state: form.get("state").map(str::to_owned),
        nonce: mark("nonce", "nonce is not 1 to 512 visible ASCII characters")?,
        scope: granted,
        resources,
        challenge,
        acr_values: words(form.get("acr_values"), "acr_values are not at most 8 words")?,
        max_age: max_age(form)?,
        prompt: prompt(form)?,
        claims,
        login_hint: hint(form)?,
        ui_locales: words(form.get("ui_locales"), "ui_locales are not at most 8 words")?,
        dpop_jkt: thumbprint(form)?,
    })
}

fn is_mark(text: &str) -> bool {
    (1..=LONGEST_MARK).contains(&text.len())
        && text.bytes().all(|byte| (0x20..0x7f).contains(&byte))
}

fn words(text: Option<&str>, wrong: &'static str) -> Result<Vec<String>, Problem> {
    let words: Vec<String> = text
        .unwrap_or_default()
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    if words.len() > MOST_LEVELS || words.iter().any(|word| word.len() > 128 || !is_mark(word)) {
        return Err(Problem::request(wrong));
    }
    Ok(words)
}

fn max_age(form: &Form) -> Result<Option<SignedDuration>, Problem> {
    let Some(text) = form.get("max_age") else {
        return Ok(None);
    };
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let seconds = text.parse::<u32>().ok().filter(|_| digits);
    let seconds = seconds.ok_or(Problem::request("max_age is no whole number of seconds"))?;
    Ok(Some(SignedDuration::from_secs(i64::from(seconds))))
}

fn prompt(form: &Form) -> Result<Vec<Prompt>, Problem> {
    let mut prompts = Vec::new();
    for word in form
        .get("prompt")
        .unwrap_or_default()
        .split(' ')
        .filter(|word| !word.is_empty())
    {
        prompts.push(match word {
            "none" => Prompt::None,
            "login" => Prompt::Login,
            "consent" => Prompt::Consent,
            "select_account" => Prompt::SelectAccount,
            _ => return Err(Problem::request("prompt asks for a page that there is not")),
        });
    }
    prompts.sort_unstable();
    prompts.dedup();
    if prompts.contains(&Prompt::None) && prompts.len() > 1 {
        return Err(Problem::request("prompt asks for no page and for another"));
    }
    Ok(prompts)
}

fn hint(form: &Form) -> Result<Option<String>, Problem> {
    match form.get("login_hint") {
        Some(hint) if hint.chars().count() > 256 || hint.chars().any(char::is_control) => {
            Err(Problem::request("login_hint is longer than 256 characters"))
        }
        hint => Ok(hint.map(str::to_owned)),
    }
}

fn thumbprint(form: &Form) -> Result<Option<String>, Problem> {
    match form.get("dpop_jkt") {
        Some(text) if Challenge::parse(text).is_err() => {
            Err(Problem::request("dpop_jkt is no thumbprint"))
        }
        text => Ok(text.map(str::to_owned)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::client::AuthMethod;
    use crate::redirect::RedirectUri;

    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    fn client() -> Metadata {
        Metadata {
            token_endpoint_auth_method: AuthMethod::None,
            grant_types: vec![GrantType::AuthorizationCode],
            scope: Scopes::parse("openid profile").unwrap(),
            resources: Vec::new(),
            redirect_uris: vec![RedirectUri::parse("https://rp.example/cb").unwrap()],
            post_logout_redirect_uris: Vec::new(),
            subject_type: crate::client::SubjectType::Pairwise,
            jwks: None,
            token_endpoint_auth_signing_alg: None,
            dpop_bound_access_tokens: false,
        }
    }

    fn good() -> String {
        format!(
            "client_id=c&response_type=code&redirect_uri=https://rp.example/cb&scope=openid&state=s&nonce=n\
             &code_challenge={CHALLENGE}&code_challenge_method=S256&acr_values=high+low&max_age=60&prompt=login+consent"
        )
    }

    fn validated(text: &str) -> Result<Validated, Refused> {
        validate(&Form::parse(text.as_bytes()).unwrap(), &client())
    }

    #[test]
    fn a_request_of_its_client_is_read() {
        let read = validated(&good()).unwrap();
        assert_eq!(
            (read.state.as_deref(), read.nonce.as_deref()),
            (Some("s"), Some("n"))
        );
        assert_eq!(read.acr_values, ["high", "low"]);
        assert_eq!(read.max_age, Some(SignedDuration::from_secs(60)));
        assert_eq!(read.prompt, [Prompt::Login, Prompt::Consent]);
        assert_eq!(read.challenge.as_str(), CHALLENGE);
    }

    #[test]
    fn nobody_agrees_to_what_is_not_known_of_them() {
        let text = good().replace("scope=openid", "scope=openid+profile")
            + r#"&claims={"id_token":{"birthdate":{"essential":true}},"userinfo":{"email":null}}"#;
        let read = validated(&text).unwrap();
        assert_eq!(read.asked().len(), 5);
        assert!(read.is_essential(Claim::Birthdate) && !read.is_essential(Claim::Name));
        let items = |known: &[Claim]| {
            let items = read.items(&known.iter().copied().collect());
            items.into_iter().collect::<Vec<_>>()
        };
        assert_eq!(items(&[]), ["openid", "profile"]);
        assert_eq!(
            items(&[Claim::Email, Claim::Name, Claim::PhoneNumber]),
            ["claim name", "email", "openid", "profile"]
        );
    }

    #[test]
    fn whoever_is_silent_sees_no_page() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let who = |since, level| {
            Some(Presence {
                since: at(since),
                level,
            })
        };
        let ask = |more: &str| {
            let text = good().replace("&acr_values=high+low&max_age=60&prompt=login+consent", more);
            validated(&text).unwrap()
        };
        let next = |more: &str, who: Option<Presence>, agreed| {
            ask(more).next(who.as_ref(), agreed, at(100), at(130))
        };
        let code = |next| match next {
            Next::Refuse(problem) => Some(problem.code),
            _ => None,
        };
        assert_eq!(next("", None, None), Next::SignIn);
        assert_eq!(next("", who(1, Level::One), None), Next::Consent);
        assert_eq!(
            next("", who(1, Level::One), Some(Agreed::Before)),
            Next::Code
        );
        assert_eq!(
            next("&prompt=consent", who(1, Level::One), Some(Agreed::Before)),
            Next::Consent
        );
        assert_eq!(
            next("&prompt=consent", who(1, Level::One), Some(Agreed::Now)),
            Next::Code
        );
        assert_eq!(
            code(next("&prompt=none", None, None)),
            Some(Code::LoginRequired)
        );
        assert_eq!(
            code(next("&prompt=none", who(1, Level::One), None)),
            Some(Code::ConsentRequired)
        );
        assert_eq!(
            next("&prompt=none", who(1, Level::One), Some(Agreed::Before)),
            Next::Code
        );
        for again in [
            "&prompt=login",
            "&prompt=select_account",
            "&max_age=60",
            "&max_age=0",
        ] {
            assert_eq!(
                next(again, who(1, Level::One), Some(Agreed::Before)),
                Next::SignIn,
                "{again}"
            );
            assert_eq!(
                next(again, who(100, Level::One), Some(Agreed::Before)),
                Next::Code,
                "{again}"
            );
        }
        assert_eq!(
            code(next(
                "&prompt=none&max_age=60",
                who(1, Level::One),
                Some(Agreed::Before)
            )),
            Some(Code::LoginRequired)
        );
    }

    #[test]
    fn a_level_is_stepped_up_to_and_demanded_where_it_is_essential() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let ask = |more: &str| {
            let text = good().replace("&acr_values=high+low&max_age=60&prompt=login+consent", more);
            validated(&text).unwrap()
        };
        let two = Level::Two.as_str();
        let wished = ask(&format!("&acr_values={two}"));
        let essential = ask(&format!(
            r#"&claims={{"id_token":{{"acr":{{"essential":true,"value":"{two}"}}}}}}"#
        ));
        let unknown = ask(r#"&claims={"id_token":{"acr":{"essential":true,"value":"gold"}}}"#);
        let (old, fresh) = (at(1), at(100));
        let next = |asked: &Validated, since, level| {
            asked.next(
                Some(&Presence { since, level }),
                Some(Agreed::Before),
                at(100),
                at(130),
            )
        };
        let unmet = |next: Next| matches!(next, Next::Refuse(problem) if problem.code == Code::UnmetAuthenticationRequirements);
        assert_eq!(next(&wished, old, Level::One), Next::SignIn);
        assert_eq!(next(&wished, fresh, Level::One), Next::Code, "a wish");
        assert_eq!(next(&essential, old, Level::One), Next::SignIn);
        assert!(unmet(next(&essential, fresh, Level::One)));
        assert_eq!(next(&essential, old, Level::Two), Next::Code);
        assert!(unmet(next(&unknown, old, Level::Two)));
        assert_eq!(wished.answer(Level::One), Level::One.as_str());
        let low = ask(&format!("&acr_values={}", Level::One.as_str()));
        assert_eq!(
            low.answer(Level::Two),
            Level::One.as_str(),
            "what was asked for"
        );
    }

    #[test]
    fn nobody_is_sent_to_an_address_that_is_not_registered() {
        for (from, to) in [
            ("https://rp.example/cb", "https://evil.example/cb"),
            ("https://rp.example/cb", "https://rp.example/cb/"),
            ("redirect_uri", "other"),
        ] {
            assert!(
                matches!(validated(&good().replace(from, to)), Err(Refused::Here(_))),
                "{to}"
            );
        }
    }

    #[test]
    fn the_client_hears_what_is_wrong() {
        for (from, to, code) in [
            (
                "response_type=code",
                "response_type=token",
                Code::UnsupportedResponseType,
            ),
            (
                "response_type=code",
                "response_type=code+id_token",
                Code::UnsupportedResponseType,
            ),
            ("response_type=code", "x=y", Code::InvalidRequest),
            ("S256", "plain", Code::InvalidRequest),
            ("&code_challenge_method=S256", "", Code::InvalidRequest),
            ("&code_challenge=", "&other=", Code::InvalidRequest),
            ("scope=openid", "scope=openid+admin", Code::InvalidScope),
            ("max_age=60", "max_age=-1", Code::InvalidRequest),
            ("max_age=60", "max_age=%2b1", Code::InvalidRequest),
            ("prompt=login", "prompt=none+login", Code::InvalidRequest),
            ("prompt=login", "prompt=surprise", Code::InvalidRequest),
            ("max_age=60", "response_mode=fragment", Code::InvalidRequest),
            ("max_age=60", "claims=%5B%5D", Code::InvalidRequest),
            (
                "max_age=60",
                "resource=https://api.example",
                Code::InvalidTarget,
            ),
            ("max_age=60", "dpop_jkt=x", Code::InvalidRequest),
            ("nonce=n", "nonce=%0a", Code::InvalidRequest),
        ] {
            match validated(&good().replacen(from, to, 1)) {
                Err(Refused::There {
                    redirect_uri,
                    state,
                    problem,
                }) => {
                    assert_eq!(
                        (problem.code, redirect_uri.as_str()),
                        (code, "https://rp.example/cb"),
                        "{to}"
                    );
                    assert_eq!(state.as_deref(), Some("s"));
                }
                other => panic!("{to}: {other:?}"),
            }
        }
        let refused = validated(&good().replace("state=s", "state=%0d%0ax")).unwrap_err();
        assert!(matches!(refused, Refused::There { state: None, .. }));
    }

    #[test]
    fn a_pushed_request_is_known_by_its_name() {
        let of = |text: &str| {
            let form = Form::parse(text.as_bytes()).unwrap();
            addressed(&form)
                .map(|(client, pushed)| (client.to_owned(), pushed.map(str::to_owned)))
                .map_err(|p| p.code)
        };
        assert_eq!(
            of("client_id=c&request_uri=urn:ietf:params:oauth:request_uri:x"),
            Ok(("c".to_owned(), Some("x".to_owned())))
        );
        assert_eq!(of("client_id=c"), Ok(("c".to_owned(), None)));
        assert_eq!(
            of("client_id=c&request_uri=https://evil.example/x"),
            Err(Code::InvalidRequestUri)
        );
        assert_eq!(of("client_id=c&request=x"), Err(Code::RequestNotSupported));
        assert_eq!(of(""), Err(Code::InvalidRequest));
    }

    proptest! {
        #[test]
        fn whatever_is_sent_nobody_goes_elsewhere(name in "[a-z_]{1,14}", value in ".{0,40}") {
            let pair = url::form_urlencoded::Serializer::new(String::new()).append_pair(&name, &value).finish();
            if let Ok(form) = Form::parse(format!("{pair}&{}", good()).as_bytes()) {
                match validate(&form, &client()) {
                    Ok(Validated { redirect_uri, .. }) | Err(Refused::There { redirect_uri, .. }) => {
                        prop_assert_eq!(redirect_uri, "https://rp.example/cb");
                    }
                    Err(Refused::Here(_)) => {}
                }
            }
        }
    }
}
