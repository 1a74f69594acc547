//! Error rates of face comparison, measured on an operator's own pairs.
//!
//! - **ROC AUC**: the chance that a pair of one person is nearer than a pair of two, ties
//!   counting half (the Mann-Whitney statistic).
//! - **True accepts at a false accept rate**: the threshold is the largest distance at which at
//!   most that share of the pairs of two persons match; the rate is the share of the pairs of
//!   one person that match at it. A pair that cannot be compared (no face found) never matches,
//!   so it counts against the system.
//! - **95% intervals**: Wilson's score interval. Pairs that share a person are not independent,
//!   so for true accepts the number of pairs is first divided by the design effect: the
//!   variance between persons (linearised, each person a cluster) over that of independent
//!   pairs. Where all pairs agree, that variance says nothing and the number of persons is
//!   taken instead. Persons are the sets of photos that pairs of one person link. The
//!   uncertainty of the threshold itself is not included: a rate of false accepts needs several
//!   times its reciprocal of pairs of two persons, and is marked when there are fewer.
//!
//! See ISO/IEC 19795-1 for the terms.

use std::collections::{BTreeMap, HashMap};

mod report;

pub use report::html;

/// Rates of false accepts that are reported.
pub const FALSE_ACCEPT_RATES: [f64; 3] = [0.01, 0.001, 0.000_1];

/// Two photos, and whether they are of one person.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// Names of the photos, by which pairs that share one are known.
    pub a: String,
    pub b: String,
    pub same: bool,
    /// The population that the pair belongs to, if that is told.
    pub group: Option<String>,
    /// Distance of the embeddings; none when one of the photos could not be embedded.
    pub distance: Option<f32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EvaluateError {
    #[error("there is no pair of one person")]
    NoSamePairs,
    #[error("there is no pair of two persons")]
    NoOtherPairs,
    #[error("no pair could be compared")]
    NothingCompared,
}

/// What was measured on all pairs, and on each group.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Evaluation {
    pub overall: Summary,
    /// By name of the group; a group without pairs of both kinds has no summary.
    pub groups: BTreeMap<String, Group>,
    #[serde(skip)]
    curves: Curves,
}

/// Measurements on a set of pairs.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Summary {
    /// Pairs of one person.
    pub same: usize,
    /// Pairs of two persons.
    pub other: usize,
    /// Pairs of which a photo could not be embedded.
    pub failed: usize,
    /// Persons with at least one pair of their own.
    pub persons: usize,
    pub auc: f64,
    /// In the order of [`FALSE_ACCEPT_RATES`].
    pub points: Vec<Point>,
}

/// True accepts at a rate of false accepts.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Point {
    /// The rate that was asked for.
    pub false_accept_rate: f64,
    /// Distances up to this match.
    pub threshold: f32,
    /// What the threshold lets through of the pairs of two persons.
    pub false_accepts: Rate,
    pub true_accepts: Rate,
    /// Whether there are enough pairs of two persons for this rate to mean something.
    pub enough_pairs: bool,
}

/// A share, with its 95% interval.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Rate {
    pub hits: usize,
    pub total: usize,
    pub rate: f64,
    pub low: f64,
    pub high: f64,
}

/// A group by itself, and what the thresholds of all pairs do to it.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Group {
    pub same: usize,
    pub other: usize,
    /// Measured with thresholds of its own.
    pub summary: Option<Summary>,
    /// At the thresholds of all pairs: the differences that people would meet.
    pub at_common_thresholds: Vec<Common>,
}

#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Common {
    pub threshold: f32,
    pub false_accepts: Option<Rate>,
    pub true_accepts: Option<Rate>,
}

/// What is drawn.
#[derive(Debug, Clone, PartialEq, Default)]
struct Curves {
    /// False accept and false reject rates, from strict to lax.
    det: Vec<[f64; 2]>,
    /// Pairs by distance, in bins of [`BIN`]: of one person, of two.
    histogram: Vec<[usize; 2]>,
}

/// Width of a bin of the histogram, in distance.
const BIN: f32 = 0.02;
const BINS: usize = 75;

/// Measures all pairs, and each group.
pub fn evaluate(pairs: &[Pair]) -> Result<Evaluation, EvaluateError> {
    let all: Vec<&Pair> = pairs.iter().collect();
    let persons = persons(&all);
    let overall = summarise(&all, &persons)?;
    let mut by_group: BTreeMap<&str, Vec<&Pair>> = BTreeMap::new();
    for pair in pairs {
        if let Some(group) = &pair.group {
            by_group.entry(group).or_default().push(pair);
        }
    }
    let groups = by_group
        .into_iter()
        .map(|(name, pairs)| (name.to_owned(), group(&pairs, &persons, &overall)))
        .collect();
    Ok(Evaluation {
        overall,
        groups,
        curves: curves(&all),
    })
}

