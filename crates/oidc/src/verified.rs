//! Verified claims (OpenID Connect for Identity Assurance 1.0; OpenID Identity Assurance Schema Definition 1.0): what is
//! known of a person with how it was verified, and what of that answers a request. A demand that is not met leaves out
//! the whole answer where it is on the verification, and the claim alone where it is on a claim; it is never an error.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Unit};
use serde_json::{Map, Value, json};

use crate::claims_request::{Ask, EvidenceAsk, VerifiedAsk};
use crate::person::Claim;

/// The rules that identities are verified by here: our own, whose levels are those of Implementing Regulation (EU)
/// 2015/1502. No scheme was notified to anybody, so that it is not called `eidas`.
pub const TRUST_FRAMEWORK: &str = "bonafide";
/// The kind of evidence.
pub const EVIDENCE: &str = "document";

/// A kind of document, by its registered name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Document {
    /// A passport.
    Passport,
    /// An identity card.
    IdentityCard,
    /// A residence permit.
    ResidencePermit,
    /// A visa.
    Visa,
}

impl Document {
    /// Every kind.
    pub const ALL: [Self; 4] = [
        Self::Passport,
        Self::IdentityCard,
        Self::ResidencePermit,
        Self::Visa,
    ];

    /// The registered name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Passport => "passport",
            Self::IdentityCard => "idcard",
            Self::ResidencePermit => "residence_permit",
            Self::Visa => "visa",
        }
    }
}

/// How a document, and that it is of this person, was checked, by its registered name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// The signed data of its chip were verified.
    Chip,
    /// A picture of it was examined from afar.
    Picture,
    /// A machine compared the person's face with it from afar.
    Face,
    /// A human compared the person with it from afar.
    Human,
}

impl Method {
    /// Every way.
    pub const ALL: [Self; 4] = [Self::Chip, Self::Picture, Self::Face, Self::Human];

    /// The registered name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Chip => "vcrypt",
            Self::Picture => "vri",
            Self::Face => "bvr",
            Self::Human => "pvr",
        }
    }
}

/// What was verified of a person, and how.
#[derive(Clone, PartialEq, Eq)]
pub struct Proof {
    /// What.
    pub claims: BTreeMap<Claim, Value>,
    /// At which level: `low`, `substantial` or `high`.
    pub level: &'static str,
    /// When.
    pub time: Timestamp,
    /// By which kind of document, where that is known.
    pub document: Option<Document>,
    /// How that was checked.
    pub methods: Vec<Method>,
}

impl std::fmt::Debug for Proof {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Personal data stays out of logs, whoever prints it.
        write!(f, "Proof({})", self.level)
    }
}

/// A part of what is told about how somebody was verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// At which level.
    Level,
    /// On which day.
    Time,
    /// That it was by a document.
    Evidence,
    /// Which kind of document.
    Document,
    /// How that was checked.
    Methods,
}

impl Part {
    /// Every part.
    pub const ALL: [Self; 5] = [
        Self::Level,
        Self::Time,
        Self::Evidence,
        Self::Document,
        Self::Methods,
    ];

    /// By which name consent to it is remembered. No scope has a space in it.
    pub fn item(self) -> &'static str {
        match self {
            Self::Level => "how level",
            Self::Time => "how time",
            Self::Evidence => "how evidence",
            Self::Document => "how document",
            Self::Methods => "how methods",
        }
    }
}

/// What answers a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Claims.
    pub claims: BTreeMap<Claim, Value>,
    /// What is told of how they were verified.
    pub parts: BTreeSet<Part>,
    methods: Vec<Method>,
}

