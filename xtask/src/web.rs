//! The browser scripts: `web-assets/src/*.ts` become `web-assets/dist/*.js`.
//!
//! How it fits together: `web-assets/package.json` pins the bundler and the type checker and
//! names two scripts, `check` (types) and `build` (bundle into `dist`). `crates/web/build.rs`
//! embeds what stands in `dist`, under names that carry a hash of the content, and stops with
//! "run `cargo xtask web`" when the folder is absent. `dist` is generated and not checked in.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use crate::shell::{program, run};
use crate::{Result, guidance, install, paths};

/// Type-checks and bundles the scripts unless the bundle is newer than everything it is made of.
pub(crate) fn build() -> Result {
    let folder = paths::root().join("web-assets");
    if !folder.join("package.json").is_file() {
        println!("web-assets: nothing to build");
        return Ok(());
    }
    install::for_building()?;
    install::npm(&folder)?;
    let npm = |script: &str| {
        run(program("npm")
            .args(["run", "--silent", script])
            .current_dir(&folder))
    };
    npm("check")?;
    guidance::build()?;
    if is_current(&folder)? {
        println!("web-assets: the bundle is current");
        return Ok(());
    }
    npm("build")
}

fn is_current(folder: &Path) -> Result<bool> {
    let Some(built) = oldest(&folder.join("dist"))? else {
        return Ok(false);
    };
    let mut newest = fs::metadata(folder.join("package-lock.json"))?.modified()?;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        if name != "dist" && name != "wasm" && name != "node_modules" {
            visit(&entry.path(), &mut |time| newest = newest.max(time))?;
        }
    }
    Ok(newest < built)
}

fn oldest(folder: &Path) -> Result<Option<SystemTime>> {
    let mut oldest = None;
    if folder.is_dir() {
        visit(folder, &mut |time| {
            oldest = Some(oldest.map_or(time, |least: SystemTime| least.min(time)));
        })?;
    }
    Ok(oldest)
}

/// Hands the time of last change of every file at or under `path` to `see`.
fn visit(path: &Path, see: &mut impl FnMut(SystemTime)) -> Result {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            visit(&entry?.path(), see)?;
        }
    } else {
        see(fs::metadata(path)?.modified()?);
    }
    Ok(())
}
