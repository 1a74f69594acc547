//! Style, scripts and icon: part of the program, under names that carry a hash of their
//! content, so that browsers may keep them for ever.

use axum::extract::Path;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, VARY,
};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use bonafide_identity::notice::Code;

use crate::fault::Fault;

/// A file that every page may load.
pub(crate) struct Asset {
    /// What it is called in the source, e.g. `camera.js`.
    name: &'static str,
    /// Its address, e.g. `/assets/camera-0f3a5c1d2e4b.js`.
    path: &'static str,
    media_type: &'static str,
    bytes: &'static [u8],
    gzip: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The addresses that templates name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Assets {
    pub(crate) style: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) islands: &'static str,
    pub(crate) camera: &'static str,
    pub(crate) liveness: &'static str,
    pub(crate) passkey: &'static str,
    pub(crate) push: &'static str,
    /// The worker of camera pages, its module and models; the latter empty when built without.
    pub(crate) guidance: &'static str,
    pub(crate) module: &'static str,
    pub(crate) detector: &'static str,
    pub(crate) mesh: &'static str,
}

/// What the worker may do: compile its module and load its models. Pages themselves may not compile.
const WORKER_POLICY: &str =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

/// The addresses of everything.
pub(crate) fn addresses() -> Assets {
    Assets {
        style: address("style.css"),
        icon: address("icon.svg"),
        islands: address("islands.js"),
        camera: address("camera.js"),
        liveness: address("liveness.js"),
        passkey: address("passkey.js"),
        push: address("push.js"),
        guidance: address("guidance.js"),
        module: address("guidance.wasm"),
        detector: address("face-detector.onnx"),
        mesh: address("face-mesh.onnx"),
    }
}

/// The text of a script.
pub(crate) fn script(name: &str) -> &'static str {
    let asset = ASSETS.iter().find(|asset| asset.name == name);
    asset.map_or("", |asset| std::str::from_utf8(asset.bytes).unwrap_or(""))
}

fn address(name: &str) -> &'static str {
    ASSETS
        .iter()
        .find(|asset| asset.name == name)
        .map_or("", |asset| asset.path)
}

/// `GET /assets/{file}`
pub(crate) async fn serve(Path(file): Path<String>, headers: HeaderMap) -> Result<Response, Fault> {
    let asset = ASSETS
        .iter()
        .find(|asset| asset.path.rsplit('/').next() == Some(file.as_str()))
        .ok_or(Fault::new(Code::PageNotFound))?;
    let gzip = headers
        .get(ACCEPT_ENCODING)
        .and_then(|accepted| accepted.to_str().ok())
        .is_some_and(|accepted| accepted.split(',').any(takes_gzip));
    let mut response = if gzip { asset.gzip } else { asset.bytes }.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(asset.media_type));
    headers.insert(
        CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if asset.name == "guidance.js" {
        headers.insert(
            CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(WORKER_POLICY),
        );
    }
    if gzip {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    Ok(response)
}

fn takes_gzip(coding: &str) -> bool {
    let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
    name.trim().eq_ignore_ascii_case("gzip")
        && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_asset_is_there_and_small() {
        let Assets {
            style,
            icon,
            islands,
            camera,
            liveness,
            passkey,
            guidance,
            ..
        } = addresses();
        for path in [style, icon, islands, camera, liveness, passkey, guidance] {
            assert!(path.starts_with("/assets/"), "{path:?}");
        }
        let first_page: usize = ASSETS
            .iter()
            .filter(|asset| ["style.css", "icon.svg", "islands.js"].contains(&asset.name))
            .map(|asset| asset.gzip.len())
            .sum();
        assert!(
            first_page < 40_000,
            "{first_page} bytes compressed leave no room for the page itself"
        );
    }

    #[test]
    fn the_camera_with_its_guidance_is_small_enough() {
        let camera: usize = [
            "camera.js",
            "guidance.js",
            "guidance.wasm",
            "face-detector.onnx",
            "face-mesh.onnx",
        ]
        .iter()
        .filter_map(|name| ASSETS.iter().find(|asset| asset.name == *name))
        .map(|asset| asset.gzip.len())
        .sum();
        assert!(camera < 4_000_000, "{camera} bytes compressed");
        if addresses().module.is_empty() {
            eprintln!("skipped: built without guidance in WebAssembly, run `cargo xtask web`");
        }
    }

    #[test]
    fn encodings() {
        for yes in ["gzip", " GZIP;q=0.5"] {
            assert!(takes_gzip(yes), "{yes}");
        }
        for no in ["br", "gzip;q=0", "x-gzip"] {
            assert!(!takes_gzip(no), "{no}");
        }
    }
}
