"""Mixtures to fit, and the fits: gmmlib's and scikit-learn's from the same start."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from benchmarks.library.timing import Fit, Fitted
from gmmlib import ConvergenceWarning, GaussianMixture, datasets, em


@dataclass(frozen=True)
class Problem:
    """Data and where EM starts."""

    X: Any
    start: GaussianMixture

    @property
    def size(self) -> tuple[int, int, int]:
        """N, D and K."""
        return len(self.X), self.start.n_dims, self.start.n_components


def make(N: int, D: int, K: int, seed: int = 11) -> Problem:
    """Draw points from a mixture of K Gaussians; start at K of them, each as wide as all.

    The smallest one is the source's own example.
    """
    if (N, D, K) == (7, 1, 3):
        return Problem(*datasets.running_example())
    rng = np.random.default_rng(seed)
    A = rng.standard_normal((K, D, D)) / np.sqrt(D)
    covariances = A @ A.transpose(0, 2, 1) + 0.25 * np.eye(D)
    shares = rng.uniform(0.5, 1, K)
    truth = GaussianMixture(shares / shares.sum(), 2 * rng.standard_normal((K, D)), covariances)
    X, _ = truth.sample(N, rng)
    whole = np.cov(X, rowvar=False)
    return Problem(X, GaussianMixture(np.full(K, 1 / K), X[:K], np.array([whole] * K)))


def by_gmmlib(
    problem: Problem, formulation: Literal["auto", "quadratic", "whitening"] = "auto"
) -> Fit:
    """Fit with :func:`gmmlib.em`; the score is the log-likelihood a point."""

    def fit(n: int) -> Fitted:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            result = em(
                problem.X, problem.start, tolerance=0, max_iterations=n, formulation=formulation
            )
        return Fitted(result.n_iterations, lambda: result.log_likelihood / len(problem.X))

    return fit


def by_sklearn(problem: Problem) -> Fit:
    """Fit with scikit-learn from the same start, with nothing added to the covariances."""
    from sklearn.exceptions import ConvergenceWarning as PeersWarning
    from sklearn.mixture import GaussianMixture as Peer

    precisions = np.linalg.inv(problem.start.covariances)
    precisions = (precisions + precisions.transpose(0, 2, 1)) / 2

    def fit(n: int) -> Fitted:
        # It makes a start of its own even where one is given: the cheapest one.
        peer = Peer(
            problem.start.n_components, tol=0, reg_covar=0, max_iter=n, init_params="random",
            weights_init=problem.start.weights, means_init=problem.start.means,
            precisions_init=precisions, random_state=0,
        )  # fmt: skip
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PeersWarning)
            peer.fit(problem.X)
        return Fitted(peer.n_iter_, lambda: float(peer.score(problem.X)))

    return fit
