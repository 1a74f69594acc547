//! Threads for long computations: one each, behind everything else in line for the processor,
//! so that pages stay quick while pictures are judged.

use tokio::sync::oneshot;

/// How far behind (Linux nice value).
const BEHIND: i32 = 10;

/// The computation broke down: it panicked, or its thread could not be started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BrokeDown;

/// A computation that is underway.
pub(super) struct Underway<T>(oneshot::Receiver<T>);

impl<T> Underway<T> {
    /// Waits for it; may be dropped and called again.
    pub(super) async fn result(&mut self) -> Result<T, BrokeDown> {
        (&mut self.0).await.map_err(|_| BrokeDown)
    }
}

/// Computes on a thread of its own.
pub(super) fn compute<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<Underway<T>, BrokeDown> {
    let (answer, underway) = oneshot::channel();
    std::thread::Builder::new()
        .name("examiner".to_owned())
        .spawn(move || {
            step_back();
            // A panic drops `answer`, which is how the other side learns of it. Nobody may be
            // waiting any more.
            let _ = answer.send(work());
        })
        .map_err(|_| BrokeDown)?;
    Ok(Underway(underway))
}

/// Lets others go first. On Linux this concerns the calling thread alone; elsewhere it would
/// concern the whole process.
fn step_back() {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(None, BEHIND) {
        tracing::debug!(%error, "an examination competes with pages");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn results_and_panics_come_back() {
        assert_eq!(compute(|| 6 * 7).unwrap().result().await, Ok(42));
        let broken = compute(|| -> u32 { panic!("on purpose") });
        assert_eq!(broken.unwrap().result().await, Err(BrokeDown));
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn others_go_first() {
        let own = || rustix::process::getpriority_process(None).unwrap();
        let before = own();
        let there = compute(own).unwrap().result().await.unwrap();
        assert!(there >= BEHIND, "{there}");
        assert_eq!(own(), before, "nobody else stepped back");
    }
}
