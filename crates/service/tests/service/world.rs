//! A service with everything around it: a fresh store, a clock that stands still, an examiner
//! that finds what the pictures say, and captures of what leaves the house.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use bonafide_emrtd::Driver;
use bonafide_identity::assurance::ChipClass;
use bonafide_identity::evidence::{CaptureSource, EvidenceKind};
use bonafide_identity::fields::{DocumentKind, Field, Zone};
use bonafide_identity::finding::{Check, Finding, Model, Outcome, Reason};
use bonafide_identity::id::{MessageId, OrganisationId, RegistrationId};
use bonafide_identity::notice::Code;
use bonafide_identity::port::Pending;
use bonafide_identity::port::breached_passwords::BreachedPasswords;
use bonafide_identity::port::egress::{
    Egress, EgressError, EgressRequest, EgressResponse, Refusal,
};
use bonafide_identity::port::lost_documents::LostDocuments;
use bonafide_identity::port::messenger::{DeliveryError, Message, Messenger};
use bonafide_identity::registration::{Act, ChipReading, Screen, Status};
use bonafide_identity::service::StepKind;
use bonafide_service::examiner::{
    Accepted, ChipExamined, ChipInput, DocumentExamined, DocumentInput, Examine, FaceExamined,
    FaceInput, FaceTemplate, FilmInput, FilmJudged, Frame,
};
use bonafide_service::organisation::{Caller, CreateApiKey, CreateSession, Created, Scope};
use bonafide_service::person::{Browser, PersonView};
use bonafide_service::session::Session;
use bonafide_service::{Clock, Error, Parts, Service, Settings};
use bonafide_store::testing::{self, TestStore};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use url::Url;

/// Declares a test that runs on both databases.
macro_rules! both {
    ($($(#[$attribute:meta])* async fn $name:ident($world:ident: World) $body:block)+) => {$(
        mod $name {
            use super::*;

            async fn test($world: World) $body

            $(#[$attribute])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                test(World::on(bonafide_store::testing::sqlite().await).await).await;
            }

            $(#[$attribute])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                if let Some(store) = bonafide_store::testing::postgres().await {
                    test(World::on(store).await).await;
                }
            }
        }
    )+};
}
pub(crate) use both;

pub(crate) struct World {
    pub(crate) service: Service,
    pub(crate) store: TestStore,
    pub(crate) clock: Arc<FakeClock>,
    pub(crate) egress: Arc<Capture>,
    pub(crate) messenger: Arc<Postbox>,
    pub(crate) examiner: Arc<Script>,
    pub(crate) organisation: OrganisationId,
    pub(crate) live: Caller,
    pub(crate) test: Caller,
}

pub(crate) const EXTERNAL: &str = "http://127.0.0.1:8080";

impl World {
    pub(crate) async fn on(store: TestStore) -> Self {
        Self::with(store, |_| {}).await
    }

    pub(crate) async fn with(store: TestStore, change: impl FnOnce(&mut Settings)) -> Self {
        let clock = Arc::new(FakeClock::default());
        let egress = Arc::new(Capture::default());
        let messenger = Arc::new(Postbox::default());
        let examiner = Arc::new(Script::default());
        let mut settings = Settings::new(Url::parse(EXTERNAL).unwrap());
        settings.demo = true;
        change(&mut settings);
        let service = Service::new(Parts {
            store: store.store(),
            clock: clock.clone(),
            random: testing::seeded(7 + u64::from(store.is_postgres())),
            messenger: messenger.clone(),
            egress: egress.clone(),
            lost_documents: None,
            breached_passwords: None,
            examiner: examiner.clone(),
            settings,
        })
        .unwrap();
        let demo = service.ensure_demo().await.unwrap();
        let live = service.authenticate(&demo.live_key).await.unwrap();
        let test = service.authenticate(&demo.test_key).await.unwrap();
        Self {
            service,
            store,
            clock,
            egress,
            messenger,
            examiner,
            organisation: demo.organisation,
            live,
            test,
        }
    }

    /// The same after a restart, which has read nothing yet.
    pub(crate) fn restarted(self) -> Self {
        self.asking(None)
    }

    /// Another process of the same installation.
    pub(crate) fn beside(&self) -> Service {
        self.beside_with(None, |_| {})
    }

