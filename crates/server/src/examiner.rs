//! Examinations on threads of their own: as many as may be busy at once, at a lower priority than
//! those that answer pages. Pictures that arrive come between the two: somebody waits for them, but
//! whoever only opens a page shall not wait for another's picture.

use std::sync::OnceLock;

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
use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};

/// How much more willingly examinations yield than pages do (0 to 19).
const EXAMINE_NICENESS: i32 = 15;
/// How much more willingly films do: their frames come all the time, and a verdict is waited for.
const FILM_NICENESS: i32 = 10;
/// How much more willingly the reading of an arriving picture does.
const INTAKE_NICENESS: i32 = 5;

/// Judges evidence on its own threads.
pub(crate) struct PooledExaminer {
    examiner: Examiner,
    examine: ThreadPool,
    intake: ThreadPool,
    films: ThreadPool,
}

/// Why there is nothing to examine with.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ExaminerError {
    /// The models cannot be used.
    #[error(transparent)]
    Models(#[from] ModelError),
    /// The system gives no threads.
    #[error("threads for examinations: {0}")]
    Threads(#[from] ThreadPoolBuildError),
}

impl PooledExaminer {
    /// Loads the models and starts threads for so many examinations, arriving pictures and films at
    /// once.
    ///
    /// # Errors
    /// [`ExaminerError`]
    pub(crate) fn new(
        models: &Source,
        examinations: usize,
        pictures: usize,
        films: usize,
    ) -> Result<Self, ExaminerError> {
        Ok(Self {
            examiner: Examiner::from_source(models)?,
            examine: pool("examine", examinations, EXAMINE_NICENESS)?,
            intake: pool("intake", pictures, INTAKE_NICENESS)?,
            films: pool("film", films, FILM_NICENESS)?,
        })
    }
}

fn pool(
    name: &'static str,
    threads: usize,
    niceness: i32,
) -> Result<ThreadPool, ThreadPoolBuildError> {
    ThreadPoolBuilder::new()
        .num_threads(threads)
        .thread_name(move |index| format!("{name}-{index}"))
        .start_handler(move |_| {
            // On Linux a thread's own; where that fails, the threads merely compete.
            let _ = rustix::process::setpriority_process(None, niceness);
        })
        .build()
}

impl Examine for PooledExaminer {
    fn models(&self) -> Vec<Model> {
        Examine::models(&self.examiner)
    }

    fn document(&self, input: &DocumentInput<'_>) -> DocumentExamined {
        self.examine.install(|| self.examiner.document(input))
    }

    fn chip(&self, input: &ChipInput<'_>) -> Option<ChipExamined> {
        self.examine.install(|| self.examiner.chip(input))
    }

    fn face(&self, input: &FaceInput<'_>) -> FaceExamined {
        self.examine.install(|| self.examiner.face(input))
    }

    fn film(
        &self,
        input: &FilmInput<'_>,
        frames: &mut (dyn Iterator<Item = Frame> + Send),
    ) -> FilmJudged {
        self.films.install(|| self.examiner.film(input, frames))
    }

    fn accept(&self, bytes: &[u8]) -> Result<Accepted, Code> {
        self.intake
            .install(|| Examine::accept(&self.examiner, bytes))
    }

    fn safe_view(&self, bytes: &[u8]) -> Result<Vec<u8>, Code> {
        self.intake
            .install(|| Examine::safe_view(&self.examiner, bytes))
    }

    fn typed_zone(&self, text: &str, today: Date) -> Result<Zone, Code> {
        Examine::typed_zone(&self.examiner, text, today)
    }
}

/// Loads its models when it is first asked to judge something: for commands that hardly ever do.
pub(crate) struct LateExaminer {
    models: Source,
    loaded: OnceLock<Result<PooledExaminer, ExaminerError>>,
}

impl LateExaminer {
    /// An examiner that has loaded nothing yet.
    pub(crate) fn new(models: Source) -> Self {
        Self {
            models,
            loaded: OnceLock::new(),
        }
    }

    fn get(&self) -> Result<&PooledExaminer, Code> {
        let loaded = self
            .loaded
            .get_or_init(|| PooledExaminer::new(&self.models, 1, 1, 1));
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
            let there = pool("test", 1, niceness).unwrap().install(own);
            assert!(there >= niceness, "{there}");
        }
        assert_eq!(own(), before, "nobody else stepped back");
    }
}
