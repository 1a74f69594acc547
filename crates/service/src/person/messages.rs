//! The words of messages to people, in their language.

use std::sync::LazyLock;

use bonafide_identity::language::{Language, Messages, Value};
use bonafide_identity::port::messenger::Message;

use super::Recipient;
use crate::Error;

static TEXTS: LazyLock<[Messages; Language::ALL.len()]> =
    LazyLock::new(|| Language::ALL.map(|language| Messages::new(language, &[source(language)])));

const SOURCES: [&str; Language::ALL.len()] = bonafide_identity::texts_in!("texts");

const fn source(language: Language) -> &'static str {
    SOURCES[language.index()]
}

/// The link to go on with on another device. It never holds the number that confirms it.
pub(super) fn handover(
    to: &Recipient,
    organisation: &str,
    url: &str,
    minutes: i64,
    language: Language,
) -> Result<Message, Error> {
    let values = [
        ("organisation", Value::Text(organisation)),
        ("url", Value::Text(url)),
        ("minutes", Value::Number(minutes)),
    ];
    let say = |id: &str| {
        TEXTS[language.index()]
            .say(id, None, &values)
            .ok_or(Error::Inconsistent("the text of a message"))
    };
    Ok(match to {
        Recipient::Mail(to) => Message::Mail {
            to: to.clone(),
            subject: say("handover-mail-subject")?,
            text: say("handover-mail-text")?,
            html: None,
        },
        Recipient::Sms(to) => Message::Sms {
            to: to.clone(),
            text: say("handover-sms-text")?,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_in_every_language() {
        for language in Language::ALL {
            assert_eq!(TEXTS[language.index()].mistakes(), [""; 0]);
            let url = "https://id.example/phone/abc";
            for to in ["ann@mail.example", "+31612345678"] {
                let message =
                    handover(&to.parse().unwrap(), "Gemeente Ons", url, 15, language).unwrap();
                let text = match &message {
                    Message::Mail { subject, text, .. } => {
                        assert!(
                            !subject.contains('\n') && subject.contains("Gemeente Ons"),
                            "{subject}"
                        );
                        text
                    }
                    Message::Sms { text, .. } => text,
                    Message::Push { .. } => panic!("no push here"),
                };
                assert!(
                    text.contains(url) && text.contains("15") && text.contains("Gemeente Ons"),
                    "{text}"
                );
            }
        }
    }
}
