//! Face detector and landmark networks: from TensorFlow.js graph models to ONNX.
//!
//! The source keeps pictures as rows, columns, channels; ONNX keeps channels first. Values are
//! turned once, in their weights, and back only where a network flattens its result. Shapes are
//! all known, so TensorFlow's "same" padding becomes numbers; they are the same numbers for every
//! picture whose sides each halving of the network divides.

use std::collections::HashMap;

use serde_json::Value as Json;

use super::onnx::{Attribute, Network, Port};
use crate::Result;

/// What to make of a graph model.
pub(super) struct Recipe<'a> {
    pub(super) name: &'a str,
    /// What the network's input is called afterwards.
    pub(super) input: &'a str,
    /// Outputs of the source that are kept, with their names afterwards.
    pub(super) outputs: &'a [(&'a str, &'a str)],
    /// Whether pictures of other sizes are taken too: outputs are then lists of cells, as many as
    /// the picture has.
    pub(super) any_size: bool,
}

/// Converts a model: `json` holds topology and list of weights, `bin` the weights.
pub(super) fn convert(json: &str, bin: &[u8], recipe: &Recipe<'_>) -> Result<Network> {
    let json: Json = serde_json::from_str(json)?;
    let weights = weights(&json, bin)?;
    let nodes = json["modelTopology"]["node"].as_array().ok_or("no nodes")?;
    let nodes = nodes
        .iter()
        .map(|node| Ok((text(&node["name"])?, node)))
        .collect::<Result<HashMap<&str, &Json>>>()?;
    let mut importer = Importer {
        nodes,
        weights,
        network: Network::new(recipe.name),
        input: recipe.input,
        any_size: recipe.any_size,
        done: HashMap::new(),
    };
    for &(source, name) in recipe.outputs {
        importer.output(source, name)?;
    }
    Ok(importer.network)
}

struct Weight {
    shape: Vec<usize>,
    values: Values,
}

enum Values {
    Float(Vec<f32>),
    Int(Vec<i64>),
}

/// Weights lie one after another, in the order of the list; some are stored in half precision.
fn weights(json: &Json, bin: &[u8]) -> Result<HashMap<String, Weight>> {
    let mut found = HashMap::new();
    let mut rest = bin;
    let groups = json["weightsManifest"]
        .as_array()
        .ok_or("no list of weights")?;
    for entry in groups
        .iter()
        .flat_map(|group| group["weights"].as_array())
        .flatten()
    {
        let shape = entry["shape"].as_array().ok_or("weight without shape")?;
        let shape = shape.iter().map(integer).collect::<Result<Vec<i64>>>()?;
        let shape = shape
            .into_iter()
            .map(usize::try_from)
            .collect::<std::result::Result<Vec<_>, _>>()?;
        let count: usize = shape.iter().product();
        let mut take = |bytes: usize| {
            let (taken, after) = rest
                .split_at_checked(count * bytes)
                .ok_or("too few weights")?;
            rest = after;
            Ok::<_, &str>(taken)
        };
        let stored = entry["quantization"]["dtype"].as_str();
        let values = match (text(&entry["dtype"])?, stored) {
            ("float32", None) => {
                let raw = take(4)?;
                Values::Float(
                    raw.as_chunks()
                        .0
                        .iter()
                        .map(|&b| f32::from_le_bytes(b))
                        .collect(),
                )
            }
            ("float32", Some("float16")) => {
                let raw = take(2)?;
                let half = |&bytes| half(u16::from_le_bytes(bytes));
                Values::Float(raw.as_chunks().0.iter().map(half).collect())
            }
            ("int32", None) => {
                let raw = take(4)?;
                let wide = |&bytes| i64::from(i32::from_le_bytes(bytes));
                Values::Int(raw.as_chunks().0.iter().map(wide).collect())
            }
            other => return Err(format!("weights of kind {other:?} are not read").into()),
        };
        found.insert(text(&entry["name"])?.to_owned(), Weight { shape, values });
    }
    if !rest.is_empty() {
        return Err(format!("{} bytes of weights are left over", rest.len()).into());
    }
    Ok(found)
}

