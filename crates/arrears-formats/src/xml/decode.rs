//! From the bytes of an XML file to its text: by its mark, by the encoding it declares, else as UTF-8.

use encoding_rs::Encoding;

use super::{fault, n_lines};
use crate::{Decoded, FormatError, decode, shown};

/// Decodes an XML file: by its byte order mark, else by the encoding it declares, else as UTF-8.
pub fn decode_xml(bytes: &[u8]) -> Result<Decoded<'_>, FormatError> {
    let has_mark = Encoding::for_bom(bytes).is_some();
    let label = match declared(bytes) {
        // Programs that keep text in UTF-16 declare it in files of UTF-8: the declaration itself was read byte by byte.
        Some(label) if label.to_ascii_lowercase().starts_with("utf-16") => "utf-8",
        Some(label) if Encoding::for_label(label.as_bytes()).is_none() => {
            return Err(FormatError::UnknownEncoding {
                label: shown(label),
            });
        }
        Some(label) => label,
        None => "utf-8",
    };
    let is_wide = bytes.starts_with(b"<\0") || bytes.starts_with(b"\0<");
    let decoded = decode(bytes, (!has_mark && !is_wide).then_some(label))?;
    match decoded.text.find('\0') {
        Some(at) => Err(fault(
            1 + n_lines(&decoded.text[..at]),
            "a byte of zero, which XML does not allow".to_owned(),
        )),
        None => Ok(decoded),
    }
}

/// The encoding in `<?xml ... encoding="..."?>`, where the bytes can be read one by one.
fn declared(bytes: &[u8]) -> Option<&str> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if !bytes.starts_with(b"<?xml") {
        return None;
    }
    let end = bytes
        .iter()
        .take(400)
        .position(|byte| *byte == b'>')
        .unwrap_or(0);
    let declaration = std::str::from_utf8(&bytes[..end]).ok()?;
    let (_, rest) = declaration.split_once("encoding")?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest[1..].split(quote).next()
}
