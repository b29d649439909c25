//! The page: in every language, the same bytes every time, nothing fetched,
//! and built so that a screen reader finds its way.

use std::path::Path;

use arrears_report::{Language, ReportData, html, json};

use crate::example::example;
use crate::markup::{Element, ids, read};

pub fn page(data: &ReportData, language: Language) -> String {
    String::from_utf8(html(data, language).unwrap()).unwrap()
}

fn named<'a>(elements: &'a [Element], name: &'a str) -> impl Iterator<Item = &'a Element> {
    elements.iter().filter(move |e| e.name == name)
}

#[test]
fn the_example_is_whole_in_every_language() {
    for language in Language::ALL {
        let page = page(&example(), language);
        // Written where a person or a browser can look at it.
        let name = format!("report-{}.html", language.code());
        std::fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join(name), &page).unwrap();
        let elements = read(&page);
        assert_eq!(
            named(&elements, "html").next().unwrap().get("lang"),
            Some(language.code())
        );
        let charts = named(&elements, "svg")
            .filter(|e| e.get("role") == Some("img"))
            .count();
        // Of five pages one tells its risk over time in words: it has one day.
        assert_eq!(charts, 33 + 3 * 5 - 1, "charts in `{}`", language.code());
    }
}

#[test]
fn a_ledger_that_ends_long_before_the_as_of_date_is_told_first() {
    let told = ", 31 days before the as-of date: what was paid";
    let mut data = example();
    assert!(!page(&data, Language::En).contains("before the as-of date"));
    data.run.last_known_day = Some("2025-11-30".into());
    data.run.days_since_last = 31;
    let page = page(&data, Language::En);
    let (at, first) = (page.find(told), page.find("class=\"answers\""));
    assert!(at.is_some() && at < first, "{at:?} {first:?}");
}

#[test]
fn the_same_figures_give_the_same_bytes() {
    let data = example();
    let again: ReportData = serde_json::from_slice(&json(&data)).unwrap();
    assert_eq!(again, data);
    for language in Language::ALL {
        assert_eq!(page(&data, language), page(&again, language));
    }
}

