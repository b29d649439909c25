//! Risk groups, what stands beside the questions, and reasons for non-payment, in sentences.

use super::Language::{En, Fr, Nl};
use super::questions::counted;
use super::{Text, count, date, money, percent};
use crate::beside::{LagRow, Loss};
use crate::groups::{Dimension, NoGroups, RiskGroup, RiskGroups};
use crate::nonpayment::Register;

impl NoGroups {
    /// Why there are none.
    pub fn say(self) -> Text {
        match self {
            NoGroups::NoCharacteristics => Text::new(
                "There are no groups: no characteristic of customers is known, or none may be used.",
                "Er zijn geen groepen: er is geen kenmerk van klanten bekend, of geen enkel mag worden gebruikt.",
                "Il n’y a pas de groupes : aucune caractéristique des clients n’est connue, ou aucune ne peut être utilisée.",
            ),
            NoGroups::ShortHistory => Text::new(
                "There are no groups: the ledger is too short for one period to find them in and a next one to test them on.",
                "Er zijn geen groepen: de administratie is te kort voor een periode om ze te vinden en een volgende om ze te toetsen.",
                "Il n’y a pas de groupes : la comptabilité est trop courte pour une période où les trouver et une suivante où les vérifier.",
            ),
            NoGroups::NoneLargeEnough => Text::new(
                "No group is large enough: none has 30 customers of whom none holds more than half of the money.",
                "Geen groep is groot genoeg: geen enkele heeft 30 klanten van wie er geen meer dan de helft van het geld heeft.",
                "Aucun groupe n’est assez grand : aucun n’a 30 clients dont aucun ne détient plus de la moitié du montant.",
            ),
        }
    }
}

impl RiskGroup {
    /// The values of its characteristics alone.
    pub fn short_name(&self) -> Text {
        Text::of(|l| {
            self.parts
                .iter()
                .map(|part| part.label.get(l))
                .collect::<Vec<&str>>()
                .join(" · ")
        })
    }

    /// Its characteristics in words.
    pub fn name(&self) -> Text {
        Text::of(|l| {
            let colon = super::pick(l, ":", ":", "\u{a0}:");
            let parts = self.parts.iter().map(|part| {
                format!(
                    "{}{colon} {}",
                    part.dimension.label().get(l),
                    part.label.get(l)
                )
            });
            parts.collect::<Vec<String>>().join(", ")
        })
    }
}

fn names(dimensions: &[Dimension], l: super::Language) -> String {
    let names: Vec<String> = dimensions
        .iter()
        .map(|dimension| dimension.label().get(l).to_owned())
        .collect();
    names.join(", ")
}

impl RiskGroups {
    /// How groups were looked for and what came of it, in sentences.
    pub fn say(&self) -> Vec<Text> {
        let mut all = Vec::new();
        match self.none {
            Some(none) => all.push(none.say()),
            None => all.push(self.found_of()),
        }
        if let (None, Some(earlier), Some(later)) = (self.none, self.earlier, self.later) {
            all.push(Text::of(|l| {
                let [a, b, c, d] = [earlier.0, earlier.1, later.0, later.1].map(|day| date(day, l));
                match l {
                    En => format!("Found on invoices due from {a} to {b}, tested on those due from {c} to {d}."),
                    Nl => format!("Gevonden op facturen die vervielen van {a} tot en met {b}, getoetst op die van {c} tot en met {d}."),
                    Fr => format!("Trouvés sur les factures échues du {a} au {b}, vérifiés sur celles du {c} au {d}."),
                }
            }));
        }
        if !self.dated && self.none.is_none() {
            all.push(Text::new(
                "The customers table has no history: its columns are as they are now. One that was changed once trouble had begun (a payment method, say) shows that trouble and does not foretell it.",
                "De klantentabel heeft geen historie: de kolommen zijn zoals ze nu zijn. Een kolom die is gewijzigd toen er al problemen waren (zoals de betaalwijze), toont die problemen en voorspelt ze niet.",
                "La table des clients n’a pas d’historique : ses colonnes sont celles d’aujourd’hui. Une colonne modifiée une fois les difficultés apparues (le mode de paiement, par exemple) les montre et ne les annonce pas.",
            ));
        }
        if !self.absent.is_empty() {
            all.push(Text::of(|l| match l {
                En => format!(
                    "Not in the ledger, so in no group: {}.",
                    names(&self.absent, l)
                ),
                Nl => format!(
                    "Niet in de administratie, dus in geen groep: {}.",
                    names(&self.absent, l)
                ),
                Fr => format!(
                    "Absent de la comptabilité, donc d’aucun groupe : {}.",
                    names(&self.absent, l)
                ),
            }));
        }
        if !self.forbidden.is_empty() {
            all.push(Text::of(|l| match l {
                En => format!(
                    "May not be used, so in no group: {}.",
                    names(&self.forbidden, l)
                ),
                Nl => format!(
                    "Mag niet worden gebruikt, dus in geen groep: {}.",
                    names(&self.forbidden, l)
                ),
                Fr => format!(
                    "Ne peut être utilisé, donc dans aucun groupe : {}.",
                    names(&self.forbidden, l)
                ),
            }));
        }
        if self.n_one_customer > 0 {
            all.push(counted(self.n_one_customer, [
                "groups were left out, since one customer holds more than half of their money.",
                "groepen zijn weggelaten omdat één klant meer dan de helft van het geld heeft.",
                "groupes ont été écartés, un seul client y détenant plus de la moitié du montant.",
            ]));
        }
        all
    }

