//! The PIN of approval apps: chosen, asked for every time, locked, forgotten, attacked.

use bonafide_identity::account::{Contact, PinProblem};
use bonafide_identity::language::Language;
use bonafide_service::Error;
use bonafide_service::account::{Account, App, Problem, Typed};
use jiff::SignedDuration;

use crate::accounts::{MAIL, ORIGIN, PASSWORD, PHONE, problem};
use crate::approvals::{PIN, VERIFIED};
use crate::world::{World, both};

const ANOTHER: &str = "905817";
const WRONG: &str = "482957";

impl World {
    /// Begins to approve a sign-in of `ann.smith`, with the right number.
    async fn tried(&self, app: &App, pin: &str) -> Result<(), Error> {
        let browser = self.asks("ann.smith", None).await;
        let asked = self.asked(app).await;
        let number = self.service.waited(&browser).await.unwrap().number;
        let typed = Typed {
            number: &number,
            pin,
        };
        let begun = self
            .service
            .begin_approving(app, &asked.id, typed, Language::En)
            .await;
        self.service.refuse(app, &asked.id, false).await.unwrap();
        begun.map(drop)
    }

    /// Somebody who signed in just now.
    async fn fresh(&self) -> Account {
        let session = self.enter("ann.smith", PASSWORD).await.unwrap();
        self.prove_again(&session).await;
        self.account(&session).await
    }

    /// Gives a wrong PIN three times; what is said the third time.
    async fn locked(&self, account: &Account) -> Problem {
        for _ in 0..2 {
            assert_eq!(
                problem(self.presented(account, WRONG).await),
                Problem::PinWrong
            );
        }
        problem(self.presented(account, WRONG).await)
    }

    /// Chooses the same PIN once more, which takes the present one.
    async fn presented(&self, account: &Account, pin: &str) -> Result<(), Error> {
        self.service.choose_pin(account, pin, [PIN, PIN]).await
    }

    /// Asks for a temporary PIN, and waits until it is there.
    async fn temporary(&self) -> String {
        self.service.forget_pin(&self.fresh().await).await.unwrap();
        self.told_that(MAIL, "temporary PIN was asked for").await;
        self.told_that(PHONE, "temporary PIN was asked for").await;
        self.clock.advance(SignedDuration::from_mins(60));
        self.service.keep_house().await.unwrap();
        self.code(PHONE).await
    }
}

fn minutes(problem: Problem) -> i64 {
    match problem {
        Problem::PinWait {
            until: Some(until),
            now,
        } => until.duration_since(now).as_secs().div_euclid(60),
        other => panic!("{other}"),
    }
}

