use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::jose::encode;
use crate::problem::Code;
use crate::testing::Key;

fn form(text: &str) -> Form {
    Form::parse(text.as_bytes()).unwrap()
}

fn presented(header: Option<&str>, text: &str) -> Result<(AuthMethod, String), Code> {
    let form = form(text);
    let presented = Presented::read(header, &form).map_err(|problem| problem.code)?;
    let credentials = presented
        .credentials(&form)
        .map_err(|problem| problem.code)?;
    Ok((credentials.method(), credentials.client().to_owned()))
}

fn basic_header(scheme: &str, text: &str) -> String {
    format!("{scheme} {}", STANDARD.encode(text))
}

#[test]
fn a_client_proves_itself_in_one_way() {
    let header = basic_header("bAsIc", "a%2Fb:s%20x");
    assert_eq!(
        presented(Some(&header), ""),
        Ok((AuthMethod::ClientSecretBasic, "a/b".to_owned()))
    );
    assert_eq!(
        presented(None, "client_id=a&client_secret=s"),
        Ok((AuthMethod::ClientSecretPost, "a".to_owned()))
    );
    assert_eq!(
        presented(None, "client_id=a"),
        Ok((AuthMethod::None, "a".to_owned()))
    );
    for (header, text, code) in [
        (
            Some(header.as_str()),
            "client_id=a&client_secret=s",
            Code::InvalidRequest,
        ),
        (Some(header.as_str()), "client_id=c", Code::InvalidRequest),
        (None, "client_secret=s", Code::InvalidClient),
        (None, "", Code::InvalidClient),
        (None, "client_assertion=x&client_id=a", Code::InvalidRequest),
        (Some("Basic !!!"), "", Code::InvalidClient),
        (Some("Bearer x"), "", Code::InvalidClient),
        (Some("Basic"), "", Code::InvalidClient),
    ] {
        assert_eq!(presented(header, text), Err(code), "{header:?} {text}");
    }
}

#[test]
fn secrets_are_compared_by_their_verifiers() {
    let kept = [verifier("old"), verifier("new")];
    assert!(is_secret("old", &kept) && is_secret("new", &kept));
    assert!(!is_secret("other", &kept) && !is_secret("", &kept) && !is_secret("old", &[]));
    assert!(!is_secret(
        &"x".repeat(LONGEST + 1),
        &[verifier(&"x".repeat(LONGEST + 1))]
    ));
}

const ISSUER: &str = "https://id.example.org";
const NOW: i64 = 1_800_000_000;

fn now() -> Timestamp {
    Timestamp::from_second(NOW).unwrap()
}

fn metadata(key: &Key) -> Metadata {
    Metadata {
        post_logout_redirect_uris: Vec::new(),
        subject_type: SubjectType::Pairwise,
        token_endpoint_auth_method: AuthMethod::PrivateKeyJwt,
        grant_types: vec![GrantType::ClientCredentials],
        scope: Scopes::parse("a b").unwrap(),
        resources: vec!["https://api.example".to_owned()],
        redirect_uris: Vec::new(),
        jwks: Some(KeySet::new(vec![key.jwk()])),
        jwks_uri: None,
        userinfo_signed_response_alg: None,
        userinfo_encrypted_response_alg: None,
        userinfo_encrypted_response_enc: None,
        id_token_encrypted_response_alg: None,
        id_token_encrypted_response_enc: None,
        backchannel_token_delivery_mode: Default::default(),
        backchannel_client_notification_endpoint: None,
        backchannel_logout_uri: None,
        backchannel_logout_session_required: false,
        token_endpoint_auth_signing_alg: None,
        dpop_bound_access_tokens: false,
    }
}

fn claims() -> Value {
    json!({"iss": "c", "sub": "c", "aud": ISSUER, "exp": NOW + 60, "iat": NOW, "jti": "1"})
}

