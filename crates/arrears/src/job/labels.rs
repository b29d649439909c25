//! The catalogue's features by name, in three languages.

use arrears_features::catalogue;
use arrears_insight::text::Text;
use arrears_report::Language;

/// The feature's name in words; its identifier where the catalogue does not know it.
pub fn label(feature: &str) -> Text {
    let name = catalogue::feature(feature).map_or(feature, |found| found.name);
    let wording = arrears_report::feature_label(name);
    Text::new(
        wording.get(Language::En),
        wording.get(Language::Nl),
        wording.get(Language::Fr),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_of_the_model_and_the_clusters_has_a_name_in_three_languages() {
        let untold: Vec<&str> = catalogue::CATALOGUE
            .iter()
            .filter(|feature| feature.in_model || feature.in_clusters)
            .filter(|feature| {
                let wording = arrears_report::feature_label(feature.name);
                wording.nl.is_none() || wording.fr.is_none()
            })
            .map(|feature| feature.id)
            .collect();
        assert_eq!(untold, Vec::<&str>::new());
    }
}
