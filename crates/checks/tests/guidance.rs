//! Guide and judge do not disagree: what the guide has nothing to say about breaks no rule of a selfie that the
//! guide looks at.

use bonafide_checks::selfie_quality;
use bonafide_fixtures::live::{Head, Light, Pose, Scene};
use bonafide_fixtures::portrait::Photo;
use bonafide_identity::finding::{Check, Outcome};
use bonafide_identity::policy::Policy;
use bonafide_vision::face::{Engine, Tracker};
use bonafide_vision::guide::{FaceMeasures, View};
use bonafide_vision::intake;
use bonafide_vision::models::Source;

#[test]
fn what_the_guide_lets_pass_the_judge_does_not_refuse() {
    let engine = Engine::load().expect("the models are there");
    let limits = Policy::standard().thresholds.selfie();
    let (mut passed, mut wrong) = (0, Vec::new());
    for photo in [Photo::A1, Photo::B1, Photo::C1] {
        let picture = intake::shrink(&photo.load().unwrap(), 1400);
        let face = engine.detect(&picture).unwrap().swap_remove(0);
        let head = Head::new(&picture, &face.mesh.points);
        let straight = Pose {
            distance: 6.0,
            ..Pose::default()
        };
        let wall = Scene {
            plain: true,
            ..Scene::default()
        };
        let mut shots = Vec::new();
        for angle in [-20.0f32, -14.0, -10.0, 0.0, 10.0, 14.0, 20.0] {
            shots.push((
                wall,
                Pose {
                    yaw: angle,
                    ..straight
                },
            ));
            shots.push((
                wall,
                Pose {
                    pitch: angle,
                    ..straight
                },
            ));
            shots.push((
                wall,
                Pose {
                    roll: angle,
                    ..straight
                },
            ));
        }
        for brightness in [0.3, 0.5, 0.8, 1.2, 1.8] {
            let light = Light {
                brightness,
                side: 0.0,
            };
            shots.push((Scene { light, ..wall }, straight));
        }
        for side in [-0.7, -0.4, 0.4, 0.7] {
            let light = Light {
                brightness: 1.0,
                side,
            };
            shots.push((Scene { light, ..wall }, straight));
        }
        for (scene, pose) in shots {
            let picture = scene.picture(&head, &pose);
            let (width, height) = (picture.width() as f32, picture.height() as f32);
            let view = View {
                picture: &picture,
                at: 0,
                frame: [0.05 * width, 0.05 * height, 0.9 * width, 0.9 * height],
                scale: 2.0,
            };
            let mut tracker = Tracker::from_source(&Source::Embedded).unwrap();
            let Some(mesh) = tracker.look(&picture).unwrap() else {
                continue;
            };
            let measures = FaceMeasures::of(&view, mesh);
            if measures.advice(&view, 0.0).is_some() {
                continue;
            }
            passed += 1;
            let broken: Vec<_> = selfie_quality(&engine, &picture, &limits)
                .unwrap()
                .into_iter()
                // The guide has no model for eyes, and the page's oval stands for the judge's.
                .filter(|finding| {
                    !matches!(
                        finding.check,
                        Check::SelfieGaze | Check::SelfieEyes | Check::SelfieFraming
                    )
                })
                .filter(|finding| finding.outcome == Outcome::Fail)
                .collect();
            if !broken.is_empty() {
                wrong.push(format!("{photo:?} {pose:?} {:?}: {broken:?}", scene.light));
            }
        }
    }
    assert!(passed > 20, "only {passed} passed the guide");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