fn group(pairs: &[&Pair], persons: &Persons<'_>, overall: &Summary) -> Group {
    let same = distances(pairs, true);
    let other = distances(pairs, false);
    let at_common_thresholds = overall
        .points
        .iter()
        .map(|point| Common {
            threshold: point.threshold,
            false_accepts: (!other.is_empty())
                .then(|| independent(up_to(&other, point.threshold), other.len())),
            true_accepts: (!same.is_empty()).then(|| clustered(pairs, persons, point.threshold)),
        })
        .collect();
    Group {
        same: same.len(),
        other: other.len(),
        summary: summarise(pairs, persons).ok(),
        at_common_thresholds,
    }
}

fn summarise(pairs: &[&Pair], persons: &Persons<'_>) -> Result<Summary, EvaluateError> {
    let same = distances(pairs, true);
    let other = distances(pairs, false);
    if same.is_empty() {
        return Err(EvaluateError::NoSamePairs);
    }
    if other.is_empty() {
        return Err(EvaluateError::NoOtherPairs);
    }
    let failed = pairs.iter().filter(|pair| pair.distance.is_none()).count();
    if failed == pairs.len() {
        return Err(EvaluateError::NothingCompared);
    }
    let points = FALSE_ACCEPT_RATES
        .iter()
        .map(|&rate| {
            let threshold = threshold(&other, rate);
            Point {
                false_accept_rate: rate,
                threshold,
                false_accepts: independent(up_to(&other, threshold), other.len()),
                true_accepts: clustered(pairs, persons, threshold),
                enough_pairs: other.len() as f64 * rate >= 3.0,
            }
        })
        .collect();
    let mut counted: Vec<usize> = pairs
        .iter()
        .filter(|pair| pair.same)
        .map(|pair| persons.of(&pair.a))
        .collect();
    counted.sort_unstable();
    counted.dedup();
    Ok(Summary {
        same: same.len(),
        other: other.len(),
        failed,
        persons: counted.len(),
        auc: auc(&same, &other),
        points,
    })
}

/// Distances of one kind of pairs, sorted; what could not be compared is infinitely far.
fn distances(pairs: &[&Pair], same: bool) -> Vec<f32> {
    let mut distances: Vec<f32> = pairs
        .iter()
        .filter(|pair| pair.same == same)
        .map(|pair| far(pair))
        .collect();
    distances.sort_unstable_by(f32::total_cmp);
    distances
}

fn far(pair: &Pair) -> f32 {
    pair.distance
        .filter(|distance| !distance.is_nan())
        .unwrap_or(f32::INFINITY)
}

/// How many of the sorted distances are at most the threshold.
fn up_to(sorted: &[f32], threshold: f32) -> usize {
    sorted.partition_point(|&distance| distance <= threshold)
}

/// The largest threshold that lets at most `rate` of the pairs of two persons through.
fn threshold(other: &[f32], rate: f64) -> f32 {
    let allowed = (rate * other.len() as f64 + 1e-9) as usize;
    match other.get(allowed) {
        Some(first_refused) if first_refused.is_finite() => first_refused.next_down(),
        // Nothing needs to be refused: anything that could be compared matches.
        _ => f32::MAX,
    }
}

fn auc(same: &[f32], other: &[f32]) -> f64 {
    let mut sum = 0.0;
    for &distance in same {
        let nearer = other.partition_point(|&o| o < distance);
        let not_farther = up_to(other, distance);
        sum += (other.len() - not_farther) as f64 + (not_farther - nearer) as f64 / 2.0;
    }
    sum / (same.len() as f64 * other.len() as f64)
}

/// Photos joined into persons by the pairs that say so.
struct Persons<'a>(HashMap<&'a str, usize>);

impl Persons<'_> {
    fn of(&self, photo: &str) -> usize {
        self.0.get(photo).copied().unwrap_or(usize::MAX)
    }
}

fn persons<'a>(pairs: &[&'a Pair]) -> Persons<'a> {
    let mut number: HashMap<&str, usize> = HashMap::new();
    let mut parents: Vec<usize> = Vec::new();
    let find = |parents: &mut Vec<usize>, mut at: usize| {
        while parents[at] != at {
            parents[at] = parents[parents[at]];
            at = parents[at];
        }
        at
    };
    for pair in pairs {
        let [a, b] = [&pair.a, &pair.b].map(|photo| {
            *number.entry(photo).or_insert_with(|| {
                parents.push(parents.len());
                parents.len() - 1
            })
        });
        if pair.same {
            let (a, b) = (find(&mut parents, a), find(&mut parents, b));
            parents[a] = b;
        }
    }
    Persons(
        number
            .into_iter()
            .map(|(photo, at)| (photo, find(&mut parents, at)))
            .collect(),
    )
}

