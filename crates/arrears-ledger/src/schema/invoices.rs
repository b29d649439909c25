//! Columns of `invoices`.

use super::ColumnType::{Amount, Date, Flag, Id, Integer, Number, Text};
use super::{ADMINISTRATION, ColumnDef, define};
use crate::Table::Invoices;

pub(super) static COLUMNS: &[ColumnDef] = &[
    define(
        Invoices,
        "invoice_id",
        Id,
        "Number of the invoice in the source system",
    )
    .required()
    .also(
        "invoice, invoice number, invoice no, invoice nr, invoice num, inv no, document, \
           document number, document no, document nr, doc no, doc number, bill number, bill no, \
           factuur, factuurnr, factuurnummer, factuur id, boekstuk, boekstuknr, boekstuknummer, \
           stuknummer, documentnummer, facture, numéro facture, numéro de facture, no facture, \
           n° facture, num facture, pièce, numéro pièce, Rechnung, Rechnungsnummer, \
           Rechnungsnr, Belegnummer, Belegnr, BELNR",
    ),
    define(Invoices, "customer_id", Id, "Customer that was billed")
        .required()
        .also(
            "customer, customer number, customer no, customer nr, customer code, client id, \
           client number, debtor, debtor id, debtor number, debtor code, account, account id, \
           account number, cust id, custno, cust number, debiteur, debiteurnr, debiteurnummer, \
           debiteurcode, klant, klantnr, klantnummer, klant id, klantcode, relatie, relatienr, \
           relatienummer, relatiecode, client, numéro client, no client, n° client, code \
           client, compte client, compte tiers, tiers, Kundennummer, Kundennr, Kunde, Kunden \
           ID, Debitor, Debitorennummer, Debitor Nr, KUNNR",
        ),
    define(Invoices, "invoice_date", Date, "Day of issue")
        .required()
        .also(
            "issue date, issued, date of invoice, document date, document create date, doc date, \
           bill date, billing date, inv date, factuurdatum, datum factuur, boekdatum, \
           documentdatum, date facture, date de facture, date de facturation, date pièce, date \
           d'émission, Rechnungsdatum, Belegdatum, BLDAT, date, datum",
        ),
    define(
        Invoices,
        "due_date",
        Date,
        "Contractual last day to pay; from `payment_terms_days` where absent, and a credit note's own date where it has none",
    )
    .required()
    .also(
        "due, due in date, date due, payment due, payment due date, expiry date, maturity \
           date, vervaldatum, vervaldag, uiterste betaaldatum, betalen voor, échéance, date \
           échéance, date d'échéance, Fälligkeitsdatum, Fälligkeit, fällig am, Nettofälligkeit, \
           NETDT",
    ),
    define(
        Invoices,
        "payment_terms_days",
        Integer,
        "Term of payment; used where there is no due date",
    )
    .unit("days after `baseline_date`, else after the invoice date")
    .also(
        "payment terms, terms, terms days, credit days, net days, payment term, \
           betaaltermijn, betalingstermijn, betaaltermijn dagen, termijn, kredietdagen, délai \
           de paiement, délai, Zahlungsziel, Zahlungsfrist, Zahlungsbedingung Tage, ZBD1T",
    ),
    define(
        Invoices,
        "payment_terms_days_2",
        Integer,
        "Term of a second step; where it is more than 0 it is the net term, and `payment_terms_days` one of discount",
    )
    .unit("days after `baseline_date`, else after the invoice date")
    .also("ZBD2T"),
    define(
        Invoices,
        "payment_terms_days_3",
        Integer,
        "Term of a third step; where it is more than 0 it is the net term",
    )
    .unit("days after `baseline_date`, else after the invoice date")
    .also("ZBD3T"),
    define(
        Invoices,
        "baseline_date",
        Date,
        "Day from which the terms of payment count; the invoice date where empty",
    )
    .also("baseline payment date, Basisdatum, Basisdatum für Fälligkeit, date de base, ZFBDT"),
    define(
        Invoices,
        "amount",
        Amount,
        "Amount billed including VAT; a credit note's may be negative, its size is what counts",
    )
    .required()
    .unit("ledger currency")
    .also(
        "invoice amount, amount due, total, total amount, total open amount, gross amount, \
           gross, amount incl vat, invoice total, value, balance, bedrag, factuurbedrag, bedrag \
           incl btw, bedrag inclusief btw, totaal, totaalbedrag, brutobedrag, saldo, montant, \
           montant ttc, montant facture, total ttc, montant total, Betrag, Rechnungsbetrag, \
           Bruttobetrag, Gesamtbetrag, Betrag in Hauswährung, DMBTR",
    ),
    define(
        Invoices,
        "open_amount",
        Amount,
        "What the source says is still open, when it was exported; where there is no table of payments, the rest of \
         the amount was paid on `paid_date`. Held against the ledger by `check`, and nothing else, since it has no date",
    )
    .unit("ledger currency")
    .also(
        "amount open, open balance, outstanding, outstanding amount, outstanding balance, remaining, remaining amount, \
           remaining balance, balance due, residual amount, amount residual, openstaand, openstaand bedrag, \
           openstaand saldo, bedrag openstaand, open bedrag, restbedrag, restant, nog te betalen, solde, solde dû, \
           montant restant, restant dû, reste dû, reste à payer, offen, offener Betrag, offener Saldo, Restbetrag",
    ),
    define(
        Invoices,
        "debit",
        Amount,
        "Amount where it stands in two columns: what is billed",
    )
    .unit("ledger currency")
    .also(
        "debit amount, debet, debetbedrag, bedrag debet, débit, montant débit, Soll, Sollbetrag",
    ),
    define(
        Invoices,
        "credit",
        Amount,
        "Amount where it stands in two columns: what is credited",
    )
    .unit("ledger currency")
    .also(
        "credit amount, creditbedrag, bedrag credit, crédit, montant crédit, Haben, \
           Habenbetrag",
    ),
    define(
        Invoices,
        "side",
        Text,
        "Side of the books of `amount`: debit (D, DR, S) or credit (C, CR, H)",
    )
    .also(
        "debit credit, d/c, debet credit, debit credit indicator, d/c indicator, sens, débit \
           crédit, Soll/Haben, Soll Haben Kennzeichen, Soll Haben Kennz, S/H, SHKZG",
    ),
    define(
        Invoices,
        "clearing_id",
        Id,
        "Booking that clears the item: payments with the same one settle it, oldest due date first",
    )
    .also(
        "clearing document, clearing doc, vereffeningsdocument, afletternummer, pièce de \
           rapprochement, lettrage, code lettrage, matching number, matching, Ausgleichsbeleg, AUGBL",
    ),
    define(
        Invoices,
        "cleared_date",
        Date,
        "Day of the clearing: before it nobody knew that the payment was for the invoice",
    ),
    define(
        Invoices,
        "entry_id",
        Id,
        "Number of the row's own booking, where `clearing_id` of other rows names it",
    )
    .also("entry no, entry number, volgnummer, Lfd Nr, numéro séquence"),
    define(
        Invoices,
        "currency",
        Text,
        "Currency of the amounts of the row (ISO 4217); the ledger's where absent",
    )
    .also(
        "currency code, invoice currency, valuta, munt, valutacode, devise, monnaie, Währung, \
           Währungsschlüssel, WAERS",
    ),
    define(
        Invoices,
        "kind",
        Text,
        "`invoice` or `credit_note`; from the sign of the amount where absent",
    )
    .also(
        "document type, doc type, invoice type, type, soort, factuursoort, documentsoort, \
           type de document, type pièce, Belegart, Rechnungsart, BLART",
    ),
    define(
        Invoices,
        "known_date",
        Date,
        "Day on which it was booked; known from its own date where absent",
    )
    .also(
        "booked date, booking date, posting date, entry date, created date, recorded date, \
           invoerdatum, datum invoer, verwerkingsdatum, date de comptabilisation, date \
           comptable, date de saisie, Buchungsdatum, Erfassungsdatum, BUDAT, CPUDT",
    ),
    define(
        Invoices,
        "original_due_date",
        Date,
        "Due date before it was changed",
    )
    .also(
        "initial due date, old due date, first due date, oorspronkelijke vervaldatum, \
           originele vervaldatum, échéance initiale, échéance d'origine, ursprüngliche \
           Fälligkeit",
    ),
    define(Invoices, "delivery_date", Date, "Day of delivery").also(
        "delivered, date delivered, shipping date, leverdatum, afleverdatum, leveringsdatum, \
           date de livraison, Lieferdatum",
    ),
    define(
        Invoices,
        "sent_date",
        Date,
        "Day on which the invoice was sent",
    )
    .also(
        "date sent, mailed date, dispatch date, verzenddatum, datum verzonden, date d'envoi, \
           Versanddatum",
    ),
    define(
        Invoices,
        "payment_method",
        Text,
        "Way of paying this invoice, such as transfer or direct debit",
    )
    .also(
        "method of payment, pay method, betaalwijze, betaalmethode, betalingswijze, mode de \
           paiement, moyen de paiement, Zahlungsart, Zahlungsweise, Zahlweg, ZLSCH",
    ),
    define(
        Invoices,
        "payment_reference",
        Text,
        "Reference printed on the invoice for its payment (RF, OGM, betalingskenmerk); tells what a \
         bank entry pays",
    )
    .also(
        "structured reference, creditor reference, betalingskenmerk, gestructureerde mededeling, \
           ogm, communication structurée, Zahlungsreferenz, QR-Referenz",
    ),
    define(
        Invoices,
        "po_reference",
        Text,
        "The customer's order reference",
    )
    .also(
        "po number, purchase order, po, order reference, customer reference, bestelnummer, \
           ordernummer, inkoopordernummer, uw referentie, référence commande, numéro de \
           commande, bon de commande, Bestellnummer, Auftragsnummer",
    ),
    define(
        Invoices,
        "discount_until",
        Date,
        "Last day of the early-payment discount",
    )
    .also(
        "discount date, cash discount date, korting tot, betalingskorting tot, date \
           d'escompte, Skontodatum, Skonto bis",
    ),
    define(Invoices, "discount_pct", Number, "Early-payment discount")
        .unit("per cent of the amount")
        .also(
            "discount, discount percent, cash discount, korting, kortingspercentage, \
           betalingskorting, escompte, taux d'escompte, Skonto, Skontosatz, Skonto Prozent",
        ),
    define(
        Invoices,
        "blocked_amount",
        Amount,
        "Part that may not be paid, such as a guarantee account (g-rekening)",
    )
    .unit("ledger currency")
    .also(
        "g account, blocked, g-rekening, g rekening bedrag, geblokkeerd bedrag, montant \
           bloqué, gesperrter Betrag",
    ),
    define(
        Invoices,
        "paid_date",
        Date,
        "Day on which it was paid in full, or the last part where `open_amount` says that some is left; payments are \
         derived from it where there is no such table",
    )
    .also(
        "date paid, payment date, settled date, settlement date, clear date, clearing date, \
           closed date, paid on, date settled, betaaldatum, betaald op, datum betaald, datum \
           betaling, voldaan op, afletterdatum, date de paiement, date paiement, date de \
           règlement, payé le, réglé le, Zahlungsdatum, bezahlt am, Zahldatum, Ausgleichsdatum, \
           AUGDT",
    ),
    define(
        Invoices,
        "dunning_level",
        Integer,
        "Level reached in the end, 0 to 5; shown only, since it has no date",
    )
    .unit("level")
    .also(
        "reminder level, dunning stage, aanmaanniveau, aanmaningsniveau, herinneringsniveau, \
           niveau de relance, Mahnstufe, MANST",
    ),
    define(
        Invoices,
        "disputed",
        Flag,
        "Whether it was disputed in the end; shown only, since it has no date",
    )
    .also(
        "dispute, in dispute, is disputed, betwist, in geschil, litige, contesté, en litige, \
           strittig, Streitfall, Reklamation",
    ),
    define(
        Invoices,
        "credits_invoice_id",
        Id,
        "Invoice that a credit note is taken off; without one it stays the customer's credit",
    )
    .also(
        "credited invoice, original invoice, original invoice number, linked invoice, related \
           invoice, reference invoice, invoice reference, gecrediteerde factuur, oorspronkelijke \
           factuur, betreft factuur, facture créditée, facture d'origine, facture liée, \
           Originalrechnung, Ursprungsrechnung, Rechnungsbezug, REBZG",
    ),
    define(Invoices, "administration", Text, ADMINISTRATION),
];
