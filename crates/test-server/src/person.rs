//! A person with a browser that keeps cookies and sends the forms of the page it is on, as they
//! stand there.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use hyper::header::{CONTENT_TYPE, COOKIE, HeaderName, LOCATION, SET_COOKIE};
use hyper::{Method, StatusCode};
use hyper_util::client::legacy;

use crate::{Answer, Client};

/// How long a page may be waited for: examinations take seconds, on a busy machine many.
const PATIENCE: Duration = Duration::from_secs(240);

/// Parts a form of several media types; no photograph holds it.
const BOUNDARY: &str = "----bonafide-test-boundary-0f9a";

/// A person with a browser.
#[derive(Clone, Debug)]
pub struct Person {
    client: Client,
    cookies: BTreeMap<String, String>,
    /// Headers that the browser sends with every request.
    pub headers: Vec<(HeaderName, String)>,
    /// Every request so far.
    pub timings: Vec<Timing>,
}

/// A request, and how long its answer took to arrive whole.
#[derive(Clone, Debug)]
pub struct Timing {
    /// The method.
    pub method: Method,
    /// The path, with the secrets of links.
    pub path: String,
    /// From sending to the last byte.
    pub took: Duration,
}

impl Person {
    /// A person who has been nowhere yet.
    pub fn new(client: Client) -> Self {
        Self {
            client,
            cookies: BTreeMap::new(),
            headers: Vec::new(),
            timings: Vec::new(),
        }
    }

    /// The same person with the same cookies at another server.
    #[must_use]
    pub fn at(&self, client: Client) -> Self {
        Self {
            client,
            ..self.clone()
        }
    }

    /// What the browser keeps.
    pub fn cookies(&self) -> &BTreeMap<String, String> {
        &self.cookies
    }

    /// The token that the forms of the present page carry.
    ///
    /// # Panics
    /// When the server does not answer.
    pub async fn token(&mut self) -> String {
        let page = self.get("/verify").await.expect("an answer").text();
        inputs(&page).remove("csrf").unwrap_or_default()
    }

    /// Looks at a page.
    pub async fn get(&mut self, path: &str) -> Result<Answer, legacy::Error> {
        self.send(Method::GET, path, None, Vec::new()).await
    }

    /// Opens a link (its path) and goes on: looks at it first, then sends its form.
    pub async fn open(&mut self, path: &str) -> Result<Answer, legacy::Error> {
        let page = self.get(path).await?;
        if !page.status.is_success() {
            return Ok(page);
        }
        self.send_form(path, &[]).await
    }

    /// Sends the form of the present page that leads to `path`, with its own values and tokens
    /// and with these instead of them.
    pub async fn submit(
        &mut self,
        path: &str,
        values: &[(&str, &str)],
    ) -> Result<Answer, legacy::Error> {
        let page = self.get("/verify").await?.text();
        let mut fields = inputs(form(&page, path).unwrap_or(&page));
        for (name, value) in values {
            fields.insert((*name).to_owned(), (*value).to_owned());
        }
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        self.send_form(path, &fields).await
    }

    /// Sends the first form of a page whose tag holds `mark`, with what is hidden in it and with these values.
    ///
    /// # Panics
    /// When there is no such form.
    pub async fn send_form_of(
        &mut self,
        page: &str,
        mark: &str,
        values: &[(&str, &str)],
    ) -> Result<Answer, legacy::Error> {
        let form = page
            .split("<form")
            .skip(1)
            .find(|form| form.split('>').next().is_some_and(|tag| tag.contains(mark)))
            .unwrap_or_else(|| panic!("no form with {mark:?} on the page:\n{page}"));
        let form = form.split("</form>").next().unwrap_or_default();
        let action = form.split("action=\"").nth(1).unwrap_or_default();
        let action = unescape(action.split('"').next().unwrap_or_default());
        let mut fields = inputs(form);
        fields.extend(
            values
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        );
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        self.send_form(path(&action), &fields).await
    }

    /// Goes where an answer leads, as long as it leads on at the same server.
    pub async fn follow(&mut self, mut answer: Answer) -> Result<Answer, legacy::Error> {
        while answer.status.is_redirection() {
            let to = answer.location().to_owned();
            if !to.starts_with('/') && !to.starts_with(self.client.origin()) {
                break;
            }
            answer = self.get(path(&to)).await?;
        }
        Ok(answer)
    }

    /// Sends JSON, as the page's own script does.
    pub async fn send_json(&mut self, path: &str, body: &str) -> Result<Answer, legacy::Error> {
        let media = Some("application/json");
        self.send(Method::POST, path, media, body.as_bytes().to_vec())
            .await
    }

    /// Sends a form with nothing but these values.
    pub async fn send_form(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
    ) -> Result<Answer, legacy::Error> {
        let body: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", escape(name), escape(value)))
            .collect();
        let form = "application/x-www-form-urlencoded";
        self.send(Method::POST, path, Some(form), body.join("&").into_bytes())
            .await
    }

