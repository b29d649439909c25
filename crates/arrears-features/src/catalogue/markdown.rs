//! The data dictionary of features, made from the catalogue.

use std::fmt::Write as _;

use super::{CATALOGUE, FeatureDef, FeatureKind};
use crate::Moment;

const HEAD: &str = "\
# Data dictionary

Every feature, made from the catalogue in `arrears-features`: change an entry there, then run
`UPDATE_DOCS=1 cargo test --release -p arrears-features dictionary`.

Every feature is as known at the end of the as-of day `D`. An invoice at its invoice date is seen as of the day before;
an open invoice and a customer as of the as-of date. History of an open invoice leaves the invoice itself out.

- **matured**: due date plus grace lies on or before `D`, settled or not. Credit notes, direct debits and cancelled
  invoices (credited for half or more) are not counted; an invoice known later counts from then.
- **late**: not settled by the end of due date plus grace, as known at `D`.
- **over 12 months, 6 months, 90 days**: matured in the last 365, 182, 90 days.
- **settled**: from the day on which payments, discounts, offsets and credit notes less reversals reach the amount less
  the tolerance. **unsettled** invoices that matured count with the days past due at `D`, a lower bound.
- **empty** (null) means unknown: no history, or nothing to divide by. A feature whose source the ledger lacks is left
  out of the table and named.

Moments: `I` an invoice at its invoice date, `O` an open invoice, `C` a customer. Used by: `M` the late-payment model,
`K` the clusters.
";

/// The data dictionary of features as Markdown.
pub fn to_markdown() -> String {
    let mut text = String::from(HEAD);
    text.push_str(
        "\n| feature | name | unit | meaning | formula | sources | moments | used by |\n",
    );
    text.push_str("| --- | --- | --- | --- | --- | --- | --- | --- |\n");
    for feature in CATALOGUE.iter() {
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "| `{}` | {} | {} | {} | `{}` | {} | {} | {} |",
            feature.id,
            feature.name,
            unit(feature),
            feature.meaning,
            feature.formula,
            feature.sources.join(", "),
            moments(feature),
            used_by(feature),
        );
    }
    text
}

fn unit(feature: &FeatureDef) -> &'static str {
    match feature.kind {
        FeatureKind::Category => "category",
        _ => feature.unit,
    }
}

fn moments(feature: &FeatureDef) -> String {
    let letters = feature.moments.iter().map(|moment| match moment {
        Moment::Issue => "I",
        Moment::Open => "O",
        Moment::Customer => "C",
    });
    letters.collect::<Vec<_>>().join(" ")
}

fn used_by(feature: &FeatureDef) -> &'static str {
    match (feature.in_model, feature.in_clusters) {
        (true, true) => "M K",
        (true, false) => "M",
        (false, true) => "K",
        (false, false) => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dictionary_has_a_row_of_eight_cells_per_feature() {
        let text = to_markdown();
        let rows: Vec<&str> = text
            .lines()
            .filter(|line| line.starts_with("| `"))
            .collect();
        assert_eq!(rows.len(), CATALOGUE.len());
        for row in rows {
            assert_eq!(row.matches('|').count(), 9, "{row}");
        }
    }
}
