//! The last champion: the model that a new one's clusters are numbered after, and that the change since is told from.

use std::path::{Path, PathBuf};

use arrears_features::Book;
use arrears_insight::customers::{Before, Place};
use arrears_insight::facts::Portfolio;
use arrears_insight::text::Text;
use arrears_ledger::Day;
use arrears_models::clusters::identity::{Continuity, MIN_COMMON, Unmatched};
use arrears_models::marks::{Found, LedgerMarks};
use arrears_models::{
    CustomerChances, CustomerPrediction, MODEL_FORMAT, ModelError, Trained, predict_customers,
};
use arrears_store::{ModelChoice, Registry, StoreError};

use super::material::Material;
use super::then::segments_on;
use crate::error::Error;

/// What was found where the last champion should be.
pub enum Last {
    /// Nowhere to look: neither a folder of models nor earlier results are named, so that each run begins anew.
    Unnamed,
    /// There is none: nothing came before.
    None,
    /// There is one that this program cannot read, and why.
    Unreadable {
        /// Its id.
        id: String,
        /// Why.
        message: String,
    },
    /// The model.
    Model(Box<Trained>),
}

impl Last {
    /// The last champion of before `as_of`, in the registry of the models or where `--previous` says.
    pub fn find(
        registry: Option<&Path>,
        previous: Option<&Path>,
        as_of: Day,
    ) -> Result<Last, Error> {
        let Some(dir) = kept(registry, previous)? else {
            return Ok(Last::Unnamed);
        };
        let registry = match Registry::open(&dir) {
            Ok(registry) => registry,
            Err(StoreError::NoRegistry { .. }) => return Ok(Last::None),
            Err(error) => return Err(error.into()),
        };
        let last = newest_before(&registry, as_of)?;
        match (&last, previous) {
            (Last::None, Some(previous)) => Err(Error::Usage {
                message: format!(
                    "`{}` holds no champion from before {as_of}",
                    previous.display()
                ),
                hint: "name the run or the registry of an earlier month, or leave `--previous` out"
                    .into(),
            }),
            _ => Ok(last),
        }
    }

    /// The model, where there is one.
    pub fn model(&self) -> Option<&Trained> {
        match self {
            Last::Model(trained) => Some(trained),
            _ => None,
        }
    }
}

/// Where the models of earlier months are, if a folder for them is named: where `--previous` says, else the registry.
pub fn kept(registry: Option<&Path>, previous: Option<&Path>) -> Result<Option<PathBuf>, Error> {
    match previous {
        Some(dir) => registry_in(dir).map(Some),
        None => Ok(registry.map(Path::to_path_buf)),
    }
}

/// The registry in a folder: itself, or the one that a run keeps within its results.
fn registry_in(dir: &Path) -> Result<PathBuf, Error> {
    let places = [dir.to_path_buf(), dir.join("registry")];
    let found = places
        .into_iter()
        .find(|place| Registry::open(place).is_ok());
    found.ok_or_else(|| Error::Usage {
        message: format!(
            "`{}` is neither a registry nor a run that holds one",
            dir.display()
        ),
        hint: "name the results of an earlier `arrears run` that keeps its models with them; one made with `--registry` (or \
               `registry.path`) keeps them in the folder it was given: name that folder"
            .into(),
    })
}

/// A run of the same day again is compared with the month before, as it was the first time.
fn newest_before(registry: &Registry, as_of: Day) -> Result<Last, Error> {
    let as_of = as_of.to_string();
    for id in registry.champions()? {
        let choice = ModelChoice::Id(id.to_string());
        let earlier = match registry.meta(&choice) {
            // Days are written so that they sort as text.
            Ok(meta) if meta.as_of >= as_of => continue,
            Ok(_) => registry.load::<Trained>(&choice, MODEL_FORMAT),
            Err(error) => Err(error),
        };
        return Ok(match earlier {
            Ok((_, trained)) => Last::Model(Box::new(trained)),
            Err(error) => Last::Unreadable {
                id: id.to_string(),
                message: error.to_string(),
            },
        });
    }
    Ok(Last::None)
}

