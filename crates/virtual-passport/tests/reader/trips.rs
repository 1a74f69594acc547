//! How many round trips a reading takes.

use crate::common::{assert_whole, chip_key, document, extended, key, pace, passport, read_with};
use bonafide_emrtd::{
    cipher::Cipher,
    reading::{File, Limits, Options},
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
