//! What must hold for every zone: written ones read back, corrupted ones are noticed, and nothing panics.

use bonafide_mrz::{
    Alternatives, CheckedField, Format, Proof, Repair, Sex, StateCode, ZoneDate, ZoneFields,
    check_digit, generate, lines_of, parse, repair,
};
use proptest::prelude::*;

fn states() -> impl Strategy<Value = StateCode> {
    proptest::sample::select(vec!["NLD", "D", "KAZ", "UTO", "GBR", "XXA", "EUE"])
        .prop_map(|code| StateCode::new(code).expect("a state"))
}

fn dates() -> impl Strategy<Value = ZoneDate> {
    (0..100, 1..13, 1..29).prop_map(|(year, month, day)| {
        ZoneDate::new(&format!("{year:02}{month:02}{day:02}")).expect("a date")
    })
}

prop_compose! {
    fn fields()(
        format in proptest::sample::select(Format::ALL.to_vec()),
        issuing_state in states(),
        nationality in states(),
        surname in "[A-Z]{1,12}( [A-Z]{1,8})?",
        given_names in "([A-Z]{1,9}( [A-Z]{1,9}){0,2})?",
        short in "[A-Z0-9]{1,9}",
        long in "[A-Z0-9]{10,14}",
        is_long in any::<bool>(),
        birth_date in dates(),
        expiry_date in dates(),
        sex in proptest::sample::select(vec![Sex::Male, Sex::Female, Sex::Unspecified]),
        optional in "([A-Z0-9]{0,6}[A-Z0-9])?",
    ) -> ZoneFields {
        let long_fits = format == Format::Td1 && is_long;
        ZoneFields {
            format,
            document_code: if format.is_visa() { "V" } else { "P" }.to_owned(),
            issuing_state,
            surname,
            given_names,
            document_number: if long_fits { long } else { short },
            nationality,
            birth_date,
            sex,
            expiry_date,
            optional: if long_fits { vec![String::new(), optional] } else { vec![optional] },
        }
    }
}

fn values_differ(one: char, other: char) -> bool {
    check_digit(&one.to_string()) != check_digit(&other.to_string())
}

