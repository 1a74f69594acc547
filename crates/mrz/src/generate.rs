use serde::{Deserialize, Serialize};

use crate::{
    Alphabet, Field, Format, Sex, StateCode, Untransliterable, ZoneDate,
    check::{digit, value, weight},
    check_digit,
    name::field_of,
};

/// What a zone is to say. Names are in national characters: [`crate::transliterate`] is applied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneFields {
    pub format: Format,
    /// One or two letters; visas begin with V, and nothing else does.
    pub document_code: String,
    pub issuing_state: StateCode,
    pub surname: String,
    /// May be empty for people with one name.
    pub given_names: String,
    /// Letters and digits; spaces and hyphens become fillers. Beyond nine characters it continues in the
    /// optional data, which only TD1 and TD2 allow.
    pub document_number: String,
    pub nationality: StateCode,
    pub birth_date: ZoneDate,
    pub sex: Sex,
    pub expiry_date: ZoneDate,
    /// As many entries as the format has stretches of optional data, or fewer.
    pub optional: Vec<String>,
}

/// Why no zone can say that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GenerateError {
    #[error("the document code does not suit the format")]
    DocumentCode,
    #[error(
        "the document number is empty, too long for the format or holds other characters than A-Z and 0-9"
    )]
    DocumentNumber,
    #[error(
        "the optional data is too long for the format or holds other characters than A-Z and 0-9"
    )]
    Optional,
    #[error("neither surname nor given names")]
    NoName,
    #[error(transparent)]
    Name(#[from] Untransliterable),
}

/// The lines of a zone with all its check digits.
pub fn generate(fields: &ZoneFields) -> Result<Vec<String>, GenerateError> {
    let format = fields.format;
    let mut page = Page {
        format,
        lines: vec![vec!['<'; format.width()]; format.lines()],
    };
    page.write(Field::DocumentCode, &document_code(fields)?);
    page.write(Field::IssuingState, fields.issuing_state.as_str());
    page.write(Field::Nationality, fields.nationality.as_str());
    page.write(Field::Names, &names(fields)?);
    page.write(Field::Sex, &fields.sex.as_char().to_string());
    for (field, check, date) in [
        (Field::BirthDate, Field::BirthDateCheck, &fields.birth_date),
        (
            Field::ExpiryDate,
            Field::ExpiryDateCheck,
            &fields.expiry_date,
        ),
    ] {
        page.write(field, date.raw());
        page.write(check, &checked(date.raw()));
    }
    let (number, number_check, first_optional) = number_and_optional(fields)?;
    page.write(Field::DocumentNumber, &number);
    page.write(Field::DocumentNumberCheck, &number_check);
    page.write(Field::Optional, &first_optional);
    page.write(Field::OptionalCheck, &checked(&first_optional));
    if format == Format::Td1 {
        let second = entry(fields, 1)?;
        if second.len() > page.room(Field::OptionalSecond) {
            return Err(GenerateError::Optional);
        }
        page.write(Field::OptionalSecond, &second);
    } else if fields.optional.len() > 1 {
        return Err(GenerateError::Optional);
    }
    if fields.optional.len() > 2 {
        return Err(GenerateError::Optional);
    }
    page.write_composite();
    Ok(page.lines.into_iter().map(String::from_iter).collect())
}

struct Page {
    format: Format,
    lines: Vec<Vec<char>>,
}

impl Page {
    /// Writes a text that was checked to fit; formats without the field ignore it.
    fn write(&mut self, field: Field, text: &str) {
        let Some(span) = self.format.span(field) else {
            return;
        };
        for (place, character) in self.lines[span.line][span.start..span.end]
            .iter_mut()
            .zip(text.chars())
        {
            *place = character;
        }
    }

    fn room(&self, field: Field) -> usize {
        self.format
            .span(field)
            .map_or(0, |span| span.end - span.start)
    }

    fn write_composite(&mut self) {
        let sum = self
            .format
            .composite_ranges()
            .iter()
            .flat_map(|&(line, start, end)| &self.lines[line][start..end])
            .enumerate()
            .map(|(index, character)| weight(index) * value(*character).unwrap_or(0))
            .sum();
        self.write(Field::CompositeCheck, &digit(sum).to_string());
    }
}

fn document_code(fields: &ZoneFields) -> Result<String, GenerateError> {
    let code = fields.document_code.trim_end_matches('<');
    let letters =
        (1..=2).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_uppercase());
    if letters && code.starts_with('V') == fields.format.is_visa() {
        Ok(code.to_owned())
    } else {
        Err(GenerateError::DocumentCode)
    }
}

fn names(fields: &ZoneFields) -> Result<String, GenerateError> {
    let width = fields
        .format
        .span(Field::Names)
        .map_or(0, |span| span.end - span.start);
    let field = field_of(&fields.surname, &fields.given_names, width)?;
    if field.bytes().all(|byte| byte == b'<') {
        Err(GenerateError::NoName)
    } else {
        Ok(field)
    }
}

