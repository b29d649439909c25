//! Segments and clusters, and who moved.

use arrears_insight::compare::{
    ClusterComparison, ClusterFate, ClusterPair, SegmentComparison, SegmentMove, SegmentTotal,
};
use arrears_report::{DocumentCell, DocumentPart, DocumentTable};

use super::{CompareSummary, NONE, Say, heads, none, part, table};

pub(super) fn segments(say: &Say, summary: &CompareSummary) -> Option<DocumentPart> {
    let found = summary.segments.as_ref()?;
    let n_moved = found.moved.len();
    let open: i64 = found.moved.iter().map(|moved| moved.open_minor).sum();
    let (n, open) = (say.n(n_moved as u64).text, say.money_text(open));
    let line = match say.language {
        arrears_insight::text::Language::En => format!(
            "In another segment than before: {n} of the customers in both runs, who owe {open} now."
        ),
        arrears_insight::text::Language::Nl => format!(
            "In een ander segment dan eerder: {n} van de klanten in beide runs, die nu {open} verschuldigd zijn."
        ),
        arrears_insight::text::Language::Fr => format!(
            "Dans un autre segment qu’avant\u{a0}: {n} des clients présents dans les deux exécutions, qui doivent {open} maintenant."
        ),
    };
    let title = say.pick("Segments", "Segmenten", "Segments");
    let tables = vec![totals(say, found), matrix(say, found), moved(say, found)];
    Some(part("segments", title, vec![line], tables))
}

fn totals(say: &Say, found: &SegmentComparison) -> DocumentTable {
    let mut names: Vec<&str> = found
        .before
        .iter()
        .chain(&found.now)
        .map(|total| total.segment.as_str())
        .collect();
    names.sort_unstable();
    names.dedup();
    let of = |totals: &[SegmentTotal], name: &str| {
        let total = totals.iter().find(|total| total.segment == name);
        total.cloned().unwrap_or_default()
    };
    let rows = names.into_iter().map(|name| {
        let (before, now) = (of(&found.before, name), of(&found.now, name));
        vec![
            say.text(name),
            say.n(before.n_customers),
            say.n(now.n_customers),
            say.money(before.open_minor),
            say.money(now.open_minor),
            say.money(before.overdue_minor),
            say.money(now.overdue_minor),
        ]
    });
    let (customers, open, overdue) = (
        customers(say),
        say.pick("open", "open", "encours"),
        overdue(say),
    );
    let pair = |word: &str, side: &str| format!("{word}, {side}");
    let columns = [
        pair(customers, say.then()),
        pair(customers, say.now()),
        pair(open, say.then()),
        pair(open, say.now()),
        pair(overdue, say.then()),
        pair(overdue, say.now()),
    ];
    let mut all = vec![("", false)];
    all.extend(columns.iter().map(|column| (column.as_str(), true)));
    table(
        say.pick(
            "Customers and money by segment",
            "Klanten en geld per segment",
            "Clients et montants par segment",
        ),
        heads(&all),
        rows.collect(),
    )
}

fn customers(say: &Say) -> &'static str {
    say.pick_static("customers", "klanten", "clients")
}

fn overdue(say: &Say) -> &'static str {
    say.pick_static("overdue", "vervallen", "échu")
}

/// From in rows, to in columns: customers and what they owe now; of who is gone what they owed.
fn matrix(say: &Say, found: &SegmentComparison) -> DocumentTable {
    let side = |of: fn(&SegmentMove) -> &Option<String>| {
        let mut names: Vec<Option<String>> = found.moves.iter().map(|m| of(m).clone()).collect();
        // Who is not in a run stands last.
        names.sort_by_key(|name| (name.is_none(), name.clone()));
        names.dedup();
        names
    };
    let (from, to) = (side(|m| &m.from), side(|m| &m.to));
    let cell = |a: &Option<String>, b: &Option<String>| -> DocumentCell {
        let cell = found.moves.iter().find(|m| m.from == *a && m.to == *b);
        cell.map_or_else(none, |m| {
            let open = match &m.to {
                Some(_) => m.open_minor,
                None => m.open_before_minor,
            };
            DocumentCell {
                text: format!("{} ({})", say.n(m.n_customers).text, say.money_text(open)),
                order: Some(m.n_customers as f64),
            }
        })
    };
    let not_there = say.pick("not in it", "niet erin", "absent");
    let name = |name: &Option<String>| name.clone().unwrap_or_else(|| not_there.to_owned());
    let rows = from.iter().map(|a| {
        let cells = to.iter().map(|b| cell(a, b));
        std::iter::once(say.text(name(a))).chain(cells).collect()
    });
    let columns: Vec<String> = to.iter().map(name).collect();
    let corner = say.pick("from, to", "van, naar", "de, vers");
    let mut all = vec![(corner, false)];
    all.extend(columns.iter().map(|column| (column.as_str(), true)));
    table(
        say.pick(
            "Who went where: customers, and what they owe",
            "Wie waarheen ging: klanten, en wat ze verschuldigd zijn",
            "Qui est allé où\u{a0}: clients, et ce qu’ils doivent",
        ),
        heads(&all),
        rows.collect(),
    )
}

