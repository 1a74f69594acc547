//! `bonafide audit`: whether the chains of what happened are as they were written.

use std::fs::File;
use std::io::{BufReader, BufWriter, Write as _};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use bonafide_identity::id::RegistrationId;
use bonafide_store::audit;

use super::organisation::organisation;
use super::{Failure, block_on, with_service};
use crate::cli::AuditCommand;
use crate::config::Config;
use crate::examiner::LateExaminer;
use crate::{edge, wiring};

pub(crate) fn run(config: &Config, command: &AuditCommand) -> Result<ExitCode, Failure> {
    match command {
        AuditCommand::Verify { head } => verify(config, head.as_deref()),
        AuditCommand::Show {
            organisation: whose,
            id,
        } => {
            let (whose, id) = (organisation(whose)?, registration(id)?);
            with_service(config, async |service| {
                for entry in service.chain(&whose, &id).await? {
                    let note = entry.note.map_or(String::new(), |note| format!("  {note}"));
                    println!(
                        "{}  {}  {}  {}{note}",
                        entry.seq, entry.at, entry.kind, entry.actor
                    );
                }
                Ok(())
            })
        }
        AuditCommand::Head { file } => head(config, file.as_deref()),
    }
}

fn registration(text: &str) -> Result<RegistrationId, Failure> {
    text.parse()
        .map_err(|error| Failure::Usage(format!("{text}: {error}")))
}

fn verify(config: &Config, head: Option<&Path>) -> Result<ExitCode, Failure> {
    let earlier = head
        .map(|path| {
            let file = File::open(path).map_err(|error| Failure::file(path, &error))?;
            audit::read(BufReader::new(file)).map_err(|error| Failure::file(path, &error))
        })
        .transpose()?;
    let report = block_on(async {
        let store = wiring::store(config).await?;
        let mut report = audit::verify(&store, earlier.as_ref()).await?;
        let examiner = Arc::new(LateExaminer::new(wiring::models(config)));
        let service = wiring::service(config, store.clone(), examiner)?;
        report.problems.extend(service.verify_indexes().await?);
        store.close().await;
        Ok(report)
    })?;
    for problem in &report.problems {
        println!("{problem}");
    }
    if report.problems.is_empty() {
        println!(
            "{} chains with {} entries are as they were written",
            report.chains, report.entries
        );
        return Ok(ExitCode::SUCCESS);
    }
    Err(Failure::Found(format!(
        "{} problems in {} chains with {} entries",
        report.problems.len(),
        report.chains,
        report.entries
    )))
}

fn head(config: &Config, file: Option<&Path>) -> Result<ExitCode, Failure> {
    let chains = block_on(async {
        let store = wiring::store(config).await?;
        let now = edge::now();
        let chains = match file {
            None => audit::export(&store, now, std::io::stdout().lock()).await?,
            Some(path) => {
                let problem = |error: std::io::Error| Failure::file(path, &error);
                let file = File::create_new(path).map_err(problem)?;
                let mut writer = BufWriter::new(&file);
                let chains = audit::export(&store, now, &mut writer).await?;
                writer.flush().map_err(problem)?;
                file.sync_all().map_err(problem)?;
                chains
            }
        };
        store.close().await;
        Ok(chains)
    })?;
    eprintln!("{chains} chains; keep this where the database's keeper cannot change it");
    Ok(ExitCode::SUCCESS)
}
