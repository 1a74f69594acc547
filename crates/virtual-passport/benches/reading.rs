//! Round trips and seconds of a whole reading (COM, DG1, DG2 of 18 KB, SOD and the proof) over a relay with a
//! delay, one command at a time against batches. `BONAFIDE_DELAY_MS` sets the round-trip delay, 50 by default.

use std::{
    thread,
    time::{Duration, Instant},
};

use bonafide_emrtd::{
    access_key::AccessKey,
    cipher::Cipher,
    group::Group,
    reading::{File, Limits, Next, Nonce, Options, Outcome, ReaderAbility, Reading},
    security_infos::{Agreement, Mapping, PaceInfo, PaceProtocol},
    tlv::{Tag, write},
};
use bonafide_virtual_passport::{ChipDesign, Design, Document, Passport, Quirks};
use chacha20::ChaCha20Rng;
use rand_core::SeedableRng;

fn main() {
    let delay = std::env::var("BONAFIDE_DELAY_MS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(50);
    let delay = Duration::from_millis(delay);
    println!("round-trip delay {} ms", delay.as_millis());
    println!(
        "{:<22} {:<22} {:>6} {:>9} {:>8}",
        "access", "way", "trips", "commands", "seconds"
    );
    for (access, design) in designs() {
        let document = issue(&design);
        for (way, limits, extended) in ways() {
            let began = Instant::now();
            let outcome = read(&document, limits, extended, delay);
            let seconds = began.elapsed().as_secs_f64();
            let effort = outcome.effort;
            println!(
                "{access:<22} {way:<22} {:>6} {:>9} {seconds:>8.2}",
                effort.trips, effort.commands
            );
            for file in [File::Com, File::Sod, File::DataGroup(1), File::DataGroup(2)] {
                assert_eq!(outcome.files[&file], document.files[&file]);
            }
            assert_eq!(outcome.proofs().len(), 1);
        }
    }
}

fn designs() -> [(&'static str, Design); 4] {
    let pace = |mapping| PaceInfo {
        protocol: PaceProtocol {
            mapping,
            agreement: Agreement::Ecdh,
            cipher: Cipher::Aes128,
        },
        version: 2,
        parameter_id: Some(13),
    };
    let basic = Design {
        chip_authentication: vec![ChipDesign {
            group: Group::of_parameter_id(13).expect("a standard curve"),
            ciphers: vec![Cipher::Aes128],
            key_id: None,
        }],
        extended: Some((2048, 32_768)),
        ..Design::default()
    };
    let with = |mapping| Design {
        bac: false,
        pace: vec![pace(mapping)],
        ..basic.clone()
    };
    [
        ("BAC", basic.clone()),
        ("PACE, generic", with(Mapping::Generic)),
        ("PACE, integrated", with(Mapping::Integrated)),
        ("PACE, chip auth.", with(Mapping::ChipAuthentication)),
    ]
}

fn ways() -> [(&'static str, Limits, bool); 3] {
    let sequential = Limits {
        batch_commands: 1,
        ..Limits::default()
    };
    [
        ("sequential", sequential, false),
        ("batched", Limits::default(), false),
        ("batched and extended", Limits::default(), true),
    ]
}

fn issue(design: &Design) -> Document {
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let mut document = design.personalise(&mut rng).expect("a sound design");
    // What a SOD says does not matter here, only how long it is.
    document
        .files
        .insert(File::Sod, write(Tag(0x77), &[0x30; 2100]));
    document
}

fn read(document: &Document, limits: Limits, extended: bool, delay: Duration) -> Outcome {
    let mut rng = ChaCha20Rng::seed_from_u64(2);
    let card = Box::new(ChaCha20Rng::seed_from_u64(3));
    let mut passport = Passport::new(document.clone(), Quirks::default(), card);
    let key = AccessKey::typed("L898902C3", "740812", "120415").expect("a key");
    let options = Options {
        files: [File::Com, File::DataGroup(1), File::DataGroup(2)].into(),
        limits,
        reader: ReaderAbility {
            extended,
            ..ReaderAbility::default()
        },
        ..Options::default()
    };
    let mut reading = Reading::new(key, Nonce::Given(*b"8 bytes!"), options);
    let began = Instant::now();
    loop {
        let batch = match reading
            .advance(began.elapsed(), &mut rng)
            .expect("a reading")
        {
            Next::Send(batch) => batch,
            Next::Await(_) => unreachable!("every answer is handed over"),
            Next::Done => break,
        };
        thread::sleep(delay);
        for command in &batch.commands {
            let response = passport.transmit(command).expect("the card stays");
            reading
                .receive(&response, began.elapsed())
                .expect("a reading");
            if batch.stop.stops(&response) {
                break;
            }
        }
    }
    reading.outcome().expect("a reading that is done")
}
