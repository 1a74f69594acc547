//! The trust store: certificates of states with where they came from, revocation lists, pinned
//! signers of lists, and who is not believed. Every change takes its [`turn`] and ends with
//! [`record`], which chains what was done and what the store is then.

use bonafide_identity::id::{OperatorId, TrustSourceId, TrustUploadId};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use crate::audit::house;
use crate::audit::{Act, NewAct};
use crate::db::{Conn, Read, Record, Tx, record, sql, text_enum};
use crate::error::StoreError;
use crate::store::Store;

/// What the digest of the store begins with.
const PREFIX: &[u8] = b"bonafide trust 2\n";

/// SHA-256 of a certificate or revocation list.
pub type Fingerprint = [u8; 32];

text_enum! {
    /// What an item is.
    pub enum ItemKind {
        /// A certificate that issues, believed unless it is distrusted.
        Authority = "authority",
        /// A certificate of a document signer, at hand and not believed.
        Signer = "signer",
        /// A revocation list.
        Crl = "crl",
    }
}

text_enum! {
    /// What vouches for what a source gave.
    pub enum SourceKind {
        /// A signed list whose signer is pinned.
        MasterList = "master_list",
        /// Somebody of this installation who compared fingerprints.
        ByHand = "by_hand",
        /// An export of a directory, whose parts states signed that are believed already.
        Directory = "directory",
    }
}

record! {
    /// Where items came from.
    pub struct Source {
        /// Its id.
        pub id: TrustSourceId,
        /// What vouches for it.
        pub kind: SourceKind,
        /// What a newer one replaces.
        pub series: String,
        /// The name of the file.
        pub name: String,
        /// Hash of the list or the file.
        pub sha256: [u8; 32],
        /// The country of its signer; empty for none.
        pub country: String,
        /// The signer's subject; empty for none.
        pub signer: String,
        /// The signer's certificate.
        pub signer_fingerprint: Option<Fingerprint>,
        /// The pin that vouches for the signer.
        pub pin: Option<Fingerprint>,
        /// When its signer says it was signed.
        pub signed_at: Option<Timestamp>,
        /// When its signer's certificate ends.
        pub expires: Option<Timestamp>,
        /// When it was imported.
        pub imported: Timestamp,
        /// By whom: `command-line` or an operator's id.
        pub imported_by: String,
        /// When a newer one took its place.
        pub replaced_at: Option<Timestamp>,
    }
}

record! {
    /// A certificate or revocation list.
    pub struct Item {
        /// Hash of its DER.
        pub fingerprint: Fingerprint,
        /// What it is.
        pub kind: ItemKind,
        /// Itself.
        pub der: Vec<u8>,
        /// Two capital letters; empty when it names none.
        pub country: String,
        /// Its subject, or the issuer of a revocation list.
        pub subject: String,
        /// Its serial in hexadecimal, or the number of a revocation list.
        pub serial: String,
        /// Hash of the key that signed it, for a revocation list.
        pub issuer_key: Option<[u8; 32]>,
        /// From when on it holds, or when it was made.
        pub begins: Option<Timestamp>,
        /// Until when it holds, or when the next one is due.
        pub ends: Option<Timestamp>,
        /// When it was added.
        pub added: Timestamp,
    }
}

record! {
    /// An item in a list.
    pub struct ItemLine {
        /// Hash of its DER.
        pub fingerprint: Fingerprint,
        /// What it is.
        pub kind: ItemKind,
        /// Two capital letters; empty when it names none.
        pub country: String,
        /// Its subject, or the issuer of a revocation list.
        pub subject: String,
        /// Its serial in hexadecimal, or the number of a revocation list.
        pub serial: String,
        /// From when on it holds, or when it was made.
        pub begins: Option<Timestamp>,
        /// Until when it holds, or when the next one is due.
        pub ends: Option<Timestamp>,
        /// When it was added.
        pub added: Timestamp,
    }
}

record! {
    /// A signer of lists that is believed to be who it says.
    pub struct Pin {
        /// Hash of its certificate.
        pub fingerprint: Fingerprint,
        /// Its subject; empty when only the fingerprint was given.
        pub subject: String,
        /// Its certificate, when it was given.
        pub der: Option<Vec<u8>>,
        /// When it was pinned.
        pub pinned: Timestamp,
        /// By whom.
        pub pinned_by: String,
    }
}

