//! `bonafide face embed`: the largest face of each photograph as 128 numbers.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use bonafide_vision::face::{Embedded, Engine};
use bonafide_vision::models::Source;
use serde::Serialize;

use super::{NoEmbedding, embed_file, model_name};
use crate::commands::{Failure, exit_code};
use crate::tool::parallel::in_order;
use crate::tool::progress::Progress;
use crate::tool::shown;

/// What one photograph gives, as it is printed.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Line<'a> {
    Found {
        path: &'a Path,
        /// Left, top, width, height in pixels of the upright photograph.
        #[serde(rename = "box")]
        bounds: [f32; 4],
        model: &'a str,
        embedding: &'a [f32],
    },
    Failed {
        path: &'a Path,
        error: String,
    },
}

pub(crate) fn run(images: &[PathBuf], json: bool, models: &Source) -> Result<ExitCode, Failure> {
    let engine = Engine::from_source(models)?;
    let model = model_name(engine.embedder());
    let mut progress = Progress::new(images.len());
    let mut out = std::io::stdout().lock();
    let mut found = 0;
    let mut broken = None;
    in_order(
        images,
        |path| embed_file(&engine, path),
        |index, result| {
            let result = result.map_err(NoEmbedding::from).flatten();
            found += usize::from(result.is_ok());
            progress.clear();
            if let Err(error) = writeln!(out, "{}", text(&images[index], &result, &model, json)) {
                broken.get_or_insert(error);
            }
            progress.step(result.is_err());
        },
    );
    drop(progress);
    exit_code(found, broken)
}

fn text(path: &Path, result: &Result<Embedded, NoEmbedding>, model: &str, json: bool) -> String {
    let line = match result {
        Ok(found) => Line::Found {
            path,
            bounds: found.face.bounds,
            model,
            embedding: &found.embedding.0,
        },
        Err(error) => Line::Failed {
            path,
            error: error.to_string(),
        },
    };
    if json {
        return serde_json::to_string(&line).expect("a line is plain data");
    }
    match line {
        Line::Failed { path, error } => format!("{}: {error}", shown(path)),
        Line::Found {
            path,
            bounds: [x, y, width, height],
            embedding,
            ..
        } => {
            let numbers: Vec<String> = embedding.iter().map(|one| format!("{one:.4}")).collect();
            let path = shown(path);
            format!(
                "{path}: {width:.0}x{height:.0}+{x:.0}+{y:.0} {}",
                numbers.join(" ")
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use bonafide_vision::face::FaceError;

    use super::*;

    #[test]
    fn the_shape_of_a_line() {
        let (path, model) = (Path::new("a.jpg"), "face-embedder@0123456789ab");
        let bounds = [1.0, 2.0, 3.0, 4.5];
        let found = Line::Found {
            path,
            bounds,
            model,
            embedding: &[0.5, -0.25],
        };
        assert_eq!(
            serde_json::to_string(&found).unwrap(),
            "{\"path\":\"a.jpg\",\"box\":[1.0,2.0,3.0,4.5],\
             \"model\":\"face-embedder@0123456789ab\",\"embedding\":[0.5,-0.25]}"
        );
        let failed = Err(NoEmbedding::Face(FaceError::NoFace));
        assert_eq!(
            text(path, &failed, model, true),
            "{\"path\":\"a.jpg\",\"error\":\"no face is found\"}"
        );
    }
}
