//! What was read, rejected, found odd, and missing.

use std::collections::BTreeMap;

use arrears_ledger::RejectKind;
use arrears_report::{AbsentFeature, DataQuality, FileRows, FlagCount, RejectCount, Wording};

use super::{labels, wording};
use crate::job::material::Material;
use crate::load;

pub fn quality(material: &Material) -> DataQuality {
    DataQuality {
        files: files(material),
        rejects: rejects(material),
        flags: flags(material),
        absent_features: material
            .absent
            .iter()
            .map(|absent| AbsentFeature {
                feature: absent.feature.clone(),
                label: wording(&labels::label(&absent.feature)),
                missing: absent.missing.clone(),
            })
            .collect(),
        notes: vec![Wording::new(
            "Customer attributes (sector, size class, country, legal form) have no history in the ledger unless it says \
             since when they hold: they are taken as constant.",
            "Kenmerken van klanten (sector, grootteklasse, land, rechtsvorm) hebben in de administratie geen historie, tenzij \
             erbij staat sinds wanneer ze gelden: ze worden als constant genomen.",
            "Les caractéristiques des clients (secteur, taille, pays, forme juridique) n'ont pas d'historique dans le grand \
             livre, sauf s'il indique depuis quand elles valent : elles sont prises comme constantes.",
        )],
    }
}

fn files(material: &Material) -> Vec<FileRows> {
    let row = |count: &arrears_ledger::FileCount| FileRows {
        file: count.file.clone(),
        table: count.table.name().to_owned(),
        read: count.read,
        used: count.used,
        rejected: count.rejected,
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
