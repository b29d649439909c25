//! Closes a table: rejected rows go, and every row and every cent that was read is used or rejected.

use arrears_formats::shown;
use polars::prelude::*;
use rayon::prelude::*;

use super::table::{Loaded, LoadedColumn};
use super::view::ours;
use crate::{FileCount, LedgerError, RejectedRow};

/// A table without its rejected rows.
pub(crate) struct Finished {
    /// The columns, all of one length.
    pub columns: Vec<LoadedColumn>,
    /// The account by file.
    pub counts: Vec<FileCount>,
    /// What was left out, in the order of the files.
    pub rejected: Vec<RejectedRow>,
    /// Rows left.
    pub n_rows: usize,
}

impl Loaded {
    /// Takes the rejected rows out and closes the account: rows and cents read = used + rejected, or it is our bug.
    pub fn finish(mut self) -> Result<Finished, LedgerError> {
        let counts = self.counts()?;
        let used = self.cents_used(&counts)?;
        self.name_invoices()?;
        self.leave_out_rejected()?;
        self.prove_cents(used)?;
        if let Some(cents) = &self.cents {
            for rejection in &mut self.rejected {
                let of_row = rejection.row.and_then(|row| cents.of_row(row));
                rejection.told.cents = of_row.or(rejection.told.cents);
            }
        }
        self.rejected
            .sort_by_key(|rejection| (rejection.file, rejection.told.line));
        Ok(Finished {
            n_rows: self.columns.first().map_or(0, |column| column.series.len()),
            columns: self.columns,
            counts,
            rejected: self
                .rejected
                .into_iter()
                .map(|rejection| rejection.told)
                .collect(),
        })
    }

    /// Names the invoice of every rejected row of a document, which may be one line as a whole.
    fn name_invoices(&mut self) -> Result<(), LedgerError> {
        let mut rejected = std::mem::take(&mut self.rejected);
        if let Some(ids) = self.text("invoice_id")? {
            for rejection in &mut rejected {
                let told = &mut rejection.told;
                let id = rejection.row.and_then(|row| ids.get(row));
                let Some(id) = id.filter(|_| self.files[rejection.file].is_document) else {
                    continue;
                };
                if told.value != id {
                    told.reason.push_str(&format!(" (invoice `{}`)", shown(id)));
                }
            }
        }
        self.rejected = rejected;
        Ok(())
    }

    /// The account of every file, of its rows and of its cents.
    fn counts(&self) -> Result<Vec<FileCount>, LedgerError> {
        let mut counts = Vec::new();
        for (index, file) in self.files.iter().enumerate() {
            let rows = file.start..file.start + file.n_rows;
            let n_kept = self.bad[rows.clone()].iter().filter(|bad| !**bad).count();
            let absorbed = self.absorbed.iter().filter(|row| rows.contains(row));
            let told = || self.rejected.iter().filter(|told| told.file == index);
            let count = FileCount {
                file: file.name.clone(),
                table: self.table,
                read: file.n_rows as u64 + file.n_ragged - file.n_others,
                used: (n_kept + absorbed.count()) as u64,
                rejected: told().count() as u64,
                cents: self
                    .cents
                    .as_ref()
                    .map(|cents| {
                        cents.account(index, file, &self.bad, told().filter_map(|told| told.row))
                    })
                    .transpose()?,
            };
            if count.read != count.used + count.rejected {
                return Err(LedgerError::Unbalanced {
                    file: count.file,
                    read: count.read,
                    used: count.used,
                    rejected: count.rejected,
                });
            }
            counts.push(count);
        }
        Ok(counts)
    }

    fn leave_out_rejected(&mut self) -> Result<(), LedgerError> {
        if let Some(shares) = &self.shares {
            self.columns = shares.apply(std::mem::take(&mut self.columns), &self.bad)?;
            return Ok(());
        }
        if !self.bad.contains(&true) {
            return Ok(());
        }
        let keep: BooleanChunked = self
            .bad
            .iter()
            .map(|bad| Some(!bad))
            .collect_ca("keep".into());
        self.columns
            .par_iter_mut()
            .try_for_each(|column| {
                column.series = column.series.filter(&keep)?;
                Ok(())
            })
            .map_err(ours("leaving out rejected rows"))
    }
}
