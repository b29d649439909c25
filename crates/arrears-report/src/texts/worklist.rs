//! Heads of the worklist's workbook, and the first page's call list.

super::texts! {
    /// The worklist.
    Worklist {
        sheet: "Worklist", "Werklijst", "Liste de travail";
        title: "Worklist of {date}", "Werklijst van {date}", "Liste de travail du {date}";
        q_call: "Who to call today?", "Wie bellen we vandaag?", "Qui appeler aujourd’hui\u{202f}?";
        nobody: "Nobody: no call is due.", "Niemand: er is vandaag geen telefoontje aan de beurt.", "Personne\u{a0}: aucun appel n’est prévu.";
        line: "{net} overdue, oldest {days} days; {expected} expected to be unpaid in 30 days", "{net} vervallen, oudste {days} dagen; {expected} over 30 dagen naar verwachting nog onbetaald", "{net} échus, jusqu’à {days}\u{a0}jours\u{202f}; {expected} encore impayés dans 30\u{a0}jours selon l’estimation";
        line_of: "{net} to call about, of {overdue} overdue (the rest is handed over, disputed, promised, in a plan, being debited or covered by cash on account); oldest {days} days; {expected} expected to be unpaid in 30 days", "{net} om over te bellen, van {overdue} vervallen (de rest is uit handen gegeven, betwist, toegezegd, in een betalingsregeling, in incasso of gedekt door niet toegewezen ontvangsten); oudste {days} dagen; {expected} over 30 dagen naar verwachting nog onbetaald", "{net} à évoquer, sur {overdue} échus (le reste est remis au recouvrement, contesté, promis, dans un plan de paiement, en cours de prélèvement ou couvert par des paiements non affectés)\u{202f}; jusqu’à {days}\u{a0}jours\u{202f}; {expected} encore impayés dans 30\u{a0}jours selon l’estimation";
        all: "The whole list is in worklist.xlsx: {calls} to call today, {send} to write to today, {later} later, {others} not called, with the cause.", "De hele lijst staat in worklist.xlsx: {calls} vandaag te bellen, {send} vandaag aan te schrijven, {later} later, {others} niet te bellen, met de oorzaak.", "La liste entière est dans worklist.xlsx\u{a0}: {calls} à appeler aujourd’hui, {send} à qui écrire aujourd’hui, {later} plus tard, {others} non appelés, avec la cause.";

        as_of: "List of", "Lijst van", "Liste du";
        rank: "No.", "Nr.", "N°";
        customer_id: "Customer no.", "Klantnummer", "N° client";
        customer_name: "Customer", "Klant", "Client";
        parent_id: "Parent", "Moederbedrijf", "Maison mère";
        segment: "Segment", "Segment", "Segment";
        contact_name: "Contact", "Contactpersoon", "Contact";
        phone: "Phone", "Telefoon", "Téléphone";
        email: "E-mail", "E-mail", "E-mail";
        language: "Language", "Taal", "Langue";
        po_references: "Order numbers", "Ordernummers", "N° de commande";
        invoices: "Invoices", "Facturen", "Factures";
        invoice_details: "Amounts and days past due", "Bedragen en dagen over de vervaldag", "Montants et jours de retard";
        n_invoices: "Invoices to call about", "Facturen om over te bellen", "Factures à évoquer";
        overdue_amount: "Overdue ({unit})", "Vervallen ({unit})", "Échu ({unit})";
        unallocated_cash: "Cash on account ({unit})", "Niet toegewezen ontvangst ({unit})", "Paiement non affecté ({unit})";
        net_overdue_amount: "To call about ({unit})", "Om over te bellen ({unit})", "Objet de l’appel ({unit})";
        expected_overdue: "Expected unpaid in 30 days ({unit})", "Naar verwachting over 30 dagen onbetaald ({unit})", "Impayé attendu dans 30 jours ({unit})";
        oldest_days_past_due: "Days past due of the oldest to call about", "Dagen over vervaldag van de oudste om over te bellen", "Jours de retard de la plus ancienne à évoquer";
        status: "To do", "Te doen", "À faire";
        yes: "yes", "ja", "oui";
        no: "no", "nee", "non";
        cause: "Why not", "Waarom niet", "Pourquoi non";
        reasons: "Why", "Waarom", "Pourquoi";
        nonpayment: "Why not paid", "Waarom niet betaald", "Pourquoi impayé";
        measures: "What to agree", "Wat af te spreken", "Que convenir";
        channel: "Reach by", "Bereiken via", "Joindre par";
        next_step: "Next step", "Volgende stap", "Prochaine étape";
        next_action_date: "Next step on", "Volgende stap op", "Prochaine étape le";
        what_to_say: "What to say", "Wat te zeggen", "Que dire";
        outcome: "Outcome", "Uitkomst", "Résultat";
        outcome_on: "Day of contact", "Dag van contact", "Jour du contact";
        promised_date: "Promised day", "Toegezegde dag", "Jour promis";
        promised_amount: "Promised amount", "Toegezegd bedrag", "Montant promis";
        outcome_note: "Note", "Notitie", "Remarque";
    }
}