/// What `earlier` said on its own day of the customers of today, by what was known then and under today's policy; or why
/// it cannot be applied to this ledger.
pub fn before(
    material: &Material,
    earlier: &Trained,
    today: &Portfolio,
) -> Result<Result<Before, Text>, Error> {
    let book = &material.book;
    if let Some(cause) = unfit(book, &LedgerMarks::of(book), earlier) {
        return Ok(Err(untold(earlier.as_of, &cause)));
    }
    let comparable = comparable(material.trained, earlier);
    let as_of = earlier.as_of;
    let predictions = match predict_customers(book, as_of, earlier) {
        Ok(predictions) => predictions,
        Err(ModelError::FeatureMissing { feature, .. }) => {
            let cause = Unmatched::FeatureMissing(feature);
            return Ok(Err(untold(earlier.as_of, &cause)));
        }
        Err(error) => return Err(error.into()),
    };
    let places = places(material, as_of, &predictions)?;
    let mut by_customer = vec![None; book.n_customers()];
    for (prediction, mut place) in predictions.iter().zip(places) {
        place.cluster = place.cluster.filter(|_| comparable);
        by_customer[prediction.customer.0 as usize] = Some(place);
    }
    let clusters = earlier.clusters.as_ref().filter(|_| comparable);
    Ok(Ok(Before {
        as_of,
        clusters: clusters.map_or_else(Vec::new, |c| c.identity().ids().to_vec()),
        places: today
            .customers
            .iter()
            .map(|c| by_customer[c.ix.0 as usize])
            .collect(),
    }))
}

/// Why a model cannot be applied to a ledger at all, where it cannot.
pub fn unfit(book: &Book, marks: &LedgerMarks, earlier: &Trained) -> Option<Unmatched> {
    if earlier.definitions != *book.definitions() {
        return Some(Unmatched::OtherDefinitions);
    }
    earlier.marks.of_another(marks).map(Unmatched::OtherLedger)
}

fn places(
    material: &Material,
    as_of: Day,
    predictions: &[CustomerPrediction],
) -> Result<Vec<Place>, Error> {
    let chances = |found: &CustomerPrediction| CustomerChances {
        customer: found.customer,
        p_late: found.p_late,
        p_late_30d: found.p_late_30d,
    };
    let chances: Vec<CustomerChances> = predictions.iter().map(chances).collect();
    let segments = segments_on(material, as_of, &chances)?.into_iter();
    let place = |(segment, prediction): (_, &CustomerPrediction)| Place {
        cluster: prediction.cluster,
        segment,
    };
    Ok(segments.zip(predictions).map(place).collect())
}

/// Whether the clusters of a model can be set beside those of `earlier`: they are numbered after it, or are its own.
fn comparable(trained: &Trained, earlier: &Trained) -> bool {
    let numbered_after = |continuity: &Continuity| match continuity {
        Continuity::Matched { as_of, .. } => *as_of == earlier.as_of,
        _ => false,
    };
    let own = trained.as_of == earlier.as_of;
    let clusters = trained.clusters.as_ref();
    clusters.is_some_and(|c| own || numbered_after(c.identity().continuity()))
}

/// What a reader should know of where the clusters' numbers come from; nothing where they are the last champion's.
pub fn note(trained: &Trained, last: &Last) -> Option<Text> {
    match last {
        Last::Unnamed => return Some(unnamed()),
        Last::Unreadable { id, message } => return Some(unreadable(id, message)),
        Last::None | Last::Model(_) => {}
    }
    match trained.clusters.as_ref()?.identity().continuity() {
        Continuity::Unmatched { as_of, cause } => Some(unmatched(*as_of, cause)),
        Continuity::First | Continuity::Matched { .. } => None,
    }
}

/// Whether that note has the reason for which nothing of the last champion can be told.
pub fn is_told(trained: &Trained) -> bool {
    let clusters = trained.clusters.as_ref();
    let continuity = clusters.map(|clusters| clusters.identity().continuity());
    match continuity {
        Some(Continuity::Unmatched { cause, .. }) => matches!(
            cause,
            Unmatched::OtherLedger(_) | Unmatched::OtherDefinitions
        ),
        _ => false,
    }
}

