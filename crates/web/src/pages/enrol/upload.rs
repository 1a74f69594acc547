//! A photograph arrives, from the camera or as a file. Memory is bounded: what is on its way
//! waits for room, and what is too large is read to its end without being kept, so that the
//! browser hears why it was refused.

use std::time::Duration;

use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{Multipart, State};
use axum::http::header::CONTENT_LENGTH;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use bonafide_identity::evidence::{CaptureSource, EvidenceKind};
use bonafide_identity::notice::{Code, notice};
use bonafide_service::Error;
use bonafide_service::person::MAX_PICTURE;
use tokio::sync::OwnedSemaphorePermit;

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
    headers: HeaderMap,
    multipart: Result<Multipart, axum::extract::multipart::MultipartRejection>,
) -> Result<Response, Fault> {
    let multipart = multipart.map_err(|_| Fault::new(Code::FormExpired))?;
    let _room = room(&web, &headers).await?;
    let upload = tokio::time::timeout(ARRIVES_WITHIN, read(multipart))
        .await
        .map_err(|_| Fault::new(Code::RequestTimeout))??;
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
    let taken = match upload.photo {
        Photo::Missing => Err(Error::Unusable(Code::UploadMissing)),
        Photo::TooLarge => Err(Error::Unusable(Code::UploadTooLarge)),
        Photo::Arrived(bytes) => {
            web.service
                .photograph(&person.0, turn, kind, source, bytes)
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

/// Room in memory for what is announced.
async fn room(web: &Web, headers: &HeaderMap) -> Result<OwnedSemaphorePermit, Fault> {
    let announced = headers
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse().ok());
    // Decoding keeps the file beside its pixels; a file that grows is kept twice for a moment.
    let bytes = announced
        .unwrap_or(MAX_PICTURE)
        .min(MAX_PICTURE)
        .saturating_mul(2);
    let units = u32::try_from(bytes / UPLOAD_UNIT + 1).unwrap_or(u32::MAX);
    let uploads = std::sync::Arc::clone(&web.uploads);
    match tokio::time::timeout(ROOM_WITHIN, uploads.acquire_many_owned(units)).await {
        Ok(Ok(permit)) => Ok(permit),
        _ => Err(Fault::new(Code::Overloaded).retry_after(Duration::from_secs(60))),
    }
}

async fn read(mut multipart: Multipart) -> Result<Upload, Fault> {
    let mut upload = Upload::default();
    let mut total = 0;
    while let Some(field) = multipart.next_field().await.map_err(interrupted)? {
        match field.name().unwrap_or_default() {
            "csrf" => upload.csrf = text(field, &mut total).await?,
            "turn" => upload.turn = text(field, &mut total).await?,
            "side" => upload.side = text(field, &mut total).await?,
            "source" => upload.source = text(field, &mut total).await?,
            "photo" => upload.photo = file(field, &mut total).await?,
            _ => {
                bytes(field, 0, &mut total).await?;
            }
        }
    }
    Ok(upload)
}

async fn text(field: Field<'_>, total: &mut usize) -> Result<String, Fault> {
    let bytes = bytes(field, LONGEST_TEXT, total)
        .await?
        .ok_or(Fault::new(Code::FormExpired))?;
    String::from_utf8(bytes).map_err(|_| Fault::new(Code::FormExpired))
}

async fn file(field: Field<'_>, total: &mut usize) -> Result<Photo, Fault> {
    let named = field.file_name().is_some_and(|name| !name.is_empty());
    Ok(match bytes(field, MAX_PICTURE, total).await? {
        None => Photo::TooLarge,
        // Browsers send an empty part without a name when no file was chosen.
        Some(bytes) if bytes.is_empty() && !named => Photo::Missing,
        Some(bytes) => Photo::Arrived(bytes),
    })
}

/// The bytes of a field; `None` when there are more than `limit`, which are read all the same.
async fn bytes(
    mut field: Field<'_>,
    limit: usize,
    total: &mut usize,
) -> Result<Option<Vec<u8>>, Fault> {
    let mut bytes = Some(Vec::new());
    while let Some(chunk) = field.chunk().await.map_err(interrupted)? {
        *total += chunk.len();
        if *total > READ_AT_MOST {
            return Err(Fault::new(Code::UploadTooLarge));
        }
        bytes = bytes.filter(|kept: &Vec<u8>| kept.len() + chunk.len() <= limit);
        if let Some(kept) = &mut bytes {
            kept.extend_from_slice(&chunk);
        }
    }
    Ok(bytes)
}

fn interrupted(error: MultipartError) -> Fault {
    tracing::debug!(status = error.status().as_u16(), "an upload broke off");
    Fault::new(Code::UploadInterrupted)
}
