//! A page with one form: what most pages of an account are.

use askama::Template;
use axum::response::Response;

use crate::fault::Fault;
use crate::frame::{Audience, Frame, Visitor};
use crate::notices::{self, Link, NoticeView};
use crate::pages::{right, wrong};
use crate::texts::Say;

/// The texts of a page: its title, what is said first, its button.
pub(in crate::pages) type Ids = [&'static str; 3];

/// A field of the form.
#[derive(Clone, Debug)]
pub(in crate::pages) struct Input {
    name: &'static str,
    label: String,
    hint: String,
    kind: &'static str,
    autocomplete: &'static str,
    /// Whether it takes digits alone.
    numeric: bool,
    value: String,
}

impl Input {
    /// A field with its label and hint.
    pub(in crate::pages) fn new(
        say: Say,
        name: &'static str,
        [label, hint]: [&str; 2],
        autocomplete: &'static str,
    ) -> Self {
        Self {
            name,
            label: say.say(label),
            hint: say.say(hint),
            kind: match autocomplete {
                "email" => "email",
                "tel" => "tel",
                "current-password" | "new-password" => "password",
                _ => "text",
            },
            autocomplete,
            numeric: autocomplete == "one-time-code",
            value: String::new(),
        }
    }

    /// A field for a PIN, typed unseen and kept by no browser.
    pub(in crate::pages) fn pin(say: Say, name: &'static str, texts: [&str; 2]) -> Self {
        Self {
            kind: "password",
            numeric: true,
            ..Self::new(say, name, texts, "off")
        }
    }

    /// Whether a password is chosen in it, and told how strong it is.
    fn chosen(&self) -> bool {
        self.autocomplete == "new-password"
    }

    /// The same with what was typed before.
    #[must_use]
    pub(in crate::pages) fn holding(mut self, value: &str) -> Self {
        value.clone_into(&mut self.value);
        self
    }
}

/// Another, smaller form of the page.
#[derive(Clone, Debug)]
struct Other {
    action: &'static str,
    label: String,
}

/// Where a passkey is asked for, and where its answer goes.
#[derive(Clone, Copy, Debug)]
struct Ceremony {
    begin: &'static str,
    finish: &'static str,
}

/// A page with one form.
#[derive(Clone, Template)]
#[template(path = "pages/account/ask.html")]
pub(in crate::pages) struct Ask {
    t: Say,
    frame: Frame,
    heading: String,
    lead: String,
    done: String,
    notice: Option<NoticeView>,
    action: &'static str,
    csrf: String,
    inputs: Vec<Input>,
    button: String,
    causes: Vec<String>,
    others: Vec<Other>,
    links: Vec<Link>,
    passkey: Option<Ceremony>,
    /// Another address that the form can be sent to, with less of it filled in.
    otherwise: Option<Other>,
    notices: Vec<NoticeView>,
}

impl Ask {
    /// A page with these texts; `home` is where `GET` finds it.
    pub(in crate::pages) fn new(
        visitor: &Visitor,
        [title, lead, button]: Ids,
        home: &str,
        action: &'static str,
    ) -> Self {
        let say = visitor.say;
        Self {
            t: say,
            frame: Frame::new(visitor, Audience::Person).connected().at(home),
            heading: say.say(title),
            lead: say.say(lead),
            done: String::new(),
            notice: None,
            action,
            csrf: String::new(),
            inputs: Vec::new(),
            button: say.say(button),
            causes: Vec::new(),
            others: Vec::new(),
            links: Vec::new(),
            passkey: None,
            otherwise: None,
            notices: Vec::new(),
        }
    }

    #[must_use]
    pub(in crate::pages) fn lead(mut self, lead: String) -> Self {
        self.lead = lead;
        self
    }

    #[must_use]
    pub(in crate::pages) fn input(mut self, input: Input) -> Self {
        self.inputs.push(input);
        self
    }

    #[must_use]
    pub(in crate::pages) fn csrf(mut self, csrf: &str) -> Self {
        csrf.clone_into(&mut self.csrf);
        self
    }

    /// The same with the four commonest reasons why no code came.
    #[must_use]
    pub(in crate::pages) fn causes(mut self, ids: [&str; 4]) -> Self {
        self.causes = ids.iter().map(|id| self.t.say(id)).collect();
        self
    }

    #[must_use]
    pub(in crate::pages) fn other(mut self, action: &'static str, label: &str) -> Self {
        let label = self.t.say(label);
        self.others.push(Other { action, label });
        self
    }

    #[must_use]
    pub(in crate::pages) fn link(mut self, href: &str, label: &str) -> Self {
        self.links.push(Link {
            href: href.to_owned(),
            label: self.t.say(label),
        });
        self
    }

    /// The same with a passkey as another way.
    #[must_use]
    pub(in crate::pages) fn passkey(self) -> Self {
        self.passkey_at("/account/sign-in/begin", "/account/sign-in/finish")
    }

    /// The same with a passkey that is asked for and answered there.
    #[must_use]
    pub(in crate::pages) fn passkey_at(
        mut self,
        begin: &'static str,
        finish: &'static str,
    ) -> Self {
        self.passkey = Some(Ceremony { begin, finish });
        self.notices = notices::of_passkeys(self.t);
        self
    }

    /// The same with a second button, which sends the form elsewhere, whatever is filled in.
    #[must_use]
    pub(in crate::pages) fn otherwise(mut self, action: &'static str, label: &str) -> Self {
        let label = self.t.say(label);
        self.otherwise = Some(Other { action, label });
        self
    }

    /// The same with word of what was done before.
    #[must_use]
    pub(in crate::pages) fn done(mut self, done: String) -> Self {
        self.done = done;
        self
    }

    pub(in crate::pages) fn shown(self) -> Result<Response, Fault> {
        right(self.render())
    }

    /// The page after something was wrong with what was entered.
    pub(in crate::pages) fn wrong(mut self, notice: NoticeView) -> Result<Response, Fault> {
        self.frame.problem = true;
        self.notice = Some(notice);
        wrong(self.render())
    }

    #[cfg(test)]
    pub(in crate::pages) fn with_notice(mut self, notice: NoticeView) -> Self {
        self.notice = Some(notice);
        self
    }
}
