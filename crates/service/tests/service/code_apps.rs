//! Apps for one-time codes: added, asked for after the password, attacked.

use bonafide_identity::account::{CodeSecret, OneTimeCode};
use bonafide_identity::language::Language;
use bonafide_service::account::{Account, Entered, Problem, SignedIn};
use bonafide_service::{Clock as _, Error};
use jiff::SignedDuration;

use crate::accounts::{MAIL, PASSWORD, PHONE, problem};
use crate::world::{World, both};

/// What an app reads from the letters that it is told (base 32, RFC 4648, 6).
fn secret(text: &str) -> CodeSecret {
    let mut bits = 0_u64;
    let mut bytes = Vec::new();
    for (at, letter) in text.bytes().filter(|byte| *byte != b' ').enumerate() {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'2'..=b'7' => letter - b'2' + 26,
            _ => panic!("{text}"),
        };
        bits = bits << 5 | u64::from(value);
        if at % 8 == 7 {
            bytes.extend_from_slice(&bits.to_be_bytes()[3..]);
            bits = 0;
        }
    }
    CodeSecret::new(bytes.try_into().unwrap())
}

impl World {
    /// The code that an app shows now.
    fn shown(&self, secret: &CodeSecret) -> String {
        let [_, (_, present), _]: [(i64, OneTimeCode); 3] =
            secret.codes(self.clock.now()).try_into().unwrap();
        present.digits().to_owned()
    }

    /// No code that is taken now.
    fn wrong(&self, secret: &CodeSecret) -> String {
        let taken = secret.codes(self.clock.now());
        let all = (0..10).map(|number| format!("{number:06}"));
        let mut others = all.filter(|code| taken.iter().all(|(_, one)| one.digits() != code));
        others.next().unwrap()
    }

    /// Adds an app to the account of whoever is signed in.
    async fn with_code_app(&self, account: &Account) -> CodeSecret {
        let cookie = self.service.begin_code_app(account).await.unwrap();
        let new = self.service.code_app(account, &cookie).await.unwrap();
        let secret = secret(&new.secret);
        assert!(new.address.contains(&secret.text()), "{}", new.address);
        let code = self.shown(&secret);
        let added = self
            .service
            .add_code_app(account, &cookie, " Phone ", &code)
            .await;
        added.unwrap();
        self.clock.advance(SignedDuration::from_secs(30));
        secret
    }

    /// Gives the password; gives the cookie of whoever is asked for a code.
    async fn asked_for_code(&self, name: &str) -> String {
        let entered = self
            .service
            .sign_in_with_password(name, PASSWORD, None)
            .await;
        match entered.unwrap() {
            Entered::Code(cookie) => cookie,
            Entered::In(_) => panic!("signed in by password alone"),
        }
    }

    async fn with_code(&self, cookie: &str, code: &str) -> Result<SignedIn, Error> {
        let csrf = self.service.second_step(cookie).await.unwrap();
        self.service
            .sign_in_with_code(cookie, &csrf, code, None)
            .await
    }
}

