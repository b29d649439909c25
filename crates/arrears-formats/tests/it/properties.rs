//! What was written in some dress is read back, under the form the whole column shows.

use arrears_formats::{
    DateEvidence, DateOrder, DecimalMark, Dialect, Layout, MarkFinding, NumberEvidence,
    OrderFinding, Separator, TextTable, decode, parse_cents, parse_date,
};
use proptest::prelude::*;

/// An amount as some package writes it.
fn written(cents: i64, mark: DecimalMark, group: &str, negative: u8) -> String {
    let whole = (cents.unsigned_abs() / 100).to_string();
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push_str(group);
        }
        grouped.push(digit);
    }
    let mark = if mark == DecimalMark::Comma { ',' } else { '.' };
    let body = format!("{grouped}{mark}{:02}", cents.unsigned_abs() % 100);
    match (cents < 0, negative) {
        (false, _) => body,
        (true, 0) => format!("-{body}"),
        (true, 1) => format!("{body}-"),
        (true, 2) => format!("({body})"),
        (true, _) => format!("€ -{body}"),
    }
}

fn dress() -> impl Strategy<Value = (DecimalMark, &'static str, u8)> {
    let comma = prop::sample::select(vec!["", ".", " ", "\u{a0}", "'"])
        .prop_map(|group| (DecimalMark::Comma, group));
    let point = prop::sample::select(vec!["", ",", " ", "\u{202f}", "'"])
        .prop_map(|group| (DecimalMark::Point, group));
    (prop_oneof![comma, point], 0..4_u8)
        .prop_map(|((mark, group), negative)| (mark, group, negative))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn amounts_round_trip((mark, group, negative) in dress(), amounts in prop::collection::vec(-10_i64.pow(13)..10_i64.pow(13), 1..20)) {
        let cells: Vec<String> = amounts.iter().map(|&cents| written(cents, mark, group, negative)).collect();
        let evidence = NumberEvidence::of(cells.iter().map(String::as_str));
        prop_assert_eq!(evidence.finding(), MarkFinding::Decided(mark));
        for (cell, cents) in cells.iter().zip(amounts) {
            prop_assert_eq!(parse_cents(cell, mark), Some(cents), "{}", cell);
        }
    }

    #[test]
    fn a_mark_that_does_not_fit_never_gives_a_wrong_amount(cents in 0..10_i64.pow(13)) {
        // Two decimals are never a group of three, so the other mark reads nothing at all.
        prop_assert_eq!(parse_cents(&written(cents, DecimalMark::Comma, ".", 0), DecimalMark::Point), None);
        prop_assert_eq!(parse_cents(&written(cents, DecimalMark::Point, ",", 0), DecimalMark::Comma), None);
    }

    #[test]
    fn days_round_trip(days in 7_305..47_847_i32, separator in "[-/.]", long in any::<bool>(), order in 0..3_usize) {
        let order = [DateOrder::Dmy, DateOrder::Mdy, DateOrder::Ymd][order];
        let date = chrono::NaiveDate::from_num_days_from_ce_opt(days + 719_163).unwrap();
        let (day, month) = if long { ("%d", "%m") } else { ("%-d", "%-m") };
        let pattern = match order {
            DateOrder::Dmy => [day, month, "%Y"],
            DateOrder::Mdy => [month, day, "%Y"],
            DateOrder::Ymd => ["%Y", month, day],
        }
        .join(&separator);
        let cell = date.format(&pattern).to_string();
        prop_assert_eq!(parse_date(&cell, order), Some(days), "{}", cell);
        let finding = DateEvidence::of([cell.as_str()].into_iter()).finding();
        let other = if order == DateOrder::Dmy { DateOrder::Mdy } else { DateOrder::Dmy };
        prop_assert_ne!(finding, OrderFinding::Decided(other), "{}", cell);
    }

    #[test]
    fn any_text_is_read_without_panic(cell in "\\PC{0,30}", noise in prop::collection::vec(any::<u8>(), 0..200)) {
        for mark in [DecimalMark::Comma, DecimalMark::Point] {
            let _ = parse_cents(&cell, mark);
        }
        let _ = parse_date(&cell, DateOrder::Dmy);
        if let Ok(decoded) = decode(&noise, None) {
            let dialect = Dialect::detect(&decoded.text, None);
            let layout = Layout::detect(&decoded.text, dialect);
            let _ = TextTable::split(&decoded.text, dialect, &layout, |_| true);
        }
    }

    #[test]
    fn quoted_cells_round_trip(
        rows in prop::collection::vec(prop::collection::vec("[a-z;,\"\n\r é]{0,6}", 3), 1..8),
        separator in prop::sample::select(vec![b';', b',', b'\t', b'|']),
    ) {
        let quote = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
        let line = |cells: &Vec<String>| cells.iter().map(quote).collect::<Vec<_>>().join(&char::from(separator).to_string());
        let mut text = format!("\"a\"{0}\"b\"{0}\"c\"\r\n", char::from(separator));
        for cells in &rows {
            text.push_str(&line(cells));
            text.push_str("\r\n");
        }
        let dialect = Dialect::detect(&text, None);
        prop_assert_eq!(dialect.separator, Separator::one(separator));
        let layout = Layout::detect(&text, dialect);
        let table = TextTable::split(&text, dialect, &layout, |_| true).unwrap();
        prop_assert!(table.ragged.is_empty());
        prop_assert_eq!(table.n_rows(), rows.len());
        for (index, cells) in rows.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                prop_assert_eq!(table.columns[column].get(index), cell);
            }
        }
    }
}
