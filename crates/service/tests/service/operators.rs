//! Operators and their passkeys, with an authenticator made of software.

use bonafide_service::operator::Operator;
use bonafide_service::{Error, Service};
pub(crate) use bonafide_test_server::Authenticator;
use jiff::SignedDuration;

use crate::world::{World, both};

const ORIGIN: &str = "http://localhost:8080";

/// User present and verified.
const PROVEN: u8 = 0x05;

async fn enrol(service: &Service, secret: &str) -> (Authenticator, Operator, String) {
    let ceremony = service.begin_enrolment(secret).await.unwrap();
    let (authenticator, answer) = Authenticator::create(&ceremony.options, ORIGIN);
    let signed_in = service
        .finish_enrolment(secret, &ceremony.token, &answer, "Laptop")
        .await
        .unwrap();
    (authenticator, signed_in.operator, signed_in.cookie)
}

fn secret_of(url: &str) -> &str {
    url.rsplit('/').next().unwrap()
}

/// A new operator, enrolled and signed in.
pub(crate) async fn sign_in(world: &World, name: &str) -> Operator {
    let link = world.service.create_operator(name, name).await.unwrap();
    enrol(&world.service, secret_of(&link.url)).await.1
}

both! {
    async fn enrolled_by_a_link_then_signed_in_without_a_name(world: World) {
        let link = world.service.create_operator("ann", "Ann Nova").await.unwrap();
        assert!(link.url.starts_with("http://localhost:8080/moderate/enrol/"), "not an IP address: {}", link.url);
        let secret = secret_of(&link.url);
        for _ in 0..2 {
            assert_eq!(world.service.enrolment(secret).await.unwrap().display_name, "Ann Nova");
        }
        let (mut authenticator, _, cookie) = enrol(&world.service, secret).await;
        assert_eq!(world.service.operator(&cookie).await.unwrap().name, "ann");
        // The link worked once.
        assert_eq!(world.service.enrolment(secret).await.unwrap_err(), Error::OperatorLinkExpired);
        assert_eq!(world.service.begin_enrolment(secret).await.unwrap_err(), Error::OperatorLinkExpired);

        let ceremony = world.service.begin_sign_in(None).await.unwrap();
        let answer = authenticator.get(&ceremony.options, ORIGIN, PROVEN);
        let signed_in = world.service.finish_sign_in(&ceremony.token, &answer).await.unwrap();
        assert_ne!(signed_in.cookie, cookie);
        assert_eq!(signed_in.operator.check_csrf("x"), Err(Error::FormExpired));
        // An answer is judged once.
        assert_eq!(world.service.finish_sign_in(&ceremony.token, &answer).await.unwrap_err(), Error::PasskeyFailed);
        world.service.sign_out(&signed_in.operator).await.unwrap();
        assert_eq!(world.service.operator(&signed_in.cookie).await.unwrap_err(), Error::OperatorSignedOut);
        assert!(world.service.operator(&cookie).await.is_ok(), "the other session goes on");
        assert!(world.service.operators().await.unwrap()[0].disabled_at.is_none());
    }

    async fn a_lost_passkey_opens_nothing_any_more(world: World) {
        let link = world.service.create_operator("ann", "Ann").await.unwrap();
        let (mut authenticator, _, cookie) = enrol(&world.service, secret_of(&link.url)).await;
        let passkeys = world.service.passkeys("ann").await.unwrap();
        assert_eq!(passkeys.len(), 1);
        for unknown in ["", "zz", "00"] {
            assert_eq!(world.service.remove_passkey("ann", unknown).await.unwrap_err(), Error::NotFound);
        }
        world.service.create_operator("bea", "Bea").await.unwrap();
        assert_eq!(world.service.remove_passkey("bea", &passkeys[0].id).await.unwrap_err(), Error::NotFound);
        world.service.remove_passkey("ann", &passkeys[0].id).await.unwrap();
        assert!(world.service.passkeys("ann").await.unwrap().is_empty());
        assert_eq!(world.service.operator(&cookie).await.unwrap_err(), Error::OperatorSignedOut);
        let ceremony = world.service.begin_sign_in(None).await.unwrap();
        let answer = authenticator.get(&ceremony.options, ORIGIN, PROVEN);
        assert_eq!(world.service.finish_sign_in(&ceremony.token, &answer).await.unwrap_err(), Error::PasskeyFailed);
    }

    async fn what_proves_nothing(world: World) {
        let link = world.service.create_operator("ann", "Ann").await.unwrap();
        let (mut authenticator, _, _) = enrol(&world.service, secret_of(&link.url)).await;
        let refuse = async |authenticator: &mut Authenticator, origin: &str, flags: u8| {
            let ceremony = world.service.begin_sign_in(None).await.unwrap();
            let answer = authenticator.get(&ceremony.options, origin, flags);
            world.service.finish_sign_in(&ceremony.token, &answer).await.unwrap_err()
        };
        assert_eq!(refuse(&mut authenticator, "http://evil.example", PROVEN).await, Error::PasskeyFailed);
        assert_eq!(refuse(&mut authenticator, ORIGIN, 0x01).await, Error::PasskeyFailed, "present but not verified");
        // A clone whose counter lags behind.
        authenticator.counter = 0;
        assert_eq!(refuse(&mut authenticator, ORIGIN, PROVEN).await, Error::PasskeyFailed);
        // Somebody else's key under this name.
        let mut impostor = authenticator.impostor();
        assert_eq!(refuse(&mut impostor, ORIGIN, PROVEN).await, Error::PasskeyFailed);
        impostor.credential = vec![7; 32];
        assert_eq!(refuse(&mut impostor, ORIGIN, PROVEN).await, Error::PasskeyFailed);
        let ceremony = world.service.begin_sign_in(None).await.unwrap();
        for nonsense in ["", "{}", "[1]", &"x".repeat(100_000)] {
            assert_eq!(world.service.finish_sign_in(&ceremony.token, nonsense).await.unwrap_err(), Error::PasskeyFailed);
        }
    }

    async fn a_link_of_another_does_not_enrol(world: World) {
        let ann = world.service.create_operator("ann", "Ann").await.unwrap();
        let bea = world.service.create_operator("bea", "Bea").await.unwrap();
        let ceremony = world.service.begin_enrolment(secret_of(&ann.url)).await.unwrap();
        let (_, answer) = Authenticator::create(&ceremony.options, ORIGIN);
        let mixed = world.service.finish_enrolment(secret_of(&bea.url), &ceremony.token, &answer, "x").await;
        assert_eq!(mixed.unwrap_err(), Error::PasskeyFailed);
        assert!(world.service.enrolment(secret_of(&bea.url)).await.is_ok(), "nothing was used up");
        world.clock.advance(SignedDuration::from_hours(25));
        assert_eq!(world.service.enrolment(secret_of(&bea.url)).await.unwrap_err(), Error::OperatorLinkExpired);
        let renewed = world.service.renew_operator_link("bea").await.unwrap();
        assert!(world.service.enrolment(secret_of(&renewed.url)).await.is_ok());
        let again = world.service.renew_operator_link("bea").await.unwrap();
        assert_eq!(world.service.enrolment(secret_of(&renewed.url)).await.unwrap_err(), Error::OperatorLinkExpired, "one at a time");
        assert!(world.service.enrolment(secret_of(&again.url)).await.is_ok());
        assert_eq!(world.service.renew_operator_link("nobody").await.unwrap_err(), Error::NotFound);
    }

    async fn nobody_shuts_the_door_for_others(world: World) {
        let begin = async |address: &str| world.service.begin_sign_in(Some(address.parse().unwrap())).await.map(drop);
        for _ in 0..60 {
            begin("2001:db8::1").await.unwrap();
        }
        assert_eq!(begin("2001:db8::1").await, Err(Error::OperatorTooManyTries));
        assert_eq!(begin("2001:db8::2").await, Err(Error::OperatorTooManyTries), "the same subscriber");
        begin("2001:db8:0:1::1").await.unwrap();
        begin("192.0.2.7").await.unwrap();
        world.clock.advance(SignedDuration::from_mins(15));
        begin("2001:db8::1").await.unwrap();
        // More than an address may: on this machine everybody has the same one.
        for _ in 0..61 {
            world.service.begin_sign_in(None).await.unwrap();
        }
        let link = world.service.create_operator("ann", "Ann").await.unwrap();
        for _ in 0..60 {
            world.service.begin_enrolment(secret_of(&link.url)).await.unwrap();
        }
        assert_eq!(world.service.begin_enrolment(secret_of(&link.url)).await.unwrap_err(), Error::OperatorTooManyTries);
    }

    async fn names(world: World) {
        world.service.create_operator("ann", "Ann").await.unwrap();
        assert_eq!(world.service.create_operator("ann", "Ann").await.unwrap_err(), Error::OperatorExists);
        for (name, display) in [("", "x"), ("Ann", "x"), ("a b", "x"), ("ok", " "), ("ok", "a\nb")] {
            assert!(matches!(world.service.create_operator(name, display).await, Err(Error::Validation(_))));
        }
    }

    async fn sessions_end(world: World) {
        let link = world.service.create_operator("ann", "Ann").await.unwrap();
        let (mut authenticator, _, cookie) = enrol(&world.service, secret_of(&link.url)).await;
        for _ in 0..14 {
            world.clock.advance(SignedDuration::from_mins(50));
            assert!(world.service.operator(&cookie).await.is_ok(), "used within the hour");
        }
        world.clock.advance(SignedDuration::from_mins(50));
        assert_eq!(world.service.operator(&cookie).await.unwrap_err(), Error::OperatorSignedOut, "after twelve hours");

        let ceremony = world.service.begin_sign_in(None).await.unwrap();
        let answer = authenticator.get(&ceremony.options, ORIGIN, PROVEN);
        let cookie = world.service.finish_sign_in(&ceremony.token, &answer).await.unwrap().cookie;
        world.clock.advance(SignedDuration::from_mins(61));
        assert_eq!(world.service.operator(&cookie).await.unwrap_err(), Error::OperatorSignedOut, "idle");
        let ceremony = world.service.begin_sign_in(None).await.unwrap();
        let answer = authenticator.get(&ceremony.options, ORIGIN, PROVEN);
        world.clock.advance(SignedDuration::from_mins(6));
        assert_eq!(world.service.finish_sign_in(&ceremony.token, &answer).await.unwrap_err(), Error::PasskeyFailed, "too slow");
    }

    async fn a_disabled_operator_is_out_at_once(world: World) {
        let (_, registration) = world.to_review(&world.live).await;
        let link = world.service.create_operator("ann", "Ann").await.unwrap();
        let (mut authenticator, operator, cookie) = enrol(&world.service, secret_of(&link.url)).await;
        let case = world.service.take_next(&operator).await.unwrap().unwrap();
        world.service.disable_operator("ann").await.unwrap();
        assert_eq!(world.service.operator(&cookie).await.unwrap_err(), Error::OperatorSignedOut);
        assert_eq!(world.service.take_next(&operator).await.unwrap_err(), Error::OperatorSignedOut);
        assert_eq!(world.service.case(&operator, &case.id).await.unwrap_err(), Error::ReviewNotAssigned);
        let ceremony = world.service.begin_sign_in(None).await.unwrap();
        let answer = authenticator.get(&ceremony.options, ORIGIN, PROVEN);
        assert_eq!(world.service.finish_sign_in(&ceremony.token, &answer).await.unwrap_err(), Error::PasskeyFailed);
        let bea = sign_in(&world, "bea").await;
        assert_eq!(world.service.take_next(&bea).await.unwrap().unwrap().registration, registration);
    }
}
