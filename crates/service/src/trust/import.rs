//! Taking lists, directory exports, certificates and revocation lists into the store. Trying it out
//! and doing it are the same, but for the end of the transaction.

use std::collections::HashMap;
use std::sync::Arc;

use bonafide_identity::id::TrustSourceId;
use bonafide_store::Tx;
use bonafide_store::trust::{self as rows, Fingerprint, ItemKind, Source, SourceKind};
use bonafide_x509::{Certificate, Crl, MasterList};
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::judging::{Judged, Place, refused};
use super::view::ItemLine;
use super::vouching::{Rules, Vouched};
use super::{By, Print};
use crate::{Error, Service};

/// The largest file that is taken through a page, in bytes.
pub const LARGEST_UPLOAD: usize = 16 << 20;
/// Items that the store holds at most: several times what all states publish together.
pub(super) const ITEMS: usize = 200_000;
/// Longest name of a file that is kept, in characters.
const NAME: usize = 200;
/// Longest subject that is kept, in characters.
const SUBJECT: usize = 1000;
/// Fingerprints that an entry of the chain names one by one.
const NAMED: usize = 200;
/// How often an import is judged anew because somebody else changed the store meanwhile.
const ATTEMPTS: usize = 3;

/// A file to be imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name, for the record.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What an import does, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Import {
    /// The lists that count, and the files with anything else in them.
    pub given: Vec<Given>,
    /// What is new in the store.
    pub added: Vec<ItemLine>,
    /// What is no longer in it: a newer list no longer has it.
    pub vanished: Vec<ItemLine>,
    /// What nobody vouches for but whoever confirms it: new, or there until now by the word of others alone.
    pub by_hand: Vec<ItemLine>,
    /// What was passed over, and why.
    pub refused: Vec<Refused>,
    /// How much was there already.
    pub present: usize,
    /// Whether it was done.
    pub applied: bool,
    /// The version of the store that it was judged by.
    pub version: i64,
}

/// A list or a file that gave something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The file's name.
    pub file: String,
    /// The signer's subject, for a list.
    pub signer: Option<String>,
    /// When the signer says that it signed.
    pub signed_at: Option<Timestamp>,
    /// Certificates and revocation lists in it.
    pub items: usize,
    /// How many of them are new.
    pub added: usize,
    /// How many things of the older list are gone.
    pub vanished: usize,
    /// When the list was signed that this one replaces; none when there is none.
    pub replaces: Option<Option<Timestamp>>,
    /// Whether it is in use already.
    pub unchanged: bool,
    /// Whether the signer's certificate is not valid now: somebody must agree.
    pub untimely: bool,
}

/// Something that was passed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The file's name.
    pub file: String,
    /// What it is, when that is known: a subject or the name of an entry.
    pub what: Option<String>,
    /// Why.
    pub why: Why,
}

/// Why something was passed over. Its words are for the command line; pages have their own.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    /// Nobody compared the signer's fingerprint with what its state tells.
    #[error("{}", unpinned(signer, fingerprint, issuer.as_ref()))]
    Unpinned {
        /// The signer's subject.
        signer: String,
        /// The signer's certificate.
        fingerprint: Print,
        /// The authority that issued it, when the list has it.
        issuer: Option<(String, Print)>,
    },
    /// The list is not what was signed.
    #[error("the list's signature does not hold: {0}")]
    ListSignature(String),
    /// The signer is distrusted here.
    #[error("the list's signer is distrusted")]
    SignerDistrusted,
    /// The signer's authority revoked it.
    #[error("the list's signer was revoked")]
    SignerRevoked,
    /// The pinned authority issued the signer for something else.
    #[error("the list's signer was not issued to sign lists")]
    NotAListSigner,
    /// It was signed more than a day from now.
    #[error("it says that it was made in the future")]
    SignedInTheFuture,
    /// The list in use is newer.
    #[error("the list of this state that is in use is newer")]
    Older,
    /// It is no certificate and no list.
    #[error("{0}")]
    Unreadable(String),
    /// It says of itself that it issues nothing.
    #[error("this certificate issues nothing, so no document could be traced to it")]
    NotAnAuthority,
    /// No believed certificate signed the revocation list.
    #[error(
        "no certificate that is believed signed this revocation list: import its state's first"
    )]
    CrlUnsigned,
    /// The revocation list in use is newer.
    #[error("the revocation list that is in use is newer")]
    CrlOlder,
}

