//! The face comparison network: from dlib's serialised file to ONNX.
//!
//! The file is a stream of layers from input to output, each with its name, its settings as
//! packed integers and its parameters as little-endian floats. The network is a residual one:
//! blocks of two convolutions whose result is added to the block's input; where a block halves
//! the picture, its input is average-pooled and both sides are padded with zeros, at the end of
//! each axis, to the larger of the two. Each convolution is followed by an affine layer, which
//! is folded into it.

use super::onnx::{Attribute, Network, Port};
use crate::Result;

/// The names under which the converted network takes and gives.
const INPUT: &str = "face";
const OUTPUT: &str = "embedding";
/// Width and height of the face it was trained on, in pixels.
const SIDE: usize = 150;

/// Converts `dlib_face_recognition_resnet_model_v1.dat`.
pub(super) fn convert(dat: &[u8]) -> Result<Network> {
    build(&layers(dat)?)
}

enum Layer {
    Convolution {
        filters: usize,
        kernel: usize,
        stride: usize,
        padding: usize,
        params: Vec<f32>,
    },
    Affine {
        params: Vec<f32>,
    },
    Relu,
    MaxPool {
        kernel: usize,
        stride: usize,
    },
    /// A kernel of zero covers the whole picture.
    AveragePool {
        kernel: usize,
        stride: usize,
    },
    AddPrevious,
    FullyConnected {
        outputs: usize,
        params: Vec<f32>,
    },
}

/// Reads all layers after the input layer.
fn layers(dat: &[u8]) -> Result<Vec<Layer>> {
    let name = b"\x01\x15input_rgb_image_sized";
    let input = dat
        .windows(name.len())
        .position(|window| window == name)
        .ok_or("no input layer: not the expected network")?;
    let mut reader = Reader {
        bytes: dat,
        at: input + name.len(),
    };
    for expected in [122.782, 117.001, 104.298] {
        let mean = reader.float()?;
        if (mean - expected).abs() > 1e-3 {
            return Err(format!("the input's mean is {mean}, not {expected}").into());
        }
    }
    reader.expect(&[SIDE as i64, SIDE as i64])?;
    let mut layers = Vec::new();
    while !matches!(layers.last(), Some(Layer::FullyConnected { .. })) {
        layers.push(reader.layer()?);
    }
    Ok(layers)
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8]> {
        let end = self.at.checked_add(count).ok_or("length too large")?;
        let taken = self.bytes.get(self.at..end).ok_or("the file ends early")?;
        self.at = end;
        Ok(taken)
    }

    /// Sign and number of bytes, then the bytes, least significant first.
    fn int(&mut self) -> Result<i64> {
        let head = self.take(1)?[0];
        let mut value = 0;
        let count = usize::from(head & 0x0F);
        if count > 8 {
            return Err("number too long".into());
        }
        for (index, &byte) in self.take(count)?.iter().enumerate() {
            value |= i64::from(byte) << (8 * index);
        }
        Ok(if head & 0x80 == 0 { value } else { -value })
    }

    fn size(&mut self) -> Result<usize> {
        Ok(usize::try_from(self.int()?)?)
    }

    /// A settings float: mantissa and binary exponent.
    fn float(&mut self) -> Result<f64> {
        let mantissa = self.int()? as f64;
        Ok(mantissa * f64::powi(2.0, i32::try_from(self.int()?)?))
    }

    fn text(&mut self) -> Result<&'a str> {
        let length = self.size()?;
        Ok(std::str::from_utf8(self.take(length)?)?)
    }

    fn expect(&mut self, values: &[i64]) -> Result {
        for &expected in values {
            let found = self.int()?;
            if found != expected {
                return Err(format!("{found} instead of {expected} at byte {}", self.at).into());
            }
        }
        Ok(())
    }

    /// Version, four sides, raw floats.
    fn tensor(&mut self) -> Result<Vec<f32>> {
        self.expect(&[2])?;
        let mut count = 1usize;
        for _ in 0..4 {
            count = count.checked_mul(self.size()?).ok_or("tensor too large")?;
        }
        let raw = self.take(count.checked_mul(4).ok_or("tensor too large")?)?;
        Ok(raw
            .as_chunks()
            .0
            .iter()
            .map(|&bytes| f32::from_le_bytes(bytes))
            .collect())
    }

    /// Four sides of a tensor that lies within another.
    fn alias(&mut self) -> Result {
        self.expect(&[1])?;
        (0..4).try_for_each(|_| self.int().map(drop))
    }

    /// The rest of every layer: three flags, then state of training, which must be absent.
    fn training_state(&mut self) -> Result {
        self.take(3)?;
        for _ in 0..3 {
            if !self.tensor()?.is_empty() {
                return Err("the network carries state of its training".into());
            }
        }
        Ok(())
    }

    fn layer(&mut self) -> Result<Layer> {
        // Between layers stand version numbers of the wrappers around them.
        while self.is_version() {
            self.take(2)?;
        }
        let layer = match self.text()? {
            "con_4" => {
                let params = self.tensor()?;
                let filters = self.size()?;
                let [rows, columns, stride, stride_x, padding, padding_x] = self.sizes()?;
                if rows != columns || stride != stride_x || padding != padding_x {
                    return Err("a convolution is not square".into());
                }
                self.alias()?;
                self.alias()?;
                (0..4).try_for_each(|_| self.float().map(drop))?;
                Layer::Convolution {
                    filters,
                    kernel: rows,
                    stride,
                    padding,
                    params,
                }
            }
            "affine_" => {
                let params = self.tensor()?;
                self.alias()?;
                self.alias()?;
                self.int()?;
                Layer::Affine { params }
            }
            "relu_" => Layer::Relu,
            "max_pool_2" => {
                let [kernel, stride] = self.pool()?;
                Layer::MaxPool { kernel, stride }
            }
            "avg_pool_2" => {
                let [kernel, stride] = self.pool()?;
                Layer::AveragePool { kernel, stride }
            }
            "add_prev_" => Layer::AddPrevious,
            "fc_2" => {
                let outputs = self.size()?;
                self.int()?;
                return Ok(Layer::FullyConnected {
                    outputs,
                    params: self.tensor()?,
                });
            }
            other => return Err(format!("layer {other:?} is not known").into()),
        };
        self.training_state()?;
        Ok(layer)
    }

    fn is_version(&self) -> bool {
        // A version is a one-byte number below five; a name's length is at least five, except
        // `fc_2`, whose letters follow.
        match self.bytes.get(self.at..) {
            Some([1, 4, b'f', ..]) => false,
            Some([1, version, ..]) => *version < 5,
            _ => false,
        }
    }

    fn sizes<const N: usize>(&mut self) -> Result<[usize; N]> {
        let mut sizes = [0; N];
        for size in &mut sizes {
            *size = self.size()?;
        }
        Ok(sizes)
    }

    fn pool(&mut self) -> Result<[usize; 2]> {
        let [rows, columns, stride, stride_x, padding, padding_x] = self.sizes()?;
        if rows != columns || stride != stride_x || padding + padding_x > 0 {
            return Err("a pooling layer is not square or is padded".into());
        }
        Ok([rows, stride])
    }
}

