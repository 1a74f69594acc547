//! What is written onto a chip: its files and its private keys.

use std::collections::BTreeMap;

use bonafide_emrtd::{
    access_key::AccessKey,
    cipher::Cipher,
    group::{Group, Secret},
    reading::File,
    security_infos::{
        Agreement, ChipAuthenticationInfo, ChipPublicKey, PaceInfo, PaceParameters, SecurityInfos,
    },
    tlv::{Tag, unsigned, wrap, write},
};
use rand_core::CryptoRng;

use crate::{
    active::ActiveSigner,
    issuer::{DocumentSigner, IssuerError, SodOptions, data_group_2, ef_com},
};

/// A personalised chip: everything that it knows.
#[derive(Clone, Debug)]
pub struct Document {
    pub files: BTreeMap<File, Vec<u8>>,
    /// The passwords of its access control.
    pub zone: AccessKey,
    pub card_access_number: Option<AccessKey>,
    pub bac: bool,
    pub pace: Vec<PaceInfo>,
    /// Domain parameters of PACE that it spells out.
    pub pace_parameters: Vec<PaceParameters>,
    /// The static private keys for chip authentication and the chip-authentication mapping.
    pub chip_keys: Vec<ChipKey>,
    pub active: Option<ActiveSigner>,
}

/// A static key pair of the chip and the protocols that DG14 names for it.
#[derive(Clone, Debug)]
pub struct ChipKey {
    pub public: ChipPublicKey,
    pub secret: Secret,
    pub protocols: Vec<ChipAuthenticationInfo>,
}

/// What a document shall be able to do.
#[derive(Clone, Debug)]
pub struct Design {
    /// The lines of the machine-readable zone.
    pub zone: Vec<String>,
    pub card_access_number: Option<String>,
    pub bac: bool,
    pub pace: Vec<PaceInfo>,
    /// Domain parameters of PACE to spell out.
    pub pace_parameters: Vec<PaceParameters>,
    pub chip_authentication: Vec<ChipDesign>,
    pub active: Option<ActiveSigner>,
    /// The length of the image in DG2, in bytes.
    pub portrait: usize,
    /// The longest command and answer that EF.ATR/INFO announces.
    pub extended: Option<(u16, u16)>,
    /// The card capabilities that EF.ATR/INFO announces.
    pub capabilities: Option<[u8; 3]>,
}

/// One static key: its group, its protocols and its number.
#[derive(Clone, Debug)]
pub struct ChipDesign {
    pub group: Group,
    /// Empty: DG14 names the key and no protocol.
    pub ciphers: Vec<Cipher>,
    pub key_id: Option<u32>,
}

impl Default for Design {
    /// A passport of the first generation: basic access control, nothing else.
    fn default() -> Design {
        Design {
            zone: [
                "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
                "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
            ]
            .map(str::to_owned)
            .to_vec(),
            card_access_number: None,
            bac: true,
            pace: Vec::new(),
            pace_parameters: Vec::new(),
            chip_authentication: Vec::new(),
            active: None,
            portrait: 18_000,
            extended: None,
            capabilities: None,
        }
    }
}

/// A zone that does not parse, or a card access number that is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the design is contradictory: {0}")]
pub struct DesignError(pub String);

impl Design {
    /// Makes keys and files. EF.SOD is left to an issuer: the data groups' hashes are its business.
    pub fn personalise(&self, rng: &mut dyn CryptoRng) -> Result<Document, DesignError> {
        let wrong = |error: &dyn std::fmt::Display| DesignError(error.to_string());
        let zone = bonafide_mrz::parse(&self.zone).map_err(|error| wrong(&error))?;
        let number = self
            .card_access_number
            .as_deref()
            .map(AccessKey::card_access_number)
            .transpose()
            .map_err(|error| wrong(&error))?;
        let mut chip_keys = Vec::new();
        for design in &self.chip_authentication {
            let secret = design.group.secret(rng);
            let element = design
                .group
                .public(&design.group.generator(), &secret)
                .map_err(|error| wrong(&error))?;
            let public = ChipPublicKey {
                group: design.group.clone(),
                element,
                key_id: design.key_id,
            };
            let protocols = design
                .ciphers
                .iter()
                .map(|cipher| ChipAuthenticationInfo {
                    agreement: public.agreement(),
                    cipher: *cipher,
                    version: 1,
                    key_id: design.key_id,
                })
                .collect();
            chip_keys.push(ChipKey {
                public,
                secret,
                protocols,
            });
        }
        let mut document = Document {
            files: BTreeMap::new(),
            zone: AccessKey::of_zone(&zone),
            card_access_number: number,
            bac: self.bac,
            pace: self.pace.clone(),
            pace_parameters: self.pace_parameters.clone(),
            chip_keys,
            active: self.active.clone(),
        };
        self.write_files(&mut document, rng);
        Ok(document)
    }

