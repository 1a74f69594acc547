//! What is at this desk: readers, a chip, and a person at the keyboard.

use std::io::BufRead as _;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use bonafide_emrtd::relay::{ANSWERS_BYTES, Answer, Bytes, Card, FromReader, MAX_ANSWER_BYTES};

use super::session::{Batch, Session};
use super::socket::SocketError;
use crate::chip::{ChipError, Silence};

/// What a chip is held against.
pub(crate) trait Antenna {
    /// Whether it carries extended APDUs.
    fn extended(&self) -> Result<bool, ChipError>;

    /// The answer to reset of the chip that lies there. One that came since the last one left is shown only when
    /// it is looked for.
    fn look(&mut self, for_another: bool) -> Result<Option<Vec<u8>>, ChipError>;

    /// Sends one command to the chip that was seen; its answer with the status word.
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Silence>;

    /// Lets go of a chip that left.
    fn lose(&mut self);
}

pub(crate) struct Desk {
    antenna: Box<dyn Antenna>,
    /// What the server was told last of the card.
    told: Option<bool>,
    /// It was told on a connection that broke since: it must be told again.
    anew: bool,
    lines: Receiver<String>,
}

/// How a batch went.
pub(super) enum Said {
    Everything,
    /// The reader cannot go on.
    Failed(ChipError),
}

impl Desk {
    pub(crate) fn with(antenna: impl Antenna + 'static) -> Desk {
        Desk {
            antenna: Box::new(antenna),
            told: None,
            anew: false,
            lines: lines(),
        }
    }

    pub(super) fn extended(&self) -> Result<bool, ChipError> {
        self.antenna.extended()
    }

    /// A new connection: what the server heard of the card on the last one is not known. A card that was laid
    /// down since is another one to the server, which must hear first that the old one left.
    pub(super) fn tell_anew(&mut self) {
        self.anew = true;
    }

    /// What the person typed; nothing when they typed nothing yet.
    pub(super) fn agreed(&mut self) -> Option<Answered> {
        match self.lines.try_recv() {
            Ok(line) => Some(Answered::of(&line)),
            Err(TryRecvError::Empty) => None,
            // There is nobody at the keyboard.
            Err(TryRecvError::Disconnected) => Some(Answered::No),
        }
    }

    /// What to tell the server of the card, when that is news.
    pub(super) fn look(&mut self) -> Result<Option<Card>, ChipError> {
        // A card that came back is another one to the server: first it must hear that the old one left.
        let atr = self.antenna.look(self.told != Some(true))?.map(Bytes);
        let present = atr.is_some();
        let news = self.told.replace(present) != Some(present);
        if !std::mem::take(&mut self.anew) && !news {
            return Ok(None);
        }
        Ok(Some(Card { present, atr }))
    }

    /// Runs what is left of a batch. Answers go out as they gather, those of memory first.
    pub(super) fn run(
        &mut self,
        batch: &Batch,
        session: &mut Session,
        mut say: impl FnMut(&FromReader) -> Result<(), SocketError>,
    ) -> Result<Said, SocketError> {
        let mut sent = 0;
        let mut gathered = 0;
        for answer in session.answers() {
            gathered += answer.0.len();
        }
        let mut broken = None;
        loop {
            if gathered >= ANSWERS_BYTES && broken.is_none() {
                broken = flush(batch, session, &mut sent, &mut say).err();
                gathered = 0;
            }
            let Some(command) = session.next() else {
                break;
            };
            // Without a chip, nothing: one that lies there now is not the one that the server speaks with.
            match self.antenna.transmit(&command.0) {
                Ok(answer) if answer.len() <= MAX_ANSWER_BYTES => {
                    gathered += answer.len();
                    session.answered(answer);
                }
                Ok(_) | Err(Silence::Lost) => {
                    self.antenna.lose();
                    session.lose();
                }
                Err(Silence::Failed(error)) => return Ok(Said::Failed(error)),
            }
        }
        if let Some(error) = broken {
            return Err(error);
        }
        flush(batch, session, &mut sent, &mut say)?;
        if session.lost() {
            say(&FromReader::Lost { batch: batch.id })?;
        }
        Ok(Said::Everything)
    }
}

