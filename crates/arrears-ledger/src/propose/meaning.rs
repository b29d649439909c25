//! Which column of the ledger a header means, from the notions in it.
//!
//! A rule names the notions that make a header mean a column, and how telling they are. Only a header that has them
//! all and no other is taken without a second look, and only where the rule is `sure`: `Date` alone may be any date.

use std::collections::BTreeSet;

use super::lexicon::Notion::{self, *};
use super::words::Reading;
use crate::Table;

/// A header that means a column.
#[derive(Debug, Clone, Copy)]
pub(super) struct Meaning {
    /// How telling it is, 0 to 1.
    pub score: f64,
    /// Whether it may be taken without a second look.
    pub is_sure: bool,
    /// What to ask about it, if there is something.
    pub remark: Option<&'static str>,
}

struct Rule {
    column: &'static str,
    notions: &'static [Notion],
    score: f64,
    is_sure: bool,
    remark: Option<&'static str>,
}

const fn sure(column: &'static str, notions: &'static [Notion], score: f64) -> Rule {
    Rule {
        column,
        notions,
        score,
        is_sure: true,
        remark: None,
    }
}

const fn ask(
    column: &'static str,
    notions: &'static [Notion],
    score: f64,
    remark: &'static str,
) -> Rule {
    Rule {
        column,
        notions,
        score,
        is_sure: false,
        remark: Some(remark),
    }
}

const SEVERAL: &str = "a header of several meanings";
const OWN_NUMBER: &str = "may be the number of the booking, not of the invoice";
const STILL_OPEN: &str =
    "what is still open, not what was billed: right only where nothing was paid in part";
const WITHOUT_VAT: &str = "seems to be without VAT; the ledger wants what is to be paid";
const OTHER_CURRENCY: &str = "seems to be in the currency of the document, not of the ledger";
const CLEARED: &str = "the day of clearing, which may be later than the day of payment";

const OF_INVOICE: &[Rule] = &[
    sure("invoice_id", &[Invoice, Number], 0.96),
    sure("invoice_id", &[Invoice, Document, Number], 0.95),
    ask("invoice_id", &[Invoice], 0.85, SEVERAL),
    ask("invoice_id", &[Document, Number], 0.84, OWN_NUMBER),
    ask("invoice_id", &[Document], 0.6, OWN_NUMBER),
    ask("invoice_id", &[Posting, Number], 0.5, OWN_NUMBER),
    ask("invoice_id", &[Invoice, Reference], 0.6, SEVERAL),
    ask("invoice_id", &[Number], 0.5, OWN_NUMBER),
];

const OF_CUSTOMER: &[Rule] = &[
    sure("customer_id", &[Customer, Number], 0.96),
    sure("customer_id", &[Account, Customer], 0.9),
    sure("customer_id", &[Account, Customer, Number], 0.93),
    ask("customer_id", &[Customer], 0.85, SEVERAL),
    ask("customer_id", &[Account, Number], 0.6, SEVERAL),
    ask("customer_id", &[Account], 0.5, SEVERAL),
    ask("customer_id", &[Account, Reference], 0.5, SEVERAL),
    ask("customer_id", &[Customer, Reference], 0.5, SEVERAL),
    ask("customer_id", &[Bank], 0.4, SEVERAL),
];

