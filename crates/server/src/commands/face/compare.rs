//! `bonafide face compare`: do two photographs show the same person?

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use bonafide_vision::face::{DEFAULT_THRESHOLD, Engine};
use bonafide_vision::models::Source;
use serde::Serialize;

use super::{NoEmbedding, embed_file, model_name};
use crate::commands::Failure;
use crate::tool::parallel::in_order;

/// The answer, as it is printed.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Line<'a> {
    Compared {
        a: &'a Path,
        b: &'a Path,
        model: String,
        distance: f32,
        #[serde(rename = "match")]
        matches: bool,
        threshold: f32,
    },
    Failed {
        a: &'a Path,
        b: &'a Path,
        error: String,
    },
}

pub(crate) fn run(
    a: &Path,
    b: &Path,
    threshold: Option<f32>,
    json: bool,
    models: &Source,
) -> Result<ExitCode, Failure> {
    let threshold = threshold.unwrap_or(DEFAULT_THRESHOLD);
    if !threshold.is_finite() || threshold < 0.0 {
        return Err(Failure::Usage(
            "the threshold must be a number from 0".to_owned(),
        ));
    }
    let engine = Engine::from_source(models)?;
    let mut faces = Vec::new();
    let paths: [PathBuf; 2] = [a.to_owned(), b.to_owned()];
    in_order(
        &paths,
        |path| embed_file(&engine, path),
        |index, result| {
            let result = result.map_err(NoEmbedding::from).flatten();
            faces.push(result.map_err(|error| format!("{}: {error}", paths[index].display())));
        },
    );
    let both: Result<Vec<_>, String> = faces.into_iter().collect();
    let line = match both.as_deref() {
        Ok([one, other]) => {
            let distance = one.embedding.distance(&other.embedding);
            let model = model_name(engine.embedder());
            Line::Compared {
                a,
                b,
                model,
                distance,
                matches: distance <= threshold,
                threshold,
            }
        }
        Ok(_) => Line::Failed {
            a,
            b,
            error: "two photographs are needed".to_owned(),
        },
        Err(error) => Line::Failed {
            a,
            b,
            error: error.clone(),
        },
    };
    println!("{}", text(&line, json));
    Ok(match line {
        Line::Compared { .. } => ExitCode::SUCCESS,
        Line::Failed { .. } => ExitCode::FAILURE,
    })
}

fn text(line: &Line<'_>, json: bool) -> String {
    match line {
        line if json => serde_json::to_string(line).expect("a line is plain data"),
        Line::Failed { error, .. } => error.clone(),
        Line::Compared {
            distance,
            matches,
            threshold,
            ..
        } => {
            let verdict = if *matches {
                "the same person"
            } else {
                "not the same person"
            };
            format!("{verdict}: distance {distance:.3}, threshold {threshold:.3}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shape_of_the_answer() {
        let (a, b) = (Path::new("a.jpg"), Path::new("b.jpg"));
        let model = "m@1".to_owned();
        let line = Line::Compared {
            a,
            b,
            model,
            distance: 0.25,
            matches: true,
            threshold: 0.5,
        };
        assert_eq!(
            text(&line, true),
            "{\"a\":\"a.jpg\",\"b\":\"b.jpg\",\"model\":\"m@1\",\"distance\":0.25,\
             \"match\":true,\"threshold\":0.5}"
        );
    }
}
