//! The whole file deviates: its separator, its encoding, its header, what stands above and below.

use super::Case;
use super::sources::{Source, Table};
use super::writing::{STANDARD, Style};

/// All deviations of the file as a whole.
pub fn each(source: &Source, take: &mut impl FnMut(Case)) {
    let table = &source.table;
    for (kind, name, style) in styles() {
        take(written(kind, &name, table, style));
    }
    ends(table, take);
    encodings(table, take);
    headers(table, take);
    sizes(table, take);
    surroundings(table, take);
    other_tables(table, take);
}

fn case(kind: &'static str, name: &str, text: String, wanted: Table) -> Case {
    Case {
        kind,
        name: name.to_owned(),
        bytes: text.into_bytes(),
        wanted,
    }
}

fn text_of(table: &Table, style: Style) -> String {
    let header = (!table.header.is_empty()).then_some(&table.header);
    style.records(header.into_iter().chain(&table.rows))
}

fn written(kind: &'static str, name: &str, table: &Table, style: Style) -> Case {
    case(kind, name, text_of(table, style), table.clone())
}

fn styles() -> Vec<(&'static str, String, Style)> {
    let mut styles = vec![("as it should be", String::new(), STANDARD)];
    for separator in [
        ";", "\t", "|", " ", ", ", "; ", "||", "::", "\t\t", "^", "~", "#", ":", "\u{1}", "\u{1f}",
    ] {
        for quotes_all in [false, true] {
            let style = Style {
                separator,
                quotes_all,
                ..STANDARD
            };
            styles.push((
                "file: separator",
                format!("{separator:?} {quotes_all}"),
                style,
            ));
        }
    }
    for separator in [",", ";", "\t"] {
        for quote in ['"', '\''] {
            for quotes_all in [false, true] {
                for escape in [None, Some('\\'), Some('\0')] {
                    let style = Style {
                        separator,
                        quote,
                        quotes_all,
                        escape,
                        ..STANDARD
                    };
                    let name = format!("{separator:?} {quote} {escape:?} {quotes_all}");
                    styles.push(("file: quotes and escapes", name, style));
                }
            }
        }
    }
    for line_end in ["\n", "\r", "\r\n"] {
        for separator in [",", ";"] {
            let style = Style {
                separator,
                line_end,
                ..STANDARD
            };
            styles.push((
                "file: line ends",
                format!("{line_end:?} {separator}"),
                style,
            ));
        }
    }
    styles
}

/// How the last line ends.
fn ends(table: &Table, take: &mut impl FnMut(Case)) {
    for line_end in ["\r\n", "\n", "\r"] {
        let text = text_of(
            table,
            Style {
                line_end,
                ..STANDARD
            },
        );
        let open = text.trim_end_matches(['\r', '\n']).to_owned();
        take(case(
            "file: no line end at its end",
            line_end,
            open,
            table.clone(),
        ));
        let double = text.clone() + line_end;
        take(case(
            "file: an empty line at its end",
            line_end,
            double,
            table.clone(),
        ));
        let before = format!("{line_end}{text}");
        take(case(
            "file: an empty line at its beginning",
            line_end,
            before,
            table.clone(),
        ));
        let between = text.replace(line_end, &format!("{line_end}{line_end}"));
        take(case(
            "file: empty lines between rows",
            line_end,
            between,
            table.clone(),
        ));
    }
    let blank = text_of(table, STANDARD) + &",".repeat(table.header.len() - 1) + "\r\n";
    take(case(
        "file: a row of separators at its end",
        "",
        blank,
        table.clone(),
    ));
}

