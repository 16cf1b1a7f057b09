"""Numbers that the source prints, computed: equal when rounded to its decimals, or noted."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import oracles
import pytest
from oracles import at_printed_decimals

from gmmlib import GaussianMixture, datasets, modes, source_numbers
from gmmlib.results import EMResult, Iterate
from gmmlib.source_numbers import Comparison, Comparisons, first_with_final_digits, rounded

ALL = source_numbers.compare()
#: Where the source has numbers: equations and examples of the chapter, read off by hand.
EQUATIONS = [5, 6, 7, 8, 19, 27, 28, 29, 39, 40, 41, 50, 51, 52, 57, 64]


def by_name(row):
    return f"{row.place} {row.what}"


def row_of(place, word=""):
    [row] = [row for row in ALL if row.place == place and word in row.what]
    return row


def test_every_place_where_the_source_prints_numbers_is_there():
    places = list(dict.fromkeys(row.place for row in ALL))
    assert [p for p in places if p.startswith("(")] == [f"(11.{n})" for n in EQUATIONS]
    assert [p for p in places if not p.startswith("(")] == [
        "Example 11.1",
        "Example 11.2",
        "Section 11.2.4",
        "Example 11.6",
        "Figure 11.10",
        "Section 11.3",
        "Section 11.4.1",
        "Figure 11.13",
    ]
    assert len({(row.place, row.what) for row in ALL}) == len(ALL.rows)


@pytest.mark.parametrize("row", ALL.rows, ids=by_name)
def test_a_row_is_whole(row):
    assert [Fraction(text) for text in row.printed]
    assert len(row.computed) == (len(row.printed) if row.call else 0)
    # A reader learns why a number differs or is missing.
    assert bool(row.remark) == (row.verdict != "agrees")


@pytest.mark.parametrize("row", [row for row in ALL if row.call], ids=by_name)
def test_only_the_known_slips_differ(row):
    slips = {
        "responsibilities for point 4": (False, False, True),
        "total responsibilities of the three components": (False, False, True),
    }
    assert row.agreements == slips.get(row.what, (True,) * len(row.printed))


def test_what_cannot_be_recomputed():
    missing = [row.printed for row in ALL if row.verdict == "cannot be recomputed"]
    assert missing == [("62",), ("0.5",), ("250",)]


def test_every_number_is_counted_once():
    verdicts = ("agrees", "differs", "cannot be recomputed")
    assert sum(map(ALL.count, verdicts)) == sum(len(row.printed) for row in ALL)
    assert ALL.count("differs") == 4


# --- the computed numbers against 60 digits ------------------------------------------------------

X, START = datasets.running_example()
R = [oracles.responsibilities(x, START.weights, START.means, START.covariances) for x in X]
FLOATS = np.array([[float(v) for v in row] for row in R])
MEANS = oracles.updated_means(X, FLOATS)
COVARIANCES = oracles.updated_covariances(X, FLOATS, MEANS)
TOTALS = [sum(row[k] for row in R) for k in range(3)]
ONCE = ([t / 7 for t in TOTALS], oracles.floats(MEANS), oracles.floats(COVARIANCES))


def log_likelihood(weights, means, covariances):
    return sum(oracles.log_mixture(x, weights, means, covariances) for x in X)


EXACT = {
    **{f"r[{n}]": R[n] for n in range(7)},
    "r.sum(axis=0)": TOTALS,
    "r.sum(axis=1)": [sum(row) for row in R],
    **{f"update_means(X, r)[{k}]": MEANS[k] for k in range(3)},
    **{f"update_covariances(X, r, means)[{k}]": COVARIANCES[k][0] for k in range(3)},
    **{f"update_weights(r)[{k}]": [TOTALS[k] / 7] for k in range(3)},
    "start.log_likelihood(X)": [log_likelihood(START.weights, START.means, START.covariances)],
    "m_step(X, r).log_likelihood(X)": [log_likelihood(*ONCE)],
}


@pytest.mark.parametrize("call", EXACT)
def test_a_computed_number_has_all_its_digits(call):
    [row] = [row for row in ALL if row.call == call]
    exact = [float(value) for value in EXACT[call]]
    np.testing.assert_allclose(row.computed, exact, rtol=1e-12)
    # The exact numbers have the verdict that the floats have.
    agree = tuple(
        str(at_printed_decimals(value, text)).removeprefix("-") == text.removeprefix("-")
        for value, text in zip(exact, row.printed, strict=True)
    )
    assert agree == row.agreements


def test_the_final_mixture_is_a_fixed_point_of_the_exact_updates():
    theta = tuple(row_of("(11.57)", word).computed for word in ("weights", "means", "variances"))
    r = [oracles.responsibilities(x, *theta) for x in X]
    floats = np.array([[float(v) for v in row] for row in r])
    means = oracles.updated_means(X, floats)
    variances = oracles.updated_covariances(X, floats, means)
    np.testing.assert_allclose(floats.sum(axis=0) / 7, theta[0], rtol=1e-7)
    np.testing.assert_allclose(oracles.floats(means)[:, 0], theta[1], rtol=1e-7)
    np.testing.assert_allclose(oracles.floats(variances)[:, 0, 0], theta[2], rtol=1e-7)


def test_the_printed_totals_are_sums_of_the_printed_matrix():
    printed = np.array([row.printed for row in ALL if row.place == "(11.19)"], dtype=float)
    totals = row_of("Example 11.2", "total").printed
    np.testing.assert_array_equal(printed.sum(axis=0).round(3), np.array(totals, dtype=float))


# --- how numbers are compared and shown ----------------------------------------------------------

ROW = Comparison("(11.0)", "x", ("0.14",), "x", (0.1449,), False, "")


@pytest.mark.parametrize(
    ("value", "printed", "given", "agrees"),
    [
        (0.1449, "0.14", False, True),
        (0.1451, "0.14", False, False),
        (-0.04, "0.0", False, True),
        (-28.26, "-28.3", False, True),
        (-28.24, "-28.3", False, False),
        (28.3, "-28.3", False, False),
        (0.1449, "0.14", True, False),
        (1 / 3, "1/3", True, True),
        (0.333, "1/3", True, False),
        (float("nan"), "0.14", True, False),
    ],
)
def test_agreement(value, printed, given, agrees):
    row = replace(ROW, computed=(value,), printed=(printed,), given=given)
    assert row.agreements == (agrees,)
    assert row.verdict == ("agrees" if agrees else "differs")


@pytest.mark.parametrize(
    ("value", "printed", "more", "text"),
    [
        (0.5, "1", 0, "0"),  # a tie goes to the even digit
        (1.5, "1", 0, "2"),
        (-0.04, "0.0", 0, "0.0"),
        (0.00015, "0.001", 3, "0.000150"),
        (0.285, "0.29", 0, "0.28"),  # the float lies below the tie
        (12, "5", 0, "12"),
    ],
)
def test_rounding_to_printed_decimals(value, printed, more, text):
    assert rounded(value, printed, more) == text


def test_a_row_with_too_few_numbers_is_no_agreement():
    with pytest.raises(ValueError, match="zip"):
        _ = replace(ROW, computed=(0.14, 0.14)).verdict


def test_the_table_has_a_line_a_place():
    lines = ALL._repr_markdown_().splitlines()
    assert len(lines) == len(ALL.rows) + 2
    assert {line.count("|") for line in lines} == {7}
    [line] = [line for line in lines if "point 4" in line]
    assert line.split(" | ")[2:] == [
        "0.001, 0.999, 0.0",
        "0.000150, 0.999844, 0.0000",
        "**differs**",
        "`r[3]`. The first two entries do not follow from (11.17). |",
    ]
    assert str(Comparisons((ROW,))) == "(11.0): x: 0.14: agrees"


def test_iterations_are_counted_from_the_last_change():
    models = [GaussianMixture([1], [mu], [1]) for mu in (1, 0, 1, 1.001)]
    history = tuple(Iterate(0.0, 0.0, "quadratic", lambda m=model: m) for model in models)
    assert first_with_final_digits(EMResult(history, True)) == 2
    assert first_with_final_digits(EMResult(history[:1], True)) == 0
    with pytest.raises(TypeError) as caught:
        first_with_final_digits(models[0])
    assert str(caught.value) == "fit must be an instance of EMResult, got GaussianMixture."


# --- the data sets -------------------------------------------------------------------------------


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
