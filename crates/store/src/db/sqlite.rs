//! SQLite's one writer, with group commit: transactions that wait for their
//! turn while another commits share one write to the disk.
//!
//! Each transaction is a savepoint inside a physical transaction. Whoever
//! commits while others wait steps back behind them in the (fair) queue, and
//! commits for all of them when its turn comes again. Nobody returns from
//! `commit` before the physical commit.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _};
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

use crate::error::StoreError;
use crate::keys::master::private;

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(Duration::from_secs(10))
        .foreign_keys(true)
        .pragma("secure_delete", "ON")
        .pragma("trusted_schema", "OFF")
        .pragma("temp_store", "MEMORY")
}

/// Options of the writing connection.
fn writer_options(path: &Path) -> SqliteConnectOptions {
    options(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
}

/// Options of the reading connections.
pub(crate) fn reader_options(path: &Path) -> SqliteConnectOptions {
    options(path)
        .create_if_missing(false)
        .pragma("query_only", "ON")
}

/// The writing connection and the queue before it.
pub(crate) struct Writer {
    path: PathBuf,
    state: Arc<Mutex<State>>,
    /// Transactions that wait for their turn to begin.
    waiting: AtomicUsize,
}

#[derive(Default)]
struct State {
    /// `None` after a failure that calls for a new connection.
    connection: Option<SqliteConnection>,
    /// A physical transaction is open.
    open: bool,
    /// A savepoint was left open by a transaction that was dropped.
    stray: bool,
    /// A failure that undid the physical transaction, or may have.
    broken: Option<StoreError>,
    /// Committed transactions that wait for the physical commit.
    group: Vec<oneshot::Sender<Result<(), StoreError>>>,
}

impl State {
    async fn plain(&mut self, text: &'static str) -> Result<(), StoreError> {
        let Some(connection) = &mut self.connection else {
            return Err(StoreError::Unavailable("the writer is closed".to_owned()));
        };
        sqlx::raw_sql(text).execute(connection).await?;
        Ok(())
    }

    /// Commits the physical transaction and tells everybody in the group.
    async fn settle(&mut self) -> Result<(), StoreError> {
        if !self.open {
            return Ok(());
        }
        let mut result = match self.broken.take() {
            Some(error) => Err(error),
            None if std::mem::take(&mut self.stray) => self.plain("ROLLBACK TO work").await,
            None => Ok(()),
        };
        if result.is_ok() {
            #[cfg(feature = "testing")]
            crate::testing::boundary("before the group's commit");
            result = self.plain("COMMIT").await;
            #[cfg(feature = "testing")]
            crate::testing::boundary("after the group's commit");
        }
        self.open = false;
        self.stray = false;
        if result.is_err() && self.plain("ROLLBACK").await.is_err() {
            // Either the failure has rolled back already, or the connection is of no use.
            self.connection = None;
        }
        for member in self.group.drain(..) {
            // A member that has gone away no longer wants to know.
            let _ = member.send(result.clone());
        }
        result
    }
}

impl Writer {
    pub(crate) async fn open(path: &Path) -> Result<Arc<Self>, StoreError> {
        // SQLite gives its log the permissions of the database file.
        match private().write(true).create_new(true).open(path) {
            Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
                return Err(error.into());
            }
            _ => {}
        }
        let connection = writer_options(path).connect().await?;
        let state = State {
            connection: Some(connection),
            ..State::default()
        };
        Ok(Arc::new(Self {
            path: path.to_owned(),
            state: Arc::new(Mutex::new(state)),
            waiting: AtomicUsize::new(0),
        }))
    }

    /// Waits for the writer and begins a transaction.
    pub(crate) async fn turn(self: &Arc<Self>, patience: Duration) -> Result<Turn, StoreError> {
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let left = OnDrop(|| {
            self.waiting.fetch_sub(1, Ordering::SeqCst);
        });
        let guard = tokio::time::timeout(patience, Arc::clone(&self.state).lock_owned()).await;
        drop(left);
        let guard = guard.map_err(|_| StoreError::Busy("waiting for the writer".to_owned()))?;
        let mut turn = Turn {
            writer: Arc::clone(self),
            guard: Some(guard),
            begun: false,
        };
        let state = turn.state()?;
        if std::mem::take(&mut state.stray)
            && let Err(error) = state.plain("ROLLBACK TO work; RELEASE work").await
        {
            state.broken = Some(error);
        }
        if state.broken.is_some() {
            // The group is told; this transaction begins on a clean connection.
            let _ = state.settle().await;
        }
        if state.connection.is_none() {
            state.open = false;
            state.connection = Some(writer_options(&self.path).connect().await?);
        }
        if !std::mem::replace(&mut state.open, true)
            && let Err(error) = state.plain("BEGIN IMMEDIATE").await
        {
            state.open = false;
            return Err(error);
        }
        turn.begun = true;
        if let Err(error) = turn.state()?.plain("SAVEPOINT work").await {
            turn.begun = false;
            turn.state()?.broken = Some(error.clone());
            return Err(error);
        }
        Ok(turn)
    }

    /// Moves everything from the write-ahead log into the database file and empties the log.
    pub(crate) async fn checkpoint(&self) -> Result<(), StoreError> {
        let mut state = self.state.lock().await;
        state.settle().await?;
        state.plain("PRAGMA wal_checkpoint(TRUNCATE)").await
    }

    pub(crate) async fn close(&self) {
        let mut state = self.state.lock().await;
        let _ = state.settle().await;
        if let Some(connection) = state.connection.take() {
            let _ = connection.close().await;
        }
    }
}