fn unpinned(signer: &str, fingerprint: &Print, issuer: Option<&(String, Print)>) -> String {
    let mut text =
        format!("the list's signer is not pinned:\n    {signer}\n    SHA-256 {fingerprint}\n");
    let mut command = *fingerprint;
    if let Some((subject, print)) = issuer {
        command = *print;
        text += &format!("  issued by\n    {subject}\n    SHA-256 {print}\n");
    }
    text + &format!(
        "  compare this with what the state publishes elsewhere (its web site, a letter, a call);\n  \
         if it is the same, `bonafide trust pin {command}` and import the list again"
    )
}

impl Import {
    /// Whether the store would be another.
    #[must_use]
    pub fn changes(&self) -> bool {
        let new_list = |given: &Given| given.signer.is_some() && !given.unchanged;
        let something = [&self.added, &self.vanished, &self.by_hand];
        something.iter().any(|lines| !lines.is_empty()) || self.given.iter().any(new_list)
    }

    /// Whether somebody has to agree first: nobody else vouches for what is in it, or the signer's
    /// certificate is not valid now.
    #[must_use]
    pub fn needs_confirmation(&self) -> bool {
        !self.by_hand.is_empty() || self.given.iter().any(|given| given.untimely)
    }
}

impl Service {
    /// What importing these files would do.
    ///
    /// # Errors
    /// [`Error::LimitReached`], storage.
    pub async fn preview_trust(&self, files: Vec<File>) -> Result<Import, Error> {
        let (tx, import) = self.take_in(&By::CommandLine, files).await?;
        tx.rollback().await?;
        Ok(import)
    }

    /// Imports files. Without `confirmed`, what needs somebody's agreement is not done, and nothing
    /// else either: see [`Import::applied`].
    ///
    /// # Errors
    /// [`Error::LimitReached`], storage.
    pub async fn import_trust(
        &self,
        by: &By,
        files: Vec<File>,
        confirmed: bool,
    ) -> Result<Import, Error> {
        self.import_trust_at(None, by, files, confirmed).await
    }

    /// The same, if the store still has this version.
    pub(super) async fn import_trust_at(
        &self,
        version: Option<i64>,
        by: &By,
        files: Vec<File>,
        confirmed: bool,
    ) -> Result<Import, Error> {
        let (mut tx, mut import) = self.take_in(by, files).await?;
        if version.is_some_and(|version| version != import.version) {
            tx.rollback().await?;
            return Err(Error::TrustUploadGone);
        }
        if !import.changes() || (import.needs_confirmation() && !confirmed) {
            tx.rollback().await?;
            return Ok(import);
        }
        let note = note(&import);
        self.note_trust_of(&mut tx, by, "imported", note).await?;
        tx.commit().await?;
        import.applied = true;
        Ok(import)
    }

    /// What an import does, with the transaction in which it has done it. Files are read and signatures verified before
    /// that begins, since on some databases nobody else can write meanwhile.
    async fn take_in(&self, by: &By, files: Vec<File>) -> Result<(Tx, Import), Error> {
        let files = Arc::new(files);
        for _ in 0..ATTEMPTS {
            let (rules, files, now) = (self.rules().await?, Arc::clone(&files), self.now());
            let version = rules.anchored.version;
            let judged = tokio::task::spawn_blocking(move || Judged::of(&files, &rules, now))
                .await
                .map_err(|_| Error::Inconsistent("a file could not be read"))??;
            let mut tx = self.store().begin().await?;
            rows::turn(&mut tx).await?;
            if rows::version(&mut tx).await? != version {
                tx.rollback().await?;
                continue;
            }
            let counts = rows::counts(&mut tx).await?;
            let total: i64 = counts.into_iter().map(|(.., n)| n).sum();
            let mut intake = Intake {
                service: self,
                by,
                now,
                sources: HashMap::new(),
                room: ITEMS.saturating_sub(usize::try_from(total).unwrap_or(usize::MAX)),
                import: Import {
                    version,
                    ..Import::default()
                },
            };
            intake.run(&mut tx, judged).await?;
            return Ok((tx, intake.import));
        }
        Err(Error::Inconsistent("the trust store changes all the time"))
    }

