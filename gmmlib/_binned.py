"""A density that is constant in bins, as a value: made once, never changed."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from gmmlib._bin_data import times
from gmmlib._binning import Bins, Counts, located, per_volume
from gmmlib._validation import Array, as_count, as_data, as_rng


@dataclass(frozen=True, init=False, eq=False, repr=False)
class Binned:
    """Edges and counts, and what follows from them alone."""

    edges: Array | tuple[Array, ...]
    counts: Counts
    rule: str | None
    n_points: int
    note: str

    @property
    def n_dims(self) -> int:
        """D, the number of dimensions."""
        return self.counts.ndim

    @cached_property
    def density(self) -> Array:
        r"""Density in each bin, in 1/unit\ :sup:`D`, the shape of the counts."""
        density = per_volume(self.counts / self.counts.sum(), self._widths())
        if np.isinf(density).any():
            raise ValueError(
                "the density exceeds the range of float64; use logpdf, or rescale the data."
            )
        density.flags.writeable = False
        return density

    def logpdf(self, X: ArrayLike) -> Array:
        """Log density of the histogram at points (section 11.5).

        Parameters
        ----------
        X : array_like, shape (N, D) or (N,)
            Points.

        Returns
        -------
        ndarray, shape (N,)
            -inf in empty bins and outside of all.

        Examples
        --------
        >>> from gmmlib import Histogram
        >>> Histogram([0.0, 1.0, 1.5, 4.0], edges=[0, 1, 2, 4]).logpdf([1.0, 5.0]).round(4)
        array([-0.6931,    -inf])
        """
        with np.errstate(divide="ignore"):
            log_densities = np.log(self.counts) - np.log(self.counts.sum())
        for widths in self._widths():
            log_densities -= np.log(widths)
        return self._at(X, log_densities, -np.inf)

    def pdf(self, X: ArrayLike) -> Array:
        r"""Density of the histogram at points (section 11.5), in 1/unit\ :sup:`D`.

        Parameters
        ----------
        X : array_like, shape (N, D) or (N,)
            Points.

        Returns
        -------
        ndarray, shape (N,)
            0 outside of all bins.

        Raises
        ------
        ValueError
            If a density exceeds the range of float64; the log density does not.

        Examples
        --------
        >>> from gmmlib import Histogram
        >>> Histogram([0.0, 1.0, 1.5, 4.0], edges=[0, 1, 2, 4]).pdf([1.0, 5.0])
        array([0.5, 0. ])
        """
        return self._at(X, self.density, 0.0)

    def log_likelihood(self, X: ArrayLike) -> float:
        """Log-likelihood of the histogram given data, as (11.10).

        Parameters
        ----------
        X : array_like, shape (N, D) or (N,)
            Data, taken as independent draws.

        Returns
        -------
        float
            Sum of the log densities; -inf where one point lies in an empty bin.

        Examples
        --------
        >>> from gmmlib import Histogram
        >>> round(Histogram([0.0, 1.0, 1.5, 4.0], bins=2).log_likelihood([0.0, 4.0]), 4)
        -3.0603
        """
        return float(self.logpdf(X).sum())

    def sample(
        self, n: int, rng: int | np.random.Generator | None = None
    ) -> tuple[Array, np.ndarray]:
        """Draw points: a bin first, then a point anywhere in it (section 11.5).

        Parameters
        ----------
        n : int
            How many.
        rng : int or numpy.random.Generator, optional
            Seed or generator; the same seed gives the same points.

        Returns
        -------
        X : ndarray, shape (n, D)
            Points.
        z : ndarray of int, shape (n,)
            The bin of each point, as an index into the raveled counts.

        Examples
        --------
        >>> from gmmlib import Histogram
        >>> X, z = Histogram([0.0, 1.0, 1.5, 4.0], edges=[0, 1, 2, 4]).sample(3, rng=0)
        >>> z
        array([1, 1, 0])
        """
        generator = as_rng(rng)
        shares = self.counts.ravel() / self.counts.sum()
        z = generator.choice(len(shares), size=as_count(n, "n"), p=shares / shares.sum())
        X = np.empty((len(z), self.n_dims))
        for d, k in enumerate(np.unravel_index(z, self.counts.shape)):
            left, right = self._axes()[d][k], self._axes()[d][k + 1]
            x = left + generator.random(len(z)) * (right - left)
            X[:, d] = np.minimum(x, np.nextafter(right, left))  # the right edge is the next bin's
        return X, z

    def _at(self, X: ArrayLike, values: Array, outside: float) -> Array:
        """Values of the bins in which points lie."""
        points, axes = as_data(X, self.n_dims), self._axes()
        inside = np.ones(len(points), dtype=bool)
        for x, edges in zip(points.T, axes, strict=True):
            inside &= (x >= edges[0]) & (x <= edges[-1])
        found, flat = np.empty(int(inside.sum())), values.ravel()
        for rows, cells in located(points[inside], [Bins.of(e) for e in axes]):
            found[rows] = flat[cells]
        result = np.full(len(points), outside)
        result[inside] = found
        return result

    def _axes(self) -> tuple[Array, ...]:
        return self.edges if isinstance(self.edges, tuple) else (self.edges,)

    def _widths(self) -> list[Array]:
        """Widths in each dimension, each along its own axis of the counts."""
        return list(np.ix_(*(np.diff(edges) for edges in self._axes())))

    @classmethod
    def _made(
        cls, axes: tuple[Array, ...], counts: Counts, rule: str | None, n_points: int, note: str
    ) -> Self:
        """Make one of parts that are checked already."""
        made = object.__new__(cls)
        made._set(axes, counts, rule, n_points, note)
        return made

    def _set(
        self, axes: tuple[Array, ...], counts: Counts, rule: str | None, n_points: int, note: str
    ) -> None:
        for array in (*axes, counts):
            array.flags.writeable = False
        values = (axes[0] if len(axes) == 1 else axes, counts, rule, n_points, note)
        for name, value in zip((f.name for f in fields(self)), values, strict=True):
            object.__setattr__(self, name, value)

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        """Copy and pickle through read-only arrays."""
        return type(self)._made, (self._axes(), self.counts, self.rule, self.n_points, self.note)

    def __repr__(self) -> str:
        """Say what was counted how."""
        points = f"{self.n_points} point{'s' if self.n_points > 1 else ''}"
        made = f"{times(self.counts.shape)} bin{'s' if self.counts.size > 1 else ''}"
        rule = f", rule '{self.rule}'" if self.rule else ""
        return f"Histogram({points}, {made}{rule}{f'; {self.note}' if self.note else ''})"
