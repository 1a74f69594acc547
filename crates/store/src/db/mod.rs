//! Two concrete databases behind one SQL text. A statement is written once
//! with `sql!` and runs on both; what differs is in `dialect`.

pub(crate) mod dialect;
pub(crate) mod migrations;
pub(crate) mod sqlite;
mod value;

use std::collections::HashMap;
use std::ops::{Deref, DerefMut};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt as _;
use futures::stream::BoxStream;
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnection, SqlitePool, SqlitePoolOptions};
use sqlx::{AssertSqlSafe, Postgres, Sqlite, Transaction};

pub(crate) use self::value::{Bind, Column, Record, Row, Value, record, text_enum};
use crate::error::StoreError;
use crate::keys::data::DataKey;
use crate::store::Core;
use crate::tombstones::Tombstone;

/// Longest wait for a connection or for the writer's turn.
const PATIENCE: Duration = Duration::from_secs(10);

/// Which database holds the rows. `Debug` leaves out the server's address, which may carry a
/// password.
#[derive(Clone)]
pub enum DatabaseConfig {
    /// One file, for one machine.
    Sqlite {
        /// The database file; its directory must exist.
        path: PathBuf,
        /// Connections that read.
        readers: u32,
    },
    /// A PostgreSQL server.
    Postgres {
        /// `postgres://user@host/database`; the user owns the schema.
        url: String,
        /// Most connections.
        connections: u32,
    },
}

impl std::fmt::Debug for DatabaseConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite { path, readers } => f
                .debug_struct("Sqlite")
                .field("path", path)
                .field("readers", readers)
                .finish(),
            Self::Postgres { connections, .. } => f
                .debug_struct("Postgres")
                .field("connections", connections)
                .finish_non_exhaustive(),
        }
    }
}

/// An open database.
pub(crate) enum Db {
    Sqlite {
        writer: Arc<sqlite::Writer>,
        readers: SqlitePool,
    },
    Postgres(PgPool),
}

impl Db {
    pub(crate) async fn open(config: &DatabaseConfig) -> Result<Self, StoreError> {
        match config {
            DatabaseConfig::Sqlite { path, readers } => {
                let writer = sqlite::Writer::open(path).await?;
                let readers = SqlitePoolOptions::new()
                    .max_connections((*readers).max(1))
                    .acquire_timeout(PATIENCE)
                    .connect_with(sqlite::reader_options(path))
                    .await?;
                Ok(Self::Sqlite { writer, readers })
            }
            DatabaseConfig::Postgres { url, connections } => {
                let options: PgConnectOptions = url.parse()?;
                let pool = PgPoolOptions::new()
                    .max_connections((*connections).max(2))
                    .acquire_timeout(PATIENCE)
                    .connect_with(dialect::postgres_options(options))
                    .await?;
                Ok(Self::Postgres(pool))
            }
        }
    }

    async fn reader(&self) -> Result<Link, StoreError> {
        Ok(match self {
            Self::Sqlite { readers, .. } => Link::Reader(readers.acquire().await?),
            Self::Postgres(pool) => Link::Postgres(pool.acquire().await?),
        })
    }

    async fn snapshot(&self) -> Result<Link, StoreError> {
        Ok(match self {
            Self::Sqlite { readers, .. } => Link::Snapshot(readers.begin().await?),
            Self::Postgres(pool) => {
                Link::Transaction(pool.begin_with(dialect::POSTGRES_SNAPSHOT).await?)
            }
        })
    }

    async fn writer(&self) -> Result<Link, StoreError> {
        Ok(match self {
            Self::Sqlite { writer, .. } => Link::Writer(writer.turn(PATIENCE).await?),
            Self::Postgres(pool) => Link::Transaction(pool.begin().await?),
        })
    }

