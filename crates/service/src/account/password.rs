//! Verifiers of passwords: Argon2id, worked out by few threads at once so that pages never wait for
//! all cores, and as slowly for names that nobody has.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use bonafide_identity::account::{Contact, Password, PasswordProblem, Rules};
use bonafide_identity::id::AccountId;
use bonafide_store::account::{self as rows, Login};
use tokio::sync::Semaphore;

use super::Problem;
use crate::{Error, Service};

/// 19 MiB and two passes: what OWASP advises.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
/// Passwords that are worked on at once.
const AT_ONCE: usize = 2;
/// Those that wait at most: some seconds' worth.
const WAITING: usize = 128;

/// Where passwords are worked on.
pub(crate) struct Hashing {
    places: Arc<Semaphore>,
    waiting: AtomicUsize,
    /// What is verified when nobody was meant: of a password that nobody knows.
    nobody: String,
}

impl Hashing {
    pub(crate) fn new(random: &dyn bonafide_store::random::Random) -> Self {
        // Any hash will do: whoever hits it is refused all the same.
        let (salt, hash) = (
            STANDARD_NO_PAD.encode(random.array::<16>()),
            STANDARD_NO_PAD.encode(random.array::<32>()),
        );
        Self {
            places: Arc::new(Semaphore::new(AT_ONCE)),
            waiting: AtomicUsize::new(0),
            nobody: format!("$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p=1${salt}${hash}"),
        }
    }

    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        let waiting = Waiting::new(&self.waiting)?;
        let place = Arc::clone(&self.places).acquire_owned().await;
        let place = place.map_err(|_| Error::Overloaded)?;
        drop(waiting);
        tokio::task::spawn_blocking(move || {
            let done = work();
            drop(place);
            done
        })
        .await
        .map_err(|_| Error::Inconsistent("a password"))
    }
}

/// Somebody who waits for a place.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn new(waiting: &'a AtomicUsize) -> Result<Self, Error> {
        let one = Self(waiting);
        match waiting.fetch_add(1, Ordering::Relaxed) {
            before if before >= WAITING => Err(Error::Overloaded),
            _ => Ok(one),
        }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

fn argon2() -> Result<Argon2<'static>, Error> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None)
        .map_err(|_| Error::Inconsistent("what a password costs"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn verifier(password: &[u8], salt: &[u8]) -> Result<String, Error> {
    let hash = argon2()?
        .hash_password_with_salt(password, salt)
        .map_err(|_| Error::Inconsistent("a password"))?;
    Ok(hash.to_string())
}

impl Service {
    /// A password that may be chosen by whom others know by `personal`.
    pub(super) fn choose(&self, text: &str, personal: &[&str]) -> Result<Password, Error> {
        let password = Password::choose(text, personal).map_err(Problem::Password)?;
        if strength(&password, personal) < self.account_rules().least_strength {
            return Err(Problem::Password(PasswordProblem::Guessable).into());
        }
        Ok(password)
    }

    /// A password that somebody chooses for an account, in which nothing of what it is known by may be.
    pub(super) async fn choose_for(
        &self,
        account: &AccountId,
        text: &str,
    ) -> Result<Password, Error> {
        let mut read = self.store().read().await?;
        let of = |plain: &[u8]| String::from_utf8_lossy(plain).into_owned();
        let user_id = of(&rows::user_id(&mut read, account).await?);
        let mail = rows::contact(&mut read, account, Contact::Mail.as_str()).await?;
        let phone = rows::contact(&mut read, account, Contact::Phone.as_str()).await?;
        drop(read);
        let [mail, phone] = [mail, phone].map(|plain| plain.map(|it| of(&it)).unwrap_or_default());
        let local = mail.split('@').next().unwrap_or_default();
        self.choose(text, &[&user_id, &mail, local, &phone])
    }

    /// Forgets wrong passwords: another was chosen.
    pub(super) async fn forget_account_misses(&self, login: &Login) -> Result<(), Error> {
        let mut read = self.store().read().await?;
        let kind = Contact::Mail.as_str();
        let mail = rows::contact_index(&mut read, &login.account, kind).await?;
        drop(read);
        for name in mail.into_iter().chain([login.user_index]) {
            self.store().forget_misses(&hex::encode(name)).await?;
        }
        Ok(())
    }

    pub(super) async fn verifier_of(&self, password: Password) -> Result<String, Error> {
        let salt = self.core.random.array::<16>();
        self.core
            .hashing
            .work(move || verifier(password.reveal().as_bytes(), &salt))
            .await?
    }

    /// Whether a password is the one; where nobody was meant, it is not, and that takes as long.
    pub(super) async fn verifies(
        &self,
        password: Password,
        verifier: Option<&str>,
    ) -> Result<bool, Error> {
        let known = verifier.is_some();
        let verifier = verifier.unwrap_or(&self.core.hashing.nobody).to_owned();
        let same = self
            .core
            .hashing
            .work(move || {
                let argon2 = argon2()?;
                let verified =
                    argon2.verify_password(password.reveal().as_bytes(), verifier.as_str());
                Ok::<_, Error>(verified.is_ok())
            })
            .await??;
        Ok(same && known)
    }

    /// The verifier of a short secret's keyed hash.
    pub(super) async fn verifier_of_keyed(&self, keyed: [u8; 32]) -> Result<String, Error> {
        let salt = self.core.random.array::<16>();
        self.core
            .hashing
            .work(move || verifier(&keyed, &salt))
            .await?
    }

    /// Whether a keyed hash is the one that a verifier is of.
    pub(super) async fn verifies_keyed(
        &self,
        keyed: &[u8; 32],
        verifier: &str,
    ) -> Result<bool, Error> {
        let (keyed, verifier) = (*keyed, verifier.to_owned());
        self.core
            .hashing
            .work(move || Ok(argon2()?.verify_password(&keyed, verifier.as_str()).is_ok()))
            .await?
    }

    pub(super) fn account_rules(&self) -> &Rules {
        &self.core.settings.account
    }
}

fn strength(password: &Password, personal: &[&str]) -> u8 {
    zxcvbn::zxcvbn(password.reveal(), personal).score().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_verified_as_slowly_as_anybody() {
        let hashing = Hashing::new(&bonafide_store::random::Seeded::new(1));
        let cost = |text: &str| {
            let params = text.split('$').nth(3).unwrap().to_owned();
            (params, text.len())
        };
        let real = verifier(b"a lamp on the harbour", &[7; 16]).unwrap();
        assert_eq!(cost(&hashing.nobody), cost(&real));
        let argon2 = argon2().unwrap();
        assert!(
            argon2
                .verify_password(b"a lamp on the harbour", real.as_str())
                .is_ok()
        );
        assert!(
            argon2
                .verify_password(b"a lamp on the harbour", hashing.nobody.as_str())
                .is_err()
        );
    }

    #[test]
    fn lists_of_passwords_are_refused() {
        let weak = |text: &str| strength(&Password::choose(text, &[]).unwrap(), &[]) < 3;
        for text in [
            "password1",
            "iloveyou2",
            "qwertyuiop",
            "12345678910",
            "Harbour1",
        ] {
            assert!(weak(text), "{text}");
        }
        assert!(!weak("a lamp on the harbour"));
    }
}
