//! The one place that writes Parquet, so that the same rows give the same bytes.
//!
//! Every step is fixed: the order of rows (a sort by keys that keeps ties in place), the chunks (one), the row
//! groups, the page size, the compression and the statistics. Nothing follows the number of threads.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use polars::prelude::*;

use crate::LedgerError;

/// Rows in a row group: 2^17, small enough to be read in parallel, large enough to compress.
const ROW_GROUP: usize = 131_072;
/// Bytes in a data page.
const PAGE: usize = 1 << 20;

/// The frame as Parquet bytes: rows sorted by `keys` (nulls first, ties in their order), zstd.
///
/// Columns may be of any type of the contract's outputs: String, Date, Float64, integers, Boolean, lists and lists
/// of structs. Keys must be columns of text, dates or numbers. The same frame gives the same bytes at any number
/// of threads.
pub fn write_parquet(frame: &mut DataFrame, keys: &[&str]) -> Result<Vec<u8>, LedgerError> {
    write_parquet_saying(frame, keys, &[])
}

/// The same with words about the whole file in its metadata: names and what is said.
pub fn write_parquet_saying(
    frame: &mut DataFrame,
    keys: &[&str],
    said: &[(&str, &str)],
) -> Result<Vec<u8>, LedgerError> {
    let failed = |error: PolarsError| LedgerError::Internal {
        doing: "writing Parquet",
        reason: error.to_string(),
    };
    if !keys.is_empty() {
        let stable = SortMultipleOptions::default()
            .with_maintain_order(true)
            .with_nulls_last(false);
        frame
            .sort_in_place(keys.iter().copied(), stable)
            .map_err(failed)?;
    }
    frame.rechunk_mut();
    let owned = |(name, words): &(&str, &str)| ((*name).to_owned(), (*words).to_owned());
    let metadata = KeyValueMetadata::from_static(said.iter().map(owned).collect());
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes)
        .with_key_value_metadata((!said.is_empty()).then_some(metadata))
        .with_compression(ParquetCompression::Zstd(None))
        .with_statistics(StatisticsOptions::default())
        .with_row_group_size(Some(ROW_GROUP))
        .with_data_page_size(Some(PAGE))
        .finish(frame)
        .map_err(failed)?;
    Ok(bytes)
}

/// A whole Parquet file as a frame, in one chunk.
pub fn read_parquet(path: &Path) -> Result<DataFrame, LedgerError> {
    guarded(path, &path.display().to_string(), |file| {
        let mut frame = ParquetReader::new(file).finish()?;
        frame.rechunk_mut();
        Ok(frame)
    })
}

