//! The screens of the journey: what the domain's view says, as pages. No rule lives here.

mod agree;
mod chip;
mod choose;
mod fields;
mod liveness;
mod outcome;
mod photograph;
mod working;
mod zone;

use bonafide_identity::language::Value as Filling;
use bonafide_identity::notice::{Action, Code, Severity};
use bonafide_identity::registration::{Progress, Screen, Status, View};
use bonafide_identity::service::Definition;
use bonafide_service::chip::{ChipView, KeyFields};
use bonafide_service::film::FilmStatus;
use bonafide_service::person::PersonView;
use jiff::{SignedDuration, Timestamp};

use super::phone;
use crate::frame::{Audience, Frame, Visitor};
use crate::notices::NoticeView;
use crate::texts::Say;
use crate::words::{self, Word};

pub(super) use agree::CONSENT_VERSION;
pub(super) use outcome::{Forgotten, Returning};

/// How long before its end the person is warned by a script.
const WARNING: SignedDuration = SignedDuration::from_mins(2);
/// How long before its end a page without scripts offers more time: nobody can warn later.
const EARLY_WARNING: SignedDuration = SignedDuration::from_mins(15);

/// Everything that a screen shows.
#[derive(Clone, Debug)]
pub(super) struct Scene<'a> {
    pub(super) visitor: &'a Visitor,
    pub(super) view: &'a View,
    pub(super) definition: &'a Definition,
    pub(super) organisation: &'a str,
    pub(super) csrf: &'a str,
    /// The version that was seen, for following.
    pub(super) version: i64,
    /// Whether this browser may bring the result home.
    pub(super) may_return: bool,
    /// Whether this browser was handed the journey by another.
    pub(super) handed_over: bool,
    /// Whether an account can keep what was proven in this browser.
    pub(super) may_keep: bool,
    /// Whether this leads back in to an account.
    pub(super) regains: bool,
    /// How long photographs are kept at most.
    pub(super) keep_days: i64,
    /// Whether the face will be compared with those of others.
    pub(super) seeks_faces: bool,
    /// When time ends it, if the person is waited for.
    pub(super) ending: Option<Ending>,
    /// What is known of the chip, where it is asked for.
    pub(super) chip: ChipShown<'a>,
    /// Whether a film may be begun, where one is asked for.
    pub(super) film: Option<FilmStatus>,
    /// What to tell besides the screen.
    pub(super) notice: Option<Code>,
}

/// What is known of the chip.
#[derive(Clone, Copy, Debug)]
pub(super) struct ChipShown<'a> {
    /// Its reading, while there is one.
    pub(super) view: Option<&'a ChipView>,
    /// What it is opened with.
    pub(super) key: &'a KeyFields,
    /// The address that readers connect to.
    pub(super) server: &'a str,
    pub(super) now: Timestamp,
}

/// The end of the time that the person has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ending {
    pub(super) left: SignedDuration,
    pub(super) may_extend: bool,
}

impl Ending {
    pub(super) fn of(seen: &PersonView) -> Option<Self> {
        (seen.view.status == Status::RequiresInput).then(|| Self {
            left: seen.expires_at.duration_since(seen.now),
            may_extend: seen.may_extend,
        })
    }

    /// Whole minutes, of which the last one is the first.
    fn minutes(self) -> i64 {
        (self.left.as_secs() + 59) / 60
    }
}

/// The warning that time is nearly over.
#[derive(Clone, Debug)]
pub(super) struct Warning {
    /// Seconds that are left.
    pub(super) left: i64,
    /// Seconds before the end from which on a script warns.
    pub(super) from: i64,
    /// Whether it is shown without scripts.
    pub(super) near: bool,
    pub(super) may_extend: bool,
    pub(super) notice: NoticeView,
    /// What it says with so many minutes left, from none: a JSON array for the script.
    pub(super) words: String,
}

impl Warning {
    fn new(ending: Ending, say: Say) -> Self {
        let code = if ending.may_extend {
            Code::SessionEndingSoon
        } else {
            Code::SessionLastMinutes
        };
        let told = |minutes| NoticeView::with(code, say.language(), &[("minutes", minutes)]);
        let words: Vec<String> = (0..=WARNING.as_mins())
            .map(|minutes| told(minutes.max(1)).text)
            .collect();
        Self {
            left: ending.left.as_secs().max(0),
            from: WARNING.as_secs(),
            near: ending.left <= EARLY_WARNING,
            may_extend: ending.may_extend,
            notice: told(ending.minutes().max(1)),
            words: serde_json::Value::from(words).to_string(),
        }
    }
}

