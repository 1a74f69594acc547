//! Light of the screen on a face: colours in an order that nobody can foresee, and whether the skin
//! follows them. What was filmed before, or is fed in the camera's place, does not.

use image::RgbImage;
use serde::{Deserialize, Serialize};

use crate::face::Mesh;

/// A colour that fills the screen: corners of what it can show, each as far from grey as the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Colour {
    Red,
    Yellow,
    Green,
    Cyan,
    Blue,
    Magenta,
}

impl Colour {
    pub const ALL: [Self; 6] = [
        Self::Red,
        Self::Yellow,
        Self::Green,
        Self::Cyan,
        Self::Blue,
        Self::Magenta,
    ];

    /// The colour's name in challenges and messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Yellow => "yellow",
            Self::Green => "green",
            Self::Cyan => "cyan",
            Self::Blue => "blue",
            Self::Magenta => "magenta",
        }
    }

    /// How much red, green and blue the screen gives: 0 none, 1 all it can.
    pub fn shown(self) -> [f32; 3] {
        match self {
            Self::Red => [1.0, 0.0, 0.0],
            Self::Yellow => [1.0, 1.0, 0.0],
            Self::Green => [0.0, 1.0, 0.0],
            Self::Cyan => [0.0, 1.0, 1.0],
            Self::Blue => [0.0, 0.0, 1.0],
            Self::Magenta => [1.0, 0.0, 1.0],
        }
    }

    /// Draws `count` colours, none the same as the one before it. `random` gives a number below its
    /// argument, each as likely.
    pub(super) fn draw(count: usize, mut random: impl FnMut(u32) -> u32) -> Vec<Self> {
        let all = Self::ALL.len();
        let mut at = random(all as u32) as usize % all;
        let mut drawn = Vec::with_capacity(count);
        for _ in 0..count {
            drawn.push(Self::ALL[at]);
            at = (at + 1 + random(all as u32 - 1) as usize % (all - 1)) % all;
        }
        drawn
    }
}

/// A colour and its time, in milliseconds of the clock that frames are stamped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Light {
    pub colour: Colour,
    /// When the screen is to show it.
    pub from: u32,
    /// When it shows the next one, or none.
    pub to: u32,
}

/// Each colour stays at least so long, in milliseconds: fewer than three changes a second, which no
/// page may exceed (WCAG 2.2, success criterion 2.3.1).
pub const SHORTEST_LIGHT: u32 = 350;
/// Longest time of a colour, in milliseconds.
pub(super) const LONGEST_LIGHT: u32 = 2_000;
/// Fewer colours prove nothing.
pub const LEAST_LIGHTS: usize = 5;
/// Most colours of a challenge.
pub const MOST_LIGHTS: usize = 12;

/// How much later than it was told a colour may be seen: over the line to the screen, and through
/// the camera; in milliseconds. One time for the whole film.
const LATEST: u32 = 450;
/// Times that are tried, this far apart, in milliseconds.
const STEP: usize = 33;
/// So long after a colour has come, screen and exposure may still show the one before it, in
/// milliseconds.
const SETTLES: u32 = 120;

/// Points of the mesh where skin lies bare: forehead, and cheeks below the eyes, on the picture's
/// left and right.
const BARE: [usize; 14] = [
    9, 151, 108, 337, 69, 299, 50, 101, 36, 205, 280, 330, 266, 425,
];
/// Half a side of the window around each of them, in distances between the eyes.
const HALF: f32 = 0.1;
/// At most so many pixels are looked at across a window.
const ACROSS: usize = 9;
/// A channel that is darker tells nothing but noise, in levels.
const DARK: f32 = 6.0;
/// Least of the windows that must lie in the picture.
const LEAST_SEEN: usize = BARE.len() / 2;

/// The skin's colour at a look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Tone {
    pub(super) ms: u32,
    /// Logarithms of red, green and blue. What a camera's white balance and exposure multiply only
    /// adds to them.
    pub(super) logs: [f32; 3],
}

impl Tone {
    /// The mean of what the mesh's bare places show; `None` where most are out of the picture. What is
    /// too dark or burnt out does not change, and so follows nothing.
    pub(super) fn of(ms: u32, photo: &RgbImage, mesh: &Mesh) -> Option<Self> {
        let half = HALF * mesh.eye_distance();
        let patches: Vec<[f32; 3]> = BARE
            .iter()
            .filter_map(|&at| {
                let [x, y, _] = *mesh.points.get(at)?;
                mean(photo, [x, y], half)
            })
            .collect();
        if patches.len() < LEAST_SEEN {
            return None;
        }
        let sum = patches.iter().fold([0.0_f32; 3], |sum, patch| {
            std::array::from_fn(|channel| sum[channel] + patch[channel])
        });
        Some(Self {
            ms,
            logs: sum.map(|channel| (channel / patches.len() as f32).max(DARK).ln()),
        })
    }
}