    fn write_files(&self, document: &mut Document, rng: &mut dyn CryptoRng) {
        let files = &mut document.files;
        let text = self.zone.concat();
        files.insert(
            File::DataGroup(1),
            write(Tag(0x61), &write(Tag(0x5F1F), text.as_bytes())),
        );
        let mut image = vec![0; self.portrait];
        rng.fill_bytes(&mut image);
        files.insert(File::DataGroup(2), data_group_2(&image, 413, 531));
        let mut infos = pace_infos(&self.pace, &self.pace_parameters);
        if !self.pace.is_empty() {
            files.insert(File::CardAccess, wrap(Tag::SET, &infos));
        }
        for key in &document.chip_keys {
            infos.extend(key.protocols.iter().map(ChipAuthenticationInfo::encode));
            infos.push(key.public.encode());
        }
        if let Some(oid) = self.active.as_ref().and_then(ActiveSigner::algorithm) {
            let version = unsigned(&[1]);
            let object = write(Tag::OID, &[0x67, 0x81, 0x08, 0x01, 0x01, 0x05]);
            infos.push(wrap(
                Tag::SEQUENCE,
                &[object, version, write(Tag::OID, &oid)],
            ));
        }
        if !infos.is_empty() {
            files.insert(
                File::DataGroup(14),
                write(Tag(0x6E), &wrap(Tag::SET, &infos)),
            );
        }
        if let Some(signer) = &self.active {
            files.insert(File::DataGroup(15), write(Tag(0x6F), &signer.public_key()));
        }
        let capabilities = self.capabilities.map(|bytes| write(Tag(0x47), &bytes));
        let lengths = self.extended.map(|(command, answer)| {
            let lengths = [command, answer].map(|length| unsigned(&length.to_be_bytes()));
            wrap(Tag(0x7F66), &lengths)
        });
        let announced: Vec<u8> = [capabilities, lengths]
            .into_iter()
            .flatten()
            .flatten()
            .collect();
        if !announced.is_empty() {
            files.insert(File::AtrInfo, announced);
        }
        document.update_com();
    }
}

impl Document {
    /// Writes EF.COM anew, with the data groups that are there.
    pub fn update_com(&mut self) {
        let com = ef_com(self.data_groups().into_keys());
        self.files.insert(File::Com, com);
    }

    /// The files of the data groups, by number.
    #[must_use]
    pub fn data_groups(&self) -> BTreeMap<u8, Vec<u8>> {
        let groups = self.files.iter().filter_map(|(file, bytes)| match file {
            File::DataGroup(number) => Some((*number, bytes.clone())),
            _ => None,
        });
        groups.collect()
    }

    /// The group of a way of PACE that it speaks.
    pub(crate) fn pace_group(&self, info: &PaceInfo) -> Option<Group> {
        let infos = SecurityInfos {
            pace_parameters: self.pace_parameters.clone(),
            ..SecurityInfos::default()
        };
        infos.pace_group(info)
    }

    /// Has a signer sign the data groups as they are: writes EF.SOD.
    pub fn sign(
        &mut self,
        signer: &DocumentSigner,
        options: &SodOptions,
        rng: &mut dyn CryptoRng,
    ) -> Result<(), IssuerError> {
        let sod = signer.sod(&self.data_groups(), options, rng)?;
        self.files.insert(File::Sod, sod);
        Ok(())
    }

    /// Has a signer sign the chip's keys by themselves, for the chip-authentication mapping: writes
    /// EF.CardSecurity.
    pub fn sign_card_security(
        &mut self,
        signer: &DocumentSigner,
        rng: &mut dyn CryptoRng,
    ) -> Result<(), IssuerError> {
        let mut infos = pace_infos(&self.pace, &self.pace_parameters);
        for key in &self.chip_keys {
            infos.extend(key.protocols.iter().map(ChipAuthenticationInfo::encode));
            infos.push(key.public.encode());
        }
        let file = signer.card_security(&wrap(Tag::SET, &infos), rng)?;
        self.files.insert(File::CardSecurity, file);
        Ok(())
    }

    /// A copy as a counterfeiter makes it: every file, no private key of the chip.
    #[must_use]
    pub fn cloned_without_keys(&self) -> Document {
        Document {
            chip_keys: Vec::new(),
            active: None,
            ..self.clone()
        }
    }
}

fn pace_infos(infos: &[PaceInfo], parameters: &[PaceParameters]) -> Vec<Vec<u8>> {
    let parameters = parameters.iter().filter_map(PaceParameters::encode);
    infos
        .iter()
        .map(PaceInfo::encode)
        .chain(parameters)
        .collect()
}

/// Whether a key agrees in this way.
pub(crate) fn agrees(key: &ChipKey, agreement: Agreement) -> bool {
    key.public.agreement() == agreement
}
