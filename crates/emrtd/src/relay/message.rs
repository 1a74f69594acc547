//! The messages of both sides, as values.

use bonafide_x509::misleads;
use jiff::Timestamp;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{
    Bytes, MAX_ANSWER_BYTES, MAX_ATR_BYTES, MAX_BATCH_COMMANDS, MAX_COMMAND_BYTES,
    MAX_MESSAGE_BYTES, Secret,
};
use crate::reading::{Stage, StopRule};

/// What a reader says to the server. Fields that a receiver does not know are passed over; a message of a type that it
/// does not know is an error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum FromReader {
    /// The first message of every connection.
    Hello(Hello),
    /// The person at the reader saw the same number as on the page, and agrees.
    Confirm,
    /// The person at the reader does not know this request. The session ends.
    Refuse,
    /// A chip came to the reader or left it. Said after confirmation and whenever it changes.
    Card(Card),
    /// What the chip answered, in the order of the batch's commands: all at once or in several messages.
    Answers {
        /// Which batch.
        batch: u32,
        #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 128)))]
        answers: Vec<Answer>,
    },
    /// The contact was lost in the middle of this batch: nothing more of it will be answered.
    Lost { batch: u32 },
    /// The reader leaves and will not resume.
    Bye,
}

/// What the server says to a reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum FromServer {
    /// The answer to `hello`.
    Welcome(Welcome),
    /// The person at the page confirmed as well.
    Confirmed,
    /// Ask the person for the document.
    Present { hint: Hint },
    /// Send these commands to the chip one after the other, until the rule says stop.
    Batch {
        /// Grows with every batch of a session. The same number again, after resuming, is the same batch: what
        /// was answered already is answered again from memory, not by the chip.
        id: u32,
        stop: StopRule,
        /// APDUs.
        #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 128)))]
        commands: Vec<Bytes>,
    },
    /// How far the reading is.
    Progress {
        stage: Stage,
        /// Bytes read, and how many there are as far as is known.
        bytes: u64,
        total: u64,
    },
    /// The reading failed; when it is retryable, `present` or `batch` follow after the person tries again.
    Trouble { notice: Notice, retryable: bool },
    /// Everything is read: the person goes on at the page.
    Done { notice: Notice },
    /// The session is over without a reading: expired, cancelled, refused, taken over.
    Ended { notice: Notice },
}

/// How a reader introduces itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Hello {
    pub pairing: Pairing,
    pub reader: ReaderInfo,
    /// The language of its person, as a BCP 47 tag: notices come in it when the server has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(length(max = 35)))]
    pub language: Option<String>,
}

/// Which session a reader wants: exactly one of the two.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Pairing {
    /// The short code of the page; it works once.
    Code(Secret),
    /// The secret of a `welcome`: the connection broke.
    Resume(Secret),
}

/// What a reader is and can do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReaderInfo {
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 100)))]
    pub name: String,
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 100)))]
    pub version: String,
    /// Whether it can send extended APDUs.
    pub extended_length: bool,
    /// The longest data field of an answer that it can hand over, in bytes; 65,536 when it does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(range(min = 256, max = 65_536)))]
    pub max_response: Option<u32>,
}

/// The session that a reader came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Welcome {
    /// Names the session to people who seek help; opens nothing.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 100)))]
    pub session: String,
    /// The secret for [`Pairing::Resume`], the same for the whole session.
    pub resume: Secret,
    /// Who asks.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 200)))]
    pub organisation: String,
    /// Two digits, shown on both screens for the person to compare.
    #[cfg_attr(feature = "schema", schemars(range(min = 10, max = 99)))]
    pub number: u8,
    /// Both persons confirmed already: so it is when a session is resumed.
    #[serde(default)]
    pub confirmed: bool,
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub expires_at: Timestamp,
}

/// Whether a chip is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Card {
    pub present: bool,
    /// The answer to reset, where the reader knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub atr: Option<Bytes>,
}

/// What the chip answered to one command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Answer {
    /// The command's place in the batch, from 0.
    pub index: u32,
    /// Data and status word: 2 to 65,548 bytes.
    pub data: Bytes,
}

/// What the person holding the document should do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Hint {
    /// Lay the document on the reader.
    Place,
    /// The contact was lost: lay it back and hold still.
    PutBack,
    /// Take covers off, try the other side.
    TakeCoverOff,
}

/// A notice of the server's catalogue, in the language asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Notice {
    /// Stable: lower-case letters, digits, hyphens, underscores, dots.
    #[cfg_attr(
        feature = "schema",
        schemars(length(min = 1, max = 100), regex(pattern = "^[a-z0-9_.-]+$"))
    )]
    pub code: String,
    #[cfg_attr(feature = "schema", schemars(length(max = 200)))]
    pub title: String,
    #[cfg_attr(feature = "schema", schemars(length(max = 2000)))]
    pub text: String,
}

/// Why a text is no message of the protocol.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RelayError {
    #[error("a message of {0} bytes is too long")]
    Long(usize),
    #[error("not a message of this protocol: {0}")]
    Json(String),
    #[error("{0} is outside its bounds")]
    Bounds(&'static str),
}

impl FromReader {
    /// Parses a text frame; every bound that one message can tell is checked.
    pub fn from_json(text: &str) -> Result<FromReader, RelayError> {
        let message: FromReader = parse(text)?;
        message.check()?;
        Ok(message)
    }

