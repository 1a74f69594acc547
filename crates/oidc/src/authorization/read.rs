//! Requests, read by their client's registration.

use jiff::SignedDuration;

use super::{Prompt, Refused, Validated};
use crate::claims_request::ClaimsRequest;
use crate::client::{GrantType, Metadata};
use crate::form::Form;
use crate::problem::{Code, Problem};
use crate::token::{Challenge, resources, scope};

/// Characters of a state or a nonce.
const LONGEST_MARK: usize = 512;
/// Levels of authentication that are asked for.
const MOST_LEVELS: usize = 8;

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
        acr_values: levels(form)?,
        max_age: max_age(form)?,
        prompt: prompt(form)?,
        claims,
        login_hint: hint(form)?,
        id_token_hint: form.get("id_token_hint").map(str::to_owned),
        dpop_jkt: thumbprint(form)?,
    })
}

fn is_mark(text: &str) -> bool {
    (1..=LONGEST_MARK).contains(&text.len())
        && text.bytes().all(|byte| (0x20..0x7f).contains(&byte))
}

/// The levels of authentication that are asked for.
pub(crate) fn levels(form: &Form) -> Result<Vec<String>, Problem> {
    let words: Vec<String> = form
        .get("acr_values")
        .unwrap_or_default()
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    if words.len() > MOST_LEVELS || words.iter().any(|word| word.len() > 128 || !is_mark(word)) {
        return Err(Problem::request("acr_values are not at most 8 words"));
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
