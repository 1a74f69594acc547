//! Examinations on threads of their own, at a lower priority than those that answer pages. Pictures
//! that arrive come between the two: somebody waits for them, but whoever only opens a page shall not
//! wait for another's picture. How many are busy at once is the use cases' to say.
//!
//! No pool of rayon's: the models run in pools of one thread each, and a worker of a pool that waits
//! for another pool takes up the next job of its own meanwhile. A film of ten seconds would be begun
//! in the middle of another's frame.

use std::any::Any;
use std::panic::resume_unwind;
use std::sync::OnceLock;
use std::thread::Builder;

use bonafide_checks::Examiner;
use bonafide_identity::fields::Zone;
use bonafide_identity::finding::Model;
use bonafide_identity::notice::Code;
use bonafide_service::Examine;
use bonafide_service::examiner::{
    Accepted, ChipExamined, ChipInput, DocumentExamined, DocumentInput, FaceExamined, FaceInput,
    FilmInput, FilmJudged, Frame,
};
use bonafide_vision::models::{ModelError, Source};
use jiff::civil::Date;

/// How much more willingly examinations yield than pages do (0 to 19).
const EXAMINE_NICENESS: i32 = 15;
/// How much more willingly films do: their frames come all the time, and a verdict is waited for.
const FILM_NICENESS: i32 = 10;
/// How much more willingly the reading of an arriving picture does.
const INTAKE_NICENESS: i32 = 5;

/// Judges evidence on threads of their own.
pub(crate) struct NiceExaminer(Examiner);

impl NiceExaminer {
    /// Loads the models.
    ///
    /// # Errors
    /// The models cannot be used.
    pub(crate) fn new(models: &Source) -> Result<Self, ModelError> {
        Examiner::from_source(models).map(Self)
    }
}

/// Runs work on a thread of its own that yields to others by so much. It breaks down as the work does,
/// and where the system gives no thread.
fn apart<T: Send>(name: &str, niceness: i32, work: impl FnOnce() -> T + Send) -> T {
    let done = std::thread::scope(|scope| {
        let thread = Builder::new()
            .name(name.to_owned())
            .spawn_scoped(scope, move || {
                // On Linux a thread's own; where that fails, the threads merely compete.
                let _ = rustix::process::setpriority_process(None, niceness);
                work()
            });
        match thread {
            Ok(thread) => thread.join(),
            Err(error) => Err(Box::new(error) as Box<dyn Any + Send>),
        }
    });
    done.unwrap_or_else(|breakdown| resume_unwind(breakdown))
}

impl Examine for NiceExaminer {
    fn models(&self) -> Vec<Model> {
        Examine::models(&self.0)
    }

    fn document(&self, input: &DocumentInput<'_>) -> DocumentExamined {
        apart("examine", EXAMINE_NICENESS, || self.0.document(input))
    }

    fn chip(&self, input: &ChipInput<'_>) -> Option<ChipExamined> {
        apart("examine", EXAMINE_NICENESS, || self.0.chip(input))
    }

    fn face(&self, input: &FaceInput<'_>) -> FaceExamined {
        apart("examine", EXAMINE_NICENESS, || self.0.face(input))
    }

    fn film(
        &self,
        input: &FilmInput<'_>,
        frames: &mut (dyn Iterator<Item = Frame> + Send),
    ) -> FilmJudged {
        apart("film", FILM_NICENESS, || self.0.film(input, frames))
    }

    fn accept(&self, bytes: &[u8]) -> Result<Accepted, Code> {
        apart("intake", INTAKE_NICENESS, || {
            Examine::accept(&self.0, bytes)
        })
    }

    fn safe_view(&self, bytes: &[u8]) -> Result<Vec<u8>, Code> {
        apart("intake", INTAKE_NICENESS, || {
            Examine::safe_view(&self.0, bytes)
        })
    }

    fn typed_zone(&self, text: &str, today: Date) -> Result<Zone, Code> {
        Examine::typed_zone(&self.0, text, today)
    }
}

/// Loads its models when it is first asked to judge something: for commands that hardly ever do.
pub(crate) struct LateExaminer {
    models: Source,
    loaded: OnceLock<Result<NiceExaminer, ModelError>>,
}

impl LateExaminer {
    /// An examiner that has loaded nothing yet.
    pub(crate) fn new(models: Source) -> Self {
        Self {
            models,
            loaded: OnceLock::new(),
        }
    }

    fn get(&self) -> Result<&NiceExaminer, Code> {
        let loaded = self.loaded.get_or_init(|| NiceExaminer::new(&self.models));
        loaded.as_ref().map_err(|error| {
            tracing::error!(%error, "nothing can be examined");
            Code::ServiceFault
        })
    }
}

impl Examine for LateExaminer {
    fn models(&self) -> Vec<Model> {
        self.get().map(Examine::models).unwrap_or_default()
    }

    fn accept(&self, bytes: &[u8]) -> Result<Accepted, Code> {
        self.get()?.accept(bytes)
    }

    fn document(&self, input: &DocumentInput<'_>) -> DocumentExamined {
        match self.get() {
            Ok(examiner) => examiner.document(input),
            // Without findings a moderator looks.
            Err(_) => DocumentExamined {
                findings: Vec::new(),
                zone: input.typed.cloned(),
                codes: Vec::new(),
            },
        }
    }

    fn chip(&self, input: &ChipInput<'_>) -> Option<ChipExamined> {
        self.get().ok()?.chip(input)
    }

    fn face(&self, input: &FaceInput<'_>) -> FaceExamined {
        self.get()
            .map(|examiner| examiner.face(input))
            .unwrap_or_default()
    }

    fn film(
        &self,
        input: &FilmInput<'_>,
        frames: &mut (dyn Iterator<Item = Frame> + Send),
    ) -> FilmJudged {
        match self.get() {
            Ok(examiner) => examiner.film(input, frames),
            // Without findings nothing is proven.
            Err(_) => FilmJudged::default(),
        }
    }

    fn safe_view(&self, bytes: &[u8]) -> Result<Vec<u8>, Code> {
        self.get()?.safe_view(bytes)
    }

    fn typed_zone(&self, text: &str, today: Date) -> Result<Zone, Code> {
        // Reading what somebody typed needs no model.
        bonafide_checks::parse_typed_zone(text, today).map_err(|problem| problem.notice())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One thread's priority is its own on Linux only.
    #[cfg(target_os = "linux")]
    #[test]
    fn pages_go_first() {
        let own = || rustix::process::getpriority_process(None).unwrap();
        let before = own();
        for niceness in [EXAMINE_NICENESS, FILM_NICENESS, INTAKE_NICENESS] {
            let there = apart("test", niceness, own);
            assert!(there >= niceness, "{there}");
        }
        assert_eq!(own(), before, "nobody else stepped back");
    }
}
