"""Every check of an argument: what it takes, what it refuses, and each word of the refusal."""

import numpy as np
import pytest
from problems import NOT_NUMBERS, Frame, message, unchanged

from gmmlib import _validation as v

TAKEN = [
    [1, 2],
    (1, 2),
    [1.0, 2.0],
    range(1, 3),
    np.array([1, 2]),
    np.array([1, 2], dtype=np.uint8),
    np.array([1, 2], dtype=np.float16),
    np.array([1, 2], dtype=np.float32),
    np.array([1, 2], dtype=np.longdouble),
    np.array([1, 2], dtype=">f8"),
    np.array([1, 9, 2])[::2],
    np.ma.masked_array([1, 2]),
    Frame([1, 2]),
    Frame(np.array([1, 2], dtype=np.float32)),
    [np.float32(1), np.int8(2)],
]


@pytest.mark.parametrize("values", TAKEN, ids=lambda values: f"{type(values).__name__}")
def test_numbers_in_any_container_become_float64(values):
    array = v.as_floats(values, "X")
    assert array.dtype == np.float64
    assert array.dtype.isnative
    assert array.tolist() == [1.0, 2.0]


@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.int64])
def test_the_input_is_neither_changed_nor_shared(dtype):
    given = np.array([[1, 2], [3, 4]], dtype=dtype)
    with unchanged(given):
        for check in (v.as_floats, lambda X, _: v.as_data(X)):
            array = check(given, "X")
            array[:] = 0
    assert not np.shares_memory(v.as_data(given), given)


@pytest.mark.parametrize(("values", "told"), NOT_NUMBERS)
def test_what_is_no_number_is_named(values, told):
    assert message(lambda: v.as_floats(values, "X"), TypeError) == f"X {told}"


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([], "X is empty (shape (0,)); at least one number is needed."),
        (np.zeros((3, 0)), "X is empty (shape (3, 0)); at least one number is needed."),
        (np.nan, "X is nan; every entry must be finite: remove or replace it."),
        ([0, np.nan], "X[1] is nan; every entry must be finite: remove or replace it."),
        (
            [[0, 1], [-np.inf, 2]],
            "X[1, 0] is -inf; every entry must be finite: remove or replace it.",
        ),
        (
            [[np.inf, 1], [np.nan, np.nan]],
            "X[0, 0] is inf (and 2 more); every entry must be finite: remove or replace it.",
        ),
        (
            np.array([1, 2], dtype=np.longdouble) * np.longdouble("1e400"),
            "X[0] is inf (and 1 more); every entry must be finite: remove or replace it.",
        ),
    ],
)
def test_what_is_not_finite_is_named_by_its_index(values, told):
    assert message(lambda: v.as_floats(values, "X"), ValueError) == told


@pytest.mark.parametrize(
    ("shape", "n_dims", "told"),
    [
        ((), None, "X must have shape (N,) or (N, D), got a scalar; for a single point write [x]."),
        ((), 1, "X must have shape (N,) or (N, 1), got a scalar; for a single point write [x]."),
        ((2,), 2, "X must have shape (N, 2), got shape (2,); for a single point write X[None, :]."),
        ((5,), 2, "X must have shape (N, 2), got shape (5,)."),
        ((5, 3), 2, "X must have shape (N, 2), got shape (5, 3)."),
        ((5, 2), 1, "X must have shape (N,) or (N, 1), got shape (5, 2)."),
        ((2, 3, 4), None, "X must have shape (N,) or (N, D), got shape (2, 3, 4)."),
        ((2, 3, 1), 1, "X must have shape (N,) or (N, 1), got shape (2, 3, 1)."),
    ],
)
def test_data_of_another_shape_are_refused(shape, n_dims, told):
    assert message(lambda: v.as_data(np.ones(shape), n_dims), ValueError) == told


