//! What clients may ask, and what happens then.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::client::{AuthMethod, GrantType, Metadata};
use crate::redirect::RedirectUri;
use crate::scope::Scopes;
use crate::verified::Proof;

const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

fn client() -> Metadata {
    Metadata {
        token_endpoint_auth_method: AuthMethod::None,
        grant_types: vec![GrantType::AuthorizationCode],
        scope: Scopes::parse("openid profile").unwrap(),
        resources: Vec::new(),
        redirect_uris: vec![RedirectUri::parse("https://rp.example/cb").unwrap()],
        post_logout_redirect_uris: Vec::new(),
        subject_type: crate::client::SubjectType::Pairwise,
        jwks: None,
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

fn good() -> String {
    format!(
        "client_id=c&response_type=code&redirect_uri=https://rp.example/cb&scope=openid&state=s&nonce=n\
         &code_challenge={CHALLENGE}&code_challenge_method=S256&acr_values=high+low&max_age=60&prompt=login+consent"
    )
}

fn validated(text: &str) -> Result<Validated, Refused> {
    validate(&Form::parse(text.as_bytes()).unwrap(), &client())
}

#[test]
fn a_request_of_its_client_is_read() {
    let read = validated(&good()).unwrap();
    assert_eq!(
        (read.state.as_deref(), read.nonce.as_deref()),
        (Some("s"), Some("n"))
    );
    assert_eq!(read.acr_values, ["high", "low"]);
    assert_eq!(read.max_age, Some(SignedDuration::from_secs(60)));
    assert_eq!(read.prompt, [Prompt::Login, Prompt::Consent]);
    assert_eq!(read.challenge.as_str(), CHALLENGE);
}

#[test]
fn nobody_agrees_to_what_is_not_known_of_them() {
    let text = good().replace("scope=openid", "scope=openid+profile")
        + r#"&claims={"id_token":{"birthdate":{"essential":true}},"userinfo":{"email":null}}"#;
    let read = validated(&text).unwrap();
    assert_eq!(read.asked().len(), 5);
    assert!(read.is_essential(Claim::Birthdate) && !read.is_essential(Claim::Name));
    let items = |known: &[Claim]| {
        let claims = known.iter().map(|claim| (*claim, "x".into())).collect();
        let known = Known {
            claims,
            proof: None,
        };
        let items = read.items(&known, Timestamp::UNIX_EPOCH);
        items.into_iter().collect::<Vec<_>>()
    };
    assert_eq!(items(&[]), ["openid", "profile"]);
    assert_eq!(
        items(&[Claim::Email, Claim::Name, Claim::PhoneNumber]),
        ["claim name", "email", "openid", "profile"]
    );
}

#[test]
fn verified_claims_are_agreed_to_by_name_and_with_how() {
    let text = good()
        + r#"&claims={"id_token":{"verified_claims":{"verification":{"trust_framework":null,"assurance_level":null},
            "claims":{"age_over_18":{"essential":true},"name":null}}}}"#;
    let read = validated(&text).unwrap();
    let mut known = Known::default();
    let now = Timestamp::UNIX_EPOCH;
    let missing = BTreeSet::from([Claim::Name, Claim::AgeOver18]);
    assert_eq!(read.missing(&known, now), missing);
    assert!(read.asked().is_empty() && read.is_essential(Claim::AgeOver18));
    known.proof = Some(Proof {
        claims: BTreeMap::from([
            (Claim::AgeOver18, true.into()),
            (Claim::Birthdate, "1974-08-12".into()),
        ]),
        level: "low",
        time: now,
        document: None,
        methods: Vec::new(),
    });
    assert_eq!(read.missing(&known, now), BTreeSet::from([Claim::Name]));
    let items = read.items(&known, now).into_iter().collect::<Vec<_>>();
    assert_eq!(items, ["how level", "openid", "verified age_over_18"]);
}

