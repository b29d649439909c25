//! Tables that exports hold, made by us: what a deviation is applied to.
//!
//! Each has something that misleads: decimal commas and quoted texts, dates with times, telephone numbers and addresses on
//! the web, columns that are mostly empty, apostrophes, nothing but figures.

/// A table as it should be seen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Names of the columns; none where a file has none.
    pub header: Vec<String>,
    /// Cells by row.
    pub rows: Vec<Vec<String>>,
}

/// A table to write in every way.
pub struct Source {
    /// For messages.
    pub name: &'static str,
    /// What it holds.
    pub table: Table,
}

/// The tables that the reader was made with.
pub fn known() -> Vec<Source> {
    vec![invoices(), register(), figures()]
}

/// A table of cells.
pub fn source(name: &'static str, header: &[&str], rows: Vec<Vec<String>>) -> Source {
    let header = header.iter().map(|name| (*name).to_owned()).collect();
    Source {
        name,
        table: Table { header, rows },
    }
}

/// An amount as a Dutch package writes it.
fn euros(cents: u64) -> String {
    let whole = cents / 100;
    let thousands = match whole / 1000 {
        0 => format!("{whole}"),
        n => format!("{n}.{:03}", whole % 1000),
    };
    format!("{thousands},{:02}", cents % 100)
}

/// Invoices from an ERP package: decimal commas, mostly empty remarks, quotes and commas in names.
fn invoices() -> Source {
    const NAMES: [&str; 9] = [
        "Jansen, P. & Zn.",
        "De Vries \"De Hoek\" B.V.",
        "Café 't Hoekje",
        "Müller GmbH",
        "O'Neill Ltd",
        "Société du Midi",
        "Bakkerij Smit",
        "Van den Berg; Zonen",
        "Ploeg",
    ];
    let rows = (0..82_u64).map(|i| {
        let day = i % 27 + 1;
        vec![
            format!("{}", 25_000_100 + i),
            format!("{:05}", 400 + i * 7 % 13),
            NAMES[(i * 7 % 9) as usize].to_owned(),
            format!("{day:02}-{:02}-2025", i % 11 + 1),
            format!("{day:02}-{:02}-2025", i % 11 + 2),
            euros(i * i * 7_919 % 999_983),
            "EUR".to_owned(),
            if i % 3 == 0 { "nee" } else { "ja" }.to_owned(),
            match i % 10 {
                4 => "Termijn 2, zie brief".to_owned(),
                7 => "Betaald onder protest".to_owned(),
                _ => String::new(),
            },
        ]
    });
    let header = [
        "Factuurnr",
        "Debiteur",
        "Naam",
        "Factuurdatum",
        "Vervaldatum",
        "Bedrag",
        "Valuta",
        "Betaald",
        "Omschrijving",
    ];
    source("invoices", &header, rows.collect())
}

/// A public register: sentences with commas, addresses, telephone numbers, dates with times.
fn register() -> Source {
    const KINDS: [&str; 4] = ["School", "Care home", "Library", "Sports hall"];
    const STREETS: [&str; 5] = [
        "High Street",
        "Mill Lane",
        "St John's Road",
        "Quay",
        "The Green",
    ];
    const TEXTS: [&str; 6] = [
        "Open to visitors, by appointment only",
        "Listed building; restored in 1998, and again in 2011",
        "Known locally as \"The Old Mill\", closed on Sundays",
        "No parking",
        "Children's wing, café and garden",
        "",
    ];
    let rows = (0..84_usize).map(|i| {
        vec![
            format!("GB-{:04}/{}", 1000 + i * 37 % 9000, i % 7),
            format!(
                "{} {}",
                ["North", "Upper", "St Mary's", "Old"][i * 5 % 4],
                KINDS[i % 4]
            ),
            KINDS[i % 4].to_owned(),
            format!("{} {}, Unit {}", i % 90 + 1, STREETS[i * 3 % 5], i % 6),
            format!("AB{} {}CD", i % 20 + 1, i % 9),
            format!("+44 (0)1632 960{:03}", i * 13 % 1000),
            format!("http://www.example.org/places/{i}?ref=a&kind={}", i % 4),
            format!(
                "{}-{:02}-{:02} {:02}:{:02}",
                2001 + i % 20,
                i % 12 + 1,
                i % 28 + 1,
                i % 24,
                i * 5 % 60
            ),
            TEXTS[i * 7 % 6].to_owned(),
        ]
    });
    let header = [
        "Reference",
        "Name",
        "Kind",
        "Address",
        "Postcode",
        "Telephone",
        "Website",
        "Opened",
        "Remarks",
    ];
    source("register", &header, rows.collect())
}

/// Nothing but figures, in few columns.
fn figures() -> Source {
    let rows = (0..80_u64).map(|i| {
        vec![
            format!("{}", i + 1),
            format!("{}.{:02}", i * i * 31 % 977, i * 7 % 100),
            format!("{}", i * 7_919 % 100_003),
            format!("-{}.{}", i % 17, i % 10),
            if i % 4 == 0 {
                String::new()
            } else {
                format!("0.{:03}", i * 37 % 1000)
            },
        ]
    });
    source(
        "figures",
        &["Week", "Price", "Units", "Change", "Share"],
        rows.collect(),
    )
}