    /// Makes erased rows unreadable in the database's own files, as far as it lets us.
    pub(crate) async fn scrub(&self) -> Result<(), StoreError> {
        match self {
            // `secure_delete` overwrote them; the log still holds the pages as they were.
            Self::Sqlite { writer, .. } => writer.checkpoint().await,
            Self::Postgres(pool) => {
                for text in dialect::POSTGRES_SCRUB {
                    sqlx::raw_sql(text).execute(pool).await?;
                }
                Ok(())
            }
        }
    }

    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// A statement and its parameters.
pub(crate) struct Statement {
    pub(crate) text: String,
    pub(crate) values: Vec<Value>,
    /// `file:line` of the call, by which a test proves that it ran on both databases.
    pub(crate) place: &'static str,
}

/// One statement: its text (`$1`, `$2`, …), then its parameters.
macro_rules! sql {
    ($text:expr $(, $value:expr)* $(,)?) => {
        $crate::db::Statement {
            text: String::from($text),
            values: vec![$($crate::db::Bind::bind(&$value)),*],
            place: concat!(file!(), ":", line!()),
        }
    };
}
pub(crate) use sql;

/// Inserts a record, and columns that it does not hold: `insert!("t", record, column = value)`.
macro_rules! insert {
    ($table:literal, $record:expr $(, $column:ident = $value:expr)* $(,)?) => {
        $crate::db::Statement::insert(
            $table,
            concat!($(", ", stringify!($column)),*),
            $record,
            vec![$($crate::db::Bind::bind(&$value)),*],
            concat!(file!(), ":", line!()),
        )
    };
}
pub(crate) use insert;

impl Statement {
    /// The same with one more condition, such as `status =`, where there is a value for it. One
    /// that a statement always had, satisfied by a null, would keep SQLite from using an index.
    pub(crate) fn and(self, condition: &str, value: Option<impl Bind>) -> Self {
        match value {
            Some(value) => self.then(&format!("AND {condition}"), value),
            None => self,
        }
    }

    /// The same with more text at its end, and a value for that.
    pub(crate) fn then(mut self, text: &str, value: impl Bind) -> Self {
        self.values.push(value.bind());
        self.text += &format!(" {text} ${}", self.values.len());
        self
    }

    pub(crate) fn insert<R: Record>(
        table: &str,
        more_columns: &str,
        record: &R,
        more_values: Vec<Value>,
        place: &'static str,
    ) -> Self {
        let columns = R::COLUMNS;
        let mut values = record.values();
        values.extend(more_values);
        let places: Vec<String> = (1..=values.len()).map(|n| format!("${n}")).collect();
        let places = places.join(", ");
        Self {
            text: format!("INSERT INTO {table} ({columns}{more_columns}) VALUES ({places})"),
            values,
            place,
        }
    }
}

/// Where a `Conn` runs its statements.
pub(crate) enum Link {
    Reader(PoolConnection<Sqlite>),
    Snapshot(Transaction<'static, Sqlite>),
    Writer(sqlite::Turn),
    Postgres(PoolConnection<Postgres>),
    Transaction(Transaction<'static, Postgres>),
}

/// The concrete connection of a link.
enum Wire<'a> {
    Sqlite(&'a mut SqliteConnection),
    Postgres(&'a mut PgConnection),
}

impl Link {
    fn wire(&mut self) -> Result<Wire<'_>, StoreError> {
        Ok(match self {
            Self::Reader(connection) => Wire::Sqlite(connection),
            Self::Snapshot(transaction) => Wire::Sqlite(transaction),
            Self::Writer(turn) => Wire::Sqlite(turn.connection()?),
            Self::Postgres(connection) => Wire::Postgres(connection),
            Self::Transaction(transaction) => Wire::Postgres(transaction),
        })
    }
}

/// Binds every value of a statement for one of the databases.
macro_rules! prepared {
    ($db:ty, $statement:expr) => {{
        let statement = $statement;
        let mut query = sqlx::query::<$db>(AssertSqlSafe(statement.text));
        for value in statement.values {
            query = match value {
                Value::Text(text) => query.bind(text),
                Value::Int(number) => query.bind(number),
                Value::Blob(bytes) => query.bind(bytes),
            };
        }
        query
    }};
}

impl Wire<'_> {
    async fn run(self, statement: Statement) -> Result<u64, sqlx::Error> {
        Ok(match self {
            Self::Sqlite(c) => prepared!(Sqlite, statement)
                .execute(c)
                .await?
                .rows_affected(),
            Self::Postgres(c) => prepared!(Postgres, statement)
                .execute(c)
                .await?
                .rows_affected(),
        })
    }

    async fn all(self, statement: Statement) -> Result<Vec<Row>, sqlx::Error> {
        Ok(match self {
            Self::Sqlite(c) => prepared!(Sqlite, statement)
                .fetch_all(c)
                .await?
                .into_iter()
                .map(Row::Sqlite)
                .collect(),
            Self::Postgres(c) => prepared!(Postgres, statement)
                .fetch_all(c)
                .await?
                .into_iter()
                .map(Row::Postgres)
                .collect(),
        })
    }
}

/// A connection to the database. Functions that only read take `&mut Conn`, so
/// that they run inside a [`Tx`] as well as on a [`Read`]. Inside a transaction
/// the first failed statement abandons the whole of it, on both databases.
pub struct Conn {
    pub(crate) core: Arc<Core>,
    link: Link,
    failed: bool,
    /// Data keys unwrapped by this transaction.
    pub(crate) data_keys: HashMap<(crate::keys::Owner, crate::keys::Class), DataKey>,
}

impl Conn {
    fn new(core: Arc<Core>, link: Link) -> Self {
        Self {
            core,
            link,
            failed: false,
            data_keys: HashMap::new(),
        }
    }

