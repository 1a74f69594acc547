//! Finds the models that `cargo xtask models` made, so that they are embedded in the binary.
//!
//! They are looked for in `BONAFIDE_MODELS_DIR`, then in the user's cache. Without them the
//! crate builds all the same, and reads them at run time from a folder that it is told.

use std::env;
use std::path::PathBuf;

const CATALOGUE: &str = include_str!("models.json");

/// The models that the product runs.
const EMBEDDED: &[&str] = &[
    "face-detector",
    "face-mesh",
    "iris",
    "face-embedder",
    "text-detector",
    "text-recognizer",
];

fn main() {
    println!("cargo::rustc-check-cfg=cfg(models_embedded)");
    println!("cargo::rerun-if-changed=models.json");
    println!("cargo::rerun-if-env-changed=BONAFIDE_MODELS_DIR");
    println!("cargo::rerun-if-env-changed=XDG_CACHE_HOME");
    let Some(folder) = folder() else {
        println!("cargo::warning=no place to look for models: they will be read at run time");
        return;
    };
    let files: Vec<PathBuf> = EMBEDDED
        .iter()
        .map(|name| folder.join(format!("{name}.onnx")))
        .collect();
    for file in &files {
        println!("cargo::rerun-if-changed={}", file.display());
    }
    if files.iter().all(|file| file.is_file()) {
        println!("cargo::rustc-cfg=models_embedded");
        println!("cargo::rustc-env=BONAFIDE_MODELS={}", folder.display());
    } else {
        println!(
            "cargo::warning=no models in {}: run `cargo xtask models` to have them embedded",
            folder.display()
        );
    }
}

fn folder() -> Option<PathBuf> {
    let set = |name| {
        env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    set("BONAFIDE_MODELS_DIR").or_else(|| {
        let cache = set("XDG_CACHE_HOME").or_else(|| Some(set("HOME")?.join(".cache")))?;
        Some(cache.join("bonafide").join("models").join(version()?))
    })
}

/// The catalogue's version, read without a parser: a build script should cost nothing.
fn version() -> Option<&'static str> {
    let (_, rest) = CATALOGUE.split_once("\"version\": \"")?;
    rest.split('"').next()
}
