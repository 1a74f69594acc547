//! Repairing what a reader saw, as far as check digits prove it.
//!
//! Every position gets the characters it may have been, each with a cost (the logarithm of how much less
//! likely it is than what was seen). A sum over all readings that satisfy the check digits, position by
//! position with the residues of the field's and the composite digit as state, gives the cheapest reading
//! and its share of the whole. Only a reading that leaves the others little room counts as proven.

use serde::{Deserialize, Serialize};

use crate::{
    Alphabet, CheckDigit, CheckedField, Field, Format, Zone, ZoneError,
    check::{value, weight},
    parse,
    zone::Text,
};

/// What a reader saw beside its first choice: for each line and position, characters with their
/// probabilities. Positions may be missing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Alternatives(pub Vec<Vec<Vec<(char, f32)>>>);

/// What a change rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// The check digit of this field, and the composite one where there is one.
    CheckDigit(CheckedField),
    /// The position cannot hold what was seen, and one of the characters it may hold looks like it.
    Alphabet,
    /// The line had fillers too many or too few.
    Width,
}

/// One changed position; line and column from 0. Without `from` the character was added, without `to` removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repair {
    pub line: usize,
    pub column: usize,
    pub from: Option<char>,
    pub to: Option<char>,
    pub proof: Proof,
}

/// The outcome of [`repair`]: the lines as they now stand, what they say and what was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repaired {
    pub lines: Vec<String>,
    pub zone: Result<Zone, ZoneError>,
    pub repairs: Vec<Repair>,
    /// Fields whose check digit agrees but proves nothing, since it agrees as well with something else that the
    /// reader may have seen: `L` and `1`, `G` and `6`, `S` and `8`, `K` and `<` have values that differ by a
    /// multiple of ten.
    pub ambiguous: Vec<CheckedField>,
}

/// Share of the likelihood that the chosen reading must have among all that satisfy the check digits.
const SHARE: f64 = 0.8;
/// What a close look-alike costs (0 for O, 8 for B), and a distant one: e^-3 is 5%, e^-7.5 is 0.06%.
const CLOSE: f64 = 3.0;
const DISTANT: f64 = 7.5;
/// What a look-alike costs more where the reader named its alternatives and this was not among them.
const UNNAMED: f64 = 3.0;
/// The dearest reading that may count as proven: four close look-alikes.
const DEAREST: f64 = 12.0;

/// Repairs a zone where, and only where, the proof holds; otherwise gives it back as it was, with its wrong
/// check digits or its error. A zone whose digits are all right is never touched.
///
/// Characters whose values differ by a multiple of ten (G and 6, for one) satisfy the same digits: where the
/// reader hesitated between them, the field is left as it was seen and named as ambiguous. Undetectable by
/// nature are those where it did not hesitate, and names, which no digit covers.
#[must_use]
pub fn repair<L: AsRef<str>>(lines: &[L], alternatives: &Alternatives) -> Repaired {
    let seen: Vec<String> = lines
        .iter()
        .take(4)
        .map(|line| line.as_ref().chars().take(100).collect())
        .collect();
    let untouched = Repaired {
        zone: parse(lines),
        lines: seen.clone(),
        repairs: Vec::new(),
        ambiguous: Vec::new(),
    };
    let Some((fitted, mut repairs)) = fit(&seen) else {
        return untouched;
    };
    let Ok(text) = Text::of(&fitted) else {
        return untouched;
    };
    // Widths were mended on a line with data, so what the reader said about its positions no longer fits.
    let shifted: Vec<usize> = repairs.iter().map(|repair| repair.line).collect();
    let lattice = Lattice::new(&text, alternatives, &shifted);
    let untouched = Repaired {
        ambiguous: lattice.ambiguous(&untouched),
        ..untouched
    };
    if untouched.zone.as_ref().is_ok_and(Zone::checks_ok) {
        return untouched;
    }
    let Some(mended) = lattice.solve() else {
        return untouched;
    };
    repairs.extend(mended.repairs);
    let zone = parse(&mended.lines);
    let data_line_shifted = shifted
        .iter()
        .any(|line| text.format.field_at(*line, text.format.width() - 1) != Some(Field::Names));
    let sound = zone.as_ref().is_ok_and(|zone| {
        let shift_proven = !data_line_shifted || (zone.checks_ok() && text.format.has_composite());
        // A filler put into a long number would end it elsewhere, and its digit would prove something else.
        let proofs_hold = repairs.iter().all(|repair| match repair.proof {
            Proof::CheckDigit(field) => zone.check(field).is_some_and(CheckDigit::ok),
            Proof::Alphabet | Proof::Width => true,
        });
        shift_proven && proofs_hold
    });
    if !sound {
        return untouched;
    }
    let repaired = Repaired {
        lines: mended.lines,
        zone,
        repairs,
        ambiguous: Vec::new(),
    };
    Repaired {
        ambiguous: lattice.ambiguous(&repaired),
        ..repaired
    }
}

