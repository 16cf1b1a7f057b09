"""The peaks of mixtures."""

import gmmlib
from gmmlib import GaussianMixture
from vectors import Case
from vectors._problems import plain, problems


def cases() -> list[Case]:
    """The peaks of each mixture, and of some whose peaks merge, hide or lie far apart."""
    named = {name: model for name, model, _ in problems()} | {
        "barely two peaks": GaussianMixture([0.5, 0.5], [1, 3.1], [1, 1]),
        "two components, one peak": GaussianMixture([0.3, 0.7], [1, 2.5], [1, 1]),
        "narrow on a wide slope": GaussianMixture([0.98, 0.02], [0.5, 2], [1, 1e-4]),
        "narrow and wide, one mean": GaussianMixture([0.5, 0.5], [3, 3], [1e-6, 1e6]),
        "far apart": GaussianMixture([0.2, 0.5, 0.3], [-1e6, 3, 2e6], [1, 1e-4, 5]),
    }
    return [
        {"name": name, "model": plain(model), "modes": gmmlib.modes(model)}
        for name, model in named.items()
    ]