def test_one_dimension_is_a_column():
    np.testing.assert_array_equal(v.as_data([1, 2], 1), [[1], [2]])
    np.testing.assert_array_equal(v.as_data([[1], [2]], 1), [[1], [2]])
    np.testing.assert_array_equal(v.as_means([1, 2], 2), [[1], [2]])


@pytest.mark.parametrize(
    ("weights", "told"),
    [
        (1, "weights must have shape (K,), got a scalar."),
        ([[0.5, 0.5]], "weights must have shape (K,), got shape (1, 2)."),
        (
            [0.5, -0.25, 0.75],
            "weights must not be negative, got weights[1] = -0.25 (component 2); "
            "a weight lies in [0, 1].",
        ),
        (
            [1, -1e-17],
            "weights must not be negative, got weights[1] = -1e-17 (component 2); "
            "a weight lies in [0, 1].",
        ),
        ([0.5, 0.6], "weights must sum to 1, got a sum of 1.1; divide them by their sum."),
        ([0, 0], "weights must sum to 1, got a sum of 0; divide them by their sum."),
        (
            [0.5, 0.5 + 2e-10],
            "weights must sum to 1, got a sum of 1.0000000002; divide them by their sum.",
        ),
        ([1e308, 1e308], "weights must sum to 1, got a sum of inf; divide them by their sum."),
    ],
)
def test_weights_that_are_no_probabilities_are_refused(weights, told):
    assert message(lambda: v.as_simplex(weights), ValueError) == told


def test_weights_are_taken_as_they_are():
    given = [0.1] * 10  # sums to 1 - 1e-16
    assert v.as_simplex(given).tolist() == given
    assert v.as_simplex([0, 1]).tolist() == [0, 1]


@pytest.mark.parametrize(
    ("shape", "told"),
    [
        ((), "means must have shape (2,) or (2, D), one row a component, got a scalar."),
        ((3,), "means must have shape (2,) or (2, D), one row a component, got shape (3,)."),
        ((3, 2), "means must have shape (2,) or (2, D), one row a component, got shape (3, 2)."),
        (
            (2, 1, 1),
            "means must have shape (2,) or (2, D), one row a component, got shape (2, 1, 1).",
        ),
    ],
)
def test_means_of_another_shape_are_refused(shape, told):
    assert message(lambda: v.as_means(np.ones(shape), 2), ValueError) == told


@pytest.mark.parametrize(
    ("shape", "D", "told"),
    [
        ((), 1, "covariances must have shape (2,) or (2, 1, 1), got a scalar."),
        ((3,), 1, "covariances must have shape (2,) or (2, 1, 1), got shape (3,)."),
        ((2, 1), 1, "covariances must have shape (2,) or (2, 1, 1), got shape (2, 1)."),
        ((2,), 2, "covariances must have shape (2, 2, 2), got shape (2,)."),
        ((2, 2), 2, "covariances must have shape (2, 2, 2), got shape (2, 2)."),
        ((2, 3, 3), 2, "covariances must have shape (2, 2, 2), got shape (2, 3, 3)."),
    ],
)
def test_covariances_of_another_shape_are_refused(shape, D, told):
    assert message(lambda: v.as_covariances(np.ones(shape), 2, D), ValueError) == told


