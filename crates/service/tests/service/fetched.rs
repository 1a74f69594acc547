//! Keys of clients that keep them at an address of their own.

use bonafide_identity::port::egress::{EgressError, EgressResponse, Method};
use bonafide_oidc::problem::Code;
use bonafide_service::Error;
use bonafide_service::oidc::{CreateClient, CreatedClient};
use jiff::SignedDuration;
use serde_json::json;

use crate::grants::{Shop, shop};
use crate::oidc::{Own, with, worker};
use crate::world::{EXTERNAL, World, both};

const KEYS: &str = "https://worker.example/keys";

fn elsewhere() -> CreateClient {
    CreateClient {
        token_endpoint_auth_method: "private_key_jwt".to_owned(),
        jwks_uri: Some(KEYS.to_owned()),
        ..worker()
    }
}

async fn made(world: &World) -> CreatedClient {
    world
        .service
        .create_client(&world.live, None, &elsewhere())
        .await
        .unwrap()
}

/// What the address answers with next.
fn will_hold(world: &World, keys: &[(&str, &Own)]) {
    let keys: Vec<_> = keys
        .iter()
        .map(|(kid, key)| {
            let mut jwk = key.jwk();
            jwk["kid"] = json!(kid);
            jwk
        })
        .collect();
    will_answer(world, json!({ "keys": keys }).to_string().into_bytes());
}

fn will_answer(world: &World, body: Vec<u8>) {
    let answer = EgressResponse {
        status: 200,
        headers: Vec::new(),
        body,
    };
    world.egress.answers.lock().unwrap().push_back(Ok(answer));
}

async fn proves(
    world: &World,
    client: &CreatedClient,
    kid: &str,
    key: &Own,
    jti: &str,
) -> Result<(), Code> {
    let clock: &dyn bonafide_service::Clock = &*world.clock;
    let (now, id) = (clock.now().as_second(), client.client.id.as_str());
    let claims = json!({"iss": id, "sub": id, "aud": EXTERNAL, "exp": now + 60, "jti": jti});
    let jwt = key.sign(&json!({"alg": "ES256", "kid": kid}), &claims);
    let kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    let text = format!(
        "grant_type=client_credentials&client_assertion_type={kind}&client_assertion={jwt}"
    );
    with(world, None, None, &text).await.map(drop)
}

both! {
    async fn an_id_token_is_encrypted_to_a_key_at_the_clients_address(world: World) {
        let mut shop = Shop::new(world).await;
        let request = CreateClient {
            id_token_encrypted_response_alg: Some("ECDH-ES".to_owned()),
            id_token_encrypted_response_enc: Some("A256GCM".to_owned()),
            jwks_uri: Some(KEYS.to_owned()),
            ..self::shop()
        };
        let world = &shop.world;
        let client = world.service.create_client(&world.live, None, &request).await;
        shop.client = client.unwrap();
        let own = Own::new();
        // Keys for signatures are for nothing else.
        will_hold(&shop.world, &[("mine", &own)]);
        let code = shop.code("").await;
        assert_eq!(shop.exchange(&code).await.err(), Some(Code::ServerError));
        shop.world.clock.advance(SignedDuration::from_mins(1));
        let mut jwk = own.jwk();
        jwk["use"] = json!("enc");
        will_answer(&shop.world, json!({ "keys": [jwk] }).to_string().into_bytes());
        let code = shop.code("").await;
        let tokens = shop.exchange(&code).await.unwrap();
        assert_eq!(tokens.id_token.unwrap().split('.').count(), 5);
    }

    async fn a_clients_keys_are_fetched_and_follow_each_other(world: World) {
        let client = made(&world).await;
        let (first, second) = (Own::new(), Own::new());
        assert!(world.egress.take().is_empty(), "no look before they are needed");
        will_hold(&world, &[("1", &first)]);
        assert_eq!(proves(&world, &client, "1", &first, "a").await, Ok(()));
        let looks = world.egress.take();
        assert_eq!((looks.len(), looks[0].url.as_str(), looks[0].method), (1, KEYS, Method::Get));
        // Remembered; and another's signature by the name of that key is none.
        assert_eq!(proves(&world, &client, "1", &first, "b").await, Ok(()));
        assert_eq!(proves(&world, &client, "1", &second, "c").await, Err(Code::InvalidClient));
        // A key that is not known is looked for, but not within the minute.
        assert_eq!(proves(&world, &client, "2", &second, "d").await, Err(Code::InvalidClient));
        assert!(world.egress.take().is_empty());
        world.clock.advance(SignedDuration::from_secs(61));
        will_hold(&world, &[("2", &second)]);
        assert_eq!(proves(&world, &client, "2", &second, "e").await, Ok(()));
        assert_eq!(proves(&world, &client, "1", &first, "f").await, Err(Code::InvalidClient), "no longer there");
        assert_eq!(world.egress.take().len(), 1);
    }

    async fn where_keys_cannot_be_had_nobody_is_believed(world: World) {
        let client = made(&world).await;
        let own = Own::new();
        let private = {
            let mut jwk = own.jwk();
            jwk["d"] = json!("AA");
            json!({"keys": [jwk]}).to_string().into_bytes()
        };
        for (n, body) in [b"{".to_vec(), b"{\"keys\":{}}".to_vec(), private].into_iter().enumerate() {
            will_answer(&world, body);
            assert_eq!(proves(&world, &client, "1", &own, &format!("a{n}")).await, Err(Code::InvalidClient));
            world.clock.advance(SignedDuration::from_secs(61));
        }
        world.egress.will_answer(&[503]);
        assert_eq!(proves(&world, &client, "1", &own, "b").await, Err(Code::InvalidClient));
        assert_eq!(proves(&world, &client, "1", &own, "c").await, Err(Code::InvalidClient));
        assert_eq!(world.egress.take().len(), 4, "once a minute");
        world.clock.advance(SignedDuration::from_secs(61));
        will_hold(&world, &[("1", &own)]);
        assert_eq!(proves(&world, &client, "1", &own, "d").await, Ok(()));
        // An address that is gone for a while takes no keys away; one that is gone for longer does.
        for (minutes, believed) in [(11, Ok(())), (60, Err(Code::InvalidClient))] {
            world.clock.advance(SignedDuration::from_mins(minutes));
            world.egress.answers.lock().unwrap().push_back(Err(EgressError::Connect));
            assert_eq!(proves(&world, &client, "1", &own, &format!("e{minutes}")).await, believed);
        }
    }

    async fn an_address_of_keys_is_one_that_is_spoken_to(world: World) {
        for address in ["http://worker.example/keys", "file:///etc/passwd", "https://a:b@worker.example/", "keys"] {
            let request = CreateClient { jwks_uri: Some(address.to_owned()), ..elsewhere() };
            let refused = world.service.create_client(&world.live, None, &request).await.unwrap_err();
            let Error::Validation(pointers) = refused else { panic!("{address}: {refused:?}") };
            assert_eq!(pointers[0].pointer, "/jwks_uri", "{address}");
        }
        let both = CreateClient { jwks: Some(json!({"keys": [Own::new().jwk()]})), ..elsewhere() };
        assert!(world.service.create_client(&world.live, None, &both).await.is_err());
    }
}
