//! Looking at the store.

use std::collections::HashMap;

use bonafide_store::trust::{self as rows, ItemKind, Source, SourceKind};
use bonafide_store::{Conn, operators};
use bonafide_x509::trust::{ChainDeviation, ChainStatus, Policy, Revocation};
use bonafide_x509::{Certificate, Crl};
use jiff::{SignedDuration, Timestamp};

use super::{Ending, Print};
use crate::{Error, Service};

/// What ends within this time is marked.
const SOON: SignedDuration = SignedDuration::from_hours(90 * 24);
/// Sources, and acts of the history, that are listed at most.
const LISTED: u32 = 1000;
/// Operators whose names are known.
const OPERATORS: u32 = 1000;

/// How a thing of the store stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Valid for longer.
    Valid,
    /// Ends within 90 days.
    Ending,
    /// Past its end, or past its next update.
    Ended,
    /// Not believed here.
    Distrusted,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Valid, Self::Ending, Self::Ended, Self::Distrusted];

    /// As in addresses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Ending => "ending",
            Self::Ended => "ended",
            Self::Distrusted => "distrusted",
        }
    }

    /// By its end alone; what has none stays.
    #[must_use]
    pub fn at(ends: Option<Timestamp>, now: Timestamp) -> Self {
        match ends {
            Some(ends) if ends <= now => Self::Ended,
            Some(ends) if ends <= now + SOON => Self::Ending,
            _ => Self::Valid,
        }
    }
}

/// A certificate or revocation list in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemLine {
    /// Its fingerprint.
    pub print: Print,
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
}

impl ItemLine {
    pub(super) fn of(row: &rows::ItemLine) -> Self {
        Self {
            print: Print(row.fingerprint),
            kind: row.kind,
            country: row.country.clone(),
            subject: row.subject.clone(),
            serial: row.serial.clone(),
            begins: row.begins,
            ends: row.ends,
        }
    }

    pub(super) fn of_item(item: &rows::Item) -> Self {
        Self {
            print: Print(item.fingerprint),
            kind: item.kind,
            country: item.country.clone(),
            subject: item.subject.clone(),
            serial: item.serial.clone(),
            begins: item.begins,
            ends: item.ends,
        }
    }
}

/// Which things are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this kind.
    pub kind: Option<ItemKind>,
    /// Of this country.
    pub country: Option<String>,
    /// In this state.
    pub state: Option<State>,
    /// With this in the subject or serial.
    pub text: Option<String>,
}

/// A pinned signer of lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PinLine {
    /// The fingerprint of its certificate.
    pub print: Print,
    /// Its subject; empty when only the fingerprint was given.
    pub subject: String,
    /// When it was pinned.
    pub at: Timestamp,
    /// By whom: a name, or `command-line`.
    pub by: String,
}

/// Where something came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// What vouches for it.
    pub kind: SourceKind,
    /// The name of the file.
    pub file: String,
    /// The signer's subject, for a list.
    pub signer: String,
    /// When its signer says it was signed.
    pub signed_at: Option<Timestamp>,
    /// When its signer's certificate ends.
    pub expires: Option<Timestamp>,
    /// When it was imported.
    pub at: Timestamp,
    /// By whom: a name, or `command-line`.
    pub by: String,
}

/// The whole store at a glance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overview {
    /// Certificates that issue.
    pub authorities: i64,
    /// Certificates of document signers.
    pub signers: i64,
    /// Revocation lists.
    pub crls: i64,
    /// The countries of any of these.
    pub countries: Vec<String>,
    /// Lists and files in use, latest first.
    pub sources: Vec<Provenance>,
    /// Signers of lists that are pinned.
    pub pins: Vec<PinLine>,
    /// What ends soon or has ended since.
    pub endings: Vec<Ending>,
    /// The present.
    pub now: Timestamp,
}

