//! What was found in the input, as sentences in three languages: what it is, and what it means for the figures.

use arrears_insight::text::{Language, Text, date, decimal, percent};
use arrears_ledger::quality::{Finding, FindingKind, Quality};
use arrears_ledger::{Day, Table};

/// A finding as a sentence. `derived` payments come from the invoices' paid dates, and are called so.
pub fn sentence(finding: &Finding, derived: bool) -> Text {
    Text::of(|language| {
        let say = Say {
            finding,
            derived,
            language,
        };
        match finding.kind {
            FindingKind::EndsEarly => say.ends_early(),
            FindingKind::StartsLate => say.starts_late(),
            FindingKind::Gap => say.gap(),
            FindingKind::DueOnOneDay => say.due_on_one_day(),
            FindingKind::ManyOnOneDay => say.many_on_one_day(),
            FindingKind::OneAmount => say.one_amount(),
            FindingKind::MonthEdge => say.month_edge(),
            FindingKind::ColumnStops => say.column_stops(),
            FindingKind::FutureDates => say.far_dates(true),
            FindingKind::StrayDates => say.far_dates(false),
            FindingKind::BookedLate => say.booked_late(),
        }
    })
}

/// The findings of a ledger as English sentences for a terminal, the gravest first.
pub fn in_english(quality: &Quality) -> Vec<(bool, String)> {
    let sentences = quality.findings.iter().map(|finding| {
        let text = sentence(finding, is_derived(quality, finding.table));
        (finding.grave, text.en.replace('\u{a0}', " "))
    });
    sentences.collect()
}

/// That the config names filled worklists of which there are none.
pub fn no_worklist(pattern: &str) -> String {
    format!(
        "no file matches `{pattern}`, which `worklists` under `[ledger]` names: no outcome of a call was read"
    )
}

/// Whether a table's rows were derived.
pub fn is_derived(quality: &Quality, table: Table) -> bool {
    let found = quality.tables.iter().find(|found| found.table == table);
    found.is_some_and(|found| found.derived)
}

struct Say<'a> {
    finding: &'a Finding,
    derived: bool,
    language: Language,
}