/// IEEE 754 half precision to single.
fn half(bits: u16) -> f32 {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let exponent = i32::from(bits >> 10 & 0x1F);
    let fraction = f32::from(bits & 0x3FF) / 1024.0;
    sign * match exponent {
        0 => fraction * f32::powi(2.0, -14),
        31 if fraction == 0.0 => f32::INFINITY,
        31 => f32::NAN,
        _ => (1.0 + fraction) * f32::powi(2.0, exponent - 15),
    }
}

/// A value on its way: its name in ONNX, and its sides without the batch.
#[derive(Clone)]
struct Flow {
    name: String,
    height: usize,
    width: usize,
    channels: usize,
}

struct Importer<'a> {
    nodes: HashMap<&'a str, &'a Json>,
    weights: HashMap<String, Weight>,
    network: Network,
    input: &'a str,
    any_size: bool,
    done: HashMap<String, Flow>,
}

impl<'a> Importer<'a> {
    /// Follows an output back to the input, and writes what lies between in running order.
    fn output(&mut self, source: &str, name: &str) -> Result {
        let mut last = self.find(source)?;
        while text(&last["op"])? == "Identity" {
            last = self.find(&input(last, 0)?)?;
        }
        let (flow, shape) = if text(&last["op"])? == "Reshape" {
            let shape = self.ints(&input(last, 1)?)?;
            (self.value(&input(last, 0)?)?, shape)
        } else {
            let flow = self.value(text(&last["name"])?)?;
            let shape = vec![1, (flow.height * flow.width * flow.channels) as i64];
            (flow, shape)
        };
        let count = flow.height * flow.width * flow.channels;
        let known: i64 = shape.iter().filter(|&&side| side > 0).product();
        let known = usize::try_from(known)?;
        let mut shape = shape
            .iter()
            .map(|&side| {
                if side < 0 {
                    count / known
                } else {
                    side as usize
                }
            })
            .collect::<Vec<_>>();
        if shape.iter().product::<usize>() != count {
            return Err(format!("{source} cannot have the shape {shape:?}").into());
        }

        let mut flat = flow.name;
        if flow.height * flow.width > 1 {
            let turned = format!("{name}.rows");
            let order = [("perm", Attribute::Ints(&[0, 2, 3, 1]))];
            self.network.node("Transpose", &[&flat], &turned, &order);
            flat = turned;
        }
        let mut sides: Vec<i64> = shape.iter().map(|&side| side as i64).collect();
        if self.any_size {
            let ([_, cells, _], [_, known, _]) = (&mut shape[..], &mut sides[..]) else {
                return Err(format!("{source} is not a list of cells").into());
            };
            (*cells, *known) = (0, -1);
        }
        let sides = self.network.integers(&format!("{name}.shape"), &sides);
        self.network.node("Reshape", &[&flat, &sides], name, &[]);
        self.network.outputs.push(Port {
            name: name.to_owned(),
            shape,
        });
        Ok(())
    }