/// Mean red, green and blue of a window, of which some pixels are looked at; `None` where it reaches
/// out of the picture.
fn mean(photo: &RgbImage, [x, y]: [f32; 2], half: f32) -> Option<[f32; 3]> {
    let (left, top) = (x - half, y - half);
    let within = left >= 0.0 && top >= 0.0;
    if !within || x + half >= photo.width() as f32 || y + half >= photo.height() as f32 {
        return None;
    }
    let side = (2.0 * half) as usize + 1;
    let step = side.div_ceil(ACROSS).max(1);
    let (mut sum, mut count) = ([0_u32; 3], 0_u32);
    for down in (0..side).step_by(step) {
        for right in (0..side).step_by(step) {
            let pixel =
                photo.get_pixel_checked(left as u32 + right as u32, top as u32 + down as u32)?;
            for (sum, channel) in sum.iter_mut().zip(pixel.0) {
                *sum += u32::from(channel);
            }
            count += 1;
        }
    }
    Some(sum.map(|channel| channel as f32 / count.max(1) as f32))
}

/// How well the skin's colour follows the lights, 0 to 1: the correlation of what was seen with what
/// it should have been, for the delay at which it is best, and less where it is faint. `None` without lights, or where some were
/// not seen.
///
/// Each light is one colour: the mean over its looks. Brightness is taken out, so that moving and
/// exposure count for nothing, and so is what changes evenly with time, as white balance does. Of
/// each channel is left open how strongly it answers, since the light that is there anyway drowns
/// the screen's more in one than in another; but never that it answers the wrong way round.
pub(super) fn followed(lights: &[Light], tones: &[Tone]) -> Option<f32> {
    let tried = (0..=LATEST).step_by(STEP);
    tried
        .filter_map(|late| {
            let seen: Option<Vec<[f32; 3]>> = lights
                .iter()
                .map(|light| during(light, late, tones))
                .collect();
            agreement(lights, &seen?)
        })
        .max_by(f32::total_cmp)
}

/// The skin's mean colour while a light was seen.
fn during(light: &Light, late: u32, tones: &[Tone]) -> Option<[f32; 3]> {
    let from = light.from.saturating_add(late).saturating_add(SETTLES);
    let to = light.to.saturating_add(late);
    let start = tones.partition_point(|tone| tone.ms < from);
    let end = tones.partition_point(|tone| tone.ms < to);
    let looks = tones.get(start..end).filter(|looks| !looks.is_empty())?;
    let sum = looks.iter().fold([0.0_f32; 3], |sum, tone| {
        std::array::from_fn(|channel| sum[channel] + tone.logs[channel])
    });
    Some(sum.map(|channel| channel / looks.len() as f32))
}

fn agreement(lights: &[Light], seen: &[[f32; 3]]) -> Option<f32> {
    if lights.len() < LEAST_LIGHTS {
        return None;
    }
    let mut rest = course(seen.iter().map(|&tone| coloured(tone)).collect());
    let total: f32 = rest.iter().map(|value| value * value).sum();
    if !total.is_finite() {
        return None;
    }
    // What each channel would add to what is seen if it alone answered.
    let answers = [0, 1, 2].map(|channel| {
        let alone = lights.iter().map(|light| {
            let mut alone = [0.0; 3];
            alone[channel] = light.colour.shown()[channel];
            coloured(alone)
        });
        course(alone.collect())
    });
    let sizes = answers.each_ref().map(|answer| {
        let size: f32 = answer.iter().map(|value| value * value).sum();
        size
    });
    if sizes.iter().all(|&size| size < 1e-6) {
        return None;
    }
    if total < 1e-9 {
        // Nothing changes at all.
        return Some(0.0);
    }
    // Least squares with answers that are none or some, one channel after the other.
    let mut strengths = [0.0_f32; 3];
    for _ in 0..PASSES {
        for ((strength, answer), size) in strengths.iter_mut().zip(&answers).zip(sizes) {
            if size < 1e-6 {
                continue;
            }
            let along: f32 = rest.iter().zip(answer).map(|(a, b)| a * b).sum();
            let next = (*strength + along / size).max(0.0);
            for (rest, answer) in rest.iter_mut().zip(answer) {
                *rest -= (next - *strength) * answer;
            }
            *strength = next;
        }
    }
    let left: f32 = rest.iter().map(|value| value * value).sum();
    let strength = strengths.iter().sum::<f32>() / 3.0;
    let agreement = (1.0 - left / total).clamp(0.0, 1.0).sqrt() * (strength / WEAK).min(1.0);
    agreement.is_finite().then_some(agreement)
}

