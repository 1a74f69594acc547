//! The models inside the binary, when the build found them.

use super::Name;

/// A model's file, aligned so that its weights can be used where they lie.
#[cfg(models_embedded)]
pub(super) fn bytes(name: Name) -> Option<&'static [u8]> {
    #[repr(C, align(64))]
    struct Aligned<Bytes: ?Sized>(Bytes);

    macro_rules! model {
        ($file:literal) => {{
            static MODEL: &Aligned<[u8]> = &Aligned(*include_bytes!(concat!(
                env!("BONAFIDE_MODELS"),
                "/",
                $file
            )));
            &MODEL.0
        }};
    }

    Some(match name {
        Name::FaceDetector => model!("face-detector.onnx"),
        Name::FaceMesh => model!("face-mesh.onnx"),
        Name::Iris => model!("iris.onnx"),
        Name::FaceEmbedder => model!("face-embedder.onnx"),
        Name::TextDetector => model!("text-detector.onnx"),
        Name::TextRecognizer => model!("text-recognizer.onnx"),
    })
}

#[cfg(not(models_embedded))]
pub(super) fn bytes(_: Name) -> Option<&'static [u8]> {
    None
}
