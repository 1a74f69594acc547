//! Whether a policy can decide: what operators write is read here, and every problem named.

use super::twice::twice;
use super::{
    CopyThresholds, FaceDuplicates, Limits, LivenessLimits, LivenessThresholds, Policy, Ruling,
    SelfieThresholds, Thresholds,
};
use crate::finding::Reason;

/// A year: no review, and no registration, takes longer.
const LONGEST_HOURS: u32 = 366 * 24;
/// A week: whoever needs more time than that may ask again.
const LONGEST_EXTENSION_MINUTES: u32 = 7 * 24 * 60;
/// Attempts at a step.
const MOST_ATTEMPTS: u32 = 20;

/// A value that no policy can have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {problem}")]
pub struct PolicyProblem {
    /// Where it stands, e.g. `limits.attempts`.
    pub place: String,
    /// What is wrong with it.
    pub problem: String,
}

/// A text that is no policy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// Not JSON, or not of a policy's shape; names line and column.
    #[error("{0}")]
    Unreadable(String),
    /// Of the right shape, but it cannot decide.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Invalid(Vec<PolicyProblem>),
}

impl Policy {
    /// Reads a policy (JSON) and looks whether it can decide.
    ///
    /// # Errors
    /// [`PolicyError`] with every problem.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        let repeated = twice(text).into_iter().map(|place| PolicyProblem {
            place,
            problem: "stands twice".to_owned(),
        });
        let repeated: Vec<_> = repeated.collect();
        if !repeated.is_empty() {
            return Err(PolicyError::Invalid(repeated));
        }
        let policy: Self = serde_json::from_str(text)
            .map_err(|error| PolicyError::Unreadable(error.to_string()))?;
        policy.validate()?;
        Ok(policy)
    }

    /// Whether it can decide: every number within its bounds, nobody asked again for ever.
    ///
    /// # Errors
    /// [`PolicyError::Invalid`] with every problem.
    pub fn validate(&self) -> Result<(), PolicyError> {
        let mut problems = Vec::new();
        let mut wrong = |place: String, problem: &str| {
            problems.push(PolicyProblem {
                place,
                problem: problem.to_owned(),
            });
        };
        if self.version == 0 {
            wrong("version".to_owned(), "counts from 1");
        }
        for (reason, rule) in &self.rules {
            let place = format!("rules.{reason}");
            if rule.exhausted == Some(Ruling::Retry)
                || (rule.ruling == Ruling::Retry && rule.exhausted.is_none())
            {
                wrong(
                    place.clone(),
                    "must say what follows once the attempts are used up",
                );
            }
            let harsh = [Some(rule.ruling), rule.exhausted].into_iter().flatten();
            if matches!(
                reason,
                Reason::DocumentAlreadyUsed | Reason::FaceAlreadyUsed
            ) && harsh.max().is_some_and(|gravest| gravest > Ruling::Review)
            {
                // One letter misread looks the same, and so do siblings; the notice promises a person.
                wrong(place, "accept or review: somebody must look at it");
            }
        }
        for (reason, ruling) in &self.warnings {
            if *ruling == Ruling::Retry {
                wrong(
                    format!("warnings.{reason}"),
                    "accept, review or reject: what is warned of stays when a step is done again",
                );
            }
        }
        for (name, value, least, most) in self.limits.bounds() {
            if !(least..=most).contains(&value) {
                wrong(format!("limits.{name}"), &format!("{least} to {most}"));
            }
        }
        if let Some(FaceDuplicates {
            distance,
            candidates,
        }) = self.face_duplicates
        {
            let ((near, far), (few, many)) = (FaceDuplicates::DISTANCE, FaceDuplicates::CANDIDATES);
            if !(near..=far).contains(&distance) {
                let place = "face_duplicates.distance".to_owned();
                wrong(place, &format!("{near} to {far}"));
            }
            if !(few..=many).contains(&candidates) {
                let place = "face_duplicates.candidates".to_owned();
                wrong(place, &format!("{few} to {many}"));
            }
        }
        let thresholds = &self.thresholds;
        for (name, value, least, most) in thresholds.bounds() {
            // Whatever is not a number is not within bounds.
            if !(least..=most).contains(&value) {
                wrong(format!("thresholds.{name}"), &format!("{least} to {most}"));
            }
        }
        if thresholds.face_match_distance > thresholds.face_mismatch_distance {
            let place = "thresholds.face_match_distance".to_owned();
            wrong(place, "not above face_mismatch_distance");
        }
        if problems.is_empty() {
            Ok(())
        } else {
            Err(PolicyError::Invalid(problems))
        }
    }
}

impl Limits {
    /// Each with the least and the most that it may be.
    fn bounds(&self) -> Vec<(&'static str, u32, u32, u32)> {
        let Self {
            attempts,
            review_hours,
            extension_minutes,
            longest_hours,
            ref liveness,
        } = *self;
        let mut all = vec![
            ("attempts", attempts, 1, MOST_ATTEMPTS),
            ("review_hours", review_hours, 1, LONGEST_HOURS),
            (
                "extension_minutes",
                extension_minutes,
                0,
                LONGEST_EXTENSION_MINUTES,
            ),
            ("longest_hours", longest_hours, 0, LONGEST_HOURS),
        ];
        all.extend(liveness.iter().flat_map(LivenessLimits::bounds));
        all
    }
}

