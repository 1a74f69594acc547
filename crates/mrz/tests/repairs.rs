//! Repairs on the specimens of Doc 9303.

use bonafide_mrz::{Alternatives, CheckedField, Proof, repair};

const TD3: [&str; 2] = [
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
];

fn second(line: &str) -> bonafide_mrz::Repaired {
    repair(&[TD3[0], line], &Alternatives::default())
}

#[test]
fn a_confused_digit_in_the_number() {
    let outcome = second("L8989O2C36UTO7408122F1204159ZE184226B<<<<<10");
    assert_eq!(outcome.lines, TD3);
    assert_eq!(outcome.repairs.len(), 1);
    let repair = outcome.repairs[0];
    assert_eq!(
        (repair.line, repair.column, repair.from, repair.to),
        (1, 5, Some('O'), Some('0'))
    );
    assert_eq!(
        repair.proof,
        Proof::CheckDigit(CheckedField::DocumentNumber)
    );
}

#[test]
fn several_confusions_at_once() {
    let outcome = second("L8989O2C36UTO74O8I22F12O4159ZE184226B<<<<<10");
    assert_eq!(outcome.lines, TD3);
    assert_eq!(outcome.repairs.len(), 4);
}

#[test]
fn an_error_that_looks_like_nothing_else_stays() {
    let outcome = second("L898902C36UTO7408122F1204159ZE184226B<<<<<17");
    assert!(outcome.repairs.is_empty());
    assert!(!outcome.zone.expect("a zone").checks_ok());
}

#[test]
fn the_reader_s_own_alternatives_are_heard() {
    // X for C: no table of look-alikes has it, but the reader hesitated.
    let line = "L898902X36UTO7408122F1204159ZE184226B<<<<<10";
    assert!(second(line).repairs.is_empty());
    let mut cells = vec![Vec::new(); 44];
    cells[7] = vec![('X', 0.6), ('C', 0.3)];
    let outcome = repair(&[TD3[0], line], &Alternatives(vec![Vec::new(), cells]));
    assert_eq!(outcome.lines, TD3);
}

#[test]
fn digits_in_names_become_letters() {
    let outcome = repair(
        &["P<UT0ER1KSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", TD3[1]],
        &Alternatives::default(),
    );
    assert_eq!(outcome.lines, TD3);
    assert!(
        outcome
            .repairs
            .iter()
            .all(|repair| repair.proof == Proof::Alphabet)
    );
}

#[test]
fn widths_are_mended_where_fillers_stand() {
    let outcome = repair(
        &["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<", TD3[1]],
        &Alternatives::default(),
    );
    assert_eq!(outcome.lines, TD3);
    assert_eq!(
        outcome
            .repairs
            .iter()
            .filter(|repair| repair.proof == Proof::Width)
            .count(),
        2
    );
    let outcome = second("L898902C36UTO7408122F1204159ZE184226B<<<<10");
    assert_eq!(outcome.lines, TD3);
    // A filler lost inside the names cannot be placed: what is mended is the end.
    assert!(
        second("L898902C36UTO7408122F1204159ZE184226B<<<<")
            .zone
            .is_err()
    );
}

#[test]
fn two_equally_good_explanations_are_none() {
    // Either B may be the 8 that was: the number's digit is right in both cases.
    let outcome = second("LB98902C36UTO7408122F1204159ZE184226B<<<<<10");
    assert!(outcome.repairs.is_empty());
    assert!(!outcome.zone.expect("a zone").checks_ok());
}

#[test]
fn g_and_6_are_beyond_every_check_digit() {
    let zone = bonafide_mrz::parse(&[TD3[0], "L898902C3GUTO7408122F1204159ZE184226B<<<<<10"]);
    assert!(zone.is_err(), "a check digit is a digit");
    let number = [
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO7408122F1204159ZE18422GB<<<<<10",
    ];
    assert!(bonafide_mrz::parse(&number).expect("a zone").checks_ok());
}

/// What a reader that hesitates between characters at one position of the second line of the passport sees.
fn hesitating(line: &str, column: usize, seen: &[(char, f32)]) -> bonafide_mrz::Repaired {
    let mut cells = vec![Vec::new(); 44];
    cells[column] = seen.to_vec();
    repair(&[TD3[0], line], &Alternatives(vec![Vec::new(), cells]))
}

#[test]
fn two_readings_with_the_same_digit_prove_nothing() {
    // L is 21 and 1 is 1: the digit is right either way.
    let outcome = hesitating(TD3[1], 0, &[('L', 0.6), ('1', 0.35)]);
    assert_eq!(outcome.lines, TD3);
    assert!(outcome.zone.as_ref().expect("a zone").checks_ok());
    assert_eq!(outcome.ambiguous, [CheckedField::DocumentNumber]);
    // The same of S and 8, of K and a filler.
    let outcome = hesitating(TD3[1], 1, &[('8', 0.7), ('S', 0.3)]);
    assert_eq!(outcome.ambiguous, [CheckedField::DocumentNumber]);
    let outcome = hesitating(TD3[1], 37, &[('<', 0.5), ('K', 0.5)]);
    assert_eq!(outcome.ambiguous, [CheckedField::PersonalNumber]);
}

#[test]
fn a_reader_without_doubt_or_with_doubt_that_digits_settle_is_believed() {
    assert!(second(TD3[1]).ambiguous.is_empty());
    let sure = hesitating(TD3[1], 0, &[('L', 0.97), ('1', 0.02)]);
    assert!(sure.ambiguous.is_empty());
    // B is 11 and 8 is 8: only one of them satisfies the digit.
    let settled = hesitating(TD3[1], 1, &[('8', 0.5), ('B', 0.5)]);
    assert!(settled.ambiguous.is_empty());
}

#[test]
fn a_repair_that_two_readings_explain_is_not_made() {
    // The digit is wrong as it stands (B for 8), and L or 1 before it are alike likely: nothing is repaired.
    let line = "LB98902C36UTO7408122F1204159ZE184226B<<<<<10";
    let mut cells = vec![Vec::new(); 44];
    cells[0] = vec![('L', 0.5), ('1', 0.45)];
    cells[1] = vec![('B', 0.6), ('8', 0.4)];
    let outcome = repair(&[TD3[0], line], &Alternatives(vec![Vec::new(), cells]));
    let number: Vec<_> = outcome
        .repairs
        .iter()
        .filter(|repair| repair.column < 10)
        .collect();
    assert!(number.is_empty(), "{number:?}");
    assert!(!outcome.zone.expect("a zone").checks_ok());
}
