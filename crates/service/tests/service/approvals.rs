//! Approval apps: activated by a picture code, asked, answered, attacked.

use std::net::IpAddr;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use bonafide_identity::account::{System, Transaction};
use bonafide_identity::language::Language;
use bonafide_service::Error;
use bonafide_service::account::{Answer, App, Asked, Asker, Problem, Typed, WaitedFor};
use jiff::SignedDuration;

use crate::accounts::{MAIL, ORIGIN, PASSWORD, PHONE, problem};
use crate::operators::Authenticator;
use crate::world::{World, both};

/// User present, and verified.
pub(crate) const VERIFIED: u8 = 0x05;
/// User present alone.
const PRESENT: u8 = 0x01;
pub(crate) const PIN: &str = "738264";

/// A number, with the right PIN.
fn typed(number: &str) -> Typed<'_> {
    Typed { number, pin: PIN }
}

impl World {
    /// Chooses the PIN of whoever is signed in, unless they have one.
    pub(crate) async fn with_pin(&self, session: &str) {
        let account = self.service.account(session).await.unwrap();
        if self.service.require_pin(&account.id).await.is_err() {
            let chosen = self.service.choose_pin(&account, "", [PIN, PIN]).await;
            chosen.unwrap();
        }
    }

    /// Activates an app of whoever is signed in; gives the value of its cookie and its key.
    pub(crate) async fn activated(&self, session: &str) -> (String, Authenticator) {
        self.prove_again(session).await;
        self.with_pin(session).await;
        let service = &self.service;
        let account = service.account(session).await.unwrap();
        let shown = service.begin_activation(&account).await.unwrap();
        let url = service.activation(&account, &shown).await.unwrap().url;
        let secret = url.rsplit('/').next().unwrap();
        let joining = service.joining(secret).await.unwrap();
        assert_eq!(joining.user_id, "ann.smith");
        let ceremony = service.begin_joining(secret).await.unwrap();
        let (key, answer) = Authenticator::bind(&ceremony.options, ORIGIN);
        let cookie = service
            .finish_joining(secret, &ceremony.token, &answer, System::Android)
            .await
            .unwrap();
        (cookie, key)
    }

    pub(crate) async fn app(&self, cookie: &str) -> App {
        self.service.app(cookie).await.unwrap()
    }

