//! The project's own chores: building what cargo alone cannot build (models, browser
//! scripts), starting a demonstration, and running every test.

mod api;
mod check;
mod fuzz;
mod guidance;
mod install;
mod licences;
mod models;
mod paths;
mod portraits;
mod run;
mod shell;
mod test;
mod web;

use std::process::ExitCode;

/// Errors are for the person at the keyboard: a message is all that is needed.
type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

const HELP: &str = "\
cargo xtask COMMAND

  run [--shop] [-- ARGS]   build everything and serve a demonstration on 127.0.0.1:8080; with --shop
                           also a shop to sign in to (examples/relying-party)
  test [PHASE...]          install what tests need and run everything, or only these phases:
                           fmt web models check clippy rust api oidc browser
  check                    rules of the house: floors, licences, texts, links, generated files
  models                   fetch and convert the recognition models into the cache
  portraits                fetch the public-domain portraits that tests use into the cache
  web                      type-check and bundle the browser scripts, and compile the guidance of
                           camera pages for them
  licences                 write docs/third-party-licences.md anew
  docs                     write every generated file anew (API description, configuration
                           schema, licences)
  fuzz NAME [--seconds N | --runs N]
                           fuzz one parser, 60 seconds unless told otherwise
  fuzz NAME --keep         keep of what fuzzing found what the tests shall replay
  fuzz --list              name the fuzz targets
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let rest = arguments.get(1..).unwrap_or_default();
    let outcome = match arguments.first().map(String::as_str) {
        Some("run") => run::run(rest),
        Some("test") => test::test(rest),
        Some("check") => check::check(),
        Some("models") => run::models(),
        Some("portraits") => portraits::fetch().map(|folder| println!("{}", folder.display())),
        Some("web") => web::build(),
        Some("licences") => licences::write(),
        Some("docs") => check::generated::write(),
        Some("fuzz") => fuzz::fuzz(rest),
        None | Some("help" | "--help" | "-h") => {
            print!("{HELP}");
            Ok(())
        }
        Some(unknown) => Err(format!("no command named {unknown}\n\n{HELP}").into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
