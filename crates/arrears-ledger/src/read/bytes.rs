//! The bytes of a file, read by all cores at the same time.

use std::fs::File;
use std::io;
use std::path::Path;

use rayon::prelude::*;

/// Bytes that a core reads at a time.
const BLOCK: usize = 8 * 1024 * 1024;

/// All bytes of a file. A file that is cut short meanwhile is an error.
pub(crate) fn read_bytes(path: &Path) -> io::Result<Vec<u8>> {
    read_in_blocks(path, BLOCK)
}

#[cfg(unix)]
fn read_in_blocks(path: &Path, block: usize) -> io::Result<Vec<u8>> {
    use std::os::unix::fs::FileExt as _;

    let file = File::open(path)?;
    let length = file.metadata()?.len();
    let length = usize::try_from(length).map_err(|_| io::ErrorKind::FileTooLarge)?;
    // Copying out of the system's memory is most of the time here, and first touching our own.
    let mut bytes = vec![0; length];
    bytes
        .par_chunks_mut(block)
        .enumerate()
        .try_for_each(|(index, part)| file.read_exact_at(part, (index * block) as u64))?;
    Ok(bytes)
}

#[cfg(not(unix))]
fn read_in_blocks(path: &Path, _: usize) -> io::Result<Vec<u8>> {
    use std::io::Read as _;

    let mut bytes = Vec::new();
    File::open(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_of_any_size_give_all_bytes() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.csv");
        for length in [0, 1, 6, 7, 8, 700] {
            let bytes: Vec<u8> = (0..length).map(|byte| (byte % 251) as u8).collect();
            std::fs::write(&path, &bytes).unwrap();
            assert_eq!(read_in_blocks(&path, 7).unwrap(), bytes);
        }
        assert!(read_bytes(&dir.path().join("none.csv")).is_err());
    }
}
