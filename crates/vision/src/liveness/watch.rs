//! Watching somebody do what is asked, frame by frame: what moved, how, and whether it is one
//! person, in one stream, with depth.

use std::collections::HashSet;

use image::RgbImage;

use super::challenge::{Challenge, Prompt, Window};
use super::geometry::{self, Depth, Shape};
use super::stream::{Grey, moire};
use crate::face::{Effort, Embedding, Engine, Mesh, Point, Quality};
use crate::intake::{self, IntakeError};
use crate::models::ModelError;

/// Frames that are looked at lie at least so far apart, in milliseconds: 15 a second.
const PACE: u32 = 62;
/// How soon a lost face is looked for again, in milliseconds.
const SEARCH: u32 = 250;
/// How often eyes are looked at from near, in milliseconds.
const EYES: u32 = 130;
/// How often the stream's spectrum is looked at, in milliseconds.
const SPECTRUM: u32 = 1_000;
/// How often the face is compared with its first, in milliseconds.
const COMPARE: u32 = 1_200;
/// Heads turned less than this can be compared, in degrees.
const FRONTAL: f32 = 16.0;
/// A movement that began in its window may end so much after it, in milliseconds.
const LATE: u32 = 250;
/// Frames later than this after the challenge's end belong to nothing, in milliseconds.
const END: u32 = 2_000;
/// Consecutive frames further apart say nothing about jumps, in milliseconds.
const NEXT: u32 = 220;
/// Of the frames of a movement, so many count, those that went furthest.
const FURTHEST: usize = 5;

/// How much of a film is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Most frames.
    pub frames: usize,
    /// Largest frame, as a file and decoded.
    pub frame: intake::Limits,
}

impl Default for Limits {
    /// 1,800 frames (a minute at 30 a second), each at most 2 MiB and 2.1 million pixels.
    fn default() -> Self {
        Self {
            frames: 1_800,
            frame: intake::Limits {
                max_bytes: 2 << 20,
                max_side: 1_920,
                max_pixels: 2_100_000,
                max_decoded: 8 << 20,
            },
        }
    }
}

/// Why a frame is not taken. What was seen before stays as it was.
#[derive(Debug, thiserror::Error)]
pub enum FrameError {
    #[error("it is stamped {at} ms, not after the {before} ms of the one before it")]
    Disorder { at: u32, before: u32 },
    #[error("it is stamped {at} ms, after the challenge's end at {end} ms")]
    Late { at: u32, end: u32 },
    #[error("there are more than {0} frames")]
    TooMany(usize),
    #[error("it has {width} x {height} pixels, unlike the ones before it")]
    OtherSize { width: u32, height: u32 },
    #[error("it is not a JPEG file")]
    NotJpeg,
    #[error(transparent)]
    Intake(#[from] IntakeError),
    #[error(transparent)]
    Model(#[from] ModelError),
}

/// One frame in which the face was seen.
#[derive(Debug, Clone)]
struct Sample {
    ms: u32,
    yaw: f32,
    pitch: f32,
    /// From forehead to chin in space, in pixels.
    length: f32,
    /// The wider open eye; only where it was looked at.
    open: Option<f32>,
    shape: Shape,
    /// Where the face is, in pixels.
    place: Point,
    unit: f32,
}

/// What was seen of one prompt.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Done {
    pub prompt: Prompt,
    /// How far the asked movement went: degrees of a turn; how many times larger the face became for
    /// closer, and smaller for back; milliseconds that both eyes were shut.
    pub moved: f32,
    /// Degrees that the head was turned aside, or raised, without being asked.
    pub astray: f32,
    /// Of turns and of looking up.
    pub depth: Option<Depth>,
    /// Of coming closer and going back: how much more near points grew than further ones.
    pub perspective: Option<f32>,
    /// Frames a second.
    pub rate: f32,
    /// Longest time without a frame, in milliseconds.
    pub gap: u32,
}

/// What was seen of it all.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Report {
    pub prompts: Vec<Done>,
    /// Frames that came, that were looked at, and of these that showed no face.
    pub frames: usize,
    pub judged: usize,
    pub faceless: usize,
    /// Share of the frames that are a file that came before.
    pub repeated: f32,
    /// Share of the picture that does not change from frame to frame, on the median.
    pub still: f32,
    /// How far a single frequency stands out, on the median; `None` for frames too small.
    pub moire: Option<f32>,
    /// Furthest distance of the face from its first, of how many comparisons.
    pub distance: f32,
    pub compared: usize,
    /// Largest jump of the face's points between frames, in distances between the eyes.
    pub jump: f32,
    /// Number of the best frame to compare with a document, from 0.
    pub best: Option<usize>,
}

