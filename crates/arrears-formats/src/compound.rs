//! Compound documents, as old workbooks are: their table of sectors, proved to lead somewhere before it is followed.
//!
//! The table says of each sector which one comes next. A damaged or hostile one may lead in a circle, which a reader
//! would follow until memory ends. Layout: [MS-CFB], sections 2.2 (header), 2.3 (sectors), 2.4 (small sectors) and 2.6
//! (directory). Where the format leaves room, chains are followed as `calamine` follows them, so that what is proved here
//! is what it reads.

use std::borrow::Cow;
use std::ops::Range;

use encoding_rs::UTF_16LE;

/// Entries from here on are marks (free, end of a chain, table), not sectors.
const FIRST_MARK: u32 = 0xFFFF_FFFA;
const END_OF_CHAIN: u32 = 0xFFFF_FFFE;
/// Where the header names the first sectors of the table, and how many it has room for.
const IN_HEADER: Range<usize> = 76..512;
/// Bytes of a small sector, and of the smallest stream that is kept in whole ones.
const SMALL: usize = 64;
const NOT_SMALL: usize = 4096;
/// Bytes of an entry of the directory.
const ENTRY: usize = 128;

const CIRCLE: &str = "its table of sectors leads in a circle";
const TOO_LARGE: &str = "its table of sectors is larger than the file";
const BEYOND: &str = "its table of sectors leads beyond its end";

/// A document whose chains of sectors all end.
pub(crate) struct Compound<'a> {
    bytes: &'a [u8],
    /// Bytes of a sector.
    size: usize,
    table: Vec<u32>,
}

/// A stream of a document.
pub(crate) struct Stream {
    /// Its bytes.
    pub(crate) content: Vec<u8>,
    /// Where they stand in the file, in order.
    pieces: Vec<Range<usize>>,
}

impl Stream {
    fn new(bytes: &[u8], pieces: Vec<Range<usize>>) -> Stream {
        let mut content = Vec::with_capacity(pieces.iter().map(Range::len).sum());
        for piece in &pieces {
            content.extend_from_slice(&bytes[piece.clone()]);
        }
        Stream { content, pieces }
    }

    /// Where a byte of the stream stands in the file.
    pub(crate) fn place(&self, at: usize) -> Option<usize> {
        // Only the last piece may be shorter than the others.
        let length = self.pieces.first()?.len();
        let piece = self.pieces.get(at / length)?;
        let place = piece.start + at % length;
        (place < piece.end).then_some(place)
    }
}

/// Whether these bytes begin as a compound document does.
pub(crate) fn is_compound(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xD0\xCF\x11\xE0")
}

/// The bytes with their last sector filled up with zeros: a reader may take a sector cut short in two ways.
pub(crate) fn whole_sectors(bytes: &[u8]) -> Cow<'_, [u8]> {
    let size = sector_size(bytes).unwrap_or(1);
    let missing = bytes.len().next_multiple_of(size) - bytes.len();
    if missing == 0 {
        return Cow::Borrowed(bytes);
    }
    let mut bytes = bytes.to_vec();
    bytes.resize(bytes.len() + missing, 0);
    Cow::Owned(bytes)
}

