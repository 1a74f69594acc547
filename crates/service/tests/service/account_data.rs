//! What an account has of somebody, handed to them and erased.

use bonafide_identity::language::Language;
use bonafide_service::account::{Point, Problem};
use jiff::SignedDuration;

use crate::accounts::{MAIL, PASSWORD, PHONE, problem};
use crate::world::{World, both};

both! {
    async fn everything_is_handed_out_and_no_secret(world: World) {
        let session = world.opened("ann.smith", MAIL).await;
        let account = world.account(&session).await;
        let export = world.service.account_export(&account, Language::En).await.unwrap();
        assert_eq!(export["user_id"], "ann.smith");
        assert_eq!(export["contacts"][0]["address"], MAIL);
        assert_eq!(export["contacts"][1]["address"], PHONE);
        assert_eq!(export["sessions"][0]["method"], "password");
        assert!(export["identity"].is_null() && export["erase_at"].is_null());
        let text = export.to_string();
        for secret in ["argon2", PASSWORD, session.as_str(), account.csrf.as_str()] {
            assert!(!text.contains(secret), "{secret}");
        }
        world.clock.advance(SignedDuration::from_mins(10));
        let account = world.account(&session).await;
        let late = world.service.account_export(&account, Language::En).await;
        assert_eq!(problem(late), Problem::ProveAgain);
        assert_eq!(problem(world.service.ask_for_erasure(&account).await), Problem::ProveAgain);
    }

    async fn what_would_make_an_account_safer_is_said(world: World) {
        let session = world.opened("ann.smith", MAIL).await;
        let to_do = async |session: &str| {
            let home = world.service.account_home(&world.account(session).await).await.unwrap();
            let checked = home.check_up().into_iter().filter(|checked| !checked.good);
            checked.map(|checked| checked.point).collect::<Vec<_>>()
        };
        assert_eq!(to_do(&session).await, [Point::Key, Point::Codes, Point::Identity]);
        let account = world.account(&session).await;
        world.service.new_recovery_codes(&account).await.unwrap();
        world.activated(&session).await;
        assert_eq!(to_do(&session).await, [Point::Spare, Point::Identity]);
        world.clock.advance(SignedDuration::from_hours(181 * 24));
        let session = world.enter("ann.smith", PASSWORD).await.unwrap();
        assert_eq!(to_do(&session).await, [Point::Spare, Point::Identity, Point::Used]);
        world.enter("ann.smith", PASSWORD).await.unwrap();
        assert!(to_do(&session).await.contains(&Point::Browsers));
    }

    async fn an_account_is_erased_after_a_week(world: World) {
        let session = world.opened("ann.smith", MAIL).await;
        world.opened("bob.jones", "bob@mail.example").await;
        let service = &world.service;
        let account = world.account(&session).await;
        service.ask_for_erasure(&account).await.unwrap();
        assert!(world.told(MAIL).await.contains("erased in 7 days"));
        assert!(world.told(PHONE).await.contains("erased in 7 days"));
        let due = service.account_home(&account).await.unwrap().erase_at.unwrap();
        world.clock.advance(SignedDuration::from_hours(24));
        // Asking again does not put it off.
        let session = world.enter("ann.smith", PASSWORD).await.unwrap();
        let account = world.account(&session).await;
        service.ask_for_erasure(&account).await.unwrap();
        assert_eq!(service.account_home(&account).await.unwrap().erase_at, Some(due));
        service.keep_house().await.unwrap();
        world.account(&session).await;

        world.clock.advance(SignedDuration::from_hours(6 * 24));
        service.keep_house().await.unwrap();
        while !world.told(MAIL).await.contains("erased for good") {}
        assert_eq!(problem(service.account(&session).await), Problem::SignedOut);
        assert_eq!(problem(world.enter("ann.smith", PASSWORD).await), Problem::SignInFailed);
        world.enter("bob.jones", PASSWORD).await.unwrap();
        // Name and address are free again.
        world.opened("ann.smith", MAIL).await;
    }

    async fn an_account_is_kept_by_its_owner_or_by_blocking_it(world: World) {
        let session = world.opened("ann.smith", MAIL).await;
        let service = &world.service;
        let account = world.account(&session).await;
        service.keep_account(&account).await.unwrap();
        service.ask_for_erasure(&account).await.unwrap();
        service.keep_account(&account).await.unwrap();
        while !world.told(MAIL).await.contains("kept after all") {}
        world.clock.advance(SignedDuration::from_hours(8 * 24));
        service.keep_house().await.unwrap();

        let session = world.enter("ann.smith", PASSWORD).await.unwrap();
        let account = world.account(&session).await;
        service.ask_for_erasure(&account).await.unwrap();
        // Whoever did not ask for it has the link of the notice.
        let told = world.told(MAIL).await;
        let link = told.rsplit_once("/account/notice/").unwrap().1.trim();
        service.object_by_notice(link).await.unwrap();
        world.clock.advance(SignedDuration::from_hours(8 * 24));
        service.keep_house().await.unwrap();
        assert_eq!(problem(world.enter("ann.smith", PASSWORD).await), Problem::Blocked);
    }
}
