//! Cookies: read from a header, written with everything that keeps them at home.

use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};
use jiff::SignedDuration;

/// The browser of a person.
pub(crate) const PERSON: &str = "__Host-bonafide";
/// The session of an operator.
pub(crate) const OPERATOR: &str = "__Host-bonafide-operator";
/// The session of a person's account.
pub(crate) const ACCOUNT: &str = "__Host-bonafide-account";
/// The approval app on this device.
pub(crate) const APP: &str = "__Host-bonafide-app";
/// What a browser is in the middle of: opening an account, choosing a new password.
pub(crate) const FLOW: &str = "__Host-bonafide-flow";
/// Whoever waits to get in to their account again.
pub(crate) const REGAIN: &str = "__Host-bonafide-regain";
/// What a client asked, while a browser signs in.
pub(crate) const REQUEST: &str = "__Host-bonafide-request";
/// The ceremony that a browser is in.
pub(crate) const CEREMONY: &str = "__Host-bonafide-ceremony";
/// The browser, whatever registrations it works on: attempts at video identification count by it.
pub(crate) const DEVICE: &str = "__Host-bonafide-device";
/// The language that was chosen; also tells whether cookies are kept at all.
pub(crate) const LANGUAGE: &str = "__Host-bonafide-language";

/// The value of a cookie that the browser sent.
pub(crate) fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
        .filter(|value| !value.is_empty())
}

/// Whether the browser sent any cookie of ours.
pub(crate) fn kept(headers: &HeaderMap) -> bool {
    [LANGUAGE, PERSON, OPERATOR, ACCOUNT, APP, FLOW, REGAIN]
        .iter()
        .any(|name| read(headers, name).is_some())
}

/// Has the browser keep a cookie for a time, or until it is closed. `value` must be of the
/// characters that cookies may have (RFC 6265); anything else is not sent.
///
/// `__Host-` cookies need `Secure`; browsers grant it to `localhost` and loopback addresses
/// without TLS as well.
pub(crate) fn write(
    headers: &mut HeaderMap,
    name: &str,
    value: &str,
    lifetime: Option<SignedDuration>,
) {
    let sound = value
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b',' | b';' | b'\\'));
    let lifetime = lifetime.map_or_else(String::new, |lifetime| {
        format!("; Max-Age={}", lifetime.as_secs().max(0))
    });
    let cookie = format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax{lifetime}");
    if let (true, Ok(cookie)) = (sound, HeaderValue::from_str(&cookie)) {
        headers.append(SET_COOKIE, cookie);
    }
}

/// Has the browser forget a cookie.
pub(crate) fn forget(headers: &mut HeaderMap, name: &str) {
    write(headers, name, "", Some(SignedDuration::ZERO));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_found_by_their_whole_name() {
        let mut headers = HeaderMap::new();
        headers.append(
            COOKIE,
            HeaderValue::from_static("a=1; __Host-bonafide-language=kk"),
        );
        headers.append(COOKIE, HeaderValue::from_static("__Host-bonafide=abc"));
        assert_eq!(read(&headers, LANGUAGE), Some("kk"));
        assert_eq!(read(&headers, PERSON), Some("abc"));
        assert_eq!(read(&headers, OPERATOR), None);
        assert_eq!(read(&headers, "A"), None);
        assert!(kept(&headers));
        assert!(!kept(&HeaderMap::new()));
    }

    #[test]
    fn nothing_but_a_cookie_can_be_written() {
        let mut headers = HeaderMap::new();
        write(&mut headers, PERSON, "a; Domain=evil", None);
        write(&mut headers, PERSON, "a\r\nX: y", None);
        assert!(headers.is_empty());
        write(
            &mut headers,
            PERSON,
            "abc",
            Some(SignedDuration::from_secs(9)),
        );
        assert_eq!(
            headers.get(SET_COOKIE).unwrap(),
            "__Host-bonafide=abc; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=9"
        );
    }
}
