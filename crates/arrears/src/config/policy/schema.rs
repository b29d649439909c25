//! The JSON Schema of a policy file, for editors: made from the keys, their meanings and their defaults.

use std::collections::BTreeMap;

use arrears_insight::customers::measures::{Channel, Measure};
use arrears_insight::customers::pattern::Pattern;
use serde_json::{Map, Value, json};

use super::super::meanings::Section;
use super::meanings::SECTIONS;
use super::reference::defaults;

/// `docs/policy.schema.json`.
pub fn policy_schema() -> String {
    let mut root = object(
        "The policy of arrears: what divides the segments, and what is done with each",
        Map::new(),
    );
    for section in SECTIONS {
        let keys: Map<String, Value> = section
            .keys
            .iter()
            .map(|(key, about)| ((*key).to_owned(), key_schema(section, key, about)))
            .collect();
        match section.name {
            "rule" => {
                let mut rule = object(section.about, keys);
                rule["required"] = json!(["feature", "segment"]);
                root["properties"]["rule"] = json!({ "type": "array", "items": rule });
            }
            _ => place(&mut root, section, keys),
        }
    }
    root["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    root["$defs"] = json!({
        "handling": handling(),
        "step": step(),
    });
    match serde_json::to_string_pretty(&root) {
        Ok(text) => text + "\n",
        Err(_) => String::new(),
    }
}

fn object(about: &str, keys: Map<String, Value>) -> Value {
    json!({
        "type": "object",
        "description": about,
        "additionalProperties": false,
        "properties": keys,
    })
}

/// Puts a section's keys where its name says.
fn place(root: &mut Value, section: &Section, keys: Map<String, Value>) {
    let mut at = root;
    for name in section.name.split('.').filter(|name| !name.is_empty()) {
        let properties = &mut at["properties"];
        if properties.get(name).is_none() {
            properties[name] = object(section.about, Map::new());
        }
        at = &mut properties[name];
    }
    for (key, schema) in keys {
        at["properties"][key] = schema;
    }
}

fn key_schema(section: &Section, key: &str, about: &str) -> Value {
    let mut schema = match (section.name, key) {
        ("", "size_classes") => {
            json!({ "type": "object", "additionalProperties": { "type": "number" } })
        }
        ("", "clusters" | "sectors") => {
            json!({ "type": "object", "additionalProperties": { "$ref": "#/$defs/handling" } })
        }
        ("", "ladders") => json!({
            "type": "object",
            "additionalProperties": { "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/step" } },
        }),
        (_, "patterns") => list(Pattern::ALL.map(Pattern::code)),
        ("segments.A" | "segments.B" | "segments.C", key) => handling()["properties"][key].clone(),
        ("", "segments_by") => json!({ "enum": ["behaviour", "rules"] }),
        ("", "otherwise") | ("rule", "segment") => json!({ "enum": ["A", "B", "C"] }),
        ("rule", "feature" | "is") => json!({ "type": "string" }),
        ("rule", "one_of") => json!({ "type": "array", "items": { "type": "string" } }),
        ("rule", "highest" | "lowest") => json!({ "type": "number", "minimum": 0, "maximum": 1 }),
        ("rule", _) => json!({ "type": "number" }),
        (_, "share") => json!({ "type": "number", "minimum": 0, "maximum": 1 }),
        _ => json!({}),
    };
    if let Some(default) = default_of(section, key) {
        if schema.get("type").or(schema.get("enum")).is_none() {
            schema["type"] = json!(type_of(&default));
        }
        if !default.is_object() {
            schema["default"] = default;
        }
    }
    schema["description"] = json!(about);
    schema
}

fn default_of(section: &Section, key: &str) -> Option<Value> {
    let mut at = serde_json::to_value(defaults()).ok()?;
    for name in section
        .name
        .split('.')
        .filter(|name| !name.is_empty())
        .chain([key])
    {
        at = at.get(name)?.clone();
    }
    Some(at)
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn list<const N: usize>(values: [&str; N]) -> Value {
    json!({ "type": "array", "uniqueItems": true, "items": { "enum": values.to_vec() } })
}

fn handling() -> Value {
    let keys = BTreeMap::from([
        ("measures", list(Measure::ALL.map(Measure::code))),
        (
            "channel",
            json!({ "enum": Channel::ALL.map(Channel::code) }),
        ),
        ("ladder", json!({ "type": "string" })),
    ]);
    json!({ "type": "object", "additionalProperties": false, "properties": keys })
}

fn step() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["level", "days", "channel"],
        "properties": {
            "level": { "type": "integer", "minimum": 0, "maximum": 5 },
            "days": { "type": "integer", "minimum": -60, "maximum": 730 },
            "channel": { "enum": Channel::ALL.map(Channel::code) },
        },
        "if": { "properties": { "level": { "minimum": 1 } } },
        "then": { "properties": { "days": { "minimum": 1 } } },
    })
}
