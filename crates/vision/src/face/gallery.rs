//! Finding the nearest of many faces: one-to-many search (ISO/IEC 19795-1, "identification").
//!
//! An [`ExactGallery`] looks at every template and misses none: rounded to 8 bits a number each is
//! compared with the probe, and those that the rounding could have kept from the list are compared
//! again at full precision. A million templates take 420 MB. Where that is too much or too slow,
//! an approximate index can take its place behind [`Gallery`].

use std::collections::{BTreeMap, HashMap};

use rten_simd::{Isa, SimdOp};

mod crowd;

use super::Embedding;
pub use crowd::{Crowd, Spread};

/// A template that was found, and how far it is from the probe (see [`Embedding::distance`]).
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Candidate {
    pub key: u64,
    pub distance: f32,
}

/// Templates that can be searched.
///
/// Each may belong to a *block*, such as a year of birth: a search for one looks at that block and
/// at the templates without any; a search for none looks at all.
pub trait Gallery {
    /// Adds a template, or replaces the one of this key.
    ///
    /// # Errors
    /// [`Unfit`]; nothing has changed then.
    fn insert(&mut self, key: u64, block: Option<u16>, template: &Embedding) -> Result<(), Unfit>;

    /// Removes a template; gives whether there was one.
    fn remove(&mut self, key: u64) -> bool;

    /// The `count` nearest of those within `reach`, the nearest first.
    fn nearest(
        &self,
        probe: &Embedding,
        block: Option<u16>,
        count: usize,
        reach: f32,
    ) -> Vec<Candidate>;

    /// How many templates there are.
    fn len(&self) -> usize;

    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A template that no face gives: one of its numbers is not between -1 and 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the template has a number that is not between -1 and 1")]
pub struct Unfit;

/// Looks at every template.
#[derive(Debug, Clone, Default)]
pub struct ExactGallery {
    blocks: BTreeMap<Option<u16>, Block>,
    places: HashMap<u64, (Option<u16>, u32)>,
}

/// Templates that are searched together, as columns of equal length.
#[derive(Debug, Clone, Default)]
struct Block {
    keys: Vec<u64>,
    /// Numbers times 127, rounded: what is looked at first.
    coarse: Vec<[i8; 128]>,
    /// Sum of squares of `coarse`.
    squares: Vec<i32>,
    /// What rounding took away, times [`FINE`].
    fine: Vec<[i16; 128]>,
}

/// Steps of the coarse numbers.
const COARSE: f32 = 127.0;
/// Steps of the fine numbers in one coarse step: together they are as precise as the numbers were.
const FINE: f32 = 65_000.0;
/// A probe's numbers have so many steps: their products with coarse numbers still fit when added up.
const PROBE: f32 = 16_383.0;
/// Furthest that rounding can move a template, by half a step in each of its 128 dimensions, with
/// what rounding the probe may add.
const ROUNDED: f32 = 0.5 / COARSE * 11.313_71 + 0.001;
/// Templates that are compared roughly before any is compared again.
const STRIDE: usize = 256;

impl ExactGallery {
    /// Bytes that the templates and their places take up, about.
    pub fn bytes(&self) -> usize {
        let place = size_of::<(u64, (Option<u16>, u32))>() + 1;
        let of = |block: &Block| {
            block.keys.capacity() * 8
                + block.coarse.capacity() * 128
                + block.squares.capacity() * 4
                + block.fine.capacity() * 256
        };
        self.blocks.values().map(of).sum::<usize>() + self.places.capacity() * place
    }

    /// Makes room in a block, so that filling it needs no more memory than it keeps.
    pub fn reserve(&mut self, block: Option<u16>, more: usize) {
        let block = self.blocks.entry(block).or_default();
        block.keys.reserve_exact(more);
        block.coarse.reserve_exact(more);
        block.squares.reserve_exact(more);
        block.fine.reserve_exact(more);
        self.places.reserve(more);
    }
}

impl Gallery for ExactGallery {
    fn insert(&mut self, key: u64, block: Option<u16>, template: &Embedding) -> Result<(), Unfit> {
        // Written so that what is no number is unfit as well.
        if !template.0.iter().all(|value| value.abs() <= 1.0) {
            return Err(Unfit);
        }
        self.remove(key);
        let into = self.blocks.entry(block).or_default();
        let place = u32::try_from(into.keys.len()).map_err(|_| Unfit)?;
        let coarse = template.0.map(|value| (value * COARSE).round() as i8);
        let fine = std::array::from_fn(|at| {
            ((template.0[at] * COARSE - f32::from(coarse[at])) * FINE).round() as i16
        });
        into.keys.push(key);
        into.squares
            .push(coarse.iter().map(|value| i32::from(*value).pow(2)).sum());
        into.coarse.push(coarse);
        into.fine.push(fine);
        self.places.insert(key, (block, place));
        Ok(())
    }

