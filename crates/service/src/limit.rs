//! How often doors may be knocked at: counted in memory, before anything is read or compared. It
//! keeps one caller from taking everybody's time; what protects secrets is counted durably.
//!
//! A generic cell rate algorithm: one moment for each caller, up to which the caller's time is
//! used up. A whole minute's worth may come at once, as when a class sits down at the same time.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use crate::{Error, Service};

/// Callers that are remembered; 24 bytes each. Of more, those are forgotten that asked least.
const CALLERS: usize = 65_536;
/// A minute, in microseconds.
const MINUTE: i64 = 60_000_000;

/// Passkey ceremonies that may be begun within a minute, by everybody together.
const CEREMONIES: u32 = 6_000;

/// API keys that are none, from one address within a minute: more than any mistake makes.
const WRONG_API_KEYS: u32 = 60;

/// Clients that do not prove themselves, from one address within a minute.
const WRONG_CLIENTS: u32 = 120;

/// Codes of devices typed at one address within a minute.
const DEVICE_CODES: u32 = 30;
/// Passwords at one address within a minute that somebody is told the strength of.
const PASSWORD_STRENGTHS: u32 = 240;

/// What may be asked for within a minute. Those of addresses are shared by everybody behind one,
/// such as an office or a telephone network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    /// Requests with one API key.
    pub api_key: u32,
    /// Requests of one OAuth client.
    pub client: u32,
    /// Pages and forms of one person's browser.
    pub browser: u32,
    /// Photographs of one person's browser.
    pub browser_uploads: u32,
    /// Numbers entered at one hand-over.
    pub handover_numbers: u32,
    /// Links opened from one address.
    pub address_links: u32,
    /// Photographs from one address.
    pub address_uploads: u32,
}

impl Default for Rates {
    fn default() -> Self {
        Self {
            api_key: 6_000,
            client: 60_000,
            browser: 600,
            browser_uploads: 30,
            handover_numbers: 20,
            address_links: 3_000,
            address_uploads: 3_000,
        }
    }
}