    fn find(&self, name: &str) -> Result<&'a Json> {
        self.nodes
            .get(name)
            .copied()
            .ok_or_else(|| format!("no node {name}").into())
    }

    fn value(&mut self, name: &str) -> Result<Flow> {
        if let Some(flow) = self.done.get(name) {
            return Ok(flow.clone());
        }
        let node = self.find(name)?;
        let first = |importer: &mut Self| importer.value(&input(node, 0)?);
        let flow = match text(&node["op"])? {
            "Placeholder" => self.placeholder(node)?,
            "Identity" => first(self)?,
            "Relu" | "Sigmoid" => {
                let flow = first(self)?;
                let operator = text(&node["op"])?;
                self.network.node(operator, &[&flow.name], name, &[]);
                flow.named(name)
            }
            "Prelu" => {
                let flow = first(self)?;
                self.prelu(&flow, &input(node, 1)?, name)?
            }
            "AddV2" => {
                let (a, b) = (first(self)?, self.value(&input(node, 1)?)?);
                if a.sides() != b.sides() {
                    return Err(format!("{name} adds different shapes").into());
                }
                self.network.node("Add", &[&a.name, &b.name], name, &[]);
                a.named(name)
            }
            "ConcatV2" => self.concat(node, name)?,
            "Pad" => self.pad(node, name)?,
            "MaxPool" => self.max_pool(node, name)?,
            "DepthwiseConv2dNative" => self.depthwise(node, name)?,
            "_FusedConv2D" => self.fused(node, name)?,
            other => return Err(format!("{name}: operator {other} is not known").into()),
        };
        self.done.insert(name.to_owned(), flow.clone());
        Ok(flow)
    }

    fn placeholder(&mut self, node: &Json) -> Result<Flow> {
        let sides = node["attr"]["shape"]["shape"]["dim"]
            .as_array()
            .ok_or("input has no shape")?;
        let [_, height, width, channels] = <[i64; 4]>::try_from(
            sides
                .iter()
                .map(|d| integer(&d["size"]))
                .collect::<Result<Vec<_>>>()?,
        )
        .map_err(|_| "input is not a picture")?
        .map(|side| side.max(1) as usize);
        let name = self.input.to_owned();
        let shape = if self.any_size {
            vec![1, channels, 0, 0]
        } else {
            vec![1, channels, height, width]
        };
        self.network.inputs.push(Port {
            name: name.clone(),
            shape,
        });
        Ok(Flow {
            name,
            height,
            width,
            channels,
        })
    }

    fn prelu(&mut self, flow: &Flow, slope: &str, name: &str) -> Result<Flow> {
        let (shape, values) = self.floats(slope)?;
        if shape.iter().product::<usize>() != flow.channels {
            return Err(format!("{name}: one slope for each channel is expected").into());
        }
        let slope = self
            .network
            .weights(&format!("{name}.slope"), &[flow.channels, 1, 1], values);
        self.network.node("PRelu", &[&flow.name, &slope], name, &[]);
        Ok(flow.named(name))
    }

    fn concat(&mut self, node: &Json, name: &str) -> Result<Flow> {
        let inputs = node["input"].as_array().ok_or("no inputs")?;
        let axis = self.ints(&input(node, inputs.len() - 1)?)?;
        if !matches!(axis[..], [3 | -1]) {
            return Err(format!("{name} joins something else than channels").into());
        }
        let mut parts = Vec::new();
        for index in 0..inputs.len() - 1 {
            parts.push(self.value(&input(node, index)?)?);
        }
        let names: Vec<&str> = parts.iter().map(|part| part.name.as_str()).collect();
        self.network
            .node("Concat", &names, name, &[("axis", Attribute::Int(1))]);
        let channels = parts.iter().map(|part| part.channels).sum();
        Ok(Flow {
            channels,
            ..parts[0].named(name)
        })
    }

    fn pad(&mut self, node: &Json, name: &str) -> Result<Flow> {
        let flow = self.value(&input(node, 0)?)?;
        let pads = self.ints(&input(node, 1)?)?;
        let [0, 0, top, bottom, left, right, before, after] = pads[..] else {
            return Err(format!("{name} pads the batch").into());
        };
        let order = [0, before, top, left, 0, after, bottom, right];
        let pads = self.network.integers(&format!("{name}.pads"), &order);
        self.network.node("Pad", &[&flow.name, &pads], name, &[]);
        Ok(Flow {
            name: name.to_owned(),
            height: flow.height + (top + bottom) as usize,
            width: flow.width + (left + right) as usize,
            channels: flow.channels + (before + after) as usize,
        })
    }

    fn max_pool(&mut self, node: &Json, name: &str) -> Result<Flow> {
        let flow = self.value(&input(node, 0)?)?;
        let kernel = square(node, "ksize")?;
        let window = Window::of(node, kernel, &flow)?;
        self.network
            .node("MaxPool", &[&flow.name], name, &window.attributes(&[]));
        Ok(window.result(name, flow.channels))
    }

    /// Filters as rows, columns, channels, multiples of each channel.
    fn depthwise(&mut self, node: &Json, name: &str) -> Result<Flow> {
        let flow = self.value(&input(node, 0)?)?;
        let (shape, values) = self.floats(&input(node, 1)?)?;
        let [rows, columns, channels, multiple] = shape[..] else {
            return Err(format!("{name}: filters have {} sides", shape.len()).into());
        };
        if rows != columns || channels != flow.channels {
            return Err(format!("{name}: filters do not fit").into());
        }
        let filters = channels * multiple;
        let turned = turn(&values, rows * columns, filters);
        let weights = self.network.weights(
            &format!("{name}.weight"),
            &[filters, 1, rows, columns],
            turned,
        );
        let window = Window::of(node, rows, &flow)?;
        let group = [("group", Attribute::Int(channels as i64))];
        self.network.node(
            "Conv",
            &[&flow.name, &weights],
            name,
            &window.attributes(&group),
        );
        Ok(window.result(name, filters))
    }

    /// A convolution (filters as rows, columns, inputs, outputs) with a bias and, at times, an
    /// activation.
    fn fused(&mut self, node: &Json, name: &str) -> Result<Flow> {
        let flow = self.value(&input(node, 0)?)?;
        let (shape, values) = self.floats(&input(node, 1)?)?;
        let [rows, columns, inputs, filters] = shape[..] else {
            return Err(format!("{name}: filters have {} sides", shape.len()).into());
        };
        if rows != columns || inputs != flow.channels {
            return Err(format!("{name}: filters do not fit").into());
        }
        let turned = turn(&values, rows * columns * inputs, filters);
        // Now outputs, then rows, columns, inputs: inputs go before rows.
        let each = rows * columns * inputs;
        let turned: Vec<f32> = turned
            .chunks(each)
            .flat_map(|filter| turn(filter, rows * columns, inputs))
            .collect();
        let weights = self.network.weights(
            &format!("{name}.weight"),
            &[filters, inputs, rows, columns],
            turned,
        );
        let fused = node["attr"]["fused_ops"]["list"]["s"]
            .as_array()
            .ok_or("nothing fused")?;
        let fused = fused.iter().map(base64).collect::<Result<Vec<_>>>()?;
        let activation = match &fused[..] {
            [bias] if bias == "BiasAdd" => None,
            [bias, activation] if bias == "BiasAdd" => Some(activation.as_str()),
            _ => return Err(format!("{name}: {fused:?} are not known").into()),
        };
        let (_, bias) = self.floats(&input(node, 2)?)?;
        let bias = self
            .network
            .weights(&format!("{name}.bias"), &[filters], bias);
        let window = Window::of(node, rows, &flow)?;
        let plain = match activation {
            None => name.to_owned(),
            Some(_) => format!("{name}.plain"),
        };
        let inputs = [flow.name.as_str(), &weights, &bias];
        self.network
            .node("Conv", &inputs, &plain, &window.attributes(&[]));
        let result = window.result(&plain, filters);
        match activation {
            None => Ok(result),
            Some("Relu") => {
                self.network.node("Relu", &[&plain], name, &[]);
                Ok(result.named(name))
            }
            Some("Prelu") => self.prelu(&result, &input(node, 3)?, name),
            Some(other) => Err(format!("{name}: activation {other} is not known").into()),
        }
    }

    fn floats(&self, name: &str) -> Result<(Vec<usize>, Vec<f32>)> {
        match self.weights.get(name) {
            Some(Weight {
                shape,
                values: Values::Float(values),
            }) => Ok((shape.clone(), values.clone())),
            _ => Err(format!("{name} is no weight").into()),
        }
    }

    fn ints(&self, name: &str) -> Result<Vec<i64>> {
        match self.weights.get(name) {
            Some(Weight {
                values: Values::Int(values),
                ..
            }) => Ok(values.clone()),
            _ => Err(format!("{name} is no vector of integers").into()),
        }
    }
}

