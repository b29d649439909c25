//! Texts on how the creditor follows up.

super::texts! {
    /// The creditor's own follow-up.
    FollowUp {
        nav: "Our follow-up", "Onze opvolging", "Notre suivi";
        title: "How we follow up ourselves", "Hoe wij zelf opvolgen", "Comment nous assurons le suivi";
        lead: "How deep reminders run measures us as well as the customer: so first whether the ladder was kept. All of this is association, no proof of an effect.", "Hoe ver aanmaningen oplopen, meet ook ons en niet alleen de klant: dus eerst of de ladder is gevolgd. Dit alles is samenhang, geen bewijs van een effect.", "La profondeur des relances nous mesure autant que le client\u{a0}: voyons d’abord si l’échelle a été suivie. Il s’agit de liens observés, non de preuves d’un effet.";
        absent: "What is missing", "Wat ontbreekt", "Ce qui manque";
        absent_lead: "What the ledger has no source for is left out, not guessed.", "Waar de administratie geen bron voor heeft, is weggelaten en niet geraden.", "Ce pour quoi la comptabilité n’a pas de source est omis, non deviné.";
        all: "all", "alle", "tous";
        segment: "Segment", "Segment", "Segment";

        ladder: "Was the ladder kept?", "Is de ladder gevolgd?", "L’échelle de relance a-t-elle été suivie\u{202f}?";
        ladder_lead: "Steps of the policy’s ladders that fell due on open, uncontested invoices in the last twelve months. Where the policy is new, this shows how far practice was from it.", "Stappen van de ladders van het beleid die in de laatste twaalf maanden aan de beurt waren op open, onbetwiste facturen. Is het beleid nieuw, dan toont dit hoe ver de praktijk ervan af lag.", "Étapes des échelles de la politique arrivées à terme ces douze derniers mois sur des factures ouvertes et non contestées. Si la politique est nouvelle, cela montre l’écart avec la pratique.";
        ladder_chart: "Steps of the ladder, as they were sent", "Stappen van de ladder, zoals ze zijn verstuurd", "Étapes de l’échelle, telles qu’envoyées";
        ladder_note: "On time is within three days of the step’s own day; not sent means not within a month after it.", "Op tijd is binnen drie dagen van de dag van de stap; niet verstuurd betekent: niet binnen een maand daarna.", "À temps signifie à trois jours près\u{202f}; non envoyé, pas dans le mois qui suit.";
        ladder_desc: "Bars of early, on time, late and not sent for {n} steps.", "Balken met vroeg, op tijd, laat en niet verstuurd voor {n} stappen.", "Barres avec tôt, à temps, tard et non envoyé pour {n} étapes.";
        step: "Step", "Stap", "Étape";
        day: "Day by the ladder", "Dag volgens de ladder", "Jour prévu";
        fell_due: "Fell due", "Aan de beurt", "Échues";
        on_time: "on time", "op tijd", "à temps";
        early: "early", "vroeg", "tôt";
        late: "late", "laat", "tard";
        not_sent: "not sent", "niet verstuurd", "non envoyé";
        median_day: "Median day sent", "Mediane dag van verzending", "Jour médian d’envoi";
        level_0: "call", "telefoontje", "appel";
        level_1: "reminder", "herinnering", "rappel";
        level_2: "second reminder", "tweede herinnering", "deuxième rappel";
        level_3: "formal notice", "ingebrekestelling", "mise en demeure";
        level_4: "agency or bailiff", "incasso of deurwaarder", "agence ou huissier";
        level_5: "court", "rechter", "tribunal";

        lags: "From delivery to invoice", "Van levering tot factuur", "De la livraison à la facture";
        lags_lead: "How many days after delivery invoices were issued, and how often they were then late.", "Hoeveel dagen na de levering facturen zijn verstuurd, en hoe vaak ze dan te laat waren.", "Combien de jours après la livraison les factures ont été émises, et combien de fois elles ont ensuite été en retard.";
        lags_chart: "Late share by days from delivery to invoice", "Aandeel te laat naar dagen van levering tot factuur", "Part en retard selon les jours de la livraison à la facture";
        lag: "Lag", "Tijd tot factuur", "Délai";
        late_share: "Late", "Te laat", "En retard";

        channels: "What follows each channel", "Wat op elk kanaal volgt", "Ce qui suit chaque canal";
        channels_lead: "Payments within a fortnight after a contact about an open invoice. Channels are chosen by step and customer, so a difference between them is no effect of the channel.", "Betalingen binnen veertien dagen na een contact over een open factuur. Kanalen worden gekozen naar stap en klant, dus een verschil ertussen is geen effect van het kanaal.", "Paiements dans les quatorze jours suivant un contact sur une facture ouverte. Les canaux sont choisis selon l’étape et le client\u{a0}: une différence entre eux n’est pas un effet du canal.";
        channels_chart: "Paid within 14 days of a contact, by channel", "Betaald binnen 14 dagen na een contact, per kanaal", "Payé dans les 14 jours suivant un contact, par canal";
        channel: "Channel", "Kanaal", "Canal";
        contacts: "Contacts", "Contacten", "Contacts";
        paid_14: "Paid within 14 days", "Betaald binnen 14 dagen", "Payé sous 14 jours";
        median_paid: "Median days to payment", "Mediane dagen tot betaling", "Jours médians jusqu’au paiement";
        mean_level: "Mean level", "Gemiddeld niveau", "Niveau moyen";
        replied: "Replied to", "Beantwoord", "Avec réponse";

        managers: "By account manager", "Per accountmanager", "Par responsable de compte";
        managers_lead: "Money of their customers: it says what there is to talk about, not how well someone works.", "Geld van hun klanten: het zegt waarover te praten valt, niet hoe goed iemand werkt.", "L’argent de leurs clients\u{a0}: de quoi parler, non la qualité du travail de quelqu’un.";
        managers_chart: "Invoices more than 14 days late, by account manager", "Facturen meer dan 14 dagen te laat, per accountmanager", "Factures avec plus de 14 jours de retard, par responsable";
        manager: "Account manager", "Accountmanager", "Responsable";
        due_in: "Due in 12 months ({unit})", "Vervallen in 12 maanden ({unit})", "Échu en 12 mois ({unit})";
        late_in: "Of which late ({unit})", "Waarvan te laat ({unit})", "Dont en retard ({unit})";
        written_off_in: "Written off ({unit})", "Afgeboekt ({unit})", "Passé en perte ({unit})";

        loss: "What a loss costs to earn back", "Wat het kost om een verlies terug te verdienen", "Ce qu’il faut vendre pour compenser une perte";
        loss_lead: "Losses of the last twelve months: written off, and invoices that passed 365 days past due.", "Verliezen van de laatste twaalf maanden: afgeboekt, en facturen die 365 dagen over hun vervaldatum kwamen.", "Pertes des douze derniers mois\u{a0}: montants passés en perte et factures ayant dépassé 365 jours de retard.";
    }
}
