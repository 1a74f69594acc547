//! Clients and their tokens.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use bonafide_oidc::form::Form;
use bonafide_oidc::inspect::Introspection;
use bonafide_oidc::issue::{AccessToken, TokenResponse};
use bonafide_oidc::jose::{KeySet, Signed};
use bonafide_oidc::problem::Code;
use bonafide_service::Error;
use bonafide_service::oidc::{Call, CreateClient, CreatedClient, Denied};
use bonafide_service::organisation::IdempotencyKey;
use jiff::SignedDuration;
use rcgen::{KeyPair, SigningKey as _};
use serde_json::{Value, json};

use crate::world::{EXTERNAL, World, both};

pub(crate) fn worker() -> CreateClient {
    CreateClient {
        name: "worker".to_owned(),
        token_endpoint_auth_method: "client_secret_basic".to_owned(),
        grant_types: vec!["client_credentials".to_owned()],
        redirect_uris: Vec::new(),
        post_logout_redirect_uris: Vec::new(),
        subject_type: "pairwise".to_owned(),
        scope: "read write".to_owned(),
        resources: vec!["https://api.example".to_owned()],
        jwks: None,
        jwks_uri: None,
        userinfo_signed_response_alg: None,
        userinfo_encrypted_response_alg: None,
        userinfo_encrypted_response_enc: None,
        id_token_encrypted_response_alg: None,
        id_token_encrypted_response_enc: None,
        backchannel_token_delivery_mode: None,
        backchannel_client_notification_endpoint: None,
        backchannel_logout_uri: None,
        backchannel_logout_session_required: false,
        token_endpoint_auth_signing_alg: None,
        dpop_bound_access_tokens: false,
    }
}

pub(crate) fn basic(client: &CreatedClient) -> String {
    let secret = client.client_secret.as_deref().unwrap_or_default();
    format!(
        "Basic {}",
        STANDARD.encode(format!("{}:{secret}", client.client.id))
    )
}

pub(crate) fn form(text: &str) -> Form {
    Form::parse(text.as_bytes()).unwrap()
}

pub(crate) fn code(denied: Denied) -> Code {
    match denied {
        Denied::Problem(problem) => problem.code,
        other => panic!("{other:?}"),
    }
}

pub(crate) async fn with(
    world: &World,
    authorization: Option<&str>,
    proof: Option<&str>,
    text: &str,
) -> Result<TokenResponse, Code> {
    let form = form(text);
    let call = Call {
        authorization,
        proof,
        form: &form,
        from: None,
    };
    world.service.token(&call).await.map_err(code)
}

const GRANT: &str = "grant_type=client_credentials";

async fn token(world: &World, client: &CreatedClient, more: &str) -> Result<TokenResponse, Code> {
    with(world, Some(&basic(client)), None, &format!("{GRANT}{more}")).await
}

pub(crate) async fn is_active(world: &World, asking: &CreatedClient, token: &str) -> bool {
    let (form, header) = (form(&format!("token={token}")), basic(asking));
    let call = Call {
        authorization: Some(&header),
        proof: None,
        form: &form,
        from: None,
    };
    world.service.introspect(&call).await.unwrap() != Introspection::INACTIVE
}

pub(crate) async fn revoke(world: &World, asking: &CreatedClient, token: &str) -> Result<(), Code> {
    let (form, header) = (form(&format!("token={token}")), basic(asking));
    let call = Call {
        authorization: Some(&header),
        proof: None,
        form: &form,
        from: None,
    };
    world.service.revoke(&call).await.map_err(code)
}

pub(crate) async fn keys(world: &World) -> KeySet {
    KeySet::parse(world.service.token_keys().await.unwrap().as_bytes()).unwrap()
}

/// A client's own key on P-256.
pub(crate) struct Own(KeyPair);

impl Own {
    pub(crate) fn new() -> Self {
        Self(KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).unwrap())
    }

    pub(crate) fn jwk(&self) -> Value {
        let point = self.0.public_key_raw();
        json!({"kty": "EC", "crv": "P-256", "x": URL_SAFE_NO_PAD.encode(&point[1..33]), "y": URL_SAFE_NO_PAD.encode(&point[33..])})
    }

    pub(crate) fn sign(&self, header: &Value, claims: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let input = format!("{}.{}", part(header), part(claims));
        let der = self.0.sign(input.as_bytes()).unwrap();
        format!("{input}.{}", URL_SAFE_NO_PAD.encode(fixed(&der)))
    }
}

