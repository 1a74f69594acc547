//! Searching the catalogue for what someone read on a screen or was told on the telephone.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{Notice, catalogue};
use crate::language::Language;

/// Most words of a query that are looked for.
const MOST_WORDS: usize = 12;

/// What a word counts for, by where it stands.
const IN_HANDLE: u32 = 30;
const IN_TITLE: u32 = 12;
const IN_TEXT: u32 = 3;
/// What the code, the name or an alias as a whole counts for.
const WHOLE_HANDLE: u32 = 1000;

/// Notices that answer to the query, best first: by code, name or alias as a whole, then by
/// the words of those, then by the words of the title and of the other texts in any language.
/// Every word of the query must occur, at least as the beginning of a word. An empty query
/// finds nothing.
#[must_use]
pub fn find(query: &str) -> Vec<&'static Notice> {
    let query: Vec<String> = words(query).take(MOST_WORDS).collect();
    if query.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(u32, &'static Notice)> = INDEX
        .iter()
        .filter_map(|entry| Some((entry.score(&query)?, entry.notice)))
        .collect();
    // Stable: equals stay in the catalogue's order.
    found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    found.into_iter().map(|(_, notice)| notice).collect()
}

static INDEX: LazyLock<Vec<Entry>> = LazyLock::new(|| catalogue().iter().map(Entry::new).collect());

struct Entry {
    notice: &'static Notice,
    /// Code, name and aliases as lists of words.
    handles: Vec<Vec<String>>,
    /// Every word of the notice in every language with the most that it counts for.
    words: BTreeMap<String, u32>,
}

impl Entry {
    fn new(notice: &'static Notice) -> Self {
        let handles: Vec<Vec<String>> = [notice.code.as_str(), notice.name]
            .into_iter()
            .chain(notice.aliases.iter().copied())
            .map(|handle| words(handle).collect())
            .collect();
        let mut index = BTreeMap::new();
        let mut add = |word: String, weight: u32| {
            let known = index.entry(word).or_insert(weight);
            *known = weight.max(*known);
        };
        for word in handles.iter().flatten() {
            add(word.clone(), IN_HANDLE);
        }
        for language in Language::ALL {
            let texts = notice.texts(language);
            words(&texts.title).for_each(|word| add(word, IN_TITLE));
            for text in [&texts.text, &texts.explanation]
                .into_iter()
                .chain(&texts.remedy)
            {
                words(text).for_each(|word| add(word, IN_TEXT));
            }
        }
        Self {
            notice,
            handles,
            words: index,
        }
    }

    fn score(&self, query: &[String]) -> Option<u32> {
        let mut sum = 0;
        if self.handles.iter().any(|handle| handle == query) {
            sum += WHOLE_HANDLE;
        }
        for word in query {
            // The word itself counts in full, a word that only begins with it for two thirds.
            sum += self
                .words
                .range(word.clone()..)
                .take_while(|(known, _)| known.starts_with(word.as_str()))
                .map(|(known, weight)| {
                    if known == word {
                        *weight
                    } else {
                        weight * 2 / 3
                    }
                })
                .max()?;
        }
        Some(sum)
    }
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}
