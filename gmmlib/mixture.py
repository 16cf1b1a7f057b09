"""The Gaussian mixture model as a value: its parameters and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from gmmlib import gaussian
from gmmlib._interchange import Interchange
from gmmlib._logsumexp import finite_max, log_sum_exp
from gmmlib._validation import Array, as_data, as_floats


@dataclass(frozen=True, init=False, eq=False, repr=False)
class GaussianMixture(Interchange):
    r"""A Gaussian mixture model with given parameters, (11.3) and (11.4).

    The object never changes: the arrays are read-only, and every method gives something new.
    Two mixtures with the same parameters are equal.

    Parameters
    ----------
    weights : array_like, shape (K,)
        Mixture weights :math:`\pi_k`: not negative, sum 1.
    means : array_like, shape (K, D) or (K,)
        Means :math:`\mu_k`, in the unit of the data; (K,) is one dimension.
    covariances : array_like, shape (K, D, D) or (K,)
        Covariances :math:`\Sigma_k`; in one dimension variances (K,) will do.

    Attributes
    ----------
    weights : ndarray, shape (K,)
    means : ndarray, shape (K, D)
    covariances : ndarray, shape (K, D, D)
    cholesky : ndarray, shape (K, D, D)
        Lower Cholesky factors of the covariances.

    Raises
    ------
    ValueError
        If shapes do not fit, a number is not finite, weights are negative or do not sum to
        1, or a covariance is not symmetric positive definite (the message says which).
    TypeError
        If an argument does not hold real numbers.

    Notes
    -----
    In the terms of scipy's distributions `sample` is ``rvs``, with the components besides. In
    scikit-learn's, `logpdf` is ``score_samples`` and `responsibilities` is ``predict_proba``.

    References
    ----------
    Deisenroth, Faisal and Ong (2020), *Mathematics for Machine Learning*, section 11.1.

    Examples
    --------
    The mixture of (11.5):

    >>> from gmmlib import GaussianMixture
    >>> model = GaussianMixture([0.5, 0.2, 0.3], [-2, 1, 4], [1/2, 2, 1])
    >>> print(model)
    0.50 N(x | -2.00, 0.50) + 0.20 N(x | 1.00, 2.00) + 0.30 N(x | 4.00, 1.00)
    >>> model.pdf([-2.0]).round(4)
    array([0.288])
    """

    @cached_property
    def _log_weights(self) -> Array:
        with np.errstate(divide="ignore"):  # a weight of 0 has log -inf, and means it
            return np.log(self.weights)

    def log_joint(self, X: ArrayLike) -> Array:
        r"""Log of the joint density of points and components, (11.61).

        Parameters
        ----------
        X : array_like, shape (N, D) or (N,)
            Points.

        Returns
        -------
        ndarray, shape (N, K)
            :math:`\log \pi_k + \log \mathcal{N}(x_n \mid \mu_k, \Sigma_k)`.

        Examples
        --------
        >>> model = GaussianMixture([0.5, 0.5], [0, 1], [1, 1])
        >>> model.log_joint([0.0]).round(3)
        array([[-1.612, -2.112]])
        """
        return self._log_joint(as_data(X, self.n_dims)).T

    def _log_joint(self, X: Array) -> Array:
        """Give the log joint of checked points as (K, N): sums over K run along whole rows."""
        log_densities = [
            gaussian.log_density(X, mu, L) for mu, L in zip(self.means, self.cholesky, strict=True)
        ]
        return self._log_weights[:, None] + np.stack(log_densities)

    def logpdf(self, X: ArrayLike) -> Array:
        r"""Log density of the mixture, the logarithm of (11.3).

        Parameters
        ----------
        X : array_like, shape (N, D) or (N,)
            Points.

        Returns
        -------
        ndarray, shape (N,)
            :math:`\log p(x_n \mid \theta)`, by log-sum-exp: finite also where the density
            itself underflows to 0.

        Examples
        --------
        >>> model = GaussianMixture([0.5, 0.5], [0, 1], [1, 1])
        >>> model.logpdf([1e6]).round(0)
        array([-4.99999e+11])
        """
        return log_sum_exp(self._log_joint(as_data(X, self.n_dims)))

    def pdf(self, X: ArrayLike) -> Array:
        r"""Density of the mixture, (11.3), in 1/unit\ :sup:`D`.

        Parameters
        ----------
        X : array_like, shape (N, D) or (N,)
            Points.

        Returns
        -------
        ndarray, shape (N,)

        Raises
        ------
        ValueError
            Where the density exceeds the range of float64; the log density does not.

        Examples
        --------
        >>> GaussianMixture([0.5, 0.5], [-1, 1], [1, 1]).pdf([0.0]).round(4)
        array([0.242])
        """
        return gaussian.exponential(self.logpdf(X))

    def log_likelihood(self, X: ArrayLike) -> float:
        r"""Log-likelihood of the parameters given data, (11.10).

        Parameters
        ----------
        X : array_like, shape (N, D) or (N,)
            Data, taken as independent draws.

        Returns
        -------
        float
            :math:`\mathcal{L} = \sum_n \log p(x_n \mid \theta)`, a sum, not a mean.

        Examples
        --------
        >>> from gmmlib import datasets
        >>> X, start = datasets.running_example()
        >>> round(start.log_likelihood(X), 1)
        -28.3
        """
        return float(self.logpdf(X).sum())

    def responsibilities(self, X: ArrayLike) -> Array:
        r"""Responsibilities of the components for points, (11.17).

        Parameters
        ----------
        X : array_like, shape (N, D) or (N,)
            Points.

        Returns
        -------
        ndarray, shape (N, K)
            :math:`r_{nk}`; every row sums to 1, however far the point is.

        Notes
        -----
        :math:`r_{nk}` is the probability of component k given the point,
        :math:`p(z_k = 1 \mid x_n)`, not the density of the point given the component.

        Examples
        --------
        >>> model = GaussianMixture([0.5, 0.5], [-1, 1], [1, 1])
        >>> model.responsibilities([0.0, 1.0]).round(3)
        array([[0.5  , 0.5  ],
               [0.119, 0.881]])
        """
        log_joint = self._log_joint(as_data(X, self.n_dims))
        # Shifted by the largest, not by the log-sum: far out that sum has no digits left
        # behind the point, and rows would not sum to 1.
        joint = np.exp(log_joint - finite_max(log_joint))
        r: Array = (joint / joint.sum(axis=0)).T
        return r

    def predict(self, X: ArrayLike) -> np.ndarray:
        r"""Component of the largest responsibility (11.17) for each point.

        Parameters
        ----------
        X : array_like, shape (N, D) or (N,)
            Points.

        Returns
        -------
        ndarray of int, shape (N,)
            :math:`\arg\max_k r_{nk}`, from 0; of equal ones the first.

        Examples
        --------
        >>> GaussianMixture([0.5, 0.5], [-1, 1], [1, 1]).predict([-0.1, 0, 0.1])
        array([0, 0, 1])
        """
        log_joint = self._log_joint(as_data(X, self.n_dims))
        finite_max(log_joint)  # refuses a point that is too far from all of them
        components: np.ndarray = log_joint.argmax(axis=0)
        return components

    def cdf(self, X: ArrayLike) -> Array:
        r"""Distribution function of a mixture in one dimension, the integral of (11.3).

        Parameters
        ----------
        X : array_like, shape (N,) or (N, 1)
            Points.

        Returns
        -------
        ndarray, shape (N,)
            :math:`p(x \leq x_n) = \sum_k \pi_k \Phi((x_n - \mu_k) / \sigma_k)`, a probability.

        Raises
        ------
        ValueError
            If the mixture has more than one dimension.

        Examples
        --------
        >>> GaussianMixture([0.5, 0.5], [-1, 1], [1, 1]).cdf([0.0])
        array([0.5])
        """
        if self.n_dims > 1:
            raise ValueError(
                f"cdf is for one dimension, got a mixture of {self.n_dims}; take a marginal first."
            )
        # Imported here: `import gmmlib` loads numpy alone.
        from scipy.special import ndtr

        with np.errstate(over="ignore"):  # so far out the probability is 0 or 1
            z = (as_data(X, 1).T - self.means) / self.cholesky[:, 0]
        probabilities: Array = np.minimum((self._shares()[:, None] * ndtr(z)).sum(axis=0), 1)
        return probabilities

    def conditional(self, dims: ArrayLike, values: ArrayLike) -> GaussianMixture:
        """Mixture of the other dimensions once some are known.

        Parameters
        ----------
        dims : int or list of int
            The known dimensions, from 0.
        values : array_like, shape (d,) or scalar
            Their values.

        Returns
        -------
        GaussianMixture
            Its weights are the responsibilities of the components for the known values.

        Examples
        --------
        >>> model = GaussianMixture([1], [[0, 0]], [[[2, 1], [1, 1]]])
        >>> print(model.conditional(dims=1, values=3))
        1.00 N(x | 3.00, 1.00)
        """
        known = np.atleast_1d(as_floats(values, "values"))
        parts = [
            gaussian.conditional(mu, Sigma, dims, known)
            for mu, Sigma in zip(self.means, self.covariances, strict=True)
        ]
        marginal = self.marginal(dims)
        if np.isneginf(marginal._log_joint(known[None, :])).all():
            raise ValueError(
                "values are so far from every component that the squared distance exceeds the "
                "range of float64; rescale the data."
            )
        weights = marginal.responsibilities(known[None, :])[0]
        return GaussianMixture(weights, [m for m, _ in parts], [S for _, S in parts])
