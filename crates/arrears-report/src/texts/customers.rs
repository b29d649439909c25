//! Texts on customers, open invoices and segments.

super::texts! {
    /// Who to look at.
    Customers {
        who_all: "All customers in the list", "Alle klanten in de lijst", "Tous les clients de la liste";

        title: "Customers to look at first", "Klanten om eerst te bekijken", "Clients à suivre en premier";
        lead: "Most money at risk first: what is open, times the chance of being more than 30 days late. Risk is the chance that the next invoice is paid late; the score, from 0 to 1,000, is the chance that it is more than 30 days late.", "Het meeste geld op het spel eerst: wat openstaat, maal de kans op meer dan 30 dagen te laat. Risico is de kans dat de volgende factuur te laat betaald wordt; de score, van 0 tot 1.000, is de kans dat dat meer dan 30 dagen is.", "D’abord l’enjeu le plus élevé\u{a0}: l’encours multiplié par la probabilité de plus de 30 jours de retard. Le risque est la probabilité que la prochaine facture soit payée en retard\u{202f}; le score, de 0 à 1\u{202f}000, celle de plus de 30 jours de retard.";
        none: "There is no customer to list.", "Er is geen klant om te tonen.", "Aucun client à lister.";
        chart: "What they owe, and their risk", "Wat ze verschuldigd zijn, en hun risico", "Ce qu’ils doivent, et leur risque";
        chart_desc: "Bars of the open amount of the first {n} customers of the list, the overdue part apart; the first is {name} with {open} and a risk of {p}.", "Staven van het openstaande bedrag van de eerste {n} klanten van de lijst, het vervallen deel apart; de eerste is {name} met {open} en een risico van {p}.", "Barres de l’encours des {n} premiers clients de la liste, la part échue à part\u{202f}; le premier est {name}, avec {open} et un risque de {p}.";
        chart_note: "The table below holds the figures.", "De tabel hieronder bevat de cijfers.", "Le tableau ci-dessous contient les chiffres.";
        key_overdue: "overdue", "vervallen", "échu";
        key_timely: "not yet due", "nog niet vervallen", "non échu";
        axis: "Beside each bar: the open amount, and the chance that the next invoice is late.", "Naast elke staaf: het openstaande bedrag, en de kans dat de volgende factuur te laat is.", "À côté de chaque barre\u{a0}: l’encours, et la probabilité que la prochaine facture soit en retard.";
        customer: "Customer", "Klant", "Client";
        segment: "Segment", "Segment", "Segment";
        risk: "Risk", "Risico", "Risque";
        score: "Score", "Score", "Score";
        oldest: "oldest {n} days", "oudste {n} dagen", "jusqu’à {n}\u{a0}jours";
        behaviour: "Payment behaviour", "Betaalgedrag", "Comportement de paiement";
        why: "Why", "Waarom", "Pourquoi";
        measures: "What to do", "Wat te doen", "Que faire";
        by_channel: "by {channel}", "via {channel}", "par {channel}";
        raises: "raises the estimate", "verhoogt de schatting", "relève l’estimation";
        lowers: "lowers the estimate", "verlaagt de schatting", "abaisse l’estimation";
        early_warning: "changing", "verandert", "évolue";
        early_warning_long: "Payment behaviour is changing for the worse", "Het betaalgedrag wordt slechter", "Le comportement de paiement se dégrade";
        natural_person: "natural person", "natuurlijk persoon", "personne physique";
        natural_person_note: "Customers marked “natural person” (sole traders) are never to be decided about automatically: a person looks first.", "Over klanten met “natuurlijk persoon” (eenmanszaken) mag nooit automatisch beslist worden: eerst kijkt een mens.", "Pour les clients marqués «\u{a0}personne physique\u{a0}» (indépendants), aucune décision ne peut être automatique\u{a0}: une personne regarde d’abord.";

        invoices_title: "Open invoices to watch", "Open facturen om op te letten", "Factures ouvertes à surveiller";
        invoices_lead: "Overdue invoices, and those expected to be late, in the order of the money that is not expected within 30 days. An overdue invoice is late; for it, what counts is when it is paid.", "Vervallen facturen, en die waarvan te late betaling verwacht wordt, op volgorde van het geld dat niet binnen 30 dagen verwacht wordt. Een vervallen factuur is te laat; daarbij telt wanneer ze betaald wordt.", "Les factures échues, et celles dont on attend un retard, dans l’ordre de l’argent qui n’est pas attendu sous 30 jours. Une facture échue est en retard\u{202f}; pour elle, ce qui compte est la date de paiement.";
        invoices_none: "No open invoice is overdue or expected to be late.", "Geen enkele open factuur is vervallen of wordt te laat verwacht.", "Aucune facture ouverte n’est échue ni attendue en retard.";
        invoice: "Invoice", "Factuur", "Facture";
        due: "Due", "Vervaldag", "Échéance";
        not_due_yet: "due in {n} days", "vervalt over {n} dagen", "échoit dans {n} jours";
        is_past_due: "{n} days", "{n} dagen", "{n} jours";
        due_tomorrow: "due tomorrow", "vervalt morgen", "échoit demain";
        one_day: "1 day", "1 dag", "1\u{a0}jour";
        due_today: "due today", "vervalt vandaag", "échoit aujourd’hui";
        p_late: "Chance late", "Kans op te laat", "Probabilité de retard";
        is_late: "late already", "al te laat", "déjà en retard";
        p_paid_30d: "Paid within 30 days", "Betaald binnen 30 dagen", "Payée d’ici 30 jours";
        expected: "Expected on", "Verwacht op", "Attendue le";
        from_on: "90%: not before {low}", "90%: niet voor {low}", "90\u{202f}%\u{a0}: pas avant le {low}";
        beyond_a_year: "not within a year after due", "niet binnen een jaar na vervaldag", "pas dans l’année suivant l’échéance";
        between: "80%: {low} to {high}", "80%: {low} tot {high}", "80\u{202f}%\u{a0}: du {low} au {high}";

        segments_title: "Segments", "Segmenten", "Segments";
        segments_lead: "A pays as agreed, B needs attention, C needs agreements. Each has its own procedure; nobody is excluded.", "A betaalt zoals afgesproken, B vraagt aandacht, C vraagt afspraken. Elk heeft een eigen aanpak; niemand wordt uitgesloten.", "A paie comme convenu, B demande de l’attention, C demande des accords. Chacun a sa procédure\u{202f}; personne n’est exclu.";
        segment_n: "{n} customers", "{n} klanten", "{n} clients";
        segment_risk: "Mean risk", "Gemiddeld risico", "Risque moyen";
        segment_open: "Open", "Open", "Encours";
        nearest: "What would move it:", "Wat het zou verschuiven:", "Ce qui le déplacerait\u{a0}:";
        shares: "Segments by sector, size class and country", "Segmenten per sector, grootteklasse en land", "Segments par secteur, classe de taille et pays";
        shares_note: "Groups of fewer than ten customers are not told, nor those from which they could be computed. A group that stands out pays otherwise; that is no reason to treat a customer by its group alone.", "Groepen van minder dan tien klanten worden niet getoond, en evenmin die waaruit ze te berekenen zouden zijn. Een groep die opvalt, betaalt anders; dat is geen reden om een klant alleen naar zijn groep te behandelen.", "Les groupes de moins de dix clients ne sont pas montrés, ni ceux dont on pourrait les déduire. Un groupe qui se distingue paie autrement\u{202f}; ce n’est pas une raison de traiter un client selon son seul groupe.";
        shares_of: "Attribute", "Kenmerk", "Attribut";
        shares_group: "Group", "Groep", "Groupe";
        shares_unknown: "unknown", "onbekend", "inconnu";
        segment_overdue: "Overdue", "Vervallen", "Échu";
    }
}