fn verify(key: &Key, jwt: &str) -> Result<Assertion, Code> {
    let metadata = metadata(key);
    let keys = metadata.jwks.clone().unwrap();
    verify_assertion(jwt, "c", &metadata, &keys, &[ISSUER], now()).map_err(|problem| problem.code)
}

#[test]
fn an_assertion_is_signed_addressed_fresh_and_named() {
    let key = Key::new(1);
    let sign = |claims: &Value| key.sign(&json!({"alg": "ES256"}), claims);
    let good = verify(&key, &sign(&claims())).unwrap();
    assert_eq!(
        (good.id.as_str(), good.expires),
        ("1", now() + SignedDuration::from_secs(120))
    );
    let mut array = claims();
    array["aud"] = json!([ISSUER]);
    assert!(verify(&key, &sign(&array)).is_ok());
    for (member, value) in [
        ("iss", json!("d")),
        ("sub", json!("d")),
        ("sub", json!(null)),
        ("aud", json!("https://evil.example")),
        ("aud", json!([ISSUER, "https://evil.example"])),
        ("aud", json!([])),
        ("exp", json!(NOW - 300)),
        ("exp", json!(NOW + 3600)),
        ("exp", json!("soon")),
        ("nbf", json!(NOW + 300)),
        ("iat", json!(NOW + 300)),
        ("jti", json!("")),
        ("jti", json!("x".repeat(257))),
        ("jti", json!(7)),
    ] {
        let mut claims = claims();
        claims[member] = value.clone();
        assert_eq!(
            verify(&key, &sign(&claims)),
            Err(Code::InvalidClient),
            "{member} {value}"
        );
    }
    for member in ["iss", "sub", "aud", "exp", "jti"] {
        let mut claims = claims();
        claims.as_object_mut().unwrap().remove(member);
        assert_eq!(
            verify(&key, &sign(&claims)),
            Err(Code::InvalidClient),
            "{member}"
        );
    }
    let foreign = Key::new(2).sign(&json!({"alg": "ES256"}), &claims());
    assert_eq!(verify(&key, &foreign), Err(Code::InvalidClient));
    let proof = key.sign(&json!({"alg": "ES256", "typ": "dpop+jwt"}), &claims());
    assert_eq!(verify(&key, &proof), Err(Code::InvalidClient));
}

#[test]
fn one_algorithm_where_one_is_registered() {
    let key = Key::new(1);
    let mut only = metadata(&key);
    only.token_endpoint_auth_signing_alg = Some(Algorithm::Ps256);
    assert_eq!(only.validate().unwrap_err().member, "jwks");
    let jwt = key.sign(&json!({"alg": "ES256"}), &claims());
    let keys = only.jwks.clone().unwrap();
    assert!(verify_assertion(&jwt, "c", &only, &keys, &[ISSUER], now()).is_err());
}

