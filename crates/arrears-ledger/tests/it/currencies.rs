//! Other currencies: converted by a dated table of rates, or refused.

use arrears_ledger::Ledger;

use crate::helper::*;

const CONFIG: &str = "[invoices]\npath = \"i.csv\"\n[rates]\npath = \"rates.csv\"\n";
const PAID: &str = "[payments]\npath = \"p.csv\"\n";
const HEADER: &str = "invoice_id,customer_id,invoice_date,due_date,amount,currency";
const RATES: &str = "date,currency,rate\n\
    2025-01-10,USD,1.0823\n\
    2025-02-03,USD,1.0250\n\
    2025-01-10,JPY,162.53\n";

fn read(config: &str, invoices: &[&str], payments: &[&str], rates: &str) -> Ledger {
    let invoices = format!("{HEADER}\n{}\n", invoices.join("\n"));
    let payments = format!(
        "invoice_id,customer_id,payment_date,amount,kind,currency\n{}\n",
        payments.join("\n")
    );
    ledger(
        config,
        &[
            ("i.csv", &invoices),
            ("p.csv", &payments),
            ("rates.csv", rates),
        ],
    )
}

#[test]
fn an_invoice_has_the_rate_of_its_date_and_stays_traceable() {
    let ledger = read(
        CONFIG,
        &[
            "1,C1,2025-01-10,2025-02-09,100.00,USD",
            "2,C1,2025-01-12,2025-02-09,10000,jpy",
            "3,C1,2025-01-12,2025-02-09,50.00,EUR",
            "4,C1,2025-01-12,2025-02-09,60.00,",
        ],
        &[],
        RATES,
    );
    // 100 / 1.0823 = 92.3958...; 10,000 / 162.53 = 61.5271...
    assert_eq!(
        cells(&ledger.invoices, "amount"),
        ["92.4", "61.53", "50.0", "60.0"]
    );
    assert_eq!(
        cells(&ledger.invoices, "original_amount"),
        ["100.0", "10000.0", "-", "-"]
    );
    assert_eq!(
        cells(&ledger.invoices, "rate"),
        ["1.0823", "162.53", "-", "-"]
    );
    assert_eq!(
        cells(&ledger.invoices, "rate_date"),
        ["2025-01-10", "2025-01-10", "-", "-"]
    );
    assert!(ledger.inputs.iter().any(|input| input.name == "rates.csv"));
}

#[test]
fn bookings_in_the_invoices_currency_add_up_to_the_cent() {
    // 100.00 USD is 92.40 EUR. Thirds converted one by one would be 30.80 + 30.80 + 30.80 here, and need not be.
    let ledger = read(
        &format!("{CONFIG}{PAID}"),
        &["1,C1,2025-01-10,2025-02-09,100.00,USD"],
        &[
            "1,,2025-02-05,33.33,payment,USD",
            "1,,2025-02-01,33.33,payment,",
            "1,,2025-02-09,33.34,payment,usd",
            "1,,2025-02-20,-33.34,reversal,USD",
        ],
        RATES,
    );
    // Running sums in the order of dates: 33.33 -> 30.80, 66.66 -> 61.59, 100.00 -> 92.40, 66.66 -> 61.59.
    assert_eq!(
        cells(&ledger.payments, "amount"),
        ["30.79", "30.8", "30.81", "-30.81"]
    );
    assert_eq!(
        cells(&ledger.payments, "rate"),
        ["1.0823"; 4],
        "the rate of the invoice, whatever the day"
    );
    assert!(
        ledger.notes.contains(
            &"`payments`: 1 rows without a currency are taken in that of their invoice".to_owned()
        ),
        "{:?}",
        ledger.notes
    );
}