impl Flow {
    fn named(&self, name: &str) -> Self {
        Self {
            name: name.to_owned(),
            ..*self
        }
    }

    fn sides(&self) -> [usize; 3] {
        [self.height, self.width, self.channels]
    }
}

/// How a kernel moves over a picture.
struct Window {
    kernel: [i64; 2],
    strides: [i64; 2],
    /// Top, left, bottom, right.
    pads: [i64; 4],
    height: usize,
    width: usize,
}

impl Window {
    fn of(node: &Json, kernel: usize, flow: &Flow) -> Result<Self> {
        let stride = square(node, "strides")?;
        if !node["attr"]["dilations"].is_null() && square(node, "dilations")? != 1 {
            return Err("dilated kernels are not known".into());
        }
        let same = match base64(&node["attr"]["padding"]["s"])?.as_str() {
            "SAME" => true,
            "VALID" => false,
            other => return Err(format!("padding {other} is not known").into()),
        };
        // TensorFlow pads the end with the odd one.
        let along = |side: usize| {
            if same {
                let result = side.div_ceil(stride);
                let total = ((result - 1) * stride + kernel).saturating_sub(side);
                (result, total / 2, total - total / 2)
            } else {
                ((side - kernel) / stride + 1, 0, 0)
            }
        };
        let (height, top, bottom) = along(flow.height);
        let (width, left, right) = along(flow.width);
        Ok(Self {
            kernel: [kernel as i64; 2],
            strides: [stride as i64; 2],
            pads: [top, left, bottom, right].map(|pad| pad as i64),
            height,
            width,
        })
    }

