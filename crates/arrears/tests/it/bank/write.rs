//! Transfers as banks tell of them: names, references and remittances as people write them, in CAMT.053 and MT940.

use arrears::Day;
use rand::Rng as _;
use rand::seq::IndexedRandom as _;
use rand_chacha::ChaCha8Rng;

use super::truth::{Customer, Transfer, iban};

/// A transfer in words.
pub struct Told {
    pub name: String,
    pub account: String,
    pub remittance: String,
    pub reference: String,
    pub end_to_end_id: String,
    pub is_returned: bool,
}

/// Tells of a transfer. What people write is sloppy in known proportions, which stand in docs/bank-statements.md.
pub fn tell(transfer: &Transfer, customers: &[Customer], random: &mut ChaCha8Rng) -> Told {
    let Some(customer) = transfer.customer.map(|customer| &customers[customer]) else {
        return stranger(random);
    };
    let is_returned = transfer.cents() < 0;
    if transfer.is_direct_debit {
        // Our own words: the bank repeats what the collection said.
        let id = format!("INC{}", transfer.parts[0].0);
        let remittance = format!("Incasso factuur {}", transfer.parts[0].0);
        return Told {
            name: customer.name.to_uppercase(),
            account: customer.accounts[0].clone(),
            remittance,
            reference: String::new(),
            end_to_end_id: id,
            is_returned,
        };
    }
    let (remittance, reference) = words(transfer, customer, random);
    Told {
        name: name(customer, customers, random),
        account: if random.random_bool(0.95) {
            customer.accounts.choose(random).unwrap().clone()
        } else {
            String::new()
        },
        remittance,
        reference,
        end_to_end_id: if random.random_bool(0.3) {
            format!("E{}", random.random_range(1_000_000..9_999_999))
        } else {
            String::new()
        },
        is_returned,
    }
}

fn name(customer: &Customer, customers: &[Customer], random: &mut ChaCha8Rng) -> String {
    let upper = customer.name.to_uppercase();
    match random.random_range(0..100) {
        0..55 => upper,
        55..70 => upper
            .rsplit_once(' ')
            .map_or(upper.clone(), |(head, _)| head.to_owned()),
        70..78 => upper.chars().take(20).collect(),
        78..84 => typo(&upper, random),
        84..90 => customer.contact.clone(),
        90..95 => format!(
            "{} Beheer",
            customers
                .choose(random)
                .unwrap()
                .name
                .split(' ')
                .next()
                .unwrap_or_default()
        ),
        _ => String::new(),
    }
}

/// What is written for the payment, and the reference in its own field.
fn words(transfer: &Transfer, customer: &Customer, random: &mut ChaCha8Rng) -> (String, String) {
    let ids: Vec<&str> = transfer.parts.iter().map(|(id, _)| id.as_str()).collect();
    let text = |text: String| (text, String::new());
    match random.random_range(0..100) {
        0..10 if ids.len() == 1 => (String::new(), rf(ids[0])),
        0..44 => text(format!(
            "{} {}",
            ["factuur", "fact.nr.", "betaling", "", "invoice"]
                .choose(random)
                .unwrap(),
            ids.join([", ", " ", " en ", "/"].choose(random).unwrap())
        )),
        44..56 => text(
            ids.iter()
                .map(|id| mangled(id, random))
                .collect::<Vec<_>>()
                .join(" "),
        ),
        56..61 => text(format!("factuur {}", typo(ids[0], random))),
        61..67 => text(format!("factuur {}", ids[0])),
        67..75 => text(format!(
            "fact {}",
            ids.iter().map(|id| tail(id)).collect::<Vec<_>>().join("+")
        )),
        75..82 => text(format!("klantnr {} dd {}", customer.id, transfer.day)),
        82..87 => text(format!(
            "{} {}",
            transfer.day, "overboeking openstaand saldo"
        )),
        _ => text(
            ["betaling", "", "dank u wel", "zie specificatie"]
                .choose(random)
                .unwrap()
                .to_string(),
        ),
    }
}

/// Digits of a number parted, glued to a word, or with a letter before.
fn mangled(id: &str, random: &mut ChaCha8Rng) -> String {
    let at = id.char_indices().nth(2).map_or(0, |(at, _)| at);
    match random.random_range(0..4) {
        0 => format!("{}-{}", &id[..at], &id[at..]),
        1 => format!("{} {}", &id[..at], &id[at..]),
        2 => format!("fact{id}"),
        _ => format!("F{id};"),
    }
}

/// The last figures of a number, without zeros.
fn tail(id: &str) -> String {
    let digits: String = id.chars().filter(char::is_ascii_digit).collect();
    digits[digits.len().saturating_sub(5)..]
        .trim_start_matches('0')
        .to_owned()
}

/// One character changed, or two swapped.
fn typo(text: &str, random: &mut ChaCha8Rng) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    let at = random.random_range(0..characters.len().max(2) - 1);
    if random.random_bool(0.5) && at + 1 < characters.len() {
        characters.swap(at, at + 1);
    } else if let Some(character) = characters.get_mut(at) {
        let digit = char::from(b'0' + random.random_range(0..10));
        *character = if character.is_ascii_digit() {
            digit
        } else {
            'X'
        };
    }
    characters.into_iter().collect()
}

/// An ISO 11649 reference of a number.
fn rf(id: &str) -> String {
    let body: String = id.chars().filter(char::is_ascii_alphanumeric).collect();
    let rest = format!("{body}RF00").bytes().fold(0_u32, |rest, byte| {
        let digit = char::from(byte).to_digit(36).unwrap();
        (rest * if digit < 10 { 10 } else { 100 } + digit) % 97
    });
    format!("RF{:02}{body}", 98 - rest)
}

