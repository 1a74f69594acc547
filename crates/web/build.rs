//! Embeds what browsers load: the style sheet, joined from its files in the order of their names,
//! the icon, and the scripts that `cargo xtask web` bundles. Every name carries a hash of the
//! content.

use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let dist = root.join("../../web-assets/dist");
    let style = out.join("joined/style.css");
    join(&root.join("src/styles"), &style)?;
    let files = [
        (style, "text/css; charset=utf-8"),
        (root.join("src/components/icon.svg"), "image/svg+xml"),
        (dist.join("islands.js"), "text/javascript; charset=utf-8"),
        (dist.join("camera.js"), "text/javascript; charset=utf-8"),
        (dist.join("liveness.js"), "text/javascript; charset=utf-8"),
        (dist.join("guidance.js"), "text/javascript; charset=utf-8"),
        (dist.join("passkey.js"), "text/javascript; charset=utf-8"),
        (dist.join("push.js"), "text/javascript; charset=utf-8"),
        (
            dist.join("push-worker.js"),
            "text/javascript; charset=utf-8",
        ),
    ];
    // What a toolchain without a library for browsers cannot make: pages do without.
    let wasm = root.join("../../web-assets/wasm");
    println!("cargo:rerun-if-changed={}", wasm.display());
    let built = [
        (wasm.join("guidance.wasm"), "application/wasm"),
        (wasm.join("face-detector.onnx"), "application/octet-stream"),
        (wasm.join("face-mesh.onnx"), "application/octet-stream"),
    ];
    let built = built
        .iter()
        .all(|(file, _)| file.is_file())
        .then_some(built);
    let mut code = String::from("static ASSETS: &[Asset] = &[\n");
    for (file, media_type) in files.into_iter().chain(built.into_iter().flatten()) {
        if !file.starts_with(&out) {
            println!("cargo:rerun-if-changed={}", file.display());
        }
        embed(&file, media_type, &out, &mut code)?;
    }
    code.push_str("];\n");
    fs::write(out.join("assets.rs"), code)?;
    Ok(())
}

/// Joins the files of a folder.
fn join(folder: &Path, into: &Path) -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed={}", folder.display());
    let entries: Result<Vec<_>, _> = fs::read_dir(folder)?.collect();
    let mut files: Vec<PathBuf> = entries?.into_iter().map(|entry| entry.path()).collect();
    files.sort();
    let parts: Result<Vec<String>, _> = files.iter().map(fs::read_to_string).collect();
    let joined = parts?.join("\n");
    if fs::read_to_string(into).is_ok_and(|present| present == joined) {
        return Ok(());
    }
    fs::create_dir_all(into.parent().ok_or("a file without a folder")?)?;
    fs::write(into, joined)?;
    Ok(())
}

fn embed(
    file: &Path,
    media_type: &str,
    out: &Path,
    code: &mut String,
) -> Result<(), Box<dyn Error>> {
    let bytes = fs::read(file).map_err(|error| {
        format!(
            "{}: {error}\nThe scripts are not built: run `cargo xtask web`",
            file.display()
        )
    })?;
    let name = file
        .file_name()
        .and_then(|name| name.to_str())
        .ok_or("a file without a name")?;
    let (stem, ending) = name.split_once('.').ok_or("a file without an ending")?;
    let hash: String =
        Sha256::digest(&bytes)
            .iter()
            .take(6)
            .fold(String::new(), |mut hash, byte| {
                let _ = write!(hash, "{byte:02x}");
                hash
            });
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(&bytes)?;
    fs::write(out.join(name), &bytes)?;
    fs::write(out.join(format!("{name}.gz")), gzip.finish()?)?;
    writeln!(
        code,
        "Asset {{ name: {name:?}, path: \"/assets/{stem}-{hash}.{ending}\", media_type: {media_type:?}, \
         bytes: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{name}\")), \
         gzip: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{name}.gz\")) }},"
    )?;
    Ok(())
}
