//! The names of features in Dutch and French.
//!
//! The catalogue names its features in English, as a base and a window:
//! `Late ratio (12 months)`. Both halves are translated here, so that reasons,
//! profiles and the dictionary read in one language.

use crate::Wording;

/// A feature's name in three languages, from the catalogue's English name.
///
/// A name that is not known here keeps its English text in every language.
///
/// ```
/// let name = arrears_report::feature_label("Late ratio (12 months)");
/// assert_eq!(name.nl.as_deref(), Some("Aandeel te laat (12 maanden)"));
/// ```
pub fn feature_label(name: &str) -> Wording {
    let (base, window) = match name.strip_suffix(')').and_then(|n| n.rsplit_once(" (")) {
        Some((base, window)) => (base, Some(window)),
        None => (name, None),
    };
    let found = find(NAMES, base);
    let window = window.map(|w| find(WINDOWS, w));
    match (found, window) {
        (Some([_, nl, fr]), None) => Wording::new(name, *nl, *fr),
        (Some([_, nl, fr]), Some(Some([_, w_nl, w_fr]))) => {
            Wording::new(name, format!("{nl} ({w_nl})"), format!("{fr} ({w_fr})"))
        }
        _ => name.into(),
    }
}

/// The row of a table by its English text.
pub(super) fn find(
    table: &'static [[&'static str; 3]],
    en: &str,
) -> Option<&'static [&'static str; 3]> {
    table.iter().find(|row| row[0] == en)
}

const WINDOWS: &[[&str; 3]] = &[
    ["all", "alle", "toutes"],
    ["12 months", "12 maanden", "12 mois"],
    ["6 months", "6 maanden", "6 mois"],
    ["90 days", "90 dagen", "90 jours"],
    [
        "half-life 30 days",
        "halfwaardetijd 30 dagen",
        "demi-vie 30 jours",
    ],
    [
        "half-life 90 days",
        "halfwaardetijd 90 dagen",
        "demi-vie 90 jours",
    ],
    [
        "half-life 365 days",
        "halfwaardetijd 365 dagen",
        "demi-vie 365 jours",
    ],
    ["logarithm", "logaritme", "logarithme"],
];

