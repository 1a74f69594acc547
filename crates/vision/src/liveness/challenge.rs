//! What a person is asked to do before the camera, and when.

use serde::{Deserialize, Serialize};

use super::light::{Colour, LEAST_LIGHTS, LONGEST_LIGHT, Light, MOST_LIGHTS, SHORTEST_LIGHT};

/// Something to do. Sides are the person's own; frames are not mirrored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Prompt {
    TurnLeft,
    TurnRight,
    /// Come closer to the camera.
    Closer,
    /// Go back from it.
    Back,
    /// Shut both eyes for a second.
    CloseEyes,
    LookUp,
}

impl Prompt {
    pub const ALL: [Self; 6] = [
        Self::TurnLeft,
        Self::TurnRight,
        Self::Closer,
        Self::Back,
        Self::CloseEyes,
        Self::LookUp,
    ];

    /// The prompt's name in challenges and findings.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TurnLeft => "turn_left",
            Self::TurnRight => "turn_right",
            Self::Closer => "closer",
            Self::Back => "back",
            Self::CloseEyes => "close_eyes",
            Self::LookUp => "look_up",
        }
    }

    /// Whether the head turns aside, which shows that it is no picture.
    pub fn is_turn(self) -> bool {
        matches!(self, Self::TurnLeft | Self::TurnRight)
    }

    /// Whether the head is turned or raised: what shows its depth.
    pub fn is_rotation(self) -> bool {
        self.is_turn() || self == Self::LookUp
    }

    /// Whether coming back from one is doing the other.
    fn undoes(self, other: Self) -> bool {
        let pair = |a, b| (self == a && other == b) || (self == b && other == a);
        pair(Self::TurnLeft, Self::TurnRight) || pair(Self::Closer, Self::Back)
    }
}

/// A prompt and its time, in milliseconds of the clock that frames are stamped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    pub prompt: Prompt,
    /// When it is shown.
    pub from: u32,
    /// When it must be done.
    pub to: u32,
}

/// Prompts in their order.
///
/// As JSON: `{"prompts":[{"prompt":"turn_left","from":1000,"to":3000},...]}`. Before the first begins,
/// and between them, the person looks straight ahead: what they do is measured against that.
/// `"lights":[{"colour":"red","from":4300,"to":4700},...]` may follow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Challenge {
    pub prompts: Vec<Window>,
    /// When it is looked whose face it is, and whether there is another: milliseconds, in order.
    /// Whoever is before the camera must not know them, nor prompts that are not shown yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub looks: Vec<u32>,
    /// Colours that fill the screen after the last prompt, one straight after the other. Nobody is
    /// told them before their time either.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lights: Vec<Light>,
}

/// How long a challenge's parts take, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Looking straight ahead at first.
    pub lead: u32,
    /// Each prompt.
    pub prompt: u32,
    /// Between prompts, for coming back and looking straight ahead again.
    pub pause: u32,
    /// Each of these takes up to so much longer, drawn anew each time.
    pub spread: u32,
}

impl Default for Pace {
    /// Three prompts take 9.6 to 12.6 seconds.
    fn default() -> Self {
        Self {
            lead: 1_000,
            prompt: 2_000,
            pause: 1_300,
            spread: 500,
        }
    }
}

/// A challenge that cannot be judged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChallengeError {
    #[error("not a challenge: {0}")]
    Unreadable(String),
    #[error("a challenge has 1 to {MOST_PROMPTS} prompts")]
    Count,
    #[error("prompt {0}: before the first there must be {LEAST_LEAD} ms of looking straight ahead")]
    Lead(usize),
    #[error("prompt {0}: it must take from {LEAST_WINDOW} to {MOST_WINDOW} ms")]
    Window(usize),
    #[error(
        "prompt {0}: it begins earlier than {LEAST_PAUSE} ms after the one before it has ended"
    )]
    Pause(usize),
    #[error("looks are at most {MOST_LOOKS}, strictly later each time, before the challenge's end")]
    Looks,
    #[error(
        "lights are {LEAST_LIGHTS} to {MOST_LIGHTS}, from {LEAST_PAUSE} ms after the last prompt on, each \
        beginning when the one before it ends, of another colour than it, and \
        {SHORTEST_LIGHT} to {LONGEST_LIGHT} ms long"
    )]
    Lights,
    #[error("the challenge takes longer than {LONGEST} ms")]
    Long,
    #[error("no prompt turns the head, so that a picture could not be told from a head")]
    NoTurn,
}