/// One thing of the store with everything that is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateView {
    /// What the list shows.
    pub line: ItemLine,
    /// How it stands.
    pub state: State,
    /// The issuer's name, for a certificate.
    pub issuer: Option<String>,
    /// Its key in words, for a certificate.
    pub key: Option<String>,
    /// How many certificates it revokes, for a revocation list.
    pub revokes: Option<usize>,
    /// Where it came from.
    pub provenance: Vec<Provenance>,
    /// Whether it can be traced, for a certificate.
    pub chain: Option<ChainStatus>,
    /// From its issuer to the certificate that is believed in itself.
    pub issuers: Vec<(String, Print)>,
    /// What lists say of it.
    pub revocation: Option<Revocation>,
    /// What had to be tolerated.
    pub deviations: Vec<ChainDeviation>,
    /// Since when, by whom and why it is not believed.
    pub distrusted: Option<(Timestamp, String, String)>,
    /// The present.
    pub now: Timestamp,
}

/// Something that was done to the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryLine {
    /// When.
    pub at: Timestamp,
    /// What.
    pub kind: String,
    /// By whom: a name, or `command-line`.
    pub by: String,
    /// Details.
    pub note: serde_json::Value,
}

impl Service {
    /// The store at a glance.
    ///
    /// # Errors
    /// Storage.
    pub async fn trust_overview(&self) -> Result<Overview, Error> {
        let mut read = self.store().read().await?;
        let names = Names::read(&mut read).await?;
        let counts = rows::counts(&mut read).await?;
        let of = |kind| {
            counts
                .iter()
                .filter(|line| line.0 == kind)
                .map(|line| line.2)
                .sum()
        };
        let mut countries: Vec<String> = counts
            .iter()
            .map(|line| line.1.clone())
            .filter(|country| !country.is_empty())
            .collect();
        countries.sort();
        countries.dedup();
        let sources = rows::sources(&mut read, LISTED).await?;
        let pins = rows::pins(&mut read).await?;
        drop(read);
        Ok(Overview {
            authorities: of(ItemKind::Authority),
            signers: of(ItemKind::Signer),
            crls: of(ItemKind::Crl),
            countries,
            sources: sources.iter().map(|row| names.provenance(row)).collect(),
            pins: pins
                .into_iter()
                .map(|pin| PinLine {
                    print: Print(pin.fingerprint),
                    subject: pin.subject,
                    at: pin.pinned,
                    by: names.of(&pin.pinned_by),
                })
                .collect(),
            endings: self.endings().await?,
            now: self.now(),
        })
    }

    /// What the store holds, by country and subject, after the item `after`; with the states, and
    /// whether there is more.
    ///
    /// # Errors
    /// [`Error::CursorUnknown`], storage.
    pub async fn trust_items(
        &self,
        filter: &Filter,
        after: Option<Print>,
        limit: u32,
    ) -> Result<(Vec<(ItemLine, State)>, bool), Error> {
        let now = self.now();
        let mut read = self.store().read().await?;
        let after = match after {
            Some(print) => {
                let row = rows::item(&mut read, &print.0).await?;
                let row = row.ok_or(Error::CursorUnknown)?;
                Some(line_of(row))
            }
            None => None,
        };
        let (ends_by, ends_after) = match filter.state {
            Some(State::Valid) => (None, None),
            Some(State::Ending) => (Some(now + SOON), Some(now)),
            Some(State::Ended) => (Some(now), None),
            Some(State::Distrusted) | None => (None, None),
        };
        let wanted = rows::Filter {
            kind: filter.kind,
            country: filter.country.clone(),
            text: filter.text.clone(),
            ends_by,
            ends_after: match filter.state {
                Some(State::Valid) => Some(now + SOON),
                _ => ends_after,
            },
            distrusted: filter.state == Some(State::Distrusted),
        };
        let mut found = rows::list(&mut read, &wanted, after.as_ref(), limit + 1).await?;
        let more = found.len() > limit as usize;
        found.truncate(limit as usize);
        let distrusted = rows::distrusted(&mut read).await?;
        let lines = found.iter().map(|row| {
            let is = distrusted
                .iter()
                .any(|one| one.fingerprint == row.fingerprint);
            let state = match is {
                true => State::Distrusted,
                false => State::at(row.ends, now),
            };
            (ItemLine::of(row), state)
        });
        Ok((lines.collect(), more))
    }

