//! The names of the months in four languages.

/// The month a word names in Dutch, English, French or German, in full or as it is cut short.
pub(crate) fn month_named(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "jan january januari janvier janv januar jän jänner",
        "feb february februari février fevrier févr fevr fév fev februar",
        "mar march mrt maart mars mär märz maerz mrz",
        "apr april avril avr",
        "may mei mai",
        "jun june juni juin",
        "jul july juli juillet juil",
        "aug august augustus août aout",
        "sep sept september septembre",
        "oct october okt oktober octobre",
        "nov november novembre",
        "dec december décembre decembre déc dez dezember",
    ];
    let word = word.to_lowercase();
    let found = MONTHS
        .iter()
        .position(|names| names.split(' ').any(|name| name == word))?;
    Some(found as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_four_languages() {
        for (word, month) in [
            ("mrt", 3),
            ("März", 3),
            ("AOÛT", 8),
            ("okt", 10),
            ("Oct", 10),
            ("déc", 12),
        ] {
            assert_eq!(month_named(word), Some(month), "{word}");
        }
        assert_eq!(month_named("week"), None);
    }
}
