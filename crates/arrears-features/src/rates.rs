//! Late rates of all customers and of groups at month-ends, frozen: what was known then, and nothing later.
//!
//! Each invoice adds to the months from its maturity (or from when it was known) until 365 (90) days after, with the
//! outcome that was known at each month-end. Intervals are entered as a difference at either end and summed over the
//! months once, so the cost is that of the bookings, not of bookings times months.

use arrears_ledger::Day;

use crate::Book;
use crate::book::{NO_DAY, NO_SYMBOL, Standing, YEAR};
use crate::kernel::MonthEnd;

/// Days of the short rate.
const QUARTER: i32 = 90;
/// Attributes with rates of their own: sector, size class, country.
const GROUPED: usize = 3;

/// Invoices matured within 365 and within 90 days of a month-end, and the late ones among them.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Rate {
    pub(crate) n_year: i64,
    pub(crate) n_late_year: i64,
    pub(crate) n_quarter: i64,
    pub(crate) n_late_quarter: i64,
}

impl Rate {
    /// With one customer's own part taken out.
    pub(crate) fn without(self, own: &MonthEnd) -> Rate {
        Rate {
            n_year: self.n_year - own.n_year,
            n_late_year: self.n_late_year - own.n_late_year,
            n_quarter: self.n_quarter - own.n_quarter,
            n_late_quarter: self.n_late_quarter - own.n_late_quarter,
        }
    }

    /// Late share within 365 days; NaN without invoices.
    pub(crate) fn year(&self) -> f64 {
        crate::kernel::ratio(self.n_late_year, self.n_year)
    }

    /// Late share within 90 days; NaN without invoices.
    pub(crate) fn quarter(&self) -> f64 {
        crate::kernel::ratio(self.n_late_quarter, self.n_quarter)
    }

    fn add(&mut self, other: &Rate, sign: i64) {
        self.n_year += sign * other.n_year;
        self.n_late_year += sign * other.n_late_year;
        self.n_quarter += sign * other.n_quarter;
        self.n_late_quarter += sign * other.n_late_quarter;
    }
}

/// Rates by month, over all customers and by group.
#[derive(Debug, Default)]
pub(crate) struct Rates {
    /// Year times 12 plus month, of the first month.
    first_month: i32,
    n_months: usize,
    /// By month.
    overall: Vec<Rate>,
    /// By symbol and month, for each grouped attribute.
    groups: [Vec<Rate>; GROUPED],
}

impl Rates {
    /// Sums over the book's invoices.
    pub(crate) fn of(book: &Book) -> Rates {
        let Some(calendar) = Calendar::of(book) else {
            return Rates::default();
        };
        let n_months = calendar.n_months;
        let mut rates = Rates {
            first_month: calendar.first_month,
            n_months,
            overall: vec![Rate::default(); n_months],
            groups: [const { Vec::new() }; GROUPED],
        };
        for group in &mut rates.groups {
            group.resize(book.n_symbols() * n_months, Rate::default());
        }
        for customer in 0..book.n_customers() {
            for invoice in book.invoices.of_customer(customer) {
                rates.enter(book, &calendar, customer, invoice);
            }
        }
        let of_months = std::iter::once(&mut rates.overall).chain(&mut rates.groups);
        for rates in of_months.flat_map(|rates| rates.chunks_mut(n_months)) {
            sum_over_months(rates);
        }
        rates
    }

    /// The rate of all at the end of a month ([`month_of`]).
    pub(crate) fn overall(&self, month: i32) -> Rate {
        let month = self.month(month);
        month.map_or(Rate::default(), |month| self.overall[month])
    }

    /// The rate of a group at the end of a month ([`month_of`]).
    pub(crate) fn group(&self, category: usize, symbol: u32, month: i32) -> Rate {
        let month = self.month(month);
        month.map_or(Rate::default(), |month| {
            self.groups[category][symbol as usize * self.n_months + month]
        })
    }

    fn month(&self, month: i32) -> Option<usize> {
        let month = usize::try_from(month - self.first_month).ok()?;
        (month < self.n_months).then_some(month)
    }

