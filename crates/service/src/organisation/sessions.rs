//! Verification sessions: opened, read, listed, cancelled and redacted by their organisation.

use std::collections::BTreeMap;

use bonafide_identity::id::{AccountId, OrganisationId, RegistrationId};
use bonafide_identity::registration::{Actor, Event, Opening, Registration, Status};
use bonafide_identity::service::Pinned;
use bonafide_store::accounts::{self, Account};
use bonafide_store::events::{self, NewEvent};
use bonafide_store::links::{self, Link};
use bonafide_store::registrations::{self, Filter, Summary};
use bonafide_store::{Conn, Tx, organisations};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use url::Url;

use super::idempotency::{Beginning, Claim, IdempotencyKey};
use super::{Caller, Page, PageRequest, Scope};
use crate::record::Record;
use crate::secret::Secret;
use crate::session::{LastError, Report, Session};
use crate::settings::is_loopback;
use crate::submit::actor;
use crate::terms::Terms;
use crate::{Error, Pointer, Service};

/// What the link of a hosted page is for.
pub(crate) const HOSTED: &str = "hosted";

const SHORTEST: SignedDuration = SignedDuration::from_mins(5);
const LONGEST: SignedDuration = SignedDuration::from_hours(30 * 24);
const REFERENCE: usize = 200;
const METADATA: usize = 20;
const METADATA_KEY: usize = 40;
const METADATA_VALUE: usize = 500;
const RETURN_URL: usize = 2000;

/// What a new session is to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CreateSession {
    /// The name of the service that it leads to, in its latest version.
    pub service: String,
    /// Where the person returns to; must be on the organisation's list.
    pub return_url: Option<String>,
    /// The organisation's own name for it, at most 200 characters.
    pub reference: Option<String>,
    /// What the organisation notes: at most 20 entries, names of at most 40 letters, digits,
    /// `_`, `.` or `-`, values of at most 500 characters.
    pub metadata: BTreeMap<String, String>,
    /// When it ends by itself: 5 minutes to 30 days from now.
    pub expires_at: Option<Timestamp>,
}

/// A new session, with what opens it.
#[derive(Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = CreatedVerificationSession)]
pub struct Created {
    /// The session.
    #[serde(flatten)]
    pub session: Session,
    /// Where to send the person: the hosted page's address, the client secret in it.
    pub url: String,
    /// The one-use secret alone, for organisations that build the address themselves.
    pub client_secret: String,
}

impl std::fmt::Debug for Created {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Created")
            .field("session", &self.session)
            .finish_non_exhaustive()
    }
}

/// Which sessions a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionFilter {
    /// In this state.
    pub status: Option<Status>,
    /// To this service.
    pub service: Option<String>,
    /// With exactly this reference.
    pub reference: Option<String>,
    /// Opened at or after.
    pub created_from: Option<Timestamp>,
    /// Opened before.
    pub created_before: Option<Timestamp>,
}

/// Who opens a session: an organisation by its key, or the installation for one.
pub(crate) struct Opener<'a> {
    pub(crate) organisation: &'a OrganisationId,
    pub(crate) livemode: bool,
    /// As the audit chain tells it.
    pub(crate) actor: &'a str,
}

impl<'a> Opener<'a> {
    fn of(caller: &'a Caller) -> Self {
        Self {
            organisation: &caller.organisation,
            livemode: caller.livemode,
            actor: caller.key.as_str(),
        }
    }
}

impl Service {
    /// Opens a session. Under the same idempotency key the same answer is given again.
    ///
    /// # Errors
    /// [`Error::Validation`], [`Error::ServiceUnknown`], [`Error::ReturnUrlNotAllowed`], and those
    /// of the idempotency key.
    pub async fn create_session(
        &self,
        caller: &Caller,
        idempotency: Option<&IdempotencyKey>,
        request: &CreateSession,
    ) -> Result<Created, Error> {
        caller.require(Scope::SessionsWrite)?;
        let Some(key) = idempotency else {
            return self.open_session(&Opener::of(caller), request, None).await;
        };
        match self.begin_idempotent(caller, key).await? {
            Beginning::Replay(answer) => Ok(answer),
            Beginning::New(claim) => {
                let opened = self
                    .open_session(&Opener::of(caller), request, Some((caller, &claim)))
                    .await;
                if opened.is_err() {
                    self.abandon_idempotent(caller, &claim).await;
                }
                opened
            }
        }
    }