/// The rate of matches among pairs of one person, its interval widened for persons who have
/// many pairs.
fn clustered(pairs: &[&Pair], persons: &Persons<'_>, threshold: f32) -> Rate {
    let mut clusters: HashMap<usize, [f64; 2]> = HashMap::new();
    for pair in pairs.iter().filter(|pair| pair.same) {
        let [hits, total] = clusters.entry(persons.of(&pair.a)).or_default();
        *hits += f64::from(u8::from(far(pair) <= threshold));
        *total += 1.0;
    }
    let hits: f64 = clusters.values().map(|cluster| cluster[0]).sum();
    let total: f64 = clusters.values().map(|cluster| cluster[1]).sum();
    let rate = hits / total;
    let count = clusters.len() as f64;
    let effective = if hits == 0.0 || hits == total || count < 2.0 {
        count
    } else {
        let spread: f64 = clusters
            .values()
            .map(|[hits, total]| (hits - rate * total).powi(2))
            .sum();
        let between = count / (count - 1.0) * spread / (total * total);
        let independent = rate * (1.0 - rate) / total;
        total / (between / independent).max(1.0)
    };
    let (low, high) = wilson(rate, effective);
    Rate {
        hits: hits as usize,
        total: total as usize,
        rate,
        low,
        high,
    }
}

fn independent(hits: usize, total: usize) -> Rate {
    let rate = hits as f64 / total as f64;
    let (low, high) = wilson(rate, total as f64);
    Rate {
        hits,
        total,
        rate,
        low,
        high,
    }
}

/// Wilson's 95% score interval for a share among `count` trials.
pub fn wilson(rate: f64, count: f64) -> (f64, f64) {
    const Z: f64 = 1.959_963_984_540_054;
    let square = Z * Z / count;
    let centre = rate + square / 2.0;
    let half = Z * (rate * (1.0 - rate) / count + square / (4.0 * count)).sqrt();
    let bound = |value: f64| (value / (1.0 + square)).clamp(0.0, 1.0);
    (bound(centre - half), bound(centre + half))
}

