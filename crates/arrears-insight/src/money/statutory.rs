//! What the law lets a creditor charge a business that pays late: interest and collection costs, by country and day.
//!
//! All four laws follow directive 2011/7/EU: the European Central Bank's rate for its main refinancing operations, as it
//! stood on the first day of the half-year, plus points of their own. So one dated table gives all rates.
//!
//! ```text
//! interest = open amount x sum over days from the day after the due date of (rate of the day) / 365
//! ```
//!
//! Simple interest on what is open now. A day or a country that is not in the table gives none, and says why; nothing is
//! carried forward from the last rate known. Consumers fall under other rules and get none here.

use arrears_features::{Book, CustomerIx, InvoiceIx};
use arrears_ledger::Day;

/// The rate of one half-year or more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReferenceRate {
    /// First day, as year, month and day.
    pub from: (i32, u32, u32),
    /// The rate for main refinancing operations on that day, in hundredths of a percent.
    pub basis_points: i64,
}

/// The rates on the first days of half-years, by the ECB's key interest rates; one that did not change is not repeated.
pub const REFERENCE_RATES: [ReferenceRate; 7] = [
    rate((2016, 7, 1), 0),
    rate((2023, 1, 1), 250),
    rate((2023, 7, 1), 400),
    rate((2024, 1, 1), 450),
    rate((2024, 7, 1), 425),
    rate((2025, 1, 1), 315),
    rate((2025, 7, 1), 215),
];

/// The first day after the table.
pub const RATES_END: (i32, u32, u32) = (2026, 7, 1);

const fn rate(from: (i32, u32, u32), basis_points: i64) -> ReferenceRate {
    ReferenceRate { from, basis_points }
}

/// A country whose law is known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Country {
    /// The Netherlands.
    Nl,
    /// Belgium.
    Be,
    /// France.
    Fr,
    /// Germany.
    De,
}

impl Country {
    /// Every country.
    pub const ALL: [Country; 4] = [Country::Nl, Country::Be, Country::Fr, Country::De];

    /// The country that a code or name stands for.
    pub fn of(text: &str) -> Option<Country> {
        match text.trim().to_uppercase().as_str() {
            "NL" | "NLD" | "NEDERLAND" | "NETHERLANDS" | "THE NETHERLANDS" | "PAYS-BAS" => {
                Some(Country::Nl)
            }
            "BE" | "BEL" | "BELGIË" | "BELGIE" | "BELGIUM" | "BELGIQUE" => Some(Country::Be),
            "FR" | "FRA" | "FRANKRIJK" | "FRANCE" => Some(Country::Fr),
            "DE" | "DEU" | "DUITSLAND" | "GERMANY" | "DEUTSCHLAND" | "ALLEMAGNE" => {
                Some(Country::De)
            }
            _ => None,
        }
    }

    /// The yearly rate at a reference rate, in hundredths of a percent.
    pub fn rate(self, reference: i64) -> i64 {
        match self {
            Country::Nl => reference + 800,
            // Rounded up to half a percent.
            Country::Be => (reference + 800 + 49) / 50 * 50,
            Country::Fr => reference + 1_000,
            // The base rate lies 0.88 below the reference since 2016; plus nine points.
            Country::De => reference - 88 + 900,
        }
    }

    /// Collection costs of one claim, in cents.
    pub fn costs_minor(self, open_minor: i64) -> i64 {
        match self {
            Country::Nl => dutch_costs(open_minor),
            Country::Be | Country::Fr | Country::De => 4_000,
        }
    }

    /// The laws.
    pub fn source(self) -> &'static str {
        match self {
            Country::Nl => "NL: BW 6:119a, 6:120 (2), 6:96 (4); Besluit BIK art. 2",
            Country::Be => "BE: wet/loi 2002-08-02, art. 5 and 6",
            Country::Fr => "FR: Code de commerce L441-10 (II), D441-5",
            Country::De => "DE: BGB §§ 247, 288 (2), 288 (5)",
        }
    }
}

