//! Devices without a browser: whose code is typed, by whom, and what they are given.

use bonafide_oidc::issue::TokenResponse;
use bonafide_oidc::problem::Code;
use bonafide_service::Error;
use bonafide_service::account::Problem as AccountProblem;
use bonafide_service::oidc::{
    Ask, Call, CreateClient, CreatedClient, DeviceAuthorization, Outcome,
};
use jiff::SignedDuration;
use serde_json::json;

use crate::grants::{Shop, asked, decision, shop, visitor};
use crate::oidc::{basic, code, form, with};
use crate::world::{EXTERNAL, World, both};

const DEVICE: &str = "urn:ietf:params:oauth:grant-type:device_code";

fn television() -> CreateClient {
    CreateClient {
        name: "Television".to_owned(),
        grant_types: vec![DEVICE.to_owned(), "refresh_token".to_owned()],
        redirect_uris: Vec::new(),
        post_logout_redirect_uris: Vec::new(),
        token_endpoint_auth_method: "none".to_owned(),
        ..shop()
    }
}

/// A television without a secret, and ann in her browser.
struct Room {
    shop: Shop,
    television: CreatedClient,
}

impl Room {
    async fn new(world: World) -> Self {
        let shop = Shop::new(world).await;
        let service = &shop.world.service;
        let television = service
            .create_client(&shop.world.live, None, &television())
            .await
            .unwrap();
        Self { shop, television }
    }

    async fn shows(&self) -> DeviceAuthorization {
        let text = format!(
            "client_id={}&scope=openid+email+offline_access",
            self.television.client.id
        );
        self.asks(&text).await.unwrap()
    }

    async fn asks(&self, text: &str) -> Result<DeviceAuthorization, Code> {
        let form = form(text);
        let call = Call {
            authorization: None,
            proof: None,
            form: &form,
            from: None,
        };
        let service = &self.shop.world.service;
        service.ask_for_device(&call).await.map_err(code)
    }

    async fn fetch(&self, shown: &DeviceAuthorization) -> Result<TokenResponse, Code> {
        let client = &self.television.client.id;
        let name = &shown.device_code;
        let text = format!("client_id={client}&grant_type={DEVICE}&device_code={name}");
        with(&self.shop.world, None, None, &text).await
    }

    async fn typed(&self, code: &str) -> Option<Outcome> {
        let session = Some(self.shop.session.as_str());
        let service = &self.shop.world.service;
        service.device_typed(code, &visitor(session)).await.unwrap()
    }

    async fn ask(&self, shown: &DeviceAuthorization) -> Ask {
        asked(self.typed(&shown.user_code).await.unwrap())
    }

    fn pause(&self, seconds: i64) {
        let clock = &self.shop.world.clock;
        clock.advance(SignedDuration::from_secs(seconds));
    }
}

fn denied(fetched: Result<TokenResponse, Code>) -> Code {
    match fetched {
        Err(code) => code,
        Ok(_) => panic!("tokens"),
    }
}

fn sent_back(agreed: bool) -> Outcome {
    Outcome::Device {
        client: "Television".to_owned(),
        agreed,
    }
}

