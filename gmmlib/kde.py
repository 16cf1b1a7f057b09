"""Kernel density estimates: a kernel on every point, (11.74)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gmmlib import gaussian
from gmmlib._kde_points import check_within
from gmmlib._kde_scores import loo_log_densities
from gmmlib._kde_value import KernelDensityValue
from gmmlib._kernels import KERNELS, Kernel
from gmmlib._validation import Array, as_count, as_data, as_number

__all__ = ["KERNELS", "Kernel", "KernelDensity"]

#: How many bandwidths beyond the points a grid goes, where the kernel has no end.
_MARGIN = 3.0


@dataclass(frozen=True, init=False, eq=False, repr=False)
class KernelDensity(KernelDensityValue):
    r"""A kernel density estimate, (11.74).

    The object never changes: the arrays are read-only, and every method gives something new.

    Parameters
    ----------
    X : array_like, shape (N, D) or (N,)
        Data; a kernel sits on every point.
    bandwidth : float or array_like, shape (D,), optional
        h of (11.74), in the unit of the data: the half width of a compact kernel, the
        standard deviation of the Gaussian. One number serves every dimension.
    rule : str, optional
        How to choose the bandwidth instead; ``"silverman"`` where neither is given. See Notes.
    kernel : str
        ``"uniform"``, ``"triangular"``, ``"epanechnikov"``, ``"biweight"``, ``"triweight"``,
        ``"tricube"``, ``"cosine"`` or ``"gaussian"``; in D dimensions their product.
    sample_weight : array_like, shape (N,), optional
        How much each row counts; a weight of 2 equals two copies of the row, also to the
        rules.
    bounds : pair of float or None, optional
        Where one-dimensional data must end, by their nature: ``(0, None)``, or the same
        ``(0, inf)``, for lengths. The kernels are reflected there, so that no density lies
        outside.

    Attributes
    ----------
    X : ndarray, shape (N, D)
    bandwidth : float or ndarray, shape (D,)
        A float in one dimension.
    rule : str or None
        None where the bandwidth was given.
    kernel : str
    sample_weight : ndarray, shape (N,), or None
    bounds : tuple of float
        (-inf, inf) where there are none.

    Raises
    ------
    ValueError
        If shapes do not fit, a number is not finite, the bandwidth is not greater than 0, or
        the data have no spread from which a rule could take a bandwidth.
    TypeError
        If an argument does not hold real numbers.

    Notes
    -----
    .. math::

        p(x) = \frac{1}{N h^D} \sum_{n=1}^N k\Bigl(\frac{x - x_n}{h}\Bigr)

    The source prints :math:`1/(Nh)`, with which p integrates to 1 for D = 1 only. With one
    bandwidth a dimension, :math:`h^D` becomes their product.

    Rules give standard deviations times one factor. They are made for the Gaussian; other
    kernels take the bandwidth with which they smooth as much (Marron and Nolan).

    - ``"silverman"``: :math:`0.9 \min(s, \mathrm{IQR}/1.34) N^{-1/5}`, s the standard
      deviation (taken alone where the IQR is 0); for D > 1 with
      :math:`(4/(D+2))^{1/(D+4)}` for 0.9 and :math:`1/(D+4)` for 1/5. It always exists, and
      smooths too much where there are several modes.
    - ``"scott"``: :math:`s N^{-1/(D+4)}`.
    - ``"improved-sheather-jones"``: a plug-in rule that assumes no normal density; D = 1. As in
      its authors' program, N is the number of distinct values.
    - ``"least-squares"``, ``"likelihood"``: the best leave-one-out score, see
      :func:`gmmlib.least_squares_score` and :func:`gmmlib.loo_log_likelihood`.

    The time grows with N for Gaussian kernels in one dimension. Others, and any in several
    dimensions, look at every pair of a point and a place that the kernel reaches, and so the
    time grows with their product. The rules by a leave-one-out score do so for each of some
    fifty bandwidths: for large N take the Gaussian, or choose on a part of the data.

    References
    ----------
    Rosenblatt (1956), *Ann. Math. Statist.* 27(3), 832–837; Parzen (1962), *Ann. Math.
    Statist.* 33(3), 1065–1076; Silverman (1986), *Density Estimation*; Marron and Nolan
    (1988), *Statistics & Probability Letters* 7(3), 195–199; Scott (1992), *Multivariate
    Density Estimation*; Botev, Grotowski and Kroese (2010), *Ann. Statist.* 38(5), 2916–2957.

    Examples
    --------
    >>> from gmmlib import KernelDensity, datasets
    >>> X, _ = datasets.running_example()
    >>> density = KernelDensity(X, bandwidth=1)
    >>> density.pdf([0.0]).round(3)
    array([0.102])
    >>> KernelDensity(X)
    <KernelDensity: 7 points, gaussian kernel, bandwidth 1.9 by rule 'silverman'>
    """

    def logpdf(self, X: ArrayLike) -> Array:
        r"""Log density of the estimate, the logarithm of (11.74).

        Parameters
        ----------
        X : array_like, shape (M, D) or (M,)
            Points, within the bounds.

        Returns
        -------
        ndarray, shape (M,)
            Finite for the Gaussian also where the density itself underflows to 0, by
            log-sum-exp; -inf where no compact kernel reaches, or the squared distance exceeds
            the range of float64.

        Raises
        ------
        ValueError
            If shapes do not fit, a number is not finite, or a point lies outside the bounds.

        Examples
        --------
        >>> from gmmlib import KernelDensity
        >>> KernelDensity([0.0, 1.0], bandwidth=0.5).logpdf([0.5, 100]).round(2)
        array([-7.300000e-01, -1.960292e+04])
        """
        points = as_data(X, self.n_dims)
        check_within(points, self.bounds)
        return self._sums.log_at(points) - self._log_volume

    def pdf(self, X: ArrayLike) -> Array:
        r"""Density of the estimate, (11.74), in 1/unit\ :sup:`D`.

        Parameters
        ----------
        X : array_like, shape (M, D) or (M,)
            Points, within the bounds.

        Returns
        -------
        ndarray, shape (M,)

        Raises
        ------
        ValueError
            As :meth:`logpdf`, and where the density exceeds the range of float64.

        Examples
        --------
        >>> from gmmlib import KernelDensity
        >>> KernelDensity([0.0, 1.0], bandwidth=1, kernel="uniform").pdf([0.5, 1.5, 3])
        array([0.5 , 0.25, 0.  ])
        """
        return gaussian.exponential(self.logpdf(X))

    def log_likelihood(self, X: ArrayLike) -> float:
        """Log-likelihood of the estimate given other data, the sum of logarithms of (11.74).

        Parameters
        ----------
        X : array_like, shape (M, D) or (M,)
            Data, taken as independent draws. For the estimate's own data see
            :meth:`loo_logpdf`: each point lies under its own kernel.

        Returns
        -------
        float

        Examples
        --------
        >>> from gmmlib import KernelDensity
        >>> round(KernelDensity([0.0, 1.0], bandwidth=1).log_likelihood([0.5, 0.5]), 3)
        -2.088
        """
        return float(self.logpdf(X).sum())

    def evaluate_grid(
        self, low: float | None = None, high: float | None = None, n: int = 1024
    ) -> tuple[Array, Array]:
        r"""Density (11.74) on an even grid, for a curve.

        Parameters
        ----------
        low, high : float, optional
            Ends of the grid; where the kernels end, or 3 bandwidths of the Gaussian beyond the
            points, but within the bounds.
        n : int
            Number of grid points, at least 2.

        Returns
        -------
        x : ndarray, shape (n,)
        density : ndarray, shape (n,)
            In 1/unit.

        Raises
        ------
        ValueError
            For D > 1, ends that are not ascending, or a grid beyond the bounds.

        Notes
        -----
        Many points are gathered into bins whose moments give their sum, to rounding:
        the time grows with the number of points plus that of grid points, not their product.

        References
        ----------
        Greengard and Strain (1991), *SIAM J. Sci. Stat. Comput.* 12(1), 79–94.

        Examples
        --------
        >>> from gmmlib import KernelDensity
        >>> KernelDensity([0.0, 1.0], bandwidth=1, kernel="triangular").evaluate_grid(n=4)
        (array([-1.,  0.,  1.,  2.]), array([0. , 0.5, 0.5, 0. ]))
        """
        if self.n_dims > 1:
            raise ValueError(
                f"evaluate_grid is for one dimension, got D = {self.n_dims}; give pdf the points."
            )
        h, (below, above) = float(self._h[0]), self.bounds
        margin = h * min(self._kernel.support, _MARGIN)
        start = max(float(self.X.min()) - margin, below) if low is None else as_number(low, "low")
        stop = min(float(self.X.max()) + margin, above) if high is None else as_number(high, "high")
        if start >= stop:
            raise ValueError(f"low must be less than high, got {start:g} and {stop:g}.")
        if math.isinf(stop - start):
            raise ValueError(
                f"low and high differ by more than the range of float64, got {start:g} and "
                f"{stop:g}; take a shorter grid."
            )
        x = np.linspace(start, stop, as_count(n, "n", at_least=2))
        return x, self.pdf(x)

    def loo_logpdf(self) -> Array:
        r"""Log density (11.74) at each point of the data of the estimate from the other points.

        Returns
        -------
        ndarray, shape (N,)
            -inf where no other point's kernel reaches. Of a row with a weight above 1 one copy
            is left out, of one below 1 the whole.

        Raises
        ------
        ValueError
            If there is only one point.

        Notes
        -----
        :math:`\log \frac{1}{(N-1) h^D} \sum_{m \neq n} k((x_n - x_m)/h)`, exact: nothing is
        fitted again, and nothing lost to cancellation where a point is alone.

        Examples
        --------
        >>> from gmmlib import KernelDensity
        >>> KernelDensity([0.0, 1.0, 3.0], bandwidth=1).loo_logpdf().round(2)
        array([-2.09, -1.91, -3.53])
        """
        alike = loo_log_densities(self._points, self._kernel, self._h)
        if self.sample_weight is None or len(alike) == self.n_points:
            return alike
        counts = self.sample_weight > 0
        logs = np.empty(self.n_points)
        logs[counts], logs[~counts] = alike, self.logpdf(self.X[~counts])
        return logs