    pub(crate) async fn open_session(
        &self,
        opener: &Opener<'_>,
        request: &CreateSession,
        claim: Option<(&Caller, &Claim<'_>)>,
    ) -> Result<Created, Error> {
        let now = self.now();
        validate(request, now)?;
        let mut tx = self.store().begin().await?;
        let (definition, terms) = self
            .latest_terms(&mut tx, opener.organisation, &request.service)
            .await?;
        if let Some(return_url) = &request.return_url {
            let organisation = organisations::find(&mut tx, opener.organisation).await?;
            let allowed = organisation
                .ok_or(Error::Inconsistent("an organisation"))?
                .return_urls;
            if !allowed.iter().any(|entry| is_allowed(entry, return_url)) {
                return Err(Error::ReturnUrlNotAllowed);
            }
        }
        let account = AccountId::new(now, self.random_id());
        let guest = Account {
            id: account.clone(),
            kind: "guest".to_owned(),
            created: now,
            erased_at: None,
        };
        accounts::insert(&mut tx, &guest).await?;
        let expires_at = request
            .expires_at
            .unwrap_or(now + self.settings().session_lifetime);
        let opening = Opening {
            id: RegistrationId::new(now, self.random_id()),
            organisation: opener.organisation.clone(),
            account,
            livemode: opener.livemode,
            service: &definition,
            expires_at,
        };
        let (registration, _) = Registration::open(opening, now);
        let record = Record {
            registration,
            reference: request.reference.clone(),
            metadata: request.metadata.clone(),
            terms: Some(terms.clone()),
            return_url: request.return_url.clone(),
        };
        let summary = self.insert_registration(&mut tx, &record, now).await?;
        self.write_opening(
            &mut tx,
            opener.actor,
            &summary,
            &definition.policy,
            &terms,
            now,
        )
        .await?;
        self.announce(&mut tx, &summary, &record, Status::RequiresInput, now)
            .await?;
        let secret = Secret::generate(&*self.core.random);
        let link = Link {
            organisation: opener.organisation.clone(),
            registration: summary.id.clone(),
            purpose: HOSTED.to_owned(),
            created: now,
            expires: expires_at,
            redeemed_at: None,
        };
        links::insert(&mut tx, &secret.hash(), &link).await?;
        let created = Created {
            session: session(&summary, Some(&record), true)?,
            url: self
                .settings()
                .address(&format!("verify/{}", secret.reveal())),
            client_secret: secret.reveal().to_owned(),
        };
        if let Some((caller, claim)) = claim {
            self.finish_idempotent(&mut tx, caller, claim, &created, Some(&summary.id))
                .await?;
        }
        tx.commit().await?;
        self.core.wake.webhooks.notify_one();
        metrics::counter!("bonafide_registrations_total", "status" => "requires_input")
            .increment(1);
        Ok(created)
    }

    async fn insert_registration(
        &self,
        tx: &mut Tx,
        record: &Record,
        now: Timestamp,
    ) -> Result<Summary, Error> {
        let registration = &record.registration;
        let reference_index = record
            .reference
            .as_deref()
            .map(|reference| {
                self.store()
                    .reference_index(registration.organisation(), reference)
            })
            .transpose()?;
        let mut summary = Summary {
            organisation: registration.organisation().clone(),
            id: registration.id().clone(),
            account: registration.account().clone(),
            service: registration.service().id.to_string(),
            service_version: i64::from(registration.service().version),
            livemode: registration.livemode(),
            status: String::new(),
            reference_index: reference_index.map(Vec::from),
            last_error: None,
            created: now,
            updated: now,
            expires: None,
            ended: None,
            erase_after: None,
            erased_at: None,
            version: 1,
        };
        self.describe(&mut summary, record, now);
        registrations::insert(tx, &summary, &record.encode()).await?;
        Ok(summary)
    }

    async fn write_opening(
        &self,
        tx: &mut Tx,
        actor: &str,
        summary: &Summary,
        policy: &Pinned,
        terms: &Terms,
        now: Timestamp,
    ) -> Result<(), Error> {
        let note = serde_json::json!({
            "status": summary.status, "version": 1, "service": summary.service,
            "service_version": summary.service_version, "service_sha256": terms.definition,
            "policy": policy.id, "policy_version": policy.version, "policy_sha256": terms.policy,
            "livemode": summary.livemode,
        });
        let entry = NewEvent {
            organisation: &summary.organisation,
            registration: &summary.id,
            at: now,
            kind: "opened",
            actor,
            note: Some(&note),
            payload: None,
        };
        events::append(tx, &entry).await?;
        Ok(())
    }

    /// A session with its report.
    ///
    /// # Errors
    /// [`Error::NotFound`] also for another organisation's and for the other mode's.
    pub async fn session(&self, caller: &Caller, id: &RegistrationId) -> Result<Session, Error> {
        caller.require(Scope::SessionsRead)?;
        self.read_session(&mut *self.store().read().await?, caller, id, true)
            .await
    }

    pub(crate) async fn read_session(
        &self,
        conn: &mut Conn,
        caller: &Caller,
        id: &RegistrationId,
        with_report: bool,
    ) -> Result<Session, Error> {
        let row = registrations::find(conn, &caller.organisation, id).await?;
        let row = row
            .filter(|row| row.summary.livemode == caller.livemode)
            .ok_or(Error::NotFound)?;
        of_row(&row, with_report)
    }

    /// Sessions of the caller's mode, newest first, without their reports.
    ///
    /// # Errors
    /// [`Error::Validation`], [`Error::CursorUnknown`].
    pub async fn sessions(
        &self,
        caller: &Caller,
        filter: &SessionFilter,
        page: &PageRequest,
    ) -> Result<Page<Session>, Error> {
        caller.require(Scope::SessionsRead)?;
        let limit = page.bounded()?;
        let before: Option<RegistrationId> = page.after()?;
        let reference_index = filter
            .reference
            .as_deref()
            .map(|reference| {
                self.store()
                    .reference_index(&caller.organisation, reference)
            })
            .transpose()?;
        let mut read = self.store().read().await?;
        let wanted = Filter {
            organisation: &caller.organisation,
            livemode: caller.livemode,
            status: filter.status.map(Status::as_str),
            service: filter.service.as_deref(),
            reference_index: reference_index.as_ref().map(<[u8; 32]>::as_slice),
            created_from: filter.created_from,
            created_before: filter.created_before,
            before: before.as_ref(),
            limit: limit + 1,
        };
        let sessions = registrations::list(&mut read, &wanted).await?;
        let sessions = sessions
            .iter()
            .map(|row| of_row(row, false))
            .collect::<Result<_, _>>()?;
        Ok(Page::of(sessions, limit, |session| session.id.clone()))
    }

    /// Ends a session. Doing it again changes nothing.
    ///
    /// # Errors
    /// [`Error::StateConflict`] when it has ended otherwise; [`Error::NotFound`]; [`Error::Erased`].
    pub async fn cancel_session(
        &self,
        caller: &Caller,
        id: &RegistrationId,
    ) -> Result<Session, Error> {
        caller.require(Scope::SessionsWrite)?;
        // Also says whether it is the caller's.
        self.read_session(&mut *self.store().read().await?, caller, id, false)
            .await?;
        let event = Event::Canceled {
            by: Actor::Organisation,
        };
        match self
            .submit(&caller.organisation, id, event, caller.key.as_str())
            .await
        {
            Err(Error::Ended(status)) => return Err(Error::StateConflict(status)),
            other => other?,
        };
        self.read_session(&mut *self.store().read().await?, caller, id, true)
            .await
    }

    /// Erases a session's evidence and personal data by destroying their keys; the audit
    /// skeleton stays. One that has not ended is cancelled first. Doing it again changes nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn redact_session(
        &self,
        caller: &Caller,
        id: &RegistrationId,
    ) -> Result<Session, Error> {
        caller.require(Scope::SessionsWrite)?;
        let before = self
            .read_session(&mut *self.store().read().await?, caller, id, false)
            .await?;
        if before.redacted_at.is_some() {
            return Ok(before);
        }
        if !before.status.is_final() {
            let event = Event::Canceled {
                by: Actor::Organisation,
            };
            match self
                .submit(&caller.organisation, id, event, actor(Actor::Organisation))
                .await
            {
                // It ended otherwise meanwhile, or was erased by somebody else.
                Ok(_) | Err(Error::Ended(_) | Error::Erased) => {}
                Err(error) => return Err(error),
            }
        }
        self.erase(&caller.organisation, id, caller.key.as_str())
            .await?;
        self.read_session(&mut *self.store().read().await?, caller, id, true)
            .await
    }
}

