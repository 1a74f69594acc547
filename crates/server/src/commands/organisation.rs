//! `bonafide organisation`: who asks people to prove themselves.

use std::path::Path;
use std::process::ExitCode;

use bonafide_identity::id::OrganisationId;
use bonafide_identity::service::Definition;

use super::{Failure, with_service};
use crate::cli::OrganisationCommand;
use crate::config::Config;

pub(crate) fn run(config: &Config, command: OrganisationCommand) -> Result<ExitCode, Failure> {
    with_service(config, async |service| {
        match command {
            OrganisationCommand::Add { name, return_urls } => {
                println!(
                    "{}",
                    service.create_organisation(&name, &return_urls).await?
                );
            }
            OrganisationCommand::List => {
                for one in service.organisations().await? {
                    let disabled = one
                        .disabled_at
                        .map_or(String::new(), |at| format!("  disabled {at}"));
                    println!(
                        "{}  {}  {}{disabled}",
                        one.id,
                        one.name,
                        one.return_urls.join(" ")
                    );
                }
            }
            OrganisationCommand::ReturnUrls { id, return_urls } => {
                service
                    .set_return_urls(&organisation(&id)?, &return_urls)
                    .await?;
            }
            OrganisationCommand::Disable { id } => {
                service
                    .set_organisation_enabled(&organisation(&id)?, false)
                    .await?;
            }
            OrganisationCommand::Enable { id } => {
                service
                    .set_organisation_enabled(&organisation(&id)?, true)
                    .await?;
            }
            OrganisationCommand::Service { id, definition } => {
                let definition = read(&definition)?;
                service.prepare().await?;
                service
                    .put_service(&organisation(&id)?, &definition)
                    .await?;
                println!("{}@{}", definition.id.as_str(), definition.version);
            }
        }
        Ok(())
    })
}

/// An organisation's identifier.
pub(super) fn organisation(text: &str) -> Result<OrganisationId, Failure> {
    text.parse()
        .map_err(|error| Failure::Usage(format!("{text}: {error}")))
}

fn read(path: &Path) -> Result<Definition, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| Failure::file(path, &error))?;
    serde_json::from_str(&text).map_err(|error| Failure::file(path, &error))
}
