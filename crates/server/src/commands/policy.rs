//! `bonafide policy`: what turns findings into decisions.

use std::path::Path;
use std::process::ExitCode;

use bonafide_identity::policy::{Policy, PolicyError};

use super::{Failure, with_service};
use crate::cli::PolicyCommand;
use crate::config::Config;

pub(crate) fn run(
    configured: impl FnOnce() -> Result<Config, Failure>,
    command: PolicyCommand,
) -> Result<ExitCode, Failure> {
    match command {
        PolicyCommand::Standard => {
            let standard = serde_json::to_string_pretty(&Policy::standard());
            println!("{}", standard.expect("a policy is plain data"));
            Ok(ExitCode::SUCCESS)
        }
        PolicyCommand::Check { file } => {
            let policy = read(&file)?;
            println!("{}@{}  {}", policy.id, policy.version, policy.hash());
            Ok(ExitCode::SUCCESS)
        }
        PolicyCommand::Put { file } => {
            let policy = read(&file)?;
            with_service(&configured()?, async |service| {
                service.put_policy(&policy).await?;
                println!("{}@{}  {}", policy.id, policy.version, policy.hash());
                Ok(())
            })
        }
        PolicyCommand::List => with_service(&configured()?, async |service| {
            for policy in service.policies().await? {
                println!(
                    "{}@{}  {}  added {}",
                    policy.id, policy.version, policy.sha256, policy.created_at
                );
            }
            Ok(())
        }),
    }
}

pub(super) fn read(path: &Path) -> Result<Policy, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| Failure::file(path, &error))?;
    Policy::parse(&text).map_err(|error| match error {
        PolicyError::Unreadable(problem) => Failure::file(path, &problem),
        PolicyError::Invalid(problems) => {
            let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
            let text = format!("this policy cannot decide:\n  {}", lines.join("\n  "));
            Failure::file(path, &text)
        }
    })
}