/// Watches a film of one person's challenge. Its memory is bounded by [`Limits`].
#[derive(Debug)]
pub struct Watcher<'engine> {
    engine: &'engine Engine,
    challenge: Challenge,
    limits: Limits,
    size: Option<(u32, u32)>,
    times: Vec<u32>,
    files: HashSet<u64>,
    repeated: usize,
    judged: usize,
    faceless: usize,
    last: Last,
    mesh: Option<Mesh>,
    grey: Option<Grey>,
    samples: Vec<Sample>,
    stills: Vec<f32>,
    moires: Vec<f32>,
    first: Option<Embedding>,
    distances: Vec<f32>,
    best: Option<(f32, usize)>,
}

/// When something was last done.
#[derive(Debug, Default)]
struct Last {
    judged: Option<u32>,
    search: Option<u32>,
    eyes: Option<u32>,
    spectrum: Option<u32>,
    compare: Option<u32>,
}

/// Whether something that is done every `pace` milliseconds is due, and notes that it is done.
fn due(last: &mut Option<u32>, now: u32, pace: u32) -> bool {
    let due = last.is_none_or(|last| now.saturating_sub(last) >= pace);
    if due {
        *last = Some(now);
    }
    due
}

impl<'engine> Watcher<'engine> {
    /// For a challenge that [`Challenge::validate`] approves.
    pub fn new(engine: &'engine Engine, challenge: Challenge, limits: Limits) -> Self {
        Self {
            engine,
            challenge,
            limits,
            size: None,
            times: Vec::new(),
            files: HashSet::new(),
            repeated: 0,
            judged: 0,
            faceless: 0,
            last: Last::default(),
            mesh: None,
            grey: None,
            samples: Vec::new(),
            stills: Vec::new(),
            moires: Vec::new(),
            first: None,
            distances: Vec::new(),
            best: None,
        }
    }

    /// Takes a frame, a JPEG file, stamped with the server's clock.
    ///
    /// # Errors
    /// [`FrameError`]; the frame is then not counted.
    pub fn see(&mut self, ms: u32, file: &[u8]) -> Result<(), FrameError> {
        if let Some(&before) = self.times.last()
            && ms <= before
        {
            return Err(FrameError::Disorder { at: ms, before });
        }
        let end = self.challenge.end();
        if ms > end + END {
            return Err(FrameError::Late { at: ms, end });
        }
        if self.times.len() >= self.limits.frames {
            return Err(FrameError::TooMany(self.limits.frames));
        }
        if file.len() > self.limits.frame.max_bytes {
            return Err(FrameError::Intake(IntakeError::TooLarge {
                bytes: file.len(),
                limit: self.limits.frame.max_bytes,
            }));
        }
        if !file.starts_with(&[0xff, 0xd8, 0xff]) {
            return Err(FrameError::NotJpeg);
        }
        let looked_at = self
            .last
            .judged
            .is_none_or(|last| ms.saturating_sub(last) >= PACE);
        if looked_at {
            let photo = intake::decode(file, &self.limits.frame)?.image;
            let size = photo.dimensions();
            if self.size.is_some_and(|before| before != size) {
                let (width, height) = size;
                return Err(FrameError::OtherSize { width, height });
            }
            self.size = Some(size);
            self.last.judged = Some(ms);
            self.look(ms, &photo)?;
        }
        self.times.push(ms);
        if !self.files.insert(hash(file)) {
            self.repeated += 1;
        }
        Ok(())
    }

