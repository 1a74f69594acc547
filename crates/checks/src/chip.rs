//! The files of a document's chip: whether a state signed them, whether they are from the chip that
//! it issued, and whether they say what is printed on the document.

use std::collections::BTreeMap;

use bonafide_emrtd::active_authentication::{ActiveAuthenticationError, ActiveKey, ActiveProof};
use bonafide_emrtd::card_security::{CardSecurity, KeysVerdict};
use bonafide_emrtd::handed_over::{HandedOver, SignedChallenge};
use bonafide_emrtd::lds::{FaceImages, ImageFormat, PersonalDetails, ZoneFile};
use bonafide_emrtd::passive_authentication::{
    ChainVerdict, CountryVerdict, HashVerdict, PassiveAuthentication, SignatureVerdict,
    authenticate,
};
use bonafide_emrtd::reading::{self, Access, CardAccessCheck, ChipProof, File, Outcome as Reading};
use bonafide_emrtd::security_infos::SecurityInfos;
use bonafide_emrtd::{Driver, EvidenceClass, KeyProof};
use bonafide_identity::assurance::ChipClass;
use bonafide_identity::fields::{Field, Zone};
use bonafide_identity::finding::{Check, Finding, Outcome, Reason};
use bonafide_identity::registration::ChipReading;
use bonafide_vision::face::Face;
use bonafide_vision::intake::{self, IntakeError};
use bonafide_x509::trust::Policy;
use image::RgbImage;
use serde::{Deserialize, Serialize};

use crate::document::Side;
use crate::intake::{IntakeProblem, drawn};
use crate::zone::values_of;
use crate::{ChipExamined, ChipInput, Examiner, Unavailable, model};

/// Data groups whose keys a chip proves itself with.
const CHIP_AUTHENTICATION: u8 = 14;
const ACTIVE_AUTHENTICATION: u8 = 15;
/// Data groups that every reading asks for.
const ASKED_FOR: [u8; 8] = [1, 2, 7, 11, 12, 14, 15, 16];

/// What was read from a chip, and how: what is kept as evidence.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChipFiles {
    /// Layout of this record.
    schema: u32,
    /// Who spoke with the chip.
    driver: Driver,
    /// Whole files, as the chip gave them, in hexadecimal, by name: `EF.SOD`, `DG1`.
    #[serde(with = "hexadecimal")]
    files: BTreeMap<String, Vec<u8>>,
    /// How the channel was opened, where we drove.
    access: Option<Access>,
    /// The keys that the chip was seen to hold, where we drove.
    proofs: Vec<KeyProof>,
    /// The chip's answer to our challenge, where another reader drove.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    signed: Option<SignedChallenge>,
    /// A protocol ran and the chip could not answer it.
    failed: bool,
    /// Whether the open and the signed choice of protocols agree.
    card_access: CardAccessCheck,
    /// What the chip did unlike the standard.
    deviations: Vec<reading::Deviation>,
}

impl std::fmt::Debug for ChipFiles {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Personal data stays out of logs, whoever prints it.
        f.debug_struct("ChipFiles")
            .field("files", &self.files.keys())
            .finish_non_exhaustive()
    }
}

impl ChipFiles {
    /// What the server read, command by command.
    pub fn driven(reading: &Reading) -> Self {
        Self {
            schema: 1,
            driver: Driver::Server,
            files: reading
                .files
                .iter()
                .map(|(file, bytes)| (file.name(), bytes.clone()))
                .collect(),
            access: reading.access,
            proofs: reading.proofs(),
            signed: None,
            failed: reading.chip_proof() == ChipProof::Failed,
            card_access: reading.card_access,
            deviations: reading.deviations.clone(),
        }
    }

    /// What another reader read. Whether the challenge was ours, and fresh, is for the caller to know:
    /// one that was not must not come here.
    pub fn handed_over(handed: HandedOver) -> Self {
        let files = handed.files.into_iter();
        Self {
            schema: 1,
            driver: Driver::ForeignReader,
            files: files.map(|(file, bytes)| (file.name(), bytes)).collect(),
            access: None,
            proofs: Vec::new(),
            signed: handed.signed,
            failed: false,
            card_access: CardAccessCheck::Unstated,
            deviations: Vec::new(),
        }
    }

    /// Who spoke with the chip.
    pub fn driver(&self) -> Driver {
        self.driver
    }

    /// What the chip answered to our challenge through another reader; `None` when it was not asked.
    ///
    /// # Errors
    /// Why the answer proves nothing.
    pub fn answer(&self) -> Option<Result<ActiveProof, ActiveAuthenticationError>> {
        let signed = self.signed.as_ref()?;
        let dg15 = self.file(File::DataGroup(ACTIVE_AUTHENTICATION));
        let dg14 = self.file(File::DataGroup(CHIP_AUTHENTICATION));
        Some(signed.verify(dg15.unwrap_or_default(), dg14))
    }

