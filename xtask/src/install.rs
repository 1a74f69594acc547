//! What must be on the machine, and how it gets there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::shell::{on_path, program, run, sha256};
use crate::{Result, paths};

/// Something outside the checkout, and the Debian package that brings it.
struct Need {
    package: &'static str,
    why: &'static str,
    present: fn() -> bool,
}

const BUILD: &[Need] = &[
    Need {
        package: "build-essential",
        why: "C compiler for SQLite and the cryptographic library",
        present: || on_path("cc"),
    },
    Need {
        package: "nodejs",
        why: "bundles the browser scripts",
        present: || on_path("node"),
    },
    Need {
        package: "npm",
        why: "fetches the browser scripts' tools and models",
        present: || on_path("npm"),
    },
    Need {
        package: "python3-pip",
        why: "fetches models by name and hash (downloads only)",
        present: || on_path("python3") && on_path("pip"),
    },
];

/// What the product uses where it is there; without it people type what is printed on their documents.
const RUN: &[Need] = &[
    Need {
        package: "tesseract-ocr",
        why: "reads the print on documents",
        present: || on_path("tesseract"),
    },
    Need {
        package: "tesseract-ocr-kaz",
        why: "its Kazakh",
        present: || reads("kaz"),
    },
    Need {
        package: "tesseract-ocr-rus",
        why: "its Russian",
        present: || reads("rus"),
    },
    Need {
        package: "tesseract-ocr-nld",
        why: "its Dutch",
        present: || reads("nld"),
    },
    Need {
        package: "tesseract-ocr-dan",
        why: "its Danish",
        present: || reads("dan"),
    },
];

const TEST: &[Need] = &[
    Need {
        package: "chromium",
        why: "browser tests",
        present: || on_path("chromium"),
    },
    Need {
        package: "fonts-dejavu-core",
        why: "letters of all languages on screenshots and documents",
        present: || Path::new("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf").is_file(),
    },
    Need {
        package: "fonts-ocr-b",
        why: "machine-readable zones of composed documents",
        present: || Path::new("/usr/share/fonts/opentype/ocr-b/OCRB.otf").is_file(),
    },
    Need {
        package: "python3-venv",
        why: "a place of its own for the API's foreign client",
        present: || {
            program("python3")
                .args(["-c", "import ensurepip"])
                .stderr(Stdio::null())
                .status()
                .is_ok_and(|status| status.success())
        },
    },
    Need {
        package: "pkgconf",
        why: "finds the smart card library",
        present: || on_path("pkg-config"),
    },
    Need {
        package: "libpcsclite-dev",
        why: "smart card readers",
        present: || {
            program("pkg-config")
                .args(["--exists", "libpcsclite"])
                .stderr(Stdio::null())
                .status()
                .is_ok_and(|status| status.success())
        },
    },
    Need {
        package: "pcscd",
        why: "the service of smart card readers",
        present: || on_path("pcscd") || Path::new("/usr/sbin/pcscd").is_file(),
    },
    Need {
        package: "vsmartcard-vpcd",
        why: "a virtual reader for the virtual passport",
        present: || Path::new("/etc/reader.conf.d/vpcd").is_file(),
    },
    Need {
        package: "postgresql",
        why: "the second database of every storage test",
        present: || {
            fs::read_dir("/usr/lib/postgresql").is_ok_and(|mut versions| {
                versions.any(|version| {
                    version.is_ok_and(|version| version.path().join("bin/postgres").is_file())
                })
            })
        },
    },
];

/// Whether Tesseract has a language.
fn reads(language: &str) -> bool {
    fs::read_dir("/usr/share/tesseract-ocr").is_ok_and(|mut versions| {
        let file = format!("tessdata/{language}.traineddata");
        versions.any(|version| version.is_ok_and(|version| version.path().join(&file).is_file()))
    })
}

/// Sees to it that everything can be built.
pub(crate) fn for_building() -> Result {
    debian(BUILD)
}

/// Sees to it that everything can be built and run with all that it can do.
pub(crate) fn for_running() -> Result {
    debian(BUILD)?;
    debian(RUN)
}

