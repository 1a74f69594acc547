//! A small HTTP client that hides nothing: no redirects followed, no cookies kept, no retries.

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue};
use hyper::{HeaderMap, Method, Request, StatusCode};
use hyper_util::client::legacy;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;

/// Talks to one server.
#[derive(Clone, Debug)]
pub struct Client {
    origin: String,
    key: Option<String>,
    http: legacy::Client<HttpConnector, Full<Bytes>>,
}

/// What the server answered.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body, all of it.
    pub body: Bytes,
}

impl Client {
    /// A client of the server at `origin`, e.g. `http://127.0.0.1:8080`.
    pub fn new(origin: &str) -> Self {
        Self {
            origin: origin.trim_end_matches('/').to_owned(),
            key: None,
            http: legacy::Client::builder(TokioExecutor::new()).build_http(),
        }
    }

    /// Where its server is.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The same client with an API key.
    #[must_use]
    pub fn with_key(&self, key: &str) -> Self {
        Self {
            key: Some(key.to_owned()),
            ..self.clone()
        }
    }

    /// Asks for `path`, which begins with a slash.
    pub async fn get(&self, path: &str) -> Result<Answer, legacy::Error> {
        self.send(Method::GET, path, &[], Bytes::new()).await
    }

    /// Posts JSON.
    pub async fn post(&self, path: &str, body: &Value) -> Result<Answer, legacy::Error> {
        self.send(
            Method::POST,
            path,
            &[(CONTENT_TYPE, "application/json")],
            body.to_string(),
        )
        .await
    }

    /// Sends anything.
    ///
    /// # Panics
    /// When a header's value or the path is not of a form that can be sent.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(HeaderName, &str)],
        body: impl Into<Bytes>,
    ) -> Result<Answer, legacy::Error> {
        let mut request = Request::new(Full::new(body.into()));
        *request.method_mut() = method;
        *request.uri_mut() = format!("{}{path}", self.origin)
            .parse()
            .expect("a path that can be sent");
        let value = |text: &str| HeaderValue::from_str(text).expect("a header that can be sent");
        if let Some(key) = &self.key {
            request
                .headers_mut()
                .insert(AUTHORIZATION, value(&format!("Bearer {key}")));
        }
        for (name, text) in headers {
            request.headers_mut().append(name, value(text));
        }
        let response = self.http.request(request).await?;
        let (parts, body) = response.into_parts();
        // A body that breaks off is what was there of it.
        let body = body
            .collect()
            .await
            .map(http_body_util::Collected::to_bytes)
            .unwrap_or_default();
        Ok(Answer {
            status: parts.status,
            headers: parts.headers,
            body,
        })
    }
}

impl Answer {
    /// The body as JSON.
    ///
    /// # Panics
    /// When it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| {
            panic!("{} with no JSON ({error}): {}", self.status, self.text())
        })
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header's value, empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }
}
