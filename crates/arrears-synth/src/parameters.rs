//! The numbers of `generator.toml`, embedded and typed.
//!
//! The file is part of the program: there is one population, and its hash
//! (FNV-1a, 64 bits, of the file's bytes) stands in every summary and in a
//! test, so that no parameter changes unnoticed.

use serde::Deserialize;

use crate::{SynthError, customer_type::CustomerType};

/// The text of `generator.toml`.
pub(crate) const TEXT: &str = include_str!("../generator.toml");

/// All parameters; the file's comments say what each means.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Parameters {
    pub customers: Customers,
    pub amounts: Amounts,
    pub terms: Terms,
    pub sectors: Sectors,
    pub types: PerType<TypeParameters>,
    pub deterioration: Deterioration,
    pub behaviour: Behaviour,
    pub runs: Runs,
    pub shocks: ShockParameters,
    pub forgotten: Forgotten,
    pub disputes: Disputes,
    pub mechanisms: Mechanisms,
    pub ladder: Ladder,
    pub incidents: Incidents,
    pub booking: Booking,
    pub write_offs: WriteOffs,
    pub credit_scores: CreditScores,
    pub follow_up: PerType<FollowUp>,
    pub signals: PerType<SignalRates>,
}

impl Parameters {
    /// The embedded parameters.
    pub(crate) fn embedded() -> Result<Self, SynthError> {
        toml::from_str(TEXT).map_err(|error| SynthError::Parameters {
            reason: error.to_string(),
        })
    }
}

/// FNV-1a over the bytes of `generator.toml`, as 16 hexadecimal digits.
pub fn parameters_hash() -> String {
    let hash = TEXT.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{hash:016x}")
}

/// One value for each customer type.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PerType<T> {
    prompt: T,
    forgetful: T,
    habitual: T,
    disputing: T,
    deteriorating: T,
    distressed: T,
}

impl<T> PerType<T> {
    pub(crate) fn of(&self, customer_type: CustomerType) -> &T {
        match customer_type {
            CustomerType::Prompt => &self.prompt,
            CustomerType::Forgetful => &self.forgetful,
            CustomerType::Habitual => &self.habitual,
            CustomerType::Disputing => &self.disputing,
            CustomerType::Deteriorating => &self.deteriorating,
            CustomerType::Distressed => &self.distressed,
        }
    }
}

/// A table of the file: its name and its keys with their types.
macro_rules! section {
    ($name:ident { $($key:ident: $type:ty),* $(,)? }) => {
        #[derive(Debug, Clone, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(crate) struct $name { $(pub $key: $type),* }
    };
}

section!(Customers {
    invoices_per_month_median: f64,
    invoices_per_month_sigma: f64,
    span_months: f64,
    late_start_share: f64,
    late_start_months: [f64; 2],
    leave_share: f64,
    leave_after_months: f64,
    largest_share: f64,
});
section!(Amounts {
    median: f64,
    sigma: f64,
    between_sigma: f64,
    smallest: f64,
    largest: f64,
});
section!(Terms {
    days: Vec<i32>,
    shares: Vec<f64>,
});
section!(Sectors {
    shift_sd_days: f64,
    type_log_odds_sd: f64,
});
section!(TypeParameters {
    share: f64,
    readiness_mean: f64,
    readiness_between: f64,
    readiness_within: f64,
    forget: f64,
    dispute: f64,
    never: f64,
    long_tail: f64,
    bankruptcy_per_month: f64,
    loading: f64,
});
section!(Deterioration {
    onset_months: [f64; 2],
    over_months: f64,
    shift_days: [f64; 2],
    noise_factor: f64,
    extra_forget: f64,
    extra_never: f64,
});
section!(Behaviour {
    within_sigma: f64,
    beta_concentration: f64,
    amount_days: f64,
    long_tail_days: f64,
});
section!(Runs {
    none: f64,
    weekday: f64,
    mid_and_end: f64,
    twenty_fifth: f64,
});
section!(ShockParameters {
    rho: f64,
    common_sd_days: f64,
    sector_sd_days: f64,
    august_days: f64,
    december_days: f64,
});
section!(Forgotten {
    mean_days_after_reminder: f64,
    level_shares: [f64; 3],
    fallback_call_days: i32,
});
section!(Disputes {
    opens_after_days: [i32; 2],
    median_days: f64,
    sigma: f64,
    credit_note_share: f64,
    full_credit_share: f64,
    partial_credit_range: [f64; 2],
});
section!(Mechanisms {
    in_parts: f64,
    first_part_range: [f64; 2],
    rest_after_days: [i32; 2],
    reversed: f64,
    reversed_after_days: [i32; 2],
    repaid_after_days: [i32; 2],
    direct_debit_customers: f64,
    direct_debit_invoices: f64,
});
section!(Ladder {
    steps: [i32; 4],
    late_share: f64,
    late_days: [i32; 2],
    skipped_share: f64,
});
section!(Incidents {
    share_of_prompt: f64,
});
section!(Booking {
    lag_days: [i32; 2],
    retroactive_share: f64,
    retroactive_days: [i32; 2],
});
section!(WriteOffs {
    share_of_never: f64,
    after_due_days: [i32; 2],
    after_bankruptcy_days: [i32; 2],
});
section!(CreditScores {
    share_of_customers: f64,
    error_sd: f64,
    every_days: i32,
    prompt: f64,
    forgetful: f64,
    habitual: f64,
    disputing: f64,
    deteriorated: f64,
    distressed: f64,
});
section!(FollowUp {
    reply: f64,
    call: f64,
    promise: f64,
    keep: f64,
    channels: [f64; 4],
});
section!(SignalRates {
    terms_extension: f64,
    prepayment_refused: f64,
    lawsuit: f64,
    negative_review: f64,
    nonpayment_reason: f64,
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_the_one_the_figures_were_measured_on() {
        assert_eq!(parameters_hash(), "43298dd940981e4e");
    }

    #[test]
    fn the_published_shares_hold() {
        let parameters = Parameters::embedded().expect("the embedded file is valid");
        let share: f64 = CustomerType::ALL
            .iter()
            .map(|&kind| parameters.types.of(kind).share)
            .sum();
        assert!((share - 1.0).abs() < 1e-12);
        let runs = &parameters.runs;
        assert!(
            (runs.none + runs.weekday + runs.mid_and_end + runs.twenty_fifth - 1.0).abs() < 1e-12
        );
        let debit = &parameters.mechanisms;
        assert!((debit.direct_debit_customers * debit.direct_debit_invoices - 0.10).abs() < 1e-12);
    }

    #[test]
    fn an_unknown_key_is_refused() {
        let text = TEXT.replace("largest_share", "biggest_share");
        let error = toml::from_str::<Parameters>(&text).expect_err("the key is unknown");
        assert!(error.to_string().contains("biggest_share"), "{error}");
    }
}
