//! Verifiers of passwords: Argon2id, worked out by few threads at once so that pages never wait for
//! all cores, and as slowly for names that nobody has.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;

use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use aws_lc_rs::digest::SHA1_FOR_LEGACY_USE_ONLY;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use bonafide_identity::account::{Contact, Password, PasswordProblem, Rules};
use bonafide_identity::id::AccountId;
use bonafide_store::account::{self as rows, Login};
use tokio::sync::oneshot;

use super::Problem;
use crate::{Error, Service};

/// 19 MiB and two passes: what OWASP advises.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
/// Passwords that are worked on at once.
const AT_ONCE: usize = 2;
/// Those that wait or are worked on at most: some seconds' worth.
const WAITING: usize = 128;

/// Where passwords are worked on: on threads of their own, since what each of them once took it keeps.
pub(crate) struct Hashing {
    work: mpsc::Sender<Work>,
    waiting: Arc<AtomicUsize>,
    /// What is verified when nobody was meant: of a password that nobody knows.
    nobody: String,
}

type Work = Box<dyn FnOnce() + Send>;

impl Hashing {
    pub(crate) fn new(random: &dyn bonafide_store::random::Random) -> Self {
        // Any hash will do: whoever hits it is refused all the same.
        let (salt, hash) = (
            STANDARD_NO_PAD.encode(random.array::<16>()),
            STANDARD_NO_PAD.encode(random.array::<32>()),
        );
        let (work, queue) = mpsc::channel();
        let queue = Arc::new(Mutex::new(queue));
        for _ in 0..AT_ONCE {
            let queue = Arc::clone(&queue);
            thread::spawn(move || work_on(&queue));
        }
        Self {
            work,
            waiting: Arc::default(),
            nobody: format!("$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p=1${salt}${hash}"),
        }
    }

    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        let waiting = Waiting::new(&self.waiting)?;
        let (tell, told) = oneshot::channel();
        let work = Box::new(move || {
            // Whoever asked may have gone away: they no longer take a place once it is their turn, and no time.
            if !tell.is_closed() {
                let _ = tell.send(work());
            }
            drop(waiting);
        });
        let failed = || Error::Inconsistent("a password");
        self.work.send(work).map_err(|_| failed())?;
        told.await.map_err(|_| failed())
    }
}

/// Works until nobody can ask any more.
fn work_on(queue: &Mutex<mpsc::Receiver<Work>>) {
    loop {
        let next = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(work) = next else { return };
        // Whoever asked is told by what they wait for.
        let _ = catch_unwind(AssertUnwindSafe(work));
    }
}

/// Somebody who waits.
struct Waiting(Arc<AtomicUsize>);

impl Waiting {
    fn new(waiting: &Arc<AtomicUsize>) -> Result<Self, Error> {
        let one = Self(Arc::clone(waiting));
        match waiting.fetch_add(1, Ordering::Relaxed) {
            before if before >= WAITING => Err(Error::Overloaded),
            _ => Ok(one),
        }
    }
}

impl Drop for Waiting {
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
    pub(super) async fn choose(&self, text: &str, personal: &[&str]) -> Result<Password, Error> {
        let password = Password::choose(text, personal).map_err(Problem::Password)?;
        let (_, problem) = self.weigh(&password, personal).await?;
        match problem {
            None => Ok(password),
            Some(problem) => Err(Problem::Password(problem).into()),
        }
    }

    /// How strong a password is that somebody is about to choose, from 0 (guessed at once) to 4, and why it
    /// may not be chosen, if so. `personal` is what they typed beside it.
    ///
    /// # Errors
    /// [`Error::Overloaded`].
    pub async fn password_strength(
        &self,
        text: &str,
        personal: &[&str],
    ) -> Result<(u8, Option<PasswordProblem>), Error> {
        match Password::choose(text, personal) {
            Ok(password) => self.weigh(&password, personal).await,
            Err(problem) => Ok((0, Some(problem))),
        }
    }

    /// Its strength, and what speaks against it.
    async fn weigh(
        &self,
        password: &Password,
        personal: &[&str],
    ) -> Result<(u8, Option<PasswordProblem>), Error> {
        if password.holds(&self.context_words()) {
            return Ok((0, Some(PasswordProblem::Context)));
        }
        let (password, core) = (password.clone(), Arc::clone(&self.core));
        let personal: Vec<String> = personal.iter().map(|it| (*it).to_owned()).collect();
        let least = self.account_rules().least_strength;
        self.core
            .hashing
            .work(move || {
                let personal: Vec<&str> = personal.iter().map(String::as_str).collect();
                let strength = strength(&password, &personal);
                if strength < least {
                    return Ok((strength, Some(PasswordProblem::Guessable)));
                }
                let Some(list) = &core.breached_passwords else {
                    return Ok((strength, None));
                };
                match list.knows(&sha1(&password)) {
                    Ok(true) => Ok((0, Some(PasswordProblem::Breached))),
                    Ok(false) => Ok((strength, None)),
                    Err(error) => {
                        tracing::error!(%error, "passwords cannot be chosen");
                        Err(Error::Inconsistent("the list of breached passwords"))
                    }
                }
            })
            .await?
    }

    /// Words that whoever guesses at this installation tries first (OWASP ASVS 5.0, 6.1.2).
    fn context_words(&self) -> Vec<&str> {
        let settings = self.settings();
        let host = settings.external_url.host_str().unwrap_or_default();
        // An address is no word, and neither is the end of a name, such as `com`.
        let labels = host.split('.').filter(|label| label.len() >= 4);
        let own = settings.refused_words.iter().map(String::as_str);
        ["bonafide"].into_iter().chain(labels).chain(own).collect()
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
        self.choose(text, &[&user_id, &mail, local, &phone]).await
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

/// As lists of breached passwords have it; nothing here rests on that hash.
fn sha1(password: &Password) -> [u8; 20] {
    let text = password.reveal().as_bytes();
    let hash = aws_lc_rs::digest::digest(&SHA1_FOR_LEGACY_USE_ONLY, text);
    hash.as_ref().try_into().unwrap_or_default()
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

    #[tokio::test]
    async fn no_more_wait_than_are_counted() {
        let hashing = Hashing::new(&bonafide_store::random::Seeded::new(1));
        let (hold, held) = mpsc::channel::<()>();
        let held = Arc::new(Mutex::new(held));
        let (begin, begun) = mpsc::channel::<()>();
        let mut asked = Vec::new();
        for _ in 0..WAITING {
            let (held, begin) = (Arc::clone(&held), begin.clone());
            let mut one = Box::pin(hashing.work(move || {
                begin.send(()).unwrap();
                let _ = held.lock().unwrap().recv();
            }));
            assert!(futures::poll!(&mut one).is_pending());
            asked.push(one);
        }
        assert!(matches!(hashing.work(|| ()).await, Err(Error::Overloaded)));
        // All threads have their hands full, so that it is nobody's turn.
        for _ in 0..AT_ONCE {
            begun.recv().unwrap();
        }
        // Whoever goes away keeps the place until it is their turn: nobody gets more by asking and leaving.
        drop(asked);
        assert!(matches!(hashing.work(|| ()).await, Err(Error::Overloaded)));
        drop(hold);
        while hashing.work(|| ()).await.is_err() {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    }

    #[tokio::test]
    async fn who_panics_takes_nobody_along() {
        let hashing = Hashing::new(&bonafide_store::random::Seeded::new(1));
        for _ in 0..2 * AT_ONCE {
            assert!(hashing.work(|| panic!("on purpose")).await.is_err());
        }
        assert!(matches!(hashing.work(|| 7).await, Ok(7)));
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
