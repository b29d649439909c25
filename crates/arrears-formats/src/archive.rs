//! ZIP archives from strangers, read in memory and within bounds.
//!
//! An archive that would unpack to far more than ledgers do is refused before anything is unpacked, and no entry gives
//! more bytes than it says it has. Names of entries are names in messages: none is ever used as a path on disk, and one
//! that tries to be is refused.

use std::io::{BufRead, BufReader, Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::{FormatError, shown};

/// Bytes that an archive may unpack to. A ledger of a million rows is a tenth of it.
const MOST_UNPACKED: u64 = 4 << 30;
/// Times that an archive may grow when unpacked; sheets and XML shrink to a tenth or less.
const MOST_GROWTH: u64 = 200;
/// Bytes that any archive may unpack to, however small it is.
const ALWAYS_FINE: u64 = 64 << 20;

/// An open archive that is no bomb.
pub struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    entries: Vec<Entry>,
}

/// A file in an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    name: String,
    index: usize,
    size: u64,
    is_encrypted: bool,
}

/// Whether these bytes begin as an archive does.
pub fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

impl<'a> Archive<'a> {
    /// Opens an archive, and refuses one that says of itself that it unpacks to too much.
    pub fn open(bytes: &'a [u8]) -> Result<Archive<'a>, FormatError> {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?;
        let mut entries = Vec::new();
        for index in 0..zip.len() {
            let entry = zip.by_index_raw(index).map_err(unreadable)?;
            if !entry.is_dir() {
                entries.push(Entry {
                    name: String::from_utf8_lossy(entry.name_raw()).into_owned(),
                    index,
                    size: entry.size(),
                    is_encrypted: entry.encrypted(),
                });
            }
        }
        refuse_bomb(bytes.len() as u64, &entries)?;
        // In the order of their names, whatever the order in which they were added.
        entries.sort_by(|a, b| (&a.name, a.index).cmp(&(&b.name, b.index)));
        Ok(Archive { zip, entries })
    }

    /// The names of its files, in order.
    pub fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.entries.iter().map(|entry| entry.name.as_str())
    }

    /// The positions of the files whose names are wanted.
    pub(crate) fn named(&self, is_wanted: impl Fn(&str) -> bool) -> Vec<usize> {
        let positions = (0..).zip(self.names());
        let wanted = positions.filter(|(_, name)| is_wanted(name));
        wanted.map(|(position, _)| position).collect()
    }

    /// Bytes that a file says it unpacks to, by its position among the names.
    pub(crate) fn size(&self, position: usize) -> u64 {
        self.entries[position].size
    }

    /// A file as it is unpacked, never to more than it says, by its position among the names; `None` if it cannot be.
    pub(crate) fn unpacking(&mut self, position: usize) -> Option<impl BufRead> {
        let unpacked = self.zip.by_index(self.entries[position].index).ok()?;
        Some(BufReader::new(unpacked))
    }

    /// Unpacks a file, by its position among the names.
    pub fn read(&mut self, position: usize) -> Result<Vec<u8>, FormatError> {
        let entry = self.entries[position].clone();
        let told = |reason: &str| FormatError::Archive {
            reason: format!("its file `{}` {reason}", shown(&entry.name)),
        };
        if leads_outside(&entry.name) {
            return Err(told("is named like a place outside the archive"));
        }
        if entry.is_encrypted {
            return Err(told("is locked with a password"));
        }
        let mut content = Vec::new();
        let unpacked = self
            .zip
            .by_index(entry.index)
            .map_err(|error| match error {
                ZipError::CompressionMethodNotSupported(_) | ZipError::UnsupportedArchive(_) => {
                    told("is packed in a way other than deflate")
                }
                other => told(&format!("is damaged ({other})")),
            })?;
        unpacked
            .take(entry.size + 1)
            .read_to_end(&mut content)
            .map_err(|error| told(&format!("is damaged ({error})")))?;
        if content.len() as u64 != entry.size {
            return Err(told("is not as long as the archive says"));
        }
        if is_archive(&content) {
            return Err(told("is an archive in an archive"));
        }
        Ok(content)
    }
}

fn refuse_bomb(packed: u64, entries: &[Entry]) -> Result<(), FormatError> {
    let unpacked = entries
        .iter()
        .fold(0_u64, |sum, entry| sum.saturating_add(entry.size));
    let grown = packed.saturating_mul(MOST_GROWTH);
    let most = MOST_UNPACKED.min(grown.max(ALWAYS_FINE));
    if unpacked <= most {
        return Ok(());
    }
    Err(FormatError::Archive {
        reason: format!(
            "it would unpack from {packed} to {unpacked} bytes, and {most} are the most that is allowed"
        ),
    })
}

