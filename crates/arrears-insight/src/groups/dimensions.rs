//! The characteristics that groups are made from: a value per customer, as it was before the later period.

use std::collections::BTreeMap;

use arrears_ledger::Day;
use serde::{Deserialize, Serialize};

use super::RiskGroupRule;
use crate::facts::{CustomerFacts, InvoiceFacts, Portfolio};
use crate::sectors::roll_up;
use crate::text::Text;

/// A characteristic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// Sector, small ones rolled up.
    Sector,
    /// Size class.
    SizeClass,
    /// Business model.
    BusinessModel,
    /// Usual days from invoice to due date, in bands.
    Terms,
    /// Payment method agreed with the customer.
    PaymentMethod,
    /// How long it has been a customer, in bands.
    Tenure,
}

impl Dimension {
    /// Every characteristic.
    pub const ALL: [Dimension; 6] = [
        Dimension::Sector,
        Dimension::SizeClass,
        Dimension::BusinessModel,
        Dimension::Terms,
        Dimension::PaymentMethod,
        Dimension::Tenure,
    ];

    /// Its name in files.
    pub fn code(self) -> &'static str {
        match self {
            Dimension::Sector => "sector",
            Dimension::SizeClass => "size_class",
            Dimension::BusinessModel => "business_model",
            Dimension::Terms => "terms",
            Dimension::PaymentMethod => "payment_method",
            Dimension::Tenure => "tenure",
        }
    }

    /// Its name in words.
    pub fn label(self) -> Text {
        match self {
            Dimension::Sector => Text::new("sector", "sector", "secteur"),
            Dimension::SizeClass => Text::new("size", "grootte", "taille"),
            Dimension::BusinessModel => {
                Text::new("business model", "bedrijfsmodel", "modèle d’affaires")
            }
            Dimension::Terms => Text::new("terms", "betaaltermijn", "délai de paiement"),
            Dimension::PaymentMethod => {
                Text::new("payment method", "betaalwijze", "mode de paiement")
            }
            Dimension::Tenure => Text::new("customer for", "hoelang klant", "ancienneté"),
        }
    }

    /// Whether a name in a list of forbidden attributes means it.
    fn is_named(self, name: &str) -> bool {
        let name = name.trim();
        name == self.code()
            || match self {
                Dimension::Terms => name == "payment_terms_days",
                Dimension::Tenure => name == "customer_since",
                Dimension::Sector => name == "sector_scheme",
                _ => false,
            }
    }
}

/// A value of a characteristic.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Value {
    pub(crate) code: String,
    pub(crate) label: Text,
}

/// A characteristic with each customer's value.
#[derive(Clone, Debug)]
pub(crate) struct Characteristic {
    pub(crate) dimension: Dimension,
    pub(crate) values: Vec<Value>,
    /// Per customer of the portfolio: a position in `values`.
    pub(crate) of: Vec<Option<usize>>,
}

/// What could be made.
pub(crate) struct Made {
    pub(crate) dimensions: Vec<Characteristic>,
    pub(crate) absent: Vec<Dimension>,
    pub(crate) forbidden: Vec<Dimension>,
}

/// Most values of one characteristic, the largest ones: pairs of them are counted.
const MOST_VALUES: usize = 60;

/// Every characteristic that the ledger has and that may be used, as it was before `day`.
pub(crate) fn dimensions(portfolio: &Portfolio, day: Day, rule: &RiskGroupRule) -> Made {
    let mut made = Made {
        dimensions: Vec::new(),
        absent: Vec::new(),
        forbidden: Vec::new(),
    };
    for dimension in Dimension::ALL {
        if rule.forbidden.iter().any(|name| dimension.is_named(name)) {
            made.forbidden.push(dimension);
            continue;
        }
        let (known, characteristic) = characteristic(portfolio, dimension, day, rule.min_customers);
        if !known {
            made.absent.push(dimension);
        } else if !characteristic.values.is_empty() {
            made.dimensions.push(characteristic);
        }
    }
    made
}

/// Whether any customer has the characteristic, and the values that enough of them have.
fn characteristic(
    portfolio: &Portfolio,
    dimension: Dimension,
    day: Day,
    min_customers: usize,
) -> (bool, Characteristic) {
    match dimension {
        Dimension::Sector => sectors(portfolio, min_customers),
        Dimension::SizeClass => named(portfolio, dimension, min_customers, |c, _| {
            c.size_class.clone().map(plain)
        }),
        Dimension::BusinessModel => named(portfolio, dimension, min_customers, |c, _| {
            c.traits.business_model.clone().map(plain)
        }),
        Dimension::PaymentMethod => named(portfolio, dimension, min_customers, |c, _| {
            c.traits.payment_method.clone().map(plain)
        }),
        Dimension::Terms => named(portfolio, dimension, min_customers, |_, invoices| {
            terms(invoices, day)
        }),
        Dimension::Tenure => named(portfolio, dimension, min_customers, |c, invoices| {
            tenure(c, invoices, day)
        }),
    }
}