    fn found_of(&self) -> Text {
        let found: Vec<&RiskGroup> = self.groups.iter().filter(|group| group.found).collect();
        let confirmed = found
            .iter()
            .filter(|group| group.confirmed == Some(true))
            .count();
        Text::of(|l| {
            let (tested, found, confirmed) = (
                count(self.groups.len(), l),
                count(found.len(), l),
                count(confirmed, l),
            );
            match l {
                En => format!(
                    "{tested} groups were tested: {found} stand out at a false discovery rate of 10%, of which {confirmed} did so again in the next period."
                ),
                Nl => format!(
                    "{tested} groepen zijn getoetst: {found} vallen op bij een aandeel valse vondsten van 10%, waarvan {confirmed} ook in de volgende periode."
                ),
                Fr => format!(
                    "{tested} groupes ont été testés : {found} se distinguent avec un taux de fausses découvertes de 10\u{a0}%, dont {confirmed} à nouveau à la période suivante."
                ),
            }
        })
    }
}

impl LagRow {
    /// The lag in words.
    pub fn name(&self) -> Text {
        match (self.from, self.until) {
            (None, _) => Text::new("before delivery", "vóór de levering", "avant la livraison"),
            (Some(0), Some(0)) => Text::new("on the day", "op de dag zelf", "le jour même"),
            (Some(from), None) => Text::new(
                format!("{from} days or more"),
                format!("{from} dagen of meer"),
                format!("{from} jours ou plus"),
            ),
            (Some(from), Some(until)) => Text::new(
                format!("{from} to {until} days"),
                format!("{from} tot {until} dagen"),
                format!("{from} à {until} jours"),
            ),
        }
    }
}

impl Loss {
    /// What was lost and what earns it back, in sentences.
    pub fn say(&self, currency: &str) -> Vec<Text> {
        let lost = Text::of(|l| {
            let [all, off, stale] = [self.total_minor(), self.written_off_minor, self.stale_minor]
                .map(|minor| money(minor, currency, l));
            match l {
                En => format!(
                    "{all} was lost: {off} written off, {stale} open for more than 365 days past due."
                ),
                Nl => format!(
                    "{all} ging verloren: {off} afgeboekt, {stale} meer dan 365 dagen over de vervaldatum open."
                ),
                Fr => format!(
                    "{all} ont été perdus : {off} passés en perte, {stale} ouverts depuis plus de 365 jours après l’échéance."
                ),
            }
        });
        let back = match (self.turnover_minor(), self.margin) {
            (Some(turnover), Some(margin)) => Text::of(|l| {
                let (turnover, margin) = (money(turnover, currency, l), percent(margin, l));
                match l {
                    En => format!(
                        "At a margin of {margin} it takes {turnover} of turnover to earn that back."
                    ),
                    Nl => format!(
                        "Bij een marge van {margin} is {turnover} omzet nodig om dat terug te verdienen."
                    ),
                    Fr => format!(
                        "Avec une marge de {margin}, il faut {turnover} de chiffre d’affaires pour compenser."
                    ),
                }
            }),
            _ => Text::new(
                "No margin is configured ([questions] margin), so the turnover that earns it back is not told.",
                "Er is geen marge ingesteld ([questions] margin), dus de omzet die dit terugverdient is niet genoemd.",
                "Aucune marge n’est configurée ([questions] margin) : le chiffre d’affaires nécessaire n’est pas indiqué.",
            ),
        };
        vec![lost, back]
    }
}