record! {
    /// A certificate that is not believed.
    pub struct Distrusted {
        /// Hash of it.
        pub fingerprint: Fingerprint,
        /// Its subject; empty when it was not known.
        pub subject: String,
        /// Why.
        pub reason: String,
        /// Since when.
        pub at: Timestamp,
        /// By whom.
        pub by_whom: String,
    }
}

record! {
    /// A file that an operator sent.
    pub struct Upload {
        /// Its id.
        pub id: TrustUploadId,
        /// Who sent it.
        pub operator: OperatorId,
        /// Its name.
        pub name: String,
        /// What is in it.
        pub bytes: Vec<u8>,
        /// Until when it may be confirmed.
        pub expires: Timestamp,
    }
}

/// Which items are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this kind.
    pub kind: Option<ItemKind>,
    /// Of this country.
    pub country: Option<String>,
    /// With this in the subject or serial, in whatever case.
    pub text: Option<String>,
    /// Ending at this time or before.
    pub ends_by: Option<Timestamp>,
    /// Ending after this time.
    pub ends_after: Option<Timestamp>,
    /// Only those that are distrusted.
    pub distrusted: bool,
}

/// Waits for the turn to change the store, which lasts until the transaction ends;
/// [`StoreError::Corrupt`] when it is not what the signed chain says.
pub async fn turn(tx: &mut Tx) -> Result<(), StoreError> {
    house::turn(tx, house::TRUST).await?;
    held(tx).await.map(drop)
}

/// Writes down what this transaction changed; gives the store's new version.
pub async fn record(tx: &mut Tx, act: &NewAct<'_>) -> Result<i64, StoreError> {
    let digest = digest(tx).await?;
    house::append(tx, house::TRUST, digest, act).await
}

/// The version of the store: 0 when nothing was ever done to it.
pub async fn version(conn: &mut Conn) -> Result<i64, StoreError> {
    house::length(conn, house::TRUST).await
}

/// What was done to the store, latest first, before the entry `before`, at most `limit`.
pub async fn acts(
    conn: &mut Conn,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<Act>, StoreError> {
    house::list(conn, house::TRUST, before, limit).await
}

/// Everything that is believed, with its version, as of one moment.
#[derive(Clone, Debug)]
pub struct Believed {
    /// Of the store.
    pub version: i64,
    /// Certificates and revocation lists.
    pub items: Vec<Item>,
    /// Who is not believed.
    pub distrusted: Vec<Fingerprint>,
}

/// Reads everything that is believed; [`StoreError::Corrupt`] when it is not what the signed chain
/// says: then somebody else wrote it.
pub async fn believed(store: &Store) -> Result<Believed, StoreError> {
    let mut conn = Read::snapshot(&store.core).await?;
    let version = held(&mut conn).await?;
    let items = items(&mut conn).await?;
    let altered = |item: &Item| Sha256::digest(&item.der)[..] != item.fingerprint;
    if items.iter().any(altered) {
        return Err(StoreError::Corrupt("item of the trust store".to_owned()));
    }
    let distrusted = distrusted(&mut conn).await?;
    Ok(Believed {
        version,
        items,
        distrusted: distrusted.into_iter().map(|one| one.fingerprint).collect(),
    })
}

/// The version of the store, once its rows were found to be what the signed chain says.
pub(crate) async fn held(conn: &mut Conn) -> Result<i64, StoreError> {
    let present = digest(conn).await?;
    house::held(conn, house::TRUST, present, empty_digest()).await
}

/// Hash over everything that decides whom the installation believes, and what a newer list takes away.
pub(crate) async fn digest(conn: &mut Conn) -> Result<[u8; 32], StoreError> {
    let rows = conn
        .all(sql!(
            "SELECT kind AS what, fingerprint FROM trust_items
             UNION ALL SELECT 'pin' AS what, fingerprint FROM trust_pins
             UNION ALL SELECT 'distrusted' AS what, fingerprint FROM trust_distrusted
             UNION ALL SELECT 'from ' || source AS what, fingerprint FROM trust_provenance
             UNION ALL SELECT 'source ' || id || ' ' || kind || ' ' || series || ' '
                 || COALESCE(CAST(signed_at AS TEXT), '-') || ' '
                 || COALESCE(CAST(replaced_at AS TEXT), '-') AS what,
                 sha256 AS fingerprint FROM trust_sources"
        ))
        .await?;
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        let (what, print) = (
            row.read::<String>("what")?,
            row.read::<Vec<u8>>("fingerprint")?,
        );
        lines.push(format!("{what} {}\n", hex::encode(print)));
    }
    // Databases order texts each in their own way.
    lines.sort_unstable();
    let mut digest = Sha256::new_with_prefix(PREFIX);
    for line in lines {
        digest.update(line);
    }
    Ok(digest.finalize().into())
}

