//! Clients are told that somebody signed out (OpenID Connect Back-Channel Logout).

use bonafide_oidc::jose::{Algorithm, Signed};
use bonafide_service::account::Entered;
use bonafide_service::oidc::CreateClient;
use jiff::SignedDuration;
use serde_json::{Map, Value, json};
use url::form_urlencoded;

use crate::grants::{Shop, shop};
use crate::oidc::keys;
use crate::world::{EXTERNAL, World, both};

const OUT: &str = "https://shop.example/out";

/// A shop that wants to hear of it.
async fn listening(world: World, session_required: bool) -> Shop {
    let mut shop = Shop::new(world).await;
    let request = CreateClient {
        backchannel_logout_uri: Some(OUT.to_owned()),
        backchannel_logout_session_required: session_required,
        ..self::shop()
    };
    let world = &shop.world;
    let client = world.service.create_client(&world.live, None, &request);
    shop.client = client.await.unwrap();
    shop
}

impl Shop {
    /// What the ID token of a new sign-in says.
    async fn signed_in(&self) -> Map<String, Value> {
        let code = self.code("").await;
        let tokens = self.exchange(&code).await.unwrap();
        self.id_token(&tokens).await
    }

    async fn attempts(&self) -> usize {
        self.world.service.deliver_notifications().await.unwrap()
    }

    /// What the shop is told, verified.
    async fn told(&self) -> Vec<Map<String, Value>> {
        self.attempts().await;
        let keys = keys(&self.world).await;
        let sent = self.world.egress.take();
        let tokens = sent.into_iter().map(|request| {
            assert_eq!(request.url.as_str(), OUT);
            let form: Vec<_> = form_urlencoded::parse(&request.body).into_owned().collect();
            let [(name, token)] = &form[..] else {
                panic!("{form:?}")
            };
            assert_eq!(name, "logout_token");
            let signed = Signed::parse(token).unwrap();
            assert_eq!(signed.header.typ.as_deref(), Some("logout+jwt"));
            signed.verify(&keys, &[Algorithm::Es256]).unwrap()
        });
        tokens.collect()
    }
}

