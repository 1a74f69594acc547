//! The programming interface, to be read: rendered from its own description, so that the two
//! cannot disagree. In English, as the description is.

use askama::Template;
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use serde_json::Value;

use crate::api;
use crate::fault::Fault;
use crate::frame::{Audience, Frame, Visitor};
use crate::pages::right;
use crate::state::Web;
use crate::texts::Say;

/// The routes.
pub(crate) fn router() -> Router<Web> {
    Router::new().route("/docs/api", get(page))
}

/// `GET /docs/api`
async fn page(visitor: Visitor) -> Result<Response, Fault> {
    right(Page::new(&visitor).render())
}

#[derive(Template)]
#[template(path = "pages/reference/page.html")]
struct Page {
    t: Say,
    frame: Frame,
    groups: Vec<Group>,
    schemas: Vec<Schema>,
}

/// Operations on one kind of thing.
struct Group {
    id: String,
    title: String,
    operations: Vec<Operation>,
}

struct Operation {
    id: String,
    method: String,
    path: String,
    title: String,
    text: String,
    parameters: Vec<Property>,
    body: Option<Link>,
    answers: Vec<Answer>,
}

struct Answer {
    status: String,
    text: String,
    schema: Option<Link>,
}

/// A schema of its own section.
struct Link {
    name: String,
    list: bool,
}

struct Schema {
    name: String,
    text: String,
    properties: Vec<Property>,
}

struct Property {
    name: String,
    kind: String,
    required: bool,
    text: String,
}

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

impl Page {
    fn new(visitor: &Visitor) -> Self {
        let description = serde_json::to_value(api::description()).unwrap_or_default();
        Self {
            t: visitor.say,
            frame: Frame::new(visitor, Audience::Professional),
            groups: groups(&description),
            schemas: schemas(&description),
        }
    }
}

fn groups(description: &Value) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (path, item) in entries(&description["paths"]) {
        for method in METHODS {
            let Some(operation) = item.get(method) else {
                continue;
            };
            let title = text(&operation["tags"][0]);
            let operation = self::operation(method, path, operation);
            match groups.iter_mut().find(|group| group.title == title) {
                Some(group) => group.operations.push(operation),
                None => groups.push(Group {
                    id: anchor(&title),
                    title,
                    operations: vec![operation],
                }),
            }
        }
    }
    groups
}

fn operation(method: &str, path: &str, operation: &Value) -> Operation {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    Operation {
        id: text(&operation["operationId"]),
        method: method.to_ascii_uppercase(),
        path: path.to_owned(),
        title: text(&operation["summary"]),
        text: text(&operation["description"]),
        parameters: parameters
            .map(|parameter| Property {
                name: text(&parameter["name"]),
                kind: format!("{} {}", text(&parameter["in"]), kind(&parameter["schema"])),
                required: parameter["required"].as_bool().unwrap_or(false),
                text: text(&parameter["description"]),
            })
            .collect(),
        body: link(&operation["requestBody"]["content"]["application/json"]["schema"]),
        answers: entries(&operation["responses"])
            .filter(|(status, _)| status.starts_with('2'))
            .map(|(status, answer)| Answer {
                status: status.clone(),
                text: text(&answer["description"]),
                schema: link(&answer["content"]["application/json"]["schema"]),
            })
            .collect(),
    }
}

fn schemas(description: &Value) -> Vec<Schema> {
    entries(&description["components"]["schemas"])
        .map(|(name, schema)| {
            let required: Vec<&str> = schema["required"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .collect();
            Schema {
                name: name.clone(),
                text: text(&schema["description"]),
                properties: entries(&schema["properties"])
                    .map(|(name, property)| Property {
                        name: name.clone(),
                        kind: kind(property),
                        required: required.contains(&name.as_str()),
                        text: text(&property["description"]),
                    })
                    .collect(),
            }
        })
        .collect()
}

fn entries(object: &Value) -> impl Iterator<Item = (&String, &Value)> {
    object.as_object().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn anchor(title: &str) -> String {
    title.to_ascii_lowercase().replace(' ', "-")
}

fn reference(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.rsplit('/').next()
}

/// The schema that a body or an answer consists of, or lists.
fn link(schema: &Value) -> Option<Link> {
    if let Some(name) = reference(schema) {
        return Some(Link {
            name: name.to_owned(),
            list: false,
        });
    }
    let item = reference(&schema["items"])
        .or_else(|| reference(&schema["properties"]["data"]["items"]))?;
    Some(Link {
        name: item.to_owned(),
        list: true,
    })
}

/// What a property holds, in a few words.
fn kind(schema: &Value) -> String {
    if let Some(name) = reference(schema) {
        return name.to_owned();
    }
    if let Some(choices) = schema["oneOf"]
        .as_array()
        .or_else(|| schema["anyOf"].as_array())
    {
        return choices.iter().map(kind).collect::<Vec<_>>().join(" or ");
    }
    let name = match &schema["type"] {
        Value::Array(names) => names
            .iter()
            .filter_map(Value::as_str)
            .collect::<Vec<_>>()
            .join(" or "),
        name => text(name),
    };
    let name = if name.starts_with("array") {
        format!("{name} of {}", kind(&schema["items"]))
    } else {
        name
    };
    match schema["format"].as_str() {
        Some(format) => format!("{name} ({format})"),
        None => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_and_every_linked_schema_is_shown() {
        let description = serde_json::to_value(api::description()).unwrap();
        let groups = groups(&description);
        let schemas = schemas(&description);
        let operations: Vec<&Operation> =
            groups.iter().flat_map(|group| &group.operations).collect();
        let described: usize = entries(&description["paths"])
            .map(|(_, item)| {
                METHODS
                    .iter()
                    .filter(|method| item.get(**method).is_some())
                    .count()
            })
            .sum();
        assert_eq!(operations.len(), described);
        assert!(
            operations
                .iter()
                .all(|operation| !operation.title.is_empty())
        );
        for link in operations.iter().flat_map(|operation| {
            operation.body.iter().chain(
                operation
                    .answers
                    .iter()
                    .filter_map(|answer| answer.schema.as_ref()),
            )
        }) {
            assert!(
                schemas.iter().any(|schema| schema.name == link.name),
                "{}",
                link.name
            );
        }
    }
}
