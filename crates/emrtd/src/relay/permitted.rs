//! What a reader lets through to the chip, whoever asks: travel documents, and nothing that writes.

use crate::{
    apdu::{ApduError, Command},
    reading::{APPLICATION, File},
    tlv::{Reader, Tag, TlvError},
};

/// Why a reader does not pass a command on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotPermitted {
    #[error("the command is no APDU: {0}")]
    Apdu(#[from] ApduError),
    #[error("class {0:02X} is not used with travel documents")]
    Class(u8),
    #[error("instruction {0:02X} is not used to read travel documents")]
    Instruction(u8),
    #[error("instruction {0:02X} is not used with these parameters")]
    Parameters(u8),
    #[error("the command says that it is protected, and is not")]
    Unprotected,
    #[error("this application or file is not of a travel document")]
    Selection,
    #[error("another password than what is printed on a document")]
    Password,
}

const PLAIN: u8 = 0x00;
const PROTECTED: u8 = 0x0C;
const CHAINED: u8 = 0x10;
const CHAINED_PROTECTED: u8 = 0x1C;

/// Whether a command may go to the chip: SELECT of the travel document's application, the master file or one of their
/// files, READ BINARY, and the authentication protocols. What a protected command (class 0C) carries is sealed
/// between server and chip: of those only instruction, parameters and the form of protection are seen, and only a
/// chip that was opened with what is printed on the document understands them.
pub fn permitted(command: &[u8]) -> Result<(), NotPermitted> {
    let command = Command::parse(command)?;
    let instruction = command.instruction;
    match (command.class, instruction) {
        (PLAIN | PROTECTED, _) | (CHAINED, 0x86) | (CHAINED_PROTECTED, 0x86 | 0x22) => {}
        (class, _) => return Err(NotPermitted::Class(class)),
    }
    let parameters = (command.p1, command.p2);
    let sound = match instruction {
        0xA4 => selection(&command).map(|()| true)?,
        // READ BINARY; with an odd instruction the offset is in the data.
        0xB0 => command.data.is_empty() || command.class == PROTECTED,
        0xB1 => parameters == (0, 0),
        // GET CHALLENGE, MUTUAL AUTHENTICATE, GENERAL AUTHENTICATE, INTERNAL AUTHENTICATE, GET RESPONSE.
        0x84 | 0x82 | 0x86 | 0x88 | 0xC0 => parameters == (0, 0),
        // MANAGE SECURITY ENVIRONMENT: PACE opens the channel, chip authentication is within it. PACE within it, which
        // nobody sees into, could try a PIN as well.
        0x22 if command.class == PLAIN => parameters == (0xC1, 0xA4) && printed(&command.data)?,
        0x22 => matches!(parameters, (0x41, 0xA4 | 0xA6)),
        other => return Err(NotPermitted::Instruction(other)),
    };
    if !sound {
        return Err(NotPermitted::Parameters(instruction));
    }
    // The parts of a chain hold pieces of that form: only key agreement is chained, and it selects nothing.
    if command.class == PROTECTED && !matches!(instruction, 0x86 | 0x22) && !sealed(&command.data) {
        return Err(NotPermitted::Unprotected);
    }
    Ok(())
}

/// Whether PACE is to run with what is printed on a document, the zone or the card access number: cards with the same
/// protocol have a PIN, which wrong tries block, and a key that unblocks it (Doc 9303-11, 4.4.4.1; BSI TR-03110-3).
fn printed(data: &[u8]) -> Result<bool, NotPermitted> {
    let mut objects = Reader::new(data);
    let mut read = || {
        objects.value(Tag(0x80))?;
        let password = objects.value(Tag(0x83))?;
        objects.optional(Tag(0x84))?;
        objects.finish()?;
        Ok::<_, TlvError>(password)
    };
    match read() {
        Ok([1 | 2]) => Ok(true),
        Ok(_) => Err(NotPermitted::Password),
        Err(_) => Ok(false),
    }
}

/// Whether that is the data field of a protected command: a cryptogram if there is data, the length that is expected
/// if one is, and a checksum of 8 bytes (ISO/IEC 7816-4, 10.2; Doc 9303-11, 9.8.2).
fn sealed(data: &[u8]) -> bool {
    let mut objects = Reader::new(data);
    let [even, odd, expected, checksum] = [0x87, 0x85, 0x97, 0x8E].map(Tag);
    let has = |objects: &mut Reader<'_>, tag| objects.optional(tag).map(|object| object.is_some());
    let before = has(&mut objects, even)
        .and_then(|found| Ok(found || has(&mut objects, odd)?))
        .and_then(|_| has(&mut objects, expected));
    before.is_ok()
        && objects.value(checksum).is_ok_and(|code| code.len() == 8)
        && objects.is_empty()
}

fn selection(command: &Command) -> Result<(), NotPermitted> {
    if !matches!(command.p1, 0x00 | 0x02 | 0x04) || !matches!(command.p2, 0x00 | 0x0C) {
        return Err(NotPermitted::Parameters(command.instruction));
    }
    if command.class == PROTECTED {
        return Ok(());
    }
    let known = match (command.p1, &command.data[..]) {
        (0x00, [] | [0x3F, 0x00]) => true,
        (0x02, identifier) => files().any(|file| file.identifier() == identifier),
        (0x04, name) => name == APPLICATION,
        _ => false,
    };
    if known {
        Ok(())
    } else {
        Err(NotPermitted::Selection)
    }
}

