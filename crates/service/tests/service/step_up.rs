//! Proving once more to be the owner, and changing what an account is signed in to with.

use bonafide_identity::account::Contact;
use bonafide_service::Error;
use bonafide_service::account::{Account, ChangeStage, Problem, Proof};
use jiff::SignedDuration;

use crate::accounts::{MAIL, PASSWORD, PHONE, code_in, problem};
use crate::operators::Authenticator;
use crate::world::{World, both};

const ORIGIN: &str = "http://localhost:8080";
const NEW_MAIL: &str = "ann@post.example";
const NEW_PHONE: &str = "+31687654321";
const ANOTHER: &str = "seven quiet boats drifting";

impl World {
    pub(crate) async fn account(&self, cookie: &str) -> Account {
        self.service.account(cookie).await.unwrap()
    }

    /// Adds a passkey in a browser that is signed in and proved so.
    async fn passkey(&self, cookie: &str) -> Authenticator {
        let account = self.account(cookie).await;
        let ceremony = self.service.begin_adding_passkey(&account).await.unwrap();
        let (key, answer) = Authenticator::create(&ceremony.options, ORIGIN);
        let added = self
            .service
            .finish_adding_passkey(&account, &ceremony.token, &answer);
        added.await.unwrap();
        key
    }

    /// The code that went to the phone: notices of what happened before may come after it.
    async fn texted(&self) -> String {
        loop {
            if let Some(code) = code_in(&self.told(PHONE).await) {
                return code;
            }
        }
    }

    /// Proves once more to be the owner, by all that it takes.
    pub(crate) async fn prove_again(&self, cookie: &str) {
        let account = self.account(cookie).await;
        if self.service.is_fresh(&account) {
            return;
        }
        let given = self
            .service
            .prove_with_password(&account, PASSWORD, "", None);
        if let Proof::Text(flow) = given.await.unwrap() {
            let code = self.texted().await;
            let taken = self.service.prove_with_text(&account, &flow, &code);
            taken.await.unwrap();
        }
    }

    /// Changes a contact as far as the code; gives the flow's cookie and the code.
    async fn sent(&self, account: &Account, contact: Contact, to: &str) -> (String, String) {
        let flow = self
            .service
            .send_change_code(account, contact, to, None)
            .await
            .unwrap();
        (flow, self.code(to).await)
    }
}