    /// As bytes, to be kept.
    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("files of a chip are plain data")
    }

    /// From bytes that were kept.
    ///
    /// # Errors
    /// When they are none of ours.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(bytes)
    }

    fn file(&self, file: File) -> Option<&[u8]> {
        self.files.get(&file.name()).map(Vec::as_slice)
    }

    fn data_groups(&self) -> BTreeMap<u8, Vec<u8>> {
        (1..=16)
            .filter_map(|number| Some((number, self.file(File::DataGroup(number))?.to_vec())))
            .collect()
    }
}

pub(crate) fn examine(
    examiner: &Examiner,
    input: &ChipInput<'_>,
) -> Result<ChipExamined, Unavailable> {
    let files = input.files;
    let passive = authenticate(
        files.file(File::Sod).unwrap_or_default(),
        &files.data_groups(),
        input.trust,
        input.now,
        &Policy::default(),
    );
    let answer = files.answer();
    let proofs = match &answer {
        Some(Ok(_)) => &[KeyProof::ActiveAuthentication][..],
        _ => &files.proofs,
    };
    let class = EvidenceClass::of(&passive, files.driver, proofs);
    // A key of a kind that is not supported says nothing of the chip.
    let failed = files.failed
        || matches!(
            answer,
            Some(Err(
                ActiveAuthenticationError::Wrong | ActiveAuthenticationError::Truncated
            ))
        );
    let stated = files.file(File::DataGroup(1)).map(ZoneFile::of);
    let stated = stated
        .and_then(Result::ok)
        .map(|stated| values_of(&stated.zone, &stated.lines, &[], input.today));
    let findings = vec![
        authenticity(&passive),
        proof(files, &passive, class, failed),
        agreement(stated.as_ref(), input.printed),
        match class {
            // Pictures that nobody signed are not decoded, and compared with nothing.
            None => portrait_unreadable(),
            Some(_) => portrait(examiner, input)?,
        },
    ];
    let findings = findings
        .into_iter()
        .map(|finding| finding.on([input.id.clone()]))
        .collect();
    let deviations = passive
        .deviations
        .iter()
        .map(named)
        .chain(files.deviations.iter().map(named))
        .chain(answer.iter().flatten().flat_map(|proof| {
            proof
                .deviations
                .iter()
                .map(|one| format!("active_{}", named(one)))
        }))
        .chain(
            matches!(
                files.card_access,
                CardAccessCheck::Differs | CardAccessCheck::Concealed
            )
            .then(|| "card_access_differs".to_owned()),
        )
        .chain(hidden(&passive))
        .chain(card_security(input))
        .collect();
    let signer = passive.signer.as_ref();
    let reading = ChipReading {
        class: class.map(|class| match class {
            EvidenceClass::A => ChipClass::A,
            EvidenceClass::B => ChipClass::B,
            EvidenceClass::C => ChipClass::C,
        }),
        access: files.access.map(|access| {
            match access {
                Access::Bac => "bac",
                Access::Pace { .. } => "pace",
            }
            .to_owned()
        }),
        signer_country: signer.and_then(|signer| signer.country.clone()),
        signer_fingerprint: signer.map(|signer| signer.fingerprint.clone()),
        deviations,
        // Only what a state vouches for is called the chip's word.
        zone: stated
            .filter(|_| class.is_some())
            .map(|stated| zone(files, stated)),
    };
    Ok(ChipExamined { findings, reading })
}

/// What is unusual about EF.CardSecurity, which chips with a certain way of PACE have: by name.
fn card_security(input: &ChipInput<'_>) -> Vec<String> {
    let Some(file) = input.files.file(File::CardSecurity) else {
        return Vec::new();
    };
    let dg14 = input.files.file(File::DataGroup(CHIP_AUTHENTICATION));
    let judged = CardSecurity::judge(file, dg14, input.trust, input.now, &Policy::default());
    let unsigned = (!judged.is_genuine()).then_some("card_security_not_vouched_for");
    let differs = (judged.keys == KeysVerdict::Differ).then_some("card_security_differs");
    let deviations = [unsigned, differs].into_iter().flatten();
    deviations.map(str::to_owned).collect()
}

/// A deviation's stable name: with a value, `name:value`.
fn named(deviation: &impl Serialize) -> String {
    match serde_json::to_value(deviation) {
        Ok(serde_json::Value::String(name)) => name,
        Ok(serde_json::Value::Object(parts)) => {
            let kind = parts.get("kind").and_then(serde_json::Value::as_str);
            kind.unwrap_or_default().to_owned()
        }
        _ => String::new(),
    }
}

