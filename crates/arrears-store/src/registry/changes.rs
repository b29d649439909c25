//! What differs between two versions, field by field.

use serde::Serialize;
use serde_json::Value;

use super::meta::ModelMeta;

/// One field in which two versions differ. A side that lacks the field is `null`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// Name of the field, with dots for fields within.
    pub field: String,
    /// Its value in the first.
    pub before: Value,
    /// Its value in the second.
    pub after: Value,
}

/// Every field in which two versions differ, in the order of the fields. Features are compared as sets: one
/// entry for those added, one for those dropped.
pub fn diff(a: &ModelMeta, b: &ModelMeta) -> Vec<Change> {
    let (before, after) = (to_value(a), to_value(b));
    let mut changes = Vec::new();
    compare("", &before, &after, &mut changes);
    changes.retain(|change| change.field != "features");
    let only = |left: &ModelMeta, right: &ModelMeta| -> Vec<Value> {
        left.features
            .iter()
            .filter(|name| !right.features.contains(name))
            .map(|name| name.as_str().into())
            .collect()
    };
    let (dropped, added) = (only(a, b), only(b, a));
    if !dropped.is_empty() {
        changes.push(Change {
            field: "features.dropped".into(),
            before: dropped.into(),
            after: Value::Null,
        });
    }
    if !added.is_empty() {
        changes.push(Change {
            field: "features.added".into(),
            before: Value::Null,
            after: added.into(),
        });
    }
    changes
}

fn to_value(meta: &ModelMeta) -> Value {
    serde_json::to_value(meta).unwrap_or(Value::Null)
}

fn compare(field: &str, before: &Value, after: &Value, changes: &mut Vec<Change>) {
    if let (Value::Object(left), Value::Object(right)) = (before, after) {
        let added = right.keys().filter(|key| !left.contains_key(*key));
        for key in left.keys().chain(added) {
            let name = if field.is_empty() {
                key.clone()
            } else {
                format!("{field}.{key}")
            };
            let side = |object: &serde_json::Map<String, Value>| {
                object.get(key).cloned().unwrap_or(Value::Null)
            };
            compare(&name, &side(left), &side(right), changes);
        }
    } else if before != after {
        changes.push(Change {
            field: field.to_string(),
            before: before.clone(),
            after: after.clone(),
        });
    }
}
