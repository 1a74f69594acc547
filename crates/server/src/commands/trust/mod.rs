//! `bonafide trust`: the certificates of states whose passport chips are believed.

use std::io::{IsTerminal as _, Write as _};
use std::path::Path;
use std::process::ExitCode;

use bonafide_service::Service;
use bonafide_service::trust::{By, Filter, ItemKind, Print, State, certificate_in};

use super::{Failure, with_service};
use crate::cli::TrustCommand;
use crate::config::Config;
use crate::tool::lists;

mod check;
mod import;
mod show;

/// Items that are read at once.
const PAGE: u32 = 500;

pub(crate) fn run(
    configured: impl FnOnce() -> Result<Config, Failure>,
    command: TrustCommand,
) -> Result<ExitCode, Failure> {
    match command {
        TrustCommand::Check { paths, json } => check::run(&paths, json),
        TrustCommand::Import {
            files,
            yes,
            dry_run,
        } => import::run(&configured()?, &files, yes, dry_run),
        other => with_service(&configured()?, async |service| act(service, other).await),
    }
}

async fn act(service: &Service, command: TrustCommand) -> Result<(), Failure> {
    match command {
        TrustCommand::Check { .. } | TrustCommand::Import { .. } => {
            unreachable!("handled by the caller")
        }
        TrustCommand::Pin { signer, yes } => pin(service, &signer, yes).await?,
        TrustCommand::Unpin { fingerprint } => {
            let print = print_of(&fingerprint)?;
            if !service.unpin(&By::CommandLine, print).await? {
                return Err(Failure::Nothing(format!("{print} is not pinned")));
            }
            println!("{print} is not pinned any more; what it gave before stays");
        }
        TrustCommand::Pins => {
            for pin in service.trust_overview().await?.pins {
                println!(
                    "{}  {}  pinned {} by {}",
                    pin.print, pin.subject, pin.at, pin.by
                );
            }
        }
        TrustCommand::Sources => show::sources(&service.trust_overview().await?),
        TrustCommand::List {
            country,
            kind,
            state,
            text,
            json,
        } => {
            let filter = Filter {
                country: country.map(|code| code.to_uppercase()),
                kind: kind.as_deref().map(kind_of).transpose()?,
                state: state.as_deref().map(state_of).transpose()?,
                text,
            };
            list(service, &filter, json).await?;
        }
        TrustCommand::Show { fingerprint } => {
            let print = found(service, &fingerprint).await?;
            print!("{}", show::text(&service.trust_item(print).await?));
        }
        TrustCommand::Distrust {
            fingerprint,
            reason,
            undo,
        } => {
            let print = print_of(&fingerprint)?;
            let by = By::CommandLine;
            let said = match (undo, reason) {
                (true, _) if service.trust_again(&by, print).await? => {
                    "is believed again, as far as somebody vouches for it"
                }
                (true, _) => "was not distrusted",
                (false, reason) => {
                    let reason = reason.unwrap_or_default();
                    match service.distrust(&by, print, &reason).await? {
                        true => "is not believed from now on",
                        false => "was distrusted already",
                    }
                }
            };
            println!("{print} {said}");
        }
        TrustCommand::History => {
            for line in service.trust_history().await? {
                println!("{}  {}  by {}  {}", line.at, line.kind, line.by, line.note);
            }
        }
    }
    Ok(())
}

async fn pin(service: &Service, signer: &str, yes: bool) -> Result<(), Failure> {
    let path = Path::new(signer);
    let (print, certificate) = match Print::parse(signer) {
        Some(print) => (print, None),
        None => {
            let bytes = lists::bytes(path).map_err(|error| {
                Failure::Usage(format!(
                    "{signer}: neither a fingerprint nor a file: {error}"
                ))
            })?;
            let certificate =
                certificate_in(&bytes).map_err(|error| Failure::file(path, &error))?;
            let print = Print(certificate.fingerprint());
            println!("{}\n  SHA-256 {print}", certificate.subject);
            // A file is no evidence for itself.
            if !yes && !typed(print) {
                return Err(Failure::Nothing(format!(
                    "nothing was pinned: compare the fingerprint above with what the state publishes \
                     elsewhere, then `bonafide trust pin {print}`, or repeat this with --yes"
                )));
            }
            (print, Some(certificate))
        }
    };
    let new = service
        .pin(&By::CommandLine, print, certificate.as_ref())
        .await?;
    let said = if new {
        "is pinned"
    } else {
        "was pinned already"
    };
    println!("{print} {said}");
    Ok(())
}

/// Asks whoever sits there to type the fingerprint from where the state publishes it.
fn typed(print: Print) -> bool {
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        return false;
    }
    print!("Type the fingerprint as the state publishes it elsewhere: ");
    let _ = std::io::stdout().flush();
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer).is_ok() && Print::parse(&answer) == Some(print)
}

async fn list(service: &Service, filter: &Filter, json: bool) -> Result<(), Failure> {
    let mut after = None;
    loop {
        let (lines, more) = service.trust_items(filter, after, PAGE).await?;
        for (line, state) in &lines {
            println!("{}", show::line(line, *state, json));
        }
        after = lines.last().map(|(line, _)| line.print);
        if !more {
            return Ok(());
        }
    }
}

/// The one item whose fingerprint begins so.
async fn found(service: &Service, beginning: &str) -> Result<Print, Failure> {
    if let Some(print) = Print::parse(beginning) {
        return Ok(print);
    }
    let beginning = beginning.to_lowercase();
    let (mut after, mut found) = (None, Vec::new());
    loop {
        let (lines, more) = service.trust_items(&Filter::default(), after, PAGE).await?;
        let fitting = lines.iter().map(|(line, _)| line.print);
        found.extend(fitting.filter(|print| print.to_string().starts_with(&beginning)));
        after = lines.last().map(|(line, _)| line.print);
        if !more {
            break;
        }
    }
    match found[..] {
        [only] => Ok(only),
        [] => Err(Failure::Nothing(format!("nothing begins with {beginning}"))),
        _ => Err(Failure::Usage(format!(
            "{} things begin with {beginning}",
            found.len()
        ))),
    }
}

fn print_of(text: &str) -> Result<Print, Failure> {
    Print::parse(text).ok_or_else(|| {
        Failure::Usage(format!(
            "{text}: a SHA-256 fingerprint has 64 hexadecimal digits"
        ))
    })
}

fn kind_of(word: &str) -> Result<ItemKind, Failure> {
    let kind = ItemKind::ALL.iter().find(|kind| kind.as_str() == word);
    kind.copied().ok_or_else(|| {
        unknown(
            word,
            &ItemKind::ALL
                .iter()
                .map(|one| one.as_str())
                .collect::<Vec<_>>(),
        )
    })
}

fn state_of(word: &str) -> Result<State, Failure> {
    let state = State::ALL.into_iter().find(|state| state.as_str() == word);
    state.ok_or_else(|| unknown(word, &State::ALL.map(State::as_str)))
}

fn unknown(word: &str, known: &[&str]) -> Failure {
    Failure::Usage(format!("{word}: one of {}", known.join(", ")))
}