both! {
    async fn a_browser_that_was_left_open_changes_nothing(world: World) {
        let cookie = world.opened("ann.smith", MAIL).await;
        let service = &world.service;
        let account = world.account(&cookie).await;
        assert!(service.is_fresh(&account));
        // As long as there is nothing else, the password is proof enough.
        world.clock.advance(SignedDuration::from_mins(10));
        assert!(!service.is_fresh(&world.account(&cookie).await));
        let proof = service.prove_with_password(&account, PASSWORD, "", None).await;
        assert_eq!(proof, Ok(Proof::Whole));
        assert_eq!(world.account(&cookie).await.method, "password");
        assert!(service.is_fresh(&world.account(&cookie).await));
        let account = world.account(&cookie).await;
        let ceremony = service.begin_adding_passkey(&account).await.unwrap();
        let (mut key, answer) = Authenticator::create(&ceremony.options, ORIGIN);
        service.finish_adding_passkey(&account, &ceremony.token, &answer).await.unwrap();
        let id = service.account_home(&account).await.unwrap().passkeys[0].id.clone();

        world.clock.advance(SignedDuration::from_mins(10));
        let account = world.account(&cookie).await;
        assert!(!service.is_fresh(&account));
        assert_eq!(problem(service.begin_adding_passkey(&account).await), Problem::ProveAgain);
        assert_eq!(problem(service.remove_account_passkey(&account, &id).await), Problem::ProveAgain);
        assert_eq!(problem(service.change_password(&account, ANOTHER).await), Problem::ProveAgain);
        for (contact, to) in [(Contact::Mail, NEW_MAIL), (Contact::Phone, NEW_PHONE)] {
            assert_eq!(problem(service.changing(&account, contact, None).await), Problem::ProveAgain);
            assert_eq!(problem(service.send_change_code(&account, contact, to, None).await), Problem::ProveAgain);
        }
        // Blocking is always possible, as is looking.
        service.account_home(&account).await.unwrap();

        let wrong = service.prove_with_password(&account, ANOTHER, "", None).await;
        assert_eq!(problem(wrong), Problem::SignInFailed);
        assert!(!service.is_fresh(&world.account(&cookie).await));
        let ceremony = service.begin_proving(&account).await.unwrap();
        let answer = key.get(&ceremony.options, ORIGIN, 0x05);
        service.prove_with_passkey(&account, &ceremony.token, &answer).await.unwrap();
        assert!(service.is_fresh(&world.account(&cookie).await));
        // Of this browser alone.
        let elsewhere = world.enter("ann.smith", PASSWORD).await.unwrap();
        world.clock.advance(SignedDuration::from_mins(11));
        let account = world.account(&cookie).await;
        let ceremony = service.begin_proving(&account).await.unwrap();
        let answer = key.get(&ceremony.options, ORIGIN, 0x05);
        service.prove_with_passkey(&account, &ceremony.token, &answer).await.unwrap();
        assert_eq!(world.account(&cookie).await.method, "passkey");
        assert!(!service.is_fresh(&world.account(&elsewhere).await));
        let account = world.account(&cookie).await;
        service.remove_account_passkey(&account, &id).await.unwrap();
    }

    async fn a_password_alone_does_not_change_what_a_passkey_guards(world: World) {
        let service = &world.service;
        let first = world.account(&world.opened("ann.smith", MAIL).await).await;
        service.new_recovery_codes(&first).await.unwrap();
        world.told(MAIL).await;
        world.clock.advance(SignedDuration::from_hours(5 * 24 + 1));
        let cookie = world.enter("ann.smith", PASSWORD).await.unwrap();
        let printed = service.new_recovery_codes(&world.account(&cookie).await).await.unwrap();
        world.passkey(&cookie).await;
        world.told(PHONE).await;

        let thief = world.enter("ann.smith", PASSWORD).await.unwrap();
        let account = world.account(&thief).await;
        assert!(!service.is_fresh(&account), "though the password was given just now");
        assert_eq!(problem(service.change_password(&account, ANOTHER).await), Problem::ProveAgain);
        assert_eq!(problem(service.begin_adding_passkey(&account).await), Problem::ProveAgain);
        let Ok(Proof::Text(flow)) = service.prove_with_password(&account, PASSWORD, "", None).await else {
            panic!("the password was enough");
        };
        assert!(!service.is_fresh(&world.account(&thief).await));
        let code = world.texted().await;
        let wrong = if code == "00000000" { "00000001" } else { "00000000" };
        assert_eq!(problem(service.prove_with_text(&account, &flow, wrong).await), Problem::CodeWrong);
        // Codes that were printed a moment ago may be the thief's.
        let young = service.prove_with_text(&account, &flow, &printed[0]).await;
        assert_eq!(problem(young), Problem::CodeWrong);
        let other = world.account(&world.opened("bob.jones", "bob@mail.example").await).await;
        assert_eq!(problem(service.prove_with_text(&other, &flow, &code).await), Problem::FlowEnded);
        service.prove_with_text(&account, &flow, &code).await.unwrap();
        let account = world.account(&thief).await;
        assert!(service.is_fresh(&account));
        assert_eq!(account.method, "password-text");
        assert_eq!(problem(service.prove_with_text(&account, &flow, &code).await), Problem::FlowEnded, "once");

        // Five days later a printed one will do, once.
        world.clock.advance(SignedDuration::from_hours(5 * 24 + 1));
        let again = world.enter("ann.smith", PASSWORD).await.unwrap();
        let account = world.account(&again).await;
        for taken in [true, false] {
            let Ok(Proof::Text(flow)) = service.prove_with_password(&account, PASSWORD, "", None).await else {
                panic!("the password was enough");
            };
            assert_eq!(service.prove_with_text(&account, &flow, &printed[1]).await.is_ok(), taken);
        }
        assert!(service.is_fresh(&world.account(&again).await));
    }

    async fn a_phone_that_was_changed_lately_proves_nothing(world: World) {
        let service = &world.service;
        let cookie = world.opened("ann.smith", MAIL).await;
        world.clock.advance(SignedDuration::from_mins(1));
        let account = world.account(&cookie).await;
        let (flow, code) = world.sent(&account, Contact::Phone, NEW_PHONE).await;
        service.finish_change(&account, Contact::Phone, &flow, &code).await.unwrap();
        world.passkey(&cookie).await;
        let account = world.account(&world.enter("ann.smith", PASSWORD).await.unwrap()).await;
        let refused = problem(service.prove_with_password(&account, PASSWORD, "", None).await);
        assert!(matches!(refused, Problem::PhoneChangedLately { .. }));
    }

    async fn somebody_else_s_passkey_proves_nothing(world: World) {
        let service = &world.service;
        let ann = world.account(&world.opened("ann.smith", MAIL).await).await;
        let bob = world.account(&world.opened("bob.jones", "bob@mail.example").await).await;
        let ceremony = service.begin_adding_passkey(&bob).await.unwrap();
        let (mut key, answer) = Authenticator::create(&ceremony.options, ORIGIN);
        service.finish_adding_passkey(&bob, &ceremony.token, &answer).await.unwrap();
        let ceremony = service.begin_proving(&ann).await.unwrap();
        let answer = key.get(&ceremony.options, ORIGIN, 0x05);
        let proven = service.prove_with_passkey(&ann, &ceremony.token, &answer).await;
        assert!(matches!(proven, Err(Error::PasskeyFailed)));
        // Nor does an answer that was asked for at the door.
        let ceremony = service.begin_account_sign_in(None).await.unwrap();
        let answer = key.get(&ceremony.options, ORIGIN, 0x05);
        assert!(service.prove_with_passkey(&bob, &ceremony.token, &answer).await.is_err());
    }

    async fn misses_count_as_at_the_door(world: World) {
        let cookie = world.opened("ann.smith", MAIL).await;
        let account = world.account(&cookie).await;
        for _ in 0..3 {
            let wrong = world.service.prove_with_password(&account, ANOTHER, "", None).await;
            assert_eq!(problem(wrong), Problem::SignInFailed);
        }
        for _ in 0..2 {
            assert_eq!(problem(world.enter("Ann_Smith", ANOTHER).await), Problem::SignInFailed);
        }
        let refused = problem(world.service.prove_with_password(&account, PASSWORD, "", None).await);
        assert!(matches!(refused, Problem::Wait { until: Some(_), .. }));
    }

    async fn a_password_is_changed_while_signed_in(world: World) {
        let service = &world.service;
        let cookie = world.opened("ann.smith", MAIL).await;
        let elsewhere = world.enter("ann.smith", PASSWORD).await.unwrap();
        let account = world.account(&cookie).await;
        for weak in ["password1", "ann.smith ann.smith", "+31612345678"] {
            assert!(matches!(problem(service.change_password(&account, weak).await), Problem::Password(_)));
        }
        service.change_password(&account, ANOTHER).await.unwrap();
        assert!(world.told(MAIL).await.contains("password of your account was changed"));
        assert!(world.told(PHONE).await.contains("password of your account was changed"));
        world.account(&cookie).await;
        assert_eq!(problem(service.account(&elsewhere).await), Problem::SignedOut);
        assert_eq!(problem(world.enter("ann.smith", PASSWORD).await), Problem::SignInFailed);
        world.enter("ann.smith", ANOTHER).await.unwrap();
    }

    async fn a_new_contact_is_proven_first_and_the_old_one_is_told(world: World) {
        let service = &world.service;
        let cookie = world.opened("ann.smith", MAIL).await;
        world.clock.advance(SignedDuration::from_mins(1));
        let account = world.account(&cookie).await;
        let other = world.account(&world.opened("bob.jones", "bob@mail.example").await).await;
        assert_eq!(service.changing(&account, Contact::Mail, None).await, Ok(ChangeStage::Address));
        let wrong = service.send_change_code(&account, Contact::Mail, NEW_PHONE, None).await;
        assert_eq!(problem(wrong), Problem::Address(Contact::Mail));
        let (flow, code) = world.sent(&account, Contact::Mail, NEW_MAIL).await;
        let stage = service.changing(&account, Contact::Mail, Some(&flow)).await.unwrap();
        assert_eq!(stage, ChangeStage::Code(NEW_MAIL.to_owned()));
        assert_eq!(service.account_home(&account).await.unwrap().mail, MAIL, "not yet");
        // Neither another account nor another contact may use the code.
        let stolen = service.finish_change(&other, Contact::Mail, &flow, &code).await;
        assert_eq!(problem(stolen), Problem::FlowEnded);
        let stolen = service.finish_change(&account, Contact::Phone, &flow, &code).await;
        assert_eq!(problem(stolen), Problem::FlowEnded);
        let wrong = if code == "00000000" { "00000001" } else { "00000000" };
        let tried = service.finish_change(&account, Contact::Mail, &flow, wrong).await;
        assert_eq!(problem(tried), Problem::CodeWrong);
        service.finish_change(&account, Contact::Mail, &flow, &code).await.unwrap();
        let again = service.finish_change(&account, Contact::Mail, &flow, &code).await;
        assert!(matches!(problem(again), Problem::ContactChangedLately { .. }), "once");
        assert_eq!(service.account_home(&account).await.unwrap().mail, NEW_MAIL);
        world.enter(NEW_MAIL, PASSWORD).await.unwrap();
        assert_eq!(problem(world.enter(MAIL, PASSWORD).await), Problem::SignInFailed);

        // The old address is told, and its link goes on working.
        let told = world.told(MAIL).await;
        assert!(told.contains("mail address of your account was changed"));
        world.told(PHONE).await;
        // The other contact stays for a while, so that one of both is still the owner's.
        let refused = problem(service.send_change_code(&account, Contact::Phone, NEW_PHONE, None).await);
        assert!(matches!(refused, Problem::ContactChangedLately { .. }));
        let secret = told.split("/account/notice/").nth(1).unwrap();
        let secret = secret.split_whitespace().next().unwrap();
        service.object_by_notice(secret).await.unwrap();
        assert_eq!(problem(service.account(&cookie).await), Problem::SignedOut);
        // Blocking puts the old address back: its owner opens the account again, by what they know.
        assert_eq!(problem(world.enter(MAIL, PASSWORD).await), Problem::Blocked);
        assert_eq!(problem(world.enter(NEW_MAIL, PASSWORD).await), Problem::SignInFailed);
        while !world.silent().await {
            world.messenger.delivered.lock().unwrap().clear();
        }
        world.recovered(MAIL, ANOTHER).await;
        world.enter(MAIL, ANOTHER).await.unwrap();
    }

    async fn what_a_browser_began_it_does_not_finish_once_it_is_out(world: World) {
        let service = &world.service;
        let cookie = world.opened("ann.smith", MAIL).await;
        let theirs = world.account(&world.enter("ann.smith", PASSWORD).await.unwrap()).await;
        let ceremony = service.begin_adding_passkey(&theirs).await.unwrap();
        let (_, answer) = Authenticator::create(&ceremony.options, ORIGIN);
        // The owner puts the other browser out while its requests are on their way.
        service.change_password(&world.account(&cookie).await, ANOTHER).await.unwrap();
        let late = service.change_password(&theirs, "a key under the mat").await;
        assert_eq!(problem(late), Problem::SignedOut);
        let late = service.finish_adding_passkey(&theirs, &ceremony.token, &answer).await;
        assert_eq!(problem(late), Problem::SignedOut);
        assert_eq!(problem(service.new_recovery_codes(&theirs).await), Problem::SignedOut);
        assert_eq!(problem(service.ask_for_erasure(&theirs).await), Problem::SignedOut);
        assert_eq!(problem(service.choose_pin(&theirs, "", ["738264", "738264"]).await), Problem::SignedOut);
        world.enter("ann.smith", ANOTHER).await.unwrap();
    }

    async fn one_contact_of_before_is_put_back_and_not_both(world: World) {
        let service = &world.service;
        world.opened("ann.smith", MAIL).await;
        let mut links = Vec::new();
        // Both are somebody else's for a while, and the owner's again after that.
        for (contact, to, told) in [
            (Contact::Mail, NEW_MAIL, None),
            (Contact::Phone, NEW_PHONE, None),
            (Contact::Mail, MAIL, Some(NEW_MAIL)),
            (Contact::Phone, PHONE, Some(NEW_PHONE)),
        ] {
            world.clock.advance(SignedDuration::from_hours(6 * 24));
            let cookie = world.enter("ann.smith", PASSWORD).await.unwrap();
            let account = world.account(&cookie).await;
            let (flow, code) = world.sent(&account, contact, to).await;
            world.messenger.delivered.lock().unwrap().clear();
            service.finish_change(&account, contact, &flow, &code).await.unwrap();
            if let Some(told) = told {
                let told = world.told(told).await;
                let secret = told.split("/account/notice/").nth(1).unwrap();
                links.push(secret.split_whitespace().next().unwrap().to_owned());
            }
        }
        world.clock.advance(SignedDuration::from_hours(6 * 24));
        for link in links {
            world.clock.advance(SignedDuration::from_mins(1));
            service.object_by_notice(&link).await.unwrap();
        }
        assert_eq!(problem(world.enter(NEW_MAIL, PASSWORD).await), Problem::Blocked, "put back");
        // The phone is the owner's still, whoever has the mailbox.
        while !world.silent().await {
            world.messenger.delivered.lock().unwrap().clear();
        }
        service.begin_recovery(NEW_MAIL, None).await.unwrap();
        world.told(PHONE).await;
        assert!(world.messenger.delivered.lock().unwrap().iter().all(|(_, message)| message.recipient() != NEW_PHONE));
    }

    async fn who_is_displaced_does_not_come_back(world: World) {
        let service = &world.service;
        let cookie = world.opened("ann.smith", MAIL).await;
        world.clock.advance(SignedDuration::from_mins(1));
        let account = world.account(&cookie).await;
        let (flow, code) = world.sent(&account, Contact::Phone, NEW_PHONE).await;
        service.finish_change(&account, Contact::Phone, &flow, &code).await.unwrap();
        world.clock.advance(SignedDuration::from_hours(6 * 24));
        let account = world.account(&world.enter("ann.smith", PASSWORD).await.unwrap()).await;
        let (flow, code) = world.sent(&account, Contact::Mail, NEW_MAIL).await;
        world.messenger.delivered.lock().unwrap().clear();
        service.finish_change(&account, Contact::Mail, &flow, &code).await.unwrap();
        let secret = |told: String| told.split("/account/notice/").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
        let owners = secret(world.told(MAIL).await);
        world.messenger.delivered.lock().unwrap().clear();
        service.object_by_notice(&owners).await.unwrap();
        // Somebody who replaced both was told of the block, with a link of their own.
        let thiefs = secret(world.told(NEW_MAIL).await);
        world.clock.advance(SignedDuration::from_mins(1));
        service.object_by_notice(&thiefs).await.unwrap();
        assert_eq!(problem(world.enter(MAIL, PASSWORD).await), Problem::Blocked, "still the owner's");
        assert_eq!(problem(world.enter(NEW_MAIL, PASSWORD).await), Problem::SignInFailed);
        // What the owner's phone was goes on being told, and may be put back once the account was open again.
        while !world.silent().await {
            world.messenger.delivered.lock().unwrap().clear();
        }
    }

    async fn an_owner_is_not_pushed_out_by_many_changes(world: World) {
        let service = &world.service;
        let cookie = world.opened("ann.smith", MAIL).await;
        world.clock.advance(SignedDuration::from_mins(1));
        let first = world.account(&cookie).await;
        let (flow, code) = world.sent(&first, Contact::Mail, NEW_MAIL).await;
        service.finish_change(&first, Contact::Mail, &flow, &code).await.unwrap();
        let told = world.told(MAIL).await;
        let secret = told.split("/account/notice/").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
        let again = service.send_change_code(&first, Contact::Mail, "more@mail.example", None).await;
        assert!(matches!(problem(again), Problem::ContactChangedLately { .. }), "one a day");
        for number in 0..5 {
            world.clock.advance(SignedDuration::from_hours(24));
            let account = world.account(&world.enter("ann.smith", PASSWORD).await.unwrap()).await;
            let to = format!("thief{number}@mail.example");
            let (flow, code) = world.sent(&account, Contact::Mail, &to).await;
            world.messenger.delivered.lock().unwrap().clear();
            service.finish_change(&account, Contact::Mail, &flow, &code).await.unwrap();
            assert!(world.told(MAIL).await.contains("mail address of your account was changed"), "{number}");
        }
        // Its link still puts it back, and whom it displaces is told from then on.
        service.object_by_notice(&secret).await.unwrap();
        assert_eq!(problem(world.enter(MAIL, PASSWORD).await), Problem::Blocked);
        assert_eq!(problem(world.enter("thief4@mail.example", PASSWORD).await), Problem::SignInFailed);
        assert!(world.told("thief4@mail.example").await.contains("was blocked"));
    }

    async fn whoever_was_reached_before_is_told_for_a_month(world: World) {
        let service = &world.service;
        let cookie = world.opened("ann.smith", MAIL).await;
        let account = world.account(&cookie).await;
        let (flow, code) = world.sent(&account, Contact::Mail, NEW_MAIL).await;
        service.finish_change(&account, Contact::Mail, &flow, &code).await.unwrap();
        assert!(world.told(MAIL).await.contains("mail address of your account was changed"));
        for (days, told) in [(29, true), (2, false)] {
            world.clock.advance(SignedDuration::from_hours(days * 24));
            let cookie = world.enter("ann.smith", PASSWORD).await.unwrap();
            let account = world.account(&cookie).await;
            world.messenger.delivered.lock().unwrap().clear();
            service.ask_for_erasure(&account).await.unwrap();
            assert!(world.told(NEW_MAIL).await.contains("erased in 7 days"));
            let heard = world.messenger.delivered.lock().unwrap().iter().any(|(_, message)| message.recipient() == MAIL);
            assert_eq!(heard, told, "after {days} more days");
            service.keep_account(&account).await.unwrap();
        }
        // Somebody else may have the address by now: blocking does not take it from them.
        world.opened("bob.jones", MAIL).await;
    }

    async fn an_address_that_another_account_has_stays_there(world: World) {
        let service = &world.service;
        let cookie = world.opened("ann.smith", MAIL).await;
        let account = world.account(&cookie).await;
        let (flow, code) = world.sent(&account, Contact::Mail, NEW_MAIL).await;
        service.finish_change(&account, Contact::Mail, &flow, &code).await.unwrap();
        let told = world.told(MAIL).await;
        let secret = told.split("/account/notice/").nth(1).unwrap();
        let secret = secret.split_whitespace().next().unwrap();
        world.opened("bob.jones", MAIL).await;
        service.object_by_notice(secret).await.unwrap();
        world.enter(MAIL, PASSWORD).await.unwrap();
        assert_eq!(problem(world.enter(NEW_MAIL, PASSWORD).await), Problem::Blocked);
    }

    async fn a_phone_is_changed_and_the_mail_days_later(world: World) {
        let service = &world.service;
        let cookie = world.opened("ann.smith", MAIL).await;
        world.clock.advance(SignedDuration::from_mins(1));
        let account = world.account(&cookie).await;
        // Both begun at once: the one that is finished first counts.
        let (phone, phone_code) = world.sent(&account, Contact::Phone, NEW_PHONE).await;
        let (mail, mail_code) = world.sent(&account, Contact::Mail, NEW_MAIL).await;
        service.finish_change(&account, Contact::Phone, &phone, &phone_code).await.unwrap();
        assert!(world.told(PHONE).await.contains("phone number of your account was changed"));
        assert_eq!(service.account_home(&account).await.unwrap().phone, NEW_PHONE);
        let refused = problem(service.finish_change(&account, Contact::Mail, &mail, &mail_code).await);
        assert!(matches!(refused, Problem::ContactChangedLately { .. }));
        let home = service.account_home(&account).await.unwrap();
        assert_eq!((home.phone.as_str(), home.mail.as_str()), (NEW_PHONE, MAIL));
        world.clock.advance(SignedDuration::from_hours(5 * 24));
        let cookie = world.enter("ann.smith", PASSWORD).await.unwrap();
        let account = world.account(&cookie).await;
        let (mail, code) = world.sent(&account, Contact::Mail, NEW_MAIL).await;
        service.finish_change(&account, Contact::Mail, &mail, &code).await.unwrap();
        assert_eq!(service.account_home(&account).await.unwrap().mail, NEW_MAIL);
    }

    async fn a_mail_address_that_has_an_account_is_told_and_nobody_else(world: World) {
        let service = &world.service;
        let ann = world.account(&world.opened("ann.smith", MAIL).await).await;
        world.opened("bob.jones", "bob@mail.example").await;
        let flow = service.send_change_code(&ann, Contact::Mail, "Bob@mail.example", None).await.unwrap();
        assert!(world.told("Bob@mail.example").await.contains("already has one"));
        let stage = service.changing(&ann, Contact::Mail, Some(&flow)).await.unwrap();
        assert_eq!(stage, ChangeStage::Code("Bob@mail.example".to_owned()));
        let tried = service.finish_change(&ann, Contact::Mail, &flow, "12345678").await;
        assert_eq!(problem(tried), Problem::CodeWrong);
    }
}
