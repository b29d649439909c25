//! Terms of payment in words.

/// Words for days, in the languages of our users.
const DAYS: [&str; 9] = [
    "days", "day", "dagen", "dag", "jours", "jour", "tage", "tagen", "tag",
];

/// The number of days that a sentence names, if it names one number of days and nothing that could be another:
/// `Betaling binnen 30 dagen`, `Net 14 days`. A discount for paying sooner names two, and says nothing for sure.
pub(super) fn days_in_words(sentence: &str) -> Option<u16> {
    let is_mark = |c: char| !c.is_alphanumeric() && c != '%';
    let words: Vec<String> = sentence
        .split(is_mark)
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    if words.iter().any(|word| word.contains('%')) {
        return None;
    }
    let mut numbers = words.iter().enumerate().filter_map(|(at, word)| {
        let number: u16 = word.parse().ok()?;
        Some((at, number))
    });
    let (at, number) = numbers.next()?;
    let is_days = words
        .get(at + 1)
        .is_some_and(|word| DAYS.contains(&word.as_str()));
    (is_days && numbers.next().is_none() && number <= 365).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::days_in_words;

    #[test]
    fn one_number_of_days_is_a_term() {
        for (sentence, days) in [
            ("Betaling binnen 30 dagen", Some(30)),
            ("Net 14 days.", Some(14)),
            ("Paiement à 60 jours", Some(60)),
            ("Zahlbar innerhalb von 10 Tagen", Some(10)),
            ("2% discount within 10 days, net 30 days", None),
            ("10 dagen 2 % korting", None),
            ("Betaling voor 1-4-2025", None),
            ("Graag spoedig betalen", None),
            ("9999 dagen", None),
            ("", None),
        ] {
            assert_eq!(days_in_words(sentence), days, "{sentence}");
        }
    }
}
