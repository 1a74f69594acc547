//! What people give clients: asked on a page, exchanged for a code, gone on with, ended.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bonafide_oidc::issue::TokenResponse;
use bonafide_oidc::jose::{Algorithm, Signed};
use bonafide_oidc::person::Claim;
use bonafide_oidc::problem::Code;
use bonafide_service::Error;
use bonafide_service::account::Problem as AccountProblem;
use bonafide_service::oidc::{
    Ask, Asking, Call, CreateClient, CreatedClient, Decision, Denied, Leaving, Outcome, UserInfo,
    Visitor,
};
use jiff::SignedDuration;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::oidc::{Own, basic, code, form, is_active, keys, revoke, with, worker};
use crate::world::{EXTERNAL, World, both};

pub(crate) const BACK: &str = "https://shop.example/cb";
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

pub(crate) fn shop() -> CreateClient {
    CreateClient {
        name: "Shop".to_owned(),
        grant_types: vec!["authorization_code".to_owned(), "refresh_token".to_owned()],
        redirect_uris: vec![BACK.to_owned()],
        post_logout_redirect_uris: vec!["https://shop.example/bye".to_owned()],
        scope: "openid profile email phone offline_access buy".to_owned(),
        resources: Vec::new(),
        ..worker()
    }
}

pub(crate) fn query(client: &CreatedClient, more: &str) -> String {
    format!(
        "client_id={}&response_type=code&redirect_uri={BACK}&scope=openid+email+offline_access&state=s1&nonce=n1\
         &code_challenge={CHALLENGE}&code_challenge_method=S256{more}",
        client.client.id
    )
}

pub(crate) fn back(outcome: Outcome) -> BTreeMap<String, String> {
    match outcome {
        Outcome::Back(going) => {
            let to = Url::parse(&going.to).unwrap();
            assert!(going.to.starts_with(BACK), "{}", going.to);
            to.query_pairs().into_owned().collect()
        }
        other => panic!("{other:?}"),
    }
}