    /// Another one, with a list of breached passwords and other settings.
    pub(crate) fn beside_with(
        &self,
        breached_passwords: Option<Arc<dyn BreachedPasswords>>,
        change: impl FnOnce(&mut Settings),
    ) -> Service {
        let mut settings = Settings::new(Url::parse(EXTERNAL).unwrap());
        settings.demo = true;
        change(&mut settings);
        Service::new(Parts {
            store: self.store.store(),
            clock: self.clock.clone(),
            random: testing::seeded(2007 + u64::from(self.store.is_postgres())),
            messenger: self.messenger.clone(),
            egress: self.egress.clone(),
            lost_documents: None,
            breached_passwords,
            examiner: self.examiner.clone(),
            settings,
        })
        .unwrap()
    }

    /// The same with a register of lost documents.
    pub(crate) fn asking(self, lost_documents: Option<Arc<dyn LostDocuments>>) -> Self {
        self.asking_with(lost_documents, |_| {})
    }

    /// The same with other settings.
    pub(crate) fn asking_with(
        self,
        lost_documents: Option<Arc<dyn LostDocuments>>,
        change: impl FnOnce(&mut Settings),
    ) -> Self {
        let mut settings = Settings::new(Url::parse(EXTERNAL).unwrap());
        settings.demo = true;
        change(&mut settings);
        let service = Service::new(Parts {
            store: self.store.store(),
            clock: self.clock.clone(),
            random: testing::seeded(1007 + u64::from(self.store.is_postgres())),
            messenger: self.messenger.clone(),
            egress: self.egress.clone(),
            lost_documents,
            breached_passwords: None,
            examiner: self.examiner.clone(),
            settings,
        })
        .unwrap();
        Self { service, ..self }
    }

    /// Another organisation, and a live key of it.
    pub(crate) async fn other_organisation(&self) -> Caller {
        let id = self
            .service
            .create_organisation("Other", &[])
            .await
            .unwrap();
        let request = CreateApiKey {
            name: "key".into(),
            scopes: Scope::ALL.to_vec(),
        };
        let key = self
            .service
            .issue_api_key(&id, true, &request)
            .await
            .unwrap();
        self.service.authenticate(&key.secret).await.unwrap()
    }

    pub(crate) async fn open(&self, caller: &Caller) -> Created {
        self.service
            .create_session(caller, None, &request())
            .await
            .unwrap()
    }

    pub(crate) async fn session(&self, id: &RegistrationId) -> Session {
        match self.service.session(&self.live, id).await {
            Err(Error::NotFound) => self.service.session(&self.test, id).await.unwrap(),
            session => session.unwrap(),
        }
    }

    /// A new session, opened in a browser.
    pub(crate) async fn begin(&self, caller: &Caller) -> (Browser, RegistrationId) {
        let created = self.open(caller).await;
        let opened = self
            .service
            .redeem_link(&created.client_secret, None)
            .await
            .unwrap();
        (opened.browser, created.session.id)
    }

    pub(crate) async fn view(&self, browser: &Browser) -> PersonView {
        self.service.person_view(browser).await.unwrap()
    }

    pub(crate) async fn act(&self, browser: &Browser, act: Act) -> Result<PersonView, Error> {
        let turn = self.view(browser).await.view.turn;
        self.service.act(browser, turn, act).await
    }

    pub(crate) async fn photograph(
        &self,
        browser: &Browser,
        kind: EvidenceKind,
        picture: &str,
    ) -> Result<PersonView, Error> {
        let turn = self.view(browser).await.view.turn;
        self.service
            .photograph(
                browser,
                turn,
                kind,
                CaptureSource::Upload,
                None,
                picture.into(),
            )
            .await
    }

    /// Agrees and chooses a passport.
    pub(crate) async fn to_document(&self, browser: &Browser) {
        self.act(
            browser,
            Act::Consent {
                text_version: "1".into(),
                language: "en".into(),
            },
        )
        .await
        .unwrap();
        self.choose_document(browser).await;
    }

    /// Chooses the passport.
    pub(crate) async fn choose_document(&self, browser: &Browser) {
        self.act(
            browser,
            Act::ChooseDocument {
                kind: DocumentKind::Passport,
            },
        )
        .await
        .unwrap();
    }

    /// Hands in what was read, unchanged.
    pub(crate) async fn confirm(&self, browser: &Browser) -> PersonView {
        let Screen::CheckFields { fields, .. } = self.view(browser).await.view.screen else {
            panic!("fields are to be checked");
        };
        let values = fields
            .into_iter()
            .filter_map(|(field, value)| Some((field, value?.text)))
            .collect();
        self.act(browser, Act::ConfirmFields { values })
            .await
            .unwrap()
    }

    pub(crate) async fn examine(&self) -> usize {
        let mut examined = 0;
        while self.service.examine_next().await.unwrap() {
            examined += 1;
        }
        examined
    }