fn number_and_optional(fields: &ZoneFields) -> Result<(String, String, String), GenerateError> {
    let number = plain(&fields.document_number).ok_or(GenerateError::DocumentNumber)?;
    if number.is_empty() {
        return Err(GenerateError::DocumentNumber);
    }
    let optional = entry(fields, 0)?;
    let room = fields
        .format
        .span(Field::Optional)
        .map_or(0, |span| span.end - span.start);
    if number.len() <= 9 {
        let padded = format!("{number:<<9}");
        return if optional.len() <= room {
            Ok((padded.clone(), checked(&padded), optional))
        } else {
            Err(GenerateError::Optional)
        };
    }
    // A filler inside the continued part would end it early for a reader.
    let continues = matches!(fields.format, Format::Td1 | Format::Td2);
    if !continues || number[8..].contains('<') || number.len() - 8 > room {
        return Err(GenerateError::DocumentNumber);
    }
    let mut tail = format!("{}{}", &number[9..], checked(&number));
    if !optional.is_empty() {
        tail.push('<');
        tail.push_str(&optional);
    }
    if tail.len() > room {
        return Err(GenerateError::Optional);
    }
    Ok((number[..9].to_owned(), "<".to_owned(), tail))
}

fn entry(fields: &ZoneFields, index: usize) -> Result<String, GenerateError> {
    fields
        .optional
        .get(index)
        .map_or(Ok(String::new()), |text| {
            plain(text).ok_or(GenerateError::Optional)
        })
}

/// Upper-cased, spaces and hyphens as fillers, none of them at the end.
fn plain(text: &str) -> Option<String> {
    let text: String = text
        .trim()
        .chars()
        .map(|character| {
            if matches!(character, ' ' | '-') {
                '<'
            } else {
                character.to_ascii_uppercase()
            }
        })
        .collect();
    text.chars()
        .all(|character| Alphabet::Any.contains(character))
        .then(|| text.trim_end_matches('<').to_owned())
}

fn checked(text: &str) -> String {
    check_digit(text).unwrap_or('<').to_string()
}

#[cfg(test)]
mod tests {
    use super::{GenerateError, ZoneFields, generate};
    use crate::{Format, Sex, StateCode, ZoneDate, parse};

    fn anna(format: Format) -> ZoneFields {
        let utopia = StateCode::new("UTO").expect("a state");
        ZoneFields {
            format,
            document_code: if format.is_visa() {
                "V".to_owned()
            } else {
                "P".to_owned()
            },
            issuing_state: utopia.clone(),
            surname: "Eriksson".to_owned(),
            given_names: "Anna Maria".to_owned(),
            document_number: "L898902C3".to_owned(),
            nationality: utopia,
            birth_date: ZoneDate::new("740812").expect("a date"),
            sex: Sex::Female,
            expiry_date: ZoneDate::new("120415").expect("a date"),
            optional: vec!["ZE184226B".to_owned()],
        }
    }

    #[test]
    fn the_passport_of_doc_9303() {
        assert_eq!(
            generate(&anna(Format::Td3)).expect("lines"),
            [
                "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
                "L898902C36UTO7408122F1204159ZE184226B<<<<<10"
            ]
        );
    }

    #[test]
    fn long_numbers_continue() {
        let fields = ZoneFields {
            document_number: "D23145890734".to_owned(),
            optional: vec!["REST".to_owned(), "MORE".to_owned()],
            ..anna(Format::Td1)
        };
        let lines = generate(&fields).expect("lines");
        assert_eq!(lines[0], "P<UTOD23145890<7349<REST<<<<<<");
        let zone = parse(&lines).expect("a zone");
        assert_eq!(zone.document_number, "D23145890734");
        assert_eq!(zone.optional, ["REST", "MORE"]);
        assert!(zone.checks_ok());
        let passport = ZoneFields {
            document_number: "D23145890734".to_owned(),
            ..anna(Format::Td3)
        };
        assert_eq!(generate(&passport), Err(GenerateError::DocumentNumber));
    }

    #[test]
    fn what_no_zone_can_say() {
        let with = |change: fn(&mut ZoneFields)| {
            let mut fields = anna(Format::Td2);
            fields.optional.clear();
            change(&mut fields);
            generate(&fields)
        };
        assert!(with(|_| ()).is_ok());
        assert_eq!(
            with(|fields| fields.document_code = "V".to_owned()),
            Err(GenerateError::DocumentCode)
        );
        assert_eq!(
            with(|fields| fields.document_number = "№5".to_owned()),
            Err(GenerateError::DocumentNumber)
        );
        assert_eq!(
            with(|fields| fields.document_number = String::new()),
            Err(GenerateError::DocumentNumber)
        );
        assert_eq!(
            with(|fields| fields.optional = vec!["12345678".to_owned()]),
            Err(GenerateError::Optional)
        );
        assert_eq!(
            with(|fields| fields.optional = vec![String::new(); 2]),
            Err(GenerateError::Optional)
        );
        assert!(matches!(
            with(|fields| fields.surname = "李".to_owned()),
            Err(GenerateError::Name(_))
        ));
        let nameless = |fields: &mut ZoneFields| {
            fields.surname.clear();
            fields.given_names.clear();
        };
        assert_eq!(with(nameless), Err(GenerateError::NoName));
    }
}