/// Most prompts of a challenge.
pub const MOST_PROMPTS: usize = 6;
/// Longest challenge, in milliseconds.
const LONGEST: u32 = 60_000;
const LEAST_LEAD: u32 = 600;
const LEAST_WINDOW: u32 = 800;
/// More than it may take to end a movement, and to stand still before the next.
const LEAST_PAUSE: u32 = 600;
const MOST_LOOKS: usize = 64;
const MOST_WINDOW: u32 = 15_000;

impl Challenge {
    /// Draws `count` (2 to 6) different prompts in an order that nobody can foresee: at least one
    /// turns the head, and none only undoes the one before it. How long each takes is drawn too, and
    /// so are the looks. `random` gives a number below its argument, each as likely.
    pub fn draw(count: usize, pace: Pace, mut random: impl FnMut(u32) -> u32) -> Self {
        let count = count.clamp(2, MOST_PROMPTS);
        let mut drawn = || {
            let mut all = Prompt::ALL;
            for at in (1..all.len()).rev() {
                let other = random(at as u32 + 1) as usize;
                all.swap(at, other.min(at));
            }
            let drawn = &all[..count];
            let turns = drawn.iter().any(|prompt| prompt.is_turn());
            let undoes = drawn.windows(2).any(|pair| pair[0].undoes(pair[1]));
            (turns && !undoes).then(|| drawn.to_vec())
        };
        // About every second draw will do; only a broken source of numbers never ends.
        let prompts = (0..128).find_map(|_| drawn()).unwrap_or_else(|| {
            let fixed = [
                Prompt::TurnLeft,
                Prompt::Closer,
                Prompt::LookUp,
                Prompt::TurnRight,
                Prompt::CloseEyes,
                Prompt::Back,
            ];
            fixed[..count].to_vec()
        });
        let mut spread = |least: u32| {
            let more = random(pace.spread.saturating_add(1)).min(pace.spread);
            least.saturating_add(more)
        };
        let mut from = spread(pace.lead);
        let mut windows = Vec::new();
        for prompt in prompts {
            let to = from.saturating_add(spread(pace.prompt));
            windows.push(Window { prompt, from, to });
            from = to.saturating_add(spread(pace.pause));
        }
        let mut challenge = Self {
            prompts: windows,
            looks: Vec::new(),
            lights: Vec::new(),
        };
        challenge.draw_looks(random);
        challenge
    }

    /// Draws `count` (5 to 12) colours that follow the last prompt after a pause, each for so many
    /// milliseconds (350 to 2,000), none the same as the one before it; and the looks anew.
    pub fn draw_lights(
        &mut self,
        count: usize,
        millis: u32,
        pace: Pace,
        mut random: impl FnMut(u32) -> u32,
    ) {
        let count = count.clamp(LEAST_LIGHTS, MOST_LIGHTS);
        let millis = millis.clamp(SHORTEST_LIGHT, LONGEST_LIGHT);
        let last = self.prompts.last().map_or(0, |window| window.to);
        let pause = pace.pause.max(LEAST_PAUSE);
        let more = random(pace.spread.saturating_add(1)).min(pace.spread);
        let mut from = last.saturating_add(pause).saturating_add(more);
        self.lights.clear();
        for colour in Colour::draw(count, &mut random) {
            let to = from.saturating_add(millis);
            self.lights.push(Light { colour, from, to });
            from = to;
        }
        self.draw_looks(random);
    }

    /// Draws anew when it is looked whose face it is: twice before the first prompt, twice while each
    /// runs, once between them; with lights, once before them and twice while they are shown.
    pub fn draw_looks(&mut self, mut random: impl FnMut(u32) -> u32) {
        let mut spans = Vec::new();
        let mut before = 0;
        for (number, window) in self.prompts.iter().enumerate() {
            let middle = |from: u32, to: u32| from + to.saturating_sub(from) / 2;
            let half = middle(before, window.from);
            if number == 0 {
                spans.extend([(before, half), (half, window.from)]);
            } else {
                spans.push((before, window.from));
            }
            let half = middle(window.from, window.to);
            spans.extend([(window.from, half), (half, window.to)]);
            before = window.to;
        }
        if let (Some(first), Some(last)) = (self.lights.first(), self.lights.last()) {
            let half = first.from + last.to.saturating_sub(first.from) / 2;
            spans.extend([(before, first.from), (first.from, half), (half, last.to)]);
        }
        let drawn = spans.into_iter().filter(|(from, to)| from < to);
        self.looks = drawn
            .map(|(from, to)| from + random(to - from).min(to - from - 1))
            .collect();
    }

