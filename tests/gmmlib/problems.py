"""What the tests draw and share: mixtures, data, responsibilities, containers of numbers."""

import contextlib

import numpy as np
import pytest
from hypothesis import strategies as st

from gmmlib import GaussianMixture

#: Bad values that every argument which holds numbers must refuse, with what its message says.
NOT_NUMBERS = [
    ("1", "must hold real numbers, got dtype <U1; convert them to numbers first."),
    (["a", "bc"], "must hold real numbers, got dtype <U2; convert them to numbers first."),
    (None, "must hold real numbers, got None; convert them to numbers first."),
    ([1, None], "must hold real numbers, got dtype object; convert them to numbers first."),
    ([1j, 2], "must hold real numbers, got dtype complex128; convert them to numbers first."),
    ([True, False], "must hold real numbers, got dtype bool; convert them to numbers first."),
    ([10**400], "must hold real numbers, got dtype object; convert them to numbers first."),
    ({"a": 1}, "must hold real numbers, got dtype object; convert them to numbers first."),
    (
        np.array(["2026-01-01"], dtype="M8[D]"),
        "must hold real numbers, got dtype datetime64[D]; convert them to numbers first.",
    ),
    (
        [[1, 2], [3]],
        "must be a rectangular array of numbers, got a ragged list; give rows of equal length.",
    ),
    (np.ma.masked_array([1.0, 2], [0, 1]), "has masked entries; remove these rows first."),
]


class Frame:
    """What pandas and its kind offer to numpy: an object that gives its values as an array."""

    def __init__(self, values):
        self.values = np.asarray(values)

    def __array__(self, dtype=None, copy=None):
        return self.values if dtype is None else self.values.astype(dtype)


@contextlib.contextmanager
def unchanged(*arrays):
    """Assert that nobody writes into these arrays."""
    before = [np.array(array, copy=True) for array in arrays]
    yield
    for array, old in zip(arrays, before, strict=True):
        np.testing.assert_array_equal(array, old)


def message(call, kind):
    """Text of the error that a call raises, which must be of this very class."""
    with pytest.raises(kind) as error:
        call()
    assert error.type is kind
    return str(error.value)


def numbers(low, high):
    return st.floats(low, high, allow_nan=False, width=32)


def arrays(draw, shape, low=-10.0, high=10.0):
    n = int(np.prod(shape))
    return np.array(draw(st.lists(numbers(low, high), min_size=n, max_size=n))).reshape(shape)


@st.composite
def mixtures(draw, n_dims=None, n_components=None):
    """Mixtures with K <= 4, D <= 3 whose covariances are well conditioned."""
    K = n_components or draw(st.integers(1, 4))
    D = n_dims or draw(st.integers(1, 3))
    shares = arrays(draw, (K,), 0.125, 1)
    A = arrays(draw, (K, D, D), -1.5, 1.5)
    covariances = A @ A.transpose(0, 2, 1) + 0.25 * np.eye(D)
    return GaussianMixture(shares / shares.sum(), arrays(draw, (K, D)), covariances)


@st.composite
def mixtures_with_data(draw, n_dims=None, min_points=1, max_points=12):
    """A mixture and points around it."""
    model = draw(mixtures(n_dims))
    N = draw(st.integers(min_points, max_points))
    return model, arrays(draw, (N, model.n_dims))


@st.composite
def data_with_responsibilities(draw):
    """Points and responsibilities, no component empty."""
    N, K, D = draw(st.integers(1, 10)), draw(st.integers(1, 4)), draw(st.integers(1, 3))
    shares = arrays(draw, (N, K), 2.0**-10, 1)
    return arrays(draw, (N, D)), shares / shares.sum(axis=1, keepdims=True)


def condition(covariances):
    """Largest condition number of the correlation matrices: what their factors lose."""
    sd = np.sqrt(np.diagonal(covariances, axis1=1, axis2=2))
    return np.linalg.cond(covariances / sd[:, :, None] / sd[:, None, :]).max()


def rounding(iterate, X):
    """By how much a log-likelihood may differ from the readable function's.

    Each of N log densities has an error of some units in its last place, times the digits
    that the factors of the covariances lose, and those that quadratic features may lose.
    """
    lost = 1e4 if iterate.formulation == "quadratic" else 1
    lost = max(lost, condition(iterate.model.covariances))
    return 1e-15 * len(X) * (10 + abs(iterate.log_likelihood) + lost)


def rotation(D, seed):
    """A random orthogonal matrix."""
    Q, _ = np.linalg.qr(np.random.default_rng(seed).standard_normal((D, D)))
    return Q


def moved(model, A, b):
    """The mixture of A x + b where x follows the model."""
    return GaussianMixture(
        model.weights, model.means @ A.T + b, np.array([A @ S @ A.T for S in model.covariances])
    )
