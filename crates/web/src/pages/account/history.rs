//! What happened to an account: read by the page, taken along as a file.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use bonafide_identity::id::AccountEventId;
use bonafide_identity::notice::Code;
use bonafide_oidc::person::Claim;
use bonafide_service::account::{
    Change, Event, EventKind, Happened, HistoryPage as Listed, Period,
};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde_json::json;

use super::Owner;
use super::home::method_text;
use super::notice::text_of;
use crate::fault::Fault;
use crate::frame::{Audience, Frame, Visitor};
use crate::pages::right;
use crate::state::Web;
use crate::texts::Say;
use crate::words::Word as _;

const HOME: &str = "/account/history";

/// What a form or a link asks for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    kind: String,
    from: String,
    until: String,
    before: String,
}

/// The same, understood.
#[derive(Clone, Debug, Default)]
pub(super) struct Wish {
    kind: Option<EventKind>,
    from: Option<Date>,
    until: Option<Date>,
}

impl Wanted {
    fn understood(&self) -> Result<Wish, Fault> {
        let malformed = || Fault::new(Code::MalformedRequest);
        let day = |text: &str| match text {
            "" => Ok(None),
            text => text.parse::<Date>().map(Some).map_err(|_| malformed()),
        };
        let kind = match self.kind.as_str() {
            "" => None,
            word => {
                let mut kinds = EventKind::ALL.iter().copied();
                let kind = kinds.find(|kind| kind.as_str() == word);
                Some(kind.ok_or_else(malformed)?)
            }
        };
        Ok(Wish {
            kind,
            from: day(&self.from)?,
            until: day(&self.until)?,
        })
    }

    fn cursor(&self) -> Result<Option<AccountEventId>, Fault> {
        match self.before.as_str() {
            "" => Ok(None),
            id => {
                let id = id.parse();
                id.map(Some).map_err(|_| Fault::new(Code::MalformedRequest))
            }
        }
    }
}

impl Wish {
    /// Days begin and end as UTC has them; the last one is within.
    fn period(&self) -> Result<Period, Fault> {
        let malformed = || Fault::new(Code::MalformedRequest);
        let begins = |day: Date| {
            let moment = day.to_zoned(TimeZone::UTC).map_err(|_| malformed())?;
            Ok::<_, Fault>(moment.timestamp())
        };
        let after = |day: Date| day.tomorrow().map_err(|_| malformed()).and_then(begins);
        Ok(Period {
            kind: self.kind,
            from: self.from.map(begins).transpose()?,
            until: self.until.map(after).transpose()?,
        })
    }

    fn address(&self, path: &str, before: Option<&AccountEventId>) -> String {
        let kind = self.kind.map_or("", EventKind::as_str);
        let (from, until) = (day(self.from), day(self.until));
        let before = before.map_or(String::new(), |id| format!("&before={id}"));
        format!("{path}?kind={kind}&from={from}&until={until}{before}")
    }
}

fn day(day: Option<Date>) -> String {
    day.map_or_else(String::new, |day| day.to_string())
}

fn kind_text(kind: EventKind) -> &'static str {
    match kind {
        EventKind::SignIn => "history-kind-sign-in",
        EventKind::Service => "history-kind-service",
        EventKind::Consent => "history-kind-consent",
        EventKind::Approval => "history-kind-approval",
        EventKind::Change => "history-kind-change",
    }
}

struct Choice {
    value: &'static str,
    name: String,
    chosen: bool,
}

/// An event in the list.
struct Line {
    what: String,
    at: Timestamp,
    facts: Vec<(String, String)>,
}

