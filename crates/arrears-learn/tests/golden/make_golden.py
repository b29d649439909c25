"""Makes golden.json: small fixed data, and what scikit-learn says about it.

Run in an environment with numpy and scikit-learn (made with scikit-learn 1.9.1, numpy 2.4.6):

    python make_golden.py

The data are written beside the results, so that the tests need no random generator in common.
"""

import json
from pathlib import Path

import numpy as np
from sklearn import metrics
from sklearn.calibration import calibration_curve
from sklearn.cluster import KMeans
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import RobustScaler, StandardScaler


def logistic(rng):
    x = rng.normal(size=(120, 4)) * [1.0, 2.0, 0.5, 3.0] + [0.0, 1.0, -1.0, 0.0]
    y = (rng.random(120) < 1 / (1 + np.exp(-(x @ [0.8, -0.4, 1.0, 0.2] + 0.3)))).astype(int)
    weights = rng.integers(1, 5, size=120) / 2.0

    def fitted(l2, sample_weight=None):
        model = LogisticRegression(
            C=np.inf if l2 == 0 else 1 / l2, solver="newton-cholesky", tol=1e-13, max_iter=500
        )
        model.fit(x, y, sample_weight=sample_weight)
        p = model.predict_proba(x)[:, 1]
        # The inverse Hessian of the penalised objective, which scikit-learn does not give.
        full = np.column_stack([np.ones(len(x)), x])
        v = p * (1 - p) * (1 if sample_weight is None else sample_weight)
        hessian = full.T @ (full * v[:, None]) + np.diag([0.0] + [l2] * x.shape[1])
        errors = np.sqrt(np.diag(np.linalg.inv(hessian)))
        deviance = 2 * metrics.log_loss(y, p, sample_weight=sample_weight, normalize=False)
        return {
            "l2": l2,
            "weighted": sample_weight is not None,
            "intercept": model.intercept_[0],
            "coefficients": model.coef_[0],
            "standard_errors": errors[1:],
            "intercept_standard_error": errors[0],
            "deviance": deviance,
        }

    cases = [fitted(0.0), fitted(1.0), fitted(25.0), fitted(1.0, weights), fitted(0.0, weights)]
    return {"x": x, "y": y, "weights": weights, "cases": cases}


def clusters(rng):
    centres = np.array([[0.0, 0.0, 0.0], [6.0, 0.0, 1.0], [0.0, 7.0, -2.0], [5.0, 6.0, 4.0]])
    x = np.concatenate([c + rng.normal(size=(40, 3)) * 1.2 for c in centres])
    weights = rng.integers(1, 4, size=len(x)).astype(float)
    cases = []
    for k in range(2, 6):
        for w in [None, weights]:
            model = KMeans(k, n_init=200, tol=0, random_state=0).fit(x, sample_weight=w)
            order = np.lexsort(model.cluster_centers_.T[::-1])
            labels = np.argsort(order)[model.labels_]
            cases.append({
                "k": k,
                "weighted": w is not None,
                "inertia": model.inertia_,
                "centres": model.cluster_centers_[order],
                "labels": labels,
                "silhouette": metrics.silhouette_score(x, labels),
                "calinski_harabasz": metrics.calinski_harabasz_score(x, labels),
            })
    labels = [case["labels"] for case in cases]
    rand = [[metrics.adjusted_rand_score(a, b) for b in labels] for a in labels]
    return {"x": x, "weights": weights, "cases": cases, "adjusted_rand": rand}


def ranking(rng):
    # Two decimals, so that there are ties within and across outcomes.
    p = np.clip(np.round(rng.beta(2, 3, size=300), 2), 0.01, 0.99)
    y = (rng.random(300) < p**1.5).astype(int)
    fpr, tpr, _ = metrics.roc_curve(y, p, drop_intermediate=False)
    # Rounding p * 10 decides the bin of 0.3 and the like: keep clear of the borders.
    off_border = np.where(np.isclose(p * 10, np.round(p * 10)), p + 0.003, p)
    event_rate, mean_predicted = calibration_curve(y, off_border, n_bins=10, strategy="uniform")
    z = np.log(p / (1 - p)).reshape(-1, 1)
    line = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-13, max_iter=500).fit(z, y)
    return {
        "p": p,
        "y": y,
        "auc": metrics.roc_auc_score(y, p),
        "brier": metrics.brier_score_loss(y, p),
        "log_loss": metrics.log_loss(y, p),
        "ks": np.max(tpr - fpr),
        "false_positive_rate": fpr,
        "true_positive_rate": tpr,
        "off_border": off_border,
        "event_rate": event_rate,
        "mean_predicted": mean_predicted,
        "platt_intercept": line.intercept_[0],
        "platt_slope": line.coef_[0, 0],
    }


def scaling(rng):
    x = np.column_stack([rng.normal(size=37), rng.lognormal(size=37) * 1000, np.full(37, 4.2)])
    standard, robust = StandardScaler().fit(x), RobustScaler().fit(x)
    return {
        "x": x,
        "mean": standard.mean_,
        "standard_deviation": standard.scale_,
        "median": robust.center_,
        "interquartile_range": robust.scale_,
    }


def plain(value):
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, np.ndarray):
        return value.tolist()
    return value.item() if isinstance(value, np.generic) else value


def main():
    golden = {
        "logistic": logistic(np.random.default_rng(1)),
        "clusters": clusters(np.random.default_rng(2)),
        "ranking": ranking(np.random.default_rng(3)),
        "scaling": scaling(np.random.default_rng(4)),
    }
    path = Path(__file__).with_name("golden.json")
    path.write_text(json.dumps(plain(golden)) + "\n")


if __name__ == "__main__":
    main()
