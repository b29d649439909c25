//! Reads the files that a config names into a [`Ledger`].
//!
//! Invoices are read first, for the forms they show and because all else refers to them; customers next; then
//! the events. Every table goes one way: files are found, loaded as raw columns, given types, checked row by
//! row, and closed with an account of every row.

mod account;
mod applicants;
mod assemble;
mod bytes;
pub(crate) mod cells;
mod cents;
mod checks;
pub(crate) mod currency;
pub(crate) mod document;
pub(crate) mod files;
pub(crate) mod fillers;
mod flags;
pub(crate) mod forms;
mod identity;
mod index;
mod only;
mod outcomes;
pub(crate) mod plan;
pub(crate) mod reasons;
pub(crate) mod seen;
mod sheets;
pub(crate) mod source;
mod table;
mod typed;
mod typing;
mod view;

pub use applicants::{ASKED, Applicants, applicant_columns, read_applicants};
pub use checks::alike::name_key;
pub use document::MatchMethod;
pub(crate) use files::FileRef;
pub(crate) use forms::Known;
pub(crate) use identity::{NearIds, resolve_merges, without_leading_zeros};
pub(crate) use index::{IdIndex, NONE};
pub(crate) use only::Selection;
pub use outcomes::{OUTCOMES, Outcome, invoices_cell};
pub(crate) use plan::PlannedColumn;
pub(crate) use sheets::{EVERY_SHEET, load_sheets};
pub(crate) use source::{RawFile, TextOptions, load};
pub(crate) use typing::{convert_all, decide_forms, parse_all, raw_cell};
pub(crate) use view::{money, ours, to_cents};

use std::collections::HashSet;
use std::path::Path;

use polars::prelude::StringChunked;
use rayon::prelude::*;

use crate::quality::given_balances;
use crate::{DEFAULT_MIN_CONFIDENCE, Ledger, LedgerConfig, LedgerError, Place, Table, TableConfig};
use assemble::Assembly;
use checks::alike::{self, Person};
use checks::{InvoiceLookup, customers, events, invoices, open_amounts, payments};
use currency::{Currencies, ForeignInvoices};
use document::bank::{self, Receivables};
use files::resolve;
use flags::Flags;
use identity::Identity;
use only::{READING_ORDER, Selections, tables};
use plan::{plan, relax_amounts};
use table::Loaded;
use view::sure;

