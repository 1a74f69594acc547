//! What a reading found, and what it cost.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{File, Missing, Options, Profile, file::Contents};
use crate::{
    KeyProof,
    access_key::PasswordKind,
    active_authentication::{ActiveAuthenticationError, ActiveProof},
    apdu::Status,
    chip_authentication::ChipAuthentication,
    cipher::Cipher,
    pace::MappingProof,
    security_infos::{Agreement, PaceProtocol, SecurityInfos},
};

/// Everything that a reading found. Nothing here is believed yet: passive authentication says whether the
/// files are the issuer's, and with them the keys that the proofs rest on.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Raw bytes, as the chip gave them.
    pub files: BTreeMap<File, Vec<u8>>,
    pub missing: BTreeMap<File, Missing>,
    pub access: Option<Access>,
    pub card_access: CardAccessCheck,
    pub mapping: MappingRun,
    pub chip_authentication: ChipAuthenticationRun,
    pub active_authentication: ActiveAuthenticationRun,
    pub deviations: Vec<Deviation>,
    pub profile: Profile,
    pub effort: Effort,
}

/// How the channel was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Access {
    Bac,
    Pace {
        protocol: PaceProtocol,
        /// None: the only parameters that the chip spells out.
        parameter_id: Option<u8>,
        password: PasswordKind,
    },
}

/// Whether EF.CardAccess, which nobody signs, says of PACE what the signed DG14 says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardAccessCheck {
    Agrees,
    /// EF.CardAccess and DG14 do not announce the same: someone may have weakened the choice.
    Differs,
    /// DG14 announces PACE, but there was no EF.CardAccess, so BAC was used: someone may have hidden it.
    Concealed,
    /// DG14 is absent or says nothing about PACE, as on older chips.
    Unstated,
}

/// The chip-authentication mapping of PACE.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum MappingRun {
    #[default]
    NotRun,
    Proven {
        source: KeySource,
    },
    /// No static key of the chip fits.
    Failed,
}

/// Where the key lies that a proof rests on: the file that passive authentication must cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeySource {
    DataGroup14,
    DataGroup15,
    /// Signed by itself.
    CardSecurity,
}

/// Chip authentication.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum ChipAuthenticationRun {
    #[default]
    NotRun,
    /// The commands succeeded; no answer under the new keys yet.
    Pending {
        agreement: Agreement,
        cipher: Cipher,
    },
    Proven {
        agreement: Agreement,
        cipher: Cipher,
    },
    /// The chip does not know the new keys, or its public key is none: a copy, or broken.
    Failed,
    Refused {
        status: Status,
    },
}

/// Active authentication.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ActiveAuthenticationRun {
    #[default]
    NotRun,
    Answered {
        challenge: [u8; 8],
        signature: Vec<u8>,
        verdict: Result<ActiveProof, ActiveAuthenticationError>,
    },
    Refused {
        status: Status,
    },
}

/// The strongest proof that the chip holds a private key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "source")]
pub enum ChipProof {
    /// Nothing was proven; nothing failed either.
    None,
    /// A protocol ran and the chip could not answer it, or refused it: a copy, or broken.
    Failed,
    ChipAuthentication(KeySource),
    Mapping(KeySource),
    ActiveAuthentication(KeySource),
}

/// Something that the chip does unlike the standard, tolerated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "value")]
pub enum Deviation {
    /// SELECT of the master file by its identifier failed.
    MasterFileRefused,
    /// The file is deactivated (6283) but readable.
    Deactivated(File),
    /// It gives at most so many bytes at once.
    ReadLimited(u32),
    /// It refused an extended APDU.
    ExtendedRefused,
    /// DG14 names a key but no protocol; 3DES was taken.
    ProtocolInferred,
    /// It refused to hear the number of its key, or wanted it.
    KeyReferenceRefused,
    /// The file is there but not understood.
    Unreadable(File),
}

/// What a reading cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effort {
    /// Batches sent: round trips.
    pub trips: u32,
    pub commands: u32,
    pub bytes: u64,
    /// How often the contact was lost.
    pub losses: u32,
    #[serde(skip)]
    pub(super) useful_bytes: usize,
}

