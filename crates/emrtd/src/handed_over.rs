//! What another reader hands over: whole files by name, in base64, and the challenge and the signature of active
//! authentication. Phone readers in the field keep them so: `COM`, `SOD`, `DG1`, `AAChallenge`, `AASignature`.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::active_authentication::{ActiveAuthenticationError, ActiveKey, ActiveProof};
use crate::lds::{Sod, StoredFile};
use crate::reading::File;
use crate::tlv::Tlv;

/// The longest file, and all of them together, in bytes: what a reading of our own may take.
pub const MAX_FILE_BYTES: usize = 1 << 20;
pub const MAX_BYTES: usize = 4 << 20;
/// The longest signature: RSA with 8192 bits.
const MAX_SIGNATURE: usize = 1024;
/// EF.COM, EF.SOD, sixteen data groups, challenge and signature.
const MAX_ENTRIES: usize = 20;

/// The names of challenge and signature, beside the files or among them.
pub const CHALLENGE: &str = "AAChallenge";
pub const SIGNATURE: &str = "AASignature";

/// A chip's answer to active authentication (Doc 9303-11, 6.1). Whose challenge it was is for the caller to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedChallenge {
    #[serde(with = "hex::serde")]
    pub challenge: [u8; 8],
    #[serde(with = "hex::serde")]
    pub signature: Vec<u8>,
}

/// Files that another reader read, each whole and beginning with its tag. EF.SOD and DG1 are among them, and DG15
/// where there is a signature. Nothing of it is believed yet.
#[derive(Clone, PartialEq, Eq)]
pub struct HandedOver {
    pub files: BTreeMap<File, Vec<u8>>,
    pub signed: Option<SignedChallenge>,
}

/// Something that cannot be used, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// A JSON pointer (RFC 6901) below an object of `files`, [`CHALLENGE`] and [`SIGNATURE`].
    pub pointer: String,
    pub problem: Unusable,
}

/// Why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    #[error("COM, SOD, DG1 to DG16, AAChallenge or AASignature is expected")]
    Name,
    #[error("stands twice")]
    Twice,
    #[error("more entries than there can be")]
    TooMany,
    #[error("not base64")]
    Base64,
    #[error("longer than a file of a chip may be here")]
    TooLong,
    #[error("the files together are longer than they may be here")]
    TooLongTogether,
    #[error("not one whole file: the tag of this file, its length, and nothing after its value")]
    File,
    #[error("not a security object that can be read")]
    SecurityObject,
    #[error("missing")]
    Missing,
    #[error("missing: the signature cannot be verified without it")]
    MissingKey,
    #[error("8 bytes are expected")]
    ChallengeLength,
    #[error("no signature is as long or as short")]
    SignatureLength,
}

impl std::fmt::Debug for HandedOver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Personal data stays out of logs, whoever prints it.
        f.debug_struct("HandedOver")
            .field("files", &self.files.keys())
            .finish_non_exhaustive()
    }
}

impl SignedChallenge {
    /// Whether the key in DG15 signed the challenge. DG14 names the hash, for ECDSA, where there is one.
    pub fn verify(
        &self,
        dg15: &[u8],
        dg14: Option<&[u8]>,
    ) -> Result<ActiveProof, ActiveAuthenticationError> {
        ActiveKey::of_dg15(dg15)?.verify_with(dg14, &self.challenge, &self.signature)
    }
}

impl HandedOver {
    /// Takes files by name, in base64 of either alphabet, padded or not, with or without line breaks. Challenge and
    /// signature may stand among the files, as some readers keep them.
    ///
    /// # Errors
    /// Everything that cannot be used.
    pub fn of(
        files: &BTreeMap<String, String>,
        challenge: Option<&str>,
        signature: Option<&str>,
    ) -> Result<HandedOver, Vec<Problem>> {
        if files.len() > MAX_ENTRIES {
            return Err(vec![problem("/files", Unusable::TooMany)]);
        }
        let mut taking = Taking::default();
        taking.challenge(&format!("/{CHALLENGE}"), challenge);
        taking.signature(&format!("/{SIGNATURE}"), signature);
        for (name, text) in files {
            let pointer = pointer(name);
            match name.as_str() {
                CHALLENGE => taking.challenge(&pointer, Some(text)),
                SIGNATURE => taking.signature(&pointer, Some(text)),
                _ => taking.file(&pointer, name, text),
            }
        }
        taking.whole()
    }
}

/// What has been taken so far.
#[derive(Default)]
struct Taking {
    files: BTreeMap<File, Vec<u8>>,
    bytes: usize,
    challenge: Option<Vec<u8>>,
    signature: Option<Vec<u8>>,
    problems: Vec<Problem>,
}

