//! Any bytes as a key, a set of keys, a signed object, a proof or an access token: no panic, nothing believed, and a key
//! that is written is read again.
#![cfg_attr(fuzzing, no_main)]

use std::sync::LazyLock;

use bonafide_oidc::dpop;
use bonafide_oidc::issue::AccessToken;
use bonafide_oidc::jose::{Algorithm, Jwk, KeySet, Signed};

/// A key whose private half nobody who fuzzes has: RFC 8037, A.2, says it, but no input of ours is signed by it.
static KEYS: LazyLock<KeySet> = LazyLock::new(|| {
    let text = br#"{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"k","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#;
    KeySet::parse(text).expect("a key")
});

pub(crate) fn run(data: &[u8]) {
    if let Ok(jwk) = Jwk::parse(data) {
        let written = serde_json::Value::from(jwk.clone()).to_string();
        assert_eq!(Jwk::parse(written.as_bytes()), Ok(jwk));
    }
    let _ = KeySet::parse(data);
    let text = String::from_utf8_lossy(data);
    if let Ok(signed) = Signed::parse(&text) {
        assert!(signed.clone().verify(&KEYS, &Algorithm::ALL).is_err());
        let _ = signed.verify_own(&Algorithm::ALL);
    }
    let now = "2026-01-01T00:00:00Z".parse().expect("a time");
    assert_eq!(
        AccessToken::read(&text, &KEYS, "https://id.example.org", now),
        None
    );
    let url = "https://id.example.org/oauth/token"
        .parse()
        .expect("an address");
    let request = dpop::Request {
        method: "POST",
        url: &url,
        access_token: None,
    };
    let _ = dpop::verify(&text, &request, now);
}

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|data: &[u8]| run(data));
