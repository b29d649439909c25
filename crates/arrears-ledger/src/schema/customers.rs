//! Columns of `customers`.

use super::ColumnType::{Amount, Date, Flag, Id, Text};
use super::{ADMINISTRATION, ColumnDef, define};
use crate::Table::Customers;

pub(super) static COLUMNS: &[ColumnDef] = &[
    define(
        Customers,
        "customer_id",
        Id,
        "Number of the customer in the source system",
    )
    .required()
    .also(
        "customer, customer number, customer no, customer nr, customer code, client id, \
           client number, debtor, debtor id, debtor number, debtor code, account, account id, \
           account number, cust id, custno, debiteur, debiteurnr, debiteurnummer, debiteurcode, \
           klant, klantnr, klantnummer, klant id, klantcode, relatie, relatienr, relatienummer, \
           relatiecode, numéro client, no client, n° client, code client, compte client, compte \
           tiers, tiers, Kundennummer, Kundennr, Kunde, Kunden ID, Debitor, Debitorennummer, \
           Debitor Nr, KUNNR",
    ),
    define(Customers, "name", Text, "Name of the customer").also(
        "customer name, client name, company, company name, debtor name, account name, naam, \
           klantnaam, debiteurnaam, naam debiteur, naam klant, bedrijfsnaam, bedrijf, \
           relatienaam, firma, nom, nom client, nom du client, raison sociale, société, \
           Kundenname, Firmenname, Name 1",
    ),
    define(
        Customers,
        "parent_id",
        Id,
        "Customer number of the parent company",
    )
    .also(
        "parent, parent customer, parent account, group id, moederbedrijf, concern, \
           concernnummer, maison mère, groupe, Konzern, Mutterunternehmen",
    ),
    define(
        Customers,
        "country",
        Text,
        "Country of the customer, as a code or a name",
    )
    .also(
        "country code, country name, land, landcode, pays, code pays, Länderkennzeichen, \
           Ländercode",
    ),
    define(
        Customers,
        "sector",
        Text,
        "Line of business, in the scheme that `sector_scheme` names",
    )
    .also(
        "industry, industry code, sector code, sbi, sbi code, nace, nace code, sic, naics, \
           branche, branchecode, bedrijfstak, secteur, secteur d'activité, code naf, code ape, \
           Branchenschlüssel, Wirtschaftszweig",
    ),
    define(
        Customers,
        "sector_scheme",
        Text,
        "Scheme of the sector codes, such as NACE, SBI or NAF",
    )
    .also("industry scheme, sectorindeling"),
    define(
        Customers,
        "business_model",
        Text,
        "How the customer does business, such as wholesale or web shop",
    )
    .also("bedrijfsmodel, verdienmodel, modèle d'affaires, modèle économique, Geschäftsmodell"),
    define(
        Customers,
        "size_class",
        Text,
        "Size of the company as a class, such as micro, small, medium, large",
    )
    .also(
        "size, company size, size category, grootte, grootteklasse, bedrijfsgrootte, omvang, \
           taille, taille entreprise, Größe, Größenklasse, Unternehmensgröße",
    ),
    define(
        Customers,
        "legal_form",
        Text,
        "Legal form, such as bv, eenmanszaak, SARL, GmbH",
    )
    .also(
        "legal entity type, entity type, rechtsvorm, forme juridique, forme légale, \
           Rechtsform",
    ),
    define(
        Customers,
        "consumer",
        Flag,
        "Whether the customer is a consumer, under consumer law",
    )
    .also(
        "is consumer, b2c, private person, consument, particulier, consommateur, Verbraucher, \
           Privatkunde",
    ),
    define(
        Customers,
        "intercompany",
        Flag,
        "Whether the customer belongs to our own group; left out of indicators",
    )
    .also(
        "is intercompany, group company, interne klant, groepsmaatschappij, intragroupe, \
           verbundenes Unternehmen",
    ),
    define(Customers, "customer_since", Date, "First day as a customer").also(
        "since, client since, start date, onboarding date, klant sinds, relatie sinds, datum \
           eerste contact, client depuis, Kunde seit",
    ),
    define(
        Customers,
        "valid_from",
        Date,
        "First day on which this row's attributes hold; several rows per customer are a history",
    )
    .also(
        "effective from, effective date, geldig vanaf, geldig van, ingangsdatum, valable à \
           partir du, gültig ab",
    ),
    define(
        Customers,
        "credit_limit",
        Amount,
        "Credit limit granted by us",
    )
    .unit("ledger currency")
    .also(
        "limit, credit line, kredietlimiet, limiet, limite de crédit, plafond, encours \
           autorisé, Kreditlimit, Kreditlimite",
    ),
    define(
        Customers,
        "insured_limit",
        Amount,
        "Amount insured by a credit insurer",
    )
    .unit("ledger currency")
    .also(
        "insured amount, insurance limit, verzekerde limiet, verzekerd bedrag, limite \
           assurée, montant assuré, Versicherungslimit",
    ),
    define(
        Customers,
        "payment_method",
        Text,
        "Usual way of paying, such as transfer or direct debit",
    )
    .also(
        "method of payment, pay method, betaalwijze, betaalmethode, betalingswijze, mode de \
           paiement, moyen de paiement, Zahlungsart, Zahlungsweise, Zahlweg",
    ),
    define(
        Customers,
        "account_manager",
        Text,
        "Who sells to the customer",
    )
    .also(
        "sales rep, salesperson, sales representative, verkoper, vertegenwoordiger, \
           commercial, Vertriebsmitarbeiter, Kundenbetreuer",
    ),
    define(
        Customers,
        "collector",
        Text,
        "Who follows up the customer's open items",
    )
    .also(
        "credit controller, collections agent, incassomedewerker, debiteurenbeheerder, \
           gestionnaire, chargé de recouvrement, Sachbearbeiter, Mahnsachbearbeiter",
    ),
    define(Customers, "contact_name", Text, "Person to speak to")
        .also("contact, contact person, contactpersoon, personne de contact, Ansprechpartner"),
    define(Customers, "phone", Text, "Telephone number").also(
        "telephone, phone number, tel, telefoon, telefoonnummer, téléphone, Telefon, \
           Telefonnummer",
    ),
    define(Customers, "email", Text, "E-mail address")
        .also("mail, email address, e-mailadres, courriel, adresse e-mail, E-Mail-Adresse"),
    define(
        Customers,
        "language",
        Text,
        "Language to write in, as a code or a name",
    )
    .also("language code, taal, taalcode, langue, code langue, Sprache, Sprachschlüssel"),
    define(
        Customers,
        "vat_id",
        Text,
        "VAT number; customers with one number are flagged",
    )
    .also(
        "vat number, vat no, vat registration number, tax id, btw nummer, btw nr, btw id, \
           numéro tva, no tva, n° tva, tva intracommunautaire, USt IdNr, UStID, Umsatzsteuer \
           ID, STCEG",
    ),
    define(
        Customers,
        "bank_account",
        Text,
        "Bank account of the customer, such as an IBAN; customers with one account are flagged",
    )
    .also(
        "customer iban, debtor iban, iban customer, iban debiteur, iban klant, bankrekening \
           debiteur, bankrekening klant, iban client, compte bancaire client, iban Kunde, \
           Bankverbindung Kunde",
    ),
    define(Customers, "administration", Text, ADMINISTRATION),
];
