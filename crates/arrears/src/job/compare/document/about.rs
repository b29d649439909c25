//! What was compared: the runs, and in what they differ.

use arrears_report::{DocumentCell, DocumentPart};

use super::{CompareSummary, NONE, Say, heads, none, number, table};
use crate::job::compare::{Changed, InputState, RunSide};

/// Letters of a hash that are shown.
const HASH: usize = 12;

fn part_title(say: &Say) -> &'static str {
    say.pick_static(
        "What is compared",
        "Wat er vergeleken wordt",
        "Ce qui est comparé",
    )
}

pub(super) fn part(say: &Say, summary: &CompareSummary) -> DocumentPart {
    let mut lines = vec![summary.statement.clone()];
    lines.extend(summary.notes.iter().cloned());
    let tables = vec![
        runs(say, summary),
        settings(
            say,
            say.pick(
                "Settings that differ",
                "Instellingen die verschillen",
                "Réglages qui diffèrent",
            ),
            &summary.config_changes,
        ),
        settings(
            say,
            say.pick(
                "Policy that differs",
                "Beleid dat verschilt",
                "Politique qui diffère",
            ),
            &summary.policy_changes,
        ),
        inputs(say, summary),
    ];
    super::part("runs", part_title(say), lines, tables)
}

fn runs(say: &Say, summary: &CompareSummary) -> arrears_report::DocumentTable {
    let row = |name: &str, of: &dyn Fn(&RunSide) -> String| {
        let sides = [&summary.before, &summary.now].map(|side| match of(side) {
            text if text.is_empty() => none(),
            text => say.text(text),
        });
        let [before, now] = sides;
        vec![say.text(name), before, now]
    };
    let hash = |side: &RunSide| side.config_sha256.chars().take(HASH).collect();
    let rows = vec![
        row(say.pick("Folder", "Map", "Dossier"), &|side| {
            side.folder.display().to_string()
        }),
        row(say.pick("As of", "Peildatum", "Situation au"), &|side| {
            say.date(side.as_of)
        }),
        row(
            say.pick("Made by", "Gemaakt door", "Produit par"),
            &|side| format!("arrears {} {}", side.command, side.version),
        ),
        row(say.pick("Model", "Model", "Modèle"), &|side| {
            side.model_id.clone()
        }),
        row(
            say.pick(
                "Settings (hash)",
                "Instellingen (hash)",
                "Réglages (empreinte)",
            ),
            &hash,
        ),
        row(say.pick("Seed", "Startgetal", "Graine"), &|side| {
            side.seed.map(|seed| seed.to_string()).unwrap_or_default()
        }),
    ];
    let heads = heads(&[("", false), (say.then(), false), (say.now(), false)]);
    table(
        say.pick("The runs", "De runs", "Les exécutions"),
        heads,
        rows,
    )
}

fn settings(say: &Say, title: &str, changes: &[Changed]) -> arrears_report::DocumentTable {
    let value = |value: &Option<String>| say.text(value.clone().unwrap_or_else(|| NONE.to_owned()));
    let rows = changes
        .iter()
        .map(|change| {
            vec![
                say.text(&*change.key),
                value(&change.before),
                value(&change.now),
            ]
        })
        .collect();
    let key = say.pick("Key", "Sleutel", "Clé");
    table(
        title,
        heads(&[(key, false), (say.then(), false), (say.now(), false)]),
        rows,
    )
}

fn inputs(say: &Say, summary: &CompareSummary) -> arrears_report::DocumentTable {
    let state = |state: InputState| match state {
        InputState::Same => say.pick("the same", "hetzelfde", "identique"),
        InputState::Changed => say.pick("changed", "gewijzigd", "modifié"),
        InputState::Added => say.pick("new", "nieuw", "nouveau"),
        InputState::Dropped => say.pick("no longer read", "niet meer gelezen", "n’est plus lu"),
    };
    let bytes = |bytes: Option<u64>| -> DocumentCell {
        bytes.map_or_else(none, |bytes| number(say.n(bytes).text, bytes as f64))
    };
    let rows = summary
        .inputs
        .iter()
        .map(|input| {
            vec![
                say.text(&*input.file),
                say.text(state(input.state)),
                bytes(input.bytes_before),
                bytes(input.bytes_now),
            ]
        })
        .collect();
    let bytes_word = say.pick("bytes", "bytes", "octets");
    let heads = heads(&[
        (say.pick("File", "Bestand", "Fichier"), false),
        ("", false),
        (&format!("{bytes_word}, {}", say.then()), true),
        (&format!("{bytes_word}, {}", say.now()), true),
    ]);
    table(
        say.pick("Files read", "Gelezen bestanden", "Fichiers lus"),
        heads,
        rows,
    )
}
