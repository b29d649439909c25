//! Tests of [`read_camt`].

use super::*;

fn message(entries: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"><BkToCstmrStmt><GrpHdr/>\n\
         <Stmt><Id>S1</Id><Acct><Id><IBAN>NL69INGB0123456789</IBAN></Id><Ccy>EUR</Ccy></Acct>\n\
         <Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">10.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Dt><Dt>2025-03-03</Dt></Dt></Bal>\n\
         <Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">20.5</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><DtTm>2025-03-04T00:00:00</DtTm></Dt></Bal>\n\
         {entries}</Stmt></BkToCstmrStmt></Document>"
    )
}

fn entries(inner: &str) -> Vec<Entry> {
    let found = read_camt(&message(inner)).expect("a statement");
    found
        .into_iter()
        .flat_map(|statement| statement.entries)
        .collect()
}

/// An entry of 30.50, with what stands in it besides.
fn entry(side: &str, inner: &str) -> String {
    format!(
        "<Ntry>\n<Amt Ccy=\"EUR\">30.50</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2025-03-04</Dt></BookgDt>\
         <ValDt><Dt>2025-03-03</Dt></ValDt>{inner}</Ntry>"
    )
}

fn details(inner: &str) -> String {
    format!("<NtryDtls><TxDtls>{inner}</TxDtls></NtryDtls>")
}

#[test]
fn a_statement_has_its_account_and_balances() {
    let found = read_camt(&message("")).unwrap();
    let Statement {
        line,
        account,
        currency,
        number,
        opening,
        closing,
        ..
    } = &found[0];
    assert_eq!(
        (*line, account.as_str(), currency.as_str(), number.as_str()),
        (3, "NL69INGB0123456789", "EUR", "S1")
    );
    assert_eq!(
        (opening.day.as_str(), opening.amount.as_str()),
        ("2025-03-03", "-10.00")
    );
    assert_eq!(
        (closing.day.as_str(), closing.amount.as_str()),
        ("2025-03-04", "20.50")
    );
}

#[test]
fn names_stand_where_each_version_has_them() {
    let parties = |inner: &str| details(&format!("<RltdPties>{inner}</RltdPties>"));
    let old = "<Dbtr><Nm>Jansen</Nm></Dbtr><DbtrAcct><Id><IBAN>NL32INGB0000012345</IBAN></Id></DbtrAcct><Cdtr><Nm>We</Nm></Cdtr>";
    let new = "<Dbtr><Pty><Nm>Jansen</Nm></Pty></Dbtr><DbtrAcct><Id><Othr><Id>123</Id></Othr></Id></DbtrAcct>";
    let of = |side: &str, inner: &str| {
        let found = entries(&entry(side, &parties(inner))).remove(0);
        (found.counterparty, found.counterparty_account)
    };
    assert_eq!(
        of("CRDT", old),
        ("Jansen".into(), "NL32INGB0000012345".into())
    );
    assert_eq!(of("CRDT", new), ("Jansen".into(), "123".into()));
    assert_eq!(of("DBIT", old), ("We".into(), String::new()), "paid by us");
}

#[test]
fn remittance_is_free_or_structured() {
    let found = entries(&entry(
        "CRDT",
        &details(
            "<Refs><EndToEndId>E1</EndToEndId></Refs><RmtInf><Ustrd>Factuur</Ustrd><Ustrd>12</Ustrd>\
             <Strd><RfrdDocInf><Nb>2025-7</Nb></RfrdDocInf><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd></RmtInf>",
        ),
    ));
    assert_eq!(found[0].end_to_end_id, "E1");
    assert_eq!(found[0].remittance, "Factuur 12 2025-7");
    assert_eq!(found[0].creditor_reference, "RF18539007547034");
    let plain = entries(&entry("CRDT", "<AddtlNtryInf>cash</AddtlNtryInf>"));
    assert_eq!((plain[0].remittance.as_str(), plain[0].line), ("cash", 6));
}

#[test]
fn transactions_of_a_batch_are_rows_if_they_add_up() {
    let batch = |second: &str| {
        format!(
            "<NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch>\n<TxDtls><Refs><EndToEndId>A</EndToEndId></Refs><Amt Ccy=\"EUR\">10</Amt></TxDtls>\n\
             <TxDtls><Refs><EndToEndId>B</EndToEndId></Refs><AmtDtls><TxAmt><Amt Ccy=\"EUR\">{second}</Amt></TxAmt></AmtDtls></TxDtls></NtryDtls>"
        )
    };
    let found = entries(&entry("CRDT", &batch("20.50")));
    let shown: Vec<_> = found
        .iter()
        .map(|entry| {
            (
                entry.line,
                entry.amount.as_str(),
                entry.end_to_end_id.as_str(),
            )
        })
        .collect();
    assert_eq!(shown, [(8, "10.00", "A"), (9, "20.50", "B")]);
    let whole = entries(&entry("CRDT", &batch("20.49")));
    assert_eq!((whole.len(), whole[0].amount.as_str()), (1, "30.50"));
}

#[test]
fn returns_and_reversals_are_told() {
    let returned = details(
        "<RltdPties><Dbtr><Nm>Jansen</Nm></Dbtr><Cdtr><Nm>We</Nm></Cdtr><CdtrAcct><Id><IBAN>NL69INGB0123456789</IBAN></Id></CdtrAcct></RltdPties>\
         <RtrInf><Rsn><Cd>AM04</Cd></Rsn></RtrInf>",
    );
    let found = entries(&entry("DBIT", &returned)).remove(0);
    assert_eq!(
        (
            found.return_reason.as_str(),
            found.amount.as_str(),
            found.counterparty.as_str()
        ),
        ("AM04", "-30.50", "Jansen")
    );
    let found = entries(&entry("DBIT", "<RvslInd>true</RvslInd>")).remove(0);
    assert!(found.is_reversal);
    let family = "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>IDDT</Cd><SubFmlyCd>UPDD</SubFmlyCd></Fmly></Domn></BkTxCd>";
    let found = entries(&entry("DBIT", family)).remove(0);
    assert_eq!(
        (found.code.as_str(), found.return_reason.as_str()),
        ("PMNT-IDDT-UPDD", "UPDD")
    );
}

#[test]
fn a_status_is_wrapped_from_version_8_on() {
    let pending =
        |status: &str| entries(&entry("CRDT", "").replace("<Sts>BOOK</Sts>", status))[0].is_pending;
    assert!(!pending("<Sts><Cd>BOOK</Cd></Sts>") && !pending(""));
    assert!(pending("<Sts><Cd>PDNG</Cd></Sts>") && pending("<Sts>INFO</Sts>"));
}

#[test]
fn an_entry_that_cannot_be_read_says_so() {
    let fault = |from: &str, to: &str| {
        entries(&entry("CRDT", "").replace(from, to))[0]
            .fault
            .clone()
    };
    assert_eq!(
        fault("30.50", "30,50"),
        "`Ntry` has no `Amt` and `CdtDbtInd` that can be read"
    );
    assert_eq!(
        fault("CRDT", "X"),
        "`Ntry` has no `Amt` and `CdtDbtInd` that can be read"
    );
    assert_eq!(
        fault("2025-03-0", "20250"),
        "`Ntry` has no day in `BookgDt` or `ValDt`"
    );
}
