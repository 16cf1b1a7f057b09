"""Sums of exponentials against scipy's and against 60 digits."""

import mpmath as mp
import numpy as np
import pytest
from problems import message
from scipy.special import logsumexp

from gmmlib._logsumexp import finite_max, log_sum_exp

TOO_FAR = (
    "X[{}] is so far from every component that its squared distance exceeds the range of "
    "float64; rescale the data."
)


@pytest.mark.parametrize(
    "values",
    [
        [0.0], [0.0, 0.0], [-1.5, 2.25, 0.5], [1000.0, 1000.0], [-1000.0, -1001.0], [700.0, -700.0],
        [-5e11, -5e11, -5e11], [-np.inf, 0.0], [-1.7e308, -np.inf], [1e308, 1.0], [0.0, -40.0],
    ],
)  # fmt: skip
def test_columns_are_summed(values):
    column = np.array(values)[:, None]
    [result] = log_sum_exp(column)
    exact = mp.log(mp.fsum(mp.exp(mp.mpf(v)) for v in values)) if max(values) < 1e5 else None
    assert result == pytest.approx(logsumexp(values), rel=1e-15)
    if exact is not None:
        assert result == pytest.approx(float(exact), rel=1e-15)


def test_every_column_has_its_own_maximum():
    log_joint = np.array([[0.0, -1e300, 5], [1, -1e300, -np.inf]])
    np.testing.assert_allclose(log_sum_exp(log_joint), [np.logaddexp(0, 1), -1e300, 5], rtol=1e-15)
    assert finite_max(log_joint).tolist() == [1, -1e300, 5]


@pytest.mark.parametrize("bad", [-np.inf, np.nan])
def test_a_column_without_a_number_is_named(bad):
    log_joint = np.array([[0.0, 0, bad], [1, 1, bad]])
    for function in (log_sum_exp, finite_max):
        assert message(lambda f=function: f(log_joint), ValueError) == TOO_FAR.format(2)


def test_the_input_stays():
    log_joint = np.array([[0.0, 2], [1, -3]])
    before = log_joint.copy()
    log_sum_exp(log_joint)
    np.testing.assert_array_equal(log_joint, before)