/// Runs a closure when dropped, so also when a future is cancelled.
struct OnDrop<F: Fn()>(F);

impl<F: Fn()> Drop for OnDrop<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}

/// The turn of one transaction at the writer.
pub(crate) struct Turn {
    writer: Arc<Writer>,
    guard: Option<OwnedMutexGuard<State>>,
    /// The savepoint is open.
    begun: bool,
}

impl Turn {
    fn state(&mut self) -> Result<&mut State, StoreError> {
        self.guard.as_deref_mut().ok_or(StoreError::Aborted)
    }

    pub(crate) fn connection(&mut self) -> Result<&mut SqliteConnection, StoreError> {
        self.state()?.connection.as_mut().ok_or(StoreError::Aborted)
    }

    /// Tells of a statement's failure. Those after which SQLite may have
    /// undone the physical transaction by itself fail the whole group.
    pub(crate) fn failed(&mut self, error: &StoreError) {
        let harmless = matches!(error, StoreError::Duplicate(_) | StoreError::Refused(_));
        if let (false, Ok(state)) = (harmless, self.state()) {
            state.broken = Some(error.clone());
        }
    }

    /// Makes the transaction durable. Must not be cancelled: run it in its own task.
    pub(crate) async fn commit(mut self) -> Result<(), StoreError> {
        let alone = self.writer.waiting.load(Ordering::SeqCst) == 0;
        let state = self.state()?;
        let released = state.plain("RELEASE work").await;
        self.begun = false;
        let state = self.state()?;
        if let Err(error) = released {
            state.broken = Some(error);
            return state.settle().await;
        }
        if alone {
            return state.settle().await;
        }
        let (sender, mut receiver) = oneshot::channel();
        state.group.push(sender);
        self.guard = None;
        let told = tokio::select! {
            biased;
            told = &mut receiver => told,
            mut guard = self.writer.state.lock() => {
                let _ = guard.settle().await;
                drop(guard);
                receiver.await
            }
        };
        told.unwrap_or_else(|_| {
            Err(StoreError::Unavailable(
                "the writer went away before it committed".to_owned(),
            ))
        })
    }

    pub(crate) async fn rollback(mut self) -> Result<(), StoreError> {
        let state = self.state()?;
        if state.broken.is_none() {
            state.plain("ROLLBACK TO work; RELEASE work").await?;
        }
        self.begun = false;
        self.state()?.settle().await
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let Some(mut state) = self.guard.take() else {
            return;
        };
        state.stray |= self.begun;
        let open = state.open;
        drop(state);
        if let (true, Ok(runtime)) = (open, tokio::runtime::Handle::try_current()) {
            // Nobody may come after us: do not leave the transaction open.
            let state = Arc::clone(&self.writer.state);
            runtime.spawn(async move {
                let _ = state.lock().await.settle().await;
            });
        }
    }
}
