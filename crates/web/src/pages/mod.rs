//! The pages, one folder per audience: handler, template.

pub(crate) mod enrol;
pub(crate) mod help;
pub(crate) mod home;
pub(crate) mod mailbox;
pub(crate) mod moderate;
pub(crate) mod reference;

#[cfg(test)]
pub(crate) mod lint;
