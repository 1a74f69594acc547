//! Randomness that tests write down beforehand.

use std::{collections::VecDeque, convert::Infallible};

use rand_core::{TryCryptoRng, TryRng};

/// Gives out given bytes, each piece aligned to the end of what is asked for, zeros before it. Panics when the
/// script is over.
pub(crate) struct Script(VecDeque<Vec<u8>>);

impl Script {
    pub(crate) fn new(pieces: &[&[u8]]) -> Script {
        Script(pieces.iter().map(|piece| piece.to_vec()).collect())
    }
}

impl TryRng for Script {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        unreachable!("only bytes are asked for")
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        unreachable!("only bytes are asked for")
    }

    fn try_fill_bytes(&mut self, to: &mut [u8]) -> Result<(), Infallible> {
        let piece = self.0.pop_front().expect("the script is over");
        to.fill(0);
        let at = to.len() - piece.len();
        to[at..].copy_from_slice(&piece);
        Ok(())
    }
}

impl TryCryptoRng for Script {}