    /// Everything about one thing of the store.
    ///
    /// # Errors
    /// [`Error::NotFound`], storage.
    pub async fn trust_item(&self, print: Print) -> Result<CertificateView, Error> {
        let now = self.now();
        let anchors = self.anchors().await?;
        let mut read = self.store().read().await?;
        let row = rows::item(&mut read, &print.0).await?;
        let row = row.ok_or(Error::NotFound)?;
        let names = Names::read(&mut read).await?;
        let provenance = rows::provenance(&mut read, &print.0).await?;
        let distrusted = rows::distrusted(&mut read).await?;
        drop(read);
        let distrusted = distrusted
            .into_iter()
            .find(|one| one.fingerprint == print.0)
            .map(|one| (one.at, names.of(&one.by_whom), one.reason));
        let mut view = CertificateView {
            line: ItemLine::of_item(&row),
            state: match distrusted {
                Some(_) => State::Distrusted,
                None => State::at(row.ends, now),
            },
            issuer: None,
            key: None,
            revokes: None,
            provenance: provenance.iter().map(|row| names.provenance(row)).collect(),
            chain: None,
            issuers: Vec::new(),
            revocation: None,
            deviations: Vec::new(),
            distrusted,
            now,
        };
        if row.kind == ItemKind::Crl {
            view.revokes = Crl::of(&row.der).ok().map(|crl| crl.len());
        } else if let Ok(certificate) = Certificate::of(&row.der) {
            let chain = anchors.trust.trace(&certificate, now, &Policy::default());
            view.issuer = Some(certificate.issuer.to_string());
            view.key = certificate.public_key().ok().map(|key| key.describe());
            view.chain = Some(chain.status);
            view.revocation = Some(chain.revocation);
            view.deviations = chain.deviations;
            view.issuers = chain
                .issuers
                .iter()
                .map(|issuer| (issuer.subject.to_string(), Print(issuer.fingerprint())))
                .collect();
        }
        Ok(view)
    }

    /// What was done to the store, latest first.
    ///
    /// # Errors
    /// Storage.
    pub async fn trust_history(&self) -> Result<Vec<HistoryLine>, Error> {
        let mut read = self.store().read().await?;
        let names = Names::read(&mut read).await?;
        let acts = rows::acts(&mut read, None, LISTED).await?;
        Ok(acts
            .into_iter()
            .map(|act| HistoryLine {
                at: act.at,
                kind: act.kind,
                by: names.of(&act.actor),
                note: act.note,
            })
            .collect())
    }
}

fn line_of(row: rows::Item) -> rows::ItemLine {
    rows::ItemLine {
        fingerprint: row.fingerprint,
        kind: row.kind,
        country: row.country,
        subject: row.subject,
        serial: row.serial,
        begins: row.begins,
        ends: row.ends,
        added: row.added,
    }
}

/// The names of operators by their ids.
struct Names(HashMap<String, String>);

impl Names {
    async fn read(conn: &mut Conn) -> Result<Self, Error> {
        let operators = operators::list(conn, OPERATORS).await?;
        Ok(Self(
            operators
                .into_iter()
                .map(|row| (row.id.to_string(), row.display_name))
                .collect(),
        ))
    }

    fn of(&self, who: &str) -> String {
        self.0.get(who).cloned().unwrap_or_else(|| who.to_owned())
    }

    fn provenance(&self, row: &Source) -> Provenance {
        Provenance {
            kind: row.kind,
            file: row.name.clone(),
            signer: row.signer.clone(),
            signed_at: row.signed_at,
            expires: row.expires,
            at: row.imported,
            by: self.of(&row.imported_by),
        }
    }
}
