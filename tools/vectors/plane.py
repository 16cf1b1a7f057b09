"""A mixture in the plane at points, and the steps of EM from there."""

import gmmlib
from vectors import Case
from vectors._planes import plain, planes


def cases() -> list[Case]:
    """Densities, responsibilities and updates; no updates where a component is empty."""
    made = []
    for name, model, X in planes():
        r = model.responsibilities(X)
        case: Case = {
            "name": name,
            "X": X,
            "model": plain(model),
            "logJoint": model.log_joint(X),
            "logLikelihood": model.log_likelihood(X),
            "responsibilities": r,
        }
        if r.sum(axis=0).min() > 0:
            means = gmmlib.update_means(X, r)
            case |= {
                "means": means,
                "covariances": gmmlib.update_covariances(X, r, means),
                "aroundOldMeans": gmmlib.update_covariances(X, r, model.means),
                "weights": gmmlib.update_weights(r),
            }
        made.append(case)
    return made