/// What is noted down while reading.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) access: Option<Access>,
    pub(super) mapping: Option<MappingProof>,
    pub(super) mapping_run: MappingRun,
    pub(super) chip_authentication: ChipAuthenticationRun,
    pub(super) active_authentication: ActiveAuthenticationRun,
    pub(super) profile: Profile,
    pub(super) effort: Effort,
    /// Chip authentication was not answered once.
    starved: bool,
    deviations: Vec<Deviation>,
}

impl Record {
    pub(super) fn new(profile: Profile) -> Record {
        Record {
            access: None,
            mapping: None,
            mapping_run: MappingRun::default(),
            chip_authentication: ChipAuthenticationRun::default(),
            active_authentication: ActiveAuthenticationRun::default(),
            profile,
            effort: Effort::default(),
            starved: false,
            deviations: Vec::new(),
        }
    }

    pub(super) fn deviate(&mut self, deviation: Deviation) {
        if !self.has(deviation) {
            self.deviations.push(deviation);
        }
    }

    pub(super) fn has(&self, deviation: Deviation) -> bool {
        self.deviations.contains(&deviation)
    }

    pub(super) fn begin_chip_authentication(&mut self, run: &ChipAuthentication) {
        let protocol = run.protocol();
        if run.inferred() {
            self.deviate(Deviation::ProtocolInferred);
        }
        self.chip_authentication = ChipAuthenticationRun::Pending {
            agreement: protocol.agreement,
            cipher: protocol.cipher,
        };
    }

    /// An answer was verified; when it is the first under new keys, the chip is proven.
    pub(super) fn confirm_chip_authentication(&mut self) {
        if let ChipAuthenticationRun::Pending { agreement, cipher } = self.chip_authentication {
            self.chip_authentication = ChipAuthenticationRun::Proven { agreement, cipher };
        }
    }

    /// An answer was not verified: whether it was the first under new keys, which is noted then. Key agreement
    /// draws the most power, and a chip that starved once is no copy yet.
    pub(super) fn chip_authentication_failed(&mut self) -> bool {
        let pending = matches!(
            self.chip_authentication,
            ChipAuthenticationRun::Pending { .. }
        );
        if pending {
            self.chip_authentication = match std::mem::replace(&mut self.starved, true) {
                true => ChipAuthenticationRun::Failed,
                false => ChipAuthenticationRun::NotRun,
            };
        }
        pending
    }

    /// The channel is gone: what follows must be proven again. A failure is not forgotten.
    pub(super) fn forget_chip_authentication(&mut self) {
        if self.proven_or_pending() {
            self.chip_authentication = ChipAuthenticationRun::NotRun;
        }
        self.mapping = None;
        self.mapping_run = match self.mapping_run {
            MappingRun::Failed => MappingRun::Failed,
            _ => MappingRun::NotRun,
        };
    }

    /// Chip authentication has neither run, nor is it superfluous.
    pub(super) fn chip_authentication_wanted(&self) -> bool {
        self.chip_authentication == ChipAuthenticationRun::NotRun && !self.mapping_counts()
    }

    /// A key that EF.CardSecurity alone has proves nothing of the data groups.
    fn mapping_counts(&self) -> bool {
        self.mapping_run
            == MappingRun::Proven {
                source: KeySource::DataGroup14,
            }
    }

    pub(super) fn proven_or_pending(&self) -> bool {
        matches!(
            self.chip_authentication,
            ChipAuthenticationRun::Pending { .. } | ChipAuthenticationRun::Proven { .. }
        ) || self.mapping_counts()
    }
}

impl Outcome {
    pub(super) fn of(
        contents: BTreeMap<File, Contents>,
        record: Record,
        card_access: Option<&SecurityInfos>,
        options: &Options,
    ) -> Outcome {
        let mut files = BTreeMap::new();
        let mut missing = BTreeMap::new();
        for (file, contents) in contents {
            if let Some(reason) = contents.missing {
                missing.insert(file, reason);
            } else if let Some(bytes) = contents.whole() {
                files.insert(file, bytes);
            } else if file.tag().is_none() && options.files.contains(&file) {
                files.insert(file, contents.begun());
            }
        }
        let dg14 = files
            .get(&File::DataGroup(14))
            .and_then(|file| SecurityInfos::of_dg14(file).ok());
        Outcome {
            card_access: check_card_access(card_access, dg14.as_ref()),
            files,
            missing,
            access: record.access,
            mapping: record.mapping_run,
            chip_authentication: record.chip_authentication,
            active_authentication: record.active_authentication,
            deviations: record.deviations,
            profile: record.profile,
            effort: record.effort,
        }
    }

