//! `bonafide config`: what is wrong with the configuration, and how it may look.

use std::path::Path;
use std::process::ExitCode;

use bonafide_checks::Examiner;

use super::{Failure, configuration};
use crate::cli::ConfigCommand;
use crate::config::{Config, Environment};
use crate::wiring;

pub(crate) fn run(
    command: &ConfigCommand,
    file: Option<&Path>,
    environment: &Environment,
) -> Result<ExitCode, Failure> {
    match command {
        ConfigCommand::Schema => {
            print!("{}", crate::config::schema());
            Ok(ExitCode::SUCCESS)
        }
        ConfigCommand::Check => check(&configuration(file, environment)?),
    }
}

/// The configuration reads; now whether this machine can do what it says.
fn check(config: &Config) -> Result<ExitCode, Failure> {
    let mut problems = Vec::new();
    match Examiner::from_source(&wiring::models(config)) {
        Ok(examiner) => {
            println!("models: {} loaded", examiner.models().len());
            println!("{}", text(&examiner));
        }
        Err(error) => problems.push(format!("models: {error}")),
    }
    let store = super::block_on(async {
        let store = wiring::store(config).await?;
        let schema = store.schema().await?;
        store.close().await;
        Ok(schema)
    });
    match store {
        Ok(_) => println!("database: reachable, schema up to date"),
        Err(Failure::Wiring(wiring::WiringError::Store(
            error @ bonafide_store::StoreError::SchemaOlder { .. },
        ))) => {
            println!("database: {error} (bonafide migrate; serve does it too)");
        }
        Err(failure) => problems.push(format!("database: {failure}")),
    }
    for note in notes(config) {
        println!("{note}");
    }
    if problems.is_empty() {
        println!("the configuration can work");
        Ok(ExitCode::SUCCESS)
    } else {
        Err(Failure::Found(problems.join("\n  ")))
    }
}

/// Whether print beside the zone can be read here, and otherwise why not: people then type those fields.
fn text(examiner: &Examiner) -> String {
    match examiner.text() {
        Ok(reader) => {
            let languages: Vec<&str> = reader.languages().collect();
            format!("text: print is read in {}", languages.join(", "))
        }
        Err(why) => format!("text: print is not read and people type those fields: {why}"),
    }
}

/// What works but may not be meant.
fn notes(config: &Config) -> Vec<&'static str> {
    let mut notes = Vec::new();
    if config.demo.enabled {
        notes.push("demo: on; every message goes to the mailbox page unless a relay is configured");
    } else {
        if config.mail.smtp.is_none() {
            notes.push("mail: no relay, so links cannot be sent by mail");
        }
        if config.sms.smpp.is_none() {
            notes.push("sms: no message centre, so links cannot be sent as text messages");
        }
    }
    let plain = config.server.tls.is_none() && config.server.external_url.scheme() == "https";
    if plain {
        notes.push("server.tls: none, so a proxy in front must speak TLS");
    }
    if plain && config.server.proxies.is_empty() && !config.server.listen.ip().is_loopback() {
        notes.push("server.proxies: none, so everybody behind the proxy counts as one address");
    }
    if config.metrics.listen.is_none() && !config.metrics.beside_pages {
        notes.push("metrics: off");
    }
    if config.backup.passphrase.is_none() && config.backup.passphrase_file.is_none() {
        notes.push("backup: no passphrase, so `bonafide backup` will refuse");
    }
    if !config.worker.in_server {
        notes.push("worker: `bonafide worker` must run beside the server");
    }
    notes
}
