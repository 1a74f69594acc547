//! How many round trips a reading takes, and how it goes on.

use std::time::Duration;

use crate::common::{
    NONCE, assert_whole, chip_key, document, extended, key, pace, passport, read_with, rng,
};
use bonafide_emrtd::{
    cipher::Cipher,
    reading::{File, Limits, Next, Options, Reading, Stage},
    security_infos::{Agreement, Mapping},
};
use bonafide_virtual_passport::{Design, Quirks};

/// COM, DG1, DG2 of 18 KB, SOD and the proof.
fn trips(design: &Design, options: Options) -> u32 {
    let document = document(design);
    let files = [File::Com, File::DataGroup(1), File::DataGroup(2)].into();
    let options = Options { files, ..options };
    let outcome = read_with(
        &mut passport(document.clone(), Quirks::default()),
        key(),
        options,
    )
    .unwrap();
    assert!(document.files[&File::DataGroup(2)].len() > 18_000);
    assert_whole(&outcome, &document);
    outcome.effort.trips
}

#[test]
fn few_round_trips() {
    let basic = Design {
        chip_authentication: vec![chip_key(12, Cipher::Aes128)],
        ..Design::default()
    };
    let generic = Design {
        pace: vec![pace(Mapping::Generic, Agreement::Ecdh, Cipher::Aes128, 12)],
        bac: false,
        ..basic.clone()
    };
    let mapping = Design {
        pace: vec![pace(
            Mapping::ChipAuthentication,
            Agreement::Ecdh,
            Cipher::Aes128,
            12,
        )],
        ..generic.clone()
    };
    let ways = [&basic, &generic, &mapping].map(|design| trips(design, Options::default()));
    assert!(ways[0] <= 10 && ways[1] <= 13 && ways[2] <= 13, "{ways:?}");
    assert_eq!(ways, [7, 9, 9]);
    let with_extended = Options {
        reader: extended(),
        ..Options::default()
    };
    let announced = Design {
        extended: Some((2048, 32_768)),
        ..basic.clone()
    };
    assert_eq!(trips(&announced, with_extended), 7);
    let limits = Limits {
        batch_commands: 1,
        ..Limits::default()
    };
    let one_by_one = trips(
        &basic,
        Options {
            limits,
            ..Options::default()
        },
    );
    assert!(one_by_one > 90, "{one_by_one}");
}

/// Batches may be cut anywhere.
#[test]
fn any_size_of_batch_reads_the_same() {
    let basic = Design {
        chip_authentication: vec![chip_key(12, Cipher::Aes128)],
        portrait: 2000,
        ..Design::default()
    };
    let generic = Design {
        pace: vec![pace(Mapping::Generic, Agreement::Ecdh, Cipher::Aes128, 12)],
        bac: false,
        ..basic.clone()
    };
    for design in [basic, generic] {
        let document = document(&design);
        for batch_commands in 1..=12 {
            let limits = Limits {
                batch_commands,
                ..Limits::default()
            };
            let options = Options {
                limits,
                ..Options::default()
            };
            let mut chip = passport(document.clone(), Quirks::default());
            let outcome = read_with(&mut chip, key(), options).unwrap();
            assert_whole(&outcome, &document);
            assert_eq!(outcome.proofs().len(), 1);
        }
    }
}

/// What a page shows grows, stage by stage, until everything is there.
#[test]
fn progress_only_grows() {
    let document = document(&Design {
        chip_authentication: vec![chip_key(12, Cipher::Aes128)],
        ..Design::default()
    });
    let mut chip = passport(document, Quirks::default());
    let mut reading = Reading::new(key(), NONCE, Options::default());
    let mut rng = rng(8);
    let mut last = reading.progress();
    assert_eq!((last.stage, last.bytes), (Stage::Greeting, 0));
    let mut stages = vec![last.stage];
    while let Next::Send(batch) = reading.advance(Duration::ZERO, &mut rng).unwrap() {
        for command in &batch.commands {
            let response = chip.transmit(command).unwrap();
            reading.receive(&response, Duration::ZERO).unwrap();
            let progress = reading.progress();
            assert!(progress.bytes >= last.bytes && progress.bytes <= progress.total);
            if progress.stage != last.stage {
                stages.push(progress.stage);
            }
            last = progress;
            if batch.stop.stops(&response) {
                break;
            }
        }
    }
    let progress = reading.progress();
    assert_eq!(progress.bytes, progress.total);
    assert!(progress.bytes > 20_000);
    stages.push(progress.stage);
    assert_eq!(
        stages,
        [
            Stage::Greeting,
            Stage::Opening,
            Stage::Learning,
            Stage::Proving,
            Stage::Reading,
            Stage::Done
        ]
    );
}
