//! The pages of accounts in every language, with ordinary, empty, longest and hostile content.

use askama::Template as _;
use bonafide_identity::account::{Contact, LessSure, ProvenIdentity, System};
use bonafide_identity::fields::Field;
use bonafide_identity::id::{AccountEventId, AppId, ClientId, OrganisationId, RegistrationId};
use bonafide_identity::language::Language;
use bonafide_identity::notice::Code;
use bonafide_oidc::person::Claim;
use bonafide_service::account::{
    AccountHome, AppLine, Change, ChangeStage, CodeAppLine, Event, Happened,
    HistoryPage as History, Keepable, KeptIdentity, NewCodeApp, NoticeView as ChangeView, Opening,
    OpeningStage, PasskeyLine, PinReset, RecoveryLine, RegainStage, Regaining, SessionLine,
};
use bonafide_service::oidc::ConnectedService;
use jiff::Timestamp;
use serde_json::json;

use super::change::Pages;
use super::history::{HistoryPage, Wish};
use super::home::{HomePage, confirm_block};
use super::keep::{KeepPage, Pending};
use super::notice::NoticePage;
use super::prove::{Next, Ways};
use super::regain::{self, RegainPage};
use super::services::ServicesPage;
use super::{change, code_apps, codes, data, open, pin, prove, recover, sign_in};
use crate::frame::Visitor;
use crate::notices::NoticeView;
use crate::pages::lint::{self, HOSTILE};

fn texts() -> [String; 4] {
    [
        "ann.smith".to_owned(),
        String::new(),
        "Удостоверение".repeat(20),
        HOSTILE.to_owned(),
    ]
}

fn registration() -> RegistrationId {
    RegistrationId::new(Timestamp::UNIX_EPOCH, [7; 10])
}

fn organisation() -> OrganisationId {
    OrganisationId::new(Timestamp::UNIX_EPOCH, [7; 10])
}

fn proven(text: &str) -> ProvenIdentity {
    let value = |text: &str| json!({ "text": text, "verification": "chip" });
    let all = Field::ALL.iter().map(|field| {
        let born = matches!(field, Field::BirthDate);
        (
            field.as_str().to_owned(),
            value(if born { "1974-08-12" } else { text }),
        )
    });
    let proven = json!({
        "fields": all.collect::<serde_json::Map<_, _>>(),
        "document": "passport",
        "level": "high",
        "liveness": "passed",
        "chip": "A",
        "decided_by": "policy",
        "verified_at": "2026-11-21T10:00:00Z",
        "documents": [],
    });
    serde_json::from_value(proven).unwrap()
}

fn home(text: &str, full: bool) -> AccountHome {
    let now = Timestamp::from_second(1_800_000_000).unwrap();
    let session = |this| SessionLine {
        id: text.to_owned(),
        method: if this { "app" } else { "passkey" }.to_owned(),
        since: now,
        last_seen_at: now,
        this,
    };
    let passkey = |last_used_at| PasskeyLine {
        id: text.to_owned(),
        created_at: now,
        last_used_at,
    };
    let app = |blocked_at| AppLine {
        id: AppId::new(now, [7; 10]),
        system: System::Android,
        created_at: now,
        last_used_at: blocked_at,
        blocked_at,
        active_from: blocked_at,
    };
    let code_app = |last_used_at| CodeAppLine {
        id: "0123".to_owned(),
        name: text.to_owned(),
        created_at: now,
        last_used_at,
    };
    AccountHome {
        user_id: text.to_owned(),
        mail: text.to_owned(),
        phone: text.to_owned(),
        opened_at: now,
        password_at: now,
        sessions: match full {
            true => vec![session(true), session(false)],
            false => vec![session(true)],
        },
        passkeys: match full {
            true => vec![passkey(None), passkey(Some(now))],
            false => Vec::new(),
        },
        apps: match full {
            true => vec![app(None), app(Some(now))],
            false => Vec::new(),
        },
        identity: full.then(|| KeptIdentity {
            proven: proven(text),
            organisation: organisation(),
            organisation_name: text.to_owned(),
            registration: registration(),
            kept_at: now,
        }),
        code_apps: match full {
            true => vec![code_app(None), code_app(Some(now))],
            false => Vec::new(),
        },
        recovery_codes: if full { 10 } else { 0 },
        recovery: full.then_some(RecoveryLine {
            access: text.is_empty(),
            until: now,
        }),
        pin_at: full.then_some(now),
        pin_reset: full.then_some(PinReset {
            due: now,
            expires: (!text.is_empty()).then_some(now),
        }),
        erase_at: full.then_some(now),
        now,
    }
}