impl<'a> Compound<'a> {
    /// Opens a document of whole sectors; says what is wrong with one whose table leads nowhere, and `None` of one that is
    /// too short or too odd to be read by anybody.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Option<Compound<'a>>, &'static str> {
        let Some(size) = sector_size(bytes) else {
            return Ok(None);
        };
        let table = table(bytes, size)?;
        if goes_round(&table) {
            return Err(CIRCLE);
        }
        Ok(Some(Compound { bytes, size, table }))
    }

    /// The streams of the given names, in any case of their letters.
    pub(crate) fn streams(&self, names: &[&str]) -> Result<Vec<Stream>, &'static str> {
        let directory = self.chain(word(self.bytes, 48).ok_or(BEYOND)?, usize::MAX)?;
        let directory = Stream::new(self.bytes, directory).content;
        let small = self.small_sectors(&directory)?;
        let mut streams = Vec::new();
        for entry in directory.chunks_exact(ENTRY) {
            if !names.iter().any(|name| is_named(entry, name)) {
                continue;
            }
            let (start, length) = self.extent(entry);
            let pieces = if length < NOT_SMALL {
                small.chain(start, length)?
            } else {
                self.chain(start, length)?
            };
            streams.push(Stream::new(self.bytes, pieces));
        }
        Ok(streams)
    }

    /// The small sectors, which the first entry of the directory has a stream of.
    fn small_sectors(&self, directory: &[u8]) -> Result<SmallSectors, &'static str> {
        let n_table = word(self.bytes, 64).unwrap_or(0) as usize;
        let (Some(root), true) = (directory.get(..ENTRY), n_table > 0) else {
            return Ok(SmallSectors::default());
        };
        let (start, length) = self.extent(root);
        let places = self.chain(start, length)?;
        let start = word(self.bytes, 60).ok_or(BEYOND)?;
        let table = self.chain(start, n_table.saturating_mul(self.size))?;
        Ok(SmallSectors {
            // Sectors are whole multiples of small ones.
            places: places
                .into_iter()
                .flat_map(|sector| {
                    sector
                        .clone()
                        .step_by(SMALL)
                        .map(move |at| at..(at + SMALL).min(sector.end))
                })
                .collect(),
            table: words(&Stream::new(self.bytes, table).content).collect(),
        })
    }

    /// First sector and length of what an entry of the directory stands for.
    fn extent(&self, entry: &[u8]) -> (u32, usize) {
        let length = word(entry, 120).unwrap_or(0) as usize;
        let high = word(entry, 124).filter(|_| self.size > 512).unwrap_or(0) as usize;
        (word(entry, 116).unwrap_or(0), high << 32 | length)
    }

    fn chain(&self, start: u32, length: usize) -> Result<Vec<Range<usize>>, &'static str> {
        let place = |id| place(self.bytes, self.size, id);
        follow(&self.table, start, length, place)
    }
}

/// Sectors within sectors, for streams that are short.
#[derive(Default)]
struct SmallSectors {
    places: Vec<Range<usize>>,
    table: Vec<u32>,
}

impl SmallSectors {
    fn chain(&self, start: u32, length: usize) -> Result<Vec<Range<usize>>, &'static str> {
        let place = |id: u32| self.places.get(id as usize).cloned();
        follow(&self.table, start, length, place)
    }
}

/// The places of a chain's sectors, as far as its length goes. Each is within the file and not empty, and the chain ends
/// with its length or, in a table proved to have no circle, by itself.
fn follow(
    table: &[u32],
    start: u32,
    length: usize,
    place: impl Fn(u32) -> Option<Range<usize>>,
) -> Result<Vec<Range<usize>>, &'static str> {
    let (mut pieces, mut left, mut at) = (Vec::new(), length, start);
    while at != END_OF_CHAIN && left > 0 {
        let sector = place(at)
            .filter(|sector| !sector.is_empty())
            .ok_or(BEYOND)?;
        let taken = left.min(sector.len());
        pieces.push(sector.start..sector.start + taken);
        left -= taken;
        if left > 0 {
            at = *table.get(at as usize).ok_or(BEYOND)?;
        }
    }
    Ok(pieces)
}

/// Whether an entry of the directory has this name. The name is decoded with its byte order mark, as `calamine` does.
fn is_named(entry: &[u8], name: &str) -> bool {
    let (found, _, _) = UTF_16LE.decode(&entry[..64]);
    let found = found.split('\0').next().unwrap_or_default();
    found.eq_ignore_ascii_case(name)
}

/// Whether a table goes round in a circle.
fn goes_round(table: &[u32]) -> bool {
    // By entry, the walk that came by: a walk that meets itself goes round.
    let mut walks = vec![0_u32; table.len()];
    for start in 0..table.len() {
        let walk = start as u32 + 1;
        let mut at = start;
        while walks[at] == 0 {
            walks[at] = walk;
            match table.get(table[at] as usize) {
                Some(_) => at = table[at] as usize,
                None => break,
            }
            if walks[at] == walk {
                return true;
            }
        }
    }
    false
}