fn of_row(row: &registrations::Registration, with_report: bool) -> Result<Session, Error> {
    session(&row.summary, Record::of_row(row)?.as_ref(), with_report)
}

/// A session as its organisation sees it.
pub(crate) fn session(
    summary: &Summary,
    record: Option<&Record>,
    with_report: bool,
) -> Result<Session, Error> {
    let inconsistent = || Error::Inconsistent("a registration's columns");
    let status: Status = summary.status.parse().map_err(|_| inconsistent())?;
    let report = record
        .filter(|_| with_report)
        .and_then(|record| record.registration.report_so_far())
        .map(|report| Report::of(report, status));
    Ok(Session {
        id: summary.id.clone(),
        object: "verification_session".to_owned(),
        livemode: summary.livemode,
        status,
        service: Pinned {
            id: summary.service.parse().map_err(|_| inconsistent())?,
            version: u32::try_from(summary.service_version).map_err(|_| inconsistent())?,
        },
        reference: record.and_then(|record| record.reference.clone()),
        metadata: record
            .map(|record| record.metadata.clone())
            .unwrap_or_default(),
        return_url: record.and_then(|record| record.return_url.clone()),
        created_at: summary.created,
        updated_at: summary.updated,
        expires_at: record.map(|record| record.registration.expires_at()),
        redacted_at: summary.erased_at,
        last_error: summary
            .last_error
            .as_deref()
            .and_then(|code| code.parse().ok())
            .map(LastError::of),
        report,
    })
}