    /// Up to the selfie.
    pub(crate) async fn to_selfie(&self, browser: &Browser, document: &str) {
        self.to_document(browser).await;
        self.photograph(browser, EvidenceKind::DocumentFront, document)
            .await
            .unwrap();
        self.examine().await;
        self.confirm(browser).await;
    }

    /// The whole way, with that document and that selfie.
    pub(crate) async fn walk(&self, browser: &Browser, document: &str, selfie: &str) -> Status {
        self.to_selfie(browser, document).await;
        self.photograph(browser, EvidenceKind::Selfie, selfie)
            .await
            .unwrap();
        self.examine().await;
        self.view(browser).await.view.status
    }

    pub(crate) async fn to_review(&self, caller: &Caller) -> (Browser, RegistrationId) {
        let (browser, id) = self.begin(caller).await;
        assert_eq!(
            self.walk(&browser, "passport", "unsure").await,
            Status::InReview
        );
        (browser, id)
    }
}

pub(crate) fn request() -> CreateSession {
    CreateSession {
        service: "identity-check".into(),
        return_url: Some("http://127.0.0.1:4711/back?order=7".into()),
        reference: Some("order-7".into()),
        metadata: BTreeMap::from([("desk".into(), "3".into())]),
        expires_at: None,
    }
}

/// A clock that moves when it is told to.
pub(crate) struct FakeClock(AtomicI64);

impl Default for FakeClock {
    fn default() -> Self {
        Self(AtomicI64::new(testing::noon().as_microsecond()))
    }
}

