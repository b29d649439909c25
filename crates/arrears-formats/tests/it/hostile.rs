//! Files that nobody exported: they cost time and memory in proportion to their size, and say what is wrong with them.
//!
//! A quarter of a megabyte shows it in seconds; `ARREARS_FULL=1` takes 10 MB.

use std::time::{Duration, Instant};

use arrears_formats::{Dialect, FormatError, Layout, TextTable, decode};

/// A thousandth of the size at which a file is no longer small.
fn unit() -> usize {
    if std::env::var_os("ARREARS_FULL").is_some() {
        10_000
    } else {
        250
    }
}

fn read(bytes: &[u8]) -> Result<TextTable, FormatError> {
    let decoded = decode(bytes, None)?;
    let dialect = Dialect::detect(&decoded.text, None);
    let layout = Layout::detect(&decoded.text, dialect);
    TextTable::split(&decoded.text, dialect, &layout, |_| true)
}

/// Reads a file and an eighth of it, and holds the growth of the time against that of the size. A busy machine may take some
/// times as long at any moment, so the best of three readings counts, and only what is far from linear fails: a
/// quadratic reader takes 64 times as long.
fn linear(name: &str, of_size: impl Fn(usize) -> String) -> TextTable {
    let n = unit() * 1_000;
    let time = |text: &str| {
        let start = Instant::now();
        let table = read(text.as_bytes()).unwrap_or_default();
        (start.elapsed(), table)
    };
    let best = |text: &str| (0..3).map(|_| time(text).0).min().unwrap_or_default();
    let allowed = best(&of_size(n / 8)) * 24 + Duration::from_secs(1);
    let text = of_size(n);
    let (first, table) = time(&text);
    let whole = if first < allowed { first } else { best(&text) };
    assert!(
        whole < allowed,
        "{name}: {whole:?}, where {allowed:?} would be in proportion to an eighth of it"
    );
    table
}

#[test]
fn one_cell_as_large_as_the_file() {
    let table = linear("a long cell", |n| {
        format!("a,b\n1,{}\n2,x\n", "y".repeat(n))
    });
    assert_eq!(
        (table.n_rows(), table.columns[1].get(0).len()),
        (2, unit() * 1_000)
    );
    let quoted = linear("a long quoted cell", |n| {
        format!("a,b\n1,\"{}\"\n2,x\n", "y,\n".repeat(n / 3))
    });
    assert_eq!((quoted.n_rows(), quoted.columns[1].get(1)), (2, "x"));
    let table = linear("an open quote", |n| {
        format!("a,b\n1,\"{}\n2,x\n", "y".repeat(n))
    });
    assert_eq!(table.n_rows(), 2);
}

#[test]
fn as_many_columns_as_the_file_has_room_for() {
    let table = linear("columns", |n| {
        let row = |cell: &str| vec![cell; n / 4].join(",");
        format!("{}\n{}\n", row("a"), row("1"))
    });
    assert_eq!((table.header.len(), table.n_rows()), (unit() * 250, 1));
    linear("columns and short rows", |n| {
        format!("{}\n{}", ",".repeat(n / 2), "1,2\n".repeat(n / 8))
    });
}

#[test]
fn nothing_but_marks() {
    for (name, mark) in [
        ("quotes", "\""),
        ("quotes by three", "\"\"\"\n"),
        ("quotes that open", "\"a\n"),
        ("quotes that open in a cell", "1,\"2,3\n"),
        ("quotes that open with a doubled one", "1,\"\"x,3\n"),
        ("quotes after text", "\"a\"b,\"c\"d\n"),
        ("escapes", "\"\\"),
        ("single quotes", "'"),
        ("commas", ","),
        ("semicolons and commas", ";,"),
        ("line feeds", "\n"),
        ("carriage returns", "\r"),
        ("blanks", " "),
        ("zeros", "\0"),
        ("colons", ":"),
        ("bars", "|"),
    ] {
        linear(name, |n| mark.repeat(n / mark.len()));
        linear(name, |n| {
            format!("a,b,c\n1,2,3\n{}", mark.repeat(n / mark.len()))
        });
    }
}

#[test]
fn a_byte_of_zero_is_a_character_of_its_cell() {
    let table = read(b"nr;naam\n1;Jan\0sen\n2;\0\n3;Smit\n").expect("a table");
    assert_eq!((table.n_rows(), table.columns[1].get(0)), (3, "Jan\0sen"));
    assert_eq!(table.columns[1].get(1), "\0");
}

#[test]
fn names_that_are_all_alike_stay_apart() {
    let table = linear("names", |n| format!("{}\n1\n", vec!["n"; n / 2].join(";")));
    let last = table.header.last().expect("a name");
    assert_eq!(*last, format!("n ({})", table.header.len()));
}
