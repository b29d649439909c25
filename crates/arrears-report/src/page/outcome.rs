//! The answer to "can I trust the model?" in words.

use super::View;
use crate::trust::{Checks, Trust, best_auc, best_brier, best_mae_days, most_ece, tested};

/// The verdict, what it rests on, and the three checks.
pub(crate) struct Outcome<'a> {
    pub(crate) verdict: &'a str,
    /// `good`, `fair` or `poor`.
    pub(crate) tone: &'static str,
    pub(crate) tested: String,
    pub(crate) checks: Vec<Check<'a>>,
}

/// One check: passed or not, and what was measured.
pub(crate) struct Check<'a> {
    pub(crate) answer: &'a str,
    pub(crate) tone: &'static str,
    pub(crate) text: String,
}

impl<'a> Outcome<'a> {
    pub(crate) fn of(view: &View<'a>) -> Outcome<'a> {
        let t = view.t.model;
        let plain = |verdict, tested: String| Outcome {
            verdict,
            tone: "fair",
            tested,
            checks: vec![],
        };
        match view.trust {
            Trust::NoModel => plain(t.trust_no_model, t.trust_why_none.to_owned()),
            Trust::Untested => plain(t.trust_untested, t.trust_why_untested.to_owned()),
            Trust::Few { n, n_late } => {
                let values = [("n", view.f.count(n)), ("late", view.f.count(n_late))];
                let values = values.each_ref().map(|(key, value)| (*key, value.as_str()));
                plain(t.trust_few, view.fill(t.trust_why_few, &values))
            }
            Trust::Tested(checks) => {
                let (verdict, tone) = match checks.n_passed() {
                    3 => (t.trust_yes, "good"),
                    1 | 2 if checks.order != Some(false) => (t.trust_partly, "fair"),
                    _ => (t.trust_no, "poor"),
                };
                Outcome {
                    verdict,
                    tone,
                    tested: sample(view),
                    checks: list(view, checks),
                }
            }
        }
    }
}

/// Which invoices it was tested on.
fn sample(view: &View) -> String {
    let Some((sample, score)) = view.data.model.as_ref().and_then(tested) else {
        return String::new();
    };
    let (n, share) = (
        view.f.count(score.n),
        view.f.maybe_percent(score.event_rate, 0),
    );
    let mut values = vec![("n", n.as_str()), ("share", share.as_str())];
    match (&sample.from, &sample.until) {
        (Some(from), Some(until)) => {
            let (from, until) = (view.f.short_date(from), view.f.short_date(until));
            values.extend([("from", from.as_str()), ("until", until.as_str())]);
            view.fill(view.t.model.trust_tested_dates, &values)
        }
        _ => view.fill(view.t.model.trust_tested, &values),
    }
}

fn list<'a>(view: &View<'a>, checks: Checks) -> Vec<Check<'a>> {
    let (t, f) = (view.t.model, &view.f);
    let Some(model) = view.data.model.as_ref() else {
        return vec![];
    };
    let Some((sample, score)) = tested(model) else {
        return vec![];
    };
    let per_cent = |v: Option<f64>| f.maybe(v.map(|v| v * 100.0), 0);
    let (auc, rule_auc) = (per_cent(score.auc), per_cent(best_auc(sample)));
    let (brier, rule_brier) = (f.maybe(score.brier, 3), f.maybe(best_brier(sample), 3));
    let ece = f.maybe(score.ece.map(|v| v * 100.0), 1);
    let limit = f.number(most_ece(model) * 100.0, 1);
    let mut texts = vec![
        (
            checks.order,
            view.fill(t.check_order, &[("auc", &auc), ("baseline", &rule_auc)]),
        ),
        (
            checks.close,
            view.fill(
                t.check_close,
                &[("brier", &brier), ("baseline", &rule_brier)],
            ),
        ),
        (
            checks.calibrated,
            view.fill(t.check_calibrated, &[("ece", &ece), ("limit", &limit)]),
        ),
    ];
    if checks.days.is_some() {
        let days = f.maybe(score.mae_days, 1);
        let rule_days = f.maybe(best_mae_days(sample), 1);
        let values = [("days", days.as_str()), ("baseline", rule_days.as_str())];
        texts.push((checks.days, view.fill(t.check_days, &values)));
    }
    texts
        .into_iter()
        .map(|(passed, text)| {
            let (answer, tone) = match passed {
                Some(true) => (t.passed, "good"),
                Some(false) => (t.failed, "poor"),
                None => (t.not_known, "fair"),
            };
            Check { answer, tone, text }
        })
        .collect()
}
