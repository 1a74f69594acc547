//! Probabilities over time to the line of a zone: the likeliest reading of exactly the format's width that
//! obeys the alphabet of every position, and what else each position may have been.

use bonafide_mrz::{Alphabet, Field, Format};

use super::engine::{CHARACTERS, Frames, SYMBOLS};

/// A line as read: characters, for each the others it may have been with their probabilities, and the mean
/// logarithm of the probability of the chosen ones.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) text: String,
    pub(crate) alternatives: Vec<Vec<(char, f32)>>,
    pub(crate) score: f32,
}

/// Fillers in a row within a name field: after three no letter can follow.
const RUNS: usize = 4;
/// A token is a character and, within names, how many fillers in a row it makes.
const TOKENS: usize = CHARACTERS.len() + 2;
const FILLER: usize = CHARACTERS.len() - 1;
/// Marks of origin: below this, that many less one fillers in the blank before.
const FROM_TOKEN: u8 = 1 + RUNS as u8;
const IMPOSSIBLE: f32 = -1e9;
/// No probability is taken to be smaller than e to this.
const FLOOR: f32 = -12.0;

fn character_of(token: usize) -> usize {
    token.min(FILLER)
}

/// Fillers in a row after this token: counted in names only.
fn run_of(token: usize, names: bool) -> usize {
    if names && token >= FILLER {
        token - FILLER + 1
    } else {
        0
    }
}

/// Whether `token` may follow a state with so many fillers in a row.
fn may_follow(run: usize, token: usize, names: bool) -> bool {
    if !names {
        return token <= FILLER;
    }
    if token < FILLER {
        run < 3
    } else {
        token - FILLER + 1 == (run + 1).min(3)
    }
}

/// How often a filler follows so many fillers in names, and any one letter (ICAO Doc 9303-3, 4.6: one filler
/// between the parts of a name, two between surname and given names, the rest filled up): logarithms.
/// Recognisers of text know no fillers and take them for a C or an E where they are blurred.
const FILLER_AFTER: [f32; RUNS] = [-2.1, -0.7, -0.3, 0.0];
const LETTER_AFTER: [f32; RUNS] = [-3.4, -3.9, -4.6, IMPOSSIBLE];

/// What is known of a token before it is looked at: nothing but in names.
fn expected(run: usize, token: usize, names: bool) -> f32 {
    match (names, token >= FILLER) {
        (false, _) => 0.0,
        (true, true) => FILLER_AFTER[run],
        (true, false) => LETTER_AFTER[run],
    }
}

/// The likeliest reading of a line of this format. `None` when there are fewer steps than positions.
pub(crate) fn decode(frames: &Frames, format: Format, line: usize) -> Option<Line> {
    let width = format.width();
    let steps = frames.steps;
    if steps < width {
        return None;
    }
    let positions: Vec<(Alphabet, bool)> = (0..width)
        .map(|column| {
            let alphabet = format.alphabet(line, column).unwrap_or(Alphabet::Any);
            (
                alphabet,
                format.field_at(line, column) == Some(Field::Names),
            )
        })
        .collect();
    let allowed = |position: usize, token: usize| {
        let (alphabet, names) = positions[position];
        alphabet.contains(char::from(CHARACTERS[character_of(token)])) && (names || token <= FILLER)
    };
    // Scores of being within the token of a position, or in the blank after it with a count of fillers.
    let mut inside = vec![IMPOSSIBLE; width * TOKENS];
    let mut after = vec![IMPOSSIBLE; (width + 1) * RUNS];
    after[0] = 0.0;
    // Where each score came from: 0 stayed, 1 + run from that blank, FROM_TOKEN + token from that token one before.
    let mut token_from = vec![0u8; steps * width * TOKENS];
    // For blanks: 0 stayed, 1 + token from that token.
    let mut blank_from = vec![0u8; steps * (width + 1) * RUNS];
    for step in 0..steps {
        let logs = frames.at(step);
        let emit = |symbol: usize| logs[symbol].max(FLOOR);
        let (old_inside, old_after) = (inside.clone(), after.clone());
        let last = (step + 1).min(width);
        for position in 0..last {
            let (_, names) = positions[position];
            let before = position.checked_sub(1);
            let names_before = before.is_some_and(|before| positions[before].1);
            for token in 0..TOKENS {
                let place = position * TOKENS + token;
                if !allowed(position, token) {
                    continue;
                }
                let mut best = old_inside[place];
                let mut from = 0;
                for run in 0..RUNS {
                    let score = old_after[position * RUNS + run] + expected(run, token, names);
                    if score > best && may_follow(run, token, names) {
                        (best, from) = (score, 1 + run as u8);
                    }
                }
                if let Some(before) = before {
                    for previous in 0..TOKENS {
                        let run = run_of(previous, names_before);
                        let score =
                            old_inside[before * TOKENS + previous] + expected(run, token, names);
                        if score > best
                            && character_of(previous) != character_of(token)
                            && may_follow(run, token, names)
                        {
                            (best, from) = (score, FROM_TOKEN + previous as u8);
                        }
                    }
                }
                inside[place] = best + emit(1 + character_of(token));
                token_from[(step * width + position) * TOKENS + token] = from;
            }
        }
        for position in 0..=last {
            for run in 0..RUNS {
                let place = position * RUNS + run;
                let mut best = old_after[place];
                let mut from = 0;
                if let Some(before) = position.checked_sub(1) {
                    for token in 0..TOKENS {
                        let score = old_inside[before * TOKENS + token];
                        if score > best && run_of(token, positions[before].1) == run {
                            (best, from) = (score, 1 + token as u8);
                        }
                    }
                }
                after[place] = best + emit(0);
                blank_from[(step * (width + 1) + position) * RUNS + run] = from;
            }
        }
    }
    let trail = trace(steps, width, (&inside, &after), (&token_from, &blank_from))?;
    Some(summarise(frames, &positions, &trail))
}

