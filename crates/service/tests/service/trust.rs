//! The trust store: who may change it, what is believed then, and who is told of what ends.

use bonafide_identity::port::messenger::{DeliveryError, Message};
use bonafide_identity::registration::Screen;
use bonafide_service::Error;
use bonafide_service::operator::Operator;
use bonafide_service::trust::{By, File, Filter, Print, State, Why, certificate_in};
use bonafide_store::testing::{TestStore, noon};
use bonafide_virtual_passport::issuer::{Authority, KeyKind, Period, PrivateKey, master_list};
use bonafide_x509::curve::NamedCurve;
use bonafide_x509::trust::{ChainStatus, Policy};
use bonafide_x509::{Certificate, HashAlgorithm, SignatureAlgorithm};
use chacha20::ChaCha20Rng;
use jiff::SignedDuration;
use rand_core::SeedableRng as _;

use crate::chip::at_chip;
use crate::operators::sign_in;
use crate::world::{World, both};

const DAY: SignedDuration = SignedDuration::from_hours(24);

struct Land {
    authority: Authority,
    lister: PrivateKey,
    random: ChaCha20Rng,
}

impl Land {
    /// A state whose certificates end so many days from now.
    fn new(country: &str, days: i32) -> Self {
        let mut random = ChaCha20Rng::seed_from_u64(u64::from(days.unsigned_abs()));
        let mut key = || {
            let curve = NamedCurve::P256;
            let kind = KeyKind::Ec {
                curve,
                explicit: false,
            };
            PrivateKey::generate(kind, &mut random).unwrap()
        };
        let (own, lister) = (key(), key());
        let period = Period {
            begin: noon() - DAY * 400,
            end: noon() + DAY * days,
        };
        let scheme = SignatureAlgorithm::Ecdsa(HashAlgorithm::Sha256);
        let authority = Authority::new(country, own, scheme, period, &mut random).unwrap();
        Self {
            authority,
            lister,
            random,
        }
    }

    fn file(&self) -> File {
        File {
            name: "state.cer".to_owned(),
            bytes: self.authority.certificate.clone(),
        }
    }

    fn print(&self) -> Print {
        Print(self.certificate().fingerprint())
    }

    fn certificate(&self) -> Certificate {
        Certificate::of(&self.authority.certificate).unwrap()
    }

    /// A revocation list of this state.
    fn revocations(&mut self, serials: &[u8]) -> File {
        let updates = Period {
            begin: noon() - DAY * 2,
            end: noon() + DAY * 40,
        };
        let serials: Vec<&[u8]> = serials.iter().map(std::slice::from_ref).collect();
        let bytes = self.authority.revoke(&serials, updates, &mut self.random);
        File {
            name: "state.crl".to_owned(),
            bytes: bytes.unwrap(),
        }
    }

    /// A list of this state with the certificates of these, signed so many days ago.
    fn list(&mut self, of: &[&Land], days_ago: i32) -> File {
        let mut lister = self.authority.clone();
        lister.period.begin = noon() - DAY * days_ago;
        let certificates: Vec<_> = of
            .iter()
            .map(|land| land.authority.certificate.clone())
            .collect();
        File {
            name: "list.ml".to_owned(),
            bytes: master_list(&lister, &self.lister, &certificates, &mut self.random).unwrap(),
        }
    }
}

async fn import_of(service: &bonafide_service::Service, file: &File) -> Print {
    let crl = bonafide_x509::Crl::of(&file.bytes).unwrap();
    let print = Print(crl.fingerprint());
    service.trust_item(print).await.unwrap();
    print
}

/// An operator who manages the trust store.
async fn keeper(world: &World) -> Operator {
    sign_in(world, "kim").await;
    assert!(world.service.set_manages_trust("kim", true).await.unwrap());
    assert!(!world.service.set_manages_trust("kim", true).await.unwrap());
    let link = world.service.renew_operator_link("kim").await.unwrap();
    let secret = link.url.rsplit('/').next().unwrap();
    let ceremony = world.service.begin_enrolment(secret).await.unwrap();
    let origin = "http://localhost:8080";
    let (_, answer) = crate::operators::Authenticator::create(&ceremony.options, origin);
    let signed_in = world
        .service
        .finish_enrolment(secret, &ceremony.token, &answer, "Laptop")
        .await
        .unwrap();
    signed_in.operator
}

