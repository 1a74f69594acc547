//! How points of a face moved: as a flat picture's would, or as a head's.

use crate::face::Point;

/// Points of a face in space, the middle at zero and the distance between the eyes 1.
pub(super) type Shape = Vec<[f32; 3]>;

/// Corners of the eyes: outer and inner of the person's right, then inner and outer of their left.
const EYES: [usize; 4] = [33, 133, 362, 263];

/// Moves and scales points so that the middle between the eyes is at zero and their distance 1,
/// upright. `None` when they are no face.
pub(super) fn normal(points: &[[f32; 3]]) -> Option<Shape> {
    let [a, b, c, d] = EYES.map(|at| points.get(at).copied());
    let middle = |a: [f32; 3], b: [f32; 3]| -> [f32; 3] {
        std::array::from_fn(|axis| (a[axis] + b[axis]) / 2.0)
    };
    let (right, left) = (middle(a?, b?), middle(c?, d?));
    let (x, y) = (left[0] - right[0], left[1] - right[1]);
    let unit = x.hypot(y);
    if unit.is_nan() || unit < 1.0 {
        return None;
    }
    let (cos, sin) = (x / unit, y / unit);
    let origin = middle(right, left);
    Some(
        points
            .iter()
            .map(|point| {
                let [x, y, z]: [f32; 3] =
                    std::array::from_fn(|axis| (point[axis] - origin[axis]) / unit);
                [cos * x + sin * y, cos * y - sin * x, z]
            })
            .collect(),
    )
}

/// The mean of shapes, point by point.
pub(super) fn mean(shapes: &[&Shape]) -> Option<Shape> {
    let first = shapes.first()?;
    let count = shapes.len() as f32;
    Some(
        (0..first.len())
            .map(|at| {
                let sum = shapes.iter().fold([0.0; 3], |sum: [f32; 3], shape| {
                    let point = shape.get(at).copied().unwrap_or_default();
                    std::array::from_fn(|axis| sum[axis] + point[axis])
                });
                sum.map(|value| value / count)
            })
            .collect(),
    )
}

/// What a movement of points says of their depth.
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize)]
pub struct Depth {
    /// Root mean square of what no homography explains, in distances between the eyes: how far the
    /// points are from moving as a flat picture's.
    pub residual: f32,
    /// How far points moved for each distance between the eyes that they lie nearer or further:
    /// across and down. A head that turns by an angle shows the sine of it, a picture nothing.
    pub parallax: Point,
    /// How much of what no flat stretching explains their depth does explain, 0 to 1.
    pub explained: f32,
}

/// Compares a shape with itself after a movement.
pub(super) fn depth(before: &Shape, after: &Shape) -> Option<Depth> {
    let moved: Vec<([f32; 3], Point)> = before
        .iter()
        .zip(after)
        .map(|(&from, &[x, y, _])| (from, [x, y]))
        .collect();
    let affine = |[x, y, _]: [f32; 3]| [1.0, x, y];
    let solid = |[x, y, z]: [f32; 3]| [1.0, x, y, z];
    let mut parallax = [0.0; 2];
    let (mut flat, mut deep) = (0.0, 0.0);
    for axis in 0..2 {
        let rows = |row: &dyn Fn([f32; 3]) -> Vec<f32>| -> Vec<(Vec<f32>, f32)> {
            moved
                .iter()
                .map(|&(from, to)| (row(from), to[axis]))
                .collect()
        };
        let (_, left) = least_squares(&rows(&|point| affine(point).to_vec()))?;
        flat += left;
        let (by, left) = least_squares(&rows(&|point| solid(point).to_vec()))?;
        deep += left;
        parallax[axis] = by[3];
    }
    let pairs: Vec<(Point, Point)> = moved.iter().map(|&([x, y, _], to)| ([x, y], to)).collect();
    Some(Depth {
        residual: homography(&pairs)?,
        parallax,
        explained: if flat > 0.0 { 1.0 - deep / flat } else { 0.0 },
    })
}

/// How much nearer points grew beside further ones, for each distance between the eyes: what
/// coming closer does to a head, and not to a picture of one.
pub(super) fn perspective(before: &Shape, after: &Shape) -> Option<f32> {
    let rows: Vec<(Vec<f32>, f32)> = before
        .iter()
        .zip(after)
        .flat_map(|(&[x, y, z], &[to_x, to_y, _])| {
            [
                (vec![1.0, 0.0, x, y, 0.0, 0.0, z, 0.0, x * z], to_x),
                (vec![0.0, 1.0, 0.0, 0.0, x, y, 0.0, z, y * z], to_y),
            ]
        })
        .collect();
    let (by, _) = least_squares(&rows)?;
    Some(-by[8])
}

