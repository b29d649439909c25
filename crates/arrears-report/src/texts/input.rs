//! Texts on what the input holds by month, and whether it adds up.

super::texts! {
    /// The quality of the input.
    Input {
        findings: "Look at this first", "Kijk hier eerst naar", "À regarder d’abord";
        findings_lead: "What is written in bold makes figures wrong if it is what it looks like.", "Wat vet staat, maakt cijfers fout als het is wat het lijkt.", "Ce qui est en gras fausse les chiffres si c’est bien ce que cela semble être.";
        findings_none: "No gap, no early end and no suspicious spike was found.", "Er is geen gat, geen vroegtijdig einde en geen verdachte piek gevonden.", "Aucune lacune, aucune fin prématurée et aucun pic suspect n’a été trouvé.";
        amount_used: "Amount used ({unit})", "Bedrag gebruikt ({unit})", "Montant utilisé ({unit})";
        amount_rejected: "Amount rejected ({unit})", "Bedrag geweigerd ({unit})", "Montant rejeté ({unit})";
        n_unreadable: "Amounts unreadable", "Bedragen onleesbaar", "Montants illisibles";

        control: "Control totals on {date}", "Controletotalen op {date}", "Totaux de contrôle au {date}";
        control_lead: "Added up from the rows, to the cent; control_totals.csv has them by customer.", "Opgeteld uit de rijen, tot op de cent; control_totals.csv bevat ze per klant.", "Additionnés à partir des lignes, au centime près\u{202f}; control_totals.csv les donne par client.";
        line: "Line", "Post", "Poste";
        debit_in: "Debit ({unit})", "Debet ({unit})", "Débit ({unit})";
        credit_in: "Credit ({unit})", "Credit ({unit})", "Crédit ({unit})";
        invoiced: "Invoices", "Facturen", "Factures";
        reversals: "Payments taken back", "Teruggeboekte betalingen", "Paiements repris";
        credit_notes_used: "Credit notes used up", "Verbruikte creditnota’s", "Avoirs utilisés";
        payments: "Payments on invoices", "Betalingen op facturen", "Paiements sur factures";
        credit_notes: "Credit notes", "Creditnota’s", "Avoirs";
        discounts: "Discounts", "Betalingskortingen", "Escomptes";
        offsets: "Offsets", "Verrekeningen", "Compensations";
        write_offs: "Write-offs", "Afboekingen", "Passages en perte";
        unallocated: "Cash on no invoice", "Geld zonder factuur", "Encaissements sans facture";
        balance: "Open balance", "Openstaand saldo", "Encours";
        agrees: "This is the general ledger’s balance, to the cent.", "Dit is het saldo van het grootboek, tot op de cent.", "C’est le solde du grand livre, au centime près.";
        not_compared: "The config gives no balance of the general ledger to compare it with.", "De config geeft geen saldo van het grootboek om mee te vergelijken.", "La configuration ne donne pas de solde du grand livre à comparer.";

        rows_figure: "Rows by month and table", "Rijen per maand en tabel", "Lignes par mois et par table";
        rows_desc: "Bars of the rows by month for {n} tables. The tables end so: {ends}.", "Staven van de rijen per maand voor {n} tabellen. De tabellen eindigen zo: {ends}.", "Barres des lignes par mois pour {n} tables. Les tables finissent ainsi\u{a0}: {ends}.";
        rows_note: "Each strip has a scale of its own. A month without a row is filled in orange.", "Elke strook heeft een eigen schaal. Een maand zonder rij is oranje gevuld.", "Chaque bande a sa propre échelle. Un mois sans ligne est rempli en orange.";
        rows_cut: "Of longer tables the last {n} months are shown.", "Van langere tabellen zijn de laatste {n} maanden getoond.", "Pour les tables plus longues, les {n} derniers mois sont montrés.";
        from: "From", "Van", "Du";
        until: "Until", "Tot en met", "Au";
        rows_outside: "Dated apart", "Los gedateerd", "Datées à part";
        busiest: "Busiest month", "Drukste maand", "Mois le plus chargé";
        quietest: "Quietest month", "Stilste maand", "Mois le plus calme";

        coverage_figure: "How far columns are filled, by month", "Hoe ver kolommen gevuld zijn, per maand", "Remplissage des colonnes, par mois";
        coverage_desc: "A cell per month for {n} columns that are not filled everywhere, the darker the fuller. The last, {column}, is filled in {share} of the rows.", "Een vakje per maand voor {n} kolommen die niet overal gevuld zijn, hoe donkerder hoe voller. De laatste, {column}, is in {share} van de rijen gevuld.", "Une case par mois pour {n} colonnes qui ne sont pas remplies partout, plus foncée quand elle est plus remplie. La dernière, {column}, est remplie dans {share} des lignes.";
        coverage_note: "A column that is filled in every row is not shown, nor one that never is.", "Een kolom die in elke rij gevuld is, staat er niet bij, en een die nooit gevuld is evenmin.", "Une colonne remplie dans chaque ligne n’est pas montrée, ni celle qui ne l’est jamais.";
        column: "Column", "Kolom", "Colonne";
        filled: "Filled", "Gevuld", "Remplie";
        filled_least: "Least, in a month", "Minst, in een maand", "Minimum, dans un mois";
        filled_last: "In the last month", "In de laatste maand", "Le dernier mois";

        bookings: "Booked after the fact", "Achteraf geboekt", "Comptabilisé après coup";
        bookings_lead: "Days from a row’s own date to its booking. What was booked later was not known on a past as-of date.", "Dagen van de eigen datum van een rij tot de boeking. Wat later geboekt is, was op een eerdere peildatum niet bekend.", "Jours entre la date d’une ligne et sa comptabilisation. Ce qui a été comptabilisé plus tard n’était pas connu à une date de situation passée.";
        booked_late: "Booked later", "Later geboekt", "Comptabilisées plus tard";
        retroactive: "In a later month", "In een latere maand", "Dans un mois suivant";
        month_late: "More than 31 days", "Meer dan 31 dagen", "Plus de 31 jours";
        half: "Half within (days)", "De helft binnen (dagen)", "La moitié en (jours)";
        nine_in_ten: "90% within (days)", "90% binnen (dagen)", "90\u{202f}% en (jours)";
        latest: "Latest (days)", "Laatste (dagen)", "La plus tardive (jours)";
    }
}
