//! Logs: one event a line to standard error, JSON or for the eye, without personal data.
//!
//! Code that logs must not hand over anything personal; as a second line of defence every text
//! passes [`scrub`], and libraries are heard only when they warn.

use std::fmt::{self, Write as _};
use std::io::Write as _;

use jiff::Timestamp;
use serde_json::{Map, Value};
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber, span};
use tracing_subscriber::filter::{EnvFilter, LevelFilter};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};
use tracing_subscriber::registry::LookupSpan;

use crate::config::{LogFormat, LoggingSection};

mod scrub;

pub(crate) use scrub::scrub;

/// Logs from now on. Panics are logged as well, without what they say beyond their place.
pub(crate) fn start(section: &LoggingSection, clock: fn() -> Timestamp) {
    let subscriber = tracing_subscriber::registry()
        .with(filter(section))
        .with(Lines {
            format: section.format,
            clock,
        });
    // A second call in one process keeps the first subscriber.
    let _ = tracing::subscriber::set_global_default(subscriber);
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        tracing::error!(place, "a bug: the program panicked");
    }));
}

fn filter(section: &LoggingSection) -> EnvFilter {
    let own = LevelFilter::from_level(section.level.into());
    EnvFilter::new(format!("warn,bonafide={own}"))
}

impl From<crate::config::LogLevel> for Level {
    fn from(level: crate::config::LogLevel) -> Self {
        match level {
            crate::config::LogLevel::Error => Self::ERROR,
            crate::config::LogLevel::Warn => Self::WARN,
            crate::config::LogLevel::Info => Self::INFO,
            crate::config::LogLevel::Debug => Self::DEBUG,
            crate::config::LogLevel::Trace => Self::TRACE,
        }
    }
}

/// Writes events as lines.
struct Lines {
    format: LogFormat,
    clock: fn() -> Timestamp,
}

/// The fields of a span, kept beside it.
struct Fields(Map<String, Value>);

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Lines {
    fn on_new_span(
        &self,
        attributes: &span::Attributes<'_>,
        id: &span::Id,
        context: Context<'_, S>,
    ) {
        let mut fields = Map::new();
        attributes.record(&mut Collect(&mut fields));
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(Fields(fields));
        }
    }

    fn on_record(&self, id: &span::Id, values: &span::Record<'_>, context: Context<'_, S>) {
        if let Some(span) = context.span(id)
            && let Some(fields) = span.extensions_mut().get_mut::<Fields>()
        {
            values.record(&mut Collect(&mut fields.0));
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut fields = Map::new();
        for span in context
            .event_scope(event)
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .iter()
            .rev()
        {
            if let Some(outer) = span.extensions().get::<Fields>() {
                fields.extend(outer.0.clone());
            }
        }
        event.record(&mut Collect(&mut fields));
        let message = fields.remove("message").unwrap_or_default();
        let metadata = event.metadata();
        let line = match self.format {
            LogFormat::Json => {
                let mut line = Map::new();
                line.insert("time".to_owned(), (self.clock)().to_string().into());
                line.insert(
                    "level".to_owned(),
                    metadata.level().as_str().to_lowercase().into(),
                );
                line.insert("target".to_owned(), metadata.target().into());
                line.insert("message".to_owned(), message);
                line.insert("fields".to_owned(), Value::Object(fields));
                Value::Object(line).to_string()
            }
            LogFormat::Text => {
                let mut line = format!("{:5} {}", metadata.level(), plain(&message));
                for (name, value) in &fields {
                    let _ = write!(line, " {name}={}", plain(value));
                }
                line
            }
        };
        // There is nobody to tell that telling failed.
        let _ = writeln!(std::io::stderr().lock(), "{line}");
    }
}

fn plain(value: &Value) -> String {
    match value {
        // A line break would begin a line that nobody wrote.
        Value::String(text) => text.replace(['\n', '\r'], " "),
        other => other.to_string(),
    }
}

/// Collects fields, every text scrubbed.
struct Collect<'a>(&'a mut Map<String, Value>);

impl Collect<'_> {
    fn put(&mut self, field: &Field, value: Value) {
        self.0.insert(field.name().to_owned(), value);
    }
}

impl Visit for Collect<'_> {
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.put(field, value.into());
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.put(field, value.into());
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.put(field, value.into());
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.put(field, value.into());
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.put(field, scrub(value).into());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.put(field, scrub(&format!("{value:?}")).into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libraries_are_heard_only_when_they_warn() {
        let filter = filter(&LoggingSection::default()).to_string();
        assert!(
            filter.contains("bonafide=info") && filter.contains("warn"),
            "{filter}"
        );
    }

    #[test]
    fn a_text_line_stays_one_line() {
        assert_eq!(plain(&Value::String("a\nb".to_owned())), "a b");
    }
}
