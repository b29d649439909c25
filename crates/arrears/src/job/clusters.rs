//! What is told of the clusters beside themselves: how their number was chosen, and why there are none.

use arrears_insight::customers::{CandidateEntry, ClusterChoice, Dominating, LeftOut};
use arrears_models::ClusterMethod;
use arrears_models::clusters::{Candidate, ClusterModel, NoClusters};
use arrears_report::Wording;

/// The name of a method in the config.
fn code(method: ClusterMethod) -> &'static str {
    match method {
        ClusterMethod::Kmeans => "kmeans",
        ClusterMethod::GaussianMixture => "gaussian_mixture",
        ClusterMethod::Dbscan => "dbscan",
        ClusterMethod::Kprototypes => "kprototypes",
    }
}

/// What `clusters.json` tells of the choice.
pub fn choice(model: &ClusterModel) -> ClusterChoice {
    let dominating = model.dominating().map(|(feature, share)| Dominating {
        feature: feature.to_owned(),
        share,
    });
    let left_out = model.left_out().iter().map(|absent| LeftOut {
        feature: absent.feature.clone(),
        missing: absent.missing.clone(),
    });
    ClusterChoice {
        method: code(model.method()).to_owned(),
        n_customers: model.n_customers() as u64,
        unclear: model.is_unclear(),
        held: model.is_held(),
        dominating,
        left_out: left_out.collect(),
        candidates: model.candidates().iter().map(entry).collect(),
    }
}

fn entry(candidate: &Candidate) -> CandidateEntry {
    CandidateEntry {
        k: candidate.k as u64,
        silhouette: candidate.silhouette,
        calinski_harabasz: candidate.calinski_harabasz,
        gap: candidate.gap.map(|gap| gap.gap),
        gap_error: candidate.gap.map(|gap| gap.error),
        inertia: candidate.inertia,
        smallest: candidate.smallest as u64,
        n_outliers: candidate.n_outliers as u64,
        jaccard: candidate.jaccard.clone(),
        kept: candidate.kept.clone(),
        agreement: candidate.agreement,
        sound: candidate.sound,
        chosen: candidate.chosen,
    }
}

/// Why there are no clusters.
pub fn none(why: Option<NoClusters>) -> String {
    match why {
        Some(NoClusters::TooFew { n, min_invoices }) => format!(
            "there are no clusters: {n} {} {min_invoices} mature invoices or more (`clusters.min_invoices`), \
             too few to tell apart",
            if n == 1 {
                "customer has"
            } else {
                "customers have"
            }
        ),
        Some(NoClusters::AllAlike { n }) => format!(
            "there are no clusters: the {n} customers with enough mature invoices pay alike in every feature"
        ),
        Some(NoClusters::NotFound { n }) => format!(
            "there are no clusters: `clusters.method` found no number of groups from `clusters.k_min` to `clusters.k_max` \
             among {n} customers"
        ),
        None => "there are no clusters to tell apart".to_owned(),
    }
}

/// What a reader of the clusters should know first.
pub fn notes(model: &ClusterModel) -> Vec<String> {
    let mut notes = Vec::new();
    if model.is_unclear() {
        notes.push(format!(
            "the clusters are unclear: no number of them had clusters that were all large enough and all found again when customers and \
             invoices were drawn anew; of these, {}",
            broken_rule(model)[0]
        ));
    }
    if let Some((feature, share)) = model.dominating() {
        let share = (100.0 * share).round();
        notes.push(format!(
            "one feature makes the clusters: `{feature}` accounts for {share} % of the differences between them"
        ));
    }
    notes
}

