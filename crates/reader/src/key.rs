//! From what was typed to what opens the chip.

use std::io::Read as _;

use bonafide_emrtd::access_key::AccessKey;

use crate::Result;
use crate::cli::KeyArguments;

/// The longest zone there is, with room for line ends.
const MAX_ZONE_BYTES: u64 = 400;

pub(crate) fn of(arguments: &KeyArguments) -> Result<AccessKey> {
    if let Some(can) = &arguments.can {
        return Ok(AccessKey::card_access_number(can)?);
    }
    if let (Some(number), Some(birth), Some(expiry)) =
        (&arguments.document, &arguments.birth, &arguments.expiry)
    {
        return Ok(AccessKey::typed(number, birth, expiry)?);
    }
    let mut text = arguments.mrz.clone().unwrap_or_default();
    if text == "-" {
        text.clear();
        std::io::stdin()
            .lock()
            .take(MAX_ZONE_BYTES)
            .read_to_string(&mut text)?;
    }
    let zone = zone(&text)?;
    if !zone.checks_ok() {
        eprintln!(
            "note: a check digit of the machine-readable zone is wrong; is it typed correctly?"
        );
    }
    Ok(AccessKey::of_zone(&zone))
}

/// A typed zone; its lines may also be parted by a written `\n` or a comma.
pub(crate) fn zone(text: &str) -> Result<bonafide_mrz::Zone> {
    let text = text.replace("\\n", "\n").replace(',', "\n");
    let lines = bonafide_mrz::lines_of(&text);
    bonafide_mrz::parse(&lines)
        .map_err(|error| format!("this is no machine-readable zone: {error}").into())
}

#[cfg(test)]
mod tests {
    use super::zone;

    #[test]
    fn zones_as_people_give_them() {
        let first = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<";
        let second = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";
        for text in [
            format!("{first}\n{second}"),
            format!("{first}\\n{second}"),
            format!("{first},{second}"),
            format!("{first}{second}"),
        ] {
            assert!(zone(&text).is_ok(), "{text}");
        }
        assert!(zone("P<UTO").is_err());
    }
}
