"""Checks of arguments; every error message of gmmlib about a bad value is made here.

Nothing is repaired: an argument is either taken as it is meant, in float64, or refused
with its name, what was expected, what came and what to do.
"""

from __future__ import annotations

import operator
import reprlib
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
T = TypeVar("T")

#: How far the sum of a probability vector may be from 1: rounding, nothing more.
SUM_TOLERANCE = 1e-10
#: How far a covariance may be from symmetric, relative to its standard deviations.
SYMMETRY_TOLERANCE = 1e-10
#: The least sum of sample weights, and the inverse of the greatest: sums over points of weights
#: times small or large numbers stay in the range of float64, with all their digits.
LEAST_TOTAL = 1e-270


def shape_text(shape: tuple[int, ...]) -> str:
    """Write a shape as a reader writes it: ``(7,)``, ``(3, 2, 2)``, or ``a scalar``."""
    return f"shape {shape}" if shape else "a scalar"


def shown(value: object) -> str:
    """Write a value that came for another: a message must stay readable if it is all the data."""
    if isinstance(value, np.ndarray) and value.ndim:
        return f"an array of {shape_text(value.shape)}"
    short = reprlib.Repr()
    short.maxother = short.maxstring = short.maxlong = 60
    return short.repr(value)


def as_instance(value: object, kind: type[T], name: str) -> T:
    """Give an object of a class, unchanged."""
    if not isinstance(value, kind):
        raise TypeError(
            f"{name} must be an instance of {kind.__name__}, got {type(value).__name__}."
        )
    return value


def as_floats(values: ArrayLike, name: str, first: int = 0) -> Array:
    """Take integers or floats in any container; give finite float64.

    Where the values are a part of something larger, `first` is the index of the first there.

    Raises
    ------
    TypeError
        If the values are not real numbers (text, complex, booleans, ragged lists, masked).
    ValueError
        If there are none, or one is NaN or infinite; the message has its index.
    """
    if isinstance(values, np.ma.MaskedArray) and np.ma.is_masked(values):
        raise TypeError(f"{name} has masked entries; remove these rows first.")
    refuse_sparse(values, name)
    try:
        array = np.asarray(values)
    except ValueError:
        raise TypeError(
            f"{name} must be a rectangular array of numbers, got a ragged list; "
            "give rows of equal length."
        ) from None
    if array.size == 0:
        raise ValueError(f"{name} is empty (shape {array.shape}); at least one number is needed.")
    if array.dtype.kind not in "iuf":
        got = "None" if values is None else f"dtype {array.dtype}"
        raise TypeError(f"{name} must hold real numbers, got {got}; convert them to numbers first.")
    with np.errstate(over="ignore"):  # what only a longer float can hold becomes inf, below
        array = array.astype(np.float64)
    finite = np.isfinite(array)
    if not finite.all():
        bad = np.argwhere(~finite)
        index = tuple(int(i) for i in bad[0])
        inside = (first + index[0], *index[1:]) if index else ()
        place = f"[{', '.join(map(str, inside))}]" if index else ""
        more = f" (and {len(bad) - 1} more)" if len(bad) > 1 else ""
        raise ValueError(
            f"{name}{place} is {array[index]}{more}; every entry must be finite: "
            "remove or replace it."
        )
    return array


def refuse_sparse(values: object, name: str) -> None:
    """Refuse a sparse matrix, which numpy takes for a single object."""
    if hasattr(values, "toarray") and hasattr(values, "nnz"):
        raise TypeError(f"{name} is a sparse matrix; give {name}.toarray().")


def as_number(value: ArrayLike, name: str) -> float:
    """Give a single finite number."""
    array = as_floats(value, name)
    if array.ndim:
        raise ValueError(f"{name} must be a single number, got {shape_text(array.shape)}.")
    return float(array)


def as_data(X: ArrayLike, n_dims: int | None = None, name: str = "X", first: int = 0) -> Array:
    """Give data as (N, D); (N,) is N points in one dimension.

    Parameters
    ----------
    X : array_like, shape (N, D) or (N,)
        Data.
    n_dims : int, optional
        The D that the model has; any where it is not given.
    name : str
        What messages call the data.
    first : int
        Which row of the data so called the first one here is.
    """
    array = as_floats(X, name, first)
    check_data_shape(array.shape, n_dims, name)
    return array[:, None] if array.ndim == 1 else array


def check_data_shape(shape: tuple[int, ...], n_dims: int | None, name: str = "X") -> None:
    """Refuse data whose shape is neither (N, D) nor, in one dimension, (N,)."""
    wanted = "(N,) or (N, D)" if n_dims is None else "(N,) or (N, 1)"
    if n_dims is not None and n_dims > 1:
        wanted = f"(N, {n_dims})"
    expected = f"{name} must have shape {wanted}, got {shape_text(shape)}"
    if len(shape) == 1 and n_dims in (None, 1):
        return
    if len(shape) == 1 and shape[0] == n_dims:
        raise ValueError(f"{expected}; for a single point write {name}[None, :].")
    if not shape:
        raise ValueError(f"{expected}; for a single point write [x].")
    if len(shape) != 2 or (n_dims is not None and shape[1] != n_dims):
        raise ValueError(f"{expected}.")


