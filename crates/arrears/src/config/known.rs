//! Which keys a section knows, asked of the types themselves.
//!
//! A list kept by hand, or the keys of a serialised default, would miss the optional ones. So a deserialiser
//! that reads nothing is walked down a path of keys; where the path ends, the type asks for its fields, and
//! those are the answer.

use std::cell::Cell;
use std::fmt::Display;

use serde::de::{self, DeserializeOwned, DeserializeSeed, MapAccess, SeqAccess, Visitor};

/// The keys that `T` knows at `path`; empty where it knows none or takes any.
pub fn keys_at<T: DeserializeOwned>(path: &[String]) -> Vec<String> {
    let found = Cell::new(&[] as &[&str]);
    let _ = T::deserialize(Probe {
        path,
        found: &found,
    });
    found.get().iter().map(|key| (*key).to_string()).collect()
}

struct Probe<'a> {
    path: &'a [String],
    found: &'a Cell<&'static [&'static str]>,
}

/// The probe always ends by failing: it has no value to give.
#[derive(Debug)]
struct Ended;

impl Display for Ended {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the end of the path")
    }
}

impl std::error::Error for Ended {}

impl de::Error for Ended {
    fn custom<T: Display>(_: T) -> Self {
        Ended
    }
}

impl<'de> de::Deserializer<'de> for Probe<'_> {
    type Error = Ended;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Ended> {
        Err(Ended)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Ended> {
        if self.path.is_empty() {
            self.found.set(fields);
            return Err(Ended);
        }
        visitor.visit_map(self)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Ended> {
        if self.path.is_empty() {
            Err(Ended)
        } else {
            visitor.visit_map(self)
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Ended> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Ended> {
        visitor.visit_newtype_struct(self)
    }

    /// A list is walked by its entries' places; all of them are alike.
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Ended> {
        match self
            .path
            .first()
            .is_some_and(|key| key.parse::<usize>().is_ok())
        {
            true => visitor.visit_seq(self),
            false => Err(Ended),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        tuple tuple_struct enum identifier ignored_any
    }
}

/// A list of one entry: what the place in the path leads to.
impl<'de> SeqAccess<'de> for Probe<'_> {
    type Error = Ended;

    fn next_element_seed<V: DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> Result<Option<V::Value>, Ended> {
        let rest = self.path.get(1..).unwrap_or_default();
        let (path, found) = (rest, self.found);
        seed.deserialize(Probe { path, found }).map(Some)
    }
}

/// A map of one entry: the next key of the path.
impl<'de> MapAccess<'de> for Probe<'_> {
    type Error = Ended;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Ended> {
        let Some(key) = self.path.first() else {
            return Ok(None);
        };
        let key: de::value::StrDeserializer<'_, Ended> =
            de::IntoDeserializer::into_deserializer(key.as_str());
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Ended> {
        seed.deserialize(Probe {
            path: self.path.get(1..).unwrap_or_default(),
            found: self.found,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn keys(path: &[&str]) -> Vec<String> {
        let path: Vec<String> = path.iter().map(|key| (*key).to_string()).collect();
        keys_at::<Config>(&path)
    }

    #[test]
    fn optional_keys_are_known_too() {
        assert!(keys(&["registry"]).contains(&"path".to_string()));
        assert!(keys(&["ledger"]).contains(&"payments".to_string()));
        assert!(keys(&["ledger", "payments"]).contains(&"columns".to_string()));
    }

    #[test]
    fn a_value_and_an_open_table_know_no_keys() {
        assert!(keys(&["seed"]).is_empty());
        assert!(keys(&["ledger", "invoices", "columns"]).is_empty());
        assert!(keys(&["nothing"]).is_empty());
    }
}