#[test]
fn any_other_booking_has_the_rate_of_its_own_date() {
    let ledger = read(
        &format!("{CONFIG}{PAID}"),
        &[
            "1,C1,2025-01-10,2025-02-09,100.00,USD",
            "2,C1,2025-01-10,2025-02-09,100.00,EUR",
        ],
        &[
            "1,C1,2025-02-05,90.00,payment,EUR",
            "2,C1,2025-02-05,100.00,payment,USD",
            ",C1,2025-02-05,41.00,payment,USD",
            "2,C1,2025-01-12,1625.30,payment,JPY",
        ],
        RATES,
    );
    // 100 / 1.0250 = 97.5609...; 41 / 1.0250 = 40; 1,625.30 / 162.53 = 10.
    assert_eq!(
        cells(&ledger.payments, "amount"),
        ["90.0", "97.56", "40.0", "10.0"]
    );
    assert_eq!(
        cells(&ledger.payments, "rate_date"),
        ["-", "2025-02-03", "2025-02-03", "2025-01-10"]
    );
}

#[test]
fn a_later_rate_is_never_used_and_an_old_one_rejects() {
    let ledger = read(
        CONFIG,
        &[
            "1,C1,2025-01-09,2025-02-09,100.00,USD",
            "2,C1,2025-01-17,2025-02-09,100.00,USD",
            "3,C1,2025-01-18,2025-02-09,100.00,USD",
            "4,C1,2025-01-18,2025-02-09,100.00,GBP",
            "5,C1,2025-01-18,2025-02-09,100.00,ERU",
        ],
        &[],
        RATES,
    );
    assert_eq!(
        rejected_in_full(&ledger)[..3],
        [
            "i.csv:2 currency=USD: no rate of `USD` on 2025-01-09: expected one of that day or at most 7 days before, there is none before (`path` and `max_age_days` under `[ledger.rates]`)",
            "i.csv:4 currency=USD: no rate of `USD` on 2025-01-18: expected one of that day or at most 7 days before, the last is of 2025-01-10 (`path` and `max_age_days` under `[ledger.rates]`)",
            "i.csv:5 currency=GBP: no rate of `GBP` on 2025-01-18: expected one of that day or at most 7 days before, there is none before (`path` and `max_age_days` under `[ledger.rates]`)",
        ]
    );
    assert_eq!(rejected(&ledger)[3], "i.csv:6 currency=ERU: no currency");
    let patient = CONFIG.replace("[rates]\n", "[rates]\nmax_age_days = 8\n");
    let ledger = read(
        &patient,
        &["3,C1,2025-01-18,2025-02-09,100.00,USD"],
        &[],
        RATES,
    );
    assert_eq!(cells(&ledger.invoices, "rate_date"), ["2025-01-10"]);
}

#[test]
fn rates_can_be_quoted_the_other_way_and_in_a_column_each() {
    let reverse = CONFIG.replace("[rates]\n", "[rates]\nquoted = \"ledger-per-foreign\"\n");
    let invoice = ["1,C1,2025-01-10,2025-02-09,100.00,USD"];
    let rates = "date;currency;rate\n10-01-2025;USD;0,9240\n13-01-2025;USD;0,9300\n";
    assert_eq!(
        cells(&read(&reverse, &invoice, &[], rates).invoices, "amount"),
        ["92.4"]
    );
    let wide = "Date, USD, JPY, CYP,\n2025-01-13, 1.0250, 161.10, N/A,\n2025-01-10, 1.0823, 162.53, N/A,\n";
    let ledger = read(CONFIG, &invoice, &[], wide);
    assert_eq!(cells(&ledger.invoices, "amount"), ["92.4"]);
    let named = format!(
        "{CONFIG}[rates.columns]\ndate = \"Datum\"\ncurrency = \"Valuta\"\nrate = \"Koers\"\n"
    );
    let rates = "Datum,Valuta,Koers\n2025-01-10,USD,1.0823\n";
    assert_eq!(
        cells(&read(&named, &invoice, &[], rates).invoices, "amount"),
        ["92.4"]
    );
}

#[test]
fn a_linked_credit_note_takes_the_rate_of_its_invoice() {
    let config = format!("{CONFIG}[invoices.columns]\ncredits_invoice_id = \"op\"\n");
    let text = format!(
        "{HEADER},kind,op\n\
         1,C1,2025-01-10,2025-02-09,100.00,USD,invoice,\n\
         2,C1,2025-02-04,2025-02-09,-100.00,USD,credit_note,1\n\
         3,C1,2025-02-04,2025-02-09,-100.00,USD,credit_note,\n"
    );
    let ledger = ledger(&config, &[("i.csv", &text), ("rates.csv", RATES)]);
    assert_eq!(
        cells(&ledger.invoices, "amount"),
        ["92.4", "-92.4", "-97.56"]
    );
    assert_eq!(
        cells(&ledger.invoices, "rate"),
        ["1.0823", "1.0823", "1.025"]
    );
}

