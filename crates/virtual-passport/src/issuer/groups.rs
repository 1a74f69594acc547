use bonafide_emrtd::lds::tag_of;
use bonafide_emrtd::tlv::{Tag, unsigned, wrap, write};

/// Details of a holder for DG11, as the chip writes them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person<'a> {
    /// `SURNAME<<GIVEN<NAMES`, in any script.
    pub full_name: &'a str,
    pub personal_number: &'a str,
    /// Eight digits.
    pub birth_date: &'a str,
    pub birth_place: &'a str,
}

/// EF.COM that announces data groups.
#[must_use]
pub fn ef_com(groups: impl IntoIterator<Item = u8>) -> Vec<u8> {
    let tags: Vec<u8> = groups
        .into_iter()
        .filter_map(|group| u8::try_from(tag_of(group)?.0).ok())
        .collect();
    wrap(
        Tag(0x60),
        &[
            write(Tag(0x5f01), b"0107"),
            write(Tag(0x5f36), b"040000"),
            write(Tag(0x5c), &tags),
        ],
    )
}

/// DG2 with one face in a record of ISO/IEC 19794-5:2005.
#[must_use]
pub fn data_group_2(image: &[u8], width: u16, height: u16) -> Vec<u8> {
    let block = 20 + 12 + image.len() as u32;
    let jpeg_2000 = !image.starts_with(&[0xff, 0xd8]);
    let mut record = b"FAC\x00010\x00".to_vec();
    record.extend_from_slice(&(14 + block).to_be_bytes());
    record.extend_from_slice(&1_u16.to_be_bytes());
    record.extend_from_slice(&block.to_be_bytes());
    record.extend_from_slice(&[0; 16]);
    record.extend_from_slice(&[1, u8::from(jpeg_2000)]);
    record.extend_from_slice(&width.to_be_bytes());
    record.extend_from_slice(&height.to_be_bytes());
    record.extend_from_slice(&[1, 0, 0, 0, 0, 0]);
    record.extend_from_slice(image);
    template(&write(Tag(0x5f2e), &record))
}

/// DG2 with one face in a record of ISO/IEC 39794-5:2019.
#[must_use]
pub fn data_group_2_tagged(image: &[u8], width: u16, height: u16) -> Vec<u8> {
    let number = |tag: u8, number: u16| {
        let integer = unsigned(&number.to_be_bytes());
        write(Tag::context_primitive(tag), &integer[2..])
    };
    let size = wrap(Tag::context(2), &[number(0, width), number(1, height)]);
    let information = wrap(
        Tag::context(1),
        &[
            wrap(Tag::context(0), &[write(Tag::context_primitive(0), &[2])]),
            size,
        ],
    );
    let two_dimensional = wrap(
        Tag::context(0),
        &[write(Tag::context_primitive(0), image), information],
    );
    let representation = wrap(
        Tag::SEQUENCE,
        &[
            write(Tag::context_primitive(0), &[1]),
            wrap(
                Tag::context(1),
                &[wrap(Tag::context(0), &[two_dimensional])],
            ),
        ],
    );
    let version = wrap(
        Tag::context(0),
        &[
            write(Tag::context_primitive(0), &[3]),
            write(Tag::context_primitive(1), &[0x07, 0xe3]),
        ],
    );
    let block = wrap(
        Tag(0x65),
        &[version, write(Tag::context(1), &representation)],
    );
    template(&write(Tag(0x7f2e), &block))
}

/// DG11.
#[must_use]
pub fn data_group_11(person: &Person<'_>) -> Vec<u8> {
    listed(
        11,
        &[
            (0x5f0e, person.full_name.as_bytes()),
            (0x5f10, person.personal_number.as_bytes()),
            (0x5f2b, person.birth_date.as_bytes()),
            (0x5f11, person.birth_place.as_bytes()),
        ],
    )
}

/// DG12 with the issuing authority and the date of issue in eight digits.
#[must_use]
pub fn data_group_12(authority: &str, issued_on: &str) -> Vec<u8> {
    listed(
        12,
        &[
            (0x5f19, authority.as_bytes()),
            (0x5f26, issued_on.as_bytes()),
        ],
    )
}

/// A group that begins with the list of its tags; what is empty is left out.
fn listed(group: u8, fields: &[(u32, &[u8])]) -> Vec<u8> {
    let present = || fields.iter().filter(|(_, value)| !value.is_empty());
    let tags: Vec<u8> = present()
        .flat_map(|(tag, _)| tag.to_be_bytes()[2..].to_vec())
        .collect();
    let mut parts = vec![write(Tag(0x5c), &tags)];
    parts.extend(present().map(|(tag, value)| write(Tag(*tag), value)));
    wrap(tag_of(group).unwrap_or(Tag(0x6b)), &parts)
}

/// DG2 around one biometric data block.
fn template(block: &[u8]) -> Vec<u8> {
    let header = wrap(
        Tag(0xa1),
        &[
            write(Tag(0x81), &[2]),
            write(Tag(0x82), &[0]),
            write(Tag(0x87), &[1, 1]),
            write(Tag(0x88), &[0, 8]),
        ],
    );
    let instance = wrap(Tag(0x7f60), &[&header[..], block]);
    let group = wrap(Tag(0x7f61), &[unsigned(&[1]), instance]);
    write(Tag(0x75), &group)
}
