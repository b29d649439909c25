//! Key figures, expected cash and provisions.

use arrears_insight::compare::{ExpectedCash, KeyFigures};
use arrears_report::{DocumentCell, DocumentPart, DocumentTable};

use super::{CompareSummary, Say, heads, none, table};

fn tables_of(say: &Say, summary: &CompareSummary) -> Vec<DocumentTable> {
    vec![figures(say, summary), cash(say, summary)]
}

pub(super) fn part(say: &Say, summary: &CompareSummary) -> Option<DocumentPart> {
    let tables = tables_of(say, summary);
    let lines = vec![
        say.pick(
            "Customers of the own group are left out, but for the balance. Credit notes and cash without an invoice are not taken off what is open.",
            "Klanten van de eigen groep blijven erbuiten, behalve in het saldo. Creditnota’s en geld zonder factuur gaan niet van het openstaande af.",
            "Les clients du groupe lui-même sont exclus, sauf du solde. Les avoirs et les paiements non affectés ne sont pas déduits de l’encours.",
        )
        .to_owned(),
    ];
    let shown = tables.iter().any(|table| !table.rows.is_empty());
    shown.then(|| super::part("money", say.pick("Money", "Geld", "Argent"), lines, tables))
}

type Row = Vec<DocumentCell>;

/// One figure on both days, how it changed, and the earlier day by the later ledger.
struct Figures<'a> {
    say: &'a Say<'a>,
    before: Option<KeyFigures>,
    now: Option<KeyFigures>,
    known_now: Option<KeyFigures>,
}

impl Figures<'_> {
    fn money(&self, name: &str, of: impl Fn(&KeyFigures) -> i64) -> Row {
        let say = self.say;
        let at = |figures: &Option<KeyFigures>| figures.as_ref().map(&of);
        let (before, now) = (at(&self.before), at(&self.now));
        let change = before.zip(now).map(|(before, now)| now - before);
        vec![
            say.text(name),
            say.some_money(before),
            say.some_money(now),
            change.map_or_else(none, |change| say.change(change)),
            say.some_money(at(&self.known_now)),
        ]
    }

    fn count(&self, name: &str, of: impl Fn(&KeyFigures) -> i64) -> Row {
        self.decimal(name, 0, |figures| Some(of(figures) as f64))
    }

    fn decimal(&self, name: &str, places: usize, of: impl Fn(&KeyFigures) -> Option<f64>) -> Row {
        let say = self.say;
        let at = |figures: &Option<KeyFigures>| figures.as_ref().and_then(&of);
        let (before, now) = (at(&self.before), at(&self.now));
        let change = before.zip(now).map(|(before, now)| now - before);
        let mut changed = say.decimal(change, places);
        if change.is_some_and(|change| change > 0.0) {
            changed.text.insert(0, '+');
        }
        vec![
            say.text(name),
            say.decimal(before, places),
            say.decimal(now, places),
            changed,
            say.decimal(at(&self.known_now), places),
        ]
    }
}

