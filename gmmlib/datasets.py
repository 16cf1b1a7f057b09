"""The data of the chapter, seeded stand-ins for what is unpublished, and real data."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from gmmlib._validation import Array
from gmmlib.mixture import GaussianMixture

__all__ = [
    "MEASUREMENTS",
    "LabeledData",
    "figure_11_2",
    "one_dimensional",
    "penguins",
    "running_example",
    "two_dimensional",
    "two_dimensional_mixture",
]

#: The four measurements of :func:`penguins`, as the file names them.
MEASUREMENTS = ("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g")


class LabeledData(NamedTuple):
    """Data with the group that each point belongs to.

    Attributes
    ----------
    X : ndarray, shape (N, D)
        Points.
    labels : ndarray of int, shape (N,)
        Group of each point, from 0. No fit sees it; it is there to judge one.
    names : tuple of str
        Names of the groups.
    columns : tuple of str
        Names of the dimensions, with their units.
    """

    X: Array
    labels: np.ndarray
    names: tuple[str, ...]
    columns: tuple[str, ...]


def running_example() -> tuple[Array, GaussianMixture]:
    """Seven points and the start that the chapter uses throughout, Example 11.1, (11.6)–(11.8).

    Returns
    -------
    X : ndarray, shape (7, 1)
    start : GaussianMixture
        Three components with equal weights.

    References
    ----------
    Deisenroth, Faisal and Ong (2020), *Mathematics for Machine Learning*, Example 11.1.

    Examples
    --------
    >>> from gmmlib import datasets
    >>> X, start = datasets.running_example()
    >>> X.ravel()
    array([-3. , -2.5, -1. ,  0. ,  2. ,  4. ,  5. ])
    >>> print(start)
    0.33 N(x | -4.00, 1.00) + 0.33 N(x | 0.00, 0.20) + 0.33 N(x | 8.00, 3.00)
    """
    X = np.array([-3, -2.5, -1, 0, 2, 4, 5])[:, None]
    return X, GaussianMixture([1 / 3, 1 / 3, 1 / 3], [-4, 0, 8], [1, 0.2, 3])


def figure_11_2() -> GaussianMixture:
    """Mixture of Figure 11.2, (11.5).

    Returns
    -------
    GaussianMixture

    Examples
    --------
    >>> from gmmlib import datasets
    >>> datasets.figure_11_2().pdf([0.0]).round(4)
    array([0.0491])
    """
    return GaussianMixture([0.5, 0.2, 0.3], [-2, 1, 4], [1 / 2, 2, 1])


def two_dimensional_mixture() -> GaussianMixture:
    """Mixture behind :func:`two_dimensional`: one cluster apart, two that overlap.

    Returns
    -------
    GaussianMixture
        The parameters of the tutorial that the book's authors published with the chapter.

    Examples
    --------
    >>> from gmmlib import datasets
    >>> datasets.two_dimensional_mixture().means.tolist()
    [[1.2, 0.4], [-4.4, 1.0], [4.1, -0.3]]
    """
    return GaussianMixture(
        [0.3, 0.2, 0.5],
        [[1.2, 0.4], [-4.4, 1.0], [4.1, -0.3]],
        [[[0.8, -0.4], [-0.4, 1.0]], [[1.2, -0.8], [-0.8, 1.0]], [[1.2, 0.6], [0.6, 3.0]]],
    )


def two_dimensional(n: int = 600, rng: int | np.random.Generator | None = 11) -> LabeledData:
    """Data of the kind of Figure 11.1, which one Gaussian cannot represent.

    The points of the source's figure are not published; these are our own, drawn from
    :func:`two_dimensional_mixture`.

    Parameters
    ----------
    n : int
        How many points.
    rng : int or numpy.random.Generator, optional
        Seed or generator; None draws other points at every call.

    Returns
    -------
    LabeledData

    Examples
    --------
    >>> from gmmlib import datasets
    >>> datasets.two_dimensional().X.shape
    (600, 2)
    """
    X, z = two_dimensional_mixture().sample(n, rng)
    return LabeledData(X, z, ("component 1", "component 2", "component 3"), ("$x_1$", "$x_2$"))


def one_dimensional(n: int = 250, rng: int | np.random.Generator | None = 13) -> LabeledData:
    """Data of the kind of Figure 11.13, for histograms and kernel density estimates.

    The 250 points of the source's figure are not published; these are our own, drawn from
    the mixture (11.5), :func:`figure_11_2`.

    Parameters
    ----------
    n : int
        How many points.
    rng : int or numpy.random.Generator, optional
        Seed or generator; None draws other points at every call.

    Returns
    -------
    LabeledData

    Examples
    --------
    >>> from gmmlib import datasets
    >>> datasets.one_dimensional().X.shape
    (250, 1)
    """
    X, z = figure_11_2().sample(n, rng)
    return LabeledData(X, z, ("component 1", "component 2", "component 3"), ("$x$",))


def penguins(columns: str | Sequence[str] = ("bill_length_mm", "flipper_length_mm")) -> LabeledData:
    """342 penguins of three species: real data with groups.

    Parameters
    ----------
    columns : str or tuple of str
        Which of :data:`MEASUREMENTS`, in which order. Lengths and depths are in mm, mass in g.

    Returns
    -------
    LabeledData
        The labels are the species.

    Raises
    ------
    ValueError
        If a column is none of the measurements, or none is named.
    TypeError
        If `columns` is no tuple or list.

    References
    ----------
    Gorman, Williams and Fraser (2014), *PLoS ONE* 9(3), e90081; Horst, Hill and Gorman
    (2020), *palmerpenguins*, doi:10.5281/zenodo.3960218. Public domain (CC0).

    Examples
    --------
    >>> from gmmlib import datasets
    >>> data = datasets.penguins()
    >>> data.X.shape, data.names
    ((342, 2), ('Adelie', 'Chinstrap', 'Gentoo'))
    """
    try:
        chosen = (columns,) if isinstance(columns, str) else tuple(columns)
    except TypeError:
        raise TypeError(f"columns must be a tuple of names, got {columns!r}.") from None
    for column in chosen:
        if column not in MEASUREMENTS:
            raise ValueError(f"columns must be among {', '.join(MEASUREMENTS)}; got {column!r}.")
    if not chosen:
        raise ValueError(f"columns is empty; name at least one of {', '.join(MEASUREMENTS)}.")
    from importlib import resources  # here, because it is slow to load

    file = resources.files("gmmlib") / "data" / "penguins.csv"
    rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    names = tuple(sorted({row["species"] for row in rows}))
    return LabeledData(
        np.array([[float(row[column]) for column in chosen] for row in rows]),
        np.array([names.index(row["species"]) for row in rows]),
        names,
        tuple("{} ({})".format(*column.replace("_", " ").rsplit(" ", 1)) for column in chosen),
    )
