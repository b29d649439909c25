//! The words of headers in Dutch, English, French and German, and what they stand for.

/// What a word of a header stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Notion {
    Account,
    Address,
    Amount,
    Bank,
    Block,
    Clearing,
    Contact,
    Country,
    Credit,
    Currency,
    Customer,
    Date,
    Days,
    Debit,
    Delivery,
    Discount,
    Dispute,
    Document,
    Due,
    Dunning,
    Email,
    Excl,
    External,
    Foreign,
    Incl,
    Invoice,
    Journal,
    Kind,
    Language,
    Late,
    Level,
    Limit,
    Line,
    Local,
    Name,
    Number,
    Open,
    Order,
    Original,
    Paid,
    Period,
    Phone,
    Posting,
    Product,
    Reference,
    Sector,
    Sent,
    Status,
    Supplier,
    Terms,
    Text,
    Total,
    Value,
    Vat,
    Year,
    /// Says nothing of its own: articles, prepositions.
    Filler,
}

use Notion::*;

/// The words of each notion, folded; several lists may belong to one.
pub(super) const WORDS: &[(Notion, &str)] = &[
    (
        Invoice,
        "invoice invoices inv factuur facturen factuurs fact fac fak facture factures fature rechnung rechnungs rechnungen rechn rech rg rng re bill billing verkoopfactuur vkfactuur debiteurenfactuur faktuur faktura",
    ),
    (
        Customer,
        "customer customers cust cus client clients cli clt klant klanten klt kl debtor debtors debiteur debiteuren debiteurs deb debr debitor debitoren debitors kunde kunden kund kd knd kdn relatie relaties rel afnemer acheteur buyer tiers partner partenaire kunnr",
    ),
    (
        Number,
        "number numbers num numb nbr nr no nummer numm numero n id ids code codes cd key identifier identificatie kennung ident sleutel kenmerk nummers",
    ),
    (
        Date,
        "date dates dat dt datum data day dag jour tag op le am on",
    ),
    (
        Due,
        "due verval vervalt vervald verv vervallen expiry expiration maturity echeance echeances ech fallig falligkeit falligkeits faellig faelligkeit faelligkeits fall faell nettofalligkeit nettofaelligkeit exigible uiterste",
    ),
    (
        Amount,
        "amount amounts amt amnt bedrag bedragen bedr bdr montant montants mont mnt mt betrag betrags betr btr bedrage waarde",
    ),
    (
        Incl,
        "incl inclusief inkl inklusive inc including ttc bruto brutto gross brut tvac",
    ),
    (
        Excl,
        "excl exclusief exkl exc excluding ht netto net nett htva hors zzgl ohne",
    ),
    (
        Vat,
        "vat btw tva ust mwst tax taxe taxes umsatzsteuer mehrwertsteuer steuer omzetbelasting",
    ),
    (
        Open,
        "open openstaand openstaande openst opst outstanding offen offener offene offenes restant reste rest remaining resterend saldo solde balance unpaid overstaand nogtebetalen",
    ),
    (
        Paid,
        "paid payment payments pay pmt pymt betaald betaal betaling betalings bet betaalde voldaan ontvangen ontvangst paye payee paiement paiements pmts regle reglement reglements regl rglt zahlung zahlungs zahl zahlungen bezahlt gezahlt received receipt receipts settled settlement encaissement encaisse",
    ),
    (
        Terms,
        "terms term termijn termijnen betalingstermijn betaaltermijn betalingsconditie betaalconditie conditie condities kredietdagen kredietermijn delai ziel zahlungsziel zahlungsfrist frist zahlungsbedingung zahlungsbedingungen bedingung echeancier kredietduur",
    ),
    (Days, "days dagen jours tage dgn"),
    (
        Currency,
        "currency curr cur valuta val valutacode munt muntsoort devise devises monnaie wahrung waehrung whrg wahrg waers",
    ),
    (Kind, "type types typ soort srt art kind category nature"),
    (
        Posting,
        "posting posted booking booked boek boeking boekings geboekt journaal entry buchung buchungs buch gebucht comptabilisation comptable saisie created creation invoer erfassung erfassungs erfasst registration registratie verwerking",
    ),
    (
        Document,
        "document documents doc docs dok beleg belege boekstuk bkstuk bkst stuk stk piece pieces pce pc voucher transaction transactie trx txn vorgang",
    ),
    (
        Name,
        "name names naam nom bezeichnung bedrijfsnaam firmenname raison sociale firma company bedrijf societe entreprise unternehmen handelsnaam",
    ),
    (Country, "country land pays countrycode lands"),
    (
        Reference,
        "reference references ref refs referentie uw votre ihr your kenmerken betreft",
    ),
    (
        Order,
        "order orders po bestelling bestel commande cde bestellung auftrag auftrags purchase inkoop",
    ),
    (
        Original,
        "original orig origineel oorspronkelijk oorspronkelijke originele initial initiale initieel ursprung ursprunglich origine",
    ),
    (
        Discount,
        "discount disc korting kortings escompte remise skonto rabatt",
    ),
    (
        Sent,
        "sent verzend verzonden verzending envoi envoye versand versendet mailed emailed send dispatch",
    ),
    (
        Delivery,
        "delivery delivered lever levering leverings livraison liefer lieferung shipping ship",
    ),
    (Debit, "debit debits debet dr soll"),
    (Credit, "credit credits haben cr"),
    (Level, "level levels niveau stufe stap etape graad"),
    (
        Dunning,
        "dunning reminder reminders aanmaning aanmanings herinnering herinnerings relance relances mahn mahnung mahnungs rappel incasso",
    ),
    (
        Dispute,
        "dispute disputed betwist betwisting geschil litige litiges strittig reklamation conteste",
    ),
    (Status, "status statut state etat stand toestand"),
    (
        Text,
        "text tekst texte description descr desc omschrijving omschr oms libelle lib beschreibung memo note notes opmerking opmerkingen comment comments commentaire bemerkung notiz toelichting label buchungstext",
    ),
    (
        Supplier,
        "supplier suppliers vendor vendors leverancier leveranciers fournisseur fournisseurs lieferant lieferanten creditor crediteur crediteuren kreditor kreditoren creancier",
    ),
    (
        Bank,
        "bank iban bic rekening swift banque bankrekening konto",
    ),
    (
        Account,
        "account accounts acct acc compte grootboek grootboekrekening ledger sachkonto hoofdrekening gl",
    ),
    (
        Period,
        "period periode per periods maand month mois monat kwartaal quarter",
    ),
    (
        Year,
        "year jaar annee jahr boekjaar exercice geschaftsjahr geschaeftsjahr fiscal",
    ),
    (
        Journal,
        "journal dagboek dagb journaux jrnl journaalpost kassenbuch",
    ),
    (
        Line,
        "line regel ligne zeile position pos regels item items post posten lines row volgnr",
    ),
    (
        Clearing,
        "clearing cleared clear aflettering afletter afgeletterd vereffening vereffenings vereffend lettrage lettre rapprochement rapproche ausgleich ausgleichs ausgeglichen match matching matched verrekening verrekenings reconciliation",
    ),
    (
        Total,
        "total totals totaal tot totale gesamt summe somme sum",
    ),
    (
        Foreign,
        "foreign vreemde fcy etrangere fremd fremdwahrung fw vv transactievaluta belegwahrung",
    ),
    (
        Local,
        "local lcy lokale lokaal locale hauswahrung hauswaehrung hw eigen lv interne basis base eur euro euros usd gbp chf",
    ),
    (
        External,
        "external extern externe externes ext fremdbelegnummer",
    ),
    (
        Limit,
        "limit limiet limite plafond kredietlimiet kreditlimit creditlimit",
    ),
    (
        Phone,
        "phone telephone telefoon tel telefon mobile mobiel gsm fax",
    ),
    (Email, "email mail emailadres courriel"),
    (
        Address,
        "address adres adresse straat street rue strasse postcode zip plz city plaats ville ort stad woonplaats huisnummer",
    ),
    (
        Contact,
        "contact contactpersoon contactperson ansprechpartner person",
    ),
    (Language, "language taal langue sprache"),
    (Sector, "sector branche secteur industry nace sbi naf"),
    (
        Late,
        "late overdue laat achterstand dagentelaat retard verzug uberfallig ueberfaellig arrears aging ageing ouderdom ouderdoms",
    ),
    (
        Block,
        "blocked geblokkeerd blokkering bloque gesperrt block sperre",
    ),
    (
        Product,
        "product artikel article item omzet quantity aantal qty menge unit prijs price prix preis project kostenplaats",
    ),
    (Value, "value valeur wert wertstellung"),
    (
        Filler,
        "of the a an de het van der des du d la les l van und et en and in per au aux voor for fur to zu tot pour from",
    ),
];
