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
                    let trust = if operator.manages_trust {
                        "  trust"
                    } else {
                        ""
                    };
                    println!(
                        "{}  {}  {seen}{trust}{disabled}",
                        operator.name, operator.display_name
                    );
                }
            }
            OperatorCommand::Disable { name } => {
                service.disable_operator(&name).await?;
                println!("{name} is shut out");
            }
            OperatorCommand::Allow { name, .. } => {
                let said = match service.set_manages_trust(&name, true).await? {
                    true => "may manage the trust store from now on",
                    false => "manages the trust store already",
                };
                println!("{name} {said}");
            }
            OperatorCommand::Forbid { name, .. } => {
                let said = match service.set_manages_trust(&name, false).await? {
                    true => "manages the trust store no more",
                    false => "did not manage the trust store",
                };
                println!("{name} {said}");
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