/// Signed groups that were asked for and are not there.
fn hidden(passive: &PassiveAuthentication) -> impl Iterator<Item = String> {
    let absent = |number: &u8| passive.hashes.get(number) == Some(&HashVerdict::Absent);
    (ASKED_FOR.into_iter().filter(absent)).map(|number| format!("dg{number}_not_read"))
}

/// Whether a state signed the files.
fn authenticity(passive: &PassiveAuthentication) -> Finding {
    let failed = |reason| Finding::new(Check::ChipAuthenticity, Outcome::Fail, reason);
    let unknown = |reason| Finding::new(Check::ChipAuthenticity, Outcome::Inconclusive, reason);
    let altered = passive
        .hashes
        .values()
        .any(|hash| matches!(hash, HashVerdict::Mismatch | HashVerdict::Unsigned));
    match (passive.signature, passive.chain) {
        (SignatureVerdict::Unsupported, _) => unknown(Reason::ChipSignatureWrong),
        // The signer may be one that is not known here: nothing says that it did not sign.
        (SignatureVerdict::NoCertificate, _) => unknown(Reason::ChipIssuerUnknown),
        (SignatureVerdict::Valid, _) if altered => failed(Reason::ChipDataAltered),
        (SignatureVerdict::Valid, ChainVerdict::Trusted)
            if passive.issuing_state != CountryVerdict::Same =>
        {
            // Regions and organisations sign under codes of their own: a moderator knows them. Nor may any
            // state that is believed sign for one whose code says nothing.
            unknown(Reason::ChipIssuerUnknown)
        }
        (SignatureVerdict::Valid, ChainVerdict::Trusted) if passive.is_genuine() => {
            Finding::pass(Check::ChipAuthenticity)
        }
        (SignatureVerdict::Valid, ChainVerdict::Revoked) => failed(Reason::ChipSignerRevoked),
        (SignatureVerdict::Valid, ChainVerdict::Expired | ChainVerdict::NotYetValid) => {
            failed(Reason::ChipSignerExpired)
        }
        (SignatureVerdict::Valid, ChainVerdict::Distrusted) => failed(Reason::ChipIssuerUnknown),
        (SignatureVerdict::Valid, ChainVerdict::IssuerSignatureInvalid) => {
            failed(Reason::ChipSignatureWrong)
        }
        (SignatureVerdict::Valid, _) => unknown(Reason::ChipIssuerUnknown),
        _ => failed(Reason::ChipSignatureWrong),
    }
}

/// Whether the files are from the chip that the state issued. Where we asked the chip ourselves, a copy
/// that leaves out the key which the state signed is as telling as one that cannot use it; another
/// reader may not have asked.
fn proof(
    files: &ChipFiles,
    passive: &PassiveAuthentication,
    class: Option<EvidenceClass>,
    failed: bool,
) -> Finding {
    // DG14 may announce PACE alone; one that was not read is taken to hold a key.
    let chip_key = passive.lists(CHIP_AUTHENTICATION)
        && files
            .file(File::DataGroup(CHIP_AUTHENTICATION))
            .and_then(|file| SecurityInfos::of_dg14(file).ok())
            .is_none_or(|infos| !infos.chip_keys.is_empty());
    // Nobody can ask for a proof with a key of a kind that is not supported.
    let active_key = passive.lists(ACTIVE_AUTHENTICATION)
        && files
            .file(File::DataGroup(ACTIVE_AUTHENTICATION))
            .is_none_or(|file| ActiveKey::of_dg15(file).is_ok());
    let has_key = chip_key || active_key;
    let driven = files.driver == Driver::Server;
    match class {
        // What the chip proved is worth nothing while nobody vouches for its key.
        None if !failed => Finding::new(Check::ChipProof, Outcome::Warn, Reason::ChipNotProven),
        Some(EvidenceClass::A | EvidenceClass::B) => Finding::pass(Check::ChipProof),
        _ if failed => Finding::new(Check::ChipProof, Outcome::Fail, Reason::ChipCopied),
        _ if has_key && driven => {
            Finding::new(Check::ChipProof, Outcome::Fail, Reason::ChipProofMissing)
        }
        _ => Finding::new(Check::ChipProof, Outcome::Warn, Reason::ChipNotProven),
    }
}

/// What DG1 says, with what DG11 adds to it.
fn zone(files: &ChipFiles, mut zone: Zone) -> Zone {
    zone.chip = true;
    let details = files
        .file(File::DataGroup(11))
        .and_then(|file| PersonalDetails::of(file).ok());
    if let Some(details) = details {
        if let Some(name) = &details.full_name {
            let whole = format!("{} {}", name.given_names, name.surname);
            let whole = whole.trim();
            if !whole.is_empty() {
                zone.values.insert(Field::FullName, whole.to_owned());
            }
        }
        if let Some(number) = details.personal_number.filter(|number| !number.is_empty()) {
            zone.values.insert(Field::PersonalNumber, number);
        }
    }
    zone
}