both! {
    async fn it_is_chosen_by_its_owner_and_asked_for_every_time(world: World) {
        let session = world.opened("ann.smith", MAIL).await;
        let service = &world.service;
        let account = world.account(&session).await;
        assert_eq!(problem(service.begin_activation(&account).await), Problem::PinMissing);
        assert_eq!(problem(service.forget_pin(&account).await), Problem::PinMissing);
        for (pin, again, why) in [
            ("73826", "73826", PinProblem::Digits),
            (PIN, "738265", PinProblem::Different),
            ("121212", "121212", PinProblem::Run),
            ("120874", "120874", PinProblem::Date),
            ("316123", "316123", PinProblem::Personal),
        ] {
            let refused = service.choose_pin(&account, "", [pin, again]).await;
            assert_eq!(problem(refused), Problem::Pin(why));
        }
        service.choose_pin(&account, "", [PIN, PIN]).await.unwrap();
        for to in [MAIL, PHONE] {
            world.told_that(to, "PIN was chosen").await;
        }
        let (cookie, mut key) = world.activated(&session).await;
        let app = world.app(&cookie).await;
        assert!(service.app_home(&app, Language::En).await.unwrap().pin);

        let browser = world.asks("ann.smith", None).await;
        let asked = world.asked(&app).await;
        let waited = service.waited(&browser).await.unwrap();
        let number = &waited.number;
        let begin = async |pin: &str| {
            service.begin_approving(&app, &asked.id, Typed { number, pin }, Language::En).await
        };
        for wrong in [WRONG, "", "73826", WRONG] {
            assert_eq!(problem(begin(wrong).await), Problem::PinWrong, "what can be none is not counted");
        }
        let ceremony = begin(PIN).await.unwrap();
        let answer = key.approve(&ceremony.options, ORIGIN, VERIFIED);
        service.finish_approving(&app, &ceremony.token, &answer).await.unwrap();
        service.sign_in_approved(&browser, &waited.csrf).await.unwrap();

        // The right one forgot those before; another takes the present one, and a proof.
        assert_eq!(problem(world.tried(&app, WRONG).await), Problem::PinWrong);
        let refused = service.choose_pin(&account, WRONG, [ANOTHER, ANOTHER]).await;
        assert_eq!(problem(refused), Problem::PinWrong);
        service.choose_pin(&account, PIN, [ANOTHER, ANOTHER]).await.unwrap();
        assert_eq!(problem(world.tried(&app, PIN).await), Problem::PinWrong);
        world.tried(&app, ANOTHER).await.unwrap();

        let export = service.account_export(&account, Language::En).await.unwrap();
        assert!(export["pin_chosen_at"].is_string());
        let text = export.to_string();
        assert!(!text.contains(ANOTHER) && !text.contains("argon2"));
        world.clock.advance(SignedDuration::from_mins(10));
        let account = world.account(&session).await;
        let late = service.choose_pin(&account, ANOTHER, [PIN, PIN]).await;
        assert_eq!(problem(late), Problem::ProveAgain);
        assert_eq!(problem(service.forget_pin(&account).await), Problem::ProveAgain);
        assert_eq!(problem(service.replace_pin(&account, "", [PIN, PIN]).await), Problem::ProveAgain);
    }

    async fn guessing_locks_it_longer_each_time_and_then_for_good(world: World) {
        let session = world.opened("ann.smith", MAIL).await;
        let (cookie, _) = world.activated(&session).await;
        let mut account = world.fresh().await;
        for wait in [15, 60, 24 * 60] {
            let problem_ = world.locked(&account).await;
            assert_eq!(minutes(problem_), wait);
            world.told_that(MAIL, "wrong too often and is locked").await;
            world.told_that(PHONE, "wrong too often and is locked").await;
            world.clock.advance(SignedDuration::from_mins(wait - 1));
            account = world.fresh().await;
            assert_eq!(minutes(problem(world.presented(&account, PIN).await)), 1, "the right one too");
            let app = world.app(&cookie).await;
            assert_eq!(minutes(problem(world.tried(&app, PIN).await)), 1, "and on the app");
            world.clock.advance(SignedDuration::from_mins(1));
        }
        assert!(matches!(world.locked(&account).await, Problem::PinWait { until: None, .. }));
        world.clock.advance(SignedDuration::from_hours(24 * 30));
        account = world.fresh().await;
        let app = world.app(&cookie).await;
        for refused in [world.presented(&account, PIN).await, world.tried(&app, PIN).await] {
            assert!(matches!(problem(refused), Problem::PinWait { until: None, .. }));
        }

        // Another takes its place only where the temporary one was waited for.
        let temporary = world.temporary().await;
        let account = world.fresh().await;
        let mut wrong: Vec<u8> = temporary.clone().into_bytes();
        wrong[0] = b'0' + (wrong[0] - b'0' + 1) % 10;
        let wrong = String::from_utf8(wrong).unwrap();
        let new = [ANOTHER, ANOTHER];
        assert_eq!(problem(world.service.replace_pin(&account, &wrong, new).await), Problem::CodeWrong);
        let weak = world.service.replace_pin(&account, &temporary, ["111111", "111111"]).await;
        assert_eq!(problem(weak), Problem::Pin(PinProblem::Run));
        world.service.replace_pin(&account, &temporary, new).await.unwrap();
        world.told_that(MAIL, "PIN was chosen").await;
        let again = world.service.replace_pin(&account, &temporary, new).await;
        assert_eq!(problem(again), Problem::CodeWrong, "once");
        world.tried(&app, ANOTHER).await.unwrap();
        assert_eq!(problem(world.tried(&app, PIN).await), Problem::PinWrong);
    }

    async fn many_at_once_are_not_compared(world: World) {
        let session = world.opened("ann.smith", MAIL).await;
        world.with_pin(&session).await;
        let account = world.account(&session).await;
        let guesses = (0..8).map(|_| {
            let (service, account) = (world.service.clone(), account.clone());
            tokio::spawn(async move { service.choose_pin(&account, WRONG, [PIN, PIN]).await })
        });
        let mut wrong = 0;
        for guess in guesses.collect::<Vec<_>>() {
            match problem(guess.await.unwrap()) {
                Problem::PinWrong => wrong += 1,
                Problem::PinWait { until: Some(_), .. } => {}
                other => panic!("{other}"),
            }
        }
        assert_eq!(wrong, 2);
        assert_eq!(minutes(problem(world.presented(&account, PIN).await)), 15);
    }

    async fn a_temporary_one_is_waited_for_and_can_be_stopped(world: World) {
        let session = world.opened("ann.smith", MAIL).await;
        world.with_pin(&session).await;
        let service = &world.service;
        let account = world.account(&session).await;
        world.told_that(MAIL, "PIN was chosen").await;
        world.told_that(PHONE, "PIN was chosen").await;

        // Not before its time, once, and asking again puts nothing off.
        service.forget_pin(&account).await.unwrap();
        let told = world.told(MAIL).await;
        assert!(told.contains("temporary PIN was asked for"), "{told}");
        world.told_that(PHONE, "temporary PIN was asked for").await;
        let due = service.account_home(&account).await.unwrap().pin_reset.unwrap().due;
        world.clock.advance(SignedDuration::from_mins(59));
        let account = world.fresh().await;
        service.forget_pin(&account).await.unwrap();
        let reset = service.account_home(&account).await.unwrap().pin_reset.unwrap();
        assert_eq!((reset.due, reset.expires), (due, None));
        service.keep_house().await.unwrap();
        assert!(world.silent().await);
        let early = service.replace_pin(&account, "00000000", [ANOTHER, ANOTHER]).await;
        assert_eq!(problem(early), Problem::CodeWrong);

        // Whoever is signed in stops it, as does the notice of its being asked for.
        service.remember_pin(&account).await.unwrap();
        world.clock.advance(SignedDuration::from_mins(1));
        service.keep_house().await.unwrap();
        assert!(world.silent().await);
        service.forget_pin(&world.fresh().await).await.unwrap();
        let told = world.told(MAIL).await;
        let link = told.split_whitespace().find(|word| word.contains("/account/notice/")).unwrap();
        service.object_by_notice(link.rsplit('/').next().unwrap()).await.unwrap();
        world.told_that(MAIL, "was blocked").await;
        world.told_that(PHONE, "was blocked").await;
        world.messenger.delivered.lock().unwrap().clear();
        world.clock.advance(SignedDuration::from_mins(61));
        service.keep_house().await.unwrap();
        assert!(world.silent().await);

        // Opened again, the account has no PIN, as it has no app.
        world.recovered("ann.smith", PASSWORD).await;
        let home = service.account_home(&world.fresh().await).await.unwrap();
        assert_eq!((home.pin_at, home.pin_reset), (None, None));
    }

    async fn a_temporary_one_is_tried_five_times_within_a_day(world: World) {
        let session = world.opened("ann.smith", MAIL).await;
        world.with_pin(&session).await;
        let service = &world.service;
        let temporary = world.temporary().await;
        let account = world.fresh().await;
        let new = [ANOTHER, ANOTHER];
        let other = if temporary == "00000000" { "00000001" } else { "00000000" };
        for _ in 0..5 {
            assert_eq!(problem(service.replace_pin(&account, other, new).await), Problem::CodeWrong);
        }
        let late = service.replace_pin(&account, &temporary, new).await;
        assert_eq!(problem(late), Problem::CodeWrong);

        // Another one, whose day passes.
        world.messenger.delivered.lock().unwrap().clear();
        let temporary = world.temporary().await;
        world.clock.advance(SignedDuration::from_hours(24));
        let account = world.fresh().await;
        let late = service.replace_pin(&account, &temporary, new).await;
        assert_eq!(problem(late), Problem::CodeWrong);
        service.keep_house().await.unwrap();
        assert_eq!(service.account_home(&account).await.unwrap().pin_reset, None);
        world.presented(&account, PIN).await.unwrap();
    }

    async fn a_new_phone_number_is_sent_none_for_five_days(world: World) {
        let session = world.opened("ann.smith", MAIL).await;
        world.with_pin(&session).await;
        let service = &world.service;
        world.clock.advance(SignedDuration::from_mins(1));
        let account = world.account(&session).await;
        service.forget_pin(&account).await.unwrap();
        world.told_that(PHONE, "temporary PIN was asked for").await;
        let new = "+31687654321";
        let flow = service.send_change_code(&account, Contact::Phone, new, None).await.unwrap();
        let code = world.code(new).await;
        service.finish_change(&account, Contact::Phone, &flow, &code).await.unwrap();
        assert_eq!(service.account_home(&account).await.unwrap().pin_reset, None, "what was asked for is over");
        let Problem::PhoneChangedLately { until, now } = problem(service.forget_pin(&account).await) else {
            panic!("a number that was changed just now is trusted");
        };
        assert_eq!(until.duration_since(now), SignedDuration::from_hours(5 * 24));
        world.clock.advance(SignedDuration::from_hours(5 * 24));
        service.forget_pin(&world.fresh().await).await.unwrap();
        world.clock.advance(SignedDuration::from_mins(60));
        world.messenger.delivered.lock().unwrap().clear();
        service.keep_house().await.unwrap();
        world.code(new).await;
    }
}
