//! What a job has in hand when it writes: the ledger's facts, the model, and where both came from.

use std::collections::BTreeMap;
use std::path::PathBuf;

use arrears_features::{AbsentFeature, Book};
use arrears_insight::text::Text;
use arrears_ledger::{BankMatch, Day, FileCount, Flag, InputFile, Ledger, RejectedRow};
use arrears_models::evaluate::Evaluation;
use arrears_models::{Origin, Trained};
use polars::prelude::StringChunked;

use super::earlier::{self, Last};
use crate::error::Error;
use crate::input::Input;
use crate::load_ledger;
use crate::plan::Settings;
use crate::progress::{Progress, Stage};

/// A ledger as the job keeps it: the book, and what the outputs say of its files. The frames are let go.
pub struct Loaded {
    /// The ledger by customer.
    pub book: Book,
    /// Name of each customer that has one.
    pub names: BTreeMap<String, String>,
    /// The customers' order numbers, a row per invoice as read; none without such a column.
    pub po_references: Option<StringChunked>,
    /// Rows read, used and rejected, per file.
    pub row_counts: Vec<FileCount>,
    /// Rows left out.
    pub rejected: Vec<RejectedRow>,
    /// What became of the entries of bank statements.
    pub bank_matches: Vec<BankMatch>,
    /// What is odd but true.
    pub flags: Vec<Flag>,
    /// The files read.
    pub inputs: Vec<InputFile>,
    /// The pattern of the filled worklists, where no file matches it.
    pub no_worklist: Option<String>,
    /// What the input is worth.
    pub input: Input,
}

/// Everything the outputs are made from, apart from a day's predictions.
pub struct Material<'a> {
    /// Config and what was typed.
    pub settings: &'a Settings,
    /// Nothing known after this day was used.
    pub as_of: Day,
    /// The model.
    pub trained: &'a Trained,
    /// Its id in the registry; empty where it is not kept.
    pub model_id: String,
    /// How good it was out of time.
    pub test: Evaluation,
    /// Of a backtest, how good it was by origin.
    pub origins: Vec<Origin>,
    /// Features left out because their source is absent.
    pub absent: Vec<AbsentFeature>,
    /// The last champion, as far as there is one.
    pub last: Option<&'a Last>,
    /// Where the models of earlier months are, if a folder for them is named.
    pub kept: Option<PathBuf>,
    loaded: &'a Loaded,
}

impl<'a> Material<'a> {
    /// Brings a model and a ledger together.
    pub fn new(
        settings: &'a Settings,
        loaded: &'a Loaded,
        as_of: Day,
        trained: &'a Trained,
        model_id: String,
    ) -> Self {
        let (test, absent) = (trained.holdout.clone(), Vec::new());
        Self {
            settings,
            as_of,
            trained,
            model_id,
            test,
            origins: Vec::new(),
            absent,
            last: None,
            kept: None,
            loaded,
        }
    }

    /// The same, with the champion that came before, and where it and those before it are kept.
    pub fn after(self, last: &'a Last, kept: Option<PathBuf>) -> Self {
        let last = Some(last);
        Self { last, kept, ..self }
    }

    /// What a reader should know of where the clusters' numbers come from; nothing where they are the last champion's.
    pub fn numbering(&self) -> Option<Text> {
        earlier::note(self.trained, self.last?)
    }
}

impl std::ops::Deref for Material<'_> {
    type Target = Loaded;

    fn deref(&self) -> &Loaded {
        self.loaded
    }
}

/// Reads, checks and books the ledger; its control totals are those of the as-of date. One that is not the general ledger's
/// is refused.
pub fn load(settings: &Settings, as_of: Day, progress: &dyn Progress) -> Result<Loaded, Error> {
    let ledger = load_ledger(settings, progress)?;
    let book = progress.stage(Stage::Features, 0, || {
        Book::from_ledger(&ledger, &settings.definitions)
    })?;
    let input = progress.stage(Stage::Check, 0, || {
        let input = Input::of(&ledger, book.last_known_day(), Some(as_of))?;
        input.refuse_difference(&settings.config.ledger.currency)?;
        Ok::<Input, Error>(input)
    })?;
    let names = names(&ledger);
    let po_references = ledger.invoices.column("po_reference").ok();
    let po_references = po_references.and_then(|column| column.str().ok().cloned());
    let Ledger {
        row_counts,
        rejected,
        bank_matches,
        flags,
        inputs,
        no_worklist,
        ..
    } = ledger;
    Ok(Loaded {
        book,
        names,
        po_references,
        row_counts,
        rejected,
        bank_matches,
        flags,
        inputs,
        no_worklist,
        input,
    })
}

fn names(ledger: &Ledger) -> BTreeMap<String, String> {
    let text = |column: &str| {
        ledger
            .customers
            .column(column)
            .ok()
            .and_then(|c| c.str().ok().cloned())
    };
    let (Some(ids), Some(names)) = (text("customer_id"), text("name")) else {
        return BTreeMap::new();
    };
    ids.iter()
        .zip(names.iter())
        .filter_map(|(id, name)| Some((id?.to_owned(), name?.to_owned())))
        .collect()
}
