//! Reading a small text file whole.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::error::StoreError;

/// Bytes that a text read whole may have: a config has thousands.
const MOST_BYTES: u64 = 16 << 20;

/// The text of a regular file of at most 16 MiB; a UTF-8 byte order mark is left out.
pub fn read_text(path: &Path) -> Result<String, StoreError> {
    let failed = || StoreError::io("read", path);
    let found = std::fs::metadata(path).map_err(failed())?;
    if found.is_dir() {
        let kind = io::ErrorKind::IsADirectory;
        return Err(failed()(io::Error::new(kind, "it is a folder")));
    }
    // A pipe would be waited for, and a device never ends.
    if !found.is_file() {
        return Err(not_a_text(path, "it is not a regular file"));
    }
    let mut bytes = Vec::new();
    let mut file = File::open(path).map_err(failed())?.take(MOST_BYTES + 1);
    file.read_to_end(&mut bytes).map_err(failed())?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(not_a_text(path, "it is larger than 16 MiB"));
    }
    let text = String::from_utf8(bytes).map_err(|error| StoreError::NotUtf8 {
        path: path.to_path_buf(),
        byte: error.utf8_error().valid_up_to() + 1,
    })?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_string(),
        None => text,
    })
}

fn not_a_text(path: &Path, why: &'static str) -> StoreError {
    StoreError::NotAText {
        action: "read",
        path: path.to_path_buf(),
        why,
    }
}

/// Whether a file begins with these bytes; `None` where there is no file that can be read. What is no regular file
/// begins with nothing.
pub fn begins_with(path: &Path, start: &[u8]) -> Option<bool> {
    if !std::fs::metadata(path).ok()?.is_file() {
        return Some(false);
    }
    let mut file = File::open(path).ok()?;
    let mut found = vec![0; start.len()];
    Some(file.read_exact(&mut found).is_ok() && found == start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_neither_read_nor_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let socket = dir.path().join("socket");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        let refused = read_text(&socket).unwrap_err().to_string();
        assert!(refused.ends_with("it is not a regular file"), "{refused}");
        assert_eq!(begins_with(&socket, b"x"), Some(false));
        let refused = crate::write_atomic(&socket, b"x").unwrap_err().to_string();
        assert!(refused.ends_with("it is not a regular file"), "{refused}");
        let (file, link) = (dir.path().join("file"), dir.path().join("link"));
        std::fs::write(&file, "old").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        crate::write_atomic(&link, b"new").unwrap();
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "new");
        assert!(link.is_symlink(), "the link stays");
        std::fs::remove_file(&file).unwrap();
        assert!(
            crate::write_atomic(&link, b"lost").is_err(),
            "a link to nowhere"
        );
    }

    #[test]
    fn a_folder_and_what_is_not_there_are_the_callers_fault() {
        let dir = tempfile::tempdir().unwrap();
        let error = read_text(dir.path()).unwrap_err();
        assert!(error.to_string().ends_with("it is a folder"), "{error}");
        assert!(!error.is_environment() && !error.is_absent());
        let file = dir.path().join("file");
        std::fs::write(&file, "text").unwrap();
        for absent in [dir.path().join("absent"), file.join("within")] {
            let error = read_text(&absent).unwrap_err();
            assert!(error.is_absent() && !error.is_environment(), "{error}");
        }
    }

    #[test]
    fn a_mark_is_left_out_and_a_bad_byte_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("text");
        std::fs::write(&path, "\u{feff}caf\u{e9}").unwrap();
        assert_eq!(read_text(&path).unwrap(), "caf\u{e9}");
        std::fs::write(&path, b"caf\xe9").unwrap();
        let text = format!("`{}` cannot be read: byte 4 is not UTF-8", path.display());
        let error = read_text(&path).unwrap_err();
        assert_eq!(error.to_string(), text);
        let hint = error.hint().expect("a way out");
        assert!(hint.contains("UTF-8") && !hint.contains("model"), "{hint}");
    }
}
