//! A photograph arrives, from the camera or as a file. Memory is bounded: room is taken as bytes
//! come, never for what is announced, and what is too large is read to its end without being kept,
//! so that the browser hears why it was refused. Whoever sends too slowly, or again, gives way.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use bonafide_identity::evidence::{CaptureSource, EvidenceKind};
use bonafide_identity::notice::{Code, notice};
use bonafide_service::Error;
use bonafide_service::person::MAX_PICTURE;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

use super::person::{Look, Person, went};
use super::screens::Scene;
use crate::fault::Fault;
use crate::form::to;
use crate::frame::Visitor;
use crate::state::{UPLOAD_UNIT, Web};

/// The largest file, in the megabytes that people are told.
pub(super) const MEGABYTES: i64 = (MAX_PICTURE / (1024 * 1024)) as i64;

/// Longest time for a photograph to arrive.
const ARRIVES_WITHIN: Duration = Duration::from_secs(180);
/// How long a photograph may take besides what its bytes take at [`PACE`].
const PATIENCE: Duration = Duration::from_secs(20);
/// The slowest pace, in bytes a second: the slowest of mobile networks.
const PACE: f64 = 8.0 * 1024.0;
/// Longest wait for room.
const ROOM_WITHIN: Duration = Duration::from_secs(15);
/// How much of a file that is too large is read before the connection is cut.
const READ_AT_MOST: usize = 128 * 1024 * 1024;
/// The longest text beside the file.
const LONGEST_TEXT: usize = 256;

/// What the form holds.
#[derive(Debug, Default)]
struct Upload {
    csrf: String,
    turn: String,
    side: String,
    source: String,
    camera: String,
    photo: Photo,
}

/// What came of the file.
#[derive(Debug, Default, PartialEq, Eq)]
enum Photo {
    #[default]
    Missing,
    TooLarge,
    Arrived(Vec<u8>),
}

/// `POST /verify/photograph`
pub(super) async fn photograph(
    State(web): State<Web>,
    visitor: Visitor,
    person: Person,
    multipart: Result<Multipart, axum::extract::multipart::MultipartRejection>,
) -> Result<Response, Fault> {
    let multipart = multipart.map_err(|_| Fault::new(Code::FormExpired))?;
    let sending = web.senders.enter(&person.0.id);
    let mut arriving = Arriving::new(&web.uploads);
    let entitled = |csrf: &str| person.0.check_csrf(csrf).is_ok();
    let upload = tokio::select! {
        upload = read(multipart, &mut arriving, entitled) => upload?,
        () = sending.replaced() => return Err(Fault::new(Code::UploadInterrupted)),
    };
    person.0.check_csrf(&upload.csrf)?;
    let turn = upload.turn.parse().unwrap_or(u32::MAX);
    let Ok(kind) = upload.side.parse::<EvidenceKind>() else {
        return Ok(to("/verify"));
    };
    // What a browser says about its camera is not believed further than this.
    let source = match upload.source.as_str() {
        "camera_page" => CaptureSource::CameraPage,
        _ => CaptureSource::Upload,
    };
    let limit = (upload.camera.parse().ok()).filter(|_| source == CaptureSource::CameraPage);
    let taken = match upload.photo {
        Photo::Missing => Err(Error::Unusable(Code::UploadMissing)),
        Photo::TooLarge => Err(Error::Unusable(Code::UploadTooLarge)),
        Photo::Arrived(bytes) => {
            web.service
                .photograph(&person.0, turn, kind, source, limit, bytes)
                .await
        }
    };
    match taken {
        Err(Error::Unusable(code)) => refused(&Look::of(&web, visitor, &person).await?, code),
        result => went(result),
    }
}

/// The screen once more, with what was wrong with the file.
fn refused(look: &Look, code: Code) -> Result<Response, Fault> {
    let page = Scene {
        notice: Some(code),
        ..look.scene()
    }
    .render()?;
    let status = notice(code)
        .status
        .and_then(|status| StatusCode::from_u16(status).ok())
        .unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    Ok((status, Html(page)).into_response())
}

