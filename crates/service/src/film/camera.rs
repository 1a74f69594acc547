//! What a browser says of its camera. It may say anything: what it says can raise doubt, and never
//! lays one to rest (injection attack detection, CEN/TS 18099).

use bonafide_identity::evidence::CameraLimit;

/// Names of software that stands in for a camera, in small letters.
const VIRTUAL: [&str; 18] = [
    "obs virtual",
    "obs-camera",
    "virtual cam",
    "virtualcam",
    "virtual webcam",
    "v4l2loopback",
    "dummy video device",
    "manycam",
    "xsplit",
    "snap camera",
    "splitcam",
    "mmhmm",
    "camo virtual",
    "e2esoft",
    "vcam",
    "youcam",
    "screen capture",
    "unity video capture",
];
/// Letters of a label that are looked at.
const MOST_LABEL: usize = 200;

/// What the browser says of its camera.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Camera {
    /// Its name.
    pub label: String,
    /// What the page said of it when the person went on all the same.
    pub limit: Option<CameraLimit>,
}

impl std::fmt::Debug for Camera {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Camera")
    }
}

impl Camera {
    /// Whether its name is that of software.
    pub fn is_virtual(&self) -> bool {
        let label: String = self
            .label
            .chars()
            .take(MOST_LABEL)
            .flat_map(char::to_lowercase)
            .collect();
        VIRTUAL.iter().any(|name| label.contains(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn software_is_known_by_its_name() {
        let named = |label: &str| {
            Camera {
                label: label.to_owned(),
                limit: None,
            }
            .is_virtual()
        };
        for label in [
            "OBS Virtual Camera",
            "Dummy video device (0x0000)",
            "ManyCam 7",
        ] {
            assert!(named(label), "{label}");
        }
        for label in [
            "",
            "FaceTime HD Camera",
            "camera2 1, facing front",
            "Integrated Webcam (04f2:b6d9)",
        ] {
            assert!(!named(label), "{label}");
        }
    }
}
