//! `bonafide lost`: the installation's own list of lost and stolen documents.

use std::io::{IsTerminal as _, Write as _};
use std::path::Path;
use std::process::ExitCode;

use bonafide_identity::port::lost_documents::TravelDocument;
use bonafide_service::lost::{ListState, LostLine};
use bonafide_service::{Error, Service};
use bonafide_store::StoreError;
use serde::Deserialize;

use super::{Failure, with_service};
use crate::cli::LostCommand;
use crate::config::Config;
use crate::tool::progress::Progress;

/// A line of a list.
#[derive(Deserialize)]
struct Line {
    state: String,
    number: String,
    #[serde(default)]
    reported: String,
    #[serde(default)]
    source: String,
}

pub(crate) fn run(config: &Config, command: LostCommand) -> Result<ExitCode, Failure> {
    with_service(config, async |service| act(service, command).await)
}

async fn act(service: &Service, command: LostCommand) -> Result<(), Failure> {
    match command {
        LostCommand::Import { file, source } => {
            let lines = lines(&file, source.as_deref())?;
            let mut progress = Progress::new(lines.len());
            let done = service
                .import_lost(&lines, |written| progress.steps(written))
                .await;
            drop(progress);
            let done = done.map_err(hinting)?;
            println!(
                "{} put on the list, {} were on it already",
                done.added, done.present
            );
        }
        LostCommand::Rebuild { file, source, yes } => {
            rebuild(service, &lines(&file, source.as_deref())?, yes).await?;
        }
        LostCommand::List => {
            for source in service.lost_sources().await? {
                println!(
                    "{}  {} documents, the latest added {}",
                    source.name, source.entries, source.latest
                );
            }
        }
        LostCommand::Check { state, number } => {
            let known = bonafide_mrz::StateCode::new(&state.to_uppercase());
            if !known.is_ok_and(|state| state.is_known()) {
                let text = "the state is the code that the zone of the document has: NLD, D";
                return Err(Failure::Usage(text.to_owned()));
            }
            let found = service.lost_reports(&document(&state, &number)?).await?;
            if found.is_empty() {
                println!("not on the list");
            }
            for (source, reported) in found {
                match reported.is_empty() {
                    true => println!("reported by {source}"),
                    false => println!("reported by {source} on {reported}"),
                }
            }
            if service.check_lost_list().await? == ListState::Altered {
                return Err(altered());
            }
        }
        LostCommand::Remove {
            state,
            number,
            source,
        } => match (source, state.zip(number)) {
            (Some(source), _) => {
                let removed = service.remove_lost_source(&source).await.map_err(hinting)?;
                if removed == 0 {
                    return Err(Failure::Nothing(format!(
                        "{source} has nothing on the list"
                    )));
                }
                println!("{removed} taken off the list");
            }
            (None, Some((state, number))) => {
                let document = document(&state, &number)?;
                if !service.remove_lost(&document).await.map_err(hinting)? {
                    return Err(Failure::Nothing("it is not on the list".to_owned()));
                }
                println!("taken off the list");
            }
            (None, None) => {
                let text = "name a document by --state and --number, or a --source";
                return Err(Failure::Usage(text.to_owned()));
            }
        },
        LostCommand::History => {
            for act in service.lost_history().await? {
                println!("{}  {}  by {}  {}", act.at, act.kind, act.by, act.note);
            }
        }
    }
    Ok(())
}

async fn rebuild(service: &Service, lines: &[LostLine], yes: bool) -> Result<(), Failure> {
    let nothing = || {
        let text = "the list is what its signed chain says: nothing to make anew";
        Failure::Nothing(text.to_owned())
    };
    if service.check_lost_list().await? != ListState::Altered {
        return Err(nothing());
    }
    let sources = service.lost_sources().await?;
    let on_it: i64 = sources.iter().map(|source| source.entries).sum();
    let question = format!(
        "{on_it} documents of {} sources are on the list; {} lines of the file take their place.",
        sources.len(),
        lines.len()
    );
    if !yes && !agreed(&question) {
        return Err(Failure::Nothing(format!(
            "{question} Nothing was done: repeat this with --yes"
        )));
    }
    let mut progress = Progress::new(lines.len());
    let done = service
        .rebuild_lost(lines, |written| progress.steps(written))
        .await;
    drop(progress);
    let done = done?.ok_or_else(nothing)?;
    println!(
        "{} taken off the list, {} put on it",
        done.removed, done.added
    );
    Ok(())
}

/// Asks whoever sits there.
fn agreed(question: &str) -> bool {
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        return false;
    }
    print!("{question} Make the list anew? Type yes: ");
    let _ = std::io::stdout().flush();
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer).is_ok() && answer.trim() == "yes"
}

fn altered() -> Failure {
    let text = "the list is not what its signed chain says: somebody altered it in the database, and it is \
                not believed; `bonafide lost rebuild FILE` makes it anew, or if `bonafide audit verify` finds the \
                chain itself broken, a backup brings both back";
    Failure::Found(text.to_owned())
}

/// Says what to do about a list that was altered.
fn hinting(error: Error) -> Failure {
    match error {
        Error::Store(StoreError::Corrupt(_)) => altered(),
        error => error.into(),
    }
}

fn document(state: &str, number: &str) -> Result<TravelDocument, Failure> {
    TravelDocument::new(state, number, None).ok_or_else(|| {
        Failure::Usage("a state has 1 to 3 letters, a number 1 to 32 letters and digits".to_owned())
    })
}

/// The lines of a file with a head that names its columns.
fn lines(path: &Path, source: Option<&str>) -> Result<Vec<LostLine>, Failure> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_path(path)
        .map_err(|error| Failure::file(path, &error))?;
    let head = reader
        .headers()
        .map_err(|error| Failure::file(path, &error))?
        .clone();
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| Failure::file(path, &error))?;
        let line = record.position().map_or(0, csv::Position::line);
        let read: Line = record
            .deserialize(Some(&head))
            .map_err(|error| Failure::file(path, &error))?;
        let named = source.map_or(read.source, str::to_owned);
        lines.push(LostLine {
            line,
            state: read.state,
            number: read.number,
            reported: read.reported,
            source: named,
        });
    }
    Ok(lines)
}
