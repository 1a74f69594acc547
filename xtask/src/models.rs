//! The recognition models: fetched by name and hash from the packages that carry them, converted
//! here, and put into the cache for the vision crate to embed.
//!
//! `crates/vision/models.json` pins every package and every result. A result that differs from
//! its hash is an error, so that a wrong conversion never reaches a build.

mod dlib;
mod graphdef;
mod onnx;
mod protobuf;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};

use crate::install::pip_download;
use crate::shell::{program, run, sha256};
use crate::{Result, paths};

const CATALOGUE: &str = include_str!("../../crates/vision/models.json");

/// Makes the models unless they are there, and returns their folder: one folder in `cache` for
/// each version of the catalogue.
pub(crate) fn build(cache: &Path) -> Result<PathBuf> {
    let catalogue: Json = serde_json::from_str(CATALOGUE)?;
    let folder = cache.join(text(&catalogue["version"])?);
    let manifest = manifest(&catalogue)?;
    if up_to_date(&folder, &manifest) {
        return Ok(folder);
    }
    let work = cache.join(format!("making-{}", std::process::id()));
    fs::create_dir_all(&work)?;
    let outcome = make(&catalogue, &manifest, &work, &folder);
    fs::remove_dir_all(&work)?;
    outcome?;
    Ok(folder)
}

/// The default cache, beside everything else that is kept between builds.
pub(crate) fn cache() -> PathBuf {
    paths::cache().join("models")
}

/// What is told of each model, beside the files themselves.
fn manifest(catalogue: &Json) -> Result<Json> {
    let packages = list(&catalogue["packages"])?;
    let mut models = Vec::new();
    for model in list(&catalogue["models"])? {
        let package = packages
            .iter()
            .find(|package| package["name"] == model["package"])
            .ok_or("a model comes from a package that is not listed")?;
        let source = format!(
            "{} {} {}",
            text(&package["registry"])?,
            text(&package["name"])?,
            text(&package["version"])?
        );
        models.push(json!({
            "name": model["name"],
            "version": catalogue["version"],
            "description": model["description"],
            "licence": model["licence"],
            "source": source,
            "file": model["file"],
            "sha256": model["sha256"],
        }));
    }
    Ok(json!({"version": catalogue["version"], "models": models}))
}

/// The manifest is written last, so that where it stands unchanged, everything stands.
fn up_to_date(folder: &Path, manifest: &Json) -> bool {
    let read = || -> Result<Json> {
        Ok(serde_json::from_str(&fs::read_to_string(
            folder.join("manifest.json"),
        )?)?)
    };
    read().is_ok_and(|found| found == *manifest)
        && list(&manifest["models"]).is_ok_and(|models| {
            models
                .iter()
                .all(|model| text(&model["file"]).is_ok_and(|file| folder.join(file).is_file()))
        })
}

fn make(catalogue: &Json, manifest: &Json, work: &Path, folder: &Path) -> Result {
    let models = list(&catalogue["models"])?;
    for package in list(&catalogue["packages"])? {
        println!("fetching models from {}", text(&package["name"])?);
        fetch(package, work)?;
    }
    fs::create_dir_all(folder)?;
    let mut wrong = Vec::new();
    for model in models {
        let file = text(&model["file"])?;
        let made = convert(model, work)?;
        let place = work.join(file);
        fs::write(&place, made)?;
        let found = sha256(&place)?;
        if found != text(&model["sha256"])? {
            wrong.push(format!(
                "{file} has hash {found}, not the one in the catalogue"
            ));
        }
        // Renamed, so that nobody ever reads half a file.
        fs::rename(place, folder.join(file))?;
    }
    if !wrong.is_empty() {
        return Err(wrong.join("\n").into());
    }
    let place = work.join("manifest.json");
    fs::write(&place, serde_json::to_string_pretty(manifest)? + "\n")?;
    fs::rename(place, folder.join("manifest.json"))?;
    Ok(())
}

