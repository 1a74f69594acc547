//! One file for each thing that the command line can do.

use std::path::Path;
use std::process::ExitCode;

use bonafide_connectors::config::Problem;
use bonafide_store::StoreError;
use bonafide_vision::models::{ModelError, Source};

use crate::cli::{ChipCommand, Cli, Command, DocumentCommand, FaceCommand};
use crate::config::{Config, Environment};
use crate::examiner::LateExaminer;
use crate::{edge, wiring};

mod apikey;
mod audit;
mod backup;
mod chip;
mod config;
mod document;
mod face;
mod jobs;
mod keys;
mod lost;
mod migrate;
mod mrz;
mod operator;
mod organisation;
mod policy;
mod restore;
mod serve;
mod trust;
mod verify;
mod worker;

/// Why a command did not do what was asked. What it prints is all that a person gets, so every
/// variant says what to do or names what is wrong.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The configuration cannot work.
    #[error("{}", listed(.0))]
    Config(Vec<Problem>),
    /// What was asked makes no sense.
    #[error("{0}")]
    Usage(String),
    /// Nothing could be done with what was given.
    #[error("{0}")]
    Nothing(String),
    /// Something was found that must not be.
    #[error("{0}")]
    Found(String),
    /// A file cannot be read or written.
    #[error("{path}: {error}")]
    File {
        /// Which file.
        path: String,
        /// Why not.
        error: String,
    },
    /// The models cannot be used.
    #[error(transparent)]
    Models(#[from] ModelError),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A use case failed.
    #[error("{}", told(.0))]
    Service(#[from] bonafide_service::Error),
    /// The program could not be put together.
    #[error(transparent)]
    Wiring(#[from] wiring::WiringError),
}

impl Failure {
    pub(crate) fn file(path: &Path, error: &dyn std::fmt::Display) -> Self {
        Self::File {
            path: crate::tool::shown(path),
            error: error.to_string(),
        }
    }
}

fn listed(problems: &[Problem]) -> String {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    format!("the configuration cannot work:\n  {}", lines.join("\n  "))
}

/// A failure with every value that is wrong.
fn told(error: &bonafide_service::Error) -> String {
    let pointers = error.pointers().into_iter();
    pointers.fold(error.to_string(), |text, one| {
        format!("{text}\n  {}: {}", one.pointer, one.problem)
    })
}

/// Does what the command line says.
pub(crate) fn run(cli: Cli, environment: &Environment) -> Result<ExitCode, Failure> {
    let configured = || configuration(cli.config.as_deref(), environment);
    let models = || offline_models(cli.config.as_deref(), environment);
    match cli.command {
        Command::Serve(arguments) => serve::run(&arguments, cli.config.as_deref(), environment),
        Command::Worker => worker::run(&configured()?),
        Command::Migrate => migrate::run(&configured()?),
        Command::Backup { file } => backup::run(&configured()?, &file),
        Command::Restore {
            file,
            erasures,
            check,
        } => restore::run(&configured()?, &file, &erasures, check),
        Command::Config(command) => config::run(&command, cli.config.as_deref(), environment),
        Command::Keys(command) => keys::run(&configured()?, &command),
        Command::Audit(command) => audit::run(&configured()?, &command),
        Command::Operator(command) => operator::run(&configured()?, command),
        Command::Organisation(command) => organisation::run(&configured()?, command),
        Command::Apikey(command) => apikey::run(&configured()?, command),
        Command::Policy(command) => policy::run(configured, command),
        Command::Jobs(command) => jobs::run(&configured()?, command),
        Command::Trust(command) => trust::run(configured, command),
        Command::Lost(command) => lost::run(&configured()?, command),
        Command::Chip(ChipCommand::Verify(arguments)) => chip::run(&arguments, edge::now()),
        Command::Mrz { images, json } => mrz::run(&images, json, &models()?),
        Command::Face(FaceCommand::Compare {
            a,
            b,
            threshold,
            json,
        }) => face::compare::run(&a, &b, threshold, json, &models()?),
        Command::Face(FaceCommand::Embed { images, json }) => {
            face::embed::run(&images, json, &models()?)
        }
        Command::Face(FaceCommand::Quality {
            images,
            policy,
            json,
        }) => face::quality::run(&images, policy.as_deref(), json, &models()?),
        Command::Face(FaceCommand::Liveness {
            frames,
            challenge,
            policy,
            json,
        }) => face::liveness::run(&frames, &challenge, policy.as_deref(), json, &models()?),
        Command::Face(FaceCommand::Search {
            images,
            templates,
            seed,
            json,
        }) => face::search::run(&images, templates, seed, json, &models()?),
        Command::Face(FaceCommand::Evaluate {
            pairs,
            report,
            json,
        }) => face::evaluate::run(&pairs, report, json, &models()?, edge::now()),
        Command::Document(DocumentCommand::Check(arguments)) => {
            document::check::run(&arguments, &models()?, edge::now())
        }
        Command::Verify(arguments) => verify::run(&arguments, &models()?, edge::now()),
    }
}

/// The configuration that `--config` or `BONAFIDE_CONFIG` names.
fn configuration(file: Option<&Path>, environment: &Environment) -> Result<Config, Failure> {
    let file = file.ok_or_else(|| {
        Failure::Usage("which installation? Name its configuration with --config FILE".to_owned())
    })?;
    crate::config::load(file, environment).map_err(Failure::Config)
}

/// The offline tools need no configuration; where one is named, its models are used.
fn offline_models(file: Option<&Path>, environment: &Environment) -> Result<Source, Failure> {
    match file {
        Some(file) => Ok(wiring::models(&configuration(Some(file), environment)?)),
        None => Ok(Source::from_environment()),
    }
}

/// Zero unless nothing could be done, or the results could not be written.
fn exit_code(done: usize, broken: Option<std::io::Error>) -> Result<ExitCode, Failure> {
    match broken {
        // Whoever reads has seen enough, `… | head` for instance.
        Some(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        Some(error) => Err(Failure::File {
            path: "standard output".to_owned(),
            error: error.to_string(),
        }),
        None if done == 0 => Ok(ExitCode::FAILURE),
        None => Ok(ExitCode::SUCCESS),
    }
}

/// Runs a command that waits for the database, without the machinery of a server.
fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::File {
            path: "runtime".to_owned(),
            error: error.to_string(),
        })?
        .block_on(work)
}

/// Runs a command that uses the use cases, without loading models that it does not need.
fn with_service(
    config: &Config,
    work: impl AsyncFnOnce(&bonafide_service::Service) -> Result<(), Failure>,
) -> Result<ExitCode, Failure> {
    block_on(async {
        let store = wiring::store(config).await?;
        let examiner = std::sync::Arc::new(LateExaminer::new(wiring::models(config)));
        let service = wiring::service(config, store.clone(), examiner)?;
        work(&service).await?;
        store.close().await;
        Ok(ExitCode::SUCCESS)
    })
}
