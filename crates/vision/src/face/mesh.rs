//! The shape of a face: MediaPipe Face Mesh (Kartynnik et al. 2019), 468 points in space.

use image::RgbImage;

use super::{
    detect::Candidate,
    warp::{Point, Similarity, cut, planes},
};
use crate::models::{ModelError, Network};

/// Side of the network's picture, in pixels.
const SIDE: u32 = 192;
/// Side of the square that is looked at, in sizes of the detected face.
const MARGIN: f32 = 1.5;

/// How often the network looks again when the face is not where the detector said.
const LOOKS: usize = 2;

/// A turned square of the photo.
struct Frame {
    centre: Point,
    side: f32,
    angle: f32,
}

impl Frame {
    /// Whether a second look would hardly show the face otherwise.
    fn is_near(&self, other: &Self) -> bool {
        let away = (self.centre[0] - other.centre[0]).hypot(self.centre[1] - other.centre[1]);
        let turned = (self.angle - other.angle).sin().abs();
        let ratio = self.side / other.side;
        away < 0.08 * other.side && turned < 0.15 && (0.85..1.18).contains(&ratio)
    }
}

/// Points of the mesh that have names. "Left" and "right" are the person's own.
pub(super) mod index {
    pub(in super::super) const FOREHEAD: usize = 10;
    pub(in super::super) const CHIN: usize = 152;
    pub(in super::super) const RIGHT_SIDE: usize = 234;
    pub(in super::super) const LEFT_SIDE: usize = 454;
    pub(in super::super) const RIGHT_EYE_OUTER: usize = 33;
    pub(in super::super) const RIGHT_EYE_INNER: usize = 133;
    pub(in super::super) const LEFT_EYE_INNER: usize = 362;
    pub(in super::super) const LEFT_EYE_OUTER: usize = 263;
    pub(in super::super) const NOSE_BASE: usize = 2;
    /// Of each eye: its corners, then two pairs of upper and lower lid.
    pub(in super::super) const LIDS: [[usize; 6]; 2] = [
        [RIGHT_EYE_OUTER, RIGHT_EYE_INNER, 160, 144, 158, 153],
        [LEFT_EYE_OUTER, LEFT_EYE_INNER, 387, 373, 385, 380],
    ];
}

/// Where the five points of alignment (left eye's outer and inner corner, right eye's outer and
/// inner corner, base of the nose) stand in a face of size 1: the mean shape of the comparison
/// network's training faces.
const TEMPLATE: [Point; 5] = [
    [0.859_567_5, 0.213_498_15],
    [0.646_060_5, 0.228_967_44],
    [0.120_575_06, 0.213_727_45],
    [0.334_085_06, 0.229_064_24],
    [0.490_112_3, 0.627_797_5],
];
/// Room around the template, in sizes of it.
const PADDING: f32 = 0.25;

/// 468 points of a face.
#[derive(Debug, Clone, PartialEq)]
pub struct Mesh {
    /// x and y in the photo's pixels; z in the same unit, smaller towards the camera, relative
    /// to the head's centre.
    pub points: Vec<[f32; 3]>,
    /// How sure the network is that there is a face, 0 to 1.
    pub presence: f32,
}

impl Mesh {
    pub(super) fn of(
        network: &Network,
        image: &RgbImage,
        face: &Candidate,
    ) -> Result<Self, ModelError> {
        let [right_eye, left_eye, ..] = face.points;
        let frame = Frame {
            centre: face.centre(),
            side: face.size() * MARGIN,
            angle: (left_eye[1] - right_eye[1]).atan2(left_eye[0] - right_eye[0]),
        };
        Self::near(network, image, frame)
    }

    /// The same face a moment later: looked for where it was.
    pub(super) fn follow(
        network: &Network,
        image: &RgbImage,
        before: &Self,
    ) -> Result<Self, ModelError> {
        Self::near(network, image, before.frame())
    }

    fn near(network: &Network, image: &RgbImage, mut frame: Frame) -> Result<Self, ModelError> {
        let mut mesh = Self::within(network, image, &frame)?;
        for _ in 0..LOOKS {
            let better = mesh.frame();
            if mesh.presence < 0.1 || frame.is_near(&better) {
                break;
            }
            frame = better;
            mesh = Self::within(network, image, &frame)?;
        }
        Ok(mesh)
    }

    fn within(network: &Network, image: &RgbImage, frame: &Frame) -> Result<Self, ModelError> {
        let map = Similarity::square(frame.centre, frame.side, frame.angle, SIDE);
        let input = planes(&cut(image, &map, SIDE), |_, value| value / 255.0);
        let side = SIDE as usize;
        let outputs = network.run(&[1, 3, side, side], &input, &["points", "presence"])?;
        let [points, presence] = &outputs[..] else {
            return Ok(Self {
                points: Vec::new(),
                presence: 0.0,
            });
        };
        let scale = map.scale();
        let place = |&[x, y, z]: &[f32; 3]| {
            let [x, y] = map.apply([x, y]);
            [x, y, z * scale]
        };
        Ok(Self {
            points: points.data.as_chunks().0.iter().map(place).collect(),
            presence: presence.data.first().copied().unwrap_or(0.0),
        })
    }

