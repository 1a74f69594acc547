//! Getting in again with a document and a face, and everybody who should not.

use bonafide_identity::account::{LessSure, System};
use bonafide_identity::evidence::EvidenceKind;
use bonafide_identity::registration::Status;
use bonafide_service::account::{Account, Change, Problem, RegainStage};
use bonafide_service::person::Browser;
use bonafide_service::{Error, RecoverySettings};
use bonafide_store::account::identities;
use bonafide_store::blind_index::IndexKind;
use jiff::SignedDuration;

use crate::accounts::{MAIL, ORIGIN, PASSWORD, PHONE, problem};
use crate::operators::Authenticator;
use crate::world::{World, both};

const ANOTHER: &str = "seven quiet boats drifting";
/// A selfie of whoever is filmed.
const LIVING: &str = "live";
const DAY: SignedDuration = SignedDuration::from_hours(24);

impl World {
    /// People get in again by what proves them elsewhere.
    fn regaining(self) -> Self {
        self.asking_with(None, |settings| {
            settings.recovery = Some(RecoverySettings {
                organisation: None,
                service: "identity-check".into(),
            });
        })
    }

    /// An account that keeps the identity of a passport.
    async fn known(&self, user: &str, mail: &str, document: &str, selfie: &str) -> Account {
        let browser = self.verified(document, selfie).await;
        let account = self.owner(user, mail).await;
        self.service
            .keep_identity(&account, &browser)
            .await
            .unwrap();
        self.forget_messages().await;
        account
    }

    async fn forget_messages(&self) {
        while !self.silent().await {
            self.messenger.delivered.lock().unwrap().clear();
        }
    }

    /// Somebody who begins to get in again and is proven.
    async fn proven(&self, document: &str, selfie: &str) -> Browser {
        let browser = self.service.begin_regain(None).await.unwrap().browser;
        let status = self.walk(&browser, document, selfie).await;
        assert_eq!(status, Status::Verified);
        browser
    }

    async fn stage(&self, browser: &Browser) -> RegainStage {
        self.service
            .regain(Some(browser), None)
            .await
            .unwrap()
            .stage
    }

    async fn waited(&self, cookie: &str) -> RegainStage {
        self.service.regain(None, Some(cookie)).await.unwrap().stage
    }

    async fn ask(&self, browser: &Browser) -> Result<String, Error> {
        let csrf = self.service.regain(Some(browser), None).await.unwrap().csrf;
        self.service.ask_to_regain(browser, &csrf).await
    }

    async fn get_in(&self, cookie: &str, password: &str) -> Result<(), Error> {
        let csrf = self.service.regain(None, Some(cookie)).await.unwrap().csrf;
        self.service.finish_regain(cookie, &csrf, password).await
    }

    /// Somebody who was verified by a film.
    async fn filmed(&self, document: &str) -> Browser {
        let (filmed, _) = self.to_film(document).await;
        self.film(&filmed, "live").await;
        self.examine().await;
        assert_eq!(self.view(&filmed).await.view.status, Status::Verified);
        filmed
    }

    /// The secret of the notice's link that was sent last.
    async fn link(&self, to: &str) -> String {
        let told = self.told(to).await;
        let secret = told.split("/account/notice/").nth(1).unwrap();
        secret.split_whitespace().next().unwrap().to_owned()
    }

    /// Has an account's identity come from video identification.
    async fn surer(&self, account: &Account) {
        let mut tx = self.store.begin().await.unwrap();
        let row = identities::find(&mut tx, &account.id)
            .await
            .unwrap()
            .unwrap();
        let mut proven: serde_json::Value = serde_json::from_slice(&row.identity).unwrap();
        proven["liveness"] = "passed".into();
        proven["level"] = "substantial".into();
        let identity = serde_json::to_vec(&proven).unwrap();
        let documents: Vec<[u8; 32]> = (proven["documents"].as_array().unwrap().iter())
            .map(|one| {
                self.store
                    .blind_index(IndexKind::AccountDocument, one.as_str().unwrap())
                    .unwrap()
            })
            .collect();
        let from = (&row.organisation, &row.registration);
        let kept = (identity.as_slice(), row.face.as_ref().map(|face| &face[..]));
        identities::keep(&mut tx, &account.id, from, kept, &documents, row.kept_at)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }
}

