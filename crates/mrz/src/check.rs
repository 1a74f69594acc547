use serde::{Deserialize, Serialize};

/// What a check digit covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckedField {
    DocumentNumber,
    BirthDate,
    ExpiryDate,
    /// The personal number of a passport (TD3).
    PersonalNumber,
    Composite,
}

/// One check digit of a zone: what stands there and what should.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckDigit {
    pub field: CheckedField,
    pub expected: char,
    pub found: char,
}

impl CheckDigit {
    #[must_use]
    pub fn ok(&self) -> bool {
        self.expected == self.found
    }
}

/// The check digit over `text` (Doc 9303 part 3, section 4.9): weights 7, 3, 1 repeating, modulo 10; digits
/// count as themselves, A to Z as 10 to 35, the filler as 0. `None` when a character is outside that alphabet.
///
/// Two characters whose values differ by a multiple of ten cannot be told apart by it: G and 6, A, K, U, 0
/// and the filler, B, L, V and 1, and so on.
#[must_use]
pub fn check_digit(text: &str) -> Option<char> {
    let mut sum = 0;
    for (index, character) in text.chars().enumerate() {
        sum = (sum + weight(index) * value(character)?) % 10;
    }
    Some(digit(sum))
}

pub(crate) fn weight(index: usize) -> u32 {
    [7, 3, 1][index % 3]
}

pub(crate) fn value(character: char) -> Option<u32> {
    match character {
        '<' => Some(0),
        '0'..='9' | 'A'..='Z' => character.to_digit(36),
        _ => None,
    }
}

pub(crate) fn digit(sum: u32) -> char {
    char::from_digit(sum % 10, 10).unwrap_or('0')
}

#[cfg(test)]
mod tests {
    use super::check_digit;

    #[test]
    fn examples_of_doc_9303() {
        assert_eq!(check_digit("520727"), Some('3'));
        assert_eq!(check_digit("AB2134<<<"), Some('5'));
        assert_eq!(check_digit("L898902C3"), Some('6'));
        assert_eq!(
            check_digit("HA672242<658022549601086<<<<<<<<<<<<<<0"),
            Some('8')
        );
        assert_eq!(check_digit("ab"), None);
        assert_eq!(check_digit(""), Some('0'));
    }
}