#[test]
fn nothing_is_fetched() {
    for language in Language::ALL {
        let page = page(&example(), language);
        for remote in [
            "http:", "https:", "src=", "url(", "@import", "<link", "<iframe", "<img", "style=\"",
        ] {
            assert!(
                !page.contains(remote),
                "`{remote}` in `{}`",
                language.code()
            );
        }
        let policy = read(&page)
            .into_iter()
            .find(|e| e.get("http-equiv").is_some())
            .unwrap();
        let policy = policy.get("content").unwrap().to_owned();
        assert!(
            policy.starts_with("default-src 'none'; style-src 'sha256-"),
            "{policy}"
        );
        assert!(!policy.contains("unsafe"), "{policy}");
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let page = page(&example(), Language::En);
    let elements = read(&page);
    let ids = ids(&elements);
    for element in &elements {
        for target in element
            .get("href")
            .and_then(|href| href.strip_prefix('#'))
            .into_iter()
        {
            assert!(ids.contains(target), "no `{target}` for a link");
        }
        for id in element
            .get("aria-labelledby")
            .into_iter()
            .flat_map(str::split_whitespace)
        {
            assert!(ids.contains(id), "no `{id}` for a label");
        }
    }
}

#[test]
fn headings_step_down_one_at_a_time() {
    let page = page(&example(), Language::En);
    let mut level = 0;
    for element in read(&page) {
        let Some(next) = element
            .name
            .strip_prefix('h')
            .and_then(|n| n.parse::<u32>().ok())
        else {
            continue;
        };
        assert!(
            next <= level + 1,
            "h{next} after h{level}: {}",
            element.text
        );
        level = next;
    }
}

#[test]
fn tables_name_their_columns_and_rows() {
    let page = page(&example(), Language::En);
    let elements = read(&page);
    let tables = named(&elements, "table").count();
    assert_eq!(
        named(&elements, "caption")
            .filter(|c| !c.text.is_empty())
            .count(),
        tables
    );
    assert!(named(&elements, "th").all(|th| th.get("scope").is_some()));
    // A region that scrolls can be reached and has a name.
    let regions = elements.iter().filter(|e| e.get("class") == Some("scroll"));
    for region in regions {
        assert_eq!(
            (region.get("tabindex"), region.get("role")),
            (Some("0"), Some("region"))
        );
        assert!(!region.get("aria-label").unwrap_or("").is_empty());
    }
}

#[test]
fn a_chart_says_what_it_shows() {
    for language in Language::ALL {
        let page = page(&example(), language);
        let elements = read(&page);
        let described = elements
            .iter()
            .filter(|e| matches!(e.name.as_str(), "title" | "desc") && e.is_in("svg"));
        for element in described {
            assert!(element.text.len() > 5, "{element:?}");
            assert!(
                !element.text.contains('{'),
                "an unfilled place: {}",
                element.text
            );
        }
    }
}

#[test]
fn no_place_is_left_unfilled() {
    for language in Language::ALL {
        let page = page(&example(), language);
        for element in read(&page) {
            // What the script fills in the browser stands in `data-` attributes.
            let raw = matches!(element.name.as_str(), "script" | "style");
            assert!(raw || !element.text.contains(['{', '}']), "{element:?}");
        }
    }
}

#[test]
fn languages_are_not_mixed() {
    // Words that the figures of the example do not hold in another language.
    let telling = [
        (Language::En, "What is outstanding?"),
        (Language::Nl, "Wat staat er open?"),
        (Language::Fr, "Qu’est-ce qui reste à payer"),
    ];
    for language in Language::ALL {
        let page = page(&example(), language);
        for (own, words) in telling {
            assert_eq!(
                page.contains(words),
                own == language,
                "{words:?} in `{}`",
                language.code()
            );
        }
    }
    assert!(page(&example(), Language::Nl).contains("€\u{a0}1.482.305"));
    assert!(page(&example(), Language::Fr).contains("1\u{202f}482\u{202f}305\u{a0}€"));
    assert!(page(&example(), Language::En).contains("€1,482,305"));
}

/// What a reader sees of a page: its texts, without styles, scripts and tags.
fn texts_of(page: &str) -> Vec<String> {
    let mut texts = Vec::new();
    let mut rest = page;
    while let Some((before, tag)) = rest.split_once('<') {
        texts.push(before.to_owned());
        let end = match tag.split([' ', '>']).next() {
            Some("style") => "</style>",
            Some("script") => "</script>",
            _ => ">",
        };
        rest = tag.split_once(end).map_or("", |(_, rest)| rest);
    }
    texts
}

#[test]
fn a_french_page_breaks_no_line_before_its_punctuation_and_its_apostrophes_are_curved() {
    let faults = [
        " ;", " ?", " !", " %", " :", " »", "« ", "\u{a0}%", "\u{a0};",
    ];
    let elisions = ["l'", "d'", "n'", "qu'", "s'"];
    for text in texts_of(&page(&example(), Language::Fr)) {
        for fault in faults {
            assert!(!text.contains(fault), "`{fault}` in `{text}`");
        }
        for elision in elisions {
            assert!(!text.contains(elision), "`{elision}` in `{text}`");
        }
    }
}

#[test]
fn what_is_in_english_on_another_page_is_marked_so() {
    for (language, words) in [
        (Language::Nl, "(in het Engels)"),
        (Language::Fr, "(en anglais)"),
    ] {
        let page = page(&example(), language);
        assert!(page.contains(&format!("Bijvoorbeeld {words}")) || language == Language::Fr);
        assert!(page.contains(words) && page.contains("<td lang=\"en\">"));
    }
    assert!(!page(&example(), Language::En).contains("<td lang=\"en\">"));
}

#[test]
fn who_has_a_page_is_linked_to_it_from_everywhere() {
    let data = example();
    let page = page(&data, Language::En);
    let elements = read(&page);
    let of_page = |n: usize| {
        named(&elements, "article").filter(move |e| e.get("id") == Some(&format!("customer-{n}")))
    };
    for n in 1..=data.pages.len() {
        assert_eq!(of_page(n).count(), 1);
    }
    let first = &data.pages[0].customer;
    let links: Vec<&Element> = named(&elements, "a")
        .filter(|e| e.get("href") == Some("#customer-1"))
        .collect();
    // In the table of those to look at first, in that of invoices, and in the list of all.
    assert!(links.len() >= 3, "{links:?}");
    assert!(links.iter().all(|e| e.text.contains(&first.name)));
}

#[test]
fn the_list_holds_every_customer_and_shows_the_first() {
    let data = example();
    let elements = read(&page(&data, Language::Fr));
    let source = elements
        .iter()
        .find(|e| e.get("id") == Some("all-customers"));
    let all: serde_json::Value = serde_json::from_str(&source.unwrap().text).unwrap();
    let rows = all["rows"].as_array().unwrap();
    assert_eq!(rows.len(), data.customers.len());
    assert_eq!(rows[0][9], 1, "the first has the first page");
    assert_eq!(rows[79][9], 0, "the last has none");
    assert!(rows.iter().all(|row| row.as_array().unwrap().len() == 10));
    assert_eq!(all["words"]["more"], "En afficher {n} de plus");
}

#[test]
fn a_page_tells_what_happened_and_judges_nobody() {
    for (language, told) in [
        (
            Language::En,
            [
                "Reminder, level 1",
                "Promised for 20\u{a0}Dec\u{a0}2025",
                "judges nobody",
                "Dispute opened, Levering incompleet",
            ],
        ),
        (
            Language::Nl,
            [
                "Herinnering, niveau 1",
                "Toegezegd voor 20\u{a0}dec\u{a0}2025",
                "beoordeelt niemand",
                "Betwisting geopend, Levering incompleet",
            ],
        ),
        (
            Language::Fr,
            [
                "Rappel, niveau 1",
                "Promis pour le 20\u{a0}déc.\u{a0}2025",
                "ne juge personne",
                "Contestation ouverte, Levering incompleet",
            ],
        ),
    ] {
        let page = page(&example(), language);
        for words in told {
            assert!(page.contains(words), "{words}");
        }
    }
}
