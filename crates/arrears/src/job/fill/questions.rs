//! The four questions, risk groups, follow-up and reasons for non-payment, as the report has them.

use std::collections::{BTreeMap, BTreeSet};

use arrears_insight::beside::{AdherenceRow, Beside};
use arrears_insight::customers::policy::Ladders;
use arrears_insight::groups::{GroupPeriod, RiskGroup};
use arrears_insight::nonpayment::{Basis, Known, LateMoney, Reason, Register};
use arrears_insight::questions::{CustomerShare, DelayGroup, EffortRow as Effort, Part, Questions};
use arrears_insight::text::{Text, absent_sources, default_ladders, no_reminders};
use arrears_report::{
    ChannelRow, CustomerShareRow, EffortRow, FollowUpReport, GroupRow, GroupsReport, LadderRow,
    LagRow, ManagerRow, QuestionReport, QuestionsReport, ReasonQuarter, ReasonRow, ReasonSector,
    ReasonsReport, SectorRow, ShareOf, Wording,
};

use super::wording;
use crate::job::analysis::Analysis;
use crate::job::material::Material;

/// Groups shown: those found that stand out most.
const MOST_GROUPS: usize = 40;
/// Sectors shown with their reasons.
const MOST_SECTORS: usize = 15;

/// The four questions.
pub fn questions(material: &Material, analysis: &Analysis) -> QuestionsReport {
    let Some(found) = &analysis.asked.questions else {
        return QuestionsReport::default();
    };
    let currency = &material.settings.config.ledger.currency;
    let listed = |rows: &[CustomerShare]| {
        rows.iter()
            .map(|row| share_row(material, analysis, row))
            .collect()
    };
    QuestionsReport {
        late_rule: QuestionReport {
            notes: wordings(&found.late_as_rule.say(currency)),
            rows: listed(&found.late_as_rule.rows),
        },
        formal: match &found.formal_notices {
            Some(formal) => QuestionReport {
                notes: wordings(&formal.say()),
                rows: listed(&formal.rows),
            },
            None => QuestionReport {
                notes: vec![wording(&no_reminders())],
                rows: Vec::new(),
            },
        },
        sectors: found.delaying.sectors.iter().map(sector).collect(),
        business_models: found.delaying.business_models.iter().map(sector).collect(),
        sector_notes: wordings(&found.delaying.say()),
        effort: effort(material, analysis, found),
        effort_notes: match &found.effort {
            Some(effort) => wordings(&effort.say(currency)),
            None => vec![wording(&no_reminders())],
        },
    }
}

fn wordings(texts: &[Text]) -> Vec<Wording> {
    texts.iter().map(wording).collect()
}

fn share_of(part: &Part) -> ShareOf {
    ShareOf {
        k: part.k,
        n: part.n,
        share: part.share(),
        low: part.interval.map(|interval| interval.low),
        high: part.interval.map(|interval| interval.high),
    }
}

/// The identifier and the name of a customer of the portfolio.
fn who(material: &Material, analysis: &Analysis, customer: usize) -> (String, String) {
    let id = analysis.portfolio.customers[customer].customer_id.clone();
    let name = material.names.get(&id).cloned().unwrap_or_default();
    (id, name)
}

fn share_row(material: &Material, analysis: &Analysis, row: &CustomerShare) -> CustomerShareRow {
    let (customer_id, name) = who(material, analysis, row.customer);
    CustomerShareRow {
        customer_id,
        name,
        natural_person: row.natural_person,
        of: share_of(&row.part),
        amount_minor: row.amount_minor,
        overdue_minor: row.overdue_minor,
    }
}

fn sector(group: &DelayGroup) -> SectorRow {
    let found = &group.insight;
    SectorRow {
        sector: wording(&group.label),
        n_customers: found.n_customers,
        n_invoices: found.n_invoices,
        material_share: found.material_share,
        material_share_low: found.material_interval.map(|i| i.low),
        material_share_high: found.material_interval.map(|i| i.high),
        shrunken_material_risk: found.shrunken_material_risk,
        mean_dunning_level: found.mean_dunning_level,
        open_minor: found.open_minor,
        finding: found.step().as_ref().map(wording).unwrap_or_default(),
        measure: wording(&found.measure.label()),
    }
}

fn effort(material: &Material, analysis: &Analysis, found: &Questions) -> Vec<EffortRow> {
    let row = |row: &Effort| {
        let (customer_id, name) = who(material, analysis, row.customer);
        EffortRow {
            customer_id,
            name,
            natural_person: row.natural_person,
            n_invoices: row.n_invoices,
            amount_minor: row.amount_minor,
            n_reminders: row.n_reminders,
            n_calls: row.n_calls,
            n_disputes: row.n_disputes,
            per_thousand: row.per_thousand(),
            low: row.interval.map(|interval| interval.low),
            high: row.interval.map(|interval| interval.high),
            days_per_thousand: row.days_per_thousand(),
        }
    };
    let all = found.effort.iter().flat_map(|effort| &effort.rows);
    all.map(row).collect()
}

/// Risk groups.
pub fn groups(analysis: &Analysis) -> GroupsReport {
    let found = &analysis.asked.groups;
    GroupsReport {
        notes: wordings(&found.say()),
        rows: found
            .found()
            .into_iter()
            .take(MOST_GROUPS)
            .map(group)
            .collect(),
    }
}

fn group(found: &RiskGroup) -> GroupRow {
    let period = |period: &GroupPeriod| ShareOf {
        k: 0,
        n: period.n_invoices,
        share: period.share,
        low: period.interval.map(|interval| interval.low),
        high: period.interval.map(|interval| interval.high),
    };
    GroupRow {
        name: wording(&found.name()),
        short_name: wording(&found.short_name()),
        n_customers: found.earlier.n_customers as u64,
        earlier: period(&found.earlier),
        rest_share: found.earlier.rest_share,
        shrunken: found.shrunken,
        later: period(&found.later),
        later_rest_share: found.later.rest_share,
        higher: found.higher,
        confirmed: found.confirmed,
        parts_explain: found.parts_explain,
        overdue_minor: found.overdue_minor,
    }
}

