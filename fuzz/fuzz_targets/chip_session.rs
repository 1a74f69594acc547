//! A whole reading against a hostile card: one that knows the password and holds files, keys and quirks of the
//! attacker's choice, and an attacker on the line who changes answers. No panic, an end within the limits, and
//! nothing read that the card does not hold.
#![cfg_attr(fuzzing, no_main)]

use std::{cell::RefCell, collections::HashMap, time::Duration};

use bonafide_emrtd::{
    access_key::AccessKey,
    apdu::Status,
    cipher::Cipher,
    group::Group,
    reading::{File, Limits, Next, Nonce, Options, ReaderAbility, Reading},
    security_infos::{Agreement, Mapping, PaceInfo, PaceProtocol},
};
use bonafide_virtual_passport::{ChipDesign, Design, Document, LengthRefusal, Passport, Quirks};
use chacha20::ChaCha20Rng;
use rand_core::SeedableRng;

/// The input, a byte at a time; zeros when it is used up.
struct Input<'a>(&'a [u8]);

impl Input<'_> {
    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else {
            return 0;
        };
        self.0 = rest;
        *first
    }

    fn bytes(&mut self) -> Vec<u8> {
        let length = usize::from(self.byte()).min(self.0.len());
        let (taken, rest) = self.0.split_at(length);
        self.0 = rest;
        taken.to_vec()
    }
}

pub(crate) fn run(data: &[u8]) {
    let mut input = Input(data);
    let flags = input.byte();
    // Key agreement is slow under instrumentation: chance, which no mutation learns, keeps it to one
    // session in 64, whatever the input.
    let chance = data.iter().fold(0xcbf2_9ce4_8422_2325_u64, |chance, byte| {
        (chance ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3)
    }) >> 56;
    let pace = chance % 128 == 0;
    let chip_key = (chance % 128 == 1).then(|| ChipDesign {
        group: Group::of_parameter_id(12).expect("P-256"),
        ciphers: vec![Cipher::ALL[usize::from(flags >> 2) % 4]],
        key_id: (flags & 16 != 0).then_some(1),
    });
    let mut document = issued(usize::from(input.byte() % 4) * 85, pace, chip_key);
    for _ in 0..input.byte() % 6 {
        let file = match input.byte() % 8 {
            0 => File::CardAccess,
            1 => File::Com,
            2 => File::Sod,
            3 => File::DataGroup(1),
            4 => File::DataGroup(2),
            5 => File::DataGroup(14),
            6 => File::DataGroup(15),
            _ => File::AtrInfo,
        };
        document.files.insert(file, input.bytes());
    }
    let refusals = [
        LengthRefusal::WrongLength,
        LengthRefusal::Proposal,
        LengthRefusal::BareWrongLength,
        LengthRefusal::BareProposal,
        LengthRefusal::Silent,
    ];
    let quirks = Quirks {
        refuses_extended: flags & 32 != 0,
        read_limit: (flags & 64 != 0).then(|| {
            (
                u32::from(input.byte()),
                refusals[usize::from(input.byte() % 5)],
            )
        }),
        ..Quirks::default()
    };
    let held = document.files.clone();
    let mut passport = Passport::new(document, quirks, Box::new(ChaCha20Rng::seed_from_u64(1)));
    let key = AccessKey::typed("L898902C3", "740812", "120415").expect("a key");
    let options = Options {
        limits: Limits {
            commands: 400,
            bytes: 1 << 20,
            file_bytes: 1 << 16,
            losses: 3,
            ..Limits::default()
        },
        reader: ReaderAbility {
            extended: flags & 128 != 0,
            ..ReaderAbility::default()
        },
        ..Options::default()
    };
    let mut reading = Reading::new(key, Nonce::Given(*b"8 bytes!"), options);
    let mut rng = ChaCha20Rng::seed_from_u64(2);
    let mut now = Duration::ZERO;
    loop {
        let batch = match reading.advance(now, &mut rng) {
            Ok(Next::Send(batch)) => batch,
            Ok(Next::Await(_)) => unreachable!("every answer is handed over"),
            Ok(Next::Done) => break,
            Err(_) => return,
        };
        for command in &batch.commands {
            now += Duration::from_millis(u64::from(input.byte()));
            let Some(mut response) = passport.transmit(command) else {
                return;
            };
            match input.byte() {
                1 => response = input.bytes(),
                2 => {
                    response = Status(u16::from_be_bytes([input.byte(), input.byte()]))
                        .0
                        .to_be_bytes()
                        .to_vec()
                }
                3 => {
                    let at = usize::from(input.byte()) % response.len();
                    response[at] ^= input.byte();
                }
                4 => {
                    if reading.contact_lost().is_err() {
                        return;
                    }
                    passport.reset();
                    break;
                }
                _ => {}
            }
            if reading.receive(&response, now).is_err() {
                return;
            }
            if batch.stop.stops(&response) {
                break;
            }
        }
    }
    let outcome = reading
        .outcome()
        .expect("a reading that is done has an outcome");
    for (file, bytes) in outcome.files {
        // What is read before the channel is open nobody protects.
        if !matches!(file, File::CardAccess | File::AtrInfo | File::Dir) {
            assert!(held[&file].starts_with(&bytes));
        }
    }
}

/// A passport of this design. Issuing one signs, which is slow under instrumentation: each is issued once.
fn issued(portrait: usize, pace: bool, chip_key: Option<ChipDesign>) -> Document {
    thread_local! {
        static ISSUED: RefCell<HashMap<String, Document>> = RefCell::default();
    }
    let name = format!("{portrait} {pace} {chip_key:?}");
    ISSUED.with_borrow_mut(|issued| {
        let document = issued.entry(name).or_insert_with(|| {
            let design = Design {
                portrait,
                bac: !pace,
                pace: if pace { vec![offer()] } else { Vec::new() },
                chip_authentication: chip_key.into_iter().collect(),
                ..Design::default()
            };
            let mut rng = ChaCha20Rng::seed_from_u64(1);
            design.personalise(&mut rng).expect("a sound design")
        });
        document.clone()
    })
}

fn offer() -> PaceInfo {
    PaceInfo {
        protocol: PaceProtocol {
            mapping: Mapping::Generic,
            agreement: Agreement::Ecdh,
            cipher: Cipher::Aes128,
        },
        version: 2,
        parameter_id: Some(12),
    }
}

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|data: &[u8]| run(data));
