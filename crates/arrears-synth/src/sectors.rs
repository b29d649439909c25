//! The twelve sectors: names by SBI 2008, and how they move their customers.

use crate::{
    customer_type::CustomerType,
    parameters::Parameters,
    random::{Purpose, normal, stream},
};

/// A sector of the Dutch standard industrial classification (SBI 2008).
pub(crate) struct Sector {
    /// Division and name, as a ledger shows it.
    pub label: &'static str,
    /// Its weight among the customers.
    size: f64,
    /// Words its company names are made of.
    pub nouns: &'static [&'static str],
    pub business_model: &'static str,
}

/// The twelve, with weights roughly as common in Dutch B2B ledgers.
pub(crate) const SECTORS: [Sector; 12] = [
    sector(
        "01 Landbouw",
        6.0,
        &["Kwekerij", "Landbouwbedrijf", "Fruitteelt", "Zuivelhoeve"],
        "supply",
    ),
    sector(
        "10 Voedingsmiddelenindustrie",
        6.0,
        &["Bakkerij", "Vleeswaren", "Conserven", "Brouwerij"],
        "supply",
    ),
    sector(
        "25 Metaalproductenindustrie",
        8.0,
        &["Metaalbewerking", "Lastechniek", "Plaatwerk", "Constructie"],
        "project",
    ),
    sector(
        "41 Algemene bouw",
        12.0,
        &[
            "Bouwbedrijf",
            "Aannemingsbedrijf",
            "Bouwgroep",
            "Woningbouw",
        ],
        "project",
    ),
    sector(
        "43 Gespecialiseerde bouw",
        10.0,
        &[
            "Installatietechniek",
            "Schilderwerken",
            "Dakbedekking",
            "Elektro",
        ],
        "project",
    ),
    sector(
        "46 Groothandel",
        14.0,
        &["Groothandel", "Import", "Handelsonderneming", "Agenturen"],
        "supply",
    ),
    sector(
        "47 Detailhandel",
        10.0,
        &["Winkels", "Warenhuis", "Mode", "Wonen"],
        "supply",
    ),
    sector(
        "49 Vervoer over land",
        8.0,
        &["Transport", "Expeditie", "Koeriers", "Logistiek"],
        "subscription",
    ),
    sector(
        "56 Eet- en drinkgelegenheden",
        7.0,
        &["Restaurant", "Brasserie", "Catering", "Lunchroom"],
        "supply",
    ),
    sector(
        "62 IT-dienstverlening",
        8.0,
        &["Software", "Automatisering", "Data", "Netwerken"],
        "subscription",
    ),
    sector(
        "70 Managementadvies",
        6.0,
        &["Advies", "Consultancy", "Interim", "Organisatie"],
        "subscription",
    ),
    sector(
        "86 Gezondheidszorg",
        5.0,
        &["Kliniek", "Tandartsen", "Fysiotherapie", "Zorggroep"],
        "subscription",
    ),
];

const fn sector(
    label: &'static str,
    size: f64,
    nouns: &'static [&'static str],
    business_model: &'static str,
) -> Sector {
    Sector {
        label,
        size,
        nouns,
        business_model,
    }
}

/// What was drawn for each sector.
#[derive(Debug)]
pub(crate) struct Sectors {
    shift_days: Vec<f64>,
    /// `(n_sectors, n_types)`; rows sum to one.
    type_odds: Vec<[f64; 6]>,
}

impl Sectors {
    /// Draws the shifts and odds.
    pub(crate) fn draw(seed: u64, parameters: &Parameters) -> Self {
        let mut rng = stream(seed, Purpose::Sectors, 0);
        let shares = CustomerType::ALL.map(|kind| parameters.types.of(kind).share);
        let given = &parameters.sectors;
        let shift_days =
            centred((0..SECTORS.len()).map(|_| given.shift_sd_days * normal(&mut rng)));
        let raw: Vec<[f64; 6]> = (0..SECTORS.len())
            .map(|_| shares.map(|share| share * (given.type_log_odds_sd * normal(&mut rng)).exp()))
            .collect();
        Self {
            shift_days,
            type_odds: with_margins(raw, &shares),
        }
    }

    pub(crate) fn shift_days(&self, sector: usize) -> f64 {
        self.shift_days[sector]
    }

    pub(crate) fn type_odds(&self, sector: usize) -> &[f64] {
        &self.type_odds[sector]
    }

    pub(crate) fn sizes(&self) -> [f64; 12] {
        std::array::from_fn(|sector| SECTORS[sector].size)
    }
}

/// Shifts about their mean over the customers: what all sectors share belongs
/// to the types' readiness.
fn centred(shifts: impl Iterator<Item = f64>) -> Vec<f64> {
    let shifts: Vec<f64> = shifts.collect();
    let total: f64 = SECTORS.iter().map(|sector| sector.size).sum();
    let mean = shifts
        .iter()
        .zip(&SECTORS)
        .map(|(shift, sector)| shift * sector.size / total)
        .sum::<f64>();
    shifts.into_iter().map(|shift| shift - mean).collect()
}

/// Proportional fitting: rows sum to one, and the types keep their shares
/// over all sectors; the odds ratios between sectors stay as drawn.
fn with_margins(mut odds: Vec<[f64; 6]>, shares: &[f64; 6]) -> Vec<[f64; 6]> {
    const ROUNDS: usize = 60;
    let total: f64 = SECTORS.iter().map(|sector| sector.size).sum();
    for _ in 0..ROUNDS {
        for row in &mut odds {
            let sum: f64 = row.iter().sum();
            row.iter_mut().for_each(|cell| *cell /= sum);
        }
        for (kind, share) in shares.iter().enumerate() {
            let now: f64 = odds
                .iter()
                .zip(&SECTORS)
                .map(|(row, sector)| row[kind] * sector.size / total)
                .sum();
            odds.iter_mut().for_each(|row| row[kind] *= share / now);
        }
    }
    odds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sectors_shift_the_types_but_keep_their_shares() {
        let parameters = Parameters::embedded().expect("valid");
        let sectors = Sectors::draw(11, &parameters);
        let total: f64 = sectors.sizes().iter().sum();
        for (position, kind) in CustomerType::ALL.into_iter().enumerate() {
            let share: f64 = (0..SECTORS.len())
                .map(|s| sectors.type_odds(s)[position] * SECTORS[s].size / total)
                .sum();
            assert!(
                (share - parameters.types.of(kind).share).abs() < 1e-6,
                "{kind:?}: {share}"
            );
        }
        for sector in 0..SECTORS.len() {
            assert!((sectors.type_odds(sector).iter().sum::<f64>() - 1.0).abs() < 1e-6);
        }
        let prompt: Vec<f64> = (0..12).map(|s| sectors.type_odds(s)[0]).collect();
        assert!(
            prompt.iter().any(|share| (share - 0.52).abs() > 0.05),
            "{prompt:?}"
        );
    }
}
