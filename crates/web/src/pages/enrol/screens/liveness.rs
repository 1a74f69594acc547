//! Video identification: what will be asked, and the camera that asks it.

use askama::Template;
use bonafide_identity::notice::Code;
use bonafide_identity::service::StepKind;
use bonafide_service::film::FilmStatus;

use super::super::film::seconds;
use super::photograph::{Reopen, camera_steps, camera_words};
use super::{Journey, Scene};
use crate::frame::Frame;
use crate::notices::{self, NoticeView};
use crate::texts::Say;

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
            .filter(|_| journey.notice.is_some() && block.is_none())
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
            seconds: self.film.map_or(0, |film| i64::from(film.seconds)),
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
        ("judging", "liveness-judging"),
        ("passed", "liveness-passed"),
        ("unsure", "liveness-unsure"),
        ("failed", "liveness-failed"),
        ("free", "enrol-liveness-free"),
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
    seconds: i64,
    tips: [String; 4],
    camera_notices: Vec<NoticeView>,
    camera_words: String,
    camera_steps: [(&'static str, String); 9],
}
