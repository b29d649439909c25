//! The catalogue's features by name, in three languages.

use arrears_features::catalogue;
use arrears_insight::text::Text;

/// The feature's name in words; its identifier where the catalogue does not know it.
pub fn label(feature: &str) -> Text {
    Text::same(catalogue::feature(feature).map_or(feature, |found| found.name))
}
