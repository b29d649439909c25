//! Tests of [`Matcher`], each on a few invoices.

use super::*;

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// Invoices as `id customer known due cents`; customers are `Bakkerij Jansen BV`, `Bouwbedrijf Terpstra BV` and one
/// without a name.
fn matcher(items: &[(&str, u32, &str, &str, i64)]) -> Matcher {
    let items = items.iter().map(|(id, customer, known, due, cents)| Item {
        id: (*id).to_owned(),
        customer: *customer,
        known: day(known),
        due: day(due),
        cents: *cents,
        reference: (*id == "R-1").then(|| "+++123/4567/89002+++".to_owned()),
    });
    let payer = |name: &str, account: &str| Payer {
        names: vec![name.to_owned()],
        accounts: vec![account.to_owned()],
    };
    let payers = [
        payer("Bakkerij Jansen BV", "NL91ABNA0417164300"),
        payer("Bouwbedrijf Terpstra BV", ""),
        Payer::default(),
    ];
    Matcher::new(items.collect(), &payers, 0.8)
}

fn entry(booked: &str, cents: i64, name: &str, remittance: &str) -> BankEntry {
    BankEntry {
        booked: day(booked),
        value: day(booked),
        cents,
        currency: "EUR".to_owned(),
        is_back: false,
        is_pending: false,
        code: String::new(),
        end_to_end_id: String::new(),
        creditor_reference: String::new(),
        remittance: remittance.to_owned(),
        counterparty: name.to_owned(),
        account: String::new(),
        bank_reference: String::new(),
    }
}

/// A proposal in words: `method confidence customer: item cents, ... + rest`.
fn shown(proposal: Option<Proposal>) -> String {
    let Some(found) = proposal else {
        return "nothing".to_owned();
    };
    let parts: Vec<String> = found
        .parts
        .iter()
        .map(|(item, cents)| format!("{item} {cents}"))
        .collect();
    let sure = if found.confidence >= 0.8 {
        "sure"
    } else {
        "unsure"
    };
    format!(
        "{} {sure} {}: {} + {}",
        found.method.name(),
        found.customer,
        parts.join(", "),
        found.rest
    )
}

const TWO: [(&str, u32, &str, &str, i64); 2] = [
    ("F2025-00001", 0, "2025-01-10", "2025-02-09", 10_000),
    ("F2025-00002", 0, "2025-01-20", "2025-02-19", 5_050),
];

#[test]
fn numbers_are_paid_and_the_rest_is_the_customers() {
    let check = |cents: i64, text: &str| {
        shown(matcher(&TWO).receive(&entry("2025-02-01", cents, "", text)))
    };
    assert_eq!(
        check(10_000, "fact F2025-00001"),
        "invoice_number sure 0: 0 10000 + 0"
    );
    assert_eq!(
        check(15_050, "F2025-00001 + 2"),
        "invoice_number unsure 0: 0 10000 + 5050",
        "`2` is no number"
    );
    assert_eq!(
        check(15_050, "F2025-00001/00002"),
        "invoice_number sure 0: 0 10000, 1 5050 + 0"
    );
    assert_eq!(
        check(14_750, "F2025-00001/F2025-00002"),
        "invoice_number sure 0: 0 10000, 1 4750 + 0",
        "short by a discount"
    );
    assert_eq!(
        check(9_000, "F2025-00001/F2025-00002"),
        "invoice_number sure 0:  + 9000",
        "which of them is not told"
    );
    let paid = |cents: i64| {
        shown(matcher(&TWO).receive(&entry(
            "2025-02-01",
            cents,
            "JANSEN BAKKERIJ",
            "F2025-00001",
        )))
    };
    assert_eq!(paid(4_000), "invoice_number sure 0: 0 4000 + 0", "in part");
    assert_eq!(paid(12_000), "customer sure 0:  + 12000", "more than it is");
    assert_eq!(
        paid(15_050),
        "customer_amount sure 0: 0 10000, 1 5050 + 0",
        "the named one and the next"
    );
}

#[test]
fn references_with_check_digits_are_as_good_as_numbers() {
    let items = [
        ("R-1", 1, "2025-01-10", "2025-02-09", 10_000),
        ("24000123", 1, "2025-01-10", "2025-02-09", 5_050),
    ];
    let check = |reference: &str, cents| {
        let mut paid = entry("2025-02-01", cents, "", "");
        paid.creditor_reference = reference.to_owned();
        shown(matcher(&items).receive(&paid))
    };
    assert_eq!(
        check("123456789002", 10_000),
        "reference sure 1: 0 10000 + 0",
        "printed on the invoice"
    );
    assert_eq!(
        check("RF4224000123", 5_050),
        "reference sure 1: 1 5050 + 0",
        "the invoice's number in it"
    );
    assert_eq!(
        check("RF4324000123", 77),
        "nothing",
        "wrong check digits, and no amount that fits"
    );
}

#[test]
fn a_customer_pays_what_it_owes_oldest_first() {
    let check = |cents: i64, name: &str| {
        shown(matcher(&TWO).receive(&entry("2025-02-01", cents, name, "")))
    };
    assert_eq!(
        check(5_050, "Bakkerij Jansen"),
        "customer_amount sure 0: 1 5050 + 0"
    );
    assert_eq!(
        check(15_050, "BAKKERIJ JANSEN B.V."),
        "customer_amount sure 0: 0 10000, 1 5050 + 0"
    );
    assert_eq!(check(7_777, "BAKKERIJ JANSEN"), "customer sure 0:  + 7777");
    assert_eq!(
        check(5_050, "Iemand Anders"),
        "amount_name unsure 0: 1 5050 + 0",
        "the amount alone is nothing"
    );
    assert_eq!(check(7_777, "Iemand Anders"), "nothing");
    let mut paid = entry("2025-02-01", 5_050, "P. Jansen", "");
    paid.account = "NL91 ABNA 0417 1643 00".to_owned();
    assert_eq!(
        shown(matcher(&TWO).receive(&paid)),
        "customer_amount sure 0: 1 5050 + 0",
        "by its account"
    );
}