    /// Uploads a photograph of a side (`document_front`, `document_back`, `selfie`).
    pub async fn upload(&mut self, side: &str, photo: &[u8]) -> Result<Answer, legacy::Error> {
        let page = self.get("/verify").await?.text();
        let tokens = inputs(&page);
        let mut body = Vec::new();
        let empty = String::new();
        for (name, value) in [
            ("csrf", tokens.get("csrf").unwrap_or(&empty).as_str()),
            ("turn", tokens.get("turn").unwrap_or(&empty).as_str()),
            ("side", side),
            ("source", "upload"),
        ] {
            let part = format!(
                "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
            body.extend(part.into_bytes());
        }
        let head = format!(
            "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"photo\"; \
             filename=\"photo.jpg\"\r\ncontent-type: image/jpeg\r\n\r\n"
        );
        body.extend(head.into_bytes());
        body.extend(photo);
        body.extend(format!("\r\n--{BOUNDARY}--\r\n").into_bytes());
        let media = format!("multipart/form-data; boundary={BOUNDARY}");
        self.send(Method::POST, "/verify/photograph", Some(&media), body)
            .await
    }

    /// Waits until the present page holds a text, and gives the page.
    ///
    /// # Panics
    /// When that takes too long; with the last page.
    pub async fn wait_for(&mut self, text: &str) -> String {
        let begun = Instant::now();
        loop {
            let page = match self.get("/verify").await {
                Ok(page) => page.text(),
                Err(error) => error.to_string(),
            };
            if page.contains(text) {
                return page;
            }
            assert!(
                begun.elapsed() < PATIENCE,
                "no {text:?} on the page:\n{page}"
            );
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }

    async fn send(
        &mut self,
        method: Method,
        path: &str,
        media: Option<&str>,
        body: Vec<u8>,
    ) -> Result<Answer, legacy::Error> {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let cookies = cookies.join("; ");
        let mut headers: Vec<(HeaderName, &str)> = self
            .headers
            .iter()
            .map(|(name, value)| (name.clone(), value.as_str()))
            .collect();
        if !cookies.is_empty() {
            headers.push((COOKIE, &cookies));
        }
        if let Some(media) = media {
            headers.push((CONTENT_TYPE, media));
        }
        let begun = Instant::now();
        let answer = self
            .client
            .send(method.clone(), path, &headers, body)
            .await?;
        self.timings.push(Timing {
            method,
            path: path.to_owned(),
            took: begun.elapsed(),
        });
        for set in answer.headers.get_all(SET_COOKIE) {
            let pair = set.to_str().unwrap_or_default().split(';').next();
            if let Some((name, value)) = pair.and_then(|pair| pair.split_once('=')) {
                if value.is_empty() {
                    self.cookies.remove(name);
                } else {
                    self.cookies.insert(name.to_owned(), value.to_owned());
                }
            }
        }
        Ok(answer)
    }
}

impl Answer {
    /// Whether a form was taken: the browser is sent on.
    pub fn went_on(&self) -> bool {
        self.status == StatusCode::SEE_OTHER
    }

    /// Where the browser is sent.
    pub fn location(&self) -> &str {
        let location = self.headers.get(LOCATION);
        location
            .and_then(|location| location.to_str().ok())
            .unwrap_or_default()
    }
}

/// What of an address follows its host.
fn path(address: &str) -> &str {
    let Some((_, rest)) = address.split_once("://") else {
        return address;
    };
    rest.find('/').map_or("/", |at| &rest[at..])
}

/// The form on a page that leads to `path`.
fn form<'a>(page: &'a str, path: &str) -> Option<&'a str> {
    let start = page.find(&format!("action=\"{path}\""))?;
    let rest = &page[start..];
    Some(&rest[..rest.find("</form>").unwrap_or(rest.len())])
}

/// The names and values of inputs; of radio buttons the chosen one.
fn inputs(html: &str) -> BTreeMap<String, String> {
    let attribute = |tag: &str, name: &str| {
        let rest = tag.split(&format!(" {name}=\"")).nth(1)?;
        Some(unescape(rest.split('"').next()?))
    };
    html.split("<input")
        .skip(1)
        .filter_map(|rest| {
            let tag = rest.split('>').next()?;
            if tag.contains("type=\"radio\"") && !tag.contains(" checked") {
                return None;
            }
            Some((
                attribute(tag, "name")?,
                attribute(tag, "value").unwrap_or_default(),
            ))
        })
        .collect()
}

fn unescape(text: &str) -> String {
    [
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&lt;", "<"),
        ("&#60;", "<"),
        ("&gt;", ">"),
        ("&#62;", ">"),
        ("&amp;", "&"),
        ("&#38;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// As a form's values are sent.
fn escape(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                char::from(byte).to_string()
            }
            b' ' => "+".to_owned(),
            other => format!("%{other:02X}"),
        })
        .collect()
}
