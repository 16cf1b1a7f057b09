"""gmmlib: Gaussian mixture models, exact and readable, in plain numpy and scipy.

It follows chapter 11 of *Mathematics for Machine Learning* (Deisenroth, Faisal and Ong,
2020): every public function names the equation that it computes.
"""

from gmmlib import datasets, gaussian, initial
from gmmlib.bandwidth_scores import least_squares_score, loo_log_likelihood
from gmmlib.bound import expected_log_joint, lower_bound
from gmmlib.choices import NestedCrossValidation, Selection
from gmmlib.criteria import aic, bic, icl, n_parameters
from gmmlib.cross_validation import cross_validate
from gmmlib.em import em
from gmmlib.estimates import gaussian_mixture
from gmmlib.fit import fit
from gmmlib.histogram import Histogram
from gmmlib.histogram_scores import HistogramScores, histogram_scores
from gmmlib.kde import KernelDensity
from gmmlib.kmeans import KMeansIterate, KMeansResult, Relocation, kmeans
from gmmlib.mixture import GaussianMixture
from gmmlib.modes import modes
from gmmlib.outcomes import FitResult, StartOutcome, StartsInterrupted
from gmmlib.prior import Prior
from gmmlib.results import CollapseError, ConvergenceWarning, EMResult, FitInterrupted, Iterate
from gmmlib.scores import CrossValidation, Fold, NoDensityError
from gmmlib.selection import nested_cross_validate, select
from gmmlib.structure import constrained
from gmmlib.updates import e_step, m_step, update_covariances, update_means, update_weights

__all__ = [
    "CollapseError",
    "ConvergenceWarning",
    "CrossValidation",
    "EMResult",
    "FitInterrupted",
    "FitResult",
    "Fold",
    "GaussianMixture",
    "Histogram",
    "HistogramScores",
    "Iterate",
    "KMeansIterate",
    "KMeansResult",
    "KernelDensity",
    "NestedCrossValidation",
    "NoDensityError",
    "Prior",
    "Relocation",
    "Selection",
    "StartOutcome",
    "StartsInterrupted",
    "aic",
    "bic",
    "constrained",
    "cross_validate",
    "datasets",
    "e_step",
    "em",
    "expected_log_joint",
    "fit",
    "gaussian",
    "gaussian_mixture",
    "histogram_scores",
    "icl",
    "initial",
    "kmeans",
    "least_squares_score",
    "loo_log_likelihood",
    "lower_bound",
    "m_step",
    "modes",
    "n_parameters",
    "nested_cross_validate",
    "select",
    "update_covariances",
    "update_means",
    "update_weights",
]
__version__ = "0.1.0"