/// How the clusters were made, in three languages.
pub fn method(model: &ClusterModel) -> Wording {
    let n = model.min_invoices();
    let [en, nl, fr] = match model.method() {
        ClusterMethod::Kmeans => ["k-means", "k-means", "k-means"],
        ClusterMethod::GaussianMixture => [
            "A mixture of normal distributions",
            "Een mengsel van normale verdelingen",
            "Un mélange de lois normales",
        ],
        ClusterMethod::Dbscan => ["DBSCAN", "DBSCAN", "DBSCAN"],
        ClusterMethod::Kprototypes => ["k-prototypes", "k-prototypes", "k-prototypes"],
    };
    let behaviour = match model.method() {
        ClusterMethod::Kprototypes => [
            "on payment behaviour and the categories of the config",
            "op betaalgedrag en de categorieën uit de configuratie",
            "sur le comportement de paiement et les catégories de la configuration",
        ],
        _ => [
            "on payment behaviour alone (no sector, country or size)",
            "op betaalgedrag alleen (geen sector, land of grootte)",
            "sur le seul comportement de paiement (ni secteur, ni pays, ni taille)",
        ],
    };
    let broken = model.is_unclear().then(|| broken_rule(model));
    let chosen = how_chosen(broken, model.is_held());
    let mut en = format!(
        "{en} {}. {} Customers with fewer than {n} mature invoices stand apart, and so do those unlike all \
         others.",
        behaviour[0], chosen[0]
    );
    let mut nl = format!(
        "{nl} {}. {} Klanten met minder dan {n} vervallen facturen staan apart, net als klanten die op geen \
         andere lijken.",
        behaviour[1], chosen[1]
    );
    let mut fr = format!(
        "{fr} {}. {} Les clients de moins de {n} factures échues sont à part, de même que ceux qui ne ressemblent à \
         aucun autre.",
        behaviour[2], chosen[2]
    );
    if let Some((feature, share)) = model.dominating() {
        let label = super::labels::label(feature);
        let share = format!("{:.0}", 100.0 * share);
        en += &format!(
            " One feature, “{}”, accounts for {share}% of the differences between clusters.",
            label.en
        );
        nl += &format!(
            " Eén kenmerk, “{}”, is goed voor {share}% van de verschillen tussen clusters.",
            label.nl
        );
        fr += &format!(
            " Une seule caractéristique, «\u{a0}{}\u{a0}», fait {share}\u{202f}% des écarts entre groupes.",
            label.fr
        );
    }
    if !model.left_out().is_empty() {
        let left_out = |at: usize| {
            let names = model.left_out().iter().map(|absent| {
                let label = super::labels::label(&absent.feature);
                [label.en, label.nl, label.fr][at].clone()
            });
            names.collect::<Vec<_>>().join("; ")
        };
        en += &format!(" Left out, for want of their source: {}.", left_out(0));
        nl += &format!(" Weggelaten, omdat de bron ontbreekt: {}.", left_out(1));
        fr += &format!(" Laissés de côté, faute de source\u{a0}: {}.", left_out(2));
    }
    Wording::new(en, nl, fr)
}

/// Which rule the clusters break that are called unclear, in three languages.
fn broken_rule(model: &ClusterModel) -> [String; 3] {
    let chosen = model.candidates().iter().find(|c| c.chosen);
    let stability = model.stability();
    let least = stability.iter().flatten().copied().reduce(f64::min);
    let smallest = chosen.map_or(0, |c| c.smallest);
    broken(least, model.min_jaccard(), smallest)
}

/// That the least stable one is found again too seldom, and where it is not, that the smallest is too small.
fn broken(least: Option<f64>, asked: f64, smallest: usize) -> [String; 3] {
    match least.filter(|&jaccard| jaccard < asked) {
        Some(jaccard) => {
            let (found, asked) = (format!("{jaccard:.2}"), format!("{asked:.2}"));
            let (comma, asked_comma) = (found.replace('.', ","), asked.replace('.', ","));
            [
                format!("the least stable is found again too seldom ({found}; {asked} is asked)"),
                format!(
                    "wordt het minst stabiele te weinig teruggevonden ({comma}; gevraagd is {asked_comma})"
                ),
                format!(
                    "le moins stable est trop rarement retrouvé ({comma}\u{202f}; {asked_comma} est exigé)"
                ),
            ]
        }
        None => [
            format!("all are found again, but the smallest has too few customers ({smallest})"),
            format!(
                "worden alle teruggevonden, maar heeft het kleinste te weinig klanten ({smallest})"
            ),
            format!(
                "tous sont retrouvés, mais le plus petit compte trop peu de clients ({smallest})"
            ),
        ],
    }
}

