//! Video identification: the server draws a challenge, the browser streams frames while it is told
//! what to ask for, and the verdict goes through the one door like every other machine's. A film
//! lives in this process alone and in its memory; what is kept is its best frame and the findings.
//!
//! ```text
//! queue_film   a place in the line; a seat is had in turn
//! begin_film   the attempt is reserved and committed, the challenge drawn
//! receive      a frame; looked at on a thread of its own at once
//! judge        the verdict, submitted; or give_up, which is a failure as well
//! ```

mod camera;
mod line;

use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use bonafide_checks::Tally;
use bonafide_identity::evidence::{CameraLimit, CaptureSource, EvidenceKind};
use bonafide_identity::finding::{Check, Finding, Outcome, Reason};
use bonafide_identity::movement::Missed;
use bonafide_identity::notice::Code;
use bonafide_identity::policy::{
    LightThresholds, LivenessLimits, LivenessThresholds, Policy, Ruling,
};
use bonafide_identity::port::lost_documents::TravelDocument;
use bonafide_identity::registration::{Actor, Event, Fence, Registration, Screen};
use bonafide_store::films::{self as rows, Ended, FilmOutcome, Mark, MarkKind};
use bonafide_store::{Conn, Tx, blind_index, evidence};
use jiff::{SignedDuration, Timestamp};

use crate::examiner::{
    Challenge, FilmInput, FilmJudged, Frame, Light, Pace, Window, template_distance,
};
use crate::person::{Browser, Kept, Taken};
use crate::submit::{Alongside, Loaded, actor};
use crate::worker::thread::{Underway, compute};
use crate::{Error, Service};

pub use bonafide_checks::{FrameWrong, MOST_MESSAGE};
pub use camera::Camera;
pub(crate) use line::Films;
pub use line::{Queued, Seat};

use line::Running;

/// Longest wait for a verdict after the last frame: whatever takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(60);

/// Who asks, besides their registration.
#[derive(Clone, Debug, Default)]
pub struct Client {
    /// What the browser was given to be known by, whatever registrations it works on.
    pub device: Option<String>,
    /// Its address, where addresses are counted.
    pub address: Option<IpAddr>,
}

/// Whether video identification may be begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FilmStatus {
    /// Until when it is blocked.
    pub blocked_until: Option<Timestamp>,
    /// The present.
    pub now: Timestamp,
    /// Failures that are free before the next block.
    pub left: u32,
    /// Whether an attempt counts already.
    pub counted: bool,
    /// How long it takes, in seconds.
    pub seconds: u32,
    /// Whether the screen fills with changing colours at its end.
    pub lit: bool,
}

/// What came of a film.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A living person was there.
    Passed,
    /// It cannot be told; somebody looks.
    Unsure,
    /// It must be done again.
    Failed(
        /// Why.
        Reason,
    ),
    /// Too many films of this face failed.
    Blocked {
        /// Until when.
        until: Timestamp,
        /// The present.
        now: Timestamp,
    },
    /// Another film was begun meanwhile, or the registration went on.
    Superseded,
}

/// A film that goes on.
pub struct Film {
    service: Service,
    browser: Browser,
    attempt: u32,
    challenge: Challenge,
    camera: Camera,
    tally: Tally,
    frames: mpsc::Sender<Frame>,
    judging: Underway<FilmJudged>,
    running: Running,
}

/// What is written with the beginning of a film.
pub(crate) struct Beginning<'a> {
    marks: Vec<Mark>,
    limits: LivenessLimits,
    browser: &'a Browser,
    /// The attempt's number, once it was written down.
    attempt: AtomicU32,
}

/// What is written with the end of a film.
pub(crate) struct Ending {
    attempt: u32,
    outcome: FilmOutcome,
    reason: Option<Reason>,
    /// The face's mark, and its template where it is to be kept.
    face: Option<([u8; 32], Option<Vec<u8>>)>,
    kept: Option<Kept>,
    /// Whether the best frame counts, and was written down.
    taken: AtomicBool,
}