/// Whether a name would lead out of a folder, on any system.
fn leads_outside(name: &str) -> bool {
    let mut parts = name.split(['/', '\\']);
    name.starts_with(['/', '\\'])
        || name.contains('\0')
        || name.as_bytes().get(1) == Some(&b':')
        || parts.any(|part| part == "..")
}

fn unreadable(error: ZipError) -> FormatError {
    FormatError::Archive {
        reason: error.to_string(),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    /// An archive of files by name.
    pub(crate) fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in files {
            writer
                .start_file(*name, SimpleFileOptions::default())
                .unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn read(bytes: &[u8], position: usize) -> Result<Vec<u8>, String> {
        Archive::open(bytes)
            .and_then(|mut archive| archive.read(position))
            .map_err(|error| error.to_string())
    }

    /// Puts other bytes in the place of some, everywhere.
    fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        for at in 0..bytes.len() - from.len() {
            if &bytes[at..at + from.len()] == from {
                bytes[at..at + from.len()].copy_from_slice(to);
            }
        }
        bytes
    }

    #[test]
    fn files_come_in_the_order_of_their_names_and_folders_are_none() {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default();
        writer.start_file("b.xml", options).unwrap();
        writer.write_all(b"second").unwrap();
        writer.add_directory("empty/", options).unwrap();
        writer.start_file("a/c.xml", options).unwrap();
        writer.write_all(b"first").unwrap();
        let bytes = writer.finish().unwrap().into_inner();
        let archive = Archive::open(&bytes).unwrap();
        assert_eq!(archive.names().collect::<Vec<_>>(), ["a/c.xml", "b.xml"]);
        assert_eq!(read(&bytes, 0), Ok(b"first".to_vec()));
        assert_eq!(read(&bytes, 1), Ok(b"second".to_vec()));
    }

    #[test]
    fn a_bomb_is_refused_before_it_is_unpacked() {
        let bytes = packed(&[("zeros.xml", &vec![0; 80 << 20])]);
        let message = read(&bytes, 0).unwrap_err();
        assert_eq!(
            message,
            format!(
                "the ZIP archive cannot be read: it would unpack from {} to 83886080 bytes, and 67108864 are the most that is allowed",
                bytes.len()
            )
        );
    }

    #[test]
    fn an_entry_gives_no_more_than_it_says() {
        // Ten bytes that say they are three: the size stands in both headers.
        let bytes = packed(&[("a.xml", &[b'x'; 10])]);
        let lying = replaced(&bytes, &10_u32.to_le_bytes(), &3_u32.to_le_bytes());
        assert_ne!(bytes, lying);
        let message = read(&lying, 0).unwrap_err();
        assert!(message.contains("its file `a.xml` is "), "{message}");
    }

    #[test]
    fn names_that_lead_outside_are_refused() {
        for name in [
            "../../etc/passwd",
            "/etc/passwd",
            "a/../../b",
            "..\\b",
            "C:\\b",
        ] {
            let message = read(&packed(&[(name, b"x")]), 0).unwrap_err();
            assert!(
                message.ends_with("is named like a place outside the archive"),
                "{name}: {message}"
            );
        }
        assert!(read(&packed(&[("a..b/..c", b"x")]), 0).is_ok());
    }

    #[test]
    fn an_archive_in_an_archive_is_refused() {
        let inner = packed(&[("a.xml", b"<a/>")]);
        let message = read(&packed(&[("inner.zip", &inner)]), 0).unwrap_err();
        assert!(message.ends_with("is an archive in an archive"));
    }

    #[test]
    fn locked_and_damaged_entries_are_told() {
        let bytes = packed(&[("a.xml", b"<a>some text of the file</a>")]);
        // Bit 0 of the flags, in the local header and in the directory.
        let mut locked = bytes.clone();
        let directory = locked.windows(4).position(|four| four == b"PK\x01\x02");
        locked[6] |= 1;
        locked[directory.unwrap() + 8] |= 1;
        let message = read(&locked, 0).unwrap_err();
        assert!(message.ends_with("`a.xml` is locked with a password"));
        let mut damaged = bytes.clone();
        damaged[40] ^= 0xFF;
        let message = read(&damaged, 0).unwrap_err();
        assert!(message.contains("`a.xml` is damaged"), "{message}");
        for length in [3, 10, 40, bytes.len() - 3] {
            assert!(Archive::open(&bytes[..length]).is_err(), "{length}");
        }
    }
}
