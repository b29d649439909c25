//! What `arrears.toml` says about files: the `[ledger]` section.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Day, Table};

/// `[ledger]`: which files hold which tables, and how their text is to be read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LedgerConfig {
    /// Order of day, month and year in text files where the values leave it open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_order: Option<DateOrder>,
    /// Decimal mark in text files where the values leave it open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimal_mark: Option<DecimalMark>,
    /// Encoding of text files (a WHATWG label such as `windows-1252`, or `cp850`); found from the bytes if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// Separator of text files (one ASCII character); found from the text if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub separator: Option<char>,
    /// Currency of the ledger (ISO 4217), in which every amount stands or is converted to.
    pub currency: String,
    /// Whether ids that differ only by leading zeros are one.
    #[serde(skip_serializing_if = "IdForm::is_exact")]
    pub ids: IdForm,
    /// What tells the administration of a row, where no column does. Ids are then unique per administration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub administration: Option<AdministrationFrom>,
    /// Customers to be taken as one: id = the id it is merged into.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub merge_customers: BTreeMap<String, String>,
    /// `[ledger.rates]`: rates of other currencies by date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rates: Option<RatesConfig>,
    /// `[ledger.customers]`. May name the files of the invoices: the customers are then drawn from the invoice rows,
    /// read with the settings of `[ledger.invoices]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customers: Option<TableConfig>,
    /// `[ledger.invoices]`: the one table that must be there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoices: Option<TableConfig>,
    /// `[ledger.payments]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payments: Option<TableConfig>,
    /// `[ledger.reminders]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reminders: Option<TableConfig>,
    /// `[ledger.disputes]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disputes: Option<TableConfig>,
    /// `[ledger.promises]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promises: Option<TableConfig>,
    /// `[ledger.signals]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signals: Option<TableConfig>,
    /// Worklists that were filled in, relative to the config; `*` and `?` name many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub worklists: Option<String>,
    /// `[ledger.control]`: what the general ledger says is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub control: Option<ControlConfig>,
}

impl Default for LedgerConfig {
    fn default() -> LedgerConfig {
        LedgerConfig {
            date_order: None,
            decimal_mark: None,
            encoding: None,
            separator: None,
            currency: "EUR".to_owned(),
            ids: IdForm::Exact,
            administration: None,
            merge_customers: BTreeMap::new(),
            rates: None,
            customers: None,
            invoices: None,
            payments: None,
            reminders: None,
            disputes: None,
            promises: None,
            signals: None,
            worklists: None,
            control: None,
        }
    }
}

impl LedgerConfig {
    /// The section of one table, if the config has it; worklists have a key, and no section.
    pub fn table(&self, table: Table) -> Option<&TableConfig> {
        match table {
            Table::Customers => self.customers.as_ref(),
            Table::Invoices => self.invoices.as_ref(),
            Table::Payments => self.payments.as_ref(),
            Table::Reminders => self.reminders.as_ref(),
            Table::Disputes => self.disputes.as_ref(),
            Table::Promises => self.promises.as_ref(),
            Table::Signals => self.signals.as_ref(),
            Table::Worklists => None,
        }
    }

    /// Sets or replaces the section of one table; of worklists the path.
    pub fn set_table(&mut self, table: Table, config: TableConfig) {
        let slot = match table {
            Table::Customers => &mut self.customers,
            Table::Invoices => &mut self.invoices,
            Table::Payments => &mut self.payments,
            Table::Reminders => &mut self.reminders,
            Table::Disputes => &mut self.disputes,
            Table::Promises => &mut self.promises,
            Table::Signals => &mut self.signals,
            Table::Worklists => {
                self.worklists = Some(config.path);
                return;
            }
        };
        *slot = Some(config);
    }
}

/// `[ledger.<table>]`: where one table is and what its columns are called there.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TableConfig {
    /// File, relative to the config; `*` and `?` name many (read in the order of their names).
    pub path: String,
    /// Overrides `ledger.date_order` for this table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_order: Option<DateOrder>,
    /// Overrides `ledger.decimal_mark` for this table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimal_mark: Option<DecimalMark>,
    /// Overrides `ledger.encoding` for this table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// Overrides `ledger.separator` for this table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub separator: Option<char>,
    /// Sheet of a workbook, `*` every one that has the table's columns; the first with something in it if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// A word in the column `kind` of the file = the kind it stands for.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub kinds: BTreeMap<String, String>,
    /// Days after the invoice date on which an invoice is due, where its row says neither that nor a due date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_terms_days: Option<u16>,
    /// Accounts of receivables, for an audit file without a subledger of customers; found by their names if absent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub receivables_accounts: Vec<String>,
    /// Of payments drawn from bank statements: the least sure match that is taken, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_confidence: Option<f64>,
    /// Of payments, and of invoices' credit notes: what a negative amount is, where the many do not tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub negative: Option<NegativeAmounts>,
    /// Canonical name = column in the file. A column that bears its canonical name needs no line. An id may stand in several
    /// columns, a list in the config; here their names are joined by U+001F.
    #[serde(
        skip_serializing_if = "BTreeMap::is_empty",
        with = "crate::several::columns"
    )]
    pub columns: BTreeMap<String, String>,
    /// Column in the file = the values it may have: only such rows are the table's. Several columns must all agree.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub only: BTreeMap<String, Vec<String>>,
}

