//! The worklist as a workbook: same bytes, and nothing that a spreadsheet would run.

use arrears_report::{Language, Wording, WorklistRow, worklist_workbook};

use crate::example::calls;

const CODES: [&str; 2] = ["reached", "promise"];

fn workbook(rows: &[WorklistRow], language: Language) -> Vec<u8> {
    worklist_workbook(rows, "2025-12-31", "EUR", &CODES, language).expect("a workbook")
}

#[test]
fn the_same_rows_give_the_same_bytes() {
    for language in Language::ALL {
        let once = workbook(&calls(5), language);
        assert_eq!(once, workbook(&calls(5), language));
        assert!(once.starts_with(b"PK"));
    }
    assert_ne!(
        workbook(&calls(4), Language::En),
        workbook(&calls(5), Language::En)
    );
}

#[test]
fn no_rows_and_any_text_make_a_workbook() {
    workbook(&[], Language::Nl);
    let hostile = WorklistRow {
        customer_id: "=cmd|'/C calc'!A0".into(),
        name: "<script>\u{202e}\u{0}\r\nx".into(),
        what_to_say: "x".repeat(40_000),
        reasons: Wording::new("@SUM(1)", "@SUM(1)", "@SUM(1)"),
        next_action_date: "not a day".into(),
        ..WorklistRow::default()
    };
    workbook(&[hostile], Language::Fr);
}
