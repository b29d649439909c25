//! What the customers table says of a customer.

use arrears_ledger::Day;

/// Attributes of a customer on a day. Without `valid_from` they are the current ones, taken as constant.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Attributes<'a> {
    /// The row of `Ledger::customers` they stand in, if any was valid.
    pub source_row: Option<usize>,
    /// Whether the table keeps history (`valid_from`), so that these may be used at past days.
    pub dated: bool,
    /// Name.
    pub name: Option<&'a str>,
    /// Id of the parent company.
    pub parent_id: Option<&'a str>,
    /// Country.
    pub country: Option<&'a str>,
    /// Sector.
    pub sector: Option<&'a str>,
    /// Business model.
    pub business_model: Option<&'a str>,
    /// Size class.
    pub size_class: Option<&'a str>,
    /// Legal form.
    pub legal_form: Option<&'a str>,
    /// Payment method agreed with the customer.
    pub payment_method: Option<&'a str>,
    /// Language.
    pub language: Option<&'a str>,
    /// Person who follows up.
    pub collector: Option<&'a str>,
    /// Person responsible for the account.
    pub account_manager: Option<&'a str>,
    /// Whether the customer is a consumer, where stated.
    pub consumer: Option<bool>,
    /// Whether the customer belongs to the same group as the creditor, where stated.
    pub intercompany: Option<bool>,
    /// A consumer, or a legal form that is a person (sole trader and the like).
    pub natural_person: bool,
    /// First day as a customer, where stated.
    pub customer_since: Option<Day>,
    /// Credit limit in cents.
    pub credit_limit_minor: Option<i64>,
    /// Limit insured, in cents.
    pub insured_limit_minor: Option<i64>,
}