    fn wire(&mut self, statement: &Statement) -> Result<Wire<'_>, StoreError> {
        if self.failed {
            return Err(StoreError::Aborted);
        }
        #[cfg(feature = "testing")]
        crate::testing::note_statement(statement.place, self.is_postgres());
        #[cfg(feature = "testing")]
        crate::testing::boundary(statement.place);
        let _ = statement.place;
        self.link.wire()
    }

    pub(crate) fn is_postgres(&self) -> bool {
        matches!(self.link, Link::Postgres(_) | Link::Transaction(_))
    }

    fn checked<T>(&mut self, result: Result<T, sqlx::Error>) -> Result<T, StoreError> {
        result.map_err(|error| {
            let error = StoreError::from(error);
            if let Link::Writer(turn) = &mut self.link {
                turn.failed(&error);
            }
            self.failed = matches!(self.link, Link::Writer(_) | Link::Transaction(_));
            error
        })
    }

    /// Runs a statement; gives the number of rows that it changed.
    pub(crate) async fn run(&mut self, statement: Statement) -> Result<u64, StoreError> {
        let result = self.wire(&statement)?.run(statement).await;
        self.checked(result)
    }

    /// All rows of a statement: only where their number is bounded.
    pub(crate) async fn all(&mut self, statement: Statement) -> Result<Vec<Row>, StoreError> {
        let result = self.wire(&statement)?.all(statement).await;
        self.checked(result)
    }

    /// The first row of a statement.
    pub(crate) async fn one(&mut self, statement: Statement) -> Result<Option<Row>, StoreError> {
        Ok(self.all(statement).await?.into_iter().next())
    }

    /// The first row of a statement as a record.
    pub(crate) async fn find<R: Record>(
        &mut self,
        statement: Statement,
    ) -> Result<Option<R>, StoreError> {
        self.one(statement)
            .await?
            .as_ref()
            .map(R::from_row)
            .transpose()
    }

    /// All rows of a statement as records: only where their number is bounded.
    pub(crate) async fn list<R: Record>(
        &mut self,
        statement: Statement,
    ) -> Result<Vec<R>, StoreError> {
        self.all(statement).await?.iter().map(R::from_row).collect()
    }

    /// The rows of a statement one after the other, for scans of whole tables.
    pub(crate) fn scan(
        &mut self,
        statement: Statement,
    ) -> Result<BoxStream<'_, Result<Row, StoreError>>, StoreError> {
        Ok(match self.wire(&statement)? {
            Wire::Sqlite(c) => prepared!(Sqlite, statement)
                .fetch(c)
                .map(|row| Ok(Row::Sqlite(row?)))
                .boxed(),
            Wire::Postgres(c) => prepared!(Postgres, statement)
                .fetch(c)
                .map(|row| Ok(Row::Postgres(row?)))
                .boxed(),
        })
    }
}

