//! An approval app moves to another device, and everybody who should not move it.

use bonafide_identity::account::System;
use bonafide_service::account::{App, Change, Problem};
use bonafide_service::operator::Ceremony;
use bonafide_service::{Error, Service};
use jiff::SignedDuration;

use crate::accounts::{MAIL, PASSWORD, PHONE, problem};
use crate::approvals::{PIN, VERIFIED};
use crate::operators::Authenticator;
use crate::world::{World, both};

const ORIGIN: &str = "http://localhost:8080";
const HOUR: SignedDuration = SignedDuration::from_hours(1);

impl World {
    /// The old device approves that its app moves; gives the picture code's secret.
    pub(crate) async fn moves(&self, app: &App, key: &mut Authenticator) -> String {
        let ceremony = self.service.begin_transfer(app, PIN).await.unwrap();
        let answer = key.approve(&ceremony.options, ORIGIN, VERIFIED);
        let cookie = self
            .service
            .finish_transfer(app, &ceremony.token, &answer)
            .await
            .unwrap();
        let shown = self.service.transfer(app, &cookie).await.unwrap();
        assert!(shown.app.is_none());
        shown.url.rsplit('/').next().unwrap().to_owned()
    }

    pub(crate) async fn joins(&self, secret: &str, ceremony: &Ceremony) -> Result<String, Error> {
        let (_, answer) = Authenticator::bind(&ceremony.options, ORIGIN);
        join(&self.service, secret, ceremony, &answer).await
    }
}

async fn join(
    service: &Service,
    secret: &str,
    ceremony: &Ceremony,
    answer: &str,
) -> Result<String, Error> {
    service
        .finish_joining(secret, &ceremony.token, answer, System::Ios)
        .await
}