/// [`TableConfig::min_confidence`] where the config does not set it.
pub const DEFAULT_MIN_CONFIDENCE: f64 = 0.8;

impl TableConfig {
    /// A table whose columns bear the canonical names.
    pub fn at(path: impl Into<String>) -> TableConfig {
        TableConfig {
            path: path.into(),
            ..TableConfig::default()
        }
    }
}

/// `[ledger.control]`: the balance of the general ledger, to which what is open here is compared to the cent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ControlConfig {
    /// The day of the balance; the ledger's last known day if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// The balance of all customers together, as text, such as `"123456.78"` or `"123.456,78"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub balance: Option<String>,
    /// A table of balances per customer, relative to the config.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// `customer_id` and `balance` = column in that file.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub columns: BTreeMap<String, String>,
    /// Overrides `ledger.decimal_mark` for the balance and the table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimal_mark: Option<DecimalMark>,
    /// Sheet of a workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
}

/// Whether ids that differ only by leading zeros are one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IdForm {
    /// Every id is taken as it stands.
    #[default]
    Exact,
    /// Ids of digits alone lose their leading zeros, in every table.
    StripLeadingZeros,
}

impl IdForm {
    fn is_exact(&self) -> bool {
        *self == IdForm::Exact
    }
}

/// What a negative payment, discount, credit or write-off is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NegativeAmounts {
    /// That is how they are written: its size counts, and a positive one takes an earlier one back.
    Size,
    /// It takes an earlier one back.
    TakenBack,
}

/// What tells the administration of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AdministrationFrom {
    /// The name of the folder it lies in.
    Folder,
    /// What the first `*` of the table's `path` stands for in its name.
    Wildcard,
}

/// `[ledger.rates]`: where the rates of other currencies are, and how they are quoted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RatesConfig {
    /// File, relative to the config; `*` and `?` name many.
    pub path: String,
    /// What a rate counts.
    pub quoted: Quotation,
    /// Days that the last rate before an event may be old.
    pub max_age_days: u16,
    /// Overrides `ledger.date_order` for this file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_order: Option<DateOrder>,
    /// Overrides `ledger.decimal_mark` for this file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimal_mark: Option<DecimalMark>,
    /// Overrides `ledger.encoding` for this file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// Overrides `ledger.separator` for this file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub separator: Option<char>,
    /// Sheet of a workbook; the first with something in it if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// `date`, `currency` or `rate` = column in the file.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub columns: BTreeMap<String, String>,
}

impl Default for RatesConfig {
    fn default() -> RatesConfig {
        RatesConfig {
            path: String::new(),
            quoted: Quotation::ForeignPerLedger,
            max_age_days: 7,
            date_order: None,
            decimal_mark: None,
            encoding: None,
            separator: None,
            sheet: None,
            columns: BTreeMap::new(),
        }
    }
}

/// What a rate counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Quotation {
    /// Units of the other currency for one of the ledger's, as the ECB quotes: USD 1.0823 for EUR 1.
    ForeignPerLedger,
    /// Units of the ledger's currency for one of the other: EUR 0.9240 for USD 1.
    LedgerPerForeign,
}

/// Order of day, month and year in a written date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DateOrder {
    /// Day, month, year: `31-12-2025`.
    Dmy,
    /// Month, day, year: `12/31/2025`.
    Mdy,
    /// Year, month, day: `2025/12/31`.
    Ymd,
}

/// The mark between whole units and cents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DecimalMark {
    /// `1.299,99`
    #[serde(rename = ",", alias = "comma")]
    Comma,
    /// `1,299.99`
    #[serde(rename = ".", alias = "point")]
    Point,
}

impl From<DateOrder> for arrears_formats::DateOrder {
    fn from(order: DateOrder) -> Self {
        match order {
            DateOrder::Dmy => Self::Dmy,
            DateOrder::Mdy => Self::Mdy,
            DateOrder::Ymd => Self::Ymd,
        }
    }
}

impl From<arrears_formats::DateOrder> for DateOrder {
    fn from(order: arrears_formats::DateOrder) -> Self {
        match order {
            arrears_formats::DateOrder::Dmy => Self::Dmy,
            arrears_formats::DateOrder::Mdy => Self::Mdy,
            arrears_formats::DateOrder::Ymd => Self::Ymd,
        }
    }
}

impl From<DecimalMark> for arrears_formats::DecimalMark {
    fn from(mark: DecimalMark) -> Self {
        match mark {
            DecimalMark::Comma => Self::Comma,
            DecimalMark::Point => Self::Point,
        }
    }
}

impl From<arrears_formats::DecimalMark> for DecimalMark {
    fn from(mark: arrears_formats::DecimalMark) -> Self {
        match mark {
            arrears_formats::DecimalMark::Comma => Self::Comma,
            arrears_formats::DecimalMark::Point => Self::Point,
        }
    }
}