/// Root mean square distance of the best homography's places from the points.
fn homography(pairs: &[(Point, Point)]) -> Option<f32> {
    let rows: Vec<(Vec<f32>, f32)> = pairs
        .iter()
        .flat_map(|&([x, y], [u, v])| {
            [
                (vec![x, y, 1.0, 0.0, 0.0, 0.0, -u * x, -u * y], u),
                (vec![0.0, 0.0, 0.0, x, y, 1.0, -v * x, -v * y], v),
            ]
        })
        .collect();
    let (h, _) = least_squares(&rows)?;
    let sum: f32 = pairs
        .iter()
        .map(|&([x, y], [u, v])| {
            let below = h[6] * x + h[7] * y + 1.0;
            let below = if below.abs() < 1e-3 { 1e-3 } else { below };
            let (seen_u, seen_v) = (
                (h[0] * x + h[1] * y + h[2]) / below,
                (h[3] * x + h[4] * y + h[5]) / below,
            );
            (seen_u - u).powi(2) + (seen_v - v).powi(2)
        })
        .sum();
    let residual = (sum / pairs.len().max(1) as f32).sqrt();
    residual.is_finite().then_some(residual)
}

/// The coefficients that explain the right sides best, and the sum of squares that they leave.
fn least_squares(rows: &[(Vec<f32>, f32)]) -> Option<(Vec<f32>, f32)> {
    let count = rows.first()?.0.len();
    let mut system = vec![vec![0.0_f64; count + 1]; count];
    for (row, right) in rows {
        for (line, &a) in system.iter_mut().zip(row) {
            for (cell, &b) in line.iter_mut().zip(row.iter().chain([right])) {
                *cell += f64::from(a) * f64::from(b);
            }
        }
    }
    for pivot in 0..count {
        let best = (pivot..count)
            .max_by(|&a, &b| system[a][pivot].abs().total_cmp(&system[b][pivot].abs()))?;
        system.swap(pivot, best);
        let top = system[pivot].clone();
        if top[pivot].is_nan() || top[pivot].abs() < 1e-9 {
            return None;
        }
        for (at, line) in system.iter_mut().enumerate() {
            if at != pivot {
                let factor = line[pivot] / top[pivot];
                for (cell, above) in line.iter_mut().zip(&top).skip(pivot) {
                    *cell -= factor * above;
                }
            }
        }
    }
    let found: Vec<f32> = (0..count)
        .map(|at| (system[at][count] / system[at][at]) as f32)
        .collect();
    let left = rows
        .iter()
        .map(|(row, right)| {
            let seen: f32 = row.iter().zip(&found).map(|(a, b)| a * b).sum();
            (seen - right).powi(2)
        })
        .sum();
    Some((found, left))
}

/// Root mean square distance of two shapes, in distances between the eyes.
pub(super) fn apart(a: &Shape, b: &Shape) -> f32 {
    let sum: f32 = a
        .iter()
        .zip(b)
        .map(|(a, b)| (a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2))
        .sum();
    (sum / a.len().max(1) as f32).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Something round, with eyes.
    fn bowl() -> Shape {
        let mut points: Shape = (0..468)
            .map(|at| {
                let angle = at as f32 * 2.4;
                let out = (at as f32 / 468.0).sqrt();
                let (x, y) = (angle.cos() * out, 1.3 * angle.sin() * out);
                [x, y, -1.2 + 1.2 * out * out]
            })
            .collect();
        for (at, x) in EYES.into_iter().zip([-0.7, -0.3, 0.3, 0.7]) {
            points[at] = [x, 0.0, -0.8];
        }
        points
            .iter()
            .map(|point| point.map(|value| value * 80.0))
            .collect()
    }

    fn turned(shape: &Shape, degrees: f32, flat: bool) -> Shape {
        let (sin, cos) = degrees.to_radians().sin_cos();
        shape
            .iter()
            .map(|&[x, y, z]| {
                let z = if flat { 0.0 } else { z };
                let (x, z) = (cos * x - sin * z, sin * x + cos * z + 700.0);
                [x * 700.0 / z, y * 700.0 / z, z - 700.0]
            })
            .collect()
    }

    #[test]
    fn a_bowl_has_depth_and_a_plate_has_none() {
        let before = normal(&bowl()).unwrap();
        for degrees in [-30.0_f32, -15.0, 15.0, 30.0] {
            let of =
                |flat| depth(&before, &normal(&turned(&bowl(), degrees, flat)).unwrap()).unwrap();
            let (head, plate) = (of(false), of(true));
            assert!(head.residual > 0.02, "{degrees} {head:?}");
            assert!(plate.residual < 1e-3, "{degrees} {plate:?}");
            assert!(plate.parallax[0].abs() < 0.05, "{degrees} {plate:?}");
            let expected = -degrees.to_radians().tan();
            assert!(
                (head.parallax[0] - expected).abs() < 0.15,
                "{degrees} {head:?}"
            );
            assert!(head.explained > 0.8, "{degrees} {head:?}");
        }
    }

    #[test]
    fn nonsense_has_no_depth() {
        let flat: Shape = vec![[1.0, 1.0, 1.0]; 468];
        assert_eq!(normal(&flat), None);
        assert_eq!(normal(&[]), None);
        assert_eq!(depth(&flat, &flat), None);
        assert_eq!(depth(&vec![[f32::NAN; 3]; 468], &flat), None);
        assert_eq!(mean(&[]), None);
    }
}
