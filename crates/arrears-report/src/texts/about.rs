//! Texts on what the report and the model are for, and what they are not for.

super::texts! {
    /// Intended use, limits, and the words of the model card.
    About {
        nav: "About", "Over", "À propos";
        title: "About this report", "Over dit rapport", "À propos de ce rapport";
        no_judgement: "Estimating risk is not passing judgement.", "Risico inschatten is geen oordeel vellen.", "Estimer un risque n’est pas juger.";
        no_judgement_long: "A figure here says how likely invoices are to be paid late, from how earlier invoices were paid. It says nothing of a customer’s character. Use it to choose terms, reminders and a channel that fit; exclude nobody on it alone; be able to explain every outcome to the customer concerned.", "Een cijfer hier zegt hoe waarschijnlijk het is dat facturen te laat betaald worden, op grond van hoe eerdere facturen betaald zijn. Het zegt niets over iemands karakter. Gebruik het om termijnen, aanmaningen en een kanaal te kiezen die passen; sluit niemand alleen daarop uit; wees in staat elke uitkomst aan de betrokken klant uit te leggen.", "Un chiffre indique ici la probabilité que des factures soient payées en retard, d’après le paiement des factures passées. Il ne dit rien du caractère d’un client. Servez-vous-en pour choisir des délais, des relances et un canal adaptés\u{202f}; n’excluez personne sur cette seule base\u{202f}; soyez à même d’expliquer chaque résultat au client concerné.";
        definitions: "Definitions", "Definities", "Définitions";
        def_late: "Late: not settled by the end of the due date plus {grace} days of grace. An invoice that is never paid is late.", "Te laat: niet voldaan op het einde van de vervaldag plus {grace} dagen respijt. Een factuur die nooit betaald wordt is te laat.", "En retard\u{a0}: non réglée à la fin de l’échéance plus {grace} jours de grâce. Une facture jamais payée est en retard.";
        def_mature: "Only invoices that have come due count in late shares, paid or not; open ones are not taken for timely.", "Alleen vervallen facturen tellen in aandelen te laat, betaald of niet; open facturen gelden niet als op tijd.", "Seules les factures échues comptent dans les parts en retard, payées ou non\u{202f}; les ouvertes ne passent pas pour ponctuelles.";
        def_as_of: "Nothing known after {date} was used.", "Er is niets gebruikt dat na {date} bekend werd.", "Rien de connu après le {date} n’a été utilisé.";
        run: "This run", "Deze run", "Cette exécution";
        model_id: "Model", "Model", "Modèle";
        version: "Version", "Versie", "Version";
        seed: "Seed", "Startgetal", "Graine";
        config: "Configuration", "Configuratie", "Configuration";
        forbidden: "Attributes that are not used", "Kenmerken die niet gebruikt worden", "Attributs non utilisés";
        currency: "Currency", "Munt", "Devise";
        last_known: "Last event in the ledger", "Laatste gebeurtenis in de debiteurenadministratie", "Dernier événement de la comptabilité clients";

        card_title: "Model card", "Modelkaart", "Fiche du modèle";
        card_use: "Intended use", "Bedoeld gebruik", "Usage prévu";
        card_use_1: "Ranking open and next invoices by late-payment risk, so that reminders, terms and channels fit the customer.", "Open en volgende facturen ordenen naar risico op late betaling, zodat aanmaningen, termijnen en kanalen bij de klant passen.", "Classer les factures ouvertes et à venir selon le risque de retard, pour des relances, délais et canaux adaptés au client.";
        card_use_2: "Planning the cash that open invoices bring in.", "De ontvangsten uit open facturen plannen.", "Prévoir les encaissements des factures ouvertes.";
        card_not: "Not intended", "Niet bedoeld voor", "Usages exclus";
        card_not_1: "Refusing or excluding a customer on the figure alone, or any decision about a natural person without a person who looks.", "Een klant weigeren of uitsluiten op het cijfer alleen, of beslissen over een natuurlijk persoon zonder dat een mens kijkt.", "Refuser ou exclure un client sur ce seul chiffre, ou décider d’une personne physique sans qu’une personne regarde.";
        card_not_2: "Stating that one thing makes another: the model knows associations only.", "Stellen dat het ene het andere veroorzaakt: het model kent alleen verbanden.", "Affirmer qu’une chose en cause une autre\u{a0}: le modèle ne connaît que des associations.";
        card_data: "Data", "Gegevens", "Données";
        card_metrics: "Results", "Resultaten", "Résultats";
        card_limits: "Limits", "Beperkingen", "Limites";
        card_limit_dunning: "Reminders follow on lateness: their features are associations.", "Aanmaningen volgen op te laat betalen: hun kenmerken zijn verbanden.", "Les relances suivent les retards\u{a0}: leurs caractéristiques sont des associations.";
        card_limit_attributes: "Customer attributes without a date are taken as constant.", "Klantgegevens zonder datum gelden als onveranderlijk.", "Les attributs des clients sans date sont supposés constants.";
        card_limit_new: "A customer without history gets a prediction from sector, size and terms alone: it is vaguer.", "Een klant zonder betaalgeschiedenis krijgt een voorspelling uit sector, grootte en termijn alleen: die is vager.", "Un client sans historique reçoit une prédiction fondée sur le secteur, la taille et le délai\u{a0}: elle est plus vague.";
        card_limit_time: "What held in the training months may change: see the late share over time, and retrain.", "Wat in de trainingsmaanden gold kan veranderen: zie het aandeel te laat door de tijd, en train opnieuw.", "Ce qui valait pendant l’apprentissage peut changer\u{a0}: voir la part en retard au fil du temps, et réentraîner.";
    }
}
