//! The answers to the four questions in sentences.

use super::Language::{self, En, Fr, Nl};
use super::{Text, count, decimal, money, percent};
use crate::questions::{
    DelayGroup, DelayingGroups, Effort, FormalNotice, LateAsRule, MIN_INVOICES, Part,
};
use crate::sectors::{MIN_GROUP, Scheme};
use crate::statistics::Interval;

fn n(value: u64, language: Language) -> String {
    count(value as usize, language)
}

/// `31% (95% interval 24% to 39%)`.
pub(crate) fn with_interval(part: &Part, language: Language) -> String {
    let share = percent(part.share().unwrap_or(0.0), language);
    let Some(Interval { low, high }) = part.interval else {
        return share;
    };
    let (low, high) = (percent(low, language), percent(high, language));
    match language {
        En => format!("{share} (95% interval {low} to {high})"),
        Nl => format!("{share} (95%-interval {low} tot {high})"),
        Fr => format!("{share} (intervalle à 95\u{a0}% : {low} à {high})"),
    }
}

/// Customers with fewer invoices than are needed.
pub(crate) fn too_few(customers: u64, language: Language) -> String {
    let (customers, least) = (n(customers, language), n(MIN_INVOICES, language));
    match language {
        En => {
            format!("{customers} customers have fewer than {least} such invoices: too few to tell.")
        }
        Nl => format!(
            "{customers} klanten hebben minder dan {least} zulke facturen: te weinig om iets te zeggen."
        ),
        Fr => format!(
            "{customers} clients ont moins de {least} factures de ce genre : trop peu pour se prononcer."
        ),
    }
}

impl LateAsRule {
    /// The answer in sentences.
    pub fn say(&self, currency: &str) -> Vec<Text> {
        let main = Text::of(|l| {
            let (k, all) = (n(self.customers.k, l), n(self.customers.n, l));
            let share = with_interval(&self.customers, l);
            match l {
                En => format!("{k} of {all} customers pay late as a rule: {share}."),
                Nl => format!("{k} van de {all} klanten betalen als regel te laat: {share}."),
                Fr => format!("{k} clients sur {all} paient habituellement en retard : {share}."),
            }
        });
        let money_of = Text::of(|l| {
            let (rule, all) = (
                money(self.late_by_rule_minor, currency, l),
                money(self.late_minor, currency, l),
            );
            let share = percent(
                self.late_by_rule_minor as f64 / self.late_minor.max(1) as f64,
                l,
            );
            match l {
                En => format!(
                    "Of the {all} that was more than 14 days late in twelve months, {rule} was theirs ({share})."
                ),
                Nl => format!(
                    "Van de {all} die in twaalf maanden meer dan 14 dagen te laat was, was {rule} van hen ({share})."
                ),
                Fr => format!(
                    "Sur les {all} en retard de plus de 14 jours en douze mois, {rule} proviennent d’eux ({share})."
                ),
            }
        });
        vec![main, money_of, Text::of(|l| too_few(self.n_too_few, l))]
    }
}

impl FormalNotice {
    /// The answer in sentences.
    pub fn say(&self) -> Vec<Text> {
        let main = Text::of(|l| {
            let (k, all, day) = (
                n(self.invoices.k, l),
                n(self.invoices.n, l),
                n(self.asked_after.max(0) as u64, l),
            );
            let share = with_interval(&self.invoices, l);
            match l {
                En => format!(
                    "{k} of {all} invoices had a formal notice by day {day} after the due date: {share}."
                ),
                Nl => format!(
                    "{k} van de {all} facturen hadden op dag {day} na de vervaldatum een ingebrekestelling: {share}."
                ),
                Fr => format!(
                    "{k} factures sur {all} avaient une mise en demeure au jour {day} après l’échéance : {share}."
                ),
            }
        });
        let customers = Text::of(|l| {
            let (k, all) = (n(self.customers.k, l), n(self.customers.n, l));
            match l {
                En => format!(
                    "{k} of {all} customers had one at least; listed are those with two or more."
                ),
                Nl => format!(
                    "{k} van de {all} klanten hadden er minstens één; genoemd zijn klanten met twee of meer."
                ),
                Fr => format!(
                    "{k} clients sur {all} en ont eu au moins une ; sont cités ceux qui en ont eu deux ou plus."
                ),
            }
        });
        vec![main, customers, Text::of(|l| too_few(self.n_too_few, l))]
    }
}

impl Effort {
    /// The answer in sentences.
    pub fn say(&self, currency: &str) -> Vec<Text> {
        let total = &self.total;
        let main = Text::of(|l| {
            let counts =
                [total.n_reminders, total.n_calls, total.n_disputes].map(|value| n(value, l));
            let [reminders, calls, disputes] = counts;
            let amount = money(total.amount_minor, currency, l);
            let rate = decimal(total.per_thousand().unwrap_or(0.0), 2, l);
            let days = decimal(total.days_per_thousand().unwrap_or(0.0), 1, l);
            match l {
                En => format!(
                    "On {amount} that fell due: {reminders} reminders, {calls} calls and {disputes} disputes, {rate} per thousand, and {days} days of chasing per thousand."
                ),
                Nl => format!(
                    "Op {amount} die verviel: {reminders} aanmaningen, {calls} telefoontjes en {disputes} betwistingen, {rate} per duizend, en {days} dagen opvolging per duizend."
                ),
                Fr => format!(
                    "Sur {amount} échus : {reminders} rappels, {calls} appels et {disputes} contestations, soit {rate} par millier, et {days} jours de suivi par millier."
                ),
            }
        });
        vec![main, Text::of(|l| too_few(self.n_too_few, l))]
    }
}

