//! What other crates name, in three languages: the catalogue's features, and what is wrong or odd with a ledger's rows.

use arrears_features::catalogue;
use arrears_insight::text::Text;
use arrears_ledger::{FlagKind, RejectKind};
use arrears_models::DAYS_OPEN;
use arrears_models::late::CUSTOMER_LEVEL;
use arrears_report::{Language, Wording};

/// The feature's name in words; its identifier where the catalogue does not know it.
pub fn label(feature: &str) -> Text {
    let name = match feature {
        DAYS_OPEN => "Days open so far",
        CUSTOMER_LEVEL => "Beyond what the features say",
        _ => catalogue::feature(feature).map_or(feature, |found| found.name),
    };
    let wording = arrears_report::feature_label(name);
    Text::new(
        wording.get(Language::En),
        wording.get(Language::Nl),
        wording.get(Language::Fr),
    )
}

/// What the ledger lacks for a feature, such as ``column `reason` of table `disputes` ``, in three languages.
pub fn missing(source: &str) -> Wording {
    let within = |start: &str, text: &str| Some(text.strip_prefix(start)?.to_owned());
    let column = source
        .split_once(" of table ")
        .and_then(|(column, table)| Some((within("column ", column)?, table)));
    match (column, within("table ", source)) {
        (Some((column, table)), _) => Wording::new(
            source,
            format!("kolom {column} van tabel {table}"),
            format!("colonne {column} de la table {table}"),
        ),
        (None, Some(table)) => {
            Wording::new(source, format!("tabel {table}"), format!("table {table}"))
        }
        (None, None) => source.into(),
    }
}

/// A category in words: days of the week in three languages, what the ledger's own columns say as it stands there.
pub fn category(value: &str) -> Text {
    match value {
        "monday" => Text::new("Monday", "maandag", "lundi"),
        "tuesday" => Text::new("Tuesday", "dinsdag", "mardi"),
        "wednesday" => Text::new("Wednesday", "woensdag", "mercredi"),
        "thursday" => Text::new("Thursday", "donderdag", "jeudi"),
        "friday" => Text::new("Friday", "vrijdag", "vendredi"),
        "saturday" => Text::new("Saturday", "zaterdag", "samedi"),
        "sunday" => Text::new("Sunday", "zondag", "dimanche"),
        own => Text::new(own, own, own),
    }
}

/// Why rows were rejected.
pub fn reject(kind: RejectKind) -> Wording {
    let (en, nl, fr) = match kind {
        RejectKind::Ragged => (
            "not as many cells as the header",
            "niet evenveel cellen als de kopregel",
            "pas autant de cellules que l’en-tête",
        ),
        RejectKind::Missing => (
            "required value is missing",
            "verplichte waarde ontbreekt",
            "valeur obligatoire absente",
        ),
        RejectKind::Unreadable => (
            "value cannot be read",
            "waarde is niet te lezen",
            "valeur illisible",
        ),
        RejectKind::Impossible => (
            "impossible value",
            "onmogelijke waarde",
            "valeur impossible",
        ),
        RejectKind::UnknownWord => (
            "word not among those known",
            "woord dat niet bekend is",
            "mot inconnu",
        ),
        RejectKind::UnknownCustomer => ("unknown customer", "onbekende klant", "client inconnu"),
        RejectKind::UnknownInvoice => ("unknown invoice", "onbekende factuur", "facture inconnue"),
        RejectKind::InvoiceRejected => (
            "its invoice was rejected",
            "de factuur ervan is afgewezen",
            "sa facture a été rejetée",
        ),
        RejectKind::Duplicate => (
            "id occurs more than once",
            "nummer komt vaker voor",
            "numéro en double",
        ),
        RejectKind::NoRate => (
            "no rate of its currency on its day",
            "geen koers van de valuta op die dag",
            "aucun cours de la devise ce jour-là",
        ),
        RejectKind::Total => (
            "total of the rows above it",
            "totaal van de rijen erboven",
            "total des lignes au-dessus",
        ),
        RejectKind::Untaken => (
            "taken by no table",
            "door geen tabel genomen",
            "pris par aucune table",
        ),
        RejectKind::Unmatched => (
            "bank entry not matched to an invoice",
            "bankmutatie zonder zekere factuur",
            "écriture bancaire sans facture certaine",
        ),
        RejectKind::NotAReceipt => (
            "bank entry that is no receipt of a customer",
            "bankmutatie die geen ontvangst van een klant is",
            "écriture bancaire qui n’est pas un encaissement d’un client",
        ),
        RejectKind::Repeated => (
            "bank entry that stands in another statement",
            "bankmutatie die ook in een ander afschrift staat",
            "écriture bancaire présente dans un autre relevé",
        ),
    };
    Wording::new(en, nl, fr)
}