fn encodings(table: &Table, take: &mut impl FnMut(Case)) {
    for separator in [",", ";", "\t"] {
        let text = text_of(
            table,
            Style {
                separator,
                ..STANDARD
            },
        );
        let utf16 = |mark: bool, unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
            let marked = if mark {
                format!("\u{feff}{text}")
            } else {
                text.clone()
            };
            marked.encode_utf16().flat_map(unit).collect()
        };
        // The signs of our tables stand at the same places in Latin-1, Latin-9 and Windows-1252.
        let single: Vec<u8> = text
            .chars()
            .map(|c| u8::try_from(u32::from(c)).expect("Latin-1"))
            .collect();
        for (name, bytes) in [
            ("UTF-8 with mark", format!("\u{feff}{text}").into_bytes()),
            ("UTF-16LE with mark", utf16(true, u16::to_le_bytes)),
            ("UTF-16BE with mark", utf16(true, u16::to_be_bytes)),
            ("UTF-16LE", utf16(false, u16::to_le_bytes)),
            ("UTF-16BE", utf16(false, u16::to_be_bytes)),
            ("single bytes", single),
        ] {
            take(Case {
                kind: "file: encoding",
                name: format!("{name} {separator:?}"),
                bytes,
                wanted: table.clone(),
            });
        }
    }
}

/// Words below the names, for a header of several lines.
fn words_below(width: usize, line: usize) -> Vec<String> {
    const WORDS: [[&str; 4]; 2] = [
        ["code", "name", "day", "total"],
        ["(text)", "(short)", "(long)", "(old)"],
    ];
    (0..width)
        .map(|column| WORDS[line][column % 4].to_owned())
        .collect()
}

fn headers(table: &Table, take: &mut impl FnMut(Case)) {
    let rows = STANDARD.records(table.rows.iter());
    let head = STANDARD.record(&table.header) + "\r\n";
    let none = Table {
        header: Vec::new(),
        ..table.clone()
    };
    take(case("header: none", "", rows.clone(), none));
    take(case(
        "header: twice",
        "",
        format!("{head}{head}{rows}"),
        table.clone(),
    ));
    let half = table.rows.len() / 2;
    let again: String = STANDARD.records(table.rows[..half].iter())
        + &head
        + &STANDARD.records(table.rows[half..].iter());
    take(case(
        "header: again below",
        "",
        format!("{head}{again}"),
        table.clone(),
    ));
    for n in 1..=2 {
        let mut wanted = table.clone();
        let mut lines = head.clone();
        for line in 0..n {
            let words = words_below(table.header.len(), line);
            lines.push_str(&(STANDARD.record(&words) + "\r\n"));
            for (name, word) in wanted.header.iter_mut().zip(words) {
                *name = format!("{name} {word}");
            }
        }
        take(case(
            "header: several lines",
            &format!("{}", n + 1),
            lines + &rows,
            wanted,
        ));
    }
    let mut wanted = table.clone();
    let last = wanted.header.len() - 1;
    wanted.header[last] = wanted.header[0].clone();
    take(written("header: a name twice", "", &wanted, STANDARD));
    let mut wanted = table.clone();
    wanted
        .header
        .iter_mut()
        .for_each(|name| *name = format!("{name}, \"{}\" (€)", name.to_lowercase()));
    take(written(
        "header: quotes and separators",
        "",
        &wanted,
        STANDARD,
    ));
    let mut wanted = table.clone();
    wanted
        .header
        .iter_mut()
        .for_each(|name| *name = name.to_uppercase() + &" x".repeat(60));
    take(written("header: long names", "", &wanted, STANDARD));
    for (name, style) in [
        (
            "quoted",
            Style {
                quotes_all: true,
                ..STANDARD
            },
        ),
        (
            "tabs",
            Style {
                separator: "\t",
                ..STANDARD
            },
        ),
        (
            "semicolons",
            Style {
                separator: ";",
                ..STANDARD
            },
        ),
    ] {
        let text = style.record(&table.header) + "\r\n" + &rows;
        take(case("header: written otherwise", name, text, table.clone()));
    }
}

