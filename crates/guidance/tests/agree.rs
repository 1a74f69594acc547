//! The module as browsers run it says of the same pictures what the same code says here.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use bonafide_fixtures::guide::{Staged, documents, faces};
use bonafide_guidance::flat;
use bonafide_vision::face::Tracker;
use bonafide_vision::guide::{DocumentGuide, FaceGuide, Seen, View, opaque};
use bonafide_vision::models::{Name, Source};
use image::{RgbImage, imageops};
use serde_json::{Value, json};

/// Milliseconds between two looks, and how many there are.
const PAUSE: u64 = 200;
const LOOKS: u64 = 9;
const FRAME: [f32; 4] = [40.0, 20.0, 560.0, 320.0];
/// The same arithmetic in another order: pixels by which places may differ.
const NEAR: f64 = 1.5;

fn folder() -> PathBuf {
    Path::new(".").join("../../web-assets/wasm")
}

fn reduced(staged: &Staged) -> RgbImage {
    imageops::resize(&staged.picture, 640, 360, imageops::FilterType::Triangle)
}

fn rgba(picture: &RgbImage) -> Vec<u8> {
    picture
        .pixels()
        .flat_map(|pixel| [pixel.0[0], pixel.0[1], pixel.0[2], 255])
        .collect()
}

/// What native code sees, look by look.
fn native(staged: &Staged, models: &Source) -> Vec<Seen> {
    let bytes = rgba(&reduced(staged));
    let picture = opaque(640, 360, &bytes).expect("of that size");
    let mut document = DocumentGuide::default();
    let mut face = FaceGuide::new(Tracker::from_source(models).expect("the models are right"));
    (0..LOOKS)
        .map(|look| {
            let view = View {
                picture: &picture,
                at: look * PAUSE,
                frame: FRAME,
                scale: 2.0,
            };
            if staged.face {
                face.look(&view).expect("the models run")
            } else {
                document.look(&view)
            }
        })
        .collect()
}

#[test]
fn browsers_are_told_what_is_said_here() {
    let folder = folder();
    let module = folder.join("guidance.wasm");
    if !module.is_file() {
        eprintln!("SKIPPED: guidance in WebAssembly is not tested; run `cargo xtask web`");
        return;
    }
    let read = |file: &str| fs::read(folder.join(file)).expect("stands beside the module");
    let models = Source::Bytes(vec![
        (Name::FaceDetector, read("face-detector.onnx")),
        (Name::FaceMesh, read("face-mesh.onnx")),
    ]);
    let today = "2026-11-21".parse().expect("a date");
    let mut staged = documents((1280, 720), today).expect("fixtures");
    staged.extend(faces((1280, 720)).expect("fixtures"));
    let work = tempfile::tempdir().expect("a folder");
    let list: Vec<Value> = staged
        .iter()
        .map(|staged| {
            let file = work.path().join(staged.name);
            fs::write(&file, rgba(&reduced(staged))).expect("written");
            json!({ "file": file, "face": staged.face })
        })
        .collect();
    let plan = work.path().join("plan.json");
    let told = json!({
        "module": module,
        "models": [folder.join("face-detector.onnx"), folder.join("face-mesh.onnx")],
        "size": [640, 360], "frame": FRAME, "scale": 2, "pause": PAUSE, "looks": LOOKS,
        "pictures": list,
    });
    fs::write(&plan, told.to_string()).expect("written");
    let answer = Command::new("node")
        .arg(Path::new(".").join("tests/run.mjs"))
        .arg(&plan)
        .output()
        .expect("node runs");
    assert!(
        answer.status.success(),
        "{}",
        String::from_utf8_lossy(&answer.stderr)
    );
    let answers: Vec<Vec<Value>> = serde_json::from_slice(&answer.stdout).expect("JSON");
    assert_eq!(answers.len(), staged.len());
    let mut slowest = [0.0f64; 2];
    for (staged, answers) in staged.iter().zip(&answers) {
        let seen = native(staged, &models);
        assert_eq!(answers.len(), seen.len());
        for (look, (seen, answer)) in seen.iter().zip(answers).enumerate() {
            let name = format!("{} look {look}", staged.name);
            assert_eq!(answer["word"], seen.advice.as_str(), "{name}");
            let floats = answer["seen"].as_array().expect("floats");
            for (ours, theirs) in flat(seen).into_iter().zip(floats) {
                match theirs.as_f64() {
                    Some(theirs) => assert!((f64::from(ours) - theirs).abs() < NEAR, "{name}"),
                    None => assert!(ours.is_nan(), "{name}"),
                }
            }
        }
        // The first looks are slower: the engine of the browser is still compiling.
        let mut took: Vec<f64> = answers
            .iter()
            .map(|answer| answer["took"].as_f64().expect("milliseconds"))
            .collect();
        took.sort_by(f64::total_cmp);
        let median = took[took.len() / 2];
        let slowest = &mut slowest[usize::from(staged.face)];
        *slowest = slowest.max(median);
        assert_eq!(answers[0]["word"], staged.advice, "{}", staged.name);
    }
    println!(
        "a look takes at most {:.0} ms at a document, {:.0} ms at a face",
        slowest[0], slowest[1]
    );
}