both! {
    async fn whoever_lost_everything_gets_in_after_a_day(world: World) {
        let world = world.regaining();
        let service = &world.service;
        let ann = world.known("ann.smith", MAIL, "passport", "ann").await;
        service.new_recovery_codes(&ann).await.unwrap();
        assert!(service.regains());
        assert_eq!(service.regain(None, None).await.unwrap().stage, RegainStage::New);
        let browser = service.begin_regain(None).await.unwrap().browser;
        assert_eq!(world.stage(&browser).await, RegainStage::Proving);
        assert_eq!(problem(world.ask(&browser).await), Problem::NotRecovered);
        assert_eq!(world.walk(&browser, "passport", "ann 0.1").await, Status::Verified);
        let view = world.view(&browser).await;
        assert!(view.regains && !view.may_keep);
        assert_eq!(world.stage(&browser).await, RegainStage::Found);
        let shown = service.regain(Some(&browser), None).await.unwrap();
        assert_eq!(shown.user_id, "", "no face was compared yet");
        world.forget_messages().await;
        let forged = service.ask_to_regain(&browser, "0123").await;
        assert!(matches!(forged, Err(Error::FormExpired)));
        let cookie = world.ask(&browser).await.unwrap();
        for to in [MAIL, PHONE] {
            let told = world.told(to).await;
            assert!(told.contains("waits to be let in") && told.to_lowercase().contains("stop it"), "{told}");
        }
        let RegainStage::Waiting { access: true, until } = world.waited(&cookie).await else {
            panic!("{:?}", world.waited(&cookie).await);
        };
        // Every browser of the account says so.
        let line = service.account_home(&ann).await.unwrap().recovery.unwrap();
        assert_eq!((line.access, line.until), (true, until));
        assert_eq!(problem(world.get_in(&cookie, ANOTHER).await), Problem::NotRecovered);
        assert_eq!(problem(world.ask(&browser).await), Problem::NotRecovered, "once");

        world.clock.advance(DAY);
        assert_eq!(world.waited(&cookie).await, RegainStage::Ready);
        assert_eq!(service.regain(None, Some(&cookie)).await.unwrap().user_id, "ann.smith");
        assert!(matches!(problem(world.get_in(&cookie, "ann.smith").await), Problem::Password(_)));
        let session = world.enter("ann.smith", PASSWORD).await.unwrap();
        world.get_in(&cookie, ANOTHER).await.unwrap();
        assert!(world.told(MAIL).await.contains("opened with a document"));
        assert_eq!(problem(service.account(&session).await), Problem::SignedOut);
        assert_eq!(problem(world.enter("ann.smith", PASSWORD).await), Problem::SignInFailed);
        let session = world.enter("ann.smith", ANOTHER).await.unwrap();
        let ann = world.account(&session).await;
        let home = service.account_home(&ann).await.unwrap();
        assert_eq!((home.recovery_codes, home.recovery), (0, None));
        assert!(home.identity.is_some());
        assert_eq!(world.waited(&cookie).await, RegainStage::Done { access: true });
        assert_eq!(problem(world.get_in(&cookie, PASSWORD).await), Problem::NotRecovered);
    }

    async fn whoever_has_the_account_stops_who_waits(world: World) {
        let world = world.regaining();
        let service = &world.service;
        let ann = world.known("ann.smith", MAIL, "passport", "ann").await;
        // By the link that was sent: nobody is blocked by it.
        let first = world.ask(&world.proven("passport", "ann").await).await.unwrap();
        let secret = world.link(MAIL).await;
        assert_eq!(service.account_notice(&secret).await.unwrap().change, Change::RecoveryAsked);
        assert!(matches!(world.waited(&first).await, RegainStage::Waiting { .. }), "looking stops nothing");
        assert_eq!(service.object_by_notice(&secret).await.unwrap(), Change::RecoveryAsked);
        assert_eq!(world.waited(&first).await, RegainStage::Stopped);
        world.account(&world.enter("ann.smith", PASSWORD).await.unwrap()).await;
        // By whoever is signed in.
        let second = world.ask(&world.proven("passport", "ann").await).await.unwrap();
        service.stop_recovery(&ann).await.unwrap();
        assert_eq!(world.waited(&second).await, RegainStage::Stopped);
        while !world.told(MAIL).await.contains("was stopped") {}
        // By blocking the account.
        let third = world.ask(&world.proven("passport", "ann").await).await.unwrap();
        service.block_account(&ann).await.unwrap();
        assert_eq!(world.waited(&third).await, RegainStage::Stopped);
        world.clock.advance(DAY);
        for cookie in [&first, &second, &third] {
            assert_eq!(problem(world.get_in(cookie, ANOTHER).await), Problem::NotRecovered);
        }
        // And that was often enough for a month.
        let fourth = world.proven("passport", "ann").await;
        assert!(matches!(problem(world.ask(&fourth).await), Problem::TooManyRecoveries { .. }));
        world.clock.advance(DAY * 30);
        let fifth = world.ask(&world.proven("passport", "ann").await).await.unwrap();
        world.clock.advance(DAY);
        world.get_in(&fifth, ANOTHER).await.unwrap();
        world.enter("ann.smith", ANOTHER).await.unwrap();
    }

    async fn a_link_stops_what_it_told_of_and_nothing_else(world: World) {
        let world = world.regaining();
        let service = &world.service;
        world.known("ann.smith", MAIL, "passport", "ann").await;
        let session = world.enter("ann.smith", PASSWORD).await.unwrap();
        let (cookie, mut key) = world.activated(&session).await;
        let old = world.app(&cookie).await;
        let secret = world.moves(&old, &mut key).await;
        let ceremony = service.begin_joining(&secret).await.unwrap();
        world.joins(&secret, &ceremony).await.unwrap();
        let link = async |of: &str| loop {
            let told = world.told(MAIL).await;
            if told.contains(of) {
                let secret = told.split("/account/notice/").nth(1).unwrap();
                break secret.split_whitespace().next().unwrap().to_owned();
            }
        };
        let of_move = link("moves to another device").await;
        let first = world.ask(&world.proven("passport", "ann").await).await.unwrap();
        let of_recovery = world.link(MAIL).await;
        assert_eq!(service.object_by_notice(&of_recovery).await.unwrap(), Change::RecoveryAsked);
        assert_eq!(world.waited(&first).await, RegainStage::Stopped);
        assert!(service.transferred_at(&old).await.unwrap().is_some(), "the app still moves");
        let second = world.ask(&world.proven("passport", "ann").await).await.unwrap();
        assert_eq!(service.object_by_notice(&of_move).await.unwrap(), Change::AppTransferring);
        assert_eq!(service.transferred_at(&old).await.unwrap(), None);
        assert!(matches!(world.waited(&second).await, RegainStage::Waiting { .. }), "somebody still waits");
    }

    async fn somebody_with_the_document_and_another_face_is_refused_and_told_of(world: World) {
        let world = world.regaining();
        world.known("ann.smith", MAIL, "passport", "ann").await;
        // A portrait was put into the document that is like the thief.
        let thief = world.proven("passport", "zoe").await;
        assert_eq!(problem(world.ask(&thief).await), Problem::NotRecovered);
        assert!(world.told(MAIL).await.contains("with another face"));
        assert_eq!(world.stage(&thief).await, RegainStage::Stopped, "one try for one proof");
        assert_eq!(problem(world.ask(&thief).await), Problem::NotRecovered);
        // However often: it uses up none of the owner's tries, and they are not told of it all day.
        for refused in 2..=6 {
            world.forget_messages().await;
            let thief = world.proven("passport", "zoe").await;
            assert_eq!(problem(world.ask(&thief).await), Problem::NotRecovered);
            assert_eq!(world.silent().await, refused > 5);
        }
        world.ask(&world.proven("passport", "ann").await).await.unwrap();
        // Somebody with the same number on their document, who is somebody else.
        world.known("bob.jones", "bob@mail.example", "passport YY1234567 JANSEN", "bob").await;
        let stranger = world.proven("passport ZZ1234567 JANSEN", "bob").await;
        assert_eq!(world.stage(&stranger).await, RegainStage::Unknown);
        assert_eq!(problem(world.ask(&stranger).await), Problem::NotRecovered);
    }

    async fn what_was_proven_elsewhere_opens_nothing(world: World) {
        let world = world.regaining();
        world.known("ann.smith", MAIL, "passport", "ann").await;
        // By an organisation's own session.
        let browser = world.verified("passport", "ann").await;
        assert_eq!(world.stage(&browser).await, RegainStage::New);
        assert_eq!(problem(world.ask(&browser).await), Problem::NotRecovered);
        // By somebody who was lured into going on for the one who began.
        let service = &world.service;
        let starter = service.begin_regain(None).await.unwrap().browser;
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
        assert_eq!(world.stage(&starter).await, RegainStage::NotProven);
        assert_eq!(problem(world.ask(&starter).await), Problem::NotRecovered);
        assert_eq!(world.stage(&phone).await, RegainStage::Found);
        // And not for ever.
        world.clock.advance(DAY);
        assert_eq!(world.stage(&phone).await, RegainStage::NotProven);
        assert_eq!(problem(world.ask(&phone).await), Problem::NotRecovered);
    }

    async fn less_sure_a_proof_frees_the_identity_alone(world: World) {
        let world = world.regaining();
        let service = &world.service;
        let ann = world.known("ann.smith", MAIL, "passport", "ann").await;
        world.surer(&ann).await;
        let browser = world.proven("passport", "ann").await;
        assert_eq!(world.stage(&browser).await, RegainStage::LessSure(LessSure::Liveness));
        let cookie = world.ask(&browser).await.unwrap();
        assert!(world.told(MAIL).await.contains("let go of that identity"));
        assert!(matches!(world.waited(&cookie).await, RegainStage::Waiting { access: false, .. }));
        let later = world.proven("passport", "ann").await;
        assert!(matches!(problem(world.ask(&later).await), Problem::RecoveryWaits { .. }));
        world.clock.advance(DAY);
        assert!(matches!(world.waited(&cookie).await, RegainStage::Waiting { access: false, .. }));
        assert_eq!(problem(world.get_in(&cookie, ANOTHER).await), Problem::NotRecovered);
        service.keep_house().await.unwrap();
        assert_eq!(world.waited(&cookie).await, RegainStage::Done { access: false });
        assert!(world.told(MAIL).await.contains("let go of the identity"));
        assert_eq!(service.account_home(&ann).await.unwrap().identity, None);
        // Nobody was let in, and the document may speak for another account.
        world.enter("ann.smith", PASSWORD).await.unwrap();
        let again = world.verified("passport", "ann").await;
        let other = world.owner("ann.again", "ann@post.example").await;
        service.keep_identity(&other, &again).await.unwrap();
    }

    async fn access_goes_before_a_release_and_one_at_a_time(world: World) {
        let world = world.regaining();
        let service = &world.service;
        let ann = world.known("ann.smith", MAIL, "passport", "ann").await;
        let before = identities::find(&mut world.store.read().await.unwrap(), &ann.id).await.unwrap().unwrap();
        world.surer(&ann).await;
        let release = world.ask(&world.proven("passport", "ann").await).await.unwrap();
        // As if it had been proven as surely.
        let mut tx = world.store.begin().await.unwrap();
        let from = (&before.organisation, &before.registration);
        let kept = (&before.identity[..], before.face.as_ref().map(|face| &face[..]));
        identities::keep(&mut tx, &ann.id, from, kept, &[], before.kept_at).await.unwrap();
        tx.commit().await.unwrap();
        let browser = world.proven("passport", "ann").await;
        let other = world.proven("passport", "ann").await;
        let access = world.ask(&browser).await.unwrap();
        assert_eq!(world.waited(&release).await, RegainStage::Stopped);
        assert!(matches!(problem(world.ask(&other).await), Problem::RecoveryWaits { .. }));
        world.clock.advance(DAY);
        service.keep_house().await.unwrap();
        assert!(service.account_home(&ann).await.unwrap().identity.is_some());
        // Two browsers finish at once: one does.
        let beside = world.beside();
        let csrf = service.regain(None, Some(&access)).await.unwrap().csrf;
        let (one, two) = tokio::join!(
            service.finish_regain(&access, &csrf, ANOTHER),
            beside.finish_regain(&access, &csrf, "eight quiet boats drifting"),
        );
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
    }

    async fn it_can_be_too_late(world: World) {
        let world = world.regaining();
        world.known("ann.smith", MAIL, "passport", "ann").await;
        let cookie = world.ask(&world.proven("passport", "ann").await).await.unwrap();
        let csrf = world.service.regain(None, Some(&cookie)).await.unwrap().csrf;
        world.clock.advance(DAY * 8);
        assert_eq!(world.waited(&cookie).await, RegainStage::New);
        let late = world.service.finish_regain(&cookie, &csrf, ANOTHER).await;
        assert_eq!(problem(late), Problem::NotRecovered);
        // One that is over stands in nobody's way.
        world.ask(&world.proven("passport", "ann").await).await.unwrap();
    }

    async fn a_surer_proof_takes_the_document_over_after_a_wait(world: World) {
        let service = &world.service;
        let squatter = world.known("bob.jones", "bob@mail.example", "passport", LIVING).await;
        let again = world.verified("passport", LIVING).await;
        let ann = world.owner("ann.smith", MAIL).await;
        assert_eq!(problem(service.keep_identity(&ann, &again).await), Problem::IdentityElsewhere);
        world.forget_messages().await;
        let filmed = world.filmed("passport").await;
        for _ in 0..2 {
            let waits = problem(service.keep_identity(&ann, &filmed).await);
            assert!(matches!(waits, Problem::IdentityReleasing { .. }), "{waits:?}");
        }
        assert!(world.told("bob@mail.example").await.contains("let go of that identity"));
        assert!(service.account_home(&squatter).await.unwrap().identity.is_some());
        // Its owner may stop that, and it is not asked for again by the same proof.
        service.stop_recovery(&squatter).await.unwrap();
        assert_eq!(problem(service.keep_identity(&ann, &filmed).await), Problem::IdentityElsewhere);
        let filmed = world.filmed("passport").await;
        let waits = problem(service.keep_identity(&ann, &filmed).await);
        assert!(matches!(waits, Problem::IdentityReleasing { .. }));

        world.clock.advance(DAY);
        service.keep_house().await.unwrap();
        let bob = world.account(&world.enter("bob.jones", PASSWORD).await.unwrap()).await;
        assert_eq!(service.account_home(&bob).await.unwrap().identity, None);
        let ann = world.account(&world.enter("ann.smith", PASSWORD).await.unwrap()).await;
        service.keep_identity(&ann, &world.filmed("passport").await).await.unwrap();
        assert!(service.account_home(&ann).await.unwrap().identity.is_some());
        // And not back again by less.
        let again = world.verified("passport", "ann").await;
        assert_eq!(problem(service.keep_identity(&bob, &again).await), Problem::IdentityElsewhere);
        // Nor is what is less sure kept in the place of what is surer.
        assert_eq!(problem(service.keep_identity(&ann, &again).await), Problem::NothingToKeep);
    }

    async fn another_face_is_not_waited_for(world: World) {
        let service = &world.service;
        world.known("bob.jones", "bob@mail.example", "passport", "zoe").await;
        let ann = world.owner("ann.smith", MAIL).await;
        let filmed = world.filmed("passport").await;
        world.forget_messages().await;
        assert_eq!(problem(service.keep_identity(&ann, &filmed).await), Problem::IdentityElsewhere);
        assert!(world.told("bob@mail.example").await.contains("with another face"));
    }

    async fn contests_leave_the_owner_their_tries(world: World) {
        let world = world.regaining();
        let service = &world.service;
        let bob = world.known("bob.jones", "bob@mail.example", "passport", LIVING).await;
        let ann = world.owner("ann.smith", MAIL).await;
        for _ in 0..3 {
            let waits = problem(service.keep_identity(&ann, &world.filmed("passport").await).await);
            assert!(matches!(waits, Problem::IdentityReleasing { .. }), "{waits:?}");
            service.stop_recovery(&bob).await.unwrap();
        }
        let often = problem(service.keep_identity(&ann, &world.filmed("passport").await).await);
        assert!(matches!(often, Problem::TooManyRecoveries { .. }), "{often:?}");
        world.ask(&world.proven("passport", LIVING).await).await.unwrap();
        // While somebody waits to be let in, nobody else waits for anything.
        let waits = problem(service.keep_identity(&ann, &world.filmed("passport").await).await);
        assert!(matches!(waits, Problem::RecoveryWaits { .. }), "{waits:?}");
    }

    async fn a_bound_face_stays_bound(world: World) {
        let service = &world.service;
        let ann = world.known("ann.smith", MAIL, "passport", "ann").await;
        let other = world.verified("passport", "zoe").await;
        assert_eq!(problem(service.keep_identity(&ann, &other).await), Problem::IdentityOfAnother);
        service.keep_identity(&ann, &world.verified("passport", "ann 0.1").await).await.unwrap();
    }

    async fn what_was_kept_meanwhile_is_not_let_go_of(world: World) {
        let world = world.regaining();
        let service = &world.service;
        let ann = world.known("ann.smith", MAIL, "passport", "ann").await;
        world.surer(&ann).await;
        let cookie = world.ask(&world.proven("passport", "ann").await).await.unwrap();
        let kept = world.verified("passport", "ann").await;
        let mut tx = world.store.begin().await.unwrap();
        let row = identities::find(&mut tx, &ann.id).await.unwrap().unwrap();
        let from = (&kept.organisation, &kept.registration);
        let same = (&row.identity[..], row.face.as_ref().map(|face| &face[..]));
        identities::keep(&mut tx, &ann.id, from, same, &[], row.kept_at).await.unwrap();
        tx.commit().await.unwrap();
        world.clock.advance(DAY);
        service.keep_house().await.unwrap();
        let ann = world.account(&world.enter("ann.smith", PASSWORD).await.unwrap()).await;
        assert_eq!(service.account_home(&ann).await.unwrap().identity.unwrap().registration, kept.registration);
        assert_eq!(world.waited(&cookie).await, RegainStage::Stopped);
    }

    async fn who_does_not_come_back_pauses_nobody_for_long(world: World) {
        let world = world.regaining();
        let service = &world.service;
        world.known("ann.smith", MAIL, "passport", "ann").await;
        let left = world.ask(&world.proven("passport", "ann").await).await.unwrap();
        world.clock.advance(DAY + DAY - SignedDuration::from_mins(1));
        let other = world.proven("passport", "ann").await;
        assert!(matches!(problem(world.ask(&other).await), Problem::RecoveryWaits { .. }));
        world.clock.advance(SignedDuration::from_mins(1));
        // Somebody else who is the owner just as well.
        let cookie = world.ask(&other).await.unwrap();
        assert_eq!(world.waited(&left).await, RegainStage::Stopped);
        world.clock.advance(DAY);
        world.get_in(&cookie, ANOTHER).await.unwrap();
        service.account_home(&world.account(&world.enter("ann.smith", ANOTHER).await.unwrap()).await).await.unwrap();
    }

    async fn a_link_that_comes_too_late_blocks(world: World) {
        let world = world.regaining();
        let service = &world.service;
        world.known("ann.smith", MAIL, "passport", "ann").await;
        let cookie = world.ask(&world.proven("passport", "ann").await).await.unwrap();
        let secret = world.link(MAIL).await;
        world.clock.advance(DAY);
        world.get_in(&cookie, ANOTHER).await.unwrap();
        assert_eq!(service.account_notice(&secret).await.unwrap().change, Change::Recovered);
        world.enter("ann.smith", ANOTHER).await.unwrap();
        assert_eq!(service.object_by_notice(&secret).await.unwrap(), Change::Recovered);
        assert_eq!(problem(world.enter("ann.smith", ANOTHER).await), Problem::Blocked);
    }

    async fn whoever_asked_has_a_borrowed_browser_forget_it(world: World) {
        let world = world.regaining();
        world.known("ann.smith", MAIL, "passport", "ann").await;
        let cookie = world.ask(&world.proven("passport", "ann").await).await.unwrap();
        let csrf = world.service.regain(None, Some(&cookie)).await.unwrap().csrf;
        assert!(matches!(world.service.forget_regain(&cookie, "0123").await, Err(Error::FormExpired)));
        world.service.forget_regain(&cookie, &csrf).await.unwrap();
        assert_eq!(world.waited(&cookie).await, RegainStage::Stopped);
        world.service.forget_regain(&cookie, &csrf).await.unwrap();
        world.service.abandon_regain(&cookie).await.unwrap();
        world.clock.advance(DAY);
        assert_eq!(problem(world.get_in(&cookie, ANOTHER).await), Problem::NotRecovered);
    }

    async fn what_was_begun_before_ends_with_it(world: World) {
        let world = world.regaining();
        let service = &world.service;
        let session = {
            let browser = world.verified("passport", "ann").await;
            let session = world.opened("ann.smith", MAIL).await;
            service.keep_identity(&world.account(&session).await, &browser).await.unwrap();
            session
        };
        world.with_pin(&session).await;
        let cookie = world.ask(&world.proven("passport", "ann").await).await.unwrap();
        world.clock.advance(DAY);
        // Whoever had the account begins to activate an app, and says that the PIN is forgotten.
        let thief = world.enter("ann.smith", PASSWORD).await.unwrap();
        let account = world.account(&thief).await;
        service.forget_pin(&account).await.unwrap();
        let shown = service.begin_activation(&account).await.unwrap();
        let url = service.activation(&account, &shown).await.unwrap().url;
        let secret = url.rsplit('/').next().unwrap();
        let ceremony = service.begin_joining(secret).await.unwrap();
        let (_, answer) = Authenticator::bind(&ceremony.options, ORIGIN);
        world.clock.advance(SignedDuration::from_secs(1));
        world.get_in(&cookie, ANOTHER).await.unwrap();
        let joined = service.finish_joining(secret, &ceremony.token, &answer, System::Android).await;
        assert_eq!(problem(joined), Problem::FlowEnded);
        let ann = world.account(&world.enter("ann.smith", ANOTHER).await.unwrap()).await;
        let home = service.account_home(&ann).await.unwrap();
        assert!(home.pin_reset.is_none() && home.apps.is_empty());
    }
}
