//! Threads for long computations: one each, so that no page waits behind one. How willingly they
//! yield to pages is the examiner's matter, which computes on threads of its own.

use tokio::sync::oneshot;

/// The computation broke down: it panicked, or its thread could not be started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BrokeDown;

/// A computation that is underway.
pub(crate) struct Underway<T>(oneshot::Receiver<T>);

impl<T> Underway<T> {
    /// Waits for it; may be dropped and called again.
    pub(crate) async fn result(&mut self) -> Result<T, BrokeDown> {
        (&mut self.0).await.map_err(|_| BrokeDown)
    }
}

/// Computes on a thread of its own.
pub(crate) fn compute<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<Underway<T>, BrokeDown> {
    let (answer, underway) = oneshot::channel();
    std::thread::Builder::new()
        .name("examiner".to_owned())
        .spawn(move || {
            // A panic drops `answer`, which is how the other side learns of it. Nobody may be
            // waiting any more.
            let _ = answer.send(work());
        })
        .map_err(|_| BrokeDown)?;
    Ok(Underway(underway))
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
}
