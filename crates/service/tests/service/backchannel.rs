//! Services that ask people on their approval apps: whom they know, and nobody else.

use bonafide_identity::language::Language;
use bonafide_oidc::issue::TokenResponse;
use bonafide_oidc::problem::Code;
use bonafide_service::account::{App, Asked, Typed};
use bonafide_service::oidc::{Acknowledged, Call, CreateClient, CreatedClient};
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::accounts::ORIGIN;
use crate::approvals::{PIN, VERIFIED};
use crate::grants::{Shop, back, shop};
use crate::oidc::{basic, code, form, with};
use crate::operators::Authenticator;
use crate::world::{World, both};

const CIBA: &str = "urn:openid:params:grant-type:ciba";

fn asking() -> CreateClient {
    let mut shop = shop();
    shop.grant_types.push(CIBA.to_owned());
    shop
}

/// A shop that may ask, which ann signed in at, and her app.
struct Asking {
    shop: Shop,
    app: App,
    key: Authenticator,
}

impl Asking {
    async fn new(world: World) -> Self {
        let mut shop = Shop::new(world).await;
        let service = &shop.world.service;
        let client = service
            .create_client(&shop.world.live, None, &asking())
            .await;
        shop.client = client.unwrap();
        shop.code("").await;
        let (cookie, key) = shop.world.activated(&shop.session).await;
        let app = shop.world.app(&cookie).await;
        Self { shop, app, key }
    }

    async fn asks_as(&self, client: &CreatedClient, text: &str) -> Result<Acknowledged, Code> {
        let form = form(text);
        let authorization = basic(client);
        let call = Call {
            authorization: Some(&authorization),
            proof: None,
            form: &form,
            from: None,
        };
        self.shop
            .world
            .service
            .ask_person(&call)
            .await
            .map_err(code)
    }

    /// The name of a question.
    async fn asks(&self, text: &str) -> String {
        self.asks_as(&self.shop.client, text)
            .await
            .unwrap()
            .auth_req_id
    }

    async fn fetch_as(&self, client: &CreatedClient, name: &str) -> Result<TokenResponse, Code> {
        let text = format!("grant_type={CIBA}&auth_req_id={name}");
        with(&self.shop.world, Some(&basic(client)), None, &text).await
    }

    async fn fetch(&self, name: &str) -> Result<TokenResponse, Code> {
        self.fetch_as(&self.shop.client, name).await
    }

    async fn asked(&self) -> Asked {
        self.shop.world.asked(&self.app).await
    }

    /// Whether the app hears of nothing within a while.
    async fn unasked(&self) -> bool {
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        let service = &self.shop.world.service;
        let home = service.app_home(&self.app, Language::En).await.unwrap();
        home.asked.is_empty()
    }

    async fn approve(&mut self, asked: &Asked, number: &str) {
        let service = &self.shop.world.service;
        let typed = Typed { number, pin: PIN };
        let ceremony = service
            .begin_approving(&self.app, &asked.id, typed, Language::En)
            .await;
        let ceremony = ceremony.unwrap();
        let answer = self.key.approve(&ceremony.options, ORIGIN, VERIFIED);
        service
            .finish_approving(&self.app, &ceremony.token, &answer)
            .await
            .unwrap();
    }

    fn pause(&self, seconds: i64) {
        self.shop
            .world
            .clock
            .advance(SignedDuration::from_secs(seconds));
    }
}

fn denied(fetched: Result<TokenResponse, Code>) -> Code {
    match fetched {
        Err(code) => code,
        Ok(_) => panic!("tokens"),
    }
}

const ASK: &str = "scope=openid+email&login_hint=Ann.Smith&binding_message=42+Pay+5+euros";

const TOLD: &str = "https://shop.example/told";
const ASK_AND_TELL: &str = "scope=openid+email&login_hint=Ann.Smith&binding_message=42+Pay+5+euros&client_notification_token=b.e-a%3D";

impl Asking {
    /// A shop that is told when somebody answered.
    async fn told(world: World) -> Self {
        let mut place = Self::new(world).await;
        let request = CreateClient {
            backchannel_token_delivery_mode: Some("ping".to_owned()),
            backchannel_client_notification_endpoint: Some(TOLD.to_owned()),
            ..asking()
        };
        let world = &place.shop.world;
        let client = world.service.create_client(&world.live, None, &request);
        place.shop.client = client.await.unwrap();
        place.shop.code("").await;
        place
    }

