//! What every request passes: the language it is answered in, where forms may come from, and the
//! headers that keep a page to itself.

use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, HOST, LOCATION, ORIGIN,
    REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bonafide_identity::language::Language;
use bonafide_identity::notice::Code;
use bonafide_oidc::discovery;
use jiff::SignedDuration;

use crate::cookies;
use crate::fault::Fault;

/// How long a choice of language is kept.
const LANGUAGE_KEPT: SignedDuration = SignedDuration::from_hours(365 * 24);

/// Finds the language, and keeps the one that `?lang=` chooses.
pub(crate) async fn language(mut request: Request, next: Next) -> Response {
    if let Some((chosen, target)) = switch(&request) {
        return kept(chosen, &target);
    }
    let headers = request.headers();
    let language = cookies::read(headers, cookies::LANGUAGE)
        .and_then(Language::from_tag)
        .or_else(|| Language::negotiate(headers.get("accept-language")?.to_str().ok()?))
        .unwrap_or_default();
    request.extensions_mut().insert(language);
    let mut response = next.run(request).await;
    response
        .headers_mut()
        .entry(CONTENT_LANGUAGE)
        .or_insert(HeaderValue::from_static(language.tag()));
    response
}

/// The language that a page's address chooses, and the address without it. The API has no such
/// parameter, and says so as of any other.
fn switch(request: &Request) -> Option<(Language, String)> {
    if request.method() != Method::GET || by_key(request) {
        return None;
    }
    let query = request.uri().query()?;
    let chosen = query
        .split('&')
        .find_map(|pair| Language::from_tag(pair.strip_prefix("lang=")?))?;
    let rest: Vec<&str> = query
        .split('&')
        .filter(|pair| !pair.starts_with("lang=") && !pair.is_empty())
        .collect();
    let path = request.uri().path();
    let target = if rest.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", rest.join("&"))
    };
    Some((chosen, target))
}

/// Whether a key or a client's secret lets a request in, and no cookie.
fn by_key(request: &Request) -> bool {
    let path = request.uri().path();
    path == "/v1" || path.starts_with("/v1/") || crate::oauth::is_here(path)
}

fn kept(language: Language, target: &str) -> Response {
    // A path that begins with two slashes would name another host, and some read a backslash as one.
    let target = format!("/{}", target.trim_start_matches(['/', '\\']));
    let Ok(location) = HeaderValue::from_str(&target) else {
        return Fault::new(Code::PageNotFound).into_response();
    };
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    headers.insert(LOCATION, location);
    cookies::write(
        headers,
        cookies::LANGUAGE,
        language.tag(),
        Some(LANGUAGE_KEPT),
    );
    response
}

/// Refuses forms that another site sent, besides the token that every form carries.
pub(crate) async fn same_site(request: Request, next: Next) -> Response {
    let safe = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    if request.headers().get_all(HOST).iter().count() > 1 {
        // RFC 9112, 3.2: whoever names two hosts wants to be taken for one at one place and for the
        // other elsewhere.
        return Fault::new(Code::MalformedRequest).into_response();
    }
    // Clients send people here by forms of theirs; it decides nothing, and leads to what a link leads to.
    let asks = request.uri().path() == discovery::AUTHORIZATION;
    if safe || asks || by_key(&request) || own(&request) {
        next.run(request).await
    } else {
        Fault::new(Code::FormExpired).into_response()
    }
}

/// Whether a request comes from a page of ours, as far as the browser says so.
///
/// Our pages send no referrer, so browsers call their origin `null`: then `Sec-Fetch-Site`
/// decides, and where that is missing too, the form's token does.
fn own(request: &Request) -> bool {
    let headers = request.headers();
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    // HTTP/2 has no such header, but says the same in the address.
    let host = text(HOST).or_else(|| Some(request.uri().authority()?.as_str()));
    if let Some(site) = text(HeaderName::from_static("sec-fetch-site")) {
        return matches!(site, "same-origin" | "none");
    }
    match text(ORIGIN) {
        None | Some("null") => true,
        Some(origin) => origin.split_once("://").map(|(_, host)| host) == host,
    }
}

/// The header by which a script asks for an address instead of a redirect, and the one that has it.
const FETCH: HeaderName = HeaderName::from_static("x-bonafide-fetch");
const GO: HeaderName = HeaderName::from_static("x-bonafide-location");

/// Tells scripts where to go, since a redirect that they follow hides it.
pub(crate) async fn directions(request: Request, next: Next) -> Response {
    let scripted = request.headers().contains_key(FETCH);
    let mut response = next.run(request).await;
    if scripted
        && response.status() == StatusCode::SEE_OTHER
        && let Some(location) = response.headers_mut().remove(LOCATION)
    {
        *response.status_mut() = StatusCode::NO_CONTENT;
        response.headers_mut().insert(GO, location);
    }
    response
}

/// What a page may load and who may embed it.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; \
     media-src 'self' blob:; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const PERMISSIONS: &str = "camera=(self), publickey-credentials-get=(self), publickey-credentials-create=(self), \
     clipboard-write=(self), microphone=(), geolocation=(), payment=(), usb=(), display-capture=()";

/// Sets what no answer may lack. What a handler has set stays.
pub(crate) async fn headers(State(secure): State<bool>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
        (REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("permissions-policy"), PERMISSIONS),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
        (CACHE_CONTROL, "no-store"),
    ] {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    if secure {
        headers.insert(
            STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=63072000"),
        );
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(uri: &'static str, pairs: &[(&'static str, &'static str)]) -> Request {
        let mut request = Request::new(axum::body::Body::empty());
        *request.uri_mut() = axum::http::Uri::from_static(uri);
        for (name, value) in pairs {
            let value = HeaderValue::from_static(value);
            request
                .headers_mut()
                .insert(HeaderName::from_static(name), value);
        }
        request
    }

    #[test]
    fn forms_of_other_sites_are_refused() {
        let host = ("host", "id.example.org");
        for own_form in [
            vec![host],
            vec![host, ("origin", "null")],
            vec![host, ("origin", "https://id.example.org")],
            vec![host, ("origin", "null"), ("sec-fetch-site", "same-origin")],
        ] {
            assert!(own(&with("/", &own_form)), "{own_form:?}");
        }
        let over_http2 = with(
            "https://id.example.org/",
            &[("origin", "https://id.example.org")],
        );
        assert!(own(&over_http2));
        for foreign in [
            vec![host, ("origin", "https://evil.example")],
            vec![host, ("origin", "null"), ("sec-fetch-site", "cross-site")],
            vec![host, ("sec-fetch-site", "same-site")],
        ] {
            assert!(!own(&with("/", &foreign)), "{foreign:?}");
        }
    }

    #[test]
    fn a_language_is_chosen_on_pages_alone() {
        let page = with("/verify?a=1&lang=kk&b", &[]);
        assert_eq!(
            switch(&page),
            Some((Language::Kk, "/verify?a=1&b".to_owned()))
        );
        for other in [
            "/v1/verification-sessions?lang=kk",
            "/v1?lang=kk",
            "/verify?lang=xx",
            "/verify",
        ] {
            assert_eq!(switch(&with(other, &[])), None, "{other}");
        }
        assert!(switch(&with("/v1x?lang=kk", &[])).is_some());
    }

    #[test]
    fn a_language_switch_stays_on_this_host() {
        let response = kept(Language::Kk, "//evil.example/x");
        assert_eq!(response.headers()[LOCATION], "/evil.example/x");
    }
}