/// How the number of clusters was chosen that break a rule, in three languages.
fn least_doubtful(broken: [String; 3], held: bool) -> [String; 3] {
    let [en, nl, fr] = broken;
    let why = match held {
        true => [
            "They are as many as in the model before, as no other number agrees clearly more between draws",
            "Het zijn er evenveel als in het vorige model, omdat geen ander aantal tussen trekkingen duidelijk beter overeenkomt",
            "Ils sont aussi nombreux que dans le modèle précédent, aucun autre nombre ne concordant nettement mieux d’un tirage à l’autre",
        ],
        false => [
            "They agree most between draws",
            "Ze komen tussen trekkingen het best overeen",
            "Ils concordent le mieux d’un tirage à l’autre",
        ],
    };
    [
        format!(
            "No number of clusters had them all large enough and all found again when customers and their invoices are drawn anew; of these, {en}. {}, and are to be read with care.",
            why[0]
        ),
        format!(
            "Bij geen enkel aantal waren alle clusters groot genoeg en werden ze alle teruggevonden als klanten en hun facturen opnieuw worden getrokken; van deze {nl}. {}; lees ze met voorbehoud.",
            why[1]
        ),
        format!(
            "Pour aucun nombre, tous les groupes n’étaient à la fois assez grands et retrouvés en tirant à nouveau les clients et leurs factures\u{202f}; de ceux-ci, {fr}. {}, et sont à lire avec réserve.",
            why[2]
        ),
    ]
}

/// How their number was chosen, in three languages.
fn how_chosen(broken: Option<[String; 3]>, held: bool) -> [String; 3] {
    if let Some(broken) = broken {
        return least_doubtful(broken, held);
    }
    let sound = match held {
        true => [
            "Among the numbers of clusters that are found again when customers and their invoices are drawn anew, that of the model before: no other has a clearly higher silhouette.",
            "Van de aantallen clusters die worden teruggevonden als klanten en hun facturen opnieuw worden getrokken, dat van het vorige model: geen ander heeft een duidelijk hogere silhouette.",
            "Parmi les nombres de groupes que l’on retrouve en tirant à nouveau les clients et leurs factures, celui du modèle précédent\u{a0}: aucun autre n’a une silhouette nettement meilleure.",
        ],
        false => [
            "Among the numbers of clusters that are found again when customers and their invoices are drawn anew, the one with the highest silhouette.",
            "Van de aantallen clusters die worden teruggevonden als klanten en hun facturen opnieuw worden getrokken, dat met de hoogste silhouette.",
            "Parmi les nombres de groupes que l’on retrouve en tirant à nouveau les clients et leurs factures, celui de la meilleure silhouette.",
        ],
    };
    sound.map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_of_choosing_is_told_as_it_was() {
        let [best, held, unclear, unclear_held] =
            [(false, false), (false, true), (true, false), (true, true)].map(|(unclear, held)| {
                how_chosen(unclear.then(|| broken(Some(0.93), 0.75, 26)), held)
            });
        for i in 0..3 {
            assert!(best[i].contains("silhouette") && held[i].contains("silhouette"));
            assert!(!unclear[i].contains("silhouette") && !unclear_held[i].contains("silhouette"));
            assert!(best[i] != held[i] && unclear[i] != unclear_held[i]);
        }
        assert!(unclear[0].contains("agree most") && !unclear_held[0].contains("agree most"));
        for (text, is_held) in [(&held, true), (&unclear_held, true), (&unclear, false)] {
            assert_eq!(text[0].contains("the model before"), is_held);
        }
        for text in [unclear, unclear_held] {
            assert!(text[0].contains("read with care"));
            assert!(text[0].contains(
                "of these, all are found again, but the smallest has too few customers (26)"
            ));
        }
    }

    #[test]
    fn the_rule_that_is_broken_is_named() {
        let [en, nl, fr] = broken(Some(0.631), 0.75, 40);
        assert_eq!(
            en,
            "the least stable is found again too seldom (0.63; 0.75 is asked)"
        );
        assert_eq!(
            nl,
            "wordt het minst stabiele te weinig teruggevonden (0,63; gevraagd is 0,75)"
        );
        assert!(fr.contains("(0,63\u{202f}; 0,75 est exigé)"), "{fr}");
        assert!(broken(None, 0.75, 12)[0].ends_with("too few customers (12)"));
    }

    #[test]
    fn each_reason_for_no_clusters_is_told() {
        let few = NoClusters::TooFew {
            n: 3,
            min_invoices: 5,
        };
        let told = none(Some(few));
        assert!(
            told.contains("3 customers have 5 mature invoices or more"),
            "{told}"
        );
        let alike = none(Some(NoClusters::AllAlike { n: 50 }));
        assert!(
            alike.contains("50 customers") && alike.contains("pay alike"),
            "{alike}"
        );
        let none_found = none(Some(NoClusters::NotFound { n: 50 }));
        assert!(none_found.contains("`clusters.method`"), "{none_found}");
    }
}
