//! The trust store: which certificates of states are believed, and who said so.
//!
//! A list of certificates counts when its signer was pinned, that is, compared out of band; a single
//! certificate or revocation list when somebody confirmed its fingerprint; a revocation list from a
//! directory when a state that is believed signed it. Nothing is believed at first.

mod alerts;
mod anchors;
mod import;
mod judging;
mod uploads;
mod view;
mod vouching;

use std::fmt;

use bonafide_identity::id::OperatorId;
use bonafide_store::trust::{self as rows, Distrusted, Fingerprint, Pin};
use bonafide_store::{Tx, audit::NewAct};
use bonafide_x509::Certificate;
use bonafide_x509::intake::{self, Item};
use serde_json::{Map, Value};

use crate::operator::Operator;
use crate::{Error, Pointer, Service};

pub use bonafide_store::trust::{ItemKind, SourceKind};

pub use alerts::{Ending, EndingKind};
pub use anchors::Anchored;
pub(crate) use anchors::Anchors;
pub use bonafide_x509::trust::{ChainStatus, Revocation};
pub use import::{File, Given, Import, LARGEST_UPLOAD, Refused, Why};
pub use view::{
    CertificateView, Filter, HistoryLine, ItemLine, Overview, PinLine, Provenance, State,
};

/// Longest reason, in characters.
const REASON: usize = 1000;

/// Who changes the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// Whoever runs the installation, on its machine.
    CommandLine,
    /// An operator who manages the trust store.
    Operator(OperatorId),
}

impl By {
    /// # Errors
    /// [`Error::TrustNotAllowed`] unless the operator manages the trust store.
    pub fn operator(operator: &Operator) -> Result<Self, Error> {
        match operator.manages_trust {
            true => Ok(Self::Operator(operator.id.clone())),
            false => {
                tracing::warn!(operator = %operator.id, "an operator without permission wanted to change the trust store");
                Err(Error::TrustNotAllowed)
            }
        }
    }

    fn as_str(&self) -> &str {
        match self {
            Self::CommandLine => "command-line",
            Self::Operator(id) => id.as_str(),
        }
    }
}

/// A fingerprint, as people read it: 64 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Print(pub Fingerprint);

impl fmt::Display for Print {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl Print {
    /// Reads 64 hexadecimal digits in either case, with blanks or colons between them or without.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits: String = text
            .chars()
            .filter(|character| !character.is_whitespace() && *character != ':')
            .take(65)
            .collect();
        let mut print = [0; 32];
        hex::decode_to_slice(digits, &mut print).ok()?;
        Some(Self(print))
    }
}

/// The one certificate in a file, in PEM or DER; of a signed list, its signer's.
///
/// # Errors
/// In words, when there is none or more than one.
pub fn certificate_in(bytes: &[u8]) -> Result<Certificate, String> {
    let mut found: Vec<Certificate> = Vec::new();
    for part in intake::read(bytes) {
        match part.item {
            Ok(Item::Certificate(certificate)) => found.push(certificate),
            Ok(Item::MasterList(list)) => match list.signed.verify() {
                Ok(verified) => found.push(verified.certificate),
                Err(error) => return Err(error.to_string()),
            },
            Ok(Item::Crl(_)) => {}
            Err(error) => return Err(error.to_string()),
        }
    }
    let mut found = found.into_iter();
    match (found.next(), found.next()) {
        (Some(certificate), None) => Ok(certificate),
        (None, _) => Err("no certificate in it".to_owned()),
        (Some(_), Some(_)) => Err("more than one certificate in it".to_owned()),
    }
}