fn plain(text: String) -> Value {
    Value {
        label: crate::text::value(&text),
        code: text,
    }
}

fn sectors(portfolio: &Portfolio, min_customers: usize) -> (bool, Characteristic) {
    let all =
        crate::questions::external(portfolio).map(|(position, customer, _)| (position, customer));
    let grouped = roll_up(all, min_customers);
    let mut found = Characteristic {
        dimension: Dimension::Sector,
        values: Vec::new(),
        of: vec![None; portfolio.customers.len()],
    };
    let known = !grouped.groups.is_empty() || grouped.n_left_out > 0;
    for (number, group) in grouped.groups.into_iter().take(MOST_VALUES).enumerate() {
        for &position in &group.customers {
            found.of[position] = Some(number);
        }
        found.values.push(Value {
            code: group.code(),
            label: group.label,
        });
    }
    (known, found)
}

/// A characteristic of which each customer names its value; values of too few customers are left out.
fn named(
    portfolio: &Portfolio,
    dimension: Dimension,
    min_customers: usize,
    value: impl Fn(&CustomerFacts, &[InvoiceFacts]) -> Option<Value>,
) -> (bool, Characteristic) {
    let mut of_code: BTreeMap<String, (Text, Vec<usize>)> = BTreeMap::new();
    for (position, customer, invoices) in crate::questions::external(portfolio) {
        if let Some(value) = value(customer, invoices) {
            let entry = of_code
                .entry(value.code)
                .or_insert_with(|| (value.label, Vec::new()));
            entry.1.push(position);
        }
    }
    let known = !of_code.is_empty();
    let mut large: Vec<_> = of_code
        .into_iter()
        .filter(|(_, (_, customers))| customers.len() >= min_customers)
        .collect();
    large.sort_by(|a, b| b.1.1.len().cmp(&a.1.1.len()).then_with(|| a.0.cmp(&b.0)));
    large.truncate(MOST_VALUES);
    large.sort_by(|a, b| a.0.cmp(&b.0));
    let mut found = Characteristic {
        dimension,
        values: Vec::new(),
        of: vec![None; portfolio.customers.len()],
    };
    for (number, (code, (label, customers))) in large.into_iter().enumerate() {
        customers
            .iter()
            .for_each(|&position| found.of[position] = Some(number));
        found.values.push(Value { code, label });
    }
    (known, found)
}

/// Median days from invoice to due date of what was due before `day`, else of all, in bands.
fn terms(invoices: &[InvoiceFacts], day: Day) -> Option<Value> {
    let days = |before: bool| -> Vec<i32> {
        let own = invoices.iter().filter(|invoice| !invoice.is_credit_note);
        let own = own.filter(|invoice| !before || invoice.due_date < day);
        own.map(|invoice| invoice.due_date - invoice.invoice_date)
            .collect()
    };
    let mut all = days(true);
    if all.is_empty() {
        all = days(false);
    }
    all.sort_unstable();
    let median = *all.get(all.len().checked_sub(1)? / 2)?;
    let (code, low, high) = match median {
        ..=14 => ("00-14", 0, 14),
        15..=30 => ("15-30", 15, 30),
        31..=45 => ("31-45", 31, 45),
        46..=60 => ("46-60", 46, 60),
        61.. => ("61+", 61, 0),
    };
    let label = match (low, high) {
        (0, _) => Text::new("up to 14 days", "tot en met 14 dagen", "jusqu’à 14 jours"),
        (61, _) => Text::new("over 60 days", "meer dan 60 dagen", "plus de 60 jours"),
        _ => Text::new(
            format!("{low} to {high} days"),
            format!("{low} tot {high} dagen"),
            format!("{low} à {high} jours"),
        ),
    };
    Some(Value {
        code: code.to_owned(),
        label,
    })
}

/// How long it had been a customer on `day`: since the day that the ledger states, else since its first invoice.
fn tenure(customer: &CustomerFacts, invoices: &[InvoiceFacts], day: Day) -> Option<Value> {
    let first = invoices.iter().map(|invoice| invoice.invoice_date).min();
    let since = customer.traits.customer_since.or(first)?;
    let (code, label) = match day - since {
        ..365 => (
            "0-1y",
            Text::new("less than a year", "minder dan een jaar", "moins d’un an"),
        ),
        365..1_095 => (
            "1-3y",
            Text::new("one to three years", "één tot drie jaar", "un à trois ans"),
        ),
        1_095.. => (
            "3y+",
            Text::new(
                "three years or more",
                "drie jaar of langer",
                "trois ans ou plus",
            ),
        ),
    };
    Some(Value {
        code: code.to_owned(),
        label,
    })
}
