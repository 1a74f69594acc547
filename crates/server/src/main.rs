//! `bonafide`: the server, its worker, its keeper's commands and the offline tools in one binary.
//! Everything that names concrete connectors, the real clock or the machine's randomness is here
//! and nowhere below.

use std::process::ExitCode;

use clap::Parser as _;

mod cli;
mod commands;
mod config;
mod edge;
mod examiner;
mod http;
mod logging;
mod metrics;
mod tool;
mod wiring;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    // Values that are no Unicode cannot be secrets of ours.
    let environment = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    match commands::run(cli, &environment) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}
