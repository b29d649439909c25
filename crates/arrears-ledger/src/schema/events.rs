//! Columns of `reminders`, `disputes`, `promises` and `signals`.

use super::ColumnType::{Amount, Date, Id, Integer, Number, Text};
use super::{ADMINISTRATION, ColumnDef, define};
use crate::Table::{Disputes, Promises, Reminders, Signals};

const INVOICE: &str = "invoice, invoice number, invoice no, invoice nr, document number, factuur, factuurnr, \
     factuurnummer, factuur id, facture, numéro facture, numéro de facture, no facture, n° \
     facture, Rechnung, Rechnungsnummer, Rechnungsnr, Belegnummer";
const CUSTOMER: &str = "customer, customer number, customer no, customer code, client id, debtor, debtor number, \
     account, account id, debiteur, debiteurnr, debiteurnummer, klant, klantnr, klantnummer, \
     relatie, relatienummer, client, numéro client, code client, Kundennummer, Kundennr, Kunde, \
     Debitor, Debitorennummer";
const KNOWN: &str = "booked date, booking date, posting date, entry date, boekdatum, invoerdatum, date de \
     saisie, Buchungsdatum, Erfassungsdatum";
const KNOWN_MEANING: &str = "Day on which it was booked; known from its own date where absent";

pub(super) static REMINDERS: &[ColumnDef] = &[
    define(Reminders, "invoice_id", Id, "Invoice that was reminded of")
        .required()
        .also(INVOICE),
    define(Reminders, "sent_date", Date, "Day of the reminder or call")
        .required()
        .also(
            "date sent, reminder date, dunning date, notice date, verzenddatum, aanmaandatum, \
           aanmaningsdatum, herinneringsdatum, datum aanmaning, date d'envoi, date de relance, \
           date relance, Mahndatum, Versanddatum, MADAT, date, datum",
        ),
    define(
        Reminders,
        "level",
        Integer,
        "Step of the ladder: 1 reminder, 2 second reminder, 3 formal notice, 4 collection \
         agency or bailiff, 5 court or write-off; 0 is a call or contact without a step",
    )
    .required()
    .unit("level")
    .also(
        "dunning level, reminder level, step, stage, notice level, niveau, aanmaanniveau, \
           aanmaningsniveau, herinneringsniveau, stap, niveau de relance, relance, Mahnstufe, \
           Stufe, MANST",
    ),
    define(
        Reminders,
        "channel",
        Text,
        "Way of contact, such as e-mail, letter or phone",
    )
    .also("medium, kanaal, canal, Kanal, Mahnweg"),
    define(
        Reminders,
        "replied_date",
        Date,
        "Day on which the customer replied",
    )
    .also(
        "reply date, response date, answered, reactiedatum, datum reactie, antwoorddatum, \
           date de réponse, Antwortdatum",
    ),
    define(Reminders, "known_date", Date, KNOWN_MEANING).also(KNOWN),
    define(Reminders, "administration", Text, ADMINISTRATION),
];

pub(super) static DISPUTES: &[ColumnDef] = &[
    define(Disputes, "invoice_id", Id, "Invoice that is contested")
        .required()
        .also(INVOICE),
    define(
        Disputes,
        "opened_date",
        Date,
        "Day on which the dispute was opened",
    )
    .required()
    .also(
        "opened, open date, dispute date, date opened, datum geopend, datum betwisting, \
           openingsdatum, date d'ouverture, date du litige, eröffnet am, Eröffnungsdatum, \
           Reklamationsdatum, date, datum",
    ),
    define(
        Disputes,
        "reason",
        Text,
        "Reason of the dispute, as a code or in words",
    )
    .also(
        "dispute reason, reason code, reden, redencode, reden betwisting, motif, motif du \
           litige, Grund, Reklamationsgrund",
    ),
    define(
        Disputes,
        "closed_date",
        Date,
        "Day on which it was settled; empty while it is open",
    )
    .also(
        "closed, close date, resolved date, date closed, datum gesloten, afgesloten op, date \
           de clôture, clôturé le, geschlossen am, Abschlussdatum",
    ),
    define(Disputes, "known_date", Date, KNOWN_MEANING).also(KNOWN),
    define(Disputes, "administration", Text, ADMINISTRATION),
];

pub(super) static PROMISES: &[ColumnDef] = &[
    define(
        Promises,
        "invoice_id",
        Id,
        "Invoice that the promise is about",
    )
    .required()
    .also(INVOICE),
    define(
        Promises,
        "made_date",
        Date,
        "Day on which the promise was made",
    )
    .required()
    .also(
        "date made, promise made, agreed on, datum afspraak, afgesproken op, date de \
           l'accord, date d'engagement, vereinbart am, Vereinbarungsdatum",
    ),
    define(
        Promises,
        "promised_date",
        Date,
        "Day by which payment was promised",
    )
    .required()
    .also(
        "promise date, promised for, promise to pay date, ptp date, toegezegde datum, datum \
           toezegging, beloofde datum, belofte datum, date promise, date promise de paiement, \
           zugesagt für, Zusagedatum",
    ),
    define(
        Promises,
        "amount",
        Amount,
        "Amount promised; the open amount where absent",
    )
    .unit("ledger currency")
    .also(
        "promised amount, promise amount, bedrag, toegezegd bedrag, montant, montant promis, \
           Betrag, zugesagter Betrag",
    ),
    define(Promises, "known_date", Date, KNOWN_MEANING).also(KNOWN),
    define(Promises, "administration", Text, ADMINISTRATION),
];

pub(super) static SIGNALS: &[ColumnDef] = &[
    define(
        Signals,
        "customer_id",
        Id,
        "Customer that the signal is about",
    )
    .required()
    .also(CUSTOMER),
    define(
        Signals,
        "invoice_id",
        Id,
        "Invoice that the signal is about",
    )
    .also(INVOICE),
    define(Signals, "signal_date", Date, "Day of the event")
        .required()
        .also(
            "event date, date of signal, signaaldatum, datum signaal, gebeurtenisdatum, date du \
           signal, date événement, Ereignisdatum, Signaldatum, date, datum",
        ),
    define(Signals, "end_date", Date, "Last day on which it holds")
        .also("until, valid until, einddatum, geldig tot, date de fin, Enddatum, gültig bis"),
    define(Signals, "known_date", Date, KNOWN_MEANING).also(KNOWN),
    define(
        Signals,
        "kind",
        Text,
        "What happened: `credit_score`, `terms_extension_requested`, `prepayment_refused`, \
         `direct_debit_revoked`, `billing_error`, `contact_unanswered`, `bankruptcy`, \
         `lawsuit`, `negative_review`, `nonpayment_reason`, `payment_claimed` or another",
    )
    .required()
    .also(
        "signal, signal kind, signal type, event, event type, type, soort, signaal, soort \
           signaal, type de signal, Art, Signalart",
    ),
    define(
        Signals,
        "value",
        Number,
        "Its value, such as the credit score",
    )
    .also("score, waarde, valeur, Wert"),
    define(
        Signals,
        "text",
        Text,
        "Its wording, such as the reason of non-payment",
    )
    .also(
        "description, note, remark, comment, tekst, omschrijving, opmerking, texte, remarque, \
           commentaire, Beschreibung, Bemerkung",
    ),
    define(Signals, "administration", Text, ADMINISTRATION),
];
