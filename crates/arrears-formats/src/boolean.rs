//! Yes and no in English, Dutch, French and German.

/// Yes or no, in any case and any of the four languages; `None` if the cell is neither.
pub fn parse_bool(cell: &str) -> Option<bool> {
    const YES: [&str; 15] = [
        "yes", "y", "true", "t", "1", "ja", "j", "waar", "oui", "o", "vrai", "wahr", "x", "1.0",
        "-1",
    ];
    const NO: [&str; 13] = [
        "no", "n", "false", "f", "0", "nee", "neen", "onwaar", "non", "faux", "nein", "falsch",
        "0.0",
    ];
    let cell = cell.trim();
    if YES.iter().any(|word| cell.eq_ignore_ascii_case(word)) {
        Some(true)
    } else if NO.iter().any(|word| cell.eq_ignore_ascii_case(word)) {
        Some(false)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::parse_bool;

    #[test]
    fn four_languages_say_yes_and_no() {
        for cell in [
            "Yes", "TRUE", "ja", "J", "Waar", "oui", "VRAI", "wahr", "1", " x ",
        ] {
            assert_eq!(parse_bool(cell), Some(true), "{cell}");
        }
        for cell in [
            "No", "false", "nee", "Neen", "onwaar", "non", "faux", "nein", "FALSCH", "0",
        ] {
            assert_eq!(parse_bool(cell), Some(false), "{cell}");
        }
        for cell in ["", "maybe", "2", "jaja", "yes no"] {
            assert_eq!(parse_bool(cell), None, "{cell}");
        }
    }
}
