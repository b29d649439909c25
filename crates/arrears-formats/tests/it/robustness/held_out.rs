//! Tables that the reader was not made with: written when it was done, to see what it does on files it does not know.

use super::sources::{Source, source};

/// The tables kept apart.
pub fn held_out() -> Vec<Source> {
    vec![bank(), customers()]
}

/// Bank entries: times to the second, account numbers, signed amounts, free text with every separator in it.
fn bank() -> Source {
    const TEXTS: [&str; 8] = [
        "SEPA transfer: invoice 2025-0041, thank you",
        "Card 12:30|terminal 0042; receipt 17",
        "",
        "Rent - March/April",
        "\"Urgent\" payment, see letter of 3 May",
        "REF#8812; partial, rest follows",
        "Direct debit returned: AM04",
        "5% discount, 8 days",
    ];
    let rows = (0..79_u64).map(|i| {
        vec![
            format!(
                "2025-{:02}-{:02}T{:02}:{:02}:{:02}Z",
                i % 12 + 1,
                i % 28 + 1,
                i * 7 % 24,
                i * 11 % 60,
                i * 13 % 60
            ),
            format!(
                "NL{:02} BANK 0{:09}",
                10 + i % 80,
                i * 7_654_321 % 1_000_000_000
            ),
            ["D", "C", "C"][(i % 3) as usize].to_owned(),
            format!(
                "{}{}.{:02}",
                if i % 4 == 1 { "-" } else { "" },
                i * 977 % 12_000,
                i * 31 % 100
            ),
            TEXTS[(i * 3 % 8) as usize].to_owned(),
            if i % 17 == 0 {
                format!("E{i}")
            } else {
                String::new()
            },
            format!("{:05}", i * 37 % 1000),
        ]
    });
    let header = [
        "Booked at",
        "Account",
        "D/C",
        "Amount",
        "Text",
        "Exception",
        "Serial no.",
    ];
    source("bank", &header, rows.collect())
}

/// Customers: nothing but words, addresses and numbers that are none, in few rows.
fn customers() -> Source {
    const NAMES: [&str; 7] = [
        "Hôtel de l'Étoile, S.A.",
        "Bäckerei Größ & Söhne",
        "'t Veerhuis",
        "Ångström Instruments",
        "Señor Núñez",
        "Van der Ven",
        "Émile \"Mimi\" Dupont",
    ];
    const TOWNS: [&str; 4] = ["'s-Hertogenbosch", "Köln", "Liège", "Den Haag"];
    let rows = (0..14_usize).map(|i| {
        vec![
            NAMES[i % 7].to_owned(),
            format!("K{:03}-{}", i * 7 + 1, ["NL", "BE", "DE"][i % 3]),
            format!("Straße/Rue {}, boîte {}", i * 3 + 1, i % 4),
            TOWNS[i % 4].to_owned(),
            format!(
                "{}info{i}@example.org",
                if i % 5 == 0 { "sales; " } else { "" }
            ),
            format!("0{}-{}", 10 + i * 3, 1_234_567 + i * 4_321),
            if i % 6 == 3 {
                "gesperrt seit 01.02.2024".to_owned()
            } else {
                String::new()
            },
            ["14 dagen", "30 jours", "60 Tage netto, 10 Tage 2 %"][i % 3].to_owned(),
            "https://example.org/c?id=".to_owned() + &i.to_string(),
        ]
    });
    let header = [
        "Name", "Number", "Street", "Town", "E-mail", "Phone", "Blocked", "Terms", "Web",
    ];
    source("customers", &header, rows.collect())
}
