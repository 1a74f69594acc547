//! What can go wrong on the storage floor. Every variant tells the caller what
//! to do next: try again, give up, or call an operator.

use std::error::Error;
use std::io;

/// A failure of the store. Messages never hold values of rows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Somebody else holds the database for too long, or a deadlock was broken: try again.
    #[error("the database is busy: {0}")]
    Busy(String),
    /// The database or object storage cannot be reached: try again later.
    #[error("storage cannot be reached: {0}")]
    Unavailable(String),
    /// There is no space left to write to.
    #[error("no space left: {0}")]
    DiskFull(String),
    /// The row has moved on since it was read: read it again.
    #[error("the row changed since version {expected} was read")]
    Conflict {
        /// The version that the caller had read.
        expected: i64,
    },
    /// A row with this key, or another unique value, exists already.
    #[error("already exists: {0}")]
    Duplicate(String),
    /// No such row for this organisation.
    #[error("not found: {0}")]
    NotFound(&'static str),
    /// It existed; its data key has been destroyed.
    #[error("erased: {0}")]
    Erased(&'static str),
    /// A row, an object or a file is not what was written: never try again.
    #[error("corrupt: {0}")]
    Corrupt(String),
    /// An earlier statement of this transaction failed; nothing of it was kept.
    #[error("the transaction was abandoned after an earlier failure")]
    Aborted,
    /// The value cannot be stored (too large, a foreign key that leads nowhere, a null where none may be).
    #[error("refused: {0}")]
    Refused(String),
    /// The database's schema is newer than this program.
    #[error("the schema is at version {found}, this program knows {known}")]
    SchemaNewer {
        /// Version in the database.
        found: i64,
        /// Latest version in this program.
        known: i64,
    },
    /// The database's schema is older than this program: migrate first.
    #[error("the schema is at version {found}, this program needs {needed}: run the migrations")]
    SchemaOlder {
        /// Version in the database; 0 when there is none.
        found: i64,
        /// Latest version in this program.
        needed: i64,
    },
    /// An applied migration differs from the one in this program.
    #[error("migration {0} was changed after it was applied")]
    MigrationChanged(i64),
    /// A row is wrapped by a master key whose file is not in the key directory.
    #[error("master key {0} is not in the key directory")]
    MasterKeyMissing(String),
    /// The key directory or a file in it is unsuitable.
    #[error("key directory: {0}")]
    KeyFile(String),
    /// Wrong passphrase, or the backup's beginning was altered.
    #[error("wrong passphrase or damaged backup")]
    WrongPassphrase,
    /// A backup can be restored into an empty store only.
    #[error("the store is not empty: {0}")]
    NotEmpty(String),
    /// A file operation failed.
    #[error("file: {0}")]
    File(String),
}

impl StoreError {
    /// Whether the same call may succeed a moment later.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Busy(_) | Self::Unavailable(_))
    }

    /// Whether what was to be read can never be read again.
    pub(crate) fn is_for_good(&self) -> bool {
        matches!(self, Self::Erased(_) | Self::Corrupt(_))
    }
}

/// SQLite's primary result codes that we tell apart.
mod sqlite_code {
    pub(super) const BUSY: i32 = 5;
    pub(super) const LOCKED: i32 = 6;
    pub(super) const IO: i32 = 10;
    pub(super) const CORRUPT: i32 = 11;
    pub(super) const FULL: i32 = 13;
    pub(super) const CANNOT_OPEN: i32 = 14;
    pub(super) const NOT_A_DATABASE: i32 = 26;
    /// `SQLITE_READONLY_DBMOVED` and its family: the file was replaced under us.
    pub(super) const READ_ONLY: i32 = 8;
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let text = error.to_string();
        match &error {
            sqlx::Error::Database(inner) => {
                if inner.is_unique_violation() {
                    return Self::Duplicate(inner.constraint().unwrap_or("unique key").to_owned());
                }
                if inner.is_foreign_key_violation()
                    || inner.is_check_violation()
                    || inner.kind() == sqlx::error::ErrorKind::NotNullViolation
                {
                    return Self::Refused(text);
                }
                let code = inner.code().unwrap_or_default();
                if inner
                    .try_downcast_ref::<sqlx::sqlite::SqliteError>()
                    .is_some()
                {
                    return from_sqlite(code.parse().unwrap_or(0), text);
                }
                from_postgres(&code, text)
            }
            sqlx::Error::Io(inner) => from_io(inner),
            sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::BeginFailed
            | sqlx::Error::Protocol(_)
            | sqlx::Error::Tls(_) => Self::Unavailable(text),
            sqlx::Error::Configuration(_) => Self::Unavailable(text),
            _ => Self::Corrupt(text),
        }
    }
}

