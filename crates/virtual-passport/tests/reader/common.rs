//! A reader in process, and the documents that the tests read.

use std::time::Duration;

use bonafide_emrtd::{
    access_key::AccessKey,
    cipher::Cipher,
    group::Group,
    reading::{
        File, Next, Nonce, Options, Outcome, ReaderAbility, Reading, ReadingError, Received,
    },
    security_infos::{Agreement, Mapping, PaceInfo, PaceProtocol},
    tlv::{Tag, write},
};
use bonafide_virtual_passport::{ChipDesign, Design, Document, Passport, Quirks};
use chacha20::ChaCha20Rng;
use rand_core::SeedableRng;

pub(crate) fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

/// The nonce of the server.
pub(crate) const CHALLENGE: [u8; 8] = *b"8 bytes!";
pub(crate) const NONCE: Nonce = Nonce::Given(CHALLENGE);

/// The key of [`Design::default`]'s zone.
pub(crate) fn key() -> AccessKey {
    AccessKey::typed("L898902C3", "740812", "120415").unwrap()
}

pub(crate) fn passport(document: Document, quirks: Quirks) -> Passport {
    Passport::new(document, quirks, Box::new(rng(7)))
}

/// A document with a stand-in for EF.SOD: for what does not verify it.
pub(crate) fn document(design: &Design) -> Document {
    let mut document = design.personalise(&mut rng(1)).unwrap();
    document
        .files
        .insert(File::Sod, write(Tag(0x77), &[0x30; 2100]));
    document
}

pub(crate) fn pace(
    mapping: Mapping,
    agreement: Agreement,
    cipher: Cipher,
    parameter_id: u8,
) -> PaceInfo {
    PaceInfo {
        protocol: PaceProtocol {
            mapping,
            agreement,
            cipher,
        },
        version: 2,
        parameter_id: Some(parameter_id),
    }
}

pub(crate) fn generic() -> PaceInfo {
    pace(Mapping::Generic, Agreement::Ecdh, Cipher::Aes128, 12)
}

pub(crate) fn chip_key(parameter_id: u8, cipher: Cipher) -> ChipDesign {
    ChipDesign {
        group: Group::of_parameter_id(parameter_id).unwrap(),
        ciphers: vec![cipher],
        key_id: None,
    }
}

pub(crate) fn extended() -> ReaderAbility {
    ReaderAbility {
        extended: true,
        ..ReaderAbility::default()
    }
}

/// What the reader does when the card is pulled.
pub(crate) fn drive(passport: &mut Passport, reading: &mut Reading) -> Result<(), ReadingError> {
    let mut rng = rng(99);
    let mut now = Duration::ZERO;
    loop {
        let batch = match reading.advance(now, &mut rng)? {
            Next::Send(batch) => batch,
            Next::Await(awaited) => panic!("{awaited} answers awaited"),
            Next::Done => return Ok(()),
        };
        let worked = passport.worked();
        for command in &batch.commands {
            let Some(response) = passport.transmit(command) else {
                reading.contact_lost()?;
                break;
            };
            now += Duration::from_millis(5) + (passport.worked() - worked);
            let received = reading.receive(&response, now)?;
            if batch.stop.stops(&response) {
                assert_eq!(received, Received::Complete);
                break;
            }
        }
    }
}

/// Reads a chip that nobody pulls, and notes something of every command and its answer.
pub(crate) fn watch<T>(
    passport: &mut Passport,
    reading: &mut Reading,
    mut note: impl FnMut(&[u8], &[u8]) -> T,
) -> Vec<T> {
    let mut rng = rng(99);
    let mut notes = Vec::new();
    while let Next::Send(batch) = reading.advance(Duration::ZERO, &mut rng).unwrap() {
        for command in &batch.commands {
            let response = passport.transmit(command).expect("nobody pulls it");
            notes.push(note(command, &response));
            reading.receive(&response, Duration::ZERO).unwrap();
            if batch.stop.stops(&response) {
                break;
            }
        }
    }
    notes
}

pub(crate) fn read_with(
    passport: &mut Passport,
    key: AccessKey,
    options: Options,
) -> Result<Outcome, ReadingError> {
    let mut reading = Reading::new(key, NONCE, options);
    drive(passport, &mut reading)?;
    Ok(reading
        .outcome()
        .expect("a reading that is done has an outcome"))
}

pub(crate) fn read(passport: &mut Passport) -> Result<Outcome, ReadingError> {
    read_with(passport, key(), Options::default())
}

/// Every file that was asked for is there, byte for byte.
pub(crate) fn assert_whole(outcome: &Outcome, document: &Document) {
    for (file, bytes) in &document.files {
        let asked = Options::default().files.contains(file);
        let got = outcome.files.get(file);
        if asked {
            assert_eq!(got, Some(bytes), "{}", file.name());
        }
    }
}
