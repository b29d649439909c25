//! Texts on the four questions and on risk groups.

super::texts! {
    /// The four questions, and risk groups.
    Questions {
        nav: "Four questions", "Vier vragen", "Quatre questions";
        title: "Four questions about who delays", "Vier vragen over wie laat betaalt", "Quatre questions sur les retards";
        lead: "Each answer has its 95% interval and a smallest number of invoices or customers; who has fewer is counted and not named. They describe payment behaviour of the past, no person.", "Elk antwoord heeft een 95%-interval en een kleinste aantal facturen of klanten; wie er minder heeft, is geteld en niet genoemd. Ze beschrijven betaalgedrag uit het verleden, geen persoon.", "Chaque réponse a son intervalle à 95\u{202f}% et un nombre minimal de factures ou de clients\u{202f}; ceux qui en ont moins sont comptés sans être nommés. Elles décrivent un comportement de paiement passé, non une personne.";
        chart_desc: "Points with intervals for {n} rows. The first is {name} with {share}.", "Punten met intervallen voor {n} rijen. De eerste is {name} met {share}.", "Points avec intervalles pour {n} lignes. La première est {name}, avec {share}.";
        chart_first: "The chart shows the first {n} rows of the table.", "De grafiek toont de eerste {n} rijen van de tabel.", "Le graphique montre les {n} premières lignes du tableau.";
        k_of_n: "{k} of {n}", "{k} van {n}", "{k} sur {n}";
        customer: "Customer", "Klant", "Client";
        person: "natural person", "natuurlijk persoon", "personne physique";
        amount_in: "Amount of these ({unit})", "Bedrag daarvan ({unit})", "Montant concerné ({unit})";

        rule: "1. Who pays late as a rule?", "1. Wie betaalt als regel te laat?", "1. Qui paie en retard de façon habituelle\u{202f}?";
        rule_lead: "Customers of whose last twelve judged invoices so many were more than 14 days late that a rate above one third has a chance of at least 80%. One forgotten invoice is no rule.", "Klanten van wie van de laatste twaalf beoordeelde facturen er zoveel meer dan 14 dagen te laat waren, dat een aandeel boven een derde minstens 80% kans heeft. Eén vergeten factuur is geen regel.", "Clients dont, parmi les douze dernières factures jugées, tant avaient plus de 14 jours de retard qu’un taux supérieur à un tiers a au moins 80\u{202f}% de chances. Une facture oubliée ne fait pas une habitude.";
        rule_chart: "Share of the last invoices more than 14 days late", "Aandeel van de laatste facturen meer dan 14 dagen te laat", "Part des dernières factures avec plus de 14 jours de retard";
        rule_of: "More than 14 days late", "Meer dan 14 dagen te laat", "Plus de 14 jours de retard";

        formal: "2. Whose reminders run up to a formal notice?", "2. Bij wie lopen aanmaningen op tot een ingebrekestelling?", "2. Pour qui les relances vont-elles jusqu’à la mise en demeure\u{202f}?";
        formal_lead: "Invoices on which a formal notice or a later step was sent, asked of every invoice on the same day after its due date, whoever paid before.", "Facturen waarvoor een ingebrekestelling of een latere stap is verstuurd, voor elke factuur op dezelfde dag na de vervaldatum bekeken, ook als er eerder betaald was.", "Factures pour lesquelles une mise en demeure ou une étape ultérieure a été envoyée, constat fait le même jour après l’échéance pour toutes, même payées avant.";
        formal_chart: "Share of invoices with a formal notice", "Aandeel facturen met een ingebrekestelling", "Part des factures avec mise en demeure";
        formal_of: "With a formal notice", "Met ingebrekestelling", "Avec mise en demeure";

        sectors: "3. Which sectors delay?", "3. Welke sectoren betalen laat?", "3. Quels secteurs paient en retard\u{202f}?";
        sectors_lead: "The share of invoices more than 14 days late. Sectors with few customers join the level above in their classification. The bar is the 95% interval; the diamond is the risk at a typical customer, on which the measure rests: every customer has a bounded say, so that one large customer does not speak for its sector, and small groups are drawn towards the mean of all. What the ladder shows is found from the reminders sent.", "Het aandeel facturen dat meer dan 14 dagen te laat is. Sectoren met weinig klanten gaan op in het niveau erboven van hun indeling. De balk is het 95%-interval; de ruit is het risico bij een doorsneeklant, waarop de maatregel rust: elke klant telt begrensd mee, zodat één grote klant niet voor zijn sector spreekt, en kleine groepen worden naar het gemiddelde van alle getrokken. Wat de ladder laat zien, blijkt uit de verstuurde aanmaningen.", "La part des factures avec plus de 14 jours de retard. Les secteurs comptant peu de clients rejoignent le niveau supérieur de leur nomenclature. La barre est l’intervalle à 95\u{202f}%\u{202f}; le losange est le risque chez un client typique, sur lequel repose la mesure\u{a0}: le poids de chaque client est borné, si bien qu’un gros client ne parle pas pour son secteur, et les petits groupes sont ramenés vers la moyenne. Ce que montre l’échelle de relance vient des rappels envoyés.";
        models: "Which business models delay?", "Welke bedrijfsmodellen betalen laat?", "Quels modèles d’affaires paient en retard\u{202f}?";
        models_chart: "Invoices more than 14 days late, by business model", "Facturen meer dan 14 dagen te laat, per bedrijfsmodel", "Factures avec plus de 14 jours de retard, par modèle d’affaires";
        model: "Business model", "Bedrijfsmodel", "Modèle d’affaires";
        no_group: "No group is large enough, or the ledger does not name any.", "Geen groep is groot genoeg, of de administratie noemt er geen.", "Aucun groupe n’est assez grand, ou la comptabilité n’en indique pas.";
        finding: "Late invoices most often paid", "Te late facturen het vaakst betaald", "En retard, payées le plus souvent";

        effort: "4. Who costs follow-up?", "4. Wie kost opvolging?", "4. Qui demande du suivi\u{202f}?";
        effort_lead: "Reminders, calls, disputes and days of chasing (from the first contact until payment) on invoices of the last twelve months, per thousand of their amount. The order goes by the lower end of the interval.", "Aanmaningen, telefoontjes, betwistingen en dagen opvolging (van het eerste contact tot de betaling) op facturen van de laatste twaalf maanden, per duizend van hun bedrag. De volgorde gaat naar de ondergrens van het interval.", "Rappels, appels, contestations et jours de suivi (du premier contact au paiement) sur les factures des douze derniers mois, par millier de leur montant. L’ordre suit la borne basse de l’intervalle.";
        effort_desc: "Points with intervals of the rate for {n} customers. The first is {name}.", "Punten met intervallen van het aantal voor {n} klanten. De eerste is {name}.", "Points avec intervalles du taux pour {n} clients. Le premier est {name}.";
        per_thousand: "Contacts and disputes per {unit} 1000", "Contacten en betwistingen per {unit} 1000", "Contacts et contestations pour 1000\u{a0}{unit}";
        days_per_thousand: "Days of chasing per {unit} 1000", "Dagen opvolging per {unit} 1000", "Jours de suivi pour 1000\u{a0}{unit}";
        key_rate: "rate, 95% interval", "aantal, 95%-interval", "taux, intervalle 95\u{202f}%";
        reminders: "Reminders", "Aanmaningen", "Rappels";
        calls: "Calls", "Telefoontjes", "Appels";
        disputes: "Disputes", "Betwistingen", "Contestations";

        groups_nav: "Risk groups", "Risicogroepen", "Groupes à risque";
        groups_title: "Risk groups: what late customers have in common", "Risicogroepen: wat late klanten gemeen hebben", "Groupes à risque\u{a0}: ce que les clients en retard ont en commun";
        groups_lead: "All characteristics alone and in pairs, with at least 30 customers and no customer holding more than half of the money. Every customer has a bounded say. Of the groups found, at most one in ten is expected to be chance.", "Alle kenmerken alleen en in paren, met ten minste 30 klanten en zonder klant die meer dan de helft van het geld heeft. Elke klant telt begrensd mee. Van de gevonden groepen berust naar verwachting hooguit één op de tien op toeval.", "Toutes les caractéristiques, seules et par paires, avec au moins 30 clients et sans client détenant plus de la moitié du montant. Le poids de chaque client est borné. Parmi les groupes trouvés, au plus un sur dix serait dû au hasard.";
        groups_caution: "A group says what went together in the past, not why; it says nothing of a single customer in it.", "Een groep zegt wat in het verleden samenging, niet waardoor; over een enkele klant erin zegt ze niets.", "Un groupe dit ce qui allait de pair dans le passé, non pourquoi\u{202f}; il ne dit rien d’un client en particulier.";
        groups_higher: "Late more often than all others", "Vaker te laat dan alle anderen", "Plus souvent en retard que tous les autres";
        groups_lower: "Late less often than all others", "Minder vaak te laat dan alle anderen", "Moins souvent en retard que tous les autres";
        groups_chart: "Share more than 14 days late, found and a period later", "Aandeel meer dan 14 dagen te laat, gevonden en een periode later", "Part avec plus de 14 jours de retard, puis une période plus tard";
        groups_lower_chart: "Groups late less often, found and a period later", "Groepen die minder vaak te laat zijn, gevonden en een periode later", "Groupes moins souvent en retard, puis une période plus tard";
        key_later: "next period", "volgende periode", "période suivante";
        group: "Group", "Groep", "Groupe";
        earlier: "Late share when found", "Aandeel te laat bij het vinden", "Part en retard à la découverte";
        rest: "All others then", "Alle anderen toen", "Tous les autres alors";
        later: "Late share in the next period", "Aandeel te laat in de volgende periode", "Part en retard à la période suivante";
        later_rest: "All others there", "Alle anderen daarin", "Tous les autres alors aussi";
        confirmed: "Confirmed", "Bevestigd", "Confirmé";
        too_few: "too few", "te weinig", "trop peu";
        parts: "Pair", "Paar", "Paire";
        parts_yes: "as its parts", "zoals de delen", "comme ses parties";
        parts_no: "more than its parts", "anders dan de delen", "autrement que ses parties";
    }
}
