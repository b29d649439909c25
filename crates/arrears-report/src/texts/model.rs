//! Texts on the model and how far to trust it.

super::texts! {
    /// The late-payment model.
    Model {
        q_trust: "Can I trust the model?", "Kan ik op het model vertrouwen?", "Puis-je faire confiance au modèle\u{202f}?";
        trust_yes: "Yes, with a person’s judgement", "Ja, met het oordeel van een mens erbij", "Oui, avec le jugement d’une personne";
        trust_partly: "In part", "Ten dele", "En partie";
        trust_no: "No: a simple rule does as well", "Nee: een eenvoudige regel doet het even goed", "Non\u{a0}: une règle simple fait aussi bien";
        trust_few: "Too early to say", "Te vroeg om te zeggen", "Trop tôt pour le dire";
        trust_untested: "Not tested yet", "Nog niet getest", "Pas encore testé";
        trust_no_model: "There is no model", "Er is geen model", "Il n’y a pas de modèle";
        trust_tested: "Tested on {n} invoices it had not seen, of which {share} were late.", "Getest op {n} facturen die het niet gezien had, waarvan {share} te laat.", "Testé sur {n} factures qu’il n’avait pas vues, dont {share} en retard.";
        trust_tested_dates: "Tested on {n} invoices it had not seen, from {from} to {until}, of which {share} were late.", "Getest op {n} facturen die het niet gezien had, van {from} tot {until}, waarvan {share} te laat.", "Testé sur {n} factures qu’il n’avait pas vues, du {from} au {until}, dont {share} en retard.";
        trust_why_few: "A test needs at least 200 invoices, 50 of them late; this one has {n} and {late}.", "Een test vraagt minstens 200 facturen, waarvan 50 te laat; deze heeft er {n} en {late}.", "Un test demande au moins 200 factures, dont 50 en retard\u{202f}; celui-ci en a {n} et {late}.";
        trust_why_untested: "No invoices were kept apart to test it on; its figures on what it was trained on say little.", "Er zijn geen facturen apart gehouden om het op te testen; de cijfers op wat het geleerd heeft zeggen weinig.", "Aucune facture n’a été gardée à part pour le tester\u{202f}; ses résultats sur l’apprentissage disent peu.";
        trust_why_none: "The ledger holds too little history to learn from. What is outstanding and who is overdue stand as they are.", "De debiteurenadministratie bevat te weinig betaalgeschiedenis om van te leren. Wat openstaat en wie achter is, blijft zoals het is.", "La comptabilité clients contient trop peu d’historique pour apprendre. L’encours et l’échu restent ce qu’ils sont.";
        check_order: "Puts late before timely: in {auc} of 100 pairs, the late invoice has the higher risk (best simple rule: {baseline}; chance: 50).", "Zet te laat voor op tijd: in {auc} van 100 paren heeft de late factuur het hoogste risico (beste eenvoudige regel: {baseline}; toeval: 50).", "Classe le retard avant la ponctualité\u{a0}: dans {auc} paires sur 100, la facture en retard a le risque le plus haut (meilleure règle simple\u{a0}: {baseline}\u{202f}; hasard\u{a0}: 50).";
        check_close: "Comes closer: its squared error is {brier} (best simple rule: {baseline}; lower is better).", "Zit er dichter bij: de kwadratische fout is {brier} (beste eenvoudige regel: {baseline}; lager is beter).", "S’approche davantage\u{a0}: son erreur quadratique est {brier} (meilleure règle simple\u{a0}: {baseline}\u{202f}; plus bas est mieux).";
        check_days: "Names the day of payment better than the best simple rule: off by {days} days on average, the rule by {baseline} (apart from the verdict).", "Noemt de betaaldag beter dan de beste eenvoudige regel: er gemiddeld {days} dagen naast, de regel {baseline} (buiten het oordeel).", "Il situe le jour du paiement mieux que la meilleure règle simple\u{a0}: à {days} jours près en moyenne, la règle à {baseline} (hors verdict).";
        check_calibrated: "Means what it says: predicted and observed late shares differ by {ece} percentage points on average ({limit} or less is good).", "Bedoelt wat het zegt: voorspelde en waargenomen aandelen te laat verschillen gemiddeld {ece} procentpunt ({limit} of minder is goed).", "Dit ce qu’il veut dire\u{a0}: parts en retard prédites et observées diffèrent de {ece} points de pourcentage en moyenne ({limit} ou moins est bon).";
        passed: "yes", "ja", "oui";
        failed: "no", "nee", "non";
        not_known: "not known", "niet bekend", "inconnu";

        title: "The late-payment model", "Het model voor late betaling", "Le modèle de retard de paiement";
        nav: "Model", "Model", "Modèle";
        none: "No late-payment model could be used for this ledger.", "Voor deze debiteurenadministratie kon geen model voor late betaling worden gebruikt.", "Aucun modèle de retard de paiement n’a pu être utilisé pour cette comptabilité clients.";
        trained: "Trained on {n} invoices", "Getraind op {n} facturen", "Entraîné sur {n} factures";
        trained_dates: "Trained on {n} invoices from {from} to {until}", "Getraind op {n} facturen van {from} tot {until}", "Entraîné sur {n} factures du {from} au {until}";
        one_of_many: " It is the last of {n} models, one a month: each knew what was known before its month, and outcomes are told as known at the end of the ledger.", " Het is het laatste van {n} modellen, één per maand: elk wist wat voor zijn maand bekend was, en uitkomsten staan zoals aan het eind van het grootboek bekend.", " C’est le dernier de {n} modèles, un par mois\u{a0}: chacun savait ce qui était connu avant son mois, et les résultats sont donnés tels que connus à la fin du grand livre.";
        penalty: "penalty {l2}", "regularisatie {l2}", "pénalité {l2}";
        metrics: "How well it did, beside simpler ways", "Hoe goed het deed, naast eenvoudigere manieren", "Ses résultats, à côté de méthodes plus simples";
        metrics_lead: "“Test” is out of time: no invoice is predicted by a model that knew it or anything after the model’s own day. AUC, Gini and KS are better when high; Brier, log loss and ECE when low.", "“Test” ligt in de tijd na de training: geen factuur is voorspeld door een model dat haar kende of iets van na zijn eigen dag. AUC, Gini en KS zijn beter als ze hoog zijn; Brier, log loss en ECE als ze laag zijn.", "Le «\u{a0}test\u{a0}» est postérieur à l’apprentissage\u{a0}: aucune facture n’est prédite par un modèle qui la connaissait ou savait quoi que ce soit d’après son propre jour. AUC, Gini et KS sont meilleurs hauts\u{202f}; Brier, log loss et ECE, bas.";
        sample: "Sample", "Steekproef", "Échantillon";
        scored_by: "Predicted by", "Voorspeld door", "Prédit par";
        event_rate: "Late", "Te laat", "En retard";
        mae_days: "Error in days", "Fout in dagen", "Erreur en jours";
        coverage: "In 80% interval", "In 80%-interval", "Dans l’intervalle à 80\u{202f}%";
        amount_ratio: "Predicted / real late amount", "Voorspeld / echt laat bedrag", "Montant en retard prédit / réel";
        model: "model", "model", "modèle";
        baseline: "simple rule", "eenvoudige regel", "règle simple";
        ablation: "variant", "variant", "variante";
        challenger: "challenger", "uitdager", "concurrent";

        roc: "Late found against false alarms (ROC)", "Gevonden late facturen tegen valse alarmen (ROC)", "Retards trouvés et fausses alertes (ROC)";
        roc_desc: "ROC curves: the share of late invoices found against the share of timely invoices flagged. The model’s area under the curve is {auc}; on the diagonal it would be 0.5.", "ROC-curven: het aandeel gevonden late facturen tegen het aandeel op tijd betaalde facturen dat gemeld wordt. De oppervlakte onder de curve van het model is {auc}; op de diagonaal zou die 0,5 zijn.", "Courbes ROC\u{a0}: part des factures en retard trouvées contre part des factures à temps signalées. L’aire sous la courbe du modèle est {auc}\u{202f}; sur la diagonale, elle serait de 0,5.";
        roc_x: "timely invoices flagged", "op tijd betaalde facturen gemeld", "factures à temps signalées";
        roc_y: "late invoices found", "late facturen gevonden", "factures en retard trouvées";
        roc_at: "Late found at {share} flagged", "Late gevonden bij {share} gemeld", "Retards trouvés à {share} signalés";
        reliability: "Predicted against observed (calibration)", "Voorspeld tegen waargenomen (kalibratie)", "Prédit contre observé (calibration)";
        reliability_desc: "Points of the observed late share against the predicted one in {n} bins, with 95% intervals. On the diagonal, the model means what it says.", "Punten van het waargenomen tegen het voorspelde aandeel te laat in {n} klassen, met 95%-intervallen. Op de diagonaal bedoelt het model wat het zegt.", "Points de la part en retard observée contre la part prédite dans {n} classes, avec intervalles à 95\u{202f}%. Sur la diagonale, le modèle dit ce qu’il veut dire.";
        reliability_note: "Points on the diagonal: of the invoices given 40%, 40% were late. Lines: 95% intervals.", "Punten op de diagonaal: van de facturen die 40% kregen, was 40% te laat. Lijnen: 95%-intervallen.", "Points sur la diagonale\u{a0}: parmi les factures à 40\u{202f}%, 40\u{202f}% étaient en retard. Traits\u{a0}: intervalles à 95\u{202f}%.";
        reliability_bars: "Bars: how many invoices each point stands for.", "Staven: voor hoeveel facturen elk punt staat.", "Barres\u{a0}: combien de factures chaque point représente.";
        predicted: "predicted", "voorspeld", "prédit";
        observed: "observed", "waargenomen", "observé";
        predicted_h: "Predicted", "Voorspeld", "Prédit";
        observed_h: "Observed", "Waargenomen", "Observé";

        coefficients: "What the prediction rests on", "Waarop de voorspelling steunt", "Sur quoi repose la prédiction";
        coefficients_lead: "Each figure is the change of the log-odds of being late for one standard deviation more of the feature, others alike. Features that overlap share their weight.", "Elk cijfer is de verandering van de log-odds op te laat bij één standaardafwijking meer van het kenmerk, de andere gelijk. Kenmerken die overlappen delen hun gewicht.", "Chaque chiffre est la variation du log des cotes de retard pour un écart-type de plus de la caractéristique, les autres égales. Des caractéristiques qui se recouvrent partagent leur poids.";
        associations: "These are associations, not causes. Reminders follow on lateness: that a customer was reminded often goes with risk, it does not make the risk.", "Dit zijn verbanden, geen oorzaken. Aanmaningen volgen op te laat betalen: dat een klant vaak aangemaand is gaat samen met risico, het maakt het risico niet.", "Ce sont des associations, pas des causes. Les relances suivent les retards\u{a0}: avoir été souvent relancé accompagne le risque, ne le crée pas.";
        coefficients_desc: "Points with 95% intervals of the {n} weightiest coefficients. The weightiest is “{feature}” with {value}.", "Punten met 95%-intervallen van de {n} zwaarste coëfficiënten. De zwaarste is “{feature}” met {value}.", "Points avec intervalles à 95\u{202f}% des {n} coefficients les plus lourds. Le plus lourd est «\u{a0}{feature}\u{a0}», avec {value}.";
        coefficients_axis: "change of log-odds per standard deviation", "verandering van log-odds per standaardafwijking", "variation du log des cotes par écart-type";
        coefficient: "Coefficient", "Coëfficiënt", "Coefficient";
        standard_error: "Standard error", "Standaardfout", "Erreur-type";
        odds_ratio: "Odds ratio per SD", "Oddsratio per SD", "Rapport de cotes par é.-t.";

        groups: "How well it did per group", "Hoe goed het deed per groep", "Ses résultats par groupe";
        groups_lead: "A group that does much worse than the whole deserves a person’s look before its predictions are used.", "Een groep die het veel slechter doet dan het geheel verdient de blik van een mens voor haar voorspellingen gebruikt worden.", "Un groupe nettement moins bon que l’ensemble mérite le regard d’une personne avant d’utiliser ses prédictions.";
        dimension: "By", "Naar", "Par";
        group: "Group", "Groep", "Groupe";
    }
}
