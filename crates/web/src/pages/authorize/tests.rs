//! The pages in every language, with ordinary, empty, longest and hostile content.

use askama::Template as _;
use bonafide_identity::assurance::{ChipClass, Level};
use bonafide_identity::fields::DocumentKind;
use bonafide_identity::language::Language;
use bonafide_identity::registration::DecidedBy;
use bonafide_oidc::person::Claim;
use bonafide_oidc::problem::Problem;
use bonafide_service::oidc::{Ask, Going, How};
use jiff::Timestamp;

use super::device::{self, DevicePage};
use super::leave::LeavePage;
use super::{AskPage, BackPage, StopPage};
use crate::frame::Visitor;
use crate::pages::lint::{self, HOSTILE};

#[test]
fn every_page_in_every_language() {
    for language in Language::ALL {
        let visitor = Visitor::new(language, &"/authorize".parse().unwrap());
        for text in ["Shop", "", &"Удостоверение".repeat(20), HOSTILE] {
            let text = text.to_owned();
            let how = How {
                level: Some(Level::High),
                verified_at: Some(Timestamp::UNIX_EPOCH),
                document: Some(DocumentKind::Passport),
                chip: Some(ChipClass::A),
                decided_by: Some(DecidedBy::Moderator),
            };
            let birth = (Claim::Birthdate, "1974-08-12".to_owned());
            for full in [true, false] {
                let ask = Ask {
                    request: "0123".to_owned(),
                    csrf: "0123".to_owned(),
                    client: text.clone(),
                    organisation: text.clone(),
                    host: text.clone(),
                    sandbox: full,
                    user_id: text.clone(),
                    mail: full.then(|| text.clone()),
                    phone: full.then(|| text.clone()),
                    identity: if full {
                        let adult = (Claim::AgeOver18, "true".to_owned());
                        vec![(Claim::Name, text.clone()), birth.clone(), adult]
                    } else {
                        Vec::new()
                    },
                    how: if full { how } else { How::default() },
                    missing: if full {
                        vec![Claim::GivenName]
                    } else {
                        Claim::ALL.to_vec()
                    },
                    proven: full,
                    essential: !full,
                    shown: "0123".to_owned(),
                    offline: full,
                    on_app: full,
                    device: full.then(|| "BCDF-GHJK".to_owned()),
                    others: if full { vec![text.clone()] } else { Vec::new() },
                    resources: if full { vec![text.clone()] } else { Vec::new() },
                };
                lint::check(&AskPage::new(&visitor, ask).render().unwrap());
                let csrf = full.then(|| "0123".to_owned());
                let leave = LeavePage::new(&visitor, csrf, Some(text.clone()), &text);
                lint::check(&leave.render().unwrap());
            }
            for agreed in [true, false] {
                let device = DevicePage::new(&visitor, text.clone(), agreed);
                lint::check(&device.render().unwrap());
            }
            let typed = device::form(&visitor, &text);
            lint::check(&typed.render().unwrap());
            let going = Going {
                to: format!("https://rp.example/?state={}", text.replace(['<', '"'], "")),
                host: text.clone(),
            };
            lint::check(&BackPage::new(&visitor, going).render().unwrap());
        }
        let stop = StopPage::new(&visitor, Problem::request("client_id is not known"));
        lint::check(&stop.render().unwrap());
    }
}