fn moved(say: &Say, found: &SegmentComparison) -> DocumentTable {
    let score = |score: Option<i32>| say.decimal(score.map(f64::from), 0);
    let rows = found.moved.iter().map(|moved| {
        vec![
            say.customer(&moved.customer_id, moved.natural_person),
            say.text(format!("{} → {}", moved.from, moved.to)),
            say.money(moved.open_minor),
            score(moved.risk_before),
            score(moved.risk_now),
            say.text(&*moved.reason_now),
            say.text(&*moved.reason_before),
        ]
    });
    let (rows, note) = say.cut(rows.collect());
    let risk = say.pick("risk", "risico", "risque");
    let why = say.pick("why", "waarom", "pourquoi");
    let heads = heads(&[
        (say.pick("Customer", "Klant", "Client"), false),
        ("", false),
        (say.pick("open now", "nu open", "encours actuel"), true),
        (&format!("{risk}, {}", say.then()), true),
        (&format!("{risk}, {}", say.now()), true),
        (&format!("{why}, {}", say.now()), false),
        (&format!("{why}, {}", say.then()), false),
    ]);
    DocumentTable {
        note,
        ..table(
            say.pick(
                "Who moved, and why",
                "Wie verschoof, en waarom",
                "Qui a changé, et pourquoi",
            ),
            heads,
            rows,
        )
    }
}

pub(super) fn clusters(say: &Say, summary: &CompareSummary) -> Option<DocumentPart> {
    let found = summary.clusters.as_ref()?;
    let agreement = say.decimal(found.agreement, 2).text;
    let n = say.n(found.n_common).text;
    let line = match say.language {
        arrears_insight::text::Language::En => format!(
            "Customers in a cluster in both runs: {n}. The groupings agree to {agreement} (adjusted Rand index: 1 the same groups, 0 no more than chance)."
        ),
        arrears_insight::text::Language::Nl => format!(
            "Klanten die in beide runs in een cluster zitten: {n}. De indelingen komen voor {agreement} overeen (gecorrigeerde Rand-index: 1 dezelfde groepen, 0 niet meer dan toeval)."
        ),
        arrears_insight::text::Language::Fr => format!(
            "Clients dans un groupe dans les deux exécutions\u{a0}: {n}. Les classements concordent à {agreement} (indice de Rand ajusté\u{a0}: 1 les mêmes groupes, 0 pas plus que le hasard)."
        ),
    };
    let title = say.pick("Clusters", "Clusters", "Groupes");
    Some(part("clusters", title, vec![line], vec![pairs(say, found)]))
}

fn pairs(say: &Say, found: &ClusterComparison) -> DocumentTable {
    let name = |name: &Option<String>| say.text(name.clone().unwrap_or_else(|| NONE.to_owned()));
    let rows = found.pairs.iter().map(|pair| {
        vec![
            say.text(pair.cluster_id.to_string()),
            name(&pair.name_before),
            name(&pair.name_now),
            say.n(pair.n_before),
            say.n(pair.n_now),
            say.n(pair.n_both),
            say.percent(pair.overlap),
            say.text(fate(say, pair)),
        ]
    });
    let called = say.pick("name", "naam", "nom");
    let heads = heads(&[
        (say.pick("Number", "Nummer", "Numéro"), false),
        (&format!("{called}, {}", say.then()), false),
        (&format!("{called}, {}", say.now()), false),
        (&format!("{}, {}", customers(say), say.then()), true),
        (&format!("{}, {}", customers(say), say.now()), true),
        (say.pick("in both", "in beide", "dans les deux"), true),
        (say.pick("overlap", "overlap", "recouvrement"), true),
        (
            say.pick("what became of it", "wat ervan werd", "ce qu’il est devenu"),
            false,
        ),
    ]);
    table(
        say.pick(
            "Clusters by number",
            "Clusters per nummer",
            "Groupes par numéro",
        ),
        heads,
        rows.collect(),
    )
}

fn fate(say: &Say, pair: &ClusterPair) -> String {
    let nearest = pair.nearest.map(|nearest| {
        let share = say.percent(Some(nearest.share)).text;
        (nearest.cluster_id, share)
    });
    let alone = |en, nl, fr| say.pick(en, nl, fr).to_owned();
    match (pair.fate, nearest) {
        (ClusterFate::Kept, _) => alone("the same group", "dezelfde groep", "le même groupe"),
        (ClusterFate::Apart, _) => alone("no cluster", "geen cluster", "pas un groupe"),
        (ClusterFate::New, None) => alone("new", "nieuw", "nouveau"),
        (ClusterFate::Gone, None) => alone("gone", "verdwenen", "disparu"),
        (ClusterFate::Another, None) => {
            alone("another group", "een andere groep", "un autre groupe")
        }
        (ClusterFate::New, Some((id, share))) => say
            .pick(
                "new, {share} from {id}",
                "nieuw, {share} uit {id}",
                "nouveau, {share} du {id}",
            )
            .replace("{share}", &share)
            .replace("{id}", &id.to_string()),
        (ClusterFate::Gone, Some((id, share))) => say
            .pick(
                "gone, {share} into {id}",
                "verdwenen, {share} naar {id}",
                "disparu, {share} vers le {id}",
            )
            .replace("{share}", &share)
            .replace("{id}", &id.to_string()),
        (ClusterFate::Another, Some((id, share))) => say
            .pick(
                "another group, {share} from {id}",
                "een andere groep, {share} uit {id}",
                "un autre groupe, {share} du {id}",
            )
            .replace("{share}", &share)
            .replace("{id}", &id.to_string()),
    }
}
