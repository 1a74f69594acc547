//! The recognition models: which there are, where they come from, and how they are run.
//!
//! `cargo xtask models` makes them; a build that finds them embeds them, so that the binary
//! works anywhere. A build without them, or an operator with a folder of their own, reads them
//! from a directory, each compared with its hash in the catalogue.
//!
//! Embedded weights are used where they lie in the program's file: nothing is copied, and the
//! system reads only what is used. Each inference runs on one thread, so that callers decide
//! how many cores they take.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, LazyLock},
};

use rten::{ModelOptions, OpRegistry, RunOptions, ThreadPool, Value, ValueView};
use sha2::{Digest, Sha256};

mod embedded;

/// What the files call the place of their weights, which is themselves.
const WEIGHTS: &str = "weights.data";

/// A model that the product uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Name {
    FaceDetector,
    FaceMesh,
    Iris,
    FaceEmbedder,
    TextDetector,
    TextRecognizer,
}

impl Name {
    pub const ALL: [Self; 6] = [
        Self::FaceDetector,
        Self::FaceMesh,
        Self::Iris,
        Self::FaceEmbedder,
        Self::TextDetector,
        Self::TextRecognizer,
    ];

    /// The model's name in catalogue, files and findings.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::FaceDetector => "face-detector",
            Self::FaceMesh => "face-mesh",
            Self::Iris => "iris",
            Self::FaceEmbedder => "face-embedder",
            Self::TextDetector => "text-detector",
            Self::TextRecognizer => "text-recognizer",
        }
    }

    /// What is known of the model.
    pub fn info(self) -> &'static Info {
        static INFO: LazyLock<Vec<Info>> = LazyLock::new(|| {
            #[derive(serde::Deserialize)]
            struct Catalogue {
                models: Vec<Info>,
            }
            serde_json::from_str::<Catalogue>(include_str!("../models.json"))
                .map(|catalogue| catalogue.models)
                .unwrap_or_default()
        });
        INFO.iter()
            .find(|info| info.name == self.as_str())
            .unwrap_or(&UNLISTED)
    }
}

/// What findings and the page of licences say of a model.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Info {
    pub name: String,
    /// What it is and does, in a line.
    pub description: String,
    /// SPDX identifier.
    pub licence: String,
    /// The package that carried it.
    pub package: String,
    /// The file's name in a directory of models.
    pub file: String,
    /// SHA-256 of the file, lower-case hexadecimal.
    pub sha256: String,
}

/// Stands for a model that the catalogue forgot; a test sees to it that there is none.
static UNLISTED: Info = Info {
    name: String::new(),
    description: String::new(),
    licence: String::new(),
    package: String::new(),
    file: String::new(),
    sha256: String::new(),
};

#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    #[error(
        "this binary was built without models; run `cargo xtask models` and build again, \
         or name their directory"
    )]
    NotEmbedded,
    #[error("the model {file} cannot be read: {error}")]
    Unreadable {
        file: PathBuf,
        error: std::io::Error,
    },
    #[error("the model {file} has hash {found}, not the {expected} of the catalogue")]
    WrongHash {
        file: PathBuf,
        found: String,
        expected: String,
    },
    #[error("the model {name} cannot be loaded: {error}")]
    Invalid { name: &'static str, error: String },
    #[error("the model {name} failed: {error}")]
    Failed { name: &'static str, error: String },
}

/// Where models are taken from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Source {
    /// The binary itself.
    #[default]
    Embedded,
    /// A directory with the files that `cargo xtask models` makes.
    Directory(PathBuf),
    /// These files, where there is neither, as in a browser. Whoever brings them answers for them.
    Bytes(Vec<(Name, Vec<u8>)>),
}

impl Source {
    /// The directory that `BONAFIDE_MODELS_DIR` names, else the binary itself.
    pub fn from_environment() -> Self {
        match std::env::var_os("BONAFIDE_MODELS_DIR") {
            Some(directory) if !directory.is_empty() => Self::Directory(directory.into()),
            _ => Self::Embedded,
        }
    }

    /// Loads a model.
    pub fn load(&self, name: Name) -> Result<Network, ModelError> {
        let invalid = |error: rten::LoadError| ModelError::Invalid {
            name: name.as_str(),
            error: error.to_string(),
        };
        let info = name.info();
        let mut options = ModelOptions::with_ops(operators());
        // Weights are laid out for multiplication once, not at each inference.
        options.prepack_weights(true);
        let model = match self {
            Self::Bytes(files) => {
                let bytes = files
                    .iter()
                    .find_map(|(of, bytes)| (*of == name).then(|| bytes.clone()))
                    .ok_or(ModelError::NotEmbedded)?;
                options.external_data(WEIGHTS, bytes.clone());
                options.load(bytes).map_err(invalid)?
            }
            Self::Embedded => {
                let bytes = embedded::bytes(name).ok_or(ModelError::NotEmbedded)?;
                options.external_data_static(WEIGHTS, bytes);
                options.load_static_slice(bytes).map_err(invalid)?
            }
            Self::Directory(directory) => {
                let bytes = read(&directory.join(&info.file), &info.sha256)?;
                options.external_data(WEIGHTS, bytes.clone());
                options.load(bytes).map_err(invalid)?
            }
        };
        Ok(Network { name, model })
    }
}