    /// What the shop was told: where, by whom it seems, and what.
    async fn pings(&self) -> Vec<(String, String, Value)> {
        let world = &self.shop.world;
        world.service.deliver_notifications().await.unwrap();
        let sent = world.egress.take().into_iter().map(|request| {
            let bearer = request
                .headers
                .iter()
                .find(|(name, _)| name == "authorization");
            let said = serde_json::from_slice(&request.body).unwrap();
            (request.url.to_string(), bearer.unwrap().1.clone(), said)
        });
        sent.collect()
    }
}

both! {
    async fn a_service_is_told_that_somebody_answered(world: World) {
        let mut place = Asking::told(world).await;
        assert_eq!(place.asks_as(&place.shop.client, ASK).await.err(), Some(Code::InvalidRequest), "who tells it?");
        let name = place.asks(ASK_AND_TELL).await;
        let asked = place.asked().await;
        assert!(place.pings().await.is_empty(), "nobody answered");
        place.approve(&asked, "42").await;
        place.shop.world.egress.will_answer(&[503]);
        let ping = (TOLD.to_owned(), "Bearer b.e-a=".to_owned(), json!({ "auth_req_id": name }));
        assert_eq!(place.pings().await, std::slice::from_ref(&ping));
        place.pause(5);
        assert_eq!(place.pings().await, [ping], "told again, since it did not listen");
        place.pause(60);
        assert!(place.pings().await.is_empty());
        assert!(place.fetch(&name).await.is_ok());
    }

    async fn a_refusal_is_told_and_silence_when_time_is_up(world: World) {
        let place = Asking::told(world).await;
        let name = place.asks(ASK_AND_TELL).await;
        let asked = place.asked().await;
        place.shop.world.service.refuse(&place.app, &asked.id, false).await.unwrap();
        assert_eq!(place.pings().await.len(), 1);
        assert_eq!(denied(place.fetch(&name).await), Code::AccessDenied);
        // Whether there is somebody does not show.
        for whom in ["ann.smith", "nobody.here"] {
            let text = ASK_AND_TELL.replace("Ann.Smith", whom);
            let name = place.asks(&text).await;
            place.pause(119);
            assert!(place.pings().await.is_empty(), "{whom}");
            place.pause(2);
            assert_eq!(place.pings().await.len(), 1, "{whom}");
            assert_eq!(denied(place.fetch(&name).await), Code::ExpiredToken);
        }
    }

    async fn a_service_asks_whom_it_knows(world: World) {
        let mut place = Asking::new(world).await;
        let acknowledged = place.asks_as(&place.shop.client, ASK).await.unwrap();
        assert_eq!((acknowledged.expires_in, acknowledged.interval), (120, 5));
        let name = acknowledged.auth_req_id;
        let asked = place.asked().await;
        assert_eq!((asked.client.as_str(), asked.text.as_str()), ("Shop", "Shop asks: Pay 5 euros"));
        assert_eq!(denied(place.fetch(&name).await), Code::AuthorizationPending);
        assert_eq!(denied(place.fetch(&name).await), Code::SlowDown);
        place.pause(6);
        assert_eq!(denied(place.fetch(&name).await), Code::SlowDown, "ten seconds from now on");
        place.approve(&asked, "42").await;
        place.pause(15);
        let tokens = place.fetch(&name).await.unwrap();
        let id = place.shop.id_token(&tokens).await;
        let levels = id["acr"].as_str().unwrap().ends_with("aal/2");
        assert!(levels && id.get("nonce").is_none() && tokens.refresh_token.is_none());
        let told = place.shop.userinfo(&tokens.access_token).await.unwrap();
        assert_eq!(told["email"], json!("ann@mail.example"));
        // As the service knows them from the browser.
        let code = place.shop.code("&prompt=none").await;
        let before = place.shop.exchange(&code).await.unwrap();
        assert_eq!(place.shop.id_token(&before).await["sub"], id["sub"]);
        // Once.
        assert_eq!(denied(place.fetch(&name).await), Code::InvalidGrant);
    }

    async fn a_sign_in_has_the_words_of_one(world: World) {
        let mut place = Asking::new(world).await;
        let name = place.asks("scope=openid+offline_access&login_hint=ann%40mail.example&binding_message=17").await;
        let asked = place.asked().await;
        assert_eq!(asked.text, "Sign in to Shop");
        place.approve(&asked, "17").await;
        let tokens = place.fetch(&name).await.unwrap();
        let again = place.shop.refresh(tokens.refresh_token.as_deref().unwrap(), "").await;
        assert!(again.is_ok());
    }

    async fn nobody_else_is_asked(world: World) {
        let place = Asking::new(world).await;
        let service = &place.shop.world.service;
        // Another's, who has an app as well and never signed in at the shop.
        let theirs = place.shop.world.opened("bob.jones", "bob@mail.example").await;
        let stranger = ASK.replace("Ann.Smith", "bob.jones");
        let nobody = ASK.replace("Ann.Smith", "nobody.there");
        // More than was agreed to.
        let more = ASK.replace("openid+email", "openid+phone");
        let mut names = Vec::new();
        for text in [stranger, nobody, more] {
            names.push(place.asks(&text).await);
        }
        // Another service of the same organisation.
        let client = service.create_client(&place.shop.world.live, None, &asking()).await.unwrap();
        let other = place.asks_as(&client, ASK).await.unwrap().auth_req_id;
        assert!(place.unasked().await);
        assert!(service.account(&theirs).await.is_ok());
        for name in &names {
            assert_eq!(denied(place.fetch(name).await), Code::AuthorizationPending);
        }
        assert_eq!(denied(place.fetch(&other).await), Code::InvalidGrant, "another client's");
        assert_eq!(denied(place.fetch_as(&client, &other).await), Code::AuthorizationPending);
        place.pause(121);
        for name in &names {
            assert_eq!(denied(place.fetch(name).await), Code::ExpiredToken);
            assert_eq!(denied(place.fetch(name).await), Code::InvalidGrant);
        }
        // Who may not ask is told so.
        let plain = service.create_client(&place.shop.world.live, None, &shop()).await.unwrap();
        assert_eq!(place.asks_as(&plain, ASK).await.unwrap_err(), Code::UnauthorizedClient);
    }

    async fn one_thing_at_a_time_and_a_report_silences(world: World) {
        let place = Asking::new(world).await;
        let service = &place.shop.world.service;
        let first = place.asks(ASK).await;
        let asked = place.asked().await;
        place.asks(ASK).await;
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        let home = service.app_home(&place.app, Language::En).await.unwrap();
        assert_eq!(home.asked.len(), 1);
        service.refuse(&place.app, &asked.id, false).await.unwrap();
        assert_eq!(denied(place.fetch(&first).await), Code::AccessDenied);
        assert_eq!(denied(place.fetch(&first).await), Code::InvalidGrant);
        // Refused is not silenced; reported is.
        place.asks(ASK).await;
        let asked = place.asked().await;
        service.refuse(&place.app, &asked.id, true).await.unwrap();
        place.asks(ASK).await;
        assert!(place.unasked().await);
        place.pause(24 * 60 * 60 + 1);
        place.asks(ASK).await;
        place.asked().await;
    }

    async fn of_two_that_fetch_one_gets_it(world: World) {
        let mut place = Asking::new(world).await;
        let name = place.asks(ASK).await;
        let asked = place.asked().await;
        place.approve(&asked, "42").await;
        let fetched = futures::future::join_all((0..4).map(|_| place.fetch(&name))).await;
        assert_eq!(fetched.iter().filter(|fetched| fetched.is_ok()).count(), 1);
    }

    async fn what_ended_meanwhile_gives_nothing(world: World) {
        let mut place = Asking::new(world).await;
        // The service is disconnected between approval and fetching.
        let name = place.asks(ASK).await;
        let asked = place.asked().await;
        place.approve(&asked, "42").await;
        let service = place.shop.world.service.clone();
        let account = service.account(&place.shop.session).await.unwrap();
        service.disconnect(&account, &place.shop.client.client.id).await.unwrap();
        assert_eq!(denied(place.fetch(&name).await), Code::AccessDenied);
        // And asks no more, until they agree again.
        place.asks(ASK).await;
        assert!(place.unasked().await);
        place.shop.code("").await;
        // The app is removed.
        let name = place.asks(ASK).await;
        let asked = place.asked().await;
        place.approve(&asked, "42").await;
        service.leave_app(&place.app).await.unwrap();
        assert_eq!(denied(place.fetch(&name).await), Code::AccessDenied);
    }

    async fn too_late_is_too_late(world: World) {
        let mut place = Asking::new(world).await;
        let name = place.asks(&format!("{ASK}&requested_expiry=30")).await;
        let asked = place.asked().await;
        place.approve(&asked, "42").await;
        place.pause(31);
        assert_eq!(denied(place.fetch(&name).await), Code::ExpiredToken);
        let wrong = place.asks_as(&place.shop.client, "scope=openid&login_hint=ann&binding_message=go").await;
        assert_eq!(wrong.unwrap_err(), Code::InvalidBindingMessage);
        let error = back(place.shop.authorize("&prompt=none").await);
        assert!(error.contains_key("code"));
    }
}
