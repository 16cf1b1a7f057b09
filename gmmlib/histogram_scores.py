"""How the number of bins changes what a histogram is worth: the curves behind the rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gmmlib import _bin_scores
from gmmlib._bin_data import BinData
from gmmlib._binning import per_volume
from gmmlib._validation import Array, as_count, shown


@dataclass(frozen=True, eq=False)
class HistogramScores:
    r"""Scores of histograms with bins of equal width, one for each number of bins.

    Attributes
    ----------
    n_bins : ndarray of int, shape (M,)
        How many bins there are in every dimension.
    widths : ndarray, shape (M,) or (M, D)
        Their widths, in the unit of the data.
    squared_error : ndarray, shape (M,)
        :meth:`~gmmlib.Histogram.loo_squared_error`, in 1/unit\ :sup:`D`; the lower, the better.
    log_likelihood : ndarray, shape (M,)
        :meth:`~gmmlib.Histogram.loo_log_likelihood`; the higher, the better.
    log_posterior : ndarray, shape (M,)
        Knuth's log probability of the number of bins, but for a constant; the higher, the
        better.
    """

    n_bins: np.ndarray
    widths: Array
    squared_error: Array
    log_likelihood: Array
    log_posterior: Array


def histogram_scores(
    X: ArrayLike, n_bins: Iterable[int], *, sample_weight: ArrayLike | None = None
) -> HistogramScores:
    r"""Leave-one-out and Bayesian scores over numbers of bins (section 11.5).

    Parameters
    ----------
    X : array_like, shape (N, D) or (N,)
        Data.
    n_bins : iterable of int
        Numbers of bins of equal width, the same in every dimension, to be scored.
    sample_weight : array_like, shape (N,), optional
        How much each row counts; a weight of 2 equals two copies of the row.

    Returns
    -------
    HistogramScores

    Raises
    ------
    ValueError
        If the data have no spread or less than two points, or bins are too many for float64
        or for the memory.
    TypeError
        If an argument does not hold numbers.

    Notes
    -----
    Rule ``"stone"`` of :class:`gmmlib.Histogram` takes the least squared error. Rule
    ``"knuth"`` takes the largest posterior probability, with M cells and counts
    :math:`\nu_k`

    .. math::

        N \log M + \log\Gamma\bigl(\tfrac M2\bigr) - M \log\Gamma\bigl(\tfrac12\bigr)
        - \log\Gamma\bigl(N + \tfrac M2\bigr) + \sum_k \log\Gamma\bigl(\nu_k + \tfrac12\bigr).

    The log-likelihood is -inf as soon as one bin holds a single point. All scores keep the
    bins' edges when a point is left out, also those that the point itself has set.

    References
    ----------
    Rudemo (1982), *Scand. J. Stat.* 9(2), 65–78; Knuth (2019), *Digital Signal Processing* 95,
    102581.

    Examples
    --------
    >>> from gmmlib import histogram_scores
    >>> curves = histogram_scores([0.0, 0.1, 0.2, 3.8, 3.9, 4.0], [1, 2, 4])
    >>> curves.squared_error.round(4)
    array([-0.25, -0.15, -0.3 ])
    """
    if not np.iterable(n_bins):
        raise TypeError(
            f"n_bins must hold numbers of bins, got {shown(n_bins)}; write range(1, B + 1) for all "
            "up to B."
        )
    numbers = [as_count(n, f"n_bins[{i}]") for i, n in enumerate(n_bins)]
    if not numbers:
        raise ValueError("n_bins is empty; give at least one number of bins.")
    data = BinData.of(X, sample_weight)
    span = data.span
    wanted = [_bin_scores.squared_error, _bin_scores.log_likelihood, _bin_scores.log_posterior]
    squared_error, log_likelihood, log_posterior = _bin_scores.scores(
        data, numbers, wanted, "n_bins"
    ).T
    squared_error = per_volume(squared_error, list(span))  # scores take the range as the unit
    if not np.isfinite(squared_error).all():
        raise ValueError("the squared error exceeds the range of float64; rescale the data.")
    log_likelihood = log_likelihood - data.total * np.log(span).sum()
    widths = span / np.array(numbers)[:, None]
    values = (
        np.array(numbers), widths[:, 0] if len(span) == 1 else widths, squared_error,
        log_likelihood, log_posterior.copy(),
    )  # fmt: skip
    for array in values:
        array.flags.writeable = False
    return HistogramScores(*values)
