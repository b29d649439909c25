//! Columns of `payments`.

use super::ColumnType::{Amount, Date, Id, Text};
use super::{ADMINISTRATION, ColumnDef, define};
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
         what counts; a negative discount, credit or write-off takes an earlier one back",
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
        "debit",
        Amount,
        "Amount where it stands in two columns: what is taken back",
    )
    .unit("ledger currency")
    .also(
        "debit amount, debet, debetbedrag, bedrag debet, débit, montant débit, Soll, Sollbetrag",
    ),
    define(
        Payments,
        "credit",
        Amount,
        "Amount where it stands in two columns: what is paid",
    )
    .unit("ledger currency")
    .also(
        "credit amount, creditbedrag, bedrag credit, crédit, montant crédit, Haben, \
           Habenbetrag",
    ),
    define(
        Payments,
        "side",
        Text,
        "Side of the books of `amount`: debit (D, DR, S) or credit (C, CR, H)",
    )
    .also(
        "debit credit, d/c, debet credit, debit credit indicator, d/c indicator, sens, débit \
           crédit, Soll/Haben, Soll Haben Kennzeichen, Soll Haben Kennz, S/H, SHKZG",
    ),
    define(
        Payments,
        "clearing_id",
        Id,
        "Booking that clears the payment: without an `invoice_id` it settles the invoices with the same one, oldest due date first; the rest stays with the customer",
    )
    .also(
        "clearing document, clearing doc, vereffeningsdocument, afletternummer, pièce de \
           rapprochement, lettrage, code lettrage, matching number, matching, Ausgleichsbeleg, AUGBL",
    ),
    define(
        Payments,
        "cleared_date",
        Date,
        "Day of the clearing: before it nobody knew that the payment was for the invoice",
    ),
    define(
        Payments,
        "entry_id",
        Id,
        "Number of the row's own booking, where `clearing_id` of other rows names it",
    )
    .also("entry no, entry number, volgnummer, Lfd Nr, numéro séquence"),
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
    define(
        Payments,
        "currency",
        Text,
        "Currency of the amount (ISO 4217); that of its invoice where absent",
    )
    .also(
        "currency code, payment currency, valuta, munt, valutacode, devise, monnaie, Währung, \
           Währungsschlüssel, WAERS",
    ),
    define(Payments, "administration", Text, ADMINISTRATION),
];
