//! Notices as pages show them.

use bonafide_identity::language::Language;
use bonafide_identity::notice::{Action, Code, Severity, notice};

use crate::texts::Say;

/// A link that looks like a button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) href: String,
    pub(crate) label: String,
}

/// A button of a notice that a script serves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ActionView {
    /// The action's word, e.g. `try-again`.
    pub(crate) id: &'static str,
    pub(crate) label: &'static str,
}

/// A notice in one language, ready for a template.
#[derive(Clone, Debug)]
pub(crate) struct NoticeView {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    /// `information`, `warning`, `error` or `fault`; also a class.
    pub(crate) severity: &'static str,
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) remedy: Vec<String>,
    /// `alert` for what went wrong, `status` for what is good to know.
    pub(crate) role: &'static str,
    /// `h1` where the notice is the page, `h2` where it stands on one.
    pub(crate) heading: &'static str,
    pub(crate) buttons: Vec<Link>,
    pub(crate) actions: Vec<ActionView>,
    /// How long to wait, for notices that say so.
    pub(crate) minutes: i64,
}

impl NoticeView {
    /// A notice with its usual numbers.
    pub(crate) fn new(code: Code, say: Say) -> Self {
        Self::with(code, say.language(), &[])
    }

    /// A notice with the given numbers.
    pub(crate) fn with(code: Code, language: Language, numbers: &[(&str, i64)]) -> Self {
        let notice = notice(code);
        let texts = notice.say(language, numbers);
        Self {
            code: code.as_str(),
            name: notice.name,
            severity: severity(notice.severity),
            title: texts.title,
            text: texts.text,
            remedy: texts.remedy,
            role: if notice.severity == Severity::Information {
                "status"
            } else {
                "alert"
            },
            heading: "h2",
            buttons: Vec::new(),
            actions: notice
                .actions
                .iter()
                .map(|action| ActionView {
                    id: word(*action),
                    label: action.label(language),
                })
                .collect(),
            minutes: numbers
                .iter()
                .find(|(name, _)| *name == "minutes")
                .map_or(0, |(_, minutes)| *minutes),
        }
    }

    /// The same as the whole page's matter.
    #[must_use]
    pub(crate) fn on_a_page(mut self) -> Self {
        self.heading = "h1";
        self
    }

    /// The same with buttons that lead somewhere.
    #[must_use]
    pub(crate) fn leading(mut self, buttons: Vec<Link>) -> Self {
        self.buttons = buttons;
        self
    }
}

/// What a script may have to say when the server cannot.
pub(crate) fn of_connection(say: Say) -> Vec<NoticeView> {
    let fixed = [
        Code::NoConnection,
        Code::ServerUnreachable,
        Code::ServiceFault,
        Code::TechnicalDifficulties,
        Code::RequestTimeout,
        Code::UploadInterrupted,
        Code::UploadTooLarge,
    ];
    // Plural forms are the catalogue's business, so each wait that a script can tell is said here.
    let waits = [1, 2, 5, 10, 15, 30, 60];
    fixed
        .into_iter()
        .map(|code| NoticeView::new(code, say))
        .chain(waits.into_iter().map(|minutes| {
            NoticeView::with(Code::Overloaded, say.language(), &[("minutes", minutes)])
        }))
        .collect()
}

/// What the camera may have to say.
pub(crate) fn of_camera(say: Say) -> Vec<NoticeView> {
    [
        Code::CameraRefused,
        Code::CameraMissing,
        Code::CameraInUse,
        Code::CameraUnsupported,
        Code::CameraInsecure,
        Code::CameraStopped,
    ]
    .into_iter()
    .map(|code| NoticeView::new(code, say))
    .collect()
}

/// What the browser's passkey window may have to say.
pub(crate) fn of_passkeys(say: Say) -> Vec<NoticeView> {
    [
        Code::PasskeyFailed,
        Code::PasskeyCanceled,
        Code::PasskeyUnsupported,
    ]
    .into_iter()
    .map(|code| NoticeView::new(code, say))
    .collect()
}

pub(crate) const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Information => "information",
        Severity::Warning => "warning",
        Severity::Error => "error",
        Severity::Fault => "fault",
    }
}

/// The action's word without the group it is filed under.
fn word(action: Action) -> &'static str {
    action.id().trim_start_matches("action-")
}