impl Taking {
    fn file(&mut self, pointer: &str, name: &str, text: &str) {
        let file = match StoredFile::of_name(name) {
            Some(StoredFile::Com) => File::Com,
            Some(StoredFile::Sod) => File::Sod,
            Some(StoredFile::Group(number)) => File::DataGroup(number),
            None => return self.refuse(pointer, Unusable::Name),
        };
        if self.files.contains_key(&file) {
            return self.refuse(pointer, Unusable::Twice);
        }
        let bytes = match decode(text, MAX_FILE_BYTES) {
            Ok(bytes) => bytes,
            Err(problem) => {
                // It is there, so nobody is told that it is missing.
                self.files.insert(file, Vec::new());
                return self.refuse(pointer, problem);
            }
        };
        self.bytes += bytes.len();
        if self.bytes > MAX_BYTES {
            self.refuse("/files", Unusable::TooLongTogether);
        } else if file == File::Sod {
            // Its wrapping takes several forms in the field.
            if Sod::of(&bytes).is_err() {
                self.refuse(pointer, Unusable::SecurityObject);
            }
        } else if !Tlv::only(&bytes).is_ok_and(|whole| Some(whole.tag) == file.tag()) {
            self.refuse(pointer, Unusable::File);
        }
        self.files.insert(file, bytes);
    }

    fn challenge(&mut self, pointer: &str, text: Option<&str>) {
        let Some(text) = text else { return };
        match decode(text, MAX_SIGNATURE) {
            _ if self.challenge.is_some() => self.refuse(pointer, Unusable::Twice),
            Ok(bytes) if bytes.len() == 8 => self.challenge = Some(bytes),
            Ok(_) | Err(Unusable::TooLong) => self.refuse(pointer, Unusable::ChallengeLength),
            Err(problem) => self.refuse(pointer, problem),
        }
    }

    fn signature(&mut self, pointer: &str, text: Option<&str>) {
        let Some(text) = text else { return };
        match decode(text, MAX_SIGNATURE) {
            _ if self.signature.is_some() => self.refuse(pointer, Unusable::Twice),
            Ok(bytes) if !bytes.is_empty() => self.signature = Some(bytes),
            Ok(_) | Err(Unusable::TooLong) => self.refuse(pointer, Unusable::SignatureLength),
            Err(problem) => self.refuse(pointer, problem),
        }
    }

    fn refuse(&mut self, pointer: &str, what: Unusable) {
        self.problems.push(problem(pointer, what));
    }

    fn whole(mut self) -> Result<HandedOver, Vec<Problem>> {
        for (file, pointer) in [
            (File::Sod, "/files/SOD"),
            (File::DataGroup(1), "/files/DG1"),
        ] {
            if !self.files.contains_key(&file) {
                self.refuse(pointer, Unusable::Missing);
            }
        }
        // One alone says nothing; one that was refused has been told of.
        if self.problems.is_empty() && self.challenge.is_some() != self.signature.is_some() {
            let absent = if self.challenge.is_some() {
                SIGNATURE
            } else {
                CHALLENGE
            };
            self.refuse(&format!("/{absent}"), Unusable::Missing);
        }
        if self.signature.is_some() && !self.files.contains_key(&File::DataGroup(15)) {
            self.refuse("/files/DG15", Unusable::MissingKey);
        }
        if !self.problems.is_empty() {
            return Err(self.problems);
        }
        let signed = self.challenge.zip(self.signature);
        Ok(HandedOver {
            files: self.files,
            signed: signed.and_then(|(challenge, signature)| {
                let challenge = challenge.try_into().ok()?;
                Some(SignedChallenge {
                    challenge,
                    signature,
                })
            }),
        })
    }
}

fn problem(pointer: &str, problem: Unusable) -> Problem {
    Problem {
        pointer: pointer.to_owned(),
        problem,
    }
}

/// The pointer to an entry of `files`; to all of them when its name is none.
fn pointer(name: &str) -> String {
    if name.len() <= 32 && name.bytes().all(|byte| byte.is_ascii_graphic()) {
        format!("/files/{}", name.replace('~', "~0").replace('/', "~1"))
    } else {
        "/files".to_owned()
    }
}