    /// Reads a challenge (JSON) and looks whether it can be judged.
    ///
    /// # Errors
    /// [`ChallengeError`]
    pub fn parse(text: &str) -> Result<Self, ChallengeError> {
        let challenge: Self = serde_json::from_str(text)
            .map_err(|error| ChallengeError::Unreadable(error.to_string()))?;
        challenge.validate()?;
        Ok(challenge)
    }

    /// Whether it can be judged.
    ///
    /// # Errors
    /// [`ChallengeError`], counting prompts from 1.
    pub fn validate(&self) -> Result<(), ChallengeError> {
        if !(1..=MOST_PROMPTS).contains(&self.prompts.len()) {
            return Err(ChallengeError::Count);
        }
        let mut end: u32 = 0;
        for (number, window) in (1..).zip(&self.prompts) {
            if number == 1 && window.from < LEAST_LEAD {
                return Err(ChallengeError::Lead(number));
            }
            if number > 1 && window.from < end.saturating_add(LEAST_PAUSE) {
                return Err(ChallengeError::Pause(number));
            }
            let length = window.to.checked_sub(window.from);
            if !length.is_some_and(|length| (LEAST_WINDOW..=MOST_WINDOW).contains(&length)) {
                return Err(ChallengeError::Window(number));
            }
            end = window.to;
        }
        if !self.lights.is_empty() {
            end = self.lit_until(end).ok_or(ChallengeError::Lights)?;
        }
        if end > LONGEST {
            return Err(ChallengeError::Long);
        }
        if !self.prompts.iter().any(|window| window.prompt.is_turn()) {
            return Err(ChallengeError::NoTurn);
        }
        let ordered = self.looks.windows(2).all(|pair| pair[0] < pair[1]);
        if !ordered || self.looks.len() > MOST_LOOKS || self.looks.last() >= Some(&end) {
            return Err(ChallengeError::Looks);
        }
        Ok(())
    }

    /// When the last light ends, if they can be judged.
    fn lit_until(&self, prompted: u32) -> Option<u32> {
        let counted = (LEAST_LIGHTS..=MOST_LIGHTS).contains(&self.lights.len());
        let begins = self.lights.first()?.from;
        let joined =
            |pair: &[Light]| pair[0].to == pair[1].from && pair[0].colour != pair[1].colour;
        let lasts = |light: &Light| {
            let length = light.to.checked_sub(light.from);
            length.is_some_and(|length| (SHORTEST_LIGHT..=LONGEST_LIGHT).contains(&length))
        };
        let good = counted
            && begins >= prompted.saturating_add(LEAST_PAUSE)
            && self.lights.windows(2).all(joined)
            && self.lights.iter().all(lasts);
        good.then(|| self.lights.last().map(|light| light.to))?
    }

    /// Whether the first light has been told by then.
    pub(super) fn is_lit(&self, ms: u32) -> bool {
        self.lights.first().is_some_and(|light| light.from <= ms)
    }

    /// When the last prompt's time ends, or the last light's.
    pub fn end(&self) -> u32 {
        let prompted = self.prompts.last().map_or(0, |window| window.to);
        self.lights.last().map_or(prompted, |light| light.to)
    }