def check_squares(variances: Array, X: Array, name: str = "X") -> None:
    """Refuse data (N, D) whose variances (D,) leave the range of float64."""
    if not np.isfinite(variances).all():
        raise ValueError(
            f"{name} spans so much that its squared distances exceed the range of float64; rescale "
            "the data."
        )
    small = (variances < np.finfo(float).tiny) & (X.min(axis=0) < X.max(axis=0))
    if small.any():
        raise ValueError(
            f"{name} spans so little in dimension {int(np.argmax(small))} that its squared "
            "distances fall below the range of float64; rescale the data."
        )


def as_simplex(weights: ArrayLike, name: str = "weights") -> Array:
    """Give a probability vector of shape (K,): entries in [0, 1] that sum to 1, (11.4)."""
    array = as_floats(weights, name)
    if array.ndim != 1:
        raise ValueError(f"{name} must have shape (K,), got {shape_text(array.shape)}.")
    if (array < 0).any():
        k = int(np.argmax(array < 0))
        raise ValueError(
            f"{name} must not be negative, got {name}[{k}] = {array[k]:g} (component {k + 1}); "
            "a weight lies in [0, 1]."
        )
    with np.errstate(over="ignore"):
        total = array.sum()
    if abs(total - 1) > SUM_TOLERANCE:
        raise ValueError(
            f"{name} must sum to 1, got a sum of {total:.12g}; divide them by their sum."
        )
    return array


def as_means(means: ArrayLike, n_components: int, name: str = "means") -> Array:
    """Give means as (K, D); (K,) is one dimension."""
    array = as_floats(means, name)
    if array.ndim not in (1, 2) or array.shape[0] != n_components:
        raise ValueError(
            f"{name} must have shape ({n_components},) or ({n_components}, D), one row a "
            f"component, got {shape_text(array.shape)}."
        )
    return array[:, None] if array.ndim == 1 else array


def as_covariances(
    covariances: ArrayLike, n_components: int, n_dims: int, name: str = "covariances"
) -> tuple[Array, Array]:
    """Give covariances as (K, D, D) and their lower Cholesky factors, the same shape.

    One-dimensional variances may come as (K,). The part of an asymmetry that is rounding
    is averaged away; more is refused.
    """
    array = as_floats(covariances, name)
    K, D = n_components, n_dims
    if D == 1 and array.shape == (K,):
        array = array[:, None, None]
    if array.shape != (K, D, D):
        also = f"({K},) or " if D == 1 else ""
        raise ValueError(
            f"{name} must have shape {also}({K}, {D}, {D}), got {shape_text(array.shape)}."
        )
    factors = np.empty_like(array)
    for k in range(K):
        array[k], factors[k] = symmetric_and_factor(array[k], f"{name}[{k}] (component {k + 1})")
    return array, factors


def symmetric_and_factor(S: Array, place: str) -> tuple[Array, Array]:
    """Give one covariance (D, D) and its lower Cholesky factor; `place` names it in messages."""
    variances = np.diag(S)
    if (variances <= 0).any():
        d = int(np.argmax(variances <= 0))
        raise ValueError(
            f"{place} is not positive definite: the variance of dimension {d} is "
            f"{variances[d]:g}; variances must be greater than 0."
        )
    scale = np.sqrt(variances)
    with np.errstate(over="ignore", invalid="ignore"):  # entries far too large are refused below
        correlation = S / scale[:, None] / scale
        asymmetric = np.argwhere(np.abs(correlation - correlation.T) > SYMMETRY_TOLERANCE)
    if len(asymmetric):
        i, j = (int(d) for d in asymmetric[0])
        raise ValueError(
            f"{place} is not symmetric: entry [{i}, {j}] is {S[i, j]!s} but [{j}, {i}] is "
            f"{S[j, i]!s}; give both the same value."
        )
    too_large = np.argwhere(np.abs(correlation) > 1 + SYMMETRY_TOLERANCE)
    if len(too_large):
        i, j = (int(d) for d in too_large[0])
        raise ValueError(
            f"{place} is not positive definite: entry [{i}, {j}] is {S[i, j]:g}, but no "
            f"covariance exceeds the product of both standard deviations, "
            f"{scale[i] * scale[j]:g}; make it smaller."
        )
    # The correlation matrix is factored, so that the verdict does not depend on units.
    try:
        factor = np.linalg.cholesky((correlation + correlation.T) / 2)
        singular = bool((np.diag(factor) ** 2 <= len(S) * np.finfo(float).eps).any())
    except np.linalg.LinAlgError:
        singular = True
    if singular:
        smallest = np.linalg.eigvalsh((correlation + correlation.T) / 2)[0]
        raise ValueError(
            f"{place} is not positive definite: the smallest eigenvalue of its correlation "
            f"matrix is {smallest:.3g}, not greater than 0; drop dimensions that are linear in "
            "others."
        )
    # Averaged only where it is needed: S + S would overflow, S / 2 underflow, at the extremes.
    return np.where(S == S.T, S, S / 2 + S.T / 2), scale[:, None] * factor