/// Bytes of base64, at most so many.
fn decode(text: &str, most: usize) -> Result<Vec<u8>, Unusable> {
    // A line break for every 64 letters at most.
    if text.len() > most / 3 * 4 + most / 16 + 8 {
        return Err(Unusable::TooLong);
    }
    let letters: Vec<u8> = text
        .bytes()
        .filter(|byte| !byte.is_ascii_whitespace())
        .map(|byte| match byte {
            b'-' => b'+',
            b'_' => b'/',
            other => other,
        })
        .collect();
    let padding = letters
        .iter()
        .rev()
        .take(2)
        .take_while(|byte| **byte == b'=')
        .count();
    let bytes = STANDARD_NO_PAD
        .decode(&letters[..letters.len() - padding])
        .map_err(|_| Unusable::Base64)?;
    if bytes.len() > most {
        return Err(Unusable::TooLong);
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_way_of_writing_base64_is_read() {
        let bytes = [0xFB, 0xEF, 0xFF, 0x01];
        let broken = STANDARD.encode(bytes).replace("//", "//\r\n");
        for text in [
            STANDARD.encode(bytes),
            STANDARD_NO_PAD.encode(bytes),
            URL_SAFE_NO_PAD.encode(bytes),
            broken,
            " ++//AQ== ".to_owned(),
        ] {
            assert_eq!(decode(&text, 4), Ok(bytes.to_vec()), "{text}");
        }
        assert_eq!(decode("++//AQ==", 3), Err(Unusable::TooLong));
        assert_eq!(decode(&"A".repeat(100), 3), Err(Unusable::TooLong));
        for bad in ["A", "****", "AA=A", "AAAA====", "é"] {
            assert_eq!(decode(bad, 9), Err(Unusable::Base64), "{bad}");
        }
    }

    fn problems(
        files: &[(&str, &str)],
        challenge: Option<&str>,
        signature: Option<&str>,
    ) -> Vec<(String, Unusable)> {
        let files = files
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect();
        let problems = HandedOver::of(&files, challenge, signature).unwrap_err();
        let problems = problems.into_iter();
        problems.map(|one| (one.pointer, one.problem)).collect()
    }

    #[test]
    fn everything_that_is_wrong_is_named_with_its_place() {
        let at = |pointer: &str, problem| (pointer.to_owned(), problem);
        assert_eq!(
            problems(&[], None, None),
            [
                at("/files/SOD", Unusable::Missing),
                at("/files/DG1", Unusable::Missing)
            ]
        );
        // 61 01 05, then 61 02 05, 75 01 05 and 61 01 05 00: cut off, another file, too much.
        for wrong in ["YQIF", "dQEF", "YQEFAA==", ""] {
            let found = problems(&[("DG1", wrong), ("SOD", "dwEF")], None, None);
            let expected = [
                at("/files/DG1", Unusable::File),
                at("/files/SOD", Unusable::SecurityObject),
            ];
            assert_eq!(found, expected, "{wrong}");
        }
        let found = problems(
            &[
                ("../etc/passwd", ""),
                ("A\nB", ""),
                ("DG1", "?"),
                ("EF.DG1", "YQEF"),
                ("DG17", "YQEF"),
                ("AAChallenge", "AAAAAAAAAAA="),
            ],
            Some("AAAAAAAAAAA="),
            Some(""),
        );
        let expected = [
            at("/AASignature", Unusable::SignatureLength),
            at("/files/..~1etc~1passwd", Unusable::Name),
            at("/files", Unusable::Name),
            at("/files/AAChallenge", Unusable::Twice),
            at("/files/DG1", Unusable::Base64),
            at("/files/DG17", Unusable::Name),
            at("/files/EF.DG1", Unusable::Twice),
            at("/files/SOD", Unusable::Missing),
        ];
        assert_eq!(found, expected);
        let found = problems(&[("DG1", "YQEF")], Some("AAAA"), None);
        assert_eq!(found[0], at("/AAChallenge", Unusable::ChallengeLength));
        let found = problems(&[("DG1", "YQEF")], None, Some("AAAA"));
        assert_eq!(found[1], at("/files/DG15", Unusable::MissingKey));
    }

    #[test]
    fn nothing_is_longer_than_it_may_be() {
        let long = STANDARD.encode(vec![0; MAX_FILE_BYTES + 1]);
        let found = problems(&[("DG2", &long)], None, None);
        assert_eq!(found[0].1, Unusable::TooLong);
        let file = |tag: u8| {
            let value = vec![0; MAX_FILE_BYTES - 5];
            STANDARD.encode(crate::tlv::write(crate::tlv::Tag(u32::from(tag)), &value))
        };
        let texts = [0x61, 0x75, 0x63, 0x76, 0x65].map(file);
        let names = ["DG1", "DG2", "DG3", "DG4", "DG5"];
        let files: Vec<(&str, &str)> = names
            .into_iter()
            .zip(&texts)
            .map(|(n, t)| (n, t.as_str()))
            .collect();
        let found = problems(&files, None, None);
        assert_eq!(found[0], ("/files".to_owned(), Unusable::TooLongTogether));
        let many: Vec<String> = (0..MAX_ENTRIES + 1).map(|n| n.to_string()).collect();
        let many: Vec<(&str, &str)> = many.iter().map(|name| (name.as_str(), "")).collect();
        assert_eq!(problems(&many, None, None)[0].1, Unusable::TooMany);
    }

    proptest! {
        #[test]
        fn anything_may_be_handed_over(
            files in proptest::collection::btree_map("(EF.)?(COM|SOD|DG[0-9]{1,2}|.{0,4})", ".{0,40}", 0..22),
            challenge in proptest::option::of(".{0,16}"),
            signature in proptest::option::of("[A-Za-z0-9+/=]{0,40}"),
        ) {
            if let Ok(taken) = HandedOver::of(&files, challenge.as_deref(), signature.as_deref()) {
                prop_assert!(taken.files.contains_key(&File::Sod));
            }
        }
    }
}
