//! The ledger's data dictionary as Markdown.

use std::fmt::Write as _;

use super::{ColumnType, allows_user_columns, columns_of};
use crate::Table;

/// A section per table: a row per column with type, whether it is required, unit, meaning and other headers.
pub fn to_markdown() -> String {
    let mut out = String::from(
        "# Ledger columns\n\nThe tables a ledger can have. Only `invoices` is required; columns marked * are required in their table.\n",
    );
    for table in Table::ALL {
        // Writing to a String cannot fail.
        let _ = write!(
            out,
            "\n## {table}\n\n| column | type | unit | meaning | recognised headers |\n| --- | --- | --- | --- | --- |\n"
        );
        for column in columns_of(table) {
            let star = if column.required { "*" } else { "" };
            let kind = type_name(column.column_type);
            let synonyms = column.synonyms;
            let _ = writeln!(
                out,
                "| `{}`{star} | {kind} | {} | {} | {synonyms} |",
                column.name, column.unit, column.meaning
            );
        }
        if allows_user_columns(table) {
            let _ = writeln!(
                out,
                "\nAny further column may be mapped under a name of your own; it is kept as text."
            );
        }
    }
    out
}

fn type_name(column_type: ColumnType) -> &'static str {
    match column_type {
        ColumnType::Id | ColumnType::Text => "String",
        ColumnType::Date => "Date",
        ColumnType::Amount | ColumnType::Number => "Float64",
        ColumnType::Integer => "Int32",
        ColumnType::Flag => "Boolean",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_and_column_is_in_it() {
        let text = to_markdown();
        for table in Table::ALL {
            assert!(text.contains(&format!("\n## {table}\n")));
            for column in columns_of(table) {
                assert!(
                    text.contains(&format!("| `{}`", column.name)),
                    "{}",
                    column.name
                );
            }
        }
        assert!(text.contains("| `due_date`* | Date |  | Contractual last day to pay"));
        assert!(text.contains("| `discount_pct` | Float64 | per cent of the amount |"));
    }
}
