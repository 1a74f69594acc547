//! Data groups as chips write them, in every form that the standard and its users know.

use bonafide_emrtd::lds::{CalendarDate, Com, DataGroup, ImageFormat, LdsError, ZoneFile};
use bonafide_emrtd::tlv::{Tag, unsigned, wrap, write};
use bonafide_mrz::{Format, StateCode, ZoneDate, ZoneFields, generate};

const JPEG: [u8; 5] = [0xff, 0xd8, 0xff, 1, 2];

fn fields(format: Format, document_number: &str) -> ZoneFields {
    let state = StateCode::new("KAZ").expect("a state");
    let date = |text| ZoneDate::new(text).expect("a date");
    ZoneFields {
        format,
        document_code: if format.is_visa() { "V" } else { "P" }.to_owned(),
        issuing_state: state.clone(),
        surname: "SEITKYZY".to_owned(),
        given_names: "AIGERIM".to_owned(),
        document_number: document_number.to_owned(),
        nationality: state,
        birth_date: date("740812"),
        sex: bonafide_mrz::Sex::Female,
        expiry_date: date("320415"),
        optional: vec![String::new(); if format == Format::Td1 { 2 } else { 1 }],
    }
}

#[test]
fn zones_of_every_format_and_long_numbers() {
    let long = (Format::Td1, "D23145890734");
    let short = Format::ALL.into_iter().map(|format| (format, "N00000001"));
    for (format, number) in short.chain([long]) {
        let lines = generate(&fields(format, number)).expect("a zone");
        let file = ZoneFile::encode(&lines);
        let DataGroup::Zone(read) = DataGroup::of(1, &file).expect("DG1") else {
            panic!("no zone");
        };
        assert_eq!(read.lines, lines);
        assert_eq!(read.zone.document_number, number, "{format:?}");
        assert!(read.zone.checks_ok());
    }
}

#[test]
fn details_of_the_holder() {
    let name = |tag, text: &str| write(Tag(tag), text.as_bytes());
    let others = wrap(
        Tag::context(0),
        &[
            unsigned(&[2]),
            name(0x5f0f, "SMITH<<J"),
            name(0x5f0f, "SMYTHE<<J"),
        ],
    );
    let file = wrap(
        Tag(0x6b),
        &[
            write(Tag(0x5c), &[0x5f, 0x0e]),
            name(0x5f0e, "СЕЙІТҚЫЗЫ<<ӘЙГЕРІМ"),
            others,
            name(0x5f10, "740812400123"),
            write(Tag(0x5f2b), &[0x19, 0x74, 0x08, 0x12]),
            name(0x5f11, "АЛМАТЫ<ҚАЗАҚСТАН"),
            name(0x5f42, "123 MAPLE RD<ANYTOWN<MN"),
            write(Tag(0x5f16), &JPEG),
            write(Tag(0xdf01), b"a state's own"),
        ],
    );
    let DataGroup::Personal(person) = DataGroup::of(11, &file).expect("DG11") else {
        panic!("no details");
    };
    let full_name = person.full_name.expect("a name");
    assert_eq!(
        (full_name.surname.as_str(), full_name.given_names.as_str()),
        ("СЕЙІТҚЫЗЫ", "ӘЙГЕРІМ")
    );
    assert_eq!(person.other_names.len(), 2);
    assert_eq!(person.other_names[1].surname, "SMYTHE");
    assert_eq!(person.personal_number.as_deref(), Some("740812400123"));
    let born = CalendarDate::Known {
        year: 1974,
        month: Some(8),
        day: Some(12),
    };
    assert_eq!(person.birth_date, Some(born));
    assert_eq!(person.birth_place, ["АЛМАТЫ", "ҚАЗАҚСТАН"]);
    assert_eq!(person.address, ["123 MAPLE RD", "ANYTOWN", "MN"]);
    assert_eq!(
        person.citizenship_proof.map(|image| image.format),
        Some(ImageFormat::Jpeg)
    );
}