/// Whether DG1 says what is printed. Names are compared as the zone has them, which cuts long
/// ones off; whatever a check digit covers must be equal.
fn agreement(chip: Option<&Zone>, printed: Option<&Zone>) -> Finding {
    let (Some(chip), Some(printed)) = (chip, printed) else {
        return Finding::new(Check::ChipZone, Outcome::Inconclusive, Reason::ChipDiffers);
    };
    let compared = [
        Field::DocumentNumber,
        Field::BirthDate,
        Field::ExpiryDate,
        Field::IssuingState,
        Field::Nationality,
        Field::Sex,
        Field::Surname,
        Field::GivenNames,
    ];
    // Where no check digit covers it, it may as well be misread.
    let number = Field::PersonalNumber;
    let number = printed.confirmed.contains(&number).then_some(number);
    let differing = compared
        .iter()
        .chain(&number)
        .filter(|field| chip.values.get(field) != printed.values.get(field))
        .count();
    let finding = if differing == 0 {
        Finding::pass(Check::ChipZone)
    } else {
        Finding::new(Check::ChipZone, Outcome::Fail, Reason::ChipDiffers)
    };
    finding.measured(differing as f64, 0.0)
}

fn portrait_unreadable() -> Finding {
    Finding::new(
        Check::ChipPortrait,
        Outcome::Inconclusive,
        Reason::ChipPortraitUnreadable,
    )
}

/// Whether the chip's portrait can be compared with, and is the printed one.
fn portrait(examiner: &Examiner, input: &ChipInput<'_>) -> Result<Finding, Unavailable> {
    let Some(photo) = picture(input.files) else {
        return Ok(portrait_unreadable());
    };
    let Some(face) = largest(examiner, &photo)? else {
        return Ok(portrait_unreadable());
    };
    let Some(front) = input.front else {
        return Ok(Finding::pass(Check::ChipPortrait));
    };
    let front = Side::of(examiner, front)?;
    let Some(printed) = front.portrait() else {
        // The document's own examination says that its portrait was not found.
        return Ok(Finding::pass(Check::ChipPortrait));
    };
    let distance = examiner
        .faces
        .embed(&photo, &face)?
        .distance(&examiner.faces.embed(&front.photo, printed)?);
    let (distance, most) = (f64::from(distance), input.thresholds.face_match_distance);
    let poor = f64::from(printed.mesh.eye_distance()) < input.thresholds.portrait_eye_distance;
    let finding = if distance <= most || poor {
        Finding::pass(Check::ChipPortrait)
    } else {
        Finding::new(
            Check::ChipPortrait,
            Outcome::Inconclusive,
            Reason::ChipPortraitDiffers,
        )
    };
    Ok(finding
        .measured(distance, most)
        .by(model(examiner.faces.embedder())))
}

/// The portrait as a moderator sees it. Of files that nobody signed it is not to be asked for.
pub(crate) fn safe_view(files: &ChipFiles) -> Result<Vec<u8>, IntakeProblem> {
    let photo = picture(files).ok_or(IntakeError::Unsupported)?;
    Ok(drawn(&photo))
}

/// The portrait in DG2, decoded.
pub(crate) fn picture(files: &ChipFiles) -> Option<RgbImage> {
    let file = files.file(File::DataGroup(2))?;
    let faces = FaceImages::of(file).ok()?;
    let image = &faces.faces.first()?.image;
    match image.format {
        ImageFormat::Jpeg2000 | ImageFormat::Jpeg2000CodeStream => {
            intake::jpeg_2000(&image.bytes).ok()
        }
        _ => intake::decode(&image.bytes, &intake::Limits::chip())
            .ok()
            .map(|photo| photo.image),
    }
}

/// The largest face.
pub(crate) fn largest(examiner: &Examiner, photo: &RgbImage) -> Result<Option<Face>, Unavailable> {
    Ok(examiner.faces.detect(photo)?.into_iter().next())
}

/// Bytes as hexadecimal text.
mod hexadecimal {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serializer, de::Error as _};

    pub(super) fn serialize<S: Serializer>(
        files: &BTreeMap<String, Vec<u8>>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.collect_map(files.iter().map(|(name, bytes)| (name, hex::encode(bytes))))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<BTreeMap<String, Vec<u8>>, D::Error> {
        BTreeMap::<String, String>::deserialize(from)?
            .into_iter()
            .map(|(name, text)| Ok((name, hex::decode(text).map_err(D::Error::custom)?)))
            .collect()
    }
}
