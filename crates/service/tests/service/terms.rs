//! What a registration was opened under cannot be altered in the database and still decide.

use bonafide_identity::registration::Status;
use bonafide_service::Error;
use bonafide_store::audit::{self, Problem};

use crate::world::{World, both};

const DEFINITION: Error = Error::Inconsistent("the definition of a service");
const POLICY: Error = Error::Inconsistent("a policy");

/// How an insider loosens what decides, what becomes of the stored hash included.
const LOOSER: &str = "UPDATE policies SET body = REPLACE(body, '0.57', '0.67')";
const STRICTER: &str = "UPDATE policies SET body = REPLACE(body, '0.67', '0.57')";
const RENAMED: &str = "UPDATE services SET definition = REPLACE(definition, 'Library', 'Lottery')";
const AS_BEFORE: &str =
    "UPDATE services SET definition = REPLACE(definition, 'Lottery', 'Library')";

async fn altered(world: &World) -> Vec<(String, &'static str)> {
    let found = audit::verify(&world.store, None).await.unwrap().problems;
    let differing = found.into_iter().map(|problem| match problem {
        Problem::Differs { chain, what } => (chain, what),
        other => panic!("{other}"),
    });
    differing.collect()
}

both! {
    async fn a_policy_that_was_altered_decides_nothing(world: World) {
        let opened = world.open(&world.live).await;
        let (browser, id) = world.begin(&world.live).await;
        world.to_selfie(&browser, "passport").await;
        assert_eq!(altered(&world).await, []);
        let world = world.restarted();
        world.store.tamper(LOOSER).await.unwrap();
        for (hash, told) in [("hash", POLICY), ("the right hash", POLICY)] {
            if hash != "hash" {
                // As whoever alters the body would, for all they know.
                let body = world.store.peek("SELECT body FROM policies").await.unwrap().remove(0);
                world.store.tamper(&rehash(&world, &body)).await.unwrap();
            }
            assert_eq!(world.service.person_view(&browser).await.unwrap_err(), told);
            let link = world.service.redeem_link(&opened.client_secret, None).await;
            assert_eq!(link.unwrap_err(), told);
            let chains = altered(&world).await;
            assert_eq!(chains.len(), 2, "{chains:?}");
            assert!(chains.contains(&(id.to_string(), "policy")), "{chains:?}");
        }
        world.store.tamper(STRICTER).await.unwrap();
        let body = world.store.peek("SELECT body FROM policies").await.unwrap().remove(0);
        world.store.tamper(&rehash(&world, &body)).await.unwrap();
        assert_eq!(altered(&world).await, []);
        assert_eq!(world.view(&browser).await.view.status, Status::RequiresInput);
    }

    async fn a_definition_that_was_altered_is_shown_to_nobody(world: World) {
        let (browser, id) = world.begin(&world.live).await;
        let world = world.restarted();
        world.store.tamper(RENAMED).await.unwrap();
        assert_eq!(world.service.person_view(&browser).await.unwrap_err(), DEFINITION);
        assert_eq!(altered(&world).await, [(id.to_string(), "service definition")]);
        world.store.tamper(AS_BEFORE).await.unwrap();
        assert_eq!(altered(&world).await, []);
        assert!(world.service.person_view(&browser).await.is_ok());
        // One that stands for another version, or is gone, opens nothing.
        world.store.tamper("UPDATE services SET version = version + 1").await.unwrap();
        let opened = world.service.create_session(&world.live, None, &crate::world::request()).await;
        assert_eq!(opened.unwrap_err(), DEFINITION);
        assert!(altered(&world).await.contains(&(id.to_string(), "service definition")));
    }
}

/// Sets the hash beside a policy to that of its body.
fn rehash(world: &World, body: &str) -> String {
    use sha2::{Digest as _, Sha256};
    let hash = hex::encode(Sha256::digest(body));
    let hash = if world.store.is_postgres() {
        format!("'\\x{hash}'::bytea")
    } else {
        format!("x'{hash}'")
    };
    format!("UPDATE policies SET hash = {hash}")
}
