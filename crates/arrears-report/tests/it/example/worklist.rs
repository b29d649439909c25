//! Lines of a worklist.

use arrears_report::*;

use super::*;

pub fn calls(n: usize) -> Vec<WorklistRow> {
    let row = |i: usize| {
        let net_minor = 1_250_000 - 110_050 * i as i64;
        WorklistRow {
            customer_id: format!("{:05}", 417 + 31 * i),
            name: format!("Bouwbedrijf {} & Zonen", i + 1),
            segment: ["C", "B", "C"][i % 3].into(),
            natural_person: i % 4 == 3,
            contact_name: "Vera Prins".into(),
            phone: "+31 20 555 0161".into(),
            email: "administratie@bouw.example".into(),
            language: "nl".into(),
            po_references: "PO-2025-17".into(),
            invoices: format!("F{i}1; F{i}2"),
            invoice_details: Wording::new("F1: EUR 10", "F1: EUR 10", "F1 : 10 EUR"),
            n_invoices: 2,
            overdue_minor: net_minor + 25_000,
            unallocated_minor: 25_000,
            net_minor,
            expected_minor: net_minor / 2,
            oldest_days_past_due: 12 + 9 * i as i32,
            status: Wording::new("call", "bellen", "appeler"),
            reasons: Wording::new(
                "late as a rule",
                "als regel te laat",
                "en retard en général",
            ),
            measures: earlier(),
            channel: Wording::new("phone", "telefoon", "téléphone"),
            next_step: Wording::new("second reminder", "tweede herinnering", "deuxième rappel"),
            next_action_date: "2026-01-05".into(),
            what_to_say: "Ik bel over de facturen.".into(),
            ..WorklistRow::default()
        }
    };
    (0..n).map(row).collect()
}