/// For each position its token and the steps that show it.
type Trail = Vec<(usize, Vec<usize>)>;

fn trace(
    steps: usize,
    width: usize,
    (inside, after): (&[f32], &[f32]),
    (token_from, blank_from): (&[u8], &[u8]),
) -> Option<Trail> {
    #[derive(Clone, Copy)]
    enum State {
        Inside(usize, usize),
        After(usize, usize),
    }
    let mut best = (IMPOSSIBLE / 2.0, None);
    for token in 0..TOKENS {
        let score = inside[(width - 1) * TOKENS + token];
        if score > best.0 {
            best = (score, Some(State::Inside(width - 1, token)));
        }
    }
    for run in 0..RUNS {
        let score = after[width * RUNS + run];
        if score > best.0 {
            best = (score, Some(State::After(width, run)));
        }
    }
    let mut state = best.1?;
    let mut trail: Trail = vec![(0, Vec::new()); width];
    for step in (0..steps).rev() {
        state = match state {
            State::Inside(position, token) => {
                trail[position].0 = token;
                trail[position].1.push(step);
                match token_from[(step * width + position) * TOKENS + token] {
                    0 => State::Inside(position, token),
                    run @ 1..FROM_TOKEN => State::After(position, usize::from(run - 1)),
                    previous => {
                        State::Inside(position.checked_sub(1)?, usize::from(previous - FROM_TOKEN))
                    }
                }
            }
            State::After(position, run) => {
                match blank_from[(step * (width + 1) + position) * RUNS + run] {
                    0 => State::After(position, run),
                    token => State::Inside(position.checked_sub(1)?, usize::from(token - 1)),
                }
            }
        };
    }
    Some(trail)
}

fn summarise(frames: &Frames, positions: &[(Alphabet, bool)], trail: &Trail) -> Line {
    let mut text = String::with_capacity(trail.len());
    let mut alternatives = Vec::with_capacity(trail.len());
    let mut score = 0.0;
    for ((alphabet, _), (token, steps)) in positions.iter().zip(trail) {
        let chosen = CHARACTERS[character_of(*token)];
        text.push(char::from(chosen));
        let mut likely = [0.0f32; SYMBOLS];
        for step in steps {
            for (likely, log) in likely.iter_mut().zip(frames.at(*step)).skip(1) {
                *likely = likely.max(log.exp());
            }
        }
        let total: f32 = likely.iter().sum::<f32>().max(1e-9);
        let mut others: Vec<(char, f32)> = CHARACTERS
            .iter()
            .zip(&likely[1..])
            .map(|(character, likely)| (char::from(*character), likely / total))
            .filter(|(character, share)| *share > 5e-4 && alphabet.contains(*character))
            .collect();
        others.sort_by(|one, other| other.1.total_cmp(&one.1));
        others.truncate(5);
        let own = likely[1 + character_of(*token)].max(0.02);
        score += own.ln();
        alternatives.push(others);
    }
    Line {
        text,
        alternatives,
        score: score / trail.len().max(1) as f32,
    }
}
