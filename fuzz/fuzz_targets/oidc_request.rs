//! Any bytes as a header and a form of a client: no panic, and nobody is sent to an address that is not registered.
#![cfg_attr(fuzzing, no_main)]

use std::sync::LazyLock;

use bonafide_oidc::address::Address;
use bonafide_oidc::authorization::{self, Refused};
use bonafide_oidc::backchannel::Backchannel;
use bonafide_oidc::claims_request::ClaimsRequest;
use bonafide_oidc::client::{AuthMethod, GrantType, Metadata, Presented};
use bonafide_oidc::device::{self, UserCode};
use bonafide_oidc::events::StreamRequest;
use bonafide_oidc::form::Form;
use bonafide_oidc::jose::KeySet;
use bonafide_oidc::person::Claim;
use bonafide_oidc::redirect::RedirectUri;
use bonafide_oidc::registration::Registration;
use bonafide_oidc::scope::Scopes;
use bonafide_oidc::token::TokenRequest;
use bonafide_oidc::verified::{Document, Method, Proof, verified_claims};

const HOME: &str = "https://rp.example/cb";

static CLIENT: LazyLock<Metadata> = LazyLock::new(|| {
    let text = format!(
        r#"{{"token_endpoint_auth_method":"none","grant_types":["authorization_code"],"scope":"openid a",
            "redirect_uris":["{HOME}"]}}"#
    );
    serde_json::from_str(&text).expect("a client")
});

static ASKING: LazyLock<Metadata> = LazyLock::new(|| Metadata {
    token_endpoint_auth_method: AuthMethod::ClientSecretBasic,
    grant_types: vec![
        GrantType::AuthorizationCode,
        GrantType::Ciba,
        GrantType::DeviceCode,
    ],
    ..CLIENT.clone()
});

static PROOF: LazyLock<Proof> = LazyLock::new(|| Proof {
    claims: Claim::verifiable()
        .map(|claim| (claim, claim.as_str().into()))
        .collect(),
    level: "low",
    time: "2026-01-01T00:00:00Z".parse().expect("a time"),
    document: Some(Document::Passport),
    methods: Method::ALL.to_vec(),
});

pub(crate) fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Ok(uri) = RedirectUri::parse(&text) {
        assert!(uri.matches(&text));
    }
    if let Ok(scopes) = Scopes::parse(&text) {
        assert_eq!(scopes.to_string(), text);
    }
    if let Ok(read) = ClaimsRequest::parse(&text) {
        let now = PROOF.time;
        for ask in read.id_token.verified.iter().chain(&read.userinfo.verified) {
            let answer = ask.answer(&PROOF, now);
            let claims = answer.map(|answer| answer.claims).unwrap_or_default();
            let asked = |claim: &Claim| ask.claims.contains_key(claim.as_str());
            assert!(claims.keys().all(asked));
        }
        let _ = verified_claims(&read.userinfo.verified, &PROOF, now);
    }
    if let Some(code) = UserCode::parse(&text) {
        assert_eq!(UserCode::parse(&code.to_string()), Some(code));
    }
    if let Ok(keys) = KeySet::parse(data) {
        let written = serde_json::Value::from(keys.clone()).to_string();
        assert_eq!(KeySet::parse(written.as_bytes()), Ok(keys));
    }
    if let Ok(address) = Address::parse(&text) {
        assert!(address.url().has_host());
    }
    let _ = Registration::parse(data);
    if let Ok(read) = StreamRequest::parse(data)
        && let Ok(stream) = read.stream()
    {
        let shown = stream.shown("s", "i", "c");
        assert!(!shown.contains_key("authorization_header"));
        let _ = (read.status(), read.state(), read.leaves(&shown));
        assert_eq!(read.changed(stream.clone()), Ok(stream));
    }
    let Ok(form) = Form::parse(data) else { return };
    let _ = TokenRequest::parse(&form);
    let header = form.get("authorization").map(str::to_owned);
    if let Ok(presented) = Presented::read(header.as_deref(), &form) {
        let _ = presented.credentials(&form);
    }
    let _ = authorization::addressed(&form);
    let _ = Backchannel::parse(&form, &ASKING);
    let _ = device::validate(&form, &ASKING);
    match authorization::validate(&form, &CLIENT) {
        Ok(authorization::Validated { redirect_uri, .. })
        | Err(Refused::There { redirect_uri, .. }) => {
            assert_eq!(redirect_uri, HOME);
        }
        Err(Refused::Here(_)) => {}
    }
}

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|data: &[u8]| run(data));