    /// When the first prompt is shown.
    pub fn start(&self) -> u32 {
        self.prompts.first().map_or(0, |window| window.from)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    /// Numbers for tests (SplitMix64).
    pub(in super::super) fn numbers(mut state: u64) -> impl FnMut(u32) -> u32 {
        move |below| {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            ((mixed >> 33) % u64::from(below.max(1))) as u32
        }
    }

    #[test]
    fn every_prompt_comes_in_every_place() {
        let mut random = numbers(3);
        let mut orders = HashSet::new();
        let mut places = HashSet::new();
        let (mut lengths, mut looks) = (HashSet::new(), HashSet::new());
        for _ in 0..2_000 {
            let challenge = Challenge::draw(3, Pace::default(), &mut random);
            challenge.validate().unwrap();
            assert!((9_600..=12_600).contains(&challenge.end()));
            lengths.insert(challenge.end());
            looks.extend(challenge.looks.iter().copied());
            let order: Vec<_> = challenge
                .prompts
                .iter()
                .map(|window| window.prompt)
                .collect();
            places.extend(order.iter().copied().enumerate());
            orders.insert(order);
        }
        assert_eq!(places.len(), 18);
        // 120 orders of three, less those without a turn and those that undo.
        assert!(orders.len() > 60, "{}", orders.len());
        assert!(lengths.len() > 500, "{}", lengths.len());
        // Any time may be looked at.
        assert!(looks.len() > 5_000, "{}", looks.len());
    }

    #[test]
    fn a_broken_source_of_numbers_ends() {
        for count in 0..9 {
            for value in [0, 1, u32::MAX] {
                let challenge = Challenge::draw(count, Pace::default(), |_| value);
                assert_eq!(challenge.prompts.len(), count.clamp(2, 6));
            }
        }
    }

    #[test]
    fn what_cannot_be_judged_is_told() {
        let parse = |prompts: &str| Challenge::parse(&format!("{{\"prompts\":[{prompts}]}}"));
        let turn = r#"{"prompt":"turn_left","from":800,"to":2800}"#;
        assert_eq!(parse(turn).unwrap().end(), 2_800);
        assert_eq!(parse(""), Err(ChallengeError::Count));
        assert!(matches!(parse("1"), Err(ChallengeError::Unreadable(_))));
        let early = r#"{"prompt":"turn_left","from":500,"to":2800}"#;
        assert_eq!(parse(early), Err(ChallengeError::Lead(1)));
        let second = |from: u32, to: u32| {
            parse(&format!(
                "{turn},{{\"prompt\":\"back\",\"from\":{from},\"to\":{to}}}"
            ))
        };
        assert_eq!(second(3_300, 5_300), Err(ChallengeError::Pause(2)));
        assert!(second(3_400, 5_400).is_ok());
        assert_eq!(second(4_000, 3_000), Err(ChallengeError::Window(2)));
        assert_eq!(second(59_000, 61_000), Err(ChallengeError::Long));
        let eyes = r#"{"prompt":"close_eyes","from":800,"to":2800}"#;
        assert_eq!(parse(eyes), Err(ChallengeError::NoTurn));
        for (looks, good) in [
            ("", true),
            ("9,2799", true),
            ("9,9", false),
            ("2800", false),
        ] {
            let text = format!("{{\"prompts\":[{turn}],\"looks\":[{looks}]}}");
            let error = Challenge::parse(&text).err();
            assert_eq!(error, (!good).then_some(ChallengeError::Looks), "{looks}");
        }
    }

    #[test]
    fn lights_follow_the_last_prompt_and_each_other() {
        let mut random = numbers(5);
        let mut challenge = Challenge::draw(2, Pace::default(), &mut random);
        let prompted = challenge.end();
        challenge.draw_lights(6, 400, Pace::default(), &mut random);
        challenge.validate().unwrap();
        assert_eq!(challenge.lights.len(), 6);
        assert!(challenge.lights[0].from >= prompted + 1_300);
        assert_eq!(challenge.end(), challenge.lights[0].from + 2_400);
        assert!(challenge.looks.last().unwrap() > &challenge.lights[2].from);
        let text = serde_json::to_string(&challenge).unwrap();
        assert_eq!(Challenge::parse(&text).unwrap(), challenge);
        let changes: [fn(&mut Challenge); 7] = [
            |challenge| challenge.lights.truncate(4),
            |challenge| challenge.lights[1].colour = challenge.lights[0].colour,
            |challenge| challenge.lights[0].from = challenge.prompts[1].to + 500,
            |challenge| challenge.lights[5].to += 2_000,
            |challenge| challenge.lights[5].to -= 51,
            |challenge| challenge.lights[5].to = 0,
            |challenge| challenge.lights[3].from += 1,
        ];
        for (number, change) in changes.iter().enumerate() {
            let mut wrong = challenge.clone();
            change(&mut wrong);
            assert_eq!(wrong.validate(), Err(ChallengeError::Lights), "{number}");
        }
    }

    proptest! {
        #[test]
        fn anything_may_be_read(text in ".{0,200}") {
            let _ = Challenge::parse(&text);
        }

        #[test]
        fn whatever_is_drawn_can_be_judged(
            seed: u64,
            count in 2_usize..=6,
            lights in 0_usize..20,
            millis in 0_u32..3_000,
        ) {
            let mut random = numbers(seed);
            let mut challenge = Challenge::draw(count, Pace::default(), &mut random);
            if lights > 0 {
                challenge.draw_lights(lights, millis, Pace::default(), &mut random);
            }
            prop_assert!(challenge.validate().is_ok());
            for pair in challenge.prompts.windows(2) {
                prop_assert!(!pair[0].prompt.undoes(pair[1].prompt));
            }
        }
    }
}