/// The entries of all sectors of the table.
fn table(bytes: &[u8], size: usize) -> Result<Vec<u32>, &'static str> {
    let n_sectors = bytes.len() / size;
    let sector = |id| Some(&bytes[place(bytes, size, id)?]);
    let mut of_table: Vec<u32> = words(&bytes[IN_HEADER]).collect();
    let mut further = word(bytes, 68).ok_or(BEYOND)?;
    // Each of these sectors names more sectors of the table, and with its last entry the next of its kind.
    let mut n_further = 0;
    while further < FIRST_MARK {
        n_further += 1;
        if n_further > n_sectors {
            return Err(CIRCLE);
        }
        of_table.extend(words(sector(further).ok_or(BEYOND)?));
        further = of_table.pop().ok_or(BEYOND)?;
    }
    let mut entries = Vec::new();
    for id in of_table.into_iter().filter(|id| *id < FIRST_MARK) {
        entries.extend(words(sector(id).ok_or(BEYOND)?));
        // More than there are sectors to say something about, however they are rounded.
        if entries.len() > 2 * n_sectors + size {
            return Err(TOO_LARGE);
        }
    }
    Ok(entries)
}

/// Bytes of a sector of a compound document: 512 or 4,096.
fn sector_size(bytes: &[u8]) -> Option<usize> {
    if !is_compound(bytes) || bytes.len() <= IN_HEADER.end {
        return None;
    }
    match bytes[30..32] {
        [9, 0] => Some(512),
        [12, 0] => Some(4096),
        _ => None,
    }
}

