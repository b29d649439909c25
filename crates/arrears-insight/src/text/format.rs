//! Figures as people write them: decimal comma in Dutch and French, groups of thousands, percent signs.

use arrears_ledger::Day;

use super::Language;

/// A share in `[0, 1]` as a whole percentage: `31%` (EN, NL), `31 %` (FR, with a no-break space).
///
/// What is neither none nor all is never written as 0% or 100%.
pub fn percent(share: f64, language: Language) -> String {
    let number = match (share * 100.0).round() {
        r if r <= 0.0 && share > 0.0 => "<1".to_owned(),
        r if r >= 100.0 && share < 1.0 => ">99".to_owned(),
        r => format!("{r:.0}"),
    };
    match language {
        Language::Fr => format!("{number}\u{a0}%"),
        _ => format!("{number}%"),
    }
}

/// A share and the bound that it is held against as percentages, with no more decimals than keep them apart: at least
/// `fewest`, and four at most.
pub fn percent_apart(share: f64, bound: f64, fewest: usize, language: Language) -> [String; 2] {
    const MOST: usize = 4;
    let said = |places: usize| [share, bound].map(|share| percent_to(share, places, language));
    (fewest..MOST)
        .map(said)
        .find(|[share_said, bound_said]| share_said != bound_said || share == bound)
        .unwrap_or_else(|| said(MOST))
}

fn percent_to(share: f64, places: usize, language: Language) -> String {
    if places == 0 {
        return percent(share, language);
    }
    let number = decimal(share * 100.0, places, language);
    match language {
        Language::Fr => format!("{number}\u{a0}%"),
        _ => format!("{number}%"),
    }
}

/// A number with `places` decimals, in the language's decimal mark.
pub fn decimal(value: f64, places: usize, language: Language) -> String {
    let text = format!("{value:.places$}");
    match language {
        Language::En => text,
        Language::Nl | Language::Fr => text.replace('.', ","),
    }
}

/// A count: `1,234`, `1.234`, `1 234`.
pub fn count(n: usize, language: Language) -> String {
    let mark = match language {
        Language::En => ',',
        Language::Nl => '.',
        Language::Fr => '\u{a0}',
    };
    grouped(n as u64, mark)
}

/// An amount in cents as whole units of `currency`: `EUR 1,234`, `EUR 1.234`, `1 234 EUR`.
pub fn money(minor: i64, currency: &str, language: Language) -> String {
    let whole = (minor.unsigned_abs() + 50) / 100;
    let sign = if minor < 0 && whole > 0 { "-" } else { "" };
    match language {
        Language::En => format!("{currency} {sign}{}", grouped(whole, ',')),
        Language::Nl => format!("{currency} {sign}{}", grouped(whole, '.')),
        Language::Fr => format!("{sign}{}\u{a0}{currency}", grouped(whole, '\u{a0}')),
    }
}

/// An amount in cents to the cent, as an invoice has it: `EUR 1,234.50`, `EUR 1.234,50`, `1 234,50 EUR`.
pub fn money_to_the_cent(minor: i64, currency: &str, language: Language) -> String {
    let (whole, cents) = (minor.unsigned_abs() / 100, minor.unsigned_abs() % 100);
    let sign = if minor < 0 { "-" } else { "" };
    match language {
        Language::En => format!("{currency} {sign}{}.{cents:02}", grouped(whole, ',')),
        Language::Nl => format!("{currency} {sign}{},{cents:02}", grouped(whole, '.')),
        Language::Fr => format!(
            "{sign}{},{cents:02}\u{a0}{currency}",
            grouped(whole, '\u{a0}')
        ),
    }
}

/// A day in words, without a place to break: `31 Dec 2025`, `31 dec 2025`, `31 déc. 2025`.
pub fn date(day: Day, language: Language) -> String {
    const EN: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    const NL: [&str; 12] = [
        "jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec",
    ];
    const FR: [&str; 12] = [
        "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.",
        "déc.",
    ];
    let months = match language {
        Language::En => EN,
        Language::Nl => NL,
        Language::Fr => FR,
    };
    let (year, month, of_month) = (day.year(), day.month(), day.day_of_month());
    format!("{of_month}\u{a0}{}\u{a0}{year}", months[month as usize - 1])
}

/// A number of days with its word.
pub fn days(n: i32, language: Language) -> String {
    let one = n.abs() == 1;
    match language {
        Language::En => format!("{n} {}", if one { "day" } else { "days" }),
        Language::Nl => format!("{n} {}", if one { "dag" } else { "dagen" }),
        Language::Fr => format!("{n} {}", if one { "jour" } else { "jours" }),
    }
}

/// The text with plain spaces in place of no-break ones, for a cell of a file: programs read it, and people search in it.
pub fn plain_spaces(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

fn grouped(number: u64, mark: char) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{En, Fr, Nl};

    #[test]
    fn figures_follow_the_language() {
        assert_eq!(percent(0.314, En), "31%");
        assert_eq!(percent(0.314, Fr), "31\u{a0}%");
        assert_eq!(decimal(1.25, 2, Nl), "1,25");
        assert_eq!(money(123_456_789, "EUR", En), "EUR 1,234,568");
        assert_eq!(money(-1_234_500, "EUR", Nl), "EUR -12.345");
        assert_eq!(money(99_949, "EUR", Fr), "999\u{a0}EUR");
        assert_eq!(money(-20, "EUR", En), "EUR 0");
        assert_eq!(money_to_the_cent(123_450, "EUR", En), "EUR 1,234.50");
        assert_eq!(money_to_the_cent(-1_205, "EUR", Nl), "EUR -12,05");
        assert_eq!(
            money_to_the_cent(123_456, "EUR", Fr),
            "1\u{a0}234,56\u{a0}EUR"
        );
        assert_eq!(days(1, Fr), "1 jour");
        let told = money_to_the_cent(123_456, "EUR", Fr) + "\u{202f}?";
        assert_eq!(plain_spaces(&told), "1 234,56 EUR ?");
    }

    #[test]
    fn what_differs_is_not_rounded_onto_each_other() {
        let said = |share, bound, fewest| percent_apart(share, bound, fewest, En).join(" ");
        assert_eq!(said(0.23, 0.2, 0), "23% 20%");
        assert_eq!(said(0.204, 0.2, 0), "20.4% 20.0%");
        assert_eq!(said(0.2003, 0.2, 0), "20.03% 20.00%");
        assert_eq!(said(0.2, 0.2, 0), "20% 20%");
        assert_eq!(said(0.2003, 0.2, 1), "20.03% 20.00%");
        assert_eq!(said(0.2 + 1e-9, 0.2, 1), "20.0000% 20.0000%");
        assert_eq!(
            percent_apart(0.204, 0.2, 0, Fr),
            ["20,4\u{a0}%", "20,0\u{a0}%"]
        );
    }

    #[test]
    fn a_few_are_not_none_and_nearly_all_are_not_all() {
        assert_eq!(percent(0.0, En), "0%");
        assert_eq!(percent(0.001, En), "<1%");
        assert_eq!(percent(0.999, En), ">99%");
        assert_eq!(percent(1.0, En), "100%");
    }
}