/// The two numbers of a signature, 32 bytes each, out of their DER.
fn fixed(der: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = &der[2..];
    for _ in 0..2 {
        let length = usize::from(rest[1]);
        let number = &rest[2..2 + length];
        let number = &number[number.len().saturating_sub(32)..];
        out.extend(std::iter::repeat_n(0, 32 - number.len()));
        out.extend(number);
        rest = &rest[2 + length..];
    }
    out
}

both! {
    async fn a_client_gets_tokens_of_its_own(world: World) {
        let client = world.service.create_client(&world.live, None, &worker()).await.unwrap();
        let answer = token(&world, &client, "").await.unwrap();
        assert_eq!((answer.token_type, answer.scope.to_string().as_str()), ("Bearer", "read write"));
        let clock: &dyn bonafide_service::Clock = &*world.clock;
        let read = AccessToken::read(&answer.access_token, &keys(&world).await, EXTERNAL, clock.now()).unwrap();
        assert_eq!((read.sub.as_str(), read.client_id.as_str()), (client.client.id.as_str(), client.client.id.as_str()));
        assert!(read.aud.contains("https://api.example"));
        let less = token(&world, &client, "&scope=read&resource=https://api.example").await.unwrap();
        assert_eq!(less.scope.to_string(), "read");
        assert_ne!(less.access_token, answer.access_token);
        for (more, expected) in [
            ("&scope=read+admin", Code::InvalidScope),
            ("&resource=https://other.example", Code::InvalidTarget),
            ("&client_id=client_00000000000000000000000000", Code::InvalidRequest),
        ] {
            assert_eq!(token(&world, &client, more).await.unwrap_err(), expected, "{more}");
        }
        let other = with(&world, Some(&basic(&client)), None, "grant_type=refresh_token&refresh_token=x").await;
        assert_eq!(other.unwrap_err(), Code::UnauthorizedClient);
    }

    async fn only_who_proves_itself_as_registered(world: World) {
        let client = world.service.create_client(&world.live, None, &worker()).await.unwrap();
        let id = &client.client.id;
        let secret = client.client_secret.clone().unwrap();
        let wrong = CreatedClient { client_secret: Some("x".repeat(43)), ..client.clone() };
        assert_eq!(token(&world, &wrong, "").await.unwrap_err(), Code::InvalidClient);
        // The right secret by the way that it is not registered for, and no secret at all.
        let posted = format!("{GRANT}&client_id={id}&client_secret={secret}");
        assert_eq!(with(&world, None, None, &posted).await.unwrap_err(), Code::InvalidClient);
        assert_eq!(with(&world, None, None, &format!("{GRANT}&client_id={id}")).await.unwrap_err(), Code::InvalidClient);
        for unknown in ["client_00000000000000000000000000", "nobody", "' OR 1=1"] {
            let header = format!("Basic {}", STANDARD.encode(format!("{unknown}:{secret}")));
            assert_eq!(with(&world, Some(&header), None, GRANT).await.unwrap_err(), Code::InvalidClient);
        }
        assert!(token(&world, &client, "").await.is_ok());
    }

    async fn a_replaced_secret_is_good_for_a_while(world: World) {
        let first = world.service.create_client(&world.live, None, &worker()).await.unwrap();
        let id = first.client.id.clone();
        assert!(token(&world, &first, "").await.is_ok());
        let second = world.service.rotate_client_secret(&world.live, &id, None).await.unwrap();
        assert!(token(&world, &first, "").await.is_ok() && token(&world, &second, "").await.is_ok());
        world.clock.advance(SignedDuration::from_hours(25));
        assert_eq!(token(&world, &first, "").await.unwrap_err(), Code::InvalidClient);
        let third = world.service.rotate_client_secret(&world.live, &id, Some(SignedDuration::ZERO)).await.unwrap();
        assert_eq!(token(&world, &second, "").await.unwrap_err(), Code::InvalidClient, "at once, also from memory");
        assert!(token(&world, &third, "").await.is_ok());
        let other_mode = world.service.rotate_client_secret(&world.test, &id, None).await;
        assert_eq!(other_mode.unwrap_err(), Error::NotFound);
    }

    async fn a_removed_client_is_nobody(world: World) {
        let client = world.service.create_client(&world.live, None, &worker()).await.unwrap();
        let asking = world.service.create_client(&world.live, None, &worker()).await.unwrap();
        let answer = token(&world, &client, "").await.unwrap();
        assert!(is_active(&world, &asking, &answer.access_token).await);
        assert_eq!(world.service.delete_client(&world.test, &client.client.id).await, Err(Error::NotFound));
        world.service.delete_client(&world.live, &client.client.id).await.unwrap();
        assert_eq!(token(&world, &client, "").await.unwrap_err(), Code::InvalidClient);
        assert!(!is_active(&world, &asking, &answer.access_token).await);
        assert_eq!(world.service.clients(&world.live).await.unwrap(), [asking.client]);
    }

    async fn tokens_are_seen_by_their_organisation_and_end_early(world: World) {
        let client = world.service.create_client(&world.live, None, &worker()).await.unwrap();
        let asking = world.service.create_client(&world.live, None, &worker()).await.unwrap();
        let sandbox = world.service.create_client(&world.test, None, &worker()).await.unwrap();
        let answer = token(&world, &client, "").await.unwrap();
        let text = &answer.access_token;
        assert!(is_active(&world, &asking, text).await && is_active(&world, &client, text).await);
        assert!(!is_active(&world, &sandbox, text).await, "another mode");
        assert!(!is_active(&world, &asking, "x").await && !is_active(&world, &asking, &text[1..]).await);
        assert_eq!(revoke(&world, &asking, text).await, Err(Code::UnauthorizedClient));
        assert!(is_active(&world, &asking, text).await);
        assert_eq!(revoke(&world, &client, text).await, Ok(()));
        assert_eq!(revoke(&world, &client, text).await, Ok(()), "again");
        assert_eq!(revoke(&world, &client, "none").await, Ok(()));
        assert!(!is_active(&world, &asking, text).await);
        let another = token(&world, &client, "").await.unwrap();
        world.clock.advance(SignedDuration::from_secs(599));
        assert!(is_active(&world, &asking, &another.access_token).await);
        world.clock.advance(SignedDuration::from_secs(1));
        assert!(!is_active(&world, &asking, &another.access_token).await);
    }

    async fn a_client_proves_itself_by_its_key_once(world: World) {
        let own = Own::new();
        let request = CreateClient {
            token_endpoint_auth_method: "private_key_jwt".to_owned(),
            jwks: Some(json!({"keys": [own.jwk()]})),
            ..worker()
        };
        let client = world.service.create_client(&world.live, None, &request).await.unwrap();
        assert_eq!(client.client_secret, None);
        let clock: &dyn bonafide_service::Clock = &*world.clock;
        let now = clock.now().as_second();
        let id = client.client.id.as_str();
        let assertion = |jti: &str, signer: &Own, audience: &str| {
            let claims = json!({"iss": id, "sub": id, "aud": audience, "exp": now + 60, "iat": now, "jti": jti});
            signer.sign(&json!({"alg": "ES256"}), &claims)
        };
        let kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
        let call = async |jwt: &str| {
            let text = format!("{GRANT}&client_assertion_type={kind}&client_assertion={jwt}");
            with(&world, None, None, &text).await.map(drop)
        };
        let first = assertion("1", &own, EXTERNAL);
        assert_eq!(call(&first).await, Ok(()));
        assert_eq!(call(&first).await, Err(Code::InvalidClient), "again");
        assert_eq!(call(&assertion("2", &own, &format!("{EXTERNAL}/oauth/token"))).await, Ok(()));
        assert_eq!(call(&assertion("3", &own, "https://evil.example")).await, Err(Code::InvalidClient));
        assert_eq!(call(&assertion("4", &Own::new(), EXTERNAL)).await, Err(Code::InvalidClient));
        let both = assertion("5", &own, EXTERNAL);
        let (a, b) = tokio::join!(call(&both), call(&both));
        assert_eq!([a, b].into_iter().filter(Result::is_ok).count(), 1, "two at once");
    }

    async fn a_token_is_bound_to_the_key_that_was_proven(world: World) {
        let own = Own::new();
        let request = CreateClient { dpop_bound_access_tokens: true, ..worker() };
        let client = world.service.create_client(&world.live, None, &request).await.unwrap();
        assert_eq!(token(&world, &client, "").await.unwrap_err(), Code::InvalidDpopProof);
        let clock: &dyn bonafide_service::Clock = &*world.clock;
        let claims = json!({"htm": "POST", "htu": format!("{EXTERNAL}/oauth/token"), "iat": clock.now().as_second(), "jti": "1"});
        let proof = own.sign(&json!({"alg": "ES256", "typ": "dpop+jwt", "jwk": own.jwk()}), &claims);
        let answer = with(&world, Some(&basic(&client)), Some(&proof), GRANT).await.unwrap();
        assert_eq!(answer.token_type, "DPoP");
        let signed = Signed::parse(&answer.access_token).unwrap();
        let thumbprint = bonafide_oidc::jose::Jwk::parse(own.jwk().to_string().as_bytes()).unwrap().key.thumbprint();
        assert_eq!(signed.unverified()["cnf"]["jkt"], thumbprint);
        let again = with(&world, Some(&basic(&client)), Some(&proof), GRANT).await;
        assert_eq!(again.unwrap_err(), Code::InvalidDpopProof);
    }

    async fn keys_follow_each_other(world: World) {
        let client = world.service.create_client(&world.live, None, &worker()).await.unwrap();
        let first = token(&world, &client, "").await.unwrap();
        assert_eq!(keys(&world).await.keys().len(), 1);
        // The next one is published before its turn, and the first one is still believed right after it.
        world.clock.advance(SignedDuration::from_hours(28 * 24 + 1));
        assert_eq!(keys(&world).await.keys().len(), 2);
        let kid = |answer: &TokenResponse| Signed::parse(&answer.access_token).unwrap().header.kid.unwrap();
        let late = token(&world, &client, "").await.unwrap();
        assert_eq!(kid(&late), kid(&first));
        world.clock.advance(SignedDuration::from_hours(47));
        let next = token(&world, &client, "").await.unwrap();
        assert_ne!(kid(&next), kid(&first));
        assert_eq!(keys(&world).await.keys().len(), 2);
        world.clock.advance(SignedDuration::from_hours(3));
        assert_eq!(keys(&world).await.keys().len(), 1);
        // Another process has the same keys.
        let before = keys(&world).await;
        let world = world.restarted();
        assert_eq!(keys(&world).await, before);
    }

    async fn two_that_start_at_once_make_one_key(world: World) {
        let (a, b) = tokio::join!(world.service.token_keys(), world.service.token_keys());
        assert_eq!(a.unwrap(), b.unwrap());
    }

    async fn a_client_is_made_once_under_one_key(world: World) {
        let key = IdempotencyKey::new("k", [1; 32]).unwrap();
        let first = world.service.create_client(&world.live, Some(&key), &worker()).await.unwrap();
        let again = world.service.create_client(&world.live, Some(&key), &worker()).await.unwrap();
        assert_eq!(first, again);
        assert_eq!(world.service.clients(&world.live).await.unwrap(), [first.client]);
        assert!(world.service.clients(&world.test).await.unwrap().is_empty());
    }

    async fn what_cannot_be_registered_is_named(world: World) {
        let refused = async |change: fn(&mut CreateClient)| {
            let mut request = worker();
            change(&mut request);
            match world.service.create_client(&world.live, None, &request).await {
                Err(Error::Validation(pointers)) => pointers[0].pointer.clone(),
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(refused(|r| r.name = " ".to_owned()).await, "/name");
        assert_eq!(refused(|r| r.token_endpoint_auth_method = "none".to_owned()).await, "/token_endpoint_auth_method");
        assert_eq!(refused(|r| r.scope = "a  b".to_owned()).await, "/scope");
        assert_eq!(refused(|r| r.resources = vec!["x".to_owned()]).await, "/resources");
        assert_eq!(refused(|r| r.token_endpoint_auth_method = "private_key_jwt".to_owned()).await, "/jwks");
        assert_eq!(refused(|r| r.jwks = Some(json!({"keys": [{"kty": "oct", "k": "AA"}]}))).await, "/jwks");
    }
}
