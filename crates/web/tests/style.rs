//! The style sheet against its own rules: contrasts in both themes, logical properties, nothing
//! fetched, and a rule for every class that a page names.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The style sheet as the build joins it.
static STYLE: LazyLock<String> = LazyLock::new(|| {
    let mut parts = Vec::new();
    let folder = Path::new(".").join("src/styles");
    files(&folder, "css", &mut parts);
    assert!(parts.len() > 10, "the style sheet has moved");
    parts.sort();
    let read = |path: &PathBuf| fs::read_to_string(path).expect("a readable style sheet");
    let parts: Vec<String> = parts.iter().map(read).collect();
    parts.join("\n")
});

/// Ratios that WCAG 2.2 asks of text (1.4.3) and of borders, signs and focus rings (1.4.11).
const TEXT: f64 = 4.5;
const SIGN: f64 = 3.0;

/// What stands on what, and how clearly it must.
const PAIRS: &[(&str, &[&str], f64)] = &[
    (
        "ink",
        &[
            "paper",
            "surface",
            "note-paper",
            "warn-paper",
            "bad-paper",
            "good-paper",
        ],
        7.0,
    ),
    (
        "ink-quiet",
        &["paper", "surface", "note-paper", "warn-paper", "bad-paper"],
        TEXT,
    ),
    (
        "accent",
        &["paper", "surface", "note-paper", "warn-paper", "bad-paper"],
        TEXT,
    ),
    ("accent-strong", &["paper", "surface", "note-paper"], TEXT),
    ("on-accent", &["accent", "accent-strong"], TEXT),
    ("on-bad", &["bad", "bad-strong"], TEXT),
    ("good", &["paper", "good-paper"], TEXT),
    ("warn", &["paper", "warn-paper"], TEXT),
    ("bad", &["paper", "bad-paper"], TEXT),
    ("bad-strong", &["bad-paper"], TEXT),
    ("note", &["paper", "note-paper"], TEXT),
    ("test", &["paper", "test-paper"], TEXT),
    ("edge", &["paper", "surface", "note-paper"], SIGN),
    (
        "focus",
        &["paper", "surface", "note-paper", "warn-paper", "bad-paper"],
        SIGN,
    ),
];

/// The variables of the first `:root` after `mark`, with hexadecimal colours.
fn colours(mark: &str) -> BTreeMap<String, [u8; 3]> {
    let from = STYLE
        .find(mark)
        .unwrap_or_else(|| panic!("no {mark} in the style sheet"));
    let block = &STYLE[from..];
    let block = &block[block.find(":root {").expect("no :root")..];
    let block = &block[..block.find('}').expect("an open block")];
    block
        .lines()
        .filter_map(|line| {
            let (name, value) = line.trim().strip_prefix("--")?.split_once(':')?;
            let hex = value.trim().trim_end_matches(';').strip_prefix('#')?;
            let channel = |at| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok();
            Some((name.to_owned(), [channel(0)?, channel(2)?, channel(4)?]))
        })
        .collect()
}

/// Relative luminance (WCAG 2.2, definitions).
fn luminance(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|channel| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// Contrast ratio, 1 to 21 (WCAG 2.2, definitions).
fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn contrast_is_measured_as_the_standard_says() {
    assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 1e-9);
    // A known pair: #767676 on white is the lightest grey that passes for text.
    let grey = contrast([0x76; 3], [255; 3]);
    assert!((4.5..4.6).contains(&grey), "{grey}");
}

#[test]
fn colours_can_be_told_apart_in_both_themes() {
    for (theme, mark) in [
        ("light", ":root {"),
        ("dark", "(prefers-color-scheme: dark)"),
    ] {
        let colours = colours(mark);
        let of = |name: &str| {
            *colours
                .get(name)
                .unwrap_or_else(|| panic!("{theme}: no --{name}"))
        };
        let mut named = BTreeSet::new();
        for (front, backs, least) in PAIRS {
            named.insert(*front);
            for back in *backs {
                named.insert(*back);
                let ratio = contrast(of(front), of(back));
                assert!(
                    ratio >= *least,
                    "{theme}: {front} on {back} is {ratio:.2}, less than {least}"
                );
            }
        }
        // Lines only divide; whatever else has a colour must be in the list above.
        let forgotten: Vec<_> = colours
            .keys()
            .filter(|name| *name != "line" && !named.contains(name.as_str()))
            .collect();
        assert!(
            forgotten.is_empty(),
            "{theme}: {forgotten:?} are held against nothing"
        );
    }
}

#[test]
fn both_themes_have_the_same_colours() {
    let names = |mark| colours(mark).into_keys().collect::<Vec<_>>();
    assert_eq!(names(":root {"), names("(prefers-color-scheme: dark)"));
}

