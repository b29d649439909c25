//! What came of it: warnings that are new or ended, and how the earlier run's chances came out.

use arrears_insight::compare::{Horizon, Judged, Outcomes, WarningEntry};
use arrears_insight::text::Language;
use arrears_report::{DocumentPart, DocumentTable};

use super::{CompareSummary, Say, heads, part, share, table};

pub(super) fn warnings(say: &Say, summary: &CompareSummary) -> Option<DocumentPart> {
    let found = summary.warnings.as_ref()?;
    let [new, ended, standing, better] = [
        found.new.len() as u64,
        found.ended.len() as u64,
        found.n_standing,
        found.n_new_improvements,
    ]
    .map(|n| say.n(n).text);
    let line = match say.language {
        Language::En => format!(
            "Warnings: {new} new, {ended} ended, {standing} in both runs. Customers that pay sooner and did not before: {better}."
        ),
        Language::Nl => format!(
            "Signalen: {new} nieuw, {ended} voorbij, {standing} in beide runs. Klanten die nu eerder betalen en daarvoor niet: {better}."
        ),
        Language::Fr => format!(
            "Alertes\u{a0}: {new} nouvelles, {ended} terminées, {standing} dans les deux exécutions. Clients qui paient plus tôt et ne le faisaient pas\u{a0}: {better}."
        ),
    };
    let tables = vec![
        entries(
            say,
            say.pick("New warnings", "Nieuwe signalen", "Nouvelles alertes"),
            &found.new,
        ),
        entries(
            say,
            say.pick(
                "Warnings that have ended",
                "Signalen die voorbij zijn",
                "Alertes qui ont pris fin",
            ),
            &found.ended,
        ),
    ];
    let title = say.pick("Early warnings", "Vroege signalen", "Alertes précoces");
    Some(part("warnings", title, vec![line], tables))
}

fn entries(say: &Say, title: &str, entries: &[WarningEntry]) -> DocumentTable {
    let rows = entries.iter().map(|entry| {
        vec![
            say.customer(&entry.customer_id, entry.natural_person),
            say.money(entry.open_minor),
            say.text(&*entry.text),
        ]
    });
    let (rows, note) = say.cut(rows.collect());
    let heads = heads(&[
        (say.pick("Customer", "Klant", "Client"), false),
        (say.pick("open", "open", "encours"), true),
        (
            say.pick("What changed", "Wat er veranderde", "Ce qui a changé"),
            false,
        ),
    ]);
    DocumentTable {
        note,
        ..table(title, heads, rows)
    }
}

pub(super) fn outcomes(say: &Say, summary: &CompareSummary) -> Option<DocumentPart> {
    let found = summary.outcomes.as_ref()?;
    let mut lines = vec![
        say.pick(
            "Of the invoices that were open in the earlier run and not yet late, those are judged whose due date and days of grace have passed by now, paid or not. Judging only what is paid would leave out whoever is still to pay.",
            "Van de facturen die in de eerdere run openstonden en nog niet te laat waren, worden die beoordeeld waarvan de vervaldag en de respijtdagen nu voorbij zijn, betaald of niet. Alleen kijken naar wat betaald is, zou weglaten wie nog moet betalen.",
            "Parmi les factures ouvertes et pas encore en retard dans la première exécution, on juge celles dont l’échéance et les jours de grâce sont passés, payées ou non. Ne juger que les payées laisserait de côté qui doit encore payer.",
        )
        .to_owned(),
    ];
    if found.late.is_none() {
        lines.push(
            say.pick(
                "Nothing can be judged: no such invoice is due by now, or the later folder has no `evidence.parquet`.",
                "Er valt niets te beoordelen: geen zulke factuur is nu vervallen, of de latere map heeft geen `evidence.parquet`.",
                "Rien ne peut être jugé\u{a0}: aucune de ces factures n’est échue, ou le second dossier n’a pas de `evidence.parquet`.",
            )
            .to_owned(),
        );
    }
    let mut tables = vec![became(say, found)];
    if let Some(late) = &found.late {
        tables.extend([judged(say, late), bands(say, late)]);
    }
    tables.extend(found.paid.as_ref().map(|paid| settled(say, paid)));
    let title = say.pick(
        "How it came out",
        "Hoe het uitkwam",
        "Ce qu’il en est advenu",
    );
    Some(part("outcomes", title, lines, tables))
}