#[test]
fn whoever_is_silent_sees_no_page() {
    let at = |second| Timestamp::from_second(second).unwrap();
    let who = |since, level| {
        Some(Presence {
            since: at(since),
            level,
            expected: true,
        })
    };
    let ask = |more: &str| {
        let text = good().replace("&acr_values=high+low&max_age=60&prompt=login+consent", more);
        validated(&text).unwrap()
    };
    let next = |more: &str, who: Option<Presence>, agreed| {
        ask(more).next(who.as_ref(), agreed, at(100), at(130))
    };
    let code = |next| match next {
        Next::Refuse(problem) => Some(problem.code),
        _ => None,
    };
    assert_eq!(next("", None, None), Next::SignIn);
    assert_eq!(next("", who(1, Level::One), None), Next::Consent);
    assert_eq!(
        next("", who(1, Level::One), Some(Agreed::Before)),
        Next::Code
    );
    assert_eq!(
        next("&prompt=consent", who(1, Level::One), Some(Agreed::Before)),
        Next::Consent
    );
    assert_eq!(
        next("&prompt=consent", who(1, Level::One), Some(Agreed::Now)),
        Next::Code
    );
    assert_eq!(
        code(next("&prompt=none", None, None)),
        Some(Code::LoginRequired)
    );
    assert_eq!(
        code(next("&prompt=none", who(1, Level::One), None)),
        Some(Code::ConsentRequired)
    );
    assert_eq!(
        next("&prompt=none", who(1, Level::One), Some(Agreed::Before)),
        Next::Code
    );
    for again in [
        "&prompt=login",
        "&prompt=select_account",
        "&max_age=60",
        "&max_age=0",
    ] {
        assert_eq!(
            next(again, who(1, Level::One), Some(Agreed::Before)),
            Next::SignIn,
            "{again}"
        );
        assert_eq!(
            next(again, who(100, Level::One), Some(Agreed::Before)),
            Next::Code,
            "{again}"
        );
    }
    assert_eq!(
        code(next(
            "&prompt=none&max_age=60",
            who(1, Level::One),
            Some(Agreed::Before)
        )),
        Some(Code::LoginRequired)
    );
}

#[test]
fn a_young_sign_in_is_no_licence_to_wait() {
    let at = |second| Timestamp::from_second(second).unwrap();
    let text = good().replace(
        "&acr_values=high+low&max_age=60&prompt=login+consent",
        "&max_age=60",
    );
    let asked = validated(&text).unwrap();
    let next = |since, now| {
        let who = Presence {
            since: at(since),
            level: Level::One,
            expected: true,
        };
        asked.next(Some(&who), Some(Agreed::Now), at(100), at(now))
    };
    assert_eq!(next(110, 410), Next::Code, "five minutes to read");
    assert_eq!(next(110, 411), Next::SignIn);
    assert_eq!(next(99, 150), Next::Code);
    assert_eq!(next(99, 160), Next::SignIn);
}

