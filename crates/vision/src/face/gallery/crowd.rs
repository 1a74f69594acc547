//! People that do not exist, to fill a gallery with.

use super::Embedding;

/// Draws templates that lie as far from each other as those of different people do.
///
/// They are normally distributed in so many dimensions that their distances scatter as measured:
/// squared distances in `d` dimensions scatter by the square root of 2/d of their mean. Real
/// templates have no such shape: relatives and look-alikes lie nearer than any of these.
#[derive(Debug, Clone)]
pub struct Crowd {
    centre: [f32; 128],
    /// Each as long as templates scatter along it.
    axes: Vec<[f32; 128]>,
}

/// Distances between different people, as their mean and standard deviation.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Spread {
    pub mean: f32,
    pub deviation: f32,
}

impl Default for Spread {
    /// What the shipped network gives for different people, about.
    fn default() -> Self {
        Self {
            mean: 0.8,
            deviation: 0.09,
        }
    }
}

impl Crowd {
    /// People around `centre`; `random` gives any number, each as likely.
    pub fn new(centre: [f32; 128], spread: Spread, random: &mut impl FnMut() -> u64) -> Self {
        let Spread { mean, deviation } = spread;
        let square = mean * mean + deviation * deviation;
        // The deviation of a square is twice the mean times the deviation, nearly.
        let relative = 2.0 * mean * deviation / square.max(f32::MIN_POSITIVE);
        let dimensions = (2.0 / (relative * relative).max(0.01))
            .round()
            .clamp(4.0, 128.0);
        // Each axis carries its share of the variance, of which a distance shows twice.
        let length = (square / 2.0 / dimensions).sqrt();
        let axes = (0..dimensions as usize)
            .map(|_| {
                let axis: [f32; 128] = std::array::from_fn(|_| normal(random));
                let own = axis.iter().map(|value| value * value).sum::<f32>().sqrt();
                axis.map(|value| value / own * length)
            })
            .collect();
        Self { centre, axes }
    }

    /// Somebody.
    pub fn draw(&self, random: &mut impl FnMut() -> u64) -> Embedding {
        let mut template = self.centre;
        for axis in &self.axes {
            let along = normal(random);
            for (value, axis) in template.iter_mut().zip(axis) {
                *value += along * axis;
            }
        }
        Embedding(template)
    }
}

/// A number of the standard normal distribution, near enough: twelve even ones added (Irwin-Hall).
fn normal(random: &mut impl FnMut() -> u64) -> f32 {
    let mut sum = 0;
    for _ in 0..3 {
        let bits = random();
        sum += (0..4)
            .map(|part| (bits >> (16 * part)) & 0xFFFF)
            .sum::<u64>();
    }
    (sum as f32 + 6.0) / 65_536.0 - 6.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_scatter_as_asked() {
        let mut state = 1_u64;
        let mut random = || {
            state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            mixed ^ (mixed >> 31)
        };
        let crowd = Crowd::new([0.0; 128], Spread::default(), &mut random);
        let people: Vec<Embedding> = (0..400).map(|_| crowd.draw(&mut random)).collect();
        let distances: Vec<f32> = (people.iter().zip(&people[1..]))
            .map(|(a, b)| a.distance(b))
            .collect();
        let count = distances.len() as f32;
        let mean = distances.iter().sum::<f32>() / count;
        let variance = distances
            .iter()
            .map(|one| (one - mean).powi(2))
            .sum::<f32>()
            / count;
        assert!((mean - 0.8).abs() < 0.03, "{mean}");
        assert!((variance.sqrt() - 0.09).abs() < 0.03, "{}", variance.sqrt());
    }
}
