//! Texts that cells share (xlsx): how many there are is proved before `calamine` sets memory aside for them.

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::spread::MOST_PLACES;
use crate::{Archive, FormatError};

/// Bytes of the shortest text, `<si/>`.
const LEAST_BYTES: u64 = 5;

/// Refuses an archive that says it has more shared texts than its bytes can say.
pub(super) fn prove(archive: &mut Archive<'_>) -> Result<(), FormatError> {
    let is_wanted = |name: &str| name.to_ascii_lowercase().ends_with("sharedstrings.xml");
    for position in archive.named(is_wanted) {
        let most = (archive.size(position) / LEAST_BYTES).min(MOST_PLACES);
        let said = archive.unpacking(position).and_then(n_said);
        if let Some(said) = said.filter(|said| *said > most) {
            return Err(FormatError::Workbook {
                reason: format!(
                    "it says that it has {said} shared texts, and has room for {most} at most"
                ),
            });
        }
    }
    Ok(())
}

/// How many texts a part says it has. What is not sound XML, `calamine` refuses.
fn n_said(content: impl BufRead) -> Option<u64> {
    let mut reader = Reader::from_reader(content);
    let config = reader.config_mut();
    // As strict as `calamine`: what it reads is to be read here too.
    config.check_end_names = false;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Start(start) | Event::Empty(start)
                if start.local_name().into_inner() == "sst" =>
            {
                return unique(&start);
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}

fn unique(start: &BytesStart<'_>) -> Option<u64> {
    let mut attributes = start.attributes();
    attributes.with_checks(false);
    let said = attributes
        .flatten()
        .find(|attribute| attribute.key.into_inner() == "uniqueCount")?;
    said.value.parse().ok()
}

#[cfg(test)]
mod tests {
    use crate::archive::tests::packed;
    use crate::read_sheet;

    fn message(count: &str) -> String {
        let texts = format!("<sst count=\"1\" uniqueCount=\"{count}\"><si><t>a</t></si></sst>");
        let filled = format!("{texts:<100}");
        let bytes = packed(&[
            ("[Content_Types].xml", b"<Types/>"),
            ("xl/SharedStrings.xml", filled.as_bytes()),
        ]);
        read_sheet(&bytes, None).unwrap_err().to_string()
    }

    #[test]
    fn more_texts_than_bytes_are_refused() {
        let told = message("1000000000000");
        let wanted = "it says that it has 1000000000000 shared texts, and has room for 20 at most";
        assert!(told.contains(wanted), "{told}");
        assert!(message("21").contains("shared texts"));
        // What follows is no workbook for another reason.
        assert!(!message("20").contains("shared texts"));
        assert!(!message("many").contains("shared texts"));
    }
}