    /// Enters one invoice from its maturity on, standing after standing.
    fn enter(&mut self, book: &Book, calendar: &Calendar, customer: usize, invoice: usize) {
        let invoices = &book.invoices;
        if invoices.credit_note[invoice] || invoices.direct_debit[invoice] {
            return;
        }
        let matures = invoices.due[invoice] + book.definitions().grace_days;
        let mut from = matures.max(invoices.known[invoice]);
        let mut standing = book.standing(invoice, from);
        for change in book.facts.changes.of(invoice) {
            if change.known > from {
                self.span(
                    book,
                    calendar,
                    customer,
                    matures,
                    from..change.known,
                    &standing,
                );
                from = change.known;
                standing = change.standing;
            }
        }
        self.span(book, calendar, customer, matures, from..i32::MAX, &standing);
    }

    /// Enters the days over which an invoice stood alike.
    fn span(
        &mut self,
        book: &Book,
        calendar: &Calendar,
        customer: usize,
        matures: i32,
        days: std::ops::Range<i32>,
        standing: &Standing,
    ) {
        if standing.cancelled_on != NO_DAY {
            return;
        }
        let late = standing.settled_on == NO_DAY || standing.settled_on > matures;
        let late = i64::from(late);
        let year = Rate {
            n_year: 1,
            n_late_year: late,
            ..Rate::default()
        };
        let quarter = Rate {
            n_quarter: 1,
            n_late_quarter: late,
            ..Rate::default()
        };
        for (width, rate) in [(YEAR, year), (QUARTER, quarter)] {
            let until = days.end.min(matures + width);
            if days.start >= until {
                continue;
            }
            let months = calendar.months(days.start, until);
            add(&mut self.overall, months.clone(), &rate);
            let rows = book.attributes.of(customer);
            for (at, row) in rows.iter().enumerate() {
                let valid_until = rows
                    .get(at + 1)
                    .map_or(until, |next| next.valid_from.min(until));
                let start = days.start.max(row.valid_from);
                if start >= valid_until {
                    continue;
                }
                let months = calendar.months(start, valid_until);
                for (category, &symbol) in row.symbols[..GROUPED].iter().enumerate() {
                    if symbol != NO_SYMBOL {
                        let first = symbol as usize * self.n_months;
                        let cells = &mut self.groups[category][first..first + self.n_months];
                        add(cells, months.clone(), &rate);
                    }
                }
            }
        }
    }
}

fn add(cells: &mut [Rate], months: std::ops::Range<usize>, rate: &Rate) {
    if months.start < months.end {
        cells[months.start].add(rate, 1);
        if let Some(end) = cells.get_mut(months.end) {
            end.add(rate, -1);
        }
    }
}

fn sum_over_months(rates: &mut [Rate]) {
    let mut sum = Rate::default();
    for rate in rates {
        sum.add(rate, 1);
        *rate = sum;
    }
}

/// Months by day.
struct Calendar {
    first_day: i32,
    first_month: i32,
    n_months: usize,
    /// Month of each day, from the first.
    month_of_day: Vec<u16>,
}

impl Calendar {
    /// The months in which an invoice of the book can count, or none without invoices.
    fn of(book: &Book) -> Option<Calendar> {
        let invoices = &book.invoices;
        let grace = book.definitions().grace_days;
        let matures = invoices.due.iter().map(|due| due + grace);
        let first_day = matures.clone().min()?;
        let last_day = matures.max()? + YEAR;
        let first_month = month_of(first_day);
        let month_of_day: Vec<u16> = (first_day..=last_day)
            .map(|day| (month_of(day) - first_month) as u16)
            .collect();
        Some(Calendar {
            first_day,
            first_month,
            n_months: usize::from(*month_of_day.last()?) + 1,
            month_of_day,
        })
    }

    /// The months whose last day lies in `from..until`.
    fn months(&self, from: i32, until: i32) -> std::ops::Range<usize> {
        let month = |day: i32| usize::from(self.month_of_day[(day - self.first_day) as usize]);
        month(from)..month(until)
    }
}

/// Year times 12 plus month.
pub(crate) fn month_of(day: i32) -> i32 {
    Day(day).year() * 12 + Day(day).month() as i32
}
