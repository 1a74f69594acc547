//! `bonafide-reader`: a smart card reader on one side, a server's chip relay or a folder on the other. The only
//! place that touches PC/SC. It knows no reader's driver: that is the business of the operating system.

mod chip;
mod cli;
mod connect;
mod edge;
mod emulate;
mod folder;
mod key;
mod read;
mod say;
mod words;

use std::process::ExitCode;

use clap::Parser as _;

/// Errors are for the person at the desk: a sentence is all that is needed.
type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    let outcome = match cli.command {
        cli::Command::List => chip::list(),
        cli::Command::Read(arguments) => read::run(&arguments),
        cli::Command::Emulate(arguments) => emulate::run(&arguments),
        cli::Command::Connect(arguments) => connect::run(&arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
