//! Neural networks as ONNX files whose weights can be used where they lie.
//!
//! The files are ordinary ONNX with external data, except that the external file, which they
//! call `weights.data`, is the file itself: the weights stand in a field of their own, each
//! aligned to 64 bytes, and the tensors refer to them by offset. So a program that embeds such a
//! file runs the network without copying a weight, and the file has one hash.

use super::protobuf::{Message, Value, fields};
use crate::Result;

/// Version 9 of the format: external data, string attributes in any order.
const IR_VERSION: i64 = 9;
/// The operators that the converters write mean the same in this version and later ones.
const OPSET: i64 = 17;
/// A field of the model message that the standard leaves to nobody; readers skip it.
const WEIGHTS_FIELD: u32 = 1000;
const ALIGNMENT: usize = 64;
/// What the file calls itself. Readers insist on an extension that tells of data.
const SELF: &str = "weights.data";

const FLOAT: i64 = 1;
const INT64: i64 = 7;

/// A network under construction, in the order in which its nodes run.
#[derive(Default)]
pub(super) struct Network {
    name: String,
    pub(super) inputs: Vec<Port>,
    pub(super) outputs: Vec<Port>,
    nodes: Vec<Message>,
    tensors: Vec<Tensor>,
    ints: Vec<Message>,
}

/// An input or output: its name and shape, in which 0 is a side of any length.
pub(super) struct Port {
    pub(super) name: String,
    pub(super) shape: Vec<usize>,
}

pub(super) struct Tensor {
    pub(super) name: String,
    pub(super) shape: Vec<usize>,
    pub(super) data: Vec<f32>,
}

#[derive(Clone, Copy)]
pub(super) enum Attribute<'a> {
    Int(i64),
    Ints(&'a [i64]),
}