impl Service {
    /// Whether the browser's person may begin a film now.
    ///
    /// # Errors
    /// [`Error::RegistrationErased`]; storage.
    pub async fn film_status(
        &self,
        browser: &Browser,
        client: &Client,
    ) -> Result<FilmStatus, Error> {
        let mut read = self.store().read().await?;
        let loaded = self
            .load_for_person(&mut read, &browser.organisation, &browser.registration)
            .await?;
        let limits = loaded.policy.limits.liveness();
        let registration = &loaded.record.registration;
        let mut marks = self.marks(registration, client)?;
        for mark in rows::marks(&mut read, &browser.organisation, &browser.registration).await? {
            // One network is shared by many, and this browser may be in another by now.
            if mark.0 != MarkKind::Network && !marks.contains(&mark) {
                marks.push(mark);
            }
        }
        let now = self.now();
        let (blocked_until, left) = blocked(&mut read, &marks, &limits, now).await?;
        let seconds = length(&loaded.policy).div_ceil(1_000);
        Ok(FilmStatus {
            blocked_until,
            now,
            left,
            counted: left < limits.failures,
            seconds,
            lit: lights(&loaded.policy).is_some(),
        })
    }

    /// A name for a browser that has none yet.
    pub fn new_device(&self) -> String {
        hex::encode(self.core.random.array::<16>())
    }

    /// A place in the line of those who want to be filmed, for whoever may be.
    ///
    /// # Errors
    /// [`Error::FilmBlocked`]; [`Error::Stale`]; [`Error::Overloaded`] when the line is too long, or
    /// this registration stands in it already; storage.
    pub async fn queue_film(
        &self,
        browser: &Browser,
        turn: u32,
        client: &Client,
    ) -> Result<Queued, Error> {
        self.expect_turn(browser, turn).await?;
        let status = self.film_status(browser, client).await?;
        if let Some(until) = status.blocked_until {
            return Err(Error::FilmBlocked {
                until,
                now: status.now,
            });
        }
        self.core.films.queue(&browser.registration)
    }

    /// Begins a film: the attempt is written down before the challenge is drawn. A film of the same
    /// registration that goes on elsewhere ends.
    ///
    /// # Errors
    /// [`Error::FilmBlocked`]; [`Error::Stale`], [`Error::StepNotOpen`], [`Error::Ended`],
    /// [`Error::ContinuedElsewhere`]; storage.
    pub async fn begin_film(
        &self,
        browser: &Browser,
        turn: u32,
        client: &Client,
        camera: Camera,
        seat: Seat,
    ) -> Result<Film, Error> {
        self.expect_in_hand(browser).await?;
        let loaded = self.expect_turn(browser, turn).await?;
        let Loaded {
            record,
            definition,
            policy,
            ..
        } = &loaded;
        let registration = &record.registration;
        if registration.view(definition, policy).screen != Screen::Liveness {
            return Err(Error::StepNotOpen);
        }
        // Under a policy from before nobody can be filmed: another way is left.
        let thresholds = policy.thresholds.liveness().ok_or(Error::StepNotOpen)?;
        let limits = policy.limits.liveness();
        let status = self.film_status(browser, client).await?;
        if let Some(until) = status.blocked_until {
            return Err(Error::FilmBlocked {
                until,
                now: status.now,
            });
        }
        let mut marks = self.marks(registration, client)?;
        // In an order that is the same for everybody who waits for several of them.
        marks.sort_unstable_by_key(|(_, mark)| *mark);
        let beginning = Beginning {
            marks,
            limits,
            browser,
            attempt: AtomicU32::new(0),
        };
        self.submit_with(
            &browser.organisation,
            &browser.registration,
            &Event::FilmBegun { turn },
            browser.id.as_str(),
            &Alongside::FilmBegun(&beginning),
        )
        .await?;
        let running = self.core.films.enter(&browser.registration);
        // As it was written down: another film may have begun since.
        let attempt = beginning.attempt.load(Ordering::Relaxed);
        let challenge = self.draw(&thresholds);
        let examiner = Arc::clone(&self.core.examiner);
        let (frames, coming) = mpsc::channel();
        let asked = challenge.clone();
        let judging = compute(move || {
            // Kept until the last frame is judged, even when its browser is gone.
            let _seat = seat;
            let input = FilmInput {
                challenge: &asked,
                thresholds: &thresholds,
            };
            examiner.film(&input, &mut coming.into_iter())
        });
        let judging = judging.map_err(|_| Error::Overloaded)?;
        metrics::counter!("bonafide_films_total").increment(1);
        Ok(Film {
            service: self.clone(),
            browser: browser.clone(),
            attempt,
            challenge,
            camera,
            tally: Tally::default(),
            frames,
            judging,
            running,
        })
    }

