//! What a film of the face asks for, and what to tell a person whose answer was not taken.

use serde::{Deserialize, Serialize};

use crate::finding::words;

words! {
    /// Something that a person is asked to do before the camera. Sides are their own.
    Movement {
        /// Turn the head to the left.
        TurnLeft = "turn_left",
        /// Turn it to the right.
        TurnRight = "turn_right",
        /// Come closer to the camera.
        Closer = "closer",
        /// Go back from it.
        Back = "back",
        /// Shut both eyes for a second.
        CloseEyes = "close_eyes",
        /// Raise the head.
        LookUp = "look_up",
    }
}

words! {
    /// What to do better. Names no limit, and nothing that looks for pictures of people.
    Advice {
        /// Move further.
        Further = "further",
        /// Move slower.
        Slower = "slower",
        /// Wait for the prompt.
        WaitForIt = "wait_for_it",
        /// Look straight ahead again before the next, as at first.
        ComeBack = "come_back",
        /// Do that and nothing else.
        OnlyThat = "only_that",
        /// Keep the whole face in the oval.
        StayInView = "stay_in_view",
        /// More light on the face.
        MoreLight = "more_light",
        /// Less light on it.
        LessLight = "less_light",
        /// Frames are missing: a better connection, or another device.
        BetterConnection = "better_connection",
    }
}

impl Advice {
    /// Whether it is of the whole film and not of one movement.
    fn is_general(self) -> bool {
        matches!(
            self,
            Self::MoreLight | Self::LessLight | Self::BetterConnection
        )
    }
}

/// A movement that was not seen as it was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Missed {
    /// Which; `None` for what holds for all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub movement: Option<Movement>,
    /// What to do better.
    pub advice: Advice,
}

impl Missed {
    /// What to tell, each thing once, in the order of the prompts.
    pub fn of(prompts: impl IntoIterator<Item = (Movement, Advice)>) -> Vec<Self> {
        let mut told: Vec<Self> = Vec::new();
        for (movement, advice) in prompts {
            let missed = Self {
                movement: (!advice.is_general()).then_some(movement),
                advice,
            };
            if !told.contains(&missed) {
                told.push(missed);
            }
        }
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_thing_is_told_once_and_light_for_all_movements() {
        let told = Missed::of([
            (Movement::TurnLeft, Advice::Further),
            (Movement::Closer, Advice::MoreLight),
            (Movement::TurnLeft, Advice::Further),
            (Movement::LookUp, Advice::MoreLight),
            (Movement::TurnLeft, Advice::Slower),
        ]);
        let told: Vec<_> = told.iter().map(|one| (one.movement, one.advice)).collect();
        assert_eq!(
            told,
            [
                (Some(Movement::TurnLeft), Advice::Further),
                (None, Advice::MoreLight),
                (Some(Movement::TurnLeft), Advice::Slower),
            ]
        );
    }
}
