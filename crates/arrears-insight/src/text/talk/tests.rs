//! What is said, word for word, in three languages.

use super::*;

fn invoice(invoice_id: &str) -> TalkInvoice<'_> {
    TalkInvoice {
        invoice_id,
        due_date: Day::from_ymd(2025, 12, 1).expect("a day"),
        po_reference: None,
    }
}

fn talk<'a>(invoices: Vec<TalkInvoice<'a>>) -> Talk<'a> {
    Talk {
        invoices,
        n_more: 0,
        net_minor: 125_000,
        unallocated_minor: 0,
        missed: None,
        reached: None,
        hand_over: None,
        in_writing: false,
        currency: "EUR",
    }
}

fn part<'a>(invoice_ids: &[&'a str], n_more: usize, is_all: bool) -> TalkPart<'a> {
    TalkPart {
        invoice_ids: invoice_ids.to_vec(),
        n_more,
        is_all,
    }
}

fn said(talk: &Talk) -> [String; 3] {
    Language::ALL.map(|language| talk.say(language).replace(['\u{a0}', '\u{202f}'], " "))
}

/// What is said stands there, in every language.
fn assert_says(talk: &Talk, parts: [&str; 3]) {
    for (told, part) in said(talk).iter().zip(parts) {
        assert!(told.contains(part) && !told.contains("  "), "{told}");
    }
}

#[test]
fn one_invoice_in_three_languages() {
    let ordered = TalkInvoice {
        po_reference: Some("PO-7"),
        ..invoice("F1")
    };
    let told = said(&talk(vec![ordered]));
    assert_eq!(
        told[0],
        "I am calling about invoice F1 (your order PO-7, due 1 Dec 2025): EUR 1,250.00 of it is still open. Did it reach \
         you in good order, and on which day can we expect the payment? If something about the invoice is not right, \
         please tell us; we will put it in order."
    );
    assert!(told[1].starts_with(
        "Ik bel over factuur F1 (uw order PO-7, vervallen 1 dec 2025): daarvan staat nog EUR 1.250,00 open."
    ));
    assert!(told[2].starts_with(
        "Je vous appelle au sujet de la facture F1 (votre commande PO-7, échue le 1 déc. 2025) : 1 250,00 EUR restent dus."
    ));
}

#[test]
fn what_is_written_is_not_called() {
    let written = Talk {
        in_writing: true,
        ..talk(vec![invoice("F1"), invoice("F2")])
    };
    let told = said(&written);
    for (told, opening) in told.iter().zip([
        "We are writing about invoices F1 (due",
        "Wij schrijven u over de facturen F1 (vervallen",
        "Nous vous écrivons au sujet des factures F1 (échue",
    ]) {
        assert!(told.starts_with(opening), "{told}");
    }
}

#[test]
fn a_promise_on_one_of_several_is_told_of_that_one() {
    let several = Talk {
        n_more: 5,
        net_minor: 1_625_026,
        unallocated_minor: 10_000,
        missed: Some((part(&["F2"], 0, false), 158_496)),
        ..talk(vec![invoice("F1"), invoice("F2")])
    };
    let told = &said(&several)[1];
    assert!(
        told.starts_with(
            "Ik bel over de facturen F1 (vervallen 1 dec 2025); F2 (vervallen 1 dec 2025) en nog 5 andere: samen staat nog \
             EUR 16.250,26 open. Wij ontvingen ook EUR 100,00 van u die wij niet konden plaatsen"
        ),
        "{told}"
    );
    assert_says(
        &several,
        [
            "For invoice F2 (EUR 1,584.96) we had agreed on a day and have not seen the payment yet. Which day suits you now, and \
             on which day can we expect the rest?",
            "Voor factuur F2 (EUR 1.584,96) hadden wij een dag afgesproken en zagen wij de betaling nog niet. Welke dag komt u nu \
             uit, en op welke dag kunnen wij de rest verwachten?",
            "Pour la facture F2 (1 584,96 EUR), nous avions convenu d’une date et n’avons pas encore vu le paiement.",
        ],
    );
    let all = Talk {
        missed: Some((part(&["F1"], 0, true), 125_000)),
        ..talk(vec![invoice("F1")])
    };
    assert_says(
        &all,
        [
            "We had agreed on a day and have not seen the payment yet. Which day suits you now?",
            "Wij hadden een dag afgesproken en zagen de betaling nog niet. Welke dag komt u nu uit?",
            "Quelle date vous convient à présent ?",
        ],
    );
}

#[test]
fn what_was_sent_is_told_by_the_highest_level_and_of_what_it_was_about() {
    let reached = |level, is_all| Talk {
        reached: Some((part(&["F1"], 0, is_all), level)),
        ..talk(vec![invoice("F1"), invoice("F2")])
    };
    assert_says(
        &reached(3, false),
        [
            "You have had our formal notice about invoice F1. On which day can we expect the payment?",
            "U ontving onze ingebrekestelling over factuur F1. Op welke dag kunnen wij de betaling verwachten?",
            "Vous avez reçu notre mise en demeure pour la facture F1. À quelle date pouvons-nous attendre le paiement ?",
        ],
    );
    assert_says(
        &reached(2, true),
        [
            "You have had our reminders. On",
            "U ontving onze herinneringen. Op",
            "Vous avez reçu nos rappels. À",
        ],
    );
    assert_says(
        &reached(1, true),
        [
            "our reminder. On",
            "onze herinnering. Op",
            "notre rappel. À",
        ],
    );
}

#[test]
fn before_it_is_handed_over_it_is_said_which_and_asked() {
    let last = Talk {
        hand_over: Some("F1"),
        reached: Some((part(&["F1"], 0, false), 3)),
        n_more: 1,
        ..talk(vec![invoice("F1")])
    };
    assert_says(
        &last,
        [
            "Our next step is to hand invoice F1 over for collection; we would rather agree",
            "Onze volgende stap is factuur F1 uit handen te geven; liever maken wij",
            "Notre prochaine étape est de remettre la facture F1 au recouvrement ; nous préférons",
        ],
    );
    assert!(said(&last)[0].contains("one of the invoices"));
}