    fn draw(&self, thresholds: &LivenessThresholds) -> Challenge {
        let random = &self.core.random;
        let mut below = |below: u32| {
            let number = u64::from_be_bytes(random.array());
            u32::try_from((u128::from(number) * u128::from(below)) >> 64).unwrap_or_default()
        };
        let count = |count| usize::try_from(count).unwrap_or(usize::MAX);
        let pace = Pace::default();
        let mut challenge = Challenge::draw(count(thresholds.prompts), pace, &mut below);
        if let Some(light) = thresholds.light {
            challenge.draw_lights(count(light.colours), light.millis, pace, below);
        }
        challenge
    }

    /// What an attempt of this registration counts for, whoever looks like its face.
    fn marks(&self, registration: &Registration, client: &Client) -> Result<Vec<Mark>, Error> {
        let mode = if registration.livemode() {
            "live"
        } else {
            "test"
        };
        let scope = format!("{}/{mode}", registration.organisation());
        let mut marks: Vec<Mark> = Vec::new();
        let mut add = |kind, subject: &str| -> Result<(), Error> {
            let mark = self
                .store()
                .film_mark(kind, &format!("{scope}/{subject}"))?;
            if !marks.contains(&mark) {
                marks.push(mark);
            }
            Ok(())
        };
        add(MarkKind::Account, registration.account().as_str())?;
        let read = registration.zone().and_then(TravelDocument::of_zone);
        let printed = registration
            .printed_zone()
            .and_then(TravelDocument::of_zone);
        let documents = [read, printed, registration.stated_document()];
        for document in documents.into_iter().flatten() {
            add(MarkKind::Document, &document.index_text())?;
        }
        if let Some(device) = &client.device {
            add(MarkKind::Browser, device)?;
        }
        if let Some(address) = client.address {
            add(
                MarkKind::Network,
                &hex::encode(crate::limit::network(address)),
            )?;
        }
        Ok(marks)
    }

    /// The mark of a face: that of the nearest face that failed lately, or a new one. Looks at every
    /// face of the organisation's failures that is not forgotten yet, at most
    /// [`rows::MOST`]: some microseconds and one opened key each.
    async fn face_mark(
        &self,
        registration: &Registration,
        attempt: u32,
        template: &[u8],
        (policy, now): (&Policy, Timestamp),
    ) -> Result<Mark, Error> {
        let since = policy.limits.liveness().since(now);
        let mut read = self.store().read().await?;
        let organisation = registration.organisation();
        let livemode = registration.livemode();
        let faces = rows::faces(&mut read, organisation, livemode, since).await?;
        // Strangers must not share a mark: nearer than a document's portrait may be.
        let most = (policy.thresholds.liveness()).map_or(0.0, |limits| limits.continuity);
        let nearest = faces
            .iter()
            .filter_map(|(mark, other)| Some((template_distance(template, other)?, *mark)))
            .filter(|(distance, _)| *distance <= most)
            .min_by(|a, b| a.0.total_cmp(&b.0));
        match nearest {
            Some((_, mark)) => Ok((MarkKind::Face, mark)),
            None => {
                let new = format!("{}/{attempt}", registration.id());
                Ok(self.store().film_mark(MarkKind::Face, &new)?)
            }
        }
    }
}