/// How the creditor follows up.
pub fn follow_up(material: &Material, analysis: &Analysis) -> FollowUpReport {
    let Some(found) = &analysis.asked.beside else {
        return FollowUpReport::default();
    };
    let Beside {
        adherence,
        delivery,
        channels,
        managers,
        loss,
    } = found;
    let ladder = adherence
        .iter()
        .flat_map(|found| &found.rows)
        .map(ladder_row);
    let lags = delivery.iter().flatten().map(|row| LagRow {
        name: wording(&row.name()),
        late: share_of(&row.late),
    });
    let channel_rows = channels.iter().flatten().map(|row| ChannelRow {
        channel: wording(&arrears_insight::text::value(&row.channel)),
        paid: share_of(&row.paid),
        median_days: row.median_days,
        mean_level: row.mean_level,
        replied: row.replied.share(),
    });
    let manager_rows = managers.iter().flatten().map(|row| ManagerRow {
        manager: row.manager.clone().unwrap_or_default(),
        n_customers: row.n_customers,
        due_minor: row.due_minor,
        late_minor: row.late_minor,
        overdue_minor: row.overdue_minor,
        written_off_minor: row.written_off_minor,
        late: share_of(&row.late),
    });
    let there = (
        adherence.is_some(),
        delivery.is_some(),
        channels.is_some(),
        managers.is_some(),
    );
    FollowUpReport {
        ladder: ladder.collect(),
        ladder_notes: match adherence {
            Some(_) => wordings(&ladder_notes(material)),
            None => Vec::new(),
        },
        lags: lags.collect(),
        channels: channel_rows.collect(),
        managers: manager_rows.collect(),
        loss_notes: wordings(&loss.say(&material.settings.config.ledger.currency)),
        absent: wordings(&absent_sources(there.0, there.1, there.2, there.3)),
    }
}

/// That nobody set the ladder that practice is held against, where that is so.
fn ladder_notes(material: &Material) -> Vec<Text> {
    let is_default = material.settings.policy.policy.ladders == Ladders::default();
    is_default.then(default_ladders).into_iter().collect()
}

fn ladder_row(row: &AdherenceRow) -> LadderRow {
    LadderRow {
        segment: row
            .segment
            .map_or(String::new(), |segment| segment.code().to_owned()),
        level: row.level,
        day: row.day,
        on_time: share_of(&row.on_time),
        n_early: row.n_early,
        n_late: row.n_late,
        n_not_sent: row.n_not_sent,
        median_day: row.median_day,
    }
}

/// Reasons for non-payment.
pub fn reasons(analysis: &Analysis) -> ReasonsReport {
    let found = &analysis.asked.register;
    let order = ordered(found);
    let rows = order.iter().map(|&reason| reason_row(found, reason));
    let split = |money: &BTreeMap<Known, LateMoney>| -> Vec<i64> {
        order
            .iter()
            .map(|&reason| of_reason(money, reason).late_minor)
            .collect()
    };
    let mut sectors: Vec<ReasonSector> = found
        .sectors
        .iter()
        .map(|(sector, money)| ReasonSector {
            sector: sector.clone(),
            late_minor: money.values().map(|money| money.late_minor).sum(),
            minor: split(money),
        })
        .collect();
    sectors.sort_by(|a, b| {
        b.late_minor
            .cmp(&a.late_minor)
            .then_with(|| a.sector.cmp(&b.sector))
    });
    sectors.truncate(MOST_SECTORS);
    let quarters = found.quarters.iter().map(|quarter| ReasonQuarter {
        from: quarter.from.to_string(),
        minor: split(&quarter.money),
    });
    ReasonsReport {
        notes: wordings(&found.say()),
        rows: rows.collect(),
        total_minor: found.total.late_minor,
        quarters: quarters.collect(),
        sectors,
    }
}

/// Reasons that carry late money, that of the last twelve months first, the most first, what has none last.
fn ordered(found: &Register) -> Vec<Reason> {
    let older = found
        .quarters
        .iter()
        .flat_map(|quarter| quarter.money.keys());
    let all: BTreeSet<Reason> = found
        .money
        .keys()
        .chain(older)
        .map(|(reason, _)| *reason)
        .collect();
    let mut reasons: Vec<Reason> = all.into_iter().collect();
    let money = |reason: Reason| of_reason(&found.money, reason).late_minor;
    reasons.sort_by_key(|&reason| {
        (
            reason == Reason::Unknown,
            std::cmp::Reverse(money(reason)),
            reason,
        )
    });
    reasons
}

fn of_reason(money: &BTreeMap<Known, LateMoney>, reason: Reason) -> LateMoney {
    let mut sum = LateMoney::default();
    for (_, part) in money.range((reason, Basis::Registered)..=(reason, Basis::None)) {
        sum.n += part.n;
        sum.late_minor += part.late_minor;
        sum.open_minor += part.open_minor;
    }
    sum
}

fn reason_row(found: &Register, reason: Reason) -> ReasonRow {
    let sum = of_reason(&found.money, reason);
    let of = |basis| {
        found
            .money
            .get(&(reason, basis))
            .map_or(0, |money| money.late_minor)
    };
    ReasonRow {
        reason: wording(&reason.label()),
        n: sum.n,
        registered_minor: of(Basis::Registered),
        inferred_minor: of(Basis::Inferred),
        unknown_minor: of(Basis::None),
        open_minor: sum.open_minor,
    }
}
