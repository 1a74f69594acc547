//! Identities that accounts keep of registrations.

use bonafide_identity::assurance::Level;
use bonafide_identity::evidence::EvidenceKind;
use bonafide_identity::fields::{DocumentKind, Field, Verification};
use bonafide_identity::registration::Status;
use bonafide_service::Error;
use bonafide_service::account::{Account, Problem};
use bonafide_service::person::Browser;
use bonafide_store::erase_account;
use bonafide_store::testing::noon;
use jiff::SignedDuration;

use crate::accounts::{MAIL, PHONE, problem};
use crate::world::{World, both};

impl World {
    pub(crate) async fn verified(&self, document: &str, selfie: &str) -> Browser {
        let (browser, _) = self.begin(&self.live).await;
        assert_eq!(
            self.walk(&browser, document, selfie).await,
            Status::Verified
        );
        browser
    }

    pub(crate) async fn owner(&self, user: &str, mail: &str) -> Account {
        let cookie = self.opened(user, mail).await;
        self.service.account(&cookie).await.unwrap()
    }
}

both! {
    async fn what_was_proven_is_kept_without_proving_it_again(world: World) {
        let service = &world.service;
        let browser = world.verified("passport", "ann").await;
        assert!(world.view(&browser).await.may_keep);
        let ann = world.owner("ann.smith", MAIL).await;
        let before = service.account_home(&ann).await.unwrap();
        assert_eq!(before.identity, None);
        assert_eq!((before.mail.as_str(), before.phone.as_str()), (MAIL, PHONE));
        let keepable = service.keepable(&browser).await.unwrap();
        assert!(!service.is_kept(&browser).await.unwrap());
        service.keep_identity(&ann, &browser).await.unwrap();
        assert!(service.is_kept(&browser).await.unwrap());
        assert!(world.told(MAIL).await.contains("verified identity"));
        assert!(world.told(PHONE).await.contains("verified identity"));
        service.keep_identity(&ann, &browser).await.unwrap();
        assert!(world.silent().await, "once");

        let claims = service.account_home(&ann).await.unwrap();
        let identity = claims.identity.unwrap();
        assert_eq!(identity.proven, keepable.proven);
        assert_eq!((identity.proven.document, identity.proven.level), (Some(DocumentKind::Passport), Level::Low));
        let surname = identity.proven.value(Field::Surname).unwrap();
        assert_eq!((surname.text.as_str(), surname.verification), ("ERIKSSON", Verification::MachineReadableZone));
        let born = identity.proven.value(Field::BirthDate).unwrap();
        assert_eq!((born.text.as_str(), born.verification), ("1974-08-12", Verification::CheckDigit));
        assert!(format!("{surname:?} {identity:?}").find("ERIKSSON").is_none());
        assert_eq!(service.account_home(&ann).await.unwrap().identity, Some(identity));

        // What the organisation has is erased; the person's own copy stays.
        service.redact_session(&world.live, &browser.registration).await.unwrap();
        assert!(service.account_home(&ann).await.unwrap().identity.is_some());
        // With the account it goes, and the document may speak for another again.
        let mut tx = world.store.begin().await.unwrap();
        erase_account(&mut tx, &ann.id, noon()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(problem(service.account_home(&ann).await), Problem::SignedOut);
    }

    async fn an_identity_belongs_to_one_account_and_an_account_to_one_person(world: World) {
        let service = &world.service;
        let first = world.verified("passport", "ann").await;
        let ann = world.owner("ann.smith", MAIL).await;
        let bob = world.owner("bob.jones", "bob@mail.example").await;
        service.keep_identity(&ann, &first).await.unwrap();
        assert_eq!(problem(service.keep_identity(&bob, &first).await), Problem::IdentityElsewhere);
        // Nor does another registration with the same document.
        let again = world.verified("passport", "ann").await;
        assert_eq!(problem(service.keep_identity(&bob, &again).await), Problem::IdentityElsewhere);
        assert_eq!(service.account_home(&bob).await.unwrap().identity, None);
        // The same person with another document is the same person.
        let renewed = world.verified("passport ZZ1234567 ERIKSSON", "ann").await;
        service.keep_identity(&ann, &renewed).await.unwrap();
        let identity = service.account_home(&ann).await.unwrap().identity.unwrap();
        assert_eq!(identity.registration, renewed.registration);
        assert_eq!(problem(service.keep_identity(&bob, &renewed).await), Problem::IdentityElsewhere);
        // Somebody else is not.
        let other = world.verified("passport YY1234567 JANSEN", "bob").await;
        assert_eq!(problem(service.keep_identity(&ann, &other).await), Problem::IdentityOfAnother);
        service.keep_identity(&bob, &other).await.unwrap();
    }

    async fn of_two_accounts_at_once_one_keeps(world: World) {
        let service = &world.service;
        let browser = world.verified("passport", "ann").await;
        let ann = world.owner("ann.smith", MAIL).await;
        let bob = world.owner("bob.jones", "bob@mail.example").await;
        let beside = world.beside();
        let (one, two) = tokio::join!(service.keep_identity(&ann, &browser), beside.keep_identity(&bob, &browser));
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
        let mut kept = 0;
        for account in [&ann, &bob] {
            kept += usize::from(service.account_home(account).await.unwrap().identity.is_some());
        }
        assert_eq!(kept, 1);
    }

    async fn nothing_is_kept_that_was_not_proven_here_and_now(world: World) {
        let service = &world.service;
        let late = world.verified("passport XX1234567 ERIKSSON", "ann").await;
        world.clock.advance(SignedDuration::from_hours(24));
        let ann = world.owner("ann.smith", MAIL).await;
        let nothing = async |browser: &Browser| {
            assert_eq!(problem(service.keep_identity(&ann, browser).await), Problem::NothingToKeep);
            assert_eq!(problem(service.keepable(browser).await), Problem::NothingToKeep);
            assert!(!world.view(browser).await.may_keep);
        };
        let (unfinished, _) = world.begin(&world.live).await;
        nothing(&unfinished).await;
        let (reviewed, _) = world.to_review(&world.live).await;
        nothing(&reviewed).await;
        let (sandbox, _) = world.begin(&world.test).await;
        assert_eq!(world.walk(&sandbox, "passport", "ann").await, Status::Verified);
        nothing(&sandbox).await;
        nothing(&late).await;
    }

    async fn whoever_began_keeps_nothing_that_another_device_gave(world: World) {
        let service = &world.service;
        let (starter, _) = world.begin(&world.live).await;
        let handover = service.start_handover(&starter).await.unwrap();
        let secret = handover.url.rsplit('/').next().unwrap();
        let phone = service.redeem_handover(secret, &handover.number, None).await.unwrap().browser;
        service.confirm_handover(&phone).await.unwrap();
        world.to_document(&phone).await;
        world.photograph(&phone, EvidenceKind::DocumentFront, "passport").await.unwrap();
        world.examine().await;
        world.confirm(&phone).await;
        world.photograph(&phone, EvidenceKind::Selfie, "ann").await.unwrap();
        world.examine().await;
        assert_eq!(world.view(&phone).await.view.status, Status::Verified);
        let thief = world.owner("bob.jones", "bob@mail.example").await;
        assert!(!world.view(&starter).await.may_keep);
        assert_eq!(problem(service.keep_identity(&thief, &starter).await), Problem::NothingToKeep);
        assert!(world.view(&phone).await.may_keep);
        let ann = world.owner("ann.smith", MAIL).await;
        service.keep_identity(&ann, &phone).await.unwrap();
    }

    async fn whoever_has_a_browser_forget_them_leaves_nothing_in_it(world: World) {
        let service = &world.service;
        let created = world.open(&world.live).await;
        let opened = service.redeem_link(&created.client_secret, None).await.unwrap();
        assert_eq!(world.walk(&opened.browser, "passport", "ann").await, Status::Verified);
        service.forget_browser(&opened.browser).await.unwrap();
        assert!(matches!(service.browser(&opened.cookie).await, Err(Error::SessionEnded)));
        assert_eq!(world.session(&created.session.id).await.status, Status::Verified);
    }
}