    fn remove(&mut self, key: u64) -> bool {
        let Some((block, place)) = self.places.remove(&key) else {
            return false;
        };
        let Some(from) = self.blocks.get_mut(&block) else {
            return false;
        };
        let place = place as usize;
        from.keys.swap_remove(place);
        from.squares.swap_remove(place);
        from.coarse.swap_remove(place);
        from.fine.swap_remove(place);
        if let Some(moved) = from.keys.get(place)
            && let Some(known) = self.places.get_mut(moved)
        {
            known.1 = place as u32;
        }
        if from.keys.is_empty() {
            self.blocks.remove(&block);
        }
        true
    }

    fn nearest(
        &self,
        probe: &Embedding,
        block: Option<u16>,
        count: usize,
        reach: f32,
    ) -> Vec<Candidate> {
        let mut best = Best::new(count, reach);
        if !probe.0.iter().all(|value| value.abs() <= 1.0) {
            return best.found;
        }
        match block {
            None => self
                .blocks
                .values()
                .for_each(|all| all.search(probe, &mut best)),
            Some(_) => [block, None]
                .iter()
                .filter_map(|block| self.blocks.get(block))
                .for_each(|one| one.search(probe, &mut best)),
        }
        best.found
    }

    fn len(&self) -> usize {
        self.places.len()
    }
}

impl Block {
    fn search(&self, probe: &Embedding, best: &mut Best) {
        let steps = probe.0.map(|value| (value * PROBE).round() as i16);
        let own: f32 = probe.0.iter().map(|value| value * value).sum();
        let mut rough = [0_f32; STRIDE];
        let parts = self.coarse.chunks(STRIDE).zip(self.squares.chunks(STRIDE));
        for (part, (coarse, squares)) in parts.enumerate() {
            let compare = Compare {
                steps: &steps,
                own,
                coarse,
                squares,
                rough: &mut rough,
            };
            compare.dispatch();
            for (at, rough) in rough.iter().enumerate().take(coarse.len()) {
                if *rough <= best.worth_looking {
                    let place = part * STRIDE + at;
                    best.offer(self.keys[place], self.distance(place, probe));
                }
            }
        }
    }

    /// At full precision.
    fn distance(&self, place: usize, probe: &Embedding) -> f32 {
        let (coarse, fine) = (&self.coarse[place], &self.fine[place]);
        let numbers = coarse
            .iter()
            .zip(fine)
            .map(|(coarse, fine)| (f32::from(*coarse) + f32::from(*fine) / FINE) / COARSE);
        let squares = numbers.zip(probe.0).map(|(a, b)| (a - b).powi(2));
        squares.sum::<f32>().sqrt()
    }
}

/// Squared distances of a probe from templates: |a|² + |b|² - 2ab, of rounded numbers. Nearly all
/// the time of a search is spent here.
struct Compare<'a> {
    steps: &'a [i16; 128],
    own: f32,
    coarse: &'a [[i8; 128]],
    squares: &'a [i32],
    rough: &'a mut [f32; STRIDE],
}

impl SimdOp for Compare<'_> {
    type Output = ();

    /// Says nothing of vectors: being compiled for each set of instructions is enough to get them.
    #[inline(always)]
    fn eval<I: Isa>(self, _: I) {
        let templates = self.coarse.iter().zip(self.squares);
        for (rough, (coarse, square)) in self.rough.iter_mut().zip(templates) {
            let product: i32 = (self.steps.iter().zip(coarse))
                .map(|(a, b)| i32::from(*a) * i32::from(i16::from(*b)))
                .sum();
            let square = *square as f32 / (COARSE * COARSE);
            *rough = self.own + square - 2.0 * product as f32 / (PROBE * COARSE);
        }
    }
}

/// The nearest so far.
struct Best {
    count: usize,
    /// The furthest that would still come onto the list.
    limit: f32,
    /// Rough squared distances up to this may be nearer than that.
    worth_looking: f32,
    found: Vec<Candidate>,
}

impl Best {
    fn new(count: usize, reach: f32) -> Self {
        let mut best = Self {
            count,
            limit: 0.0,
            worth_looking: -1.0,
            found: Vec::with_capacity(count.min(1_000) + 1),
        };
        if count > 0 && reach >= 0.0 {
            best.narrow(reach);
        }
        best
    }

    fn narrow(&mut self, limit: f32) {
        self.limit = limit;
        self.worth_looking = (limit + ROUNDED).powi(2);
    }

