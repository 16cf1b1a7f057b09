"""Parameters of a mixture as a value: checked once, never changed, equal when they are equal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from gmmlib import _text
from gmmlib._validation import (
    Array,
    as_count,
    as_covariances,
    as_dims,
    as_means,
    as_rng,
    as_simplex,
)


@dataclass(frozen=True, init=False, eq=False, repr=False)
class MixtureValue:
    """Weights, means and covariances, and what follows from them alone."""

    weights: Array
    means: Array
    covariances: Array
    cholesky: Array

    def __init__(self, weights: ArrayLike, means: ArrayLike, covariances: ArrayLike) -> None:
        pi = as_simplex(weights)
        mu = as_means(means, len(pi))
        Sigma, L = as_covariances(covariances, len(pi), mu.shape[1])
        for name, array in zip(
            ("weights", "means", "covariances", "cholesky"), (pi, mu, Sigma, L), strict=True
        ):
            array.flags.writeable = False
            object.__setattr__(self, name, array)

    @property
    def n_components(self) -> int:
        """K, the number of components."""
        return len(self.weights)

    @property
    def n_dims(self) -> int:
        """D, the number of dimensions."""
        return int(self.means.shape[1])

    def mean(self) -> Array:
        r"""Mean of the whole mixture (11.3), in the unit of the data.

        Returns
        -------
        ndarray, shape (D,)
            :math:`\mathbb{E}[x] = \sum_k \pi_k \mu_k`.

        Raises
        ------
        ValueError
            If the means differ by more than the range of float64.

        Examples
        --------
        >>> from gmmlib import GaussianMixture
        >>> GaussianMixture([0.25, 0.75], [0, 4], [1, 1]).mean()
        array([3.])
        """
        center, deviations = self._deviations()
        # The weights' rounding times an offset far from 0 would be an error of the mean.
        mean: Array = center + (self._shares() @ deviations)
        return mean

    def covariance(self) -> Array:
        r"""Covariance of the whole mixture (11.3), in squared units of the data.

        Returns
        -------
        ndarray, shape (D, D)
            :math:`\sum_k \pi_k \bigl(\Sigma_k + (\mu_k - \mathbb{E}[x])
            (\mu_k - \mathbb{E}[x])^\top\bigr)`; in one dimension the variance, shape (1, 1).

        Raises
        ------
        ValueError
            If it exceeds the range of float64.

        Notes
        -----
        The law of total covariance: within the components, plus between their means. No square
        of a mean is subtracted, so an offset of the data costs no digits.

        Examples
        --------
        >>> from gmmlib import GaussianMixture
        >>> GaussianMixture([0.25, 0.75], [0, 4], [1, 1]).covariance()
        array([[4.]])
        """
        shares, (_, deviations) = self._shares(), self._deviations()
        with np.errstate(over="ignore", invalid="ignore"):
            scaled = np.sqrt(shares)[:, None] * (deviations - shares @ deviations)
            S = scaled.T @ scaled + np.tensordot(shares, self.covariances, axes=1)
        if not np.isfinite(S).all():
            raise ValueError(
                "the covariance of the mixture exceeds the range of float64; rescale the data."
            )
        covariance: Array = S / 2 + S.T / 2
        return covariance

    def sample(
        self, n: int, rng: int | np.random.Generator | None = None
    ) -> tuple[Array, np.ndarray]:
        """Draw points by ancestral sampling: a component first, then a point from it (11.4.1).

        Parameters
        ----------
        n : int
            How many.
        rng : int or numpy.random.Generator, optional
            Seed or generator; the same seed gives the same points.

        Returns
        -------
        X : ndarray, shape (n, D)
            Points, in random order of components.
        z : ndarray of int, shape (n,)
            The component that made each point, from 0.

        Examples
        --------
        >>> from gmmlib import GaussianMixture
        >>> X, z = GaussianMixture([0.9, 0.1], [0, 50], [1, 1]).sample(5, rng=0)
        >>> z
        array([0, 0, 0, 0, 0])
        """
        generator = as_rng(rng)
        # Divided by their sum: numpy refuses weights whose rounding it deems too large.
        z = generator.choice(self.n_components, size=as_count(n, "n"), p=self._shares())
        u = generator.standard_normal((len(z), self.n_dims))
        X = np.empty_like(u)
        for k, (_, mu, _) in enumerate(self):  # a factor for each point would fill the memory
            X[z == k] = mu + u[z == k] @ self.cholesky[k].T
        return X, z

    def marginal(self, dims: ArrayLike) -> Self:
        """Mixture of some dimensions alone.

        Parameters
        ----------
        dims : int or list of int
            The dimensions to keep, from 0.

        Returns
        -------
        GaussianMixture

        Examples
        --------
        >>> from gmmlib import GaussianMixture
        >>> model = GaussianMixture([1], [[1, 2]], [[[3, 1], [1, 4]]])
        >>> print(model.marginal(1))
        1.00 N(x | 2.00, 4.00)
        """
        keep = as_dims(dims, self.n_dims)
        return type(self)(self.weights, self.means[:, keep], self.covariances[:, keep][:, :, keep])

    def _shares(self) -> Array:
        """Weights that sum to 1 also where rounding had made them sum to a little else."""
        shares: Array = self.weights / self.weights.sum()
        return shares

    def _deviations(self) -> tuple[Array, Array]:
        """Give the mean of the heaviest component, and all means as seen from there."""
        center = self.means[np.argmax(self.weights)]
        with np.errstate(over="ignore"):
            deviations = self.means - center
        if not np.isfinite(deviations).all():
            raise ValueError("means differ by more than the range of float64; rescale the data.")
        return center, deviations

    def __eq__(self, other: object) -> bool:
        """Whether all parameters are the same numbers, in the same order of components."""
        if not isinstance(other, MixtureValue):
            return NotImplemented
        return all(
            np.array_equal(mine, theirs)
            for mine, theirs in zip(self._parameters(), other._parameters(), strict=True)
        )

    def __hash__(self) -> int:
        """Agree with ``==``: 0.0 and -0.0 are equal."""
        return hash((self.means.shape, *((a + 0.0).tobytes() for a in self._parameters())))

    def __reduce__(self) -> tuple[type[Self], tuple[Array, Array, Array]]:
        """Copy and pickle by the constructor: arrays restored otherwise would be writable."""
        return type(self), self._parameters()

    def __iter__(self) -> Iterator[tuple[float, Array, Array]]:
        """Go through the components as (weight, mean, covariance)."""
        for pi, mu, Sigma in zip(*self._parameters(), strict=True):
            yield float(pi), mu, Sigma

    def __str__(self) -> str:
        """Read as the source prints (11.57)."""
        return _text.mixture(*self._parameters())

    def _repr_latex_(self) -> str:
        return f"${_text.formula(*self._parameters())}$"

    def __repr__(self) -> str:
        """Give the call that makes this mixture."""
        parts = (array.tolist() for array in self._parameters())
        return "GaussianMixture(weights={}, means={}, covariances={})".format(*parts)

    def _parameters(self) -> tuple[Array, Array, Array]:
        return self.weights, self.means, self.covariances
