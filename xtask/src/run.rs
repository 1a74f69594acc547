//! The demonstration: everything built, one command.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};

use crate::shell::{cargo, program, run as succeed, watched};
use crate::{Result, install, models, paths, web};

/// Builds models, scripts and server, and serves from `data/` in the checkout.
pub(crate) fn run(arguments: &[String]) -> Result {
    install::for_running()?;
    models()?;
    web::build()?;
    succeed(&mut cargo(&["build", "--package", "bonafide-server"]))?;
    let data = paths::root().join("data");
    fs::create_dir_all(&data)?;
    let shop = arguments.iter().any(|argument| argument == "--shop");
    let arguments = arguments
        .iter()
        .filter(|argument| *argument != "--" && *argument != "--shop");
    let mut serve = program(binary("debug"));
    serve.arg("serve").arg("--demo").arg(&data).args(arguments);
    if shop {
        beside_a_shop(&mut serve, &data.join("shop.json"))
    } else {
        succeed(&mut serve)
    }
}

/// Serves, and starts the shop of `examples/` once the server has said where it is and by which key a client is made.
fn beside_a_shop(serve: &mut Command, state: &Path) -> Result {
    let folder = paths::root().join("examples/relying-party");
    install::npm(&folder)?;
    let mut shop: Option<Child> = None;
    let mut url = None;
    let status = watched(serve, |line| {
        let words = || line.split_whitespace();
        url = (url.take()).or_else(|| {
            words()
                .find(|word| word.starts_with("http://127.0.0.1:"))
                .map(|word| word.trim_end_matches('/').to_owned())
        });
        let key = words().find(|word| word.starts_with("bonafide_demo_test_"));
        if let (None, Some(url), Some(key)) = (&shop, &url, key) {
            let started = program("node")
                .arg("shop.js")
                .current_dir(&folder)
                .env("BONAFIDE_URL", url)
                .env("BONAFIDE_KEY", key)
                .env("SHOP_STATE", state)
                .spawn();
            match started {
                Ok(child) => shop = Some(child),
                Err(error) => eprintln!("the shop cannot be started: {error}"),
            }
        }
    });
    if let Some(mut shop) = shop {
        // It may have ended by itself.
        let _ = shop.kill();
        let _ = shop.wait();
    }
    if status?.success() {
        Ok(())
    } else {
        Err("the server ended with an error".into())
    }
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
