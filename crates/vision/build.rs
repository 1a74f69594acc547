//! Finds the models that `cargo xtask models` made, so that they are embedded in the binary.
//!
//! They are looked for in `BONAFIDE_MODELS_DIR`, then in the user's cache. Without them the
//! crate builds all the same, and reads them at run time from a folder that it is told. The layouts of
//! documents are embedded as well.

use std::error::Error;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

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

fn main() -> Result<(), Box<dyn Error>> {
    layouts()?;
    models();
    Ok(())
}

/// The layouts of documents, one file each, as a table of names and texts.
fn layouts() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("layouts");
    println!("cargo::rerun-if-changed={}", folder.display());
    let entries: Result<Vec<_>, _> = fs::read_dir(&folder)?.collect();
    let mut files: Vec<PathBuf> = entries?.into_iter().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "json"));
    files.sort();
    let mut code = String::from("static FILES: &[(&str, &str)] = &[\n");
    for file in files {
        println!("cargo::rerun-if-changed={}", file.display());
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        writeln!(code, "    ({name:?}, include_str!({file:?})),")?;
    }
    code.push_str("];\n");
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("layouts.rs"), code)?;
    Ok(())
}

fn models() {
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