impl FakeClock {
    pub(crate) fn advance(&self, by: SignedDuration) {
        self.0
            .fetch_add(i64::try_from(by.as_micros()).unwrap(), Ordering::SeqCst);
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

/// Finds what the pictures say: a picture is the name of what is to be found.
#[derive(Default)]
pub(crate) struct Script {
    pub(crate) examinations: AtomicU32,
    pub(crate) films: AtomicU32,
}

fn passes(checks: &[Check]) -> Vec<Finding> {
    checks.iter().map(|check| Finding::pass(*check)).collect()
}

fn but(findings: Vec<Finding>, check: Check, outcome: Outcome, reason: Reason) -> Vec<Finding> {
    findings
        .into_iter()
        .map(|finding| {
            if finding.check == check {
                Finding::new(check, outcome, reason)
            } else {
                finding
            }
        })
        .collect()
}

const DOCUMENT: [Check; 8] = [
    Check::DocumentPresent,
    Check::DocumentSides,
    Check::PortraitPresent,
    Check::ZoneRead,
    Check::ZoneCheckDigits,
    Check::ZoneDates,
    Check::ZoneStates,
    Check::DocumentExpiry,
];
const FACE: [Check; 4] = [
    Check::SelfieFaceCount,
    Check::SelfieFaceSize,
    Check::FaceMatch,
    Check::ImageIdentity,
];

pub(crate) fn zone(number: &str, state: &str) -> Zone {
    let values = BTreeMap::from([
        (Field::Surname, "ERIKSSON".to_owned()),
        (Field::GivenNames, "ANNA MARIA".to_owned()),
        (Field::BirthDate, "1974-08-12".to_owned()),
        (Field::Sex, "F".to_owned()),
        (Field::Nationality, "NLD".to_owned()),
        (Field::DocumentNumber, number.to_owned()),
        (Field::ExpiryDate, "2032-04-15".to_owned()),
        (Field::IssuingState, state.to_owned()),
    ]);
    Zone {
        format: "TD3".into(),
        lines: vec!["LINE ONE".into(), "LINE TWO".into()],
        document_code: "P".into(),
        values,
        confirmed: vec![Field::DocumentNumber, Field::BirthDate, Field::ExpiryDate],
        typed: false,
        chip: false,
        layout: None,
        printed: BTreeMap::new(),
    }
}

/// The face of a selfie: its first word says whose it is, the second how they look today.
fn template(selfie: &[u8]) -> Option<FaceTemplate> {
    let words = std::str::from_utf8(selfie).unwrap();
    let mut words = words.split(' ');
    let who = words.next().filter(|word| *word != "nobody")?;
    let mut face = [0.0_f32; 128];
    for (place, letter) in who.bytes().enumerate() {
        face[usize::from(letter) % 64 + place] += 0.5;
    }
    face[127] = words.next().map_or(0.0, |look| look.parse().unwrap());
    Some(FaceTemplate {
        model: "00".into(),
        bytes: face.map(f32::to_le_bytes).concat(),
    })
}

impl Examine for Script {
    fn models(&self) -> Vec<Model> {
        vec![Model {
            name: "script".into(),
            sha256: "00".into(),
        }]
    }

    fn accept(&self, bytes: &[u8]) -> Result<Accepted, Code> {
        match bytes {
            b"pdf" => Err(Code::UploadPdf),
            b"bomb" => panic!("a decoder that breaks down"),
            _ => Ok(Accepted {
                media_type: "image/jpeg",
                width: 1000,
                height: 700,
            }),
        }
    }

    fn document(&self, task: &DocumentInput<'_>) -> DocumentExamined {
        self.examinations.fetch_add(1, Ordering::SeqCst);
        let all = passes(&DOCUMENT);
        let word = std::str::from_utf8(task.front.bytes).unwrap();
        let read = |zone| DocumentExamined {
            findings: all.clone(),
            zone: Some(zone),
            codes: Vec::new(),
        };
        match word {
            "panic" => panic!("an examination that breaks down"),
            "hang" => {
                std::thread::sleep(std::time::Duration::from_secs(20));
                read(zone("LATE", "NLD"))
            }
            "unreadable" if task.typed.is_none() => DocumentExamined {
                findings: but(
                    all,
                    Check::ZoneRead,
                    Outcome::Inconclusive,
                    Reason::ZoneNotFound,
                ),
                zone: None,
                codes: Vec::new(),
            },
            "unreadable" => DocumentExamined {
                findings: but(
                    all,
                    Check::ZoneRead,
                    Outcome::Inconclusive,
                    Reason::ZoneTyped,
                ),
                zone: None,
                codes: Vec::new(),
            },
            "specimen" if task.livemode => DocumentExamined {
                findings: but(
                    all,
                    Check::ZoneStates,
                    Outcome::Fail,
                    Reason::SpecimenDocument,
                ),
                zone: Some(zone("SPECIMEN", "UTO")),
                codes: Vec::new(),
            },
            other if other.starts_with("passport ") => {
                let words: Vec<&str> = other.split(' ').collect();
                let mut zone = zone(words[1], "NLD");
                zone.values.insert(Field::Surname, words[2].to_owned());
                if let Some(born) = words.get(3) {
                    zone.values.insert(Field::BirthDate, (*born).to_owned());
                }
                read(zone)
            }
            sample if sample.starts_with("SBX") => read(zone(sample, "UTO")),
            _ => read(zone("SPECI2014", "NLD")),
        }
    }

    fn chip(&self, task: &ChipInput<'_>) -> Option<ChipExamined> {
        self.examinations.fetch_add(1, Ordering::SeqCst);
        let mut stated = task.printed.cloned()?;
        stated.chip = true;
        let all = passes(StepKind::Chip.required_checks());
        let copied = (Check::ChipProof, Outcome::Fail, Reason::ChipCopied);
        let (class, findings) = match (task.files.driver(), task.files.answer()) {
            (Driver::Server, _) => (ChipClass::A, all),
            (_, Some(Ok(_))) => (ChipClass::B, all),
            (_, Some(Err(_))) => (ChipClass::C, but(all, copied.0, copied.1, copied.2)),
            (_, None) => (ChipClass::C, all),
        };
        // A chip with people to notify: nobody knows who signed it.
        let known = !String::from_utf8_lossy(&task.files.to_bytes()).contains("\"DG16\"");
        let unknown = |findings| {
            let unknown = (Outcome::Inconclusive, Reason::ChipIssuerUnknown);
            but(findings, Check::ChipAuthenticity, unknown.0, unknown.1)
        };
        Some(ChipExamined {
            findings: if known { findings } else { unknown(findings) },
            reading: ChipReading {
                class: known.then_some(class),
                access: None,
                signer_country: None,
                signer_fingerprint: None,
                deviations: Vec::new(),
                zone: known.then_some(stated),
            },
        })
    }

    fn face(&self, task: &FaceInput<'_>) -> FaceExamined {
        self.examinations.fetch_add(1, Ordering::SeqCst);
        let all = passes(&FACE);
        let findings = match task.selfie.bytes {
            b"panic" => panic!("an examination that breaks down"),
            b"other" => but(all, Check::FaceMatch, Outcome::Fail, Reason::FaceMismatch),
            b"unsure" => but(
                all,
                Check::FaceMatch,
                Outcome::Inconclusive,
                Reason::FaceUncertain,
            ),
            _ => all
                .into_iter()
                .map(|finding| match finding.check {
                    Check::FaceMatch => {
                        let model = Model {
                            name: "script".into(),
                            sha256: "00".into(),
                        };
                        finding
                            .measured(0.31, task.thresholds.face_match_distance)
                            .by(model)
                    }
                    _ => finding,
                })
                .collect(),
        };
        FaceExamined {
            findings,
            template: template(task.selfie.bytes),
        }
    }

    fn film(
        &self,
        _: &FilmInput<'_>,
        frames: &mut (dyn Iterator<Item = Frame> + Send),
    ) -> FilmJudged {
        self.films.fetch_add(1, Ordering::SeqCst);
        let frames: Vec<Vec<u8>> = frames.map(|frame| frame.file[3..].to_vec()).collect();
        let seen = frames.last().cloned().unwrap_or_default();
        let of = |face: u8| Some([f32::from(face).to_le_bytes(); 128].concat());
        let findings = match seen.as_slice() {
            b"panic" => panic!("a film that breaks down"),
            b"live" | b"other live" => vec![Finding::pass(Check::LivenessPrompts)],
            b"unlit" => vec![Finding::new(
                Check::LivenessLight,
                Outcome::Fail,
                Reason::LightNotFollowed,
            )],
            b"flat" => vec![Finding::new(
                Check::LivenessDepth,
                Outcome::Fail,
                Reason::FaceFlat,
            )],
            _ => vec![Finding::new(
                Check::LivenessSequence,
                Outcome::Fail,
                Reason::FramesMissing,
            )],
        };
        FilmJudged {
            findings,
            template: of(u8::from(seen.starts_with(b"other"))),
            best: Some(seen),
            missed: Vec::new(),
        }
    }

    fn safe_view(&self, bytes: &[u8]) -> Result<Vec<u8>, Code> {
        Ok([b"drawn anew: ".as_slice(), bytes].concat())
    }

    fn typed_zone(&self, text: &str, _today: Date) -> Result<Zone, Code> {
        match text {
            "zone" => Ok(Zone {
                typed: true,
                chip: false,
                ..zone("TYPED2014", "NLD")
            }),
            "slip" => Err(Code::TypedZoneCheckDigitWrong),
            _ => Err(Code::TypedZoneMalformed),
        }
    }
}

/// What was sent out, and what is answered.
#[derive(Default)]
pub(crate) struct Capture {
    pub(crate) sent: Mutex<Vec<EgressRequest>>,
    /// Answers in order; 200 once they are used up.
    pub(crate) answers: Mutex<VecDeque<Result<EgressResponse, EgressError>>>,
    /// A host that never answers.
    pub(crate) silent: Mutex<Option<&'static str>>,
}

impl Capture {
    pub(crate) fn will_answer(&self, statuses: &[u16]) {
        for status in statuses {
            let response = EgressResponse {
                status: *status,
                headers: Vec::new(),
                body: Vec::new(),
            };
            self.answers.lock().unwrap().push_back(Ok(response));
        }
    }

    pub(crate) fn take(&self) -> Vec<EgressRequest> {
        std::mem::take(&mut self.sent.lock().unwrap())
    }
}

impl Egress for Capture {
    fn admit(&self, url: &Url) -> Result<(), Refusal> {
        if url.scheme() == "https" {
            Ok(())
        } else {
            Err(Refusal::Scheme)
        }
    }

    fn send<'a>(
        &'a self,
        request: &'a EgressRequest,
    ) -> Pending<'a, Result<EgressResponse, EgressError>> {
        self.sent.lock().unwrap().push(request.clone());
        if *self.silent.lock().unwrap() == request.url.host_str() {
            return Box::pin(std::future::pending());
        }
        let answer = self.answers.lock().unwrap().pop_front();
        let usual = Ok(EgressResponse {
            status: 200,
            headers: Vec::new(),
            body: Vec::new(),
        });
        Box::pin(async move { answer.unwrap_or(usual) })
    }
}

/// Messages that were delivered.
#[derive(Default)]
pub(crate) struct Postbox {
    pub(crate) delivered: Mutex<Vec<(MessageId, Message)>>,
    /// Failures in order, before messages are taken.
    pub(crate) failures: Mutex<VecDeque<DeliveryError>>,
}

impl Messenger for Postbox {
    fn deliver<'a>(
        &'a self,
        id: &'a MessageId,
        message: &'a Message,
    ) -> Pending<'a, Result<(), DeliveryError>> {
        Box::pin(async move {
            if let Some(failure) = self.failures.lock().unwrap().pop_front() {
                return Err(failure);
            }
            self.delivered
                .lock()
                .unwrap()
                .push((id.clone(), message.clone()));
            Ok(())
        })
    }
}
