//! The reader's side of the protocol, without input or output: what a message means now.

use bonafide_emrtd::{
    reading::{Stage, StopRule},
    relay::{
        Bytes, FromServer, Hint, MAX_SESSION_BYTES, MAX_SESSION_COMMANDS, Notice, Pairing, Secret,
        Welcome, permitted,
    },
};

/// Where a session stands, over as many connections as it takes.
#[derive(Debug)]
pub(super) struct Session {
    code: Secret,
    welcome: Option<Welcome>,
    /// The person here agreed.
    agreed: bool,
    /// So did the one at the page.
    confirmed: bool,
    last: Option<Ran>,
    /// Commands that the chip was to answer, and bytes that it answered.
    commands: u32,
    bytes: u64,
}

/// A batch and what the chip answered so far: kept until the next one, for a connection that breaks.
#[derive(Debug)]
struct Ran {
    batch: Batch,
    answers: Vec<Bytes>,
    /// The contact was lost during it.
    lost: bool,
}

/// Commands that may go to the chip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Batch {
    pub(super) id: u32,
    pub(super) stop: StopRule,
    pub(super) commands: Vec<Bytes>,
}

/// What to do about a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Nothing,
    Greet(Welcome),
    Resumed,
    ConfirmAgain,
    Confirmed,
    Ask(Hint),
    /// Where the reading is, and how many of a hundred parts are read.
    Progress(Stage, u64),
    Run(Batch),
    Trouble {
        notice: Notice,
        retryable: bool,
    },
    Done,
    Ended(Notice),
    /// The server asks for what it may not.
    Refuse(String),
}

impl Session {
    pub(super) fn new(code: Secret) -> Session {
        Session {
            code,
            welcome: None,
            agreed: false,
            confirmed: false,
            last: None,
            commands: 0,
            bytes: 0,
        }
    }

    /// The code at first, the secret of the session later.
    pub(super) fn pairing(&self) -> Pairing {
        match &self.welcome {
            None => Pairing::Code(self.code.clone()),
            Some(welcome) => Pairing::Resume(welcome.resume.clone()),
        }
    }

    pub(super) fn resumable(&self) -> bool {
        self.welcome.is_some()
    }

    /// The person here is being asked.
    pub(super) fn asking(&self) -> bool {
        self.welcome.is_some() && !self.agreed
    }

    pub(super) fn confirm(&mut self) {
        self.agreed = true;
    }

    /// Both confirmed: a card may be spoken of.
    pub(super) fn ready(&self) -> bool {
        self.agreed && self.confirmed
    }

    pub(super) fn take(&mut self, message: FromServer) -> Order {
        if self.welcome.is_none()
            && !matches!(message, FromServer::Welcome(_) | FromServer::Ended { .. })
        {
            return Order::Refuse("it did not introduce itself".to_owned());
        }
        match message {
            FromServer::Welcome(welcome) => self.welcomed(welcome),
            FromServer::Confirmed => {
                self.confirmed = true;
                if self.agreed {
                    Order::Confirmed
                } else {
                    Order::Nothing
                }
            }
            FromServer::Present { hint } if self.ready() => Order::Ask(hint),
            FromServer::Present { .. } => Order::Nothing,
            FromServer::Batch { id, stop, commands } => self.batch(Batch { id, stop, commands }),
            FromServer::Progress {
                stage,
                bytes,
                total,
            } => {
                let percent = bytes.saturating_mul(100).checked_div(total).unwrap_or(0);
                Order::Progress(stage, percent.min(100))
            }
            FromServer::Trouble { notice, retryable } => Order::Trouble { notice, retryable },
            FromServer::Done { .. } => Order::Done,
            FromServer::Ended { notice } => Order::Ended(notice),
        }
    }

    fn welcomed(&mut self, welcome: Welcome) -> Order {
        let Some(before) = self.welcome.replace(welcome.clone()) else {
            // Whatever the server says: the person here has not agreed yet.
            self.confirmed = welcome.confirmed;
            return Order::Greet(welcome);
        };
        if (&before.organisation, before.number) != (&welcome.organisation, welcome.number) {
            return Order::Refuse("another request than the one you saw".to_owned());
        }
        self.confirmed |= welcome.confirmed;
        if self.agreed && !welcome.confirmed {
            // It may have been lost on the way.
            return Order::ConfirmAgain;
        }
        Order::Resumed
    }

    fn batch(&mut self, batch: Batch) -> Order {
        if !self.ready() {
            return Order::Refuse("commands before both persons confirmed".to_owned());
        }
        for command in &batch.commands {
            if let Err(why) = permitted(&command.0) {
                return Order::Refuse(why.to_string());
            }
        }
        match &self.last {
            Some(last) if last.batch.id == batch.id => {
                if last.batch != batch {
                    return Order::Refuse("other commands under the number of the last".to_owned());
                }
            }
            Some(last) if last.batch.id > batch.id => {
                return Order::Refuse("the number of an earlier batch".to_owned());
            }
            _ => {
                let commands = u32::try_from(batch.commands.len()).unwrap_or(u32::MAX);
                self.commands = self.commands.saturating_add(commands);
                if self.commands > MAX_SESSION_COMMANDS || self.bytes > MAX_SESSION_BYTES {
                    return Order::Refuse("more than reading a passport takes".to_owned());
                }
                self.last = Some(Ran {
                    batch: batch.clone(),
                    answers: Vec::new(),
                    lost: false,
                });
            }
        }
        Order::Run(batch)
    }