/// The digest of a store in which there is nothing.
pub(crate) fn empty_digest() -> [u8; 32] {
    Sha256::digest(PREFIX).into()
}

/// All items.
pub async fn items(conn: &mut Conn) -> Result<Vec<Item>, StoreError> {
    let text = format!(
        "SELECT {} FROM trust_items ORDER BY kind, country, subject, fingerprint",
        Item::COLUMNS
    );
    conn.list(sql!(text)).await
}

/// All items of a kind.
pub async fn items_of_kind(conn: &mut Conn, kind: ItemKind) -> Result<Vec<Item>, StoreError> {
    let text = format!(
        "SELECT {} FROM trust_items WHERE kind = $1 ORDER BY country, subject, fingerprint",
        Item::COLUMNS
    );
    conn.list(sql!(text, kind)).await
}

/// The revocation lists of an issuer that one key signed.
pub async fn crls_of(
    conn: &mut Conn,
    issuer: &str,
    key: &[u8; 32],
) -> Result<Vec<ItemLine>, StoreError> {
    let text = format!(
        "SELECT {} FROM trust_items WHERE kind = $1 AND subject = $2 AND issuer_key = $3
         ORDER BY fingerprint",
        ItemLine::COLUMNS
    );
    conn.list(sql!(text, ItemKind::Crl, issuer, key)).await
}

/// One item.
pub async fn item(conn: &mut Conn, fingerprint: &Fingerprint) -> Result<Option<Item>, StoreError> {
    let text = format!(
        "SELECT {} FROM trust_items WHERE fingerprint = $1",
        Item::COLUMNS
    );
    conn.find(sql!(text, fingerprint)).await
}

/// Items by country and subject after the item `after`, at most `limit`.
pub async fn list(
    conn: &mut Conn,
    filter: &Filter,
    after: Option<&ItemLine>,
    limit: u32,
) -> Result<Vec<ItemLine>, StoreError> {
    let text = format!(
        "SELECT {} FROM trust_items i WHERE 1 = 1",
        ItemLine::COLUMNS
    );
    let mut statement = sql!(text)
        .and("i.kind =", filter.kind)
        .and("i.country =", filter.country.as_deref())
        .and("i.ends <=", filter.ends_by)
        .and("i.ends >", filter.ends_after);
    if let Some(text) = &filter.text {
        let pattern = format!("%{}%", escaped(&text.to_lowercase()));
        statement = statement.then("AND LOWER(i.subject || ' ' || i.serial) LIKE", pattern);
        statement.text += " ESCAPE '!'";
    }
    if filter.distrusted {
        statement.text +=
            " AND EXISTS (SELECT 1 FROM trust_distrusted d WHERE d.fingerprint = i.fingerprint)";
    }
    if let Some(after) = after {
        statement = statement
            .then(
                "AND (i.country, i.subject, i.fingerprint) > (",
                &after.country,
            )
            .then(",", &after.subject)
            .then(",", after.fingerprint);
        statement.text += ")";
    }
    statement.text += " ORDER BY i.country, i.subject, i.fingerprint";
    conn.list(statement.then("LIMIT", limit)).await
}

/// A text in which `%` and `_` mean themselves, with `!` before them.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        if matches!(character, '%' | '_' | '!') {
            out.push('!');
        }
        out.push(character);
    }
    out
}

/// How many items of each kind and country there are.
pub async fn counts(conn: &mut Conn) -> Result<Vec<(ItemKind, String, i64)>, StoreError> {
    conn.all(sql!(
        "SELECT kind, country, COUNT(*) AS n FROM trust_items
         GROUP BY kind, country ORDER BY kind, country"
    ))
    .await?
    .iter()
    .map(|row| Ok((row.read("kind")?, row.read("country")?, row.read("n")?)))
    .collect()
}