impl Say<'_> {
    fn pick(&self, en: String, nl: String, fr: String) -> String {
        match self.language {
            Language::En => en,
            Language::Nl => nl,
            Language::Fr => fr,
        }
    }

    /// The table's rows in words, as the beginning of a sentence.
    fn rows(&self) -> &'static str {
        let (en, nl, fr) = match self.finding.table {
            Table::Customers => ("The customers", "De klanten", "Les clients"),
            Table::Invoices => ("The invoices", "De facturen", "Les factures"),
            Table::Payments if self.derived => {
                ("The paid dates", "De betaaldatums", "Les dates de paiement")
            }
            Table::Payments => ("The payments", "De betalingen", "Les paiements"),
            Table::Reminders => ("The reminders", "De aanmaningen", "Les relances"),
            Table::Disputes => ("The disputes", "De betwistingen", "Les litiges"),
            Table::Promises => ("The promises", "De toezeggingen", "Les promesses"),
            Table::Signals => ("The signals", "De signalen", "Les signaux"),
            Table::Worklists => ("The worklists", "De werklijsten", "Les listes de travail"),
        };
        match self.language {
            Language::En => en,
            Language::Nl => nl,
            Language::Fr => fr,
        }
    }

    fn day(&self, day: Option<Day>) -> String {
        day.map(|day| date(day, self.language)).unwrap_or_default()
    }

    fn from(&self) -> String {
        self.day(self.finding.from)
    }

    fn until(&self) -> String {
        self.day(self.finding.until)
    }

    fn n(&self) -> String {
        count(self.finding.n, self.language)
    }

    fn expected(&self) -> String {
        count(self.finding.expected.unwrap_or(0), self.language)
    }

    fn share(&self) -> String {
        percent(self.finding.share.unwrap_or(0.0), self.language)
    }

    fn column(&self) -> &str {
        self.finding.column.as_deref().unwrap_or_default()
    }

    fn ends_early(&self) -> String {
        let (rows, from, until, n) = (self.rows(), self.from(), self.until(), self.expected());
        let means = match (self.finding.table, self.language) {
            (Table::Payments, Language::En) => ": what was paid since looks unpaid",
            (Table::Payments, Language::Nl) => ": wat sindsdien betaald is, lijkt onbetaald",
            (Table::Payments, Language::Fr) => "\u{a0}: ce qui a été payé depuis semble impayé",
            (Table::Invoices, Language::En) => ": what was invoiced since is not in the figures",
            (Table::Invoices, Language::Nl) => {
                ": wat sindsdien gefactureerd is, zit niet in de cijfers"
            }
            (Table::Invoices, Language::Fr) => {
                "\u{a0}: ce qui a été facturé depuis n’est pas dans les chiffres"
            }
            (_, Language::En) => ": later ones are not in the figures",
            (_, Language::Nl) => ": latere zitten niet in de cijfers",
            (_, Language::Fr) => "\u{a0}: les suivants ne sont pas dans les chiffres",
        };
        self.pick(
            format!("{rows} end on {from}, while other tables go on until {until}; about {n} more were to be expected{means}."),
            format!("{rows} eindigen op {from}, terwijl andere tabellen tot {until} doorlopen; er waren er zo’n {n} meer te verwachten{means}."),
            format!("{rows} finissent le {from}, alors que d’autres tables continuent jusqu’au {until}\u{a0}; on en attendait environ {n} de plus{means}."),
        )
    }

    fn starts_late(&self) -> String {
        let (rows, from, until, n) = (self.rows(), self.from(), self.until(), self.expected());
        self.pick(
            format!("{rows} begin on {until}, the invoices on {from}; about {n} are missing before: invoices paid then look unpaid."),
            format!("{rows} beginnen op {until}, de facturen op {from}; daarvoor ontbreken er zo’n {n}: toen betaalde facturen lijken onbetaald."),
            format!("{rows} commencent le {until}, les factures le {from}\u{a0}; il en manque environ {n} avant\u{a0}: les factures payées alors semblent impayées."),
        )
    }

    fn gap(&self) -> String {
        let (rows, from, until, n) = (self.rows(), self.from(), self.until(), self.expected());
        let means = match (self.finding.table, self.language) {
            (Table::Payments, Language::En) => ": what was paid then looks unpaid",
            (Table::Payments, Language::Nl) => ": wat toen betaald is, lijkt onbetaald",
            (Table::Payments, Language::Fr) => "\u{a0}: ce qui a été payé alors semble impayé",
            _ => "",
        };
        self.pick(
            format!("{rows} have a gap: none is dated from {from} to {until}, where about {n} were to be expected{means}."),
            format!("{rows} hebben een gat: er is er geen van {from} tot en met {until}, terwijl er zo’n {n} te verwachten waren{means}."),
            format!("{rows} ont une lacune\u{a0}: aucune date du {from} au {until}, alors qu’on en attendait environ {n}{means}."),
        )
    }

    fn due_on_one_day(&self) -> String {
        let (n, share, from, until) = (self.n(), self.share(), self.from(), self.until());
        let due = self
            .column()
            .strip_prefix("due_date ")
            .and_then(|day| day.parse().ok());
        let due = self.day(due);
        self.pick(
            format!("{n} invoices ({share}) dated from {from} to {until} are all due on {due}: this looks like a filler, and days late mean nothing for them."),
            format!("{n} facturen ({share}) van {from} tot en met {until} vervallen alle op {due}: dat lijkt een opvuldatum, en dagen te laat zeggen er niets over."),
            format!("{n} factures ({share}) datées du {from} au {until} échoient toutes le {due}\u{a0}: cela semble une date de remplissage, et les jours de retard n’y veulent rien dire."),
        )
    }

    fn many_on_one_day(&self) -> String {
        let (rows, n, share, from) = (self.rows(), self.n(), self.share(), self.from());
        let (column, usual) = (self.column(), self.expected());
        self.pick(
            format!("{rows} have {n} rows ({share}) with `{column}` {from}, where the busiest day of a usual month has {usual}: a conversion or an opening balance?"),
            format!("{rows} hebben {n} rijen ({share}) met `{column}` {from}, terwijl de drukste dag van een gewone maand er {usual} heeft: een conversie of een beginbalans?"),
            format!("{rows} ont {n} lignes ({share}) avec `{column}` {from}, alors que le jour le plus chargé d’un mois normal en a {usual}\u{a0}: une reprise de données ou un bilan d’ouverture\u{a0}?"),
        )
    }

    fn one_amount(&self) -> String {
        let (rows, n, share) = (self.rows(), self.n(), self.share());
        let minor = self.finding.amount_minor.unwrap_or(0);
        let amount = decimal(minor as f64 / 100.0, 2, self.language);
        self.pick(
            format!("{rows} have the amount {amount} in {n} rows ({share}), while the others differ: is it a filler?"),
            format!("{rows} hebben het bedrag {amount} in {n} rijen ({share}), terwijl de andere verschillen: is het een opvulling?"),
            format!("{rows} ont le montant {amount} dans {n} lignes ({share}), alors que les autres diffèrent\u{a0}: est-ce un remplissage\u{a0}?"),
        )
    }

    fn month_edge(&self) -> String {
        let (rows, n, share) = (self.rows(), self.n(), self.share());
        self.pick(
            format!("{rows} are dated the first or the last day of a month in {n} rows ({share}), weekends included: only the month seems to be known, and days late are off by weeks."),
            format!("{rows} staan in {n} rijen ({share}) op de eerste of de laatste dag van een maand, ook in het weekend: alleen de maand lijkt bekend, en dagen te laat zitten er weken naast."),
            format!("{rows} sont datés du premier ou du dernier jour d’un mois dans {n} lignes ({share}), week-ends compris\u{a0}: seul le mois semble connu, et les jours de retard sont faux de plusieurs semaines."),
        )
    }

    fn column_stops(&self) -> String {
        let (rows, n, share, from) = (self.rows(), self.n(), self.share(), self.from());
        let column = self.column();
        self.pick(
            format!("{rows} have `{column}` in {share} of the rows before {from}, and in none of the {n} rows since."),
            format!("{rows} hebben `{column}` in {share} van de rijen voor {from}, en in geen van de {n} rijen sindsdien."),
            format!("{rows} ont `{column}` dans {share} des lignes avant le {from}, et dans aucune des {n} lignes depuis."),
        )
    }

    fn far_dates(&self, future: bool) -> String {
        let (rows, n, from, until) = (self.rows(), self.n(), self.from(), self.until());
        let side = match (future, self.language) {
            (true, Language::En) => "after",
            (false, Language::En) => "before",
            (true, Language::Nl) => "na",
            (false, Language::Nl) => "voor",
            (true, Language::Fr) => "après",
            (false, Language::Fr) => "avant",
        };
        self.pick(
            format!("{rows} have {n} rows dated far {side} all others, from {from} to {until}: a wrong year?"),
            format!("{rows} hebben {n} rijen ver {side} alle andere, van {from} tot en met {until}: een verkeerd jaar?"),
            format!("{rows} ont {n} lignes datées loin {side} toutes les autres, du {from} au {until}\u{a0}: une erreur d’année\u{a0}?"),
        )
    }

    fn booked_late(&self) -> String {
        let (rows, n, share) = (self.rows(), self.n(), self.share());
        self.pick(
            format!("{rows} were booked more than a month after their date in {n} rows ({share}): on a past as-of date less was known than the ledger shows now."),
            format!("{rows} zijn in {n} rijen ({share}) meer dan een maand na hun datum geboekt: op een eerdere peildatum was minder bekend dan de administratie nu toont."),
            format!("{rows} ont été comptabilisés plus d’un mois après leur date dans {n} lignes ({share})\u{a0}: à une date de situation passée, on en savait moins que ce que montre la comptabilité aujourd’hui."),
        )
    }
}

/// A count with its thousands apart.
fn count(n: u64, language: Language) -> String {
    let mark = match language {
        Language::En => ',',
        Language::Nl => '.',
        Language::Fr => '\u{a0}',
    };
    let digits = n.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}
