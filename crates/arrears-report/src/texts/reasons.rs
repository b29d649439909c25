//! Texts on reasons for non-payment.

super::texts! {
    /// Why invoices were not paid in time.
    Reasons {
        nav: "Reasons", "Redenen", "Motifs";
        title: "Why invoices were not paid in time", "Waarom facturen niet op tijd zijn betaald", "Pourquoi des factures n’ont pas été payées à temps";
        lead: "Every late invoice of the last twelve months has one reason, so the amounts add up to all late money. What someone wrote down is kept apart from what other records only suggest.", "Elke te late factuur van de laatste twaalf maanden heeft één reden, dus de bedragen tellen op tot al het te late geld. Wat iemand heeft vastgelegd, staat los van wat andere gegevens alleen doen vermoeden.", "Chaque facture en retard des douze derniers mois a un seul motif\u{a0}: les montants s’additionnent donc à tout l’argent en retard. Ce que quelqu’un a noté est séparé de ce que d’autres données ne font que suggérer.";
        none: "No invoice was late in the last twelve months.", "Geen factuur was te laat in de laatste twaalf maanden.", "Aucune facture n’a été en retard ces douze derniers mois.";
        by_reason: "Late money by reason", "Te laat geld naar reden", "Argent en retard par motif";
        chart: "Share of late money by reason", "Aandeel van het te late geld naar reden", "Part de l’argent en retard par motif";
        desc: "Bars of late money by reason. The largest is {reason} with {share}.", "Balken van het te late geld naar reden. De grootste is {reason} met {share}.", "Barres de l’argent en retard par motif. Le plus grand est {reason}, avec {share}.";
        basis_note: "Registered: a reason written down for the invoice or the customer. Inferred: bankruptcy, an error in the invoice, a dispute, a broken promise, a request for longer terms, calls nobody answered, or payment soon after a reminder.", "Vastgelegd: een reden die bij de factuur of de klant is genoteerd. Afgeleid: faillissement, een fout in de factuur, een betwisting, een niet nagekomen afspraak, een verzoek om een langere termijn, onbeantwoorde telefoontjes, of betaling kort na een herinnering.", "Noté\u{a0}: un motif inscrit pour la facture ou le client. Déduit\u{a0}: faillite, erreur de facturation, contestation, promesse non tenue, demande de délai, appels sans réponse, ou paiement peu après un rappel.";
        reason: "Reason", "Reden", "Motif";
        late_in: "Late money ({unit})", "Te laat geld ({unit})", "Argent en retard ({unit})";
        share: "Share", "Aandeel", "Part";
        registered: "registered", "vastgelegd", "noté";
        inferred: "inferred", "afgeleid", "déduit";
        unknown: "not known", "onbekend", "inconnu";
        registered_in: "Registered ({unit})", "Vastgelegd ({unit})", "Noté ({unit})";
        inferred_in: "Inferred ({unit})", "Afgeleid ({unit})", "Déduit ({unit})";
        total: "All late money", "Al het te late geld", "Tout l’argent en retard";
        trend: "How reasons move", "Hoe redenen verschuiven", "Évolution des motifs";
        trend_lead: "By the quarter in which the invoice fell due. A young quarter has fewer registered reasons: they come with payment.", "Naar het kwartaal waarin de factuur verviel. Een jong kwartaal heeft minder vastgelegde redenen: die komen met de betaling.", "Selon le trimestre d’échéance. Un trimestre récent a moins de motifs notés\u{a0}: ils viennent avec le paiement.";
        trend_chart: "Share of late money by reason and quarter", "Aandeel van het te late geld naar reden en kwartaal", "Part de l’argent en retard par motif et par trimestre";
        trend_desc: "Stacked bars of the shares of reasons for {n} quarters.", "Gestapelde balken van de aandelen van redenen voor {n} kwartalen.", "Barres empilées des parts des motifs pour {n} trimestres.";
        quarter: "Quarter from", "Kwartaal vanaf", "Trimestre à partir du";
        others: "all others", "alle andere", "tous les autres";
        by_sector: "By sector", "Per sector", "Par secteur";
        by_sector_lead: "The sectors with the most late money.", "De sectoren met het meeste te late geld.", "Les secteurs ayant le plus d’argent en retard.";
    }
}
