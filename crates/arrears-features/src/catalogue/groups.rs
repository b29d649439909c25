//! What the customer has in common with others: attributes, and the late rates of those who share them.
//!
//! Attributes without history are taken as constant. Rates are frozen at the last month-end, on what was known then,
//! and leave the customer's own invoices out. The model reads the rates rather than the attributes themselves: one number
//! that is drawn towards the rate of all, where a term per sector or country follows the few customers behind it.

use arrears_ledger::Table;

use super::{ENTRY, FeatureDef, FeatureKind, Requirement, Value};
use crate::Book;
use crate::kernel::Needs;

const FROM_CUSTOMERS: &[&str] = &["customers"];
const RATES_FROM: &[&str] = &["invoices", "payments", "customers"];
const RATE: &str = "(late + 20 r) / (count + 20), over other customers' invoices matured in the 365 days before the last month-end on or before D; r = overall_late_rate_12m";

pub(super) fn features() -> Vec<FeatureDef> {
    [attributes(), rates()].concat()
}

fn attributes() -> Vec<FeatureDef> {
    fn text(book: &Book, code: u32) -> Option<&str> {
        book.symbol(code)
    }
    let attribute = FeatureDef {
        kind: FeatureKind::Category,
        sources: FROM_CUSTOMERS,
        ..ENTRY
    };
    vec![
        FeatureDef {
            id: "sector",
            name: "Sector",
            meaning: "Sector of the customer",
            formula: "customers.sector",
            requires: &[Requirement::Column(Table::Customers, "sector")],
            value: Value::Code(|view| view.symbol(0), text),
            ..attribute
        },
        FeatureDef {
            id: "size_class",
            name: "Size class",
            meaning: "Size class of the customer",
            formula: "customers.size_class",
            requires: &[Requirement::Column(Table::Customers, "size_class")],
            value: Value::Code(|view| view.symbol(1), text),
            ..attribute
        },
        FeatureDef {
            id: "country",
            name: "Country",
            meaning: "Country of the customer",
            formula: "customers.country",
            requires: &[Requirement::Column(Table::Customers, "country")],
            value: Value::Code(|view| view.symbol(2), text),
            ..attribute
        },
        FeatureDef {
            id: "legal_form",
            name: "Legal form",
            meaning: "Legal form of the customer",
            formula: "customers.legal_form",
            requires: &[Requirement::Column(Table::Customers, "legal_form")],
            value: Value::Code(|view| view.symbol(3), text),
            ..attribute
        },
    ]
}

fn rates() -> Vec<FeatureDef> {
    let rate = FeatureDef {
        unit: "share",
        sources: RATES_FROM,
        needs: Needs::RATES,
        ..ENTRY
    };
    vec![
        FeatureDef {
            id: "sector_late_rate",
            name: "Late rate of the sector",
            meaning: "Late share of the sector's other customers at the last month-end, drawn towards that of all with the weight of 20 invoices",
            formula: RATE,
            requires: &[
                Requirement::Column(Table::Customers, "sector"),
                Requirement::Table(Table::Payments),
            ],
            in_model: true,
            value: Value::Number(|view| view.sector_rate()),
            ..rate
        },
        FeatureDef {
            id: "size_class_late_rate",
            name: "Late rate of the size class",
            meaning: "Late share of the size class's other customers at the last month-end, drawn towards that of all with the weight of 20 invoices",
            formula: RATE,
            requires: &[
                Requirement::Column(Table::Customers, "size_class"),
                Requirement::Table(Table::Payments),
            ],
            in_model: true,
            value: Value::Number(|view| view.group_rate(1)),
            ..rate
        },
        FeatureDef {
            id: "country_late_rate",
            name: "Late rate of the country",
            meaning: "Late share of the country's other customers at the last month-end, drawn towards that of all with the weight of 20 invoices",
            formula: RATE,
            requires: &[
                Requirement::Column(Table::Customers, "country"),
                Requirement::Table(Table::Payments),
            ],
            in_model: true,
            value: Value::Number(|view| view.group_rate(2)),
            ..rate
        },
        FeatureDef {
            id: "overall_late_rate_12m",
            name: "Late rate of all (12 months)",
            meaning: "Late share of all other customers' invoices matured in the 365 days before the last month-end",
            formula: "late / count",
            sources: super::FROM_PAYMENTS,
            value: Value::Number(|view| view.overall().year()),
            ..rate
        },
        FeatureDef {
            id: "overall_late_rate_90d",
            name: "Late rate of all (90 days)",
            meaning: "Late share of all other customers' invoices matured in the 90 days before the last month-end: how payment in general is moving",
            formula: "late / count",
            sources: super::FROM_PAYMENTS,
            in_model: true,
            value: Value::Number(|view| view.overall().quarter()),
            ..rate
        },
    ]
}
