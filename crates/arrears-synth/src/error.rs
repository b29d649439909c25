//! What can be wrong with a request to generate a ledger.

use thiserror::Error;

/// A request that cannot be met, with the value that stands in its way.
#[derive(Debug, Error, PartialEq)]
pub enum SynthError {
    /// A ledger needs a customer.
    #[error("`n_customers` must be 1 to 10,000,000, received {received}")]
    Customers {
        /// The number asked for.
        received: usize,
    },
    /// A ledger needs an invoice.
    #[error("`n_invoices` must be 1 to 100,000,000, received {received}")]
    Invoices {
        /// The number asked for.
        received: usize,
    },
    /// The span of invoice dates is too short, too long or out of range.
    #[error(
        "the span from day {from} to day {until} (days since 1970-01-01) must be 28 to 7305 days long and lie between 1990-01-01 and 2089-12-31"
    )]
    Span {
        /// First invoice date asked for, in days since 1970-01-01.
        from: i32,
        /// Last observed day asked for, in days since 1970-01-01.
        until: i32,
    },
    /// The parameter text is not what the generator can use.
    #[error("the generator's parameters cannot be used: {reason}")]
    Parameters {
        /// What is wrong and where.
        reason: String,
    },
}
