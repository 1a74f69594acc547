//! Eyes from near: MediaPipe Iris (Ablavatski et al. 2020), lids and iris of one eye.

use image::{RgbImage, imageops};

use super::{
    Mesh,
    mesh::index,
    warp::{Point, Similarity, cut, planes},
};
use crate::models::{ModelError, Network};

/// Side of the network's picture, in pixels.
const SIDE: u32 = 64;
/// Side of the square that is looked at, in widths of the eye.
const MARGIN: f32 = 2.3;
/// Points of lids and brow; the iris's five follow.
const OUTLINE: usize = 71;
/// Of the outline: the lower lid from corner to corner, then the upper lid between them.
const CORNERS: [usize; 2] = [0, 8];
const LOWER: [usize; 3] = [3, 4, 5];
const UPPER: [usize; 3] = [11, 12, 13];
/// Radius of an eyeball over the width of the opening between the lids: about 12 to 30 mm.
const EYEBALL: f32 = 0.4;

/// One eye.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Eye {
    /// Gap between the lids over the eye's width: about 0.2 to 0.4 when open, below 0.1 when shut.
    pub openness: f32,
    /// Where the iris stands between the corners, from their middle, in widths of the eye: across
    /// (positive to the picture's right when the head is upright) and down.
    pub iris: Point,
}

/// Both eyes, as they stand in the picture.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Eyes {
    /// The person's right, on the picture's left.
    pub right: Eye,
    /// The person's left.
    pub left: Eye,
}

impl Eyes {
    pub(super) fn of(network: &Network, photo: &RgbImage, mesh: &Mesh) -> Result<Self, ModelError> {
        let eye = |outer, inner, mirrored| {
            let (a, b) = (mesh.flat(outer), mesh.flat(inner));
            let centre = [(a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0];
            let width = (a[0] - b[0]).hypot(a[1] - b[1]);
            let angle = mesh.roll().to_radians();
            let map = Similarity::square(centre, width * MARGIN, angle, SIDE);
            Eye::of(network, &cut(photo, &map, SIDE), mirrored)
        };
        Ok(Self {
            right: eye(index::RIGHT_EYE_OUTER, index::RIGHT_EYE_INNER, true)?,
            left: eye(index::LEFT_EYE_OUTER, index::LEFT_EYE_INNER, false)?,
        })
    }

    /// The lesser openness of the two.
    pub fn openness(&self) -> f32 {
        self.right.openness.min(self.left.openness)
    }

    /// How far the eyes look aside in the head, in degrees; positive is towards the picture's
    /// right. The mean of both, so that eyes that meet on something near look straight.
    pub fn aside(&self) -> f32 {
        angle((self.right.iris[0] + self.left.iris[0]) / 2.0)
    }
}

fn angle(offset: f32) -> f32 {
    (offset / EYEBALL).clamp(-1.0, 1.0).asin().to_degrees()
}

impl Eye {
    /// Measures an upright eye. The network knows left eyes: right ones are shown `mirrored`.
    fn of(network: &Network, eye: &RgbImage, mirrored: bool) -> Result<Self, ModelError> {
        let input = |eye: &RgbImage| planes(eye, |_, value| value / 255.0);
        let input = if mirrored {
            input(&imageops::flip_horizontal(eye))
        } else {
            input(eye)
        };
        let side = SIDE as usize;
        let outputs = network.run(&[1, 3, side, side], &input, &["points"])?;
        let failed = || ModelError::Failed {
            name: network.name().as_str(),
            error: "the output is not 76 points".into(),
        };
        let points = outputs
            .first()
            .map(|output| output.data.as_chunks::<3>().0)
            .ok_or_else(failed)?;
        let (outline, iris) = points.split_at_checked(OUTLINE).ok_or_else(failed)?;
        let iris = iris.first().ok_or_else(failed)?;
        let [from, to] = CORNERS.map(|corner| outline[corner]);
        let width = (to[0] - from[0]).hypot(to[1] - from[1]).max(1.0);
        let height = |lid: [usize; 3]| lid.map(|at| outline[at][1]).iter().sum::<f32>() / 3.0;
        let across = (iris[0] - (from[0] + to[0]) / 2.0) / width;
        Ok(Self {
            openness: (height(LOWER) - height(UPPER)) / width,
            iris: [
                if mirrored { -across } else { across },
                (iris[1] - (from[1] + to[1]) / 2.0) / width,
            ],
        })
    }
}
