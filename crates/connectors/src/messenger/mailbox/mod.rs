//! The built-in mailbox of a demonstration: mails, text messages and push messages are kept
//! where a page shows them, instead of being sent.
//!
//! Whoever can read it can read everybody's codes. It is for a server that listens on
//! loopback only, which the server's configuration enforces before it makes one.

use std::sync::Arc;

use bonafide_identity::id::MessageId;
use bonafide_identity::port::Pending;
use bonafide_identity::port::messenger::{DeliveryError, Message, Messenger};

/// Where the mailbox keeps messages.
pub trait MailboxSink: Send + Sync {
    /// Keeps a message. Keeping the same id again changes nothing.
    fn keep<'a>(
        &'a self,
        id: &'a MessageId,
        message: &'a Message,
    ) -> Pending<'a, Result<(), MailboxError>>;
}

/// The message could not be kept; it may be possible later.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the mailbox is not available")]
pub struct MailboxError;

/// Delivers into a [`MailboxSink`].
pub struct Mailbox {
    sink: Arc<dyn MailboxSink>,
}

impl Mailbox {
    /// A mailbox that keeps messages there.
    pub fn new(sink: Arc<dyn MailboxSink>) -> Self {
        Self { sink }
    }
}

impl Messenger for Mailbox {
    fn deliver<'a>(
        &'a self,
        id: &'a MessageId,
        message: &'a Message,
    ) -> Pending<'a, Result<(), DeliveryError>> {
        Box::pin(async move {
            let kept = self.sink.keep(id, message).await;
            kept.map_err(|MailboxError| DeliveryError::retryable("mailbox unavailable"))
        })
    }
}

#[cfg(any(test, feature = "fakes"))]
pub mod fake {
    //! A mailbox in memory.

    use std::collections::BTreeMap;
    use std::sync::{Mutex, PoisonError};

    use super::*;

    /// Keeps messages in memory, each id once.
    #[derive(Default)]
    pub struct MemoryMailbox {
        messages: Mutex<BTreeMap<MessageId, Message>>,
    }

    impl MemoryMailbox {
        /// Everything that was delivered, oldest first.
        pub fn messages(&self) -> Vec<(MessageId, Message)> {
            let messages = self.messages.lock().unwrap_or_else(PoisonError::into_inner);
            messages.clone().into_iter().collect()
        }
    }

    impl MailboxSink for MemoryMailbox {
        fn keep<'a>(
            &'a self,
            id: &'a MessageId,
            message: &'a Message,
        ) -> Pending<'a, Result<(), MailboxError>> {
            let mut messages = self.messages.lock().unwrap_or_else(PoisonError::into_inner);
            messages
                .entry(id.clone())
                .or_insert_with(|| message.clone());
            Box::pin(async { Ok(()) })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::fake::MemoryMailbox;
    use super::*;
    use crate::messenger::testing::{id, mail, sms};

    #[tokio::test]
    async fn messages_are_kept_once() {
        let sink = Arc::new(MemoryMailbox::default());
        let mailbox = Mailbox::new(sink.clone());
        mailbox.deliver(&id(), &mail("a@b.nl")).await.unwrap();
        mailbox.deliver(&id(), &sms("again")).await.unwrap();
        let kept = sink.messages();
        assert_eq!(kept.len(), 1);
        assert!(kept[0].1 == mail("a@b.nl"));
    }

    #[tokio::test]
    async fn a_mailbox_that_fails_is_tried_again() {
        struct Full;
        impl MailboxSink for Full {
            fn keep<'a>(
                &'a self,
                _: &'a MessageId,
                _: &'a Message,
            ) -> Pending<'a, Result<(), MailboxError>> {
                Box::pin(async { Err(MailboxError) })
            }
        }
        let error = Mailbox::new(Arc::new(Full))
            .deliver(&id(), &sms("1"))
            .await
            .unwrap_err();
        assert!(error.is_retryable());
    }
}