impl VerifiedAsk {
    /// What of a proof answers this now; nothing where a demand is not met, or no claim is left.
    pub fn answer(&self, proof: &Proof, now: Timestamp) -> Option<Answer> {
        if self.demands_more || !self.trust_framework.takes(TRUST_FRAMEWORK) {
            return None;
        }
        // From the day's beginning: by trying ages nobody finds out more of the time than is told of it.
        let midnight = day(proof.time).to_zoned(TimeZone::UTC).ok()?;
        let age = now.duration_since(midnight.timestamp()).as_secs();
        if self
            .max_age
            .is_some_and(|most| age > i64::try_from(most).unwrap_or(i64::MAX))
        {
            return None;
        }
        let mut parts = BTreeSet::new();
        if let Some(ask) = &self.assurance_level {
            ask.takes(proof.level).then_some(())?;
            parts.insert(Part::Level);
        }
        if self.time {
            parts.insert(Part::Time);
        }
        let mut methods = Vec::new();
        if !self.evidence.is_empty() {
            let found = self.evidence.iter().find_map(|ask| ask.answer(proof));
            let (told, ways) = found?;
            parts.extend(told);
            methods = ways;
        }
        let claims: BTreeMap<Claim, Value> = proof
            .claims
            .iter()
            .filter(|(claim, value)| {
                let ask = self.claims.get(claim.as_str());
                ask.is_some_and(|ask| ask.values.is_empty() || ask.values.contains(value))
            })
            .map(|(claim, value)| (*claim, value.clone()))
            .collect();
        (!claims.is_empty()).then_some(Answer {
            claims,
            parts,
            methods,
        })
    }

    /// Everything that this is about and a proof has, by the names of consent, whether or not demands are met: who
    /// is silent must not learn by guessing what would be told.
    pub fn about(&self, proof: &Proof) -> BTreeSet<String> {
        let asked = |claim: &Claim| self.claims.contains_key(claim.as_str());
        let claims = proof.claims.keys().copied().filter(asked);
        let mut about: BTreeSet<String> = claims.map(Claim::verified_item).collect();
        let evidence = |has: fn(&EvidenceAsk) -> bool| self.evidence.iter().any(has);
        for (part, is_asked) in [
            (Part::Level, self.assurance_level.is_some()),
            (Part::Time, self.time),
            (Part::Evidence, evidence(|_| true)),
            (Part::Document, evidence(|ask| ask.document.is_some())),
            (Part::Methods, evidence(|ask| ask.methods.is_some())),
        ] {
            if is_asked {
                about.insert(part.item().to_owned());
            }
        }
        about
    }

    /// The same, for no more claims than these.
    #[must_use]
    pub fn limited(&self, to: &BTreeMap<Claim, Value>) -> Self {
        let mut limited = self.clone();
        limited
            .claims
            .retain(|name, _| to.keys().any(|claim| claim.as_str() == name));
        limited
    }
}

impl EvidenceAsk {
    fn answer(&self, proof: &Proof) -> Option<(BTreeSet<Part>, Vec<Method>)> {
        if self.demands_more || !self.kind.takes(EVIDENCE) {
            return None;
        }
        let mut parts = BTreeSet::from([Part::Evidence]);
        let mut methods = Vec::new();
        if let Some(ask) = &self.document {
            match proof.document {
                Some(document) => {
                    ask.takes(document.as_str()).then_some(())?;
                    parts.insert(Part::Document);
                }
                None if ask.values.is_empty() && !ask.essential => {}
                None => return None,
            }
        }
        if let Some(ask) = &self.methods {
            methods.extend(proof.methods.iter().filter(|way| ask.takes(way.as_str())));
            (!methods.is_empty()).then_some(())?;
            parts.insert(Part::Methods);
        }
        Some((parts, methods))
    }
}

impl Ask {
    fn takes(&self, text: &str) -> bool {
        self.values.is_empty() || self.values.iter().any(|value| value == text)
    }
}

impl Answer {
    /// The answer, as it is told.
    pub fn told(&self, proof: &Proof) -> Value {
        let has = |part| self.parts.contains(&part);
        let mut verification = Map::new();
        verification.insert("trust_framework".to_owned(), TRUST_FRAMEWORK.into());
        if has(Part::Level) {
            verification.insert("assurance_level".to_owned(), proof.level.into());
        }
        if has(Part::Time) {
            // The day alone: by the second, services could tell that two of them know one person.
            let day = format!("{}T00:00:00Z", day(proof.time));
            verification.insert("time".to_owned(), day.into());
        }
        if has(Part::Evidence) {
            let mut evidence = Map::new();
            evidence.insert("type".to_owned(), EVIDENCE.into());
            if has(Part::Methods) {
                let ways = self.methods.iter();
                let ways: Vec<Value> = ways
                    .map(|way| json!({"check_method": way.as_str()}))
                    .collect();
                evidence.insert("check_details".to_owned(), ways.into());
            }
            if let Some(document) = proof.document.filter(|_| has(Part::Document)) {
                let details = json!({"type": document.as_str()});
                evidence.insert("document_details".to_owned(), details);
            }
            let evidence = Value::Array(vec![evidence.into()]);
            verification.insert("evidence".to_owned(), evidence);
        }
        let claims = self.claims.iter();
        let claims: Map<String, Value> = claims
            .map(|(claim, value)| (claim.as_str().to_owned(), value.clone()))
            .collect();
        json!({"verification": verification, "claims": claims})
    }
}

