//! The demonstration's mailbox: what would have been sent. Only where a demonstration runs.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;
use bonafide_identity::port::messenger::Message;
use bonafide_service::mailbox::MailboxLine;
use jiff::Timestamp;

use super::home::demo_only;
use crate::fault::Fault;
use crate::frame::{Audience, Frame, Visitor};
use crate::pages::right;
use crate::state::Web;
use crate::texts::Say;

/// The routes.
pub(crate) fn router() -> Router<Web> {
    Router::new().route("/mailbox", get(page))
}

/// `GET /mailbox`
async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    demo_only(&web, &headers)?;
    let mails = web.service.mailbox().await?;
    right(Mailbox::new(&visitor, &mails).render())
}

struct Mail {
    heading: String,
    channel: String,
    to: String,
    at: Timestamp,
    when: String,
    text: String,
    links: Vec<String>,
}

#[derive(Template)]
#[template(path = "pages/mailbox/page.html")]
struct Mailbox {
    t: Say,
    frame: Frame,
    mails: Vec<Mail>,
}

impl Mailbox {
    fn new(visitor: &Visitor, lines: &[MailboxLine]) -> Self {
        let say = visitor.say;
        let mut frame = Frame::new(visitor, Audience::Person);
        frame.refresh = Some(5);
        let mails = lines.iter().map(|line| Mail::new(line, say)).collect();
        Self {
            t: say,
            frame,
            mails,
        }
    }
}

impl Mail {
    fn new(line: &MailboxLine, say: Say) -> Self {
        let (channel, to, heading, text) = match &line.message {
            Message::Mail {
                to, subject, text, ..
            } => (
                "mailbox-channel-mail",
                to.as_str(),
                subject.clone(),
                text.clone(),
            ),
            Message::Sms { to, text } => (
                "mailbox-channel-sms",
                to.as_str(),
                say.say("mailbox-channel-sms"),
                text.clone(),
            ),
            Message::Push { to, text, .. } => (
                "mailbox-channel-push",
                to.endpoint().as_str(),
                say.say("mailbox-channel-push"),
                text.clone(),
            ),
        };
        Self {
            channel: say.say(channel),
            to: to.to_owned(),
            heading,
            at: line.at,
            when: say.moment(line.at),
            links: links(&text),
            text,
        }
    }
}

/// The addresses in a message; nothing else becomes a link.
fn links(text: &str) -> Vec<String> {
    text.split_whitespace()
        .filter(|word| word.starts_with("http://") || word.starts_with("https://"))
        .filter_map(|word| url::Url::parse(word.trim_end_matches(['.', ',', ')'])).ok())
        .map(String::from)
        .collect()
}

#[cfg(test)]
mod tests {
    use bonafide_identity::language::Language;

    use super::*;

    #[test]
    fn messages_are_shown_and_only_addresses_become_links() {
        let line = |message| MailboxLine {
            id: "1".to_owned(),
            message,
            at: Timestamp::UNIX_EPOCH,
        };
        let lines = [
            line(Message::Mail {
                to: "ann@mail.example".parse().unwrap(),
                subject: "<b>Hello</b>".to_owned(),
                text: "Open http://127.0.0.1:8080/phone/abc. javascript:alert(1)".to_owned(),
                html: None,
            }),
            line(Message::Sms {
                to: "+31612345678".parse().unwrap(),
                text: String::new(),
            }),
        ];
        for language in Language::ALL {
            let visitor = Visitor::new(language, &"/mailbox".parse().unwrap());
            let page = Mailbox::new(&visitor, &lines).render().unwrap();
            assert!(page.contains("href=\"http://127.0.0.1:8080/phone/abc\""));
            assert!(!page.contains("<b>Hello") && !page.contains("href=\"javascript"));
            crate::pages::lint::check(&page);
            crate::pages::lint::check(&Mailbox::new(&visitor, &[]).render().unwrap());
        }
    }
}