/// Adds an item, unless it is there; one that was at hand as a signer's becomes an authority's when it is added as
/// one. Says whether that changed anything.
pub async fn insert_item(tx: &mut Tx, new: &Item) -> Result<bool, StoreError> {
    let mut statement = crate::db::insert!("trust_items", new);
    statement.text += " ON CONFLICT (fingerprint) DO UPDATE SET kind = excluded.kind
         WHERE trust_items.kind = 'signer' AND excluded.kind = 'authority'";
    Ok(tx.run(statement).await? > 0)
}

/// Removes an item with where it came from.
pub async fn remove_item(tx: &mut Tx, fingerprint: &Fingerprint) -> Result<(), StoreError> {
    tx.run(sql!(
        "DELETE FROM trust_provenance WHERE fingerprint = $1",
        fingerprint
    ))
    .await?;
    tx.run(sql!(
        "DELETE FROM trust_items WHERE fingerprint = $1",
        fingerprint
    ))
    .await?;
    Ok(())
}

/// Removes items that came from nowhere any more; gives them.
pub async fn drop_unsourced(tx: &mut Tx) -> Result<Vec<ItemLine>, StoreError> {
    let text = format!(
        "DELETE FROM trust_items WHERE NOT EXISTS
             (SELECT 1 FROM trust_provenance p WHERE p.fingerprint = trust_items.fingerprint)
         RETURNING {}",
        ItemLine::COLUMNS
    );
    tx.list(sql!(text)).await
}

/// Adds a source.
pub async fn insert_source(tx: &mut Tx, new: &Source) -> Result<(), StoreError> {
    tx.run(crate::db::insert!("trust_sources", new)).await?;
    Ok(())
}

/// Sources that were not replaced, latest first, at most `limit`.
pub async fn sources(conn: &mut Conn, limit: u32) -> Result<Vec<Source>, StoreError> {
    let text = format!(
        "SELECT {} FROM trust_sources WHERE replaced_at IS NULL ORDER BY id DESC LIMIT $1",
        Source::COLUMNS
    );
    conn.list(sql!(text, limit)).await
}

/// The source of a series that was not replaced.
pub async fn current_source(conn: &mut Conn, series: &str) -> Result<Option<Source>, StoreError> {
    let text = format!(
        "SELECT {} FROM trust_sources WHERE series = $1 AND replaced_at IS NULL
         ORDER BY id DESC LIMIT 1",
        Source::COLUMNS
    );
    conn.find(sql!(text, series)).await
}

/// Notes that a newer source took the place of this one: nothing comes from it any more.
pub async fn replace_source(
    tx: &mut Tx,
    id: &TrustSourceId,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.run(sql!(
        "UPDATE trust_sources SET replaced_at = $1 WHERE id = $2",
        now,
        id
    ))
    .await?;
    tx.run(sql!("DELETE FROM trust_provenance WHERE source = $1", id))
        .await?;
    Ok(())
}

/// Notes that an item came from a source; says whether that is new.
pub async fn add_provenance(
    tx: &mut Tx,
    fingerprint: &Fingerprint,
    source: &TrustSourceId,
) -> Result<bool, StoreError> {
    let count = tx
        .run(sql!(
            "INSERT INTO trust_provenance (fingerprint, source) VALUES ($1, $2)
         ON CONFLICT (fingerprint, source) DO NOTHING",
            fingerprint,
            source
        ))
        .await?;
    Ok(count > 0)
}

/// Where an item came from, first source first.
pub async fn provenance(
    conn: &mut Conn,
    fingerprint: &Fingerprint,
) -> Result<Vec<Source>, StoreError> {
    let text = format!(
        "SELECT {} FROM trust_sources WHERE id IN
             (SELECT source FROM trust_provenance WHERE fingerprint = $1) ORDER BY id",
        Source::COLUMNS
    );
    conn.list(sql!(text, fingerprint)).await
}

/// Pins a signer; one that is pinned gains its certificate. Says whether that changed anything.
pub async fn pin(tx: &mut Tx, new: &Pin) -> Result<bool, StoreError> {
    let mut statement = crate::db::insert!("trust_pins", new);
    statement.text +=
        " ON CONFLICT (fingerprint) DO UPDATE SET subject = excluded.subject, der = excluded.der
         WHERE trust_pins.der IS NULL AND excluded.der IS NOT NULL";
    Ok(tx.run(statement).await? > 0)
}

