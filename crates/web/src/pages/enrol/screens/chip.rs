//! The chip, from a code for the reader to the last dot.

use askama::Template;
use bonafide_identity::fields::DocumentKind;
use bonafide_identity::language::Value as Filling;
use bonafide_identity::notice::{Action, Code};
use bonafide_service::chip::{Progress, ReadingStage, Stage};
use jiff::Timestamp;

use super::super::chip::Typed;
use super::{ChipShown, Journey, Scene};
use crate::frame::Frame;
use crate::mistake::Mistake;
use crate::notices::NoticeView;
use crate::picture_code::picture_code;
use crate::texts::Say;

impl Scene<'_> {
    pub(in crate::pages::enrol) fn read_chip(
        &self,
        kind: Option<DocumentKind>,
        may_skip: bool,
        mistyped: Option<&Typed>,
    ) -> Result<String, askama::Error> {
        let say = self.say();
        let shown = self.chip;
        let kind = kind.unwrap_or(DocumentKind::Passport).as_str();
        let mut frame = self.frame();
        let mut journey = self.journey();
        let part = Part::of(&shown, say);
        // A reader of the organisation's may read it too. Nothing that is typed is lost meanwhile.
        journey.replaces = true;
        if matches!(
            part,
            Part::Code { .. } | Part::Wait { .. } | Part::Read { .. }
        ) {
            frame.refresh = Some(3);
        }
        // What went wrong the last time is said until it is tried again.
        if !matches!(part, Part::Begin { notice: None }) {
            journey.notice = None;
        }
        let errors = Mistake::of(
            mistyped.map(|_| Code::ChipKeyMalformed),
            "number",
            "enrol-chip-key-number",
            say,
        );
        frame.problem |= !errors.is_empty();
        let typed = match mistyped {
            Some(typed) => typed.clone(),
            None => Typed {
                number: shown.key.number.clone(),
                birth: shown.key.birth.clone(),
                expiry: shown.key.expiry.clone(),
                can: String::new(),
            },
        };
        let mut pairs: Vec<_> = (shown.key.suspicious.iter())
            .map(|one| (one.read, one.perhaps))
            .collect();
        pairs.sort_unstable();
        pairs.dedup();
        let suspicious = pairs
            .iter()
            .map(|(read, perhaps)| {
                let (read, perhaps) = (read.to_string(), perhaps.to_string());
                say.with(
                    "enrol-chip-key-suspicious",
                    &[
                        ("letter", Filling::Text(&read)),
                        ("other", Filling::Text(&perhaps)),
                    ],
                )
            })
            .collect();
        Page {
            t: say,
            frame,
            journey,
            heading: say.fill("enrol-chip-title", "kind", kind),
            may_skip,
            key_open: !errors.is_empty()
                || (shown.view).is_some_and(|chip| chip.stage == Stage::WrongKey),
            key_action: match shown.view.map(|chip| &chip.stage) {
                Some(Stage::WrongKey | Stage::Troubled(_)) => "/verify/chip/key",
                _ => "/verify/chip",
            },
            reading: (shown.view)
                .filter(|chip| !matches!(chip.stage, Stage::Ended(_)))
                .map(|chip| chip.id.clone())
                .unwrap_or_default(),
            part,
            try_again: Action::TryAgain.label(say.language()),
            typed,
            suspicious,
            errors,
        }
        .render()
    }
}

/// What the page is about at present.
enum Part {
    Begin {
        notice: Option<NoticeView>,
    },
    Code {
        code: String,
        command: String,
        qr: String,
        expires_at: Timestamp,
        time_left: String,
        countdown: String,
    },
    Confirm {
        number: u8,
        lead: String,
        here: bool,
    },
    Wait {
        now: String,
    },
    Read {
        now: String,
        percent: u8,
        /// Whether each of ten dots is full.
        dots: [bool; 10],
        progress: String,
    },
    Trouble {
        notice: NoticeView,
        /// Whether trying again is a button, and not only laying the document back.
        again: bool,
    },
}

impl Part {
    fn of(shown: &ChipShown<'_>, say: Say) -> Self {
        let Some(chip) = shown.view else {
            return Self::Begin { notice: None };
        };
        match &chip.stage {
            Stage::Waiting => {
                let seconds = chip.expires_at.duration_since(shown.now).as_secs();
                let minutes = ((seconds + 59) / 60).max(0);
                let left = |minutes: i64| say.count("enrol-chip-code-left", "minutes", minutes);
                Self::Code {
                    qr: picture_code(&format!("{}/chip#{}", shown.server, chip.code)),
                    command: format!("bonafide-reader connect {} {}", shown.server, chip.code),
                    code: chip.code.clone(),
                    expires_at: chip.expires_at,
                    time_left: left(minutes),
                    countdown: serde_json::Value::from(
                        (0..=minutes.clamp(1, 60)).map(left).collect::<Vec<_>>(),
                    )
                    .to_string(),
                }
            }
            Stage::Confirming { here } => Self::Confirm {
                number: chip.number,
                lead: say.fill(
                    "enrol-chip-confirm-lead",
                    "reader",
                    chip.reader.as_deref().unwrap_or_default(),
                ),
                here: *here,
            },
            _ if chip.away => Self::Wait {
                now: say.say("enrol-chip-away"),
            },
            Stage::Presenting { again: false } => Self::Wait {
                now: say.say("enrol-chip-present"),
            },
            Stage::Presenting { again: true } => Self::Trouble {
                notice: NoticeView::new(Code::ChipContactLost, say),
                again: false,
            },
            Stage::Reading(Progress { stage, .. }) => Self::Read {
                now: say.say(match stage {
                    ReadingStage::Greeting => "enrol-chip-stage-greeting",
                    ReadingStage::Opening => "enrol-chip-stage-opening",
                    ReadingStage::Learning => "enrol-chip-stage-learning",
                    ReadingStage::Proving => "enrol-chip-stage-proving",
                    ReadingStage::Reading => "enrol-chip-stage-reading",
                    ReadingStage::Done => "enrol-chip-stage-done",
                }),
                percent: chip.percent(),
                dots: std::array::from_fn(|dot| usize::from(chip.percent()) >= 10 * (dot + 1)),
                progress: say.count("enrol-chip-progress", "percent", i64::from(chip.percent())),
            },
            Stage::Read => Self::Wait {
                now: say.say("enrol-chip-stage-done"),
            },
            Stage::Troubled(code) => Self::Trouble {
                notice: NoticeView::new(*code, say),
                again: true,
            },
            Stage::WrongKey => Self::Trouble {
                notice: NoticeView::new(Code::ChipKeyWrong, say),
                again: false,
            },
            Stage::Ended(code) => Self::Begin {
                notice: Some(NoticeView::new(*code, say)),
            },
        }
    }
}

#[derive(Template)]
#[template(path = "pages/enrol/chip.html")]
struct Page {
    t: Say,
    frame: Frame,
    journey: Journey,
    heading: String,
    part: Part,
    /// The reading that is under way; empty without one.
    reading: String,
    try_again: &'static str,
    may_skip: bool,
    key_open: bool,
    /// Where the form with the key leads.
    key_action: &'static str,
    typed: Typed,
    /// What in the number is easily misread.
    suspicious: Vec<String>,
    errors: Vec<Mistake>,
}