@pytest.mark.parametrize(
    ("S", "told"),
    [
        (
            [[1, 0], [0, 0]],
            "is not positive definite: the variance of dimension 1 is 0; variances must be "
            "greater than 0.",
        ),
        (
            [[-2, 0], [0, 1]],
            "is not positive definite: the variance of dimension 0 is -2; variances must be "
            "greater than 0.",
        ),
        (
            [[1, 0.5], [0.25, 1]],
            "is not symmetric: entry [0, 1] is 0.5 but [1, 0] is 0.25; give both the same value.",
        ),
        (
            [[1, 0.3], [0.3 + 1e-9, 1]],
            "is not symmetric: entry [0, 1] is 0.3 but [1, 0] is 0.300000001; "
            "give both the same value.",
        ),
        (
            [[1e-300, 1e308], [0, 1e-300]],
            "is not symmetric: entry [0, 1] is 1e+308 but [1, 0] is 0.0; give both the same value.",
        ),
        (
            [[1, 2], [2, 1]],
            "is not positive definite: entry [0, 1] is 2, but no covariance exceeds the product "
            "of both standard deviations, 1; make it smaller.",
        ),
        (
            [[1e-300, 1e308], [1e308, 1e-300]],
            "is not positive definite: entry [0, 1] is 1e+308, but no covariance exceeds the "
            "product of both standard deviations, 1e-300; make it smaller.",
        ),
        (
            [[4, 2], [2, 1]],
            "is not positive definite: the smallest eigenvalue of its correlation matrix is 0, "
            "not greater than 0; drop dimensions that are linear in others.",
        ),
        (
            [[1, 0.9, 0.9], [0.9, 1, 0], [0.9, 0, 1]],
            "is not positive definite: the smallest eigenvalue of its correlation matrix is "
            "-0.273, not greater than 0; drop dimensions that are linear in others.",
        ),
    ],
)
def test_the_covariance_that_is_none_is_named(S, told):
    S = np.array(S, dtype=float)
    good = np.eye(len(S))
    with unchanged(S):
        text = message(lambda: v.as_covariances([good, S, good], 3, len(S)), ValueError)
    assert text == f"covariances[1] (component 2) {told}"


@pytest.mark.parametrize("unit", [1e-150, 1e-8, 1, 1e8, 1e150])
def test_the_verdict_does_not_depend_on_units(unit):
    units = np.outer([1, unit], [1, unit])
    near = np.array([[1, 1 - 1e-14], [1 - 1e-14, 1]]) * units
    Sigma, L = v.symmetric_and_factor(near, "S")
    np.testing.assert_array_equal(Sigma, near)
    np.testing.assert_allclose(L @ L.T / units, near / units, rtol=1e-15)
    singular = np.array([[1, 1], [1, 1]]) * units
    assert "is not positive definite" in message(
        lambda: v.symmetric_and_factor(singular, "S"), ValueError
    )


@pytest.mark.parametrize("variance", [5e-324, 1e-300, 1.0, 1e300, 1.7e308])
def test_variances_at_the_ends_of_float64_are_kept(variance):
    Sigma, L = v.symmetric_and_factor(np.array([[variance]]), "S")
    assert Sigma.item() == variance
    assert L.item() == np.sqrt(variance)


def test_an_asymmetry_of_rounding_is_averaged():
    a, b = 0.5, 0.5 + 2e-16
    Sigma, _ = v.symmetric_and_factor(np.array([[1, a], [b, 1]]), "S")
    assert Sigma[0, 1] == Sigma[1, 0]
    assert a <= Sigma[0, 1] <= b


@pytest.mark.parametrize(
    ("r", "told"),
    [
        (1, "responsibilities must have shape (2, K), one row a point of X, got a scalar."),
        ([1, 1], "responsibilities must have shape (2, K), one row a point of X, got shape (2,)."),
        ([[1]], "responsibilities must have shape (2, K), one row a point of X, got shape (1, 1)."),
        (
            [[0.5, 0.5], [1.5, -0.5]],
            "responsibilities must not be negative, got responsibilities[1, 1] = -0.5.",
        ),
        (
            [[0.5, 0.5], [0.5, 0.25]],
            "responsibilities must sum to 1 in every row, but row 1 sums to 0.75; "
            "divide each row by its sum.",
        ),
        (
            [[1e308, 1e308], [0.5, 0.5]],
            "responsibilities must sum to 1 in every row, but row 0 sums to inf; "
            "divide each row by its sum.",
        ),
    ],
)
def test_responsibilities_that_are_none_are_refused(r, told):
    assert message(lambda: v.as_responsibilities(r, 2), ValueError) == told