const BILLED: &[Rule] = &[
    sure("invoice_date", &[Invoice, Date], 0.96),
    sure("invoice_date", &[Document, Date], 0.9),
    ask("invoice_date", &[Date], 0.7, SEVERAL),
    ask("invoice_date", &[Posting, Date], 0.45, "a date of booking"),
    sure("due_date", &[Due], 0.96),
    sure("due_date", &[Due, Invoice], 0.95),
    sure("due_date", &[Due, Paid], 0.9),
    sure("original_due_date", &[Due, Original], 0.96),
    sure("payment_terms_days", &[Days, Terms], 0.95),
    sure("payment_terms_days", &[Days, Paid, Terms], 0.96),
    sure("payment_terms_days", &[Credit, Days], 0.9),
    sure("payment_terms_days", &[Paid, Terms], 0.9),
    ask("payment_terms_days", &[Terms], 0.7, SEVERAL),
    sure("amount", &[Amount, Incl], 0.97),
    sure("amount", &[Amount, Incl, Vat], 0.97),
    sure("amount", &[Amount, Incl, Invoice], 0.97),
    sure("amount", &[Amount, Incl, Invoice, Vat], 0.97),
    sure("amount", &[Amount, Incl, Total], 0.96),
    sure("amount", &[Amount, Incl, Total, Vat], 0.96),
    sure("amount", &[Incl, Total], 0.95),
    sure("amount", &[Incl, Total, Vat], 0.95),
    sure("amount", &[Incl, Invoice, Total], 0.96),
    sure("amount", &[Incl, Vat], 0.9),
    ask("amount", &[Incl], 0.8, SEVERAL),
    sure("amount", &[Amount, Invoice], 0.94),
    sure("amount", &[Amount, Original], 0.92),
    sure("amount", &[Amount, Local, Original], 0.93),
    sure("amount", &[Amount, Invoice, Original], 0.94),
    sure("amount", &[Amount, Local], 0.91),
    sure("amount", &[Amount, Currency, Local], 0.91),
    sure("amount", &[Amount, Invoice, Local], 0.94),
    sure("amount", &[Amount, Invoice, Total], 0.94),
    sure("amount", &[Invoice, Total], 0.92),
    sure("amount", &[Amount, Total], 0.9),
    sure("amount", &[Amount], 0.88),
    sure("amount", &[Amount, Document], 0.85),
    ask("amount", &[Total], 0.75, SEVERAL),
    ask("amount", &[Local, Total], 0.75, SEVERAL),
    ask("amount", &[Amount, Due], 0.6, STILL_OPEN),
    ask("amount", &[Amount, Open], 0.5, STILL_OPEN),
    ask("amount", &[Amount, Invoice, Open], 0.5, STILL_OPEN),
    ask("amount", &[Amount, Local, Open], 0.5, STILL_OPEN),
    ask("amount", &[Amount, Open, Total], 0.5, STILL_OPEN),
    ask("amount", &[Open], 0.48, STILL_OPEN),
    ask("amount", &[Local, Open], 0.48, STILL_OPEN),
    ask(
        "amount",
        &[Amount, Currency, Document],
        0.46,
        OTHER_CURRENCY,
    ),
    ask("amount", &[Amount, Foreign], 0.44, OTHER_CURRENCY),
    ask("amount", &[Amount, Currency, Foreign], 0.44, OTHER_CURRENCY),
    ask("amount", &[Amount, Excl], 0.4, WITHOUT_VAT),
    ask("amount", &[Amount, Excl, Vat], 0.4, WITHOUT_VAT),
    ask("amount", &[Amount, Excl, Invoice], 0.4, WITHOUT_VAT),
    ask("amount", &[Excl, Total], 0.4, WITHOUT_VAT),
    sure("open_amount", &[Amount, Open], 0.93),
    sure("open_amount", &[Amount, Invoice, Open], 0.93),
    sure("open_amount", &[Amount, Local, Open], 0.94),
    ask("open_amount", &[Amount, Due], 0.7, SEVERAL),
    sure("currency", &[Currency], 0.95),
    sure("currency", &[Currency, Number], 0.95),
    sure("currency", &[Currency, Invoice], 0.93),
    sure("currency", &[Currency, Invoice, Number], 0.93),
    ask("currency", &[Currency, Document], 0.6, SEVERAL),
    sure("kind", &[Document, Kind], 0.93),
    sure("kind", &[Invoice, Kind], 0.93),
    ask("kind", &[Kind], 0.7, SEVERAL),
    sure("known_date", &[Date, Posting], 0.93),
    sure("paid_date", &[Date, Paid], 0.95),
    ask("paid_date", &[Paid], 0.7, SEVERAL),
    ask("paid_date", &[Clearing, Date], 0.5, CLEARED),
    sure("sent_date", &[Date, Sent], 0.93),
    sure("sent_date", &[Date, Invoice, Sent], 0.93),
    sure("delivery_date", &[Date, Delivery], 0.93),
    sure("po_reference", &[Number, Order], 0.9),
    sure("po_reference", &[Order, Reference], 0.93),
    ask("po_reference", &[Customer, Reference], 0.6, SEVERAL),
    sure("payment_method", &[Kind, Paid], 0.9),
    sure("dunning_level", &[Dunning, Level], 0.95),
    ask("disputed", &[Dispute], 0.8, SEVERAL),
];

/// Amounts in two columns or with a mark, and what clears what: of invoices and of payments.
const BOOKED: &[Rule] = &[
    sure("debit", &[Debit], 0.9),
    sure("debit", &[Amount, Debit], 0.93),
    sure("debit", &[Amount, Debit, Local], 0.93),
    sure("credit", &[Credit], 0.9),
    sure("credit", &[Amount, Credit], 0.93),
    sure("credit", &[Amount, Credit, Local], 0.93),
    sure("side", &[Credit, Debit], 0.93),
    sure("side", &[Credit, Debit, Kind], 0.93),
    sure("clearing_id", &[Clearing, Number], 0.93),
    sure("clearing_id", &[Clearing, Document], 0.93),
    sure("clearing_id", &[Clearing, Document, Number], 0.93),
];

