//! `sectors.parquet`: a row per sector.

use arrears_ledger::Day;
use polars::prelude::*;

use super::{column, dates, money};
use crate::InsightError;
use crate::sectors::SectorInsight;
use crate::text::Language;

/// The frame of `sectors.parquet`, in the order of the sectors given; findings are in `language`.
pub fn sectors_frame(
    sectors: &[SectorInsight],
    as_of: Day,
    language: Language,
) -> Result<DataFrame, InsightError> {
    let all = || sectors.iter();
    let finding = |s: &SectorInsight| s.finding().map(|text| text.get(language).to_owned());
    let columns = vec![
        column("sector", all().map(|s| s.sector.as_str())),
        dates("as_of", all().map(|_| Some(as_of)))?,
        column(
            "rolled_up_to",
            all().map(|s| s.rolled_up.as_ref().map(|group| group.code.as_str())),
        ),
        column(
            "rolled_up_level",
            all().map(|s| s.rolled_up.as_ref().map(|group| group.level.as_str())),
        ),
        column("n_customers", all().map(|s| s.n_customers as i64)),
        column(
            "n_customers_mature",
            all().map(|s| s.n_customers_mature as i64),
        ),
        column("n_invoices", all().map(|s| s.n_invoices as i64)),
        column("n_effective", all().map(|s| s.n_effective)),
        money("amount", all().map(|s| s.amount_minor)),
        money("open_amount", all().map(|s| s.open_minor)),
        money("overdue_amount", all().map(|s| s.overdue_minor)),
        column("late_share", all().map(|s| s.late_share)),
        column(
            "late_share_low",
            all().map(|s| s.late_interval.map(|i| i.low)),
        ),
        column(
            "late_share_high",
            all().map(|s| s.late_interval.map(|i| i.high)),
        ),
        column("late_share_amount", all().map(|s| s.late_share_amount)),
        column("shrunken_risk", all().map(|s| s.shrunken_risk)),
        column("material_share", all().map(|s| s.material_share)),
        column(
            "material_share_low",
            all().map(|s| s.material_interval.map(|i| i.low)),
        ),
        column(
            "material_share_high",
            all().map(|s| s.material_interval.map(|i| i.high)),
        ),
        column(
            "shrunken_material_risk",
            all().map(|s| s.shrunken_material_risk),
        ),
        column("mean_dunning_level", all().map(|s| s.mean_dunning_level)),
        column(
            "reached_second_reminder",
            all().map(|s| s.reached_second_reminder),
        ),
        column(
            "typical_step",
            all().map(|s| s.typical_step.map(|step| i32::from(step.step))),
        ),
        column(
            "typical_step_share",
            all().map(|s| s.typical_step.map(|step| step.share)),
        ),
        column("finding", all().map(finding)),
        column("measure", all().map(|s| s.measure.code())),
    ];
    Ok(DataFrame::new(sectors.len(), columns)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::customers::policy::MeasureRule;
    use crate::facts::examples::{DAY, customer, paid, portfolio};
    use crate::sectors::sectors;

    #[test]
    fn a_row_per_sector_with_the_same_types_whatever_is_known() {
        let mut all = customer("c", vec![paid(50, 20)]);
        all.facts.sector = Some("retail".into());
        let found = sectors(&portfolio(vec![all]), &MeasureRule::default());
        let frame = sectors_frame(&found, DAY, Language::En).unwrap();
        let empty = sectors_frame(&[], DAY, Language::En).unwrap();
        assert_eq!((frame.height(), empty.height()), (1, 0));
        assert_eq!(frame.schema(), empty.schema());
        assert_eq!(
            frame.column("amount").unwrap().f64().unwrap().get(0),
            Some(1_000.0)
        );
        assert_eq!(frame.column("typical_step").unwrap().null_count(), 1);
        assert_eq!(frame.column("rolled_up_to").unwrap().null_count(), 1);
    }
}