both! {
    async fn only_those_who_may(world: World) {
        let ann = sign_in(&world, "ann").await;
        assert_eq!(By::operator(&ann), Err(Error::TrustNotAllowed));
        let land = Land::new("UT", 4000);
        let refused = world.service.offer_trust(&ann, land.file()).await;
        assert_eq!(refused.unwrap_err(), Error::TrustNotAllowed);
        let kim = keeper(&world).await;
        assert!(kim.manages_trust);
        assert_eq!(By::operator(&kim), Ok(By::Operator(kim.id.clone())));
        assert_eq!(world.service.set_manages_trust("nobody", true).await, Err(Error::NotFound));

        // Sent, looked at, confirmed, once; and by nobody else.
        let (id, import) = world.service.offer_trust(&kim, land.file()).await.unwrap();
        let version = import.version;
        assert_eq!((import.added.len(), import.by_hand.len(), import.applied), (1, 1, false));
        assert!(world.service.anchors().await.unwrap().trust.is_empty());
        world.clock.advance(SignedDuration::from_mins(59));
        assert!(world.service.confirm_trust(&kim, &id, version).await.unwrap().applied);
        assert_eq!(world.service.confirm_trust(&kim, &id, version).await.unwrap_err(), Error::TrustUploadGone);
        let view = world.service.trust_item(land.print()).await.unwrap();
        assert_eq!((view.provenance.len(), view.provenance[0].by.as_str()), (1, "kim"));
        assert_eq!(view.chain, Some(ChainStatus::Trusted));
        let (again, import) = world.service.offer_trust(&kim, land.file()).await.unwrap();
        assert_eq!((import.changes(), import.present), (false, 1));
        assert_eq!(world.service.confirm_trust(&kim, &again, version).await.unwrap_err(), Error::TrustUploadGone);
        let other = Land::new("XX", 4001);
        // What was shown is what is done: the store moved on since.
        let (id, seen) = world.service.offer_trust(&kim, other.file()).await.unwrap();
        let moved = world.service.confirm_trust(&kim, &id, seen.version - 1).await;
        assert_eq!(moved.unwrap_err(), Error::TrustUploadGone);
        assert!(world.service.trust_item(other.print()).await.is_err());
        let (id, seen) = world.service.offer_trust(&kim, other.file()).await.unwrap();
        let version = seen.version;
        world.clock.advance(SignedDuration::from_mins(61));
        assert_eq!(world.service.confirm_trust(&kim, &id, version).await.unwrap_err(), Error::TrustUploadGone);
        let history = world.service.trust_history().await.unwrap();
        let acts: Vec<_> = history.iter().map(|line| (line.kind.as_str(), line.by.as_str())).collect();
        assert_eq!(acts, [("imported", "kim"), ("operator-allowed", "command-line")]);
    }

    async fn what_is_believed_follows_the_store(world: World) {
        let service = &world.service;
        let (mut lister, land) = (Land::new("UT", 4000), Land::new("XX", 4001));
        let by = By::CommandLine;
        let list = lister.list(&[&land], 30);
        let import = service.import_trust(&by, vec![list.clone()], true).await.unwrap();
        assert!(!import.applied && matches!(import.refused[0].why, Why::Unpinned { .. }));
        assert_eq!(service.anchors().await.unwrap().version, 0);

        // The authority that issued the signer is pinned, by its fingerprint alone.
        assert!(service.pin(&by, lister.print(), None).await.unwrap());
        assert!(!service.pin(&by, lister.print(), None).await.unwrap());
        let import = service.import_trust(&by, vec![list.clone()], false).await.unwrap();
        assert!(import.applied && import.added.len() == 1 && !import.needs_confirmation());
        let before = service.anchors().await.unwrap();
        assert_eq!((before.version, before.trust.len()), (2, 1));
        let again = service.anchors().await.unwrap();
        assert!(std::sync::Arc::ptr_eq(&before, &again), "nothing new, nothing built");

        let status = async || {
            let anchors = service.anchors().await.unwrap();
            let chain = anchors.trust.trace(&land.certificate(), noon(), &Policy::default());
            chain.status
        };
        assert_eq!(status().await, ChainStatus::Trusted);
        let refused = service.distrust(&by, land.print(), "  ").await;
        assert!(matches!(refused, Err(Error::Validation(_))));
        assert!(service.distrust(&by, land.print(), "stolen").await.unwrap());
        assert!(!service.distrust(&by, land.print(), "stolen").await.unwrap());
        assert_eq!(status().await, ChainStatus::Distrusted);
        let filter = Filter { state: Some(State::Distrusted), ..Filter::default() };
        assert_eq!(service.trust_items(&filter, None, 9).await.unwrap().0.len(), 1);
        assert!(service.trust_again(&by, land.print()).await.unwrap());
        assert!(!service.trust_again(&by, land.print()).await.unwrap());
        assert_eq!(status().await, ChainStatus::Trusted);

        // A distrusted signer vouches for nothing; nor does one whose pin is gone.
        let newer = lister.list(&[&land, &Land::new("XY", 4002)], 20);
        let signer = Print(certificate_in(&newer.bytes).unwrap().fingerprint());
        service.distrust(&by, signer, "lost").await.unwrap();
        let import = service.preview_trust(vec![newer.clone()]).await.unwrap();
        assert_eq!(import.refused[0].why, Why::SignerDistrusted);
        service.trust_again(&by, signer).await.unwrap();
        assert!(service.preview_trust(vec![newer.clone()]).await.unwrap().changes());
        assert!(service.unpin(&by, lister.print()).await.unwrap());
        assert!(!service.preview_trust(vec![newer.clone()]).await.unwrap().changes());
        // Pinned itself, the signer needs no authority.
        service.pin(&by, signer, None).await.unwrap();
        let import = service.import_trust(&by, vec![newer], false).await.unwrap();
        assert_eq!((import.applied, import.added.len(), import.vanished.len()), (true, 1, 0));
        // The signers of the other lists have certificates of their own, by the same authority.
        service.pin(&by, lister.print(), Some(&lister.certificate())).await.unwrap();
        let older = service.import_trust(&by, vec![list], false).await.unwrap();
        assert_eq!(older.refused[0].why, Why::Older);
        let ahead = lister.list(&[&land], -2);
        let import = service.import_trust(&by, vec![ahead], false).await.unwrap();
        assert_eq!(import.refused[0].why, Why::SignedInTheFuture);
    }

    async fn a_confirmation_outlives_the_list(world: World) {
        let service = &world.service;
        let (mut lister, land) = (Land::new("UT", 4000), Land::new("XX", 4001));
        let by = By::CommandLine;
        service.pin(&by, lister.print(), None).await.unwrap();
        let list = lister.list(&[&land], 30);
        service.import_trust(&by, vec![list], false).await.unwrap();
        // In by the list alone; confirmed; and nothing new when confirmed again.
        let import = service.import_trust(&by, vec![land.file()], false).await.unwrap();
        assert_eq!((import.applied, import.added.len(), import.by_hand.len()), (false, 0, 1));
        assert!(service.import_trust(&by, vec![land.file()], true).await.unwrap().applied);
        let again = service.import_trust(&by, vec![land.file()], true).await.unwrap();
        assert_eq!((again.changes(), again.present), (false, 1));
        // The next list has it no more.
        let newer = lister.list(&[&Land::new("XY", 4002)], 20);
        let import = service.import_trust(&by, vec![newer], false).await.unwrap();
        assert_eq!((import.applied, import.vanished.len()), (true, 0));
        let view = service.trust_item(land.print()).await.unwrap();
        assert_eq!(view.chain, Some(ChainStatus::Trusted));
    }

    async fn a_pinned_state_signs_no_list_in_the_place_of_anothers(world: World) {
        let service = &world.service;
        let (mut one, mut other) = (Land::new("UT", 4000), Land::new("XX", 4001));
        let third = Land::new("XY", 4002);
        let by = By::CommandLine;
        for land in [&one, &other] {
            let certificate = land.certificate();
            service.pin(&by, land.print(), Some(&certificate)).await.unwrap();
        }
        let list = other.list(&[&third], 30);
        assert!(service.import_trust(&by, vec![list], false).await.unwrap().applied);
        // A newer one by a signer that the first state issued in the other's name.
        one.authority.country = "XX".to_owned();
        let list = one.list(&[&Land::new("XZ", 4003)], 20);
        let signer = certificate_in(&list.bytes).unwrap();
        assert_eq!(signer.country().as_deref(), Some("XX"));
        let import = service.import_trust(&by, vec![list], true).await.unwrap();
        assert!(matches!(import.refused[0].why, Why::Unpinned { .. }), "{import:?}");
        assert_eq!((import.applied, import.vanished.len()), (false, 0));
        assert!(service.trust_item(third.print()).await.is_ok());
    }

    async fn revoked_signers_and_their_lists(world: World) {
        let service = &world.service;
        let mut lister = Land::new("UT", 4000);
        let by = By::CommandLine;
        let list = lister.list(&[&Land::new("XX", 4001)], 30);
        let signer = Print(certificate_in(&list.bytes).unwrap().fingerprint());
        service.pin(&by, signer, None).await.unwrap();
        service.import_trust(&by, vec![lister.file()], true).await.unwrap();
        assert!(service.preview_trust(vec![list.clone()]).await.unwrap().changes());
        // Its authority revokes it; whoever pinned it does not know better.
        let revocations = lister.revocations(&[7]);
        let import = service.import_trust(&by, vec![revocations.clone()], true).await.unwrap();
        assert!(import.applied);
        let import = service.preview_trust(vec![list]).await.unwrap();
        assert_eq!(import.refused[0].why, Why::SignerRevoked);
        // A revocation list is no certificate that could be distrusted.
        let print = import_of(service, &revocations).await;
        let refused = service.distrust(&by, print, "old").await;
        assert!(matches!(refused, Err(Error::Validation(_))));
        // Lists that nobody signed do not hold anybody up.
        let mut stranger = Land::new("UT", 4003);
        let many: Vec<File> = (0..=255).map(|serial| stranger.revocations(&[serial])).collect();
        let import = service.preview_trust(many).await.unwrap();
        assert_eq!((import.refused.len(), import.changes()), (256, false));
        assert!(import.refused.iter().all(|refused| refused.why == Why::CrlUnsigned));
    }

    async fn what_ends_is_told_once_for_each_number_of_days(world: World) {
        let world = World::with(world.store, |settings| {
            settings.alerts.mail = vec!["ops@example.org".parse().unwrap()];
        }).await;
        let service = &world.service;
        let (soon, late) = (Land::new("UT", 100), Land::new("XX", 5000));
        let files = vec![soon.file(), late.file()];
        service.import_trust(&By::CommandLine, files, true).await.unwrap();
        let mails = || {
            let delivered = world.messenger.delivered.lock().unwrap();
            delivered.iter().map(|(_, message)| match message {
                Message::Mail { text, .. } => text.clone(),
                other => panic!("{other:?}"),
            }).collect::<Vec<_>>()
        };
        assert_eq!(service.keep_house().await.unwrap().endings, 0);
        assert!(mails().is_empty());
        // Within 90 days; the first attempt to tell fails and is made again.
        world.clock.advance(DAY * 11);
        let failure = DeliveryError::retryable("busy");
        world.messenger.failures.lock().unwrap().push_back(failure);
        assert_eq!(service.keep_house().await.unwrap().endings, 1);
        assert!(mails().is_empty());
        world.clock.advance(SignedDuration::from_mins(11));
        assert_eq!(service.keep_house().await.unwrap().endings, 0);
        assert_eq!(mails().len(), 1);
        assert!(mails()[0].contains("C=UT") && !mails()[0].contains("C=XX"), "{:?}", mails());
        world.clock.advance(SignedDuration::from_hours(1));
        service.keep_house().await.unwrap();
        assert_eq!(mails().len(), 1, "told once");
        // Within 30, within 7, ended.
        for (days, mails_then) in [(60, 2), (24, 3), (7, 4), (1, 4)] {
            world.clock.advance(DAY * days);
            service.keep_house().await.unwrap();
            service.keep_house().await.unwrap();
            assert_eq!(mails().len(), mails_then);
        }
        assert!(mails()[3].contains("ended"));
        assert_eq!(service.endings().await.unwrap().len(), 1);
        let distrusted = service.distrust(&By::CommandLine, soon.print(), "old").await;
        assert!(distrusted.unwrap());
        assert!(service.endings().await.unwrap().is_empty(), "nobody waits for it any more");
    }
}

