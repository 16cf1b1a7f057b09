"""gmmlib: Gaussian mixture models, exact and readable, in plain numpy and scipy.

It follows chapter 11 of *Mathematics for Machine Learning* (Deisenroth, Faisal and Ong,
2020): every public function names the equation that it computes.
"""

from gmmlib import datasets, gaussian
from gmmlib.em import em
from gmmlib.mixture import GaussianMixture
from gmmlib.modes import modes
from gmmlib.prior import Prior
from gmmlib.results import CollapseError, ConvergenceWarning, EMResult, FitInterrupted, Iterate
from gmmlib.structure import constrained
from gmmlib.updates import e_step, m_step, update_covariances, update_means, update_weights

__all__ = [
    "CollapseError",
    "ConvergenceWarning",
    "EMResult",
    "FitInterrupted",
    "GaussianMixture",
    "Iterate",
    "Prior",
    "constrained",
    "datasets",
    "e_step",
    "em",
    "gaussian",
    "m_step",
    "modes",
    "update_covariances",
    "update_means",
    "update_weights",
]
__version__ = "0.1.0"
