//! The chip session for Kotlin, Swift and Python: the same that the server and the reader run, generated from this
//! crate by UniFFI. `docs/reader.md` tells how.
//!
//! ```text
//! session = ChipSession(key, options)
//! while step = session.next() is SEND:
//!     for each command: answer = transmit(command); stop when stops(step.batch.stop, answer)
//!     session.receive(answers)        # or session.contact_lost()
//! session.files(), session.report()
//! ```

mod edge;
mod types;

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use bonafide_emrtd::{
    Driver, EvidenceClass,
    passive_authentication::authenticate,
    reading::{File, Next, Outcome, Reading, Received},
    relay,
};
use bonafide_x509::{
    intake::Collection,
    trust::{Policy, Trust},
};
use chacha20::ChaCha20Rng;
use jiff::Timestamp;

pub use types::{
    ChipError, ChipKey, ChipOptions, ChipProgress, ChipStage, ChipTrouble, CommandBatch, Step,
    StopRule,
};

uniffi::setup_scaffolding!();

/// A reading under way, or done. One thread at a time drives it; others may ask for progress.
#[derive(uniffi::Object)]
pub struct ChipSession(Mutex<State>);

struct State {
    phase: Phase,
    random: ChaCha20Rng,
    began: Instant,
}

enum Phase {
    Reading(Box<Reading>),
    Done(Box<Outcome>),
    /// The reading ended without an outcome.
    Over,
}

#[uniffi::export]
impl ChipSession {
    /// Prepares a reading; nothing is sent yet.
    #[uniffi::constructor]
    pub fn new(key: ChipKey, options: ChipOptions) -> Result<ChipSession, ChipError> {
        let random = edge::random()?;
        let reading = Reading::new(key.key()?, options.nonce()?, options.options()?);
        Ok(ChipSession(Mutex::new(State {
            phase: Phase::Reading(Box::new(reading)),
            random,
            began: Instant::now(),
        })))
    }

    /// What to do now.
    pub fn next(&self) -> Result<Step, ChipError> {
        let mut state = self.state();
        let State {
            phase,
            random,
            began,
        } = &mut *state;
        let reading = match phase {
            Phase::Reading(reading) => reading,
            Phase::Done(_) => return Ok(Step::Done),
            Phase::Over => return Err(ChipError::Unfinished),
        };
        match reading.advance(began.elapsed(), random)? {
            Next::Send(batch) => Ok(Step::Send {
                batch: CommandBatch {
                    commands: batch.commands,
                    stop: batch.stop.into(),
                },
            }),
            Next::Await(answers) => Ok(Step::Await {
                answers: answers as u32,
            }),
            Next::Done => {
                if let Phase::Reading(reading) = std::mem::replace(phase, Phase::Over) {
                    let outcome = reading.outcome().ok_or(ChipError::Unfinished)?;
                    *phase = Phase::Done(Box::new(outcome));
                }
                Ok(Step::Done)
            }
        }
    }

    /// Takes answers in the order of the batch's commands: all at once or as they come. Whether the batch is over,
    /// at its end or by its rule.
    pub fn receive(&self, answers: Vec<Vec<u8>>) -> Result<bool, ChipError> {
        let mut state = self.state();
        let now = state.began.elapsed();
        let Phase::Reading(reading) = &mut state.phase else {
            return Ok(true);
        };
        let mut over = false;
        for answer in answers {
            over = reading.receive(&answer, now)? == Received::Complete;
        }
        Ok(over)
    }

    /// The chip left the field. What was read stays; the next batch opens the chip anew.
    pub fn contact_lost(&self) -> Result<(), ChipError> {
        match &mut self.state().phase {
            Phase::Reading(reading) => Ok(reading.contact_lost()?),
            Phase::Done(_) | Phase::Over => Ok(()),
        }
    }

    /// How far the reading is.
    pub fn progress(&self) -> ChipProgress {
        match &self.state().phase {
            Phase::Reading(reading) => reading.progress().into(),
            Phase::Over => ChipProgress {
                stage: ChipStage::Done,
                bytes: 0,
                total: 0,
            },
            Phase::Done(outcome) => {
                let bytes = outcome.files.values().map(|file| file.len() as u64).sum();
                ChipProgress {
                    stage: ChipStage::Done,
                    bytes,
                    total: bytes,
                }
            }
        }
    }

    /// The files by name (`EF.COM`, `EF.SOD`, `EF.DG1`), as the chip gave them.
    pub fn files(&self) -> Result<HashMap<String, Vec<u8>>, ChipError> {
        self.done(|outcome| {
            let named = |(file, bytes): (&File, &Vec<u8>)| (file.file_name(), bytes.clone());
            Ok(outcome.files.iter().map(named).collect())
        })
    }

    /// Everything that the reading found but the files' bytes: a JSON object.
    pub fn report(&self) -> Result<String, ChipError> {
        self.done(|outcome| json(&outcome.report()))
    }

    /// Whether a state vouches for the files, judged at a time (seconds since 1970) by certificates, lists and
    /// revocation lists: a JSON object with `passive_authentication` and `class`. A server judges for itself; this
    /// is for what is read and used on one device.
    pub fn judge(&self, trusted: Vec<Vec<u8>>, at: i64) -> Result<String, ChipError> {
        let at = Timestamp::from_second(at).map_err(|error| ChipError::options(&error))?;
        let mut collection = Collection::default();
        for file in &trusted {
            collection.add(file);
        }
        let (trust, _) = Trust::build(
            collection.authorities,
            Vec::new(),
            collection.crls,
            &HashSet::new(),
        );
        self.done(|outcome| {
            let sod = outcome.files.get(&File::Sod).ok_or(ChipError::Unfinished)?;
            let groups = outcome.data_groups();
            let passive = authenticate(sod, &groups, &trust, at, &Policy::default());
            let class = EvidenceClass::of(&passive, Driver::Server, &outcome.proofs());
            json(&serde_json::json!({ "passive_authentication": passive, "class": class }))
        })
    }
}

impl ChipSession {
    fn state(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere leaves a session that fails by itself.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn done<T>(&self, of: impl FnOnce(&Outcome) -> Result<T, ChipError>) -> Result<T, ChipError> {
        match &self.state().phase {
            Phase::Done(outcome) => of(outcome),
            Phase::Reading(_) | Phase::Over => Err(ChipError::Unfinished),
        }
    }
}

/// Whether to send no more of a batch after this answer.
#[uniffi::export]
pub fn stops(rule: StopRule, answer: Vec<u8>) -> bool {
    bonafide_emrtd::reading::StopRule::from(rule).stops(&answer)
}

/// Whether a reader may pass this command on to a chip, for apps that relay a server's commands (`docs/relay.md`).
#[uniffi::export]
pub fn permitted(command: Vec<u8>) -> bool {
    relay::permitted(&command).is_ok()
}

fn json(value: &impl serde::Serialize) -> Result<String, ChipError> {
    serde_json::to_string(value).map_err(|error| ChipError::options(&error))
}
