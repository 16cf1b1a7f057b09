"""EM in one dimension."""

import gmmlib
from gmmlib import CollapseError
from vectors import Case
from vectors._problems import plain, problems


def cases() -> list[Case]:
    """Whole runs of EM: every log-likelihood, the models at the ends, or the collapse."""
    made = []
    for name, model, X in problems():
        if len(X) < 4 or "1e" in name:
            continue
        case: Case = {"name": name, "xs": X, "start": plain(model), "tolerance": 1e-8}
        try:
            result = gmmlib.em(X, model, tolerance=1e-8, max_iterations=5000)
        except CollapseError as error:
            case |= {"component": error.component + 1, "iteration": error.iteration}
        else:
            case |= {
                "converged": result.converged,
                "nIterations": result.n_iterations,
                "logLikelihoods": [iterate.log_likelihood for iterate in result.history],
                "first": plain(result.history[1].model),
                "last": plain(result.model),
            }
        made.append(case)
    return made