/// Opens a file (called `name` in messages) and reads from it. polars may panic on a damaged file: that is the
/// file's fault, not ours.
pub(crate) fn guarded<T>(
    path: &Path,
    name: &str,
    read: impl FnOnce(std::fs::File) -> PolarsResult<T>,
) -> Result<T, LedgerError> {
    let damaged = |reason: String| LedgerError::Parquet {
        file: name.to_owned(),
        reason,
    };
    let file = std::fs::File::open(path).map_err(|source| LedgerError::Io {
        path: path.to_owned(),
        source,
    })?;
    match catch_unwind(AssertUnwindSafe(|| read(file))) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(damaged(error.to_string())),
        Err(_) => Err(damaged("the file is damaged".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A frame of every type that a run writes.
    fn sample(n_rows: i32) -> DataFrame {
        let feature = Series::new("feature".into(), ["late_ratio", "sector", "terms"]);
        let value = Series::new("value".into(), [Some(0.25), None, Some(30.0)]);
        let reason = StructChunked::from_series("reason".into(), 3, [feature, value].iter())
            .unwrap()
            .into_series();
        let reasons = (0..n_rows).map(|row| Some(reason.slice(0, (row % 4) as usize)));
        let mut reasons: ListChunked = reasons.collect();
        reasons.rename("reasons".into());
        let ids: Vec<String> = (0..n_rows)
            .map(|row| format!("{:05}", (row * 7_919) % n_rows.max(1)))
            .collect();
        let days = Int32Chunked::from_vec("as_of".into(), (0..n_rows).collect()).into_date();
        let warnings: ListChunked = (0..n_rows)
            .map(|row| Some(Series::new("".into(), vec!["x"; (row % 3) as usize])))
            .collect();
        let columns = vec![
            Column::new("customer_id".into(), ids),
            days.into_series().into_column(),
            Column::new(
                "p_late".into(),
                (0..n_rows)
                    .map(|row| (row % 9 != 0).then_some(f64::from(row) / 7.0))
                    .collect::<Vec<_>>(),
            ),
            Column::new(
                "early_warning".into(),
                (0..n_rows).map(|row| row % 2 == 0).collect::<Vec<_>>(),
            ),
            Column::new("risk_score".into(), (0..n_rows).collect::<Vec<_>>()),
            warnings
                .with_name("warnings".into())
                .into_series()
                .into_column(),
            reasons.into_series().into_column(),
        ];
        DataFrame::new(n_rows as usize, columns).unwrap()
    }

    fn round_trip(bytes: &[u8]) -> DataFrame {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.parquet");
        std::fs::write(&path, bytes).unwrap();
        read_parquet(&path).unwrap()
    }

    #[test]
    fn every_type_comes_back_sorted_by_key() {
        let mut frame = sample(1_000);
        let bytes = write_parquet(&mut frame, &["customer_id"]).unwrap();
        let back = round_trip(&bytes);
        assert!(back.equals_missing(&frame));
        let ids: Vec<&str> = back
            .column("customer_id")
            .unwrap()
            .str()
            .unwrap()
            .iter()
            .flatten()
            .collect();
        assert!(ids.is_sorted());
    }

    #[test]
    fn same_rows_same_bytes_in_any_chunks_order_and_threads() {
        let mut whole = sample(500);
        let expected = write_parquet(&mut whole, &["customer_id"]).unwrap();
        let shuffled = sample(500);
        let mut parts = shuffled.slice(200, 300);
        parts.vstack_mut(&shuffled.slice(0, 200)).unwrap();
        assert_eq!(
            write_parquet(&mut parts.clone(), &["customer_id"]).unwrap(),
            expected
        );
        let one = rayon::ThreadPoolBuilder::new()
            .num_threads(1)
            .build()
            .unwrap();
        assert_eq!(
            one.install(|| write_parquet(&mut parts, &["customer_id"]).unwrap()),
            expected
        );
    }

    #[test]
    fn ties_stay_in_their_order() {
        let mut frame = df!("key" => [2, 1, 2, 1], "row" => [0, 1, 2, 3]).unwrap();
        let back = round_trip(&write_parquet(&mut frame, &["key"]).unwrap());
        assert_eq!(
            back.column("row").unwrap().i32().unwrap().to_vec(),
            [Some(1), Some(3), Some(0), Some(2)]
        );
    }

    #[test]
    fn an_empty_frame_keeps_its_columns() {
        let mut frame = sample(0);
        let back = round_trip(&write_parquet(&mut frame, &["customer_id"]).unwrap());
        assert_eq!((back.height(), back.schema()), (0, frame.schema()));
    }

    #[test]
    fn a_damaged_or_missing_file_is_an_error() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.parquet");
        assert!(
            read_parquet(&path)
                .unwrap_err()
                .to_string()
                .starts_with("cannot read `")
        );
        let bytes = write_parquet(&mut sample(100), &[]).unwrap();
        for length in [0, 4, 100, bytes.len() / 2, bytes.len() - 1] {
            std::fs::write(&path, &bytes[..length]).unwrap();
            let error = read_parquet(&path).unwrap_err().to_string();
            assert!(error.contains("x.parquet` as Parquet: "), "{error}");
        }
    }
}