    fn attributes<'b>(
        &'b self,
        more: &[(&'b str, Attribute<'b>)],
    ) -> Vec<(&'b str, Attribute<'b>)> {
        let mut attributes = vec![
            ("kernel_shape", Attribute::Ints(&self.kernel)),
            ("strides", Attribute::Ints(&self.strides)),
            ("pads", Attribute::Ints(&self.pads)),
        ];
        attributes.extend(more.iter().map(|(name, attribute)| (*name, *attribute)));
        attributes
    }

    fn result(&self, name: &str, channels: usize) -> Flow {
        Flow {
            name: name.to_owned(),
            height: self.height,
            width: self.width,
            channels,
        }
    }
}

/// From `outer` x `inner` to `inner` x `outer`.
fn turn(values: &[f32], outer: usize, inner: usize) -> Vec<f32> {
    (0..inner)
        .flat_map(|i| (0..outer).map(move |o| values[o * inner + i]))
        .collect()
}

/// An attribute of four sides, of which only the middle two matter and are alike.
fn square(node: &Json, name: &str) -> Result<usize> {
    let sides = node["attr"][name]["list"]["i"]
        .as_array()
        .ok_or(format!("no {name}"))?;
    match sides.iter().map(integer).collect::<Result<Vec<_>>>()?[..] {
        [1, a, b, 1] if a == b && a > 0 => Ok(a as usize),
        ref other => Err(format!("{name} {other:?} are not known").into()),
    }
}

/// The name of a node's input, without the number of the output.
fn input(node: &Json, index: usize) -> Result<String> {
    let name = text(&node["input"][index])?;
    Ok(name.split(':').next().unwrap_or(name).to_owned())
}

fn text(json: &Json) -> Result<&str> {
    json.as_str()
        .ok_or_else(|| format!("{json} is no text").into())
}

/// Integers are written as numbers or as texts.
fn integer(json: &Json) -> Result<i64> {
    json.as_i64()
        .or_else(|| json.as_str().and_then(|text| text.parse().ok()))
        .ok_or_else(|| format!("{json} is no integer").into())
}

