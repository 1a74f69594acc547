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
