//! The reader's side against the virtual passport, in process.

mod access;
mod between;
mod common;
mod faults;
mod issued;
mod lengths;
mod proof;
mod quirks;
mod trips;
