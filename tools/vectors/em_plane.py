"""EM in the plane."""

import gmmlib
from gmmlib import CollapseError
from vectors import Case
from vectors._planes import plain, planes


def cases() -> list[Case]:
    """Whole runs: every log-likelihood and the last model, or the collapse."""
    made = []
    for name, model, X in planes():
        if len(X) < 10:
            continue
        case: Case = {"name": name, "X": X, "start": plain(model), "tolerance": 1e-8}
        try:
            result = gmmlib.em(X, model, tolerance=1e-8, max_iterations=5000)
        except CollapseError as error:
            case |= {"component": error.component + 1, "iteration": error.iteration}
        else:
            case |= {
                "converged": result.converged,
                "nIterations": result.n_iterations,
                "logLikelihoods": [iterate.log_likelihood for iterate in result.history],
                "last": plain(result.model),
            }
        made.append(case)
    return made
