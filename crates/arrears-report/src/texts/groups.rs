//! Texts on clusters and sectors.

super::texts! {
    /// Groups of customers.
    Groups {
        clusters_title: "Clusters: customers with alike payment behaviour", "Clusters: klanten met vergelijkbaar betaalgedrag", "Groupes\u{a0}: clients au comportement de paiement semblable";
        clusters_nav: "Clusters", "Clusters", "Groupes";
        clusters_none: "No clusters were made: there are too few customers with enough history.", "Er zijn geen clusters gemaakt: er zijn te weinig klanten met genoeg betaalgeschiedenis.", "Aucun groupe n’a été formé\u{a0}: trop peu de clients ont un historique suffisant.";
        clusters_n: "{n} customers in {k} clusters.", "{n} klanten in {k} clusters.", "{n} clients en {k} groupes.";
        cluster: "Cluster", "Cluster", "Groupe";
        size: "Customers", "Klanten", "Clients";
        share: "Share of open", "Aandeel van open", "Part de l’encours";
        mean_risk: "Mean risk", "Gemiddeld risico", "Risque moyen";
        stability: "Stability", "Stabiliteit", "Stabilité";
        stability_note: "Stability is how alike a cluster comes back when customers are drawn again: 1 is the same customers; below {least} it is no clear group and gets no name.", "Stabiliteit is hoe gelijk een cluster terugkomt als klanten opnieuw getrokken worden: 1 is dezelfde klanten; onder {least} is het geen duidelijke groep en krijgt hij geen naam.", "La stabilité mesure à quel point un groupe revient quand on retire les clients au sort\u{a0}: 1 signifie les mêmes clients\u{202f}; sous {least}, le groupe est dit peu net et ne reçoit pas de nom.";

        profiles: "What sets each cluster apart", "Wat elke cluster onderscheidt", "Ce qui distingue chaque groupe";
        profiles_lead: "Each cell says how far the cluster’s mean lies above (+) or below (−) the mean of all customers, in standard deviations; below it, the mean itself. These are the very features that the clusters were made from: the figures describe and prove nothing. One cluster that stands far out draws the mean of all towards it: the others then lie close together on its other side.", "Elke cel zegt hoe ver het gemiddelde van de cluster boven (+) of onder (−) dat van alle klanten ligt, in standaardafwijkingen; daaronder het gemiddelde zelf. Het zijn de kenmerken waarvan de clusters gemaakt zijn: de cijfers beschrijven, en bewijzen niets. Eén cluster die er ver uit ligt, trekt het gemiddelde van alle naar zich toe: de andere liggen dan dicht bijeen aan de andere kant.", "Chaque case dit de combien la moyenne du groupe est au-dessus (+) ou au-dessous (−) de celle de tous les clients, en écarts-types\u{202f}; en dessous, la moyenne elle-même. Ce sont les caractéristiques mêmes dont les groupes sont faits\u{a0}: les chiffres décrivent et ne prouvent rien. Un groupe très éloigné tire à lui la moyenne de tous\u{a0}: les autres se retrouvent alors serrés de l’autre côté.";
        feature: "Feature", "Kenmerk", "Caractéristique";
        all_customers: "All", "Alle", "Tous";

        map: "Map of the customers", "Kaart van de klanten", "Carte des clients";
        map_desc: "Scatter plot of {n} customers on the two main directions in which they differ, in {k} clusters. Customers near each other pay alike.", "Spreidingsdiagram van {n} klanten op de twee hoofdrichtingen waarin ze verschillen, in {k} clusters. Klanten dicht bij elkaar betalen vergelijkbaar.", "Nuage de points de {n} clients selon les deux directions principales qui les distinguent, en {k} groupes. Des clients proches paient de façon semblable.";
        map_variance: "The two directions hold {share} of all differences.", "De twee richtingen bevatten {share} van alle verschillen.", "Les deux directions contiennent {share} de toutes les différences.";
        map_beyond: "Far from all others and drawn at the edge: {n}.", "Ver van alle andere en aan de rand getekend: {n}.", "Loin de tous les autres et dessinés au bord\u{a0}: {n}.";
        map_axis_1: "first main direction →", "eerste hoofdrichting →", "première direction principale →";
        map_axis_2: "second main direction ↑", "tweede hoofdrichting ↑", "deuxième direction principale ↑";
        on_map: "On the map", "Op de kaart", "Sur la carte";
        centre_1: "Centre, first direction", "Midden, eerste richting", "Centre, première direction";
        centre_2: "Centre, second direction", "Midden, tweede richting", "Centre, deuxième direction";

        k_choice: "How many clusters?", "Hoeveel clusters?", "Combien de groupes\u{202f}?";
        k_desc: "Line of the silhouette, a measure of how well apart clusters are, for {from} to {until} clusters; a faint one of how well the least stable cluster is found again. Chosen: {k}.", "Lijn van de silhouet, een maat voor hoe goed clusters gescheiden zijn, voor {from} tot {until} clusters; een lichte van hoe goed het minst stabiele cluster wordt teruggevonden. Gekozen: {k}.", "Courbe de la silhouette, une mesure de la séparation des groupes, pour {from} à {until} groupes\u{202f}; en clair, la stabilité du groupe le moins bien retrouvé. Choix\u{a0}: {k}.";
        stability_least: "Least stability", "Laagste stabiliteit", "Stabilité la plus faible";
        agreement: "Agreement", "Overeenstemming", "Concordance";
        gap: "Gap", "Gap", "Gap";
        apart: "Apart", "Apart", "À part";
        sound: "Sound", "Betrouwbaar", "Fiable";
        k: "Clusters", "Clusters", "Groupes";
        k_axis: "number of clusters", "aantal clusters", "nombre de groupes";
        silhouette: "Silhouette", "Silhouet", "Silhouette";
        inertia: "Inertia", "Inertie", "Inertie";
        calinski: "Calinski-Harabasz", "Calinski-Harabasz", "Calinski-Harabasz";
        smallest: "Smallest", "Kleinste", "Plus petit";
        chosen: "Chosen", "Gekozen", "Choisi";

        sectors_chart: "Invoices more than 14 days late, by sector", "Facturen meer dan 14 dagen te laat, per sector", "Factures avec plus de 14 jours de retard, par secteur";
        sector: "Sector", "Sector", "Secteur";
        late_share: "More than 14 days late", "Meer dan 14 dagen te laat", "Plus de 14 jours de retard";
        shrunken: "At a typical customer", "Bij een doorsneeklant", "Chez un client typique";
        key_share: "share, 95% interval", "aandeel, 95%-interval", "part, intervalle 95\u{202f}%";
        key_shrunken: "typical customer", "doorsneeklant", "client typique";
        dunning: "Mean dunning level", "Gemiddeld aanmaanniveau", "Niveau de relance moyen";
        measure: "Measure", "Maatregel", "Mesure";
    }
}
