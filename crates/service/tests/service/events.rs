//! Clients are told what happened to accounts (OpenID Shared Signals Framework).

use bonafide_oidc::events::StreamRequest;
use bonafide_oidc::jose::{Algorithm, Signed};
use bonafide_oidc::problem::Code;
use bonafide_service::oidc::{Asking, CreateClient, Denied, StreamDenied};
use jiff::SignedDuration;
use serde_json::{Map, Value, json};

use crate::grants::{Shop, shop};
use crate::oidc::{basic, keys, with};
use crate::world::{EXTERNAL, World, both};

const HERE: &str = "https://shop.example/events";
const RISC: &str = "https://schemas.openid.net/secevent/risc/event-type/";
const CAEP: &str = "https://schemas.openid.net/secevent/caep/event-type/";

fn request(value: &Value) -> StreamRequest {
    StreamRequest::parse(value.to_string().as_bytes()).unwrap()
}

fn wanted() -> Value {
    json!({"delivery": {"method": "urn:ietf:rfc:8935", "endpoint_url": HERE, "authorization_header": "Bearer abc"}})
}

/// A client that manages its stream with a token.
struct Listener {
    shop: Shop,
    header: String,
}

impl Listener {
    async fn new(world: World) -> Self {
        let mut shop = Shop::new(world).await;
        let mine = self::shop();
        let request = CreateClient {
            scope: format!("{} ssf.manage", mine.scope),
            grant_types: [
                mine.grant_types.clone(),
                vec!["client_credentials".to_owned()],
            ]
            .concat(),
            ..mine
        };
        let world = &shop.world;
        let client = world.service.create_client(&world.live, None, &request);
        shop.client = client.await.unwrap();
        let header = Self::token(&shop, "ssf.manage").await;
        Self { shop, header }
    }

    async fn token(shop: &Shop, scope: &str) -> String {
        let basic = basic(&shop.client);
        let form = format!("grant_type=client_credentials&scope={scope}");
        let token = with(&shop.world, Some(&basic), None, &form).await.unwrap();
        format!("Bearer {}", token.access_token)
    }

    fn asking(&self) -> Asking<'_> {
        Asking {
            authorization: Some(&self.header),
            proof: None,
            method: "POST",
            from: None,
        }
    }

    async fn open(&self, asked: &Value) -> Map<String, Value> {
        let service = &self.shop.world.service;
        let opened = service.open_stream(&self.asking(), &request(asked)).await;
        opened.unwrap()
    }

    /// What the client is told, verified: the name of each event, and the token.
    async fn told(&self) -> Vec<(String, Map<String, Value>)> {
        let world = &self.shop.world;
        world.service.deliver_notifications().await.unwrap();
        let keys = keys(world).await;
        let told = world.egress.take().into_iter().map(|request| {
            assert_eq!(request.url.as_str(), HERE);
            let header = |name: &str| {
                let mut found = request.headers.iter().filter(|(known, _)| known == name);
                found.next().map(|(_, value)| value.clone())
            };
            assert_eq!(
                header("content-type").as_deref(),
                Some("application/secevent+jwt")
            );
            assert_eq!(header("authorization").as_deref(), Some("Bearer abc"));
            let token = String::from_utf8(request.body).unwrap();
            let signed = Signed::parse(&token).unwrap();
            assert_eq!(signed.header.typ.as_deref(), Some("secevent+jwt"));
            let claims: Map<String, Value> = signed.verify(&keys, &[Algorithm::Es256]).unwrap();
            let events = claims["events"].as_object().unwrap();
            assert_eq!(events.len(), 1);
            (events.keys().next().unwrap().clone(), claims)
        });
        told.collect()
    }

    async fn names(&self) -> Vec<String> {
        let mut names: Vec<_> = self
            .told()
            .await
            .into_iter()
            .map(|(name, _)| name)
            .collect();
        names.sort();
        names
    }

    async fn block(&self) {
        let account = self.shop.world.account(&self.shop.session).await;
        self.shop
            .world
            .service
            .block_account(&account)
            .await
            .unwrap();
    }
}