/// What every page of the journey has.
#[derive(Clone, Debug)]
pub(super) struct Journey {
    pub(super) organisation: String,
    pub(super) csrf: String,
    pub(super) turn: u32,
    pub(super) version: i64,
    pub(super) steps: Vec<StepLine>,
    pub(super) position: String,
    pub(super) notice: Option<NoticeView>,
    pub(super) may_cancel: bool,
    /// Whether the person may say that somebody else began this.
    pub(super) may_disown: bool,
    pub(super) may_return: bool,
    pub(super) handed_over: bool,
    /// Whether a script watches for what happens elsewhere.
    pub(super) follow: bool,
    /// Whether the page may be replaced when something happened, since nothing is typed on it.
    pub(super) replaces: bool,
    pub(super) go_on: &'static str,
    pub(super) warning: Option<Warning>,
}

/// A line of the step list.
#[derive(Clone, Debug)]
pub(super) struct StepLine {
    pub(super) name: String,
    pub(super) class: &'static str,
    pub(super) progress: String,
    pub(super) current: bool,
}

impl Scene<'_> {
    pub(super) fn say(&self) -> Say {
        self.visitor.say
    }

    pub(super) fn frame(&self) -> Frame {
        let mut frame = Frame::new(self.visitor, Audience::Person)
            .sandbox(!self.view.livemode)
            .connected()
            .at("/verify");
        frame.problem = self
            .told()
            .is_some_and(|code| code.notice().severity != Severity::Information);
        frame
    }

    /// What is told besides the screen.
    fn told(&self) -> Option<Code> {
        self.notice.or(self.view.problem.map(words::notice_of))
    }

    pub(super) fn journey(&self) -> Journey {
        let say = self.say();
        let pending = !self.view.status.is_final();
        let number = self
            .view
            .steps
            .iter()
            .position(|step| step.progress == Progress::Current);
        let position = match number {
            Some(number) => say.with(
                "common-step-of",
                &[
                    ("number", Filling::Number(count(number + 1))),
                    ("count", Filling::Number(count(self.view.steps.len()))),
                ],
            ),
            None => String::new(),
        };
        Journey {
            organisation: self.organisation.to_owned(),
            csrf: self.csrf.to_owned(),
            turn: self.view.turn,
            version: self.version,
            steps: if pending && number.is_some() {
                self.steps()
            } else {
                Vec::new()
            },
            position,
            notice: self.told().map(|code| NoticeView::new(code, say)),
            may_cancel: pending,
            may_disown: self.handed_over && phone::may_disown(self.view.status),
            may_return: self.may_return,
            handed_over: self.handed_over,
            follow: pending,
            replaces: false,
            go_on: Action::GoOn.label(say.language()),
            warning: self.ending.map(|ending| Warning::new(ending, say)),
        }
    }

    fn steps(&self) -> Vec<StepLine> {
        let say = self.say();
        self.view
            .steps
            .iter()
            .map(|step| {
                let (class, progress) = match step.progress {
                    Progress::Done => ("done", "common-step-done"),
                    Progress::Current => ("current", "common-step-current"),
                    Progress::Ahead => ("ahead", "common-step-ahead"),
                };
                StepLine {
                    name: step.step.said(say),
                    class,
                    progress: say.say(progress),
                    current: step.progress == Progress::Current,
                }
            })
            .collect()
    }

    /// The page of the present screen.
    pub(super) fn render(&self) -> Result<String, askama::Error> {
        match &self.view.screen {
            Screen::Consent => self.consent(),
            Screen::ChooseDocument { accepted } => self.choose(accepted, None, None),
            Screen::PhotographDocument {
                kind,
                side,
                may_type_zone,
            } => self.photograph(*kind, *side, *may_type_zone),
            Screen::Working { on } => self.working(*on),
            Screen::ReadChip { kind, may_skip } => self.read_chip(*kind, *may_skip, None),
            Screen::CheckFields { fields, zone } => self.fields(fields, zone.as_ref(), None),
            Screen::Selfie => self.selfie(),
            Screen::Liveness => self.liveness(),
            Screen::InReview => self.review(),
            Screen::Result { status, reasons } => self.result(*status, reasons),
        }
    }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
