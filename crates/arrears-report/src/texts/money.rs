//! Texts on what is outstanding and what comes in.

super::texts! {
    /// What is outstanding, what comes in, and the late share over time.
    Money {
        q_outstanding: "What is outstanding?", "Wat staat er open?", "Qu’est-ce qui reste à payer\u{202f}?";
        open_of: "{n} open invoices, {customers} customers", "{n} openstaande facturen, {customers} klanten", "{n} factures ouvertes, {customers} clients";
        overdue: "overdue: {amount} ({share}), {n} invoices", "vervallen: {amount} ({share}), {n} facturen", "échu\u{a0}: {amount} ({share}), {n} factures";
        nothing_open: "Nothing is open at this date.", "Op deze datum staat er niets open.", "Il n’y a pas d’encours à cette date.";
        ageing: "Open amount by age", "Openstaand bedrag naar ouderdom", "Encours par ancienneté";
        ageing_desc: "Bars of the open amount that is not yet due and that is 1 to 30, 31 to 60, 61 to 90 and more than 90 days past due. The largest is {bucket}, with {amount}.", "Staven van het openstaande bedrag dat nog niet vervallen is en dat 1 tot 30, 31 tot 60, 61 tot 90 en meer dan 90 dagen vervallen is. De grootste is {bucket}, met {amount}.", "Barres de l’encours non échu et échu depuis 1 à 30, 31 à 60, 61 à 90 et plus de 90 jours. La plus grande est {bucket}, avec {amount}.";
        age: "Days past due", "Dagen over vervaldatum", "Jours de retard";
        share_open: "Share of open", "Aandeel van open", "Part de l’encours";
        dso: "DSO", "DSO", "DSO";
        dso_long: "days of sales that are outstanding", "dagen omzet die openstaan", "jours de ventes restant à encaisser";
        bpdso: "Best possible DSO", "Best mogelijke DSO", "Meilleur DSO possible";
        bpdso_long: "if everything were paid when due", "als alles op de vervaldag betaald werd", "si tout était payé à l’échéance";
        add: "ADD", "ADD", "ADD";
        add_long: "average days delinquent: the difference", "gemiddeld aantal dagen te laat: het verschil", "jours moyens de retard\u{a0}: la différence";
        cei: "CEI", "CEI", "CEI";
        cei_long: "collection effectiveness, 100 is best", "effectiviteit van de inning, 100 is het best", "efficacité du recouvrement, 100 au mieux";

        q_incoming: "What comes in, and when?", "Wat komt er binnen, en wanneer?", "Qu’est-ce qui va rentrer, et quand\u{202f}?";
        incoming_4: "expected within four weeks, from what is open today", "verwacht binnen vier weken, uit wat vandaag openstaat", "attendus d’ici quatre semaines, sur l’encours d’aujourd’hui";
        incoming_1: "Within one week", "Binnen een week", "D’ici une semaine";
        incoming_n: "Within {n} weeks", "Binnen {n} weken", "D’ici {n} semaines";
        incoming_later: "Later", "Later", "Plus tard";
        incoming_never: "Not within a year past due", "Niet binnen een jaar na vervaldag", "Pas dans l’année suivant l’échéance";
        cash: "Expected cash by week", "Verwachte ontvangsten per week", "Encaissements attendus par semaine";
        cash_desc: "Bars of the cash expected in each of {n} weeks from the invoices open today. The largest is the week of {week}, with {amount}. Marks show what would come in if everything were paid when due.", "Staven van de verwachte ontvangsten in elk van {n} weken uit de facturen die vandaag openstaan. De grootste is de week van {week}, met {amount}. Streepjes tonen wat er zou binnenkomen als alles op de vervaldag betaald werd.", "Barres des encaissements attendus pour chacune des {n} semaines sur les factures ouvertes aujourd’hui. La plus haute est la semaine du {week}, avec {amount}. Les traits montrent ce qui rentrerait si tout était payé à l’échéance.";
        week_of: "Week of", "Week van", "Semaine du";
        expected_in: "Expected ({unit})", "Verwacht ({unit})", "Attendu ({unit})";
        contractual_in: "If paid when due ({unit})", "Bij betaling op vervaldag ({unit})", "Si payé à l’échéance ({unit})";
        range_in: "80% interval ({unit})", "80%-interval ({unit})", "Intervalle à 80\u{202f}% ({unit})";
        key_expected: "expected", "verwacht", "attendu";
        key_range: "80% interval", "80%-interval", "intervalle à 80\u{202f}%";
        key_contractual: "if paid when due", "bij betaling op vervaldag", "si payé à l’échéance";
        cash_note: "Each amount is what is open times the chance that it is paid in that week. Invoices still to be issued are not in it: the key figures have them.", "Elk bedrag is wat openstaat maal de kans dat het in die week betaald wordt. Facturen die nog gemaakt moeten worden zitten er niet in: die staan bij de kengetallen.", "Chaque montant est l’encours multiplié par la probabilité qu’il soit payé cette semaine-là. Les factures encore à émettre n’y figurent pas\u{a0}: voir les indicateurs.";
        incoming_unbooked: "Probably paid already, not yet booked", "Waarschijnlijk al betaald, nog niet geboekt", "Probablement déjà payé, pas encore comptabilisé";
        weeks: "Cash and overdue by week", "Ontvangsten en vervallen bedragen per week", "Encaissements et échus par semaine";
        weeks_lead: "From what is open and from invoices not yet issued or booked, and of what is open today: how much is expected to be overdue at the week’s end.", "Uit wat openstaat en uit facturen die nog niet gemaakt of geboekt zijn, en van wat nu openstaat: hoeveel er aan het eind van de week naar verwachting vervallen is.", "De l’encours et des factures non encore émises ou comptabilisées\u{202f}; et, de l’encours d’aujourd’hui, ce qui devrait être échu en fin de semaine.";
        open_cash_in: "From open invoices ({unit})", "Uit openstaande facturen ({unit})", "Des factures ouvertes ({unit})";
        total_range_in: "80% interval of both ({unit})", "80%-interval van beide ({unit})", "Intervalle à 80\u{202f}% des deux ({unit})";
        sales_in: "From new invoices ({unit})", "Uit nieuwe facturen ({unit})", "De nouvelles factures ({unit})";
        overdue_in: "Expected overdue at its end ({unit})", "Verwacht vervallen aan het eind ({unit})", "Échu attendu à sa fin ({unit})";
        months: "Key figures by month", "Kengetallen per maand", "Indicateurs par mois";
        months_nav: "Key figures", "Kengetallen", "Indicateurs";
        months_lead: "As known at each month's end. DSO, its best possible value and ADD are in days, over the 90 days before.", "Zoals bekend aan het eind van elke maand. DSO, de best mogelijke waarde ervan en ADD zijn in dagen, over de 90 dagen ervoor.", "Tel que connu à chaque fin de mois. Le DSO, sa meilleure valeur possible et l’ADD sont en jours, sur les 90 jours précédents.";
        day: "Day", "Dag", "Jour";
        open_in: "Open ({unit})", "Open ({unit})", "Encours ({unit})";
        overdue_now_in: "Overdue ({unit})", "Vervallen ({unit})", "Échu ({unit})";
        provision: "What will not be paid", "Wat niet betaald zal worden", "Ce qui ne sera pas payé";
        provision_lead: "By age: the share of such amounts that was not paid within a year of the due date or was written off, and what that makes of the amounts open today. Sectors with enough history have shares of their own and what is more than a year past due counts whole, so a provision is not its row’s share times what is open.", "Naar ouderdom: het aandeel van zulke bedragen dat niet binnen een jaar na de vervaldag betaald is of afgeboekt werd, en wat dat van de nu openstaande bedragen maakt. Sectoren met genoeg geschiedenis hebben eigen aandelen en wat meer dan een jaar vervallen is telt geheel, dus een voorziening is niet het aandeel van haar rij maal wat open staat.", "Par ancienneté\u{a0}: la part de tels montants non payée dans l’année suivant l’échéance ou passée en perte, et ce que cela représente sur l’encours d’aujourd’hui. Les secteurs assez documentés ont leurs propres parts et ce qui est échu depuis plus d’un an compte en entier, une provision n’est donc pas la part de sa ligne multipliée par l’ouvert.";
        lost_share: "Never paid", "Nooit betaald", "Jamais payé";
        provision_in: "Provision ({unit})", "Voorziening ({unit})", "Provision ({unit})";
        provision_share: "Share of open", "Aandeel van open", "Part de l’encours";
        provision_none: "There is less than a year of history, which tells no shares.", "Er is minder dan een jaar geschiedenis, en die zegt geen aandelen.", "Il y a moins d’un an d’historique\u{a0}: pas de parts.";
        total: "Total", "Totaal", "Total";

        no_cash: "There is no forecast: no settlement dates could be predicted.", "Er is geen prognose: er konden geen betaaldata worden voorspeld.", "Pas de prévision\u{a0}: aucune date de règlement n’a pu être prédite.";

        trend: "Late share over time", "Aandeel te laat door de tijd", "Part en retard au fil du temps";
        trend_nav: "Over time", "Verloop", "Évolution";
        trend_figure: "Late share by invoice month", "Aandeel te laat per factuurmaand", "Part en retard par mois de facturation";
        trend_lead: "Of the invoices of each month that have come due: the share that was not paid on time, by count and by amount.", "Van de facturen van elke maand die vervallen zijn: het aandeel dat niet op tijd betaald is, naar aantal en naar bedrag.", "Parmi les factures de chaque mois arrivées à échéance\u{a0}: la part non payée à temps, en nombre et en montant.";
        trend_desc: "Lines of the late share by invoice month from {from} to {until}. In the last complete month, {month}, it was {share} by count.", "Lijnen van het aandeel te laat per factuurmaand van {from} tot {until}. In de laatste volledige maand, {month}, was het {share} naar aantal.", "Courbes de la part en retard par mois de facturation, de {from} à {until}. Le dernier mois complet, {month}, elle était de {share} en nombre.";
        trend_immature: "Hollow points: months with invoices that are not yet due. Short terms come due first, so these shares will still move.", "Open punten: maanden met facturen die nog niet vervallen zijn. Korte termijnen vervallen eerst, dus deze aandelen bewegen nog.", "Points creux\u{a0}: mois dont des factures ne sont pas encore échues. Les délais courts échoient d’abord\u{a0}: ces parts bougeront encore.";
        trend_none: "No invoice has come due yet, so there is no late share to show.", "Er is nog geen factuur vervallen, dus er is geen aandeel te laat te tonen.", "Aucune facture n’est encore échue\u{a0}: il n’y a pas de part en retard à montrer.";
        month: "Invoice month", "Factuurmaand", "Mois de facturation";
        n_due: "Come due", "Vervallen", "Échues";
        n_not_due: "Not yet due", "Nog niet vervallen", "Pas encore échues";
        late_count: "Late, by count", "Te laat, naar aantal", "En retard, en nombre";
        late_amount: "Late, by amount", "Te laat, naar bedrag", "En retard, en montant";
        key_count: "by count", "naar aantal", "en nombre";
        key_amount: "by amount", "naar bedrag", "en montant";
        complete: "Complete", "Volledig", "Complet";
    }
}