fn unnamed() -> Text {
    Text::new(
        "no earlier model was looked for: clusters are numbered anew and nobody's move since is told; keep the models of all months in one \
         folder, named with `[registry] path` in the config or `--registry`, or name the month before with `--previous`",
        "er is geen eerder model gezocht: de clusters zijn opnieuw genummerd en wie er sindsdien verschoof, is niet te zeggen; bewaar de \
         modellen van alle maanden in één map, genoemd met `[registry] path` in de configuratie of `--registry`, of noem de vorige maand met `--previous`",
        "aucun modèle précédent n’a été cherché\u{a0}: les groupes sont renumérotés et les passages depuis lors ne sont pas connus\u{202f}; gardez les \
         modèles de tous les mois dans un même dossier, nommé par `[registry] path` dans la configuration ou par `--registry`, ou nommez le mois \
         précédent avec `--previous`",
    )
}

fn unreadable(id: &str, message: &str) -> Text {
    Text::new(
        format!(
            "the earlier model `{id}` cannot be read, so the clusters are numbered from 0 again, and their numbers are not those of earlier months: {message}"
        ),
        format!(
            "het eerdere model `{id}` kan niet worden gelezen; de clusters zijn daarom opnieuw vanaf 0 genummerd, en hun nummers zijn niet die van eerdere maanden: {message}"
        ),
        format!(
            "le modèle précédent `{id}` ne peut être lu\u{202f}; les groupes sont donc renumérotés à partir de 0, et leurs numéros ne sont pas ceux des mois précédents\u{a0}: {message}"
        ),
    )
}

fn unmatched(as_of: Day, cause: &Unmatched) -> Text {
    let why = why(cause);
    Text::new(
        format!(
            "the clusters are numbered anew, as they cannot be matched with those of the model of {as_of}: {}",
            why.en
        ),
        format!(
            "de clusters zijn opnieuw genummerd, omdat ze niet met die van het model van {as_of} te vergelijken zijn: {}",
            why.nl
        ),
        format!(
            "les groupes sont renumérotés, car on ne peut les rapprocher de ceux du modèle du {as_of}\u{a0}: {}",
            why.fr
        ),
    )
}

/// That nobody's earlier cluster and segment are told.
fn untold(as_of: Day, cause: &Unmatched) -> Text {
    let why = why(cause);
    Text::new(
        format!(
            "who went where is not told, as the model of {as_of} cannot be applied to this ledger: {}",
            why.en
        ),
        format!(
            "wie waarheen ging wordt niet verteld, omdat het model van {as_of} niet op deze administratie toe te passen is: {}",
            why.nl
        ),
        format!(
            "les passages d’un groupe à l’autre ne sont pas indiqués, car le modèle du {as_of} ne peut être appliqué à cette comptabilité\u{a0}: {}",
            why.fr
        ),
    )
}

/// Why an earlier model cannot be applied, after a colon.
pub fn why(cause: &Unmatched) -> Text {
    match cause {
        Unmatched::NoClusters => Text::new(
            "it had no clusters",
            "dat had geen clusters",
            "il n’avait pas de groupes",
        ),
        Unmatched::FeatureMissing(name) => Text::new(
            format!("it rests on `{name}`, which this ledger does not give"),
            format!("het steunt op `{name}`, dat deze administratie niet levert"),
            format!("il repose sur `{name}`, que cette comptabilité ne donne pas"),
        ),
        Unmatched::OtherDefinitions => Text::new(
            "it was made with another `grace_days` or `settle_tolerance`",
            "het is gemaakt met een andere `grace_days` of `settle_tolerance`",
            "il a été établi avec d’autres `grace_days` ou `settle_tolerance`",
        ),
        Unmatched::OtherLedger(found) => other_ledger(*found),
        Unmatched::FewInCommon(n) => Text::new(
            format!("{n} customers are clustered by both, fewer than {MIN_COMMON}"),
            format!("{n} klanten zijn door beide ingedeeld, minder dan {MIN_COMMON}"),
            format!("{n} clients sont classés par les deux, moins de {MIN_COMMON}"),
        ),
    }
}

fn other_ledger(Found { n, n_found }: Found) -> Text {
    Text::new(
        format!(
            "it was made on another ledger, with hardly a customer's invoice in common (of {n} marked invoices, {n_found} are in this one)"
        ),
        format!(
            "het is gemaakt op een andere administratie, met nauwelijks een factuur van een klant gemeen (van {n} gemerkte facturen staan er {n_found} in deze)"
        ),
        format!(
            "il a été établi sur une autre comptabilité, sans guère de facture d’un client en commun (sur {n} factures marquées, {n_found} figurent dans celle-ci)"
        ),
    )
}
