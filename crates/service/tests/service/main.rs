//! The use cases on real databases: SQLite always, PostgreSQL wherever it is installed.

mod accounts;
mod chip;
mod demo;
mod documents;
mod faces;
mod fences;
mod film;
mod foreign_chip;
mod grants;
mod handover;
mod idempotency;
mod journey;
mod kept;
mod lost;
mod oidc;
mod operators;
mod organisation;
mod person;
mod redaction;
mod review;
mod step_up;
mod terms;
mod trust;
mod webhooks;
mod work;
mod world;