/// The scale of the Besluit vergoeding voor buitengerechtelijke incassokosten: 15 % of the first 2,500, at least 40; 10 % of the
/// next 2,500; 5 % of the next 5,000; 1 % of the next 190,000; 0.5 % above; at most 6,775.
fn dutch_costs(open_minor: i64) -> i64 {
    // Width of a step in cents, and thousandths.
    const STEPS: [(i64, i64); 5] = [
        (250_000, 150),
        (250_000, 100),
        (500_000, 50),
        (19_000_000, 10),
        (i64::MAX, 5),
    ];
    let (mut left, mut thousandths) = (i128::from(open_minor.max(0)), 0_i128);
    for (width, share) in STEPS {
        let part = left.min(i128::from(width));
        thousandths += part * i128::from(share);
        left -= part;
    }
    (((thousandths + 500) / 1_000) as i64).clamp(4_000, 677_500)
}

/// Why nothing is charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoClaim {
    /// Other rules apply.
    Consumer,
    /// The customer's country is not known, or its law is not in the table.
    Country,
    /// Some of the days are not in the table.
    Days,
    /// The ledger is not in euros, as the amounts of the laws are.
    Currency,
}

impl NoClaim {
    /// In words.
    pub fn note(self) -> &'static str {
        match self {
            NoClaim::Consumer => "a consumer: other rules apply",
            NoClaim::Country => "the country is unknown, or its rates are not in the table",
            NoClaim::Currency => "the ledger is not in euros",
            NoClaim::Days => "some of the days are not in the table of rates",
        }
    }
}

/// What may be charged on one overdue amount, in cents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// By which law.
    pub country: Country,
    /// Interest until the as-of day, that day included.
    pub interest_minor: i64,
    /// Collection costs.
    pub costs_minor: i64,
}

/// What may be charged on what is open and past due.
pub fn claim(
    country: Option<&str>,
    consumer: bool,
    due: Day,
    as_of: Day,
    open_minor: i64,
) -> Result<Claim, NoClaim> {
    if consumer {
        return Err(NoClaim::Consumer);
    }
    let country = country.and_then(Country::of).ok_or(NoClaim::Country)?;
    let point_days = point_days(country, due, as_of).ok_or(NoClaim::Days)?;
    let yearly = i128::from(open_minor) * i128::from(point_days);
    // Hundredths of a percent of a year of 365 days.
    const YEAR: i128 = 10_000 * 365;
    Ok(Claim {
        country,
        interest_minor: ((yearly + YEAR / 2) / YEAR) as i64,
        costs_minor: country.costs_minor(open_minor),
    })
}

/// The rates of all days after `due` until `as_of`, added up; `None` where some day has none.
fn point_days(country: Country, due: Day, as_of: Day) -> Option<i64> {
    let day = |(year, month, day)| Day::from_ymd(year, month, day);
    let end = day(RATES_END)?;
    if due + 1 < day(REFERENCE_RATES[0].from)? || as_of >= end {
        return None;
    }
    let mut sum = 0;
    for (i, rate) in REFERENCE_RATES.iter().enumerate() {
        let next = REFERENCE_RATES
            .get(i + 1)
            .map_or(Some(end), |next| day(next.from))?;
        let first = day(rate.from)?.max(due + 1);
        let last = (next - 1).min(as_of);
        sum += country.rate(rate.basis_points) * i64::from((last - first + 1).max(0));
    }
    Some(sum)
}

/// One overdue invoice with what may be charged on it.
#[derive(Clone, Debug, PartialEq)]
pub struct OverdueClaim {
    /// The invoice.
    pub invoice: InvoiceIx,
    /// Its customer.
    pub customer: CustomerIx,
    /// Open, in cents.
    pub open_minor: i64,
    /// What may be charged, or why nothing is.
    pub claim: Result<Claim, NoClaim>,
}