/// The glass of another screen mirrors colours too: answers weaker than this, as a share of a
/// channel's level on the mean of all three, count for as much less.
const WEAK: f32 = 0.02;

/// Passes over the channels, after which nothing moves any more.
const PASSES: usize = 24;

/// A colour without its brightness.
fn coloured(tone: [f32; 3]) -> [f32; 3] {
    let mean = tone.iter().sum::<f32>() / 3.0;
    tone.map(|channel| channel - mean)
}

/// Colours in their order, one channel after the other, each without its mean and without what
/// changes evenly from the first to the last.
fn course(colours: Vec<[f32; 3]>) -> Vec<f32> {
    let count = colours.len();
    let middle = (count as f32 - 1.0) / 2.0;
    let spread: f32 = (0..count).map(|at| (at as f32 - middle).powi(2)).sum();
    let mut course = Vec::with_capacity(3 * count);
    for channel in 0..3 {
        let mean = colours.iter().map(|colour| colour[channel]).sum::<f32>() / count.max(1) as f32;
        let slope = (colours.iter().enumerate())
            .map(|(at, colour)| (at as f32 - middle) * colour[channel])
            .sum::<f32>()
            / spread.max(1e-6);
        course.extend(
            (colours.iter().enumerate())
                .map(|(at, colour)| colour[channel] - mean - slope * (at as f32 - middle)),
        );
    }
    course
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::challenge::tests::numbers;
    use super::*;

    const EACH: u32 = 400;

    fn lights(colours: &[Colour]) -> Vec<Light> {
        (0..)
            .zip(colours)
            .map(|(at, &colour)| Light {
                colour,
                from: 5_000 + at * EACH,
                to: 5_000 + (at + 1) * EACH,
            })
            .collect()
    }

    /// A room and a camera.
    #[derive(Clone, Copy)]
    struct Room {
        /// The screen's light beside the room's.
        screen: f32,
        /// The room's own red, green and blue.
        own: [f32; 3],
        /// What white balance makes of them.
        gains: [f32; 3],
        /// How far the colour wanders by itself, and how much looks differ by chance.
        drift: f32,
        noise: f32,
        delay: u32,
    }

    const ROOM: Room = Room {
        screen: 0.1,
        own: [1.0; 3],
        gains: [1.0; 3],
        drift: 0.02,
        noise: 0.004,
        delay: 150,
    };

    /// What skin under these lights shows, fifteen times a second.
    fn filmed(lights: &[Light], room: Room, mut random: impl FnMut(u32) -> u32) -> Vec<Tone> {
        let mut unit = || random(10_001) as f32 / 5_000.0 - 1.0;
        let (phase, pace) = (6.0 * unit(), 1.0 + 0.4 * unit());
        let end = lights.last().map_or(0, |light| light.to) + 400;
        (4_000..end)
            .step_by(66)
            .map(|ms| {
                let now = ms - room.delay;
                let colour = lights
                    .iter()
                    .find(|light| (light.from..light.to).contains(&now));
                let shown = colour.map_or([0.3; 3], |light| light.colour.shown());
                let at = ms as f32 / 1_000.0 * pace + phase;
                // Moving and exposure change all channels, white balance each by itself.
                let common = 0.1 * (1.7 * at).sin();
                let logs = std::array::from_fn(|channel| {
                    let light = room.own[channel] + room.screen * shown[channel];
                    let wander = room.drift * (0.9 * at + channel as f32).sin();
                    (120.0 * room.gains[channel] * light).ln()
                        + common
                        + wander
                        + room.noise * (unit() + unit() + unit())
                });
                Tone { ms, logs }
            })
            .collect()
    }

    #[test]
    fn skin_follows_in_any_room_and_through_any_white_balance() {
        let rooms = [
            ROOM,
            Room {
                screen: 0.03,
                ..ROOM
            },
            Room {
                screen: 1.0,
                ..ROOM
            },
            // A lamp of the evening, and a camera that makes it white, or does not.
            Room {
                own: [2.0, 1.0, 0.4],
                gains: [0.5, 1.0, 2.5],
                ..ROOM
            },
            Room {
                own: [0.6, 1.0, 1.4],
                gains: [0.3, 0.3, 0.3],
                delay: 20,
                ..ROOM
            },
            Room { delay: 420, ..ROOM },
        ];
        for (number, room) in rooms.into_iter().enumerate() {
            let mut random = numbers(number as u64);
            let mut least: f32 = 1.0;
            for _ in 0..60 {
                let lights = lights(&Colour::draw(10, &mut random));
                let tones = filmed(&lights, room, &mut random);
                least = least.min(followed(&lights, &tones).unwrap());
            }
            println!("room {number}: {least:.3}");
            assert!(least > 0.85, "room {number}: {least}");
        }
    }

    /// How often films of other orders, and films that no screen lit, reach limits by chance.
    #[test]
    fn another_order_is_not_followed() {
        for (count, limit, most) in [(8, 0.8, 0.03), (10, 0.85, 0.003), (12, 0.85, 0.001)] {
            let mut random = numbers(count as u64);
            let (mut other, mut none) = (0, 0);
            let films = 4_000;
            for _ in 0..films {
                let asked = lights(&Colour::draw(count, &mut random));
                let before = lights(&Colour::draw(count, &mut random));
                let tones = filmed(&before, ROOM, &mut random);
                other += u32::from(followed(&asked, &tones).unwrap() >= limit);
                let unlit = Room {
                    screen: 0.0,
                    ..ROOM
                };
                let tones = filmed(&asked, unlit, &mut random);
                none += u32::from(followed(&asked, &tones).unwrap() >= limit);
            }
            let [other, none] = [other, none].map(|count| count as f32 / films as f32);
            println!("{count} at {limit}: another order {other}, none {none}");
            assert!(
                other <= most && none <= most,
                "{count} at {limit}: {other} {none}"
            );
        }
    }

    #[test]
    fn what_cannot_be_seen_is_not_measured() {
        let mut random = numbers(9);
        let asked = lights(&Colour::draw(8, &mut random));
        let tones = filmed(&asked, ROOM, &mut random);
        assert_eq!(followed(&asked, &[]), None);
        assert_eq!(followed(&asked, &tones[..1]), None);
        assert_eq!(followed(&[], &tones), None);
        assert_eq!(followed(&lights(&[Colour::Red; 8]), &tones), None);
        // A light that no look shows.
        let gone = asked[4].from..asked[5].to + 400;
        let mut holed = tones.clone();
        holed.retain(|tone| !gone.contains(&tone.ms));
        assert_eq!(followed(&asked, &holed), None);
        // A picture that stays to the last bit.
        let mut still = tones;
        for tone in &mut still {
            tone.logs = [4.0, 3.5, 3.0];
        }
        assert_eq!(followed(&asked, &still), Some(0.0));
    }

    #[test]
    fn colours_come_in_any_order_and_never_twice() {
        let mut random = numbers(2);
        let mut orders = std::collections::HashSet::new();
        for _ in 0..500 {
            let drawn = Colour::draw(8, &mut random);
            assert!(drawn.windows(2).all(|pair| pair[0] != pair[1]));
            orders.insert(drawn);
        }
        assert!(orders.len() > 490, "{}", orders.len());
        for value in [0, 5, u32::MAX] {
            assert_eq!(Colour::draw(12, |_| value).len(), 12);
        }
    }

    proptest! {
        #[test]
        fn nothing_seen_is_too_odd(
            asked in prop::collection::vec((0_usize..6, any::<u32>(), any::<u32>()), 0..16),
            tones in prop::collection::vec((any::<u32>(), any::<[f32; 3]>()), 0..64),
        ) {
            let asked: Vec<Light> = asked
                .into_iter()
                .map(|(colour, from, to)| Light { colour: Colour::ALL[colour], from, to })
                .collect();
            let tones: Vec<Tone> = tones.into_iter().map(|(ms, logs)| Tone { ms, logs }).collect();
            if let Some(followed) = followed(&asked, &tones) {
                prop_assert!((0.0..=1.0).contains(&followed));
            }
        }

        #[test]
        fn any_picture_has_a_mean_or_none(
            width in 1_u32..40,
            height in 1_u32..40,
            x in -60.0_f32..60.0,
            y in -60.0_f32..60.0,
            half in 0.0_f32..30.0,
        ) {
            let photo = RgbImage::from_pixel(width, height, image::Rgb([10, 20, 30]));
            if let Some(mean) = mean(&photo, [x, y], half) {
                prop_assert_eq!(mean, [10.0, 20.0, 30.0]);
            }
        }
    }
}