impl Line {
    fn new(event: Event, say: Say) -> Self {
        let told = |data: &std::collections::BTreeSet<String>| {
            let mut names = vec![say.say("authorize-name-label")];
            for claim in Claim::ALL {
                let name = claim.said(say);
                let told = data.contains(&claim.item()) || data.contains(&claim.verified_item());
                // An address and that it was proven are one to people.
                if told && !names.contains(&name) {
                    names.push(name);
                }
            }
            (say.say("services-told"), names.join(", "))
        };
        let by = |name: String| (say.say("history-asked-by"), name);
        let (what, facts) = match event.happened {
            Happened::SignIn { method } => (say.say(method_text(&method)), Vec::new()),
            Happened::Service { name, data, .. } => {
                (say.say("history-service"), vec![by(name), told(&data)])
            }
            Happened::Consent { name, data, .. } => {
                (say.say("history-consent"), vec![by(name), told(&data)])
            }
            Happened::Approval {
                name,
                text,
                system,
                answer,
            } => {
                let what = match answer.as_str() {
                    "approved" => "history-approved",
                    "reported" => "history-reported",
                    _ => "history-denied",
                };
                let name = match name.as_str() {
                    "" => say.say("history-account"),
                    _ => name,
                };
                let asker = format!("{name} ({})", system.said(say));
                let text = text.map(|text| (say.say("history-text"), text));
                let facts = [by(asker)].into_iter().chain(text);
                (say.say(what), facts.collect())
            }
            Happened::Change { change } => {
                let known = Change::ALL.into_iter().find(|one| one.as_str() == change);
                let what = known.map_or(change, |change| say.say(text_of(change)));
                (what, Vec::new())
            }
        };
        Self {
            what,
            at: event.at,
            facts,
        }
    }
}

/// A page of what happened.
#[derive(Template)]
#[template(path = "pages/account/history.html")]
pub(super) struct HistoryPage {
    t: Say,
    frame: Frame,
    kinds: Vec<Choice>,
    from: String,
    until: String,
    lines: Vec<Line>,
    older: Option<String>,
    json: String,
}

impl HistoryPage {
    pub(super) fn new(visitor: &Visitor, wish: &Wish, listed: Listed) -> Self {
        let say = visitor.say;
        let kinds = EventKind::ALL.iter().map(|&kind| Choice {
            value: kind.as_str(),
            name: say.say(kind_text(kind)),
            chosen: wish.kind == Some(kind),
        });
        let older = listed.next.as_ref();
        Self {
            t: say,
            frame: Frame::new(visitor, Audience::Person).connected().at(HOME),
            kinds: kinds.collect(),
            from: day(wish.from),
            until: day(wish.until),
            older: older.map(|id| wish.address(HOME, Some(id))),
            json: wish.address("/account/history.json", None),
            lines: listed
                .events
                .into_iter()
                .map(|event| Line::new(event, say))
                .collect(),
        }
    }
}

/// `GET /account/history?kind=&from=&until=&before=`
pub(super) async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    owner: Owner,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Fault> {
    let (wish, before) = (wanted.understood()?, wanted.cursor()?);
    let period = wish.period()?;
    let listed = web
        .service
        .account_history(&owner.0, &period, before.as_ref())
        .await?;
    right(HistoryPage::new(&visitor, &wish, listed).render())
}

/// `GET /account/history.json?kind=&from=&until=`: a file of JSON.
pub(super) async fn export(
    State(web): State<Web>,
    owner: Owner,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Fault> {
    let period = wanted.understood()?.period()?;
    let events = web
        .service
        .account_history_export(&owner.0, &period)
        .await?;
    let headers = [
        (CONTENT_TYPE, "application/json"),
        (CONTENT_DISPOSITION, "attachment; filename=\"history.json\""),
    ];
    let export = json!({ "history": events });
    Ok((headers, format!("{export:#}")).into_response())
}

#[cfg(test)]
mod tests {
    use super::Wanted;

    fn wanted(kind: &str, from: &str, until: &str) -> Wanted {
        Wanted {
            kind: kind.to_owned(),
            from: from.to_owned(),
            until: until.to_owned(),
            before: String::new(),
        }
    }

    #[test]
    fn days_are_whole_and_within() {
        let asked = wanted("change", "2026-05-01", "2026-05-31");
        let Ok(wish) = asked.understood() else {
            panic!("understood");
        };
        let Ok(period) = wish.period() else {
            panic!("a period");
        };
        assert_eq!(period.from.unwrap().to_string(), "2026-05-01T00:00:00Z");
        assert_eq!(period.until.unwrap().to_string(), "2026-06-01T00:00:00Z");
        assert_eq!(
            wish.address("/x", None),
            "/x?kind=change&from=2026-05-01&until=2026-05-31"
        );
        for refused in [
            wanted("else", "", ""),
            wanted("", "2026-02-30", ""),
            wanted("", "", "soon"),
        ] {
            assert!(refused.understood().is_err(), "{refused:?}");
        }
        let last = wanted("", "", "9999-12-31").understood();
        assert!(last.is_ok_and(|wish| wish.period().is_err()));
    }
}