/// Removes a pin; says whether there was one.
pub async fn unpin(tx: &mut Tx, fingerprint: &Fingerprint) -> Result<bool, StoreError> {
    let count = tx
        .run(sql!(
            "DELETE FROM trust_pins WHERE fingerprint = $1",
            fingerprint
        ))
        .await?;
    Ok(count > 0)
}

/// All pins by subject.
pub async fn pins(conn: &mut Conn) -> Result<Vec<Pin>, StoreError> {
    let text = format!(
        "SELECT {} FROM trust_pins ORDER BY subject, fingerprint",
        Pin::COLUMNS
    );
    conn.list(sql!(text)).await
}

/// No longer believes a certificate; says whether it was believed until then.
pub async fn distrust(tx: &mut Tx, new: &Distrusted) -> Result<bool, StoreError> {
    let mut statement = crate::db::insert!("trust_distrusted", new);
    statement.text += " ON CONFLICT (fingerprint) DO NOTHING";
    Ok(tx.run(statement).await? > 0)
}

/// Believes it again; says whether it was distrusted.
pub async fn trust_again(tx: &mut Tx, fingerprint: &Fingerprint) -> Result<bool, StoreError> {
    let count = tx
        .run(sql!(
            "DELETE FROM trust_distrusted WHERE fingerprint = $1",
            fingerprint
        ))
        .await?;
    Ok(count > 0)
}

/// Who is not believed, by subject.
pub async fn distrusted(conn: &mut Conn) -> Result<Vec<Distrusted>, StoreError> {
    let text = format!(
        "SELECT {} FROM trust_distrusted ORDER BY subject, fingerprint",
        Distrusted::COLUMNS
    );
    conn.list(sql!(text)).await
}

/// Forgets the files that nobody confirmed in time; gives how many.
pub async fn drop_uploads(tx: &mut Tx, now: Timestamp) -> Result<u64, StoreError> {
    tx.run(sql!("DELETE FROM trust_uploads WHERE expires <= $1", now))
        .await
}

/// Keeps a file until it is confirmed, in the place of any before it.
pub async fn keep_upload(tx: &mut Tx, new: &Upload) -> Result<(), StoreError> {
    tx.run(sql!(
        "DELETE FROM trust_uploads WHERE operator = $1",
        new.operator
    ))
    .await?;
    tx.run(crate::db::insert!("trust_uploads", new)).await?;
    Ok(())
}

/// A file that waits for its confirmation by this operator.
pub async fn upload(
    conn: &mut Conn,
    id: &TrustUploadId,
    operator: &OperatorId,
    now: Timestamp,
) -> Result<Option<Upload>, StoreError> {
    let text = format!(
        "SELECT {} FROM trust_uploads WHERE id = $1 AND operator = $2 AND expires > $3",
        Upload::COLUMNS
    );
    conn.find(sql!(text, id, operator, now)).await
}

/// Forgets a file.
pub async fn forget_upload(tx: &mut Tx, id: &TrustUploadId) -> Result<(), StoreError> {
    tx.run(sql!("DELETE FROM trust_uploads WHERE id = $1", id))
        .await?;
    Ok(())
}

/// Notes that something ends within so many days; says whether that is new.
pub async fn notice(
    tx: &mut Tx,
    what: &str,
    days: u32,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let count = tx
        .run(sql!(
            "INSERT INTO trust_alerts (what, days, noticed) VALUES ($1, $2, $3)
             ON CONFLICT (what, days) DO NOTHING",
            what,
            days,
            now
        ))
        .await?;
    Ok(count > 0)
}

/// Takes the alerts that nobody was told of, until `until`; gives what with its days.
pub async fn claim_alerts(
    tx: &mut Tx,
    now: Timestamp,
    until: Timestamp,
) -> Result<Vec<(String, u32)>, StoreError> {
    tx.all(sql!(
        "UPDATE trust_alerts SET claimed_until = $1
         WHERE told_at IS NULL AND (claimed_until IS NULL OR claimed_until <= $2)
         RETURNING what, days",
        until,
        now
    ))
    .await?
    .iter()
    .map(|row| Ok((row.read("what")?, row.read("days")?)))
    .collect()
}

/// Notes that people were told of what was claimed until this time.
pub async fn alerts_told(
    tx: &mut Tx,
    claimed_until: Timestamp,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.run(sql!(
        "UPDATE trust_alerts SET told_at = $1 WHERE told_at IS NULL AND claimed_until = $2",
        now,
        claimed_until
    ))
    .await?;
    Ok(())
}