/// A value on its way through the network.
#[derive(Clone)]
struct Flow {
    name: String,
    channels: usize,
    side: usize,
}

struct Builder {
    network: Network,
    count: usize,
}

fn build(layers: &[Layer]) -> Result<Network> {
    let mut builder = Builder {
        network: Network::new("face-embedder"),
        count: 0,
    };
    builder.network.inputs.push(Port {
        name: INPUT.into(),
        shape: vec![1, 3, SIDE, SIDE],
    });
    let mut flow = Flow {
        name: INPUT.into(),
        channels: 3,
        side: SIDE,
    };
    // The input of the residual block, and its pooled form where the block halves the picture.
    let mut shortcut = flow.clone();
    let mut layers = layers.iter().peekable();
    while let Some(layer) = layers.next() {
        flow = match layer {
            Layer::Convolution { .. } => {
                let Some(Layer::Affine { params }) = layers.next() else {
                    return Err("a convolution is not followed by an affine layer".into());
                };
                builder.convolution(&flow, layer, params)?
            }
            Layer::Relu => builder.relu(&flow),
            Layer::MaxPool { kernel, stride } => {
                let pooled = builder.pool("MaxPool", &flow, *kernel, *stride);
                shortcut = pooled.clone();
                pooled
            }
            Layer::AveragePool { kernel: 0, .. } => builder.average(&flow),
            Layer::AveragePool { kernel, stride } => {
                shortcut = builder.pool("AveragePool", &shortcut, *kernel, *stride);
                flow
            }
            Layer::AddPrevious => {
                let sum = builder.add(&flow, &shortcut);
                let Some(Layer::Relu) = layers.next() else {
                    return Err("a sum is not followed by a rectifier".into());
                };
                let block = builder.relu(&sum);
                shortcut = block.clone();
                block
            }
            Layer::FullyConnected { outputs, params } => {
                builder.fully_connected(&flow, *outputs, params)?;
                return Ok(builder.network);
            }
            Layer::Affine { .. } => return Err("an affine layer follows no convolution".into()),
        };
    }
    Err("the network has no end".into())
}

impl Builder {
    fn name(&mut self, kind: &str) -> String {
        self.count += 1;
        format!("{kind}-{}", self.count)
    }