    /// What the app is asked, once somebody asked it.
    pub(crate) async fn asked(&self, app: &App) -> Asked {
        for _ in 0..200 {
            let home = self.service.app_home(app, Language::En).await.unwrap();
            if let Some(asked) = home.asked.into_iter().next() {
                return asked;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("nobody asked");
    }

    pub(crate) async fn asks(&self, name: &str, from: Option<IpAddr>) -> String {
        let asker = Asker {
            from,
            system: System::Linux,
            client: String::new(),
        };
        self.service.ask_to_sign_in(name, asker).await.unwrap()
    }

    async fn waits_for(&self, cookie: &str) -> WaitedFor {
        self.service.waited(cookie).await.unwrap().state
    }

    /// Waits until an address is told something.
    pub(crate) async fn told_that(&self, to: &str, words: &str) {
        while !self.told(to).await.contains(words) {}
    }

    /// Whether the app hears of nothing within a while.
    async fn unasked(&self, app: &App) -> bool {
        tokio::time::sleep(Duration::from_millis(300)).await;
        let home = self.service.app_home(app, Language::En).await.unwrap();
        home.asked.is_empty()
    }
}

both! {
    async fn a_sign_in_is_approved_on_another_device(world: World) {
        let session = world.opened("ann.smith", MAIL).await;
        let service = &world.service;
        let account = service.account(&session).await.unwrap();
        let (cookie, mut key) = world.activated(&session).await;
        for to in [MAIL, PHONE] {
            world.told_that(to, "An approval app was activated").await;
        }
        let app = world.app(&cookie).await;
        let line = &service.account_home(&account).await.unwrap().apps[0];
        assert_eq!((&line.id, line.system, line.last_used_at), (&app.id, System::Android, None));

        let asker = Asker { client: "Shop".to_owned(), system: System::Windows, from: None };
        let browser = service.ask_to_sign_in("Ann.Smith", asker).await.unwrap();
        let asked = world.asked(&app).await;
        assert_eq!((asked.client.as_str(), asked.system), ("Shop", System::Windows));
        assert_eq!(asked.text, "Sign in to Shop");
        let waited = service.waited(&browser).await.unwrap();
        assert_eq!(waited.state, WaitedFor::Answer);
        let early = service.sign_in_approved(&browser, &waited.csrf).await;
        assert_eq!(problem(early), Problem::ApprovalEnded);

        let number = &waited.number;
        let ceremony = service.begin_approving(&app, &asked.id, typed(number), Language::En).await.unwrap();
        // The device works out by itself what it signs.
        let nonce = BASE64.decode(&asked.nonce).unwrap().try_into().unwrap();
        let transaction = Transaction { id: &asked.id, nonce: &nonce, client: "Shop", text: &asked.text };
        assert_eq!(ceremony.options["publicKey"]["challenge"], BASE64.encode(transaction.challenge()));
        let answer = key.approve(&ceremony.options, ORIGIN, VERIFIED);
        let follows = {
            let (service, browser) = (service.clone(), browser.clone());
            tokio::spawn(async move { service.waited_changed(&browser, 0, Duration::from_secs(20)).await })
        };
        service.finish_approving(&app, &ceremony.token, &answer).await.unwrap();
        assert_eq!(follows.await.unwrap().unwrap().state, WaitedFor::Approved);
        let home = service.app_home(&app, Language::En).await.unwrap();
        assert!(home.asked.is_empty());
        assert_eq!(home.before[0].answer, Some(Answer::Approved));

        assert!(matches!(service.sign_in_approved(&browser, "x").await, Err(Error::FormExpired)));
        let signed_in = service.sign_in_approved(&browser, &waited.csrf).await.unwrap();
        let entered = service.account(&signed_in.cookie).await.unwrap();
        assert_eq!((&entered.id, entered.method.as_str()), (&account.id, "app"));
        assert!(service.is_fresh(&entered));
        // Once.
        let again = service.sign_in_approved(&browser, &waited.csrf).await;
        assert_eq!(problem(again), Problem::FlowEnded);
        let again = service.finish_approving(&app, &ceremony.token, &answer).await;
        assert!(matches!(again, Err(Error::PasskeyFailed)));
    }

    async fn a_picture_code_activates_one_device_in_three_minutes(world: World) {
        let session = world.opened("ann.smith", MAIL).await;
        let service = &world.service;
        let account = service.account(&session).await.unwrap();
        let theirs = world.opened("bob.jones", "bob@mail.example").await;
        let other = service.account(&theirs).await.unwrap();

        assert_eq!(problem(service.begin_activation(&account).await), Problem::PinMissing);
        world.with_pin(&session).await;
        world.with_pin(&theirs).await;

        let shown = service.begin_activation(&account).await.unwrap();
        assert_eq!(problem(service.activation(&other, &shown).await), Problem::FlowEnded);
        assert_eq!(service.activation(&account, &shown).await.unwrap().app, None);
        // Two devices scan it.
        let (first, second) = (
            service.begin_joining(&shown).await.unwrap(),
            service.begin_joining(&shown).await.unwrap(),
        );
        let (_, answer) = Authenticator::bind(&first.options, ORIGIN);
        let cookie = service.finish_joining(&shown, &first.token, &answer, System::Ios).await.unwrap();
        let (_, answer) = Authenticator::bind(&second.options, ORIGIN);
        let late = service.finish_joining(&shown, &second.token, &answer, System::Ios).await;
        assert_eq!(problem(late), Problem::FlowEnded);
        assert_eq!(problem(service.joining(&shown).await), Problem::FlowEnded);
        let done = service.activation(&account, &shown).await.unwrap().app.unwrap();
        assert_eq!((&done.id, done.system), (&world.app(&cookie).await.id, System::Ios));

        // Too late.
        let shown = service.begin_activation(&account).await.unwrap();
        let ceremony = service.begin_joining(&shown).await.unwrap();
        let (_, answer) = Authenticator::bind(&ceremony.options, ORIGIN);
        world.clock.advance(SignedDuration::from_mins(3));
        let late = service.finish_joining(&shown, &ceremony.token, &answer, System::Ios).await;
        assert_eq!(problem(late), Problem::FlowEnded);

        // A key that was asked for by one code is worth nothing to another.
        let (one, two) = (
            service.begin_activation(&account).await.unwrap(),
            service.begin_activation(&other).await.unwrap(),
        );
        let ceremony = service.begin_joining(&one).await.unwrap();
        let (_, answer) = Authenticator::bind(&ceremony.options, ORIGIN);
        let crossed = service.finish_joining(&two, &ceremony.token, &answer, System::Ios).await;
        assert!(matches!(crossed, Err(Error::PasskeyFailed)));

        // Three, and no browser that was left open makes another.
        for _ in 0..2 {
            world.activated(&session).await;
        }
        assert_eq!(problem(service.begin_activation(&account).await), Problem::AppsFull);
        assert_eq!(problem(service.begin_joining(&one).await), Problem::AppsFull);
        world.clock.advance(SignedDuration::from_mins(10));
        let account = service.account(&session).await.unwrap();
        assert_eq!(problem(service.begin_activation(&account).await), Problem::ProveAgain);
    }

    async fn numbers_are_not_guessed(world: World) {
        let session = world.opened("ann.smith", MAIL).await;
        let service = &world.service;
        let (cookie, mut key) = world.activated(&session).await;
        let app = world.app(&cookie).await;
        let browser = world.asks(MAIL, None).await;
        let asked = world.asked(&app).await;
        let number = service.waited(&browser).await.unwrap().number;
        let wrong = if number == "42" { "43" } else { "42" };
        let approve = async |number: &str| service.begin_approving(&app, &asked.id, typed(number), Language::Ru).await;
        assert_eq!(problem(approve(wrong).await), Problem::NumberWrong);
        assert_eq!(problem(approve("").await), Problem::NumberWrong);
        // The right one forgets those before it.
        let ceremony = approve(&number).await.unwrap();
        for _ in 0..2 {
            assert_eq!(problem(approve(wrong).await), Problem::NumberWrong);
        }
        assert_eq!(problem(approve(wrong).await), Problem::ApprovalEnded);
        assert_eq!(problem(approve(&number).await), Problem::ApprovalEnded);
        assert_eq!(world.waits_for(&browser).await, WaitedFor::Refused);
        let answer = key.approve(&ceremony.options, ORIGIN, VERIFIED);
        let late = service.finish_approving(&app, &ceremony.token, &answer).await;
        assert_eq!(problem(late), Problem::ApprovalEnded);
    }

    async fn what_is_signed_is_what_was_asked(world: World) {
        let session = world.opened("ann.smith", MAIL).await;
        let service = &world.service;
        let (cookie, mut key) = world.activated(&session).await;
        let (beside, mut other) = world.activated(&session).await;
        let (app, beside) = (world.app(&cookie).await, world.app(&beside).await);
        let browser = world.asks("ann.smith", None).await;
        let asked = world.asked(&app).await;
        let number = service.waited(&browser).await.unwrap().number;
        let begin = async |app: &App| {
            service.begin_approving(app, &asked.id, typed(&number), Language::En).await.unwrap()
        };

        // Without the fingerprint; at another page; another text; another device's key; another app.
        let ceremony = begin(&app).await;
        let answer = key.approve(&ceremony.options, ORIGIN, PRESENT);
        let refused = service.finish_approving(&app, &ceremony.token, &answer).await;
        assert!(matches!(refused, Err(Error::PasskeyFailed)));
        let ceremony = begin(&app).await;
        let answer = key.approve(&ceremony.options, "http://evil.example", VERIFIED);
        let refused = service.finish_approving(&app, &ceremony.token, &answer).await;
        assert!(matches!(refused, Err(Error::PasskeyFailed)));
        let ceremony = begin(&app).await;
        let nonce = BASE64.decode(&asked.nonce).unwrap().try_into().unwrap();
        let text = Transaction { id: &asked.id, nonce: &nonce, client: "", text: "Sign in elsewhere" };
        let mut options = ceremony.options.clone();
        options["publicKey"]["challenge"] = BASE64.encode(text.challenge()).into();
        let answer = key.approve(&options, ORIGIN, VERIFIED);
        let refused = service.finish_approving(&app, &ceremony.token, &answer).await;
        assert!(matches!(refused, Err(Error::PasskeyFailed)));
        let ceremony = begin(&app).await;
        let mut options = begin(&beside).await.options;
        options["publicKey"]["challenge"] = ceremony.options["publicKey"]["challenge"].clone();
        let answer = other.approve(&options, ORIGIN, VERIFIED);
        let refused = service.finish_approving(&app, &ceremony.token, &answer).await;
        assert!(matches!(refused, Err(Error::PasskeyFailed)));
        let ceremony = begin(&app).await;
        let answer = key.approve(&ceremony.options, ORIGIN, VERIFIED);
        let refused = service.finish_approving(&beside, &ceremony.token, &answer).await;
        assert!(matches!(refused, Err(Error::PasskeyFailed)));
        assert_eq!(world.waits_for(&browser).await, WaitedFor::Answer);

        // Nor does its key sign anybody in by itself.
        let ceremony = service.begin_account_sign_in(None).await.unwrap();
        let answer = key.get(&ceremony.options, ORIGIN, VERIFIED);
        let refused = service.finish_account_sign_in(&ceremony.token, &answer).await;
        assert!(matches!(refused, Err(Error::PasskeyFailed)));
    }

    async fn another_account_sees_and_answers_nothing(world: World) {
        let session = world.opened("ann.smith", MAIL).await;
        let service = &world.service;
        let (cookie, _) = world.activated(&session).await;
        let app = world.app(&cookie).await;
        let browser = world.asks("ann.smith", None).await;
        let asked = world.asked(&app).await;
        let number = service.waited(&browser).await.unwrap().number;
        let bob = world.opened("bob.jones", "bob@mail.example").await;
        world.with_pin(&bob).await;
        let bob = service.account(&bob).await.unwrap();
        let shown = service.begin_activation(&bob).await.unwrap();
        let ceremony = service.begin_joining(&shown).await.unwrap();
        let (_, answer) = Authenticator::bind(&ceremony.options, ORIGIN);
        let theirs = service.finish_joining(&shown, &ceremony.token, &answer, System::Other).await.unwrap();
        let theirs = world.app(&theirs).await;
        assert!(service.app_home(&theirs, Language::En).await.unwrap().asked.is_empty());
        let begun = service.begin_approving(&theirs, &asked.id, typed(&number), Language::En).await;
        assert_eq!(problem(begun), Problem::ApprovalEnded);
        assert_eq!(problem(service.refuse(&theirs, &asked.id, true).await), Problem::ApprovalEnded);
        service.remove_app(&bob, &app.id).await.unwrap();
        service.block_app(&bob, &app.id).await.unwrap();
        assert_eq!(world.app(&cookie).await.id, app.id, "not theirs to remove or block");
    }

    async fn whoever_is_reported_asks_no_more(world: World) {
        let session = world.opened("ann.smith", MAIL).await;
        let service = &world.service;
        let (cookie, _) = world.activated(&session).await;
        let app = world.app(&cookie).await;
        let [bad, good] = ["192.0.2.7", "198.51.100.9"].map(|address| Some(address.parse().unwrap()));
        let browser = world.asks("ann.smith", bad).await;
        let asked = world.asked(&app).await;
        service.refuse(&app, &asked.id, true).await.unwrap();
        assert_eq!(world.waits_for(&browser).await, WaitedFor::Refused);
        assert_eq!(problem(service.refuse(&app, &asked.id, false).await), Problem::ApprovalEnded);
        let home = service.app_home(&app, Language::En).await.unwrap();
        assert_eq!(home.before[0].answer, Some(Answer::Reported));

        // They see what everybody sees, and the owner nothing.
        let browser = world.asks("ann.smith", bad).await;
        assert!(world.unasked(&app).await);
        assert_eq!(world.waits_for(&browser).await, WaitedFor::Answer);
        world.asks("ann.smith", good).await;
        let asked = world.asked(&app).await;
        service.refuse(&app, &asked.id, false).await.unwrap();
        // Refused alone, one may ask again; a day later so may the other.
        world.asks("ann.smith", good).await;
        let asked = world.asked(&app).await;
        service.refuse(&app, &asked.id, false).await.unwrap();
        world.clock.advance(SignedDuration::from_hours(24));
        world.asks("ann.smith", bad).await;
        world.asked(&app).await;
    }

    async fn nobody_is_asked_without_end(world: World) {
        let session = world.opened("ann.smith", MAIL).await;
        let (cookie, _) = world.activated(&session).await;
        let app = world.app(&cookie).await;
        for _ in 0..5 {
            world.asks("ann.smith", None).await;
        }
        world.asked(&app).await;
        tokio::time::sleep(Duration::from_millis(500)).await;
        let asked = async || world.service.app_home(&app, Language::En).await.unwrap().asked;
        assert_eq!(asked().await.len(), 3);
        for _ in 0..4 {
            for asked in asked().await {
                world.service.refuse(&app, &asked.id, false).await.unwrap();
            }
            for _ in 0..3 {
                world.asks("ann.smith", None).await;
            }
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
        let home = world.service.app_home(&app, Language::En).await.unwrap();
        assert!(home.asked.len() + home.before.len() <= 10, "ten in a quarter of an hour");
    }

    async fn nobody_learns_who_has_an_app(world: World) {
        world.opened("ann.smith", MAIL).await;
        let service = &world.service;
        for name in ["ann.smith", "nobody.here", "", "ann@other.example"] {
            let browser = world.asks(name, None).await;
            tokio::time::sleep(Duration::from_millis(50)).await;
            let waited = service.waited(&browser).await.unwrap();
            assert_eq!((waited.state, waited.number.len()), (WaitedFor::Answer, 2), "{name}");
            let early = service.sign_in_approved(&browser, &waited.csrf).await;
            assert_eq!(problem(early), Problem::ApprovalEnded);
            world.clock.advance(SignedDuration::from_mins(3));
            assert_eq!(problem(service.waited(&browser).await), Problem::FlowEnded);
        }
    }

    async fn removed_or_blocked_it_speaks_for_nobody(world: World) {
        let session = world.opened("ann.smith", MAIL).await;
        let service = &world.service;
        let account = service.account(&session).await.unwrap();
        let (cookie, mut key) = world.activated(&session).await;
        let app = world.app(&cookie).await;
        let approved = async |key: &mut Authenticator| {
            let browser = world.asks("ann.smith", None).await;
            let asked = world.asked(&app).await;
            let waited = service.waited(&browser).await.unwrap();
            let ceremony = service.begin_approving(&app, &asked.id, typed(&waited.number), Language::En).await.unwrap();
            let answer = key.approve(&ceremony.options, ORIGIN, VERIFIED);
            service.finish_approving(&app, &ceremony.token, &answer).await.unwrap();
            (browser, waited.csrf)
        };

        // Blocked between the tap and the browser.
        let (browser, csrf) = approved(&mut key).await;
        service.block_app(&account, &app.id).await.unwrap();
        world.told_that(MAIL, "was blocked").await;
        assert_eq!(problem(service.app(&cookie).await), Problem::AppBlocked);
        assert_eq!(problem(service.sign_in_approved(&browser, &csrf).await), Problem::ApprovalEnded);
        world.asks("ann.smith", None).await;
        assert!(world.unasked(&app).await);
        service.reopen_app(&account, &app.id).await.unwrap();
        world.told_that(MAIL, "approves again").await;

        // Removed after it signed somebody in.
        let (browser, csrf) = approved(&mut key).await;
        let signed_in = service.sign_in_approved(&browser, &csrf).await.unwrap();
        service.remove_app(&account, &app.id).await.unwrap();
        service.remove_app(&account, &app.id).await.unwrap();
        assert_eq!(problem(service.account(&signed_in.cookie).await), Problem::SignedOut);
        assert_eq!(problem(service.app(&cookie).await), Problem::NoApp);
        world.told_that(MAIL, "was removed").await;

        // The account blocked in between.
        let (cookie, mut key) = world.activated(&session).await;
        let app = world.app(&cookie).await;
        let browser = world.asks("ann.smith", None).await;
        let asked = world.asked(&app).await;
        let waited = service.waited(&browser).await.unwrap();
        let ceremony = service.begin_approving(&app, &asked.id, typed(&waited.number), Language::En).await.unwrap();
        let answer = key.approve(&ceremony.options, ORIGIN, VERIFIED);
        service.finish_approving(&app, &ceremony.token, &answer).await.unwrap();
        service.block_account(&account).await.unwrap();
        assert_eq!(problem(service.app(&cookie).await), Problem::Blocked);
        assert_eq!(problem(service.sign_in_approved(&browser, &waited.csrf).await), Problem::ApprovalEnded);
        // Opened again, it has no app any more.
        world.told_that(PHONE, "was blocked").await;
        world.messenger.delivered.lock().unwrap().clear();
        world.recovered("ann.smith", "seven quiet boats drifting").await;
        assert_eq!(problem(service.app(&cookie).await), Problem::NoApp);
    }

    async fn the_device_leaves_by_itself(world: World) {
        let session = world.opened("ann.smith", MAIL).await;
        let (cookie, _) = world.activated(&session).await;
        let app = world.app(&cookie).await;
        assert!(app.check_csrf("x").is_err() && app.check_csrf(&app.csrf).is_ok());
        world.service.leave_app(&app).await.unwrap();
        world.service.leave_app(&app).await.unwrap();
        assert_eq!(problem(world.service.app(&cookie).await), Problem::NoApp);
        world.told_that(MAIL, "was removed").await;
        world.service.prove_with_password(&world.service.account(&session).await.unwrap(), PASSWORD, "", None).await.unwrap();
    }
}
