//! The doors: pages for people and moderators, and the programming interface. They parse, make
//! one call into the floor below and render. No rule lives here.

pub mod api;
mod assets;
mod cookies;
mod doors;
mod fault;
mod form;
mod frame;
mod limits;
mod mistake;
mod notices;
mod oauth;
mod pages;
mod picture_code;
mod registration;
mod relay;
mod settings;
mod state;
mod streams;
mod texts;
mod words;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use bonafide_identity::notice::Code;
use bonafide_service::Service;
use tower_http::catch_panic::CatchPanicLayer;

pub use limits::ClientAddress;
pub use settings::WebSettings;

/// The largest form, in bytes; photographs have a limit of their own.
const MAX_FORM: usize = 64 * 1024;

/// Everything that is served: pages, assets and the programming interface.
pub fn router(service: Service, settings: WebSettings) -> Router {
    let secure = service.settings().external_url.scheme() == "https";
    let web = state::Web::new(service.clone(), settings);
    let accounts = if service.settings().accounts {
        pages::account::router(&web)
            .merge(pages::app::router(&web))
            .merge(pages::authorize::router(&web))
    } else {
        Router::new()
    };
    Router::new()
        .merge(pages::home::router())
        .merge(pages::enrol::router(&web))
        .merge(accounts)
        .merge(pages::moderate::router(&web))
        .merge(pages::mailbox::router())
        .merge(pages::help::router())
        .merge(pages::reference::router())
        .merge(relay::router())
        .route("/assets/{file}", get(assets::serve))
        .fallback(async || fault::Fault::new(Code::PageNotFound))
        .layer(DefaultBodyLimit::max(MAX_FORM))
        .with_state(web)
        .merge(oauth::router(service.clone()))
        .merge(streams::router(service.clone()))
        .merge(registration::router(service.clone()))
        .merge(api::router(service))
        .layer(from_fn(doors::same_site))
        .layer(from_fn(doors::directions))
        .layer(CatchPanicLayer::custom(fault::panicked))
        .layer(from_fn(fault::dress))
        .layer(from_fn(doors::language))
        .layer(from_fn_with_state(secure, doors::headers))
}
