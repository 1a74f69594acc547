//! `bonafide operator`: the people who run this installation.

use std::process::ExitCode;

use bonafide_service::operator::OperatorLink;

use super::{Failure, with_service};
use crate::cli::OperatorCommand;
use crate::config::Config;

pub(crate) fn run(config: &Config, command: OperatorCommand) -> Result<ExitCode, Failure> {
    with_service(config, async |service| {
        match command {
            OperatorCommand::Add { name, display_name } => {
                let shown = display_name.as_deref().unwrap_or(&name);
                tell(&service.create_operator(&name, shown).await?);
            }
            OperatorCommand::Link { name } => tell(&service.renew_operator_link(&name).await?),
            OperatorCommand::Passkeys { name } => {
                for passkey in service.passkeys(&name).await? {
                    let used = passkey
                        .last_used_at
                        .map_or("never used".to_owned(), |at| format!("used {at}"));
                    println!("{}  enrolled {}  {used}", passkey.id, passkey.created_at);
                }
            }
            OperatorCommand::Forget { name, passkey } => {
                service.remove_passkey(&name, &passkey).await?;
                println!("{passkey} opens nothing any more");
            }
            OperatorCommand::List => {
                for operator in service.operators().await? {
                    let seen = operator
                        .last_seen_at
                        .map_or("never seen".to_owned(), |at| format!("seen {at}"));
                    let disabled = operator
                        .disabled_at
                        .map_or(String::new(), |at| format!("  disabled {at}"));
                    println!(
                        "{}  {}  {seen}{disabled}",
                        operator.name, operator.display_name
                    );
                }
            }
            OperatorCommand::Disable { name } => {
                service.disable_operator(&name).await?;
                println!("{name} is shut out");
            }
        }
        Ok(())
    })
}

fn tell(link: &OperatorLink) {
    println!(
        "{} opens this once, until {}, and enrols a passkey:",
        link.name, link.expires_at
    );
    println!("{}", link.url);
}
