//! What a device runs on, as far as its browser says so.

use serde::{Deserialize, Serialize};

/// What a device runs on. Anybody can say anything: it names devices in lists and decides nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum System {
    /// Android.
    Android,
    /// iPhone, iPad.
    Ios,
    /// Windows.
    Windows,
    /// macOS.
    Mac,
    /// Linux and `ChromeOS`.
    Linux,
    /// Anything else.
    #[default]
    Other,
}

impl System {
    /// Every system.
    pub const ALL: [Self; 6] = [
        Self::Android,
        Self::Ios,
        Self::Windows,
        Self::Mac,
        Self::Linux,
        Self::Other,
    ];

    /// By a browser's `User-Agent` (RFC 9110, 10.1.5).
    #[must_use]
    pub fn of_user_agent(text: &str) -> Self {
        // In this order: Android names Linux as well, iOS names Mac OS X.
        for (word, system) in [
            ("Android", Self::Android),
            ("iPhone", Self::Ios),
            ("iPad", Self::Ios),
            ("Windows", Self::Windows),
            ("Macintosh", Self::Mac),
            ("CrOS", Self::Linux),
            ("Linux", Self::Linux),
        ] {
            if text.contains(word) {
                return system;
            }
        }
        Self::Other
    }

    /// The word for it in rows and texts.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Android => "android",
            Self::Ios => "ios",
            Self::Windows => "windows",
            Self::Mac => "mac",
            Self::Linux => "linux",
            Self::Other => "other",
        }
    }

    /// The system that a row names.
    #[must_use]
    pub fn from_word(word: &str) -> Self {
        let found = Self::ALL.into_iter().find(|system| system.as_str() == word);
        found.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_say_what_they_run_on() {
        for (text, system) in [
            (
                "Mozilla/5.0 (Linux; Android 14; Pixel 8) Chrome/130",
                System::Android,
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X)",
                System::Ios,
            ),
            ("Mozilla/5.0 (Windows NT 10.0; Win64; x64)", System::Windows),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)",
                System::Mac,
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/130",
                System::Linux,
            ),
            ("curl/8", System::Other),
            ("", System::Other),
        ] {
            assert_eq!(System::of_user_agent(text), system, "{text}");
        }
        for system in System::ALL {
            assert_eq!(System::from_word(system.as_str()), system);
        }
        assert_eq!(System::from_word("Commodore"), System::Other);
    }
}
