"""The log-likelihood as a function of the weights alone."""

import itertools

import numpy as np

from gmmlib import GaussianMixture
from vectors import Case
from vectors._problems import plain, problems


def cases() -> list[Case]:
    """Values inside the simplex, on its edges and at its corners, wherever there is density."""
    made = []
    for name, model, X in problems():
        K = model.n_components
        weights = [np.full(K, 1 / K), model.weights, np.arange(1, K + 1) / (K * (K + 1) / 2)]
        weights += [corner for corner in np.eye(K)]
        weights += [(a + b) / 2 for a, b in itertools.combinations(np.eye(K), 2)]
        values = [
            GaussianMixture(row, model.means, model.covariances).log_likelihood(X)
            for row in weights
        ]
        made.append(
            {"name": name, "xs": X, "model": plain(model), "weights": weights, "values": values}
        )
    return made
