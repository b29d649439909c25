//! Column headers as a Dutch ERP package names them.

/// The canonical name and the Dutch header of the columns of a ledger table,
/// for a mapping in `arrears.toml`; empty for any other table.
pub fn dutch_headers(table: &str) -> &'static [(&'static str, &'static str)] {
    match table {
        "customers" => CUSTOMERS,
        "invoices" => INVOICES,
        "payments" => PAYMENTS,
        "reminders" => REMINDERS,
        "disputes" => DISPUTES,
        "promises" => PROMISES,
        "signals" => SIGNALS,
        _ => &[],
    }
}

type Headers = &'static [(&'static str, &'static str)];

const CUSTOMERS: Headers = &[
    ("customer_id", "Debiteurnr"),
    ("name", "Naam"),
    ("parent_id", "Moederbedrijf"),
    ("country", "Land"),
    ("sector", "Branche"),
    ("sector_scheme", "Sectorindeling"),
    ("business_model", "Bedrijfsmodel"),
    ("size_class", "Grootteklasse"),
    ("legal_form", "Rechtsvorm"),
    ("consumer", "Particulier"),
    ("intercompany", "Intercompany"),
    ("customer_since", "Klant sinds"),
    ("credit_limit", "Kredietlimiet"),
    ("insured_limit", "Verzekerde limiet"),
    ("payment_method", "Betaalwijze"),
    ("account_manager", "Accountmanager"),
    ("collector", "Incassomedewerker"),
    ("contact_name", "Contactpersoon"),
    ("phone", "Telefoon"),
    ("email", "E-mail"),
    ("language", "Taal"),
];

const INVOICES: Headers = &[
    ("invoice_id", "Factuurnr"),
    ("customer_id", "Debiteurnr"),
    ("invoice_date", "Factuurdatum"),
    ("due_date", "Vervaldatum"),
    ("amount", "Bedrag"),
    ("currency", "Valuta"),
    ("kind", "Soort"),
    ("known_date", "Invoerdatum"),
    ("payment_method", "Betaalwijze"),
    ("dunning_level", "Aanmaanniveau"),
    ("disputed", "Betwist"),
];

const PAYMENTS: Headers = &[
    ("invoice_id", "Factuurnr"),
    ("payment_date", "Betaaldatum"),
    ("amount", "Bedrag"),
    ("known_date", "Boekdatum"),
    ("kind", "Soort"),
];

const REMINDERS: Headers = &[
    ("invoice_id", "Factuurnr"),
    ("sent_date", "Verzenddatum"),
    ("level", "Aanmaanniveau"),
    ("channel", "Kanaal"),
    ("replied_date", "Reactiedatum"),
    ("known_date", "Boekdatum"),
];

const DISPUTES: Headers = &[
    ("invoice_id", "Factuurnr"),
    ("opened_date", "Datum betwisting"),
    ("reason", "Reden"),
    ("closed_date", "Datum gesloten"),
    ("known_date", "Boekdatum"),
];

const PROMISES: Headers = &[
    ("invoice_id", "Factuurnr"),
    ("made_date", "Datum afspraak"),
    ("promised_date", "Toegezegde datum"),
    ("amount", "Toegezegd bedrag"),
    ("known_date", "Boekdatum"),
];

const SIGNALS: Headers = &[
    ("customer_id", "Debiteurnr"),
    ("invoice_id", "Factuurnr"),
    ("signal_date", "Signaaldatum"),
    ("end_date", "Einddatum"),
    ("known_date", "Boekdatum"),
    ("kind", "Soort"),
    ("value", "Waarde"),
    ("text", "Omschrijving"),
];
