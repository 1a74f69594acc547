//! What a machine-readable zone says, and whether it can be so (ICAO Doc 9303-3).

use std::collections::BTreeMap;

use bonafide_identity::fields::{DocumentKind, Field, Zone};
use bonafide_identity::finding::{Check, Finding, Outcome, Reason};
use bonafide_identity::notice;
use bonafide_mrz::{CheckedField, Format, PartialDate, Sex, StateKind};
use jiff::civil::Date;

/// Why a typed zone cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TypedZoneProblem {
    /// Not the lines of any format.
    #[error("not the lines of a machine-readable zone")]
    Malformed,
    /// A check digit does not agree: something was mistyped.
    #[error("a check digit does not agree")]
    CheckDigit,
}

impl TypedZoneProblem {
    /// What the person is told.
    pub fn notice(self) -> notice::Code {
        match self {
            Self::Malformed => notice::Code::TypedZoneMalformed,
            Self::CheckDigit => notice::Code::TypedZoneCheckDigitWrong,
        }
    }
}

/// Parses a zone that a person typed. Every check digit must agree, since that is all that
/// vouches for a typed value.
///
/// # Errors
/// [`TypedZoneProblem`]
pub fn parse_typed_zone(text: &str, today: Date) -> Result<Zone, TypedZoneProblem> {
    let lines = bonafide_mrz::lines_of(text);
    let zone = bonafide_mrz::parse(&lines).map_err(|_| TypedZoneProblem::Malformed)?;
    if !zone.checks_ok() {
        return Err(TypedZoneProblem::CheckDigit);
    }
    Ok(Zone {
        typed: true,
        chip: false,
        ..values_of(&zone, &lines, &[], today)
    })
}

/// The domain's view of a zone. Of the fields named as ambiguous the check digits confirm nothing.
pub(crate) fn values_of(
    zone: &bonafide_mrz::Zone,
    lines: &[String],
    ambiguous: &[CheckedField],
    today: Date,
) -> Zone {
    let mut values = BTreeMap::new();
    let mut put = |field, text: &str| {
        if !text.is_empty() {
            values.insert(field, text.to_owned());
        }
    };
    put(Field::Surname, &zone.names.surname);
    put(Field::GivenNames, &zone.names.given_names);
    put(Field::DocumentNumber, &zone.document_number);
    put(Field::Nationality, zone.nationality.as_str());
    put(Field::IssuingState, zone.issuing_state.as_str());
    put(
        Field::PersonalNumber,
        zone.optional
            .iter()
            .find(|text| !text.is_empty())
            .map_or("", String::as_str),
    );
    put(
        Field::Sex,
        match zone.sex {
            Sex::Male => "M",
            Sex::Female => "F",
            Sex::Unspecified => "X",
        },
    );
    let exact = |date: Result<PartialDate, _>| date.ok().and_then(|date| date.exact());
    if let Some(date) = exact(zone.birth_date.as_birth(today)) {
        put(Field::BirthDate, &date.to_string());
    }
    if let Some(date) = exact(zone.expiry_date.as_expiry(today)) {
        put(Field::ExpiryDate, &date.to_string());
    }
    let confirmed = [
        (CheckedField::DocumentNumber, Field::DocumentNumber),
        (CheckedField::BirthDate, Field::BirthDate),
        (CheckedField::ExpiryDate, Field::ExpiryDate),
        (CheckedField::PersonalNumber, Field::PersonalNumber),
    ]
    .into_iter()
    .filter(|(digit, field)| {
        zone.check(*digit).is_some_and(|check| check.ok())
            && !ambiguous.contains(digit)
            && values.contains_key(field)
    })
    .map(|(_, field)| field)
    .collect();
    Zone {
        format: match zone.format {
            Format::Td1 => "TD1",
            Format::Td2 => "TD2",
            Format::Td3 => "TD3",
            Format::MrvA => "MRV-A",
            Format::MrvB => "MRV-B",
        }
        .to_owned(),
        lines: lines.to_vec(),
        document_code: zone.document_code.clone(),
        values,
        confirmed,
        typed: false,
        chip: false,
        layout: None,
        printed: BTreeMap::new(),
    }
}

/// What a zone's content is held against.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Expectation {
    /// The kind of document that the person chose.
    pub(crate) kind: DocumentKind,
    /// Whether specimens are refused.
    pub(crate) livemode: bool,
    /// The day of the examination.
    pub(crate) today: Date,
}

/// The findings on a zone's content.
pub(crate) fn judge(zone: &bonafide_mrz::Zone, expected: Expectation) -> Vec<Finding> {
    vec![
        check_digits(zone),
        dates(zone, expected.today),
        states(zone, expected.livemode),
        kind(zone, expected.kind),
        expiry(zone, expected.today),
    ]
}

fn check_digits(zone: &bonafide_mrz::Zone) -> Finding {
    let wrong = zone.checks.iter().filter(|check| !check.ok()).count();
    let finding = if wrong == 0 {
        Finding::pass(Check::ZoneCheckDigits)
    } else {
        Finding::new(
            Check::ZoneCheckDigits,
            Outcome::Fail,
            Reason::ZoneCheckDigitWrong,
        )
    };
    finding.measured(wrong as f64, 0.0)
}

