//! Reading a small text file whole.

use std::io::Read;
use std::path::Path;

use crate::error::StoreError;

/// The text of a file; a UTF-8 byte order mark is left out.
pub fn read_text(path: &Path) -> Result<String, StoreError> {
    let bytes = std::fs::read(path).map_err(StoreError::io("read", path))?;
    let text = String::from_utf8(bytes).map_err(|error| StoreError::Decode {
        path: path.to_path_buf(),
        message: format!("byte {} is not UTF-8", error.utf8_error().valid_up_to() + 1),
    })?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_string(),
        None => text,
    })
}

/// Whether a file begins with these bytes; `None` where there is no file that can be read.
pub fn begins_with(path: &Path, start: &[u8]) -> Option<bool> {
    let mut file = std::fs::File::open(path).ok()?;
    let mut found = vec![0; start.len()];
    Some(file.read_exact(&mut found).is_ok() && found == start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_left_out_and_a_bad_byte_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("text");
        std::fs::write(&path, "\u{feff}caf\u{e9}").unwrap();
        assert_eq!(read_text(&path).unwrap(), "caf\u{e9}");
        std::fs::write(&path, b"caf\xe9").unwrap();
        let text = format!("`{}` cannot be read: byte 4 is not UTF-8", path.display());
        assert_eq!(read_text(&path).unwrap_err().to_string(), text);
    }
}
