//! How points of a face moved: as a flat picture's would, or as a head's.

use crate::face::Point;

/// Points of a face in space, the middle at zero and the distance between the eyes 1.
pub(super) type Shape = Vec<[f32; 3]>;

/// Corners of the eyes: outer and inner of the person's right, then inner and outer of their left.
const EYES: [usize; 4] = [33, 133, 362, 263];

/// Moves and scales points so that the middle between the eyes is at zero and their distance 1,
/// upright. `None` when they are no face.
pub(super) fn normal(points: &[[f32; 3]]) -> Option<Shape> {
    let [right, left] = eyes(points)?;
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

/// The middles of the eyes, the person's right one first.
pub(super) fn eyes(points: &[[f32; 3]]) -> Option<[[f32; 3]; 2]> {
    let [a, b, c, d] = EYES.map(|at| points.get(at).copied());
    Some([middle(a?, b?), middle(c?, d?)])
}

fn middle(a: [f32; 3], b: [f32; 3]) -> [f32; 3] {
    std::array::from_fn(|axis| (a[axis] + b[axis]) / 2.0)
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

/// What a rotation of points says of their depth.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Depth {
    /// Root mean square of what no homography explains, in distances between the eyes: how far the
    /// points are from moving as a flat picture's. Over the sine of the angle.
    pub residual: f32,
    /// How far points moved for each distance between the eyes that they lie nearer or further:
    /// across and down. A head that turns by an angle shows the tangent of it, a picture nothing.
    /// Over that tangent.
    pub parallax: Point,
}

/// Compares a shape with itself after a rotation by an angle in degrees.
pub(super) fn depth(before: &Shape, after: &Shape, angle: f32) -> Option<Depth> {
    let moved: Vec<([f32; 3], Point)> = before
        .iter()
        .zip(after)
        .map(|(&from, &[x, y, _])| (from, [x, y]))
        .collect();
    let mut parallax = [0.0; 2];
    for axis in 0..2 {
        let rows: Vec<([f32; 4], f32)> = moved
            .iter()
            .map(|&([x, y, z], to)| ([1.0, x, y, z], to[axis]))
            .collect();
        parallax[axis] = least_squares(&rows)?[3];
    }
    let pairs: Vec<(Point, Point)> = moved.iter().map(|&([x, y, _], to)| ([x, y], to)).collect();
    let angle = angle.abs().to_radians();
    let depth = Depth {
        residual: homography(&pairs)? / angle.sin(),
        parallax: parallax.map(|moved| moved / angle.tan()),
    };
    let values = [depth.residual, depth.parallax[0], depth.parallax[1]];
    values
        .iter()
        .all(|value| value.is_finite())
        .then_some(depth)
}

/// How much nearer points grew beside further ones, for each distance between the eyes: what
/// coming closer does to a head, and not to a picture of one. Over how much all grew.
pub(super) fn perspective(before: &Shape, after: &Shape, grown: f32) -> Option<f32> {
    let rows: Vec<([f32; 9], f32)> = before
        .iter()
        .zip(after)
        .flat_map(|(&[x, y, z], &[to_x, to_y, _])| {
            [
                ([1.0, 0.0, x, y, 0.0, 0.0, z, 0.0, x * z], to_x),
                ([0.0, 1.0, 0.0, 0.0, x, y, 0.0, z, y * z], to_y),
            ]
        })
        .collect();
    let perspective = -least_squares(&rows)?[8] / (grown - 1.0);
    perspective.is_finite().then_some(perspective)
}

/// Root mean square distance of the best homography's places from the points: linear first, then
/// three steps of Gauss and Newton on the distances themselves. `None` where points would lie
/// behind the camera.
fn homography(pairs: &[(Point, Point)]) -> Option<f32> {
    let rows: Vec<([f32; 8], f32)> = pairs
        .iter()
        .flat_map(|&([x, y], [u, v])| {
            [
                ([x, y, 1.0, 0.0, 0.0, 0.0, -u * x, -u * y], u),
                ([0.0, 0.0, 0.0, x, y, 1.0, -v * x, -v * y], v),
            ]
        })
        .collect();
    let mut h = least_squares(&rows)?;
    for step in 0..=3 {
        let (mut sum, mut rows) = (0.0, Vec::with_capacity(2 * pairs.len()));
        for &([x, y], [u, v]) in pairs {
            let below = h[6] * x + h[7] * y + 1.0;
            if below.is_nan() || below < 1e-3 {
                return None;
            }
            let seen_u = (h[0] * x + h[1] * y + h[2]) / below;
            let seen_v = (h[3] * x + h[4] * y + h[5]) / below;
            let (off_u, off_v) = (u - seen_u, v - seen_v);
            sum += off_u.powi(2) + off_v.powi(2);
            let [x, y, one] = [x / below, y / below, 1.0 / below];
            rows.push(([x, y, one, 0.0, 0.0, 0.0, -seen_u * x, -seen_u * y], off_u));
            rows.push(([0.0, 0.0, 0.0, x, y, one, -seen_v * x, -seen_v * y], off_v));
        }
        if step == 3 {
            let residual = (sum / pairs.len().max(1) as f32).sqrt();
            return residual.is_finite().then_some(residual);
        }
        let change = least_squares(&rows)?;
        for (value, change) in h.iter_mut().zip(change) {
            *value += change;
        }
    }
    None
}

/// The coefficients that explain the right sides best.
pub(super) fn least_squares<const N: usize>(rows: &[([f32; N], f32)]) -> Option<[f32; N]> {
    let mut system = vec![vec![0.0_f64; N + 1]; N];
    for (row, right) in rows {
        for (line, &a) in system.iter_mut().zip(row) {
            for (cell, &b) in line.iter_mut().zip(row.iter().chain([right])) {
                *cell += f64::from(a) * f64::from(b);
            }
        }
    }
    for pivot in 0..N {
        let best = (pivot..N)
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
    Some(std::array::from_fn(|at| {
        (system[at][N] / system[at][at]) as f32
    }))
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
            let of = |flat| {
                let after = normal(&turned(&bowl(), degrees, flat)).unwrap();
                depth(&before, &after, degrees).unwrap()
            };
            let (head, plate) = (of(false), of(true));
            assert!(head.residual > 0.1, "{degrees} {head:?}");
            assert!(plate.residual < 2e-3, "{degrees} {plate:?}");
            assert!(plate.parallax[0].abs() < 0.1, "{degrees} {plate:?}");
            let expected = -degrees.signum();
            assert!(
                (head.parallax[0] - expected).abs() < 0.35,
                "{degrees} {head:?}"
            );
        }
    }

    #[test]
    fn a_plate_that_comes_closer_keeps_its_proportions() {
        let before = normal(&bowl()).unwrap();
        let closer = |flat: bool| {
            let shape: Shape = bowl()
                .iter()
                .map(|&[x, y, z]| {
                    let away = 400.0 + if flat { 0.0 } else { z };
                    [x * 700.0 / away, y * 700.0 / away, z]
                })
                .collect();
            perspective(&before, &normal(&shape).unwrap(), 1.75).unwrap()
        };
        assert!(closer(true).abs() < 0.02, "{}", closer(true));
        assert!(closer(false) > 0.1, "{}", closer(false));
        assert_eq!(perspective(&before, &before, f32::NAN), None);
    }

    #[test]
    fn nonsense_has_no_depth() {
        let flat: Shape = vec![[1.0, 1.0, 1.0]; 468];
        assert_eq!(normal(&flat), None);
        assert_eq!(normal(&[]), None);
        assert_eq!(depth(&flat, &flat, 20.0), None);
        assert_eq!(depth(&vec![[f32::NAN; 3]; 468], &flat, 20.0), None);
        let bowl = normal(&bowl()).unwrap();
        assert_eq!(depth(&bowl, &bowl, 0.0), None);
        assert_eq!(depth(&bowl, &bowl, f32::NAN), None);
        // A movement that would put points behind the camera.
        let behind: Vec<(Point, Point)> = (0..40)
            .map(|at| {
                let (x, y) = ((at % 8) as f32 - 3.5, (at / 8) as f32 - 2.0);
                let below = 1.0 + 0.6 * x;
                ([x, y], [x / below, y / below])
            })
            .collect();
        assert_eq!(homography(&behind), None);
        assert_eq!(mean(&[]), None);
    }
}