    /// The files of the data groups, by number: what passive authentication takes.
    #[must_use]
    pub fn data_groups(&self) -> BTreeMap<u8, Vec<u8>> {
        let groups = self.files.iter().filter_map(|(file, bytes)| match file {
            File::DataGroup(number) => Some((*number, bytes.clone())),
            _ => None,
        });
        groups.collect()
    }

    /// Every private key that the chip was found to hold, of those whose public half is in a data group. A key
    /// of EF.CardSecurity alone does not count here: no list of hashes covers it. A chip that could not use one of
    /// its keys is believed in none: a copy may have the genuine one at hand for the other.
    #[must_use]
    pub fn proofs(&self) -> Vec<KeyProof> {
        let mut proofs = Vec::new();
        if self.failed() {
            return proofs;
        }
        if let ChipAuthenticationRun::Proven { .. } = self.chip_authentication {
            proofs.push(KeyProof::ChipAuthentication);
        }
        if let MappingRun::Proven {
            source: KeySource::DataGroup14,
        } = self.mapping
        {
            proofs.push(KeyProof::Mapping);
        }
        if let ActiveAuthenticationRun::Answered { verdict: Ok(_), .. } = self.active_authentication
        {
            proofs.push(KeyProof::ActiveAuthentication);
        }
        proofs
    }

    /// Whether a protocol ran and the chip's answer was wrong: a copy, or broken. What it signed with a key of a kind
    /// that is not supported says nothing of it.
    fn failed(&self) -> bool {
        let wrong = |error| error != ActiveAuthenticationError::Key;
        self.mapping == MappingRun::Failed
            || self.chip_authentication == ChipAuthenticationRun::Failed
            || matches!(
                self.active_authentication,
                ActiveAuthenticationRun::Answered { verdict: Err(error), .. } if wrong(error)
            )
    }

    /// The strongest proof. It counts only when passive authentication covers the file it names.
    #[must_use]
    pub fn chip_proof(&self) -> ChipProof {
        if self.failed() {
            return ChipProof::Failed;
        }
        if let ChipAuthenticationRun::Proven { .. } = self.chip_authentication {
            return ChipProof::ChipAuthentication(KeySource::DataGroup14);
        }
        if let MappingRun::Proven {
            source: source @ KeySource::DataGroup14,
        } = self.mapping
        {
            return ChipProof::Mapping(source);
        }
        match self.active_authentication {
            ActiveAuthenticationRun::Answered { verdict: Ok(_), .. } => {
                ChipProof::ActiveAuthentication(KeySource::DataGroup15)
            }
            // Too long for this reader: that tells nothing of the chip.
            ActiveAuthenticationRun::Refused { status }
                if status == Status::WRONG_LENGTH || status.proposed_length().is_some() =>
            {
                ChipProof::None
            }
            ActiveAuthenticationRun::Refused { .. } => ChipProof::Failed,
            ActiveAuthenticationRun::Answered { .. } | ActiveAuthenticationRun::NotRun => {
                match (self.mapping, self.chip_authentication) {
                    (MappingRun::Proven { source }, _) => ChipProof::Mapping(source),
                    (_, ChipAuthenticationRun::NotRun) => ChipProof::None,
                    _ => ChipProof::Failed,
                }
            }
        }
    }
}

fn check_card_access(
    open: Option<&SecurityInfos>,
    signed: Option<&SecurityInfos>,
) -> CardAccessCheck {
    let Some(signed) = signed.filter(|infos| !infos.pace.is_empty()) else {
        return CardAccessCheck::Unstated;
    };
    let Some(open) = open.filter(|infos| !infos.pace.is_empty()) else {
        return CardAccessCheck::Concealed;
    };
    let offers = |info| signed.pace.contains(info);
    let parameters = |own| signed.pace_parameters.contains(own);
    // One that was taken away weakens the choice as much as one that was put in.
    let shown = |info| open.pace.contains(info);
    if open.pace.iter().all(offers)
        && open.pace_parameters.iter().all(parameters)
        && signed.pace.iter().all(shown)
    {
        CardAccessCheck::Agrees
    } else {
        CardAccessCheck::Differs
    }
}