    /// Filters, then biases; the affine layer's factors, then its offsets. Folded:
    /// `gamma * (w x + b) + beta = (gamma w) x + (gamma b + beta)`.
    fn convolution(&mut self, flow: &Flow, layer: &Layer, affine: &[f32]) -> Result<Flow> {
        let Layer::Convolution {
            filters,
            kernel,
            stride,
            padding,
            params,
        } = layer
        else {
            return Err("not a convolution".into());
        };
        let each = flow.channels * kernel * kernel;
        if params.len() != filters * (each + 1) || affine.len() != 2 * filters {
            return Err("a convolution's parameters do not fit".into());
        }
        let (weights, biases) = params.split_at(filters * each);
        let (gamma, beta) = affine.split_at(*filters);
        let folded = weights
            .iter()
            .enumerate()
            .map(|(index, w)| w * gamma[index / each])
            .collect();
        let offsets = (0..*filters)
            .map(|i| gamma[i] * biases[i] + beta[i])
            .collect();

        let name = self.name("convolution");
        let shape = [*filters, flow.channels, *kernel, *kernel];
        let weights = self
            .network
            .weights(&format!("{name}.weight"), &shape, folded);
        let biases = self
            .network
            .weights(&format!("{name}.bias"), &[*filters], offsets);
        let (k, s, p) = (*kernel as i64, *stride as i64, *padding as i64);
        self.network.node(
            "Conv",
            &[&flow.name, &weights, &biases],
            &name,
            &[
                ("kernel_shape", Attribute::Ints(&[k, k])),
                ("strides", Attribute::Ints(&[s, s])),
                ("pads", Attribute::Ints(&[p, p, p, p])),
            ],
        );
        let side = (flow.side + 2 * padding - kernel) / stride + 1;
        Ok(Flow {
            name,
            channels: *filters,
            side,
        })
    }

    fn relu(&mut self, flow: &Flow) -> Flow {
        let name = self.name("relu");
        self.network.node("Relu", &[&flow.name], &name, &[]);
        Flow {
            name,
            ..flow.clone()
        }
    }

    fn pool(&mut self, operator: &str, flow: &Flow, kernel: usize, stride: usize) -> Flow {
        let name = self.name("pool");
        let (k, s) = (kernel as i64, stride as i64);
        self.network.node(
            operator,
            &[&flow.name],
            &name,
            &[
                ("kernel_shape", Attribute::Ints(&[k, k])),
                ("strides", Attribute::Ints(&[s, s])),
            ],
        );
        Flow {
            name,
            channels: flow.channels,
            side: (flow.side - kernel) / stride + 1,
        }
    }

    fn average(&mut self, flow: &Flow) -> Flow {
        let name = self.name("average");
        self.network
            .node("GlobalAveragePool", &[&flow.name], &name, &[]);
        Flow {
            name,
            channels: flow.channels,
            side: 1,
        }
    }

    fn add(&mut self, a: &Flow, b: &Flow) -> Flow {
        let channels = a.channels.max(b.channels);
        let side = a.side.max(b.side);
        let a = self.pad(a, channels, side);
        let b = self.pad(b, channels, side);
        let name = self.name("sum");
        self.network.node("Add", &[&a, &b], &name, &[]);
        Flow {
            name,
            channels,
            side,
        }
    }

    fn pad(&mut self, flow: &Flow, channels: usize, side: usize) -> String {
        if flow.channels == channels && flow.side == side {
            return flow.name.clone();
        }
        let name = self.name("pad");
        let (more, wider) = ((channels - flow.channels) as i64, (side - flow.side) as i64);
        let pads = self.network.integers(
            &format!("{name}.pads"),
            &[0, 0, 0, 0, 0, more, wider, wider],
        );
        self.network.node("Pad", &[&flow.name, &pads], &name, &[]);
        name
    }

    /// Stored inputs x outputs, without bias.
    fn fully_connected(&mut self, flow: &Flow, outputs: usize, params: &[f32]) -> Result {
        if flow.side != 1 || params.len() != flow.channels * outputs {
            return Err("the last layer's parameters do not fit".into());
        }
        let shape = self
            .network
            .integers("embedding.shape", &[1, flow.channels as i64]);
        self.network
            .node("Reshape", &[&flow.name, &shape], "features", &[]);
        let weights = self.network.weights(
            "embedding.weight",
            &[flow.channels, outputs],
            params.to_vec(),
        );
        self.network
            .node("MatMul", &["features", &weights], OUTPUT, &[]);
        self.network.outputs.push(Port {
            name: OUTPUT.into(),
            shape: vec![1, outputs],
        });
        Ok(())
    }
}