/// Downloads a package, compares its hash and unpacks it into `work`.
fn fetch(package: &Json, work: &Path) -> Result {
    let (name, version) = (text(&package["name"])?, text(&package["version"])?);
    let (archive, hash) = (text(&package["archive"])?, text(&package["sha256"])?);
    match text(&package["registry"])? {
        "npm" => run(program("npm")
            .args(["pack", "--silent", "--ignore-scripts", "--pack-destination"])
            .arg(work)
            .arg(format!("{name}@{version}"))
            .current_dir(work)
            .stdout(std::process::Stdio::null()))?,
        "pip" => pip_download(&format!("{name}=={version}"), hash, &[], work)?,
        other => return Err(format!("no way to fetch from {other}").into()),
    }
    let found = sha256(&work.join(archive))?;
    if found != hash {
        return Err(format!("{archive} has hash {found}, not {hash}").into());
    }
    let unpack = if archive.ends_with(".whl") {
        "zipfile"
    } else {
        "tarfile"
    };
    run(program("python3")
        .args(["-m", unpack, "-e", archive, "."])
        .current_dir(work))
}

fn convert(model: &Json, work: &Path) -> Result<Vec<u8>> {
    let sources = list(&model["sources"])?
        .iter()
        .map(|source| Ok(fs::read(work.join(text(source)?))?))
        .collect::<Result<Vec<_>>>()?;
    match (text(&model["name"])?, &sources[..]) {
        ("face-embedder", [dat]) => Ok(dlib::convert(dat)?.write()),
        ("text-detector", [onnx]) => onnx::align(onnx),
        ("text-recognizer", [onnx]) => {
            // Useless without its alphabet.
            onnx::metadata(onnx, "character")?;
            onnx::align(onnx)
        }
        (name, [topology, weights]) => {
            let recipe = RECIPES
                .iter()
                .find(|recipe| recipe.name == name)
                .ok_or_else(|| format!("no recipe for {name}"))?;
            Ok(graphdef::convert(std::str::from_utf8(topology)?, weights, recipe)?.write())
        }
        (name, _) => Err(format!("no recipe for {name}").into()),
    }
}

const RECIPES: &[graphdef::Recipe<'_>] = &[
    graphdef::Recipe {
        name: "face-detector",
        input: "image",
        outputs: &[
            ("Identity", "scores-16"),
            ("Identity_1", "scores-8"),
            ("Identity_2", "boxes-16"),
            ("Identity_3", "boxes-8"),
        ],
        any_size: true,
    },
    graphdef::Recipe {
        name: "face-mesh",
        input: "face",
        outputs: &[("Identity_2", "points"), ("Identity_1", "presence")],
        any_size: false,
    },
    graphdef::Recipe {
        name: "iris",
        input: "eye",
        outputs: &[("Identity", "points")],
        any_size: false,
    },
];

fn list(json: &Json) -> Result<&Vec<Json>> {
    json.as_array()
        .ok_or_else(|| "the catalogue lacks a list".into())
}

fn text(json: &Json) -> Result<&str> {
    json.as_str()
        .ok_or_else(|| "the catalogue lacks a text".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_is_whole() {
        let catalogue: Json = serde_json::from_str(CATALOGUE).unwrap();
        let manifest = manifest(&catalogue).unwrap();
        for model in list(&manifest["models"]).unwrap() {
            for field in [
                "name",
                "version",
                "description",
                "licence",
                "source",
                "file",
                "sha256",
            ] {
                assert!(
                    !text(&model[field]).unwrap().is_empty(),
                    "{field} of {model}"
                );
            }
            assert_eq!(text(&model["sha256"]).unwrap().len(), 64);
        }
    }

    #[test]
    fn a_folder_without_manifest_is_not_up_to_date() {
        let catalogue: Json = serde_json::from_str(CATALOGUE).unwrap();
        assert!(!up_to_date(
            Path::new("/nowhere"),
            &manifest(&catalogue).unwrap()
        ));
    }
}