/// Brings lines to the width of a format by adding or removing fillers where fillers stand.
fn fit(lines: &[String]) -> Option<(Vec<String>, Vec<Repair>)> {
    const FARTHEST: usize = 3;
    if lines.iter().any(|line| !line.is_ascii()) {
        return None;
    }
    let widths: &[usize] = match lines.len() {
        3 => &[30],
        2 => &[36, 44],
        _ => return None,
    };
    let distance = |width: usize| {
        lines
            .iter()
            .map(|line| line.len().abs_diff(width))
            .max()
            .unwrap_or(usize::MAX)
    };
    let width = *widths.iter().min_by_key(|width| distance(**width))?;
    if distance(width) > FARTHEST {
        return None;
    }
    let names_line = if lines.len() == 3 { 2 } else { 0 };
    let mut repairs = Vec::new();
    let mut fitted = Vec::new();
    for (line, text) in lines.iter().enumerate() {
        if text.len() == width {
            fitted.push(text.clone());
            continue;
        }
        let run = if line == names_line {
            trailing_run(text)
        } else {
            longest_run(text)
        }?;
        let end = run.end;
        let mut mended = text.clone();
        if text.len() < width {
            let missing = width - text.len();
            mended.insert_str(end, &"<".repeat(missing));
            repairs.extend((end..end + missing).map(|column| added(line, column)));
        } else {
            let extra = text.len() - width;
            if run.len() <= extra {
                return None;
            }
            mended.replace_range(end - extra..end, "");
            repairs.extend((end - extra..end).map(|column| removed(line, column)));
        }
        fitted.push(mended);
    }
    Some((fitted, repairs))
}

fn added(line: usize, column: usize) -> Repair {
    Repair {
        line,
        column,
        from: None,
        to: Some('<'),
        proof: Proof::Width,
    }
}

fn removed(line: usize, column: usize) -> Repair {
    Repair {
        line,
        column,
        from: Some('<'),
        to: None,
        proof: Proof::Width,
    }
}

fn trailing_run(text: &str) -> Option<std::ops::Range<usize>> {
    let start = text.trim_end_matches('<').len();
    (text.len() - start >= 2).then_some(start..text.len())
}

fn longest_run(text: &str) -> Option<std::ops::Range<usize>> {
    let mut longest = 0..0;
    let mut start = 0;
    for (index, byte) in text.bytes().chain([b'.']).enumerate() {
        if byte != b'<' {
            if index - start > longest.len() {
                longest = start..index;
            }
            start = index + 1;
        }
    }
    (longest.len() >= 2).then_some(longest)
}

/// Every position with what it may be.
struct Lattice<'a> {
    text: &'a Text,
    options: Vec<Vec<Vec<(char, f64)>>>,
    /// Weight of each position in the composite sum; 0 where it does not count.
    composite: Vec<Vec<u32>>,
}

struct Mended {
    lines: Vec<String>,
    repairs: Vec<Repair>,
}

type Cell = (usize, usize);

/// Positions that are chosen together: a field with its check digit, or optional data that has none.
struct Group {
    field: Option<CheckedField>,
    cells: Vec<Cell>,
    check: Option<Cell>,
}

/// A choice of characters for some cells, its cost, and the likelihood of all choices alike.
#[derive(Clone)]
struct Choice {
    cost: f64,
    mass: f64,
    characters: Vec<(Cell, char)>,
}

impl Choice {
    fn empty() -> Choice {
        Choice {
            cost: 0.0,
            mass: 1.0,
            characters: Vec::new(),
        }
    }

    fn with(&self, cell: Cell, character: char, cost: f64) -> Choice {
        let mut characters = self.characters.clone();
        characters.push((cell, character));
        Choice {
            cost: self.cost + cost,
            mass: self.mass * (-cost).exp(),
            characters,
        }
    }

    fn join(&self, other: &Choice) -> Choice {
        let characters = self
            .characters
            .iter()
            .chain(&other.characters)
            .copied()
            .collect();
        Choice {
            cost: self.cost + other.cost,
            mass: self.mass * other.mass,
            characters,
        }
    }

    fn proven(&self) -> bool {
        self.cost <= DEAREST && (-self.cost).exp() >= SHARE * self.mass
    }
}