/// A body on its way: what came of it, since when, and the room that it takes.
struct Arriving {
    uploads: Arc<Semaphore>,
    room: Option<OwnedSemaphorePermit>,
    began: Instant,
    patience: Duration,
    total: usize,
}

impl Arriving {
    fn new(uploads: &Arc<Semaphore>) -> Self {
        Self {
            uploads: Arc::clone(uploads),
            room: None,
            began: Instant::now(),
            patience: PATIENCE,
            total: 0,
        }
    }

    /// Waits for more of it, as long as it keeps pace.
    async fn next<T>(
        &self,
        more: impl Future<Output = Result<T, MultipartError>>,
    ) -> Result<T, Fault> {
        tokio::time::timeout_at(self.began + self.due(), more)
            .await
            .map_err(|_| Fault::new(Code::RequestTimeout))?
            .map_err(interrupted)
    }

    /// Within what time, from its beginning, more must come.
    fn due(&self) -> Duration {
        let earned = Duration::from_secs_f64(self.total as f64 / PACE);
        (earned + self.patience).min(ARRIVES_WITHIN)
    }

    /// Takes room in memory for `kept` bytes in all.
    async fn hold(&mut self, kept: usize) -> Result<(), Fault> {
        // Decoding keeps the file beside its pixels; a file that grows is kept twice for a moment.
        let needed = kept.saturating_mul(2).div_ceil(UPLOAD_UNIT);
        let held = self
            .room
            .as_ref()
            .map_or(0, OwnedSemaphorePermit::num_permits);
        let Ok(units @ 1..) = u32::try_from(needed.saturating_sub(held)) else {
            return Ok(());
        };
        let uploads = Arc::clone(&self.uploads);
        match tokio::time::timeout(ROOM_WITHIN, uploads.acquire_many_owned(units)).await {
            Ok(Ok(permit)) => match &mut self.room {
                Some(room) => room.merge(permit),
                None => self.room = Some(permit),
            },
            _ => return Err(Fault::new(Code::Overloaded).retry_after(Duration::from_secs(60))),
        }
        Ok(())
    }

    async fn text(&mut self, field: Field<'_>) -> Result<String, Fault> {
        let bytes = self
            .bytes(field, LONGEST_TEXT)
            .await?
            .ok_or(Fault::new(Code::FormExpired))?;
        String::from_utf8(bytes).map_err(|_| Fault::new(Code::FormExpired))
    }

    async fn file(&mut self, field: Field<'_>, limit: usize) -> Result<Photo, Fault> {
        let named = field.file_name().is_some_and(|name| !name.is_empty());
        Ok(match self.bytes(field, limit).await? {
            None => Photo::TooLarge,
            // Browsers send an empty part without a name when no file was chosen.
            Some(bytes) if bytes.is_empty() && !named => Photo::Missing,
            Some(bytes) => Photo::Arrived(bytes),
        })
    }

    /// The bytes of a field; `None` when there are more than `limit`, which are read all the same.
    async fn bytes(
        &mut self,
        mut field: Field<'_>,
        limit: usize,
    ) -> Result<Option<Vec<u8>>, Fault> {
        let mut bytes = Some(Vec::new());
        while let Some(chunk) = self.next(field.chunk()).await? {
            self.total += chunk.len();
            if self.total > READ_AT_MOST {
                return Err(Fault::new(Code::UploadTooLarge));
            }
            bytes = bytes.filter(|kept: &Vec<u8>| kept.len() + chunk.len() <= limit);
            if let Some(kept) = &mut bytes {
                self.hold(kept.len() + chunk.len()).await?;
                kept.extend_from_slice(&chunk);
            }
        }
        Ok(bytes)
    }
}