/// What stands beside the questions and the ledger has no source for.
pub fn absent_sources(ladder: bool, delivery: bool, channels: bool, managers: bool) -> Vec<Text> {
    let all = [
        (
            ladder,
            Text::new(
                "Reminders: whether the ladder was kept.",
                "Aanmaningen: of de ladder is gevolgd.",
                "Rappels : si l’échelle a été suivie.",
            ),
        ),
        (
            delivery,
            Text::new(
                "Days of delivery (invoices.delivery_date): the lag from delivery to invoice.",
                "Leverdatums (invoices.delivery_date): de tijd van levering tot factuur.",
                "Dates de livraison (invoices.delivery_date) : le délai de la livraison à la facture.",
            ),
        ),
        (
            channels,
            Text::new(
                "Channels of reminders (reminders.channel): what follows each.",
                "Kanalen van aanmaningen (reminders.channel): wat op elk volgt.",
                "Canaux des rappels (reminders.channel) : ce qui suit chacun.",
            ),
        ),
        (
            managers,
            Text::new(
                "Account managers (customers.account_manager): money per account manager.",
                "Accountmanagers (customers.account_manager): geld per accountmanager.",
                "Responsables de compte (customers.account_manager) : l’argent par responsable.",
            ),
        ),
    ];
    all.into_iter()
        .filter(|(there, _)| !there)
        .map(|(_, text)| text)
        .collect()
}

/// That practice is held against ladders that the policy does not set.
pub fn default_ladders() -> Text {
    Text::new(
        "Nobody set these ladders: they are those of the default policy, so a low share says nothing of how you keep your own. Set \
         yours under [ladders] of a policy file, and this measures it.",
        "Niemand heeft deze ladders ingesteld: het zijn die van het standaardbeleid, dus een laag aandeel zegt niets over hoe uw eigen \
         ladder wordt gevolgd. Stel die in onder [ladders] van een beleidsbestand, en dit meet hem.",
        "Personne n’a défini ces échelles : ce sont celles de la politique par défaut, donc une faible part ne dit rien du suivi de la \
         vôtre. Définissez-la sous [ladders] d’un fichier de politique, et c’est elle qui sera mesurée.",
    )
}

impl Register {
    /// What the reasons are made from, in sentences.
    pub fn say(&self) -> Vec<Text> {
        let mut all = Vec::new();
        if !self.has_registered {
            all.push(Text::new(
                "No reason is written down in the ledger (signals nonpayment_reason): all are inferred or unknown.",
                "In de administratie is geen reden vastgelegd (signals nonpayment_reason): alle zijn afgeleid of onbekend.",
                "Aucun motif n’est noté dans la comptabilité (signals nonpayment_reason) : tous sont déduits ou inconnus.",
            ));
        }
        if let Some((text, _)) = self.unread.first() {
            all.push(Text::of(|l| {
                let n = count(self.unread.len(), l);
                match l {
                    En => format!("{n} wordings were not understood and count as another reason, such as “{text}”: [questions.reasons] can name them."),
                    Nl => format!("{n} omschrijvingen zijn niet begrepen en tellen als een andere reden, zoals ‘{text}’: [questions.reasons] kan ze benoemen."),
                    Fr => format!("{n} formulations n’ont pas été comprises et comptent comme autre motif, comme «\u{a0}{text}\u{a0}» : [questions.reasons] peut les nommer."),
                }
            }));
        }
        all
    }
}