#[test]
fn promises_and_blocked_amounts_have_the_rate_of_their_invoice() {
    let config = format!("{CONFIG}[promises]\npath = \"promises.csv\"\n");
    let invoices = format!(
        "{HEADER},blocked_amount\n1,C1,2025-01-10,2025-02-09,100.00,USD,50.00\n2,C1,2025-01-10,2025-02-09,100.00,EUR,50.00\n"
    );
    let promises = "invoice_id,made_date,promised_date,amount\n1,2025-02-10,2025-02-20,50.00\n2,2025-02-10,2025-02-20,50.00\n";
    let ledger = ledger(
        &config,
        &[
            ("i.csv", &invoices),
            ("promises.csv", promises),
            ("rates.csv", RATES),
        ],
    );
    // 50 / 1.0823 = 46.1979...
    assert_eq!(cells(&ledger.invoices, "blocked_amount"), ["46.2", "50.0"]);
    assert_eq!(cells(&ledger.promises, "amount"), ["46.2", "50.0"]);
}

#[test]
fn currencies_are_not_mixed_without_rates() {
    let text = format!(
        "{HEADER}\n1,C1,2025-01-10,2025-02-09,1.00,EUR\n2,C1,2025-01-10,2025-02-09,1.00,USD\n"
    );
    let (text, hint) = message("[invoices]\npath = \"i.csv\"\n", &[("i.csv", &text)]);
    assert_eq!(
        text,
        "`i.csv` has amounts in `USD` (first on line 3), the ledger is in `EUR`, and there are no rates"
    );
    assert_eq!(
        hint,
        "name a table of rates: `path = \"...\"` under `[ledger.rates]`, with the columns `date`, `currency` and `rate`; \
         if the amounts are already in EUR, remove `currency` under `[ledger.invoices.columns]`"
    );
}

#[test]
fn a_table_of_rates_that_cannot_be_used_is_refused() {
    let invoices = format!("{HEADER}\n1,C1,2025-01-10,2025-02-09,1.00,EUR\n");
    let refused = |rates: &str| {
        let (text, _) = message(CONFIG, &[("i.csv", &invoices), ("rates.csv", rates)]);
        text.trim_start_matches("`rates.csv`, the table of rates")
            .to_owned()
    };
    assert_eq!(
        refused("date,currency,rate\n2025-01-10,USD,zero\n"),
        ", line 2: `zero` is not a rate above zero"
    );
    assert_eq!(
        refused("date,currency,rate\n2025-01-10,USD,1.1\n2025-13-10,USD,1.1\n"),
        ", line 3: `2025-13-10` is not a date"
    );
    assert_eq!(
        refused("date,currency,rate\n2025-01-10,DOLLAR,1.1\n"),
        ", line 2: `DOLLAR` is not a code of ISO 4217"
    );
    assert_eq!(
        refused("date,currency,rate\n2025-01-10,USD,1.1\n2025-01-10,USD,1.2\n"),
        ": `USD` has two rates on 2025-01-10: 1.1 and 1.2"
    );
    assert_eq!(
        refused("date,currency,rate\n2025-01-10,EUR,0.9\n"),
        ", line 2: `0.9` is not 1, for the currency of the ledger itself"
    );
    assert_eq!(
        refused("day,currency,rate\n2025-01-10,USD,1.1\n"),
        ": it has no column `date`; its columns are `day`, `currency`, `rate` (`columns = { date = \"<column in the file>\" }` \
         under `[ledger.rates]` names it)"
    );
    assert_eq!(
        refused("date,currency,value\n2025-01-10,USD,1.1\n"),
        ": it has no column `rate`; its columns are `date`, `currency`, `value` (`columns = { rate = \"<column in the file>\" }` \
         under `[ledger.rates]` names it)"
    );
    let (text, _) = message(CONFIG, &[("i.csv", &invoices)]);
    assert_eq!(text, "`rates.csv`, the table of rates: it does not exist");
}