/// Keeps the cheaper of two and adds up their likelihoods.
fn merge(place: &mut Option<Choice>, other: Choice) {
    match place {
        None => *place = Some(other),
        Some(kept) => {
            let mass = kept.mass + other.mass;
            if other.cost < kept.cost {
                *kept = other;
            }
            kept.mass = mass;
        }
    }
}

impl<'a> Lattice<'a> {
    fn new(text: &'a Text, alternatives: &Alternatives, shifted: &[usize]) -> Lattice<'a> {
        let format = text.format;
        let options = text
            .lines
            .iter()
            .enumerate()
            .map(|(line, characters)| {
                characters
                    .iter()
                    .enumerate()
                    .map(|(column, seen)| {
                        let alphabet = format.alphabet(line, column).unwrap_or(Alphabet::Any);
                        let proposed = alternatives.0.get(line).and_then(|line| line.get(column));
                        let proposed = proposed.filter(|_| !shifted.contains(&line));
                        options(*seen, alphabet, proposed.map_or(&[], Vec::as_slice))
                    })
                    .collect()
            })
            .collect();
        let mut composite = vec![vec![0; format.width()]; format.lines()];
        let counted = format
            .composite_ranges()
            .iter()
            .flat_map(|&(line, start, end)| (start..end).map(move |column| (line, column)));
        for (index, (line, column)) in counted.enumerate() {
            composite[line][column] = weight(index);
        }
        Lattice {
            text,
            options,
            composite,
        }
    }

    /// The cheapest reading that satisfies everything; if it is not proven, the fields whose own digit
    /// proves them, and at least what the alphabets force.
    fn solve(&self) -> Option<Mended> {
        let groups = self.groups();
        let solved: Vec<[Option<Choice>; 10]> =
            groups.iter().map(|group| self.choices(group)).collect();
        let mut lines = self.forced()?;
        let mut proven = vec![false; groups.len()];
        let joint = self.joint(&solved).filter(Choice::proven);
        let composite_proven = joint.is_some();
        match joint {
            Some(choice) => {
                write(&mut lines, &choice);
                proven.fill(true);
            }
            None => {
                for ((group, choices), proven) in groups.iter().zip(&solved).zip(&mut proven) {
                    let mut all = None;
                    choices
                        .iter()
                        .flatten()
                        .for_each(|choice| merge(&mut all, choice.clone()));
                    if let Some(choice) =
                        all.filter(|choice| group.check.is_some() && choice.proven())
                    {
                        write(&mut lines, &choice);
                        *proven = true;
                    }
                }
            }
        }
        let repairs = self.changes(&lines, &groups, &proven, composite_proven);
        Some(Mended {
            lines: lines.into_iter().map(String::from_iter).collect(),
            repairs,
        })
    }

    /// The fields with a right check digit that what they say does not dominate all else that satisfies it.
    fn ambiguous(&self, outcome: &Repaired) -> Vec<CheckedField> {
        let Ok(zone) = &outcome.zone else {
            return Vec::new();
        };
        let lines: Vec<&[u8]> = outcome.lines.iter().map(|line| line.as_bytes()).collect();
        let likelihood = |cell: Cell| {
            let stands = lines.get(cell.0).and_then(|line| line.get(cell.1));
            self.options_at(cell)
                .iter()
                .find(|(character, _)| {
                    stands.is_some_and(|stands| char::from(*stands) == *character)
                })
                .map_or(0.0, |(_, cost)| (-cost).exp())
        };
        let dominates = |group: &Group| {
            let own: f64 = group
                .cells
                .iter()
                .chain(&group.check)
                .map(|cell| likelihood(*cell))
                .product();
            let all: f64 = self
                .choices(group)
                .iter()
                .flatten()
                .map(|choice| choice.mass)
                .sum();
            own >= SHARE * all
        };
        self.groups()
            .iter()
            .filter_map(|group| Some((group, group.field?)))
            .filter(|(group, field)| {
                zone.check(*field).is_some_and(CheckDigit::ok)
                    && group.check.is_some()
                    && !dominates(group)
            })
            .map(|(_, field)| field)
            .collect()
    }

    fn groups(&self) -> Vec<Group> {
        let format = self.text.format;
        let cells = |field| {
            format.span(field).map_or_else(Vec::new, |span| {
                (span.start..span.end)
                    .map(|column| (span.line, column))
                    .collect::<Vec<Cell>>()
            })
        };
        let mut number = cells(Field::DocumentNumber);
        let mut check = cells(Field::DocumentNumberCheck).first().copied();
        let mut optional = cells(Field::Optional);
        let mut loose = cells(Field::OptionalSecond);
        if let Some(tail) = self.text.long_number_tail() {
            // The filler that announces the rest is itself part of the composite sum, with value 0.
            let rest = optional.split_off(tail);
            check = optional.pop();
            number.append(&mut optional);
            optional = rest;
        }
        let mut groups = vec![
            Group {
                field: Some(CheckedField::DocumentNumber),
                cells: number,
                check,
            },
            Group {
                field: Some(CheckedField::BirthDate),
                cells: cells(Field::BirthDate),
                check: cells(Field::BirthDateCheck).first().copied(),
            },
            Group {
                field: Some(CheckedField::ExpiryDate),
                cells: cells(Field::ExpiryDate),
                check: cells(Field::ExpiryDateCheck).first().copied(),
            },
        ];
        if format == Format::Td3 {
            groups.push(Group {
                field: Some(CheckedField::PersonalNumber),
                cells: optional,
                check: cells(Field::OptionalCheck).first().copied(),
            });
        } else if format.has_composite() {
            loose.append(&mut optional);
            groups.push(Group {
                field: Some(CheckedField::Composite),
                cells: loose,
                check: None,
            });
        }
        groups
    }

    /// The choices for a group that satisfy its own check digit, by their part of the composite sum.
    fn choices(&self, group: &Group) -> [Option<Choice>; 10] {
        // States: the field's residue times ten plus the composite's.
        let mut states: Vec<Option<Choice>> = vec![None; 100];
        states[0] = Some(Choice::empty());
        for (index, cell) in group.cells.iter().enumerate() {
            let mut next: Vec<Option<Choice>> = vec![None; 100];
            for (state, choice) in states
                .iter()
                .enumerate()
                .filter_map(|(state, choice)| Some((state, choice.as_ref()?)))
            {
                for &(character, cost) in self.options_at(*cell) {
                    let value = value(character).unwrap_or(0);
                    let field = (state / 10 + (weight(index) * value) as usize) % 10;
                    let composite =
                        (state % 10 + (self.composite[cell.0][cell.1] * value) as usize) % 10;
                    merge(
                        &mut next[field * 10 + composite],
                        choice.with(*cell, character, cost),
                    );
                }
            }
            states = next;
        }
        let mut result: [Option<Choice>; 10] = std::array::from_fn(|_| None);
        for (state, choice) in states
            .into_iter()
            .enumerate()
            .filter_map(|(state, choice)| Some((state, choice?)))
        {
            let Some(check) = group.check else {
                merge(&mut result[state % 10], choice);
                continue;
            };
            for &(character, cost) in self.options_at(check) {
                let blank =
                    character == '<' && choice.characters.iter().all(|(_, chosen)| *chosen == '<');
                let agrees = character
                    .to_digit(10)
                    .is_some_and(|digit| digit as usize == state / 10);
                if agrees || blank {
                    let value = value(character).unwrap_or(0);
                    let composite =
                        (state % 10 + (self.composite[check.0][check.1] * value) as usize) % 10;
                    merge(&mut result[composite], choice.with(check, character, cost));
                }
            }
        }
        result
    }

    /// The cheapest choice for all groups together that satisfies the composite digit as well.
    fn joint(&self, solved: &[[Option<Choice>; 10]]) -> Option<Choice> {
        let mut sums: [Option<Choice>; 10] = std::array::from_fn(|_| None);
        sums[0] = Some(Choice::empty());
        for choices in solved {
            let mut next: [Option<Choice>; 10] = std::array::from_fn(|_| None);
            for (residue, choice) in sums
                .iter()
                .enumerate()
                .filter_map(|(residue, choice)| Some((residue, choice.as_ref()?)))
            {
                for (other, addition) in choices
                    .iter()
                    .enumerate()
                    .filter_map(|(other, choice)| Some((other, choice.as_ref()?)))
                {
                    merge(&mut next[(residue + other) % 10], choice.join(addition));
                }
            }
            sums = next;
        }
        let mut best = None;
        let Some(span) = self.text.format.span(Field::CompositeCheck) else {
            sums.into_iter()
                .flatten()
                .for_each(|choice| merge(&mut best, choice));
            return best;
        };
        let cell = (span.line, span.start);
        for &(character, cost) in self.options_at(cell) {
            let residue = character
                .to_digit(10)
                .and_then(|digit| sums[digit as usize].as_ref());
            if let Some(choice) = residue {
                merge(&mut best, choice.with(cell, character, cost));
            }
        }
        best
    }

    /// The lines with every character that its position cannot hold replaced by its likeliest look-alike.
    fn forced(&self) -> Option<Vec<Vec<char>>> {
        let cheapest = |options: &Vec<(char, f64)>| {
            options
                .iter()
                .min_by(|one, other| one.1.total_cmp(&other.1))
                .map(|(character, _)| *character)
        };
        self.options
            .iter()
            .map(|line| line.iter().map(cheapest).collect())
            .collect()
    }

    fn options_at(&self, cell: Cell) -> &[(char, f64)] {
        &self.options[cell.0][cell.1]
    }

    fn changes(
        &self,
        lines: &[Vec<char>],
        groups: &[Group],
        proven: &[bool],
        composite_proven: bool,
    ) -> Vec<Repair> {
        let proof = |cell: Cell| {
            let owner = groups.iter().zip(proven).find(|(group, proven)| {
                **proven && (group.cells.contains(&cell) || group.check == Some(cell))
            });
            match owner.and_then(|(group, _)| group.field) {
                Some(field) => Proof::CheckDigit(field),
                None if composite_proven
                    && self.text.format.field_at(cell.0, cell.1) == Some(Field::CompositeCheck) =>
                {
                    Proof::CheckDigit(CheckedField::Composite)
                }
                None => Proof::Alphabet,
            }
        };
        let mut repairs = Vec::new();
        for (line, (before, after)) in self.text.lines.iter().zip(lines).enumerate() {
            for (column, (from, to)) in before.iter().zip(after).enumerate() {
                if from != to {
                    repairs.push(Repair {
                        line,
                        column,
                        from: Some(*from),
                        to: Some(*to),
                        proof: proof((line, column)),
                    });
                }
            }
        }
        repairs
    }
}

fn write(lines: &mut [Vec<char>], choice: &Choice) {
    for ((line, column), character) in &choice.characters {
        lines[*line][*column] = *character;
    }
}

/// What a position may be, with costs; empty when nothing it may hold looks like what was seen.
fn options(seen: char, alphabet: Alphabet, proposed: &[(char, f32)]) -> Vec<(char, f64)> {
    let allowed = alphabet.contains(seen);
    let mut options: Vec<(char, f64)> = Vec::new();
    let mut offer = |character: char, cost: f64| {
        if !alphabet.contains(character) {
            return;
        }
        match options.iter_mut().find(|(known, _)| *known == character) {
            Some((_, known)) => *known = known.min(cost),
            None => options.push((character, cost)),
        }
    };
    offer(seen, 0.0);
    let likely = |probability: f32| f64::from(probability).clamp(1e-6, 1.0);
    let best = proposed
        .iter()
        .filter(|(character, _)| alphabet.contains(*character))
        .map(|(_, probability)| likely(*probability))
        .fold(0.0, f64::max);
    for &(character, probability) in proposed
        .iter()
        .filter(|(_, probability)| probability.is_finite())
    {
        offer(character, (best.max(1e-6) / likely(probability)).ln());
    }
    let surprise = if proposed.is_empty() { 0.0 } else { UNNAMED };
    for (rank, character) in lookalikes(seen).chars().enumerate() {
        let cost = if rank == 0 { CLOSE } else { DISTANT };
        // Where the alphabet rules out what was seen, one of its look-alikes must be there.
        offer(
            character,
            if allowed {
                cost + surprise
            } else {
                rank as f64
            },
        );
    }
    options
}

/// Characters that readers of OCR-B mistake for one another: the first closely, the others now and then.
/// A space stands where none is close.
fn lookalikes(character: char) -> &'static str {
    match character {
        '0' => "OQDU8",
        '1' => "ILT7J",
        '2' => "Z7",
        '3' => " 8B5",
        '4' => "A9",
        '5' => "S63",
        '6' => "G85",
        '7' => "T1Z2Y",
        '8' => "B36S0",
        '9' => " 84",
        'A' => "4",
        'B' => "83R",
        'C' => " G<O",
        'D' => "0O",
        'E' => " F<",
        'F' => " EP",
        'G' => "6C",
        'H' => " NM",
        'I' => "1LTJ",
        'J' => " IU1",
        'K' => " <X",
        'L' => " 1I<",
        'M' => " NH",
        'N' => " MH",
        'O' => "0QDC",
        'P' => " FR",
        'Q' => "0O",
        'R' => " PB",
        'S' => "58",
        'T' => "7IY1",
        'U' => " V0",
        'V' => " UY",
        'W' => " M",
        'X' => " K",
        'Y' => " V7T",
        'Z' => "27",
        '<' => " KCEL",
        _ => "",
    }
}
