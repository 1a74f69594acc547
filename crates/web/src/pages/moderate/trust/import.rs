//! Importing: a file is sent, what it would change is shown, then it is done. Signers are pinned by
//! the fingerprint that their state publishes elsewhere, which is typed and not clicked.

use askama::Template;
use axum::Router;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use bonafide_identity::id::TrustUploadId;
use bonafide_identity::notice::Code;
use bonafide_service::trust::{
    self as service, File, Import, LARGEST_UPLOAD, Overview, Print, Why,
};
use jiff::Timestamp;

use super::{Keeper, Moment, Row, frame, words};
use crate::fault::Fault;
use crate::form::{Sheet, to};
use crate::frame::{Frame, Visitor};
use crate::mistake::Mistake;
use crate::pages::moderate::Shown;
use crate::pages::{right, wrong};
use crate::state::Web;
use crate::texts::Say;

/// Room for the form around the file.
const FORM: usize = 64 * 1024;
/// Lines of one kind that are shown.
const SHOWN: usize = 100;

pub(super) fn router() -> Router<Web> {
    Router::new()
        .route(
            "/moderate/trust/import",
            get(page)
                .post(offer)
                .layer(DefaultBodyLimit::max(LARGEST_UPLOAD + FORM)),
        )
        .route("/moderate/trust/import/{id}", post(confirm))
        .route("/moderate/trust/pin", post(pin))
        .route("/moderate/trust/unpin", post(unpin))
}

/// `GET /moderate/trust/import`
async fn page(State(web): State<Web>, visitor: Visitor, keeper: Keeper) -> Result<Response, Fault> {
    let overview = web.service.trust_overview().await?;
    right(ImportPage::new(&visitor, keeper.shown, &overview, "", None).render())
}

/// `POST /moderate/trust/import`
async fn offer(
    State(web): State<Web>,
    visitor: Visitor,
    keeper: Keeper,
    multipart: Result<Multipart, MultipartRejection>,
) -> Result<Response, Fault> {
    let multipart = multipart.map_err(|_| Fault::new(Code::FormExpired))?;
    let (csrf, file) = read(multipart).await?;
    keeper.operator.check_csrf(&csrf)?;
    let Some(file) = file else {
        let overview = web.service.trust_overview().await?;
        let mistake = Some(("file", Code::TrustFileMissing));
        return wrong(ImportPage::new(&visitor, keeper.shown, &overview, "", mistake).render());
    };
    let (id, import) = web.service.offer_trust(&keeper.operator, file).await?;
    let now = web.service.trust_overview().await?.now;
    right(Preview::new(&visitor, keeper.shown, &id, &import, now).render())
}

/// The form's token and its file, if there is one that is not too large.
async fn read(mut multipart: Multipart) -> Result<(String, Option<File>), Fault> {
    let (mut csrf, mut file) = (String::new(), None);
    // A body that is too large ends here, so that nothing of it is a file.
    while let Ok(Some(mut field)) = multipart.next_field().await {
        let name = field.file_name().map(str::to_owned);
        let limit = match name {
            Some(_) => LARGEST_UPLOAD,
            None => FORM,
        };
        let is_csrf = field.name() == Some("csrf");
        let mut bytes = Vec::new();
        let mut whole = false;
        loop {
            match field.chunk().await {
                Ok(Some(chunk)) if bytes.len() + chunk.len() <= limit => bytes.extend(chunk),
                Ok(Some(_)) | Err(_) => break,
                Ok(None) => {
                    whole = true;
                    break;
                }
            }
        }
        if !whole {
            break;
        }
        match name {
            Some(name) if !bytes.is_empty() => file = Some(File { name, bytes }),
            Some(_) => {}
            None if is_csrf => {
                csrf = String::from_utf8(bytes).map_err(|_| Fault::new(Code::FormExpired))?;
            }
            None => {}
        }
    }
    Ok((csrf, file))
}

/// `POST /moderate/trust/import/{id}`
async fn confirm(
    State(web): State<Web>,
    keeper: Keeper,
    Path(id): Path<String>,
    sheet: Sheet,
) -> Result<Response, Fault> {
    keeper.sent(&sheet)?;
    let id: TrustUploadId = id.parse().map_err(|_| Fault::new(Code::PageNotFound))?;
    let version = sheet.text("version").parse();
    let version = version.map_err(|_| Fault::new(Code::FormExpired))?;
    web.service
        .confirm_trust(&keeper.operator, &id, version)
        .await?;
    Ok(to("/moderate/trust?told=imported"))
}

/// `POST /moderate/trust/pin`
async fn pin(
    State(web): State<Web>,
    visitor: Visitor,
    keeper: Keeper,
    sheet: Sheet,
) -> Result<Response, Fault> {
    keeper.sent(&sheet)?;
    let text = sheet.text("fingerprint");
    let Some(print) = Print::parse(text) else {
        let overview = web.service.trust_overview().await?;
        let mistake = Some(("fingerprint", Code::TrustFingerprint));
        return wrong(ImportPage::new(&visitor, keeper.shown, &overview, text, mistake).render());
    };
    web.service.pin(&keeper.by, print, None).await?;
    Ok(to("/moderate/trust/import"))
}

