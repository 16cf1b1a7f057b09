"""Examples 11.1 to 11.6, number by number, as the source prints them.

A computed number is rounded to the decimals of the printed one and must then be equal to it.
Where it is not, the printed number is the source's slip: the exact value, in 60 digits, says so.
"""

import numpy as np
import oracles
import pytest
from oracles import at_printed_decimals

from gmmlib import (
    GaussianMixture,
    datasets,
    e_step,
    em,
    update_covariances,
    update_means,
    update_weights,
)
from gmmlib.source_numbers import compare

ROWS = compare().rows
X, START = datasets.running_example()
R = e_step(X, START)
MEANS = update_means(X, R)
COVARIANCES = update_covariances(X, R, MEANS)
WEIGHTS = update_weights(R)
AFTER_ONE_CYCLE = GaussianMixture(WEIGHTS, MEANS, COVARIANCES)
#: (11.17) for the source's start, whose 1/3 and 0.2 are here the nearest floats.
EXACT = [oracles.responsibilities(x, START.weights, START.means, START.covariances) for x in X]


def agrees(value, printed):
    return str(at_printed_decimals(value, printed)) == printed


def test_example_11_1():
    assert X.ravel().tolist() == [-3, -2.5, -1, 0, 2, 4, 5]
    assert START.weights.tolist() == [1 / 3] * 3
    assert START.means.ravel().tolist() == [-4, 0, 8]  # (11.6) to (11.8)
    assert START.covariances.ravel().tolist() == [1, 0.2, 3]


def test_figure_11_2():
    model = datasets.figure_11_2()  # (11.5)
    assert model.weights.tolist() == [0.5, 0.2, 0.3]
    assert model.means.ravel().tolist() == [-2, 1, 4]
    assert model.covariances.ravel().tolist() == [0.5, 2, 1]


#: (11.19) as printed.
PRINTED = [row.printed for row in ROWS if row.place == "(11.19)"]
#: The entries, counted from 1, that (11.17) does not give, with what it gives.
SLIPS = {(4, 1): "0.000", (4, 2): "1.000"}


@pytest.mark.parametrize("n", range(1, 8))
@pytest.mark.parametrize("k", [1, 2, 3])
def test_example_11_2_responsibilities(n, k):
    computed, exact, printed = R[n - 1, k - 1], EXACT[n - 1][k - 1], PRINTED[n - 1][k - 1]
    assert computed == pytest.approx(float(exact), rel=1e-13)
    if (n, k) not in SLIPS:
        assert agrees(computed, printed)
        assert agrees(exact, printed)
    else:
        assert not agrees(computed, printed)
        assert not agrees(exact, printed)
        assert agrees(computed, SLIPS[n, k])
        assert agrees(exact, SLIPS[n, k])


def test_more_digits_of_the_row_that_disagrees():
    for value, digits in zip(R[3], ("0.0001500", "0.9998440", "0.0000060"), strict=True):
        assert agrees(value, digits)


[TOTALS] = [row.printed for row in ROWS if row.what.startswith("total responsibilities")]


@pytest.mark.parametrize(
    ("k", "printed", "given"),
    list(zip([1, 2, 3], TOTALS, ["2.057", "2.009", "2.934"], strict=True)),
)
def test_example_11_2_totals(k, printed, given):
    exact = sum(row[k - 1] for row in EXACT)
    for value in (R[:, k - 1].sum(), exact):
        assert agrees(value, given)
        assert agrees(value, printed) == (printed == given)


@pytest.mark.parametrize(("k", "printed"), list(enumerate(TOTALS, start=1)))
def test_the_printed_totals_are_sums_of_the_printed_entries(k, printed):
    assert agrees(sum(float(row[k - 1]) for row in PRINTED), printed)


@pytest.mark.parametrize(
    ("number", "computed"),
    [
        ("(11.27)", MEANS[0, 0]),
        ("(11.28)", MEANS[1, 0]),
        ("(11.29)", MEANS[2, 0]),
        ("(11.39)", COVARIANCES[0, 0, 0]),
        ("(11.40)", COVARIANCES[1, 0, 0]),
        ("(11.41)", COVARIANCES[2, 0, 0]),
        ("(11.50)", WEIGHTS[0]),
        ("(11.51)", WEIGHTS[1]),
        ("(11.52)", WEIGHTS[2]),
        ("log-likelihood of the start", START.log_likelihood(X)),
        ("log-likelihood after one cycle of updates", AFTER_ONE_CYCLE.log_likelihood(X)),
    ],
)
def test_examples_11_3_to_11_5(number, computed):
    # The last row of a place is the updated value.
    *_, printed = (row.printed[0] for row in ROWS if number in (row.place, row.what))
    assert agrees(computed, printed)


def test_examples_11_3_to_11_5_agree_with_60_digits():
    r = np.array([[float(v) for v in row] for row in EXACT])
    means = oracles.updated_means(X, r)
    np.testing.assert_allclose(MEANS, oracles.floats(means), rtol=1e-13)
    np.testing.assert_allclose(
        COVARIANCES, oracles.floats(oracles.updated_covariances(X, r, means)), rtol=1e-13
    )
    for model in (START, AFTER_ONE_CYCLE):
        theta = model.weights, model.means, model.covariances
        exact = float(sum(oracles.log_mixture(x, *theta) for x in X))
        assert model.log_likelihood(X) == pytest.approx(exact, rel=1e-14)


#: (11.57) as printed, component by component.
FINAL = " + ".join(
    "{} N(x | {}, {})".format(*component)
    for component in zip(*(row.printed for row in ROWS if row.place == "(11.57)"), strict=True)
)


def test_example_11_6():
    result = em(X, START, tolerance=0)
    texts = [str(iterate.model) for iterate in result.history]
    assert result.converged
    assert texts[-1] == FINAL  # (11.57)
    # "After five iterations": from the fifth on, and not before, all printed digits stand.
    assert texts.index(FINAL) == 5
    assert set(texts[5:]) == {FINAL}


def test_example_11_6_with_the_tolerance_that_em_has_by_itself():
    result = em(X, START)
    assert result.converged
    assert str(result.model) == FINAL
    negative = [-iterate.log_likelihood for iterate in result.history]  # Figure 11.8(b)
    assert (np.diff(negative) < 0).all()
    assert agrees(negative[0], "28.3")
    assert agrees(negative[1], "14.4")
