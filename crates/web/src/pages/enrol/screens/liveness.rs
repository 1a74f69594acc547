//! Video identification: what will be asked, and the camera that asks it.

use askama::Template;
use bonafide_identity::movement::{Advice, Missed, Movement};
use bonafide_identity::notice::Code;
use bonafide_identity::service::StepKind;
use bonafide_service::film::FilmStatus;

use super::super::film::seconds;
use super::photograph::{Reopen, camera_steps, camera_words};
use super::{Journey, Scene};
use crate::frame::Frame;
use crate::notices::{self, NoticeView};
use crate::texts::Say;
use crate::words::Word as _;

impl Scene<'_> {
    pub(in super::super) fn liveness(&self) -> Result<String, askama::Error> {
        let say = self.say();
        let reopen = self
            .definition
            .steps
            .contains(&StepKind::Fields)
            .then(|| Reopen {
                step: StepKind::Fields.as_str(),
                label: say.say("enrol-selfie-back"),
            });
        let journey = self.journey();
        let block = self.film.and_then(|film| Block::of(film, say));
        let left = self
            .film
            .filter(|film| film.counted && block.is_none())
            .map_or(0, |film| i64::from(film.left));
        let mut notices = notices::of_camera(say);
        for code in [Code::LivenessReplaced, Code::Overloaded] {
            notices.push(NoticeView::new(code, say));
        }
        Liveness {
            t: say,
            frame: self.frame(),
            journey,
            reopen,
            block,
            left,
            missed: (self.view.missed.iter())
                .map(|missed| MissedLine::new(*missed, say))
                .collect(),
            seconds: self.film.map_or(0, |film| i64::from(film.seconds)),
            lit: self.film.is_some_and(|film| film.lit),
            tips: [
                "enrol-liveness-tip-place",
                "enrol-liveness-tip-light",
                "enrol-liveness-tip-face",
                "enrol-liveness-tip-follow",
            ]
            .map(|id| say.say(id)),
            camera_notices: notices,
            camera_words: words(say),
            camera_steps: camera_steps(say),
        }
        .render()
    }
}

/// What the camera says, as JSON for its script.
fn words(say: Say) -> String {
    let mut words: serde_json::Value =
        serde_json::from_str(&camera_words(say, true)).unwrap_or_default();
    for (key, id) in [
        ("ready", "liveness-guide-ready"),
        ("turn_left", "liveness-prompt-turn-left"),
        ("turn_right", "liveness-prompt-turn-right"),
        ("closer", "liveness-prompt-closer"),
        ("back", "liveness-prompt-back"),
        ("close_eyes", "liveness-prompt-close-eyes"),
        ("look_up", "liveness-prompt-look-up"),
        ("rest", "liveness-prompt-rest"),
        ("light", "liveness-prompt-light"),
        ("judging", "liveness-judging"),
        ("passed", "liveness-passed"),
        ("unsure", "liveness-unsure"),
        ("failed", "liveness-failed"),
        ("free", "enrol-liveness-free"),
        ("anyway", "liveness-anyway"),
    ] {
        words[key] = say.say(id).into();
    }
    // The script puts the number where the sign stands.
    words["wait"] = say.fill("liveness-wait", "count", "#").into();
    words.to_string()
}

/// A block, with what is left of it.
struct Block {
    notice: NoticeView,
    seconds: i64,
    /// The same as minutes and seconds.
    clock: String,
}

impl Block {
    fn of(film: FilmStatus, say: Say) -> Option<Self> {
        let seconds = seconds(film.blocked_until?, film.now);
        let minutes = (seconds + 59) / 60;
        Some(Self {
            notice: NoticeView::with(
                Code::LivenessBlocked,
                say.language(),
                &[("minutes", minutes.max(1))],
            ),
            seconds,
            clock: format!("{}:{:02}", seconds / 60, seconds % 60),
        })
    }
}

/// What to do better.
struct MissedLine {
    /// Of which movement; empty for what holds for all of them.
    movement: String,
    advice: String,
}

impl MissedLine {
    fn new(missed: Missed, say: Say) -> Self {
        Self {
            movement: (missed.movement).map_or_else(String::new, |movement| movement.said(say)),
            advice: match (missed.movement, missed.advice) {
                // Eyes go no further than shut.
                (Some(Movement::CloseEyes), Advice::Further) => say.say("liveness-advice-shut"),
                (_, advice) => advice.said(say),
            },
        }
    }
}

#[derive(Template)]
#[template(path = "pages/enrol/liveness.html")]
struct Liveness {
    t: Say,
    frame: Frame,
    journey: Journey,
    reopen: Option<Reopen>,
    block: Option<Block>,
    /// Attempts before a block, where one has failed.
    left: i64,
    missed: Vec<MissedLine>,
    seconds: i64,
    /// Whether the screen will fill with changing colours.
    lit: bool,
    tips: [String; 4],
    camera_notices: Vec<NoticeView>,
    camera_words: String,
    camera_steps: [(&'static str, String); 9],
}