both! {
    async fn a_code_is_asked_for_after_the_password(world: World) {
        let session = world.opened("ann.smith", MAIL).await;
        let service = &world.service;
        let account = world.account(&session).await;
        let elsewhere = world.enter("ann.smith", PASSWORD).await.unwrap();
        let secret = world.with_code_app(&account).await;
        for to in [MAIL, PHONE] {
            world.told_that(to, "one-time codes was added").await;
        }
        assert_eq!(problem(service.account(&elsewhere).await), Problem::SignedOut);
        let line = &service.account_home(&account).await.unwrap().code_apps[0];
        assert_eq!((line.name.as_str(), line.last_used_at), ("Phone", None));

        let wrong = service.sign_in_with_password("ann.smith", "another lamp in the hall", None).await;
        assert_eq!(problem(wrong), Problem::SignInFailed);
        let cookie = world.asked_for_code(MAIL).await;
        assert_eq!(problem(service.account(&cookie).await), Problem::SignedOut);
        for wrong in ["", "12345", world.wrong(&secret).as_str()] {
            assert_eq!(problem(world.with_code(&cookie, wrong).await), Problem::OneTimeCodeWrong);
        }
        let code = world.shown(&secret);
        let forged = service.sign_in_with_code(&cookie, "x", &code, None).await;
        assert!(matches!(forged, Err(Error::FormExpired)));
        let signed_in = world.with_code(&cookie, &code).await.unwrap();
        let entered = world.account(&signed_in.cookie).await;
        assert_eq!((&entered.id, entered.method.as_str()), (&account.id, "password-code"));
        assert!(service.is_fresh(&entered));

        // Once, and neither it nor one before it by another sign-in.
        let again = service.second_step(&cookie).await;
        assert_eq!(problem(again), Problem::FlowEnded);
        let cookie = world.asked_for_code("ann.smith").await;
        assert_eq!(problem(world.with_code(&cookie, &code).await), Problem::OneTimeCodeWrong);
        let before = secret.codes(world.clock.now())[0].1.digits().to_owned();
        assert_eq!(problem(world.with_code(&cookie, &before).await), Problem::OneTimeCodeWrong);
        world.clock.advance(SignedDuration::from_secs(30));
        world.with_code(&cookie, &world.shown(&secret)).await.unwrap();
    }

    async fn whoever_has_the_password_guesses_no_code(world: World) {
        let session = world.opened("ann.smith", MAIL).await;
        let account = world.account(&session).await;
        let secret = world.with_code_app(&account).await;
        for wait in [15, 60] {
            let cookie = world.asked_for_code("ann.smith").await;
            for _ in 0..2 {
                let wrong = world.wrong(&secret);
                assert_eq!(problem(world.with_code(&cookie, &wrong).await), Problem::OneTimeCodeWrong);
            }
            for code in [world.wrong(&secret), world.shown(&secret)] {
                let Problem::OneTimeCodeWait { until, now } = problem(world.with_code(&cookie, &code).await) else {
                    panic!("tried on");
                };
                assert_eq!(until.duration_since(now), SignedDuration::from_mins(wait));
            }
            world.clock.advance(SignedDuration::from_mins(wait));
        }
        // Ten minutes after the password it is asked for again.
        let cookie = world.asked_for_code("ann.smith").await;
        world.clock.advance(SignedDuration::from_mins(10));
        assert_eq!(problem(world.service.second_step(&cookie).await), Problem::FlowEnded);
        let cookie = world.asked_for_code("ann.smith").await;
        world.with_code(&cookie, &world.shown(&secret)).await.unwrap();
    }

    async fn a_password_that_was_replaced_is_worth_no_code(world: World) {
        let session = world.opened("ann.smith", MAIL).await;
        let account = world.account(&session).await;
        let secret = world.with_code_app(&account).await;
        let cookie = world.asked_for_code("ann.smith").await;
        let new = "seven quiet boats drifting";
        world.service.change_password(&account, new).await.unwrap();
        let late = world.with_code(&cookie, &world.shown(&secret)).await;
        assert_eq!(problem(late), Problem::FlowEnded);
    }

    async fn a_code_proves_once_more_beside_the_password(world: World) {
        let session = world.opened("ann.smith", MAIL).await;
        let service = &world.service;
        let account = world.account(&session).await;
        let secret = world.with_code_app(&account).await;
        let id = service.account_home(&account).await.unwrap().code_apps[0].id.clone();
        world.clock.advance(SignedDuration::from_mins(10));
        let account = world.account(&session).await;
        assert_eq!(problem(service.remove_code_app(&account, &id).await), Problem::ProveAgain);
        assert_eq!(problem(service.begin_code_app(&account).await), Problem::ProveAgain);
        let without = service.prove_with_password(&account, PASSWORD, "", None).await;
        assert_eq!(problem(without), Problem::OneTimeCodeWrong);
        let code = world.shown(&secret);
        service.prove_with_password(&account, PASSWORD, &code, None).await.unwrap();
        let account = world.account(&session).await;
        assert_eq!(account.method, "password-code");

        let export = service.account_export(&account, Language::En).await.unwrap();
        assert_eq!(export["code_apps"][0]["name"], "Phone");
        assert!(!export.to_string().contains(&secret.text()));
        service.remove_code_app(&account, &id).await.unwrap();
        service.remove_code_app(&account, &id).await.unwrap();
        world.told_that(MAIL, "one-time codes was removed").await;
        world.enter("ann.smith", PASSWORD).await.unwrap();
    }

    async fn an_app_is_added_with_its_first_code_by_its_owner_alone(world: World) {
        let session = world.opened("ann.smith", MAIL).await;
        let service = &world.service;
        let account = world.account(&session).await;
        let other = world.account(&world.opened("bob.jones", "bob@mail.example").await).await;
        let cookie = service.begin_code_app(&account).await.unwrap();
        assert_eq!(problem(service.code_app(&other, &cookie).await), Problem::FlowEnded);
        let new = service.code_app(&account, &cookie).await.unwrap();
        assert!(new.address.contains("localhost") && new.address.contains("ann.smith"), "{}", new.address);
        let secret = secret(&new.secret);
        let stolen = service.add_code_app(&other, &cookie, "", &world.shown(&secret)).await;
        assert_eq!(problem(stolen), Problem::FlowEnded);
        let wrong = service.add_code_app(&account, &cookie, "", &world.wrong(&secret)).await;
        assert_eq!(problem(wrong), Problem::OneTimeCodeWrong);
        assert!(!service.asks_for_code(&account.id).await.unwrap());
        let code = world.shown(&secret);
        service.add_code_app(&account, &cookie, "", &code).await.unwrap();
        let again = service.add_code_app(&account, &cookie, "", &code).await;
        assert_eq!(problem(again), Problem::FlowEnded);
        // The code that added it signs nobody in.
        let entering = world.asked_for_code("ann.smith").await;
        assert_eq!(problem(world.with_code(&entering, &code).await), Problem::OneTimeCodeWrong);
        for _ in 0..2 {
            world.with_code_app(&account).await;
        }
        assert_eq!(problem(service.begin_code_app(&account).await), Problem::CodeAppsFull);
    }
}
