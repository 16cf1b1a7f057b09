r"""The histogram as a density, section 11.5 of the source.

Densities have the unit 1/unit\ :sup:`D` when data have some unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from gmmlib import _bin_scores
from gmmlib._bin_data import BinData
from gmmlib._bin_edges import as_edges, as_numbers
from gmmlib._bin_rules import as_rule, choose
from gmmlib._binned import Binned
from gmmlib._binning import Bins, count


@dataclass(frozen=True, init=False, eq=False, repr=False)
class Histogram(Binned):
    r"""Density that is constant in each bin (section 11.5).

    The object never changes: the arrays are read-only, and every method gives something new.

    Parameters
    ----------
    X : array_like, shape (N, D) or (N,)
        Data.
    edges : array_like, shape (B + 1,), or D of them, optional
        Ascending edges of the bins, which must cover the data.
    bins : int, or D of them, optional
        How many bins of equal width there are from the lowest to the highest value.
    rule : {"auto", "sturges", "scott", "freedman-diaconis", "stone", "knuth"}, optional
        How to choose the number of bins of equal width; ``"auto"`` where neither edges nor
        bins are given.
    sample_weight : array_like, shape (N,), optional
        How much each row counts; a weight of 2 equals two copies of the row.

    Attributes
    ----------
    edges : ndarray, shape (B + 1,), or tuple of D such
        Edges of the bins, in the unit of the data; a tuple where D > 1.
    counts : ndarray, shape (B,) or (B_1, ..., B_D)
        How many points each bin holds, integers; with `sample_weight` their weights, floats.
    rule : str or None
        The rule that chose the bins.
    n_points : int
        N, rows of weight 0 left out.
    note : str
        What kept the rule from the bins that it asks for; empty where nothing did.

    Raises
    ------
    ValueError
        If more than one of edges, bins and rule are given, edges do not ascend or do not cover
        the data, nothing but edges could give the bins a width (one point, equal values), bins
        are too narrow for float64, or a number is not finite.
    TypeError
        If an argument does not hold real numbers.

    Notes
    -----
    The density in a bin with count :math:`\nu_k` and volume :math:`V_k` is
    :math:`\nu_k / (\nu V_k)` with :math:`\nu = \sum_k \nu_k`, which is N without weights. A
    bin holds its left edge and not its right one; the last holds both.

    Widths h, or numbers B of bins, in one dimension:

    - ``"sturges"``: :math:`B = \log_2 N + 1`; in one dimension only.
    - ``"scott"``: :math:`h = (24 \sqrt\pi / N)^{1/3}` standard deviations, best for a Gaussian;
      in D dimensions :math:`2 \cdot 3^{1/(D+2)} \pi^{D/(2D+4)} N^{-1/(D+2)}` of them.
    - ``"freedman-diaconis"``: :math:`h = 2 N^{-1/3}` interquartile ranges; in D dimensions
      with the power :math:`-1/(D+2)`.
    - ``"stone"``: the B of least leave-one-out squared error, see :meth:`loo_squared_error`.
    - ``"knuth"``: the B of largest posterior probability, see
      :func:`gmmlib.histogram_scores`.
    - ``"auto"``: the more bins of Sturges and Freedman-Diaconis, of the latter at most
      :math:`2 \sqrt N`; Sturges alone if the interquartile range is 0. In D dimensions
      Freedman-Diaconis, or Scott.

    Stone and Knuth try 1, 2, ... up to 100, or :math:`\sqrt N` where that is more, but at most
    4096; the same in all dimensions. No rule makes more than 65536 bins in all: an outlier at
    1e12 will not fill the memory, and `note` says so.

    References
    ----------
    Sturges (1926), *J. Am. Stat. Assoc.* 21(153), 65–66; Scott (1979), *Biometrika* 66(3),
    605–610; Freedman and Diaconis (1981), *Z. Wahrscheinlichkeitstheorie verw. Gebiete* 57(4),
    453–476; Rudemo (1982), *Scand. J. Stat.* 9(2), 65–78; Stone (1984), *An asymptotically
    optimal histogram selection rule*, Berkeley conference in honor of Neyman and Kiefer; Knuth
    (2019), *Digital Signal Processing* 95, 102581; Scott (2015), *Multivariate Density
    Estimation*, 2nd ed., chapter 3.

    Examples
    --------
    >>> from gmmlib import Histogram
    >>> histogram = Histogram([0.0, 1.0, 1.5, 4.0], edges=[0, 1, 2, 4])
    >>> histogram.counts
    array([1, 2, 1])
    >>> histogram.density
    array([0.25 , 0.5  , 0.125])
    >>> Histogram([0.0, 1.0, 1.5, 4.0], rule="sturges")
    Histogram(4 points, 3 bins, rule 'sturges')
    """

    def __init__(
        self,
        X: ArrayLike,
        *,
        edges: ArrayLike | Sequence[ArrayLike] | None = None,
        bins: int | Sequence[int] | None = None,
        rule: Literal["auto", "sturges", "scott", "freedman-diaconis", "stone", "knuth"]
        | None = None,
        sample_weight: ArrayLike | None = None,
    ) -> None:
        options = {"edges": edges, "bins": bins, "rule": rule}
        given = [name for name, value in options.items() if value is not None]
        if len(given) > 1:
            raise ValueError(f"give one of edges, bins and rule, got {' and '.join(given)}.")
        chosen = None if edges is not None or bins is not None else as_rule(rule)
        data, note = BinData.of(X, sample_weight), ""
        if edges is not None:
            axes = as_edges(edges, data)
        elif bins is not None:
            axes = data.even_edges(as_numbers(bins, data.n_dims))
        elif chosen is not None:
            choice = choose(chosen, data)
            axes, note = data.even_edges(choice.n_bins), choice.note
        counts = count(data.X, [Bins.of(e) for e in axes], data.weights)
        self._set(tuple(axes), counts, chosen, len(data.X), note)

    def loo_squared_error(self) -> float:
        r"""Leave-one-out estimate of the squared error of the density (section 11.5).

        Returns
        -------
        float
            Expected :math:`\int (\hat p - p)^2` but for a constant, :math:`\int p^2`, in
            1/unit\ :sup:`D`: the lower, the better.

        Raises
        ------
        ValueError
            If the counts sum to no more than 1.

        Notes
        -----
        :math:`\int \hat p^2 - \frac 2N \sum_n \hat p_{-n}(x_n)`, where :math:`\hat p_{-n}` has
        the same bins without point n; with equal volumes V

        .. math:: \frac{2}{(N - 1) V} - \frac{N + 1}{N^2 (N - 1) V} \sum_k \nu_k^2.

        References
        ----------
        Rudemo (1982), *Scand. J. Stat.* 9(2), 65–78.

        Examples
        --------
        >>> round(Histogram([0.0, 1.0, 1.5, 4.0], bins=2).loo_squared_error(), 4)
        -0.1875
        """
        self._check_loo()
        score = _bin_scores.squared_error(self.counts, self._widths())
        if not np.isfinite(score):
            raise ValueError("the squared error exceeds the range of float64; rescale the data.")
        return score

    def loo_log_likelihood(self) -> float:
        r"""Log-likelihood of the points, each under the density of all others (section 11.5).

        Returns
        -------
        float
            -inf where a point is alone in its bin.

        Raises
        ------
        ValueError
            If the counts sum to no more than 1.

        Notes
        -----
        :math:`\sum_k \nu_k \log \frac{\nu_k - 1}{(N - 1) V_k}`, the same bins for every point.

        Examples
        --------
        >>> Histogram([0.0, 1.0, 1.5, 4.0], edges=[0, 2, 4]).loo_log_likelihood()
        -inf
        """
        self._check_loo()
        return _bin_scores.log_likelihood(self.counts, self._widths())

    def _check_loo(self) -> None:
        if not self.counts.sum() > 1:
            raise ValueError(
                f"the counts must sum to more than 1 to leave one out, got "
                f"{self.counts.sum():g}; a weight of 2 counts as two copies."
            )