/// How long a film takes, in milliseconds, give or take what is drawn.
fn length(policy: &Policy) -> u32 {
    let prompts = policy
        .thresholds
        .liveness()
        .map_or(0, |limits| limits.prompts);
    let Pace {
        lead,
        prompt,
        pause,
        spread,
    } = Pace::default();
    let lit = lights(policy).map_or(0, |light| light.colours * light.millis);
    lead + prompts * (prompt + pause + spread) + lit
}

/// The colours that a policy wants.
fn lights(policy: &Policy) -> Option<LightThresholds> {
    policy.thresholds.liveness()?.light
}

/// Until when any of these marks blocks, and how many failures are free before the next block.
async fn blocked(
    conn: &mut Conn,
    marks: &[Mark],
    limits: &LivenessLimits,
    now: Timestamp,
) -> Result<(Option<Timestamp>, u32), Error> {
    let (mut until, mut left) = (None, limits.failures);
    for mark in marks {
        let allowed = match mark.0 {
            MarkKind::Network => limits.network_failures,
            _ => limits.failures,
        };
        let failures = rows::failures(conn, mark, limits.since(now)).await?;
        until = until.max(limits.blocked_until(&failures, allowed));
        left = left.min(limits.left(failures.len(), allowed));
    }
    Ok((until.filter(|until| *until > now), left))
}

impl Film {
    /// What is asked for, each with its time. To be told one by one.
    pub fn prompts(&self) -> &[Window] {
        &self.challenge.prompts
    }

    /// Colours that fill the screen after the last prompt, each with its time. To be told one by one.
    pub fn lights(&self) -> &[Light] {
        &self.challenge.lights
    }

    /// When the last prompt ends, or the last light, in milliseconds.
    pub fn end(&self) -> u32 {
        self.challenge.end()
    }

    /// Takes a message that came at that time, in milliseconds of the challenge.
    ///
    /// # Errors
    /// [`FrameWrong`]; the film is then to be given up.
    pub fn receive(&mut self, ms: u32, message: &[u8]) -> Result<(), FrameWrong> {
        let (ms, file) = self.tally.take(ms, message)?;
        // Whoever judges may have seen enough; the verdict says so.
        let _ = self.frames.send(Frame {
            ms,
            file: file.to_vec(),
        });
        Ok(())
    }

    /// Waits until another film of the same registration is begun.
    pub async fn replaced(&self) {
        self.running.replaced().await;
    }

    /// Waits for what the film shows, and writes it down.
    ///
    /// # Errors
    /// Storage.
    pub async fn judge(self) -> Result<Verdict, Error> {
        let Self {
            service,
            browser,
            attempt,
            camera,
            tally,
            frames,
            mut judging,
            ..
        } = self;
        drop(frames);
        let mut judged = match tokio::time::timeout(PATIENCE, judging.result()).await {
            Ok(Ok(judged)) => judged,
            broken => {
                tracing::error!(?broken, registration = %browser.registration, "a film was not judged");
                FilmJudged {
                    findings: vec![Finding::new(
                        Check::LivenessSequence,
                        Outcome::Inconclusive,
                        Reason::CheckUnavailable,
                    )],
                    ..FilmJudged::default()
                }
            }
        };
        if camera.is_virtual() {
            judged.findings.push(Finding::new(
                Check::LivenessSource,
                Outcome::Inconclusive,
                Reason::CaptureSuspicious,
            ));
        } else if tally.is_too_even() {
            judged.findings.push(Finding::new(
                Check::LivenessSource,
                Outcome::Warn,
                Reason::CaptureSuspicious,
            ));
        }
        service
            .film_ended(&browser, attempt, camera.limit, judged)
            .await
    }

