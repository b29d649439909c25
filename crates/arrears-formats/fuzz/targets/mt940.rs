//! Any bytes as Mt940: see `checks::document`.

#![no_main]

#[path = "../checks.rs"]
#[allow(dead_code, reason = "each target uses one of them")]
mod checks;

use arrears_formats::DocumentKind;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| checks::document(DocumentKind::Mt940, bytes));