/// Reads the form. A file is kept only after a token that entitles to send one.
async fn read(
    mut multipart: Multipart,
    arriving: &mut Arriving,
    entitled: impl Fn(&str) -> bool,
) -> Result<Upload, Fault> {
    let mut upload = Upload::default();
    while let Some(field) = arriving.next(multipart.next_field()).await? {
        match field.name().unwrap_or_default() {
            "csrf" => upload.csrf = arriving.text(field).await?,
            "turn" => upload.turn = arriving.text(field).await?,
            "side" => upload.side = arriving.text(field).await?,
            "camera" => upload.camera = arriving.text(field).await?,
            "source" => upload.source = arriving.text(field).await?,
            "photo" => {
                let limit = if entitled(&upload.csrf) {
                    MAX_PICTURE
                } else {
                    0
                };
                upload.photo = arriving.file(field, limit).await?;
            }
            _ => {
                arriving.bytes(field, 0).await?;
            }
        }
    }
    Ok(upload)
}

fn interrupted(error: MultipartError) -> Fault {
    tracing::debug!(status = error.status().as_u16(), "an upload broke off");
    Fault::new(Code::UploadInterrupted)
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use axum::body::{Body, Bytes};
    use axum::extract::{FromRequest as _, Request};
    use bonafide_identity::id::BrowserId;
    use futures::{StreamExt as _, stream};

    use super::*;
    use crate::state::Senders;

    /// What reading a form ends with, within half a second, that announces 20 MB and stalls after
    /// so much of the file, and how many of a hundred units of room are free then.
    async fn reading(csrf: &str, sent: usize) -> (Option<Fault>, usize) {
        let head = format!(
            "--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n\
             --b\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a\"\r\n\r\n"
        );
        let parts = stream::iter([Bytes::from(head), Bytes::from(vec![0; sent])]);
        let request = Request::builder()
            .header("content-type", "multipart/form-data; boundary=b")
            .header("content-length", MAX_PICTURE)
            .body(Body::from_stream(
                parts.chain(stream::pending()).map(Ok::<_, Infallible>),
            ))
            .unwrap();
        let multipart = Multipart::from_request(request, &()).await.unwrap();
        let uploads = Arc::new(Semaphore::new(100));
        let mut arriving = Arriving::new(&uploads);
        arriving.patience = Duration::from_millis(50);
        let reading = read(multipart, &mut arriving, |csrf| csrf == "good");
        let fault = tokio::time::timeout(Duration::from_millis(500), reading)
            .await
            .ok()
            .and_then(Result::err);
        (fault, uploads.available_permits())
    }

    #[tokio::test]
    async fn what_is_announced_takes_no_room() {
        let (fault, free) = reading("good", 5).await;
        assert_eq!(fault, Some(Fault::new(Code::RequestTimeout)));
        assert!(free >= 98, "{free}");
    }

    #[tokio::test]
    async fn what_comes_takes_room() {
        let (fault, free) = reading("good", UPLOAD_UNIT * 10).await;
        assert_eq!(fault, None, "it has earned more time");
        assert!((75..=80).contains(&free), "{free}: it is kept twice");
        for csrf in ["", "bad"] {
            let (_, free) = reading(csrf, UPLOAD_UNIT * 10).await;
            assert!(free >= 99, "{free}: nothing is kept without a token");
        }
    }

    #[test]
    fn time_is_earned_by_sending() {
        let uploads = Arc::new(Semaphore::new(1));
        let mut arriving = Arriving::new(&uploads);
        assert_eq!(arriving.due(), PATIENCE);
        arriving.total = 512 * 1024;
        assert_eq!(arriving.due(), PATIENCE + Duration::from_secs(64));
        arriving.total = MAX_PICTURE;
        assert_eq!(arriving.due(), ARRIVES_WITHIN);
    }

    #[tokio::test]
    async fn a_browser_sends_one_at_a_time() {
        let senders = Senders::default();
        let [ann, bob] = [1, 2].map(|n| BrowserId::new(jiff::Timestamp::UNIX_EPOCH, [n; 10]));
        let soon = |sending: crate::state::Sending| async move {
            tokio::time::timeout(Duration::from_millis(20), sending.replaced())
                .await
                .is_ok()
        };
        let first = senders.enter(&ann);
        let other = senders.enter(&bob);
        let second = senders.enter(&ann);
        assert!(soon(first).await, "the one before gives way");
        assert!(!soon(other).await, "nobody else does");
        let third = senders.enter(&ann);
        assert!(soon(second).await, "though the first has left");
        assert!(!soon(third).await);
    }
}
