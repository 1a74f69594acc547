//! How far a tool is, on a terminal: one line on standard error that is written over.

use std::io::{IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

/// How often the line changes at most.
const EVERY: Duration = Duration::from_millis(100);

/// Progress of so many pieces. Silent when standard error is no terminal.
pub(crate) struct Progress {
    total: usize,
    done: usize,
    failed: usize,
    began: Instant,
    shown: Option<Instant>,
    terminal: bool,
}

impl Progress {
    /// Begins.
    pub(crate) fn new(total: usize) -> Self {
        Self {
            total,
            done: 0,
            failed: 0,
            began: Instant::now(),
            shown: None,
            terminal: std::io::stderr().is_terminal() && total > 1,
        }
    }

    /// Takes the line away, so that a result can be printed in its place.
    pub(crate) fn clear(&self) {
        if self.terminal && self.shown.is_some() {
            let _ = write!(std::io::stderr(), "\r\x1b[2K");
        }
    }

    /// One more is done.
    pub(crate) fn step(&mut self, failed: bool) {
        self.failed += usize::from(failed);
        self.steps(1);
    }

    /// So many more are done.
    pub(crate) fn steps(&mut self, done: usize) {
        self.done += done;
        let due = self.shown.is_none_or(|shown| shown.elapsed() >= EVERY);
        if self.terminal && (due || self.done == self.total) {
            self.shown = Some(Instant::now());
            let _ = write!(std::io::stderr(), "\r\x1b[2K{}", self.line());
            let _ = std::io::stderr().flush();
        }
    }

    fn line(&self) -> String {
        let seconds = self.began.elapsed().as_secs_f64();
        let rate = self.done as f64 / seconds.max(0.001);
        let left = (self.total - self.done) as f64 / rate.max(0.001);
        let failed = match self.failed {
            0 => String::new(),
            failed => format!(", {failed} failed"),
        };
        format!(
            "{}/{}{failed}, {rate:.1}/s, {left:.0} s left",
            self.done, self.total
        )
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.clear();
    }
}