/// What is odd but true.
pub fn flag(kind: FlagKind) -> Wording {
    let (nl, fr) = match kind {
        FlagKind::DueBeforeInvoice => (
            "vervaldatum voor de factuurdatum",
            "échéance avant la date de facture",
        ),
        FlagKind::ZeroAmount => ("bedrag van nul", "montant nul"),
        FlagKind::NegativeAsCreditNote => (
            "negatief bedrag, als creditnota genomen",
            "montant négatif, pris comme avoir",
        ),
        FlagKind::NegativeAsReversal => (
            "betaling met omgekeerd teken, als terugboeking genomen",
            "paiement de signe inverse, pris comme contre-passation",
        ),
        FlagKind::PaidBeforeInvoice => (
            "betaaldatum voor de factuurdatum",
            "date de paiement avant la date de facture",
        ),
        FlagKind::PaidWithoutPayment => (
            "betaaldatum, maar geen betaling in de tabel met betalingen: als onbetaald genomen",
            "date de paiement, mais aucun paiement dans la table des paiements : pris comme impayé",
        ),
        FlagKind::PaidInPart => (
            "betaaldatum, maar een deel staat nog open: op die dag deels betaald",
            "date de paiement, mais une partie reste due : payé en partie ce jour-là",
        ),
        FlagKind::PaidUndated => (
            "deels of geheel betaald, zonder dat iets zegt wanneer: als openstaand genomen",
            "payé en partie ou en entier, sans que rien ne dise quand : pris comme dû",
        ),
        FlagKind::PaymentBeforeInvoice => ("betaling voor de factuur", "paiement avant la facture"),
        FlagKind::Overpayment => (
            "betalingen hoger dan het factuurbedrag",
            "paiements supérieurs au montant de la facture",
        ),
        FlagKind::ContradictoryAttribute => (
            "meerdere waarden van één klantkenmerk, de meest voorkomende is gehouden",
            "plusieurs valeurs d’un attribut du client, la plus fréquente est gardée",
        ),
        FlagKind::CustomerMismatch => (
            "andere klant dan die van de factuur",
            "client différent de celui de la facture",
        ),
        FlagKind::EndBeforeStart => ("einde voor het begin", "fin avant le début"),
        FlagKind::IdleLink => (
            "creditnota waarvan de factuur niet gecrediteerd kan worden",
            "avoir dont la facture ne peut être créditée",
        ),
        FlagKind::CreditedTwice => (
            "gecrediteerd door een gekoppelde creditnota en door een gelijke boeking",
            "crédité par un avoir lié et par une écriture égale",
        ),
        FlagKind::RepeatedRow => (
            "regel gelijk aan een eerdere, beide tellen",
            "ligne égale à une précédente, les deux comptent",
        ),
        FlagKind::TwoNumbers => (
            "zelfde klant, data en bedrag onder een ander nummer",
            "mêmes client, dates et montant sous un autre numéro",
        ),
        FlagKind::SumOfOthers => (
            "laatste rij met als bedrag de som van alle rijen erboven",
            "dernière ligne dont le montant est la somme de toutes les précédentes",
        ),
        FlagKind::LeadingZeros => (
            "nummer dat alleen in voorloopnullen van een ander verschilt",
            "numéro qui ne diffère d’un autre que par des zéros initiaux",
        ),
        FlagKind::AlikeCustomers => (
            "klant met de naam, het btw-nummer of de bankrekening van een andere",
            "client portant le nom, le numéro de TVA ou le compte bancaire d’un autre",
        ),
        FlagKind::TakenBack => (
            "korting, creditering of afboeking met omgekeerd teken, genomen als teruggedraaid",
            "remise, avoir ou passage en perte de signe inverse, pris comme annulé",
        ),
        FlagKind::RoundedToCents => (
            "bedrag met meer dan twee decimalen, afgerond op centen",
            "montant à plus de deux décimales, arrondi au centime",
        ),
        FlagKind::StatementUnbalanced => (
            "bankafschrift waarvan saldi en mutaties niet kloppen",
            "relevé bancaire dont soldes et écritures ne concordent pas",
        ),
        FlagKind::StatementGap => (
            "gat tussen bankafschriften van één rekening",
            "lacune entre les relevés d’un même compte",
        ),
        FlagKind::StatementOverlap => (
            "bankafschriften van één rekening die overlappen",
            "relevés d’un même compte qui se chevauchent",
        ),
        FlagKind::StatementRepeated => (
            "bankafschrift dat er dubbel is, eenmaal geteld",
            "relevé bancaire en double, compté une fois",
        ),
    };
    Wording::new(kind.text(), nl, fr)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_has_a_name_and_a_meaning_in_three_languages() {
        let untold = |wording: Wording| wording.nl.is_none() || wording.fr.is_none();
        let untold: Vec<&str> = catalogue::CATALOGUE
            .iter()
            .filter(|feature| {
                untold(arrears_report::feature_label(feature.name))
                    || untold(arrears_report::feature_meaning(feature.meaning))
            })
            .map(|feature| feature.id)
            .collect();
        assert_eq!(untold, Vec::<&str>::new());
    }

    #[test]
    fn what_is_missing_is_told_in_three_languages() {
        let told = |source| {
            let told = missing(source);
            [Language::En, Language::Nl, Language::Fr].map(|language| told.get(language).to_owned())
        };
        assert_eq!(
            told("column `reason` of table `disputes`")[1..],
            [
                "kolom `reason` van tabel `disputes`",
                "colonne `reason` de la table `disputes`"
            ]
        );
        assert_eq!(
            told("table `signals`")[1..],
            ["tabel `signals`", "table `signals`"]
        );
        assert_eq!(told("the moon"), ["the moon"; 3]);
    }
}