fn became(say: &Say, found: &Outcomes) -> DocumentTable {
    let row = |name: &str, n: u64| vec![say.text(name), say.n(n)];
    let rows = vec![
        row(
            say.pick(
                "Open in the earlier run",
                "Open in de eerdere run",
                "Ouvertes dans la première exécution",
            ),
            found.n_open_before,
        ),
        row(
            say.pick("– settled since", "– sindsdien voldaan", "– réglées depuis"),
            found.n_settled,
        ),
        row(
            say.pick("– still open", "– nog open", "– encore ouvertes"),
            found.n_still_open,
        ),
        row(
            say.pick(
                "– credited for half or more, so without an outcome",
                "– voor de helft of meer gecrediteerd, dus zonder uitkomst",
                "– créditées pour moitié ou plus, donc sans issue",
            ),
            found.n_cancelled,
        ),
        row(
            say.pick(
                "– written off, so late",
                "– afgeboekt, dus te laat",
                "– passées en perte, donc en retard",
            ),
            found.n_written_off,
        ),
        row(
            say.pick(
                "– not told by the later folder",
                "– niet verteld door de latere map",
                "– non renseignées par le second dossier",
            ),
            found.n_untold,
        ),
        row(
            say.pick(
                "New and open in the later run",
                "Nieuw en open in de latere run",
                "Nouvelles et ouvertes dans la seconde",
            ),
            found.n_new,
        ),
    ];
    let heads = heads(&[
        ("", false),
        (say.pick("invoices", "facturen", "factures"), true),
    ]);
    table(
        say.pick(
            "What became of the invoices",
            "Wat er van de facturen werd",
            "Ce que sont devenues les factures",
        ),
        heads,
        rows,
    )
}

fn judged(say: &Say, late: &Judged) -> DocumentTable {
    let rows = vec![
        vec![
            say.text(say.pick("invoices judged", "beoordeelde facturen", "factures jugées")),
            say.n(late.n),
        ],
        vec![
            say.text(say.pick("of which late", "waarvan te laat", "dont en retard")),
            say.n(late.n_late),
        ],
        vec![
            say.text(say.pick("share late", "aandeel te laat", "part en retard")),
            say.percent(share(late.n_late, late.n)),
        ],
        vec![
            say.text(say.pick("expected share", "verwacht aandeel", "part attendue")),
            say.percent(Some(late.mean_p_late)),
        ],
        vec![say.text("AUC"), say.decimal(late.auc, 3)],
        vec![
            say.text(say.pick("Brier score", "Brier-score", "score de Brier")),
            say.decimal(late.brier, 4),
        ],
        vec![say.text("log loss"), say.decimal(late.log_loss, 4)],
        vec![
            say.text(say.pick(
                "log loss of the share late, known beforehand",
                "log loss van het aandeel te laat, vooraf bekend",
                "log loss de la part en retard, connue d’avance",
            )),
            say.decimal(late.base_log_loss, 4),
        ],
        vec![
            say.text(say.pick("late amount", "te laat bedrag", "montant en retard")),
            say.money(late.late_minor),
        ],
        vec![
            say.text(say.pick(
                "expected late amount",
                "verwacht te laat bedrag",
                "montant en retard attendu",
            )),
            say.money(late.expected_late_minor),
        ],
    ];
    let title = say.pick(
        "Chances of being late, and what happened",
        "Kansen op te laat, en wat er gebeurde",
        "Probabilités de retard, et ce qui est arrivé",
    );
    table(title, heads(&[("", false), ("", true)]), rows)
}

fn bands(say: &Say, late: &Judged) -> DocumentTable {
    let rows = late.bands.iter().map(|band| {
        let [from, to] = [band.from, band.to].map(|end| say.percent(Some(end)).text);
        vec![
            say.text(format!("{from} – {to}")),
            say.n(band.n),
            say.percent(band.mean_p_late),
            say.percent(share(band.n_late, band.n)),
        ]
    });
    let heads = heads(&[
        (say.pick("Chance", "Kans", "Probabilité"), false),
        (say.pick("invoices", "facturen", "factures"), true),
        (
            say.pick("mean chance", "gemiddelde kans", "probabilité moyenne"),
            true,
        ),
        (say.pick("late", "te laat", "en retard"), true),
    ]);
    table(
        say.pick("By chance", "Naar kans", "Par probabilité"),
        heads,
        rows.collect(),
    )
}

fn settled(say: &Say, paid: &Horizon) -> DocumentTable {
    let title = say
        .pick(
            "Settled within {n} days",
            "Voldaan binnen {n} dagen",
            "Réglé en {n} jours",
        )
        .replace("{n}", &paid.days.to_string());
    let rows = vec![
        vec![
            say.text(say.pick("invoices", "facturen", "factures")),
            say.decimal(Some(paid.expected), 1),
            say.n(paid.n_settled),
            say.n(paid.n),
        ],
        vec![
            say.text(say.pick(
                "what was open on them",
                "wat erop openstond",
                "ce qui restait dû",
            )),
            say.money(paid.expected_minor),
            say.money(paid.settled_minor),
            say.money(paid.open_minor),
        ],
    ];
    let heads = heads(&[
        ("", false),
        (say.pick("expected", "verwacht", "attendu"), true),
        (say.pick("settled", "voldaan", "réglé"), true),
        (say.pick("of", "van", "sur"), true),
    ]);
    table(&title, heads, rows)
}
