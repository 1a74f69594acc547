//! The guidance of camera pages as WebAssembly: `crates/guidance` becomes `web-assets/wasm/guidance.wasm`, beside
//! the models of the face's guide. `crates/web/build.rs` embeds what stands there; where nothing does, pages use
//! the smaller guide in their script.
//!
//! Compiling needs the standard library of `wasm32-unknown-unknown`: the toolchain's own where it has that target,
//! else compiled here from Debian's sources, which belong to Debian's compiler. Without either the product is
//! built all the same, and what is missing is said.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::shell::{cargo, on_path, output, program, run};
use crate::{Result, install, models, paths};

const TARGET: &str = "wasm32-unknown-unknown";
/// Debian's compiler, its library's sources, and a linker.
const PACKAGES: &[&str] = &["rustc-web", "rust-web-src", "lld"];
/// The oldest compiler that will do, as the workspace says.
const OLDEST: (u32, u32) = (1, 95);
/// Loops over pixels and weights run four at a time: three times as fast.
const FLAGS: &str = "-Ctarget-feature=+simd128";

/// What compiles for browsers.
enum Toolchain {
    /// The one at hand has the target.
    Own,
    /// Debian's compiler, with the library compiled from its sources.
    Debian { rustc: PathBuf, linker: PathBuf },
}

/// Where the module and its models stand.
pub(crate) fn folder() -> PathBuf {
    paths::root().join("web-assets/wasm")
}

/// Whether the module was built.
pub(crate) fn is_built() -> bool {
    folder().join("guidance.wasm").is_file()
}

/// Builds the module where that can be done; says so where it cannot.
pub(crate) fn build() -> Result {
    let folder = folder();
    let Some(toolchain) = toolchain()? else {
        println!(
            "guidance: no library for {TARGET}: pages get the smaller guide. To have it built, run one of\n\n    \
             rustup target add {TARGET}\n    apt-get install -y --no-install-recommends {}\n",
            PACKAGES.join(" ")
        );
        // What was built of other sources must not be taken for this.
        if folder.is_dir() {
            fs::remove_dir_all(&folder)?;
        }
        return Ok(());
    };
    let target = paths::target().join("wasm");
    let mut command = cargo(&[
        "build",
        "--quiet",
        "--package",
        "bonafide-guidance",
        "--lib",
        "--profile",
        "wasm",
        "--target",
        TARGET,
    ]);
    // Apart from everything else, since compiler and flags differ; and without models in the module itself.
    command
        .env("CARGO_TARGET_DIR", &target)
        .env("RUSTFLAGS", FLAGS)
        .env("BONAFIDE_MODELS_DIR", target.join("no-models"));
    if let Toolchain::Debian { rustc, linker } = &toolchain {
        command
            .arg("-Zbuild-std=std,panic_abort")
            .env("RUSTC", rustc)
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
    }
    println!("guidance: compiling for {TARGET}");
    run(&mut command)?;
    let made = target.join(TARGET).join("wasm/bonafide_guidance.wasm");
    fs::create_dir_all(&folder)?;
    copy(&made, &folder.join("guidance.wasm"))?;
    let models = models::build(&models::cache())?;
    for model in ["face-detector.onnx", "face-mesh.onnx"] {
        copy(&models.join(model), &folder.join(model))?;
    }
    Ok(())
}

fn toolchain() -> Result<Option<Toolchain>> {
    let sysroot = |rustc: &Path| -> Result<PathBuf> {
        let told = output(program(rustc).args(["--print", "sysroot"]))?;
        Ok(PathBuf::from(told.trim()))
    };
    let own = PathBuf::from(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    let own_root = sysroot(&own)?;
    if own_root
        .join("lib/rustlib")
        .join(TARGET)
        .join("lib")
        .is_dir()
    {
        return Ok(Some(Toolchain::Own));
    }
    let rustc = PathBuf::from("/usr/bin/rustc");
    let ready = || {
        rustc.is_file()
            && version(&rustc).is_some_and(|found| found >= OLDEST)
            && sysroot(&rustc).is_ok_and(|root| {
                root.join("lib/rustlib/src/rust/library/Cargo.lock")
                    .is_file()
            })
    };
    if !ready() && !install::try_debian(PACKAGES) {
        return Ok(None);
    }
    let host = own_root.join("lib/rustlib");
    let linker = linker(&host);
    Ok(match linker {
        Some(linker) if ready() => Some(Toolchain::Debian { rustc, linker }),
        _ => None,
    })
}

/// The linker that came with the toolchain, else Debian's.
fn linker(rustlib: &Path) -> Option<PathBuf> {
    let own = fs::read_dir(rustlib).ok().and_then(|hosts| {
        hosts
            .filter_map(|host| Some(host.ok()?.path().join("bin/rust-lld")))
            .find(|linker| linker.is_file())
    });
    own.or_else(|| on_path("wasm-ld").then(|| PathBuf::from("wasm-ld")))
}

/// `rustc 1.96.0 (...)`
fn version(rustc: &Path) -> Option<(u32, u32)> {
    let told = output(program(rustc).arg("--version").stderr(Stdio::null())).ok()?;
    let mut parts = told.split_whitespace().nth(1)?.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

/// Copies unless both say the same, so that nothing is built anew for no reason.
fn copy(from: &Path, to: &Path) -> Result {
    let bytes = fs::read(from)?;
    if fs::read(to).is_ok_and(|present| present == bytes) {
        return Ok(());
    }
    fs::write(to, bytes)?;
    Ok(())
}