#[test]
fn details_of_the_document() {
    let persons = wrap(
        Tag::context(0),
        &[unsigned(&[1]), write(Tag(0x5f1a), b"SMITH<<BRENDA<P")],
    );
    let file = wrap(
        Tag(0x6c),
        &[
            write(Tag(0x5f19), "ҚР ІІМ".as_bytes()),
            write(Tag(0x5f26), b"20210531"),
            persons,
            write(Tag(0x5f1d), &JPEG),
            write(Tag(0x5f55), &[0x20, 0x21, 0x05, 0x31, 0x12, 0x30, 0x00]),
        ],
    );
    let DataGroup::Document(document) = DataGroup::of(12, &file).expect("DG12") else {
        panic!("no details");
    };
    assert_eq!(document.authority.as_deref(), Some("ҚР ІІМ"));
    let issued = CalendarDate::Known {
        year: 2021,
        month: Some(5),
        day: Some(31),
    };
    assert_eq!(document.issued_on, Some(issued));
    assert_eq!(document.other_persons[0].given_names, "BRENDA P");
    assert!(document.front.is_some() && document.rear.is_none());
    assert_eq!(document.personalised_at.as_deref(), Some("20210531123000"));
}

#[test]
fn signatures_and_portraits_for_display() {
    let image = write(Tag(0x5f43), &JPEG);
    let file = wrap(Tag(0x67), &[unsigned(&[1]), image]);
    let DataGroup::Displayed(displayed) = DataGroup::of(7, &file).expect("DG7") else {
        panic!("no image");
    };
    assert_eq!(displayed.images[0].bytes, JPEG);
    assert_eq!(
        DataGroup::of(7, &wrap(Tag(0x67), &[unsigned(&[0])])),
        Err(LdsError::NoImage)
    );
    assert_eq!(DataGroup::of(16, &[0x70, 0]), Ok(DataGroup::Raw));
    assert_eq!(DataGroup::of(17, &[]), Err(LdsError::NoSuchGroup(17)));
}

#[test]
fn jpeg_2000_after_a_header_of_the_wrong_length() {
    // Two feature points are announced and one is there; some chips leave out the fields of the image, too.
    let code_stream = [0xff, 0x4f, 0xff, 0x51, 1];
    let mut record = b"FAC\x00010\0".to_vec();
    let length = 14 + 20 + 8 + 12 + code_stream.len() as u32;
    record.extend_from_slice(&length.to_be_bytes());
    record.extend_from_slice(&[0, 1]);
    record.extend_from_slice(&(length - 14).to_be_bytes());
    record.extend_from_slice(&[0, 2]);
    record.extend_from_slice(&[0; 14 + 8 + 12]);
    record.extend_from_slice(&code_stream);
    let instance = wrap(Tag(0x7f60), &[write(Tag(0x5f2e), &record)]);
    let group = wrap(Tag(0x7f61), &[unsigned(&[1]), instance]);
    let DataGroup::Faces(faces) = DataGroup::of(2, &write(Tag(0x75), &group)).expect("DG2") else {
        panic!("no face");
    };
    assert_eq!(faces.faces[0].image.format, ImageFormat::Jpeg2000CodeStream);
    assert_eq!(faces.faces[0].image.bytes, code_stream);
    let found = bonafide_emrtd::lds::FaceDeviation::ImagePosition;
    assert_eq!(faces.deviations, [found]);
}

#[test]
fn what_a_chip_announces() {
    let file = wrap(
        Tag(0x60),
        &[
            write(Tag(0x5f01), b"0108"),
            write(Tag(0x5f36), b"040000"),
            write(Tag(0x5c), &[0x61, 0x75, 0x6e, 0x6f, 0x00]),
        ],
    );
    let com = Com::of(&file).expect("EF.COM");
    assert_eq!(
        (com.lds_version.as_deref(), &com.groups[..]),
        (Some("0108"), &[1, 2, 14, 15][..])
    );
}
