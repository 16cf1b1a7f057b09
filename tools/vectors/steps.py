"""The steps of EM one at a time, in one dimension, in orders that a reader may choose."""

import gmmlib
from gmmlib import GaussianMixture
from vectors import Case
from vectors._problems import plain, problems

ORDERS = ("EMVWC", "EWVM", "EVVEMC", "CCC")


def cases() -> list[Case]:
    """The mixture and its log-likelihood after each step."""
    made = []
    for name, start, X in problems():
        if len(X) < 7 or "1e" in name or "weight 0" in name:
            continue
        for steps in ORDERS:
            model, r, after = start, None, []
            for step in steps:
                if step in "EC":
                    r = gmmlib.e_step(X, model)
                weights, means, covariances = model.weights, model.means, model.covariances
                if step in "MC":
                    means = gmmlib.update_means(X, r)
                if step in "VC":
                    covariances = gmmlib.update_covariances(X, r, means)
                if step in "WC":
                    weights = gmmlib.update_weights(r)
                model = GaussianMixture(weights, means, covariances)
                after.append(plain(model) | {"logLikelihood": model.log_likelihood(X)})
            made.append(
                {"name": name, "xs": X, "start": plain(start), "steps": steps, "after": after}
            )
    return made
