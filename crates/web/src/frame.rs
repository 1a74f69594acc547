//! What every page has: language, scripts, the marks of test mode; and who is looking.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::Uri;
use axum::http::request::Parts;
use bonafide_identity::language::Language;

use crate::assets::{self, Assets};
use crate::cookies;
use crate::notices::{self, NoticeView};
use crate::texts::Say;

/// Who looks at a page, and at which.
#[derive(Clone, Debug)]
pub(crate) struct Visitor {
    pub(crate) say: Say,
    /// The path of the page, for links back to it.
    pub(crate) here: String,
    /// Whether this browser has a registration to go on with.
    pub(crate) underway: bool,
    /// Whether it may be signed in to an account.
    pub(crate) account: bool,
}

impl Visitor {
    pub(crate) fn new(language: Language, uri: &Uri) -> Self {
        Self {
            say: Say(language),
            here: uri.path().to_owned(),
            underway: false,
            account: false,
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let language = parts
            .extensions
            .get::<Language>()
            .copied()
            .unwrap_or_default();
        let underway = cookies::read(&parts.headers, cookies::PERSON).is_some();
        let account = cookies::read(&parts.headers, cookies::ACCOUNT).is_some();
        Ok(Self {
            underway,
            account,
            ..Self::new(language, &parts.uri)
        })
    }
}

/// Whom a page is laid out for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Audience {
    /// Large letters, one narrow column.
    Person,
    /// Small letters, wide tables.
    Professional,
}

impl Audience {
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Professional => "professional",
        }
    }
}

/// An entry of the language switch.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    pub(crate) href: String,
    pub(crate) tag: &'static str,
    pub(crate) name: &'static str,
    pub(crate) current: bool,
}

/// What surrounds a page's own matter.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    pub(crate) say: Say,
    here: String,
    pub(crate) audience: Audience,
    pub(crate) assets: Assets,
    /// Whether the page is one of an account that the browser may be signed in to, so that it has a way out.
    pub(crate) account: bool,
    /// Whether the page belongs to something in test mode.
    pub(crate) sandbox: bool,
    /// Whether the page tells of a problem, so that its title must say so.
    pub(crate) problem: bool,
    /// Seconds after which a browser without scripts loads the page again.
    pub(crate) refresh: Option<u32>,
    /// What scripts may have to say about the connection; empty where nothing is sent.
    pub(crate) connection: Vec<NoticeView>,
}

/// Whether a page needs somebody to be signed in to their account.
fn of_account(path: &str) -> bool {
    let out = ["/account/sign-in", "/account/sign-out", "/account/new"];
    (path == "/account" || path.starts_with("/account/"))
        && !out.iter().any(|page| path.starts_with(page))
}

impl Frame {
    pub(crate) fn new(visitor: &Visitor, audience: Audience) -> Self {
        Self {
            say: visitor.say,
            here: visitor.here.clone(),
            audience,
            account: visitor.account && of_account(&visitor.here),
            assets: assets::addresses(),
            sandbox: false,
            problem: false,
            refresh: None,
            connection: Vec::new(),
        }
    }

    /// The same, in test mode or not.
    #[must_use]
    pub(crate) fn sandbox(mut self, sandbox: bool) -> Self {
        self.sandbox = sandbox;
        self
    }

    /// The same with a page behind it that `GET` leads to; others answer forms.
    #[must_use]
    pub(crate) fn at(mut self, path: &str) -> Self {
        path.clone_into(&mut self.here);
        self
    }

    /// The same with what scripts may have to say about the connection.
    #[must_use]
    pub(crate) fn connected(mut self) -> Self {
        self.connection = notices::of_connection(self.say);
        self
    }

    /// The language switch.
    pub(crate) fn languages(&self) -> Vec<Choice> {
        Language::ALL
            .into_iter()
            .map(|language| Choice {
                href: format!(
                    "{}{}lang={language}",
                    self.here,
                    if self.here.contains('?') { '&' } else { '?' }
                ),
                tag: language.tag(),
                name: language.native_name(),
                current: language == self.say.language(),
            })
            .collect()
    }
}
