//! The organisation's side: what the REST API does. Every function takes the [`Caller`] whose
//! API key was presented; an organisation never sees another's rows, and a key of one mode never
//! sees the other's.

pub mod api_keys;
pub mod chip;
pub mod idempotency;
pub mod results;
pub mod samples;
pub mod services;
pub mod sessions;
pub mod webhooks;

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bonafide_identity::id::{ApiKeyId, OrganisationId};
use serde::{Deserialize, Serialize};

use crate::Error;

pub use api_keys::{ApiKey, CreateApiKey, CreatedApiKey};
pub use chip::{ChipChallenge, HandOverChip};
pub use idempotency::IdempotencyKey;
pub use samples::SampleDocument;
pub use services::ServiceLine;
pub use sessions::{CreateSession, Created, SessionFilter};
pub use webhooks::{
    CreateEndpoint, CreatedEndpoint, Delivery, EndpointSecret, MessageFilter, UpdateEndpoint,
    WebhookEndpoint, WebhookMessage,
};

/// Who calls: an organisation by one of its API keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The key that was presented.
    pub key: ApiKeyId,
    /// Whose it is.
    pub organisation: OrganisationId,
    /// The mode that it works in; it sees nothing of the other.
    pub livemode: bool,
    /// What it may do.
    pub scopes: Vec<Scope>,
}

impl Caller {
    /// # Errors
    /// [`Error::MissingScope`] when the key may not do that.
    pub fn require(&self, scope: Scope) -> Result<(), Error> {
        if self.scopes.contains(&scope) {
            Ok(())
        } else {
            Err(Error::MissingScope(scope))
        }
    }
}

/// What an API key may do. Writing does not include reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Scope {
    /// Read and list verification sessions, with their reports, and redeem result codes for them.
    SessionsRead,
    /// Open, cancel and redact verification sessions.
    SessionsWrite,
    /// Read webhook endpoints, messages and deliveries.
    WebhooksRead,
    /// Change webhook endpoints and replay messages.
    WebhooksWrite,
    /// List API keys.
    ApiKeysRead,
    /// Create and revoke API keys, with no more scopes than one's own.
    ApiKeysWrite,
    /// List services.
    ServicesRead,
    /// List clients that are given tokens.
    ClientsRead,
    /// Make and remove clients that are given tokens, and replace their secrets.
    ClientsWrite,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 9] = [
        Self::SessionsRead,
        Self::SessionsWrite,
        Self::WebhooksRead,
        Self::WebhooksWrite,
        Self::ApiKeysRead,
        Self::ApiKeysWrite,
        Self::ServicesRead,
        Self::ClientsRead,
        Self::ClientsWrite,
    ];

    /// The stable text.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SessionsRead => "verification_sessions:read",
            Self::SessionsWrite => "verification_sessions:write",
            Self::WebhooksRead => "webhooks:read",
            Self::WebhooksWrite => "webhooks:write",
            Self::ApiKeysRead => "api_keys:read",
            Self::ApiKeysWrite => "api_keys:write",
            Self::ServicesRead => "services:read",
            Self::ClientsRead => "clients:read",
            Self::ClientsWrite => "clients:write",
        }
    }
}

/// A text that names no scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a scope")]
pub struct UnknownScope;

impl FromStr for Scope {
    type Err = UnknownScope;
    fn from_str(text: &str) -> Result<Self, UnknownScope> {
        Self::ALL
            .into_iter()
            .find(|scope| scope.as_str() == text)
            .ok_or(UnknownScope)
    }
}

impl TryFrom<String> for Scope {
    type Error = UnknownScope;
    fn try_from(text: String) -> Result<Self, UnknownScope> {
        text.parse()
    }
}

impl From<Scope> for String {
    fn from(scope: Scope) -> Self {
        scope.as_str().to_owned()
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Which part of a list is asked for; lists run from the newest to the oldest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRequest {
    /// At most so many, 1 to [`PageRequest::MOST`].
    pub limit: u32,
    /// Begin after the page that gave this cursor.
    pub cursor: Option<String>,
}

impl PageRequest {
    /// The usual number.
    pub const USUAL: u32 = 20;
    /// The largest number.
    pub const MOST: u32 = 100;

    /// # Errors
    /// [`Error::Validation`] for a limit out of bounds.
    pub(crate) fn bounded(&self) -> Result<u32, Error> {
        if (1..=Self::MOST).contains(&self.limit) {
            Ok(self.limit)
        } else {
            Err(Error::Validation(vec![crate::Pointer::new(
                "/limit",
                format!("1 to {}", Self::MOST),
            )]))
        }
    }

    /// The identifier after which the page begins.
    ///
    /// # Errors
    /// [`Error::CursorUnknown`] for anything that [`Page::of`] did not write.
    pub(crate) fn after<I: FromStr>(&self) -> Result<Option<I>, Error> {
        self.cursor
            .as_deref()
            .map(|cursor| decode_cursor(cursor).ok_or(Error::CursorUnknown))
            .transpose()
    }
}

impl Default for PageRequest {
    fn default() -> Self {
        Self {
            limit: Self::USUAL,
            cursor: None,
        }
    }
}

/// Part of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Page<T> {
    /// The items, newest first.
    pub data: Vec<T>,
    /// Ask with this cursor for what follows; `null` at the end.
    pub next_cursor: Option<String>,
}

impl<T> Page<T> {
    /// A page of at most `limit` of `rows`, of which one more than that was asked for.
    pub(crate) fn of<I: fmt::Display>(mut data: Vec<T>, limit: u32, id: impl Fn(&T) -> I) -> Self {
        let limit = limit as usize;
        let more = data.len() > limit;
        data.truncate(limit);
        let next_cursor = data
            .last()
            .filter(|_| more)
            .map(|last| URL_SAFE_NO_PAD.encode(id(last).to_string()));
        Self { data, next_cursor }
    }
}

fn decode_cursor<I: FromStr>(cursor: &str) -> Option<I> {
    if cursor.len() > 64 {
        return None;
    }
    String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?)
        .ok()?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use bonafide_identity::id::RegistrationId;
    use jiff::Timestamp;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn scopes_round_trip() {
        for scope in Scope::ALL {
            assert_eq!(scope.as_str().parse(), Ok(scope));
        }
        assert_eq!("everything".parse::<Scope>(), Err(UnknownScope));
    }

    #[test]
    fn a_cursor_is_given_only_when_more_follows() {
        let ids: Vec<RegistrationId> = (0..3)
            .map(|n| RegistrationId::new(Timestamp::UNIX_EPOCH, [n; 10]))
            .collect();
        assert_eq!(Page::of(ids.clone(), 3, Clone::clone).next_cursor, None);
        let page = Page::of(ids.clone(), 2, Clone::clone);
        assert_eq!(page.data.len(), 2);
        let request = PageRequest {
            limit: 2,
            cursor: page.next_cursor,
        };
        assert_eq!(
            request.after::<RegistrationId>().unwrap().as_ref(),
            Some(&ids[1])
        );
    }

    proptest! {
        #[test]
        fn no_text_is_a_cursor_by_chance(text: String) {
            let request = PageRequest { limit: 1, cursor: Some(text) };
            prop_assert_eq!(request.after::<RegistrationId>(), Err(Error::CursorUnknown));
        }
    }
}
