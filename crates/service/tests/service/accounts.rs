//! Accounts: opened, signed in to, forgotten, blocked.

use std::sync::Arc;

use bonafide_connectors::breached_passwords::HashFile;
use bonafide_identity::account::{Contact, PasswordProblem};
use bonafide_identity::language::Language;
use bonafide_identity::notice::Code;
use bonafide_identity::port::messenger::Message;
use bonafide_service::Error;
use bonafide_service::account::{AccountHome, Entered, OpeningStage, Problem};
use jiff::SignedDuration;

use crate::operators::Authenticator;
use crate::world::{World, both};

pub(crate) const ORIGIN: &str = "http://localhost:8080";
pub(crate) const PASSWORD: &str = "a lamp on the harbour";
pub(crate) const MAIL: &str = "ann@mail.example";
pub(crate) const PHONE: &str = "+31612345678";

/// The code that a message tells, if it does.
pub(crate) fn code_in(text: &str) -> Option<String> {
    let digits = |word: &&str| word.bytes().filter(u8::is_ascii_digit).count() == 4;
    let words: Vec<&str> = text.split([' ', '.', '\n']).filter(digits).collect();
    (words.len() == 2).then(|| words.concat())
}

impl World {
    /// What the newest message to an address says, once it has been sent.
    pub(crate) async fn told(&self, to: &str) -> String {
        // What a browser's answer must not wait for is written a moment later.
        for _ in 0..200 {
            self.service.deliver_messages().await.unwrap();
            if let Some(text) = self.taken(to) {
                return text;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        panic!("nothing was sent to {to}");
    }

    /// Takes the newest message to an address away.
    fn taken(&self, to: &str) -> Option<String> {
        let mut sent = self.messenger.delivered.lock().unwrap();
        let at = sent
            .iter()
            .rposition(|(_, message)| message.recipient() == to)?;
        match sent.remove(at).1 {
            Message::Mail { text, .. } | Message::Sms { text, .. } => Some(text),
            Message::Push { .. } => panic!("no push here"),
        }
    }

    pub(crate) async fn code(&self, to: &str) -> String {
        let text = self.told(to).await;
        code_in(&text).unwrap_or_else(|| panic!("no code: {text}"))
    }

    pub(crate) async fn silent(&self) -> bool {
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        self.service.deliver_messages().await.unwrap();
        self.messenger.delivered.lock().unwrap().is_empty()
    }

    pub(crate) async fn csrf(&self, cookie: &str) -> String {
        self.service.opening(cookie).await.unwrap().csrf
    }

    pub(crate) async fn prove(&self, cookie: &str, contact: Contact, address: &str) {
        let csrf = self.csrf(cookie).await;
        let service = &self.service;
        service
            .send_opening_code(cookie, &csrf, (contact, address), Language::En, None)
            .await
            .unwrap();
        let code = self.code(address).await;
        service
            .prove_opening(cookie, &csrf, contact, &code)
            .await
            .unwrap();
    }

    /// Opens an account; gives the cookie of its session.
    pub(crate) async fn opened(&self, user: &str, mail: &str) -> String {
        let cookie = self.service.begin_opening(None).await.unwrap();
        self.prove(&cookie, Contact::Mail, mail).await;
        self.prove(&cookie, Contact::Phone, PHONE).await;
        let csrf = self.csrf(&cookie).await;
        let signed_in = self
            .service
            .finish_opening(&cookie, &csrf, user, PASSWORD, Language::En)
            .await
            .unwrap();
        signed_in.cookie
    }

    pub(crate) async fn enter(&self, name: &str, password: &str) -> Result<String, Error> {
        let signed_in = self
            .service
            .sign_in_with_password(name, password, None)
            .await?;
        match signed_in {
            Entered::In(signed_in) => Ok(signed_in.cookie),
            Entered::Code(_) => panic!("a code is asked for"),
        }
    }

    pub(crate) async fn recovered(&self, name: &str, password: &str) {
        let service = &self.service;
        let cookie = service.begin_recovery(name, None).await.unwrap();
        let (mail, phone) = (self.code(MAIL).await, self.code(PHONE).await);
        let csrf = service.recovery(&cookie).await.unwrap().csrf;
        service
            .prove_recovery(&cookie, &csrf, &mail, &phone)
            .await
            .unwrap();
        service
            .finish_recovery(&cookie, &csrf, password)
            .await
            .unwrap();
    }
}

pub(crate) fn problem<T>(outcome: Result<T, Error>) -> Problem {
    match outcome {
        Err(Error::Account(problem)) => problem,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("that should have failed"),
    }
}

both! {
    async fn opened_by_mail_and_phone(world: World) {
        let service = &world.service;
        let cookie = service.begin_opening(None).await.unwrap();
        let csrf = world.csrf(&cookie).await;
        let send = async |contact, address: &str| {
            service.send_opening_code(&cookie, &csrf, (contact, address), Language::Nl, None).await
        };
        assert_eq!(problem(send(Contact::Mail, PHONE).await), Problem::Address(Contact::Mail));
        assert_eq!(service.opening(&cookie).await.unwrap().stage, OpeningStage::Address(Contact::Mail));
        // The phone comes after the mail.
        send(Contact::Phone, PHONE).await.unwrap();
        assert!(world.silent().await);
        send(Contact::Mail, MAIL).await.unwrap();
        let first = world.code(MAIL).await;
        send(Contact::Mail, MAIL).await.unwrap();
        let second = world.code(MAIL).await;
        let prove = async |contact, code: &str| service.prove_opening(&cookie, &csrf, contact, code).await;
        assert_eq!(problem(prove(Contact::Mail, &first).await), Problem::CodeWrong, "replaced");
        assert!(matches!(
            service.prove_opening(&cookie, "forged", Contact::Mail, &second).await,
            Err(Error::FormExpired)
        ));
        world.clock.advance(SignedDuration::from_hours(23));
        prove(Contact::Mail, &second).await.unwrap();
        send(Contact::Phone, PHONE).await.unwrap();
        let late = world.code(PHONE).await;
        world.clock.advance(SignedDuration::from_mins(10));
        assert_eq!(problem(prove(Contact::Phone, &late).await), Problem::CodeWrong, "too late");
        send(Contact::Phone, PHONE).await.unwrap();
        let code = world.code(PHONE).await;
        prove(Contact::Phone, &code).await.unwrap();
        let finish = async |user: &str, password: &str| {
            service.finish_opening(&cookie, &csrf, user, password, Language::Nl).await
        };
        assert_eq!(problem(finish("a1234567890", PASSWORD).await).notice(), Code::UserIdUnsuitable);
        assert_eq!(problem(finish("ann.smith", "password1").await).notice(), Code::PasswordUnsuitable);
        assert_eq!(problem(finish("ann.smith", "my ann@mail.example!").await).notice(), Code::PasswordUnsuitable);
        let signed_in = finish("ann.smith", PASSWORD).await.unwrap();
        let account = service.account(&signed_in.cookie).await.unwrap();
        let home = service.account_home(&account).await.unwrap();
        assert_eq!((home.user_id.as_str(), home.mail.as_str(), home.phone.as_str()), ("ann.smith", MAIL, PHONE));
        assert_eq!(home.sessions.len(), 1);
        assert!(home.sessions[0].this && home.sessions[0].method == "password");
        assert_eq!(problem(finish("ann.smith", PASSWORD).await), Problem::FlowEnded, "once");
        // User IDs that look alike, and a mail address, belong to one account.
        let other = service.begin_opening(None).await.unwrap();
        world.prove(&other, Contact::Mail, "bob@mail.example").await;
        world.prove(&other, Contact::Phone, PHONE).await;
        let csrf = world.csrf(&other).await;
        let taken = service.finish_opening(&other, &csrf, "Ann_Srnith", PASSWORD, Language::En).await;
        assert_eq!(problem(taken), Problem::UserIdTaken);
    }

    async fn what_everybody_tries_and_what_became_known_is_not_chosen(world: World) {
        // SHA-1 of "four lamps on the harbour", between two others.
        let file = tempfile::NamedTempFile::new().unwrap();
        let known = "6F9C0799A21D974F882F14B3465DC355553FC58F";
        std::fs::write(file.path(), format!("{:040X}\n{known}:3\n{}\n", 7, "F".repeat(40))).unwrap();
        let list = Arc::new(HashFile::open(file.path()).unwrap());
        let service = world.beside_with(Some(list), |settings| {
            settings.refused_words = vec!["Windmill".to_owned()];
        });
        let judged = async |text: &str, name: &str| service.password_strength(text, &[name]).await.unwrap();
        assert_eq!(judged(PASSWORD, "ann.smith").await, (4, None));
        for (text, problem) in [
            ("short", PasswordProblem::TooShort),
            ("password1", PasswordProblem::Guessable),
            ("I am ann.smith on the harbour", PasswordProblem::Personal),
            ("my Bonafide on the harbour", PasswordProblem::Context),
            ("a windmill on the harbour", PasswordProblem::Context),
            ("four lamps on the harbour", PasswordProblem::Breached),
        ] {
            assert_eq!(judged(text, "ann.smith").await.1, Some(problem), "{text}");
        }
        let cookie = service.begin_opening(None).await.unwrap();
        world.prove(&cookie, Contact::Mail, MAIL).await;
        world.prove(&cookie, Contact::Phone, PHONE).await;
        let csrf = world.csrf(&cookie).await;
        for text in ["my Bonafide on the harbour", "four lamps on the harbour"] {
            let refused = service.finish_opening(&cookie, &csrf, "ann.smith", text, Language::En).await;
            assert_eq!(problem(refused).notice(), Code::PasswordUnsuitable, "{text}");
        }
        service.finish_opening(&cookie, &csrf, "ann.smith", PASSWORD, Language::En).await.unwrap();
        // A list that cannot be read is not one that knows nothing.
        std::fs::write(file.path(), "nothing like it").unwrap();
        let unread = service.password_strength(PASSWORD, &[]).await;
        assert!(matches!(unread, Err(Error::Inconsistent(_))));
    }

    async fn codes_are_tried_five_times(world: World) {
        let service = &world.service;
        let cookie = service.begin_opening(None).await.unwrap();
        let csrf = world.csrf(&cookie).await;
        service.send_opening_code(&cookie, &csrf, (Contact::Mail, MAIL), Language::En, None).await.unwrap();
        let code = world.code(MAIL).await;
        let wrong = if code == "00000000" { "00000001" } else { "00000000" };
        for _ in 0..5 {
            let tried = service.prove_opening(&cookie, &csrf, Contact::Mail, wrong).await;
            assert_eq!(problem(tried), Problem::CodeWrong);
        }
        let right = service.prove_opening(&cookie, &csrf, Contact::Mail, &code).await;
        assert_eq!(problem(right), Problem::CodeWrong, "the right one comes too late");
        for _ in 0..2 {
            service.send_opening_code(&cookie, &csrf, (Contact::Mail, MAIL), Language::En, None).await.unwrap();
        }
        let fourth = service.send_opening_code(&cookie, &csrf, (Contact::Mail, "ANN+1@mail.example"), Language::En, None).await;
        assert!(matches!(problem(fourth), Problem::TooManySends { .. }));
    }

    async fn whoever_has_an_account_is_told_by_mail_alone(world: World) {
        world.opened("ann.smith", MAIL).await;
        let service = &world.service;
        world.clock.advance(SignedDuration::from_hours(1));
        let cookie = service.begin_opening(None).await.unwrap();
        let csrf = world.csrf(&cookie).await;
        service.send_opening_code(&cookie, &csrf, (Contact::Mail, "Ann@Mail.example"), Language::En, None).await.unwrap();
        assert!(world.told("Ann@Mail.example").await.contains("already has one"));
        let opening = service.opening(&cookie).await.unwrap();
        assert_eq!(opening.stage, OpeningStage::Code(Contact::Mail), "as for anybody");
        let tried = service.prove_opening(&cookie, &csrf, Contact::Mail, "12345678").await;
        assert_eq!(problem(tried), Problem::CodeWrong);
    }

    async fn signing_in_and_out(world: World) {
        let first = world.opened("ann.smith", MAIL).await;
        let service = &world.service;
        for name in ["ann.smith", "ANN_SMITH", "Ann@mail.example"] {
            let cookie = world.enter(name, PASSWORD).await.unwrap();
            assert!(service.account(&cookie).await.is_ok(), "{name}");
        }
        let account = service.account(&first).await.unwrap();
        let home = service.account_home(&account).await.unwrap();
        assert_eq!(home.sessions.len(), 4);
        let other = home.sessions.iter().find(|session| !session.this).unwrap();
        service.end_account_session(&account, &other.id).await.unwrap();
        service.end_account_session(&account, &other.id).await.unwrap();
        service.end_other_sessions(&account).await.unwrap();
        assert_eq!(service.account_home(&account).await.unwrap().sessions.len(), 1);
        service.sign_out_account(&account).await.unwrap();
        assert_eq!(problem(service.account(&first).await), Problem::SignedOut);
        let idle = world.enter("ann.smith", PASSWORD).await.unwrap();
        world.clock.advance(SignedDuration::from_mins(61));
        assert_eq!(problem(service.account(&idle).await), Problem::SignedOut);
    }

    async fn a_sign_in_takes_the_place_of_the_session_before(world: World) {
        let first = world.opened("ann.smith", MAIL).await;
        let service = &world.service;
        let name = |home: AccountHome| home.sessions.into_iter().find(|session| session.this).unwrap().id;
        let account = service.account(&first).await.unwrap();
        let before = name(service.account_home(&account).await.unwrap());
        let Entered::In(second) = service.sign_in_with_password("ann.smith", PASSWORD, None).await.unwrap() else {
            panic!("a code is asked for")
        };
        service.succeed_session(&first, &second).await.unwrap();
        assert_eq!(problem(service.account(&first).await), Problem::SignedOut);
        let account = service.account(&second.cookie).await.unwrap();
        let home = service.account_home(&account).await.unwrap();
        assert_eq!(home.sessions.len(), 1);
        assert_eq!(name(home), before, "one session of one browser");
        // What is no session, or is this one itself, changes nothing.
        for nothing in ["planted", second.cookie.as_str()] {
            service.succeed_session(nothing, &second).await.unwrap();
        }
        let renewed = service.renew_cookie(&account).await.unwrap();
        assert_eq!(problem(service.account(&second.cookie).await), Problem::SignedOut);
        assert_eq!(service.account(&renewed).await.unwrap().csrf, account.csrf);

        let bob = world.opened("bob.jones", "bob@mail.example").await;
        let Entered::In(ann) = service.sign_in_with_password("ann.smith", PASSWORD, None).await.unwrap() else {
            panic!("a code is asked for")
        };
        service.succeed_session(&bob, &ann).await.unwrap();
        assert_eq!(problem(service.account(&bob).await), Problem::SignedOut);
        assert!(service.account(&ann.cookie).await.is_ok());
        assert!(service.account(&renewed).await.is_ok(), "another browser's");
    }

    async fn guessing_is_stopped_alike_for_known_and_unknown(world: World) {
        let cookie = world.opened("ann.smith", MAIL).await;
        for name in ["ann.smith", "nobody.here"] {
            for _ in 0..5 {
                let tried = world.enter(name, "another lamp elsewhere").await;
                assert_eq!(problem(tried), Problem::SignInFailed, "{name}");
            }
            let refused = problem(world.enter(name, PASSWORD).await);
            assert!(matches!(refused, Problem::Wait { until: Some(_), .. }), "{name}");
        }
        assert!(world.service.account(&cookie).await.is_ok(), "who is in stays in");
        world.clock.advance(SignedDuration::from_mins(16));
        world.enter("ann.smith", PASSWORD).await.unwrap();
        // Fifty in a row are for good, until another is chosen.
        for _ in 0..10 {
            for _ in 0..5 {
                assert_eq!(problem(world.enter(MAIL, "x").await), Problem::SignInFailed);
            }
            world.clock.advance(SignedDuration::from_mins(16));
        }
        let refused = problem(world.enter(MAIL, PASSWORD).await);
        assert!(matches!(refused, Problem::Wait { until: None, .. }));
        // Whoever guesses by the one name does not lock the owner out by the other.
        world.enter("ann.smith", PASSWORD).await.unwrap();
        world.recovered(MAIL, "seven quiet boats drifting").await;
        world.enter(MAIL, "seven quiet boats drifting").await.unwrap();
    }

    async fn a_forgotten_user_id_and_password(world: World) {
        let session = world.opened("ann.smith", MAIL).await;
        let service = &world.service;
        world.clock.advance(SignedDuration::from_mins(11));
        service.remind_user_id("nobody@mail.example", None).await.unwrap();
        assert!(world.silent().await);
        service.remind_user_id("ANN@mail.example", None).await.unwrap();
        assert!(world.told("ANN@mail.example").await.contains("ann.smith"));
        // Nobody learns who is known: the same answers, and no code will do.
        let unknown = service.begin_recovery("nobody.here", None).await.unwrap();
        let csrf = service.recovery(&unknown).await.unwrap().csrf;
        assert!(world.silent().await);
        let tried = service.prove_recovery(&unknown, &csrf, "12345678", "12345678").await;
        assert_eq!(problem(tried), Problem::CodeWrong);

        let cookie = service.begin_recovery("ann.smith", None).await.unwrap();
        let (mail, phone) = (world.code(MAIL).await, world.code(PHONE).await);
        let csrf = service.recovery(&cookie).await.unwrap().csrf;
        let early = service.finish_recovery(&cookie, &csrf, "seven quiet boats drifting").await;
        assert_eq!(problem(early), Problem::FlowEnded, "one code at least is missing");
        let one = service.prove_recovery(&cookie, &csrf, &mail, &mail).await;
        assert_eq!(problem(one), Problem::CodeWrong, "the mailbox alone is not enough");
        service.prove_recovery(&cookie, &csrf, &mail, &phone).await.unwrap();
        assert!(service.recovery(&cookie).await.unwrap().proven);
        service.finish_recovery(&cookie, &csrf, "seven quiet boats drifting").await.unwrap();
        assert!(world.told(MAIL).await.contains("was changed"));
        assert!(world.told(PHONE).await.contains("was changed"));
        assert_eq!(problem(service.account(&session).await), Problem::SignedOut);
        assert_eq!(problem(world.enter("ann.smith", PASSWORD).await), Problem::SignInFailed);
        world.enter("ann.smith", "seven quiet boats drifting").await.unwrap();
    }

    async fn what_was_proven_before_does_not_undo_what_came_after(world: World) {
        world.opened("ann.smith", MAIL).await;
        let service = &world.service;
        world.clock.advance(SignedDuration::from_mins(11));
        let proven = async || {
            let cookie = service.begin_recovery("ann.smith", None).await.unwrap();
            let (mail, phone) = (world.code(MAIL).await, world.code(PHONE).await);
            let csrf = service.recovery(&cookie).await.unwrap().csrf;
            service.prove_recovery(&cookie, &csrf, &mail, &phone).await.unwrap();
            (cookie, csrf)
        };
        let (first, second) = (proven().await, proven().await);
        world.clock.advance(SignedDuration::from_secs(1));
        service.finish_recovery(&first.0, &first.1, "seven quiet boats drifting").await.unwrap();
        let late = service.finish_recovery(&second.0, &second.1, "nine loud boats drifting").await;
        assert_eq!(problem(late), Problem::FlowEnded);
        world.enter("ann.smith", "seven quiet boats drifting").await.unwrap();
        world.told(MAIL).await;
        world.told(PHONE).await;

        world.clock.advance(SignedDuration::from_mins(11));
        let third = proven().await;
        world.clock.advance(SignedDuration::from_mins(16));
        let late = service.finish_recovery(&third.0, &third.1, "nine loud boats drifting").await;
        assert_eq!(problem(late), Problem::FlowEnded, "codes are good for a quarter of an hour");
    }

    async fn one_flow_sends_few_messages(world: World) {
        let service = &world.service;
        let cookie = service.begin_opening(None).await.unwrap();
        let csrf = world.csrf(&cookie).await;
        let send = async |number: u32| {
            let mail = format!("somebody{number}@mail.example");
            service.send_opening_code(&cookie, &csrf, (Contact::Mail, &mail), Language::En, None).await
        };
        for number in 0..10 {
            send(number).await.unwrap();
        }
        assert_eq!(problem(send(10).await), Problem::FlowEnded);
    }

    async fn counters_tell_nobody_who_is_known(world: World) {
        world.opened("ann.smith", MAIL).await;
        for (one, other) in [("ann.smith", "Ann_Srnith"), ("bob.jones", "Bob_J0nes")] {
            for _ in 0..5 {
                assert_eq!(problem(world.enter(one, "another lamp elsewhere").await), Problem::SignInFailed);
            }
            let refused = problem(world.enter(other, "another lamp elsewhere").await);
            assert!(matches!(refused, Problem::Wait { .. }), "{other}: {refused:?}");
        }
        // How often codes went out for one purpose says nothing to another.
        world.clock.advance(SignedDuration::from_mins(11));
        for _ in 0..3 {
            world.service.begin_recovery(MAIL, None).await.unwrap();
            world.told(MAIL).await;
            world.told(PHONE).await;
        }
        world.service.remind_user_id(MAIL, None).await.unwrap();
    }

    async fn passkeys_and_notices_and_a_block(world: World) {
        let cookie = world.opened("ann.smith", MAIL).await;
        let service = &world.service;
        world.clock.advance(SignedDuration::from_mins(11));
        let account = service.account(&cookie).await.unwrap();
        assert_eq!(service.begin_adding_passkey(&account).await.err(), Some(Problem::ProveAgain.into()));
        service.prove_with_password(&account, PASSWORD, "", None).await.unwrap();
        let account = service.account(&cookie).await.unwrap();
        let ceremony = service.begin_adding_passkey(&account).await.unwrap();
        let (mut key, answer) = Authenticator::create(&ceremony.options, ORIGIN);
        service.finish_adding_passkey(&account, &ceremony.token, &answer).await.unwrap();
        let told = world.told(MAIL).await;
        world.told(PHONE).await;
        let secret = told.split("/account/notice/").nth(1).unwrap();
        let secret = secret.split_whitespace().next().unwrap();

        let ceremony = service.begin_account_sign_in(None).await.unwrap();
        let answer = key.get(&ceremony.options, ORIGIN, 0x05);
        let signed_in = service.finish_account_sign_in(&ceremony.token, &answer).await.unwrap();
        assert_eq!(signed_in.account, account.id);
        // It is no operator's.
        let ceremony = service.begin_sign_in(None).await.unwrap();
        let answer = key.get(&ceremony.options, ORIGIN, 0x05);
        assert!(matches!(service.finish_sign_in(&ceremony.token, &answer).await, Err(Error::PasskeyFailed)));

        // Looking changes nothing; using the link blocks, once, and lets nobody in.
        service.account_notice(secret).await.unwrap();
        assert!(service.account(&cookie).await.is_ok());
        service.object_by_notice(secret).await.unwrap();
        assert_eq!(problem(service.object_by_notice(secret).await), Problem::LinkEnded);
        assert_eq!(problem(service.account_notice(secret).await), Problem::LinkEnded);
        assert!(world.told(MAIL).await.contains("was blocked"));
        world.told(PHONE).await;
        assert_eq!(problem(service.account(&cookie).await), Problem::SignedOut);
        assert_eq!(problem(world.enter("ann.smith", PASSWORD).await), Problem::Blocked);
        assert_eq!(problem(world.enter("ann.smith", "another lamp elsewhere").await), Problem::SignInFailed);
        let ceremony = service.begin_account_sign_in(None).await.unwrap();
        let answer = key.get(&ceremony.options, ORIGIN, 0x05);
        assert_eq!(problem(service.finish_account_sign_in(&ceremony.token, &answer).await), Problem::Blocked);

        // Opened again by both contacts; the passkey that caused it is gone.
        world.clock.advance(SignedDuration::from_mins(11));
        world.recovered("ann.smith", "seven quiet boats drifting").await;
        assert!(world.told(MAIL).await.contains("opened again"));
        let ceremony = service.begin_account_sign_in(None).await.unwrap();
        let answer = key.get(&ceremony.options, ORIGIN, 0x05);
        assert!(matches!(
            service.finish_account_sign_in(&ceremony.token, &answer).await,
            Err(Error::PasskeyFailed)
        ));
        let cookie = world.enter("ann.smith", "seven quiet boats drifting").await.unwrap();
        let account = service.account(&cookie).await.unwrap();
        let ceremony = service.begin_adding_passkey(&account).await.unwrap();
        let (_, answer) = Authenticator::create(&ceremony.options, ORIGIN);
        service.finish_adding_passkey(&account, &ceremony.token, &answer).await.unwrap();
        let keys = service.account_home(&account).await.unwrap().passkeys;
        service.remove_account_passkey(&account, &keys[0].id).await.unwrap();
        assert_eq!(service.account_home(&account).await.unwrap().passkeys, []);
        service.block_account(&account).await.unwrap();
        assert_eq!(problem(service.account(&cookie).await), Problem::SignedOut);
    }

    async fn a_printed_code_takes_the_place_of_the_phone_once(world: World) {
        let session = world.opened("ann.smith", MAIL).await;
        let service = &world.service;
        let account = service.account(&session).await.unwrap();
        let codes = service.new_recovery_codes(&account).await.unwrap();
        assert_eq!(codes.len(), 10);
        while !world.told(PHONE).await.contains("New recovery codes") {}
        let left = async || service.account_home(&account).await.unwrap().recovery_codes;
        assert_eq!(left().await, 10);
        let old = codes[0].clone();
        let codes = service.new_recovery_codes(&account).await.unwrap();
        assert_eq!(left().await, 10);

        let by_mail = async || loop {
            let text = world.told(MAIL).await;
            if text.contains("Your code is") {
                let digits = |word: &&str| word.bytes().filter(u8::is_ascii_digit).count() == 4;
                break text.split([' ', '.', '\n']).filter(digits).collect::<String>();
            }
        };
        // Not before five days are over.
        let cookie = service.begin_recovery("ann.smith", None).await.unwrap();
        let csrf = service.recovery(&cookie).await.unwrap().csrf;
        let early = service.prove_recovery(&cookie, &csrf, &by_mail().await, &codes[0]).await;
        assert_eq!(problem(early), Problem::CodeWrong);
        assert_eq!(left().await, 10);
        world.clock.advance(SignedDuration::from_hours(5 * 24));
        let cookie = service.begin_recovery("ann.smith", None).await.unwrap();
        let mail = by_mail().await;
        let csrf = service.recovery(&cookie).await.unwrap().csrf;
        let prove = async |mail: &str, code: &str| service.prove_recovery(&cookie, &csrf, mail, code).await;
        assert_eq!(problem(prove(&mail, &old).await), Problem::CodeWrong);
        assert_eq!(problem(prove("0000 0000", &codes[0]).await), Problem::CodeWrong);
        assert_eq!(problem(prove(&mail, "0000 0000 0000").await), Problem::CodeWrong);
        assert_eq!(left().await, 10, "a wrong mail code uses none up");
        prove(&mail, &codes[0]).await.unwrap();
        assert_eq!(left().await, 9);
        service.finish_recovery(&cookie, &csrf, "seven quiet boats drifting").await.unwrap();
        world.enter("ann.smith", "seven quiet boats drifting").await.unwrap();

        // Nobody's flow takes anybody's code.
        let cookie = service.begin_recovery("nobody.here", None).await.unwrap();
        let csrf = service.recovery(&cookie).await.unwrap().csrf;
        let theirs = service.prove_recovery(&cookie, &csrf, &mail, &codes[1]).await;
        assert_eq!(problem(theirs), Problem::CodeWrong);

        world.clock.advance(SignedDuration::from_mins(10));
        let session = world.enter("ann.smith", "seven quiet boats drifting").await.unwrap();
        world.clock.advance(SignedDuration::from_mins(10));
        let account = service.account(&session).await.unwrap();
        assert_eq!(problem(service.new_recovery_codes(&account).await), Problem::ProveAgain);
    }

    async fn whoever_was_in_for_a_moment_does_not_open_what_was_blocked(world: World) {
        let session = world.opened("ann.smith", MAIL).await;
        let service = &world.service;
        let account = service.account(&session).await.unwrap();
        let codes = service.new_recovery_codes(&account).await.unwrap();
        service.block_account(&account).await.unwrap();
        // However long they wait.
        for days in [0, 5, 30] {
            world.clock.advance(SignedDuration::from_hours(days * 24));
            world.messenger.delivered.lock().unwrap().clear();
            let cookie = service.begin_recovery("ann.smith", None).await.unwrap();
            let csrf = service.recovery(&cookie).await.unwrap().csrf;
            let mail = loop {
                let text = world.told(MAIL).await;
                if text.contains("Your code is") {
                    let digits = |word: &&str| word.bytes().filter(u8::is_ascii_digit).count() == 4;
                    break text.split([' ', '.', '\n']).filter(digits).collect::<String>();
                }
            };
            let opened = service.prove_recovery(&cookie, &csrf, &mail, &codes[0]).await;
            assert_eq!(problem(opened), Problem::CodeWrong, "after {days} days");
        }
    }
}
