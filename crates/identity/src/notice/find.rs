//! Searching the catalogue for what someone read on a screen or was told on the telephone.

use super::{Notice, catalogue};
use crate::language::Language;

/// Most words of a query that are looked for.
const MOST_WORDS: usize = 12;

/// Notices that answer to the query, best first: by code, name or alias as a whole, then by
/// the words of those, then by the words of the title and of the other texts in any language.
/// Every word of the query must occur. An empty query finds nothing.
#[must_use]
pub fn find(query: &str) -> Vec<&'static Notice> {
    let words: Vec<String> = words(query).take(MOST_WORDS).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(u32, &'static Notice)> = catalogue()
        .iter()
        .filter_map(|notice| Some((score(notice, &words)?, notice)))
        .collect();
    // Stable: equals stay in the catalogue's order.
    found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    found.into_iter().map(|(_, notice)| notice).collect()
}

fn score(notice: &Notice, query: &[String]) -> Option<u32> {
    let handles: Vec<Vec<String>> = [notice.code.as_str(), notice.name]
        .into_iter()
        .chain(notice.aliases.iter().copied())
        .map(|handle| words(handle).collect())
        .collect();
    let whole = if handles.iter().any(|handle| handle == query) {
        1000
    } else {
        0
    };
    let mut sum = whole;
    for word in query {
        let by_handle = handles
            .iter()
            .flatten()
            .filter_map(|candidate| likeness(candidate, word))
            .max()
            .map(|likeness| likeness * 10);
        sum += by_handle.max(by_texts(notice, word))?;
    }
    Some(sum)
}

fn by_texts(notice: &Notice, word: &str) -> Option<u32> {
    Language::ALL
        .into_iter()
        .flat_map(|language| {
            let texts = notice.texts(language);
            let title = best(&texts.title, word).map(|likeness| likeness * 4);
            let rest = [&texts.text, &texts.explanation]
                .into_iter()
                .chain(&texts.remedy)
                .filter_map(|text| best(text, word))
                .max();
            [title, rest]
        })
        .flatten()
        .max()
}

fn best(text: &str, word: &str) -> Option<u32> {
    words(text)
        .filter_map(|candidate| likeness(&candidate, word))
        .max()
}

/// The word itself counts more than a word that begins with it.
fn likeness(candidate: &str, word: &str) -> Option<u32> {
    if candidate == word {
        Some(3)
    } else if candidate.starts_with(word) {
        Some(2)
    } else {
        None
    }
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}
