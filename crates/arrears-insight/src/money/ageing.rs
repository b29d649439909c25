//! The open amount by age.

use serde::{Deserialize, Serialize};

use crate::facts::Portfolio;

/// How long an open invoice is past due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Bucket {
    /// Not past due.
    #[serde(rename = "current")]
    Current,
    /// 1 to 30 days.
    #[serde(rename = "1-30")]
    To30,
    /// 31 to 60 days.
    #[serde(rename = "31-60")]
    To60,
    /// 61 to 90 days.
    #[serde(rename = "61-90")]
    To90,
    /// More than 90 days.
    #[serde(rename = "90+")]
    Over90,
}

impl Bucket {
    /// Every bucket, youngest first.
    pub const ALL: [Bucket; 5] = [
        Bucket::Current,
        Bucket::To30,
        Bucket::To60,
        Bucket::To90,
        Bucket::Over90,
    ];

    /// The code in files.
    pub fn code(self) -> &'static str {
        match self {
            Bucket::Current => "current",
            Bucket::To30 => "1-30",
            Bucket::To60 => "31-60",
            Bucket::To90 => "61-90",
            Bucket::Over90 => "90+",
        }
    }
}

/// The bucket of an invoice so many days past due.
pub fn bucket(days_past_due: i32) -> Bucket {
    match days_past_due {
        ..=0 => Bucket::Current,
        1..=30 => Bucket::To30,
        31..=60 => Bucket::To60,
        61..=90 => Bucket::To90,
        91.. => Bucket::Over90,
    }
}

/// Open invoices of one age.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgeBucket {
    /// The age.
    pub bucket: Bucket,
    /// Open invoices.
    pub n: u64,
    /// Open amount, in cents.
    pub open_minor: i64,
}

/// Open invoices of external customers by age: always all five buckets, youngest first.
pub fn ageing(portfolio: &Portfolio) -> [AgeBucket; 5] {
    let mut buckets = Bucket::ALL.map(|bucket| AgeBucket {
        bucket,
        n: 0,
        open_minor: 0,
    });
    for (_, invoices) in portfolio.external() {
        for invoice in invoices.iter().filter(|invoice| invoice.is_open()) {
            let own = bucket(invoice.days_past_due(portfolio.as_of));
            let found = &mut buckets[own as usize];
            found.n += 1;
            found.open_minor += invoice.open_minor;
        }
    }
    buckets
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::examples::{customer, portfolio, unpaid};

    #[test]
    fn buckets_meet_at_their_borders() {
        let codes = [-3, 0, 1, 30, 31, 60, 61, 90, 91].map(|days| bucket(days).code());
        let expected = [
            "current", "current", "1-30", "1-30", "31-60", "31-60", "61-90", "61-90", "90+",
        ];
        assert_eq!(codes, expected);
    }

    #[test]
    fn every_open_cent_is_in_one_bucket() {
        let invoices = [-10, 0, 5, 45, 75, 90, 400].map(unpaid).to_vec();
        let buckets = ageing(&portfolio(vec![customer("c", invoices)]));
        assert_eq!(buckets.map(|bucket| bucket.n), [2, 1, 1, 2, 1]);
        assert_eq!(
            buckets.iter().map(|bucket| bucket.open_minor).sum::<i64>(),
            700_000
        );
    }
}