@pytest.mark.parametrize(
    ("dims", "kind", "told"),
    [
        ([], ValueError, "dims is empty; name at least one dimension."),
        (3, ValueError, "dims must lie in 0…2, got 3."),
        (-1, ValueError, "dims must lie in 0…2, got -1."),
        ([0, 1, 0], ValueError, "dims must not repeat a dimension, got [0, 1, 0]."),
        (1.0, TypeError, "dims must be an integer or a list of integers, got 1.0."),
        (True, TypeError, "dims must be an integer or a list of integers, got True."),
        (None, TypeError, "dims must be an integer or a list of integers, got None."),
        ("0", TypeError, "dims must be an integer or a list of integers, got '0'."),
        ([[0]], TypeError, "dims must be an integer or a list of integers, got [[0]]."),
        (
            [[0], [1, 2]],
            TypeError,
            "dims must be an integer or a list of integers, got [[0], [1, 2]].",
        ),
    ],
)
def test_dims_that_are_none_are_refused(dims, kind, told):
    assert message(lambda: v.as_dims(dims, 3), kind) == told


def test_dims_keep_their_order():
    assert v.as_dims(2, 3) == [2]
    assert v.as_dims((2, 0), 3) == [2, 0]
    assert v.as_dims(np.array([1], dtype=np.uint8), 3) == [1]


@pytest.mark.parametrize(
    ("value", "kind", "told"),
    [
        (0, ValueError, "n must be at least 1, got 0."),
        (-3, ValueError, "n must be at least 1, got -3."),
        (2.0, TypeError, "n must be a whole number, got 2.0."),
        ("3", TypeError, "n must be a whole number, got '3'."),
        (None, TypeError, "n must be a whole number, got None."),
        (True, TypeError, "n must be a whole number, got True."),
        ([1], TypeError, "n must be a whole number, got [1]."),
        (np.zeros((9, 2)), TypeError, "n must be a whole number, got an array of shape (9, 2)."),
        (
            [0.5] * 9,
            TypeError,
            "n must be a whole number, got [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, ...].",
        ),
    ],
)
def test_counts_that_are_none_are_refused(value, kind, told):
    assert message(lambda: v.as_count(value, "n"), kind) == told


def test_counts_of_numpy_are_taken():
    assert v.as_count(np.int32(3), "n") == 3
    assert v.as_count(0, "n", at_least=0) == 0


@pytest.mark.parametrize(
    ("rng", "kind", "told"),
    [
        (-1, ValueError, "rng must be at least 0, got -1."),
        (
            "seed",
            TypeError,
            "rng must be a seed (a whole number), a numpy.random.Generator or None, got 'seed'.",
        ),
        (
            1.5,
            TypeError,
            "rng must be a seed (a whole number), a numpy.random.Generator or None, got 1.5.",
        ),
        (
            True,
            TypeError,
            "rng must be a seed (a whole number), a numpy.random.Generator or None, got True.",
        ),
    ],
)
def test_generators_that_are_none_are_refused(rng, kind, told):
    assert message(lambda: v.as_rng(rng), kind) == told


def test_a_generator_is_used_itself_and_none_is_unseeded():
    generator = np.random.default_rng(1)
    assert v.as_rng(generator) is generator
    assert v.as_rng(1).random() == np.random.default_rng(1).random()
    assert v.as_rng(None).random() != v.as_rng(None).random()


@pytest.mark.parametrize(
    ("value", "kind", "told"),
    [
        ([1.0], ValueError, "radius must be a single number, got shape (1,)."),
        (np.nan, ValueError, "radius is nan; every entry must be finite: remove or replace it."),
        (
            "1",
            TypeError,
            "radius must hold real numbers, got dtype <U1; convert them to numbers first.",
        ),
    ],
)
def test_single_numbers_that_are_none_are_refused(value, kind, told):
    assert message(lambda: v.as_number(value, "radius"), kind) == told


def test_objects_of_another_class_are_refused():
    assert v.as_instance(3, int, "n") == 3
    assert message(lambda: v.as_instance("3", int, "n"), TypeError) == (
        "n must be an instance of int, got str."
    )
