"""The steps of EM in one dimension."""

import gmmlib
from vectors import Case
from vectors._problems import problems


def cases() -> list[Case]:
    """The three updates of the M-step and the totals N_k."""
    made = []
    for name, model, X in problems():
        r = model.responsibilities(X)
        if (r.sum(axis=0) == 0).any():
            continue  # an empty component has no update; the tests of em treat it
        means = gmmlib.update_means(X, r)
        made.append(
            {
                "name": name,
                "xs": X,
                "responsibilities": r,
                "totals": r.sum(axis=0),
                "means": means.ravel(),
                "variances": gmmlib.update_covariances(X, r, means).ravel(),
                "variancesAroundOldMeans": gmmlib.update_covariances(X, r, model.means).ravel(),
                "weights": gmmlib.update_weights(r),
            }
        )
    return made
