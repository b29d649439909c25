//! DOS code page 850: found where it is beyond doubt, obeyed where it is named, else told.

use crate::helper::{INVOICES, cells, try_read};

fn invoices(name: &[u8]) -> Vec<u8> {
    let mut text = b"invoice_id;customer_id;invoice_date;due_date;amount\n".to_vec();
    text.extend_from_slice(b"1;");
    text.extend_from_slice(name);
    text.extend_from_slice(b";2025-01-15;2025-02-14;10.00\n");
    text
}

fn read(config: &str, name: &[u8]) -> arrears_ledger::Ledger {
    try_read(config, &[("invoices.csv", &invoices(name))]).expect("a ledger")
}

#[test]
fn names_of_dos_are_read() {
    let found = read(INVOICES, b"Caf\x82 M\x81ller");
    assert_eq!(cells(&found.invoices, "customer_id"), ["Café Müller"]);
    assert!(found.notes[0].contains("cp850"), "{:?}", found.notes);
    assert_eq!(found.doubts, [""; 0]);
}

#[test]
fn a_single_letter_is_a_doubt_that_the_config_settles() {
    let found = read(INVOICES, b"Caf\x82");
    assert_eq!(
        found.doubts,
        [
            "`invoices.csv`: the letter beyond ASCII on line 2 is one of DOS code page 850 rather than of windows-1252, \
             but too few are to be sure: where names look wrong, set `encoding = \"cp850\"`"
        ]
    );
    let config = format!("{INVOICES}encoding = \"CP850\"\n");
    let named = read(&config, b"Caf\x82");
    assert_eq!(cells(&named.invoices, "customer_id"), ["Café"]);
    assert_eq!(named.doubts, [""; 0]);
}

#[test]
fn a_doubt_tells_what_another_encoding_would_spoil() {
    let found = read(INVOICES, b"Caf\x82 Ren\xE9 M\xFCller");
    assert_eq!(
        found.doubts,
        [
            "`invoices.csv`: 1 letter is of DOS code page 850 rather than of windows-1252 (`‚` on line 2 would be `é`), \
             but 2 the other way round: `encoding = \"cp850\"` would make `Ú` of `é` on line 2; rather mend the former in \
             the file"
        ]
    );
}