/// Rows that somebody else wrote are not believed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn smuggled_in() {
    let store: TestStore = bonafide_store::testing::sqlite().await;
    let world = World::on(store).await;
    let land = Land::new("UT", 4000);
    let service = &world.service;
    service
        .import_trust(&By::CommandLine, vec![land.file()], true)
        .await
        .unwrap();
    assert_eq!(service.anchors().await.unwrap().version, 1);
    let smuggled = "INSERT INTO trust_items SELECT x'00', kind, der, country, subject, serial,
         issuer_key, begins, ends, added FROM trust_items";
    world.store.tamper(smuggled).await.unwrap();
    // A server that built what it believes before notices it soon, whether or not anybody changes the store.
    let known = service.anchors().await;
    assert_eq!(known.unwrap().version, 1);
    world.clock.advance(SignedDuration::from_mins(5));
    let refused = service.anchors().await.unwrap_err();
    assert!(refused.is_fault(), "{refused}");
    // Nothing that is done honestly makes it believed.
    let pinned = service.pin(&By::CommandLine, land.print(), None).await;
    assert!(pinned.unwrap_err().is_fault());
    let other = Land::new("XX", 4001);
    let imported = service
        .import_trust(&By::CommandLine, vec![other.file()], true)
        .await;
    assert!(imported.unwrap_err().is_fault());
    let bumped = "UPDATE house_chains SET seq = 2";
    world.store.tamper(bumped).await.unwrap();
    let refused = service.anchors().await.unwrap_err();
    assert!(refused.is_fault(), "{refused}");
    // Chips are not judged then; photographs are.
    let browser = at_chip(&world).await;
    let screen = world.view(&browser).await.view.screen;
    assert!(matches!(screen, Screen::ReadChip { .. }), "{screen:?}");
}
