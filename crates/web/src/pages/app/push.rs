//! How the app is woken while it is closed: its service worker, and where its browser can be reached.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{IntoResponse as _, Response};
use bonafide_identity::language::Language;
use bonafide_identity::notice::Code;
use serde_json::{Map, Value, json};

use super::{Device, HOME};
use crate::assets;
use crate::fault::Fault;
use crate::form::{Sheet, to};
use crate::notices::NoticeView;
use crate::pages::account::sign_in::text;
use crate::state::Web;
use crate::texts::Say;

/// The oldest script of the app that is still understood; see `VERSION` in `web-assets/src/local.ts`.
pub(super) const LEAST: u32 = 1;
/// By which a script tells how old it is.
const VERSION: &str = "x-bonafide-app";

/// What may keep the app from being woken.
pub(super) fn notices(say: Say) -> Vec<NoticeView> {
    [
        Code::PushTokenUnavailable,
        Code::PushRefused,
        Code::AppStorageFull,
        Code::AppStorageLost,
        Code::AppDataUnreadable,
        Code::AppMigrationFailed,
        Code::AppOutdated,
    ]
    .into_iter()
    .map(|code| NoticeView::new(code, say))
    .collect()
}

/// `GET /app/sw.js`: the service worker, after its words in every language. Which of them it speaks, the device
/// knows.
pub(super) async fn worker() -> Response {
    let words: Map<String, Value> = Language::ALL
        .into_iter()
        .map(|language| {
            let say = Say(language);
            let words = json!({
                "title": say.say("app-push-note-title"),
                "text": say.say("app-push-note-text"),
            });
            (language.tag().to_owned(), words)
        })
        .collect();
    let words = Value::from(words);
    let script = assets::script("push-worker.js");
    let headers = [
        (CONTENT_TYPE, "text/javascript; charset=utf-8"),
        // A newer server has newer words.
        (CACHE_CONTROL, "no-cache"),
        (
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; connect-src 'self'",
        ),
        (HeaderName::from_static("service-worker-allowed"), HOME),
    ];
    (headers, format!("self.bonafideWords={words};\n{script}")).into_response()
}

/// `POST /app/push`: a `PushSubscription`, as the browser writes it.
pub(super) async fn subscribe(
    State(web): State<Web>,
    device: Device,
    headers: HeaderMap,
    subscription: Bytes,
) -> Result<StatusCode, Fault> {
    let version = headers.get(VERSION).and_then(|text| text.to_str().ok());
    let version = version.and_then(|text| text.parse::<u32>().ok());
    if version.is_none_or(|version| version < LEAST) {
        return Err(Fault::new(Code::AppOutdated));
    }
    let subscription = text(&subscription)?;
    web.service.subscribe_app(&device.0, subscription).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /app/push/end`
pub(super) async fn end(
    State(web): State<Web>,
    device: Device,
    sheet: Sheet,
) -> Result<Response, Fault> {
    device.sent(&sheet)?;
    web.service.unsubscribe_app(&device.0).await?;
    Ok(to(HOME))
}
