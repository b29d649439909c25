//! Damage to whole rows and lines: in every table, each is rejected on its line or read right.

use arrears_ledger::Table;

use super::clean::{Clean, Seen};

/// The clean ledger's files as lines.
fn lines(clean: &Clean) -> Vec<(Table, Vec<String>)> {
    let text = |table: Table| {
        let bytes = clean.bytes(table);
        String::from_utf8(bytes).expect("text")
    };
    Table::ALL
        .into_iter()
        .map(|table| (table, text(table).lines().map(str::to_owned).collect()))
        .collect()
}

/// Reads the ledger with the lines of one table changed.
fn read_with(table: Table, change: impl Fn(&mut Vec<String>)) -> Result<Seen, String> {
    let mut files = lines(&Clean::ledger());
    for (name, lines) in &mut files {
        if *name == table {
            change(lines);
        }
    }
    let files: Vec<(String, Vec<u8>)> = files
        .into_iter()
        .map(|(table, lines)| {
            (
                format!("{table}.csv"),
                (lines.join("\n") + "\n").into_bytes(),
            )
        })
        .collect();
    Seen::of(&files)
}

/// In every table the change leads to this rejected row, and to no other change.
fn rejects(change: impl Fn(&mut Vec<String>), expected: impl Fn(Table, &[String]) -> String) {
    let clean = Clean::ledger();
    let undamaged = clean.read().expect("the clean ledger is read");
    for (table, before) in lines(&clean) {
        let seen = read_with(table, &change).unwrap_or_else(|error| panic!("{table}: {error}"));
        assert_eq!(seen.rejected, [expected(table, &before)], "{table}");
        let without = undamaged.without(table, 0, |_| expected(table, &before));
        assert_eq!(without.difference(&seen), None, "{table}");
    }
}

/// In every table the change makes no difference.
fn changes_nothing(change: impl Fn(&mut Vec<String>)) {
    let clean = Clean::ledger();
    let undamaged = clean.read().expect("the clean ledger is read");
    for table in Table::ALL {
        let seen = read_with(table, &change).unwrap_or_else(|error| panic!("{table}: {error}"));
        assert_eq!(undamaged.difference(&seen), None, "{table}");
    }
}

fn shown(line: &str) -> String {
    arrears_formats::shown(line)
}

#[test]
fn a_row_with_a_cell_less_is_rejected_whole() {
    let cut = |line: &str| line.rsplit_once(',').expect("cells").0.to_owned();
    rejects(
        |lines| {
            let last = lines.last_mut().expect("a row");
            *last = cut(last);
        },
        |table, lines| {
            let last = shown(&cut(lines.last().expect("a row")));
            format!("{table}.csv:{} ={last} Ragged", lines.len())
        },
    );
}

#[test]
fn a_row_with_a_cell_more_is_rejected_whole() {
    rejects(
        |lines| lines.last_mut().expect("a row").push_str(",\"one more\""),
        |table, lines| {
            let last = shown(&format!("{},\"one more\"", lines.last().expect("a row")));
            format!("{table}.csv:{} ={last} Ragged", lines.len())
        },
    );
}

#[test]
fn empty_cells_and_lines_at_the_end_do_no_harm() {
    changes_nothing(|lines| lines.last_mut().expect("a row").push_str(",,"));
    changes_nothing(|lines| lines.extend([String::new(), String::new()]));
    changes_nothing(|lines| lines.insert(2, String::new()));
    changes_nothing(|lines| {
        let cells = lines[0].matches(',').count();
        lines.push(",".repeat(cells));
    });
}

#[test]
fn a_header_that_comes_back_is_no_row() {
    changes_nothing(|lines| {
        let header = lines[0].clone();
        lines.insert(3, header);
    });
}

#[test]
fn titles_above_and_a_mark_at_the_start_do_no_harm() {
    changes_nothing(|lines| lines.insert(0, "\u{feff}Export of the ledger".to_owned()));
    changes_nothing(|lines| lines[0].insert(0, '\u{feff}'));
}

#[test]
fn a_file_of_a_header_alone_is_an_empty_table() {
    for table in Table::ALL {
        let seen = read_with(table, |lines| lines.truncate(1));
        match table {
            Table::Invoices => {
                let message = seen.err().expect("no ledger without invoices");
                assert!(message.contains("its invoices have no row"), "{message}");
            }
            Table::Customers => {
                let seen = seen.err().expect("no invoice has a known customer");
                assert!(seen.contains("unknown customer"), "{seen}");
            }
            _ => assert_eq!(seen.expect("a ledger").rejected, Vec::<String>::new()),
        }
    }
}

/// A line of one cell is told from a row: it may be a note, or the rest of a row that was cut off.
#[test]
fn a_table_cut_off_in_the_middle_of_a_row_says_so() {
    let clean = Clean::ledger();
    for (table, before) in lines(&clean) {
        let line = before.len();
        let seen = read_with(table, |lines| lines[line - 1].truncate(4));
        let seen = seen.unwrap_or_else(|error| panic!("{table}: {error}"));
        let told = |text: &String| {
            text.starts_with(&format!("`{table}.csv`")) && text.contains("1 line below the table")
        };
        let rejected = seen
            .rejected
            .iter()
            .any(|row| row.starts_with(&format!("{table}.csv:{line} ")));
        assert!(
            rejected || seen.notes.iter().any(told),
            "{table}: {:?}",
            seen.notes
        );
    }
}
