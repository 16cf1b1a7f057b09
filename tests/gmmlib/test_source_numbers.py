"""Numbers that the source prints, computed: equal when rounded to its decimals, or noted."""

import numpy as np
import pytest

from gmmlib import datasets, e_step, em, m_step, modes, update_covariances, update_means

X, START = datasets.running_example()
R = e_step(X, START)
NEW = m_step(X, R)
PRINTED = np.array(
    [
        [1.0, 0.0, 0.0],
        [1.0, 0.0, 0.0],
        [0.057, 0.943, 0.0],
        [0.001, 0.999, 0.0],
        [0.0, 0.066, 0.934],
        [0.0, 0.0, 1.0],
        [0.0, 0.0, 1.0],
    ]
)


def test_the_matrix_11_19_agrees_but_for_row_4():
    differs = R.round(3) != PRINTED
    np.testing.assert_array_equal(np.unique(np.nonzero(differs)[0]), [3])
    np.testing.assert_array_equal(R[3].round(3), [0.0, 1.0, 0.0])


def test_the_totals_of_example_11_2_are_sums_of_the_printed_matrix():
    np.testing.assert_array_equal(PRINTED.sum(axis=0).round(3), [2.058, 2.008, 2.934])
    np.testing.assert_array_equal(R.sum(axis=0).round(3), [2.057, 2.009, 2.934])


@pytest.mark.parametrize(
    ("computed", "printed", "decimals"),
    [
        (START.log_likelihood(X), -28.3, 1),
        (NEW.log_likelihood(X), -14.4, 1),
        (update_means(X, R).ravel(), [-2.7, -0.4, 3.7], 1),
        (update_covariances(X, R, NEW.means).ravel(), [0.14, 0.44, 1.53], 2),
        (NEW.weights, [0.29, 0.29, 0.42], 2),
        (em(X, START).model.weights, [0.29, 0.28, 0.43], 2),
        (em(X, START).model.means.ravel(), [-2.75, -0.50, 3.64], 2),
        (em(X, START).model.covariances.ravel(), [0.06, 0.25, 1.63], 2),
    ],
)
def test_printed_numbers_agree_when_rounded(computed, printed, decimals):
    np.testing.assert_array_equal(np.round(computed, decimals), printed)


def test_the_running_example_is_the_sources():
    np.testing.assert_array_equal(X.ravel(), [-3, -2.5, -1, 0, 2, 4, 5])
    np.testing.assert_array_equal(START.weights, [1 / 3] * 3)
    np.testing.assert_array_equal(START.means.ravel(), [-4, 0, 8])
    np.testing.assert_array_equal(START.covariances.ravel(), [1, 0.2, 3])


def test_the_data_sets_are_what_they_say():
    mixture = datasets.figure_11_2()
    np.testing.assert_array_equal(mixture.weights, [0.5, 0.2, 0.3])
    assert len(modes(mixture)) == 3
    birds = datasets.penguins(datasets.MEASUREMENTS)
    assert birds.X.shape == (342, 4)
    np.testing.assert_array_equal(np.bincount(birds.labels), [151, 68, 123])
    assert birds.columns[0] == "bill length (mm)"
    points = datasets.two_dimensional()
    np.testing.assert_array_equal(points.X, datasets.two_dimensional().X)
    assert points.labels.max() == 2