/// What models are made of. A browser gets only what those of the face's guide need: half the size.
fn operators() -> OpRegistry {
    if cfg!(target_arch = "wasm32") {
        rten::op_registry!(
            Add, Concat, Conv, MaxPool, PRelu, Pad, Relu, Reshape, Sigmoid, Transpose
        )
    } else {
        OpRegistry::with_all_ops()
    }
}

fn read(file: &Path, expected: &str) -> Result<Vec<u8>, ModelError> {
    let bytes = std::fs::read(file).map_err(|error| ModelError::Unreadable {
        file: file.to_owned(),
        error,
    })?;
    let found = hash(&bytes);
    if found != expected {
        return Err(ModelError::WrongHash {
            file: file.to_owned(),
            found,
            expected: expected.to_owned(),
        });
    }
    Ok(bytes)
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// A loaded model. Can be shared among threads and run by many at once.
pub struct Network {
    name: Name,
    model: rten::Model,
}

impl std::fmt::Debug for Network {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("Network").field(&self.name).finish()
    }
}

/// A result of an inference: floats and the sides of their tensor.
#[derive(Debug, Clone, PartialEq)]
pub struct Output {
    pub shape: Vec<usize>,
    pub data: Vec<f32>,
}

impl Network {
    pub fn name(&self) -> Name {
        self.name
    }

    /// Runs the model on one input of the given shape, on the calling thread's own pool of one,
    /// and gives the named outputs (all, in the model's order, when none is named).
    pub fn run(
        &self,
        shape: &[usize],
        input: &[f32],
        outputs: &[&str],
    ) -> Result<Vec<Output>, ModelError> {
        thread_local! {
            static POOL: Arc<ThreadPool> = Arc::new(ThreadPool::with_num_threads(1));
        }
        let failed = |error: &dyn std::fmt::Display| ModelError::Failed {
            name: self.name.as_str(),
            error: error.to_string(),
        };
        let &input_id = self
            .model
            .input_ids()
            .first()
            .ok_or_else(|| failed(&"no input"))?;
        let ids = if outputs.is_empty() {
            self.model.output_ids().to_vec()
        } else {
            outputs
                .iter()
                .map(|output| self.model.node_id(output))
                .collect::<Result<_, _>>()
                .map_err(|error| failed(&error))?
        };
        let view = ValueView::from_shape(shape, input).map_err(|error| failed(&error))?;
        let pool = POOL.with(Arc::clone);
        let options = RunOptions::default().with_thread_pool(Some(pool));
        self.model
            .run(vec![(input_id, view.into())], &ids, Some(options))
            .map_err(|error| failed(&error))?
            .into_iter()
            .map(|value| output(value).ok_or_else(|| failed(&"an output is not of floats")))
            .collect()
    }

    /// The letters that a text recogniser tells apart, one a line, as its file says.
    pub fn alphabet(&self) -> Option<&str> {
        self.model.metadata().get("character")
    }
}

fn output(value: Value) -> Option<Output> {
    let tensor = value.into_tensor::<f32>()?;
    Some(Output {
        shape: rten_tensor::Layout::shape(&tensor).to_vec(),
        data: tensor.into_data(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_knows_every_model() {
        for name in Name::ALL {
            let info = name.info();
            assert_eq!(info.name, name.as_str());
            assert_eq!(info.sha256.len(), 64);
            assert!(!info.licence.is_empty());
        }
    }

    #[test]
    fn a_directory_without_models_is_told() {
        let error = Source::Directory("/nowhere".into())
            .load(Name::FaceMesh)
            .unwrap_err();
        assert!(matches!(error, ModelError::Unreadable { .. }), "{error}");
    }

    #[test]
    fn a_file_that_is_not_the_model_is_told() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("face-mesh.onnx"), b"something else").unwrap();
        let error = Source::Directory(folder.path().into())
            .load(Name::FaceMesh)
            .unwrap_err();
        assert!(matches!(error, ModelError::WrongHash { .. }), "{error}");
    }

    #[test]
    fn embedded_models_are_those_of_the_catalogue() {
        for name in Name::ALL {
            let Some(bytes) = embedded::bytes(name) else {
                eprintln!("skipped: built without models, run `cargo xtask models`");
                return;
            };
            assert_eq!(hash(bytes), name.info().sha256, "{}", name.as_str());
            Source::Embedded.load(name).unwrap();
        }
    }
}
