//! The document's chip, read by a reader of the organisation's own: a challenge for it to sign, and
//! the files that it gave. Taken only where the policy trusts the organisation with it. Whoever is
//! first, this reader or the one at the page, has read the chip; the other is told.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bonafide_emrtd::handed_over::{HandedOver, Problem};
use bonafide_identity::evidence::CaptureSource;
use bonafide_identity::id::RegistrationId;
use bonafide_identity::registration::{Event, Screen, Status};
use bonafide_store::{Conn, chip_challenges};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::idempotency::{Beginning, Claim, IdempotencyKey};
use super::{Caller, Scope};
use crate::examiner::ChipFiles;
use crate::person::lapsed;
use crate::session::Session;
use crate::submit::{Alongside, HandingOver, Loaded};
use crate::{Error, Pointer, Service};

/// How long a challenge is worth anything.
const CHALLENGE: SignedDuration = SignedDuration::from_mins(10);

/// What the chip is to sign (active authentication, ICAO Doc 9303-11, 6.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ChipChallenge {
    /// Always `chip_challenge`.
    pub object: String,
    /// Eight bytes, base64.
    #[schema(min_length = 12, max_length = 12, example = "mN8bzUqYUtQ=")]
    pub challenge: String,
    /// From when on it is worth nothing.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
}

/// What a reader gave.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct HandOverChip {
    /// Files by name, in base64: `COM`, `SOD`, `DG1`, ...
    pub files: BTreeMap<String, String>,
    /// What the chip signed, in base64.
    pub challenge: Option<String>,
    /// Its signature, in base64.
    pub signature: Option<String>,
}

impl Service {
    /// Draws a challenge for the chip of a session's document. The session's earlier one ends.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Erased`], [`Error::ChipFilesNotAccepted`],
    /// [`Error::StateConflict`], [`Error::ChipNotExpected`].
    pub async fn draw_chip_challenge(
        &self,
        caller: &Caller,
        id: &RegistrationId,
    ) -> Result<ChipChallenge, Error> {
        caller.require(Scope::SessionsWrite)?;
        let now = self.now();
        let mut tx = self.store().begin().await?;
        self.expect_foreign_chip(&mut tx, caller, id).await?;
        let challenge = self.core.random.array::<8>();
        let expires_at = now + CHALLENGE;
        let organisation = &caller.organisation;
        chip_challenges::hand_out(&mut tx, organisation, id, &challenge, now, expires_at).await?;
        tx.commit().await?;
        Ok(ChipChallenge {
            object: "chip_challenge".to_owned(),
            challenge: STANDARD.encode(challenge),
            expires_at,
        })
    }

    /// Takes what a reader of the organisation's own read. Under the same idempotency key the same
    /// answer is given again.
    ///
    /// # Errors
    /// As [`Service::draw_chip_challenge`]; [`Error::ChipFilesUnreadable`] with every problem;
    /// [`Error::ChipChallengeUnknown`] for one that was not drawn for this session, is spent or too
    /// late; those of the idempotency key. Nothing is taken or spent then.
    pub async fn hand_over_chip(
        &self,
        caller: &Caller,
        id: &RegistrationId,
        idempotency: Option<&IdempotencyKey>,
        request: HandOverChip,
    ) -> Result<Session, Error> {
        caller.require(Scope::SessionsWrite)?;
        let Some(key) = idempotency else {
            return self.take_chip(caller, id, request, None).await;
        };
        match self.begin_idempotent(caller, key).await? {
            Beginning::Replay(answer) => Ok(answer),
            Beginning::New(claim) => {
                let taken = self.take_chip(caller, id, request, Some(&claim)).await;
                if taken.is_err() {
                    self.abandon_idempotent(caller, &claim).await;
                }
                taken
            }
        }
    }

    async fn take_chip(
        &self,
        caller: &Caller,
        id: &RegistrationId,
        request: HandOverChip,
        claim: Option<&Claim<'_>>,
    ) -> Result<Session, Error> {
        let mut read = self.store().read().await?;
        let loaded = self.expect_foreign_chip(&mut read, caller, id).await?;
        // Keeping files takes a connection of its own.
        drop(read);
        let handed = self.unpacked(request).await?;
        let challenge = handed.signed.as_ref().map(|signed| signed.challenge);
        let files = ChipFiles::handed_over(handed);
        let source = CaptureSource::ForeignReader;
        let (evidence, kept) = self.keep_chip(&loaded, source, &files).await?;
        let handing = HandingOver {
            kept: &kept,
            challenge,
            request: claim.map(|claim| (caller, claim)),
        };
        let done = self
            .submit_with(
                &caller.organisation,
                id,
                &Event::ChipHandedOver { evidence },
                caller.key.as_str(),
                &Alongside::HandedOver(&handing),
            )
            .await;
        match self.unless_refused(done, kept).await {
            Ok(_) => {}
            Err(Error::Ended(status)) => return Err(Error::StateConflict(status)),
            // The person, or another reader, was faster.
            Err(Error::StepNotOpen | Error::Stale) => return Err(Error::ChipNotExpected),
            Err(error) => return Err(error),
        }
        metrics::counter!("bonafide_chips_handed_over_total", "signed" => if challenge.is_some() { "yes" } else { "no" })
            .increment(1);
        self.read_session(&mut *self.store().read().await?, caller, id, true)
            .await
    }

    /// The files themselves. Megabytes are decoded off the request path, few at once.
    async fn unpacked(&self, request: HandOverChip) -> Result<HandedOver, Error> {
        // Never closed.
        let _permit = self.core.unpacking.acquire().await;
        let unpacked = tokio::task::spawn_blocking(move || {
            let HandOverChip {
                files,
                challenge,
                signature,
            } = &request;
            HandedOver::of(files, challenge.as_deref(), signature.as_deref())
        });
        let unpacked = unpacked.await.map_err(|error| {
            tracing::error!(%error, "files of a chip were not decoded");
            Error::Inconsistent("the files of a chip")
        })?;
        unpacked.map_err(|problems| {
            let problems = problems.into_iter();
            let pointer = |one: Problem| Pointer::new(one.pointer, one.problem.to_string());
            Error::ChipFilesUnreadable(problems.map(pointer).collect())
        })
    }

    /// The caller's session, if it asks for the chip and its policy takes what others read.
    async fn expect_foreign_chip(
        &self,
        conn: &mut Conn,
        caller: &Caller,
        id: &RegistrationId,
    ) -> Result<Loaded, Error> {
        // Also says whether it is the caller's.
        self.read_session(conn, caller, id, false).await?;
        let loaded = self.load(conn, &caller.organisation, id).await?;
        let registration = &loaded.record.registration;
        let status = registration.status();
        if !loaded.policy.foreign_readers {
            return Err(Error::ChipFilesNotAccepted);
        }
        if status.is_final() {
            return Err(Error::StateConflict(status));
        }
        if lapsed(status, registration.expires_at(), self.now()) {
            return Err(Error::StateConflict(Status::Expired));
        }
        let view = registration.view(&loaded.definition, &loaded.policy);
        match view.screen {
            Screen::ReadChip { .. } => Ok(loaded),
            _ => Err(Error::ChipNotExpected),
        }
    }
}