fn stranger(random: &mut ChaCha8Rng) -> Told {
    const NAMES: [&str; 8] = [
        "BELASTINGDIENST",
        "STICHTING PENSIOENFONDS",
        "VERZEKERAAR NV",
        "J. van den Berg",
        "DE VRIES TRANSPORT",
        "NOTARIS ZUID",
        "ENERGIE MIDDEN BV",
        "Jansen Beheer BV",
    ];
    let number = random.random_range(10_000..99_999_999);
    let remittance = match random.random_range(0..5) {
        // Numbers of others look like ours, and some are.
        3 => format!(
            "factuur {}{:06}",
            random.random_range(23..26),
            random.random_range(1..2_500)
        ),
        0 => format!("teruggave {number} 2024"),
        1 => format!("factuur {number}"),
        2 => "aflossing lening".to_owned(),
        _ => format!("kenmerk 2024/{number}"),
    };
    Told {
        name: NAMES.choose(random).unwrap().to_string(),
        account: iban(random),
        remittance,
        reference: String::new(),
        end_to_end_id: String::new(),
        is_returned: false,
    }
}

fn money(cents: i64, mark: char) -> String {
    format!(
        "{}{mark}{:02}",
        cents.unsigned_abs() / 100,
        cents.unsigned_abs() % 100
    )
}

fn side(cents: i64) -> &'static str {
    if cents < 0 { "DBIT" } else { "CRDT" }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// A month of transfers in CAMT.053; each entry stands on one line, the first on line 4.
pub fn camt(
    number: usize,
    opening: i64,
    days: (Day, Day),
    entries: &[(&Transfer, Told)],
) -> String {
    let balance = |kind: &str, cents: i64, day: Day| {
        format!(
            "<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">{}</Amt><CdtDbtInd>{}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>",
            money(cents, '.'),
            side(cents)
        )
    };
    let closing = opening
        + entries
            .iter()
            .map(|(transfer, _)| transfer.cents())
            .sum::<i64>();
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><Stmt><Id>{number}</Id><Acct><Id><IBAN>NL69INGB0123456789</IBAN></Id><Ccy>EUR</Ccy></Acct>\n{}{}\n",
        balance("OPBD", opening, days.0),
        balance("CLBD", closing, days.1)
    );
    for (transfer, told) in entries {
        let (cents, day) = (transfer.cents(), transfer.day);
        let is_out = cents < 0 && !told.is_returned;
        let party = if is_out { "Cdtr" } else { "Dbtr" };
        let back = if told.is_returned {
            "<RtrInf><Rsn><Cd>AM04</Cd></Rsn></RtrInf>"
        } else {
            ""
        };
        let structured = if told.reference.is_empty() {
            String::new()
        } else {
            format!(
                "<Strd><CdtrRefInf><Ref>{}</Ref></CdtrRefInf></Strd>",
                told.reference
            )
        };
        out.push_str(&format!(
            "<Ntry><Amt Ccy=\"EUR\">{}</Amt><CdtDbtInd>{}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt><NtryDtls><TxDtls><Refs><EndToEndId>{}</EndToEndId></Refs><RltdPties><{party}><Pty><Nm>{}</Nm></Pty></{party}><{party}Acct><Id><IBAN>{}</IBAN></Id></{party}Acct></RltdPties><RmtInf><Ustrd>{}</Ustrd>{structured}</RmtInf>{back}</TxDtls></NtryDtls></Ntry>\n",
            money(cents, '.'),
            side(cents),
            if told.end_to_end_id.is_empty() { "NOTPROVIDED" } else { &told.end_to_end_id },
            escaped(&told.name),
            told.account,
            escaped(&told.remittance),
        ));
    }
    out.push_str("</Stmt></BkToCstmrStmt></Document>\n");
    out
}

/// A month of transfers in MT940; each entry takes two lines, the first begins on line 5.
pub fn mt940(
    number: usize,
    opening: i64,
    days: (Day, Day),
    entries: &[(&Transfer, Told)],
) -> String {
    let mark = |cents: i64| if cents < 0 { 'D' } else { 'C' };
    let short = |day: Day| {
        format!(
            "{:02}{:02}{:02}",
            day.year() % 100,
            day.month(),
            day.day_of_month()
        )
    };
    let closing = opening
        + entries
            .iter()
            .map(|(transfer, _)| transfer.cents())
            .sum::<i64>();
    let mut out = format!(
        ":20:P{number}\r\n:25:NL69INGB0123456789EUR\r\n:28C:{number}\r\n:60F:{}{}EUR{}\r\n",
        mark(opening),
        short(days.0),
        money(opening, ',')
    );
    for (transfer, told) in entries {
        let (cents, day) = (transfer.cents(), transfer.day);
        let back = if told.is_returned { "/RTRN/AM04/" } else { "" };
        let remittance = if told.reference.is_empty() {
            format!("/REMI/USTD//{}/", told.remittance)
        } else {
            format!("/REMI/STRD/ISO/{}/", told.reference)
        };
        let reference = if told.end_to_end_id.is_empty() {
            "NOTPROVIDED"
        } else {
            &told.end_to_end_id
        };
        out.push_str(&format!(
            ":61:{}{:02}{:02}{}{}NTRFEREF//{}\r\n:86:{back}/EREF/{reference}//CNTP/{}/INGBNL2A/{}///{}\r\n",
            short(day),
            day.month(),
            day.day_of_month(),
            mark(cents),
            money(cents, ','),
            "B",
            told.account,
            told.name.replace('/', " "),
            remittance.trim_start_matches('/'),
        ));
    }
    out.push_str(&format!(
        ":62F:{}{}EUR{}\r\n-\r\n",
        mark(closing),
        short(days.1),
        money(closing, ',')
    ));
    out
}
