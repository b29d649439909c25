//! What the made-up company’s files held.

use arrears_report::*;

use super::*;

pub fn quality() -> DataQuality {
    let file = |file: &str, table: &str, read, rejected| FileRows {
        file: file.into(),
        table: table.into(),
        read,
        used: read - rejected,
        rejected,
        amount_read_minor: (table != "reminders" && table != "customers").then_some(148_230_512),
        amount_used_minor: (table != "reminders" && table != "customers").then_some(148_230_512),
        amount_rejected_minor: (table != "reminders" && table != "customers").then_some(0),
        n_unreadable: rejected,
        n_empty: 0,
    };
    DataQuality {
        files: vec![
            file("debiteuren.csv", "customers", 240, 0),
            file("openstaande-posten-2023.csv", "invoices", 2_104, 3),
            file("openstaande-posten-2024.csv", "invoices", 2_077, 0),
            file("betalingen.csv", "payments", 4_012, 2),
            file("aanmaningen.csv", "reminders", 1_630, 0),
        ],
        rejects: vec![RejectCount {
            reason: Wording::new(
                "unreadable amount",
                "onleesbaar bedrag",
                "montant illisible",
            ),
            n: 3,
            example: "openstaande-posten-2023.csv:118, Bedrag, `1.2.99,0`".into(),
        }],
        flags: vec![FlagCount {
            flag: Wording::new(
                "due before the invoice date",
                "vervallen voor factuurdatum",
                "échéance avant la facture",
            ),
            n: 7,
            example: "2023-00412".into(),
        }],
        absent_features: vec![AbsentFeature {
            feature: "credit_utilisation".into(),
            label: Wording::new(
                "Credit limit used",
                "Gebruikte kredietlimiet",
                "Limite de crédit utilisée",
            ),
            missing: Wording::new(
                "column `credit_limit` of table `customers`",
                "kolom `credit_limit` van tabel `customers`",
                "colonne `credit_limit` de la table `customers`",
            ),
        }],
        findings: vec![
            FindingRow {
                kind: "ends_early".into(),
                table: "payments".into(),
                text: Wording::new(
                    "The payments end on 2024-11-12, while others go on: what was paid since looks unpaid.",
                    "De betalingen eindigen op 2024-11-12, andere tabellen lopen door: wat sindsdien betaald is, lijkt open.",
                    "Les paiements finissent le 2024-11-12 alors que d’autres tables continuent\u{a0}: ce qui a été payé depuis semble impayé.",
                ),
                grave: true,
            },
            FindingRow {
                kind: "many_on_one_day".into(),
                table: "invoices".into(),
                text: Wording::new(
                    "412 invoices are dated 2023-01-02.",
                    "412 facturen hebben de datum 2023-01-02.",
                    "412 factures portent la date du 2023-01-02.",
                ),
                grave: false,
            },
        ],
        control: Some(ControlReport {
            date: "2024-12-31".into(),
            invoiced_minor: 1_548_230_512,
            reversals_minor: 120_450,
            credit_notes_used_minor: 0,
            payments_minor: 1_380_000_012,
            credit_notes_minor: 18_000_000,
            discounts_minor: 2_120_400,
            offsets_minor: 0,
            write_offs_minor: 0,
            unallocated_minor: 10_000,
            balance_minor: 148_220_550,
            given_minor: Some(148_220_550),
        }),
        tables: vec![
            months("invoices", 24, None),
            months("payments", 24, Some(13)),
        ],
        notes: vec![Wording::new(
            "Customer attributes have no history here: they are taken as constant.",
            "Klantgegevens hebben hier geen historiek: ze gelden als onveranderlijk.",
            "Les attributs des clients n’ont pas d’historique ici\u{a0}: ils sont supposés constants.",
        )],
    }
}

/// A table over so many months from January 2023, one of them perhaps empty.
fn months(table: &str, n: usize, empty: Option<usize>) -> TableMonths {
    let name = |at: usize| format!("{}-{:02}", 2023 + at / 12, at % 12 + 1);
    let rows = |at: usize| {
        if empty == Some(at) {
            0
        } else {
            80 + (at as u64 * 37) % 60
        }
    };
    let share =
        |at: usize| (rows(at) > 0).then_some(if at < 8 { 0.0 } else { at as f64 / n as f64 });
    TableMonths {
        table: table.into(),
        n_rows: (0..n).map(rows).sum(),
        date_column: "invoice_date".into(),
        from: Some("2023-01-02".into()),
        until: Some(format!("{}-28", name(n - 1))),
        n_outside: 1,
        months: (0..n)
            .map(|at| MonthCount {
                month: name(at),
                n_rows: rows(at),
            })
            .collect(),
        columns: vec![
            ColumnShare {
                column: "invoice_id".into(),
                n_filled: 2_000,
                share: 1.0,
                by_month: vec![Some(1.0); n],
            },
            ColumnShare {
                column: "po_reference".into(),
                n_filled: 900,
                share: 0.45,
                by_month: (0..n).map(share).collect(),
            },
        ],
        bookings: Some(BookingLags {
            n: 2_000,
            late_share: 0.21,
            retroactive_share: 0.04,
            month_late_share: 0.01,
            ahead_share: 0.0,
            days_p50: 0,
            days_p90: 3,
            days_p99: 33,
            days_max: 120,
        }),
        ..TableMonths::default()
    }
}

pub fn dictionary() -> Vec<DictionaryRow> {
    features()
        .into_iter()
        .map(|f| DictionaryRow {
            feature: f.feature,
            label: f.label,
            unit: f.unit,
            meaning: Wording::new(
                "Over the mature invoices of the 12 months up to the as-of date.",
                "Over de vervallen facturen van de 12 maanden tot de peildatum.",
                "Sur les factures échues des 12 mois avant la date de situation.",
            ),
            sources: vec!["invoices.due_date".into(), "payments.payment_date".into()],
            formula: "n_late / n_mature".into(),
            in_model: true,
            in_clusters: true,
        })
        .collect()
}
