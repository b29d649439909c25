//! The model card.

use arrears_report::{Language, ReportData, model_card};

use crate::example::example;

#[test]
fn the_card_of_the_example() {
    insta::assert_snapshot!(model_card(&example(), Language::En));
}

#[test]
fn the_card_of_no_model() {
    insta::assert_snapshot!(model_card(&ReportData::default(), Language::En));
}

#[test]
fn the_card_has_the_same_parts_in_every_language() {
    let heads = Language::ALL.map(|language| {
        let card = model_card(&example(), language);
        card.lines()
            .filter(|l| l.starts_with('#'))
            .map(|l| l.split(' ').next().unwrap().len())
            .collect::<Vec<_>>()
    });
    assert_eq!(heads[0], [1, 2, 3, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 2]);
    assert!(heads.iter().all(|h| *h == heads[0]));
}