    /// Ends a film that cannot be judged: it counts as any other failure, for the face as well that
    /// was seen until then.
    ///
    /// # Errors
    /// Storage.
    pub async fn give_up(self, reason: Reason) -> Result<Verdict, Error> {
        let Self {
            service,
            browser,
            attempt,
            frames,
            mut judging,
            ..
        } = self;
        drop(frames);
        let seen = match tokio::time::timeout(PATIENCE, judging.result()).await {
            Ok(Ok(judged)) => judged.template,
            _ => None,
        };
        let judged = FilmJudged {
            findings: vec![Finding::new(Check::LivenessSequence, Outcome::Fail, reason)],
            template: seen,
            ..FilmJudged::default()
        };
        service.film_ended(&browser, attempt, None, judged).await
    }
}

impl Service {
    async fn film_ended(
        &self,
        browser: &Browser,
        attempt: u32,
        limit: Option<CameraLimit>,
        judged: FilmJudged,
    ) -> Result<Verdict, Error> {
        let now = self.now();
        let mut read = self.store().read().await?;
        let loaded = self
            .load_for_person(&mut read, &browser.organisation, &browser.registration)
            .await?;
        drop(read);
        let (registration, policy) = (&loaded.record.registration, &loaded.policy);
        let again = |finding: &Finding| policy.ruling(finding, 0) == Ruling::Retry;
        let again = judged.findings.iter().any(again);
        let gravest = judged.findings.iter().max_by_key(|finding| finding.outcome);
        let (outcome, reason) = match gravest {
            // Whoever is filmed once more has used this one up.
            Some(finding) if finding.outcome == Outcome::Fail || again => {
                (FilmOutcome::Failed, Some(finding.reason))
            }
            Some(finding) if finding.outcome == Outcome::Inconclusive => {
                (FilmOutcome::Inconclusive, Some(finding.reason))
            }
            Some(_) => (FilmOutcome::Passed, None),
            None => (FilmOutcome::Inconclusive, Some(Reason::CheckUnavailable)),
        };
        metrics::counter!("bonafide_films_judged_total", "outcome" => outcome.as_str())
            .increment(1);
        let mut ending = Ending {
            attempt,
            outcome,
            reason,
            face: None,
            kept: None,
            taken: AtomicBool::new(false),
        };
        if let Some(template) = judged.template {
            let mark = self
                .face_mark(registration, attempt, &template, (policy, now))
                .await?;
            let limits = policy.limits.liveness();
            let mut read = self.store().read().await?;
            let (until, _) = blocked(&mut read, &[mark], &limits, now).await?;
            drop(read);
            let known = until.is_some();
            ending.face = Some((mark.1, (!known).then_some(template)));
            if let Some(until) = until {
                // Not said before the face was seen; whatever the film shows does not count.
                ending.outcome = FilmOutcome::Failed;
                let mut tx = self.store().begin().await?;
                ending.note(&mut tx, registration, now).await?;
                tx.commit().await?;
                self.tell_film(&browser.registration);
                return Ok(Verdict::Blocked { until, now });
            }
        }
        if let Some(best) = judged.best
            && !again
        {
            let attempt = self.expect_picture(&loaded, EvidenceKind::Selfie).await;
            let taken = Taken {
                kind: EvidenceKind::Selfie,
                source: CaptureSource::ServerDriven,
                limit,
                media_type: "image/jpeg",
                attempt: match attempt {
                    Ok(attempt) => attempt,
                    Err(Error::StepNotOpen) => return Ok(Verdict::Superseded),
                    Err(error) => return Err(error),
                },
            };
            let (evidence, kept) = self.keep_evidence(&loaded, taken, best).await?;
            ending.kept = Some(kept);
            let shown = (judged.findings, judged.missed);
            return self
                .film_submitted(browser, ending, shown, Some(evidence))
                .await;
        }
        self.film_submitted(browser, ending, (judged.findings, judged.missed), None)
            .await
    }

