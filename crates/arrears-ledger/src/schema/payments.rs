//! Columns of `payments`.

use super::ColumnType::{Amount, Date, Id, Text};
use super::{ColumnDef, define};
use crate::Table::Payments;

pub(super) static COLUMNS: &[ColumnDef] = &[
    define(
        Payments,
        "invoice_id",
        Id,
        "Invoice that was paid; may be empty where `customer_id` is given: unallocated cash",
    )
    .required()
    .also(
        "invoice, invoice number, invoice no, invoice nr, inv no, document number, applied \
           to, factuur, factuurnr, factuurnummer, factuur id, boekstuknummer, facture, numéro \
           facture, numéro de facture, no facture, n° facture, Rechnung, Rechnungsnummer, \
           Rechnungsnr, Belegnummer",
    ),
    define(Payments, "customer_id", Id, "Customer that paid").also(
        "customer, customer number, customer no, customer code, client id, debtor, debtor \
           number, account, account id, debiteur, debiteurnr, debiteurnummer, klant, klantnr, \
           klantnummer, relatie, relatienummer, client, numéro client, no client, code client, \
           Kundennummer, Kundennr, Kunde, Debitor, Debitorennummer",
    ),
    define(Payments, "payment_date", Date, "Day of payment")
        .required()
        .also(
            "paid date, date paid, paid on, value date, receipt date, betaaldatum, \
           betalingsdatum, datum betaling, betaald op, valutadatum, date de paiement, date \
           paiement, date de règlement, date de valeur, Zahlungsdatum, Zahldatum, bezahlt am, \
           Wertstellung, date, datum",
        ),
    define(
        Payments,
        "amount",
        Amount,
        "Amount of the booking, as a positive number; a reversal's may be negative, its size is \
         what counts",
    )
    .required()
    .unit("ledger currency")
    .also(
        "payment amount, paid amount, amount paid, receipt amount, bedrag, betaald bedrag, \
           betaald, ontvangen bedrag, montant, montant payé, montant réglé, montant du \
           paiement, Betrag, Zahlungsbetrag, gezahlter Betrag",
    ),
    define(
        Payments,
        "known_date",
        Date,
        "Day on which it was booked; known from its own date where absent",
    )
    .also(
        "booked date, booking date, posting date, entry date, boekdatum, boekingsdatum, \
           invoerdatum, date de comptabilisation, date comptable, Buchungsdatum, \
           Erfassungsdatum",
    ),
    define(
        Payments,
        "kind",
        Text,
        "`payment`, `discount`, `credit_note`, `offset`, `write_off` or `reversal`; `payment` \
         where absent",
    )
    .also(
        "payment type, type, transaction type, soort, betalingssoort, type de paiement, \
           Zahlungstyp, Buchungsart",
    ),
];