/// Puts a character at a position and says what stood there.
fn put(lines: &mut [String], line: usize, column: usize, character: char) -> char {
    let before = char::from(lines[line].as_bytes()[column]);
    lines[line].replace_range(column..=column, &character.to_string());
    before
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, max_global_rejects: 100_000, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_reads_back(fields in fields()) {
        let lines = generate(&fields).expect("lines");
        let zone = parse(&lines).expect("a zone");
        prop_assert!(zone.checks_ok(), "{:?}", zone.checks);
        prop_assert_eq!(zone.format, fields.format);
        prop_assert_eq!(&zone.document_number, &fields.document_number);
        prop_assert_eq!(&zone.issuing_state, &fields.issuing_state);
        prop_assert_eq!(&zone.nationality, &fields.nationality);
        prop_assert_eq!(&zone.birth_date, &fields.birth_date);
        prop_assert_eq!(&zone.expiry_date, &fields.expiry_date);
        prop_assert_eq!(zone.sex, fields.sex);
        if !zone.names.may_be_truncated {
            prop_assert_eq!(&zone.names.surname, &fields.surname);
            prop_assert_eq!(&zone.names.given_names, &fields.given_names);
        }
        if let Some(optional) = fields.optional.last() {
            prop_assert!(zone.optional.contains(optional));
        }
        let again = repair(&lines, &Alternatives::default());
        prop_assert_eq!(again.lines, lines);
        prop_assert!(again.repairs.is_empty());
        let json = serde_json::to_string(&zone).expect("JSON");
        prop_assert_eq!(serde_json::from_str::<bonafide_mrz::Zone>(&json).expect("a zone"), zone);
    }

    #[test]
    fn one_wrong_character_is_noticed_where_a_digit_covers_it(
        fields in fields(),
        position in any::<prop::sample::Index>(),
        character in "[A-Z0-9<]",
    ) {
        let lines = generate(&fields).expect("lines");
        let width = fields.format.width();
        let at = position.index(width * fields.format.lines());
        let (line, column) = (at / width, at % width);
        let character = character.chars().next().expect("one");
        let mut wrong = lines.clone();
        let before = put(&mut wrong, line, column, character);
        prop_assume!(values_differ(before, character));
        use bonafide_mrz::Field::{BirthDate, BirthDateCheck, CompositeCheck, DocumentNumber, ExpiryDate, ExpiryDateCheck};
        let covered = matches!(
            fields.format.field_at(line, column),
            Some(DocumentNumber | BirthDate | BirthDateCheck | ExpiryDate | ExpiryDateCheck | CompositeCheck)
        );
        if covered {
            prop_assert!(!parse(&wrong).is_ok_and(|zone| zone.checks_ok()), "{wrong:?}");
        }
        // Whatever is changed, it is listed, and after a proven change the digits are right.
        let outcome = repair(&wrong, &Alternatives::default());
        let mut replayed = wrong.clone();
        for Repair { line, column, from, to, .. } in &outcome.repairs {
            let to = to.expect("widths were right");
            let found = put(&mut replayed, *line, *column, to);
            prop_assert_eq!(Some(found), *from);
        }
        prop_assert_eq!(&replayed, &outcome.lines);
        for Repair { proof, .. } in &outcome.repairs {
            if let Proof::CheckDigit(field) = proof {
                let zone = outcome.zone.as_ref().expect("a zone");
                prop_assert!(zone.check(*field).is_some_and(|check| check.ok()), "{:?}", outcome);
            }
        }
    }

    #[test]
    fn letters_among_digits_of_dates_are_put_right(fields in fields(), column in 0..6usize) {
        prop_assume!(fields.format.has_composite());
        let lines = generate(&fields).expect("lines");
        let (line, start) = if fields.format == Format::Td1 { (1, 0) } else { (1, 13) };
        let mut wrong = lines.clone();
        let digit = lines[line].as_bytes()[start + column];
        let letter = match digit { b'0' => 'O', b'1' => 'I', b'2' => 'Z', b'5' => 'S', b'6' => 'G', b'8' => 'B', _ => return Ok(()) };
        put(&mut wrong, line, start + column, letter);
        let outcome = repair(&wrong, &Alternatives::default());
        prop_assert_eq!(&outcome.lines, &lines);
        prop_assert_eq!(outcome.repairs.len(), 1);
        prop_assert_eq!(outcome.repairs[0].proof, Proof::CheckDigit(CheckedField::BirthDate));
    }

    #[test]
    fn nothing_panics(lines in proptest::collection::vec(any::<String>(), 0..5), text in any::<String>()) {
        let _ = parse(&lines);
        let _ = repair(&lines, &Alternatives::default());
        let _ = parse(&lines_of(&text));
    }

    #[test]
    fn nothing_panics_on_lines_of_nearly_the_right_shape(
        lines in (2..4usize).prop_flat_map(|count| {
            let width = if count == 3 { "[A-Z0-9<éK]{28,32}" } else { "[A-Z0-9<<<]{43,45}" };
            proptest::collection::vec(width, count)
        }),
        alternatives in proptest::collection::vec(
            proptest::collection::vec(proptest::collection::vec((any::<char>(), any::<f32>()), 0..3), 0..50), 0..4),
    ) {
        let _ = parse(&lines);
        let outcome = repair(&lines, &Alternatives(alternatives));
        if let Ok(zone) = &outcome.zone {
            let _ = zone.access_information();
        }
    }

    #[test]
    fn names_of_any_length_fit(surname in "[A-Z]{1,40}( [A-Z]{1,30}){0,2}", given in "([A-Z]{1,20}( [A-Z]{1,20}){0,3})?", fields in fields()) {
        let lines = generate(&ZoneFields { surname: surname.clone(), given_names: given.clone(), ..fields }).expect("lines");
        let names = parse(&lines).expect("a zone").names;
        prop_assert!(!names.surname.is_empty());
        prop_assert_eq!(names.given_names.is_empty(), given.is_empty());
        if names.surname != surname || names.given_names != given {
            prop_assert!(names.may_be_truncated);
        }
    }
}
