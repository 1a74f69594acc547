//! Watching somebody do what is asked, frame by frame: what moved, how, and whether it is one
//! person, in one stream, with depth.

use image::RgbImage;

use super::challenge::{Challenge, Prompt, Window};
use super::geometry;
use super::grey::Grey;
use super::identity::{Identity, Look};
use super::light::{self, Tone};
use super::measure::{self, Done, LATE, Rest, Sample, Start, median};
use super::relief::Relief;
use super::stream::{Stream, moire};
use crate::face::{Embedding, Engine, Mesh};
use crate::intake::{self, IntakeError};
use crate::models::ModelError;

/// One frame is looked at in each of these slots of time, in milliseconds: 15 a second.
const SLOT: u32 = 66;
/// The same while nothing is asked, nor was or will be in a moment: nobody moves much then.
const IDLE_SLOT: u32 = 2 * SLOT;
/// How long before a prompt every frame counts again, in milliseconds.
const SOON: u32 = 200;
/// How soon a lost face is looked for again, in milliseconds.
const SEARCH: u32 = 250;
/// How often eyes are looked at from near, in milliseconds: where they matter most, and elsewhere.
const EYES: u32 = 130;
const EYES_ELSEWHERE: u32 = 260;
/// How often the stream's spectrum is looked at, in milliseconds.
const SPECTRUM: u32 = 1_000;
/// Frames later than this after the challenge's end belong to nothing, in milliseconds.
const END: u32 = 1_000;

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

/// Why a frame is not taken. What was seen before stays as it was; that it came is counted.
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
    #[error("it says that it is to be turned")]
    Turned,
    #[error(transparent)]
    Intake(#[from] IntakeError),
    #[error(transparent)]
    Model(#[from] ModelError),
}

impl FrameError {
    fn is_disorder(&self) -> bool {
        match self {
            Self::Disorder { .. } | Self::TooMany(_) | Self::OtherSize { .. } | Self::Turned => {
                true
            }
            Self::Late { .. } | Self::NotJpeg | Self::Intake(_) | Self::Model(_) => false,
        }
    }
}

/// What became of a frame: enough to tell the person before the camera whether they are seen, and
/// no verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Seen {
    /// Whether it was looked at. Of those that were not, the rest says what the last one showed.
    pub looked: bool,
    /// Whether a face is there.
    pub face: bool,
    /// Whether it is the best so far to compare with a document: the one to keep.
    pub best: bool,
}

/// What was seen of it all.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Report {
    pub prompts: Vec<Done>,
    /// Before anything was asked; `None` when no face was seen then.
    pub start: Option<Start>,
    /// Frames that came, and those that were refused for what they are.
    pub frames: usize,
    pub refused: usize,
    /// Of the refused: out of order, too many, or of another size or bearing than the first. No
    /// camera sends such.
    pub disordered: usize,
    /// Frames that were looked at, and of these that showed no face.
    pub judged: usize,
    pub faceless: usize,
    /// Longest time from the beginning to the challenge's end without a look that showed the face,
    /// in milliseconds.
    pub hole: u32,
    /// Share of the frames that came before, with others between.
    pub repeated: f32,
    /// Share of the face that does not change from frame to frame, on the median.
    pub still: Option<f32>,
    /// Largest change of the picture from one frame to the next, in levels.
    pub change: f32,
    /// How far a single frequency stands out, on the median; `None` for frames too small.
    pub moire: Option<f32>,
    /// Furthest distance of the face from how it was at first, seen from the front.
    pub distance: Option<f32>,
    /// The same where it was turned, raised or had its eyes shut.
    pub turned_distance: Option<f32>,
    /// Of how many comparisons.
    pub compared: usize,
    /// Looks that showed another face beside it.
    pub several: usize,
    /// Largest jump of the face's points between looks, in distances between the eyes.
    pub jump: f32,
    /// Mean luminance of the face, 0 to 255, on the median.
    pub light: Option<f32>,
    /// How well the skin's colour followed the challenge's lights, 0 to 1; `None` without lights, and
    /// where they could not be seen.
    pub lit: Option<f32>,
    /// Number of the best frame to compare with a document, from 0, of all that came.
    pub best: Option<usize>,
}

