//! What is outstanding, what comes in, and how the late share moves.

use std::collections::BTreeMap;

use arrears_insight::late_share::LateMonth as Month;
use arrears_insight::money::{KpiMonth as Key, Kpis as Found, ProvisionRow as Provided};
use arrears_report::{
    AgeBucket, CashForecast, CashWeek, KpiMonth, Kpis, LateMonth, ProvisionAge, Wording,
};

use crate::job::money::Money;

pub fn kpis(found: &Found) -> Kpis {
    Kpis {
        open_minor: found.open_minor,
        overdue_minor: found.overdue_minor,
        n_open: found.n_open,
        n_overdue: found.n_overdue,
        n_customers_open: found.n_customers_open,
        n_customers: found.n_customers,
        ageing: found
            .ageing
            .iter()
            .map(|age| AgeBucket {
                bucket: age.bucket.code().to_owned(),
                amount_minor: age.open_minor,
                n: age.n,
            })
            .collect(),
        dso_days: found.dso_days,
        best_possible_dso_days: found.best_possible_dso_days,
        add_days: found.add_days,
        cei_percent: found.cei_percent,
    }
}

pub fn cash(money: &Money) -> CashForecast {
    let (found, bands) = (&money.cash.open, &money.cash.bands);
    let (band, total) = (&bands.open, &bands.total);
    CashForecast {
        weeks: found
            .weeks
            .iter()
            .enumerate()
            .map(|(i, week)| CashWeek {
                from: week.from.to_string(),
                until: week.until.to_string(),
                expected_minor: week.expected_minor,
                contractual_minor: Some(week.contractual_minor),
                low_minor: Some(band.p10_minor[i]),
                high_minor: Some(band.p90_minor[i]),
                sales_minor: Some(money.cash.sales.expected_minor[i]),
                total_low_minor: Some(total.p10_minor[i]),
                total_high_minor: Some(total.p90_minor[i]),
                overdue_minor: Some(week.overdue_minor),
            })
            .collect(),
        unbooked_minor: found.unbooked_minor,
        later_minor: found.later_minor,
        never_minor: found.never_minor,
        method: Wording::new(
            "Each open invoice's amount, spread over the settlement days of comparable past invoices that were open for as long. Four of five simulated weeks lie in the range.",
            "Het bedrag van elke openstaande factuur, gespreid over de betaaldagen van vergelijkbare eerdere facturen die even lang openstonden. Vier van de vijf nagebootste weken vallen binnen de marge.",
            "Le montant de chaque facture ouverte, réparti selon les jours de règlement de factures passées comparables, ouvertes depuis aussi longtemps. Quatre semaines simulées sur cinq tombent dans l’intervalle.",
        ),
    }
}

/// The provisions of all groups by age; the share of an age is over all of its history.
pub fn provision(found: &[Provided]) -> Vec<ProvisionAge> {
    let mut ages: BTreeMap<usize, (ProvisionAge, i64, i64)> = BTreeMap::new();
    for row in found {
        let (age, lost, history) = ages.entry(row.bucket as usize).or_insert_with(|| {
            let age = ProvisionAge {
                bucket: row.bucket.code().to_owned(),
                provision_minor: Some(0),
                ..ProvisionAge::default()
            };
            (age, 0, 0)
        });
        age.open_minor += row.open_minor;
        age.provision_minor = age
            .provision_minor
            .zip(row.provision_minor)
            .map(|(sum, more)| sum + more);
        *lost += row.lost_minor;
        *history += row.history_minor;
    }
    let ages = ages.into_values().map(|(age, lost, history)| ProvisionAge {
        lost_share: (history > 0).then(|| lost as f64 / history as f64),
        ..age
    });
    ages.collect()
}

/// A year of month's ends, and the as-of date.
const MONTHS: usize = 13;

pub fn kpi_months(found: &[Key]) -> Vec<KpiMonth> {
    let from = found.len().saturating_sub(MONTHS);
    found[from..]
        .iter()
        .map(|month| KpiMonth {
            day: month.day.to_string(),
            open_minor: month.amounts.open,
            overdue_minor: month.amounts.open - month.amounts.current,
            dso_days: month.ratios.dso_days,
            best_possible_dso_days: month.ratios.best_possible_dso_days,
            add_days: month.ratios.add_days,
            cei_percent: month.ratios.cei_percent,
        })
        .collect()
}

pub fn months(found: &[Month]) -> Vec<LateMonth> {
    found
        .iter()
        .map(|month| LateMonth {
            month: month.label(),
            n: month.n_mature,
            late_share: month.late_share(),
            late_share_amount: month.late_share_amount(),
            n_immature: month.n - month.n_mature,
            complete: month.n == month.n_mature,
        })
        .collect()
}
