"""The objective over the width of component 1: with and without a floor and a prior."""

import numpy as np

from gmmlib import GaussianMixture
from gmmlib.explorables import Collapse
from gmmlib.results import CollapseError
from vectors import Case
from vectors._problems import plain, problems


def cases() -> list[Case]:
    """Give each guard in turn, on a point and where the problem has its mean."""
    found = []
    for name, model, points in problems():
        # The others of these have the same components.
        if np.ptp(points) == 0 or "N = 40" in name:
            continue
        X = points[:12]
        for where, mean in (("its mean", model.means[0, 0]), ("a point", X[len(X) // 2])):
            means = [mean, *model.means[1:, 0]]
            moved = GaussianMixture(model.weights, means, model.covariances)
            for guard in ({}, {"with_floor": True, "floor": 1e-6}, {"with_prior": True}):
                found.append(_case(f"{name}, on {where}, {'+'.join(guard)}", moved, X, guard))
    return found


def _case(name: str, model: GaussianMixture, X: np.ndarray, guard: dict[str, object]) -> Case:
    shown = Collapse(X, *plain(model).values(), **guard)
    before = shown.model
    case = {
        "name": name,
        "model": plain(model),
        "xs": X,
        "least": shown.least_variance,
        "with_prior": shown.with_prior,
        "log_likelihood": shown.log_likelihood,
        "objective": shown.objective,
        "slope": shown.slope,
        "slope_of": _summands(shown),
        "maximum": shown.maximum,
        "at_maximum": None if shown.maximum is None else shown.objective_at(shown.maximum),
    }
    try:
        shown.em_step()
        case["em_variance"] = shown.variances[0]
    except CollapseError:
        case["em_variance"] = None
    shown.model = before
    return case


def _summands(shown: Collapse) -> float:
    """The size of what is added up to the slope: beside it rounding errors count."""
    r = shown.model.responsibilities(shown.data)[:, 0]
    z2 = (shown.data[:, 0] - shown.means[0]) ** 2 / shown.variances[0]
    total = float(r @ (z2 + 1))
    if shown.prior is not None:
        total += float(shown.prior.scatter[0, 0]) / shown.variances[0] + shown.prior.degrees + 3
    return total