    fn look(&mut self, ms: u32, photo: &RgbImage) -> Result<(), ModelError> {
        self.judged += 1;
        let grey = Grey::of(photo);
        if let Some(before) = &self.grey {
            self.stills.push(grey.still(before));
        }
        self.mesh = self.find(ms, photo)?;
        let Some(mesh) = &self.mesh else {
            self.faceless += 1;
            self.grey = Some(grey);
            return Ok(());
        };
        let Some(shape) = geometry::normal(&mesh.points) else {
            self.faceless += 1;
            self.grey = Some(grey);
            return Ok(());
        };
        let [left, top, right, bottom] = mesh.bounds();
        let place = [(left + right) / 2.0, (top + bottom) / 2.0];
        if due(&mut self.last.spectrum, ms, SPECTRUM) {
            self.moires.extend(moire(photo, place));
        }
        self.grey = Some(grey);
        let (yaw, pitch) = (mesh.yaw(), mesh.pitch());
        let open = if self.eyes_matter(ms) && due(&mut self.last.eyes, ms, EYES) {
            let eyes = self.engine.eyes(photo, mesh)?;
            Some(eyes.right.openness.max(eyes.left.openness))
        } else {
            None
        };
        if yaw.abs() < FRONTAL && due(&mut self.last.compare, ms, COMPARE) {
            let embedding = self.engine.embed_mesh(photo, mesh)?;
            if let Some(first) = &self.first {
                self.distances.push(first.distance(&embedding));
            }
            self.first.get_or_insert(embedding);
            // A frame that is compared may be the best as well.
            let quality = Quality::of(photo, mesh);
            let score = quality.eye_distance.min(120.0) / 120.0
                - quality.yaw.abs() / 15.0
                - quality.pitch.abs() / 30.0
                + quality.sharpness.min(200.0) / 200.0
                + open.unwrap_or(0.0);
            if self.best.is_none_or(|(best, _)| score > best) {
                self.best = Some((score, self.times.len()));
            }
        }
        let (forehead, chin) = (mesh.points[10], mesh.points[152]);
        let length = (0..3).map(|axis| (forehead[axis] - chin[axis]).powi(2));
        self.samples.push(Sample {
            ms,
            yaw,
            pitch,
            length: length.sum::<f32>().sqrt(),
            open,
            shape,
            place,
            unit: mesh.eye_distance(),
        });
        Ok(())
    }

    /// The face where it was, or else anywhere, if that was not tried just now.
    fn find(&mut self, ms: u32, photo: &RgbImage) -> Result<Option<Mesh>, ModelError> {
        if let Some(before) = &self.mesh
            && let Some(mesh) = self.engine.follow(photo, before)?
        {
            return Ok(Some(mesh));
        }
        if !due(&mut self.last.search, ms, SEARCH) {
            return Ok(None);
        }
        let found = self.engine.detect_with(photo, Effort::Quick)?;
        Ok(found.into_iter().next().map(|face| face.mesh))
    }

    /// Eyes are looked at before the first prompt, for how they are when open, and while they should
    /// be shut.
    fn eyes_matter(&self, ms: u32) -> bool {
        let asked = |window: &Window| window.prompt == Prompt::CloseEyes;
        self.challenge.prompts.iter().any(asked)
            && (ms < self.challenge.start()
                || self
                    .challenge
                    .prompts
                    .iter()
                    .any(|window| asked(window) && (window.from..window.to + LATE).contains(&ms)))
    }

    /// What was seen.
    pub fn report(&self) -> Report {
        let lead: Vec<&Sample> = self
            .samples
            .iter()
            .take_while(|sample| sample.ms < self.challenge.start() + 150)
            .collect();
        let rest = Rest::of(&lead);
        let prompts = self.challenge.prompts.iter();
        Report {
            prompts: prompts
                .map(|window| self.done(window, rest.as_ref()))
                .collect(),
            frames: self.times.len(),
            judged: self.judged,
            faceless: self.faceless,
            repeated: self.repeated as f32 / self.times.len().max(1) as f32,
            still: median(self.stills.clone()).unwrap_or(0.0),
            moire: median(self.moires.clone()),
            distance: self.distances.iter().copied().fold(0.0, f32::max),
            compared: self.distances.len(),
            jump: self.jump(),
            best: self.best.map(|(_, number)| number),
        }
    }

