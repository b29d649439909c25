//! What each setting means, once: the config that `arrears init` writes and the reference are made from it.

/// A section of the config.
pub struct Section {
    /// Its name; empty for the keys at the top.
    pub name: &'static str,
    /// What it is about, without a full stop.
    pub about: &'static str,
    /// Key and meaning, without a full stop.
    pub keys: &'static [(&'static str, &'static str)],
    /// Where it is shown.
    pub shown: Shown,
}

/// Where a section is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// In the config that `init` writes, and in the reference.
    Everywhere,
    /// In the reference alone: few change it, or `init` fills it in itself.
    Reference,
}

/// Every section, in the order in which it is shown.
pub const SECTIONS: &[Section] = &[
    Section {
        name: "",
        about: "",
        keys: &[
            (
                "seed",
                "Seed of every random choice: the same seed gives the same results, to the byte",
            ),
            (
                "threads",
                "Number of threads; 0 takes every core. Results do not depend on it",
            ),
        ],
        shown: Shown::Everywhere,
    },
    Section {
        name: "ledger",
        about: "Which files hold the ledger, and how their text is to be read where the values leave it open",
        keys: &[
            (
                "currency",
                "Currency of the ledger, in which every amount stands or is converted to (ISO 4217)",
            ),
            (
                "ids",
                "\"exact\", or \"strip-leading-zeros\": ids of digits that differ only by leading zeros are one",
            ),
            (
                "administration",
                "What tells the administration where no column does: \"folder\" (of the file) or \"wildcard\" (what `*` in \
                 the path stands for). Ids become `administration/id`",
            ),
            (
                "merge_customers",
                "Customers to be taken as one: `\"id\" = \"id it is merged into\"`, as a section `[ledger.merge_customers]`",
            ),
            (
                "worklists",
                "Worklists that were filled in and are read back, such as `\"worklists/*.csv\"`: see \
                 [the worklist](worklist.md#what-became-of-the-calls)",
            ),
            (
                "date_order",
                "Order of day, month and year: \"dmy\", \"mdy\" or \"ymd\"",
            ),
            ("decimal_mark", "Decimal mark: \",\" or \".\""),
            (
                "encoding",
                "Encoding, such as \"windows-1252\" or \"cp850\" (DOS); found from the bytes if not set",
            ),
            (
                "separator",
                "Separator of text files, one character; found from the text if not set",
            ),
        ],
        shown: Shown::Reference,
    },
    Section {
        name: "ledger.invoices",
        about: "One table of the ledger; so too `customers`, `payments`, `reminders`, `disputes`, `promises` and \
                `signals`",
        keys: &[
            (
                "path",
                "The file, relative to the config; `*` and `?` name many",
            ),
            (
                "columns",
                "Canonical name = column in the file; a column that bears its canonical name needs no line. An id may stand in \
                 several columns: `invoice_id = [\"BELNR\", \"GJAHR\"]` is `18001/2025`",
            ),
            (
                "kinds",
                "Word in the column `kind` = the kind it stands for, in `invoices` and `payments`, as a section \
                 `[ledger.payments.kinds]`",
            ),
            ("date_order", "As in `[ledger]`, for this table"),
            ("decimal_mark", "As in `[ledger]`, for this table"),
            ("encoding", "As in `[ledger]`, for this table"),
            ("separator", "As in `[ledger]`, for this table"),
            (
                "sheet",
                "Sheet of a workbook, `\"*\"` every one with the columns of the table; the first with something in it if \
                 absent",
            ),
            (
                "only",
                "Column in the file = the values it may have, as in `{ Type = [\"Invoice\", \"Credit Memo\"] }`: the \
                 table takes only these rows. So one file can serve several tables; a row that none of them takes is \
                 rejected",
            ),
            (
                "min_confidence",
                "Of payments drawn from bank statements: the least sure match that is taken (0 to 1); 0.8 if not set",
            ),
            (
                "negative",
                "What a negative amount is where the many do not tell: `\"size\"` (payments, discounts, credits and \
                 write-offs, or invoices' credit notes, are written as negative amounts) or `\"taken-back\"` (it takes \
                 an earlier one back); see [bookkeeping](bookkeeping.md#taken-back)",
            ),
            (
                "payment_terms_days",
                "Days after the invoice date on which an invoice is due, where its row says neither that nor a due date",
            ),
            (
                "receivables_accounts",
                "Accounts of receivables, for an audit file without a subledger of customers; found by their names if absent",
            ),
        ],
        shown: Shown::Reference,
    },
    Section {
        name: "ledger.rates",
        about: "Rates of other currencies by date; see [bookkeeping](bookkeeping.md#currencies)",
        keys: &[
            (
                "path",
                "The file, relative to the config: columns `date`, `currency` and `rate`, or a column per currency",
            ),
            (
                "quoted",
                "\"foreign-per-ledger\" (USD 1.08 for EUR 1, as the ECB quotes) or \"ledger-per-foreign\" (EUR 0.92 for \
                 USD 1)",
            ),
            (
                "max_age_days",
                "Days that the last rate before an event may be old; an older one rejects the row",
            ),
            (
                "columns",
                "`date`, `currency` or `rate` = column in the file",
            ),
            (
                "date_order",
                "Order of its dates; found from its own cells if not set",
            ),
            (
                "decimal_mark",
                "Its decimal mark; found from its own cells if not set",
            ),
            ("encoding", "Its encoding; found from the bytes if not set"),
            ("separator", "Its separator; found from the text if not set"),
            (
                "sheet",
                "Sheet of a workbook; the first with something in it if absent",
            ),
        ],
        shown: Shown::Reference,
    },
    Section {
        name: "ledger.control",
        about: "What the general ledger says is open: `check` and `run` refuse a difference of a cent",
        keys: &[
            (
                "date",
                "Day of the balance; the last day of the ledger if not set",
            ),
            (
                "balance",
                "Balance of all customers together, as text: \"123456.78\" or \"123.456,78\"",
            ),
            (
                "path",
                "A table of balances per customer, relative to the config; who is not in it has 0",
            ),
            (
                "columns",
                "`customer_id` and `balance` = column in that table",
            ),
            ("decimal_mark", "As in `[ledger]`, for these balances"),
            ("sheet", "Sheet of a workbook"),
        ],
        shown: Shown::Reference,
    },
    Section {
        name: "checks",
        about: "When a ledger is too faulty to be used",
        keys: &[(
            "max_rejected_share",
            "Largest share of rejected rows, over all files, at which the job still runs (0 to 1)",
        )],
        shown: Shown::Everywhere,
    },
    Section {
        name: "definitions",
        about: "What counts as late and as settled",
        keys: &[
            (
                "grace_days",
                "Days after the due date on which an invoice is not yet late (0 to 365)",
            ),
            (
                "settle_tolerance",
                "Amount that may stay unpaid on a settled invoice, in the ledger's currency",
            ),
        ],
        shown: Shown::Everywhere,
    },
    Section {
        name: "model",
        about: "The late-payment model",
        keys: &[
            (
                "features",
                "Features that the regression may use, by name; empty: all that the data dictionary marks for the model",
            ),
            (
                "penalties",
                "L2 penalties to choose from; more is more cautious",
            ),
            (
                "n_folds",
                "Time-ordered folds on which the penalty is chosen (2 to 20)",
            ),
            (
                "fold_rows",
                "Rows at most in the fits of one fold; the final fit uses every row",
            ),
            (
                "hazard_rows",
                "Invoices at most that teach the settlement curve at issue, and at each later landmark",
            ),
            (
                "min_invoices",
                "Fewer invoices with a known outcome than this give the base rate instead of a model",
            ),
            (
                "ablation",
                "Measure on the folds what the model loses without each of its parts (in metrics.json)",
            ),
            (
                "challenger",
                "What is tried beside the regression: \"none\", or \"trees\" (gradient-boosted; wants a build with \
                 `--features trees`)",
            ),
            (
                "challenger_margin",
                "Log loss on the folds by which the challenger must be better to take the regression's place (0 to 1)",
            ),
        ],
        shown: Shown::Everywhere,
    },
    super::clusters::SECTION,
    super::scorecard::SECTION,
    super::acceptance::SECTION,
    super::worklist::SECTION,
    Section {
        name: "policy",
        about: "Segments, measures and reminder ladders: docs/policy.md explains them",
        keys: &[(
            "path",
            "File of the policy. Not set: the default policy, as docs/policy-reference.md lists it",
        )],
        shown: Shown::Everywhere,
    },
    super::questions::SECTION,
    super::trust::SECTION,
    Section {
        name: "report",
        about: "The report for people",
        keys: &[
            (
                "language",
                "Language of the report: \"en\", \"nl\" or \"fr\"",
            ),
            (
                "title",
                "What the report is headed with, such as the name of the administration",
            ),
            (
                "customer_pages",
                "Customers that have a page of their own in the report, at most (0 to 2,000; a page takes about 30 kB): up to half of them who to call first, then who is listed with an early warning, then who has most money at risk",
            ),
        ],
        shown: Shown::Everywhere,
    },
    Section {
        name: "output",
        about: "Where results go",
        keys: &[(
            "dir",
            "Folder of the results, replaced as a whole by every run; `{as_of}` and `{month}` in it stand for the as-of date",
        )],
        shown: Shown::Everywhere,
    },
    Section {
        name: "registry",
        about: "Where models are kept between runs",
        keys: &[
            (
                "path",
                "Folder of the models. Not set: `run` keeps its model inside its own results, `train` and `predict` \
                 use the folder `registry` beside this file",
            ),
            (
                "keep",
                "Versions kept at most; `retrain` removes the oldest beyond them, never the champion, the one before it, or the challenger (3 to 100,000)",
            ),
        ],
        shown: Shown::Everywhere,
    },
    super::retrain::SECTION,
    super::monitor::SECTION,
    super::notify::SECTION,
];