both! {
    async fn the_new_device_takes_over_after_an_hour(world: World) {
        let service = &world.service;
        let session = world.opened("ann.smith", MAIL).await;
        let (old_cookie, mut key) = world.activated(&session).await;
        let old = world.app(&old_cookie).await;
        let secret = world.moves(&old, &mut key).await;
        let joining = service.joining(&secret).await.unwrap();
        assert!(joining.transfers && joining.user_id == "ann.smith");
        let ceremony = service.begin_joining(&secret).await.unwrap();
        let new_cookie = world.joins(&secret, &ceremony).await.unwrap();
        for to in [MAIL, PHONE] {
            while !world.told(to).await.contains("moves to another device") {}
        }
        // Until then the old one approves, and the new one does not.
        let due = service.transferred_at(&old).await.unwrap().unwrap();
        let early = problem(service.app(&new_cookie).await);
        assert!(matches!(early, Problem::AppNotYet { until, .. } if until == due), "{early:?}");
        world.app(&old_cookie).await;
        assert_eq!(problem(service.begin_transfer(&old, PIN).await.map(|_| ())), Problem::AppTransfers);
        assert_eq!(problem(service.joining(&secret).await), Problem::FlowEnded, "scanned once");

        world.clock.advance(HOUR);
        // At once, before anybody keeps house.
        assert_eq!(problem(service.app(&old_cookie).await), Problem::NoApp);
        let new = world.app(&new_cookie).await;
        service.keep_house().await.unwrap();
        while !world.told(MAIL).await.contains("has moved to another device") {}
        assert_eq!(service.transferred_at(&new).await.unwrap(), None);
        let session = world.enter("ann.smith", PASSWORD).await.unwrap();
        let home = service.account_home(&world.account(&session).await).await.unwrap();
        assert_eq!(home.apps.len(), 1);
        assert_eq!((home.apps[0].system, home.apps[0].active_from), (System::Ios, None));
        assert_eq!(home.apps[0].id, new.id);
    }

    async fn it_is_stopped_by_whoever_sees_it(world: World) {
        let service = &world.service;
        let session = world.opened("ann.smith", MAIL).await;
        let (old_cookie, mut key) = world.activated(&session).await;
        let mut stopped = Vec::new();
        for way in ["old device", "link", "account", "removed", "blocked"] {
            world.clock.advance(SignedDuration::from_mins(20));
            let session = world.enter("ann.smith", PASSWORD).await.unwrap();
            let account = world.account(&session).await;
            let old = world.app(&old_cookie).await;
            let secret = world.moves(&old, &mut key).await;
            let ceremony = service.begin_joining(&secret).await.unwrap();
            stopped.push(world.joins(&secret, &ceremony).await.unwrap());
            match way {
                "old device" => service.stop_transfer_of(&old).await.unwrap(),
                "link" => {
                    let told = loop {
                        let told = world.told(MAIL).await;
                        if told.contains("moves to another device") && told.contains("stop it") {
                            break told;
                        }
                    };
                    let link = told.split("/account/notice/").nth(1).unwrap();
                    let link = link.split_whitespace().next().unwrap();
                    assert_eq!(service.object_by_notice(link).await.unwrap(), Change::AppTransferring);
                    // The account goes on.
                    world.account(&session).await;
                }
                "account" => service.stop_transfer(&account).await.unwrap(),
                "removed" => {
                    // The new one, as any app is.
                    world.prove_again(&session).await;
                    let account = world.account(&session).await;
                    let home = service.account_home(&account).await.unwrap();
                    let new = home.apps.iter().find(|app| app.active_from.is_some()).unwrap();
                    service.remove_app(&account, &new.id).await.unwrap();
                }
                _ => service.block_app(&account, &old.id).await.unwrap(),
            }
            assert_eq!(service.transferred_at(&old).await.unwrap(), None, "{way}");
        }
        world.clock.advance(HOUR);
        service.keep_house().await.unwrap();
        for cookie in &stopped {
            assert_eq!(problem(service.app(cookie).await), Problem::NoApp);
        }
        assert_eq!(problem(service.app(&old_cookie).await), Problem::AppBlocked);
    }

    async fn nobody_else_moves_it(world: World) {
        let service = &world.service;
        let session = world.opened("ann.smith", MAIL).await;
        let (cookie, mut key) = world.activated(&session).await;
        let app = world.app(&cookie).await;
        // Whoever has the phone, open, and not the PIN.
        let guessed = service.begin_transfer(&app, "905817").await;
        assert_eq!(problem(guessed.map(|_| ())), Problem::PinWrong);
        // With another key, by another app, and twice with one answer.
        let ceremony = service.begin_transfer(&app, PIN).await.unwrap();
        let (other_cookie, mut other_key) = world.activated(&session).await;
        let other = world.app(&other_cookie).await;
        let forged = other_key.sign(&ceremony.options["publicKey"], ORIGIN, VERIFIED);
        assert!(service.finish_transfer(&app, &ceremony.token, &forged).await.is_err());
        let ceremony = service.begin_transfer(&app, PIN).await.unwrap();
        let answer = key.approve(&ceremony.options, ORIGIN, VERIFIED);
        assert!(service.finish_transfer(&other, &ceremony.token, &answer).await.is_err());
        let ceremony = service.begin_transfer(&app, PIN).await.unwrap();
        let answer = key.approve(&ceremony.options, ORIGIN, VERIFIED);
        let shown = service.finish_transfer(&app, &ceremony.token, &answer).await.unwrap();
        assert!(service.finish_transfer(&app, &ceremony.token, &answer).await.is_err());
        assert_eq!(problem(service.transfer(&other, &shown).await.map(|_| ())), Problem::FlowEnded);
        let account = world.account(&session).await;
        assert_eq!(problem(service.activation(&account, &shown).await.map(|_| ())), Problem::FlowEnded);
        // Of two devices that scanned the picture code one is the app.
        let [one, two] = [
            service.begin_joining(&shown).await.unwrap(),
            service.begin_joining(&shown).await.unwrap(),
        ];
        let beside = world.beside();
        let (_, first) = Authenticator::bind(&one.options, ORIGIN);
        let (_, second) = Authenticator::bind(&two.options, ORIGIN);
        let (first, second) = tokio::join!(
            join(service, &shown, &one, &first),
            join(&beside, &shown, &two, &second),
        );
        assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
        // Three minutes are all that there is to scan it.
        let secret = world.moves(&other, &mut other_key).await;
        world.clock.advance(SignedDuration::from_mins(3));
        assert_eq!(problem(service.joining(&secret).await), Problem::FlowEnded);
    }
}