fn curves(pairs: &[&Pair]) -> Curves {
    let same = distances(pairs, true);
    let other = distances(pairs, false);
    let mut det = Vec::new();
    for &threshold in same
        .iter()
        .chain(&other)
        .filter(|distance| distance.is_finite())
    {
        let accepted = up_to(&other, threshold) as f64 / other.len() as f64;
        let rejected = 1.0 - up_to(&same, threshold) as f64 / same.len() as f64;
        det.push([accepted, rejected]);
    }
    det.sort_unstable_by(|a, b| a[0].total_cmp(&b[0]).then(b[1].total_cmp(&a[1])));
    det.dedup();
    let mut histogram = vec![[0; 2]; BINS];
    for (kind, distances) in [&same, &other].into_iter().enumerate() {
        for distance in distances.iter().filter(|distance| distance.is_finite()) {
            let bin = ((distance / BIN) as usize).min(BINS - 1);
            histogram[bin][kind] += 1;
        }
    }
    Curves { det, histogram }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(a: &str, b: &str, same: bool, distance: Option<f32>) -> Pair {
        Pair {
            a: a.into(),
            b: b.into(),
            same,
            group: None,
            distance,
        }
    }

    /// Ten persons with two photos each; pairs of one person at `same`, others at `other`.
    fn population(same: impl Fn(usize) -> f32, other: impl Fn(usize) -> f32) -> Vec<Pair> {
        let photo = |person: usize, shot: usize| format!("{person}-{shot}");
        let mut pairs = Vec::new();
        let mut count = 0;
        for a in 0..10 {
            pairs.push(pair(&photo(a, 0), &photo(a, 1), true, Some(same(a))));
            for b in 0..a {
                for (left, right) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                    let distance = other(count);
                    pairs.push(pair(
                        &photo(a, left),
                        &photo(b, right),
                        false,
                        Some(distance),
                    ));
                    count += 1;
                }
            }
        }
        pairs
    }

    #[test]
    fn perfect_separation() {
        let found = evaluate(&population(|_| 0.4, |_| 0.8)).unwrap();
        assert_eq!(found.overall.auc, 1.0);
        assert_eq!((found.overall.same, found.overall.other), (10, 180));
        assert_eq!(found.overall.persons, 10);
        for point in &found.overall.points {
            assert_eq!(point.true_accepts.rate, 1.0);
            assert_eq!(point.false_accepts.hits, 0);
            assert!(point.threshold < 0.8 && point.threshold > 0.79);
        }
        assert!(!found.overall.points[1].enough_pairs);
    }

    #[test]
    fn no_separation() {
        let found = evaluate(&population(|_| 0.5, |_| 0.5)).unwrap();
        assert_eq!(found.overall.auc, 0.5);
        assert_eq!(found.overall.points[0].true_accepts.rate, 0.0);
    }

    #[test]
    fn the_threshold_admits_no_more_than_allowed() {
        // Distances 0.00, 0.01 ... of 180 pairs: one in a hundred is one pair.
        let found = evaluate(&population(
            |person| person as f32 / 100.0,
            |n| n as f32 / 100.0,
        ));
        let found = found.unwrap();
        let point = found.overall.points[0];
        assert_eq!(point.false_accepts.hits, 1);
        assert!(point.threshold < 0.01 && point.threshold >= 0.0);
        assert_eq!(point.true_accepts.hits, 1);
        assert_eq!(found.overall.points[1].false_accepts.hits, 0);
    }

    #[test]
    fn auc_is_the_share_of_ordered_pairs() {
        assert_eq!(auc(&[1.0, 3.0], &[2.0, 3.0, 4.0]), 4.5 / 6.0);
    }

    #[test]
    fn failures_count_as_rejects() {
        let mut pairs = population(|_| 0.4, |_| 0.8);
        pairs.push(pair("x", "y", true, None));
        pairs.push(pair("x", "0-0", false, None));
        let found = evaluate(&pairs).unwrap();
        assert_eq!(found.overall.failed, 2);
        assert_eq!(found.overall.points[0].true_accepts.hits, 10);
        assert_eq!(found.overall.points[0].true_accepts.total, 11);
    }

    #[test]
    fn wilson_agrees_with_published_values() {
        // Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
        for (hits, total, low, high) in [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ] {
            let rate = independent(hits, total);
            assert!((rate.low - low).abs() < 1e-4, "{rate:?}");
            assert!((rate.high - high).abs() < 1e-4, "{rate:?}");
        }
    }

    #[test]
    fn one_person_with_many_pairs_widens_the_interval() {
        // Twenty pairs of ten persons with two failures, once scattered, once in one person.
        let rate = |failures: [(usize, usize); 2]| {
            let pairs: Vec<Pair> = (0..20)
                .map(|n| {
                    let (person, shot) = (n / 2, n % 2);
                    let failed = failures.contains(&(person, shot));
                    let (a, b) = (format!("{person}"), format!("{person}-{shot}"));
                    pair(&a, &b, true, Some(if failed { 0.9 } else { 0.4 }))
                })
                .collect();
            let pairs: Vec<&Pair> = pairs.iter().collect();
            clustered(&pairs, &persons(&pairs), 0.5)
        };
        let (scattered, together) = (rate([(1, 0), (5, 1)]), rate([(1, 0), (1, 1)]));
        assert_eq!(scattered.rate, together.rate);
        assert!(together.high - together.low > 1.2 * (scattered.high - scattered.low));
    }

    #[test]
    fn agreement_of_all_is_as_sure_as_there_are_persons() {
        let found = evaluate(&population(|_| 0.4, |_| 0.8)).unwrap();
        let (low, high) = wilson(1.0, 10.0);
        assert_eq!(found.overall.points[0].true_accepts.low, low);
        assert_eq!(found.overall.points[0].true_accepts.high, high);
    }

    #[test]
    fn groups_are_measured_apart() {
        let mut pairs = population(|_| 0.4, |_| 0.8);
        for (index, pair) in pairs.iter_mut().enumerate() {
            pair.group = Some(if index % 2 == 0 { "even" } else { "odd" }.into());
        }
        pairs.push(Pair {
            group: Some("lonely".into()),
            ..pair("p", "q", true, Some(0.9))
        });
        let found = evaluate(&pairs).unwrap();
        assert_eq!(found.groups.len(), 3);
        let lonely = &found.groups["lonely"];
        assert!(lonely.summary.is_none());
        assert_eq!(lonely.at_common_thresholds[0].true_accepts.unwrap().hits, 0);
        assert!(lonely.at_common_thresholds[0].false_accepts.is_none());
        assert!(found.groups["even"].summary.is_some());
    }

    #[test]
    fn too_little_is_an_error() {
        let one = pair("a", "b", true, Some(0.1));
        let two = pair("a", "c", false, Some(0.1));
        assert_eq!(evaluate(&[]).unwrap_err(), EvaluateError::NoSamePairs);
        assert_eq!(
            evaluate(std::slice::from_ref(&one)).unwrap_err(),
            EvaluateError::NoOtherPairs
        );
        let blind = |pair: Pair| Pair {
            distance: None,
            ..pair
        };
        let error = evaluate(&[blind(one), blind(two)]).unwrap_err();
        assert_eq!(error, EvaluateError::NothingCompared);
    }
}