/// Sends the answers from `sent` on, in messages of a size that both sides like.
fn flush(
    batch: &Batch,
    session: &Session,
    sent: &mut usize,
    say: &mut impl FnMut(&FromReader) -> Result<(), SocketError>,
) -> Result<(), SocketError> {
    let answers = session.answers();
    while *sent < answers.len() {
        let mut bytes = 0;
        let mut part = Vec::new();
        for (index, answer) in answers.iter().enumerate().skip(*sent) {
            if !part.is_empty() && bytes + answer.0.len() > ANSWERS_BYTES {
                break;
            }
            bytes += answer.0.len();
            part.push(Answer {
                index: index as u32,
                data: answer.clone(),
            });
        }
        *sent += part.len();
        say(&FromReader::Answers {
            batch: batch.id,
            answers: part,
        })?;
    }
    Ok(())
}

/// Lines of the keyboard, as they come.
fn lines() -> Receiver<String> {
    let (to, from) = channel();
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            if to.send(line).is_err() {
                return;
            }
        }
    });
    from
}

/// What somebody said who was asked for a yes or a no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answered {
    Yes,
    No,
    /// To be asked once more.
    Neither,
}

impl Answered {
    /// In the languages of the pages.
    fn of(line: &str) -> Answered {
        match line.trim().to_lowercase().as_str() {
            "y" | "yes" | "j" | "ja" | "иә" | "да" => Answered::Yes,
            "n" | "no" | "nee" | "nej" | "жоқ" | "нет" => Answered::No,
            _ => Answered::Neither,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Answered, Antenna, Desk};
    use crate::chip::{ChipError, Silence};

    /// A chip at each look, or none: one that was not there before is seen only by whoever looks for another.
    struct Looks {
        lies: std::vec::IntoIter<Option<u8>>,
        taken: Option<u8>,
    }

    impl Antenna for Looks {
        fn extended(&self) -> Result<bool, ChipError> {
            Ok(true)
        }

        fn look(&mut self, for_another: bool) -> Result<Option<Vec<u8>>, ChipError> {
            let lies = self.lies.next().unwrap();
            if for_another || self.taken != lies {
                self.taken = lies.filter(|_| for_another);
            }
            Ok(self.taken.map(|chip| vec![chip]))
        }

        fn transmit(&mut self, _: &[u8]) -> Result<Vec<u8>, Silence> {
            Err(Silence::Lost)
        }

        fn lose(&mut self) {}
    }

    /// What the server is told at each look; `None` is silence.
    fn told(desk: &mut Desk, looks: usize) -> Vec<Option<Option<u8>>> {
        let look = |_| desk.look().ok().unwrap();
        let cards = (0..looks).map(look);
        cards
            .map(|card| card.map(|card| card.atr.map(|atr| atr.0[0])))
            .collect()
    }

    #[test]
    fn a_card_that_was_changed_while_nobody_listened_is_another_one() {
        let lies = vec![Some(1), Some(1), Some(2), Some(2), Some(2)].into_iter();
        let mut desk = Desk::with(Looks { lies, taken: None });
        assert_eq!(told(&mut desk, 2), [Some(Some(1)), None]);
        desk.tell_anew();
        assert_eq!(told(&mut desk, 3), [Some(None), Some(Some(2)), None]);
    }

    #[test]
    fn a_card_that_stayed_is_told_of_on_the_new_connection() {
        let lies = vec![Some(1), Some(1), Some(1)].into_iter();
        let mut desk = Desk::with(Looks { lies, taken: None });
        assert_eq!(told(&mut desk, 1), [Some(Some(1))]);
        desk.tell_anew();
        assert_eq!(told(&mut desk, 2), [Some(Some(1)), None]);
    }

    #[test]
    fn only_a_yes_is_a_yes() {
        for yes in ["yes", " Y ", "Ja", "иә", "ДА"] {
            assert_eq!(Answered::of(yes), Answered::Yes, "{yes}");
        }
        for no in ["no", " Nee", "NEJ", "жоқ", "нет"] {
            assert_eq!(Answered::of(no), Answered::No, "{no}");
        }
        for neither in ["", "47", "yess", "maybe"] {
            assert_eq!(Answered::of(neither), Answered::Neither, "{neither}");
        }
    }
}
