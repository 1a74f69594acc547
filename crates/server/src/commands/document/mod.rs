//! `bonafide document`: judging photographs of documents.

pub(crate) mod check;
pub(crate) mod photographs;
