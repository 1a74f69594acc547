//! Takes out of a text what may be personal or secret: mail addresses, phone numbers, zones of
//! documents, dates, and long random strings. Our own identifiers stay: they name rows and grant
//! nothing.

use std::borrow::Cow;

/// What stands for something taken out.
const GONE: &str = "[…]";

/// The text without what may be personal or secret.
pub(crate) fn scrub(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut word = String::new();
    for character in text.chars() {
        if is_part(character) {
            word.push(character);
        } else {
            clean.push_str(&judge(&word));
            word.clear();
            clean.push(character);
        }
    }
    clean.push_str(&judge(&word));
    clean
}

/// Whether a character may stand inside something that is taken out as a whole.
fn is_part(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '@' | '.' | '_' | '-' | '+' | '<' | '%')
}

fn judge(word: &str) -> Cow<'_, str> {
    if is_personal(word) {
        Cow::Borrowed(GONE)
    } else {
        Cow::Borrowed(word)
    }
}

fn is_personal(word: &str) -> bool {
    if word.contains('@') || word.to_ascii_lowercase().contains("%40") {
        return true;
    }
    if is_identifier(word) || is_version_or_address(word) {
        return false;
    }
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let phone = word.starts_with('+') && digits >= 6;
    let zone = word.len() >= 15 && word.contains('<');
    // National numbers, document numbers, dates run together.
    let number = digits >= 8
        && word
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '-' | '.'));
    phone || zone || number || is_date(word) || is_random(word)
}

/// `reg_01jd3z8k4q6v0x9m2n5p7r1s3t`: three letters, a line and 26 characters.
fn is_identifier(word: &str) -> bool {
    word.split_once('_').is_some_and(|(prefix, rest)| {
        prefix.len() == 3
            && rest.len() == 26
            && prefix.bytes().all(|byte| byte.is_ascii_lowercase())
            && rest
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    })
}

/// `127.0.0.1`, `1.12.0`.
fn is_version_or_address(word: &str) -> bool {
    word.contains('.')
        && word.split('.').all(|part| {
            (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        })
}

/// `1974-08-12`, `12-08-1974`, `12.08.1974`.
fn is_date(word: &str) -> bool {
    ['-', '.'].into_iter().any(|separator| {
        let parts: Vec<&str> = word.split(separator).collect();
        let number = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        parts.len() == 3 && parts.iter().all(number) && parts.iter().any(|part| part.len() == 4)
    })
}

/// Secrets in links, cookies and keys: long, of one piece, letters and digits mixed.
fn is_random(word: &str) -> bool {
    let letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    word.len() >= 20 && letters >= 4 && digits >= 2 && !word.contains('.')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn personal_and_secret_things_go() {
        for hidden in [
            "zoe@mail.example",
            "zoe%40mail.example",
            "жан@пошта.example",
            "+31612345678",
            "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
            "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
            "1974-08-12",
            "12-08-1974",
            "12.08.1974",
            "19740812",
            "123456789012",
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "bfk_test_9QeV1mWkz0bXnYt5RrL2sP8d",
            "dGhpcyBpcyBhIHNlY3JldCB0b2tlbg1",
        ] {
            assert_eq!(
                scrub(&format!("before {hidden}, after")),
                format!("before {GONE}, after")
            );
            assert_eq!(
                scrub(&format!("key=\"{hidden}\"")),
                format!("key=\"{GONE}\"")
            );
        }
    }

    #[test]
    fn what_helps_stays() {
        for kept in [
            "reg_01jd3z8k4q6v0x9m2n5p7r1s3t moved to processing",
            "listening on 127.0.0.1:8080",
            "GET /v1/verification-sessions/{id} 200 12ms",
            "smtp 550",
            "smpp 0x0000000b",
            "version 1.12.0",
            "took 1234567 microseconds",
            "crates/server/src/logging/scrub.rs:12:5",
            "could not resolve host",
        ] {
            assert_eq!(scrub(kept), kept);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_survived(text: String) {
            prop_assert!(!scrub(&text).contains('@') || !text.contains('@') || scrub(&text).contains(GONE) );
        }

        #[test]
        fn no_mail_address_survives(local in "[a-z]{1,10}", domain in "[a-z]{1,10}", before in "[ =:\"(]?") {
            let text = format!("{before}{local}@{domain}.example");
            prop_assert!(!scrub(&text).contains(&local) || local.len() < 2 || GONE.contains(&local));
        }
    }
}
