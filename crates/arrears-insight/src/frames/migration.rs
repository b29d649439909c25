//! `segment_migration.parquet`: who went where since the last champion.

use arrears_ledger::Day;
use polars::prelude::*;

use super::{column, dates, money};
use crate::InsightError;
use crate::customers::migration::{Grouping, MigrationRow};
use crate::customers::{ClusterProfile, Migration};
use crate::text::Language;

/// The frame of `segment_migration.parquet`: a row per pair of groups. Without an earlier champion it has no rows.
///
/// A cluster that is gone has neither name nor code any more.
pub fn migration_frame(
    migration: &Migration,
    clusters: &[ClusterProfile],
    as_of: Day,
    language: Language,
) -> Result<DataFrame, InsightError> {
    let rows = &migration.rows;
    let profile = |row: &MigrationRow, id: &str| {
        let mut all = clusters.iter();
        let found = all.find(|cluster| cluster.cluster_id.to_string() == id);
        found.filter(|_| row.kind == Grouping::Cluster)
    };
    let name = |row: &MigrationRow, id: &str| match row.kind {
        Grouping::Segment => Some(id.to_owned()),
        Grouping::Cluster => profile(row, id).map(|found| found.name.get(language).to_owned()),
    };
    let code = |row: &MigrationRow, id: &str| {
        let named = profile(row, id)?;
        named.name_code.code()
    };
    let columns = vec![
        dates("from_as_of", rows.iter().map(|_| migration.from))?,
        dates("as_of", rows.iter().map(|_| Some(as_of)))?,
        column("grouping", rows.iter().map(|row| row.kind.code())),
        column("from_group", rows.iter().map(|row| row.from.as_deref())),
        column("to_group", rows.iter().map(|row| row.to.as_str())),
        column(
            "from_name",
            rows.iter()
                .map(|row| row.from.as_deref().and_then(|from| name(row, from))),
        ),
        column("to_name", rows.iter().map(|row| name(row, &row.to))),
        column(
            "from_code",
            rows.iter()
                .map(|row| row.from.as_deref().and_then(|from| code(row, from))),
        ),
        column("to_code", rows.iter().map(|row| code(row, &row.to))),
        column("change", rows.iter().map(|row| row.change.code())),
        column("n_customers", rows.iter().map(|row| row.n_customers)),
        money("open_amount", rows.iter().map(|row| row.open_minor)),
    ];
    Ok(DataFrame::new(rows.len(), columns)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::customers::migration::Change;

    #[test]
    fn without_rows_the_columns_have_their_types() {
        let row = MigrationRow {
            kind: Grouping::Segment,
            from: Some("A".into()),
            to: "C".into(),
            change: Change::Worse,
            n_customers: 3,
            open_minor: 1_250,
        };
        let one = Migration {
            from: Some(Day(0)),
            rows: vec![row],
            ..Migration::default()
        };
        let frame = |m: &Migration| migration_frame(m, &[], Day(31), Language::En).unwrap();
        let (none, one) = (frame(&Migration::default()), frame(&one));
        assert_eq!((none.height(), none.schema()), (0, one.schema()));
        let open = one.column("open_amount").unwrap().f64().unwrap().get(0);
        assert_eq!(open, Some(12.5));
        assert_eq!(one.column("to_code").unwrap().null_count(), 1, "a segment");
        let change = one.column("change").unwrap().str().unwrap().get(0);
        assert_eq!(change, Some("worse"));
    }
}