/// Reads and checks the ledger. Paths in `config` are relative to `base_dir`.
///
/// Rows at fault are left out and listed in [`Ledger::rejected`]; what is odd but true is in [`Ledger::flags`].
/// An error is returned where a file or column as a whole cannot be used, or where no invoice is left.
pub fn read(config: &LedgerConfig, base_dir: &Path) -> Result<Ledger, LedgerError> {
    let mut reader = Reader {
        config,
        base_dir,
        known: Known::default(),
        selections: Selections::default(),
        identity: Identity::new(config)?,
        currencies: Currencies::read(config, base_dir)?,
        assembly: Assembly::default(),
    };
    let invoices_config = config.invoices.as_ref().ok_or(LedgerError::NoInvoices)?;
    let invoice_files = resolve(Table::Invoices, invoices_config, base_dir)?;
    let customers_share = reader.customers_share_file(&invoice_files)?;
    reader.note_selections(customers_share.is_some())?;
    let extra = customers_share
        .map(|customers| plan_shared_customers(customers, invoices_config))
        .transpose()?;
    let mut invoice_table = reader.load(
        Table::Invoices,
        invoices_config,
        &invoice_files,
        extra.unwrap_or_default(),
    )?;
    let customer_table = match (&config.customers, customers_share) {
        (Some(customers), None) => Some(reader.customers(customers)?),
        _ => None,
    };
    let mut flags = Flags::default();
    invoice_table.flag_rounded(&mut flags)?;

    let customer_ids = customer_table
        .as_ref()
        .map(|table| table.text("customer_id"))
        .transpose()?
        .flatten();
    let customer_index = customer_ids
        .as_ref()
        .zip(customer_table.as_ref())
        .map(|(ids, table)| IdIndex::new(&ids.0, &table.bad, |_, _| {}));
    let known_customers = customer_index.as_ref();

    invoices::set_terms(&mut invoice_table, invoices_config.payment_terms_days)?;
    let (mut foreign, taken_back) = invoices::check(
        &mut invoice_table,
        known_customers,
        invoices_config,
        &reader.currencies,
        &mut flags,
    )?;
    let invoice_ids: StringChunked = sure(invoice_table.text("invoice_id")?)?.0;
    let invoice_index = invoices::reject_duplicates(&mut invoice_table, &invoice_ids);
    reader.align_credit_notes(&mut invoice_table, &mut foreign, &invoice_index)?;
    invoices::settle_signs(&mut invoice_table, &taken_back)?;
    invoices::flag(&invoice_table, &mut flags)?;
    if config.payments.is_none() {
        open_amounts::flag(&invoice_table, &mut flags)?;
    }
    invoices::flag_links(&invoice_table, &invoice_index, &mut flags)?;
    alike::flag_invoice_zeros(&invoice_table, &invoice_index, &mut flags)?;
    alike::flag_two_numbers(&invoice_table, &mut flags)?;
    let rejected_invoices = rejected_ids(&invoice_table, &invoice_ids, &invoice_index);
    let lookup = InvoiceLookup {
        index: &invoice_index,
        rejected: &rejected_invoices,
        customer: sure(invoice_table.text("customer_id")?)?,
        date: sure(invoice_table.days("invoice_date")?)?,
        amount: sure(invoice_table.amounts("amount")?)?,
    };
    let mut people = match &customer_table {
        Some(table) => Person::of_rows(table, (0..table.n_rows()).filter(|&row| !table.bad[row]))?,
        None => {
            let rows = alike::first_rows(&invoice_table)?;
            let people = Person::of_rows(&invoice_table, rows.into_iter())?;
            let ids = people.iter().map(|person| Some(person.id.as_str()));
            reader.assembly.billed = Some(ids.collect());
            people
        }
    };
    for table in READING_ORDER
        .into_iter()
        .filter(|table| !matches!(table, Table::Invoices | Table::Customers))
    {
        let Some(table_config) = config.table(table) else {
            continue;
        };
        let files = resolve(table, table_config, base_dir)?;
        let mut loaded = if table == Table::Payments && document::are_statements(&files)? {
            let receivables =
                Receivables::new(&invoice_table, customer_table.as_ref(), &config.currency)?;
            reader.statements(table_config, &files, receivables, &mut flags)?
        } else {
            reader.load(table, table_config, &files, Vec::new())?
        };
        loaded.flag_rounded(&mut flags)?;
        if table == Table::Payments {
            let against = payments::Against {
                invoices: &lookup,
                invoice_table: &invoice_table,
                foreign: &foreign,
                currencies: &reader.currencies,
                customers: known_customers,
                own_kinds: &table_config.kinds,
                negative: table_config.negative,
            };
            payments::check(
                &mut loaded,
                &against,
                &mut flags,
                &mut reader.assembly.notes,
            )?;
        } else {
            events::check(&mut loaded, &lookup, &foreign, known_customers, &mut flags)?;
        }
        if customer_table.is_none() {
            add_strangers(&loaded, &mut people)?;
        }
        reader.assembly.add(loaded)?;
    }
    if customers_share.is_some() {
        let columns = customers::from_invoices(&invoice_table, &mut flags)?;
        reader.assembly.shared_customers = Some(columns);
    }
    alike::flag_customers(&people, &mut flags);
    reader.assembly.notes.extend(reader.identity.notes());
    if let Some(rates) = reader.currencies.rates() {
        reader.assembly.note_input(&rates.file);
    }
    reader.assembly.add(invoice_table)?;
    if let Some(table) = customer_table {
        reader.assembly.add(table)?;
    }
    let given = given_balances(config, base_dir, reader.known)?;
    let known = reader.known;
    let mut ledger = reader.assembly.finish(flags)?;
    if let Some((given, input)) = given {
        ledger.given_balances = Some(given);
        ledger.inputs.extend(input);
    }
    outcomes::add(&mut ledger, config, base_dir, known)?;
    Ok(ledger)
}

