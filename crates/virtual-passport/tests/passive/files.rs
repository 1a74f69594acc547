//! Files that the issuer writes are read back, from chips and from directories.

use bonafide_emrtd::lds::{DataGroup, ImageFormat};
use bonafide_virtual_passport::issuer::{data_group_2, data_group_2_tagged, ef_com, master_list};
use bonafide_x509::intake::{self, Item};

use crate::support::{JPEG, groups, period, random, state};

#[test]
fn groups_read_back() {
    let groups = groups();
    let com = bonafide_emrtd::lds::Com::of(&ef_com(groups.keys().copied())).unwrap();
    assert_eq!(com.groups, [1, 2, 11, 12]);
    let DataGroup::Zone(zone) = DataGroup::of(1, &groups[&1]).unwrap() else {
        panic!()
    };
    assert_eq!(zone.zone.document_number, "L898902C3");
    for file in [&groups[&2], &data_group_2_tagged(&JPEG, 413, 531)] {
        let DataGroup::Faces(faces) = DataGroup::of(2, file).unwrap() else {
            panic!()
        };
        assert_eq!(faces.deviations, []);
        assert_eq!(faces.faces.len(), 1);
        assert_eq!(faces.faces[0].stated_size, Some((413, 531)));
        assert_eq!(faces.faces[0].image.format, ImageFormat::Jpeg);
        assert_eq!(faces.faces[0].image.bytes, JPEG);
    }
    let DataGroup::Personal(person) = DataGroup::of(11, &groups[&11]).unwrap() else {
        panic!()
    };
    assert_eq!(person.full_name.unwrap().given_names, "ӘЙГЕРІМ");
    let DataGroup::Document(document) = DataGroup::of(12, &groups[&12]).unwrap() else {
        panic!()
    };
    assert_eq!(document.authority.as_deref(), Some("UTOPIA"));
}

#[test]
fn wrong_lengths_in_dg2_are_worked_around() {
    let right = data_group_2(&JPEG, 413, 531);
    let record = right
        .windows(4)
        .position(|window| window == b"FAC\0")
        .unwrap();
    for (at, deviation) in [
        (
            record + 11,
            bonafide_emrtd::lds::FaceDeviation::RecordLength,
        ),
        (record + 17, bonafide_emrtd::lds::FaceDeviation::ImageLength),
    ] {
        let mut wrong = right.clone();
        wrong[at] ^= 0x55;
        let DataGroup::Faces(faces) = DataGroup::of(2, &wrong).unwrap() else {
            panic!()
        };
        assert_eq!(faces.deviations, [deviation]);
        assert_eq!(faces.faces[0].image.bytes, JPEG);
    }
}

#[test]
fn a_directory_export_holds_what_a_list_holds() {
    use base64::Engine;
    let mut random = random();
    let (authority, signer) = state(&mut random);
    let list = master_list(
        &authority,
        &signer.key,
        std::slice::from_ref(&authority.certificate),
        &mut random,
    )
    .unwrap();
    let crl = authority.revoke(&[], period(), &mut random).unwrap();
    let encode = |der: &[u8]| {
        let text = base64::engine::general_purpose::STANDARD.encode(der);
        let lines: Vec<&str> = text
            .as_bytes()
            .chunks(70)
            .map(|line| std::str::from_utf8(line).unwrap())
            .collect();
        lines.join("\n ")
    };
    let export = format!(
        "# directory\nversion: 1\n\ndn: cn=list,c=UT\npkdMasterListContent:: {}\n\ndn: cn=crl,c=UT\nsn: 1\n\
         certificateRevocationList;binary:: {}\n\ndn: cn=signer,c=UT\r\nuserCertificate;binary:: {}\n",
        encode(&list),
        encode(&crl),
        encode(&signer.certificate),
    );
    let parts = intake::read(export.as_bytes());
    let entries: Vec<_> = parts.iter().map(|part| part.entry.as_deref()).collect();
    assert_eq!(
        entries,
        [
            Some("cn=list,c=UT"),
            Some("cn=crl,c=UT"),
            Some("cn=signer,c=UT")
        ]
    );
    let Ok(Item::MasterList(read)) = &parts[0].item else {
        panic!("{:?}", parts[0].item)
    };
    assert_eq!(read.certificates[0].der(), authority.certificate);
    assert!(read.signed.verify().is_ok());
    assert!(matches!(&parts[1].item, Ok(Item::Crl(_))));
    let Ok(Item::Certificate(certificate)) = &parts[2].item else {
        panic!()
    };
    assert_eq!(certificate.der(), signer.certificate);

    let pem = format!(
        "junk\n-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
        encode(&signer.certificate)
    );
    let parts = intake::read(pem.as_bytes());
    assert!(matches!(&parts[..], [part] if matches!(part.item, Ok(Item::Certificate(_)))));
    let mut collection = intake::Collection::default();
    for file in [export.as_bytes(), pem.as_bytes(), &list, b"nothing"] {
        collection.add(file);
    }
    assert_eq!(collection.authorities.len(), 1);
    assert_eq!(collection.others.len(), 1);
    assert_eq!(collection.crls.len(), 1);
    assert_eq!(collection.problems, [intake::IntakeError::Unknown]);
    let mut altered = list.clone();
    let last = altered.len() - 1;
    altered[last] ^= 1;
    let mut collection = intake::Collection::default();
    collection.add(&altered);
    assert!(collection.authorities.is_empty() && collection.problems.len() == 1);
    assert!(matches!(&intake::read(b"nothing")[..], [part] if part.item.is_err()));
}