    /// The square in which the network would see this face best.
    fn frame(&self) -> Frame {
        let angle = self.roll().to_radians();
        let (sin, cos) = angle.sin_cos();
        let none = [
            f32::INFINITY,
            f32::INFINITY,
            f32::NEG_INFINITY,
            f32::NEG_INFINITY,
        ];
        let [left, top, right, bottom] =
            self.points
                .iter()
                .fold(none, |[left, top, right, bottom], &[x, y, _]| {
                    let (x, y) = (cos * x + sin * y, cos * y - sin * x);
                    [left.min(x), top.min(y), right.max(x), bottom.max(y)]
                });
        let (x, y) = ((left + right) / 2.0, (top + bottom) / 2.0);
        Frame {
            centre: [cos * x - sin * y, sin * x + cos * y],
            side: (right - left).max(bottom - top) * MARGIN,
            angle,
        }
    }

    pub(super) fn point(&self, index: usize) -> [f32; 3] {
        self.points.get(index).copied().unwrap_or_default()
    }

    pub(super) fn flat(&self, index: usize) -> Point {
        let [x, y, _] = self.point(index);
        [x, y]
    }

    fn middle(&self, a: usize, b: usize) -> Point {
        let (a, b) = (self.point(a), self.point(b));
        [(a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0]
    }

    /// Centres of the eyes: the person's right (left in the picture), the person's left.
    pub fn eyes(&self) -> [Point; 2] {
        [
            self.middle(index::RIGHT_EYE_OUTER, index::RIGHT_EYE_INNER),
            self.middle(index::LEFT_EYE_OUTER, index::LEFT_EYE_INNER),
        ]
    }

    /// Distance between the centres of the eyes, in pixels of the photo.
    pub fn eye_distance(&self) -> f32 {
        let [right, left] = self.eyes();
        (left[0] - right[0]).hypot(left[1] - right[1])
    }

    /// How far the head is tilted to a shoulder, in degrees; positive is clockwise in the
    /// picture.
    pub fn roll(&self) -> f32 {
        let [right, left] = self.eyes();
        (left[1] - right[1]).atan2(left[0] - right[0]).to_degrees()
    }

    /// How far the head is turned aside, in degrees; positive is towards the picture's right.
    pub fn yaw(&self) -> f32 {
        let (right, left) = (self.point(index::RIGHT_SIDE), self.point(index::LEFT_SIDE));
        let across = (left[0] - right[0]).hypot(left[1] - right[1]);
        (left[2] - right[2]).atan2(across).to_degrees()
    }

    /// How far the head is raised or lowered, in degrees; positive is lowered.
    pub fn pitch(&self) -> f32 {
        let (top, chin) = (self.point(index::FOREHEAD), self.point(index::CHIN));
        let along = (chin[0] - top[0]).hypot(chin[1] - top[1]);
        (chin[2] - top[2]).atan2(along).to_degrees()
    }

    /// How far the lids are open, of the eye that is more shut, over its width: about 0.2 to 0.4 when open.
    /// The mesh tells shut eyes less surely than [`super::Eyes`] do.
    pub fn lids(&self) -> f32 {
        let apart = |a: usize, b: usize| {
            let (a, b) = (self.point(a), self.point(b));
            (a[0] - b[0]).hypot(a[1] - b[1])
        };
        index::LIDS
            .iter()
            .map(|[outer, inner, upper, lower, upper_too, lower_too]| {
                let height = (apart(*upper, *lower) + apart(*upper_too, *lower_too)) / 2.0;
                height / apart(*outer, *inner).max(1e-3)
            })
            .fold(f32::INFINITY, f32::min)
    }

    /// Smallest upright box around all points: left, top, right, bottom, in pixels.
    pub fn bounds(&self) -> [f32; 4] {
        let none = [
            f32::INFINITY,
            f32::INFINITY,
            f32::NEG_INFINITY,
            f32::NEG_INFINITY,
        ];
        self.points
            .iter()
            .fold(none, |[left, top, right, bottom], &[x, y, _]| {
                [left.min(x), top.min(y), right.max(x), bottom.max(y)]
            })
    }

    /// The way from an upright square of `pixels` x `pixels` around the whole face into the photo.
    pub(super) fn upright(&self, pixels: u32) -> Similarity {
        let frame = self.frame();
        Similarity::square(frame.centre, frame.side, frame.angle, pixels)
    }

    /// The way from an aligned face of `pixels` x `pixels` into the photo.
    pub(super) fn alignment(&self, pixels: u32) -> Similarity {
        let to = [
            index::LEFT_EYE_OUTER,
            index::LEFT_EYE_INNER,
            index::RIGHT_EYE_OUTER,
            index::RIGHT_EYE_INNER,
            index::NOSE_BASE,
        ]
        .map(|index| self.flat(index));
        let from = TEMPLATE.map(|point| {
            point.map(|value| (PADDING + value) / (2.0 * PADDING + 1.0) * pixels as f32)
        });
        Similarity::between(&from, &to)
    }
}
