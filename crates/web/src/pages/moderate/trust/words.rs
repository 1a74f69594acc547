//! What the trust store's words are called in a language.

use bonafide_service::trust::{ChainStatus, ItemKind, Revocation, SourceKind, State, Why};

use crate::texts::Say;

pub(super) fn kind(kind: ItemKind, say: Say) -> String {
    say.say(match kind {
        ItemKind::Authority => "moderate-trust-kind-authority",
        ItemKind::Signer => "moderate-trust-kind-signer",
        ItemKind::Crl => "moderate-trust-kind-crl",
    })
}

pub(super) fn state(state: State, say: Say) -> String {
    say.say(match state {
        State::Valid => "moderate-trust-state-valid",
        State::Ending => "moderate-trust-state-ending",
        State::Ended => "moderate-trust-state-ended",
        State::Distrusted => "moderate-trust-state-distrusted",
    })
}

pub(super) fn state_class(state: State) -> &'static str {
    match state {
        State::Valid => "tag-pass",
        State::Ending => "tag-warn",
        State::Ended | State::Distrusted => "tag-fail",
    }
}

pub(super) fn source(kind: SourceKind, say: Say) -> String {
    say.say(match kind {
        SourceKind::MasterList => "moderate-trust-source-list",
        SourceKind::ByHand => "moderate-trust-source-hand",
        SourceKind::Directory => "moderate-trust-source-directory",
    })
}

/// An operator's name, or the command line.
pub(super) fn who(by: &str, say: Say) -> String {
    match by {
        "command-line" => say.say("moderate-trust-command-line"),
        name => name.to_owned(),
    }
}

pub(super) fn chain(status: ChainStatus, say: Say) -> String {
    say.say(match status {
        ChainStatus::Trusted => "moderate-trust-chain-trusted",
        ChainStatus::UnknownIssuer => "moderate-trust-chain-unknown",
        ChainStatus::SignatureInvalid => "moderate-trust-chain-not-signed",
        ChainStatus::Distrusted => "moderate-trust-chain-distrusted",
        ChainStatus::Revoked => "moderate-trust-chain-revoked",
        ChainStatus::Expired => "moderate-trust-chain-expired",
        ChainStatus::NotYetValid => "moderate-trust-chain-early",
        ChainStatus::NotAuthorised => "moderate-trust-chain-unauthorised",
        ChainStatus::RevocationUnknown => "moderate-trust-revocation-unknown",
    })
}

pub(super) fn revocation(revocation: &Revocation, say: Say) -> String {
    say.say(match revocation {
        Revocation::Unknown => "moderate-trust-revocation-unknown",
        Revocation::Stale { .. } => "moderate-trust-revocation-stale",
        Revocation::Good { .. } => "moderate-trust-revocation-good",
        Revocation::Revoked { .. } => "moderate-trust-chain-revoked",
    })
}

/// A deviation by the name that the documentation explains.
pub(super) fn deviation(deviation: &impl serde::Serialize) -> String {
    match serde_json::to_value(deviation) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

pub(super) fn why(why: &Why, say: Say) -> String {
    say.say(match why {
        Why::Unpinned { .. } => "moderate-trust-why-unpinned",
        Why::ListSignature(_) => "moderate-trust-why-signature",
        Why::SignerDistrusted => "moderate-trust-why-distrusted",
        Why::SignerRevoked => "moderate-trust-why-revoked",
        Why::NotAListSigner => "moderate-trust-why-not-list-signer",
        Why::SignedInTheFuture => "moderate-trust-why-future",
        Why::Older | Why::CrlOlder => "moderate-trust-why-older",
        Why::Unreadable(_) => "moderate-trust-why-unreadable",
        Why::NotAnAuthority => "moderate-trust-why-not-authority",
        Why::CrlUnsigned => "moderate-trust-why-crl-unsigned",
    })
}
