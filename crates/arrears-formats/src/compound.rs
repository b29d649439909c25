//! Compound documents, as old workbooks are: their table of sectors, proved to lead somewhere before it is followed.
//!
//! The table says of each sector which one comes next. A damaged or hostile one may lead in a circle, which a reader
//! would follow until memory ends. Layout: [MS-CFB], sections 2.2 (header) and 2.3 (sectors).

/// Entries from here on are marks (free, end of a chain, table), not sectors.
const FIRST_MARK: u32 = 0xFFFF_FFFA;
/// Where the header names the first sectors of the table, and how many it has room for.
const IN_HEADER: std::ops::Range<usize> = 76..512;

/// Whether the table of sectors goes round in a circle, or is larger than the file has sectors for.
pub(crate) fn goes_round(bytes: &[u8]) -> bool {
    let Some(size) = sector_size(bytes).filter(|_| is_compound(bytes)) else {
        return false;
    };
    let n_sectors = bytes.len() / size + 1;
    let Some(table) = table(bytes, size, n_sectors) else {
        return true;
    };
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

/// The entries of all sectors of the table; `None` where they are more than the file can hold.
fn table(bytes: &[u8], size: usize, n_sectors: usize) -> Option<Vec<u32>> {
    let mut of_table: Vec<u32> = words(&bytes[IN_HEADER]).collect();
    let mut further = word(bytes, 68)?;
    // Each of these sectors names more sectors of the table, and with its last entry the next of its kind.
    let mut n_further = 0;
    while further < FIRST_MARK {
        n_further += 1;
        let sector = sector(bytes, size, further).filter(|_| n_further <= n_sectors)?;
        of_table.extend(words(sector));
        further = of_table.pop()?;
    }
    let named = of_table.into_iter().filter(|id| *id < FIRST_MARK);
    let mut entries = Vec::new();
    for sector in named.filter_map(|id| sector(bytes, size, id)) {
        entries.extend(words(sector));
        if entries.len() > 2 * n_sectors + size {
            return None;
        }
    }
    Some(entries)
}

/// Whether these bytes begin as a compound document does.
pub(crate) fn is_compound(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xD0\xCF\x11\xE0")
}

/// Bytes of a sector: 512 or 4,096.
fn sector_size(bytes: &[u8]) -> Option<usize> {
    match (bytes.get(30..32)?, bytes.len() > IN_HEADER.end) {
        ([9, 0], true) => Some(512),
        ([12, 0], true) => Some(4096),
        _ => None,
    }
}

fn sector(bytes: &[u8], size: usize, id: u32) -> Option<&[u8]> {
    let start = (id as usize).checked_add(1)?.checked_mul(size)?;
    bytes.get(start..(start + size).min(bytes.len()))
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
mod tests {
    use super::*;

    /// A document of one table sector, whose entries are given, and some others.
    fn document(entries: &[u32]) -> Vec<u8> {
        let mut bytes = vec![0_u8; 512 * 10];
        bytes[..4].copy_from_slice(b"\xD0\xCF\x11\xE0");
        bytes[30] = 9;
        bytes[68..72].copy_from_slice(&u32::MAX.to_le_bytes());
        bytes[76..512].fill(0xFF);
        bytes[76..80].copy_from_slice(&0_u32.to_le_bytes());
        bytes[512..1024].fill(0xFF);
        for (at, entry) in entries.iter().enumerate() {
            bytes[512 + 4 * at..516 + 4 * at].copy_from_slice(&entry.to_le_bytes());
        }
        bytes
    }

    #[test]
    fn a_chain_that_ends_is_fine_and_a_circle_is_found() {
        const END: u32 = 0xFFFF_FFFE;
        assert!(!goes_round(&document(&[0xFFFF_FFFD, 2, 3, END, END])));
        assert!(
            !goes_round(&document(&[0xFFFF_FFFD, 3, 3, 4, END])),
            "two chains may meet"
        );
        assert!(goes_round(&document(&[0xFFFF_FFFD, 2, 3, 1])));
        assert!(
            goes_round(&document(&[0xFFFF_FFFD, 1])),
            "a sector after itself"
        );
        assert!(!goes_round(b"\xD0\xCF\x11\xE0"), "too short to say");
    }

    #[test]
    fn a_list_of_the_table_that_goes_round_is_found() {
        let mut bytes = document(&[0xFFFF_FFFD]);
        // The second sector names the table's sectors, and itself as the next such list.
        bytes[68..72].copy_from_slice(&1_u32.to_le_bytes());
        bytes[1024..1532].fill(0xFF);
        bytes[1532..1536].copy_from_slice(&1_u32.to_le_bytes());
        assert!(goes_round(&bytes));
    }
}
