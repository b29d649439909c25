//! The watch replayed: who is warned of on each month-end, and every so many days, as `arrears run` would have said then.
//!
//! One line of CSV per customer and day that counts towards the rate of false alarms or has a change; `watch.py`
//! holds them against the truth of a generated ledger.

use std::error::Error;
use std::path::Path;

use arrears::{ConfigFile, Day, Settings, Silent, Typed, load_ledger, pool};
use arrears_features::{Book, CustomerIx};
use arrears_insight::customers::watch::{Change, Level, Watched, watch};
use arrears_insight::facts::Portfolio;

/// The days on which the watch is kept: every month-end, and every so many days.
#[derive(Debug)]
pub struct Days {
    pub from: Day,
    pub until: Day,
    pub every: i32,
}

impl Days {
    fn all(&self) -> impl Iterator<Item = Day> {
        let (from, every) = (self.from, self.every.max(1));
        (self.from.0..=self.until.0)
            .map(Day)
            .filter(move |&day| day.month_end() == day || (day - from) % every == 0)
    }
}

/// Prints what is said of every customer on every day.
pub fn run(config: &Path, days: &Days) -> Result<(), Box<dyn Error>> {
    let settings = Settings::new(ConfigFile::load(config)?, &Typed::default())?;
    pool::run(|| {
        let ledger = load_ledger(&settings, &Silent)?;
        let book = Book::from_ledger(&ledger, &settings.definitions)?;
        drop(ledger);
        println!(
            "as_of,customer_id,counted,direction,new,since,raised,certainty,evidence,size_days,size_sd,threshold,later"
        );
        for day in days.all() {
            said(&book, day, &settings);
        }
        Ok::<(), Box<dyn Error + Send + Sync>>(())
    })
    .map_err(|error: Box<dyn Error + Send + Sync>| error as Box<dyn Error>)
}

fn said(book: &Book, day: Day, settings: &Settings) {
    let known = |customer: &CustomerIx| {
        let mut invoices = book.invoices_of(*customer);
        invoices.any(|ix| book.invoice(arrears_features::InvoiceIx(ix)).known_day <= day)
    };
    let customers: Vec<CustomerIx> = (0..book.n_customers() as u32)
        .map(CustomerIx)
        .filter(known)
        .collect();
    let config = &settings.config;
    let portfolio = Portfolio::from_book(book, day, &config.ledger.currency, &customers);
    let watched = watch(
        book,
        &portfolio,
        &settings.policy.policy.warnings,
        config.seed,
    );
    for (i, customer) in portfolio.customers.iter().enumerate() {
        let change = watched.of(i);
        if watched.counted[i] || change.is_some() {
            let counted = u8::from(watched.counted[i]);
            println!(
                "{day},{},{counted},{}",
                customer.customer_id,
                line(change, &watched)
            );
        }
    }
}

fn line(change: Option<&Change>, watched: &Watched) -> String {
    let Some(change) = change else {
        return ",,,,,,,,,".to_owned();
    };
    let size = |of: fn(&Level) -> Option<f64>| {
        let told = change.days.as_ref().and_then(of);
        told.map_or(String::new(), |size| format!("{size:.2}"))
    };
    let followed = watched.account.followed.unwrap_or_default();
    format!(
        "{},{},{},{},{:.3},{:.3},{},{},{:.3},{}/{}",
        change.direction.code(),
        u8::from(change.is_new),
        change.since,
        change.raised,
        change.certainty,
        change.evidence,
        size(Level::size_days),
        size(Level::size_sd),
        watched.account.threshold,
        followed.n_later,
        followed.n_judged,
    )
}
