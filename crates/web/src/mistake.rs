//! What was wrong about what was entered; a summary at the top of the page links to each.

use bonafide_identity::notice::Code;

use crate::notices::NoticeView;
use crate::texts::Say;

/// Something wrong with what was entered.
#[derive(Clone, Debug)]
pub(crate) struct Mistake {
    /// The id of the field.
    pub(crate) anchor: String,
    pub(crate) label: String,
    pub(crate) title: String,
    pub(crate) text: String,
}

impl Mistake {
    pub(crate) fn new(anchor: &str, label: String, notice: &NoticeView) -> Self {
        Self {
            anchor: anchor.to_owned(),
            label,
            title: notice.title.clone(),
            text: notice.text.clone(),
        }
    }

    /// The mistake of a page with one field, if there is one.
    pub(crate) fn of(code: Option<Code>, anchor: &str, label: &str, say: Say) -> Vec<Self> {
        code.map(|code| Self::new(anchor, say.say(label), &NoticeView::new(code, say)))
            .into_iter()
            .collect()
    }
}