#[test]
fn registrations_do_not_contradict_themselves() {
    let key = Key::new(1);
    let good = metadata(&key);
    assert_eq!(good.validate(), Ok(()));
    let wrong = |change: fn(&mut Metadata)| {
        let mut metadata = good.clone();
        change(&mut metadata);
        metadata.validate().unwrap_err().member
    };
    assert_eq!(wrong(|m| m.grant_types.clear()), "grant_types");
    assert_eq!(
        wrong(|m| m.token_endpoint_auth_method = AuthMethod::None),
        "token_endpoint_auth_method"
    );
    assert_eq!(
        wrong(|m| m.token_endpoint_auth_method = AuthMethod::ClientSecretPost),
        "jwks"
    );
    assert_eq!(wrong(|m| m.jwks = None), "jwks");
    assert_eq!(
        wrong(|m| m.backchannel_logout_uri = Address::parse("https://shop.example/out").ok()),
        "backchannel_logout_uri"
    );
    assert_eq!(
        wrong(|m| m.backchannel_logout_session_required = true),
        "backchannel_logout_session_required"
    );
    assert_eq!(
        wrong(|m| m.userinfo_signed_response_alg = Some(Algorithm::Rs256)),
        "userinfo_signed_response_alg"
    );
    assert_eq!(
        wrong(|m| m.id_token_encrypted_response_alg = Some(KeyManagement::EcdhEs)),
        "id_token_encrypted_response_enc"
    );
    assert_eq!(
        wrong(|m| {
            m.userinfo_encrypted_response_alg = Some(KeyManagement::EcdhEs);
            m.userinfo_encrypted_response_enc = Some(ContentEncryption::A256Gcm);
        }),
        "userinfo_signed_response_alg"
    );
    // Its keys are for signatures alone.
    assert_eq!(
        wrong(|m| {
            m.id_token_encrypted_response_alg = Some(KeyManagement::EcdhEs);
            m.id_token_encrypted_response_enc = Some(ContentEncryption::A256Gcm);
        }),
        "jwks"
    );
    assert_eq!(
        wrong(|m| m.backchannel_token_delivery_mode = DeliveryMode::Ping),
        "backchannel_token_delivery_mode"
    );
    assert_eq!(
        wrong(|m| m.backchannel_client_notification_endpoint =
            Address::parse("https://shop.example/told").ok()),
        "backchannel_client_notification_endpoint"
    );
    let elsewhere = || Some(Address::parse("https://shop.example/keys").unwrap());
    assert_eq!(
        wrong(|m| m.jwks_uri = Some(Address::parse("https://shop.example/keys").unwrap())),
        "jwks_uri"
    );
    let mut fetched = good.clone();
    (fetched.jwks, fetched.jwks_uri) = (None, elsewhere());
    assert_eq!(fetched.validate(), Ok(()));
    fetched.token_endpoint_auth_method = AuthMethod::ClientSecretPost;
    assert_eq!(fetched.validate().unwrap_err().member, "jwks");
    assert_eq!(wrong(|m| m.jwks = Some(KeySet::default())), "jwks");
    assert_eq!(
        wrong(|m| m.grant_types.push(GrantType::AuthorizationCode)),
        "redirect_uris"
    );
    assert_eq!(wrong(|m| m.resources = vec!["api".to_owned()]), "resources");
    assert_eq!(
        wrong(|m| m.resources = vec!["https://x#y".to_owned()]),
        "resources"
    );
    let text = serde_json::to_string(&good).unwrap();
    assert_eq!(serde_json::from_str::<Metadata>(&text).unwrap(), good);
}

#[test]
fn no_token_reaches_further_than_its_client() {
    let metadata = metadata(&Key::new(1));
    assert_eq!(metadata.granted(None), Some(Scopes::parse("a b").unwrap()));
    assert_eq!(
        metadata
            .granted(Some(&Scopes::parse("b").unwrap()))
            .unwrap()
            .to_string(),
        "b"
    );
    assert_eq!(metadata.granted(Some(&Scopes::parse("b c").unwrap())), None);
    assert_eq!(metadata.audience(&[]), Some(metadata.resources.clone()));
    assert_eq!(
        metadata.audience(&["https://other.example".to_owned()]),
        None
    );
}

proptest! {
    #[test]
    fn any_header_and_form_is_read_or_refused(header in ".{0,60}", bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
        for header in [header.clone(), format!("Basic {header}"), format!("Basic {}", STANDARD.encode(&bytes))] {
            let form = Form::parse(&bytes).unwrap_or_default();
            if let Ok(presented) = Presented::read(Some(&header), &form) {
                let _ = presented.credentials(&form);
            }
        }
    }

    #[test]
    fn any_claims_are_an_assertion_or_not(text in ".{0,60}") {
        let jwt = format!("{}.{}.AA", encode(br#"{"alg":"ES256"}"#), encode(text.as_bytes()));
        prop_assert!(verify(&Key::new(1), &jwt).is_err());
    }
}