/// Sees to it that everything can be tested.
pub(crate) fn for_testing() -> Result {
    for_running()?;
    debian(TEST)
}

/// Installs a folder's npm packages as its lock file pins them, unless they are there.
pub(crate) fn npm(folder: &Path) -> Result {
    let modified = |path| {
        fs::metadata(folder.join(path))
            .and_then(|file| file.modified())
            .ok()
    };
    let installed = modified("node_modules/.package-lock.json");
    if installed.is_some() && installed >= modified("package-lock.json") {
        return Ok(());
    }
    println!("installing npm packages for {}", folder.display());
    run(program("npm")
        .args(["ci", "--no-audit", "--no-fund"])
        .current_dir(folder)
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))
}

/// Downloads one Python package by its pinned hash into `folder`, without installing it or
/// what it depends on. `choice` says which of its files, e.g. `--no-binary`.
pub(crate) fn pip_download(
    requirement: &str,
    sha256: &str,
    choice: &[&str],
    folder: &Path,
) -> Result {
    fs::create_dir_all(folder)?;
    let list = folder.join("requirements.txt");
    fs::write(&list, format!("{requirement} --hash=sha256:{sha256}\n"))?;
    run(program("pip")
        .args(["download", "--quiet", "--no-deps", "--require-hashes"])
        .args(choice)
        .arg("--dest")
        .arg(folder)
        .arg("--requirement")
        .arg(&list)
        // Elsewhere than in the checkout, where no file can be taken for a package.
        .current_dir(paths::cache()))
}

fn debian(needs: &[Need]) -> Result {
    let missing: Vec<&Need> = needs.iter().filter(|need| !(need.present)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    for need in &missing {
        println!("missing: {} ({})", need.package, need.why);
    }
    let packages: Vec<&str> = missing.iter().map(|need| need.package).collect();
    let line = format!(
        "apt-get install -y --no-install-recommends {}",
        packages.join(" ")
    );
    if !on_path("apt-get") || !is_root() {
        return Err(format!("these packages are needed; as root, run:\n\n    {line}\n").into());
    }
    run(program("apt-get").args(["update", "-q"]))?;
    run(program("apt-get")
        .args(["install", "-y", "-q", "--no-install-recommends"])
        .args(&packages)
        .env("DEBIAN_FRONTEND", "noninteractive"))?;
    match missing.iter().find(|need| !(need.present)()) {
        None => Ok(()),
        Some(need) => Err(format!(
            "{} was installed but what it brings is not found",
            need.package
        )
        .into()),
    }
}

/// Installs packages that the product can do without, where this can be done and nothing must go for
/// them; whether it was.
pub(crate) fn try_debian(packages: &[&str]) -> bool {
    let quietly = |command: &mut Command| command.status().is_ok_and(|status| status.success());
    on_path("apt-get")
        && is_root()
        && quietly(program("apt-get").args(["update", "-q"]))
        && quietly(
            program("apt-get")
                .args([
                    "install",
                    "-y",
                    "-q",
                    "--no-remove",
                    "--no-install-recommends",
                ])
                .args(packages)
                .env("DEBIAN_FRONTEND", "noninteractive"),
        )
}

fn is_root() -> bool {
    crate::shell::output(program("id").arg("-u")).is_ok_and(|user| user.trim() == "0")
}

/// A Python environment of its own for each version of a lock file; gives the folder of its programs.
pub(crate) fn python(lock: &Path) -> Result<PathBuf> {
    let environment = paths::cache().join("python").join(&sha256(lock)?[..16]);
    let complete = environment.join("complete");
    if !complete.is_file() {
        println!("installing {}", lock.display());
        run(program("python3")
            .args(["-m", "venv", "--clear"])
            .arg(&environment))?;
        run(program(environment.join("bin/pip"))
            .args(["install", "--quiet", "--require-hashes", "--requirement"])
            .arg(lock)
            .env("PIP_DISABLE_PIP_VERSION_CHECK", "1"))?;
        fs::write(complete, "")?;
    }
    Ok(environment.join("bin"))
}