#[test]
fn whom_the_client_asks_for_signs_in_or_nobody() {
    let at = |second| Timestamp::from_second(second).unwrap();
    let ask = |claims: &str| {
        let text = good().replace("&acr_values=high+low&max_age=60&prompt=login+consent", "");
        validated(&format!("{text}&claims={claims}")).unwrap()
    };
    let one = ask(r#"{"id_token":{"sub":{"value":"ann"}}}"#);
    assert!(one.is_for("ann") && !one.is_for("bob"));
    let either = ask(r#"{"userinfo":{"sub":{"values":["ann","bob"]}}}"#);
    assert!(either.is_for("ann") && either.is_for("bob") && !either.is_for("eve"));
    assert!(ask(r#"{"id_token":{"sub":null}}"#).is_for("anybody"));
    assert!(!ask(r#"{"id_token":{"sub":{"value":1}}}"#).is_for("1"));
    let who = |since| Presence {
        since: at(since),
        level: Level::One,
        expected: false,
    };
    let next = |since| one.next(Some(&who(since)), Some(Agreed::Now), at(100), at(130));
    assert_eq!(next(1), Next::SignIn);
    assert!(matches!(next(110), Next::Refuse(problem) if problem.code == Code::LoginRequired));
}

#[test]
fn a_level_is_stepped_up_to_and_demanded_where_it_is_essential() {
    let at = |second| Timestamp::from_second(second).unwrap();
    let ask = |more: &str| {
        let text = good().replace("&acr_values=high+low&max_age=60&prompt=login+consent", more);
        validated(&text).unwrap()
    };
    let two = Level::Two.as_str();
    let wished = ask(&format!("&acr_values={two}"));
    let essential = ask(&format!(
        r#"&claims={{"id_token":{{"acr":{{"essential":true,"value":"{two}"}}}}}}"#
    ));
    let unknown = ask(r#"&claims={"id_token":{"acr":{"essential":true,"value":"gold"}}}"#);
    let (old, fresh) = (at(1), at(100));
    let next = |asked: &Validated, since, level| {
        asked.next(
            Some(&Presence {
                since,
                level,
                expected: true,
            }),
            Some(Agreed::Before),
            at(100),
            at(130),
        )
    };
    let unmet = |next: Next| matches!(next, Next::Refuse(problem) if problem.code == Code::UnmetAuthenticationRequirements);
    assert_eq!(next(&wished, old, Level::One), Next::SignIn);
    assert_eq!(next(&wished, fresh, Level::One), Next::Code, "a wish");
    assert_eq!(next(&essential, old, Level::One), Next::SignIn);
    assert!(unmet(next(&essential, fresh, Level::One)));
    assert_eq!(next(&essential, old, Level::Two), Next::Code);
    assert!(unmet(next(&unknown, old, Level::Two)));
    assert_eq!(wished.answer(Level::One), Level::One.as_str());
    let low = ask(&format!("&acr_values={}", Level::One.as_str()));
    assert_eq!(
        low.answer(Level::Two),
        Level::One.as_str(),
        "what was asked for"
    );
}

#[test]
fn nobody_is_sent_to_an_address_that_is_not_registered() {
    for (from, to) in [
        ("https://rp.example/cb", "https://evil.example/cb"),
        ("https://rp.example/cb", "https://rp.example/cb/"),
        ("redirect_uri", "other"),
    ] {
        assert!(
            matches!(validated(&good().replace(from, to)), Err(Refused::Here(_))),
            "{to}"
        );
    }
}

#[test]
fn the_client_hears_what_is_wrong() {
    for (from, to, code) in [
        (
            "response_type=code",
            "response_type=token",
            Code::UnsupportedResponseType,
        ),
        (
            "response_type=code",
            "response_type=code+id_token",
            Code::UnsupportedResponseType,
        ),
        ("response_type=code", "x=y", Code::InvalidRequest),
        ("S256", "plain", Code::InvalidRequest),
        ("&code_challenge_method=S256", "", Code::InvalidRequest),
        ("&code_challenge=", "&other=", Code::InvalidRequest),
        ("scope=openid", "scope=openid+admin", Code::InvalidScope),
        ("max_age=60", "max_age=-1", Code::InvalidRequest),
        ("max_age=60", "max_age=%2b1", Code::InvalidRequest),
        ("prompt=login", "prompt=none+login", Code::InvalidRequest),
        ("prompt=login", "prompt=surprise", Code::InvalidRequest),
        ("max_age=60", "response_mode=fragment", Code::InvalidRequest),
        ("max_age=60", "claims=%5B%5D", Code::InvalidRequest),
        (
            "max_age=60",
            "resource=https://api.example",
            Code::InvalidTarget,
        ),
        ("max_age=60", "dpop_jkt=x", Code::InvalidRequest),
        ("nonce=n", "nonce=%0a", Code::InvalidRequest),
    ] {
        match validated(&good().replacen(from, to, 1)) {
            Err(Refused::There {
                redirect_uri,
                state,
                problem,
            }) => {
                assert_eq!(
                    (problem.code, redirect_uri.as_str()),
                    (code, "https://rp.example/cb"),
                    "{to}"
                );
                assert_eq!(state.as_deref(), Some("s"));
            }
            other => panic!("{to}: {other:?}"),
        }
    }
    let refused = validated(&good().replace("state=s", "state=%0d%0ax")).unwrap_err();
    assert!(matches!(refused, Refused::There { state: None, .. }));
}

#[test]
fn a_pushed_request_is_known_by_its_name() {
    let of = |text: &str| {
        let form = Form::parse(text.as_bytes()).unwrap();
        addressed(&form)
            .map(|(client, pushed)| (client.to_owned(), pushed.map(str::to_owned)))
            .map_err(|p| p.code)
    };
    assert_eq!(
        of("client_id=c&request_uri=urn:ietf:params:oauth:request_uri:x"),
        Ok(("c".to_owned(), Some("x".to_owned())))
    );
    assert_eq!(of("client_id=c"), Ok(("c".to_owned(), None)));
    assert_eq!(
        of("client_id=c&request_uri=https://evil.example/x"),
        Err(Code::InvalidRequestUri)
    );
    assert_eq!(of("client_id=c&request=x"), Err(Code::RequestNotSupported));
    assert_eq!(of(""), Err(Code::InvalidRequest));
}

proptest! {
    #[test]
    fn whatever_is_sent_nobody_goes_elsewhere(name in "[a-z_]{1,14}", value in ".{0,40}") {
        let pair = url::form_urlencoded::Serializer::new(String::new()).append_pair(&name, &value).finish();
        if let Ok(form) = Form::parse(format!("{pair}&{}", good()).as_bytes()) {
            match validate(&form, &client()) {
                Ok(Validated { redirect_uri, .. }) | Err(Refused::There { redirect_uri, .. }) => {
                    prop_assert_eq!(redirect_uri, "https://rp.example/cb");
                }
                Err(Refused::Here(_)) => {}
            }
        }
    }
}
