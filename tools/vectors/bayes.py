"""Bayes' theorem for the component of a point, term by term."""

import numpy as np

from gmmlib import gaussian
from vectors import Case
from vectors._problems import plain, problems


def cases() -> list[Case]:
    """Prior, likelihood, its height beside the largest one, density and posterior."""
    found = []
    for name, model, points in problems():
        X = points[:6]
        terms = [
            (gaussian.logpdf(X, mean, variance), gaussian.pdf(X, mean, variance))
            for mean, variance in zip(model.means, model.covariances, strict=True)
        ]
        logs, likelihoods = (np.column_stack(columns) for columns in zip(*terms, strict=True))
        found.append(
            {
                "name": name,
                "model": plain(model),
                "xs": X,
                "likelihoods": likelihoods,
                "heights": np.exp(logs - logs.max(axis=1, keepdims=True)),
                "densities": model.pdf(X),
                "posteriors": model.responsibilities(X),
            }
        )
    return found
