//! The words for the codes that the output files use.

super::texts! {
    /// A word per code; a code that is not known here is shown as it is.
    Codes {
        prompt: "prompt", "stipt", "ponctuel";
        incident: "an incident", "een incident", "un incident";
        habit: "a habit", "een gewoonte", "une habitude";
        deteriorating: "getting later", "steeds later", "de plus en plus tard";
        slightly_late: "some days late", "enkele dagen te laat", "quelques jours de retard";
        unclear: "unclear", "onduidelijk", "incertain";
        insufficient: "too little history", "te weinig geschiedenis", "trop peu d’historique";
        current: "not yet due", "nog niet vervallen", "non échu";
        from_1: "1 to 30 days", "1 tot 30 dagen", "1 à 30\u{a0}jours";
        from_31: "31 to 60 days", "31 tot 60 dagen", "31 à 60\u{a0}jours";
        from_61: "61 to 90 days", "61 tot 90 dagen", "61 à 90\u{a0}jours";
        over_90: "over 90 days", "meer dan 90 dagen", "plus de 90\u{a0}jours";
        test: "test", "test", "test";
        train: "training", "training", "apprentissage";
        share: "share", "aandeel", "part";
        days: "days", "dagen", "jours";
        count: "number", "aantal", "nombre";
        money: "currency", "munt", "devise";
        log_money: "logarithm of currency", "logaritme van munt", "logarithme de la devise";
        log_ratio: "logarithm of a ratio", "logaritme van een verhouding", "logarithme d’un rapport";
        flag: "yes or no", "ja of nee", "oui ou non";
        customers: "customers", "klanten", "clients";
        invoices: "invoices", "facturen", "factures";
        payments: "payments", "betalingen", "paiements";
        reminders: "reminders", "aanmaningen", "relances";
        disputes: "disputes", "betwistingen", "contestations";
        promises: "promises", "toezeggingen", "promesses";
        signals: "signals", "signalen", "signaux";
        validation: "validation", "validatie", "validation";
    }
}

impl Codes {
    /// The word for a payment pattern.
    pub(crate) fn pattern<'a>(&self, code: &'a str) -> &'a str {
        match code {
            "prompt" => self.prompt,
            "incident" => self.incident,
            "habit" => self.habit,
            "deteriorating" => self.deteriorating,
            "slightly_late" => self.slightly_late,
            "unclear" => self.unclear,
            "insufficient" => self.insufficient,
            other => other,
        }
    }

    /// The words for an ageing bucket.
    pub(crate) fn bucket<'a>(&self, code: &'a str) -> &'a str {
        match code {
            "current" => self.current,
            "1-30" => self.from_1,
            "31-60" => self.from_31,
            "61-90" => self.from_61,
            "90+" => self.over_90,
            other => other,
        }
    }

    /// The word for a unit of the catalogue.
    pub(crate) fn unit<'a>(&self, code: &'a str) -> &'a str {
        match code {
            "share" => self.share,
            "days" => self.days,
            "count" => self.count,
            "currency" => self.money,
            "ln currency" => self.log_money,
            "ln ratio" => self.log_ratio,
            "flag" => self.flag,
            other => other,
        }
    }

    /// The word for a table of the ledger.
    pub(crate) fn table<'a>(&self, code: &'a str) -> &'a str {
        match code {
            "customers" => self.customers,
            "invoices" => self.invoices,
            "payments" => self.payments,
            "reminders" => self.reminders,
            "disputes" => self.disputes,
            "promises" => self.promises,
            "signals" => self.signals,
            other => other,
        }
    }

    /// The word for a sample of invoices.
    pub(crate) fn sample<'a>(&self, code: &'a str) -> &'a str {
        match code {
            "test" => self.test,
            "train" => self.train,
            "validation" => self.validation,
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Language;

    #[test]
    fn an_unknown_code_is_shown_as_it_is() {
        let codes = Codes::of(Language::Nl);
        assert_eq!(codes.pattern("habit"), "een gewoonte");
        assert_eq!(codes.pattern("seasonal"), "seasonal");
        assert_eq!(codes.bucket("90+"), "meer dan 90 dagen");
        assert_eq!(codes.sample("test"), "test");
        assert_eq!(
            ["disputes", "orders"].map(|code| codes.table(code)),
            ["betwistingen", "orders"]
        );
        assert_eq!([codes.unit("share"), codes.unit("EUR")], ["aandeel", "EUR"]);
    }
}
