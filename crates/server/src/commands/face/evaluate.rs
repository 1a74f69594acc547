//! `bonafide face evaluate`: how well faces are told apart on somebody's own pairs.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use bonafide_vision::face::evaluate::{Evaluation, Pair, Rate, Summary, evaluate, html};
use bonafide_vision::face::{Embedding, Engine};
use bonafide_vision::models::Source;
use jiff::Timestamp;
use serde::Serialize;

use super::{NoEmbedding, embed_file, model_name, pairs};
use crate::commands::Failure;
use crate::tool::parallel::in_order;
use crate::tool::progress::Progress;

/// What is printed with `--json`.
#[derive(Debug, Serialize)]
struct Printed<'a> {
    pairs: &'a Path,
    model: &'a str,
    photographs: usize,
    failed: &'a [FailedFile],
    #[serde(flatten)]
    evaluation: &'a Evaluation,
    report: &'a Path,
}

#[derive(Debug, Serialize)]
struct FailedFile {
    path: PathBuf,
    error: String,
}

pub(crate) fn run(
    table: &Path,
    report: Option<PathBuf>,
    json: bool,
    models: &Source,
    now: Timestamp,
) -> Result<ExitCode, Failure> {
    let rows = pairs::read(table).map_err(|error| Failure::Usage(error.to_string()))?;
    let engine = Engine::from_source(models)?;
    let model = model_name(engine.embedder());
    let (faces, failed) = embed_all(&engine, &rows);
    let distance = |row: &pairs::Pair| Some(faces.get(&row.a)?.distance(faces.get(&row.b)?));
    let measured: Vec<Pair> = rows
        .iter()
        .map(|row| Pair {
            a: row.a.display().to_string(),
            b: row.b.display().to_string(),
            same: row.same,
            group: row.group.clone(),
            distance: distance(row),
        })
        .collect();
    let evaluation = evaluate(&measured).map_err(|error| Failure::Nothing(error.to_string()))?;
    let report = report.unwrap_or_else(|| table.with_extension("report.html"));
    let date = now.strftime("%Y-%m-%d").to_string();
    std::fs::write(&report, html(&evaluation, &model, &date))
        .map_err(|error| Failure::file(&report, &error))?;
    let printed = Printed {
        pairs: table,
        model: &model,
        photographs: faces.len() + failed.len(),
        failed: &failed,
        evaluation: &evaluation,
        report: &report,
    };
    if json {
        println!("{}", serde_json::to_string(&printed).expect("plain data"));
    } else {
        print!("{}", text(&printed));
    }
    Ok(ExitCode::SUCCESS)
}

/// Embeds every photograph once.
fn embed_all(
    engine: &Engine,
    rows: &[pairs::Pair],
) -> (HashMap<PathBuf, Embedding>, Vec<FailedFile>) {
    let mut files: Vec<&Path> = rows.iter().flat_map(|row| [&*row.a, &*row.b]).collect();
    files.sort_unstable();
    files.dedup();
    let mut progress = Progress::new(files.len());
    let mut faces = HashMap::new();
    let mut failed = Vec::new();
    in_order(
        &files,
        |path| embed_file(engine, path),
        |index, result| {
            let result = result.map_err(NoEmbedding::from).flatten();
            progress.step(result.is_err());
            let path = files[index].to_owned();
            match result {
                Ok(found) => drop(faces.insert(path, found.embedding)),
                Err(error) => failed.push(FailedFile {
                    path,
                    error: error.to_string(),
                }),
            }
        },
    );
    (faces, failed)
}

fn text(printed: &Printed<'_>) -> String {
    let mut text = String::new();
    for failed in printed.failed {
        text += &format!("{}: {}\n", failed.path.display(), failed.error);
    }
    text += &told("all pairs", &printed.evaluation.overall);
    for (name, group) in &printed.evaluation.groups {
        text += &match &group.summary {
            Some(summary) => told(name, summary),
            None => format!(
                "{name}: {} and {} pairs, both kinds are needed\n",
                group.same, group.other
            ),
        };
    }
    text + &format!("report: {}\n", printed.report.display())
}

fn told(name: &str, summary: &Summary) -> String {
    let mut text = format!(
        "{name}: {} pairs of one person, {} of two, {} could not be compared\n  ROC AUC {:.4}\n",
        summary.same, summary.other, summary.failed, summary.auc
    );
    for point in &summary.points {
        let Rate {
            rate, low, high, ..
        } = point.true_accepts;
        let [rate, low, high] = [rate, low, high].map(|share| share * 100.0);
        let note = if point.enough_pairs {
            ""
        } else {
            "  (too few pairs of two people)"
        };
        text += &format!(
            "  at {}% false accepts: {rate:.1}% true accepts ({low:.1} to {high:.1}), threshold {:.4}{note}\n",
            point.false_accept_rate * 100.0,
            point.threshold,
        );
    }
    text
}
