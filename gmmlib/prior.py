"""The conjugate prior of a Gaussian mixture, for maximum a posteriori estimates."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from gmmlib import gaussian
from gmmlib._validation import (
    Array,
    as_count,
    as_data,
    as_floats,
    as_instance,
    as_number,
    check_squares,
    shape_text,
    symmetric_and_factor,
)
from gmmlib.mixture import GaussianMixture
from gmmlib.structure import as_structure


@dataclass(frozen=True, init=False, eq=False)
class Prior:
    r"""Normal–inverse-Wishart prior of means and covariances, Dirichlet prior of weights.

    With it :func:`gmmlib.em` maximizes the posterior density instead of the likelihood; no
    component can collapse onto a point any more.

    Parameters
    ----------
    mean : array_like, shape (D,) or scalar
        Where the components' means are expected, :math:`m`.
    scatter : array_like, shape (D, D) or scalar
        :math:`\Psi`, positive definite, in squared units of the data.
    mean_strength : float
        :math:`\kappa > 0`: how many points the expected mean is worth.
    degrees : float
        :math:`\nu > D - 1`: degrees of freedom of the inverse-Wishart density.
    concentration : float
        :math:`\alpha \geq 1`: each weight counts as if :math:`\alpha - 1` points more
        belonged to it.

    Notes
    -----
    :math:`\Sigma_k \sim \mathcal{W}^{-1}(\Psi, \nu)`,
    :math:`\mu_k \mid \Sigma_k \sim \mathcal{N}(m, \Sigma_k / \kappa)`,
    :math:`\pi \sim \mathrm{Dir}(\alpha, \dots, \alpha)`. The updates are

    .. math::

        \mu_k = \frac{\kappa m + \sum_n r_{nk} x_n}{\kappa + N_k}, \quad
        \Sigma_k = \frac{\Psi + \kappa (\mu_k - m)(\mu_k - m)^\top
        + \sum_n r_{nk} (x_n - \mu_k)(x_n - \mu_k)^\top}{\nu + D + 2 + N_k}, \quad
        \pi_k = \frac{N_k + \alpha - 1}{N + K (\alpha - 1)}.

    Diagonal and spherical covariances maximize the same density among matrices of their
    structure; a tied one counts once.

    References
    ----------
    Fraley and Raftery (2007), *Journal of Classification* 24, 155–181.

    Examples
    --------
    >>> from gmmlib import GaussianMixture, Prior, em
    >>> X, start = [0.0, 0.0, 1.0, 5.0], GaussianMixture([0.5, 0.5], [0, 5], [1, 1])
    >>> print(em(X, start, prior=Prior.from_data(X, 2)).model)
    0.75 N(x | 0.34, 0.19) + 0.25 N(x | 4.97, 0.17)
    """

    mean: Array
    scatter: Array
    mean_strength: float
    degrees: float
    concentration: float

    def __init__(
        self,
        mean: ArrayLike,
        scatter: ArrayLike,
        *,
        mean_strength: float,
        degrees: float,
        concentration: float = 1.0,
    ) -> None:
        m = np.atleast_1d(as_floats(mean, "mean"))
        if m.ndim != 1:
            raise ValueError(
                f"mean must be a scalar or have shape (D,), got {shape_text(m.shape)}."
            )
        D = len(m)
        S = as_floats(scatter, "scatter")
        if S.shape not in [(D, D)] + ([()] if D == 1 else []):
            raise ValueError(
                f"scatter must have shape ({D}, {D}) to fit the mean, got {shape_text(S.shape)}."
            )
        Psi = symmetric_and_factor(S.reshape(D, D), "scatter")[0]
        kappa = as_number(mean_strength, "mean_strength")
        nu = as_number(degrees, "degrees")
        alpha = as_number(concentration, "concentration")
        if kappa <= 0:
            raise ValueError(f"mean_strength must be greater than 0, got {kappa:g}; 0.01 is weak.")
        if nu <= D - 1:
            raise ValueError(
                f"degrees must be greater than D - 1 = {D - 1}, got {nu:g}; D + 2 is weak."
            )
        if alpha < 1:
            raise ValueError(
                f"concentration must be at least 1, got {alpha:g}; below it the density has no "
                "maximum inside the simplex."
            )
        for name, value in (
            ("mean", m), ("scatter", Psi), ("mean_strength", kappa), ("degrees", nu),
            ("concentration", alpha),
        ):  # fmt: skip
            if isinstance(value, np.ndarray):
                value.flags.writeable = False
            object.__setattr__(self, name, value)

    def __reduce__(self) -> tuple[partial[Prior], tuple[()]]:
        """Copy and pickle by the constructor: arrays restored otherwise would be writable."""
        options = {
            "mean_strength": self.mean_strength, "degrees": self.degrees,
            "concentration": self.concentration,
        }  # fmt: skip
        return partial(type(self), self.mean, self.scatter, **options), ()

    @classmethod
    def from_data(cls, X: ArrayLike, n_components: int) -> Prior:
        r"""Weak prior that scales with the data.

        Parameters
        ----------
        X : array_like, shape (N, D) or (N,)
            Data.
        n_components : int
            K.

        Returns
        -------
        Prior
            The mean of the data, worth 0.01 points; D + 2 degrees of freedom; the scatter
            :math:`S / K^{2/D}`, S the covariance of the data: K components of that size fill
            the data's volume.

        Raises
        ------
        ValueError
            If the data's covariance is singular, or exceeds the range of float64.

        References
        ----------
        Fraley and Raftery (2007), *Journal of Classification* 24, 155–181.

        Examples
        --------
        >>> from gmmlib import Prior
        >>> Prior.from_data([0.0, 0.0, 1.0, 5.0], 2).scatter.round(3)
        array([[1.062]])
        """
        X = as_data(X)
        N, D = X.shape
        K = as_count(n_components, "n_components")
        with np.errstate(over="ignore", invalid="ignore"):  # refused by the next line
            mean = X.mean(axis=0)
            centered = X - mean
            S = (centered / N).T @ centered
        check_squares(np.diag(S), X)
        flat = np.flatnonzero(X.min(axis=0) == X.max(axis=0))
        if len(flat):  # their mean, hence their variance, may have been rounded
            raise ValueError(
                f"X is constant in dimension {flat[0]}, so that its covariance is singular; drop "
                "that dimension, or give a prior of your own."
            )
        S, _ = symmetric_and_factor(S, "the covariance of X")
        return cls(mean, S / K ** (2 / D), mean_strength=0.01, degrees=D + 2, concentration=1.0)

    def log_density(self, model: GaussianMixture, covariance: str = "full") -> float:
        """Log of the prior density at a mixture's parameters.

        Parameters
        ----------
        model : GaussianMixture
            Parameters.
        covariance : {"full", "diagonal", "spherical", "tied"}
            Structure of the covariances; a tied one counts once.

        Returns
        -------
        float
            What :func:`gmmlib.em` adds to the log-likelihood.

        Examples
        --------
        >>> from gmmlib import GaussianMixture, Prior
        >>> prior = Prior(0, 1, mean_strength=1, degrees=3)
        >>> round(prior.log_density(GaussianMixture([1], [0], [1])), 4)
        -2.3379
        """
        structure = as_structure(covariance)
        D = as_instance(model, GaussianMixture, "model").n_dims
        if len(self.mean) != D:
            raise ValueError(
                f"model must have as many dimensions as the prior, {len(self.mean)}, got {D}."
            )
        total = math.lgamma(model.n_components * self.concentration)
        total -= model.n_components * math.lgamma(self.concentration)
        if self.concentration > 1:
            with np.errstate(divide="ignore"):
                total += (self.concentration - 1) * float(np.log(model.weights).sum())
        for k, (mu, L) in enumerate(zip(model.means, model.cholesky, strict=True)):
            log_det = 2 * float(np.log(np.diag(L)).sum())
            with np.errstate(over="ignore"):
                z = gaussian.whiten((mu - self.mean)[None], L)[:, 0]
                distance = float(z @ z)
            if not math.isfinite(distance):
                raise ValueError(
                    f"the prior's mean is so far from component {k + 1} that the squared distance "
                    "exceeds the range of float64; rescale the data."
                )
            total += 0.5 * D * math.log(self.mean_strength / (2 * math.pi)) - 0.5 * log_det
            total -= 0.5 * self.mean_strength * distance
            if structure == "tied" and k > 0:
                continue
            inner = gaussian.whiten(gaussian.whiten(self.scatter, L), L)
            total += self._log_normalizer(D) - 0.5 * (self.degrees + D + 1) * log_det
            total -= 0.5 * float(np.trace(inner))
        return total

    def _log_normalizer(self, D: int) -> float:
        """Of the inverse-Wishart density."""
        halves = 0.5 * (self.degrees - np.arange(D))
        log_gamma = 0.25 * D * (D - 1) * math.log(math.pi) + sum(math.lgamma(h) for h in halves)
        half_log_det = float(np.linalg.slogdet(self.scatter)[1]) / 2
        return self.degrees * (half_log_det - 0.5 * D * math.log(2)) - log_gamma