impl Service {
    /// Believes that a signer of lists is who it says: somebody compared its fingerprint with what
    /// its state tells out of band. Says whether that is new.
    ///
    /// # Errors
    /// Storage.
    pub async fn pin(
        &self,
        by: &By,
        print: Print,
        certificate: Option<&Certificate>,
    ) -> Result<bool, Error> {
        let mut tx = self.store().begin().await?;
        rows::turn(&mut tx).await?;
        let pin = Pin {
            fingerprint: print.0,
            subject: certificate.map_or_else(String::new, |one| one.subject.to_string()),
            der: certificate.map(|one| one.der().to_vec()),
            pinned: self.now(),
            pinned_by: by.as_str().to_owned(),
        };
        if !rows::pin(&mut tx, &pin).await? {
            return Ok(false);
        }
        let note = [
            ("fingerprint", &*print.to_string()),
            ("subject", &*pin.subject),
        ];
        self.note_trust(&mut tx, by, "pinned", &note).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Lists of this signer are accepted no more; what it gave before stays. Says whether it was
    /// pinned.
    ///
    /// # Errors
    /// Storage.
    pub async fn unpin(&self, by: &By, print: Print) -> Result<bool, Error> {
        let mut tx = self.store().begin().await?;
        rows::turn(&mut tx).await?;
        if !rows::unpin(&mut tx, &print.0).await? {
            return Ok(false);
        }
        let note = [("fingerprint", &*print.to_string())];
        self.note_trust(&mut tx, by, "unpinned", &note).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// No longer believes a certificate, nor any other of its key, nor what they signed, whoever vouches for them now or
    /// later. Says whether that is new.
    ///
    /// # Errors
    /// [`Error::Validation`] for a reason that is none, and for a revocation list.
    pub async fn distrust(&self, by: &By, print: Print, reason: &str) -> Result<bool, Error> {
        let reason = reason.trim();
        let visible = |character: char| !character.is_control() || character == '\n';
        if reason.is_empty() || reason.chars().count() > REASON || !reason.chars().all(visible) {
            let problem = format!("1 to {REASON} visible characters");
            return Err(Error::Validation(vec![Pointer::new("/reason", problem)]));
        }
        let mut tx = self.store().begin().await?;
        rows::turn(&mut tx).await?;
        let known = rows::item(&mut tx, &print.0).await?;
        if known
            .as_ref()
            .is_some_and(|item| item.kind == ItemKind::Crl)
        {
            // Its word would still count, since a state signed it; nobody is to believe otherwise.
            let problem = "a revocation list: distrust the certificate that signed it".to_owned();
            return Err(Error::Validation(vec![Pointer::new(
                "/fingerprint",
                problem,
            )]));
        }
        let distrusted = Distrusted {
            fingerprint: print.0,
            subject: known.map_or_else(String::new, |item| item.subject),
            reason: reason.to_owned(),
            at: self.now(),
            by_whom: by.as_str().to_owned(),
        };
        if !rows::distrust(&mut tx, &distrusted).await? {
            return Ok(false);
        }
        let note = [
            ("fingerprint", &*print.to_string()),
            ("subject", &*distrusted.subject),
            ("reason", reason),
        ];
        self.note_trust(&mut tx, by, "distrusted", &note).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Believes a certificate again as far as somebody vouches for it. Says whether it was
    /// distrusted.
    ///
    /// # Errors
    /// Storage.
    pub async fn trust_again(&self, by: &By, print: Print) -> Result<bool, Error> {
        let mut tx = self.store().begin().await?;
        rows::turn(&mut tx).await?;
        if !rows::trust_again(&mut tx, &print.0).await? {
            return Ok(false);
        }
        let note = [("fingerprint", &*print.to_string())];
        self.note_trust(&mut tx, by, "trusted-again", &note).await?;
        tx.commit().await?;
        Ok(true)
    }

    pub(crate) async fn note_trust(
        &self,
        tx: &mut Tx,
        by: &By,
        kind: &str,
        note: &[(&str, &str)],
    ) -> Result<(), Error> {
        let note = note
            .iter()
            .map(|(name, value)| ((*name).to_owned(), Value::from(*value)))
            .collect();
        self.note_trust_of(tx, by, kind, note).await
    }

    async fn note_trust_of(
        &self,
        tx: &mut Tx,
        by: &By,
        kind: &str,
        note: Map<String, Value>,
    ) -> Result<(), Error> {
        let act = NewAct {
            at: self.now(),
            kind,
            actor: by.as_str(),
            note,
        };
        rows::record(tx, &act).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn fingerprints_as_people_write_them() {
        let plain = "ab".repeat(32);
        let print = Print::parse(&plain).unwrap();
        assert_eq!(print.to_string(), plain);
        let colons = vec!["AB"; 32].join(":");
        assert_eq!(Print::parse(&colons), Some(print));
        let lines = format!("{} {}\n", &plain[..20], &plain[20..]);
        assert_eq!(Print::parse(&lines), Some(print));
        for other in ["", "ab", &"ab".repeat(33), &"xy".repeat(32)] {
            assert_eq!(Print::parse(other), None, "{other}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text: String) {
            if let Some(print) = Print::parse(&text) {
                prop_assert_eq!(Print::parse(&print.to_string()), Some(print));
            }
        }

        #[test]
        fn any_bytes_are_a_certificate_or_none(bytes: Vec<u8>) {
            prop_assert!(certificate_in(&bytes).is_err());
        }
    }
}
