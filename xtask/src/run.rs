//! The demonstration: everything built, one command.

use std::fs;
use std::path::PathBuf;

use crate::shell::{cargo, program, run as succeed};
use crate::{Result, install, models, paths, web};

/// Builds models, scripts and server, and serves from `data/` in the checkout.
pub(crate) fn run(arguments: &[String]) -> Result {
    install::for_running()?;
    models()?;
    web::build()?;
    succeed(&mut cargo(&["build", "--package", "bonafide-server"]))?;
    let data = paths::root().join("data");
    fs::create_dir_all(&data)?;
    let arguments = arguments.iter().skip_while(|argument| *argument == "--");
    succeed(
        program(binary("debug"))
            .arg("serve")
            .arg("--demo")
            .arg(&data)
            .args(arguments),
    )
}

/// Fetches and converts the models, unless they are in the cache.
pub(crate) fn models() -> Result {
    install::for_building()?;
    let folder = models::build(&models::cache())?;
    println!("models are in {}", folder.display());
    Ok(())
}

/// The server as cargo builds it under this profile's folder.
pub(crate) fn binary(profile: &str) -> PathBuf {
    paths::target().join(profile).join("bonafide")
}