fn from_sqlite(code: i32, text: String) -> StoreError {
    match code & 0xff {
        sqlite_code::BUSY | sqlite_code::LOCKED => StoreError::Busy(text),
        sqlite_code::FULL => StoreError::DiskFull(text),
        sqlite_code::IO | sqlite_code::CANNOT_OPEN | sqlite_code::READ_ONLY => {
            StoreError::Unavailable(text)
        }
        sqlite_code::CORRUPT | sqlite_code::NOT_A_DATABASE => StoreError::Corrupt(text),
        _ => StoreError::Refused(text),
    }
}

fn from_postgres(code: &str, text: String) -> StoreError {
    match code {
        // serialization failure, deadlock, lock not available, statement cancelled
        "40001" | "40P01" | "55P03" | "57014" => StoreError::Busy(text),
        "53100" => StoreError::DiskFull(text),
        // a server that only reads (the spare one, before it takes over), a transaction that idled
        "25006" | "25P03" => StoreError::Unavailable(text),
        _ => match code.get(..2) {
            // connection, resources, operator intervention, system error
            Some("08" | "53" | "57" | "58") => StoreError::Unavailable(text),
            Some("XX") => StoreError::Corrupt(text),
            _ => StoreError::Refused(text),
        },
    }
}

fn from_io(error: &io::Error) -> StoreError {
    if disk_full(error) {
        return StoreError::DiskFull(error.to_string());
    }
    StoreError::Unavailable(error.to_string())
}

/// Finds "no space left" anywhere in a chain of causes.
fn disk_full(error: &(dyn Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(current) = cause {
        cause = match current.downcast_ref::<io::Error>() {
            Some(io) if is_full(io.kind()) => return true,
            // The source of an error that was wrapped is the wrapped one's source.
            Some(io) => io.get_ref().map(|inner| inner as &(dyn Error + 'static)),
            None => current.source(),
        };
    }
    false
}

fn is_full(kind: io::ErrorKind) -> bool {
    matches!(
        kind,
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
    )
}

impl From<object_store::Error> for StoreError {
    fn from(error: object_store::Error) -> Self {
        if disk_full(&error) {
            return Self::DiskFull(error.to_string());
        }
        match error {
            object_store::Error::NotFound { .. } => Self::NotFound("object"),
            other => Self::Unavailable(other.to_string()),
        }
    }
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        if disk_full(&error) {
            return Self::DiskFull(error.to_string());
        }
        Self::File(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_found_under_any_wrapping() {
        let full = || io::Error::from(io::ErrorKind::StorageFull);
        let wrapped = object_store::Error::Generic {
            store: "local",
            source: Box::new(io::Error::other(full())),
        };
        assert!(matches!(StoreError::from(wrapped), StoreError::DiskFull(_)));
        assert!(matches!(StoreError::from(full()), StoreError::DiskFull(_)));
        assert!(matches!(
            StoreError::from(sqlx::Error::Io(full())),
            StoreError::DiskFull(_)
        ));
        assert!(matches!(
            from_postgres("53100", String::new()),
            StoreError::DiskFull(_)
        ));
        assert!(matches!(
            from_sqlite(13, String::new()),
            StoreError::DiskFull(_)
        ));
    }

    #[test]
    fn what_may_pass_is_transient() {
        for code in [
            "40001", "40P01", "55P03", "57P01", "08006", "53300", "25006", "25P03",
        ] {
            assert!(from_postgres(code, String::new()).is_transient(), "{code}");
        }
        let broken = sqlx::Error::Protocol("unexpected message".to_owned());
        assert!(StoreError::from(broken).is_transient());
        for code in ["42P01", "22003", "XX001"] {
            assert!(!from_postgres(code, String::new()).is_transient(), "{code}");
        }
        // Extended codes carry the primary one in their low byte.
        for code in [5, 6, 10, 261, 517, 3850] {
            assert!(from_sqlite(code, String::new()).is_transient(), "{code}");
        }
    }
}
