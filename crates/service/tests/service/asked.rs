//! What requests of clients are held to: whom they ask for, how young a sign-in is, where their tokens are good.

use bonafide_identity::assurance::Level;
use bonafide_identity::fields::DocumentKind;
use bonafide_identity::registration::DecidedBy;
use bonafide_oidc::jose::Signed;
use bonafide_oidc::person::Claim;
use bonafide_oidc::problem::Code;
use bonafide_service::Error;
use bonafide_service::oidc::{CreateClient, How, Outcome};
use bonafide_store::account::identities;
use bonafide_store::organisations;
use jiff::SignedDuration;
use serde_json::{Map, Value, json};

use crate::grants::{BACK, Shop, asked, back, query, shop, visitor};
use crate::world::{EXTERNAL, World, both};

const PASSWORD: &str = "a lamp on the harbour";
const API: &str = "https://api.example";

/// A shop whose tokens are good elsewhere too.
async fn trading(world: World) -> Shop {
    let mut shop = Shop::new(world).await;
    let request = CreateClient {
        resources: vec![API.to_owned(), "https://pay.example".to_owned()],
        ..self::shop()
    };
    let world = &shop.world;
    let client = world.service.create_client(&world.live, None, &request);
    shop.client = client.await.unwrap();
    shop
}

/// What an access token says, unverified.
fn said(token: &str) -> Map<String, Value> {
    let claims = Signed::parse(token).unwrap();
    claims.unverified().clone()
}

