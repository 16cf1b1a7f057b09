"""How well bins describe data: exact leave-one-out scores and Knuth's posterior."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from gmmlib._bin_data import BinData
from gmmlib._binning import Bins, Counts, count, per_volume, sorted_counts
from gmmlib._validation import Array

#: A score of counts whose cells have these widths, in each dimension along its own axis.
Score = Callable[[Counts, Sequence[Array]], float]


def squared_error(counts: Counts, widths: Sequence[Array]) -> float:
    """Leave-one-out estimate of the integrated squared error, up to a constant; low is good."""
    n = counts.sum()
    share = counts / n
    with np.errstate(invalid="ignore"):  # infinities, which the caller refuses
        terms = per_volume(share * (share - 2 * (counts - 1) / (n - 1)), widths)
        return float(terms.sum())


def log_likelihood(counts: Counts, widths: Sequence[Array]) -> float:
    """Sum of log densities of the points, each by the others; -inf where one is alone."""
    n, held = counts.sum(), counts > 0
    others = np.maximum(counts[held] - 1, 0)
    with np.errstate(divide="ignore"):
        log_densities = np.log(others) - np.log(n - 1)
    for w in widths:
        log_densities -= np.broadcast_to(np.log(w), counts.shape)[held]
    return float((counts[held] * log_densities).sum())


def log_posterior(counts: Counts, widths: Sequence[Array] = ()) -> float:
    """Knuth's log posterior probability of this number of equal cells, up to a constant."""
    # Imported here: `import gmmlib` loads numpy alone.
    from scipy.special import gammaln

    n, M = float(counts.sum()), counts.size
    prior = gammaln(M / 2) - M * gammaln(0.5) - gammaln(n + M / 2)
    return float(n * math.log(M) + prior + gammaln(counts + 0.5).sum())


def scores(
    data: BinData, n_bins: Sequence[int], wanted: Sequence[Score], name: str = "bins"
) -> Array:
    """Scores of bins of equal width, as many in every dimension, per number of bins (M, S).

    The unit of volume is the volume of the data's range.
    """
    if data.total <= 1:
        raise ValueError(
            f"X must have more than one point to leave one out, got a total weight of "
            f"{data.total:g}; a weight of 2 counts as two copies."
        )
    counted = _counted(data, n_bins, name)
    rows = [[score(counts, [np.array(1 / counts.size)]) for score in wanted] for counts in counted]
    return np.array(rows)


def _counted(data: BinData, n_bins: Sequence[int], name: str) -> Iterator[Counts]:
    if data.n_dims > 1:
        for n in n_bins:
            axes = [Bins.of(e) for e in data.even_edges([n] * data.n_dims, name)]
            yield count(data.X, axes, data.weights)
        return
    x = data.X[:, 0]
    if data.weights is None:
        ordered, cumulative = np.sort(x), None
    else:
        order = np.argsort(x)
        ordered, cumulative = x[order], np.append(0, data.weights[order].cumsum())
    for n in n_bins:
        yield sorted_counts(ordered, cumulative, data.even_edges([n], name)[0])
