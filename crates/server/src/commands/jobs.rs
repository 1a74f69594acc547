//! `bonafide jobs`: background work that was given up.

use std::process::ExitCode;

use bonafide_identity::id::JobId;

use super::{Failure, with_service};
use crate::cli::JobsCommand;
use crate::config::Config;

pub(crate) fn run(config: &Config, command: JobsCommand) -> Result<ExitCode, Failure> {
    with_service(config, async |service| {
        let dead = service.dead_jobs().await?;
        match command {
            JobsCommand::List => {
                for job in dead {
                    let whose = job.organisation.map_or("-".to_owned(), |id| id.to_string());
                    println!(
                        "{}  {}/{}  {whose}  enqueued {}  {} attempts  {}",
                        job.id,
                        job.queue,
                        job.kind,
                        job.created_at,
                        job.attempts,
                        job.error.as_deref().unwrap_or("-")
                    );
                }
            }
            JobsCommand::Retry { ids, all } => {
                let chosen = if all {
                    dead.into_iter().map(|job| job.id).collect()
                } else {
                    let parse = |text: &String| -> Result<JobId, Failure> {
                        text.parse()
                            .map_err(|error| Failure::Usage(format!("{text}: {error}")))
                    };
                    ids.iter().map(parse).collect::<Result<Vec<_>, _>>()?
                };
                for id in chosen {
                    service.retry_job(&id).await?;
                    println!("{id} runs again");
                }
            }
        }
        Ok(())
    })
}