    /// What decides about lists, as the store has it.
    async fn rules(&self) -> Result<Rules, Error> {
        let anchored = self.anchors().await?;
        let mut read = self.store().read().await?;
        let distrusted = rows::distrusted(&mut read).await?;
        Ok(Rules {
            pins: rows::pins(&mut read).await?,
            distrusted: distrusted.iter().map(|one| one.fingerprint).collect(),
            anchored,
        })
    }
}

/// What the chain keeps of an import.
fn note(import: &Import) -> Map<String, Value> {
    let lists: Vec<Value> = import
        .given
        .iter()
        .map(|given| {
            json!({
                "file": given.file,
                "signer": given.signer,
                "signed_at": given.signed_at,
                "added": given.added,
                "vanished": given.vanished,
            })
        })
        .collect();
    let prints = |lines: &[ItemLine]| -> Vec<String> {
        let prints = lines.iter().map(|line| line.print.to_string());
        prints.take(NAMED).collect()
    };
    let mut note = Map::new();
    note.insert("given".to_owned(), lists.into());
    note.insert("added".to_owned(), import.added.len().into());
    note.insert("vanished".to_owned(), prints(&import.vanished).into());
    note.insert("by_hand".to_owned(), prints(&import.by_hand).into());
    note
}

/// The name of a file as it is kept.
pub(super) fn file_name(name: &str) -> String {
    name.chars()
        .filter(|character| !character.is_control())
        .take(NAME)
        .collect()
}

struct Intake<'a> {
    service: &'a Service,
    by: &'a By,
    now: Timestamp,
    /// Of single certificates and revocation lists, by file and what vouches for them.
    sources: HashMap<(String, SourceKind), (TrustSourceId, usize)>,
    /// How many more items the store takes.
    room: usize,
    import: Import,
}

