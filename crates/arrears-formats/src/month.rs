//! The calendar: the names of the months in four languages, and the days they have.

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

/// Days since 1970-01-01 of a day of the Gregorian calendar, whose years are below ten thousand.
pub(crate) fn days(year: u32, month: u32, day: u32) -> Option<i32> {
    /// Days of a common year before each month.
    const BEFORE: [u32; 13] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];
    /// Days from 0000-01-01 to 1970-01-01.
    const EPOCH: i32 = 719_528;
    let month = month.checked_sub(1)? as usize;
    let (before, after) = (*BEFORE.get(month)?, *BEFORE.get(month + 1)?);
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let leap_day = |month: usize| u32::from(is_leap && month == 1);
    if day == 0 || day > after - before + leap_day(month) {
        return None;
    }
    // Leap days of the years before this one; of the year 0 there is one.
    let leap_days = year.div_ceil(4) - year.div_ceil(100) + year.div_ceil(400);
    let in_year = before + u32::from(is_leap && month > 1) + day - 1;
    Some((year * 365 + leap_days + in_year) as i32 - EPOCH)
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

    #[test]
    fn every_day_is_the_day_of_the_calendar() {
        use chrono::{Datelike, NaiveDate};
        for year in (0..1900).step_by(25).chain(1900..2200).chain([9999]) {
            for (month, day) in (0..=13).flat_map(|month| (0..=32).map(move |day| (month, day))) {
                let expected = NaiveDate::from_ymd_opt(year as i32, month, day)
                    .map(|date| date.num_days_from_ce() - 719_163);
                assert_eq!(days(year, month, day), expected, "{year}-{month}-{day}");
            }
        }
    }
}