def as_responsibilities(
    r: ArrayLike, n_points: int | None = None, name: str = "responsibilities"
) -> Array:
    """Give responsibilities as (N, K): entries >= 0, rows that sum to 1."""
    array = as_floats(r, name)
    if array.ndim != 2 or n_points not in (None, array.shape[0]):
        N = "N" if n_points is None else n_points
        raise ValueError(
            f"{name} must have shape ({N}, K), one row a point of X, got {shape_text(array.shape)}."
        )
    if (array < 0).any():
        n, k = (int(i) for i in np.argwhere(array < 0)[0])
        raise ValueError(f"{name} must not be negative, got {name}[{n}, {k}] = {array[n, k]:g}.")
    with np.errstate(over="ignore"):
        sums = array.sum(axis=1)
    if (np.abs(sums - 1) > SUM_TOLERANCE).any():
        n = int(np.argmax(np.abs(sums - 1) > SUM_TOLERANCE))
        raise ValueError(
            f"{name} must sum to 1 in every row, but row {n} sums to {sums[n]:.12g}; "
            "divide each row by its sum."
        )
    return array


def as_sample_weight(
    weights: ArrayLike, n_points: int | None = None, name: str = "sample_weight"
) -> Array:
    """Give how much each row counts, (N,): entries >= 0, not all of them 0."""
    array = as_floats(weights, name)
    if n_points is None and array.ndim != 1:
        raise ValueError(f"{name} must have shape (N,), got {shape_text(array.shape)}.")
    if n_points is not None and array.shape != (n_points,):
        raise ValueError(
            f"{name} must have shape ({n_points},), one a row of X, got {shape_text(array.shape)}."
        )
    if (array < 0).any():
        n = int(np.argmax(array < 0))
        raise ValueError(f"{name} must not be negative, got {name}[{n}] = {array[n]:g}.")
    if not array.any():
        raise ValueError(f"{name} is 0 for every point; at least one must count.")
    with np.errstate(over="ignore"):
        total = array.sum()
    if not np.isfinite(total):
        raise ValueError(f"{name} has a sum beyond the range of float64; divide the weights.")
    if not LEAST_TOTAL <= total <= 1 / LEAST_TOTAL:
        raise ValueError(
            f"{name} has a sum of {total:.3g}, too near the end of the range of float64 to "
            "compute with; divide the weights by their largest."
        )
    return array


def as_dims(dims: ArrayLike, n_dims: int, name: str = "dims") -> list[int]:
    """Give distinct dimension indices, in the order given; one integer is one dimension."""
    try:
        array = np.atleast_1d(np.asarray(dims))
    except ValueError:  # a ragged list
        array = np.empty((0, 0))
    if array.shape == (0,):
        raise ValueError(f"{name} is empty; name at least one dimension.")
    if array.ndim != 1 or array.dtype.kind not in "iu":
        raise TypeError(f"{name} must be an integer or a list of integers, got {shown(dims)}.")
    chosen = [int(d) for d in array]
    for d in chosen:
        if not 0 <= d < n_dims:
            raise ValueError(f"{name} must lie in 0…{n_dims - 1}, got {d}.")
    if len(set(chosen)) != len(chosen):
        raise ValueError(f"{name} must not repeat a dimension, got {chosen}.")
    return chosen


def as_count(value: object, name: str, at_least: int = 1) -> int:
    """Give a whole number that is large enough."""
    try:
        if isinstance(value, bool):
            raise TypeError
        count = operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        raise TypeError(f"{name} must be a whole number, got {shown(value)}.") from None
    if count < at_least:
        raise ValueError(f"{name} must be at least {at_least}, got {count}.")
    return count


def as_rng(rng: object) -> np.random.Generator:
    """Give a random generator: one given, or one made from a seed; None is unseeded."""
    if rng is None or isinstance(rng, np.random.Generator):
        return np.random.default_rng(rng)
    try:
        return np.random.default_rng(as_count(rng, "rng", at_least=0))
    except TypeError:
        raise TypeError(
            "rng must be a seed (a whole number), a numpy.random.Generator or None, got "
            f"{shown(rng)}."
        ) from None