fn dates(zone: &bonafide_mrz::Zone, today: Date) -> Finding {
    let impossible = |outcome| Finding::new(Check::ZoneDates, outcome, Reason::DatesImpossible);
    let (Ok(birth), Ok(expiry)) = (
        zone.birth_date.as_birth(today),
        zone.expiry_date.as_expiry(today),
    ) else {
        return impossible(Outcome::Fail);
    };
    match (birth.earliest(), birth.exact(), expiry.latest()) {
        (Some(birth), _, Some(expiry)) if expiry < birth => impossible(Outcome::Fail),
        // Unknown parts are allowed on documents, but they leave a doubt.
        (_, Some(_), Some(_)) => Finding::pass(Check::ZoneDates),
        _ => impossible(Outcome::Inconclusive),
    }
}

fn states(zone: &bonafide_mrz::Zone, livemode: bool) -> Finding {
    let kinds = [zone.issuing_state.kind(), zone.nationality.kind()];
    if livemode && kinds.contains(&Some(StateKind::Specimen)) {
        Finding::new(Check::ZoneStates, Outcome::Fail, Reason::SpecimenDocument)
    } else if kinds.contains(&None) {
        Finding::new(
            Check::ZoneStates,
            Outcome::Inconclusive,
            Reason::StateUnknown,
        )
    } else {
        Finding::pass(Check::ZoneStates)
    }
}

fn kind(zone: &bonafide_mrz::Zone, chosen: DocumentKind) -> Finding {
    let shown = match zone.document_code.bytes().next() {
        Some(b'P') => chosen == DocumentKind::Passport,
        Some(b'V') => chosen == DocumentKind::Visa,
        _ => matches!(
            chosen,
            DocumentKind::IdentityCard | DocumentKind::ResidencePermit
        ),
    };
    if shown {
        Finding::pass(Check::DocumentKind)
    } else {
        Finding::new(
            Check::DocumentKind,
            Outcome::Fail,
            Reason::DocumentKindDiffers,
        )
    }
}

fn expiry(zone: &bonafide_mrz::Zone, today: Date) -> Finding {
    let Some(expiry) = zone
        .expiry_date
        .as_expiry(today)
        .ok()
        .and_then(|date| date.latest())
    else {
        return Finding::new(
            Check::DocumentExpiry,
            Outcome::Inconclusive,
            Reason::DatesImpossible,
        );
    };
    let days_left = today.until(expiry).map_or(0, |span| span.get_days());
    let finding = if expiry >= today {
        Finding::pass(Check::DocumentExpiry)
    } else {
        Finding::new(
            Check::DocumentExpiry,
            Outcome::Fail,
            Reason::DocumentExpired,
        )
    };
    finding.measured(f64::from(days_left), 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PASSPORT: [&str; 2] = [
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    ];

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn outcome(findings: &[Finding], check: Check) -> (Outcome, Reason) {
        let finding = findings
            .iter()
            .find(|finding| finding.check == check)
            .unwrap();
        (finding.outcome, finding.reason)
    }

    fn judged(livemode: bool, kind: DocumentKind, today: &str) -> Vec<Finding> {
        let zone = bonafide_mrz::parse(&PASSPORT).unwrap();
        judge(
            &zone,
            Expectation {
                kind,
                livemode,
                today: day(today),
            },
        )
    }

    #[test]
    fn a_typed_zone_vouches_by_its_check_digits_alone() {
        let zone = parse_typed_zone(&PASSPORT.join("\n"), day("2011-01-01")).unwrap();
        assert!(
            zone.value(Field::DocumentNumber)
                .unwrap()
                .verification
                .is_verified()
        );
        assert!(
            !zone
                .value(Field::Surname)
                .unwrap()
                .verification
                .is_verified()
        );
        assert_eq!(zone.values[&Field::BirthDate], "1974-08-12");
        let mistyped = PASSPORT.join("\n").replace("L898902C3", "L898902C4");
        assert_eq!(
            parse_typed_zone(&mistyped, day("2011-01-01")),
            Err(TypedZoneProblem::CheckDigit)
        );
        assert_eq!(
            parse_typed_zone("HELLO", day("2011-01-01")),
            Err(TypedZoneProblem::Malformed)
        );
    }

    #[test]
    fn the_last_day_is_still_good() {
        let findings = judged(false, DocumentKind::Passport, "2012-04-15");
        assert_eq!(
            outcome(&findings, Check::DocumentExpiry),
            (Outcome::Pass, Reason::AsExpected)
        );
        let findings = judged(false, DocumentKind::Passport, "2012-04-16");
        assert_eq!(
            outcome(&findings, Check::DocumentExpiry),
            (Outcome::Fail, Reason::DocumentExpired)
        );
    }

    #[test]
    fn specimens_prove_nobody_outside_test_mode() {
        let findings = judged(true, DocumentKind::Passport, "2012-01-01");
        assert_eq!(
            outcome(&findings, Check::ZoneStates),
            (Outcome::Fail, Reason::SpecimenDocument)
        );
        let findings = judged(false, DocumentKind::Passport, "2012-01-01");
        assert_eq!(
            outcome(&findings, Check::ZoneStates),
            (Outcome::Pass, Reason::AsExpected)
        );
    }

    #[test]
    fn another_kind_than_chosen_is_noticed() {
        let findings = judged(false, DocumentKind::IdentityCard, "2012-01-01");
        assert_eq!(
            outcome(&findings, Check::DocumentKind),
            (Outcome::Fail, Reason::DocumentKindDiffers)
        );
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_answered(text in "[A-Z0-9<\n ]{0,120}") {
            let _ = parse_typed_zone(&text, day("2026-01-01"));
        }
    }
}