fn stages() -> Vec<RegainStage> {
    let until = Timestamp::UNIX_EPOCH;
    let mut stages = vec![
        RegainStage::New,
        RegainStage::Proving,
        RegainStage::NotProven,
        RegainStage::Unknown,
        RegainStage::NotAlike,
        RegainStage::Found,
        RegainStage::Stopped,
    ];
    stages.extend([LessSure::Chip, LessSure::Liveness, LessSure::Level].map(RegainStage::LessSure));
    for access in [true, false] {
        stages.extend([
            RegainStage::Waiting { access, until },
            RegainStage::Done { access },
        ]);
    }
    stages
}

#[test]
fn every_page_in_every_language() {
    for language in Language::ALL {
        let visitor = Visitor::new(language, &"/account".parse().unwrap());
        let say = visitor.say;
        for text in texts() {
            for full in [true, false] {
                let pending = full.then(|| Pending {
                    organisation: text.clone(),
                    status: text.clone(),
                    keep: text.is_empty(),
                });
                let page = HomePage::new(&visitor, ("0123", full), home(&text, full), pending);
                lint::check(&page.render().unwrap());
                let found = Keepable {
                    registration: registration(),
                    organisation_name: text.clone(),
                    proven: proven(&text),
                };
                let owner = full.then_some((text.as_str(), "0123"));
                let page = KeepPage::new(&visitor, &found, owner).render().unwrap();
                assert_eq!(page.contains("1974"), full, "only the owner sees it");
                lint::check(&page);
            }
            for stage in stages() {
                let regaining = Regaining {
                    stage,
                    user_id: text.clone(),
                    csrf: "0123".to_owned(),
                    wait: jiff::SignedDuration::from_hours(24),
                    now: Timestamp::UNIX_EPOCH,
                };
                lint::check(&RegainPage::new(&visitor, &regaining).render().unwrap());
            }
            let mut asks = vec![
                open::first(&visitor),
                sign_in::form(&visitor, &text),
                recover::reminder(&visitor, &text),
                recover::who(&visitor),
                recover::both_codes(&visitor, "0123"),
                recover::another(&visitor, "0123"),
                regain::ready(&visitor, "0123", &text),
                confirm_block(&visitor, "0123"),
                codes::confirm(&visitor, "0123"),
                data::confirm_erase(&visitor, "0123"),
                data::confirm_export(&visitor, "0123"),
                code_apps::begin_page(&visitor, "0123"),
                code_apps::second(&visitor, "0123"),
                pin::forgotten(&visitor, "0123"),
                pin::temporary(&visitor, "0123"),
            ];
            for (present, for_app) in [(true, false), (false, true)] {
                asks.push(pin::chosen(&visitor, "0123", present, for_app));
            }
            asks.push(change::another(&visitor, "0123"));
            asks.push(sign_in::way_out(&visitor, "0123"));
            for next in Next::ALL {
                let home = next == Next::Home;
                let ways = Ways {
                    passkeys: home,
                    code: home,
                };
                asks.push(prove::form(&visitor, "0123", next, ways));
                asks.push(prove::by_text(&visitor, "0123", next));
            }
            for pages in Pages::ALL {
                for stage in [ChangeStage::Address, ChangeStage::Code(text.clone())] {
                    asks.push(pages.asked(&visitor, "0123", &stage));
                }
            }
            for stage in [
                OpeningStage::Address(Contact::Mail),
                OpeningStage::Code(Contact::Mail),
                OpeningStage::Address(Contact::Phone),
                OpeningStage::Code(Contact::Phone),
                OpeningStage::Choose,
            ] {
                let opening = Opening {
                    stage,
                    address: text.clone(),
                    csrf: "0123".to_owned(),
                    expires_at: Timestamp::UNIX_EPOCH,
                };
                asks.push(open::asked(&visitor, &opening, &text));
            }
            for wrong in [true, false] {
                let new = NewCodeApp {
                    address: text.clone(),
                    secret: text.clone(),
                };
                let page = code_apps::CodeAppPage::new(&visitor, "0123", new, &text);
                let page = match wrong {
                    true => page.with_notice(NoticeView::new(Code::OneTimeCodeWrong, say)),
                    false => page,
                };
                lint::check(&page.render().unwrap());
            }
            for ask in asks {
                lint::check(&ask.clone().render().unwrap());
                lint::check(&ask.clone().done(text.clone()).render().unwrap());
                let notice = NoticeView::new(Code::SignInFailed, say);
                lint::check(&ask.with_notice(notice).render().unwrap());
            }
        }
        for text in texts() {
            for (offline, ends) in [(true, false), (false, true)] {
                let service = |random| ConnectedService {
                    client: ClientId::new(Timestamp::UNIX_EPOCH, [random; 10]),
                    name: text.clone(),
                    organisation: text.clone(),
                    claims: Claim::ALL.into(),
                    how: offline,
                    offline,
                    others: vec![text.clone(), "read".to_owned()],
                    resources: vec![text.clone()],
                    since: Timestamp::UNIX_EPOCH,
                    used_at: Timestamp::UNIX_EPOCH,
                };
                for services in [vec![service(1), service(2)], Vec::new()] {
                    let page = ServicesPage::new(&visitor, "0123", services, ends);
                    lint::check(&page.render().unwrap());
                }
            }
        }
        for text in texts() {
            let client = ClientId::new(Timestamp::UNIX_EPOCH, [1; 10]);
            let (name, data) = (text.clone(), ["email".to_owned(), text.clone()].into());
            let mut all = vec![
                Happened::Service {
                    client: client.clone(),
                    name,
                    data,
                },
                Happened::Consent {
                    client,
                    name: text.clone(),
                    data: [].into(),
                },
            ];
            for method in ["password", "password-code", "passkey", "app"] {
                all.push(Happened::SignIn {
                    method: method.to_owned(),
                });
            }
            for answer in ["approved", "denied", "reported"] {
                let (name, answer) = (text.clone(), answer.to_owned());
                all.push(Happened::Approval {
                    name,
                    text: Some(text.to_string()),
                    system: System::Linux,
                    answer,
                });
            }
            let changes = Change::ALL.map(|change| change.as_str().to_owned());
            all.extend(changes.map(|change| Happened::Change { change }));
            let id = AccountEventId::new(Timestamp::UNIX_EPOCH, [1; 10]);
            let events = all.into_iter().map(|happened| Event {
                id: id.clone(),
                at: Timestamp::UNIX_EPOCH,
                happened,
            });
            let full = History {
                events: events.collect(),
                next: Some(id.clone()),
            };
            for listed in [
                full,
                History {
                    events: Vec::new(),
                    next: None,
                },
            ] {
                let page = HistoryPage::new(&visitor, &Wish::default(), listed);
                lint::check(&page.render().unwrap());
            }
        }
        let shown = (0..10).map(|n| format!("0123 4567 89{n:02}")).collect();
        let page = codes::CodesPage::new(&visitor, shown).render().unwrap();
        assert!(page.contains("0123 4567 8909"));
        lint::check(&page);
        for change in Change::ALL {
            let view = ChangeView {
                change,
                at: Timestamp::UNIX_EPOCH,
            };
            let page = NoticePage::new(&visitor, &view).render().unwrap();
            assert!(!page.contains("account-change-"), "{page}");
            lint::check(&page);
        }
    }
}
