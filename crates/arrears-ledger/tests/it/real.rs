//! The real ledgers, kept outside the repository: these tests say nothing where they are not there.

use std::path::PathBuf;

use arrears_ledger::{DateOrder, DecimalMark, FlagKind, Ledger, propose, read};

use crate::helper::cells;

fn real_dir() -> Option<PathBuf> {
    let dir = std::env::var_os("ARREARS_REAL_DIR").map_or_else(
        || {
            PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"))
                .join("../../../shared/real")
        },
        PathBuf::from,
    );
    dir.join("late-payment-histories.csv")
        .exists()
        .then_some(dir)
}

/// The ledger as `init` proposes to read it, with the one thing that no column says.
fn read_real(file: &str) -> Option<Ledger> {
    let dir = real_dir()?;
    let mut proposal = propose(&[dir.join(file)]).expect("a proposal");
    proposal.relative_to(&dir);
    proposal.config.currency = "USD".to_owned();
    Some(read(&proposal.config, &dir).expect("readable"))
}

#[test]
fn the_clean_ledger_is_used_whole() {
    let Some(ledger) = read_real("late-payment-histories.csv") else {
        return;
    };
    assert_eq!(
        (
            ledger.n_read(),
            ledger.invoices.height(),
            ledger.rejected.len()
        ),
        (2_466, 2_466, 0)
    );
    assert_eq!(
        (ledger.customers.height(), ledger.payments.height()),
        (100, 2_466)
    );
    assert_eq!(
        cells(&ledger.invoices.head(Some(1)), "invoice_id"),
        ["0000611365"]
    );
    assert_eq!(
        cells(&ledger.invoices.head(Some(1)), "invoice_date"),
        ["2013-01-02"]
    );
    assert_eq!(ledger.flags, []);
}

#[test]
fn the_dirty_ledger_is_used_and_its_contradictions_told() {
    let Some(ledger) = read_real("late-payment-histories-dirty.csv") else {
        return;
    };
    assert_eq!((ledger.n_read(), ledger.invoices.height()), (2_586, 2_586));
    assert_eq!(ledger.customers.height(), 100);
    let contradictions = ledger
        .flags
        .iter()
        .find(|flag| flag.kind == FlagKind::ContradictoryAttribute)
        .expect("flagged");
    assert_eq!(
        contradictions.count, 61,
        "39 of 100 customers have one country"
    );
}

#[test]
fn init_proposes_the_profile() {
    let Some(dir) = real_dir() else { return };
    for file in [
        "late-payment-histories.csv",
        "late-payment-histories-dirty.csv",
    ] {
        let mut proposal = propose(&[dir.join(file)]).expect("a proposal");
        proposal.relative_to(&dir);
        assert_eq!(proposal.known[0].id, "late-payment-histories");
        assert!(proposal.known[0].is_sure);
        assert_eq!(proposal.config.date_order, Some(DateOrder::Mdy));
        assert_eq!(proposal.config.decimal_mark, Some(DecimalMark::Point));
        assert_eq!(proposal.doubts, Vec::<String>::new());
        assert_eq!(proposal.config.currency, "USD");
        let unmapped = ["PaperlessDate", "PaperlessBill", "DaysToSettle", "DaysLate"];
        assert_eq!(proposal.tables[1].unmapped, unmapped);
        assert_eq!(
            read(&proposal.config, &dir)
                .expect("readable")
                .rejected
                .len(),
            0
        );
    }
}
