//! What is outstanding, what comes in, and how the late share moves.

use arrears_insight::late_share::LateMonth as Month;
use arrears_insight::money::Kpis as Found;
use arrears_report::{AgeBucket, CashForecast, CashWeek, Kpis, LateMonth, Wording};

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
    let (found, band) = (&money.cash, &money.band);
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
            })
            .collect(),
        later_minor: found.later_minor,
        never_minor: found.never_minor,
        method: Wording::new(
            "Each open invoice's amount, spread over the settlement days of comparable past invoices that were open for as long. Four of five simulated weeks lie in the range.",
            "Het bedrag van elke openstaande factuur, gespreid over de betaaldagen van vergelijkbare eerdere facturen die even lang openstonden. Vier van de vijf nagebootste weken vallen binnen de marge.",
            "Le montant de chaque facture ouverte, réparti selon les jours de règlement de factures passées comparables, ouvertes depuis aussi longtemps. Quatre semaines simulées sur cinq tombent dans l’intervalle.",
        ),
    }
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
