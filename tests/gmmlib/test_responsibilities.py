"""Responsibilities and the log-likelihood from log joints, against extended precision."""

import numpy as np
import pytest

from gmmlib import _processor
from gmmlib._responsibilities import REACH, FarAwayError, normalize, normalize_odds

EPS = np.finfo(float).eps
SHAPES = [(1, 5), (1, 3000), (2, 64), (3, 7), (3, 2000), (10, 1500), (40, 641)]


def drawn(K, n, spread):
    """Log joints up to 3 that go down by up to `spread`, in the first row and elsewhere."""
    rng = np.random.default_rng(K * n)
    log_joint = 3 - spread * rng.random((K, n)) ** 2
    log_joint[0, n // 2] = 3 - spread
    return log_joint


def exact(log_joint, weights):
    """Responsibilities, and the sum whose value is the log-likelihood, term by term."""
    values = np.asarray(log_joint, np.longdouble)
    w = np.ones(values.shape[1]) if weights is None else weights
    top = values.max(axis=0)
    joint = np.exp(values - top)
    total = joint.sum(axis=0)
    return w * joint / total, w * (np.log(total) + top)


def odds(log_joint):
    """Log joints of the first component, and the log odds of the others against it."""
    values = log_joint.copy()
    values[1:] -= values[0]
    return values


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("spread", [1, 40, 199])
@pytest.mark.parametrize("shape", SHAPES)
def test_both_ways_are_exact(shape, spread, weighted):
    log_joint = drawn(*shape, spread)
    weights = np.random.default_rng(1).integers(0, 5, shape[1]) * 1.0 if weighted else None
    r, terms = exact(log_joint, weights)
    largest = 1 if weights is None else weights.max()
    by_largest, by_first = log_joint.copy(), odds(log_joint)
    for found, log_likelihood, steps in (
        # Half a rounding of the difference, the exponential, the quotient; some of the sum.
        (by_largest, normalize(by_largest, weights), 4),
        # Log odds are as large as the spread, and so is their rounding.
        (by_first, normalize_odds(by_first, weights, highest=3.0), 4 + spread),
    ):
        assert np.abs(found - r).max() <= steps * EPS * largest
        allowed = 4 * EPS * (np.abs(terms).sum() + largest * spread * shape[1])
        assert abs(log_likelihood - terms.sum()) <= allowed
        sums = np.ones(shape[1]) if weights is None else weights
        np.testing.assert_allclose(found.sum(axis=0), sums, rtol=shape[0] * EPS)


@pytest.mark.parametrize("known", [False, True])
def test_what_is_far_below_the_largest_is_nearly_nothing(known):
    log_joint = drawn(4, 900, 3000)
    r, terms = exact(log_joint, None)
    log_likelihood = normalize(log_joint, None, *[float(log_joint.min())] * known)
    assert np.abs(log_joint - r).max() <= 4 * EPS
    assert 0 < log_joint.min() < 1e-290
    assert log_likelihood == pytest.approx(float(terms.sum()), rel=4 * EPS)


@pytest.mark.parametrize("n", [9, 3000])
def test_tiny_weights_lose_nothing(n):
    log_joint = drawn(3, n, 190)
    plain, tiny = odds(log_joint), odds(log_joint)
    normalize_odds(plain, np.ones(n), highest=3.0)
    normalize_odds(tiny, np.full(n, 2.0**-880), highest=3.0)
    ordinary = plain > 1e-40
    np.testing.assert_array_equal(tiny[ordinary], np.ldexp(plain[ordinary], -880))


def test_no_responsibility_is_denormal():
    log_joint = drawn(4, 900, 190)
    log_joint[1] -= 600
    for given, found in (
        (log_joint.copy(), lambda given: normalize(given, None)),
        (odds(log_joint), lambda given: normalize_odds(given, None, 3.0)),
    ):
        assert np.isfinite(found(given))
        assert given.min() >= np.finfo(float).tiny


def test_odds_that_overflow_are_left_to_the_log_joints():
    log_joint = drawn(3, 500, 10)
    log_joint[1, 7] = 800  # above the highest, by the rounding of a very narrow component
    with np.errstate(over="ignore"):
        assert normalize_odds(odds(log_joint), None, highest=3.0) is None


def test_a_single_component_takes_all():
    values = drawn(1, 3000, 40)
    for found, ways in ((values.copy(), normalize), (values.copy(), normalize_odds)):
        ways(found, None, *(3.0,) * (ways is normalize_odds))
        assert (found == 1).all()


@pytest.mark.parametrize("n", [3, 4000])
def test_what_is_out_of_reach_of_the_first_component_is_left_alone(n):
    log_joint = drawn(3, n, 10)
    log_joint[0, 1] = 3 - REACH
    given = odds(log_joint)
    before = given.copy()
    assert normalize_odds(given, None, highest=3.0) is None
    np.testing.assert_array_equal(given, before)
    given[0, 1] += 1
    assert normalize_odds(given, None, highest=3.0) is not None


def test_products_of_totals_do_not_overflow():
    # All points are as far from the first component as can be, and near all of the others.
    K, n = 200, 6400
    log_joint = np.full((K, n), 3.0)
    log_joint[0] = 3.5 - REACH
    given = odds(log_joint)
    log_likelihood = normalize_odds(given, None, highest=3.0)
    assert log_likelihood == pytest.approx(n * (3 + np.log(K - 1)), rel=1e-14)
    np.testing.assert_allclose(given[1:], 1 / (K - 1), rtol=REACH * EPS)


def test_a_component_without_weight_takes_nothing():
    log_joint = drawn(3, 500, 10)
    expected, _ = exact(log_joint[:2], None)
    log_joint[2] = -np.inf
    for given, found in (
        (log_joint.copy(), lambda given: normalize(given, None)),
        (odds(log_joint), lambda given: normalize_odds(given, None, 3.0)),
    ):
        assert np.isfinite(found(given))
        assert given[2].max() < 1e-290
        np.testing.assert_allclose(given[:2], expected, rtol=0, atol=12 * EPS)


@pytest.mark.parametrize("far", [-np.inf, np.nan])
@pytest.mark.parametrize("n", [5, 3000])
def test_a_point_that_no_component_reaches_is_an_error(n, far):
    log_joint = drawn(3, n, 10)
    log_joint[:, 2] = far
    with np.errstate(invalid="ignore"), pytest.raises(FarAwayError):
        normalize(log_joint.copy(), None)
    if np.isnan(far):
        log_joint[0, 2] = 0
        assert normalize_odds(log_joint, None, highest=3.0) is None


@pytest.mark.parametrize(
    ("target", "eight"),
    [
        ("X86_V4", True),
        ("AVX512_SKX", True),
        ("AVX512F", True),
        ("X86_V3", False),
        ("AVX2 FMA3", False),
        ("baseline(X86_V2)", False),
        ("NEON", False),
    ],
)
def test_what_numpy_has_chosen_tells_the_processor(target, eight, monkeypatch):
    def info(func_name, signature):
        assert (func_name, signature) == ("^exp$", "float64")
        return {"exp": {"dd": {"current": target, "available": "X86_V4 AVX512_SKX"}}}

    monkeypatch.setattr(_processor, "opt_func_info", info)
    assert _processor.eight_at_once.__wrapped__() is eight


def test_an_unknown_numpy_is_none_that_computes_eight_at_once(monkeypatch):
    monkeypatch.setattr(_processor, "opt_func_info", lambda *_: {})
    assert _processor.eight_at_once.__wrapped__() is False


def test_this_numpy_tells():
    found = _processor.opt_func_info("^exp$", "float64")
    assert found["exp"]["dd"]["current"]
