//! `bonafide keys`: master keys, which wrap all others, and the keys that sign tokens.

use std::process::ExitCode;

use super::{Failure, block_on};
use crate::cli::KeysCommand;
use crate::config::Config;
use crate::{edge, wiring};

pub(crate) fn run(config: &Config, command: &KeysCommand) -> Result<ExitCode, Failure> {
    block_on(async {
        let store = wiring::store(config).await?;
        match command {
            KeysCommand::List => {
                for key in store.master_keys().await? {
                    let current = if key.current { "  current" } else { "" };
                    println!(
                        "{}  made {}  wraps {}{current}",
                        key.id, key.created, key.wraps
                    );
                }
            }
            KeysCommand::Rotate => {
                let rotation = store.rotate_master(edge::now()).await?;
                println!(
                    "{} is current; {} keys are wrapped by it",
                    rotation.current, rotation.rewrapped
                );
                println!("back up {} now", config.keys.directory.display());
            }
            KeysCommand::Retire => {
                let retired = store.retire_masters(edge::now()).await?;
                if retired.is_empty() {
                    println!(
                        "nothing to delete: a replaced key is kept for ten minutes, and as long as \
                         anything depends on it"
                    );
                }
                for id in retired {
                    println!("deleted {id}");
                }
            }
            KeysCommand::ReplaceSigning => {
                let mut tx = store.begin().await?;
                let ended = bonafide_store::oidc_keys::end_all(&mut tx, edge::now()).await?;
                tx.commit().await?;
                println!(
                    "{ended} keys are ended with every token that they signed; servers sign with \
                     another one within a minute"
                );
            }
        }
        store.close().await;
        Ok(ExitCode::SUCCESS)
    })
}
