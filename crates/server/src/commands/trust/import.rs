//! `bonafide trust import`.

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use bonafide_service::trust::{By, File, Import};

use super::show::{day, short};
use crate::commands::{Failure, with_service};
use crate::config::Config;
use crate::tool::lists;

/// Lines that are printed of what vanishes.
const SHOWN: usize = 20;

pub(super) fn run(
    config: &Config,
    paths: &[PathBuf],
    yes: bool,
    dry_run: bool,
) -> Result<ExitCode, Failure> {
    let mut files = Vec::new();
    for path in paths {
        let bytes = lists::bytes(path).map_err(|error| Failure::file(path, &error))?;
        files.push(File {
            name: name(path),
            bytes,
        });
    }
    with_service(config, async |service| {
        if dry_run {
            let import = service.preview_trust(files).await?;
            tell(&import);
            return outcome(&import);
        }
        let mut import = service
            .import_trust(&By::CommandLine, files.clone(), yes)
            .await?;
        tell(&import);
        if import.changes() && !import.applied {
            if !agreed() {
                let text = "nothing was imported: compare the fingerprints above with what the \
                            states publish elsewhere, then repeat this with --yes";
                return Err(Failure::Nothing(text.to_owned()));
            }
            import = service.import_trust(&By::CommandLine, files, true).await?;
        }
        if import.applied || import.present > 0 {
            println!("{}", done(&import));
        }
        outcome(&import)
    })
}

/// The name of a file without the way to it.
fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

/// Asks whoever sits there.
fn agreed() -> bool {
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        return false;
    }
    print!("Have you compared the fingerprints, and shall this be believed? Type yes: ");
    let _ = std::io::stdout().flush();
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer).is_ok() && answer.trim() == "yes"
}

fn tell(import: &Import) {
    for given in &import.given {
        let Some(signer) = &given.signer else {
            println!(
                "{}: {} by themselves, {} new",
                given.file, given.items, given.added
            );
            continue;
        };
        let signed = given
            .signed_at
            .map_or("at a time unknown".to_owned(), |at| {
                format!("on {}", day(at))
            });
        println!(
            "{}: list of {} certificates, signed {signed} by",
            given.file, given.items
        );
        println!("    {signer}");
        match given.unchanged {
            true => println!("  it is in use already"),
            false => println!("  {} new, {} vanished", given.added, given.vanished),
        }
        if given.untimely {
            println!("  THE SIGNER'S CERTIFICATE IS NOT VALID NOW");
        }
    }
    if !import.by_hand.is_empty() {
        println!("nobody but you vouches for:");
        // All of them: whoever agrees, agrees to what was shown.
        for line in &import.by_hand {
            println!("    {}\n    SHA-256 {}", short(line), line.print);
        }
    }
    if !import.vanished.is_empty() {
        println!("no longer in the newest lists, and believed no more:");
        for line in import.vanished.iter().take(SHOWN) {
            println!("    {}  {}", short(line), line.print);
        }
        rest(import.vanished.len());
    }
    for refused in &import.refused {
        let what = refused
            .what
            .as_ref()
            .map_or(String::new(), |what| format!(" {what}:"));
        eprintln!("{}:{what} {}", refused.file, refused.why);
    }
}

fn rest(count: usize) {
    if count > SHOWN {
        println!("    and {} more", count - SHOWN);
    }
}

fn done(import: &Import) -> String {
    match import.applied {
        true => format!(
            "imported: {} new, {} vanished, {} there already",
            import.added.len(),
            import.vanished.len(),
            import.present
        ),
        false => format!("nothing changed: {} there already", import.present),
    }
}

/// A failure when nothing of what was given could be used.
fn outcome(import: &Import) -> Result<(), Failure> {
    if import.refused.is_empty() || import.changes() || import.present > 0 {
        return Ok(());
    }
    Err(Failure::Nothing("nothing of this can be used".to_owned()))
}
