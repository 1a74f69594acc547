//! What files hold, judged before the store is held: pure, and on a thread of its own.

use std::collections::HashSet;

use bonafide_x509::intake;
use bonafide_x509::trust::Trust;
use bonafide_x509::{Certificate, Crl, MasterList};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use super::import::{File, ITEMS, Refused, Why, bounded, file_name};
use super::vouching::{AHEAD, Rules, Vouched};
use crate::Error;

/// Revocation lists in one import that nobody believed signed, before no further one is looked at.
const UNSIGNED: usize = 500;

/// A file's name and hash.
pub(super) type Place = (String, [u8; 32]);

/// What files hold, as far as it can be judged without the store.
#[derive(Default)]
pub(super) struct Judged {
    /// Lists that somebody vouches for, the oldest first.
    pub(super) lists: Vec<(String, Vouched, MasterList)>,
    /// With whether it is from a directory.
    pub(super) certificates: Vec<(Place, bool, Certificate)>,
    /// Each with the certificate that signed it.
    pub(super) crls: Vec<(Place, bool, Crl, Certificate)>,
    pub(super) refused: Vec<Refused>,
}

impl Judged {
    pub(super) fn of(files: &[File], rules: &Rules, now: Timestamp) -> Result<Self, Error> {
        let mut judged = Self::default();
        let mut crls = Vec::new();
        let mut parts = 0;
        for file in files {
            let place = (file_name(&file.name), Sha256::digest(&file.bytes).into());
            for part in intake::read(&file.bytes) {
                parts += 1;
                if parts > ITEMS {
                    return Err(Error::LimitReached(ITEMS));
                }
                let from_directory = part.entry.is_some();
                match part.item {
                    Ok(intake::Item::MasterList(list)) => match rules.judge(&list, now) {
                        Ok(vouched) => judged.lists.push((place.0.clone(), vouched, list)),
                        Err(why) => judged.refused.push(refused(&place.0, part.entry, why)),
                    },
                    Ok(intake::Item::Certificate(one)) => {
                        judged
                            .certificates
                            .push((place.clone(), from_directory, one));
                    }
                    Ok(intake::Item::Crl(one)) => crls.push((place.clone(), from_directory, one)),
                    Err(error) => {
                        let why = Why::Unreadable(error.to_string());
                        judged.refused.push(refused(&place.0, part.entry, why));
                    }
                }
            }
        }
        judged
            .lists
            .sort_by_key(|(_, vouched, _)| vouched.signed_at);
        judged.add_crls(crls, rules, now);
        Ok(judged)
    }

    /// Looks for who signed each revocation list, among whom the store believes and what comes along with them.
    fn add_crls(&mut self, crls: Vec<(Place, bool, Crl)>, rules: &Rules, now: Timestamp) {
        if crls.is_empty() {
            return;
        }
        let listed = self.lists.iter().flat_map(|(.., list)| &list.certificates);
        let single = self.certificates.iter().map(|(.., one)| one);
        let believed = rules
            .anchored
            .trust
            .certificates()
            .chain(listed)
            .chain(single.filter(|one| one.issues()));
        let (trust, _) = Trust::build(
            believed.cloned().collect(),
            Vec::new(),
            Vec::new(),
            &rules.distrusted,
        );
        let mut seen = HashSet::new();
        let mut unsigned = 0;
        for (place, from_directory, crl) in crls {
            if !seen.insert(crl.fingerprint()) {
                continue;
            }
            let issuer = || Some(bounded(&crl.issuer.to_string()));
            let signer = match unsigned < UNSIGNED {
                true => trust.signer_of(&crl).cloned(),
                false => None,
            };
            let Some(signer) = signer else {
                unsigned += 1;
                self.refused
                    .push(refused(&place.0, issuer(), Why::CrlUnsigned));
                continue;
            };
            if crl.this_update.is_some_and(|at| at > now + AHEAD) {
                self.refused
                    .push(refused(&place.0, issuer(), Why::SignedInTheFuture));
                continue;
            }
            self.crls.push((place, from_directory, crl, signer));
        }
    }
}

pub(super) fn refused(file: &str, what: Option<String>, why: Why) -> Refused {
    Refused {
        file: file.to_owned(),
        what: what.filter(|what| !what.is_empty()),
        why,
    }
}