/// Where a sector stands in the file; `None` beyond its end. The header takes the place of one.
fn place(bytes: &[u8], size: usize, id: u32) -> Option<Range<usize>> {
    let start = (id as usize).checked_add(1)?.checked_mul(size)?;
    let end = start.checked_add(size)?;
    (end <= bytes.len()).then_some(start..end)
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes
        .chunks_exact(4)
        .map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]]))
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    words(bytes.get(at..at + 4)?).next()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    const TABLE: u32 = 0xFFFF_FFFD;
    const END: u32 = END_OF_CHAIN;

    /// A document of sectors of 512 bytes: one of the table, whose entries are given, and some others.
    fn document(entries: &[u32]) -> Vec<u8> {
        let mut bytes = vec![0_u8; 512 * 10];
        bytes[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
        (bytes[26], bytes[30], bytes[32]) = (3, 9, 6);
        bytes[68..72].copy_from_slice(&u32::MAX.to_le_bytes());
        bytes[76..512].fill(0xFF);
        bytes[76..80].copy_from_slice(&0_u32.to_le_bytes());
        bytes[512..1024].fill(0xFF);
        for (at, entry) in entries.iter().enumerate() {
            bytes[512 + 4 * at..516 + 4 * at].copy_from_slice(&entry.to_le_bytes());
        }
        bytes
    }

    /// Writes an entry of the directory, which stands in the second sector.
    fn name(bytes: &mut [u8], entry: usize, name: &str, start: u32, length: usize) {
        let entry = &mut bytes[1024 + ENTRY * entry..][..ENTRY];
        for (place, unit) in entry.chunks_exact_mut(2).zip(name.encode_utf16()) {
            place.copy_from_slice(&unit.to_le_bytes());
        }
        entry[116..120].copy_from_slice(&start.to_le_bytes());
        entry[120..124].copy_from_slice(&(length as u32).to_le_bytes());
    }

    /// A document with one stream, in whole sectors or in small ones after its length.
    pub(crate) fn with_stream(called: &str, content: &[u8]) -> Vec<u8> {
        let is_small = content.len() < NOT_SMALL;
        let n_sectors = content.len().div_ceil(512) as u32;
        // Sectors: 0 the table, 1 the directory, 2 the table of small sectors, from 3 on the stream.
        let chain = (3..2 + n_sectors).map(|sector| sector + 1).chain([END]);
        let entries: Vec<u32> = [TABLE, END, END].into_iter().chain(chain).collect();
        let mut bytes = document(&entries);
        bytes.resize(512 * 4, 0);
        bytes[48..52].copy_from_slice(&1_u32.to_le_bytes());
        if is_small {
            bytes[60..64].copy_from_slice(&2_u32.to_le_bytes());
            bytes[64..68].copy_from_slice(&1_u32.to_le_bytes());
            let n_small = content.len().div_ceil(SMALL) as u32;
            for at in 0..n_small {
                let next = if at + 1 < n_small { at + 1 } else { END };
                let place = 512 * 3 + 4 * at as usize;
                bytes[place..place + 4].copy_from_slice(&next.to_le_bytes());
            }
            name(&mut bytes, 0, "Root Entry", 3, content.len());
            name(&mut bytes, 1, called, 0, content.len());
        } else {
            name(&mut bytes, 0, "Root Entry", END, 0);
            name(&mut bytes, 1, called, 3, content.len());
        }
        bytes.extend_from_slice(content);
        bytes.resize(bytes.len().next_multiple_of(512), 0);
        bytes
    }

    fn refused(bytes: &[u8]) -> Option<&'static str> {
        Compound::open(bytes).err()
    }

    fn stream(bytes: &[u8]) -> Result<Vec<Stream>, &'static str> {
        let document = Compound::open(bytes).unwrap().unwrap();
        document.streams(&["Workbook", "Book"])
    }

    #[test]
    fn a_chain_that_ends_is_fine_and_a_circle_is_found() {
        assert_eq!(refused(&document(&[TABLE, 2, 3, END, END])), None);
        let meeting = document(&[TABLE, 3, 3, 4, END]);
        assert_eq!(refused(&meeting), None, "two chains may meet");
        assert_eq!(refused(&document(&[TABLE, 2, 3, 1])), Some(CIRCLE));
        let itself = document(&[TABLE, 1]);
        assert_eq!(refused(&itself), Some(CIRCLE), "a sector after itself");
        assert!(
            matches!(Compound::open(b"\xD0\xCF\x11\xE0"), Ok(None)),
            "too short to say"
        );
    }

    #[test]
    fn a_list_of_the_table_that_goes_round_is_found() {
        let mut bytes = document(&[TABLE]);
        // The second sector names the table's sectors, and itself as the next such list.
        bytes[68..72].copy_from_slice(&1_u32.to_le_bytes());
        bytes[1024..1532].fill(0xFF);
        bytes[1532..1536].copy_from_slice(&1_u32.to_le_bytes());
        assert_eq!(refused(&bytes), Some(CIRCLE));
    }

    #[test]
    fn a_table_that_is_not_in_the_file_is_found() {
        let mut bytes = document(&[TABLE]);
        bytes[80..84].copy_from_slice(&9_u32.to_le_bytes());
        assert_eq!(refused(&bytes), Some(BEYOND));
    }

    #[test]
    fn a_stream_is_its_sectors_in_their_order() {
        for length in [1, 64, 65, 1000, 4095, 4096, 5000] {
            let content: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
            let bytes = with_stream("workBOOK", &content);
            let streams = stream(&bytes).unwrap();
            assert_eq!(streams.len(), 1);
            assert!(streams[0].content == content, "{length}");
            for at in [0, length / 2, length - 1] {
                assert_eq!(
                    bytes[streams[0].place(at).unwrap()],
                    content[at],
                    "{length}"
                );
            }
            assert_eq!(streams[0].place(length), None);
        }
        let other = with_stream("WordDocument", b"text");
        assert!(stream(&other).unwrap().is_empty());
    }

    #[test]
    fn a_stream_may_stand_anywhere() {
        let mut bytes = with_stream("Book", &[7; 4096]);
        // The sectors 3 to 10 in the order 10, 3, 4 to 9.
        name(&mut bytes, 1, "Book", 10, 4096);
        bytes[512 + 40..512 + 44].copy_from_slice(&3_u32.to_le_bytes());
        bytes[512 + 36..512 + 40].copy_from_slice(&END.to_le_bytes());
        bytes[512 * 11] = 1;
        bytes[512 * 4] = 2;
        let content = &stream(&bytes).unwrap()[0].content;
        assert_eq!((content[0], content[512], content.len()), (1, 2, 4096));
    }

    #[test]
    fn a_stream_that_leads_beyond_the_file_is_found() {
        let mut bytes = with_stream("Book", &[7; 4096]);
        bytes.truncate(512 * 8);
        assert_eq!(stream(&bytes).err(), Some(BEYOND));
        let mut small = with_stream("Book", &[7; 100]);
        name(&mut small, 1, "Book", 9, 100);
        assert_eq!(stream(&small).err(), Some(BEYOND));
    }

    #[test]
    fn a_sector_cut_short_is_filled_up() {
        let bytes = with_stream("Book", &[7; 4100]);
        let cut = &bytes[..bytes.len() - 510];
        assert_eq!(cut.len() % 512, 2);
        let whole = whole_sectors(cut);
        assert_eq!(whole.len(), bytes.len());
        assert_eq!(stream(&whole).unwrap()[0].content[4096..], [7, 7, 0, 0]);
        assert!(matches!(whole_sectors(&bytes), Cow::Borrowed(_)));
    }
}