/// Texts are written in base64.
fn base64(json: &Json) -> Result<String> {
    let mut bits = 0u32;
    let mut count = 0;
    let mut decoded = Vec::new();
    for letter in text(json)?.bytes().filter(|&letter| letter != b'=') {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return Err("not base64".into()),
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            decoded.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    Ok(String::from_utf8(decoded)?)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn halves_become_floats() {
        for (bits, value) in [
            (0x0000, 0.0),
            (0x3C00, 1.0),
            (0xC000, -2.0),
            (0x3555, 0.333_251_95),
            (0x0001, 5.960_464_5e-8),
            (0x7BFF, 65504.0),
            (0x7C00, f32::INFINITY),
        ] {
            assert_eq!(half(bits), value, "{bits:04x}");
        }
        assert!(half(0x7E00).is_nan());
    }

    #[test]
    fn texts_are_decoded() {
        assert_eq!(base64(&json!("VkFMSUQ=")).unwrap(), "VALID");
        assert_eq!(base64(&json!("Qmlhc0FkZA==")).unwrap(), "BiasAdd");
        assert!(base64(&json!("!")).is_err());
    }

    #[test]
    fn same_padding_puts_the_odd_one_at_the_end() {
        let node = json!({"attr": {
            "strides": {"list": {"i": ["1", "2", "2", "1"]}},
            "padding": {"s": "U0FNRQ=="},
        }});
        let flow = Flow {
            name: "x".into(),
            height: 256,
            width: 255,
            channels: 3,
        };
        let window = Window::of(&node, 3, &flow).unwrap();
        assert_eq!((window.height, window.width), (128, 128));
        assert_eq!(window.pads, [0, 1, 1, 1]);
    }

    #[test]
    fn filters_are_turned() {
        // Two rows of three become three rows of two.
        assert_eq!(
            turn(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], 2, 3),
            [1.0, 4.0, 2.0, 5.0, 3.0, 6.0]
        );
    }

    fn model(operator: &str) -> String {
        json!({
            "modelTopology": {"node": [
                {"name": "input", "op": "Placeholder", "attr": {"shape": {"shape": {"dim": [
                    {"size": "1"}, {"size": "4"}, {"size": "4"}, {"size": "1"}]}}}},
                {"name": "w", "op": "Const"},
                {"name": "b", "op": "Const"},
                {"name": "conv", "op": operator, "input": ["input", "w", "b"], "attr": {
                    "strides": {"list": {"i": ["1", "1", "1", "1"]}},
                    "padding": {"s": "U0FNRQ=="},
                    "fused_ops": {"list": {"s": ["Qmlhc0FkZA==", "UmVsdQ=="]}}}},
                {"name": "Identity", "op": "Identity", "input": ["conv"]},
            ]},
            "weightsManifest": [{"weights": [
                {"name": "w", "shape": [1, 1, 1, 2], "dtype": "float32"},
                {"name": "b", "shape": [2], "dtype": "float32"},
            ]}],
        })
        .to_string()
    }

    const RECIPE: Recipe<'_> = Recipe {
        name: "m",
        input: "image",
        outputs: &[("Identity", "out")],
        any_size: false,
    };

    #[test]
    fn a_small_graph_is_converted() {
        let network = convert(&model("_FusedConv2D"), &[0; 16], &RECIPE).unwrap();
        assert_eq!(network.inputs[0].shape, [1, 1, 4, 4]);
        assert_eq!(network.outputs[0].shape, [1, 32]);
    }

    #[test]
    fn what_is_not_known_is_an_error() {
        assert!(convert(&model("Conv3D"), &[0; 16], &RECIPE).is_err());
        assert!(convert(&model("_FusedConv2D"), &[0; 12], &RECIPE).is_err());
        assert!(convert(&model("_FusedConv2D"), &[0; 20], &RECIPE).is_err());
    }
}
