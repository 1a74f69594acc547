//! `bonafide apikey`: keys with which organisations use the API.

use std::process::ExitCode;

use bonafide_identity::id::{ApiKeyId, OrganisationId};
use bonafide_service::Service;
use bonafide_service::organisation::{Caller, CreateApiKey, Scope};

use super::organisation::organisation;
use super::{Failure, with_service};
use crate::cli::ApikeyCommand;
use crate::config::Config;
use crate::edge;

pub(crate) fn run(config: &Config, command: ApikeyCommand) -> Result<ExitCode, Failure> {
    with_service(config, async |service| match command {
        ApikeyCommand::Create {
            organisation: id,
            name,
            test,
            scopes,
        } => {
            let request = CreateApiKey {
                name,
                scopes: chosen(&scopes)?,
            };
            let created = service
                .issue_api_key(&organisation(&id)?, !test, &request)
                .await?;
            eprintln!(
                "{}: keep what follows, it is shown this once",
                created.api_key.id
            );
            println!("{}", created.secret);
            Ok(())
        }
        ApikeyCommand::List { organisation: id } => list(service, &organisation(&id)?).await,
        ApikeyCommand::Revoke {
            organisation: id,
            id: key,
        } => {
            let key: ApiKeyId = key
                .parse()
                .map_err(|error| Failure::Usage(format!("{key}: {error}")))?;
            let owner = organisation(&id)?;
            // A key is of one mode, which is not known here.
            let live = service.revoke_api_key(&keeper(&owner, true), &key).await;
            match live {
                Err(bonafide_service::Error::NotFound) => {
                    service.revoke_api_key(&keeper(&owner, false), &key).await?;
                }
                other => drop(other?),
            }
            println!("{key} is useless from now on");
            Ok(())
        }
    })
}

async fn list(service: &Service, owner: &OrganisationId) -> Result<(), Failure> {
    for livemode in [true, false] {
        for key in service.api_keys(&keeper(owner, livemode)).await? {
            let mode = if livemode { "live" } else { "test" };
            let used = key
                .last_used_at
                .map_or("never used".to_owned(), |at| format!("used {at}"));
            let revoked = key
                .revoked_at
                .map_or(String::new(), |at| format!("  revoked {at}"));
            let scopes: Vec<&str> = key.scopes.iter().map(|scope| scope.as_str()).collect();
            println!(
                "{}  {mode}  {}…  {}  {used}  {}{revoked}",
                key.id,
                key.prefix,
                key.name,
                scopes.join(",")
            );
        }
    }
    Ok(())
}

/// Whoever runs the installation acts for every organisation.
fn keeper(owner: &OrganisationId, livemode: bool) -> Caller {
    Caller {
        key: ApiKeyId::new(edge::now(), [0; 10]),
        organisation: owner.clone(),
        livemode,
        scopes: Scope::ALL.to_vec(),
    }
}

fn chosen(scopes: &[String]) -> Result<Vec<Scope>, Failure> {
    if scopes.is_empty() {
        return Ok(Scope::ALL.to_vec());
    }
    let known = || Scope::ALL.map(Scope::as_str).join(", ");
    scopes
        .iter()
        .map(|text| {
            text.parse()
                .map_err(|_| Failure::Usage(format!("no scope {text:?}; there are {}", known())))
        })
        .collect()
}
