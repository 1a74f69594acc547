//! The sample documents of the sandbox, to print or to show on a screen before a camera.

use bonafide_identity::registration::Status;
use bonafide_identity::sandbox::{ISSUING_STATE, Sample};
use bonafide_mrz::{Format, Sex, StateCode, ZoneDate, ZoneFields, generate};
use serde::{Deserialize, Serialize};

use super::{Caller, Scope};
use crate::{Error, Service};

/// A sample document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SampleDocument {
    /// Its document number, which names its outcome.
    pub id: String,
    /// Always `false`: it proves nobody in live mode.
    pub livemode: bool,
    /// What it leads to, in plain English.
    pub leads_to: String,
    /// The status that it leads to.
    #[schema(value_type = crate::schema::StatusSchema)]
    pub outcome: Status,
    /// The reason that the report gives: the code of a notice.
    pub reason: String,
    /// Surname as printed.
    pub surname: String,
    /// Given names as printed.
    pub given_names: String,
    /// `YYYY-MM-DD`.
    pub birth_date: String,
    /// `YYYY-MM-DD`.
    pub expiry_date: String,
    /// `F`, `M` or `X`.
    pub sex: String,
    /// Issuing state and nationality (ICAO Doc 9303-3, section 5).
    pub issuing_state: String,
    /// The machine-readable zone: two lines of 44 (TD3).
    pub zone: Vec<String>,
}

struct Person {
    surname: &'static str,
    given_names: &'static str,
    born: &'static str,
    sex: Sex,
}

impl Service {
    /// The sample documents.
    ///
    /// # Errors
    /// [`Error::TestModeOnly`] for a live key, since they prove nobody there.
    pub fn samples(&self, caller: &Caller) -> Result<Vec<SampleDocument>, Error> {
        caller.require(Scope::ServicesRead)?;
        if caller.livemode {
            return Err(Error::TestModeOnly);
        }
        documents()
    }

    /// One sample document, by its number, for the page that prints it. Anyone may print one.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn sample(&self, id: &str) -> Result<SampleDocument, Error> {
        documents()?
            .into_iter()
            .find(|document| document.id == id)
            .ok_or(Error::NotFound)
    }
}

/// All sample documents, in the order of declaration.
///
/// # Errors
/// Never; a test walks them all.
pub fn documents() -> Result<Vec<SampleDocument>, Error> {
    Sample::ALL.iter().map(|sample| document(*sample)).collect()
}

fn document(sample: Sample) -> Result<SampleDocument, Error> {
    let impossible = || Error::Inconsistent("a sample document");
    let person = person(sample);
    let expiry = if sample == Sample::RetryDocument {
        "2020-01-31"
    } else {
        "2035-12-31"
    };
    let date = |text: &str| text.parse().map(ZoneDate::of).map_err(|_| impossible());
    let state = StateCode::new(ISSUING_STATE).map_err(|_| impossible())?;
    let zone = generate(&ZoneFields {
        format: Format::Td3,
        document_code: "P".to_owned(),
        issuing_state: state.clone(),
        surname: person.surname.to_owned(),
        given_names: person.given_names.to_owned(),
        document_number: sample.as_str().to_owned(),
        nationality: state,
        birth_date: date(person.born)?,
        sex: person.sex,
        expiry_date: date(expiry)?,
        optional: Vec::new(),
    })
    .map_err(|_| impossible())?;
    Ok(SampleDocument {
        id: sample.as_str().to_owned(),
        livemode: false,
        leads_to: leads_to(sample).to_owned(),
        outcome: outcome(sample),
        reason: sample.reason().as_str().to_owned(),
        surname: person.surname.to_owned(),
        given_names: person.given_names.to_owned(),
        birth_date: person.born.to_owned(),
        expiry_date: expiry.to_owned(),
        sex: person.sex.as_char().to_string(),
        issuing_state: ISSUING_STATE.to_owned(),
        zone,
    })
}

fn outcome(sample: Sample) -> Status {
    match sample {
        Sample::Verified => Status::Verified,
        Sample::RetrySelfie | Sample::RetryDocument => Status::RequiresInput,
        Sample::Rejected => Status::Rejected,
        Sample::InReview => Status::InReview,
    }
}

fn leads_to(sample: Sample) -> &'static str {
    match sample {
        Sample::Verified => "Verified, whatever face is shown.",
        Sample::RetrySelfie => "Asked for another selfie, then verified.",
        Sample::RetryDocument => {
            "Asked for another document, since this one has expired; rejected at the third time."
        }
        Sample::Rejected => "Rejected, since the faces differ.",
        Sample::InReview => {
            "Put before a moderator, since the faces are neither alike nor different."
        }
    }
}

fn person(sample: Sample) -> Person {
    let (surname, given_names, born, sex) = match sample {
        Sample::Verified => ("ERIKSSON", "ANNA MARIA", "1974-08-12", Sex::Female),
        Sample::RetrySelfie => ("VAN DER MEER", "JORIS", "1990-03-02", Sex::Male),
        Sample::RetryDocument => ("AKHMETOVA", "AIGERIM", "1985-11-23", Sex::Female),
        Sample::Rejected => ("SORENSEN", "MAGNUS", "1968-05-30", Sex::Male),
        Sample::InReview => ("OKAFOR", "CHIDI EMEKA", "1999-12-01", Sex::Male),
    };
    Person {
        surname,
        given_names,
        born,
        sex,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_has_a_zone_that_reads_back() {
        for document in documents().unwrap() {
            assert_eq!(document.zone.len(), 2);
            assert!(
                document.zone.iter().all(|line| line.len() == 44),
                "{:?}",
                document.zone
            );
            assert!(document.zone[1].starts_with(&document.id));
            assert_eq!(&document.zone[0][2..5], "UTO");
        }
    }
}
