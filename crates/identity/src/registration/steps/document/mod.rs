//! The document: which one, its photographs, and its zone typed by hand where it cannot be read.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Unit};
use serde::{Deserialize, Serialize};

use crate::evidence::{Evidence, EvidenceKind};
use crate::fields::{DocumentKind, Field, Zone};
use crate::finding::{Check, Finding, Outcome, Reason};
use crate::registration::{Act, Refusal};

/// The step's state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Document {
    /// No kind of document is chosen.
    #[default]
    Choosing,
    /// Photographs are missing.
    Photographing {
        /// The kind that was chosen.
        kind: DocumentKind,
        /// The front, where the back is still missing.
        front: Option<Evidence>,
        /// The photographs of the attempt before, which a typed zone may go with.
        before: Option<Shown>,
    },
    /// All photographs are there.
    Shown(Shown),
}

/// A document as it was shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The kind that was chosen.
    pub kind: DocumentKind,
    /// The side with the portrait.
    pub front: Evidence,
    /// The other side, where the kind has one.
    pub back: Option<Evidence>,
    /// The zone, where the person typed it.
    pub typed: Option<Box<Zone>>,
}

impl Shown {
    /// The photographs.
    pub fn evidence(&self) -> impl Iterator<Item = &Evidence> {
        std::iter::once(&self.front).chain(&self.back)
    }
}

impl Document {
    /// The kind that was chosen.
    pub fn kind(&self) -> Option<DocumentKind> {
        match self {
            Self::Choosing => None,
            Self::Photographing { kind, .. } => Some(*kind),
            Self::Shown(shown) => Some(shown.kind),
        }
    }

    /// The document, once it was shown whole.
    pub fn shown(&self) -> Option<&Shown> {
        match self {
            Self::Shown(shown) => Some(shown),
            Self::Choosing | Self::Photographing { .. } => None,
        }
    }

    /// Whether a photograph was taken, even one that is to be taken once more.
    pub(crate) fn is_given(&self) -> bool {
        match self {
            Self::Choosing => false,
            Self::Photographing { front, before, .. } => front.is_some() || before.is_some(),
            Self::Shown(_) => true,
        }
    }

    /// The zone that the person typed.
    pub fn typed(&self) -> Option<&Zone> {
        self.shown()?.typed.as_deref()
    }

    /// The photograph that is asked for next, once a kind is chosen.
    pub(crate) fn missing(&self) -> Option<(DocumentKind, EvidenceKind)> {
        match self {
            Self::Photographing {
                kind, front: None, ..
            } => Some((*kind, EvidenceKind::DocumentFront)),
            Self::Photographing {
                kind,
                front: Some(_),
                ..
            } => Some((*kind, EvidenceKind::DocumentBack)),
            Self::Choosing | Self::Shown(_) => None,
        }
    }

    /// Whether photographs were shown before whose zone may be typed now.
    pub(crate) fn may_type_zone(&self) -> bool {
        self.is_asked_again()
    }

    /// Whether the same document is to be photographed once more, and nothing was done about it
    /// yet.
    pub(crate) fn is_asked_again(&self) -> bool {
        matches!(
            self,
            Self::Photographing {
                front: None,
                before: Some(_),
                ..
            }
        )
    }

    pub(super) fn is_done(&self) -> bool {
        self.shown().is_some()
    }

    pub(super) fn act(self, act: Act, accepted: &[DocumentKind]) -> Result<Self, Refusal> {
        match (self, act) {
            (Self::Choosing | Self::Photographing { .. }, Act::ChooseDocument { kind }) => {
                if accepted.contains(&kind) {
                    Ok(Self::Photographing {
                        kind,
                        front: None,
                        before: None,
                    })
                } else {
                    Err(Refusal::DocumentNotAccepted)
                }
            }
            (
                Self::Photographing {
                    kind,
                    front,
                    before,
                },
                Act::Photograph { evidence },
            ) => match (evidence.kind, front) {
                (EvidenceKind::DocumentFront, _) if kind.has_back() => Ok(Self::Photographing {
                    kind,
                    front: Some(evidence),
                    before,
                }),
                (EvidenceKind::DocumentFront, _) => Ok(Self::Shown(Shown {
                    kind,
                    front: evidence,
                    back: None,
                    typed: None,
                })),
                (EvidenceKind::DocumentBack, Some(front)) => Ok(Self::Shown(Shown {
                    kind,
                    front,
                    back: Some(evidence),
                    typed: None,
                })),
                (EvidenceKind::DocumentBack | EvidenceKind::Chip | EvidenceKind::Selfie, _) => {
                    Err(Refusal::UnexpectedEvidence)
                }
            },
            (
                Self::Photographing {
                    before: Some(before),
                    ..
                },
                Act::TypeZone { zone },
            ) => Ok(Self::Shown(Shown {
                typed: Some(Box::new(zone)),
                ..before
            })),
            _ => Err(Refusal::NotThisStep),
        }
    }

    /// The step undone: the kind stays chosen, the photographs are asked for again.
    pub(super) fn reopened(self) -> Self {
        match self {
            Self::Shown(shown) => Self::Photographing {
                kind: shown.kind,
                front: None,
                before: Some(shown),
            },
            other => other,
        }
    }
}

/// Whether the holder is old enough on the day (UTC) of `now`.
pub(crate) fn minimum_age(zone: Option<&Zone>, years: u8, now: Timestamp) -> Finding {
    let today = now.to_zoned(TimeZone::UTC).date();
    let Some(age) = zone
        .and_then(|zone| zone.date(Field::BirthDate))
        .and_then(|birth| age(birth, today))
    else {
        return Finding::new(
            Check::MinimumAge,
            Outcome::Inconclusive,
            Reason::DatesImpossible,
        );
    };
    let finding = if age >= i32::from(years) {
        Finding::pass(Check::MinimumAge)
    } else {
        Finding::new(Check::MinimumAge, Outcome::Fail, Reason::TooYoung)
    };
    finding.measured(f64::from(age), f64::from(years))
}

/// Whole years from birth to `today`; `None` for a birth in the future.
fn age(birth: Date, today: Date) -> Option<i32> {
    let years = birth.until((Unit::Year, today)).ok()?.get_years();
    (birth <= today).then_some(i32::from(years))
}
