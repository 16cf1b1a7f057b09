"""Live pictures: Python objects in a notebook, figures that need no kernel on a page."""

from gmmlib.explorables._base import Explorable
from gmmlib.explorables.likelihood_lab import LikelihoodLab
from gmmlib.explorables.mixture_explorer import MixtureExplorer
from gmmlib.explorables.responsibilities import Responsibilities
from gmmlib.explorables.updates import CovarianceUpdate, MeanUpdate, WeightUpdate

__all__ = [
    "CovarianceUpdate",
    "Explorable",
    "LikelihoodLab",
    "MeanUpdate",
    "MixtureExplorer",
    "Responsibilities",
    "WeightUpdate",
]
