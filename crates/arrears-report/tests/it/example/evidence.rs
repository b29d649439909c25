//! What the model's figures are worth.

use arrears_report::*;

fn bounds(estimate: f64, half: f64) -> Bounds {
    Bounds {
        estimate,
        low: estimate - half,
        high: estimate + half,
    }
}

pub fn differences() -> Vec<LossDifference> {
    let row = |en: &str, nl: &str, fr: &str, value, half| LossDifference {
        name: Wording::new(en, nl, fr),
        log_loss: bounds(value, half),
    };
    vec![
        row(
            "mean of all",
            "gemiddelde van alle",
            "moyenne générale",
            -0.253,
            0.031,
        ),
        row(
            "customer’s own late ratio",
            "eigen aandeel te laat van de klant",
            "taux de retard du client",
            -0.077,
            0.019,
        ),
        row(
            "customer’s last outcome",
            "laatste uitkomst van de klant",
            "dernière issue du client",
            0.004,
            0.012,
        ),
    ]
}

pub fn calibration() -> CalibrationFigures {
    CalibrationFigures {
        slope: bounds(0.91, 0.06),
        intercept: bounds(-0.08, 0.11),
    }
}

pub fn history() -> Vec<HistoryRow> {
    let row = |en: &str, nl: &str, fr: &str, n, event_rate: f64| HistoryRow {
        name: Wording::new(en, nl, fr),
        n,
        n_customers: n / 4,
        event_rate: Some(event_rate),
        low: Some(event_rate - 0.07),
        high: Some(event_rate + 0.07),
        mean_p_late: Some(event_rate + 0.02),
        auc: Some(0.731),
        log_loss: Some(0.588),
        base_rate_log_loss: Some(0.671),
        difference: Some(bounds(-0.083, 0.044)),
    };
    vec![
        row("new customer", "nieuwe klant", "nouveau client", 84, 0.42),
        row(
            "returning customer",
            "bestaande klant",
            "client existant",
            1_120,
            0.36,
        ),
    ]
}

pub fn parts() -> Vec<PartRow> {
    let row = |en: &str, nl: &str, fr: &str, difference, n_columns| PartRow {
        part: Wording::new(en, nl, fr),
        log_loss: 0.3987 + difference,
        difference,
        n_columns,
    };
    vec![
        row(
            "the invoice itself",
            "de factuur zelf",
            "la facture elle-même",
            0.0071,
            31,
        ),
        row(
            "payment history",
            "betaalgeschiedenis",
            "historique de paiement",
            0.0412,
            18,
        ),
        row("signals", "signalen", "signaux", -0.0004, 36),
    ]
}

pub fn refinements() -> Vec<RefinementRow> {
    let row = |setting: Option<f64>, difference, chosen| RefinementRow {
        refinement: Wording::new(
            "half-life of older invoices, in days",
            "halfwaardetijd van oudere facturen, in dagen",
            "demi-vie des factures anciennes, en jours",
        ),
        setting,
        log_loss: 0.4001 + difference,
        difference,
        chosen,
    };
    vec![
        row(None, 0.0, false),
        row(Some(365.0), -0.0014, true),
        row(Some(90.0), 0.0021, false),
    ]
}

pub fn origins() -> Vec<OriginRow> {
    let row = |(month, n, log_loss): (u32, u64, f64)| OriginRow {
        from: format!("2025-{month:02}-01"),
        until: format!("2025-{month:02}-28"),
        n,
        event_rate: Some(0.30 + f64::from(month % 3) * 0.03),
        mean_p_late: Some(0.33),
        auc: Some(0.86),
        log_loss: Some(log_loss),
        base_rate_log_loss: Some(0.655),
    };
    [
        (7, 240, 0.41),
        (8, 198, 0.43),
        (9, 266, 0.39),
        (10, 251, 0.40),
        (11, 249, 0.38),
    ]
    .map(row)
    .to_vec()
}
