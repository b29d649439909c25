//! Values to JSON and back, exactly.
//!
//! `serde_json` writes NaN and the infinities as `null`, and the value would come back as something else. Here
//! they are refused, with the path of the value, before anything is written. Finite floats come back bit for
//! bit (`float_roundtrip`).

use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::StoreError;

mod finite;

/// Pretty-printed JSON with a final newline. The same value gives the same bytes.
pub fn to_json<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, StoreError> {
    finite::check(value)?;
    let mut bytes = serde_json::to_vec_pretty(value).map_err(|error| StoreError::Encode {
        message: error.to_string(),
    })?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Reads JSON bytes; `path` is only named in the error.
pub fn from_json<T: DeserializeOwned>(bytes: &[u8], path: &Path) -> Result<T, StoreError> {
    serde_json::from_slice(bytes).map_err(|error| StoreError::Decode {
        path: path.to_path_buf(),
        message: error.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_non_finite_value_is_refused_with_its_path() {
        #[derive(Serialize)]
        struct Model {
            name: &'static str,
            folds: Vec<Fold>,
        }
        #[derive(Serialize)]
        struct Fold {
            loss: Option<f64>,
        }
        let folds = vec![
            Fold { loss: Some(0.5) },
            Fold {
                loss: Some(f64::NAN),
            },
        ];
        let error = to_json(&Model { name: "m", folds }).unwrap_err();
        assert!(
            matches!(&error, StoreError::NotFinite { at, value } if at == "folds[1].loss" && value == "NaN"),
            "{error}"
        );
    }

    #[test]
    fn a_tuple_variant_and_a_map_name_their_place() {
        #[derive(Serialize)]
        enum Shape {
            Pair(f64, f32),
        }
        let map = std::collections::BTreeMap::from([("centre", Shape::Pair(1.0, f32::INFINITY))]);
        let error = to_json(&map).unwrap_err();
        assert!(
            matches!(&error, StoreError::NotFinite { at, .. } if at == "centre.Pair[1]"),
            "{error}"
        );
    }

    proptest! {
        #[test]
        fn every_finite_float_comes_back_bit_for_bit(bits in any::<u64>()) {
            let value = f64::from_bits(bits);
            prop_assume!(value.is_finite());
            let back: f64 = from_json(&to_json(&value).unwrap(), Path::new("x")).unwrap();
            prop_assert_eq!(back.to_bits(), value.to_bits());
        }
    }
}