both! {
    async fn resources_are_shown_remembered_and_apart_from_userinfo(world: World) {
        let shop = trading(world).await;
        let ask = asked(shop.authorize(&format!("&resource={API}")).await);
        assert_eq!(ask.resources, [API]);
        let code = back(shop.decide(&ask, true).await.unwrap())["code"].clone();
        let silent = back(shop.authorize(&format!("&resource={API}&prompt=none")).await);
        assert!(silent.contains_key("code"), "remembered");
        // All of the client's, where none is named: more than was agreed to.
        assert_eq!(asked(shop.authorize("").await).resources.len(), 2);
        let account = shop.world.service.account(&shop.session).await.unwrap();
        let connected = shop.world.service.connected_services(&account).await.unwrap();
        assert_eq!(connected[0].resources, [API]);
        assert!(connected[0].others.is_empty());

        let tokens = shop.exchange(&code).await.unwrap();
        assert_eq!(said(&tokens.access_token)["aud"], EXTERNAL);
        assert!(shop.userinfo(&tokens.access_token).await.is_ok());
        let there = shop.refresh(&tokens.refresh_token.unwrap(), &format!("&resource={API}")).await.unwrap();
        assert_eq!(said(&there.access_token)["aud"], API);
        assert!(there.id_token.is_some());
        assert_eq!(shop.userinfo(&there.access_token).await, Err(Code::InvalidToken), "a token for another place");
    }

    async fn an_age_is_that_of_the_day_somebody_agreed(world: World) {
        let browser = world.verified("passport", "ann").await;
        let shop = Shop::new(world).await;
        let service = &shop.world.service;
        let account = service.account(&shop.session).await.unwrap();
        service.keep_identity(&account, &browser).await.unwrap();
        // Eighteen tomorrow.
        let mut tx = shop.world.store.begin().await.unwrap();
        let row = identities::find(&mut tx, &account.id).await.unwrap().unwrap();
        let identity = String::from_utf8_lossy(&row.identity).replace("1974-08-12", "2008-01-02");
        let (from, face) = ((&row.organisation, &row.registration), row.face.as_ref().map(|face| &face[..]));
        let kept = (identity.as_bytes(), face);
        identities::keep(&mut tx, &account.id, from, kept, &[], row.kept_at).await.unwrap();
        tx.commit().await.unwrap();
        let claims = r#"&claims={"userinfo":{"age_over_18":null}}"#;
        let page = asked(shop.authorize(claims).await);
        assert_eq!(page.identity, [(Claim::AgeOver18, "false".to_owned())]);
        let code = back(shop.decide(&page, true).await.unwrap())["code"].clone();
        let mut tokens = shop.exchange(&code).await.unwrap();
        for _ in 0..2 {
            assert_eq!(shop.userinfo(&tokens.access_token).await.unwrap()["age_over_18"], false);
            shop.world.clock.advance(SignedDuration::from_hours(24));
            tokens = shop.refresh(&tokens.refresh_token.unwrap(), "").await.unwrap();
        }
        // Nor does a new grant tell it, where the person sees no page.
        let session = shop.world.enter("ann.smith", PASSWORD).await.unwrap();
        let shop = Shop { session, ..shop };
        let silent = format!("{claims}&prompt=none");
        let code = back(shop.authorize(&silent).await)["code"].clone();
        let tokens = shop.exchange(&code).await.unwrap();
        assert_eq!(shop.userinfo(&tokens.access_token).await.unwrap()["age_over_18"], false);
        // They are shown what would be told now, and agree to that.
        let page = asked(shop.authorize(claims).await);
        assert_eq!(page.identity, [(Claim::AgeOver18, "true".to_owned())]);
        let code = back(shop.decide(&page, true).await.unwrap())["code"].clone();
        let tokens = shop.exchange(&code).await.unwrap();
        assert_eq!(shop.userinfo(&tokens.access_token).await.unwrap()["age_over_18"], true);
        let code = back(shop.authorize(claims).await)["code"].clone();
        let tokens = shop.exchange(&code).await.unwrap();
        assert_eq!(shop.userinfo(&tokens.access_token).await.unwrap()["age_over_18"], true);
    }

    async fn verified_claims_are_shown_and_told_with_how(world: World) {
        let browser = world.verified("passport", "ann").await;
        let shop = Shop::new(world).await;
        let service = &shop.world.service;
        let ask = |place: &str, verification: &str, claims: &str| {
            let claims = format!(r#"{{"{place}":{{"verified_claims":{{"verification":{verification},"claims":{claims}}}}}}}"#);
            format!("&claims={claims}")
        };
        let whole = r#"{"trust_framework":null,"assurance_level":null,"time":{"max_age":864000},
            "evidence":[{"type":{"value":"document"},"check_details":null,"document_details":null}]}"#;
        let adult = ask("id_token", whole, r#"{"age_over_18":{"value":true},"shoe_size":null}"#);
        let missing = asked(shop.authorize(&adult).await);
        assert_eq!((missing.missing.as_slice(), missing.proven), ([Claim::AgeOver18].as_slice(), false));
        let account = service.account(&shop.session).await.unwrap();
        service.keep_identity(&account, &browser).await.unwrap();

        // An age, and no birth date with it.
        let page = asked(shop.authorize(&adult).await);
        assert_eq!(page.identity, [(Claim::AgeOver18, "true".to_owned())]);
        assert_eq!((page.how.level, page.how.document), (Some(Level::Low), Some(DocumentKind::Passport)));
        assert_eq!((page.how.decided_by, page.how.chip), (Some(DecidedBy::Policy), None));
        assert!(page.how.verified_at.is_some() && page.missing.is_empty());
        let code = back(shop.decide(&page, true).await.unwrap())["code"].clone();
        let tokens = shop.exchange(&code).await.unwrap();
        let id = shop.id_token(&tokens).await;
        let time = id["verified_claims"]["verification"]["time"].clone();
        assert!(time.as_str().unwrap().ends_with("T00:00:00Z"), "{time}");
        assert_eq!(id["verified_claims"], json!({
            "verification": {
                "trust_framework": "bonafide",
                "assurance_level": "low",
                "time": time,
                "evidence": [{
                    "type": "document",
                    "check_details": [{"check_method": "vri"}, {"check_method": "bvr"}],
                    "document_details": {"type": "passport"},
                }],
            },
            "claims": {"age_over_18": true},
        }));
        assert!(!id.contains_key("birthdate") && !id.contains_key("age_over_18"));
        assert!(!shop.userinfo(&tokens.access_token).await.unwrap().contains_key("verified_claims"), "there alone");
        let again = shop.refresh(&tokens.refresh_token.unwrap(), "").await.unwrap();
        assert_eq!(shop.id_token(&again).await["verified_claims"], id["verified_claims"]);
        assert!(back(shop.authorize(&format!("{adult}&prompt=none")).await).contains_key("code"), "remembered");
        let connected = service.connected_services(&account).await.unwrap();
        assert!(connected[0].how && connected[0].claims.contains(&Claim::AgeOver18));
        assert!(!connected[0].claims.contains(&Claim::Birthdate));

        // More is asked for again, in whichever place.
        let named = ask("userinfo", r#"{"trust_framework":{"value":"bonafide"}}"#, r#"{"family_name":null,"birthdate":{"value":"1900-01-01"}}"#);
        let page = asked(shop.authorize(&named).await);
        assert_eq!(page.identity, [(Claim::FamilyName, "ERIKSSON".to_owned())]);
        assert_eq!((page.missing.as_slice(), page.how), ([Claim::Birthdate].as_slice(), How::default()));
        let code = back(shop.decide(&page, true).await.unwrap())["code"].clone();
        let tokens = shop.exchange(&code).await.unwrap();
        assert!(!shop.id_token(&tokens).await.contains_key("verified_claims"));
        let told = shop.userinfo(&tokens.access_token).await.unwrap();
        assert_eq!(told["verified_claims"], json!({
            "verification": {"trust_framework": "bonafide"}, "claims": {"family_name": "ERIKSSON"},
        }));
        // Nobody who is silent learns anything by guessing: a right guess and a wrong one are answered the same.
        for born in ["1974-08-12", "1974-08-13"] {
            let guess = ask("userinfo", r#"{"trust_framework":null}"#, &format!(r#"{{"birthdate":{{"value":"{born}"}}}}"#));
            assert_eq!(back(shop.authorize(&format!("{guess}&prompt=none")).await)["error"], "consent_required", "{born}");
        }
        for level in ["low", "high"] {
            let level = format!(r#"{{"trust_framework":null,"evidence":null,"assurance_level":{{"value":"{level}"}}}}"#);
            let guess = ask("userinfo", &level, r#"{"given_name":null}"#);
            assert_eq!(back(shop.authorize(&format!("{guess}&prompt=none")).await)["error"], "consent_required");
        }
        // What is not met is left out, and no mistake.
        for verification in [
            r#"{"trust_framework":{"value":"eidas"}}"#,
            r#"{"trust_framework":null,"assurance_level":{"value":"high"}}"#,
            r#"{"trust_framework":null,"evidence":[{"type":{"value":"document"},"document_details":{"type":{"value":"idcard"}}}]}"#,
        ] {
            let page = asked(shop.authorize(&format!("{}&prompt=consent", ask("userinfo", verification, r#"{"family_name":null}"#))).await);
            assert_eq!((page.identity.as_slice(), page.missing.as_slice()), ([].as_slice(), [Claim::FamilyName].as_slice()));
            let code = back(shop.decide(&page, true).await.unwrap())["code"].clone();
            let tokens = shop.exchange(&code).await.unwrap();
            assert!(!shop.userinfo(&tokens.access_token).await.unwrap().contains_key("verified_claims"), "{verification}");
        }
        // A plain age, by its name.
        let plain = "&claims=%7B%22userinfo%22:%7B%22age_over_21%22:null,%22age_over_65%22:null%7D%7D";
        let page = asked(shop.authorize(plain).await);
        assert_eq!(page.identity, [(Claim::AgeOver21, "true".to_owned()), (Claim::AgeOver65, "false".to_owned())]);
        let code = back(shop.decide(&page, true).await.unwrap())["code"].clone();
        let tokens = shop.exchange(&code).await.unwrap();
        let told = shop.userinfo(&tokens.access_token).await.unwrap();
        assert_eq!((&told["age_over_21"], &told["age_over_65"]), (&json!(true), &json!(false)));
        // What was verified too long ago is not told.
        let young = ask("userinfo", r#"{"trust_framework":null,"time":{"max_age":60}}"#, r#"{"family_name":null}"#);
        shop.world.clock.advance(SignedDuration::from_secs(61));
        let young = format!("{young}&prompt=consent");
        assert!(asked(shop.authorize(&young).await).identity.is_empty());
    }

    async fn people_have_another_name_at_every_sector(world: World) {
        let mut shop = Shop::new(world).await;
        let mut names = Vec::new();
        let same = self::shop();
        let host = CreateClient { redirect_uris: vec![BACK.to_owned(), "https://shop.example/other".to_owned()], ..same.clone() };
        let public = CreateClient { subject_type: "public".to_owned(), redirect_uris: vec![BACK.to_owned(), "https://x.example/".to_owned()], ..same.clone() };
        let test = shop.world.test.clone();
        let live = shop.world.live.clone();
        let foreign = shop.world.other_organisation().await;
        for (caller, request) in [(&live, &same), (&live, &host), (&live, &public), (&test, &same), (&foreign, &public), (&live, &public)] {
            shop.client = shop.world.service.create_client(caller, None, request).await.unwrap();
            let tokens = shop.exchange(&shop.code("").await).await.unwrap();
            names.push(shop.id_token(&tokens).await["sub"].clone());
        }
        assert_eq!(names[0], names[1], "one host");
        assert!(names[0] != names[2] && names[0] != names[3] && names[2] != names[3]);
        assert_eq!(names[2], names[5], "public within an organisation");
        assert_ne!(names[2], names[4], "and no further");
        let several = CreateClient { subject_type: "pairwise".to_owned(), ..public };
        let refused = shop.world.service.create_client(&live, None, &several).await;
        assert!(matches!(refused, Err(Error::Validation(_))));
    }

    async fn a_disabled_organisation_hears_nothing_more(world: World) {
        let shop = Shop::new(world).await;
        let tokens = shop.exchange(&shop.code("").await).await.unwrap();
        assert!(shop.userinfo(&tokens.access_token).await.is_ok());
        let mut tx = shop.world.store.begin().await.unwrap();
        let organisation = organisations::find(&mut tx, &shop.world.organisation).await.unwrap().unwrap();
        let disabled = organisations::Organisation { disabled_at: Some(organisation.created), ..organisation };
        organisations::update(&mut tx, &disabled).await.unwrap();
        tx.commit().await.unwrap();
        // What a node knows of a client is five seconds old at most.
        shop.world.clock.advance(SignedDuration::from_secs(5));
        assert_eq!(shop.userinfo(&tokens.access_token).await, Err(Code::InvalidToken));
    }

    async fn whom_a_client_asks_for_signs_in_or_nobody(world: World) {
        let shop = Shop::new(world).await;
        let service = &shop.world.service;
        let tokens = shop.exchange(&shop.code("").await).await.unwrap();
        let ann = shop.id_token(&tokens).await["sub"].as_str().unwrap().to_owned();
        let hint = tokens.id_token.unwrap();
        shop.world.clock.advance(SignedDuration::from_secs(1));
        let bob = shop.world.opened("bob.jones", "bob@mail.example").await;
        for whom in [
            format!(r#"&claims={{"id_token":{{"sub":{{"value":"{ann}"}}}}}}"#),
            format!(r#"&claims={{"userinfo":{{"sub":{{"values":["{ann}"]}}}}}}"#),
            format!("&id_token_hint={hint}"),
        ] {
            let text = query(&shop.client, &whom);
            let silent = format!("{text}&prompt=none");
            let go = async |text: &str, who: &str| service.authorize(text, &visitor(Some(who))).await.unwrap();
            assert!(back(go(&silent, &shop.session).await).contains_key("code"), "{whom}");
            assert_eq!(back(go(&silent, &bob).await)["error"], "login_required", "{whom}");
            shop.world.clock.advance(SignedDuration::from_secs(1));
            let Outcome::SignIn(request) = go(&text, &bob).await else { panic!("{whom}") };
            let again = shop.world.enter("bob.jones", PASSWORD).await.unwrap();
            let other = back(service.go_on(&request, Some(&again)).await.unwrap());
            assert_eq!(other["error"], "login_required", "{whom}");
            let Outcome::SignIn(request) = go(&text, &bob).await else { panic!("{whom}") };
            let herself = shop.world.enter("ann.smith", PASSWORD).await.unwrap();
            assert!(back(service.go_on(&request, Some(&herself)).await.unwrap()).contains_key("code"), "{whom}");
        }
        for wrong in [hint.replacen('e', "f", 1), tokens.access_token] {
            let refused = back(shop.authorize(&format!("&id_token_hint={wrong}")).await);
            assert_eq!(refused["error"], "invalid_request");
        }
    }

    async fn a_sign_in_grows_old_over_a_page(world: World) {
        let shop = Shop::new(world).await;
        let service = &shop.world.service;
        let text = query(&shop.client, "&max_age=60");
        let Outcome::SignIn(request) = service.authorize(&text, &visitor(None)).await.unwrap() else { panic!("nobody") };
        let session = shop.world.enter("ann.smith", PASSWORD).await.unwrap();
        let asks = async || service.go_on(&request, Some(&session)).await.unwrap();
        shop.world.clock.advance(SignedDuration::from_mins(4));
        asked(asks().await);
        shop.world.clock.advance(SignedDuration::from_mins(2));
        assert!(matches!(asks().await, Outcome::SignIn(_)), "an hour was had before");
    }

    async fn one_tabs_page_decides_nothing_in_another(world: World) {
        let shop = Shop::new(world).await;
        let service = &shop.world.service;
        let one = asked(shop.authorize("").await);
        let other = asked(shop.authorize("").await);
        assert_ne!(one.shown, other.shown);
        let mixed = bonafide_service::oidc::Ask { request: other.request.clone(), ..one.clone() };
        let again = asked(shop.decide(&mixed, true).await.unwrap());
        assert_eq!((&again.request, &again.shown), (&other.request, &other.shown));
        let account = service.account(&shop.session).await.unwrap();
        assert!(service.connected_services(&account).await.unwrap().is_empty(), "nothing was agreed to");
        assert!(back(shop.decide(&one, true).await.unwrap()).contains_key("code"));
        assert!(back(shop.decide(&other, true).await.unwrap()).contains_key("code"));
    }

    async fn sessions_and_refresh_tokens_end_at_last(world: World) {
        let shop = Shop::new(world).await;
        let tokens = shop.exchange(&shop.code("").await).await.unwrap();
        for _ in 0..14 {
            shop.world.clock.advance(SignedDuration::from_mins(50));
            assert!(back(shop.authorize("&prompt=none").await).contains_key("code"));
        }
        shop.world.clock.advance(SignedDuration::from_secs(20 * 60 - 1));
        assert!(back(shop.authorize("&prompt=none").await).contains_key("code"));
        shop.world.clock.advance(SignedDuration::from_secs(1));
        assert_eq!(back(shop.authorize("&prompt=none").await)["error"], "login_required", "twelve hours");
        // Used every 29 days, and yet not for ever.
        let mut token = tokens.refresh_token.unwrap();
        for _ in 0..12 {
            shop.world.clock.advance(SignedDuration::from_hours(29 * 24));
            token = shop.refresh(&token, "").await.unwrap().refresh_token.unwrap();
        }
        shop.world.clock.advance(SignedDuration::from_hours(17 * 24));
        assert_eq!(shop.refresh(&token, "").await, Err(Code::InvalidGrant), "a year");
    }

    async fn a_request_too_large_to_be_kept_is_refused(world: World) {
        let shop = Shop::new(world).await;
        // Letters that take three times the room once they are written out.
        let long = "{".repeat(11_000);
        let told = back(shop.authorize(&format!("&x={long}")).await);
        assert_eq!(told["error"], "invalid_request");
    }
}
