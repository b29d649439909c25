//! The truth tables: what no ledger shows.
//!
//! `late` is the state at the end of the due date (a payment reversed later was
//! on time), `settlement_date` the last one, after any reversal; a full credit
//! note settles. `q10`, `q50` and `q90` are days from the due date, 365 for
//! later or never. Bankruptcies and settlements beyond `until` are shown.

use crate::{
    attributes::Attributes,
    calendar::{month_end, month_number, year_month_day},
    odds::{Odds, OddsMaker},
    odds_tables::OddsTables,
    sectors::SECTORS,
    simulate::Events,
    table::{SynthColumn, SynthTable},
    tables::{Ids, table},
    world::World,
};

/// `true_customers`, `true_invoices` and `shocks`.
pub(crate) fn truth(
    world: &World,
    events: &Events,
    attributes: &[Attributes],
    odds: &[Odds],
    ids: &Ids,
) -> Vec<SynthTable> {
    vec![
        true_customers(world, events, attributes, ids),
        true_invoices(world, events, odds, ids),
        shocks(world),
    ]
}

/// The odds of every invoice at its issue, by invoice number.
pub(crate) fn all_odds(world: &World) -> Vec<Odds> {
    let mut n_transfers = vec![0_u32; world.customers.len()];
    for invoice in world
        .invoices
        .iter()
        .filter(|invoice| !invoice.direct_debit)
    {
        n_transfers[invoice.customer as usize] += 1;
    }
    let tables = OddsTables::new(world);
    let mut maker = OddsMaker::new(world, &tables);
    world
        .invoices
        .iter()
        .map(|invoice| {
            let customer = invoice.customer as usize;
            let one_of = f64::from(n_transfers[customer].max(1));
            let incident = world.customers[customer].incident && !invoice.direct_debit;
            maker.of(invoice, if incident { 1.0 / one_of } else { 0.0 })
        })
        .collect()
}

fn true_customers(
    world: &World,
    events: &Events,
    attributes: &[Attributes],
    ids: &Ids,
) -> SynthTable {
    let rows: Vec<_> = world.customers.iter().zip(attributes).enumerate().collect();
    let incident = |index: usize| events.incidents[index];
    let text = |word: &str| Some(word.to_owned());
    let mut table = table!("true_customers", rows, {
        "customer_id": Text((index, _) => Some(ids.customers[*index].clone())),
        "type": Text((_, (customer, _)) => text(customer.customer_type.name())),
        "since": Date((_, (customer, _)) => Some(customer.onset.unwrap_or(customer.start))),
        "onset": Date((_, (customer, _)) => customer.onset),
        "incident": Bool((index, _) => Some(incident(*index).is_some())),
        "incident_invoice_id": Text((index, _) => {
            incident(*index).map(|number| ids.invoices[number as usize].clone())
        }),
        "start": Date((_, (customer, _)) => Some(customer.start)),
        "left": Date((_, (customer, _)) => customer.left),
        "bankrupt": Date((_, (customer, _)) => customer.bankrupt),
        "readiness_mean_days": Float((_, (customer, _)) => Some(customer.readiness_mean)),
        "readiness_sd_days": Float((_, (customer, _)) => Some(customer.readiness_sd)),
        "deterioration_days": Float((_, (customer, _)) => {
            customer.onset.map(|_| customer.deterioration_days)
        }),
        "p_forget": Float((_, (customer, _)) => Some(customer.forget)),
        "p_dispute": Float((_, (customer, _)) => Some(customer.dispute)),
        "p_never": Float((_, (customer, _)) => Some(customer.never)),
        "p_long_tail": Float((_, (customer, _)) => Some(customer.long_tail)),
        "shock_loading": Float((_, (customer, _)) => Some(customer.loading)),
        "payment_run": Text((_, (customer, _)) => text(customer.run.name())),
        "terms_days": Int((_, (customer, _)) => Some(i64::from(customer.terms_days))),
        "direct_debit": Bool((_, (customer, _)) => Some(customer.direct_debit > 0.0)),
        "invoices_per_month": Float((_, (customer, _)) => Some(customer.monthly_rate)),
        "largest": Bool((_, (customer, _)) => Some(customer.largest)),
        "columns_changed_on": Date((_, (_, own)) => own.changed_on),
    });
    for month in month_number(world.span.from)..=month_number(world.span.until) {
        let end = month_end(month).min(world.span.until);
        let (year, month, _) = year_month_day(end);
        let types = world.customers.iter().map(|customer| {
            (customer.start <= end).then(|| customer.type_on(end).name().to_owned())
        });
        table.push(
            &format!("type_{year}_{month:02}"),
            SynthColumn::Text(types.collect()),
        );
    }
    table
}

fn true_invoices(world: &World, events: &Events, odds: &[Odds], ids: &Ids) -> SynthTable {
    let rows: Vec<_> = world
        .invoices
        .iter()
        .zip(&events.outcomes)
        .zip(odds)
        .enumerate()
        .collect();
    let days = |day: i32| Some(i64::from(day));
    table!("true_invoices", rows, {
        "invoice_id": Text((number, _) => Some(ids.invoices[*number].clone())),
        "customer_id": Text((_, ((invoice, _), _)) => {
            Some(ids.customers[invoice.customer as usize].clone())
        }),
        "settlement_date": Date((_, ((_, outcome), _)) => outcome.settled),
        "days_late": Int((_, ((invoice, outcome), _)) => {
            outcome.settled.and_then(|settled| days(settled - invoice.due))
        }),
        "late": Bool((_, ((_, outcome), _)) => Some(outcome.late)),
        "p_late": Float((_, (_, odds)) => Some(odds.p_late)),
        "q10": Int((_, (_, odds)) => days(odds.quantiles[0])),
        "q50": Int((_, (_, odds)) => days(odds.quantiles[1])),
        "q90": Int((_, (_, odds)) => days(odds.quantiles[2])),
        "mechanism": Text((_, ((_, outcome), _)) => Some(outcome.mechanism.name().to_owned())),
        "in_parts": Bool((_, ((_, outcome), _)) => Some(outcome.paid_in_parts)),
        "reversed": Bool((_, ((_, outcome), _)) => Some(outcome.reversed)),
    })
}

/// One row per month and sector; the common shock and the season repeat.
fn shocks(world: &World) -> SynthTable {
    let rows: Vec<(usize, usize)> = (0..world.shocks.n_months())
        .flat_map(|month| (0..SECTORS.len()).map(move |sector| (month, sector)))
        .collect();
    let shocks = &world.shocks;
    table!("shocks", rows, {
        "month": Date((month, _) => Some(shocks.month_start(*month))),
        "sector": Text((_, sector) => Some(SECTORS[*sector].label.to_owned())),
        "common_days": Float((month, _) => Some(shocks.common(*month))),
        "sector_days": Float((month, sector) => Some(shocks.sector(*sector, *month))),
        "season_days": Float((month, _) => Some(shocks.season(*month))),
    })
}
