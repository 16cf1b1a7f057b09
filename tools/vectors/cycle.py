"""One EM cycle in one dimension, update by update."""

import warnings

import gmmlib
from gmmlib import CollapseError, ConvergenceWarning, GaussianMixture
from vectors import Case
from vectors._problems import plain, problems


def cases() -> list[Case]:
    """The mixture after each update with its log-likelihood, or the component that collapses."""
    made = []
    for name, model, X in problems():
        r = gmmlib.e_step(X, model)
        case: Case = {"name": name, "xs": X, "start": plain(model)}
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", ConvergenceWarning)
                gmmlib.em(X, model, max_iterations=1)
        except CollapseError as error:
            made.append(case | {"component": error.component + 1})
            continue
        means = gmmlib.update_means(X, r)
        covariances = gmmlib.update_covariances(X, r, means)
        models = [
            model,
            GaussianMixture(model.weights, means, model.covariances),
            GaussianMixture(model.weights, means, covariances),
            gmmlib.m_step(X, r),
        ]
        case["models"] = [plain(stage) for stage in models]
        case["logLikelihoods"] = [stage.log_likelihood(X) for stage in models]
        made.append(case)
    return made