/// Why a question has no answer: no reminders.
pub fn no_reminders() -> Text {
    Text::new(
        "The ledger has no reminders, so this cannot be told.",
        "De administratie heeft geen aanmaningen, dus dit is niet te zeggen.",
        "La comptabilité n’a pas de rappels : impossible de se prononcer.",
    )
}

impl DelayingGroups {
    /// Which groups wait for a step of the ladder as a rule: what nobody asked for, and the reminders show.
    fn waiting(&self) -> Vec<Text> {
        let all = self.sectors.iter().chain(&self.business_models);
        let usual = all.filter(|group| {
            let step = group
                .insight
                .typical_step
                .filter(|_| group.insight.step_is_usual);
            step.is_some_and(|step| step.step >= 1)
        });
        let say = |group: &DelayGroup| {
            let step = group.insight.step()?;
            Some(Text::of(|l| {
                let (name, step) = (group.label.get(l), step.get(l));
                match l {
                    En => format!("{name}: late invoices are usually paid {step}."),
                    Nl => format!("{name}: te late facturen worden meestal betaald {step}."),
                    Fr => format!(
                        "{name}\u{a0}: les factures en retard sont généralement payées {step}."
                    ),
                }
            }))
        };
        usual.filter_map(say).collect()
    }

    /// What the ladder shows of groups, and what could not be grouped, in sentences.
    pub fn say(&self) -> Vec<Text> {
        let grouping = &self.grouping;
        let mut all = self.waiting();
        if self.sectors.is_empty() && grouping.n_left_out > 0 {
            all.push(Text::of(|l| {
                let least = n(MIN_GROUP as u64, l);
                match l {
                    En => format!("No group of sectors is large enough: none has {least} customers, rolled up or not."),
                    Nl => format!("Geen groep van sectoren is groot genoeg: geen enkele heeft {least} klanten, ook niet samengevoegd."),
                    Fr => format!("Aucun groupe de secteurs n’est assez grand : aucun n’a {least} clients, même regroupé."),
                }
            }));
        } else if grouping.n_left_out > 0 {
            all.push(counted(
                grouping.n_left_out,
                [
                    "customers are in sectors too small for any group.",
                    "klanten zitten in sectoren die voor elke groep te klein zijn.",
                    "clients sont dans des secteurs trop petits pour former un groupe.",
                ],
            ));
        }
        if let Some((name, _)) = grouping.unplaced.first() {
            let customers: usize = grouping
                .unplaced
                .iter()
                .map(|(_, customers)| customers)
                .sum();
            all.push(Text::of(|l| {
                let (sectors, customers) = (count(grouping.unplaced.len(), l), count(customers, l));
                match l {
                    En => format!("{sectors} sectors ({customers} customers) have no place in SBI or NACE, such as “{name}”: they cannot join a level above."),
                    Nl => format!("{sectors} sectoren ({customers} klanten) hebben geen plaats in SBI of NACE, zoals ‘{name}’: ze kunnen niet in een hoger niveau opgaan."),
                    Fr => format!("{sectors} secteurs ({customers} clients) n’ont pas de place dans SBI ou NACE, comme «\u{a0}{name}\u{a0}» : ils ne peuvent rejoindre un niveau supérieur."),
                }
            }));
        }
        if grouping.n_assumed > 0 {
            all.push(counted(grouping.n_assumed, [
                "customers have a sector code without its scheme; it was read as SBI 2008 / NACE Rev. 2.",
                "klanten hebben een sectorcode zonder indeling erbij; die is gelezen als SBI 2008 / NACE Rev. 2.",
                "clients ont un code de secteur sans nomenclature ; il a été lu comme SBI 2008 / NACE Rév. 2.",
            ]));
        }
        if grouping.schemes.len() > 1 {
            let names: Vec<&str> = grouping
                .schemes
                .iter()
                .map(|scheme: &Scheme| scheme.name())
                .collect();
            let names = names.join(", ");
            all.push(Text::new(
                format!("Sectors of two versions are kept apart: {names}."),
                format!("Sectoren van twee versies zijn uit elkaar gehouden: {names}."),
                format!("Les secteurs de deux versions restent séparés : {names}."),
            ));
        }
        if grouping.n_unknown > 0 {
            all.push(counted(
                grouping.n_unknown,
                [
                    "customers have no sector.",
                    "klanten hebben geen sector.",
                    "clients n’ont pas de secteur.",
                ],
            ));
        }
        all
    }
}

/// A count and what it is of.
pub(crate) fn counted(value: usize, [en, nl, fr]: [&str; 3]) -> Text {
    Text::of(|l| format!("{} {}", count(value, l), super::pick(l, en, nl, fr)))
}