    /// The text frame; an error when it would not be taken at the other end.
    pub fn to_json(&self) -> Result<String, RelayError> {
        self.check()?;
        print(self)
    }

    fn check(&self) -> Result<(), RelayError> {
        match self {
            FromReader::Hello(hello) => hello.check(),
            FromReader::Card(card) => bound(
                card.atr
                    .as_ref()
                    .is_none_or(|atr| atr.0.len() <= MAX_ATR_BYTES),
                "atr",
            ),
            FromReader::Answers { answers, .. } => {
                bound(
                    (1..=MAX_BATCH_COMMANDS).contains(&answers.len()),
                    "the number of answers",
                )?;
                for (answer, next) in answers.iter().zip(answers.iter().skip(1)) {
                    bound(answer.index < next.index, "the order of answers")?;
                }
                for answer in answers {
                    let index = answer.index as usize;
                    bound(index < MAX_BATCH_COMMANDS, "an answer's index")?;
                    let length = answer.data.0.len();
                    bound(
                        (2..=MAX_ANSWER_BYTES).contains(&length),
                        "an answer's length",
                    )?;
                }
                Ok(())
            }
            FromReader::Confirm
            | FromReader::Refuse
            | FromReader::Lost { .. }
            | FromReader::Bye => Ok(()),
        }
    }
}

impl FromServer {
    /// Parses a text frame; every bound that one message can tell is checked. Whether a chip may be sent its
    /// commands is for [`super::permitted`] to say.
    pub fn from_json(text: &str) -> Result<FromServer, RelayError> {
        let message: FromServer = parse(text)?;
        message.check()?;
        Ok(message)
    }

    /// The text frame; an error when it would not be taken at the other end.
    pub fn to_json(&self) -> Result<String, RelayError> {
        self.check()?;
        print(self)
    }

    fn check(&self) -> Result<(), RelayError> {
        match self {
            FromServer::Welcome(welcome) => welcome.check(),
            FromServer::Batch { commands, .. } => {
                bound(
                    (1..=MAX_BATCH_COMMANDS).contains(&commands.len()),
                    "the number of commands",
                )?;
                let sound = |command: &Bytes| (4..=MAX_COMMAND_BYTES).contains(&command.0.len());
                bound(commands.iter().all(sound), "a command's length")
            }
            FromServer::Trouble { notice, .. }
            | FromServer::Done { notice }
            | FromServer::Ended { notice } => notice.check(),
            FromServer::Confirmed | FromServer::Present { .. } | FromServer::Progress { .. } => {
                Ok(())
            }
        }
    }
}

impl Hello {
    fn check(&self) -> Result<(), RelayError> {
        let (Pairing::Code(secret) | Pairing::Resume(secret)) = &self.pairing;
        bound(secret.sound(), "pairing")?;
        bound(plain(&self.reader.name, 1, 100), "the reader's name")?;
        bound(plain(&self.reader.version, 1, 100), "the reader's version")?;
        let length = self.reader.max_response;
        bound(
            length.is_none_or(|length| (256..=65_536).contains(&length)),
            "max_response",
        )?;
        let tag = |tag: &String| {
            (2..=35).contains(&tag.len())
                && tag
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        bound(self.language.as_ref().is_none_or(tag), "language")
    }
}

impl Welcome {
    fn check(&self) -> Result<(), RelayError> {
        bound(plain(&self.session, 1, 100), "session")?;
        bound(self.resume.sound(), "resume")?;
        bound(plain(&self.organisation, 1, 200), "organisation")?;
        bound((10..=99).contains(&self.number), "number")
    }
}

impl Notice {
    fn check(&self) -> Result<(), RelayError> {
        let allowed = |byte: u8| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_' | b'.')
        };
        bound(
            (1..=100).contains(&self.code.len()) && self.code.bytes().all(allowed),
            "a notice's code",
        )?;
        bound(plain(&self.title, 0, 200), "a notice's title")?;
        bound(plain(&self.text, 0, 2000), "a notice's text")
    }
}

/// A text of so many characters that is safe to show, in a terminal as well.
fn plain(text: &str, min: usize, max: usize) -> bool {
    // Bytes bound characters: a long text is not walked.
    text.len() <= max * 4
        && (min..=max).contains(&text.chars().count())
        && !text.chars().any(misleads)
}

fn bound(holds: bool, what: &'static str) -> Result<(), RelayError> {
    if holds {
        Ok(())
    } else {
        Err(RelayError::Bounds(what))
    }
}

fn parse<T: DeserializeOwned>(text: &str) -> Result<T, RelayError> {
    if text.len() > MAX_MESSAGE_BYTES {
        return Err(RelayError::Long(text.len()));
    }
    serde_json::from_str(text).map_err(json)
}

fn print(message: &impl Serialize) -> Result<String, RelayError> {
    let text = serde_json::to_string(message).map_err(json)?;
    if text.len() > MAX_MESSAGE_BYTES {
        return Err(RelayError::Long(text.len()));
    }
    Ok(text)
}

/// Says where it went wrong, and nothing of the text itself, which may hold a secret or a person's data.
#[expect(clippy::needless_pass_by_value, reason = "fits map_err")]
fn json(error: serde_json::Error) -> RelayError {
    RelayError::Json(format!(
        "{:?} error at column {}",
        error.classify(),
        error.column()
    ))
}