fn sizes(table: &Table, take: &mut impl FnMut(Case)) {
    take(case("size: nothing", "", String::new(), Table::default()));
    take(case(
        "size: line ends only",
        "",
        "\r\n\r\n".to_owned(),
        Table::default(),
    ));
    let cut = |n: usize| Table {
        rows: table.rows[..n].to_vec(),
        ..table.clone()
    };
    for (kind, n) in [
        ("size: the header only", 0),
        ("size: one row", 1),
        ("size: two rows", 2),
        ("size: three rows", 3),
    ] {
        for separator in [",", ";", "\t"] {
            take(written(
                kind,
                separator,
                &cut(n),
                Style {
                    separator,
                    ..STANDARD
                },
            ));
            let text = text_of(
                &cut(n),
                Style {
                    separator,
                    ..STANDARD
                },
            );
            take(case(
                kind,
                &format!("{separator} open"),
                text.trim_end().to_owned(),
                cut(n),
            ));
        }
    }
    for width in 1..=2 {
        let mut narrow = table.clone();
        narrow.header.truncate(width);
        narrow.rows.iter_mut().for_each(|row| row.truncate(width));
        take(written(
            "size: few columns",
            &format!("{width}"),
            &narrow,
            STANDARD,
        ));
    }
}

fn surroundings(table: &Table, take: &mut impl FnMut(Case)) {
    let text = text_of(table, STANDARD);
    let fill = ",".repeat(table.header.len() - 1);
    for (name, lines) in [
        ("a title", "Open items\r\n".to_owned()),
        (
            "a title and an empty line",
            "Open items per 31 May 2025\r\n\r\n".to_owned(),
        ),
        (
            "three lines",
            "Example Ltd\r\nOpen items\r\nPrinted on 31-05-2025\r\n".to_owned(),
        ),
        (
            "a title with separators",
            "Open items, Example Ltd, 31 May 2025\r\n\r\n".to_owned(),
        ),
        (
            "padded",
            format!("Open items{fill}\r\nPrinted on 31-05-2025{fill}\r\n"),
        ),
        (
            "padded, with an empty line",
            format!("Open items{fill}\r\n{fill}\r\n"),
        ),
        (
            "names and values",
            "Company:,Example Ltd\r\nPrinted:,31-05-2025\r\n\r\n".to_owned(),
        ),
    ] {
        take(case("above: preamble", name, lines + &text, table.clone()));
    }
    for (name, lines) in [
        ("a note", "\r\nSource: own administration\r\n".to_owned()),
        (
            "a note without an empty line",
            "Source: own administration\r\n".to_owned(),
        ),
        (
            "two notes",
            "\r\nFigures are provisional\r\nSource: own administration\r\n".to_owned(),
        ),
        (
            "a note with separators",
            "\r\nSource: own administration, May 2025\r\n".to_owned(),
        ),
        ("padded", format!("Source: own administration{fill}\r\n")),
        (
            "padded, after an empty line",
            format!("{fill}\r\nSource: own administration{fill}\r\n"),
        ),
        ("totals", format!("Total{fill}\r\n")),
    ] {
        take(case(
            "below: footnote",
            name,
            text.clone() + &lines,
            table.clone(),
        ));
    }
}

/// A second table below, narrower, wider or as wide, parted by an empty line: it is another table.
fn other_tables(table: &Table, take: &mut impl FnMut(Case)) {
    let text = text_of(table, STANDARD);
    let width = table.header.len();
    for (name, other) in [
        ("narrower", width - 1),
        ("wider", width + 2),
        ("as wide", width),
    ] {
        let cells = |word: &str| -> Vec<String> {
            (0..other)
                .map(|i| format!("{word} {}", (b'a' + i as u8) as char))
                .collect()
        };
        let rows: Vec<Vec<String>> = (0..12)
            .map(|row| {
                (0..other)
                    .map(|column| format!("{}", row * 31 + column * 7))
                    .collect()
            })
            .collect();
        let below = STANDARD.record(&cells("Other")) + "\r\n" + &STANDARD.records(rows.iter());
        take(case(
            "below: another table",
            name,
            format!("{text}\r\n{below}"),
            table.clone(),
        ));
    }
}
