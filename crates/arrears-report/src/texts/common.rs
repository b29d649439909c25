//! Texts that belong to no section, and the words of tables and charts.

super::texts! {
    /// Words used all over the page.
    Common {
        title: "Late-payment risk", "Risico op late betaling", "Risque de retard de paiement";
        as_of: "As of {date}", "Peildatum {date}", "Situation au {date}";
        skip: "Skip to the report", "Naar het rapport", "Aller au rapport";
        contents: "Contents", "Inhoud", "Sommaire";
        nav_overview: "First page", "Eerste pagina", "Première page";
        figures: "Figures behind this chart", "Cijfers achter deze grafiek", "Chiffres de ce graphique";
        filter: "Filter this table", "Filter deze tabel", "Filtrer ce tableau";
        shown: "{n} of {total} rows", "{n} van {total} rijen", "{n} lignes sur {total}";
        show_all: "Show all {n} rows", "Toon alle {n} rijen", "Afficher les {n} lignes";
        sort: "Sort by this column", "Sorteer op deze kolom", "Trier selon cette colonne";
        scrolls: "Table, scrolls sideways: {table}", "Tabel, schuift opzij: {table}", "Tableau à défilement horizontal\u{a0}: {table}";
        yes: "yes", "ja", "oui";
        no: "no", "nee", "non";
        unknown: "(not given)", "(niet opgegeven)", "(non renseigné)";
        customers: "Customers", "Klanten", "Clients";
        invoices: "Invoices", "Facturen", "Factures";
        open_in: "Open ({unit})", "Open ({unit})", "Encours ({unit})";
        overdue_in: "Overdue ({unit})", "Vervallen ({unit})", "Échu ({unit})";
        amount_in: "Amount ({unit})", "Bedrag ({unit})", "Montant ({unit})";
        thousands: "thousand {unit}", "duizend {unit}", "milliers {unit}";
        millions: "million {unit}", "miljoen {unit}", "millions {unit}";
        days: "{n} days", "{n} dagen", "{n}\u{a0}jours";
        interval: "95% interval", "95%-interval", "Intervalle à 95\u{202f}%";
        to: "{low} to {high}", "{low} tot {high}", "{low} à {high}";
        unit: "Unit", "Eenheid", "Unité";
    }
}