pub(crate) fn asked(outcome: Outcome) -> Ask {
    match outcome {
        Outcome::Ask(ask) => *ask,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn decision(ask: &Ask, agrees: bool) -> Decision<'_> {
    Decision {
        csrf: &ask.csrf,
        shown: &ask.shown,
        agrees,
    }
}

pub(crate) fn stopped(outcome: Outcome) -> Code {
    match outcome {
        Outcome::Stop(problem) => problem.code,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn visitor(session: Option<&str>) -> Visitor<'_> {
    Visitor {
        session,
        ..Visitor::default()
    }
}

pub(crate) struct Shop {
    pub(crate) world: World,
    pub(crate) client: CreatedClient,
    pub(crate) session: String,
}

impl Shop {
    pub(crate) async fn new(world: World) -> Self {
        let client = world
            .service
            .create_client(&world.live, None, &shop())
            .await
            .unwrap();
        let session = world.opened("ann.smith", "ann@mail.example").await;
        Self {
            world,
            client,
            session,
        }
    }

    pub(crate) async fn authorize(&self, more: &str) -> Outcome {
        let query = query(&self.client, more);
        let session = Some(self.session.as_str());
        self.world
            .service
            .authorize(&query, &visitor(session))
            .await
            .unwrap()
    }

    pub(crate) async fn decide(&self, ask: &Ask, agrees: bool) -> Result<Outcome, Error> {
        let service = &self.world.service;
        let account = service.account(&self.session).await.unwrap();
        service
            .decide(&ask.request, &account, &self.session, decision(ask, agrees))
            .await
    }

    /// A code, agreed to where that is needed.
    pub(crate) async fn code(&self, more: &str) -> String {
        let outcome = match self.authorize(more).await {
            Outcome::Ask(ask) => self.decide(&ask, true).await.unwrap(),
            outcome => outcome,
        };
        let back = back(outcome);
        assert_eq!(
            (back["state"].as_str(), back["iss"].as_str()),
            ("s1", EXTERNAL)
        );
        back["code"].clone()
    }

    pub(crate) async fn exchange(&self, code: &str) -> Result<TokenResponse, Code> {
        self.exchange_with(code, VERIFIER, &format!("&redirect_uri={BACK}"), None)
            .await
    }

    pub(crate) async fn exchange_with(
        &self,
        code: &str,
        verifier: &str,
        more: &str,
        proof: Option<&str>,
    ) -> Result<TokenResponse, Code> {
        let text =
            format!("grant_type=authorization_code&code={code}&code_verifier={verifier}{more}");
        with(&self.world, Some(&basic(&self.client)), proof, &text).await
    }

    pub(crate) async fn refresh(&self, token: &str, more: &str) -> Result<TokenResponse, Code> {
        let text = format!("grant_type=refresh_token&refresh_token={token}{more}");
        with(&self.world, Some(&basic(&self.client)), None, &text).await
    }

    pub(crate) async fn userinfo(&self, token: &str) -> Result<Map<String, Value>, Code> {
        let header = format!("Bearer {token}");
        let asking = Asking {
            authorization: Some(&header),
            proof: None,
            method: "GET",
            from: None,
        };
        match self.world.service.userinfo(&asking).await.map_err(code)? {
            UserInfo::Plain(told) => Ok(told),
            UserInfo::Token(token) => panic!("{token}"),
        }
    }

    pub(crate) async fn id_token(&self, tokens: &TokenResponse) -> Map<String, Value> {
        let text = tokens.id_token.as_ref().unwrap();
        let signed = Signed::parse(text).unwrap();
        signed
            .verify(&keys(&self.world).await, &[Algorithm::Es256])
            .unwrap()
    }
}

both! {
    async fn somebody_signs_in_at_a_client(world: World) {
        let shop = Shop::new(world).await;
        let service = &shop.world.service;
        let text = query(&shop.client, "&login_hint=ann");
        let Outcome::SignIn(request) = service.authorize(&text, &visitor(None)).await.unwrap() else { panic!("nobody is signed in") };
        let waiting = service.request_waiting(&request).await.unwrap().unwrap();
        assert_eq!((waiting.client.as_str(), waiting.hint.as_deref()), ("Shop", Some("ann")));
        let ask = asked(service.go_on(&request, Some(&shop.session)).await.unwrap());
        assert_eq!((ask.client.as_str(), ask.host.as_str(), ask.user_id.as_str()), ("Shop", "shop.example", "ann.smith"));
        assert_eq!((ask.mail.as_deref(), ask.phone.as_deref(), ask.offline), (Some("ann@mail.example"), None, true));
        let code = back(shop.decide(&ask, true).await.unwrap())["code"].clone();
        let again = shop.decide(&ask, true).await;
        assert_eq!(again.unwrap_err(), Error::Account(AccountProblem::FlowEnded), "a second click");

        let tokens = shop.exchange(&code).await.unwrap();
        let id = shop.id_token(&tokens).await;
        assert_eq!((&id["nonce"], &id["aud"], &id["amr"]), (&json!("n1"), &json!(shop.client.client.id.as_str()), &json!(["pwd"])));
        assert_eq!(id["at_hash"], bonafide_oidc::issue::half_hash(&tokens.access_token));
        assert!(id.get("email").is_none() && id["acr"].as_str().unwrap().ends_with("aal/1"));
        let told = shop.userinfo(&tokens.access_token).await.unwrap();
        assert_eq!(Value::from(told), json!({"sub": id["sub"], "email": "ann@mail.example", "email_verified": true}));
        // Agreed once, not asked again, unless for more, or where the client wants it.
        let second = shop.exchange(&shop.code("&prompt=none").await).await.unwrap();
        assert_eq!(shop.id_token(&second).await["sub"], id["sub"]);
        asked(shop.authorize("&prompt=consent").await);
        let more = query(&shop.client, "").replace("openid+email", "openid+phone");
        let ask = asked(service.authorize(&more, &visitor(Some(&shop.session))).await.unwrap());
        assert_eq!((ask.phone.as_deref(), ask.mail.as_deref()), (Some("+31612345678"), None));
        let no = back(shop.decide(&ask, false).await.unwrap());
        assert_eq!((no["error"].as_str(), no["state"].as_str(), no["iss"].as_str()), ("access_denied", "s1", EXTERNAL));
    }

    async fn a_verified_identity_is_told_as_far_as_it_was_shown(world: World) {
        let browser = world.verified("passport", "ann").await;
        let shop = Shop::new(world).await;
        let service = &shop.world.service;
        let account = service.account(&shop.session).await.unwrap();
        let profile = query(&shop.client, "").replace("openid+email", "openid+profile");
        let go = async |text: &str| service.authorize(text, &visitor(Some(&shop.session))).await.unwrap();
        let all = [Claim::Name, Claim::GivenName, Claim::FamilyName, Claim::Birthdate];

        // Nothing is promised that there is not.
        let born = r#"&claims={"id_token":{"birthdate":{"essential":true}}}"#;
        let ask = asked(shop.authorize(born).await);
        assert_eq!((ask.missing.as_slice(), ask.essential, ask.proven), ([Claim::Birthdate].as_slice(), true, false));
        let ask = asked(go(&profile).await);
        assert_eq!((ask.missing.as_slice(), ask.essential, ask.others.len()), (all.as_slice(), false, 0));
        let code = back(shop.decide(&ask, true).await.unwrap())["code"].clone();
        let early = shop.exchange(&code).await.unwrap();
        let again = back(go(&format!("{profile}&prompt=none")).await);
        assert!(again.contains_key("code"), "agreed to what there is");

        // What came after the page was shown is shown before it is given.
        let before = asked(go(&format!("{profile}&prompt=consent")).await);
        service.keep_identity(&account, &browser).await.unwrap();
        let ask = asked(shop.decide(&before, true).await.unwrap());
        let values: Vec<_> = ask.identity.iter().map(|(claim, value)| (*claim, value.as_str())).collect();
        assert_eq!(values, [
            (Claim::Name, "ANNA MARIA ERIKSSON"),
            (Claim::GivenName, "ANNA MARIA"),
            (Claim::FamilyName, "ERIKSSON"),
            (Claim::Birthdate, "1974-08-12"),
        ]);
        assert!(ask.missing.is_empty() && ask.proven);
        assert_eq!(shop.userinfo(&early.access_token).await.unwrap().len(), 1, "agreed to when there was none");
        let error = back(go(&format!("{profile}&prompt=none")).await)["error"].clone();
        assert_eq!(error, "consent_required");

        // One claim by name is agreed to alone.
        let ask = asked(shop.authorize(born).await);
        assert_eq!(ask.identity, [(Claim::Birthdate, "1974-08-12".to_owned())]);
        let code = back(shop.decide(&ask, true).await.unwrap())["code"].clone();
        let tokens = shop.exchange(&code).await.unwrap();
        let id = shop.id_token(&tokens).await;
        assert_eq!((&id["birthdate"], id.get("name")), (&json!("1974-08-12"), None));
        let told = shop.userinfo(&tokens.access_token).await.unwrap();
        assert!(!told.contains_key("birthdate") && told.contains_key("email"));
        let born_again = shop.refresh(tokens.refresh_token.as_ref().unwrap(), "").await.unwrap();
        assert_eq!(shop.id_token(&born_again).await["birthdate"], "1974-08-12");
        let ask = asked(go(&profile).await);
        assert_eq!(ask.identity.len(), 4);
        let no = back(shop.decide(&ask, false).await.unwrap());
        assert_eq!(no["error"], "access_denied");
        let ask = asked(go(&profile).await);
        let code = back(shop.decide(&ask, true).await.unwrap())["code"].clone();
        let tokens = shop.exchange(&code).await.unwrap();
        let told = Value::from(shop.userinfo(&tokens.access_token).await.unwrap());
        assert_eq!(told, json!({
            "sub": id["sub"], "name": "ANNA MARIA ERIKSSON", "given_name": "ANNA MARIA", "family_name": "ERIKSSON",
            "birthdate": "1974-08-12",
        }));
        let less = shop.refresh(&tokens.refresh_token.unwrap(), "&scope=openid").await.unwrap();
        assert_eq!(shop.userinfo(&less.access_token).await.unwrap().len(), 1, "less was asked for");
        let ask = asked(go(&format!("{profile}{born}&prompt=consent")).await);
        let code = back(shop.decide(&ask, true).await.unwrap())["code"].clone();
        let tokens = shop.exchange(&code).await.unwrap();
        assert!(shop.id_token(&tokens).await.contains_key("birthdate"));
        let less = shop.refresh(&tokens.refresh_token.unwrap(), "&scope=openid").await.unwrap();
        assert!(!shop.id_token(&less).await.contains_key("birthdate"), "nor in the ID token");
        assert!(back(go(&format!("{profile}&prompt=none")).await).contains_key("code"), "remembered");
    }

    async fn a_code_is_good_once_and_not_for_long(world: World) {
        let shop = Shop::new(world).await;
        let code = shop.code("").await;
        let tokens = shop.exchange(&code).await.unwrap();
        assert!(is_active(&shop.world, &other(&shop).await, &tokens.access_token).await);
        assert_eq!(shop.exchange(&code).await, Err(Code::InvalidGrant), "again");
        // Whoever came second ends what the first was given.
        assert_eq!(shop.userinfo(&tokens.access_token).await, Err(Code::InvalidToken));
        assert!(!is_active(&shop.world, &other(&shop).await, &tokens.access_token).await);
        assert_eq!(shop.refresh(&tokens.refresh_token.unwrap(), "").await, Err(Code::InvalidGrant));
        // A wrong verifier or address uses the code up.
        let uri = format!("&redirect_uri={BACK}");
        for (verifier, more) in [(&*"a".repeat(43), &*uri), (VERIFIER, "&redirect_uri=https://shop.example/cb/")] {
            let code = shop.code("").await;
            assert_eq!(shop.exchange_with(&code, verifier, more, None).await, Err(Code::InvalidGrant));
            assert_eq!(shop.exchange(&code).await, Err(Code::InvalidGrant));
        }
        // Another client's code is nobody's, and stays its own client's.
        let code = shop.code("").await;
        let foreign = Shop { client: other_shop(&shop).await, session: shop.session.clone(), world: shop.world };
        assert_eq!(foreign.exchange(&code).await, Err(Code::InvalidGrant));
        let shop = Shop { client: shop.client, session: foreign.session, world: foreign.world };
        assert!(shop.exchange(&code).await.is_ok());
        let late = shop.code("").await;
        shop.world.clock.advance(SignedDuration::from_secs(60));
        assert_eq!(shop.exchange(&late).await, Err(Code::InvalidGrant));
    }

    async fn of_two_at_once_one_wins_and_nothing_lasts(world: World) {
        let shop = Shop::new(world).await;
        let code = shop.code("").await;
        let (a, b) = tokio::join!(shop.exchange(&code), shop.exchange(&code));
        let won: Vec<_> = [a, b].into_iter().flatten().collect();
        assert_eq!(won.len(), 1);
        assert_eq!(shop.userinfo(&won[0].access_token).await, Err(Code::InvalidToken));
        assert_eq!(shop.refresh(won[0].refresh_token.as_ref().unwrap(), "").await, Err(Code::InvalidGrant));
    }

    async fn a_code_outlives_a_restart(world: World) {
        let shop = Shop::new(world).await;
        let code = shop.code("").await;
        let shop = Shop { world: shop.world.restarted(), ..shop };
        assert!(shop.exchange(&code).await.is_ok());
    }

    async fn refresh_tokens_follow_each_other(world: World) {
        let shop = Shop::new(world).await;
        let tokens = shop.exchange(&shop.code("").await).await.unwrap();
        let first = tokens.refresh_token.unwrap();
        assert!(is_active(&shop.world, &other(&shop).await, &first).await);
        let less = shop.refresh(&first, "&scope=openid").await.unwrap();
        assert_eq!(less.scope.to_string(), "openid");
        let told = shop.userinfo(&less.access_token).await.unwrap();
        assert_eq!(told.keys().collect::<Vec<_>>(), ["sub"], "less was asked for");
        let id = shop.id_token(&less).await;
        assert!(id.get("nonce").is_none() && id["auth_time"].is_i64());
        assert!(!is_active(&shop.world, &other(&shop).await, &first).await);
        let second = less.refresh_token.unwrap();
        assert_eq!(shop.refresh(&second, "&scope=openid+admin").await, Err(Code::InvalidScope));
        let third = shop.refresh(&second, "").await.unwrap();
        assert_eq!(third.scope.to_string(), "openid email offline_access", "the whole again");
        let third_token = third.refresh_token.unwrap();
        // One that was used ends all.
        assert_eq!(shop.refresh(&first, "").await, Err(Code::InvalidGrant));
        assert_eq!(shop.refresh(&third_token, "").await, Err(Code::InvalidGrant));
        assert_eq!(shop.userinfo(&third.access_token).await, Err(Code::InvalidToken));
        for none in ["x", "bfr_", "bfr_x.y", &third_token[1..]] {
            assert_eq!(shop.refresh(none, "").await, Err(Code::InvalidGrant), "{none}");
        }

        let tokens = shop.exchange(&shop.code("").await).await.unwrap();
        let token = tokens.refresh_token.unwrap();
        let (a, b) = tokio::join!(shop.refresh(&token, ""), shop.refresh(&token, ""));
        let won: Vec<_> = [a, b].into_iter().flatten().collect();
        assert!(won.len() <= 1);
        for one in won {
            assert_eq!(shop.refresh(&one.refresh_token.unwrap(), "").await, Err(Code::InvalidGrant));
        }

        let tokens = shop.exchange(&shop.code("").await).await.unwrap();
        let token = tokens.refresh_token.unwrap();
        assert_eq!(revoke(&shop.world, &other(&shop).await, &token).await, Err(Code::UnauthorizedClient));
        assert_eq!(revoke(&shop.world, &shop.client, &token).await, Ok(()));
        assert_eq!(shop.refresh(&token, "").await, Err(Code::InvalidGrant));
        assert_eq!(shop.userinfo(&tokens.access_token).await, Err(Code::InvalidToken));

        let tokens = shop.exchange(&shop.code("").await).await.unwrap();
        let token = tokens.refresh_token.unwrap();
        shop.world.clock.advance(SignedDuration::from_hours(30 * 24));
        assert_eq!(shop.refresh(&token, "").await, Err(Code::InvalidGrant), "unused for 30 days");
    }

    async fn a_blocked_account_gives_nothing(world: World) {
        let shop = Shop::new(world).await;
        let tokens = shop.exchange(&shop.code("").await).await.unwrap();
        let code = shop.code("").await;
        let account = shop.world.service.account(&shop.session).await.unwrap();
        shop.world.service.block_account(&account).await.unwrap();
        assert_eq!(shop.exchange(&code).await, Err(Code::InvalidGrant));
        assert_eq!(shop.userinfo(&tokens.access_token).await, Err(Code::InvalidToken));
        assert!(!is_active(&shop.world, &other(&shop).await, &tokens.access_token).await);
        assert_eq!(shop.refresh(&tokens.refresh_token.unwrap(), "").await, Err(Code::InvalidGrant));
        assert!(matches!(shop.authorize("").await, Outcome::SignIn(_)));
    }

    async fn what_was_agreed_to_is_asked_again_after_a_block(world: World) {
        let shop = Shop::new(world).await;
        shop.code("").await;
        let service = &shop.world.service;
        let account = service.account(&shop.session).await.unwrap();
        assert_eq!(service.connected_services(&account).await.unwrap().len(), 1);
        service.block_account(&account).await.unwrap();
        assert!(service.connected_services(&account).await.unwrap().is_empty());
    }

    async fn a_program_without_a_secret_on_the_same_device_asks_every_time(world: World) {
        let mut shop = Shop::new(world).await;
        let open = CreateClient {
            redirect_uris: vec!["http://127.0.0.1/cb".to_owned()],
            post_logout_redirect_uris: Vec::new(),
            token_endpoint_auth_method: "none".to_owned(),
            ..self::shop()
        };
        shop.client = shop.world.service.create_client(&shop.world.live, None, &open).await.unwrap();
        let query = query(&shop.client, "").replace(BACK, "http://127.0.0.1:9999/cb");
        let session = shop.session.clone();
        let authorize = async |more: &str| {
            let query = format!("{query}{more}");
            shop.world.service.authorize(&query, &visitor(Some(&session))).await.unwrap()
        };
        let ask = asked(authorize("").await);
        assert!(matches!(shop.decide(&ask, true).await.unwrap(), Outcome::Back(_)));
        asked(authorize("").await);
        let Outcome::Back(going) = authorize("&prompt=none").await else { panic!("a page") };
        assert!(going.to.contains("error=consent_required"), "{}", going.to);
    }

    async fn what_was_given_to_a_service_is_taken_back(world: World) {
        let shop = Shop::new(world).await;
        let service = &shop.world.service;
        let account = service.account(&shop.session).await.unwrap();
        assert!(service.connected_services(&account).await.unwrap().is_empty());
        let tokens = shop.exchange(&shop.code("").await).await.unwrap();
        let connected = service.connected_services(&account).await.unwrap();
        let [one] = connected.as_slice() else { panic!("{connected:?}") };
        assert_eq!((&one.client, one.offline), (&shop.client.client.id, true));
        assert!(one.claims.contains(&Claim::Email) && !one.claims.contains(&Claim::Birthdate));
        shop.userinfo(&tokens.access_token).await.unwrap();

        service.disconnect(&account, &one.client).await.unwrap();
        service.disconnect(&account, &one.client).await.unwrap();
        assert!(service.connected_services(&account).await.unwrap().is_empty());
        shop.userinfo(&tokens.access_token).await.unwrap_err();
        shop.refresh(tokens.refresh_token.as_deref().unwrap(), "").await.unwrap_err();
        // It has to ask again.
        asked(shop.authorize("").await);
    }

    async fn pages_are_shown_as_the_client_asks(world: World) {
        let shop = Shop::new(world).await;
        let service = &shop.world.service;
        let silent = query(&shop.client, "&prompt=none");
        assert_eq!(back(service.authorize(&silent, &visitor(None)).await.unwrap())["error"], "login_required");
        assert_eq!(back(shop.authorize("&prompt=none").await)["error"], "consent_required");
        shop.code("").await;
        shop.world.clock.advance(SignedDuration::from_mins(5));
        assert_eq!(back(shop.authorize("&prompt=none&max_age=60").await)["error"], "login_required");
        let gold = r#"&claims={"id_token":{"acr":{"essential":true,"value":"gold"}}}"#;
        assert_eq!(back(shop.authorize(gold).await)["error"], "unmet_authentication_requirements");
        for again in ["&prompt=login", "&max_age=60"] {
            let Outcome::SignIn(request) = shop.authorize(again).await else { panic!("{again}") };
            // The session from before is not enough, the one from after is.
            assert!(matches!(service.go_on(&request, Some(&shop.session)).await.unwrap(), Outcome::SignIn(_)));
            shop.world.clock.advance(SignedDuration::from_secs(1));
            let fresh = shop.world.enter("ann.smith", "a lamp on the harbour").await.unwrap();
            assert!(back(service.go_on(&request, Some(&fresh)).await.unwrap()).contains_key("code"));
            let twice = service.go_on(&request, Some(&fresh)).await;
            assert_eq!(twice.unwrap_err(), Error::Account(AccountProblem::FlowEnded));
        }
    }

    async fn nobody_is_sent_where_no_client_lives(world: World) {
        let shop = Shop::new(world).await;
        let service = &shop.world.service;
        let good = query(&shop.client, "");
        for (from, to) in [
            (BACK, "https://evil.example/cb"),
            (BACK, "https://shop.example/cb/"),
            (BACK, "https://shop.example/cb%2f..%2fx"),
            (BACK, "https://shop.example@evil.example/cb"),
            (BACK, "https://shop.example.evil.example/cb"),
            (BACK, "javascript:alert(1)"),
            (BACK, "//shop.example/cb"),
            ("client_id=", "client_id=x&client_id="),
            ("redirect_uri=", "redirect_uri=https://evil.example/cb&redirect_uri="),
            ("client_id=client_", "client_id=nobody_"),
            ("client_id=", "request=x.y.z&client_id="),
        ] {
            let text = good.replacen(from, to, 1);
            stopped(service.authorize(&text, &visitor(Some(&shop.session))).await.unwrap());
        }
        let elsewhere = good.replacen("client_id=", "request_uri=https://evil.example/r&client_id=", 1);
        assert_eq!(stopped(service.authorize(&elsewhere, &visitor(None)).await.unwrap()), Code::InvalidRequestUri);
        let plain = good.replace("S256", "plain");
        assert_eq!(back(service.authorize(&plain, &visitor(None)).await.unwrap())["error"], "invalid_request");
        // A page's form works in the session that it was made for alone.
        let ask = asked(shop.authorize("").await);
        let other = shop.world.enter("ann.smith", "a lamp on the harbour").await.unwrap();
        let account = service.account(&other).await.unwrap();
        let forged = service.decide(&ask.request, &account, &other, decision(&ask, true)).await;
        assert_eq!(forged.unwrap_err(), Error::FormExpired);
    }

    async fn a_request_is_pushed_and_used_once(world: World) {
        let shop = Shop::new(world).await;
        let service = &shop.world.service;
        let text = query(&shop.client, "");
        let (form, header) = (form(&text), basic(&shop.client));
        let call = Call { authorization: Some(&header), proof: None, form: &form, from: None };
        let pushed = service.push(&call).await.unwrap();
        assert_eq!(pushed.expires_in, 90);
        let uri = |uri: &str| format!("client_id={}&request_uri={uri}&redirect_uri=https://evil.example", shop.client.client.id);
        let go = async |text: String| service.authorize(&text, &visitor(Some(&shop.session))).await.unwrap();
        let foreign = uri(&pushed.request_uri).replace(shop.client.client.id.as_str(), other_shop(&shop).await.client.id.as_str());
        assert_eq!(stopped(go(foreign).await), Code::InvalidRequestUri);
        let ask = asked(go(uri(&pushed.request_uri)).await);
        assert_eq!(stopped(go(uri(&pushed.request_uri)).await), Code::InvalidRequestUri, "opened");
        // The browser that opened it may load the page again, and no other one of its requests is it.
        let browser = Visitor { request: Some(&ask.request), ..visitor(Some(&shop.session)) };
        let again = asked(service.authorize(&uri(&pushed.request_uri), &browser).await.unwrap());
        assert_eq!(again.request, ask.request);
        let named = format!("urn:ietf:params:oauth:request_uri:{}", ask.request);
        assert_eq!(stopped(go(uri(&named)).await), Code::InvalidRequestUri, "no name for a request");
        let other = asked(shop.authorize("").await);
        let browser = Visitor { request: Some(&other.request), ..browser };
        let foreign = service.authorize(&uri(&pushed.request_uri), &browser).await.unwrap();
        assert_eq!(stopped(foreign), Code::InvalidRequestUri);
        let code = back(shop.decide(&ask, true).await.unwrap())["code"].clone();
        assert!(shop.exchange(&code).await.is_ok());
        assert_eq!(stopped(go(uri(&pushed.request_uri)).await), Code::InvalidRequestUri, "used");
        let opened = service.push(&call).await.unwrap();
        shop.world.clock.advance(SignedDuration::from_secs(89));
        let request = match service.authorize(&uri(&opened.request_uri), &visitor(None)).await.unwrap() {
            Outcome::SignIn(request) => request,
            other => panic!("{other:?}"),
        };
        shop.world.clock.advance(SignedDuration::from_mins(59));
        assert!(service.request_waiting(&request).await.unwrap().is_some());
        shop.world.clock.advance(SignedDuration::from_mins(1));
        assert!(service.request_waiting(&request).await.unwrap().is_none(), "an hour after it was opened");
        let late = service.push(&call).await.unwrap();
        shop.world.clock.advance(SignedDuration::from_secs(90));
        assert_eq!(stopped(go(uri(&late.request_uri)).await), Code::InvalidRequestUri);
        let wrong = Call { authorization: None, ..call };
        assert!(matches!(service.push(&wrong).await, Err(Denied::Problem(problem)) if problem.code == Code::InvalidClient));
        let evil = crate::oidc::form(&text.replace(BACK, "https://evil.example/cb"));
        let evil = Call { form: &evil, ..call };
        assert!(matches!(service.push(&evil).await, Err(Denied::Problem(problem)) if problem.code == Code::InvalidRequest));
    }

    async fn what_is_bound_to_a_key_needs_it(world: World) {
        let mut shop = Shop::new(world).await;
        let public = CreateClient { token_endpoint_auth_method: "none".to_owned(), ..self::shop() };
        shop.client = shop.world.service.create_client(&shop.world.live, None, &public).await.unwrap();
        assert_eq!(shop.client.client_secret, None);
        let clock: &dyn bonafide_service::Clock = &*shop.world.clock;
        let now = clock.now().as_second();
        let own = Own::new();
        let proof = |own: &Own, jti: &str, url: &str, method: &str, token: Option<&str>| {
            let mut claims = json!({"htm": method, "htu": format!("{EXTERNAL}{url}"), "iat": now, "jti": jti});
            if let Some(token) = token {
                claims["ath"] = URL_SAFE_NO_PAD.encode(Sha256::digest(token)).into();
            }
            own.sign(&json!({"alg": "ES256", "typ": "dpop+jwt", "jwk": own.jwk()}), &claims)
        };
        let id = format!("&client_id={}", shop.client.client.id);
        let exchange = async |code: &str, proof: Option<&str>| {
            let text = format!("grant_type=authorization_code&code={code}&code_verifier={VERIFIER}{id}");
            with(&shop.world, None, proof, &text).await
        };
        let bare = exchange(&shop.code("").await, None).await.unwrap();
        assert_eq!(bare.refresh_token, None, "a program without a secret needs a key");
        let tokens = exchange(&shop.code("").await, Some(&proof(&own, "1", "/oauth/token", "POST", None))).await.unwrap();
        assert_eq!(tokens.token_type, "DPoP");
        let refresh = async |token: &str, proof: Option<&str>| {
            let text = format!("grant_type=refresh_token&refresh_token={token}{id}");
            with(&shop.world, None, proof, &text).await
        };
        let token = tokens.refresh_token.unwrap();
        assert_eq!(refresh(&token, None).await, Err(Code::InvalidGrant));
        let stranger = Own::new();
        assert_eq!(refresh(&token, Some(&proof(&stranger, "2", "/oauth/token", "POST", None))).await, Err(Code::InvalidGrant));
        assert!(refresh(&token, Some(&proof(&own, "3", "/oauth/token", "POST", None))).await.is_ok(), "nobody used it up");

        let header = format!("DPoP {}", tokens.access_token);
        let ask = async |header: &str, proof: Option<&str>| {
            let asking = Asking { authorization: Some(header), proof, method: "GET", from: None };
            shop.world.service.userinfo(&asking).await.map(drop).map_err(code)
        };
        let there = |own: &Own, jti: &str| proof(own, jti, "/oauth/userinfo", "GET", Some(&tokens.access_token));
        assert_eq!(ask(&header, Some(&there(&own, "4"))).await, Ok(()));
        assert_eq!(ask(&header, Some(&there(&own, "4"))).await, Err(Code::InvalidDpopProof), "again");
        assert_eq!(ask(&header, Some(&there(&stranger, "5"))).await, Err(Code::InvalidToken));
        assert_eq!(ask(&header, None).await, Err(Code::InvalidToken));
        assert_eq!(ask(&header.replace("DPoP", "Bearer"), None).await, Err(Code::InvalidToken));
        let jkt = Own::new();
        let bound = shop.code(&format!("&dpop_jkt={CHALLENGE}")).await;
        assert_eq!(exchange(&bound, Some(&proof(&jkt, "6", "/oauth/token", "POST", None))).await, Err(Code::InvalidGrant));

        // A proof beside a pushed request binds the code, and names no other key than the request does.
        let text = query(&shop.client, "&prompt=consent");
        let push = async |text: &str, proof: &str| {
            let form = form(text);
            let call = Call { authorization: None, proof: Some(proof), form: &form, from: None };
            shop.world.service.push(&call).await.map_err(code)
        };
        let par = |own: &Own, jti: &str| proof(own, jti, "/oauth/par", "POST", None);
        assert_eq!(push(&text, &proof(&own, "7", "/oauth/token", "POST", None)).await, Err(Code::InvalidDpopProof));
        assert_eq!(push(&format!("{text}&dpop_jkt={CHALLENGE}"), &par(&own, "8")).await, Err(Code::InvalidDpopProof));
        let pushed_code = async |jti: &str| {
            let pushed = push(&text, &par(&own, jti)).await.unwrap();
            assert_eq!(push(&text, &par(&own, jti)).await, Err(Code::InvalidDpopProof), "again");
            let link = format!("client_id={}&request_uri={}", shop.client.client.id, pushed.request_uri);
            let ask = asked(shop.world.service.authorize(&link, &visitor(Some(&shop.session))).await.unwrap());
            back(shop.decide(&ask, true).await.unwrap())["code"].clone()
        };
        let bound = pushed_code("9").await;
        assert_eq!(exchange(&bound, None).await, Err(Code::InvalidGrant));
        let bound = pushed_code("10").await;
        assert_eq!(exchange(&bound, Some(&proof(&stranger, "11", "/oauth/token", "POST", None))).await, Err(Code::InvalidGrant));
        let bound = pushed_code("12").await;
        assert!(exchange(&bound, Some(&proof(&own, "13", "/oauth/token", "POST", None))).await.is_ok());
    }

    async fn a_client_sends_somebody_to_sign_out(world: World) {
        let shop = Shop::new(world).await;
        let service = &shop.world.service;
        let tokens = shop.exchange(&shop.code("").await).await.unwrap();
        let hint = tokens.id_token.unwrap();
        let account = service.account(&shop.session).await.unwrap();
        let good = format!("id_token_hint={hint}&post_logout_redirect_uri=https://shop.example/bye&state=z");
        let Leaving::Ask { csrf, client } = service.leave(&good, Some(&account)).await.unwrap() else { panic!("asked first") };
        assert_eq!(client.as_deref(), Some("Shop"));
        for wrong in [
            good.replace("/bye", "/cb"),
            good.replace("shop.example/bye", "evil.example/bye"),
            good.replace("id_token_hint=e", "id_token_hint=f"),
            format!("{good}&client_id={}", other_shop(&shop).await.client.id),
            "post_logout_redirect_uri=https://shop.example/bye".to_owned(),
            format!("id_token_hint={}", tokens.access_token),
        ] {
            assert!(matches!(service.leave(&wrong, Some(&account)).await.unwrap(), Leaving::Stop(_)), "{wrong}");
        }
        assert_eq!(service.leave_now(&good, &account, "x").await, Err(Error::FormExpired));
        let Leaving::Done(Some(going)) = service.leave_now(&good, &account, &csrf).await.unwrap() else { panic!("done") };
        assert_eq!(going.to, "https://shop.example/bye?state=z");
        assert!(service.account(&shop.session).await.is_err());
        let plain = good.replace("&state=z", "");
        let Leaving::Done(Some(going)) = service.leave(&plain, None).await.unwrap() else { panic!("nobody is signed in") };
        assert_eq!(going.to, "https://shop.example/bye");
        assert_eq!(service.leave("", None).await, Ok(Leaving::Done(None)));
    }

    async fn a_client_is_registered_with_what_fits_together(world: World) {
        for wrong in [
            CreateClient { redirect_uris: Vec::new(), ..shop() },
            CreateClient { redirect_uris: vec!["http://shop.example/cb".to_owned()], ..shop() },
            CreateClient { grant_types: vec!["refresh_token".to_owned()], ..shop() },
            CreateClient { grant_types: vec!["password".to_owned()], ..shop() },
            CreateClient { grant_types: Vec::new(), ..shop() },
            CreateClient { subject_type: "secret".to_owned(), ..shop() },
            CreateClient { redirect_uris: vec![BACK.to_owned()], ..worker() },
            CreateClient { token_endpoint_auth_method: "none".to_owned(), ..worker() },
        ] {
            let refused = world.service.create_client(&world.live, None, &wrong).await;
            assert!(matches!(refused, Err(Error::Validation(_))), "{wrong:?}");
        }
        // A removed client takes with it what people gave it.
        let shop = Shop::new(world).await;
        let tokens = shop.exchange(&shop.code("").await).await.unwrap();
        shop.world.service.delete_client(&shop.world.live, &shop.client.client.id).await.unwrap();
        assert_eq!(shop.userinfo(&tokens.access_token).await, Err(Code::InvalidToken));
    }
}

/// A client of the same organisation that may ask about tokens.
async fn other(shop: &Shop) -> CreatedClient {
    let world = &shop.world;
    world
        .service
        .create_client(&world.live, None, &worker())
        .await
        .unwrap()
}

async fn other_shop(of: &Shop) -> CreatedClient {
    let world = &of.world;
    world
        .service
        .create_client(&world.live, None, &shop())
        .await
        .unwrap()
}
