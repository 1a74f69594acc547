//! `bonafide migrate`: the database's schema up to date; on the first run also the keys.

use std::process::ExitCode;

use bonafide_store::Store;

use super::{Failure, block_on};
use crate::config::Config;
use crate::{edge, wiring};

pub(crate) fn run(config: &Config) -> Result<ExitCode, Failure> {
    let applied = block_on(apply(config))?;
    if applied.is_empty() {
        println!("the schema is up to date");
    }
    for name in applied {
        println!("applied {name}");
    }
    Ok(ExitCode::SUCCESS)
}

/// Brings the schema up to date and gives the names of what was applied.
pub(super) async fn apply(config: &Config) -> Result<Vec<&'static str>, Failure> {
    let store = wiring::store_config(config)?;
    Ok(Store::migrate(&store, wiring::random(), edge::now()).await?)
}