fn validate(request: &CreateSession, now: Timestamp) -> Result<(), Error> {
    let mut problems = Vec::new();
    let visible = |text: &str| !text.chars().any(char::is_control);
    if let Some(reference) = &request.reference
        && (reference.is_empty() || reference.chars().count() > REFERENCE || !visible(reference))
    {
        problems.push(Pointer::new(
            "/reference",
            format!("1 to {REFERENCE} visible characters"),
        ));
    }
    if request.metadata.len() > METADATA {
        problems.push(Pointer::new(
            "/metadata",
            format!("at most {METADATA} entries"),
        ));
    }
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte);
    for (name, value) in request.metadata.iter().take(METADATA) {
        if name.is_empty() || name.len() > METADATA_KEY || !name.bytes().all(plain) {
            problems.push(Pointer::new(
                "/metadata",
                format!("names of 1 to {METADATA_KEY} letters, digits, _ . -"),
            ));
        } else if value.chars().count() > METADATA_VALUE || !visible(value) {
            let most = format!("at most {METADATA_VALUE} visible characters");
            problems.push(Pointer::new(format!("/metadata/{name}"), most));
        }
    }
    if let Some(expires_at) = request.expires_at
        && !(now + SHORTEST..=now + LONGEST).contains(&expires_at)
    {
        problems.push(Pointer::new("/expires_at", "5 minutes to 30 days from now"));
    }
    // Others may read blanks, backslashes and letters of other scripts in an address otherwise.
    let spelt_out = |text: &str| {
        text.bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'\\')
    };
    if let Some(return_url) = &request.return_url
        && (return_url.len() > RETURN_URL || !spelt_out(return_url))
    {
        problems.push(Pointer::new(
            "/return_url",
            format!("at most {RETURN_URL} visible ASCII characters, without backslashes"),
        ));
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Error::Validation(problems))
    }
}