impl Thresholds {
    /// Each with the least and the most that it may be.
    fn bounds(&self) -> Vec<(&'static str, f64, f64, f64)> {
        // Named one by one, so that a new one cannot be forgotten.
        let Self {
            face_match_distance,
            face_mismatch_distance,
            portrait_eye_distance,
            portrait_sharpness,
            selfie_eye_distance,
            document_outside,
            document_side,
            document_sharpness,
            document_light,
            document_burnt,
            document_glare,
            part_glare,
            same_image_distance,
            portrait_copy_distance,
            ref selfie,
            ref copy,
            ref liveness,
        } = *self;
        let mut from_zero = vec![
            ("face_match_distance", face_match_distance, 2.0),
            ("face_mismatch_distance", face_mismatch_distance, 2.0),
            ("portrait_eye_distance", portrait_eye_distance, 1_000.0),
            ("portrait_sharpness", portrait_sharpness, 10_000.0),
            ("selfie_eye_distance", selfie_eye_distance, 1_000.0),
            ("document_outside", document_outside, 1.0),
            ("document_side", document_side, 10_000.0),
            ("document_sharpness", document_sharpness, 1.0),
            ("document_light", document_light, 255.0),
            ("document_burnt", document_burnt, 1.0),
            ("document_glare", document_glare, 1.0),
            ("part_glare", part_glare, 1.0),
            ("same_image_distance", same_image_distance, 1.0),
            ("portrait_copy_distance", portrait_copy_distance, 2.0),
        ];
        from_zero.extend(selfie.iter().flat_map(SelfieThresholds::bounds));
        from_zero.extend(copy.iter().flat_map(CopyThresholds::bounds));
        let from_zero = from_zero.into_iter();
        let mut all: Vec<_> = from_zero
            .map(|(name, value, most)| (name, value, 0.0, most))
            .collect();
        all.extend(liveness.iter().flat_map(LivenessThresholds::bounds));
        all
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn problems(change: impl FnOnce(&mut serde_json::Value)) -> Vec<String> {
        let mut value = serde_json::to_value(Policy::standard()).unwrap();
        change(&mut value);
        match Policy::parse(&value.to_string()) {
            Ok(_) => Vec::new(),
            Err(PolicyError::Unreadable(text)) => vec![text],
            Err(PolicyError::Invalid(found)) => found.into_iter().map(|one| one.place).collect(),
        }
    }

    #[test]
    fn every_problem_is_named_with_its_place() {
        assert!(problems(|_| ()).is_empty());
        let found = problems(|policy| {
            policy["version"] = 0.into();
            policy["limits"]["attempts"] = 0.into();
            policy["limits"]["review_hours"] = u32::MAX.into();
            policy["limits"]["longest_hours"] = u32::MAX.into();
            policy["limits"]["extension_minutes"] = u32::MAX.into();
            policy["thresholds"]["document_light"] = 256.into();
            policy["thresholds"]["part_glare"] = (-0.1).into();
            policy["thresholds"]["selfie"]["yaw"] = 91.into();
            policy["thresholds"]["liveness"]["prompts"] = 1.into();
            policy["thresholds"]["liveness"]["depth"] = 0.0.into();
            policy["thresholds"]["face_match_distance"] = 0.9.into();
            policy["rules"]["document-blurred"] = serde_json::json!({ "ruling": "retry" });
            policy["rules"]["document-already-used"]["ruling"] = "reject".into();
            policy["rules"]["face-already-used"] =
                serde_json::json!({ "ruling": "retry", "exhausted": "review" });
            policy["face_duplicates"] = serde_json::json!({ "distance": 0.9, "candidates": 0 });
            policy["warnings"] = serde_json::json!({ "handed-over": "retry" });
        });
        let expected = [
            "version",
            "rules.document-blurred",
            "rules.document-already-used",
            "rules.face-already-used",
            "warnings.handed-over",
            "limits.attempts",
            "limits.review_hours",
            "limits.extension_minutes",
            "limits.longest_hours",
            "face_duplicates.distance",
            "face_duplicates.candidates",
            "thresholds.document_light",
            "thresholds.part_glare",
            "thresholds.selfie.yaw",
            "thresholds.liveness.prompts",
            "thresholds.liveness.depth",
            "thresholds.face_match_distance",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn faces_are_looked_through_only_where_a_policy_says_so() {
        let standard = Policy::standard();
        assert_eq!(standard.face_duplicates, None);
        let text = serde_json::to_string(&standard).unwrap();
        assert!(!text.contains("face_duplicates"), "the hash stays");
        let on = text.replacen(
            "\"thresholds\":{",
            "\"face_duplicates\":{\"distance\":0.4,\"candidates\":5},\"thresholds\":{",
            1,
        );
        let on = Policy::parse(&on).unwrap();
        let expected = FaceDuplicates {
            distance: 0.4,
            candidates: 5,
        };
        assert_eq!(on.face_duplicates, Some(expected));
        assert_ne!(on.hash(), standard.hash());
        let nothing = problems(|policy| policy["face_duplicates"] = serde_json::json!({}));
        assert!(nothing[0].contains("missing field"), "{nothing:?}");
    }

    #[test]
    fn a_policy_without_relief_keeps_its_hash() {
        let mut before = Policy::standard();
        let limits = before.thresholds.liveness.as_mut().unwrap();
        assert!(limits.relief.is_some());
        limits.relief = None;
        let text = serde_json::to_string(&before).unwrap();
        assert!(!text.contains("relief"), "{text}");
        assert_eq!(Policy::parse(&text).unwrap().hash(), before.hash());
        let lax = problems(|policy| {
            policy["thresholds"]["liveness"]["relief"] = serde_json::json!(0.1);
        });
        assert_eq!(lax, ["thresholds.liveness.relief"]);
    }

    #[test]
    fn colours_of_the_screen_are_off_unless_a_policy_wants_them() {
        let standard = Policy::standard();
        assert_eq!(standard.thresholds.liveness().unwrap().light, None);
        // What is off is not written, so that policies from before keep their hash.
        let text = serde_json::to_string(&standard.thresholds.liveness).unwrap();
        assert!(!text.contains("light"), "{text}");
        let with = |colours: u32, millis: u32, agreement: f64| {
            problems(|policy| {
                policy["thresholds"]["liveness"]["light"] = serde_json::json!({
                    "colours": colours, "millis": millis, "agreement": agreement,
                });
            })
        };
        assert!(with(10, 350, 0.85).is_empty());
        let place = |name: &str| vec![format!("thresholds.liveness.light.{name}")];
        // More than three changes a second harm people.
        assert_eq!(with(10, 349, 0.85), place("millis"));
        assert_eq!(with(7, 400, 0.85), place("colours"));
        assert_eq!(with(13, 400, 0.85), place("colours"));
        assert_eq!(with(10, 400, 0.3), place("agreement"));
        let found = problems(|policy| {
            policy["thresholds"]["liveness"]["light"] = serde_json::json!({ "colours": 10 });
        });
        assert!(found[0].contains("missing field"), "{found:?}");
    }

    #[test]
    fn what_is_no_policy_says_where() {
        let found = problems(|policy| policy["rules"]["unheard-of"] = "review".into());
        assert!(found[0].contains("unknown variant"), "{found:?}");
        let found = problems(|policy| policy["limits"]["attempts"] = (-1).into());
        assert!(found[0].contains("line 1 column"), "{found:?}");
        let text = serde_json::to_string(&Policy::standard()).unwrap();
        let infinite = text.replace("\"document_light\":50.0", "\"document_light\":1e999");
        assert_ne!(infinite, text);
        assert!(Policy::parse(&infinite).is_err());
    }

    #[test]
    fn a_key_that_stands_twice_is_named_with_its_place() {
        let text = serde_json::to_string(&Policy::standard()).unwrap();
        let again = |place: &str, more: &str| {
            let text = text.replacen(place, &format!("{place}{more}"), 1);
            match Policy::parse(&text) {
                Err(PolicyError::Invalid(found)) => {
                    assert!(found.iter().all(|one| one.problem == "stands twice"));
                    found.into_iter().map(|one| one.place).collect::<Vec<_>>()
                }
                other => panic!("{other:?}"),
            }
        };
        let review = r#""face-mismatch":{"ruling":"review"},"#;
        assert_eq!(again("\"rules\":{", review), ["rules.face-mismatch"]);
        assert_eq!(
            again("\"limits\":{", r#""attempts":3,"#),
            ["limits.attempts"]
        );
        assert_eq!(again("{", r#""version":3,"#), ["version"]);
        // The same key written otherwise, and deeper than any policy goes.
        let escaped = r#""face-\u006dismatch":{"ruling":"review"},"#;
        assert_eq!(again("\"rules\":{", escaped), ["rules.face-mismatch"]);
        assert_eq!(twice(r#"[{"a":[1,{"b":null,"b":-1.5}]}]"#), ["0.a.1.b"]);
        assert!(twice(&"[".repeat(100_000)).is_empty());
        assert!(twice(&text).is_empty());
    }

    #[test]
    fn numbers_that_json_does_not_know_are_refused() {
        for wrong in [f64::NAN, f64::INFINITY] {
            let mut policy = Policy::standard();
            policy.thresholds.face_mismatch_distance = wrong;
            assert!(policy.validate().is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn anything_may_be_read(text in ".{0,200}") {
            let _ = Policy::parse(&text);
            let _ = Policy::parse(&format!("{{\"a\":{text}"));
        }
    }
}
