//! What somebody might do for the safety of their account.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use bonafide_service::account::{Checked, Point};

use super::Owner;
use crate::fault::Fault;
use crate::frame::{Audience, Frame, Visitor};
use crate::pages::right;
use crate::state::Web;
use crate::texts::Say;

/// A point on the page: what is said of it, and where it is mended.
struct Line {
    good: bool,
    text: &'static str,
    mended: Option<(&'static str, &'static str)>,
}

impl From<Checked> for Line {
    fn from(Checked { point, good }: Checked) -> Self {
        let passkeys = Some(("/account#passkeys", "account-passkeys-title"));
        let (fine, advice, place) = match point {
            Point::Key => ("checkup-key-good", "checkup-key-advice", passkeys),
            Point::Spare => (
                "checkup-spare-good",
                "checkup-spare-advice",
                Some(("/account#apps", "account-apps-title")),
            ),
            Point::Codes => (
                "checkup-codes-good",
                "checkup-codes-advice",
                Some(("/account/codes", "account-printed-title")),
            ),
            Point::Identity => ("checkup-identity-good", "checkup-identity-advice", None),
            Point::Used => ("checkup-used-good", "checkup-used-advice", passkeys),
            Point::Browsers => (
                "checkup-browsers-good",
                "checkup-browsers-advice",
                Some(("/account#sessions", "account-sessions-title")),
            ),
        };
        Self {
            good,
            text: if good { fine } else { advice },
            mended: place.filter(|_| !good),
        }
    }
}

/// The list, what is to do first.
#[derive(Template)]
#[template(path = "pages/account/checkup.html")]
pub(super) struct CheckUpPage {
    t: Say,
    frame: Frame,
    lines: Vec<Line>,
}

impl CheckUpPage {
    pub(super) fn new(visitor: &Visitor, checked: Vec<Checked>) -> Self {
        let mut lines: Vec<Line> = checked.into_iter().map(Line::from).collect();
        lines.sort_by_key(|line| line.good);
        Self {
            t: visitor.say,
            frame: Frame::new(visitor, Audience::Person)
                .connected()
                .at("/account/check-up"),
            lines,
        }
    }
}

/// `GET /account/check-up`
pub(super) async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    owner: Owner,
) -> Result<Response, Fault> {
    let home = web.service.account_home(&owner.0).await?;
    right(CheckUpPage::new(&visitor, home.check_up()).render())
}
