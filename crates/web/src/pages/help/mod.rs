//! The help centre: every notice of the catalogue, to be found by name, nickname, code or words.

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query};
use axum::response::Response;
use axum::routing::get;
use bonafide_identity::notice::{self, Audience as Reader, Code, Notice, Topic, catalogue};
use serde::Deserialize;

use crate::fault::Fault;
use crate::frame::{Audience, Frame, Visitor};
use crate::pages::right;
use crate::state::Web;
use crate::texts::Say;

/// The longest query that is looked at, in characters.
const LONGEST_QUERY: usize = 200;

/// The routes.
pub(crate) fn router() -> Router<Web> {
    Router::new()
        .route("/help", get(index))
        .route("/help/{code}", get(entry))
        // What the API names as the type of a problem.
        .route("/problems/{code}", get(entry))
}

#[derive(Debug, Default, Deserialize)]
struct Search {
    #[serde(default)]
    q: String,
    topic: Option<String>,
}

/// `GET /help?q=`
async fn index(visitor: Visitor, Query(search): Query<Search>) -> Result<Response, Fault> {
    let page = Index::new(&visitor, &search.q, search.topic.as_deref());
    right(page.render())
}

/// `GET /help/{code}`
async fn entry(visitor: Visitor, Path(code): Path<String>) -> Result<Response, Fault> {
    let code: Code = code.parse().map_err(|_| Fault::new(Code::PageNotFound))?;
    right(Entry::new(&visitor, code).render())
}

struct Line {
    code: &'static str,
    name: &'static str,
    title: String,
}

impl Line {
    fn new(notice: &Notice, say: Say) -> Self {
        Self {
            code: notice.code.as_str(),
            name: notice.name,
            title: notice.texts(say.language()).title.clone(),
        }
    }
}

struct Group {
    id: &'static str,
    label: &'static str,
    entries: Vec<Line>,
}

#[derive(Template)]
#[template(path = "pages/help/index.html")]
struct Index {
    t: Say,
    frame: Frame,
    query: String,
    /// Whether there is a registration to go back to.
    underway: bool,
    found: Option<String>,
    entries: Vec<Line>,
    topics: Vec<Group>,
}

impl Index {
    fn new(visitor: &Visitor, query: &str, topic: Option<&str>) -> Self {
        let say = visitor.say;
        let query: String = query.trim().chars().take(LONGEST_QUERY).collect();
        let entries: Vec<Line> = notice::find(&query)
            .into_iter()
            .map(|notice| Line::new(notice, say))
            .collect();
        let found = (!query.is_empty()).then(|| {
            let count = i64::try_from(entries.len()).unwrap_or(i64::MAX);
            use bonafide_identity::language::Value;
            say.with(
                "help-found",
                &[
                    ("count", Value::Number(count)),
                    ("query", Value::Text(&query)),
                ],
            )
        });
        // Whoever found something is not to look for it again among all the rest.
        let searched = !entries.is_empty() && found.is_some();
        let topics = Topic::ALL
            .into_iter()
            .filter(|candidate| {
                !searched
                    && topic
                        .is_none_or(|topic| candidate.id().trim_start_matches("topic-") == topic)
            })
            .map(|topic| Group {
                id: topic.id(),
                label: topic.label(say.language()),
                entries: catalogue()
                    .iter()
                    .filter(|notice| notice.topic == topic)
                    .map(|notice| Line::new(notice, say))
                    .collect(),
            })
            .collect();
        let mut here = url::form_urlencoded::Serializer::new(String::new());
        if !query.is_empty() {
            here.append_pair("q", &query);
        }
        let here = here.finish();
        let here = if here.is_empty() {
            "/help".to_owned()
        } else {
            format!("/help?{here}")
        };
        let frame = Frame::new(visitor, Audience::Person).at(&here);
        Self {
            t: say,
            frame,
            query,
            underway: visitor.underway,
            found,
            entries,
            topics,
        }
    }
}

#[derive(Template)]
#[template(path = "pages/help/notice.html")]
struct Entry {
    t: Say,
    frame: Frame,
    /// Whether there is a registration to go back to.
    underway: bool,
    code: &'static str,
    name: &'static str,
    title: String,
    text: String,
    explanation: String,
    remedy: Vec<String>,
    audience: String,
    status: Option<u16>,
    /// Whether it is worth saying that the same request may work later: to those who send it.
    told_retryable: bool,
    aliases: String,
}

impl Entry {
    fn new(visitor: &Visitor, code: Code) -> Self {
        let say = visitor.say;
        let notice = code.notice();
        let texts = notice.texts(say.language()).clone();
        Self {
            t: say,
            frame: Frame::new(visitor, Audience::Person).at(&format!("/help/{code}")),
            underway: visitor.underway,
            code: code.as_str(),
            name: notice.name,
            title: texts.title,
            text: texts.text,
            explanation: texts.explanation,
            remedy: texts.remedy,
            audience: say.say(match notice.audience {
                Reader::Person => "help-audience-person",
                Reader::Developer => "help-audience-developer",
                Reader::Operator => "help-audience-operator",
            }),
            status: notice.status,
            told_retryable: notice.retryable && notice.audience == Reader::Developer,
            aliases: notice.aliases.join(", "),
        }
    }
}

#[cfg(test)]
mod tests {
    use bonafide_identity::language::Language;

    use super::*;
    use crate::pages::lint::{self, HOSTILE};

    #[test]
    fn every_notice_has_its_page_in_every_language() {
        for language in Language::ALL {
            let visitor = Visitor::new(language, &"/help".parse().unwrap());
            for code in Code::ALL {
                let page = Entry::new(&visitor, code).render().unwrap();
                lint::check(&page);
                assert!(
                    page.contains(code.notice().name) && page.contains(code.as_str()),
                    "{code}"
                );
            }
            let index = Index::new(&visitor, "", None).render().unwrap();
            lint::check(&index);
            for code in Code::ALL {
                assert!(
                    index.contains(&format!("/help/{code}\"")),
                    "{code} is not listed"
                );
            }
        }
    }

    #[test]
    fn notices_are_found_by_name_nickname_and_code() {
        let visitor = Visitor::new(Language::En, &"/help".parse().unwrap());
        for query in ["amber lantern", "orange dolphin", "no-connection"] {
            let index = Index::new(&visitor, query, None);
            assert_eq!(
                index.entries.first().map(|line| line.code),
                Some("no-connection"),
                "{query}"
            );
        }
        let hostile = Index::new(&visitor, HOSTILE, Some("\"><b>"));
        lint::check(&hostile.render().unwrap());
    }
}