/// Whether an address may be returned to under an entry of the organisation's list: the same
/// scheme, host, port and path; it may carry a query of its own. A loopback entry allows every
/// port, since programs on one's own machine cannot choose theirs (RFC 8252, 7.3).
fn is_allowed(entry: &str, asked: &str) -> bool {
    let (Ok(entry), Ok(asked)) = (Url::parse(entry), Url::parse(asked)) else {
        return false;
    };
    let same_port = entry.port_or_known_default() == asked.port_or_known_default()
        || (entry.scheme() == "http" && is_loopback(&entry));
    matches!(asked.scheme(), "https" | "http")
        && entry.scheme() == asked.scheme()
        && entry.host() == asked.host()
        && same_port
        && below(entry.path(), asked.path())
        && asked.username().is_empty()
        && asked.password().is_none()
        && asked.fragment().is_none()
}

/// Whether a path is the entry's, or below an entry that ends in `/*`.
fn below(entry: &str, asked: &str) -> bool {
    match entry.strip_suffix('*') {
        Some(folder) if folder.ends_with('/') => asked.starts_with(folder),
        _ => entry == asked,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn return_addresses() {
        let entry = "https://shop.example/verified";
        for good in [
            "https://shop.example/verified",
            "https://shop.example:443/verified?order=1",
        ] {
            assert!(is_allowed(entry, good), "{good}");
        }
        for bad in [
            "http://shop.example/verified",
            "https://shop.example/verified/",
            "https://shop.example/verified/../other",
            "https://shop.example.evil.example/verified",
            "https://shop.example@evil.example/verified",
            "https://u:p@shop.example/verified",
            "https://shop.example:444/verified",
            "https://shop.example/verified#x",
            "javascript:alert(1)",
            "",
        ] {
            assert!(!is_allowed(entry, bad), "{bad}");
        }
        assert!(is_allowed(
            "http://127.0.0.1/done",
            "http://127.0.0.1:4711/done"
        ));
        assert!(!is_allowed(
            "http://10.0.0.1/done",
            "http://10.0.0.1:4711/done"
        ));
        assert!(is_allowed(
            "https://shop.example/id/*",
            "https://shop.example/id/a/b"
        ));
        assert!(!is_allowed(
            "https://shop.example/id/*",
            "https://shop.example/id/../admin"
        ));
        assert!(!is_allowed(
            "https://shop.example/id*",
            "https://shop.example/identity"
        ));
    }

    #[test]
    fn every_wrong_value_is_named() {
        let now = Timestamp::from_second(1_800_000_000).unwrap();
        let request = CreateSession {
            service: "identity-check".into(),
            return_url: Some("x".repeat(3000)),
            reference: Some(String::new()),
            metadata: BTreeMap::from([
                ("a b".into(), String::new()),
                ("ok".into(), "x".repeat(501)),
            ]),
            expires_at: Some(now),
        };
        let Err(Error::Validation(problems)) = validate(&request, now) else {
            panic!()
        };
        let pointers: Vec<&str> = problems
            .iter()
            .map(|problem| problem.pointer.as_str())
            .collect();
        assert_eq!(
            pointers,
            [
                "/reference",
                "/metadata",
                "/metadata/ok",
                "/expires_at",
                "/return_url"
            ]
        );
        assert_eq!(validate(&CreateSession::default(), now), Ok(()));
    }
}