    /// What the chip answered already of the batch under way.
    pub(super) fn answers(&self) -> &[Bytes] {
        self.last.as_ref().map_or(&[], |last| &last.answers)
    }

    /// The next command of the batch for the chip; `None` when it is over.
    pub(super) fn next(&self) -> Option<&Bytes> {
        let last = self.last.as_ref().filter(|last| !last.lost)?;
        let stopped = last
            .answers
            .last()
            .is_some_and(|answer| last.batch.stop.stops(&answer.0));
        if stopped {
            return None;
        }
        last.batch.commands.get(last.answers.len())
    }

    pub(super) fn answered(&mut self, answer: Vec<u8>) {
        if let Some(last) = &mut self.last {
            self.bytes += answer.len() as u64;
            last.answers.push(Bytes(answer));
        }
    }

    pub(super) fn lose(&mut self) {
        if let Some(last) = &mut self.last {
            last.lost = true;
        }
    }

    /// Whether the contact was lost during the batch under way.
    pub(super) fn lost(&self) -> bool {
        self.last.as_ref().is_some_and(|last| last.lost)
    }
}

#[cfg(test)]
mod tests {
    use bonafide_emrtd::{
        reading::StopRule,
        relay::{Bytes, FromServer, Hint, Pairing, Secret, Welcome},
    };

    use super::{Order, Session};

    fn welcome(number: u8, confirmed: bool) -> FromServer {
        FromServer::Welcome(Welcome {
            session: "s".to_owned(),
            resume: Secret("secret".to_owned()),
            organisation: "Example".to_owned(),
            number,
            confirmed,
            expires_at: "2026-11-22T12:00:00Z".parse().unwrap(),
        })
    }

    fn batch(id: u32, commands: &[&[u8]]) -> FromServer {
        FromServer::Batch {
            id,
            stop: StopRule::NotOk,
            commands: commands
                .iter()
                .map(|command| Bytes(command.to_vec()))
                .collect(),
        }
    }

    const CHALLENGE: &[u8] = &[0, 0x84, 0, 0, 8];

    fn ready() -> Session {
        let mut session = Session::new(Secret("code".to_owned()));
        assert!(matches!(session.take(welcome(47, false)), Order::Greet(_)));
        session.confirm();
        assert_eq!(session.take(FromServer::Confirmed), Order::Confirmed);
        assert!(session.ready());
        session
    }

    fn refused(order: &Order) -> bool {
        matches!(order, Order::Refuse(_))
    }

    #[test]
    fn nothing_runs_before_both_confirmed() {
        let mut session = Session::new(Secret("code".to_owned()));
        assert!(refused(&session.take(batch(1, &[CHALLENGE]))));
        session.take(welcome(47, true));
        // The server says that everybody agreed; the person here did not.
        assert!(!session.ready());
        assert!(refused(&session.take(batch(1, &[CHALLENGE]))));
        assert_eq!(
            session.take(FromServer::Present { hint: Hint::Place }),
            Order::Nothing
        );
        let mut session = Session::new(Secret("code".to_owned()));
        session.take(welcome(47, false));
        session.confirm();
        assert!(refused(&session.take(batch(1, &[CHALLENGE]))));
    }

    #[test]
    fn only_what_is_permitted_runs() {
        let mut session = ready();
        let verify: &[u8] = &[0, 0x20, 0, 1, 1, 0];
        assert!(refused(&session.take(batch(1, &[CHALLENGE, verify]))));
        assert!(session.next().is_none());
    }

    #[test]
    fn a_batch_again_is_answered_from_memory() {
        let mut session = ready();
        let first = batch(4, &[CHALLENGE, CHALLENGE]);
        assert!(matches!(session.take(first.clone()), Order::Run(_)));
        session.answered(vec![1, 0x90, 0]);
        assert!(matches!(session.pairing(), Pairing::Resume(_)));
        assert_eq!(session.take(welcome(47, true)), Order::Resumed);
        assert!(matches!(session.take(first.clone()), Order::Run(_)));
        assert_eq!(session.answers().len(), 1);
        assert_eq!(session.next(), Some(&Bytes(CHALLENGE.to_vec())));
        session.answered(vec![0x6A, 0x82]);
        assert_eq!(session.next(), None);
        // Under the same number other commands, or an older number.
        assert!(refused(&session.take(batch(4, &[CHALLENGE]))));
        assert!(refused(&session.take(batch(3, &[CHALLENGE]))));
        assert!(matches!(
            session.take(batch(5, &[CHALLENGE])),
            Order::Run(_)
        ));
        assert!(session.answers().is_empty());
        session.lose();
        assert_eq!(session.next(), None);
    }

    #[test]
    fn a_server_that_never_has_enough_is_left() {
        let mut session = ready();
        let many: Vec<&[u8]> = vec![CHALLENGE; 128];
        let refused_at = (1..).find(|id| refused(&session.take(batch(*id, &many))));
        assert_eq!(refused_at, Some(16_384 / 128 + 1));
        let mut session = ready();
        let refused_at = (1..).find(|id| {
            let order = session.take(batch(*id, &[CHALLENGE]));
            session.answered(vec![0; 65_538]);
            refused(&order)
        });
        assert_eq!(refused_at, Some(257));
    }

    #[test]
    fn another_request_is_not_taken_for_the_same() {
        let mut session = ready();
        assert!(refused(&session.take(welcome(48, true))));
        let mut session = ready();
        assert_eq!(session.take(welcome(47, false)), Order::ConfirmAgain);
    }
}
