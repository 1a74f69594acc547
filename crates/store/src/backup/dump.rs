//! Taking a backup.

use std::io::Write;

use futures::TryStreamExt as _;
use jiff::Timestamp;

use super::record::Record;
use super::stream::Writer;
use super::{Manifest, Totals};
use crate::db::migrations::{LATEST, tables};
use crate::db::{Conn, Read, Value, sql};
use crate::error::StoreError;
use crate::store::Store;

/// Writes a backup of everything as of one moment, encrypted under the
/// passphrase. Give it a file of its own and sync it afterwards. It blocks on
/// that file: call it from a command, not from a request.
pub async fn write(
    store: &Store,
    passphrase: &str,
    now: Timestamp,
    out: impl Write,
) -> Result<Totals, StoreError> {
    if passphrase.is_empty() {
        return Err(StoreError::Refused("an empty passphrase".to_owned()));
    }
    let mut out = Writer::new(out, passphrase, store.random())?;
    let manifest = Manifest {
        format: 1,
        schema: LATEST,
        installation: store.installation()?.to_owned(),
        at: now.as_microsecond(),
    };
    Record::Manifest(manifest).write(&mut out)?;
    let mut snapshot = Read::snapshot(&store.core).await?;
    let mut totals = Totals::default();
    for table in tables() {
        totals.rows += write_table(&mut snapshot, table, &mut out).await?;
    }
    // After the rows: a key that a rotation adds meanwhile does no harm, one
    // that a row needs cannot be missing.
    for (name, bytes) in store.core.keyring.export()? {
        Record::Key {
            name,
            bytes: bytes.to_vec(),
        }
        .write(&mut out)?;
    }
    let mut objects =
        snapshot.scan(sql!("SELECT object FROM evidence WHERE object IS NOT NULL"))?;
    while let Some(row) = objects.try_next().await? {
        let name: String = row.read("object")?;
        match store.core.objects.read(&name).await {
            Ok(bytes) => {
                Record::Object { name, bytes }.write(&mut out)?;
                totals.objects += 1;
            }
            Err(StoreError::NotFound(_)) => totals.missing += 1,
            Err(error) => return Err(error),
        }
    }
    Record::End(totals).write(&mut out)?;
    out.finish()?;
    Ok(totals)
}

/// The columns of a table, each with a null of its type.
pub(super) async fn columns(
    conn: &mut Conn,
    table: &str,
) -> Result<Vec<(String, Value)>, StoreError> {
    let rows = conn.all(conn.columns_of(table)).await?;
    rows.iter()
        .map(|row| {
            let null = match row.read::<String>("type")?.as_str() {
                "INTEGER" => Value::Int(None),
                "BLOB" => Value::Blob(None),
                _ => Value::Text(None),
            };
            Ok((row.read("name")?, null))
        })
        .collect()
}

async fn write_table<W: Write>(
    conn: &mut Conn,
    table: &str,
    out: &mut Writer<W>,
) -> Result<u64, StoreError> {
    let columns = columns(conn, table).await?;
    let names: Vec<String> = columns.iter().map(|(name, _)| name.clone()).collect();
    let text = format!("SELECT {} FROM {table}", names.join(", "));
    Record::Table {
        name: table.to_owned(),
        columns: names,
    }
    .write(out)?;
    let mut count = 0;
    let mut rows = conn.scan(sql!(text))?;
    while let Some(row) = rows.try_next().await? {
        let values = columns
            .iter()
            .map(|(name, null)| row.value(name, null.clone()))
            .collect::<Result<_, _>>()?;
        Record::Row(values).write(out)?;
        count += 1;
    }
    Ok(count)
}
