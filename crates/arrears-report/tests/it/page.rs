//! The page in every language, written where a person or a browser can look at it.

use std::path::Path;

use arrears_report::{Language, html};

use crate::example::example;

#[test]
fn the_example_is_rendered_in_every_language() {
    for language in Language::ALL {
        let bytes = html(&example(), language).unwrap();
        let path =
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("report-{}.html", language.code()));
        std::fs::write(path, &bytes).unwrap();
        assert!(bytes.starts_with(
            format!("<!doctype html>\n<html lang=\"{}\">", language.code()).as_bytes()
        ));
    }
}