#[rustfmt::skip]
const NAMES: &[[&str; 3]] = &[
    ["Days open so far", "Dagen open tot nu toe", "Jours d’ouverture à ce jour"],
    ["Late ratio", "Aandeel te laat", "Part en retard"],
    ["Late ratio by amount", "Aandeel te laat naar bedrag", "Part en retard en montant"],
    ["Mean days late", "Gemiddeld aantal dagen te laat", "Jours de retard moyens"],
    ["Median days late", "Mediaan van dagen te laat", "Jours de retard médians"],
    ["Spread of days late", "Spreiding van dagen te laat", "Dispersion des jours de retard"],
    ["Worst days late", "Meeste dagen te laat", "Jours de retard au pire"],
    ["Last days late", "Laatste dagen te laat", "Derniers jours de retard"],
    ["Recent late ratio", "Recent aandeel te laat", "Part en retard récente"],
    ["Smoothed late ratio", "Afgevlakt aandeel te laat", "Part en retard lissée"],
    ["Smoothed recent late ratio", "Afgevlakt recent aandeel te laat", "Part en retard récente lissée"],
    ["Beyond what the features say", "Meer dan de kenmerken zeggen", "Au-delà de ce que disent les caractéristiques"],
    ["Chance of lateness by history", "Kans op te laat volgens het verleden", "Probabilité de retard d’après l’historique"],
    ["Chance of lateness by recent history", "Kans op te laat volgens het recente verleden", "Probabilité de retard d’après l’historique récent"],
    ["Chance of lateness by the latest history", "Kans op te laat volgens het allerlaatste verleden", "Probabilité de retard d’après le tout dernier historique"],
    ["Chance of lateness by due weekday", "Kans op te laat op deze vervalweekdag", "Probabilité de retard selon le jour d’échéance"],
    ["Chance of lateness of alike invoices", "Kans op te laat van vergelijkbare facturen", "Probabilité de retard des factures semblables"],
    ["Chance of lateness of recent alike invoices", "Kans op te laat van recente vergelijkbare facturen", "Probabilité de retard des factures semblables récentes"],
    ["Chance of lateness by payment runs", "Kans op te laat naar de betaalrondes", "Probabilité de retard selon les campagnes de paiement"],
    ["Trend of the late ratio", "Trend van het aandeel te laat", "Tendance de la part en retard"],
    ["Trend of days late", "Trend van dagen te laat", "Tendance des jours de retard"],
    ["Materially late ratio", "Aandeel merkelijk te laat", "Part en retard notable"],
    ["Seriously late ratio", "Aandeel ernstig te laat", "Part en retard grave"],
    ["Matured invoices", "Vervallen facturen", "Factures échues"],
    ["Share paid early", "Aandeel te vroeg betaald", "Part payée en avance"],
    ["Days to settle", "Dagen tot betaling", "Jours jusqu’au règlement"],
    ["Mean escalation depth", "Gemiddelde escalatiediepte", "Profondeur d’escalade moyenne"],
    ["Worst escalation depth", "Grootste escalatiediepte", "Profondeur d’escalade maximale"],
    ["Share escalated to level 2", "Aandeel geëscaleerd tot niveau 2", "Part escaladée au niveau 2"],
    ["Days at level 2 or more", "Dagen op niveau 2 of hoger", "Jours au niveau 2 ou plus"],
    ["Reminders per invoice", "Aanmaningen per factuur", "Relances par facture"],
    ["Calls per invoice", "Telefoontjes per factuur", "Appels par facture"],
    ["Share of reminders replied to", "Aandeel beantwoorde aanmaningen", "Part des relances avec réponse"],
    ["Days to reply", "Dagen tot antwoord", "Jours jusqu’à la réponse"],
    ["Share disputed", "Aandeel betwist", "Part contestée"],
    ["Disputes open now", "Nu openstaande betwistingen", "Contestations ouvertes"],
    ["Share disputed for a billing error", "Aandeel betwist wegens factuurfout", "Part contestée pour erreur de facture"],
    ["Share disputed for goods or service", "Aandeel betwist wegens levering", "Part contestée pour la livraison"],
    ["Share disputed for terms", "Aandeel betwist wegens voorwaarden", "Part contestée pour les conditions"],
    ["Share disputed for another reason", "Aandeel betwist om een andere reden", "Part contestée pour un autre motif"],
    ["Broken promises", "Niet nagekomen betaalafspraken", "Promesses non tenues"],
    ["Share of promises broken", "Aandeel niet nagekomen betaalafspraken", "Part des promesses non tenues"],
    ["Open items", "Openstaande posten", "Postes ouverts"],
    ["Open amount", "Openstaand bedrag", "Encours"],
    ["Overdue items", "Vervallen posten", "Postes échus"],
    ["Overdue amount", "Vervallen bedrag", "Montant échu"],
    ["Overdue share", "Aandeel vervallen", "Part échue"],
    ["Oldest days past due", "Dagen over vervaldatum van de oudste post", "Jours de retard du poste le plus ancien"],
    ["Backlog in months of billing", "Achterstand in maanden facturatie", "Arriéré en mois de facturation"],
    ["Balance", "Saldo", "Solde"],
    ["Credit utilisation", "Gebruikte kredietlimiet", "Limite de crédit utilisée"],
    ["Billed per month", "Gefactureerd per maand", "Facturé par mois"],
    ["Payment terms", "Betaaltermijn", "Délai de paiement"],
    ["Amount", "Bedrag", "Montant"],
    ["Amount against the usual", "Bedrag tegenover het gebruikelijke", "Montant rapporté à l’habitude"],
    ["Weekday of the due date", "Weekdag van de vervaldag", "Jour de semaine de l’échéance"],
    ["Month of the due date", "Maand van de vervaldag", "Mois de l’échéance"],
    ["Day of the month of the due date", "Dag van de maand van de vervaldag", "Jour du mois de l’échéance"],
    ["Share settled on the weekday of the due date", "Aandeel betaald op de weekdag van de vervaldag", "Part réglée le jour de semaine de l’échéance"],
    ["Days from due date to the usual weekday", "Dagen van vervaldag tot gebruikelijke weekdag", "Jours de l’échéance au jour de semaine habituel"],
    ["Days from due date to the usual day of the month", "Dagen van vervaldag tot gebruikelijke dag van de maand", "Jours de l’échéance au jour du mois habituel"],
    ["Days from payment run to due date, by weekday", "Dagen van betaalrun tot vervaldag, per weekdag", "Jours du jour de paiement à l’échéance, par jour de semaine"],
    ["Days from payment run to due date, by day of the month", "Dagen van betaalrun tot vervaldag, per dag van de maand", "Jours du jour de paiement à l’échéance, par jour du mois"],
    ["Direct debit", "Automatische incasso", "Prélèvement automatique"],
    ["Share settled on the usual weekday", "Aandeel betaald op de gebruikelijke weekdag", "Part réglée le jour de semaine habituel"],
    ["Share settled on the usual day of the month", "Aandeel betaald op de gebruikelijke dag van de maand", "Part réglée le jour du mois habituel"],
    ["Sector", "Sector", "Secteur"],
    ["Size class", "Grootteklasse", "Taille"],
    ["Country", "Land", "Pays"],
    ["Legal form", "Rechtsvorm", "Forme juridique"],
    ["Late rate of the sector", "Aandeel te laat van de sector", "Part en retard du secteur"],
    ["Late rate of the size class", "Aandeel te laat van de grootteklasse", "Part en retard de la taille"],
    ["Late rate of the country", "Aandeel te laat van het land", "Part en retard du pays"],
    ["Late rate of all", "Aandeel te laat van alle klanten", "Part en retard de tous les clients"],
    ["Days since the first invoice", "Dagen sinds de eerste factuur", "Jours depuis la première facture"],
    ["Days since the last invoice", "Dagen sinds de laatste factuur", "Jours depuis la dernière facture"],
    ["Invoices per month", "Facturen per maand", "Factures par mois"],
    ["Credit score", "Kredietscore", "Score de crédit"],
    ["Requests for longer terms", "Vragen om een langere termijn", "Demandes d’un délai plus long"],
    ["Prepayments refused", "Geweigerde vooruitbetalingen", "Acomptes refusés"],
    ["Billing errors", "Factuurfouten", "Erreurs de facturation"],
    ["Contacts unanswered", "Onbeantwoorde contacten", "Contacts sans réponse"],
    ["Direct debit mandates revoked", "Ingetrokken domiciliëringen", "Mandats de domiciliation révoqués"],
    ["Negative reviews", "Negatieve beoordelingen", "Avis négatifs"],
    ["Bankruptcy known", "Faillissement bekend", "Faillite connue"],
    ["Lawsuit known", "Rechtszaak bekend", "Procès connu"],
    ["Payments taken back", "Teruggedraaide betalingen", "Paiements annulés"],
    ["Requests for deviating arrangements per invoice", "Vragen om afwijkende afspraken per factuur", "Demandes d’arrangements par facture"],
    ["Requests for deviating arrangements", "Vragen om afwijkende afspraken", "Demandes d’arrangements"],
    ["Share over 14 days late, disputes apart", "Aandeel meer dan 14 dagen te laat, zonder betwiste", "Part à plus de 14 jours de retard, hors contestées"],
    ["Share over 60 days late, disputes apart", "Aandeel meer dan 60 dagen te laat, zonder betwiste", "Part à plus de 60 jours de retard, hors contestées"],
    ["Uncontested invoices due 14 days ago or longer", "Onbetwiste facturen die 14 dagen of langer geleden vervielen", "Factures non contestées échues depuis 14 jours ou plus"],
    ["Uncontested invoices due 60 days ago or longer", "Onbetwiste facturen die 60 dagen of langer geleden vervielen", "Factures non contestées échues depuis 60 jours ou plus"],
    ["Invoices issued", "Verzonden facturen", "Factures émises"],
    ["Billing errors per invoice", "Factuurfouten per factuur", "Erreurs de facturation par facture"],
    ["Days past due", "Dagen over vervaldatum", "Jours de retard"],
    ["Age", "Ouderdom", "Ancienneté"],
    ["Escalation depth so far", "Escalatiediepte tot nu", "Profondeur d’escalade à ce jour"],
    ["Days at the level reached", "Dagen op het bereikte niveau", "Jours au niveau atteint"],
    ["Reminders and calls so far", "Aanmaningen en telefoontjes tot nu", "Relances et appels à ce jour"],
    ["In dispute", "Betwist", "Contestée"],
    ["Promise broken", "Betaalafspraak niet nagekomen", "Promesse non tenue"],
    ["Promise pending", "Betaalafspraak loopt", "Promesse en cours"],
    ["Share paid so far", "Aandeel al betaald", "Part déjà payée"],
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Language;

    #[test]
    fn a_name_and_its_window_are_both_translated() {
        let name = feature_label("Recent late ratio (half-life 30 days)");
        assert_eq!(
            name.get(Language::En),
            "Recent late ratio (half-life 30 days)"
        );
        assert_eq!(
            name.get(Language::Nl),
            "Recent aandeel te laat (halfwaardetijd 30 dagen)"
        );
        assert_eq!(
            name.get(Language::Fr),
            "Part en retard récente (demi-vie 30 jours)"
        );
        assert_eq!(feature_label("Balance").get(Language::Fr), "Solde");
    }

    #[test]
    fn an_unknown_name_or_window_stays_english() {
        for name in [
            "Phase of the moon",
            "Late ratio (3 weeks)",
            "",
            "(",
            "Late ratio ()",
        ] {
            assert_eq!(feature_label(name), Wording::from(name));
        }
    }

    #[test]
    fn names_stand_once_and_in_three_languages() {
        for table in [NAMES, WINDOWS] {
            for (i, row) in table.iter().enumerate() {
                assert!(row.iter().all(|text| !text.is_empty()), "{row:?}");
                assert!(
                    table[..i].iter().all(|other| other[0] != row[0]),
                    "{row:?} twice"
                );
            }
        }
    }
}
