//! The words of `arrears policy --what-if` in English, Dutch and French.

use arrears::text::Language::{self, En, Fr, Nl};

/// The words in one language.
pub struct Words {
    /// The language.
    pub language: Language,
}

impl Words {
    /// The words of a language.
    pub fn of(language: Language) -> Words {
        Words { language }
    }

    fn pick<T>(&self, en: T, nl: T, fr: T) -> T {
        match self.language {
            En => en,
            Nl => nl,
            Fr => fr,
        }
    }

    /// What is shown.
    pub fn head(&self, day: &str, file: &str) -> String {
        match self.language {
            En => format!("Segments as of {day}, now and with `{file}`"),
            Nl => format!("Segmenten op {day}, nu en met `{file}`"),
            Fr => format!("Segments au {day}, aujourd’hui et avec `{file}`"),
        }
    }

    /// The columns of the totals.
    pub fn totals(&self) -> [&'static str; 5] {
        self.pick(
            [
                "segment",
                "customers",
                "open",
                "then customers",
                "then open",
            ],
            ["segment", "klanten", "open", "dan klanten", "dan open"],
            [
                "segment",
                "clients",
                "ouvert",
                "clients alors",
                "ouvert alors",
            ],
        )
    }

    /// The columns of who moves.
    pub fn moves(&self) -> [&'static str; 6] {
        self.pick(
            [
                "from",
                "to",
                "customers",
                "open",
                "overdue",
                "late in the past",
            ],
            [
                "van",
                "naar",
                "klanten",
                "open",
                "vervallen",
                "eerder te laat",
            ],
            [
                "de",
                "vers",
                "clients",
                "ouvert",
                "échu",
                "en retard par le passé",
            ],
        )
    }

    /// No key differs.
    pub fn same(&self) -> &'static str {
        self.pick(
            "The two policies say the same.",
            "De twee beleidsbestanden zeggen hetzelfde.",
            "Les deux politiques disent la même chose.",
        )
    }

    /// What all changes would do.
    pub fn together(&self, n: usize, moved: &str) -> String {
        match self.language {
            En => format!("All {n} changes together: {moved}"),
            Nl => format!("Alle {n} wijzigingen samen: {moved}"),
            Fr => format!("Les {n} changements ensemble : {moved}"),
        }
    }

    /// What one change would do.
    pub fn alone(&self, moved: &str) -> String {
        match self.language {
            En => format!("alone: {moved}"),
            Nl => format!("alleen dit: {moved}"),
            Fr => format!("seul : {moved}"),
        }
    }

    /// Why one change cannot be made by itself.
    pub fn not_alone(&self, why: &str) -> String {
        match self.language {
            En => format!("not alone: {why}"),
            Nl => format!("niet alleen dit: {why}"),
            Fr => format!("pas seul : {why}"),
        }
    }

    /// A key without a value.
    pub fn not_set(&self) -> &'static str {
        self.pick("not set", "niet ingesteld", "non défini")
    }

    /// `customer` or `customers`.
    pub fn customers(&self, n: u64) -> &'static str {
        match n {
            1 => self.pick("customer", "klant", "client"),
            _ => self.pick("customers", "klanten", "clients"),
        }
    }

    /// What a change would do; both are counts with their noun.
    pub fn moved(&self, who: &str, open: &str, otherwise: &str) -> String {
        match self.language {
            En => format!(
                "{who} with {open} open would change segment; measures, channel or ladder would change for {otherwise}"
            ),
            Nl => format!(
                "verschuiving naar een ander segment: {who} met {open} open; andere maatregelen, ander kanaal of andere ladder: \
                 {otherwise}"
            ),
            Fr => format!(
                "changement de segment : {who} avec {open} ouvert ; autres mesures, autre canal ou autre échelle : {otherwise}"
            ),
        }
    }

    /// From and to, of a share in per cent.
    pub fn interval(&self, low: &str, high: &str) -> String {
        match self.language {
            En => format!("{low} to {high} %"),
            Nl => format!("{low} tot {high} %"),
            Fr => format!("de {low} à {high} %"),
        }
    }

    /// The label of what the policy says that means nothing here.
    pub fn note(&self) -> &'static str {
        self.pick("note", "opmerking", "remarque")
    }

    /// The label of the model.
    pub fn model(&self) -> &'static str {
        self.pick("model", "model", "modèle")
    }

    /// A model that is not kept.
    pub fn fitted(&self) -> &'static str {
        self.pick(
            "fitted for the occasion, not kept",
            "voor deze gelegenheid gemaakt, niet bewaard",
            "établi pour l’occasion, non conservé",
        )
    }

    /// The label of the time taken.
    pub fn time(&self) -> &'static str {
        self.pick("time", "tijd", "durée")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_customer_is_no_customers() {
        let one = |language| Words::of(language).customers(1);
        assert_eq!([En, Nl, Fr].map(one), ["customer", "klant", "client"]);
        assert_eq!(Words::of(Nl).customers(0), "klanten");
    }
}