#[test]
fn nothing_of_a_later_day_is_known() {
    let check = |booked: &str, text: &str| {
        shown(matcher(&TWO).receive(&entry(booked, 5_050, "Bakkerij Jansen BV", text)))
    };
    assert_eq!(
        check("2025-01-20", ""),
        "customer_amount sure 0: 1 5050 + 0"
    );
    assert_eq!(
        check("2025-01-19", ""),
        "customer sure 0:  + 5050",
        "the invoice is of the next day"
    );
    assert_eq!(
        check("2025-01-19", "F2025-00002"),
        "invoice_number sure 0: 1 5050 + 0",
        "paid before it is issued"
    );
}

#[test]
fn what_comes_in_later_changes_no_match_before() {
    let entries = [
        entry("2025-02-01", 5_050, "Bakkerij Jansen", ""),
        entry("2025-02-02", 10_000, "", "F2025-00001"),
        entry("2025-02-03", 5_050, "", "F2025-00002"),
    ];
    let all = |n: usize| {
        let mut matcher = matcher(&TWO);
        entries[..n]
            .iter()
            .map(|entry| shown(matcher.receive(entry)))
            .collect::<Vec<_>>()
    };
    assert_eq!(all(1), all(3)[..1]);
    assert_eq!(all(2), all(3)[..2]);
    assert_eq!(
        all(3)[2],
        "invoice_number unsure 0:  + 5050",
        "paid already"
    );
}

#[test]
fn accounts_are_learnt_from_numbers() {
    let mut matcher = matcher(&TWO);
    let mut first = entry("2025-02-01", 10_000, "", "F2025-00001");
    first.account = "NL32INGB0000012345".to_owned();
    let mut second = entry("2025-02-02", 5_050, "", "");
    second.account.clone_from(&first.account);
    assert_eq!(
        shown(matcher.receive(&second.clone())),
        "amount_name unsure 0: 1 5050 + 0",
        "not known yet"
    );
    matcher.receive(&first);
    assert_eq!(
        shown(matcher.receive(&second)),
        "customer_amount sure 0: 1 5050 + 0"
    );
}

#[test]
fn credit_notes_are_taken_off() {
    let mut items = TWO.to_vec();
    items.push(("C2025-00009", 0, "2025-01-25", "2025-01-25", -2_000));
    let check = |cents: i64, name: &str, text: &str| {
        shown(matcher(&items).receive(&entry("2025-02-01", cents, name, text)))
    };
    assert_eq!(
        check(8_000, "", "F2025-00001 -/- C2025-00009"),
        "invoice_number sure 0: 0 8000 + 0"
    );
    assert_eq!(
        check(13_050, "Bakkerij Jansen", ""),
        "customer_amount sure 0: 0 10000, 1 3050 + 0",
        "all that is open"
    );
}

#[test]
fn a_payment_that_comes_back_opens_its_invoice_again() {
    let mut matcher = matcher(&TWO);
    let mut paid = entry("2025-02-01", 10_000, "Bakkerij Jansen", "F2025-00001");
    paid.end_to_end_id = "INC-1".to_owned();
    matcher.receive(&paid);
    let mut back = entry("2025-02-05", -10_000, "", "");
    back.is_back = true;
    back.end_to_end_id = "INC-1".to_owned();
    assert_eq!(
        shown(matcher.give_back(&back)),
        "return sure 0: 0 10000 + 0"
    );
    assert_eq!(
        shown(matcher.give_back(&back)),
        "nothing",
        "it came back once"
    );
    assert_eq!(
        shown(matcher.receive(&entry("2025-02-20", 10_000, "", "F2025-00001"))),
        "invoice_number sure 0: 0 10000 + 0"
    );
    let other = entry("2025-02-21", -7, "", "F2025-00001");
    assert_eq!(
        shown(matcher.give_back(&other)),
        "nothing",
        "another amount"
    );
}

#[test]
fn an_account_that_contradicts_the_name_is_not_booked_by_amount() {
    let items = [
        ("F2025-00001", 0, "2025-01-10", "2025-02-09", 10_000),
        ("F2025-00009", 1, "2025-01-10", "2025-02-09", 41_716),
    ];
    let from_account = |cents: i64| {
        let mut paid = entry("2025-02-01", cents, "Bouwbedrijf Terpstra", "betaling");
        paid.account = "NL91ABNA0417164300".to_owned();
        shown(matcher(&items).receive(&paid))
    };
    assert!(
        from_account(41_716).contains(" unsure "),
        "{}",
        from_account(41_716)
    );
    assert_eq!(
        from_account(10_000),
        "customer_amount sure 0: 0 10000 + 0",
        "the amount says what the account says"
    );
}

#[test]
fn an_open_invoice_that_is_named_goes_before_a_settled_one() {
    let mut matcher = matcher(&TWO);
    matcher.receive(&entry("2025-02-01", 5_050, "", "F2025-00002"));
    let jansen = |cents| {
        entry(
            "2025-02-02",
            cents,
            "Bakkerij Jansen",
            "niet F2025-00002 maar F2025-00001",
        )
    };
    assert_eq!(
        shown(matcher.receive(&jansen(5_000))),
        "invoice_number sure 0: 0 5000 + 0"
    );
}
