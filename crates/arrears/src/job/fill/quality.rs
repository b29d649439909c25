//! What was read, rejected, found odd, and missing.

use std::collections::BTreeMap;

use arrears_ledger::RejectKind;
use arrears_ledger::quality::{Bookings, Finding, FindingKind, TableQuality};
use arrears_report::{
    AbsentFeature, BookingLags, ColumnShare, ControlReport, DataQuality, FileRows, FindingRow,
    FlagCount, MonthCount, RejectCount, TableMonths, Wording,
};

use super::{labels, wording};
use crate::input::Input;
use crate::job::material::Material;
use crate::load;

pub fn quality(material: &Material) -> DataQuality {
    DataQuality {
        findings: findings(material),
        control: Some(control(material)),
        tables: material.input.quality.tables.iter().map(months).collect(),
        files: files(material),
        rejects: rejects(material),
        flags: flags(material),
        absent_features: material
            .absent
            .iter()
            .map(|absent| AbsentFeature {
                feature: absent.feature.clone(),
                label: wording(&labels::label(&absent.feature)),
                missing: labels::missing(&absent.missing),
            })
            .collect(),
        notes: vec![Wording::new(
            "Customer attributes (sector, size class, country, legal form) have no history in the ledger unless it says \
             since when they hold: they are taken as constant.",
            "Kenmerken van klanten (sector, grootteklasse, land, rechtsvorm) hebben in de administratie geen historie, tenzij \
             erbij staat sinds wanneer ze gelden: ze worden als constant genomen.",
            "Les caractéristiques des clients (secteur, taille, pays, forme juridique) n’ont pas d’historique dans le grand \
             livre, sauf s’il indique depuis quand elles valent : elles sont prises comme constantes.",
        )],
    }
}

fn findings(material: &Material) -> Vec<FindingRow> {
    let quality = &material.input.quality;
    let row = |finding: &Finding| {
        let derived = crate::findings::is_derived(quality, finding.table);
        FindingRow {
            kind: code(&finding.kind),
            table: finding.table.name().to_owned(),
            text: wording(&crate::findings::sentence(finding, derived)),
            grave: finding.grave,
        }
    };
    quality.findings.iter().map(row).collect()
}

/// The fixed name of a kind.
fn code(kind: &FindingKind) -> String {
    let name = serde_json::to_value(kind).ok();
    let name = name.as_ref().and_then(serde_json::Value::as_str);
    name.unwrap_or_default().to_owned()
}

fn control(material: &Material) -> ControlReport {
    let Input {
        control,
        reconciliation,
        ..
    } = &material.input;
    let sums = &control.total;
    let given = reconciliation.as_ref();
    ControlReport {
        date: control.date.to_string(),
        invoiced_minor: sums.invoiced,
        reversals_minor: sums.reversals,
        credit_notes_used_minor: sums.credit_notes_used,
        payments_minor: sums.payments,
        credit_notes_minor: sums.credit_notes,
        discounts_minor: sums.discounts,
        offsets_minor: sums.offsets,
        write_offs_minor: sums.write_offs,
        unallocated_minor: sums.unallocated,
        balance_minor: sums.balance(),
        given_minor: given.map(|given| given.given),
    }
}

fn months(table: &TableQuality) -> TableMonths {
    TableMonths {
        table: table.table.name().to_owned(),
        derived: table.derived,
        n_rows: table.n_rows,
        date_column: table.date_column.to_owned(),
        from: table.dates.map(|(from, _)| from.to_string()),
        until: table.dates.map(|(_, until)| until.to_string()),
        n_outside: table.n_outside,
        months: table
            .months
            .iter()
            .map(|month| MonthCount {
                month: month.month.clone(),
                n_rows: month.n_rows,
            })
            .collect(),
        columns: table
            .columns
            .iter()
            .map(|column| ColumnShare {
                column: column.column.clone(),
                n_filled: column.n_filled,
                share: column.share,
                by_month: column.by_month.clone(),
            })
            .collect(),
        bookings: table.bookings.as_ref().map(lags),
    }
}

fn lags(bookings: &Bookings) -> BookingLags {
    BookingLags {
        n: bookings.n,
        late_share: bookings.late_share,
        retroactive_share: bookings.retroactive_share,
        month_late_share: bookings.month_late_share,
        ahead_share: bookings.ahead_share,
        days_p50: bookings.days_p50,
        days_p90: bookings.days_p90,
        days_p99: bookings.days_p99,
        days_max: bookings.days_max,
    }
}

fn files(material: &Material) -> Vec<FileRows> {
    let row = |count: &arrears_ledger::FileCount| FileRows {
        file: count.file.clone(),
        table: count.table.name().to_owned(),
        read: count.read,
        used: count.used,
        rejected: count.rejected,
        amount_read_minor: count.cents.map(|cents| cents.read),
        amount_used_minor: count.cents.map(|cents| cents.used),
        amount_rejected_minor: count.cents.map(|cents| cents.rejected),
        n_unreadable: count.cents.map_or(0, |cents| cents.n_unreadable),
        n_empty: count.cents.map_or(0, |cents| cents.n_empty),
    };
    material.row_counts.iter().map(row).collect()
}

fn rejects(material: &Material) -> Vec<RejectCount> {
    let mut by_kind: BTreeMap<RejectKind, (u64, String)> = BTreeMap::new();
    for row in &material.rejected {
        by_kind
            .entry(row.kind)
            .or_insert_with(|| (0, load::describe(row)))
            .0 += 1;
    }
    let mut rejects: Vec<RejectCount> = by_kind
        .into_iter()
        .map(|(kind, (n, example))| RejectCount {
            reason: labels::reject(kind),
            n,
            example,
        })
        .collect();
    rejects.sort_by_key(|reject| std::cmp::Reverse(reject.n));
    rejects
}

fn flags(material: &Material) -> Vec<FlagCount> {
    let row = |flag: &arrears_ledger::Flag| FlagCount {
        flag: labels::flag(flag.kind),
        n: flag.count,
        example: flag
            .examples
            .first()
            .map(|e| format!("{} ({})", e.place, e.detail))
            .unwrap_or_default(),
    };
    material.flags.iter().map(row).collect()
}