const PAID_WITH: &[Rule] = &[
    sure("payment_date", &[Date, Paid], 0.96),
    sure("payment_date", &[Date, Value], 0.9),
    sure("payment_date", &[Bank, Date], 0.9),
    ask("payment_date", &[Date], 0.7, SEVERAL),
    ask("payment_date", &[Date, Document], 0.6, SEVERAL),
    ask("payment_date", &[Clearing, Date], 0.5, CLEARED),
    sure("amount", &[Amount, Paid], 0.97),
    sure("amount", &[Amount, Local, Paid], 0.97),
    sure("amount", &[Amount], 0.88),
    sure("amount", &[Amount, Local], 0.9),
    ask("amount", &[Paid], 0.75, SEVERAL),
    sure("known_date", &[Date, Posting], 0.93),
    sure("kind", &[Kind, Paid], 0.93),
    sure("kind", &[Document, Kind], 0.9),
    ask("kind", &[Kind], 0.7, SEVERAL),
];

const OF_MASTER: &[Rule] = &[
    sure("customer_id", &[Number], 0.5),
    sure("name", &[Customer, Name], 0.95),
    sure("name", &[Name], 0.9),
    sure("name", &[Contact, Name], 0.85),
    ask("name", &[Customer], 0.6, SEVERAL),
    sure("country", &[Country], 0.93),
    sure("country", &[Country, Number], 0.93),
    sure("sector", &[Sector], 0.9),
    sure("sector", &[Number, Sector], 0.9),
    sure("credit_limit", &[Credit, Limit], 0.95),
    ask("credit_limit", &[Limit], 0.8, SEVERAL),
    sure("payment_method", &[Kind, Paid], 0.9),
    sure("contact_name", &[Contact], 0.9),
    sure("contact_name", &[Contact, Name], 0.93),
    sure("phone", &[Phone], 0.93),
    sure("phone", &[Number, Phone], 0.93),
    sure("email", &[Email], 0.93),
    sure("email", &[Address, Email], 0.93),
    sure("language", &[Language], 0.93),
    sure("language", &[Language, Number], 0.93),
];

const REMINDED: &[Rule] = &[
    sure("sent_date", &[Date, Dunning], 0.96),
    sure("sent_date", &[Date, Sent], 0.93),
    ask("sent_date", &[Date], 0.7, SEVERAL),
    sure("level", &[Dunning, Level], 0.96),
    sure("level", &[Level], 0.85),
];

const DISPUTED: &[Rule] = &[
    sure("opened_date", &[Date, Dispute], 0.9),
    ask("opened_date", &[Date], 0.6, SEVERAL),
];

/// The rules of a table, besides the headers that its columns name themselves.
fn rules(table: Table) -> &'static [&'static [Rule]] {
    match table {
        Table::Invoices => &[OF_INVOICE, OF_CUSTOMER, BILLED, BOOKED],
        Table::Payments => &[OF_INVOICE, OF_CUSTOMER, PAID_WITH, BOOKED],
        Table::Customers => &[OF_CUSTOMER, OF_MASTER],
        Table::Reminders => &[OF_INVOICE, REMINDED],
        Table::Disputes => &[OF_INVOICE, DISPUTED],
        Table::Promises => &[OF_INVOICE],
        Table::Signals => &[OF_INVOICE, OF_CUSTOMER],
        Table::Worklists => &[],
    }
}

/// What a header means for a column of a table.
pub(super) fn meaning(table: Table, column: &str, reading: &Reading) -> Option<Meaning> {
    let notions = plain(&reading.notions);
    let rules = rules(table).iter().copied().flatten();
    let rule = rules
        .filter(|rule| rule.column == column)
        .find(|rule| rule.notions.iter().copied().collect::<BTreeSet<_>>() == notions)?;
    let whole = reading.n_unknown == 0;
    let score = rule.score
        - 0.3 * reading.n_unknown.min(2) as f64
        - 0.05 * f64::from(u8::from(reading.is_cut));
    Some(Meaning {
        score,
        is_sure: rule.is_sure && whole && !reading.is_cut,
        remark: match rule.remark {
            None if !whole => Some("a word of it is not understood"),
            None if reading.is_cut => Some("a word of it is cut short"),
            remark => remark,
        },
    })
}

/// A due date needs not say that it is a date, nor that it is the net one.
fn plain(notions: &BTreeSet<Notion>) -> BTreeSet<Notion> {
    let mut notions = notions.clone();
    if notions.contains(&Due) && !notions.contains(&Amount) {
        notions.remove(&Date);
        notions.remove(&Excl);
    }
    notions
}
