"""Live pictures: Python objects in a notebook, figures that need no kernel on a page."""

from gmmlib.explorables._base import BUNDLE, Explorable, Live
from gmmlib.explorables.ancestral_sampling import AncestralSampling
from gmmlib.explorables.choose_k import ChooseK
from gmmlib.explorables.collapse import Collapse
from gmmlib.explorables.em_lab import EMLab
from gmmlib.explorables.em_lab_2d import EMLab2D
from gmmlib.explorables.histogram_kde import HistogramKDE
from gmmlib.explorables.likelihood_lab import LikelihoodLab
from gmmlib.explorables.lower_bound import LowerBound
from gmmlib.explorables.mixture_explorer import MixtureExplorer
from gmmlib.explorables.one_gaussian import OneGaussian
from gmmlib.explorables.posterior import Posterior
from gmmlib.explorables.responsibilities import Responsibilities
from gmmlib.explorables.soft_to_hard import SoftToHard
from gmmlib.explorables.updates import CovarianceUpdate, MeanUpdate, WeightUpdate

__all__ = [
    "BUNDLE",
    "AncestralSampling",
    "ChooseK",
    "Collapse",
    "CovarianceUpdate",
    "EMLab",
    "EMLab2D",
    "Explorable",
    "HistogramKDE",
    "LikelihoodLab",
    "Live",
    "LowerBound",
    "MeanUpdate",
    "MixtureExplorer",
    "OneGaussian",
    "Posterior",
    "Responsibilities",
    "SoftToHard",
    "WeightUpdate",
]
