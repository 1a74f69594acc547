//! The pages of the approval app in every language, with ordinary, empty, longest and hostile
//! content.

use askama::Template as _;
use bonafide_identity::account::System;
use bonafide_identity::id::{AppId, ApprovalId};
use bonafide_identity::language::Language;
use bonafide_service::account::{
    Activation, Answer, AppHome, AppLine, Asked, Joining, PushOffer, Waited, WaitedFor,
};
use jiff::{SignedDuration, Timestamp};

use super::join::JoinPage;
use super::transfer::TransferPage;
use super::{AppPage, SayPage};
use crate::frame::Visitor;
use crate::pages::account::approval::ApprovalPage;
use crate::pages::account::apps::{ActivatePage, Stage};
use crate::pages::lint::{self, HOSTILE};

fn home(text: &str, now: Timestamp) -> AppHome {
    let asked = |random: u8| Asked {
        id: ApprovalId::new(now, [random; 10]),
        client: text.to_owned(),
        text: text.to_owned(),
        nonce: "AAAA".to_owned(),
        system: System::Windows,
        at: now,
        answer: None,
    };
    let before = |answer| Asked {
        answer: Some(answer),
        ..asked(3)
    };
    let every = [
        Answer::Approved,
        Answer::Denied,
        Answer::Reported,
        Answer::Missed,
    ];
    AppHome {
        user_id: text.to_owned(),
        moves_at: text.is_empty().then_some(now),
        pin: !text.is_empty(),
        push: (!text.is_empty()).then(|| PushOffer {
            key: "AAAA".to_owned(),
            subscribed: text == HOSTILE,
        }),
        asked: vec![asked(1), asked(2)],
        before: every.map(before).into(),
        version: 7,
        now,
    }
}

#[test]
fn every_page_in_every_language() {
    let now = Timestamp::from_second(1_800_000_000).unwrap();
    for language in Language::ALL {
        let visitor = Visitor::new(language, &"/app/activate/0123".parse().unwrap());
        for text in ["ann.smith", "", &"Удостоверение".repeat(20), HOSTILE] {
            let full = home(text, now);
            let empty = AppHome {
                asked: Vec::new(),
                before: Vec::new(),
                ..full.clone()
            };
            for home in [full, empty] {
                let page = AppPage::new(&visitor, "0123", home).render().unwrap();
                lint::check(&page);
            }
            let joining = Joining {
                user_id: text.to_owned(),
                transfers: text.is_empty(),
            };
            lint::check(&JoinPage::new(&visitor, &joining).render().unwrap());
            for state in [
                WaitedFor::Answer,
                WaitedFor::Approved,
                WaitedFor::Refused,
                WaitedFor::Over,
            ] {
                let waited = Waited {
                    state,
                    number: text.to_owned(),
                    csrf: "0123".to_owned(),
                };
                let page = ApprovalPage::new(&visitor, waited, true).render().unwrap();
                let sends = page.contains("data-now");
                assert_eq!(sends, state == WaitedFor::Approved);
                lint::check(&page);
            }
        }
        for left in [true, false] {
            lint::check(&SayPage::none(&visitor, left).render().unwrap());
        }
        lint::check(&SayPage::leave(&visitor, "0123").render().unwrap());
        for system in System::ALL {
            let shown = Activation {
                url: "http://localhost:8080/app/activate/0123".to_owned(),
                app: None,
                expires_at: now + SignedDuration::from_secs(100),
                now,
            };
            let done = Activation {
                app: Some(AppLine {
                    active_from: None,
                    id: AppId::new(now, [1; 10]),
                    system,
                    created_at: now,
                    last_used_at: None,
                    blocked_at: None,
                }),
                ..shown.clone()
            };
            for activation in [None, Some(&shown), Some(&done)] {
                for loopback in [true, false] {
                    let moves_at = loopback.then_some(now);
                    let page = TransferPage::new(&visitor, activation, (3, moves_at), loopback);
                    lint::check(&page.render().unwrap());
                    let stage = Stage::new(activation, visitor.say);
                    let page = ActivatePage::new(&visitor, "0123", stage, loopback);
                    lint::check(&page.render().unwrap());
                }
            }
        }
    }
}
