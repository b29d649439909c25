//! What trees would have given in the regression's place, or the regression in that of the trees.

use arrears_models::certainty::Estimate;
use arrears_models::evaluate::{REGRESSION, TREES};
use arrears_report::Wording;

use crate::job::material::Material;

/// A sentence per model that did not lead, and one where trees did. Nothing without a challenger.
pub fn notes(material: &Material) -> Vec<Wording> {
    let differences = material.test.differences.iter();
    let compared = differences.filter_map(|difference| match difference.name.as_str() {
        TREES => Some(would(
            ["Trees", "Bomen zouden", "Des arbres auraient"],
            difference.log_loss,
        )),
        REGRESSION => Some(would(
            ["The regression", "De regressie zou", "La régression aurait"],
            difference.log_loss,
        )),
        _ => None,
    });
    let leads = material.trained.late.trees_lead().then(trees_lead);
    leads.into_iter().chain(compared).collect()
}

fn trees_lead() -> Wording {
    Wording::new(
        "Gradient-boosted trees give the chance of lateness in place of the regression, since they were better by more than the \
         margin on earlier periods. The weights shown are the regression's; the settlement day still reads it.",
        "Gradient-boosted bomen geven de kans op te laat in plaats van de regressie, want ze waren in eerdere perioden beter met \
         meer dan de marge. De getoonde gewichten zijn die van de regressie; de betaaldag leest haar nog.",
        "Des arbres (gradient boosting) donnent la probabilité de retard à la place de la régression, car ils l’ont dépassée de plus \
         que la marge sur des périodes antérieures. Les poids montrés sont ceux de la régression, que lit encore le jour de règlement.",
    )
}

/// The other model with its verb, and the log loss of the model in use less the other's.
fn would([en, nl, fr]: [&str; 3], difference: Estimate) -> Wording {
    let better = difference.estimate >= 0.0;
    let (lower, upper) = match better {
        true => (difference.lower, difference.upper),
        false => (-difference.upper, -difference.lower),
    };
    let figures = [difference.estimate.abs(), lower, upper];
    let [by, from, to] = figures.map(|figure| format!("{figure:.4}").replace('-', "−"));
    let [by_comma, from_comma, to_comma] = [&by, &from, &to].map(|figure| figure.replace('.', ","));
    let word = |good: &str, bad: &str| if better { good } else { bad }.to_owned();
    Wording::new(
        format!(
            "{en} would have been {} by {by} in log loss ({from} to {to}).",
            word("better", "worse")
        ),
        format!(
            "{nl} het {by_comma} {} hebben gedaan in log loss ({from_comma} tot {to_comma}).",
            word("beter", "slechter")
        ),
        format!(
            "{fr} fait {} de {by_comma} en log loss ({from_comma} à {to_comma}).",
            word("mieux", "moins bien")
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sign_decides_who_is_better() {
        let difference = Estimate {
            estimate: 0.0062,
            lower: 0.004,
            upper: 0.008,
        };
        let said = would(["Trees", "Bomen zouden", "Des arbres auraient"], difference);
        assert_eq!(
            said.en,
            "Trees would have been better by 0.0062 in log loss (0.0040 to 0.0080)."
        );
        let less = Estimate {
            estimate: -0.01,
            lower: -0.02,
            upper: 0.001,
        };
        let said = would(["Trees", "Bomen zouden", "Des arbres auraient"], less);
        assert_eq!(
            said.en,
            "Trees would have been worse by 0.0100 in log loss (−0.0010 to 0.0200)."
        );
        assert!(
            said.fr.is_some_and(
                |text| text.starts_with("Des arbres auraient fait moins bien de 0,0100")
            )
        );
    }
}