fn figures(say: &Say, summary: &CompareSummary) -> DocumentTable {
    let money = &summary.money;
    let title = say.pick("Key figures", "Kengetallen", "Indicateurs");
    let by_later = say.pick(
        "before, as known now",
        "eerder, zoals nu bekend",
        "avant, tel que connu maintenant",
    );
    let heads = heads(&[
        ("", false),
        (say.then(), true),
        (say.now(), true),
        (say.pick("change", "verschil", "écart"), true),
        (by_later, true),
    ]);
    if money.before.is_none() && money.now.is_none() {
        return table(title, heads, Vec::new());
    }
    let figures = Figures {
        say,
        before: money.before,
        now: money.now,
        known_now: money.before_as_known_now,
    };
    let ages = [
        say.pick("not due", "niet vervallen", "non échu"),
        say.pick(
            "1 to 30 days past due",
            "1 tot 30 dagen vervallen",
            "échu depuis 1 à 30\u{a0}jours",
        ),
        say.pick("31 to 60 days", "31 tot 60 dagen", "31 à 60\u{a0}jours"),
        say.pick("61 to 90 days", "61 tot 90 dagen", "61 à 90\u{a0}jours"),
        say.pick(
            "more than 90 days",
            "meer dan 90 dagen",
            "plus de 90\u{a0}jours",
        ),
    ];
    let mut rows = vec![
        figures.count(
            say.pick("Open invoices", "Openstaande facturen", "Factures ouvertes"),
            |f| f.n_open,
        ),
        figures.count(
            say.pick("Overdue invoices", "Vervallen facturen", "Factures échues"),
            |f| f.n_overdue,
        ),
        figures.money(say.pick("Open", "Openstaand", "Encours"), |f| f.open_minor),
        figures.money(say.pick("Overdue", "Vervallen", "Échu"), |f| {
            f.overdue_minor
        }),
    ];
    rows.extend(
        ages.iter()
            .enumerate()
            .map(|(i, age)| figures.money(&format!("– {age}"), |f| f.by_age_minor[i])),
    );
    rows.extend([
        figures.money(
            say.pick(
                "Balance of the ledger",
                "Saldo van de administratie",
                "Solde de la comptabilité",
            ),
            |f| f.balance_minor,
        ),
        figures.decimal(
            say.pick("DSO (days)", "DSO (dagen)", "DSO (jours)"),
            1,
            |f| f.dso_days,
        ),
        figures.decimal(
            say.pick(
                "Best possible DSO (days)",
                "Best mogelijke DSO (dagen)",
                "Meilleur DSO possible (jours)",
            ),
            1,
            |f| f.best_possible_dso_days,
        ),
        figures.decimal(
            say.pick("ADD (days)", "ADD (dagen)", "ADD (jours)"),
            1,
            |f| f.add_days,
        ),
        figures.decimal("CEI (%)", 1, |f| f.cei_percent),
    ]);
    table(title, heads, rows)
}

fn cash(say: &Say, summary: &CompareSummary) -> DocumentTable {
    let money = &summary.money;
    let mut rows = Vec::new();
    let of = |cash: &[ExpectedCash], weeks: i32, part: fn(&ExpectedCash) -> i64| {
        cash.iter().find(|cash| cash.weeks == weeks).map(part)
    };
    let mut add = |name: String, before: Option<i64>, now: Option<i64>| {
        if before.is_some() || now.is_some() {
            rows.push(vec![
                say.text(name),
                say.some_money(before),
                say.some_money(now),
            ]);
        }
    };
    for weeks in money
        .cash_now
        .iter()
        .chain(&money.cash_before)
        .map(|cash| cash.weeks)
        .take(2)
    {
        let named =
            |en: &str, nl: &str, fr: &str| say.pick(en, nl, fr).replace("{n}", &weeks.to_string());
        add(
            named(
                "Expected within {n} weeks, of what is open",
                "Verwacht binnen {n} weken, van wat openstaat",
                "Attendu d’ici {n} semaines, de l’encours",
            ),
            of(&money.cash_before, weeks, |cash| cash.open_minor),
            of(&money.cash_now, weeks, |cash| cash.open_minor),
        );
        add(
            named(
                "The same, of invoices yet to be issued",
                "Hetzelfde, van nog te maken facturen",
                "De même, des factures à émettre",
            ),
            of(&money.cash_before, weeks, |cash| cash.future_sales_minor),
            of(&money.cash_now, weeks, |cash| cash.future_sales_minor),
        );
    }
    add(
        say.pick("Provision", "Voorziening", "Provision").to_owned(),
        money.provision_before_minor,
        money.provision_now_minor,
    );
    let heads = heads(&[("", false), (say.then(), true), (say.now(), true)]);
    table(
        say.pick(
            "Expected cash and provision",
            "Verwachte ontvangsten en voorziening",
            "Encaissements attendus et provision",
        ),
        heads,
        rows,
    )
}