both! {
    async fn whoever_a_person_agreed_to_hears_that_the_account_is_blocked(world: World) {
        let client = Listener::new(world).await;
        client.open(&wanted()).await;
        client.block().await;
        assert!(client.told().await.is_empty(), "nobody agreed to anything");
    }

    async fn an_event_is_told_once_and_of_the_person_as_the_client_knows_them(world: World) {
        let client = Listener::new(world).await;
        client.open(&wanted()).await;
        let code = client.shop.code("").await;
        let tokens = client.shop.exchange(&code).await.unwrap();
        let id = client.shop.id_token(&tokens).await;
        client.told().await;
        client.block().await;
        let told = client.told().await;
        let mut names: Vec<_> = told.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, [format!("{CAEP}session-revoked"), format!("{RISC}account-disabled")]);
        for (_, claims) in &told {
            assert_eq!(claims["sub_id"], json!({"format": "iss_sub", "iss": EXTERNAL, "sub": id["sub"]}));
            assert_eq!(claims["aud"], json!(client.shop.client.client.id));
            assert_eq!(claims["iss"], EXTERNAL);
            assert!(!claims.contains_key("exp") && !claims.contains_key("sub"));
        }
        assert!(client.told().await.is_empty(), "once");
    }

    async fn that_a_blocked_account_is_open_again_is_told_to_whoever_heard_of_the_block(world: World) {
        let client = Listener::new(world).await;
        client.open(&wanted()).await;
        client.shop.code("").await;
        client.block().await;
        client.told().await;
        let world = &client.shop.world;
        // That it is blocked was told by mail and phone, too.
        world.service.deliver_messages().await.unwrap();
        world.messenger.delivered.lock().unwrap().clear();
        world.recovered("ann.smith", "seven quiet boats drifting").await;
        assert!(client.names().await.contains(&format!("{RISC}account-enabled")));
    }

    async fn only_events_that_were_asked_for_are_told(world: World) {
        let client = Listener::new(world).await;
        let name = format!("{RISC}account-disabled");
        let mut asked = wanted();
        asked["events_requested"] = json!([name, "x:unknown"]);
        let shown = client.open(&asked).await;
        assert_eq!(shown["events_delivered"], json!([name]));
        client.shop.code("").await;
        client.block().await;
        assert_eq!(client.names().await, [name]);
    }

    async fn an_erased_account_is_told_of_though_nothing_of_it_is_left(world: World) {
        let client = Listener::new(world).await;
        client.open(&wanted()).await;
        client.shop.code("").await;
        let world = &client.shop.world;
        let account = world.account(&client.shop.session).await;
        world.service.ask_for_erasure(&account).await.unwrap();
        world.clock.advance(SignedDuration::from_hours(8 * 24));
        world.service.keep_house().await.unwrap();
        assert!(client.names().await.contains(&format!("{RISC}account-purged")));
    }

    async fn what_waits_in_a_paused_stream_is_told_later_and_in_a_disabled_one_never(world: World) {
        let client = Listener::new(world).await;
        let id = client.open(&wanted()).await["stream_id"].clone();
        client.shop.code("").await;
        let service = &client.shop.world.service;
        let set = async |status: &str| {
            let asked = request(&json!({"stream_id": id, "status": status, "reason": "moving"}));
            service.set_stream_status(&client.asking(), &asked).await.unwrap()
        };
        assert_eq!(set("paused").await, json!({"stream_id": id, "status": "paused", "reason": "moving"}));
        client.block().await;
        assert!(client.told().await.is_empty());
        set("enabled").await;
        assert_eq!(client.names().await.len(), 2);
        set("paused").await;
        let verify = request(&json!({"stream_id": id, "state": "s"}));
        service.verify_stream(&client.asking(), &verify).await.unwrap();
        set("disabled").await;
        assert!(service.verify_stream(&client.asking(), &verify).await.is_err());
        set("enabled").await;
        assert!(client.told().await.is_empty(), "dropped");
    }

    async fn a_client_asks_for_an_event_once_a_minute(world: World) {
        let client = Listener::new(world).await;
        let id = client.open(&wanted()).await["stream_id"].clone();
        let world = &client.shop.world;
        let verify = request(&json!({"stream_id": id, "state": "s1"}));
        world.service.verify_stream(&client.asking(), &verify).await.unwrap();
        let told = client.told().await;
        let [(name, claims)] = &told[..] else { panic!("{told:?}") };
        assert_eq!(name, "https://schemas.openid.net/secevent/ssf/event-type/verification");
        assert_eq!(claims["sub_id"], json!({"format": "opaque", "id": id}));
        assert_eq!(claims["events"][name], json!({"state": "s1"}));
        let again = world.service.verify_stream(&client.asking(), &verify).await;
        assert!(matches!(again, Err(StreamDenied::TooSoon(_))));
        world.clock.advance(SignedDuration::from_secs(60));
        world.service.verify_stream(&client.asking(), &verify).await.unwrap();
    }

    async fn a_stream_is_managed_by_a_token_of_its_client_alone(world: World) {
        let client = Listener::new(world).await;
        let service = &client.shop.world.service;
        let opened = client.open(&wanted()).await;
        let id = opened["stream_id"].as_str().unwrap();
        let again = service.open_stream(&client.asking(), &request(&wanted())).await;
        assert_eq!(again, Err(StreamDenied::Present));
        assert_eq!(service.stream(&client.asking(), Some(id)).await.unwrap(), json!(opened));
        assert_eq!(service.stream(&client.asking(), None).await.unwrap(), json!([opened]));
        assert_eq!(service.stream(&client.asking(), Some("x")).await, Err(StreamDenied::Absent));
        let other = Listener::token(&client.shop, "buy").await;
        let code = client.shop.code("").await;
        let person = client.shop.exchange(&code).await.unwrap().access_token;
        for (header, code) in [
            (None, Code::InvalidToken),
            (Some("Bearer x".to_owned()), Code::InvalidToken),
            (Some(other), Code::InsufficientScope),
            (Some(format!("Bearer {person}")), Code::InsufficientScope),
        ] {
            let asking = Asking { authorization: header.as_deref(), ..client.asking() };
            match service.stream(&asking, None).await {
                Err(StreamDenied::Denied(Denied::Problem(problem))) => assert_eq!(problem.code, code),
                other => panic!("{other:?}"),
            }
        }
        let changed = request(&json!({"stream_id": id, "description": "d"}));
        let shown = service.change_stream(&client.asking(), &changed, false).await.unwrap();
        assert_eq!((&shown["description"], &shown["delivery"]), (&json!("d"), &opened["delivery"]));
        assert!(service.change_stream(&client.asking(), &changed, true).await.is_err(), "nowhere to tell it");
        service.close_stream(&client.asking(), Some(id)).await.unwrap();
        assert_eq!(service.stream(&client.asking(), None).await.unwrap(), json!([]));
        assert_eq!(service.close_stream(&client.asking(), Some(id)).await, Err(StreamDenied::Absent));
    }
}