impl Network {
    pub(super) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            ..Self::default()
        }
    }

    pub(super) fn node(
        &mut self,
        operator: &str,
        inputs: &[&str],
        output: &str,
        attributes: &[(&str, Attribute<'_>)],
    ) {
        let mut node = Message::default();
        for input in inputs {
            node.string(1, input);
        }
        node.string(2, output).string(3, output).string(4, operator);
        for (name, attribute) in attributes {
            let mut message = Message::default();
            message.string(1, name);
            match attribute {
                Attribute::Int(value) => {
                    message.int(3, *value).int(20, 2);
                }
                Attribute::Ints(values) => {
                    for &value in *values {
                        message.int(8, value);
                    }
                    message.int(20, 7);
                }
            }
            node.message(5, &message);
        }
        self.nodes.push(node);
    }

    /// Adds weights and returns their name.
    pub(super) fn weights(&mut self, name: &str, shape: &[usize], data: Vec<f32>) -> String {
        debug_assert_eq!(shape.iter().product::<usize>(), data.len());
        self.tensors.push(Tensor {
            name: name.to_owned(),
            shape: shape.to_vec(),
            data,
        });
        name.to_owned()
    }

    /// Adds a small vector of integers (a shape, paddings) and returns its name.
    pub(super) fn integers(&mut self, name: &str, values: &[i64]) -> String {
        let mut tensor = Message::default();
        tensor
            .int(1, values.len() as i64)
            .int(2, INT64)
            .string(8, name);
        let raw: Vec<u8> = values
            .iter()
            .flat_map(|value| value.to_le_bytes())
            .collect();
        tensor.bytes(9, &raw);
        self.ints.push(tensor);
        name.to_owned()
    }

    /// The file.
    pub(super) fn write(self) -> Vec<u8> {
        let mut file = File::new();
        let mut graph = Message::default();
        for node in &self.nodes {
            graph.message(1, node);
        }
        graph.string(2, &self.name);
        for tensor in self.tensors {
            let bytes: Vec<u8> = tensor
                .data
                .iter()
                .flat_map(|value| value.to_le_bytes())
                .collect();
            let mut message = Message::default();
            for side in &tensor.shape {
                message.int(1, *side as i64);
            }
            message.int(2, FLOAT).string(8, &tensor.name);
            file.external(&mut message, &bytes);
            graph.message(5, &message);
        }
        for tensor in &self.ints {
            graph.message(5, tensor);
        }
        for (field, ports) in [(11, &self.inputs), (12, &self.outputs)] {
            for port in ports {
                graph.message(field, &port.message());
            }
        }
        let mut opset = Message::default();
        opset.string(1, "").int(2, OPSET);
        let mut rest = Message::default();
        rest.string(2, "bonafide")
            .message(7, &graph)
            .message(8, &opset);
        file.finish(rest.as_bytes())
    }
}

impl Port {
    fn message(&self) -> Message {
        let mut shape = Message::default();
        for &side in &self.shape {
            let mut dimension = Message::default();
            if side > 0 {
                dimension.int(1, side as i64);
            }
            shape.message(1, &dimension);
        }
        let mut tensor = Message::default();
        tensor.int(1, FLOAT).message(2, &shape);
        let mut kind = Message::default();
        kind.message(1, &tensor);
        let mut port = Message::default();
        port.string(1, &self.name).message(2, &kind);
        port
    }
}

/// Rewrites an ONNX file so that its large float weights can be used where they lie.
pub(super) fn align(onnx: &[u8]) -> Result<Vec<u8>> {
    let mut file = File::new();
    let mut rest = Message::default();
    for field in fields(onnx)? {
        match (field.number, field.value) {
            // The version of the format, which `File` writes itself.
            (1, _) => {}
            (7, Value::Bytes(graph)) => {
                let mut aligned = Message::default();
                for field in fields(graph)? {
                    match (field.number, field.value) {
                        (5, Value::Bytes(tensor)) => {
                            aligned.message(5, &align_tensor(tensor, &mut file)?);
                        }
                        _ => {
                            aligned.raw(field.raw);
                        }
                    }
                }
                rest.message(7, &aligned);
            }
            _ => {
                rest.raw(field.raw);
            }
        }
    }
    Ok(file.finish(rest.as_bytes()))
}

fn align_tensor(tensor: &[u8], file: &mut File) -> Result<Message> {
    let fields = fields(tensor)?;
    let float = fields
        .iter()
        .any(|field| field.number == 2 && matches!(field.value, Value::Varint(1)));
    let mut message = Message::default();
    for field in &fields {
        match (field.number, &field.value) {
            (9, Value::Bytes(raw)) if float && raw.len() >= ALIGNMENT => {
                file.external(&mut message, raw);
            }
            _ => {
                message.raw(field.raw);
            }
        }
    }
    Ok(message)
}

/// The value of a model's own key, as exporters leave them (`metadata_props`).
pub(super) fn metadata(onnx: &[u8], wanted: &str) -> Result<String> {
    for field in fields(onnx)? {
        if let (14, Value::Bytes(pair)) = (field.number, field.value) {
            let mut key = &b""[..];
            let mut text = &b""[..];
            for field in fields(pair)? {
                match (field.number, field.value) {
                    (1, Value::Bytes(bytes)) => key = bytes,
                    (2, Value::Bytes(bytes)) => text = bytes,
                    _ => {}
                }
            }
            if key == wanted.as_bytes() {
                return Ok(String::from_utf8(text.to_vec())?);
            }
        }
    }
    Err(format!("the model does not say its {wanted:?}").into())
}

/// A file in the making: the format's version, then the weights, then everything else.
struct File {
    bytes: Vec<u8>,
    length_at: usize,
}

impl File {
    fn new() -> Self {
        let mut head = Message::default();
        head.int(1, IR_VERSION).bytes(WEIGHTS_FIELD, b"");
        let mut bytes = head.as_bytes().to_vec();
        // The length is not known yet: five bytes hold any.
        bytes.pop();
        let length_at = bytes.len();
        bytes.extend([0; 5]);
        Self { bytes, length_at }
    }

    /// Stores a tensor's data and writes into its message where they are.
    fn external(&mut self, tensor: &mut Message, data: &[u8]) {
        self.pad();
        let offset = self.bytes.len().to_string();
        self.bytes.extend(data);
        for (key, value) in [
            ("location", SELF),
            ("offset", &offset),
            ("length", &data.len().to_string()),
        ] {
            let mut entry = Message::default();
            entry.string(1, key).string(2, value);
            tensor.message(13, &entry);
        }
        tensor.int(14, 1);
    }

    fn finish(mut self, rest: &[u8]) -> Vec<u8> {
        self.pad();
        let length = (self.bytes.len() - self.length_at - 5) as u64;
        for index in 0..5 {
            let more = if index < 4 { 0x80 } else { 0 };
            self.bytes[self.length_at + index] = (length >> (7 * index)) as u8 & 0x7F | more;
        }
        self.bytes.extend(rest);
        self.bytes
    }

    fn pad(&mut self) {
        self.bytes
            .resize(self.bytes.len().next_multiple_of(ALIGNMENT), 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(message: &[u8], number: u32) -> &[u8] {
        fields(message)
            .unwrap()
            .into_iter()
            .find_map(|field| match field.value {
                Value::Bytes(bytes) if field.number == number => Some(bytes),
                _ => None,
            })
            .unwrap()
    }

    fn tiny() -> Network {
        let mut network = Network::new("tiny");
        network.inputs.push(Port {
            name: "in".into(),
            shape: vec![1, 2],
        });
        network.weights("a", &[2], vec![1.0, 2.0]);
        network.weights("b", &[3], vec![3.0, 4.0, 5.0]);
        network.node("Add", &["in", "a"], "out", &[("axis", Attribute::Int(1))]);
        network
    }

    /// Where the file's tensors say that their data are: offset and length.
    fn places(file: &[u8]) -> Vec<(usize, usize)> {
        fields(bytes(file, 7))
            .unwrap()
            .iter()
            .filter_map(|field| match field.value {
                Value::Bytes(tensor) if field.number == 5 => Some(tensor),
                _ => None,
            })
            .map(|tensor| {
                let entries: Vec<usize> = fields(tensor)
                    .unwrap()
                    .iter()
                    .filter_map(|field| match field.value {
                        Value::Bytes(entry) if field.number == 13 => {
                            std::str::from_utf8(bytes(entry, 2)).unwrap().parse().ok()
                        }
                        _ => None,
                    })
                    .collect();
                (entries[0], entries[1])
            })
            .collect()
    }

    #[test]
    fn weights_lie_aligned_where_tensors_say() {
        let file = tiny().write();
        let places = places(&file);
        assert_eq!(places.len(), 2);
        for &(offset, _) in &places {
            assert_eq!(offset % ALIGNMENT, 0);
        }
        let (offset, length) = places[1];
        let data: Vec<u8> = [3.0f32, 4.0, 5.0]
            .iter()
            .flat_map(|v| v.to_le_bytes())
            .collect();
        assert_eq!(&file[offset..offset + length], data);
    }

    #[test]
    fn writing_is_repeatable() {
        assert_eq!(tiny().write(), tiny().write());
    }

    #[test]
    fn embedded_weights_are_moved_out() {
        let raw: Vec<u8> = (0..100u32)
            .flat_map(|value| (value as f32).to_le_bytes())
            .collect();
        let mut tensor = Message::default();
        tensor
            .int(1, 100)
            .int(2, FLOAT)
            .string(8, "w")
            .bytes(9, &raw);
        let mut graph = Message::default();
        graph.string(2, "g").message(5, &tensor);
        let mut property = Message::default();
        property.string(1, "character").string(2, "a\nb");
        let mut model = Message::default();
        model.int(1, 8).message(7, &graph).message(14, &property);

        let aligned = align(model.as_bytes()).unwrap();
        let (offset, length) = places(&aligned)[0];
        assert_eq!(&aligned[offset..offset + length], raw);
        assert_eq!(metadata(&aligned, "character").unwrap(), "a\nb");
        assert!(metadata(&aligned, "absent").is_err());
    }
}
