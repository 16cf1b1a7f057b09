"""The lower bound over one free parameter, and where it is highest."""

import numpy as np

from gmmlib import GaussianMixture, lower_bound
from gmmlib.explorables import LowerBound
from vectors import Case
from vectors._problems import plain, problems


def cases() -> list[Case]:
    """Bound, gap and top under the responsibilities of another model, each parameter in turn."""
    found = []
    rng = np.random.default_rng(12)
    for name, model, points in problems():
        if "1e" in name or "weight 0" in name:
            continue
        X = points[:12]
        for free, here in _others(model, rng).items():
            shown = LowerBound(X, *plain(model).values(), free=free, path=[here])
            found.append(
                {
                    "name": f"{name}, {free}",
                    "model": plain(model),
                    "xs": X,
                    "free": free,
                    "value": shown.value,
                    "here": here,
                    "moved": plain(shown.model_at(here)),
                    "responsibilities": shown.responsibilities,
                    "bound": lower_bound(X, shown.responsibilities, model),
                    "divergence": shown.gap,
                    "highest": shown.top,
                }
            )
    return found


def _others(model: GaussianMixture, rng: np.random.Generator) -> dict[str, float]:
    """Another value for each parameter of the last component."""
    values = {"mean": rng.uniform(-6, 6), "variance": rng.uniform(0.2, 9)}
    if model.n_components > 1:
        values["weight"] = rng.uniform(0.02, 0.98)
    return {free: round(value, 3) for free, value in values.items()}