/// The member `verified_claims`, where anything answers: an object, or several where several were asked for and answer.
pub fn verified_claims(asks: &[VerifiedAsk], proof: &Proof, now: Timestamp) -> Option<Value> {
    let answers = asks.iter().filter_map(|ask| ask.answer(proof, now));
    let mut told: Vec<Value> = answers.map(|answer| answer.told(proof)).collect();
    match told.len() {
        0 => None,
        1 => told.pop(),
        _ => Some(told.into()),
    }
}

/// Whether somebody who was born on this day has lived so many years, as the day is in UTC. Whoever was born on a
/// 29 February has, in other years, from 1 March on. `None` for a birth in the future.
pub fn is_age_or_over(birth: Date, years: i16, now: Timestamp) -> Option<bool> {
    let today = day(now);
    let age = birth.until((Unit::Year, today)).ok()?.get_years();
    (birth <= today).then_some(age >= years)
}

fn day(time: Timestamp) -> Date {
    time.to_zoned(TimeZone::UTC).date()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::claims_request::ClaimsRequest;

    const NOW: i64 = 1_800_000_000;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn proof() -> Proof {
        Proof {
            claims: BTreeMap::from([
                (Claim::GivenName, "Ann".into()),
                (Claim::Birthdate, "1974-08-12".into()),
                (Claim::AgeOver18, true.into()),
            ]),
            level: "substantial",
            time: at(NOW - 1000),
            document: Some(Document::Passport),
            methods: vec![Method::Chip, Method::Face],
        }
    }

    fn asks(verification: &str, claims: &str) -> Vec<VerifiedAsk> {
        let text = format!(
            r#"{{"userinfo":{{"verified_claims":[{{"verification":{verification},"claims":{claims}}}]}}}}"#
        );
        ClaimsRequest::parse(&text).unwrap().userinfo.verified
    }

    fn answer(verification: &str, claims: &str) -> Option<Value> {
        verified_claims(&asks(verification, claims), &proof(), at(NOW))
    }

    #[test]
    fn what_is_asked_for_is_told_and_no_more() {
        assert_eq!(
            answer(
                r#"{"trust_framework":null}"#,
                r#"{"age_over_18":null,"shoe_size":null}"#
            ),
            Some(
                json!({"verification": {"trust_framework": "bonafide"}, "claims": {"age_over_18": true}})
            )
        );
        assert_eq!(
            answer(
                r#"{"trust_framework":{"value":"bonafide"},"assurance_level":{"values":["substantial","high"]},
                    "time":{"max_age":28800},"verification_process":null,
                    "evidence":[{"type":{"value":"vouch"}},{"type":{"value":"document"},
                      "check_details":[{"check_method":{"value":"vcrypt"}}],"document_details":{"type":null}}]}"#,
                r#"{"given_name":{"essential":true},"birthdate":{}}"#
            ),
            Some(json!({
                "verification": {
                    "trust_framework": "bonafide",
                    "assurance_level": "substantial",
                    "time": "2027-01-15T00:00:00Z",
                    "evidence": [{
                        "type": "document",
                        "check_details": [{"check_method": "vcrypt"}],
                        "document_details": {"type": "passport"},
                    }],
                },
                "claims": {"given_name": "Ann", "birthdate": "1974-08-12"},
            }))
        );
    }

    #[test]
    fn a_demand_that_is_not_met_is_answered_by_nothing() {
        let given = r#"{"given_name":null}"#;
        for verification in [
            r#"{"trust_framework":{"value":"eidas"}}"#,
            r#"{"trust_framework":null,"assurance_level":{"value":"high"}}"#,
            r#"{"trust_framework":null,"time":{"max_age":28799}}"#,
            r#"{"trust_framework":null,"time":{"value":"2020-01-01"}}"#,
            r#"{"trust_framework":null,"verification_process":{"value":"x"}}"#,
            r#"{"trust_framework":null,"assurance_process":{"policy":{"essential":true}}}"#,
            r#"{"trust_framework":null,"evidence":[{"type":{"value":"vouch"}}]}"#,
            r#"{"trust_framework":null,"evidence":[{"type":{"value":"document"},"document_details":{"type":{"value":"idcard"}}}]}"#,
            r#"{"trust_framework":null,"evidence":[{"type":{"value":"document"},"document_details":{"document_number":{"value":"1"}}}]}"#,
            r#"{"trust_framework":null,"evidence":[{"type":{"value":"document"},"check_details":[{"check_method":{"value":"vpip"}}]}]}"#,
        ] {
            assert_eq!(answer(verification, given), None, "{verification}");
        }
        let any = r#"{"trust_framework":null}"#;
        let other = r#"{"given_name":{"value":"Bob"},"birthdate":{"values":["1974-08-12"]}}"#;
        assert_eq!(
            answer(any, other).unwrap()["claims"],
            json!({"birthdate": "1974-08-12"}),
            "the claim alone"
        );
        assert_eq!(answer(any, r#"{"given_name":{"value":"Bob"}}"#), None);
        assert_eq!(answer(any, r#"{"family_name":null}"#), None, "not known");
    }

    #[test]
    fn several_sets_are_answered_each_by_itself() {
        let mut all = asks(r#"{"trust_framework":null}"#, r#"{"given_name":null}"#);
        all.extend(asks(r#"{"trust_framework":null}"#, r#"{"birthdate":null}"#));
        let told = verified_claims(&all, &proof(), at(NOW)).unwrap();
        assert_eq!(told[1]["claims"], json!({"birthdate": "1974-08-12"}));
        let known = BTreeMap::from([(Claim::GivenName, Value::Null)]);
        let fewer: Vec<_> = all.iter().map(|ask| ask.limited(&known)).collect();
        let told = verified_claims(&fewer, &proof(), at(NOW)).unwrap();
        assert_eq!(told["claims"], json!({"given_name": "Ann"}));
    }

    #[test]
    fn years_are_lived_to_the_day() {
        let born: Date = "2008-02-29".parse().unwrap();
        let on = |day: &str| {
            let day: Date = day.parse().unwrap();
            let now = day.to_zoned(TimeZone::UTC).unwrap().timestamp();
            is_age_or_over(born, 18, now)
        };
        assert_eq!(on("2026-02-28"), Some(false));
        assert_eq!(on("2026-03-01"), Some(true));
        assert_eq!(on("2008-02-29"), Some(false));
        assert_eq!(on("2008-02-28"), None);
        let born: Date = "1974-08-12".parse().unwrap();
        let last = Timestamp::from_second(713_577_599).unwrap();
        assert_eq!(last.to_string(), "1992-08-11T23:59:59Z");
        assert_eq!(is_age_or_over(born, 18, last), Some(false));
        assert_eq!(
            is_age_or_over(born, 18, at(last.as_second() + 1)),
            Some(true)
        );
    }

    proptest! {
        #[test]
        fn nothing_is_told_that_was_not_asked_for(
            level in "(low|substantial|high)", age in 0_u64..57600, name in "(given_name|birthdate|name)", document in "(passport|idcard)",
        ) {
            let verification = format!(
                r#"{{"trust_framework":null,"assurance_level":{{"value":"{level}"}},"time":{{"max_age":{age}}},
                    "evidence":[{{"type":{{"value":"document"}},"document_details":{{"type":{{"value":"{document}"}}}}}}]}}"#
            );
            let told = answer(&verification, &format!(r#"{{"{name}":null}}"#));
            let met = level == "substantial" && age >= 28800 && document == "passport" && name != "name";
            prop_assert_eq!(told.is_some(), met);
            if let Some(told) = told {
                let claims = told["claims"].as_object().unwrap();
                prop_assert_eq!(claims.keys().collect::<Vec<_>>(), [&name]);
            }
        }
    }
}
