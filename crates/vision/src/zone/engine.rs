//! The recogniser: strips of letters to the probabilities of zone characters over time.

use super::raster::Gray;
use crate::models::{ModelError, Name, Network, Source};

/// What a zone may hold, in the order of [`Frames`]' columns; the blank of connectionist classification
/// comes first, and all that is no zone character is left out.
pub(crate) const CHARACTERS: &[u8; 37] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<";
pub(crate) const SYMBOLS: usize = CHARACTERS.len() + 1;
/// Height of the recogniser's input, and columns to one step of its output.
pub(crate) const INPUT_HEIGHT: usize = 48;
pub(crate) const STRIDE: usize = 8;

/// The text models, loaded once and shared by all threads.
#[derive(Debug)]
pub struct Engine {
    recognizer: Network,
    head: Head,
}

/// The recogniser's last layer, cut down to the characters of zones: of its 18,710 outputs 38 are needed,
/// and the others cost more than a third of the time.
#[derive(Debug)]
struct Head {
    features: usize,
    /// By symbol, then feature.
    weights: Vec<f32>,
    bias: Vec<f32>,
}

/// Logarithms of probabilities: for each step of time one for each symbol, the blank first.
#[derive(Clone, Debug)]
pub(crate) struct Frames {
    pub(crate) steps: usize,
    pub(crate) logs: Vec<f32>,
}

impl Frames {
    pub(crate) fn at(&self, step: usize) -> &[f32] {
        &self.logs[step * SYMBOLS..(step + 1) * SYMBOLS]
    }
}

/// Names in the recogniser's graph: what its last layer reads, and the layer's weights.
const FEATURES: &str = "p2o.pd_op.squeeze.0.0";
const WEIGHTS: &str = "linear_8.w_0";
const BIAS: &str = "linear_8.b_0";

impl Engine {
    /// Loads the text recogniser.
    pub fn load(source: &Source) -> Result<Engine, ModelError> {
        let recognizer = source.load(Name::TextRecognizer)?;
        let head = Head::of(&recognizer)?;
        Ok(Engine { recognizer, head })
    }

    /// Reads strips of equal size, [`INPUT_HEIGHT`] pixels high and a multiple of [`STRIDE`] wide.
    pub(crate) fn frames(&self, strips: &[Gray]) -> Result<Vec<Frames>, ModelError> {
        let Some(first) = strips.first() else {
            return Ok(Vec::new());
        };
        let (width, height) = (first.width, first.height);
        let mut input = Vec::with_capacity(strips.len() * 3 * width * height);
        for strip in strips {
            for _ in 0..3 {
                input.extend(
                    strip
                        .pixels
                        .iter()
                        .map(|pixel| f32::from(*pixel) / 127.5 - 1.0),
                );
            }
        }
        let shape = [strips.len(), 3, height, width];
        let output = self.recognizer.run(&shape, &input, &[FEATURES])?;
        let features = output
            .into_iter()
            .next()
            .ok_or_else(|| failed("no features"))?;
        let &[count, size, steps] = features.shape.as_slice() else {
            return Err(failed("features of an unexpected shape"));
        };
        if count != strips.len() || size != self.head.features {
            return Err(failed("features of an unexpected size"));
        }
        let mut step = vec![0.0; size];
        Ok(features
            .data
            .chunks_exact(steps * size)
            .map(|strip| {
                let mut logs = Vec::with_capacity(steps * SYMBOLS);
                for time in 0..steps {
                    for (feature, value) in step.iter_mut().enumerate() {
                        *value = strip[feature * steps + time];
                    }
                    logs.extend(self.head.apply(&step));
                }
                Frames { steps, logs }
            })
            .collect())
    }
}

fn failed(error: &str) -> ModelError {
    ModelError::Failed {
        name: Name::TextRecognizer.as_str(),
        error: error.to_owned(),
    }
}

impl Head {
    fn of(recognizer: &Network) -> Result<Head, ModelError> {
        let alphabet = recognizer.alphabet().ok_or_else(|| failed("no alphabet"))?;
        let letters: Vec<&str> = alphabet.split('\n').collect();
        // Output 0 is the blank; the alphabet follows.
        let mut columns = vec![0];
        for character in CHARACTERS {
            let place = letters
                .iter()
                .position(|letter| letter.as_bytes() == [*character]);
            columns
                .push(place.ok_or_else(|| failed("a zone character is not in the alphabet"))? + 1);
        }
        let blank_strip = vec![0.0; 3 * INPUT_HEIGHT * 2 * STRIDE];
        let outputs = recognizer.run(
            &[1, 3, INPUT_HEIGHT, 2 * STRIDE],
            &blank_strip,
            &[WEIGHTS, BIAS],
        )?;
        let [weights, bias] = outputs.as_slice() else {
            return Err(failed("no last layer"));
        };
        let &[features, outputs] = weights.shape.as_slice() else {
            return Err(failed("no last layer"));
        };
        if bias.data.len() != outputs || columns.iter().any(|column| *column >= outputs) {
            return Err(failed("the last layer does not fit the alphabet"));
        }
        Ok(Head {
            features,
            weights: columns
                .iter()
                .flat_map(|column| {
                    (0..features).map(move |feature| weights.data[feature * outputs + column])
                })
                .collect(),
            bias: columns.iter().map(|column| bias.data[*column]).collect(),
        })
    }

    /// Logarithms of the probabilities of each symbol, given that it is one of them.
    fn apply(&self, features: &[f32]) -> [f32; SYMBOLS] {
        let mut logits = [0.0; SYMBOLS];
        for (symbol, logit) in logits.iter_mut().enumerate() {
            let weights = &self.weights[symbol * self.features..(symbol + 1) * self.features];
            let product: f32 = weights
                .iter()
                .zip(features)
                .map(|(weight, feature)| weight * feature)
                .sum();
            *logit = product + self.bias[symbol];
        }
        let highest = logits.iter().copied().fold(f32::MIN, f32::max);
        let sum: f32 = logits.iter().map(|logit| (logit - highest).exp()).sum();
        let norm = highest + sum.ln();
        logits.map(|logit| logit - norm)
    }
}
