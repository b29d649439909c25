//! Texts on the input and the data dictionary.

super::texts! {
    /// What was read, and what the features mean.
    Quality {
        nav: "Data", "Gegevens", "Données";
        title: "The data", "De gegevens", "Les données";
        lead: "Rows read are rows used plus rows rejected, and so are amounts, to the cent. Rejected rows stand in rejected_rows.csv.", "Gelezen rijen zijn gebruikte plus geweigerde rijen, en bedragen evenzo, tot op de cent. Geweigerde rijen staan in rejected_rows.csv.", "Les lignes lues sont les lignes utilisées plus les lignes rejetées, et les montants de même, au centime près. Les lignes rejetées figurent dans rejected_rows.csv.";
        files: "Files", "Bestanden", "Fichiers";
        file: "File", "Bestand", "Fichier";
        table: "Table", "Tabel", "Table";
        read: "Read", "Gelezen", "Lues";
        used: "Used", "Gebruikt", "Utilisées";
        rejected: "Rejected", "Geweigerd", "Rejetées";
        rejects: "Rejected rows", "Geweigerde rijen", "Lignes rejetées";
        rejects_none: "No row was rejected.", "Er is geen rij geweigerd.", "Aucune ligne n’a été rejetée.";
        reason: "Reason", "Reden", "Motif";
        rows: "Rows", "Rijen", "Lignes";
        example: "For example", "Bijvoorbeeld (in het Engels)", "Par exemple (en anglais)";
        flags: "Odd, but kept", "Vreemd, maar behouden", "Inhabituel, mais conservé";
        flags_none: "Nothing odd was found.", "Er is niets vreemds gevonden.", "Rien d’inhabituel n’a été trouvé.";
        flag: "What", "Wat", "Quoi";
        absent: "Features left out", "Weggelaten kenmerken", "Caractéristiques omises";
        absent_lead: "The ledger does not hold their source. They are left out, not filled with a guess.", "De debiteurenadministratie bevat hun bron niet. Ze zijn weggelaten, niet met een gok gevuld.", "La comptabilité clients n’en contient pas la source. Elles sont omises, pas remplies par une supposition.";
        absent_none: "Every feature could be computed.", "Elk kenmerk kon berekend worden.", "Chaque caractéristique a pu être calculée.";
        missing: "Missing source", "Ontbrekende bron", "Source manquante";

        dictionary: "Data dictionary", "Gegevenswoordenboek", "Dictionnaire des données";
        dictionary_nav: "Dictionary", "Woordenboek", "Dictionnaire";
        dictionary_lead: "Every feature: what it means and how it is made. Nothing dated after the as-of date is used.", "Elk kenmerk: wat het betekent en hoe het gemaakt wordt. Niets van na de peildatum wordt gebruikt.", "Chaque caractéristique\u{a0}: ce qu’elle signifie et comment elle est faite. Rien de postérieur à la date de situation n’est utilisé.";
        meaning: "Meaning", "Betekenis", "Signification";
        sources: "Made from", "Gemaakt uit", "Faite de";
        formula: "Formula", "Formule (in het Engels)", "Formule (en anglais)";
        used_in: "Used in", "Gebruikt in", "Utilisée dans";
        in_model: "model", "model", "modèle";
        in_clusters: "clusters", "clusters", "groupes";
    }
}
