//! API keys, walls between organisations and modes, lists.

use std::collections::BTreeMap;

use bonafide_identity::registration::Status;
use bonafide_service::organisation::{
    CreateApiKey, CreateSession, PageRequest, Scope, SessionFilter,
};
use bonafide_service::{Error, Pointer};
use jiff::SignedDuration;

use crate::world::{World, both, request};

both! {
    async fn keys_are_shown_once_scoped_and_revocable(world: World) {
        let scopes = vec![Scope::SessionsRead, Scope::ApiKeysWrite];
        let created = world.service.create_api_key(&world.live, CreateApiKey { name: " CI ".into(), scopes }).await.unwrap();
        assert_eq!(created.api_key.name, "CI");
        assert!(created.secret.starts_with(&created.api_key.prefix) && created.secret.len() > 50);
        assert!(!format!("{created:?}").contains(&created.secret));
        let caller = world.service.authenticate(&created.secret).await.unwrap();
        assert!(caller.livemode);
        let refused = world.service.create_session(&caller, None, &request()).await.unwrap_err();
        assert_eq!(refused, Error::MissingScope(Scope::SessionsWrite));
        // No key makes a mightier one.
        let mightier = CreateApiKey { name: "more".into(), scopes: vec![Scope::SessionsWrite] };
        assert_eq!(world.service.create_api_key(&caller, mightier).await.unwrap_err(), Error::MissingScope(Scope::SessionsWrite));
        let listed = world.service.api_keys(&world.live).await.unwrap();
        assert_eq!(listed.len(), 2);
        assert!(listed[0].last_used_at.is_some());
        let revoked = world.service.revoke_api_key(&world.live, &created.api_key.id).await.unwrap();
        assert!(revoked.revoked_at.is_some());
        world.clock.advance(SignedDuration::from_hours(1));
        assert_eq!(world.service.revoke_api_key(&world.live, &created.api_key.id).await.unwrap(), revoked);
        // The newest, but those that are revoked come last.
        assert_eq!(world.service.api_keys(&world.live).await.unwrap().last(), Some(&revoked));
        assert_eq!(world.service.authenticate(&created.secret).await.unwrap_err(), Error::Unauthorized);
        // The other mode's keys are not there.
        assert_eq!(world.service.revoke_api_key(&world.test, &created.api_key.id).await.unwrap_err(), Error::NotFound);
    }

    async fn wrong_keys(world: World) {
        let long = "x".repeat(10_000);
        for wrong in ["", "short", "bonafide_live_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", long.as_str()] {
            assert_eq!(world.service.authenticate(wrong).await.unwrap_err(), Error::Unauthorized);
        }
        let demo = world.service.ensure_demo().await.unwrap();
        world.service.set_organisation_enabled(&world.organisation, false).await.unwrap();
        assert_eq!(world.service.authenticate(&demo.live_key).await.unwrap_err(), Error::Unauthorized);
        world.service.set_organisation_enabled(&world.organisation, true).await.unwrap();
        assert!(world.service.authenticate(&demo.live_key).await.is_ok());
    }

    async fn walls(world: World) {
        let created = world.open(&world.live).await;
        let id = &created.session.id;
        let stranger = world.other_organisation().await;
        for caller in [&stranger, &world.test] {
            assert_eq!(world.service.session(caller, id).await.unwrap_err(), Error::NotFound);
            assert_eq!(world.service.cancel_session(caller, id).await.unwrap_err(), Error::NotFound);
            assert_eq!(world.service.redact_session(caller, id).await.unwrap_err(), Error::NotFound);
            let page = world.service.sessions(caller, &SessionFilter::default(), &PageRequest::default()).await.unwrap();
            assert!(page.data.is_empty());
        }
        assert_eq!(world.service.create_session(&stranger, None, &request()).await.unwrap_err(), Error::ServiceUnknown);
    }

    async fn requests_that_cannot_be(world: World) {
        let refuse = async |request: CreateSession| world.service.create_session(&world.live, None, &request).await.unwrap_err();
        assert_eq!(refuse(CreateSession { service: "Not a slug".into(), ..request() }).await, Error::ServiceUnknown);
        let elsewhere = Some("https://evil.example/".into());
        assert_eq!(refuse(CreateSession { return_url: elsewhere, ..request() }).await, Error::ReturnUrlNotAllowed);
        let metadata = (0..21).map(|n| (format!("k{n}"), String::new())).collect();
        let Error::Validation(problems) = refuse(CreateSession { metadata, ..request() }).await else { panic!() };
        assert_eq!(problems, [Pointer { pointer: "/metadata".into(), problem: "at most 20 entries".into() }]);
    }

    async fn lists_filter_and_page(world: World) {
        let mut ids = Vec::new();
        for n in 0..5 {
            let reference = Some(format!("order-{n}"));
            let metadata = BTreeMap::from([("n".to_owned(), n.to_string())]);
            let request = CreateSession { reference, metadata, ..request() };
            ids.push(world.service.create_session(&world.live, None, &request).await.unwrap().session.id);
            world.clock.advance(SignedDuration::from_secs(1));
        }
        world.service.cancel_session(&world.live, &ids[1]).await.unwrap();
        let list = async |filter: SessionFilter, limit, cursor: Option<String>| {
            world.service.sessions(&world.live, &filter, &PageRequest { limit, cursor }).await
        };
        let all = SessionFilter::default;
        let (mut cursor, mut seen) = (None, Vec::new());
        loop {
            let page = list(all(), 2, cursor).await.unwrap();
            assert!(page.data.len() <= 2);
            seen.extend(page.data.into_iter().map(|session| session.id));
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        ids.reverse();
        assert_eq!(seen, ids);
        let canceled = SessionFilter { status: Some(Status::Canceled), ..all() };
        assert_eq!(list(canceled, 20, None).await.unwrap().data[0].id, ids[3]);
        let by_reference = SessionFilter { reference: Some("order-2".into()), ..all() };
        let found = list(by_reference, 20, None).await.unwrap().data;
        assert_eq!((found.len(), found[0].metadata["n"].as_str()), (1, "2"));
        let times = |from: i64, before: i64| {
            let at = |seconds| Some(bonafide_store::testing::noon() + SignedDuration::from_secs(seconds));
            SessionFilter { created_from: at(from), created_before: at(before), ..all() }
        };
        let opened = list(times(1, 3), 20, None).await.unwrap().data;
        assert_eq!(opened.iter().map(|session| &session.id).collect::<Vec<_>>(), [&ids[2], &ids[3]]);
        let other_service = SessionFilter { service: Some("age-check".into()), ..all() };
        assert!(list(other_service, 20, None).await.unwrap().data.is_empty());
        assert_eq!(list(all(), 20, Some("nonsense".into())).await.unwrap_err(), Error::CursorUnknown);
        for limit in [0, 101] {
            assert!(matches!(list(all(), limit, None).await, Err(Error::Validation(_))));
        }
    }

    async fn policies_and_services_keep_their_versions(world: World) {
        let mut policy = bonafide_identity::policy::Policy::standard();
        world.service.put_policy(&policy).await.unwrap();
        let refused = async |policy: &bonafide_identity::policy::Policy| {
            let refused = world.service.put_policy(policy).await.unwrap_err();
            refused.pointers().into_iter().map(|one| one.pointer).collect::<Vec<_>>()
        };
        policy.limits.attempts += 1;
        assert_eq!(refused(&policy).await, ["/id"], "the product's own");
        policy.id = "careful".parse().unwrap();
        assert_eq!(refused(&policy).await, ["/version"], "it begins with 1");
        for version in [1, 2, 1] {
            policy.version = version;
            world.service.put_policy(&policy).await.unwrap();
        }
        policy.limits.review_hours = u32::MAX;
        assert_eq!(refused(&policy).await, ["/limits/review_hours"]);
        policy.limits.review_hours = 12;
        assert_eq!(refused(&policy).await, ["/version"], "a version never changes");
        let listed = world.service.policies().await.unwrap();
        let listed: Vec<_> = listed.iter().map(|line| (line.id.as_str(), line.version)).collect();
        let standard = i64::from(bonafide_identity::policy::Policy::standard().version);
        let shipped = ("account-recovery", standard);
        assert_eq!(listed, [shipped, ("careful", 1), ("careful", 2), ("standard", standard)]);
        let (browser, id) = world.begin(&world.live).await;
        let line = world.service.service_line(&world.live, "identity-check").await.unwrap();
        let mut next = line.definition;
        next.title = "Another title".into();
        assert!(matches!(world.service.put_service(&world.organisation, &next).await, Err(Error::Validation(_))));
        next.version = 2;
        world.service.put_service(&world.organisation, &next).await.unwrap();
        assert_eq!(world.view(&browser).await.definition.title, "Library card", "pinned to what it began with");
        assert_eq!(world.session(&id).await.service.version, 1);
        assert_eq!(world.open(&world.live).await.session.service.version, 2);
        assert_eq!(world.service.service_line(&world.live, "none").await.unwrap_err(), Error::NotFound);
    }
}
