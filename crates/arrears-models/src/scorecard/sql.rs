//! A card as a query: a CASE per feature over a table that has the features as columns.
//!
//! Standard SQL only: quoted identifiers, text in single quotes, whole numbers to add up. Names and categories come from
//! the ledger, so each is quoted with its own quotes doubled; none of them stands in a comment, which a line break
//! would end.

use std::fmt::Write;

use super::bins::CardBins;
use super::{CardFeature, Scorecard};

/// The table that the query reads; to be replaced by one's own.
pub const TABLE: &str = "invoice_features";

/// The query: every column of the table, and `score`.
pub fn to_sql(card: &Scorecard) -> String {
    let mut text = head(card);
    let _ = write!(text, "SELECT\n  t.*,\n  {}", card.base_points);
    for feature in &card.features {
        text.push_str(&case(feature));
    }
    let _ = write!(text, " AS \"score\"\nFROM {} AS t;\n", identifier(TABLE));
    text
}

fn head(card: &Scorecard) -> String {
    let scale = &card.scale;
    format!(
        "-- Scorecard of late payment, made by arrears from what was known on {}.\n\
         -- More points are better: at {} the odds of payment in time are {} to 1, and {} points more double them.\n\
         -- The probability of late payment is 1 / (1 + EXP((score - {}) / {})).\n\
         -- Standard SQL. MySQL needs sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'.\n",
        card.as_of,
        scale.base_score,
        scale.base_odds,
        scale.points_to_double_odds,
        scale.offset(),
        scale.factor(),
    )
}

fn case(feature: &CardFeature) -> String {
    let column = format!("t.{}", identifier(&feature.feature));
    let mut text = String::from("\n  + CASE\n");
    let mut when = |condition: String, points: i64| {
        let _ = writeln!(text, "      WHEN {column} {condition} THEN {points}");
    };
    let last = match &feature.bins {
        CardBins::Numbers { bins, unknown } => {
            when("IS NULL".into(), unknown.points);
            for number in bins {
                if let Some(below) = number.below {
                    when(format!("< {below}"), number.bin.points);
                }
            }
            bins.last().map_or(unknown.points, |last| last.bin.points)
        }
        CardBins::Categories {
            bins,
            other,
            unknown,
        } => {
            when("IS NULL".into(), unknown.points);
            for level in bins {
                when(format!("= {}", literal(&level.category)), level.bin.points);
            }
            other.points
        }
    };
    let _ = write!(text, "      ELSE {last}\n    END");
    text
}

fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_doubled() {
        assert_eq!(identifier("a\"b; --"), "\"a\"\"b; --\"");
        assert_eq!(literal("O'Neil\\"), "'O''Neil\\'");
    }
}
