//! Texts on what clusters are known by, what came after, and who went where.

super::texts! {
    /// Clusters in depth.
    Clusters {
        defining: "What sets it apart", "Wat hem onderscheidt", "Ce qui le distingue";
        often: "More often", "Vaker", "Plus souvent";
        often_in: "{value}: {share} of its customers, {overall} of all", "{value}: {share} van zijn klanten, {overall} van alle", "{value}\u{a0}: {share} de ses clients, {overall} de tous";
        overdue: "Of which past due", "Waarvan vervallen", "Dont échu";

        paths: "When its invoices are paid", "Wanneer de facturen betaald worden", "Quand les factures sont payées";
        paths_desc: "Lines of the share of invoices settled by days after the due date, for {k} clusters.", "Lijnen van het aandeel facturen dat is voldaan, naar dagen na de vervaldatum, voor {k} clusters.", "Courbes de la part des factures réglées selon les jours après l’échéance, pour {k} groupes.";
        paths_axis: "days after the due date", "dagen na de vervaldatum", "jours après l’échéance";
        paths_note: "Each share is of the invoices of which it is known by now; a customer with many invoices has a bounded say.", "Elk aandeel is van de facturen waarvan het nu bekend is; een klant met veel facturen telt begrensd mee.", "Chaque part porte sur les factures dont on le sait à ce jour\u{202f}; le poids d’un client aux nombreuses factures est borné.";
        settled: "settled", "voldaan", "réglé";
        settled_by: "Settled {days} d", "Voldaan {days} d", "Réglé {days} j";
        reached: "Reached level {level}", "Niveau {level} bereikt", "Niveau {level} atteint";
        reached_last: "Reached level {level} or more", "Niveau {level} of hoger bereikt", "Niveau {level} ou plus atteint";

        after: "What came after: late in the 90 days that followed", "Wat daarna kwam: te laat in de 90 dagen erna", "Ce qui a suivi\u{a0}: retards dans les 90 jours suivants";
        after_desc: "Points with intervals of the late share that followed, for {k} clusters. Of all customers together it was {share}.", "Punten met intervallen van het aandeel te laat dat volgde, voor {k} clusters. Voor alle klanten samen was het {share}.", "Points avec intervalles de la part en retard qui a suivi, pour {k} groupes. Pour tous les clients ensemble, elle était de {share}.";
        after_note: "A cluster is judged by what it was not made from: customers were placed by what was known on {date}, and the invoices issued after that day and due by now show how late they then were. Clusters with fewer than 30 such invoices or 10 customers are left out.", "Een cluster wordt beoordeeld op wat niet gebruikt is om hem te maken: klanten zijn ingedeeld met wat op {date} bekend was, en de facturen die daarna zijn uitgereikt en nu vervallen zijn, tonen hoe laat ze toen waren. Clusters met minder dan 30 zulke facturen of 10 klanten zijn weggelaten.", "Un groupe est jugé sur ce qui n’a pas servi à le former\u{a0}: les clients ont été classés selon ce qu’on savait le {date}, et les factures émises ensuite et échues à ce jour montrent leurs retards d’alors. Les groupes de moins de 30 de ces factures ou de moins de 10 clients sont omis.";
        all_together: "all together", "alle samen", "tous ensemble";
        after_share: "Late", "Te laat", "En retard";

        migration_title: "Since {date}: who went where", "Sinds {date}: wie ging waarheen", "Depuis le {date}\u{a0}: qui est passé où";
        migration_untold: "Compared with the model before", "Vergeleken met het vorige model", "Par rapport au modèle précédent";
        migration_lead: "A cluster keeps its number from month to month where it holds the same customers; a new one gets a number that was never used.", "Een cluster houdt van maand tot maand zijn nummer als hij dezelfde klanten bevat; een nieuwe krijgt een nummer dat nooit is gebruikt.", "Un groupe garde son numéro d’un mois à l’autre tant qu’il réunit les mêmes clients\u{202f}; un nouveau groupe reçoit un numéro jamais utilisé.";
        migration_first: "These are the first clusters: there is no earlier champion to compare them with.", "Dit zijn de eerste clusters: er is geen eerder gebruikt model om ze mee te vergelijken.", "Ce sont les premiers groupes\u{a0}: il n’y a pas de modèle précédent auquel les comparer.";
        migration_clusters: "From cluster to cluster", "Van cluster naar cluster", "D’un groupe à l’autre";
        migration_segments: "From segment to segment", "Van segment naar segment", "D’un segment à l’autre";
        migration_desc: "Matrix of the customers of {date} by where they are now. {share} stayed where they were.", "Matrix van de klanten van {date} naar waar ze nu zijn. {share} bleef waar hij was.", "Matrice des clients du {date} selon leur place actuelle. {share} sont restés à leur place.";
        migration_note: "Of 100 customers of a row, how many are in each column now. {share} of the customers known on both days are where they were.", "Van 100 klanten van een rij: hoeveel er nu in elke kolom zitten. {share} van de klanten die op beide dagen bekend zijn, zit waar hij zat.", "Sur 100 clients d’une ligne, combien sont maintenant dans chaque colonne. {share} des clients connus aux deux dates sont restés à leur place.";
        then: "then", "toen", "avant";
        now: "now", "nu", "maintenant";
        from: "From", "Van", "De";
        to: "To", "Naar", "Vers";
        change: "Change", "Verandering", "Changement";
        few_invoices: "too few invoices to group", "te weinig facturen om in te delen", "trop peu de factures pour un classement";
        unlike: "unlike the others", "anders dan de rest", "différent des autres";
        gone: "{id} (gone)", "{id} (niet meer)", "{id} (disparu)";
        column_of: "Column {id}: {name}.", "Kolom {id}: {name}.", "Colonne {id}\u{a0}: {name}.";
        not_known: "not known then", "toen niet bekend", "inconnus alors";

        stayed: "stayed", "gebleven", "resté";
        moved: "moved", "verplaatst", "déplacé";
        split: "split off", "afgesplitst", "scindé";
        merged: "merged", "samengegaan", "fusionné";
        dissolved: "dissolved", "uiteengevallen", "dispersé";
        gathered: "gathered into a new cluster", "verzameld in een nieuwe cluster", "réuni dans un nouveau groupe";
        placed: "placed, or set apart", "ingedeeld, of apart gezet", "classé, ou mis à part";
        appeared: "not known then", "toen niet bekend", "inconnu alors";
        better: "lower risk", "lager risico", "risque moindre";
        worse: "higher risk", "hoger risico", "risque accru";

        fate_kept: "Cluster {id} is the same: of {before} customers {now} are still in it.", "Cluster {id} is dezelfde: van {before} klanten zitten er nog {now} in.", "Le groupe {id} est le même\u{a0}: sur {before} clients, {now} y sont encore.";
        fate_split: "Cluster {id} is new: it split off from cluster {other}, with {now} customers.", "Cluster {id} is nieuw: hij is afgesplitst van cluster {other}, met {now} klanten.", "Le groupe {id} est nouveau\u{a0}: il s’est détaché du groupe {other}, avec {now} clients.";
        fate_born: "Cluster {id} is new: its {now} customers come from several clusters.", "Cluster {id} is nieuw: zijn {now} klanten komen uit verschillende clusters.", "Le groupe {id} est nouveau\u{a0}: ses {now} clients viennent de plusieurs groupes.";
        fate_merged: "Cluster {id} is gone: most of its {before} customers are in cluster {other} now.", "Cluster {id} is er niet meer: de meeste van zijn {before} klanten zitten nu in cluster {other}.", "Le groupe {id} n’existe plus\u{a0}: la plupart de ses {before} clients sont maintenant dans le groupe {other}.";
        fate_dissolved: "Cluster {id} is gone: its {before} customers are spread over several clusters.", "Cluster {id} is er niet meer: zijn {before} klanten zijn over verschillende clusters verspreid.", "Le groupe {id} n’existe plus\u{a0}: ses {before} clients se répartissent entre plusieurs groupes.";
    }
}