fn files() -> impl Iterator<Item = File> {
    [
        File::CardAccess,
        File::CardSecurity,
        File::AtrInfo,
        File::Dir,
        File::Com,
        File::Sod,
    ]
    .into_iter()
    .chain((1..=16).map(File::DataGroup))
}

#[cfg(test)]
mod tests {
    use super::{NotPermitted, permitted};
    use hex_literal::hex;

    #[test]
    fn what_reading_a_travel_document_takes() {
        for command in [
            &hex!("00A4040C07A0000002471001")[..],
            &hex!("00A4000C023F00"),
            &hex!("00A4000C"),
            &hex!("00A4020C02011C"),
            &hex!("00A4020C020110"),
            &hex!("00A4020C022F01"),
            &hex!("00B0000000"),
            &hex!("00B08100000800"),
            &hex!("00B1000004540200FF 06"),
            &hex!("0084000008"),
            &hex!("0082000002FFFF28"),
            &hex!("0022C1A40F800A04007F00070202040202830101"),
            &hex!("0022C1A412800A04007F0007020204020283010284010D"),
            &hex!("10860000027C0000"),
            &hex!("0C86000004 87020100 00"),
            &hex!("1C86000004 87020100 00"),
            &hex!("1C2241A604 87020100 00"),
            &hex!("0C2241A404 87020100"),
            &hex!("0088000008 0102030405060708 00"),
            &hex!("00C0000000"),
            &hex!("0CA4020C15 870901 6375432908C044F6 8E08BF8B92D635FF24F8 00"),
            &hex!("0CB000000D 970104 8E08ED6705417E96BA55 00"),
            &hex!("0CB1000013 850401020304 970102 8E08BF8B92D635FF24F8 00"),
        ] {
            assert_eq!(permitted(command), Ok(()), "{command:02X?}");
        }
    }

    #[test]
    fn everything_else_stays_out() {
        for (command, why) in [
            // A payment application, an unknown file, a selection by path.
            (
                &hex!("00A4040C07A0000000031010")[..],
                NotPermitted::Selection,
            ),
            (&hex!("00A4020C020201"), NotPermitted::Selection),
            (&hex!("00A4020C020111"), NotPermitted::Selection),
            (&hex!("00A4080C02011E"), NotPermitted::Parameters(0xA4)),
            // VERIFY, UPDATE BINARY, PUT DATA, ERASE, RESET RETRY COUNTER.
            (
                &hex!("0020000104 31323334"),
                NotPermitted::Instruction(0x20),
            ),
            (&hex!("00D6000001FF"), NotPermitted::Instruction(0xD6)),
            (&hex!("00DA000001FF"), NotPermitted::Instruction(0xDA)),
            (&hex!("0CD6000001FF"), NotPermitted::Instruction(0xD6)),
            (&hex!("002C000001FF"), NotPermitted::Instruction(0x2C)),
            // Signing with a card of another kind.
            (&hex!("002A9E9A02FFFF"), NotPermitted::Instruction(0x2A)),
            (&hex!("002241B6038001FF"), NotPermitted::Parameters(0x22)),
            // PACE with a PIN, with the key that unblocks it, with rights of a terminal; PACE where nobody sees with
            // what; chip authentication before there is a channel.
            (
                &hex!("0022C1A40F800A04007F00070202040202830103"),
                NotPermitted::Password,
            ),
            (
                &hex!("0022C1A40F800A04007F00070202040202830104"),
                NotPermitted::Password,
            ),
            (
                &hex!("0022C1A410800A04007F0007020204020283020101"),
                NotPermitted::Password,
            ),
            (
                &hex!("0022C1A412800A04007F000702020402028301017F4C00"),
                NotPermitted::Parameters(0x22),
            ),
            (
                &hex!("0022C1A412800A04007F00070202040202830101830103"),
                NotPermitted::Parameters(0x22),
            ),
            (&hex!("0022C1A4"), NotPermitted::Parameters(0x22)),
            (&hex!("0C22C1A404 87020100"), NotPermitted::Parameters(0x22)),
            (&hex!("1C22C1A404 87020100"), NotPermitted::Parameters(0x22)),
            (&hex!("002241A6029100"), NotPermitted::Parameters(0x22)),
            (&hex!("80CA9F7F00"), NotPermitted::Class(0x80)),
            (&hex!("FFCA000000"), NotPermitted::Class(0xFF)),
            (&hex!("10B0000000"), NotPermitted::Class(0x10)),
            (&hex!("1CB0000000"), NotPermitted::Class(0x1C)),
            (&hex!("102241A6029100"), NotPermitted::Class(0x10)),
            // What says that it is protected, and is in clear.
            (&hex!("0CA4040C07A0000000031010"), NotPermitted::Unprotected),
            (&hex!("0CA4020C02011E"), NotPermitted::Unprotected),
            (&hex!("0CB0000004 8E020000 00"), NotPermitted::Unprotected),
            (
                &hex!("0CB000000F 970104 8E08ED6705417E96BA55 8000 00"),
                NotPermitted::Unprotected,
            ),
            // READ BINARY has no data unless protected.
            (&hex!("00B0000001FF"), NotPermitted::Parameters(0xB0)),
        ] {
            assert_eq!(permitted(command), Err(why), "{command:02X?}");
        }
        assert!(matches!(permitted(&[0, 0xB0]), Err(NotPermitted::Apdu(_))));
    }
}
