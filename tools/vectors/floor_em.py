"""EM with a floor below the variances, in one and two dimensions."""

from typing import Any

import numpy as np

import gmmlib
from gmmlib import GaussianMixture
from gmmlib._maximize import _raised
from vectors import Case
from vectors._planes import planes
from vectors._problems import problems

FLOORS = (0.0, 1e-3, 0.05)


def cases() -> list[Case]:
    """Covariances that are raised; then whole runs: every log-likelihood, and the last model."""
    rng = np.random.default_rng(9)
    made = [_raised_case("one dimension", np.array([[0.3]]), np.array([0.5]))]
    for size in (1e-8, 0.1, 1.0, 10.0, 1e8):
        root = rng.uniform(-1, 1, size=(2, 2)).round(3)
        covariance = size * (root @ root.T + 1e-3 * np.eye(2))
        made.append(_raised_case(f"size {size}", covariance, np.array([0.7, 1.3])))
    made.append(_raised_case("round", 0.2 * np.eye(2), np.array([0.7, 0.1])))
    made.append(_raised_case("flat", np.array([[1, 1], [1, 1 + 1e-9]]), np.array([1e-3, 1e-3])))
    for name, model, X in [*problems(), *planes()]:
        if len(X) < 10 or "1e" in name or "identical" in name:
            continue
        floor = FLOORS[len(made) % len(FLOORS)]
        try:
            result = gmmlib.em(X, model, floor=floor, tolerance=1e-6, max_iterations=5000)
        except gmmlib.CollapseError:
            continue
        made.append(
            {
                "name": name,
                "X": X.reshape(len(X), -1),
                "start": plain(model),
                "floor": floor,
                "nIterations": result.n_iterations,
                "logLikelihood": result.log_likelihood,
                "model": plain(result.model),
            }
        )
    return made


def plain(model: GaussianMixture) -> dict[str, Any]:
    """Give a mixture of any dimension as the JavaScript holds it."""
    return {
        "weights": model.weights,
        "means": model.means,
        "covariances": model.covariances,
    }


def _raised_case(name: str, covariance: np.ndarray, least: np.ndarray) -> Case:
    spread = covariance if len(least) > 1 else covariance[0]
    raised = _raised(spread[None], least)[0].reshape(covariance.shape)
    return {"name": name, "covariance": covariance, "least": least, "raised": raised}
