//! How things of the trust store are printed.

use std::fmt::Write as _;

use bonafide_service::trust::{CertificateView, ItemKind, ItemLine, Overview, SourceKind, State};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

/// One thing on a line.
pub(super) fn line(line: &ItemLine, state: State, as_json: bool) -> String {
    if as_json {
        return json!({
            "fingerprint": line.print.to_string(),
            "kind": line.kind.as_str(),
            "state": state.as_str(),
            "country": country(&line.country),
            "subject": line.subject,
            "serial": line.serial,
            "begins": line.begins,
            "ends": line.ends,
        })
        .to_string();
    }
    format!("{}  {:<10}  {}", line.print, state.as_str(), short(line))
}

fn country(code: &str) -> Option<&str> {
    (!code.is_empty()).then_some(code)
}

/// What it is, without its fingerprint.
pub(super) fn short(line: &ItemLine) -> String {
    let kind = match line.kind {
        ItemKind::Authority => "",
        ItemKind::Signer => "document signer ",
        ItemKind::Crl => "revocation list of ",
    };
    let until = line
        .ends
        .map_or(String::new(), |ends| format!("  until {}", day(ends)));
    format!("{kind}{}  ({}){until}", line.subject, line.serial)
}

pub(super) fn day(moment: Timestamp) -> String {
    moment.to_zoned(TimeZone::UTC).date().to_string()
}

/// Everything about one thing.
pub(super) fn text(view: &CertificateView) -> String {
    let mut text = format!("{}\n", short(&view.line));
    let mut line = |label: &str, value: &str| {
        let _ = writeln!(text, "  {label:<12} {value}");
    };
    line("fingerprint", &view.line.print.to_string());
    line("state", view.state.as_str());
    if let Some(issuer) = &view.issuer {
        line("issuer", issuer);
    }
    if let Some(key) = &view.key {
        line("key", key);
    }
    if let Some(revokes) = view.revokes {
        line("revokes", &format!("{revokes} certificates"));
    }
    for (label, moment) in [("from", view.line.begins), ("until", view.line.ends)] {
        line(
            label,
            &moment.map_or("unknown".to_owned(), |at| at.to_string()),
        );
    }
    for from in &view.provenance {
        let what = match from.kind {
            SourceKind::MasterList => format!("list signed by {}", from.signer),
            SourceKind::ByHand => "by hand".to_owned(),
            SourceKind::Directory => "directory export".to_owned(),
        };
        let signed = from
            .signed_at
            .map_or(String::new(), |at| format!(", signed {}", day(at)));
        line(
            "came from",
            &format!("{what} ({}{signed}), {} by {}", from.file, from.at, from.by),
        );
    }
    if let Some(chain) = view.chain {
        line("chain", &word(chain));
    }
    for (subject, print) in &view.issuers {
        line("", &format!("{subject}  {print}"));
    }
    if let Some(revocation) = &view.revocation {
        let state = serde_json::to_value(revocation).unwrap_or_default();
        line("revocation", state["state"].as_str().unwrap_or_default());
    }
    for deviation in &view.deviations {
        line("tolerated", &word(deviation));
    }
    if let Some((at, by, reason)) = &view.distrusted {
        line("distrusted", &format!("{at} by {by}: {reason}"));
    }
    text
}

/// A word as JSON has it, without underscores.
fn word(value: impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word.replace('_', " "),
        _ => String::new(),
    }
}

/// The lists and files in use.
pub(super) fn sources(overview: &Overview) {
    println!(
        "{} authorities of {} countries, {} document signers, {} revocation lists",
        overview.authorities,
        overview.countries.len(),
        overview.signers,
        overview.crls
    );
    for source in &overview.sources {
        let signed = source
            .signed_at
            .map_or(String::new(), |at| format!("  signed {at}"));
        let ends = source
            .expires
            .map_or(String::new(), |at| format!("  signer until {}", day(at)));
        println!(
            "{}  {}  {}{signed}{ends}  imported {} by {}",
            source.kind.as_str(),
            source.file,
            source.signer,
            source.at,
            source.by
        );
    }
}
