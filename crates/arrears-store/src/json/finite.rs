//! Finds the first float in a value that JSON cannot hold.
//!
//! A serialiser that writes nothing: it walks the value as `serde_json` would, keeping the path, and stops at
//! the first NaN or infinity.

use std::fmt::Display;

use serde::ser::{self, Serialize};

use crate::error::StoreError;

/// Errors with the path of the first non-finite float.
pub fn check<T: Serialize + ?Sized>(value: &T) -> Result<(), StoreError> {
    let mut path = Vec::new();
    match value.serialize(Walk { path: &mut path }) {
        Ok(()) => Ok(()),
        Err(Stop::NotFinite(value)) => Err(StoreError::NotFinite {
            at: render(&path),
            value: value.to_string(),
        }),
        Err(Stop::Other(message)) => Err(StoreError::Encode { message }),
    }
}

enum Step {
    Key(String),
    Index(usize),
}

fn render(path: &[Step]) -> String {
    let mut text = String::new();
    for step in path {
        match step {
            Step::Key(key) if text.is_empty() => text.push_str(key),
            Step::Key(key) => {
                text.push('.');
                text.push_str(key);
            }
            Step::Index(index) => text.push_str(&format!("[{index}]")),
        }
    }
    if text.is_empty() {
        "the value".into()
    } else {
        text
    }
}

#[derive(Debug)]
enum Stop {
    NotFinite(f64),
    Other(String),
}

impl Display for Stop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Stop::NotFinite(value) => write!(f, "{value}"),
            Stop::Other(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for Stop {}

impl ser::Error for Stop {
    fn custom<T: Display>(message: T) -> Self {
        Stop::Other(message.to_string())
    }
}

struct Walk<'a> {
    path: &'a mut Vec<Step>,
}

/// The path is popped on success only, so that it stands at the culprit when an error comes back.
fn visit<T: Serialize + ?Sized>(path: &mut Vec<Step>, step: Step, value: &T) -> Result<(), Stop> {
    path.push(step);
    value.serialize(Walk { path })?;
    path.pop();
    Ok(())
}

macro_rules! plain {
    ($($method:ident: $type:ty),*) => { $(fn $method(self, _: $type) -> Result<(), Stop> { Ok(()) })* };
}

impl<'a> ser::Serializer for Walk<'a> {
    type Ok = ();
    type Error = Stop;
    type SerializeSeq = Inside<'a>;
    type SerializeTuple = Inside<'a>;
    type SerializeTupleStruct = Inside<'a>;
    type SerializeTupleVariant = Inside<'a>;
    type SerializeMap = Inside<'a>;
    type SerializeStruct = Inside<'a>;
    type SerializeStructVariant = Inside<'a>;

    plain!(serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_i128: i128, serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64,
        serialize_u128: u128, serialize_char: char, serialize_str: &str, serialize_bytes: &[u8],
        serialize_unit_struct: &'static str);

    fn serialize_f32(self, value: f32) -> Result<(), Stop> {
        self.serialize_f64(f64::from(value))
    }
    fn serialize_f64(self, value: f64) -> Result<(), Stop> {
        if value.is_finite() {
            Ok(())
        } else {
            Err(Stop::NotFinite(value))
        }
    }
    fn serialize_none(self) -> Result<(), Stop> {
        Ok(())
    }
    fn serialize_unit(self) -> Result<(), Stop> {
        Ok(())
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Stop> {
        value.serialize(self)
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, _: &'static str) -> Result<(), Stop> {
        Ok(())
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Stop> {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Stop> {
        visit(self.path, Step::Key(variant.into()), value)
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Inside<'a>, Stop> {
        Ok(Inside::new(self.path, None))
    }
    fn serialize_tuple(self, _: usize) -> Result<Inside<'a>, Stop> {
        Ok(Inside::new(self.path, None))
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Inside<'a>, Stop> {
        Ok(Inside::new(self.path, None))
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Inside<'a>, Stop> {
        Ok(Inside::new(self.path, Some(variant)))
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Inside<'a>, Stop> {
        Ok(Inside::new(self.path, None))
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Inside<'a>, Stop> {
        Ok(Inside::new(self.path, None))
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Inside<'a>, Stop> {
        Ok(Inside::new(self.path, Some(variant)))
    }
}

/// A sequence, map or struct being walked.
struct Inside<'a> {
    path: &'a mut Vec<Step>,
    variant: bool,
    index: usize,
    key: String,
}

impl<'a> Inside<'a> {
    fn new(path: &'a mut Vec<Step>, variant: Option<&str>) -> Self {
        if let Some(variant) = variant {
            path.push(Step::Key(variant.into()));
        }
        Inside {
            path,
            variant: variant.is_some(),
            index: 0,
            key: String::new(),
        }
    }

    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Stop> {
        let index = self.index;
        self.index += 1;
        visit(self.path, Step::Index(index), value)
    }

    fn field<T: Serialize + ?Sized>(&mut self, key: String, value: &T) -> Result<(), Stop> {
        visit(self.path, Step::Key(key), value)
    }

    fn close(self) -> Result<(), Stop> {
        if self.variant {
            self.path.pop();
        }
        Ok(())
    }
}

macro_rules! elements {
    ($($trait:ident: $method:ident),*) => { $(
        impl ser::$trait for Inside<'_> {
            type Ok = ();
            type Error = Stop;
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Stop> {
                self.element(value)
            }
            fn end(self) -> Result<(), Stop> {
                self.close()
            }
        }
    )* };
}
elements!(SerializeSeq: serialize_element, SerializeTuple: serialize_element,
    SerializeTupleStruct: serialize_field, SerializeTupleVariant: serialize_field);

macro_rules! fields {
    ($($trait:ident),*) => { $(
        impl ser::$trait for Inside<'_> {
            type Ok = ();
            type Error = Stop;
            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Stop> {
                self.field(key.into(), value)
            }
            fn end(self) -> Result<(), Stop> {
                self.close()
            }
        }
    )* };
}
fields!(SerializeStruct, SerializeStructVariant);

impl ser::SerializeMap for Inside<'_> {
    type Ok = ();
    type Error = Stop;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Stop> {
        // Keys are only needed for the message; a key that is no string has none that reads well.
        self.key = serde_json::to_string(key)
            .unwrap_or_default()
            .trim_matches('"')
            .to_string();
        Ok(())
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Stop> {
        let key = std::mem::take(&mut self.key);
        self.field(key, value)
    }
    fn end(self) -> Result<(), Stop> {
        self.close()
    }
}