/// Adds the customers of a table's rows that hang on no invoice, where nothing else says who the customers are.
fn add_strangers(table: &Loaded, people: &mut Vec<Person>) -> Result<(), LedgerError> {
    if table.text("customer_id")?.is_none() {
        return Ok(());
    }
    let invoices = table.text("invoice_id")?;
    let hangs = |row: usize| invoices.as_ref().is_some_and(|ids| ids.get(row).is_some());
    let rows = alike::first_rows(table)?
        .into_iter()
        .filter(|&row| !hangs(row));
    let strangers = Person::of_rows(table, rows)?;
    let known: HashSet<String> = people.iter().map(|person| person.id.clone()).collect();
    people.extend(
        strangers
            .into_iter()
            .filter(|person| !known.contains(&person.id)),
    );
    Ok(())
}

/// The customers' columns in the files of the invoices; their id is the invoices' if it is not mapped.
fn plan_shared_customers(
    customers: &TableConfig,
    invoices: &TableConfig,
) -> Result<Vec<PlannedColumn>, LedgerError> {
    let mut customers = customers.clone();
    if let Some(source) = invoices.columns.get("customer_id") {
        customers
            .columns
            .entry("customer_id".to_owned())
            .or_insert_with(|| source.clone());
    }
    plan(Table::Customers, &customers)
}

/// What is needed on the way.
struct Reader<'a> {
    config: &'a LedgerConfig,
    base_dir: &'a Path,
    known: Known,
    selections: Selections,
    identity: Identity,
    currencies: Currencies,
    assembly: Assembly,
}

impl<'a> Reader<'a> {
    /// Gives linked credit notes in another currency the rate of their invoice.
    fn align_credit_notes(
        &self,
        table: &mut Loaded,
        foreign: &mut ForeignInvoices,
        index: &IdIndex<'_>,
    ) -> Result<(), LedgerError> {
        let Some(named) = table.text("credits_invoice_id")? else {
            return Ok(());
        };
        let invoice_of = |row: usize| named.get(row).map_or(index::NONE, |id| index.row(id));
        self.currencies
            .align_credit_notes(table, foreign, invoice_of)
    }