/// The style sheet without comments.
fn bare() -> String {
    let mut text = String::new();
    let mut rest = STYLE.as_str();
    while let Some((before, after)) = rest.split_once("/*") {
        text.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    text + rest
}

#[test]
fn nothing_is_fetched_and_nothing_has_a_left_or_right() {
    let style = bare();
    for word in [
        "@import",
        "url(",
        "@font-face",
        "expression(",
        "http:",
        "https:",
    ] {
        assert!(!style.contains(word), "{word}");
    }
    for line in style.lines() {
        let Some((property, _)) = line.trim().split_once(':') else {
            continue;
        };
        if line.trim_end().ends_with('{') || line.trim_end().ends_with(',') {
            continue;
        }
        for side in ["left", "right"] {
            assert!(
                !property.split('-').any(|word| word == side),
                "{property}: use a logical property, so that pages also run from right to left"
            );
        }
        for physical in [
            "width",
            "height",
            "min-width",
            "min-height",
            "max-width",
            "max-height",
        ] {
            assert_ne!(property, physical, "use inline-size or block-size");
        }
    }
}

#[test]
fn variables_that_are_used_exist() {
    let style = bare();
    let defined: BTreeSet<&str> = style
        .lines()
        .filter_map(|line| line.trim().strip_prefix("--")?.split_once(':'))
        .map(|(name, _)| name)
        .collect();
    for part in style.split("var(--").skip(1) {
        let name = part.split([')', ',']).next().unwrap_or_default();
        assert!(defined.contains(name), "--{name} is not defined");
    }
}

#[test]
fn readers_wishes_are_heeded() {
    for wish in [
        "prefers-color-scheme: dark",
        "prefers-reduced-motion: reduce",
        "prefers-contrast: more",
        "forced-colors: active",
        "@media print",
        ":focus-visible",
    ] {
        assert!(STYLE.contains(wish), "{wish}");
    }
}

fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
    {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            files(&path, ending, found);
        } else if path
            .extension()
            .is_some_and(|extension| extension == ending)
        {
            found.push(path);
        }
    }
}

/// Classes that stand whole in the templates; pieces that a placeholder completes are left out.
fn classes_in_templates() -> BTreeMap<String, PathBuf> {
    let mut templates = Vec::new();
    files(Path::new("src"), "html", &mut templates);
    assert!(templates.len() > 10, "the templates have moved");
    let mut classes = BTreeMap::new();
    for path in templates {
        let text = fs::read_to_string(&path).expect("a readable template");
        for part in text.split("class=\"").skip(1) {
            let value = part.split('"').next().unwrap_or_default();
            let mut plain = String::new();
            let mut rest = value;
            while let Some(at) = rest.find("{{").into_iter().chain(rest.find("{%")).min() {
                plain.push_str(&rest[..at]);
                // Marks that the word is completed by what the placeholder says.
                plain.push(if rest[at..].starts_with("{{") {
                    '\u{0}'
                } else {
                    ' '
                });
                let end = rest[at..]
                    .find("}}")
                    .into_iter()
                    .chain(rest[at..].find("%}"))
                    .min();
                rest = end.map_or("", |end| &rest[at + end + 2..]);
            }
            plain.push_str(rest);
            for class in plain
                .split_whitespace()
                .filter(|class| !class.contains('\u{0}'))
            {
                classes.insert(class.to_owned(), path.clone());
            }
        }
    }
    classes
}

/// Classes that only scripts and tests look for.
const HOOKS: &[&str] = &["needs-script"];

/// The classes that have a rule.
fn classes_with_a_rule(style: &str) -> BTreeSet<&str> {
    style
        .split('.')
        .skip(1)
        .map(|part| part.split(is_no_letter).next().unwrap_or_default())
        .filter(|class| class.starts_with(|letter: char| letter.is_ascii_alphabetic()))
        .collect()
}

fn is_no_letter(letter: char) -> bool {
    !(letter.is_ascii_alphanumeric() || letter == '-')
}

#[test]
fn every_rule_is_for_something_that_a_page_has() {
    let crates = Path::new("");
    let mut sources = Vec::new();
    files(&crates.join("src"), "html", &mut sources);
    files(&crates.join("src"), "rs", &mut sources);
    files(&crates.join("../../web-assets/src"), "ts", &mut sources);
    let code: Vec<String> = sources
        .iter()
        .map(|path| fs::read_to_string(path).expect("a readable source"))
        .collect();
    let code = code.join("\n");
    let words: BTreeSet<&str> = code.split(is_no_letter).collect();
    // `tag-{{ status }}`: the beginning stands there, and something completes it.
    let completed = |class: &str| {
        let mut dashes = class.match_indices('-');
        dashes.any(|(at, _)| {
            let begun = &class[..=at];
            code.contains(&format!("{begun}{{")) || code.contains(&format!("{begun}${{"))
        })
    };
    let style = bare();
    let unused: Vec<&str> = classes_with_a_rule(&style)
        .into_iter()
        .filter(|class| !words.contains(class) && !completed(class))
        .collect();
    assert!(unused.is_empty(), "no page has {unused:?}");
}

#[test]
fn every_class_of_a_template_has_a_rule() {
    let style = bare();
    let known = classes_with_a_rule(&style);
    let bare_classes: Vec<String> = classes_in_templates()
        .into_iter()
        .filter(|(class, _)| !known.contains(class.as_str()) && !HOOKS.contains(&class.as_str()))
        .map(|(class, path)| format!("{class} in {}", path.display()))
        .collect();
    assert!(bare_classes.is_empty(), "without a rule: {bare_classes:#?}");
}