#[cfg(feature = "testing")]
impl Conn {
    /// The columns of a statement's first row, integers and texts alike as text.
    pub(crate) async fn first_row_as_text(
        &mut self,
        text: String,
    ) -> Result<Vec<String>, StoreError> {
        let statement = Statement {
            text,
            values: Vec::new(),
            place: "of a test",
        };
        let row = self
            .one(statement)
            .await?
            .ok_or(StoreError::NotFound("row"))?;
        row.names()
            .iter()
            .map(|name| match row.value(name, Value::Text(None)) {
                Ok(Value::Text(Some(text))) => Ok(text),
                _ => match row.value(name, Value::Int(None))? {
                    Value::Int(Some(number)) => Ok(number.to_string()),
                    _ => Err(StoreError::NotFound("column")),
                },
            })
            .collect()
    }
}

/// A connection for reading; each statement sees the latest committed rows.
pub struct Read(Conn);

impl Read {
    pub(crate) async fn begin(core: &Arc<Core>) -> Result<Self, StoreError> {
        Ok(Self(Conn::new(Arc::clone(core), core.db.reader().await?)))
    }

    /// Begins a read transaction in which every statement sees the same moment.
    pub(crate) async fn snapshot(core: &Arc<Core>) -> Result<Self, StoreError> {
        Ok(Self(Conn::new(Arc::clone(core), core.db.snapshot().await?)))
    }
}

/// A write transaction; dropped without [`Tx::commit`], nothing of it is kept.
///
/// On SQLite there is one writer: never begin a second one while holding one.
pub struct Tx {
    conn: Conn,
    /// What this transaction erases, written to the tombstone log before it commits.
    pub(crate) tombstones: Vec<Tombstone>,
}

impl Tx {
    pub(crate) async fn begin(core: &Arc<Core>) -> Result<Self, StoreError> {
        let link = core.db.writer().await?;
        Ok(Self {
            conn: Conn::new(Arc::clone(core), link),
            tombstones: Vec::new(),
        })
    }

    /// Makes everything durable; returns once it is. Once called it is carried
    /// out, even if the caller stops waiting.
    pub async fn commit(self) -> Result<(), StoreError> {
        if self.conn.failed {
            return Err(StoreError::Aborted);
        }
        tokio::spawn(self.commit_now())
            .await
            .map_err(|error| StoreError::Unavailable(error.to_string()))?
    }

    async fn commit_now(self) -> Result<(), StoreError> {
        if !self.tombstones.is_empty() {
            self.conn.core.tombstones.append(self.tombstones).await?;
        }
        #[cfg(feature = "testing")]
        crate::testing::boundary("before commit");
        match self.conn.link {
            Link::Writer(turn) => turn.commit().await?,
            Link::Transaction(transaction) => transaction.commit().await?,
            Link::Reader(_) | Link::Snapshot(_) | Link::Postgres(_) => {}
        }
        #[cfg(feature = "testing")]
        crate::testing::boundary("after commit");
        Ok(())
    }

    /// Undoes everything; the same as dropping it, but waits until it is done.
    pub async fn rollback(self) -> Result<(), StoreError> {
        match self.conn.link {
            Link::Writer(turn) => turn.rollback().await,
            Link::Transaction(transaction) => Ok(transaction.rollback().await?),
            Link::Reader(_) | Link::Snapshot(_) | Link::Postgres(_) => Ok(()),
        }
    }

    /// Runs the statements of a script, which has no parameters.
    pub(crate) async fn script(&mut self, text: String) -> Result<(), StoreError> {
        let result = match self.conn.link.wire()? {
            Wire::Sqlite(c) => sqlx::raw_sql(AssertSqlSafe(text))
                .execute(c)
                .await
                .map(drop),
            Wire::Postgres(c) => sqlx::raw_sql(AssertSqlSafe(text))
                .execute(c)
                .await
                .map(drop),
        };
        self.conn.checked(result)
    }
}

impl Deref for Read {
    type Target = Conn;
    fn deref(&self) -> &Conn {
        &self.0
    }
}

impl DerefMut for Read {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.0
    }
}

impl Deref for Tx {
    type Target = Conn;
    fn deref(&self) -> &Conn {
        &self.conn
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.conn
    }
}