    /// The config of the customers, if they are in the files of the invoices. These are read with the settings of
    /// the invoices.
    fn customers_share_file(
        &self,
        invoice_files: &[FileRef],
    ) -> Result<Option<&'a TableConfig>, LedgerError> {
        let Some(customers) = &self.config.customers else {
            return Ok(None);
        };
        let files = resolve(Table::Customers, customers, self.base_dir)?;
        let same =
            |a: &FileRef, b: &FileRef| a.path.canonicalize().ok() == b.path.canonicalize().ok();
        if !document::shares_customers(&files)? {
            return Ok(None);
        }
        let shared = files.len() == invoice_files.len()
            && files.iter().zip(invoice_files).all(|(a, b)| same(a, b));
        Ok(shared.then_some(customers))
    }

    /// Which tables read which files; customers that are drawn from the invoices read none of their own.
    fn note_selections(&mut self, customers_share: bool) -> Result<(), LedgerError> {
        for (table, config) in tables(self.config) {
            if table == Table::Customers && customers_share {
                continue;
            }
            let files = resolve(table, config, self.base_dir)?;
            self.selections.note(table, config, &files);
        }
        Ok(())
    }

    fn customers(&mut self, config: &TableConfig) -> Result<Loaded, LedgerError> {
        let files = resolve(Table::Customers, config, self.base_dir)?;
        let mut table = self.load(Table::Customers, config, &files, Vec::new())?;
        customers::settle_duplicates(&mut table)?;
        Ok(table)
    }

    /// Loads payments from bank statements, matched to what is owed.
    fn statements(
        &mut self,
        config: &TableConfig,
        files: &[FileRef],
        receivables: Receivables,
        flags: &mut Flags,
    ) -> Result<Loaded, LedgerError> {
        let least = config.min_confidence.unwrap_or(DEFAULT_MIN_CONFIDENCE);
        let planned = plan(Table::Payments, &TableConfig::default())?;
        let statements = bank::draw(files, receivables, least)?;
        for oddity in statements.oddities {
            let (place, id) = (Place::Line(oddity.line), oddity.statement);
            flags.add(oddity.kind, Table::Payments, &oddity.file, || {
                flags::example(place, &id, oddity.detail)
            });
        }
        let raw = statements
            .drawn
            .into_iter()
            .map(|drawn| drawn.into_raw(&planned));
        let raw = raw.collect::<Result<Vec<_>, _>>()?;
        let selections = vec![Selection::default(); raw.len()];
        let loaded = Loaded::new(
            Table::Payments,
            &planned,
            raw,
            &selections,
            Known::of_documents(),
        )?;
        self.assembly.note_inputs(files, &loaded);
        self.assembly.bank_matches = statements.matches;
        Ok(loaded)
    }

    /// Loads the files of a table, and learns from the forms they show.
    fn load(
        &mut self,
        table: Table,
        config: &TableConfig,
        files: &[FileRef],
        extra: Vec<PlannedColumn>,
    ) -> Result<Loaded, LedgerError> {
        let mut planned = plan(table, config)?;
        planned.extend(extra);
        let drawn = document::load(table, self.config, files, &planned)?;
        let is_drawn = drawn.is_some();
        let (raw, selections) = match drawn {
            // A document tells itself whose its records are.
            Some(raw) => {
                let selections = vec![Selection::default(); raw.len()];
                (raw, selections)
            }
            None => self.load_files(table, config, files, &planned)?,
        };
        let located: Vec<usize> = raw
            .iter()
            .flat_map(|raw| raw.located.iter().map(|(index, _)| *index))
            .collect();
        relax_amounts(&mut planned, &located);
        let known = if is_drawn {
            Known::of_documents()
        } else {
            Known {
                set_order: config.date_order.or(self.config.date_order).map(Into::into),
                set_mark: config
                    .decimal_mark
                    .or(self.config.decimal_mark)
                    .map(Into::into),
                ..self.known
            }
        };
        let mut loaded = Loaded::new(table, &planned, raw, &selections, known)?;
        let notes = &mut self.assembly.notes;
        self.identity.apply(&mut loaded, &config.path, notes)?;
        if !is_drawn {
            self.known.seen_order = self.known.seen_order.or(loaded.forms.order);
            self.known.seen_mark = self.known.seen_mark.or(loaded.forms.mark);
        }
        self.assembly.note_inputs(files, &loaded);
        Ok(loaded)
    }

    /// Loads files that are tables, each with what of it is the table's.
    fn load_files(
        &self,
        table: Table,
        config: &TableConfig,
        files: &[FileRef],
        planned: &[PlannedColumn],
    ) -> Result<(Vec<RawFile>, Vec<Selection>), LedgerError> {
        let options = TextOptions::of(self.config, config);
        let selections: Vec<_> = files
            .iter()
            .map(|file| self.selections.of(table, config, file))
            .collect();
        let loaded = files
            .par_iter()
            .zip(&selections)
            .map(|(file, selection)| load_sheets(file, planned, &options, selection))
            .collect::<Result<Vec<_>, _>>()?;
        let (mut raw, mut of_raw) = (Vec::new(), Vec::new());
        for ((sheets, file), selection) in loaded.into_iter().zip(files).zip(selections) {
            for mut sheet in sheets {
                // Told once, by the first table of the file.
                if !self.selections.is_first(table, config, file) {
                    sheet.ragged.clear();
                }
                raw.push(sheet);
                of_raw.push(selection.clone());
            }
        }
        Ok((raw, of_raw))
    }
}

/// Ids of the rejected rows that no usable row has.
fn rejected_ids(table: &Loaded, ids: &StringChunked, index: &IdIndex<'_>) -> HashSet<String> {
    let array = ids.downcast_as_array();
    (0..table.n_rows())
        .filter(|&row| table.bad[row] && !table.is_others(row))
        .filter_map(|row| array.get(row))
        .filter(|id| index.row(id) == index::NONE)
        .map(str::to_owned)
        .collect()
}