/// Every open invoice past due of customers outside the own group, in the book's order.
pub fn overdue_claims(book: &Book, as_of: Day, currency: &str) -> Vec<OverdueClaim> {
    let in_euros = currency == "EUR";
    let mut claims = Vec::new();
    for customer in (0..book.n_customers() as u32).map(CustomerIx) {
        let attributes = book.attributes(customer, as_of);
        if attributes.intercompany == Some(true) {
            continue;
        }
        let consumer = attributes.consumer == Some(true);
        for invoice in book.invoices_of(customer).map(InvoiceIx) {
            let due = book.invoice(invoice).due_date;
            let state = book.state(invoice, as_of);
            if state.is_open && due < as_of {
                let open_minor = state.open_minor;
                let claim = match in_euros {
                    true => claim(attributes.country, consumer, due, as_of, open_minor),
                    false => Err(NoClaim::Currency),
                };
                claims.push(OverdueClaim {
                    invoice,
                    customer,
                    open_minor,
                    claim,
                });
            }
        }
    }
    claims
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> Day {
        Day::from_ymd(year, month, day).unwrap()
    }

    #[test]
    fn rates_that_were_published() {
        let rates = |country: Country| REFERENCE_RATES.map(|rate| country.rate(rate.basis_points));
        assert_eq!(
            rates(Country::Nl),
            [800, 1_050, 1_200, 1_250, 1_225, 1_115, 1_015]
        );
        assert_eq!(
            rates(Country::Be),
            [800, 1_050, 1_200, 1_250, 1_250, 1_150, 1_050]
        );
        assert_eq!(
            rates(Country::Fr),
            [1_000, 1_250, 1_400, 1_450, 1_425, 1_315, 1_215]
        );
        assert_eq!(
            rates(Country::De),
            [812, 1_062, 1_212, 1_262, 1_237, 1_127, 1_027]
        );
    }

    #[test]
    fn interest_over_a_change_of_rate_by_hand() {
        // EUR 10,000, due on 15 June 2024: 15 days of June at 12.50 % and 31 of July at 12.25 %.
        let found = claim(
            Some("NL"),
            false,
            day(2024, 6, 15),
            day(2024, 7, 31),
            1_000_000,
        )
        .unwrap();
        // 10,000 x (15 x 0.1250 + 31 x 0.1225) / 365 = 155.41
        assert_eq!(found.interest_minor, 15_541);
        // 375 + 250 + 250
        assert_eq!(found.costs_minor, 87_500);
        let found = claim(
            Some("Deutschland"),
            false,
            day(2024, 6, 15),
            day(2024, 6, 25),
            1_000_000,
        );
        assert_eq!(found.unwrap().interest_minor, 3_458);
    }

    #[test]
    fn the_dutch_scale_at_its_steps() {
        for (open, costs) in [
            (10_000, 4_000),
            (26_667, 4_000),
            (250_000, 37_500),
            (500_000, 62_500),
            (1_000_000, 87_500),
            (20_000_000, 277_500),
            (100_000_000, 677_500),
            (500_000_000, 677_500),
        ] {
            assert_eq!(Country::Nl.costs_minor(open), costs, "{open}");
        }
    }

    #[test]
    fn where_the_table_ends_there_is_none_and_a_reason() {
        let of = |country, consumer, due, as_of| claim(country, consumer, due, as_of, 100_000);
        let (june, july) = (day(2026, 6, 30), day(2026, 7, 1));
        assert!(of(Some("BE"), false, day(2026, 1, 1), june).is_ok());
        assert_eq!(
            of(Some("BE"), false, day(2026, 1, 1), july),
            Err(NoClaim::Days)
        );
        assert_eq!(
            of(Some("FR"), false, day(2016, 6, 29), june),
            Err(NoClaim::Days)
        );
        assert!(of(Some("FR"), false, day(2016, 6, 30), june).is_ok());
        assert_eq!(of(Some("US"), false, june - 9, june), Err(NoClaim::Country));
        assert_eq!(of(None, false, june - 9, june), Err(NoClaim::Country));
        assert_eq!(of(Some("NL"), true, june - 9, june), Err(NoClaim::Consumer));
    }

    #[test]
    fn the_page_has_every_rate() {
        let root = std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
        let page = std::fs::read_to_string(format!("{root}/../../docs/money.md")).unwrap();
        for rate in REFERENCE_RATES {
            let (year, month, day) = rate.from;
            let percent = |points: i64| format!("{}.{:02}", points / 100, points % 100);
            let cells = Country::ALL.map(|country| percent(country.rate(rate.basis_points)));
            let row = format!(
                "| {year}-{month:02}-{day:02} | {} | {} |",
                percent(rate.basis_points),
                cells.join(" | ")
            );
            assert!(page.contains(&row), "docs/money.md lacks {row}");
        }
        let (year, month, day) = RATES_END;
        assert!(
            page.contains(&format!("{year}-{month:02}-{day:02} |")),
            "the end of the table"
        );
    }
}
