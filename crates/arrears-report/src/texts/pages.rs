//! Texts on the list of all customers, on a customer's page, and on what changed since last month.

super::texts! {
    /// All customers, and one.
    Pages {
        all: "All customers", "Alle klanten", "Tous les clients";
        all_lead: "Every customer that is not part of the own group, most money at risk first.", "Elke klant die niet tot de eigen groep hoort, met het meeste geld op het spel eerst.", "Chaque client hors du groupe propre, d’abord l’enjeu le plus élevé.";
        all_first: "The first {n} of {total}; with scripts allowed, all can be searched here. They are also in segments.parquet.", "De eerste {n} van {total}; met scripts toegestaan is hier op allemaal te zoeken. Ze staan ook in segments.parquet.", "Les {n} premiers sur {total}\u{202f}; avec les scripts autorisés, on peut chercher ici parmi tous. Ils sont aussi dans segments.parquet.";
        search: "Search by name or number", "Zoek op naam of nummer", "Chercher par nom ou numéro";
        any_segment: "all segments", "alle segmenten", "tous les segments";
        only_warned: "with a warning", "met een signaal", "avec une alerte";
        only_overdue: "overdue", "met vervallen bedrag", "avec de l’échu";
        found: "{n} of {total} customers", "{n} van {total} klanten", "{n} clients sur {total}";
        more: "Show {n} more", "Toon er {n} meer", "En afficher {n} de plus";
        warning: "Warning", "Signaal", "Alerte";

        title: "Customer pages", "Klantpagina’s", "Pages des clients";
        lead: "Of the {total} customers, {n} have a page of their own, to which their name leads: first those to call, then those with a warning and those with most money at risk. Opened, a page is printed alone.", "Van de {total} klanten hebben er {n} een eigen pagina, waar hun naam heen leidt: eerst wie te bellen is, dan wie een signaal heeft en bij wie het meeste geld op het spel staat. Een geopende pagina wordt op zichzelf afgedrukt.", "Sur {total} clients, {n} ont leur page, à laquelle mène leur nom\u{a0}: d’abord ceux à appeler, puis ceux avec une alerte et ceux où l’enjeu est le plus élevé. Une page ouverte s’imprime seule.";
        back: "Back to the customers", "Terug naar de klanten", "Retour aux clients";
        estimates: "This page estimates the payment of invoices; it judges nobody.", "Deze pagina schat de betaling van facturen; ze beoordeelt niemand.", "Cette page estime le paiement de factures\u{202f}; elle ne juge personne.";
        person: "A natural person: no decision about this customer may be automatic; a person looks first.", "Een natuurlijk persoon: over deze klant mag niets automatisch beslist worden; eerst kijkt een mens.", "Une personne physique\u{a0}: aucune décision sur ce client ne peut être automatique\u{202f}; une personne regarde d’abord.";
        oldest: "Oldest past due", "Oudste vervallen", "Plus ancien retard";
        p_late_30d: "More than 30 days late", "Meer dan 30 dagen te laat", "Plus de 30 jours de retard";
        cluster: "Cluster", "Cluster", "Groupe";
        sector: "Sector", "Sector", "Secteur";
        warnings: "Early warnings", "Vroege signalen", "Alertes précoces";
        why: "Why this estimate and segment", "Waarom deze schatting en dit segment", "Pourquoi cette estimation et ce segment";
        nearest: "What would change it", "Wat het zou veranderen", "Ce qui le changerait";
        to_do: "What to do", "Wat te doen", "Que faire";
        next: "Next step: {step}", "Volgende stap: {step}", "Prochaine étape\u{a0}: {step}";
        not_called: "Nobody calls now: {cause}", "Nu wordt niet gebeld: {cause}", "Pas d’appel pour l’instant\u{a0}: {cause}";
        contact: "Contact: {contact}", "Contact: {contact}", "Contact\u{a0}: {contact}";
        unpaid: "Why not paid: {reason}", "Waarom niet betaald: {reason}", "Pourquoi impayé\u{a0}: {reason}";
        say: "What to say", "Wat te zeggen", "Que dire";

        open: "Open invoices", "Open facturen", "Factures ouvertes";
        open_of: "The {n} that are due first, of {total}.", "De {n} die het eerst vervallen, van {total}.", "Les {n} premières échéances, sur {total}.";
        open_none: "Nothing is open.", "Er staat niets open.", "Rien n’est ouvert.";
        past_due: "Past due", "Vervallen", "Retard";
        range: "80% interval", "80%-interval", "Intervalle à 80\u{202f}%";
        no_end: "from {low}", "vanaf {low}", "à partir du {low}";

        timeline: "What happened", "Wat er gebeurde", "Ce qui s’est passé";
        timeline_desc: "A bar for each of the last {n} invoices, from its date until it was settled or until now; the part after the due date is apart. Marks on it are payments, reminders, disputes and promises, as the table lists them.", "Een balk voor elk van de laatste {n} facturen, van de factuurdatum tot ze voldaan was of tot nu; het deel na de vervaldag is apart. Tekens erop zijn betalingen, herinneringen, betwistingen en toezeggingen, zoals de tabel ze noemt.", "Une barre pour chacune des {n} dernières factures, de sa date jusqu’au règlement ou jusqu’à aujourd’hui\u{202f}; la partie après l’échéance est à part. Les marques sont les paiements, rappels, contestations et promesses que liste le tableau.";
        key_timely: "before due", "voor de vervaldag", "avant l’échéance";
        key_late: "past due", "erna", "en retard";
        key_payment: "payment", "betaling", "paiement";
        key_reminder: "reminder, call", "herinnering, telefoontje", "rappel, appel";
        key_dispute: "dispute", "betwisting", "contestation";
        key_promise: "promise", "toezegging", "promesse";
        day: "Day", "Dag", "Jour";
        event: "What", "Wat", "Quoi";
        invoice_of: "Invoice, due {due}", "Factuur, vervalt {due}", "Facture, échéance {due}";
        payment: "Payment booked", "Betaling geboekt", "Paiement comptabilisé";
        credit: "Credited", "Gecrediteerd", "Avoir";
        write_off: "Written off", "Afgeboekt", "Passé en perte";
        reversal: "Payment reversed", "Betaling teruggedraaid", "Paiement annulé";
        call: "Call", "Telefoontje", "Appel";
        reminder: "Reminder, level {level}", "Herinnering, niveau {level}", "Rappel, niveau {level}";
        dispute: "Dispute opened", "Betwisting geopend", "Contestation ouverte";
        dispute_closed: "Dispute closed", "Betwisting gesloten", "Contestation close";
        promise: "Promised for {until}", "Toegezegd voor {until}", "Promis pour le {until}";

        risk: "Risk over time, as scored then", "Risico door de tijd, zoals toen geschat", "Risque au fil du temps, tel qu’estimé alors";
        risk_desc: "Two lines over the months’ ends: the chance of being late and that of being more than 30 days late, as the model in use then estimated them. Late on {from}: {before}; on {until}: {now}. The letters above are the segments.", "Twee lijnen over de maandeinden: de kans op te laat en op meer dan 30 dagen te laat, zoals het toen gebruikte model die schatte. Te laat op {from}: {before}; op {until}: {now}. De letters erboven zijn de segmenten.", "Deux lignes sur les fins de mois\u{a0}: la probabilité d’un retard et celle d’un retard de plus de 30 jours, telles que le modèle alors utilisé les estimait. Retard au {from}\u{a0}: {before}\u{202f}; au {until}\u{a0}: {now}. Les lettres au-dessus sont les segments.";
        risk_note: "What the model in use then said of the next invoice, by what was known on that day. Letters: the segment under today’s policy, at the last six month-ends.", "Wat het toen gebruikte model van de volgende factuur zei, naar wat die dag bekend was. Letters: het segment naar het huidige beleid, aan de laatste zes maandeinden.", "Ce que le modèle alors utilisé disait de la prochaine facture, d’après ce qui était connu ce jour-là. Lettres\u{a0}: le segment selon la politique d’aujourd’hui, aux six dernières fins de mois.";
        risk_begins: "Risk over time begins with this month: no month before it was scored by a model that is kept.", "Het risico door de tijd begint met deze maand: geen maand ervoor is geschat door een model dat bewaard is.", "Le risque au fil du temps commence ce mois-ci\u{a0}: aucun mois précédent n’a été estimé par un modèle conservé.";
        risk_unnamed: "To see it grow, keep the models of all months in one folder, named with [registry] path in the config or --registry.", "Om het te zien groeien: bewaar de modellen van alle maanden in één map, genoemd met [registry] path in de configuratie of --registry.", "Pour le voir s’étendre, gardez les modèles de tous les mois dans un même dossier, nommé par [registry] path dans la configuration ou par --registry.";
        risk_unknown: "At the ends of the months that were scored, no invoice of this customer was known yet.", "Aan de maandeinden die geschat zijn, was van deze klant nog geen factuur bekend.", "Aux fins de mois estimées, aucune facture de ce client n’était encore connue.";
        key_p_late: "Late", "Te laat", "En retard";
        key_other_model: "another model than the month before", "een ander model dan de maand ervoor", "un autre modèle que le mois précédent";
        model_of: "Model of", "Model van", "Modèle du";
        not_yet: "not yet scored", "nog niet geschat", "pas encore estimé";
        left_open: "left open", "opengelaten", "sans estimation";
        no_invoice: "no invoice known yet", "nog geen factuur bekend", "aucune facture connue";

        months: "Over time", "Door de tijd", "Au fil du temps";
        months_desc: "Bars of the open amount at each month’s end, the overdue part apart, and the share of the invoices due since the month before that was paid late.", "Staven van het openstaande bedrag aan elk maandeinde, het vervallen deel apart, en welk aandeel van de sinds de vorige maand vervallen facturen te laat betaald is.", "Barres de l’encours à chaque fin de mois, la part échue à part, et la part des factures échues depuis le mois précédent payée en retard.";
        months_note: "Amounts as known at each month’s end. Above the bars: how many of the invoices that fell due in the month were late.", "Bedragen zoals bekend aan elk maandeinde. Boven de staven: hoeveel van de facturen die in de maand vervielen, te laat waren.", "Montants tels que connus à chaque fin de mois. Au-dessus des barres\u{a0}: combien de factures échues dans le mois étaient en retard.";
        n_due: "Fell due", "Vervallen facturen", "Factures échues";
        n_late: "Of which late", "Waarvan te laat", "Dont en retard";

        stale: "The ledger ends on {last}, {n} days before the as-of date: what was paid and invoiced since is not in this report. Was the export made anew?", "De administratie eindigt op {last}, {n} dagen voor de peildatum: wat sindsdien betaald en gefactureerd is, staat niet in dit rapport. Is de export opnieuw gemaakt?", "La comptabilité s’arrête le {last}, {n} jours avant la date de situation\u{a0}: ce qui a été payé et facturé depuis n’est pas dans ce rapport. L’export a-t-il été refait\u{202f}?";
        q_changed: "What changed since last month?", "Wat is er veranderd sinds vorige maand?", "Qu’est-ce qui a changé depuis le mois dernier\u{202f}?";
        since: "since {date}", "sinds {date}", "depuis le {date}";
        changed_none: "There is no earlier month to compare with.", "Er is geen eerdere maand om mee te vergelijken.", "Il n’y a pas de mois antérieur à comparer.";
        changed_open: "Open", "Open", "Encours";
        changed_overdue: "overdue", "vervallen", "d’échu";
        new_warnings: "New early warnings", "Nieuwe vroege signalen", "Nouvelles alertes précoces";
        worse: "To a riskier segment, since {date}", "Naar een risicovoller segment, sinds {date}", "Vers un segment plus risqué, depuis le {date}";
        better: "To a less risky segment, since {date}", "Naar een minder risicovol segment, sinds {date}", "Vers un segment moins risqué, depuis le {date}";
        sooner: "Customers that pay sooner than usual", "Klanten die eerder betalen dan gebruikelijk", "Clients qui paient plus tôt que d’habitude";
        details: "The figures", "De cijfers", "Les chiffres";
        brief: "{net} to call about, oldest {days} days", "{net} om over te bellen, oudste {days} dagen", "{net} à évoquer, jusqu’à {days}\u{a0}jours";
        in_detail: "Outstanding", "Uitstaand", "Encours";
        cash_detail: "Incoming cash", "Ontvangsten", "Encaissements";
        calls_detail: "First calls", "Eerste telefoontjes", "Premiers appels";
        trust_detail: "How the model was tested", "Hoe het model getest is", "Comment le modèle a été testé";
    }
}