/// `POST /moderate/trust/unpin`
async fn unpin(State(web): State<Web>, keeper: Keeper, sheet: Sheet) -> Result<Response, Fault> {
    keeper.sent(&sheet)?;
    if let Some(print) = Print::parse(sheet.text("fingerprint")) {
        web.service.unpin(&keeper.by, print).await?;
    }
    Ok(to("/moderate/trust/import"))
}

struct Pin {
    print: String,
    subject: String,
    at: Moment,
    by: String,
}

#[derive(Template)]
#[template(path = "pages/moderate/trust/import.html")]
pub(super) struct ImportPage {
    t: Say,
    frame: Frame,
    operator: Shown,
    errors: Vec<Mistake>,
    pins: Vec<Pin>,
    fingerprint: String,
}

impl ImportPage {
    pub(super) fn new(
        visitor: &Visitor,
        operator: Shown,
        overview: &Overview,
        fingerprint: &str,
        mistake: Option<(&'static str, Code)>,
    ) -> Self {
        let say = visitor.say;
        let errors = mistake.map_or_else(Vec::new, |(anchor, code)| {
            let label = match anchor {
                "file" => "moderate-trust-file",
                _ => "moderate-trust-fingerprint",
            };
            Mistake::of(Some(code), anchor, label, say)
        });
        let mut frame = frame(visitor).at("/moderate/trust/import");
        frame.problem = !errors.is_empty();
        let pins = overview.pins.iter().map(|pin| Pin {
            print: pin.print.to_string(),
            subject: pin.subject.clone(),
            at: Moment::new(pin.at, overview.now, say),
            by: words::who(&pin.by, say),
        });
        Self {
            t: say,
            frame,
            operator,
            errors,
            pins: pins.collect(),
            fingerprint: fingerprint.chars().take(200).collect(),
        }
    }
}

struct Given {
    file: String,
    signer: String,
    signed: Option<Moment>,
    items: i64,
    added: i64,
    vanished: i64,
    unchanged: bool,
    untimely: bool,
}

struct Refused {
    what: String,
    why: String,
    /// Subjects with fingerprints that could be pinned.
    prints: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "pages/moderate/trust/preview.html")]
pub(super) struct Preview {
    t: Say,
    frame: Frame,
    operator: Shown,
    action: String,
    /// Of the store that this was judged by.
    version: i64,
    changes: bool,
    given: Vec<Given>,
    /// What only the one who confirms it vouches for, with its fingerprint.
    by_hand: Vec<(Row, String)>,
    added: Vec<Row>,
    vanished: Vec<Row>,
    refused: Vec<Refused>,
    more_added: i64,
    more_vanished: i64,
    present: i64,
}

impl Preview {
    pub(super) fn new(
        visitor: &Visitor,
        operator: Shown,
        id: &TrustUploadId,
        import: &Import,
        now: Timestamp,
    ) -> Self {
        let say = visitor.say;
        let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        // What is not in the store yet has no page.
        let row = |line: &service::ItemLine| Row {
            href: String::new(),
            ..Row::new(line, service::State::at(line.ends, now), now, say)
        };
        let given = import.given.iter().map(|given| Given {
            file: given.file.clone(),
            signer: given.signer.clone().unwrap_or_default(),
            signed: given.signed_at.map(|at| Moment::new(at, now, say)),
            items: count(given.items),
            added: count(given.added),
            vanished: count(given.vanished),
            unchanged: given.unchanged,
            untimely: given.untimely,
        });
        let refused = import.refused.iter().map(|refused| Refused {
            what: refused.what.clone().unwrap_or_default(),
            why: words::why(&refused.why, say),
            prints: match &refused.why {
                Why::Unpinned {
                    signer,
                    fingerprint,
                    issuer,
                } => std::iter::once((signer.clone(), fingerprint.to_string()))
                    .chain(
                        issuer
                            .iter()
                            .map(|(subject, print)| (subject.clone(), print.to_string())),
                    )
                    .collect(),
                _ => Vec::new(),
            },
        });
        let rest = |length: usize| count(length.saturating_sub(SHOWN));
        Self {
            t: say,
            frame: frame(visitor).at("/moderate/trust/import"),
            operator,
            action: format!("/moderate/trust/import/{id}"),
            version: import.version,
            changes: import.changes(),
            given: given.collect(),
            by_hand: import
                .by_hand
                .iter()
                .map(|line| (row(line), line.print.to_string()))
                .collect(),
            added: import.added.iter().take(SHOWN).map(row).collect(),
            vanished: import.vanished.iter().take(SHOWN).map(row).collect(),
            refused: refused.take(SHOWN).collect(),
            more_added: rest(import.added.len()),
            more_vanished: rest(import.vanished.len()),
            present: count(import.present),
        }
    }
}