impl Intake<'_> {
    async fn run(&mut self, tx: &mut Tx, judged: Judged) -> Result<(), Error> {
        self.import.refused = judged.refused;
        for (file, vouched, list) in &judged.lists {
            self.list(tx, file, vouched, list).await?;
        }
        for (place, from_directory, certificate) in &judged.certificates {
            self.certificate(tx, place, *from_directory, certificate)
                .await?;
        }
        for (place, from_directory, crl, signer) in &judged.crls {
            self.crl(tx, place, *from_directory, crl, signer).await?;
        }
        Ok(())
    }

    fn refuse(&mut self, file: &str, what: Option<String>, why: Why) {
        self.import.refused.push(refused(file, what, why));
    }

    /// A list that somebody vouches for, in the place of the older one of the same state.
    async fn list(
        &mut self,
        tx: &mut Tx,
        file: &str,
        vouched: &Vouched,
        list: &MasterList,
    ) -> Result<(), Error> {
        let signer = &vouched.signer;
        let country = code(signer.country());
        let series = format!("master-list:{country}");
        let sha256: [u8; 32] = Sha256::digest(&list.signed.content).into();
        let current = rows::current_source(tx, &series).await?;
        let mut given = Given {
            file: file.to_owned(),
            signer: Some(signer.subject.to_string()),
            signed_at: vouched.signed_at,
            items: list.certificates.len(),
            added: 0,
            vanished: 0,
            replaces: None,
            unchanged: false,
            untimely: vouched.untimely,
        };
        if let Some(current) = &current {
            if current.sha256 == sha256 && current.signed_at == vouched.signed_at {
                self.import.present += list.certificates.len();
                (given.unchanged, given.untimely) = (true, false);
                self.import.given.push(given);
                return Ok(());
            }
            if current.signed_at > vouched.signed_at {
                self.refuse(file, given.signer, Why::Older);
                return Ok(());
            }
        }
        let source = Source {
            id: TrustSourceId::new(self.now, self.service.random_id()),
            kind: SourceKind::MasterList,
            series,
            name: file.to_owned(),
            sha256,
            country,
            signer: bounded(&signer.subject.to_string()),
            signer_fingerprint: Some(signer.fingerprint()),
            pin: Some(vouched.pin),
            signed_at: vouched.signed_at,
            expires: signer.validity.not_after,
            imported: self.now,
            imported_by: self.by.as_str().to_owned(),
            replaced_at: None,
        };
        rows::insert_source(tx, &source).await?;
        for certificate in &list.certificates {
            if certificate.extensions.authority == Some(false) {
                let subject = certificate.subject.to_string();
                self.refuse(file, Some(subject), Why::NotAnAuthority);
                continue;
            }
            let item = item(ItemKind::Authority, certificate, self.now);
            given.added += usize::from(self.add(tx, &item, &source.id).await?.is_some());
        }
        for entry in &list.unreadable {
            if let Err(error) = Certificate::of(entry) {
                self.refuse(file, None, Why::Unreadable(error.to_string()));
            }
        }
        if let Some(current) = current {
            rows::replace_source(tx, &current.id, self.now).await?;
            let gone = rows::drop_unsourced(tx).await?;
            given.vanished = gone.len();
            given.replaces = Some(current.signed_at);
            self.import.vanished.extend(gone.iter().map(ItemLine::of));
        }
        self.import.given.push(given);
        Ok(())
    }

    async fn certificate(
        &mut self,
        tx: &mut Tx,
        place: &Place,
        from_directory: bool,
        certificate: &Certificate,
    ) -> Result<(), Error> {
        let issues = certificate.issues();
        let kind = match issues {
            true => ItemKind::Authority,
            false => ItemKind::Signer,
        };
        // A directory vouches for nothing: what issues needs somebody's word, what does not is
        // believed by nobody.
        let by_hand = issues || !from_directory;
        let item = item(kind, certificate, self.now);
        self.single(tx, place, by_hand, &item).await
    }

    async fn crl(
        &mut self,
        tx: &mut Tx,
        place: &Place,
        from_directory: bool,
        crl: &Crl,
        signer: &Certificate,
    ) -> Result<(), Error> {
        let issuer = bounded(&crl.issuer.to_string());
        // A list before it may have taken its signer away, or not have been taken in itself.
        let there = rows::item(tx, &signer.fingerprint()).await?;
        if there.is_none_or(|item| item.kind != ItemKind::Authority) {
            self.refuse(&place.0, Some(issuer), Why::CrlUnsigned);
            return Ok(());
        }
        let key: [u8; 32] = Sha256::digest(signer.key_der()).into();
        let item = rows::Item {
            fingerprint: crl.fingerprint(),
            kind: ItemKind::Crl,
            der: crl.der().to_vec(),
            country: code(crl.issuer.country()),
            serial: crl.number.as_deref().map(hex::encode).unwrap_or_default(),
            subject: issuer,
            issuer_key: Some(key),
            begins: crl.this_update,
            ends: crl.next_update,
            added: self.now,
        };
        let same = rows::crls_of(tx, &item.subject, &key).await?;
        if same.iter().any(|one| one.fingerprint == item.fingerprint) {
            self.import.present += 1;
            return Ok(());
        }
        if same.iter().any(|one| one.begins >= item.begins) {
            self.refuse(&place.0, Some(item.subject), Why::CrlOlder);
            return Ok(());
        }
        // One that is not whole stands beside the one before.
        if !crl.is_partial {
            for older in &same {
                rows::remove_item(tx, &older.fingerprint).await?;
                self.import.vanished.push(ItemLine::of(older));
            }
        }
        self.single(tx, place, !from_directory, &item).await
    }

    /// Something that stands alone in a file or directory.
    async fn single(
        &mut self,
        tx: &mut Tx,
        (file, sha256): &Place,
        by_hand: bool,
        item: &rows::Item,
    ) -> Result<(), Error> {
        if let Some(there) = rows::item(tx, &item.fingerprint).await?
            && (there.kind == item.kind || there.kind == ItemKind::Authority)
        {
            // Whoever confirms what others vouched for until now keeps it when they no longer do.
            let sources = rows::provenance(tx, &item.fingerprint).await?;
            let confirmed = |source: &Source| source.kind == SourceKind::ByHand;
            if !by_hand || there.kind != item.kind || sources.iter().any(confirmed) {
                self.import.present += 1;
                return Ok(());
            }
        }
        let kind = match by_hand {
            true => SourceKind::ByHand,
            false => SourceKind::Directory,
        };
        let (source, given) = match self.sources.get(&(file.clone(), kind)) {
            Some(known) => known.clone(),
            None => {
                let source = Source {
                    id: TrustSourceId::new(self.now, self.service.random_id()),
                    kind,
                    series: format!("file:{}", hex::encode(sha256)),
                    name: file.clone(),
                    sha256: *sha256,
                    country: String::new(),
                    signer: String::new(),
                    signer_fingerprint: None,
                    pin: None,
                    signed_at: None,
                    expires: None,
                    imported: self.now,
                    imported_by: self.by.as_str().to_owned(),
                    replaced_at: None,
                };
                rows::insert_source(tx, &source).await?;
                self.import.given.push(Given {
                    file: file.clone(),
                    signer: None,
                    signed_at: None,
                    items: 0,
                    added: 0,
                    vanished: 0,
                    replaces: None,
                    unchanged: false,
                    untimely: false,
                });
                let known = (source.id, self.import.given.len() - 1);
                self.sources.insert((file.clone(), kind), known.clone());
                known
            }
        };
        self.import.given[given].items += 1;
        let new = self.add(tx, item, &source).await?;
        self.import.given[given].added += usize::from(new.is_some());
        if by_hand {
            self.import.by_hand.push(ItemLine::of_item(item));
        }
        Ok(())
    }

    /// Adds an item with where it came from; gives it when it is new.
    async fn add(
        &mut self,
        tx: &mut Tx,
        item: &rows::Item,
        source: &TrustSourceId,
    ) -> Result<Option<ItemLine>, Error> {
        let new = rows::insert_item(tx, item).await?;
        rows::add_provenance(tx, &item.fingerprint, source).await?;
        if !new {
            self.import.present += 1;
            return Ok(None);
        }
        if self.import.added.len() >= self.room {
            return Err(Error::LimitReached(ITEMS));
        }
        let line = ItemLine::of_item(item);
        self.import.added.push(line.clone());
        Ok(Some(line))
    }
}

/// Two or three letters; nothing when it is none.
fn code(country: Option<String>) -> String {
    let letters = |code: &String| {
        (2..=3).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_uppercase())
    };
    country.filter(letters).unwrap_or_default()
}

/// A name as far as anybody reads it.
pub(super) fn bounded(name: &str) -> String {
    name.chars().take(SUBJECT).collect()
}

fn item(kind: ItemKind, certificate: &Certificate, now: Timestamp) -> rows::Item {
    let fingerprint: Fingerprint = certificate.fingerprint();
    rows::Item {
        fingerprint,
        kind,
        der: certificate.der().to_vec(),
        country: code(certificate.country()),
        subject: bounded(&certificate.subject.to_string()),
        serial: certificate.serial_hex(),
        issuer_key: None,
        begins: certificate.validity.not_before,
        ends: certificate.validity.not_after,
        added: now,
    }
}
