//! What went wrong with a chip, for the person who holds it.

use bonafide_emrtd::reading::{ReadingError, Trouble};

use crate::say::Say;

/// What to do about it, in the language of the environment.
pub(crate) fn advice(trouble: Trouble) -> String {
    advised(&Say::of_environment(), trouble)
}

fn advised(say: &Say, trouble: Trouble) -> String {
    say.say(match trouble {
        Trouble::NoChip => "reader-trouble-no-chip",
        Trouble::ContactLost => "reader-trouble-contact-lost",
        Trouble::TooSlow => "reader-trouble-too-slow",
        Trouble::WrongKey => "reader-trouble-wrong-key",
        Trouble::AccessRefused => "reader-trouble-access-refused",
        Trouble::Damaged => "reader-trouble-damaged",
        Trouble::Unsupported => "reader-trouble-unsupported",
        Trouble::Interference => "reader-trouble-interference",
    })
}

pub(crate) fn of(error: &ReadingError) -> String {
    told(&Say::of_environment(), error)
}

/// The advice, and in brackets what a technician calls it.
fn told(say: &Say, error: &ReadingError) -> String {
    let advice = advised(say, error.trouble());
    match error {
        ReadingError::WrongKey {
            tries_left: Some(tries),
        } => {
            let left = say.fill("reader-trouble-tries", &[("tries", &tries.to_string())]);
            format!("{advice} {left} ({error})")
        }
        _ => format!("{advice} ({error})"),
    }
}

#[cfg(test)]
mod tests {
    use bonafide_emrtd::reading::ReadingError;
    use bonafide_identity::language::Language;

    use super::told;
    use crate::say::Say;

    #[test]
    fn trouble_is_told_in_the_persons_language() {
        let wrong = ReadingError::WrongKey {
            tries_left: Some(2),
        };
        for (language, words) in [
            (Language::En, "Tries left: 2."),
            (Language::Nl, "Resterende pogingen: 2."),
            (Language::Da, "Forsøg tilbage: 2."),
            (Language::Kk, "Қалған мүмкіндік: 2."),
            (Language::Ru, "Осталось попыток: 2."),
        ] {
            let told = told(&Say::in_language(language), &wrong);
            assert!(told.contains(words), "{told}");
        }
        let slow = told(&Say::in_language(Language::Ru), &ReadingError::Time);
        assert!(slow.starts_with("Это длится слишком долго."), "{slow}");
    }
}
