//! A table of rates among the files.

use std::path::Path;

use super::Proposal;
use super::facts::FileFacts;
use crate::RatesConfig;
use crate::read::currency::is_of_rates;

impl Proposal {
    /// Takes a file for the table of rates, if it is one; of several the first.
    pub(super) fn take_rates(&mut self, facts: &FileFacts, path: &Path) -> bool {
        if self.config.rates.is_some() || !is_of_rates(&facts.header()) {
            return false;
        }
        self.doubts.push(format!(
            "`{}` is taken for a table of rates: confirm that a rate is what one unit of the ledger's currency is worth \
             in the other (otherwise `quoted = \"ledger-per-foreign\"` under `[ledger.rates]`)",
            path.display()
        ));
        self.config.rates = Some(RatesConfig {
            path: path.to_string_lossy().into_owned(),
            sheet: facts.sheet.clone(),
            ..RatesConfig::default()
        });
        true
    }
}
