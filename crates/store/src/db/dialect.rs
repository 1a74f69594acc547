//! Everything in which SQLite and PostgreSQL differ.

use sqlx::postgres::PgConnectOptions;

use super::{Conn, Statement};

/// A read transaction that sees one moment throughout; in SQLite every one
/// does. A backup idles in it while it reads objects.
pub(crate) const POSTGRES_SNAPSHOT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
     SET LOCAL idle_in_transaction_session_timeout = 0";

/// Lets the server reuse and overwrite the old versions of rows that held keys.
pub(crate) const POSTGRES_SCRUB: [&str; 2] = ["VACUUM data_keys", "VACUUM registrations"];

/// Makes schema text written with SQLite's words fit PostgreSQL: 64-bit
/// integers, bytes, and text that sorts by bytes as SQLite's does.
pub(crate) fn schema_for_postgres(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    let flush = |word: &mut String, out: &mut String| {
        out.push_str(match word.as_str() {
            "TEXT" => "TEXT COLLATE \"C\"",
            "INTEGER" => "BIGINT",
            "BLOB" => "BYTEA",
            "STRICT" => "",
            other => other,
        });
        word.clear();
    };
    for character in text.chars() {
        if character.is_ascii_alphanumeric() || character == '_' {
            word.push(character);
        } else {
            flush(&mut word, &mut out);
            out.push(character);
        }
    }
    flush(&mut word, &mut out);
    out
}

/// Held by a migration until its transaction ends, so that two programs that
/// start at once do not both migrate. SQLite's single writer needs none.
pub(crate) const POSTGRES_MIGRATION_LOCK: &str = "SELECT pg_advisory_xact_lock(7019662201)";

/// Every commit waits for the disk, whatever the server's default is, and an
/// abandoned transaction does not hold its locks for ever.
pub(crate) fn postgres_options(options: PgConnectOptions) -> PgConnectOptions {
    options.application_name("bonafide").options([
        ("synchronous_commit", "on"),
        ("lock_timeout", "10s"),
        ("idle_in_transaction_session_timeout", "60s"),
    ])
}

/// What others must not do to a row meanwhile.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Hold {
    /// Remove it.
    Presence,
    /// Remove or change it; others may hold it so at the same time.
    Unchanged,
    /// Remove or change it, or hold it unchanged.
    Values,
    /// Refer to it either.
    All,
}

impl Conn {
    /// Completes a statement whose text holds `{skip_locked}` after the row
    /// selection of a queue: PostgreSQL passes over rows that another
    /// transaction is taking; SQLite has one writer. The selection stands in a
    /// materialized `WITH`, since PostgreSQL may run a plain subquery more than
    /// once and then take more rows than its limit.
    pub(crate) fn queue(&self, mut statement: Statement) -> Statement {
        let lock = if self.is_postgres() {
            "FOR UPDATE SKIP LOCKED"
        } else {
            ""
        };
        statement.text = statement.text.replace("{skip_locked}", lock);
        statement
    }

    /// The same selection of rows, held until the end of the transaction as far as `hold` says.
    /// SQLite has one writer: whatever it reads stays.
    pub(crate) fn held(&self, mut statement: Statement, hold: Hold) -> Statement {
        if self.is_postgres() {
            statement.text += match hold {
                Hold::Presence => " FOR KEY SHARE",
                Hold::Unchanged => " FOR SHARE",
                Hold::Values => " FOR NO KEY UPDATE",
                Hold::All => " FOR UPDATE",
            };
        }
        statement
    }

    /// Waits until no other transaction has the turn of these two numbers, and holds it until the
    /// end of the transaction. PostgreSQL keeps pairs apart from single numbers, of which a
    /// migration holds one. SQLite has one writer: all turns are its own.
    pub(crate) fn turn(&self, [first, second]: [i32; 2]) -> Option<Statement> {
        self.is_postgres().then(|| {
            super::sql!(
                "SELECT pg_advisory_xact_lock(CAST($1 AS INTEGER), CAST($2 AS INTEGER))",
                i64::from(first),
                i64::from(second)
            )
        })
    }

    /// The names of a table's columns with their types in SQLite's words.
    pub(crate) fn columns_of(&self, table: &str) -> Statement {
        if self.is_postgres() {
            super::sql!(
                "SELECT CAST(column_name AS TEXT) AS name,
                        CASE CAST(data_type AS TEXT) WHEN 'bigint' THEN 'INTEGER'
                             WHEN 'bytea' THEN 'BLOB' ELSE 'TEXT' END AS type
                 FROM information_schema.columns
                 WHERE table_schema = current_schema() AND table_name = $1
                 ORDER BY ordinal_position",
                table
            )
        } else {
            super::sql!(
                "SELECT name, type FROM pragma_table_info($1) ORDER BY cid",
                table
            )
        }
    }

    /// Whether a table exists.
    pub(crate) fn has_table(&self, table: &str) -> Statement {
        if self.is_postgres() {
            super::sql!(
                "SELECT CAST(table_name AS TEXT) AS name FROM information_schema.tables
                 WHERE table_schema = current_schema() AND table_name = $1",
                table
            )
        } else {
            super::sql!(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name = $1",
                table
            )
        }
    }
}
