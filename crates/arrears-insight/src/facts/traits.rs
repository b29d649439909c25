//! What the customers table says of a customer, beside its sector and size.

use arrears_features::Attributes;
use arrears_ledger::Day;

/// Attributes that groups of customers are made from. A blank cell is unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traits {
    /// Classification that the sector is of, such as `SBI 2008`.
    pub sector_scheme: Option<String>,
    /// Business model.
    pub business_model: Option<String>,
    /// Payment method agreed with the customer.
    pub payment_method: Option<String>,
    /// Who is responsible for the account.
    pub account_manager: Option<String>,
    /// Country.
    pub country: Option<String>,
    /// First day as a customer.
    pub customer_since: Option<Day>,
}

impl Traits {
    pub(super) fn of(attributes: &Attributes<'_>) -> Traits {
        let owned = |text: Option<&str>| {
            text.map(str::trim)
                .filter(|text| !text.is_empty())
                .map(str::to_owned)
        };
        Traits {
            sector_scheme: owned(attributes.sector_scheme),
            business_model: owned(attributes.business_model),
            payment_method: owned(attributes.payment_method),
            account_manager: owned(attributes.account_manager),
            country: owned(attributes.country),
            customer_since: attributes.customer_since,
        }
    }
}
