//! Telling people something: see [`bonafide_identity::port::messenger`].

use std::sync::Arc;

use bonafide_identity::id::MessageId;
use bonafide_identity::port::Pending;
use bonafide_identity::port::messenger::{DeliveryError, Message, Messenger};

pub mod mailbox;
pub mod smpp;
pub mod smtp;
pub mod web_push;

/// Sends every message the way its kind goes. A kind without a way is a permanent failure,
/// so that nobody waits for it.
#[derive(Clone, Default)]
pub struct Router {
    /// The way of mails.
    pub mail: Option<Arc<dyn Messenger>>,
    /// The way of text messages.
    pub sms: Option<Arc<dyn Messenger>>,
    /// The way of push messages.
    pub push: Option<Arc<dyn Messenger>>,
}

impl Router {
    /// Everything goes the same way.
    pub fn all(messenger: Arc<dyn Messenger>) -> Self {
        Self {
            mail: Some(messenger.clone()),
            sms: Some(messenger.clone()),
            push: Some(messenger),
        }
    }
}

impl Messenger for Router {
    fn deliver<'a>(
        &'a self,
        id: &'a MessageId,
        message: &'a Message,
    ) -> Pending<'a, Result<(), DeliveryError>> {
        let way = match message {
            Message::Mail { .. } => &self.mail,
            Message::Sms { .. } => &self.sms,
            Message::Push { .. } => &self.push,
        };
        match way {
            Some(messenger) => messenger.deliver(id, message),
            None => {
                let code = format!("no {} connector is configured", message.channel());
                Box::pin(async move { Err(DeliveryError::permanent(code)) })
            }
        }
    }
}

#[cfg(test)]
pub(crate) mod testing {
    use super::*;

    pub(crate) fn id() -> MessageId {
        MessageId::new("2026-11-21T12:00:00Z".parse().unwrap(), [7; 10])
    }

    pub(crate) fn mail(to: &str) -> Message {
        Message::Mail {
            to: to.parse().unwrap(),
            subject: "Сәлем, 世界".to_owned(),
            text: "Dear Zoë,\n.\nBye".to_owned(),
            html: Some("<p>Dear Zoë</p>".to_owned()),
        }
    }

    pub(crate) fn sms(text: &str) -> Message {
        Message::Sms {
            to: "+31612345678".parse().unwrap(),
            text: text.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[derive(Default)]
    struct Recorder(Mutex<Vec<&'static str>>);

    impl Messenger for Recorder {
        fn deliver<'a>(
            &'a self,
            _: &'a MessageId,
            message: &'a Message,
        ) -> Pending<'a, Result<(), DeliveryError>> {
            self.0.lock().unwrap().push(message.channel());
            Box::pin(async { Ok(()) })
        }
    }

    #[tokio::test]
    async fn every_kind_goes_its_way_or_is_refused() {
        let recorder = Arc::new(Recorder::default());
        let router = Router {
            sms: Some(recorder.clone()),
            ..Router::default()
        };
        let id = testing::id();
        assert_eq!(router.deliver(&id, &testing::sms("1")).await, Ok(()));
        let error = router
            .deliver(&id, &testing::mail("a@b.nl"))
            .await
            .unwrap_err();
        assert_eq!(
            error,
            DeliveryError::permanent("no mail connector is configured")
        );
        Router::all(recorder.clone())
            .deliver(&id, &testing::mail("a@b.nl"))
            .await
            .unwrap();
        assert_eq!(*recorder.0.lock().unwrap(), ["sms", "mail"]);
    }
}