    fn done(&self, window: &Window, rest: Option<&Rest>) -> Done {
        let (rate, gap) = self.pace(window);
        let mut done = Done {
            prompt: window.prompt,
            moved: 0.0,
            astray: 0.0,
            depth: None,
            perspective: None,
            rate,
            gap,
        };
        let Some(rest) = rest else {
            return done;
        };
        let seen: Vec<&Sample> = self
            .samples
            .iter()
            .filter(|sample| (window.from..window.to + LATE).contains(&sample.ms))
            .collect();
        let far = |measure: &dyn Fn(&Sample) -> f32| furthest(&seen, measure);
        let left = far(&|sample| sample.yaw - rest.yaw);
        let right = far(&|sample| rest.yaw - sample.yaw);
        let up = far(&|sample| rest.pitch - sample.pitch);
        let (measure, astray): (&dyn Fn(&Sample) -> f32, f32) = match window.prompt {
            Prompt::TurnLeft => (&|sample| sample.yaw - rest.yaw, right.0),
            Prompt::TurnRight => (&|sample| rest.yaw - sample.yaw, left.0),
            Prompt::LookUp => (&|sample| rest.pitch - sample.pitch, left.0.max(right.0)),
            Prompt::Closer => (&|sample| sample.length / rest.length, left.0.max(right.0)),
            Prompt::Back => (&|sample| rest.length / sample.length, left.0.max(right.0)),
            Prompt::CloseEyes => {
                done.moved = shut(&seen, rest);
                done.astray = left.0.max(right.0).max(up.0);
                return done;
            }
        };
        let (moved, shapes) = far(measure);
        done.moved = moved;
        done.astray = astray.max(0.0);
        if let Some(shape) = geometry::mean(&shapes) {
            match window.prompt {
                Prompt::Closer => done.perspective = geometry::perspective(&rest.shape, &shape),
                Prompt::Back => {
                    done.perspective = geometry::perspective(&shape, &rest.shape);
                }
                _ => done.depth = geometry::depth(&rest.shape, &shape),
            }
        }
        done
    }

    /// Frames a second within a window, and its longest gap.
    fn pace(&self, window: &Window) -> (f32, u32) {
        let mut before = window.from;
        let (mut count, mut gap) = (0, 0);
        for &ms in self
            .times
            .iter()
            .filter(|&&ms| (window.from..window.to).contains(&ms))
        {
            gap = gap.max(ms - before);
            before = ms;
            count += 1;
        }
        gap = gap.max(window.to - before);
        let seconds = window.to.saturating_sub(window.from).max(1) as f32 / 1_000.0;
        (count as f32 / seconds, gap)
    }

    fn jump(&self) -> f32 {
        self.samples
            .windows(2)
            .filter(|pair| pair[1].ms - pair[0].ms <= NEXT)
            .map(|pair| {
                let [a, b] = [&pair[0], &pair[1]];
                let moved = (a.place[0] - b.place[0]).hypot(a.place[1] - b.place[1]);
                let grown = (a.length / b.length).ln().abs();
                geometry::apart(&a.shape, &b.shape) + moved / a.unit.max(b.unit) + grown
            })
            .fold(0.0, f32::max)
    }
}

/// How the person is before anything is asked.
struct Rest {
    yaw: f32,
    pitch: f32,
    length: f32,
    open: f32,
    shape: Shape,
}

impl Rest {
    fn of(lead: &[&Sample]) -> Option<Self> {
        let of =
            |value: fn(&Sample) -> f32| median(lead.iter().map(|sample| value(sample)).collect());
        let open: Vec<f32> = lead.iter().filter_map(|sample| sample.open).collect();
        let shapes: Vec<&Shape> = lead.iter().map(|sample| &sample.shape).collect();
        Some(Self {
            yaw: of(|sample| sample.yaw)?,
            pitch: of(|sample| sample.pitch)?,
            length: of(|sample| sample.length)?.max(1.0),
            open: open.into_iter().fold(0.0, f32::max),
            shape: geometry::mean(&shapes)?,
        })
    }
}

/// How far a movement went: the least of the frames that went furthest, and these frames' shapes.
fn furthest<'a>(seen: &[&'a Sample], measure: &dyn Fn(&Sample) -> f32) -> (f32, Vec<&'a Shape>) {
    let mut order: Vec<(f32, &Sample)> = seen
        .iter()
        .map(|sample| (measure(sample), *sample))
        .collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0));
    order.truncate(FURTHEST);
    let moved = if order.len() < FURTHEST {
        0.0
    } else {
        order[FURTHEST - 1].0
    };
    (
        moved,
        order.into_iter().map(|(_, sample)| &sample.shape).collect(),
    )
}

/// Longest time in which no look at the eyes found one open, in milliseconds.
fn shut(seen: &[&Sample], rest: &Rest) -> f32 {
    let (mut longest, mut since) = (0, None);
    for sample in seen {
        let Some(open) = sample.open else { continue };
        if open < 0.55 * rest.open {
            let since = *since.get_or_insert(sample.ms);
            longest = longest.max(sample.ms - since);
        } else {
            since = None;
        }
    }
    longest as f32
}

fn median(mut values: Vec<f32>) -> Option<f32> {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied()
}

/// FNV-1a: who makes two different frames that hash alike gains nothing.
fn hash(file: &[u8]) -> u64 {
    file.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