    async fn film_submitted(
        &self,
        browser: &Browser,
        ending: Ending,
        (findings, missed): (Vec<Finding>, Vec<Missed>),
        selfie: Option<bonafide_identity::evidence::Evidence>,
    ) -> Result<Verdict, Error> {
        let event = Event::Filmed {
            fence: Fence {
                evidence: selfie.iter().map(|selfie| selfie.id.clone()).collect(),
                attempt: ending.attempt,
            },
            findings,
            selfie,
            missed,
        };
        let submitted = self
            .submit_with(
                &browser.organisation,
                &browser.registration,
                &event,
                actor(Actor::Machine),
                &Alongside::FilmEnded(&ending),
            )
            .await;
        if let Some(kept) = ending.kept
            && !ending.taken.load(Ordering::Relaxed)
            && !matches!(submitted, Err(Error::Store(_)))
            && let Err(error) = self.store().discard(kept.upload).await
        {
            tracing::warn!(%error, "a frame that does not count was not discarded");
        }
        let submitted = match submitted {
            Err(Error::Erased) => return Err(Error::RegistrationErased),
            other => other?,
        };
        Ok(match (submitted.changed, ending.outcome) {
            (false, _) => Verdict::Superseded,
            (_, FilmOutcome::Passed) => Verdict::Passed,
            (_, FilmOutcome::Failed) => {
                Verdict::Failed(ending.reason.unwrap_or(Reason::FramesMissing))
            }
            _ => Verdict::Unsure,
        })
    }
}

impl Beginning<'_> {
    /// Reserves the attempt, or refuses it. Whoever asks about the same account, document or browser
    /// at once waits for this transaction.
    pub(crate) async fn write(
        &self,
        tx: &mut Tx,
        after: &Registration,
        now: Timestamp,
    ) -> Result<(), Error> {
        for (_, mark) in &self.marks {
            blind_index::take_turn(tx, mark).await?;
        }
        if let (Some(until), _) = blocked(tx, &self.marks, &self.limits, now).await? {
            return Err(Error::FilmBlocked { until, now });
        }
        let attempt = after.filming().ok_or(Error::StepNotOpen)?;
        let forget = SignedDuration::from_hours(self.limits.forget_hours.into());
        let film = rows::Film {
            organisation: self.browser.organisation.clone(),
            registration: self.browser.registration.clone(),
            attempt: attempt.into(),
            account: after.account().clone(),
            livemode: after.livemode(),
            outcome: FilmOutcome::Begun,
            reason: None,
            begun: now,
            ended: None,
            expires: now + forget,
        };
        rows::begin(tx, &film, &self.marks).await?;
        self.attempt.store(attempt, Ordering::Relaxed);
        Ok(())
    }
}

impl Ending {
    /// Writes down what became of the attempt, and its best frame where that counts.
    pub(crate) async fn write(
        &self,
        tx: &mut Tx,
        after: &Registration,
        now: Timestamp,
    ) -> Result<(), Error> {
        if let Some(kept) = &self.kept {
            let counts = after
                .evidence()
                .any(|one| one.id == *kept.upload.evidence());
            if counts {
                evidence::insert(tx, &kept.upload, &kept.new).await?;
            }
            self.taken.store(counts, Ordering::Relaxed);
        }
        self.note(tx, after, now).await
    }

    async fn note(&self, tx: &mut Tx, after: &Registration, now: Timestamp) -> Result<(), Error> {
        let superseded = self.kept.is_some() && !self.taken.load(Ordering::Relaxed);
        let reason = match self.outcome {
            FilmOutcome::Failed => self.reason.map(Reason::as_str),
            _ => None,
        };
        let ended = Ended {
            outcome: if superseded {
                FilmOutcome::Failed
            } else {
                self.outcome
            },
            reason: reason.or_else(|| superseded.then_some(Code::LivenessReplaced.as_str())),
            face: self
                .face
                .as_ref()
                .map(|(mark, face)| (*mark, face.as_deref())),
            now,
        };
        let attempt = self.attempt.into();
        rows::end(tx, after.organisation(), after.id(), attempt, &ended).await?;
        Ok(())
    }
}