/// A door, and who knocks.
#[derive(Clone, Copy, Debug)]
pub enum Knock<'a> {
    /// A request with this API key.
    ApiKey(&'a str),
    /// A request of the browser with this cookie.
    Browser(&'a str),
    /// A photograph of the browser with this cookie.
    BrowserUpload(&'a str),
    /// A number for the hand-over behind this link.
    HandoverNumber(&'a str),
    /// A link opened from this address.
    AddressLink(IpAddr),
    /// A photograph from this address.
    AddressUpload(IpAddr),
    /// A passkey ceremony, whoever begins it.
    Ceremony,
    /// An API key that is none, from this address.
    WrongApiKey(IpAddr),
    /// A request of the client of this name, which has proved itself.
    Client(&'a str),
    /// A client that did not prove itself, from this address.
    WrongClient(IpAddr),
    /// A device's code, typed at this address.
    DeviceCode(IpAddr),
    /// A password that is being chosen at this address.
    PasswordStrength(IpAddr),
}

impl Knock<'_> {
    fn rate(self, rates: &Rates) -> u32 {
        match self {
            Self::ApiKey(_) => rates.api_key,
            Self::Browser(_) => rates.browser,
            Self::BrowserUpload(_) => rates.browser_uploads,
            Self::HandoverNumber(_) => rates.handover_numbers,
            Self::AddressLink(_) => rates.address_links,
            Self::AddressUpload(_) => rates.address_uploads,
            Self::Ceremony => CEREMONIES,
            Self::WrongApiKey(_) => WRONG_API_KEYS,
            Self::Client(_) => rates.client,
            Self::WrongClient(_) => WRONG_CLIENTS,
            Self::DeviceCode(_) => DEVICE_CODES,
            Self::PasswordStrength(_) => PASSWORD_STRENGTHS,
        }
    }

    /// The door's name in metrics.
    fn door(self) -> &'static str {
        match self {
            Self::ApiKey(_) => "api_key",
            Self::Browser(_) => "browser",
            Self::BrowserUpload(_) => "browser_uploads",
            Self::HandoverNumber(_) => "handover_numbers",
            Self::AddressLink(_) => "address_links",
            Self::AddressUpload(_) => "address_uploads",
            Self::Ceremony => "ceremonies",
            Self::WrongApiKey(_) => "wrong_api_keys",
            Self::Client(_) => "clients",
            Self::WrongClient(_) => "wrong_clients",
            Self::DeviceCode(_) => "device_codes",
            Self::PasswordStrength(_) => "password_strengths",
        }
    }

    /// By what the caller is remembered: no secret and no address.
    fn caller(self) -> Caller {
        let (door, who) = match self {
            Self::ApiKey(who) => (0, who.as_bytes().to_vec()),
            Self::Browser(who) => (1, who.as_bytes().to_vec()),
            Self::BrowserUpload(who) => (2, who.as_bytes().to_vec()),
            Self::HandoverNumber(who) => (3, who.as_bytes().to_vec()),
            Self::AddressLink(who) => (4, network(who)),
            Self::AddressUpload(who) => (5, network(who)),
            Self::Ceremony => (6, Vec::new()),
            Self::WrongApiKey(who) => (7, network(who)),
            Self::Client(who) => (8, who.as_bytes().to_vec()),
            Self::WrongClient(who) => (9, network(who)),
            Self::DeviceCode(who) => (10, network(who)),
            Self::PasswordStrength(who) => (11, network(who)),
        };
        let hash = Sha256::new()
            .chain_update([door])
            .chain_update(who)
            .finalize();
        hash[..16].try_into().expect("a hash has 32 bytes")
    }
}

/// What one subscriber is given: an IPv4 address, or the first half of an IPv6 address.
pub(crate) fn network(address: IpAddr) -> Vec<u8> {
    match address.to_canonical() {
        IpAddr::V4(address) => address.octets().to_vec(),
        IpAddr::V6(address) => address.octets()[..8].to_vec(),
    }
}

type Caller = [u8; 16];

/// What is remembered.
#[derive(Default)]
pub(crate) struct Limiter {
    /// Up to when a caller's time is used up, in microseconds.
    used_until: Mutex<HashMap<Caller, i64>>,
}

impl Limiter {
    /// # Errors
    /// How long to wait.
    fn admit(&self, caller: Caller, rate: u32, now: Timestamp) -> Result<(), Duration> {
        let now = now.as_microsecond();
        let mut callers = self.callers();
        let used = used(&callers, caller, now);
        let next = next(used, rate, now).inspect_err(|_| {
            callers.insert(caller, used);
        })?;
        if callers.len() >= CALLERS && !callers.contains_key(&caller) {
            forget(&mut callers, now);
        }
        callers.insert(caller, next);
        Ok(())
    }

    fn callers(&self) -> MutexGuard<'_, HashMap<Caller, i64>> {
        self.used_until
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Up to when a caller's time is used up. No clock that is set back makes anybody wait for longer
/// than a minute.
fn used(callers: &HashMap<Caller, i64>, caller: Caller, now: i64) -> i64 {
    callers
        .get(&caller)
        .map_or(now, |used| (*used).clamp(now, now + MINUTE))
}

/// The same after one request more.
///
/// # Errors
/// How long to wait.
fn next(used: i64, rate: u32, now: i64) -> Result<i64, Duration> {
    let next = used + (MINUTE / i64::from(rate.max(1))).max(1);
    let wait = next - now - MINUTE;
    if wait > 0 {
        return Err(Duration::from_micros(u64::try_from(wait).unwrap_or(0)));
    }
    Ok(next)
}

/// Makes room: whoever's time is not used up is as good as new, and then the lesser half.
fn forget(callers: &mut HashMap<Caller, i64>, now: i64) {
    callers.retain(|_, used| *used > now);
    if callers.len() > CALLERS / 2 {
        let mut moments: Vec<i64> = callers.values().copied().collect();
        let middle = moments.len() / 2;
        let middle = *moments.select_nth_unstable(middle).1;
        callers.retain(|_, used| *used > middle);
    }
}

impl Service {
    /// Whether a caller may go on, as far as the number of its requests is concerned.
    ///
    /// # Errors
    /// [`Error::RateLimited`]
    pub fn knock(&self, knock: Knock<'_>) -> Result<(), Error> {
        let rate = knock.rate(&self.settings().rates);
        let admitted = self.core.limiter.admit(knock.caller(), rate, self.now());
        admitted.map_err(|wait| {
            metrics::counter!("bonafide_rate_limited_total", "door" => knock.door()).increment(1);
            Error::RateLimited(wait)
        })
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use proptest::prelude::*;

    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_secs(seconds)
    }

    #[test]
    fn a_minutes_worth_at_once_then_at_its_pace() {
        let limiter = Limiter::default();
        let admit = |seconds| limiter.admit([1; 16], 60, at(seconds));
        assert!((0..60).all(|_| admit(0).is_ok()));
        assert_eq!(admit(0), Err(Duration::from_secs(1)));
        assert_eq!(admit(1), Ok(()), "the wait was told rightly");
        assert_eq!(admit(1), Err(Duration::from_secs(1)));
        assert!(limiter.admit([2; 16], 60, at(1)).is_ok(), "others go on");
        assert!((0..60).all(|_| admit(61).is_ok()), "all is forgiven");
    }

    #[test]
    fn a_clock_set_back_locks_nobody_out() {
        let limiter = Limiter::default();
        limiter.admit([1; 16], 2, at(1_000_000)).unwrap();
        limiter.admit([1; 16], 2, at(1_000_000)).unwrap();
        let wait = limiter.admit([1; 16], 2, at(0)).unwrap_err();
        assert!(wait <= Duration::from_secs(60));
        assert!(limiter.admit([1; 16], 2, at(60)).is_ok());
    }

    #[test]
    fn memory_is_bounded_and_the_busiest_are_remembered() {
        let limiter = Limiter::default();
        for _ in 0..10 {
            limiter.admit([0xff; 16], 10, at(0)).unwrap();
        }
        for n in 0..3 * CALLERS as u128 {
            limiter.admit(n.to_be_bytes(), 10, at(0)).unwrap();
        }
        assert!(limiter.used_until.lock().unwrap().len() <= CALLERS);
        assert!(limiter.admit([0xff; 16], 10, at(0)).is_err());
    }

    #[test]
    fn callers_are_told_apart_and_hidden() {
        let v4: IpAddr = "192.0.2.7".parse().unwrap();
        let mapped: IpAddr = "::ffff:192.0.2.7".parse().unwrap();
        let (a, b, c): (IpAddr, IpAddr, IpAddr) = (
            "2001:db8::1".parse().unwrap(),
            "2001:db8::2".parse().unwrap(),
            "2001:db8:0:1::1".parse().unwrap(),
        );
        let caller = |address| Knock::AddressLink(address).caller();
        assert_eq!(caller(v4), caller(mapped));
        assert_eq!(caller(a), caller(b));
        assert_ne!(caller(a), caller(c));
        assert_ne!(caller(v4), Knock::AddressUpload(v4).caller());
        assert_ne!(Knock::Browser("x").caller(), Knock::ApiKey("x").caller());
    }

    proptest! {
        #[test]
        fn never_more_than_two_minutes_worth_in_a_minute(
            rate in 1_u32..100,
            steps in proptest::collection::vec(0_i64..3_000, 1..400),
        ) {
            let limiter = Limiter::default();
            let (mut now, mut admitted) = (Timestamp::UNIX_EPOCH, Vec::new());
            for step in steps {
                now += SignedDuration::from_millis(step);
                match limiter.admit([1; 16], rate, now) {
                    Ok(()) => admitted.push(now),
                    Err(wait) => {
                        let then = now + SignedDuration::try_from(wait).unwrap();
                        prop_assert!(wait <= Duration::from_secs(60));
                        let copy = Limiter::default();
                        *copy.used_until.lock().unwrap() = limiter.used_until.lock().unwrap().clone();
                        prop_assert!(copy.admit([1; 16], rate, then).is_ok());
                    }
                }
            }
            for first in &admitted {
                let within = admitted.iter().filter(|at| *at >= first && **at < *first + SignedDuration::from_mins(1));
                prop_assert!(within.count() <= 2 * rate as usize);
            }
        }
    }
}