both! {
    async fn a_sign_out_is_told_to_whoever_knows_of_the_session(world: World) {
        let shop = listening(world, false).await;
        let service = &shop.world.service;
        let id = shop.signed_in().await;
        assert_eq!(shop.signed_in().await["sid"], id["sid"], "one session");
        assert!(shop.told().await.is_empty());
        let account = shop.world.account(&shop.session).await;
        service.sign_out_account(&account).await.unwrap();
        let told = shop.told().await;
        let [token] = &told[..] else { panic!("{told:?}") };
        for (claim, value) in [
            ("iss", json!(EXTERNAL)),
            ("aud", json!(shop.client.client.id)),
            ("sub", id["sub"].clone()),
            ("sid", id["sid"].clone()),
            ("events", json!({"http://schemas.openid.net/event/backchannel-logout": {}})),
        ] {
            assert_eq!(token[claim], value, "{claim}");
        }
        assert!(!token.contains_key("nonce"));
        assert_eq!(token["exp"].as_i64().unwrap() - token["iat"].as_i64().unwrap(), 120);
        assert!(token["jti"].as_str().unwrap().len() >= 32);
        assert!(shop.told().await.is_empty(), "once");
    }

    async fn signing_in_anew_in_one_browser_is_no_sign_out(world: World) {
        let shop = listening(world, false).await;
        let service = &shop.world.service;
        let id = shop.signed_in().await;
        let signed_in = service.sign_in_with_password("ann.smith", "a lamp on the harbour", None).await.unwrap();
        let Entered::In(again) = signed_in else { panic!("a code is asked for") };
        service.succeed_session(&shop.session, &again).await.unwrap();
        assert!(shop.told().await.is_empty());
        let shop = Shop { session: again.cookie, ..shop };
        assert_eq!(shop.signed_in().await["sid"], id["sid"]);
        let account = shop.world.account(&shop.session).await;
        shop.world.service.sign_out_account(&account).await.unwrap();
        assert_eq!(shop.told().await[0]["sid"], id["sid"]);
    }

    async fn a_client_that_does_not_answer_is_told_again(world: World) {
        let shop = listening(world, false).await;
        let world = &shop.world;
        shop.signed_in().await;
        let account = world.account(&shop.session).await;
        world.service.sign_out_account(&account).await.unwrap();
        world.egress.will_answer(&[503, 503]);
        let mut names = vec![shop.told().await[0]["jti"].clone()];
        for wait in [5, 10] {
            world.clock.advance(SignedDuration::from_secs(wait - 1));
            assert_eq!(shop.attempts().await, 0, "not before it is time");
            world.clock.advance(SignedDuration::from_secs(1));
            names.push(shop.told().await[0]["jti"].clone());
        }
        assert!(names.iter().all(|name| *name == names[0]), "the same thing");
        world.clock.advance(SignedDuration::from_hours(1));
        assert_eq!(shop.attempts().await, 0);
    }

    async fn one_that_says_no_is_left_alone(world: World) {
        let shop = listening(world, false).await;
        let world = &shop.world;
        shop.signed_in().await;
        let account = world.account(&shop.session).await;
        world.service.sign_out_account(&account).await.unwrap();
        world.egress.will_answer(&[400]);
        assert_eq!(shop.attempts().await, 1);
        world.clock.advance(SignedDuration::from_hours(1));
        assert_eq!(shop.attempts().await, 0);
    }

    async fn one_that_never_answers_is_left_alone_in_the_end(world: World) {
        let shop = listening(world, false).await;
        let world = &shop.world;
        shop.signed_in().await;
        let account = world.account(&shop.session).await;
        world.service.sign_out_account(&account).await.unwrap();
        world.egress.will_answer(&[500; 40]);
        let mut attempts = 0;
        for _ in 0..48 {
            attempts += shop.attempts().await;
            world.clock.advance(SignedDuration::from_mins(10));
        }
        assert!((6..=14).contains(&attempts), "{attempts}");
    }

    async fn an_account_that_is_blocked_is_signed_out_everywhere(world: World) {
        let shop = listening(world, false).await;
        let id = shop.signed_in().await;
        let account = shop.world.account(&shop.session).await;
        shop.world.service.block_account(&account).await.unwrap();
        let told = shop.told().await;
        assert_eq!((told.len(), &told[0]["sub"]), (1, &id["sub"]));
        assert!(!told[0].contains_key("sid"), "wherever that was");
    }

    async fn one_that_wants_to_hear_of_sessions_hears_of_each(world: World) {
        let shop = listening(world, true).await;
        let id = shop.signed_in().await;
        let account = shop.world.account(&shop.session).await;
        shop.world.service.block_account(&account).await.unwrap();
        let told = shop.told().await;
        assert_eq!((told.len(), &told[0]["sub"], &told[0]["sid"]), (1, &id["sub"], &id["sid"]));
    }

    async fn whoever_ends_a_service_is_signed_out_there(world: World) {
        let shop = listening(world, false).await;
        let id = shop.signed_in().await;
        let account = shop.world.account(&shop.session).await;
        shop.world.service.disconnect(&account, &shop.client.client.id).await.unwrap();
        let told = shop.told().await;
        assert_eq!((told.len(), &told[0]["sub"]), (1, &id["sub"]));
        shop.world.service.sign_out_account(&account).await.unwrap();
        assert!(shop.told().await.is_empty(), "it knows of none any more");
    }

    async fn one_that_did_not_ask_is_not_told(world: World) {
        let shop = Shop::new(world).await;
        shop.signed_in().await;
        let account = shop.world.account(&shop.session).await;
        shop.world.service.end_other_sessions(&account).await.unwrap();
        shop.world.service.block_account(&account).await.unwrap();
        assert_eq!(shop.attempts().await, 0);
    }
}
