"""A mixture in one dimension at points."""

from vectors import Case
from vectors._problems import plain, problems


def cases() -> list[Case]:
    """Everything that a mixture says about points."""
    return [
        {
            "name": name,
            "model": plain(model),
            "xs": X,
            "logJoint": model.log_joint(X),
            "contributions": model.logpdf(X),
            "densities": model.pdf(X),
            "logLikelihood": model.log_likelihood(X),
            "responsibilities": model.responsibilities(X),
        }
        for name, model, X in problems()
    ]