both! {
    async fn a_device_gets_what_somebody_agreed_to_who_typed_its_code(world: World) {
        let room = Room::new(world).await;
        let shown = room.shows().await;
        assert_eq!(shown.verification_uri, format!("{EXTERNAL}/device"));
        assert_eq!(shown.verification_uri_complete, format!("{EXTERNAL}/device?user_code={}", shown.user_code));
        assert_eq!((shown.expires_in, shown.interval), (600, 5));
        assert_eq!(denied(room.fetch(&shown).await), Code::AuthorizationPending);
        assert_eq!(denied(room.fetch(&shown).await), Code::SlowDown);
        // Whoever is not signed in does that first.
        let service = &room.shop.world.service;
        let typed = shown.user_code.replace('-', " ").to_lowercase();
        let Some(Outcome::SignIn(request)) = service.device_typed(&typed, &visitor(None)).await.unwrap() else { panic!("nobody is signed in") };
        let ask = asked(service.go_on(&request, Some(&room.shop.session)).await.unwrap());
        assert_eq!((ask.client.as_str(), ask.device.as_deref()), ("Television", Some(shown.user_code.as_str())));
        assert_eq!(ask.mail.as_deref(), Some("ann@mail.example"));
        assert_eq!(room.shop.decide(&ask, true).await.unwrap(), sent_back(true));
        assert_eq!(room.shop.decide(&ask, true).await.unwrap_err(), Error::Account(AccountProblem::FlowEnded));
        room.pause(10);
        let tokens = room.fetch(&shown).await.unwrap();
        // A program without a secret or a key keeps nothing that it could be robbed of.
        assert_eq!(tokens.refresh_token, None);
        let told = room.shop.userinfo(&tokens.access_token).await.unwrap();
        assert_eq!(told["email"], json!("ann@mail.example"));
        assert_eq!(room.shop.id_token(&tokens).await["sub"], told["sub"]);
        assert_eq!(denied(room.fetch(&shown).await), Code::InvalidGrant);
        // It is among the services of the account; ended there, its tokens are good for nothing.
        let account = service.account(&room.shop.session).await.unwrap();
        service.disconnect(&account, &room.television.client.id).await.unwrap();
        assert_eq!(room.shop.userinfo(&tokens.access_token).await, Err(Code::InvalidToken));
    }

    async fn the_page_is_shown_each_time(world: World) {
        let room = Room::new(world).await;
        for _ in 0..2 {
            let shown = room.shows().await;
            let ask = room.ask(&shown).await;
            assert_eq!(room.shop.decide(&ask, true).await.unwrap(), sent_back(true));
            // And a code is good for one answer.
            assert_eq!(room.typed(&shown.user_code).await, None);
        }
    }

    async fn of_two_who_type_one_code_one_decides(world: World) {
        let room = Room::new(world).await;
        let shown = room.shows().await;
        let (first, second) = (room.ask(&shown).await, room.ask(&shown).await);
        assert_eq!(room.shop.decide(&first, false).await.unwrap(), sent_back(false));
        assert_eq!(room.shop.decide(&second, true).await.unwrap_err(), Error::Account(AccountProblem::FlowEnded));
        assert_eq!(denied(room.fetch(&shown).await), Code::AccessDenied);
        assert_eq!(denied(room.fetch(&shown).await), Code::InvalidGrant);
    }

    async fn codes_that_are_none(world: World) {
        let room = Room::new(world).await;
        let shown = room.shows().await;
        for typed in ["", "BCDF", "BCDF-GHJA", &"B".repeat(100)] {
            assert_eq!(room.typed(typed).await, None, "{typed}");
        }
        let ask = room.ask(&shown).await;
        room.pause(600);
        assert_eq!(room.typed(&shown.user_code).await, None);
        assert_eq!(room.shop.decide(&ask, true).await.unwrap_err(), Error::Account(AccountProblem::FlowEnded), "too late");
        assert_eq!(denied(room.fetch(&shown).await), Code::ExpiredToken);
    }

    async fn nobody_else_fetches_it(world: World) {
        let room = Room::new(world).await;
        let shown = room.shows().await;
        let ask = room.ask(&shown).await;
        room.shop.decide(&ask, true).await.unwrap();
        let service = &room.shop.world.service;
        let kiosk = CreateClient {
            grant_types: vec![DEVICE.to_owned()],
            token_endpoint_auth_method: "client_secret_basic".to_owned(),
            ..television()
        };
        let other = service.create_client(&room.shop.world.live, None, &kiosk).await.unwrap();
        let text = format!("grant_type={DEVICE}&device_code={}", shown.device_code);
        assert_eq!(denied(with(&room.shop.world, Some(&basic(&other)), None, &text).await), Code::InvalidGrant);
        // Who shows pages asks there.
        assert_eq!(denied(with(&room.shop.world, Some(&basic(&room.shop.client)), None, &text).await), Code::UnauthorizedClient);
        let name = format!("client_id={}&user_code=BCDF-GHJK&scope=openid+profile+address", room.television.client.id);
        assert_eq!(room.asks(&name).await.unwrap_err(), Code::InvalidScope);
        // The name of a device's request is no code of a browser.
        let text = format!("grant_type=authorization_code&client_id={}&code={}&code_verifier={}", room.television.client.id, shown.device_code, "a".repeat(43));
        assert_eq!(denied(with(&room.shop.world, None, None, &text).await), Code::UnauthorizedClient);
        assert!(room.fetch(&shown).await.is_ok());
        // Names of one program tell no other anything.
        let (again, third) = (room.shows().await, room.asks(&format!("client_id={}", room.television.client.id)).await.unwrap());
        assert_ne!(again.user_code, third.user_code);
    }

    async fn an_account_that_was_blocked_meanwhile_gives_nothing(world: World) {
        let room = Room::new(world).await;
        let shown = room.shows().await;
        let ask = room.ask(&shown).await;
        room.shop.decide(&ask, true).await.unwrap();
        let service = &room.shop.world.service;
        let account = service.account(&room.shop.session).await.unwrap();
        service.block_account(&account).await.unwrap();
        assert_eq!(denied(room.fetch(&shown).await), Code::AccessDenied);
    }

    async fn a_form_of_another_session_decides_nothing(world: World) {
        let room = Room::new(world).await;
        let shown = room.shows().await;
        let ask = room.ask(&shown).await;
        let service = &room.shop.world.service;
        let theirs = room.shop.world.opened("bob.jones", "bob@mail.example").await;
        let account = service.account(&theirs).await.unwrap();
        let forged = service.decide(&ask.request, &account, &theirs, decision(&ask, true)).await;
        assert_eq!(forged.unwrap_err(), Error::FormExpired);
        assert_eq!(denied(room.fetch(&shown).await), Code::AuthorizationPending);
    }
}