/// Watches a film of one person's challenge. Its memory is bounded by [`Limits`].
#[derive(Debug)]
pub struct Watcher<'engine> {
    engine: &'engine Engine,
    challenge: Challenge,
    limits: Limits,
    size: Option<(u32, u32)>,
    frames: usize,
    refused: usize,
    disordered: usize,
    last: Last,
    stream: Stream,
    looks: Vec<u32>,
    mesh: Option<Mesh>,
    samples: Vec<Sample>,
    rest: Option<Rest>,
    moires: Vec<f32>,
    identity: Identity,
    extreme: Option<Extreme>,
    relief: Option<(Window, Relief)>,
    reliefs: Vec<(Window, Option<f32>)>,
    tones: Vec<Tone>,
}

/// When something was last done.
#[derive(Debug, Default)]
struct Last {
    stamp: Option<u32>,
    slot: Option<u32>,
    search: Option<u32>,
    eyes: Option<u32>,
    spectrum: Option<u32>,
}

/// The face where a prompt's movement has gone furthest so far.
#[derive(Debug)]
struct Extreme {
    window: Window,
    progress: f32,
    face: RgbImage,
    look: Look,
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
            identity: Identity::new(challenge.looks.clone()),
            challenge,
            limits,
            size: None,
            frames: 0,
            refused: 0,
            disordered: 0,
            last: Last::default(),
            stream: Stream::default(),
            looks: Vec::new(),
            mesh: None,
            samples: Vec::new(),
            rest: None,
            moires: Vec::new(),
            extreme: None,
            relief: None,
            reliefs: Vec::new(),
            tones: Vec::new(),
        }
    }

    /// Takes a frame, a JPEG file, stamped with the server's clock in milliseconds.
    ///
    /// # Errors
    /// [`FrameError`]: the frame is refused, and the next one may come.
    pub fn see(&mut self, ms: u32, file: &[u8]) -> Result<Seen, FrameError> {
        let number = self.frames;
        self.frames = self.frames.saturating_add(1);
        let seen = self.take(number, ms, file);
        // What comes after the end is not needed any more.
        if let Err(error) = &seen
            && !matches!(error, FrameError::Late { .. })
        {
            self.refused += 1;
            self.disordered += usize::from(error.is_disorder());
        }
        seen
    }

    fn take(&mut self, number: usize, ms: u32, file: &[u8]) -> Result<Seen, FrameError> {
        if number >= self.limits.frames {
            return Err(FrameError::TooMany(self.limits.frames));
        }
        if let Some(before) = self.last.stamp
            && ms <= before
        {
            return Err(FrameError::Disorder { at: ms, before });
        }
        let end = self.challenge.end();
        if ms > end.saturating_add(END) {
            return Err(FrameError::Late { at: ms, end });
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
        self.last.stamp = Some(ms);
        let mut seen = Seen {
            face: self.mesh.is_some(),
            ..Seen::default()
        };
        // What cannot be decoded has used its slot up as well: it costs no more than what can.
        let length = if self.is_idle(ms) { IDLE_SLOT } else { SLOT };
        let slot = Some(ms / length * length);
        if self.last.slot == slot {
            return Ok(seen);
        }
        self.last.slot = slot;
        let photo = intake::decode(file, &self.limits.frame)?;
        if photo.orientation_applied {
            return Err(FrameError::Turned);
        }
        let photo = photo.image;
        let size = photo.dimensions();
        if self.size.is_some_and(|before| before != size) {
            let (width, height) = size;
            return Err(FrameError::OtherSize { width, height });
        }
        self.size = Some(size);
        let grey = Grey::of(&photo);
        // A camera that is slower than the stream gives the same picture twice: it is one frame.
        if !self.stream.takes(&grey, self.challenge.is_lit(ms)) {
            return Ok(seen);
        }
        self.looks.push(ms);
        self.mesh = self.find(ms, &photo)?;
        let face = self.mesh.as_ref().map(Mesh::bounds);
        if let Some(mesh) = self.mesh.take() {
            seen.best = self.look(number, ms, (&photo, &grey), &mesh)?;
            self.mesh = Some(mesh);
        }
        self.stream.note(grey, face);
        seen.looked = true;
        seen.face = self.mesh.is_some();
        Ok(seen)
    }

    /// Looks at the face; whether it is the best so far.
    fn look(
        &mut self,
        number: usize,
        ms: u32,
        (photo, grey): (&RgbImage, &Grey),
        mesh: &Mesh,
    ) -> Result<bool, ModelError> {
        let Some(shape) = geometry::normal(&mesh.points) else {
            return Ok(false);
        };
        let [left, top, right, bottom] = mesh.bounds();
        let place = [(left + right) / 2.0, (top + bottom) / 2.0];
        if due(&mut self.last.spectrum, ms, SPECTRUM) {
            self.moires.extend(moire(photo, place));
        }
        let compared = self.identity.is_due(ms);
        let pace = self.eyes_pace(ms);
        let open = if compared || due(&mut self.last.eyes, ms, pace) {
            let eyes = self.engine.eyes(photo, mesh)?;
            Some(eyes.right.openness.max(eyes.left.openness))
        } else {
            None
        };
        let (forehead, chin) = (mesh.points[10], mesh.points[152]);
        let length = (0..3).map(|axis| (forehead[axis] - chin[axis]).powi(2));
        let sample = Sample {
            ms,
            yaw: mesh.yaw(),
            pitch: mesh.pitch(),
            length: length.sum::<f32>().sqrt(),
            open,
            shape,
            place,
            unit: mesh.eye_distance(),
        };
        let look = Look {
            number,
            ms,
            yaw: sample.yaw,
            pitch: sample.pitch,
            open,
            lit: self.challenge.is_lit(ms),
        };
        self.follow_extreme(photo, mesh, &sample, look)?;
        self.follow_relief(grey, mesh, &sample);
        if look.lit {
            self.tones.extend(Tone::of(ms, photo, mesh));
        }
        self.samples.push(sample);
        if !compared {
            return Ok(false);
        }
        self.identity.compare(self.engine, photo, mesh, look)
    }

    /// Keeps the face where a movement goes furthest, and compares it when its time is over.
    fn follow_extreme(
        &mut self,
        photo: &RgbImage,
        mesh: &Mesh,
        sample: &Sample,
        look: Look,
    ) -> Result<(), ModelError> {
        if self.rest.is_none() && sample.ms >= self.challenge.start() {
            self.rest = Rest::of(&self.samples);
        }
        if self
            .extreme
            .as_ref()
            .is_some_and(|extreme| sample.ms >= extreme.window.to + LATE)
        {
            self.compare_extreme()?;
        }
        let Some(rest) = &self.rest else {
            return Ok(());
        };
        let running = |window: &&Window| (window.from..window.to + LATE).contains(&sample.ms);
        let Some(&window) = self.challenge.prompts.iter().find(running) else {
            return Ok(());
        };
        if window.prompt == Prompt::CloseEyes {
            return Ok(());
        }
        let progress = rest.progress(window.prompt, sample);
        if self
            .extreme
            .as_ref()
            .is_none_or(|extreme| progress > extreme.progress)
        {
            self.extreme = Some(Extreme {
                window,
                progress,
                face: self.engine.align(photo, mesh),
                look,
            });
        }
        Ok(())
    }

    /// Follows the skin while the head turns or is raised.
    fn follow_relief(&mut self, grey: &Grey, mesh: &Mesh, sample: &Sample) {
        let running = |window: &&Window| {
            window.prompt.is_rotation() && (window.from..window.to).contains(&sample.ms)
        };
        let window = self.challenge.prompts.iter().find(running).copied();
        if self.relief.as_ref().map(|(window, _)| *window) != window {
            self.end_relief();
            self.relief = window.map(|window| {
                let relief = Relief::begin(window.prompt, grey, &mesh.points, &sample.shape);
                (window, relief)
            });
            return;
        }
        if let (Some((window, relief)), Some(rest)) = (&mut self.relief, &self.rest) {
            relief.follow(grey, rest.progress(window.prompt, sample));
        }
    }

    fn end_relief(&mut self) {
        if let Some((window, relief)) = self.relief.take() {
            self.reliefs.push((window, relief.seen()));
        }
    }

    fn compare_extreme(&mut self) -> Result<(), ModelError> {
        if let Some(extreme) = self.extreme.take() {
            let embedding = self.engine.embed_aligned(&extreme.face)?;
            self.identity.note(extreme.look, embedding);
        }
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
        self.engine.glance(photo)
    }

    /// Whether it is between two prompts, and near to neither.
    fn is_idle(&self, ms: u32) -> bool {
        let mut windows = self.challenge.prompts.iter();
        let near = |window: &Window| {
            (window.from.saturating_sub(SOON)..window.to.saturating_add(2 * LATE)).contains(&ms)
        };
        ms >= self.challenge.start() && !self.challenge.is_lit(ms) && !windows.any(near)
    }

    /// Eyes matter most before the first prompt, for how they are when open, and while they should
    /// be shut.
    fn eyes_pace(&self, ms: u32) -> u32 {
        let asked = |window: &Window| {
            window.prompt == Prompt::CloseEyes && (window.from..window.to + LATE).contains(&ms)
        };
        if ms < self.challenge.start() || self.challenge.prompts.iter().any(asked) {
            EYES
        } else {
            EYES_ELSEWHERE
        }
    }

    /// The best frame's face, to be compared with a document's.
    pub fn best(&self) -> Option<&Embedding> {
        self.identity.best()
    }

    /// What was seen so far.
    ///
    /// # Errors
    /// [`ModelError`] when the last movement's face cannot be compared.
    pub fn report(&mut self) -> Result<Report, ModelError> {
        let end = self.challenge.end();
        if self.last.stamp >= Some(end) {
            self.compare_extreme()?;
        }
        if self.rest.is_none() {
            let start = self.challenge.start();
            let lead = self.samples.partition_point(|sample| sample.ms < start);
            self.rest = Rest::of(&self.samples[..lead]);
        }
        self.end_relief();
        let relief = |window: &Window| {
            let mut reliefs = self.reliefs.iter();
            let (_, relief) = reliefs.find(|(of, _)| of == window)?;
            *relief
        };
        let faces: Vec<u32> = self.samples.iter().map(|sample| sample.ms).collect();
        let prompts = self.challenge.prompts.iter();
        let jumps = self.samples.windows(2).map(|pair| pair[1].jump(&pair[0]));
        let found = self.identity.found(self.challenge.start());
        Ok(Report {
            prompts: prompts
                .map(|window| Done {
                    relief: relief(window),
                    ..measure::done(window, self.rest.as_ref(), &self.samples, &self.looks)
                })
                .collect(),
            start: self.rest.as_ref().map(|rest| rest.seen),
            frames: self.frames,
            refused: self.refused,
            disordered: self.disordered,
            judged: self.looks.len(),
            faceless: self.looks.len() - self.samples.len(),
            hole: measure::longest(&faces, 0, end),
            repeated: self.stream.repeated as f32 / self.looks.len().max(1) as f32,
            still: median(self.stream.stills.clone()),
            change: self.stream.change,
            moire: median(self.moires.clone()),
            distance: found.frontal,
            turned_distance: found.turned,
            compared: found.compared,
            several: self.identity.several,
            jump: jumps.fold(0.0, f32::max),
            light: median(self.identity.lights.clone()),
            lit: light::followed(&self.challenge.lights, &self.tones),
            best: self.identity.best_number(),
        })
    }
}
