//! What the input is worth: its quality, whether it adds up, and whether the general ledger agrees.

use arrears_ledger::quality::{
    ControlTotals, CustomerDifference, GivenBalances, Quality, Reconciliation, assess,
    control_totals, control_totals_csv, reconcile,
};
use arrears_ledger::{Day, Ledger};

use crate::error::Error;

/// What was found in the input as a whole.
#[derive(Debug, Clone)]
pub struct Input {
    /// Rows and columns by month, and what to look at.
    pub quality: Quality,
    /// Debits, credits and what is open.
    pub control: ControlTotals,
    /// The general ledger's balance beside ours, where the config gives it.
    pub reconciliation: Option<Reconciliation>,
    given: Option<GivenBalances>,
}

impl Input {
    /// Looks at a ledger. Control totals are those of `date`, else of the day that the config gives the general
    /// ledger's balance for, else of the ledger's last day.
    pub fn of(ledger: &Ledger, last_day: Day, date: Option<Day>) -> Result<Input, Error> {
        let given = ledger.given_balances.clone();
        let given_day = given
            .as_ref()
            .and_then(|given| given.date)
            .unwrap_or(last_day);
        let day = date.unwrap_or(given_day);
        let control = control_totals(ledger, day)?;
        let reconciliation = match &given {
            None => None,
            Some(given) if day == given_day => reconcile(ledger, &control, given)?,
            Some(given) => reconcile(ledger, &control_totals(ledger, given_day)?, given)?,
        };
        Ok(Input {
            quality: assess(ledger)?,
            given: given.filter(|_| day == given_day),
            control,
            reconciliation,
        })
    }

    /// Refuses a ledger that is not the general ledger's.
    pub fn refuse_difference(&self, currency: &str) -> Result<(), Error> {
        match &self.reconciliation {
            Some(found) if !found.agrees() => Err(Error::Unreconciled {
                message: in_words(found, currency),
            }),
            _ => Ok(()),
        }
    }

    /// `control_totals.csv`.
    pub fn control_csv(&self) -> Vec<u8> {
        let given = self.given.as_ref();
        let of = |customer: Option<&str>| {
            let given = given?;
            match customer {
                None => given.overall,
                Some(id) => given
                    .customers
                    .as_ref()
                    .map(|customers| customers.get(id).copied().unwrap_or(0)),
            }
        };
        control_totals_csv(&self.control, of)
    }
}

/// Causes and customers told in a message.
const TOLD: usize = 3;

fn in_words(found: &Reconciliation, currency: &str) -> String {
    let overall = if found.difference == 0 {
        format!(
            "the open balance on {} is the general ledger's, {}, but not that of every customer",
            found.date,
            money(found.balance, currency)
        )
    } else {
        format!(
            "the open balance on {} is {}, in the general ledger {}: a difference of {}",
            found.date,
            money(found.balance, currency),
            money(found.given, currency),
            money(found.difference, currency)
        )
    };
    format!("{overall}{}{}", customers(found), causes(found))
}

fn customers(found: &Reconciliation) -> String {
    if found.customers.is_empty() {
        return String::new();
    }
    let one = |customer: &CustomerDifference| {
        let unknown = if customer.known || customer.near.is_some() {
            ""
        } else {
            ", whom this ledger does not know"
        };
        format!(
            "`{}` by {}{unknown}",
            arrears_ledger::shown(&customer.customer_id),
            cents(customer.difference())
        )
    };
    let first: Vec<String> = found.customers.iter().take(TOLD).map(one).collect();
    let differing = match found.customers.len() {
        1 => format!("; it is customer {}", first[0]),
        n => format!("; {n} customers differ, most of all {}", first.join(", ")),
    };
    differing + &leading_zeros(found)
}

/// Customers whom the two know by ids that differ by leading zeros alone.
fn leading_zeros(found: &Reconciliation) -> String {
    let here = found.customers.iter().filter(|customer| customer.known);
    let near: Vec<(&str, &str)> = here
        .filter_map(|one| Some((one.customer_id.as_str(), one.near.as_deref()?)))
        .collect();
    let Some((here, there)) = near.first() else {
        return String::new();
    };
    let differ = match near.len() {
        1 => "1 id differs".to_owned(),
        n => format!("{n} ids differ"),
    };
    format!(
        "; {differ} from the general ledger's only by leading zeros, first `{}` here and `{}` there (`ids = \
         \"strip-leading-zeros\"` under `[ledger]` takes such ids as one)",
        arrears_ledger::shown(here),
        arrears_ledger::shown(there)
    )
}

fn causes(found: &Reconciliation) -> String {
    let told: Vec<String> = found
        .causes
        .iter()
        .take(TOLD)
        .map(ToString::to_string)
        .collect();
    match told.len() {
        0 => "; no invoice, credit note, payment or rejected row has exactly that amount, or half of it: look for several rows \
              that one of the two lacks"
            .to_owned(),
        1 => format!("; likeliest, {}", told[0]),
        _ => format!("; likeliest, {}", told.join("; or ")),
    }
}

/// Cents with two decimals and the currency: `EUR 1,234.50`.
fn money(minor: i64, currency: &str) -> String {
    format!("{currency} {}", cents(minor))
}

/// Cents with two decimals and commas between thousands: `1,234.50`.
pub(crate) fn cents(minor: i64) -> String {
    let digits = (minor.unsigned_abs() / 100).to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    let sign = if minor < 0 { "-" } else { "" };
    format!("{sign}{text}.{:02}", minor.unsigned_abs() % 100)
}
