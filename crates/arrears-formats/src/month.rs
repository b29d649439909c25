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
    use crate::DateOrder::Dmy;
    use crate::{DateEvidence, parse_date};

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

    #[test]
    fn months_in_words_and_days_as_spreadsheets_count() {
        let expected = parse_date("2020-03-26", Dmy);
        for cell in [
            "26-mrt-2020",
            "26 maart 2020",
            "26 Mar 2020",
            "March 26, 2020",
            "26th March 2020",
            "26 mars 2020",
            "26. März 2020",
            "2020-Mar-26",
            "26 MRT. 20",
            "26-Mar-2020 10:30",
            "43916",
            "43916.4375",
        ] {
            assert_eq!(parse_date(cell, Dmy), expected, "{cell}");
        }
        assert_eq!(
            parse_date("1er août 2021", Dmy),
            parse_date("2021-08-01", Dmy)
        );
        for cell in [
            "26 foo 2020",
            "mrt 2020",
            "12345",
            "99999",
            "43916.",
            "31 feb 2020",
            "mei mei 1 2020",
        ] {
            assert_eq!(parse_date(cell, Dmy), None, "{cell}");
        }
        let evidence = DateEvidence::of(["43916", "26 mrt 2020"].into_iter());
        assert_eq!((evidence.n_serial, evidence.n_dates()), (1, 1));
    }
}
