//! Lists of passwords that became known elsewhere (NIST SP 800-63B-4, section 3.1.1.2; OWASP ASVS 5.0, 6.2.12).

/// A list that can be asked. Asking reads a file, so it is not for a thread that answers pages.
pub trait BreachedPasswords: Send + Sync {
    /// Whether a password is on it, by the SHA-1 of its UTF-8 text: what such lists are made of. It protects
    /// nothing here, and is not kept.
    ///
    /// # Errors
    /// Why nobody knows. It is never to be taken for a no.
    fn knows(&self, sha1: &[u8; 20]) -> Result<bool, ListUnread>;
}

/// The list gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum ListUnread {
    /// Reading it failed.
    #[error("the list of breached passwords cannot be read: {0}")]
    Io(#[from] std::io::Error),
    /// A line that is not a hash, with or without `:` and a count, or that is out of order.
    #[error("the list of breached passwords is not one of sorted SHA-1 hashes at byte {at}")]
    Malformed {
        /// Where, from the beginning of the file.
        at: u64,
    },
}
