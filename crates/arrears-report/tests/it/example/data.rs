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
            missing: "customers.credit_limit".into(),
        }],
        notes: vec![Wording::new(
            "Customer attributes have no history here: they are taken as constant.",
            "Klantgegevens hebben hier geen historiek: ze gelden als onveranderlijk.",
            "Les attributs des clients n’ont pas d’historique ici\u{a0}: ils sont supposés constants.",
        )],
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
