//! The examiner on passports with a chip, issued here and read in process, with real faces.

mod copies;
mod files;
mod issuers;
mod portraits;
mod support;