    fn offer(&mut self, key: u64, distance: f32) {
        // What is no number is no candidate.
        if distance.is_nan() || distance > self.limit {
            return;
        }
        let place = (self.found).partition_point(|other| other.distance <= distance);
        self.found.insert(place, Candidate { key, distance });
        if self.found.len() > self.count {
            self.found.pop();
        }
        if self.found.len() == self.count
            && let Some(last) = self.found.last()
        {
            let limit = last.distance;
            self.narrow(limit);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn template() -> impl Strategy<Value = Embedding> {
        prop::collection::vec(-0.4_f32..0.4, 128)
            .prop_map(|values| Embedding(values.try_into().expect("128 numbers")))
    }

    /// Looks at all of them, without any of what makes it fast.
    fn plainly(
        all: &[(u64, Option<u16>, Embedding)],
        probe: &Embedding,
        block: Option<u16>,
        count: usize,
        reach: f32,
    ) -> Vec<f32> {
        let mut distances: Vec<f32> = (all.iter())
            .filter(|(_, of, _)| block.is_none() || of.is_none() || *of == block)
            .map(|(_, _, template)| template.distance(probe))
            .filter(|distance| *distance <= reach)
            .collect();
        distances.sort_by(f32::total_cmp);
        distances.truncate(count);
        distances
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn the_list_is_the_one_of_a_plain_search(
            templates in prop::collection::vec((prop::option::of(1990_u16..1993), template()), 0..600),
            gone in prop::collection::vec(any::<prop::sample::Index>(), 0..40),
            probe in template(),
            block in prop::option::of(1990_u16..1993),
            count in 0_usize..12,
            reach in prop_oneof![Just(f32::INFINITY), 2.0_f32..4.0],
        ) {
            let mut gallery = ExactGallery::default();
            let mut all = Vec::new();
            for (key, (block, template)) in (0..).zip(templates) {
                gallery.insert(key, block, &template).unwrap();
                all.push((key, block, template));
            }
            for gone in gone {
                if !all.is_empty() {
                    let (key, _, _) = all.swap_remove(gone.index(all.len()));
                    prop_assert!(gallery.remove(key));
                    prop_assert!(!gallery.remove(key));
                }
            }
            prop_assert_eq!(gallery.len(), all.len());
            let found = gallery.nearest(&probe, block, count, reach);
            let expected = plainly(&all, &probe, block, count, reach);
            // One at the edge of the reach may fall on either side of it.
            prop_assert!(found.len().abs_diff(expected.len()) <= 1);
            for (found, expected) in found.iter().zip(expected) {
                prop_assert!((found.distance - expected).abs() < 1e-4);
                let (_, _, template) = all.iter().find(|(key, _, _)| *key == found.key).unwrap();
                prop_assert!((template.distance(&probe) - found.distance).abs() < 1e-4);
            }
        }
    }

    #[test]
    fn a_template_is_replaced_by_its_key() {
        let mut gallery = ExactGallery::default();
        let (a, b) = (Embedding([0.0; 128]), Embedding([0.05; 128]));
        gallery.insert(7, Some(1980), &a).unwrap();
        gallery.insert(7, None, &b).unwrap();
        assert_eq!(gallery.len(), 1);
        let found = gallery.nearest(&b, Some(1971), 10, 0.1);
        assert_eq!(found.len(), 1);
        assert!(found[0].distance < 1e-5);
        assert!(gallery.remove(7) && gallery.is_empty());
        assert!(gallery.nearest(&b, None, 10, f32::INFINITY).is_empty());
    }

    #[test]
    fn what_is_no_face_is_refused_and_finds_nothing() {
        let mut gallery = ExactGallery::default();
        gallery.insert(1, None, &Embedding([1.0; 128])).unwrap();
        for odd in [f32::NAN, f32::INFINITY, 1.01, -1.01] {
            let mut template = Embedding([0.1; 128]);
            template.0[5] = odd;
            assert_eq!(gallery.insert(1, None, &template), Err(Unfit));
            assert!(
                gallery
                    .nearest(&template, None, 3, f32::INFINITY)
                    .is_empty()
            );
        }
        assert_eq!(gallery.len(), 1);
        let probe = Embedding([-1.0; 128]);
        let far = gallery.nearest(&probe, None, 3, f32::INFINITY);
        assert!((far[0].distance - probe.distance(&Embedding([1.0; 128]))).abs() < 1e-3);
        assert!(gallery.nearest(&probe, None, 3, f32::NAN).is_empty());
        assert!(gallery.nearest(&probe, None, 0, 99.0).is_empty());
    }
}
