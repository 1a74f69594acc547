//! What every page must be, whatever stands on it: well-formed, one heading, nothing that the
//! content security policy would stop, and ids that lead somewhere. For tests.

use std::collections::BTreeSet;

/// Elements without content.
const VOID: [&str; 6] = ["meta", "link", "input", "img", "br", "hr"];

/// A tag with its attributes.
#[derive(Debug)]
struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
    closing: bool,
    empty: bool,
}

impl Tag {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.as_str())
    }
}

/// The content that tests put everywhere it might break something.
pub(crate) const HOSTILE: &str =
    "</title><script>alert(1)</script><img src=x onerror=alert(2)>\"'`{{7*7}}\u{202e}\u{0}&amp;";

/// # Panics
/// When the page is not as pages must be.
pub(crate) fn check(page: &str) {
    assert!(page.starts_with("<!doctype html>"), "no doctype:\n{page}");
    let tags = tags(page);
    balanced(&tags, page);
    let mut ids = BTreeSet::new();
    for tag in tags.iter().filter(|tag| !tag.closing) {
        let mut names = BTreeSet::new();
        for (name, _) in &tag.attributes {
            assert!(names.insert(name), "<{}> has {name} twice", tag.name);
            assert!(
                name != "style" && !name.starts_with("on"),
                "<{}> has {name}",
                tag.name
            );
        }
        if let Some(id) = tag.get("id") {
            assert!(ids.insert(id.to_owned()), "the id {id} stands twice");
            assert!(
                !id.is_empty() && !id.contains(char::is_whitespace),
                "the id {id:?}"
            );
        }
        match tag.name.as_str() {
            "script" => assert!(
                tag.get("src")
                    .is_some_and(|src| src.starts_with("/assets/")),
                "an inline script"
            ),
            "style" => panic!("an inline style sheet"),
            "img" => assert!(tag.get("alt").is_some(), "a picture without alternative"),
            "html" => assert!(tag.get("lang").is_some(), "no language"),
            "input" | "select" | "textarea" if tag.get("type") != Some("hidden") => {
                let labelled = tag.get("id").is_some_and(|id| {
                    tags.iter()
                        .any(|label| label.name == "label" && label.get("for") == Some(id))
                });
                assert!(labelled, "a field without label: {tag:?}");
            }
            "form" if tag.get("method") == Some("post") => {
                assert!(
                    tag.get("action")
                        .is_some_and(|action| action.starts_with('/')),
                    "{tag:?}"
                );
            }
            "a" => {
                let href = tag
                    .get("href")
                    .unwrap_or_else(|| panic!("a link that leads nowhere: {tag:?}"));
                let fits = ["/", "#", "http://", "https://", "?"]
                    .iter()
                    .any(|start| href.starts_with(start));
                assert!(fits, "a link to {href}");
            }
            _ => {}
        }
    }
    for tag in &tags {
        for reference in ["for", "aria-labelledby", "aria-describedby"] {
            for id in tag.get(reference).unwrap_or_default().split_whitespace() {
                assert!(
                    ids.contains(id),
                    "{reference} names {id}, which is not there"
                );
            }
        }
        if let Some(id) = tag.get("href").and_then(|href| href.strip_prefix('#')) {
            assert!(ids.contains(id), "a link to #{id}, which is not there");
        }
    }
    let headings = tags
        .iter()
        .filter(|tag| tag.name == "h1" && !tag.closing)
        .count();
    assert_eq!(headings, 1, "one heading of the first level");
    assert!(
        !page.contains("<script>alert") && !page.contains("<img src=x"),
        "content became markup"
    );
}

/// Every element is closed in its turn. Templates' contents count too.
fn balanced(tags: &[Tag], page: &str) {
    let mut open: Vec<&str> = Vec::new();
    for tag in tags {
        if tag.closing {
            assert_eq!(
                open.pop(),
                Some(tag.name.as_str()),
                "closed out of turn, open: {open:?}\n{page}"
            );
        } else if !tag.empty && !VOID.contains(&tag.name.as_str()) {
            if let Some(parent) = open.last() {
                let inline = [
                    "p", "h1", "h2", "h3", "summary", "button", "label", "span", "a",
                ];
                let block = [
                    "p", "div", "ul", "ol", "dl", "section", "form", "table", "h1", "h2", "h3",
                    "fieldset",
                ];
                let legend = *parent == "legend" || *parent == "figcaption";
                assert!(
                    legend || !(inline.contains(parent) && block.contains(&tag.name.as_str())),
                    "<{}> within <{parent}>",
                    tag.name
                );
            }
            open.push(&tag.name);
        }
    }
    assert!(open.is_empty(), "never closed: {open:?}");
}

fn tags(page: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut rest = page.strip_prefix("<!doctype html>").unwrap_or(page);
    while let Some(start) = rest.find('<') {
        let (tag, length) = tag(&rest[start + 1..]);
        rest = &rest[start + 1 + length..];
        tags.push(tag);
    }
    tags
}

/// The tag after a `<`, with its length up to and with the `>`.
fn tag(text: &str) -> (Tag, usize) {
    let closing = text.starts_with('/');
    let body = text.trim_start_matches('/');
    let name: String = body
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
        .collect();
    assert!(
        !name.is_empty(),
        "a bare <: {}",
        text.chars().take(40).collect::<String>()
    );
    let mut at = text.len() - body.len() + name.len();
    let mut attributes = Vec::new();
    loop {
        let rest = &text[at..];
        let trimmed = rest.trim_start();
        at += rest.len() - trimmed.len();
        if trimmed.starts_with("/>") {
            return (
                Tag {
                    name,
                    attributes,
                    closing,
                    empty: true,
                },
                at + 2,
            );
        }
        if trimmed.starts_with('>') {
            return (
                Tag {
                    name,
                    attributes,
                    closing,
                    empty: false,
                },
                at + 1,
            );
        }
        let key: String = trimmed
            .chars()
            .take_while(|c| !" =>/\n".contains(*c))
            .collect();
        assert!(
            !key.is_empty(),
            "an attribute without name in <{name}>: {}",
            trimmed.chars().take(40).collect::<String>()
        );
        at += key.len();
        let mut value = String::new();
        if let Some(quoted) = text[at..].strip_prefix("=\"") {
            let end = quoted
                .find('"')
                .unwrap_or_else(|| panic!("an open quote in <{name}>"));
            quoted[..end].clone_into(&mut value);
            at += end + 3;
        } else {
            assert!(
                !text[at..].starts_with('='),
                "an attribute without quotes in <{name}>"
            );
        }
        attributes.push((key, value));
    }
}
