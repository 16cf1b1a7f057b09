"""Other forms of a mixture: scikit-learn's estimator, plain lists for JSON; there and back."""

import json
import pickle
import sys
from collections import UserDict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from problems import NOT_NUMBERS, message, mixtures, mixtures_with_data
from scipy import stats
from sklearn.base import clone
from sklearn.cluster import KMeans
from sklearn.mixture import BayesianGaussianMixture
from sklearn.mixture import GaussianMixture as Estimator

from gmmlib import GaussianMixture, constrained, datasets, e_step, m_step

#: scikit-learn's names of the structures.
STRUCTURE = {"full": "full", "tied": "tied", "diag": "diagonal", "spherical": "spherical"}
types = pytest.mark.parametrize("kind", STRUCTURE)
PLANE = datasets.two_dimensional_mixture()
X = datasets.penguins().X[::4]
FITTED = ("weights_", "means_", "covariances_", "precisions_", "precisions_cholesky_")


@given(mixtures_with_data(), st.sampled_from(list(STRUCTURE)))
def test_an_estimator_computes_what_the_mixture_does_and_leads_back(case, kind):
    model, points = constrained(case[0], STRUCTURE[kind]), case[1]
    estimator = model.to_sklearn(kind)
    assert GaussianMixture.from_sklearn(estimator) == model
    # Log densities of some hundreds lose the digits that the factors of a covariance lose.
    exact = {"rtol": 1e-11, "atol": 1e-11}
    np.testing.assert_allclose(estimator.score_samples(points), model.logpdf(points), **exact)
    r = model.responsibilities(points)
    np.testing.assert_allclose(estimator.predict_proba(points), r, rtol=1e-9, atol=1e-14)
    assert estimator.score(points) == pytest.approx(
        model.log_likelihood(points) / len(points), rel=1e-11, abs=1e-11
    )


@given(
    mixtures(),
    st.sampled_from(list(STRUCTURE)),
    st.sampled_from([1e-120, 1e-6, 1, 1e120]),
    st.sampled_from([0, 1e8]),
)
def test_the_way_back_is_exact_at_any_scale_and_offset(model, kind, unit, offset):
    there = GaussianMixture(
        model.weights, unit * (model.means + offset), unit**2 * model.covariances
    )
    same = constrained(there, STRUCTURE[kind])
    estimator = same.to_sklearn(kind)
    assert GaussianMixture.from_sklearn(estimator) == same
    if not offset:  # scikit-learn itself loses digits there
        np.testing.assert_allclose(
            estimator.score_samples(same.means), same.logpdf(same.means), rtol=1e-9, atol=1e-9
        )


@types
def test_an_estimator_has_what_a_fit_gives(kind):
    fitted = Estimator(2, covariance_type=kind, random_state=0).fit(X)
    made = GaussianMixture.from_sklearn(fitted).to_sklearn(kind)
    assert made.n_features_in_ == fitted.n_features_in_
    for name in FITTED:
        mine, theirs = getattr(made, name), getattr(fitted, name)
        np.testing.assert_allclose(mine, theirs, rtol=1e-9, atol=1e-12 * np.abs(theirs).max())
        assert mine.flags.writeable
    assert made.bic(X) == pytest.approx(fitted.bic(X), rel=1e-12)
    assert made.aic(X) == pytest.approx(fitted.aic(X), rel=1e-12)
    np.testing.assert_array_equal(made.predict(X), fitted.predict(X))
    assert not any(hasattr(made, name) for name in ("converged_", "n_iter_", "lower_bound_"))


@types
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_fitted_estimator_gives_its_mixture(kind, dtype):
    estimator = Estimator(3, covariance_type=kind, random_state=1, reg_covar=1e-3)
    estimator.fit(X.astype(dtype))
    assert estimator.covariances_.dtype == dtype
    model = GaussianMixture.from_sklearn(estimator)
    np.testing.assert_allclose(
        model.logpdf(X), estimator.score_samples(X.astype(dtype)), rtol=2e4 * np.finfo(dtype).eps
    )
    assert model.weights.sum() == pytest.approx(1, abs=1e-15)


@types
@pytest.mark.parametrize("prior", ["dirichlet_process", "dirichlet_distribution"])
def test_a_bayesian_estimator_gives_its_expected_parameters(kind, prior):
    estimator = BayesianGaussianMixture(
        n_components=3, covariance_type=kind, weight_concentration_prior_type=prior,
        random_state=0, max_iter=1000,
    ).fit(X)  # fmt: skip
    model = GaussianMixture.from_sklearn(estimator)
    np.testing.assert_array_equal(model.weights, estimator.weights_)
    np.testing.assert_array_equal(model.means, estimator.means_)
    eye, S = np.eye(2), estimator.covariances_
    for k in range(3):
        expected = {
            "full": lambda k=k: S[k],
            "tied": lambda: S,
            "diag": lambda k=k: np.diag(S[k]),
            "spherical": lambda k=k: S[k] * eye,
        }[kind]()
        # A tied one comes with an asymmetry from rounding, which the mixture averages away.
        np.testing.assert_allclose(model.covariances[k], expected, rtol=1e-12)


def test_a_tied_fit_far_from_0_is_no_error():
    # A difference of squares: here its rounding may be asymmetric by 1e-8 of the variances.
    estimator = Estimator(3, covariance_type="tied", random_state=0).fit(X / 5 + 1e5)
    S = estimator.covariances_
    model = GaussianMixture.from_sklearn(estimator)
    np.testing.assert_allclose(model.covariances, [(S + S.T) / 2] * 3, rtol=1e-15)


@pytest.mark.parametrize("rounding", [1e-15, 1e-9, 1e-4])
def test_an_asymmetry_from_rounding_is_averaged_away(rounding):
    estimator = PLANE.to_sklearn()
    estimator.covariances_[1] = [[4e6, 1e3 * (1 + rounding)], [1e3 * (1 - rounding), 1.0]]
    model = GaussianMixture.from_sklearn(estimator)
    np.testing.assert_allclose(model.covariances[1], [[4e6, 1e3], [1e3, 1]], rtol=1e-15)
    np.testing.assert_array_equal(model.covariances[[0, 2]], PLANE.covariances[[0, 2]])


def test_an_asymmetry_beyond_rounding_is_refused():
    estimator = PLANE.to_sklearn()
    estimator.covariances_ = np.repeat([[[1.0, 0.5], [0.4, 1.0]]], 3, axis=0)
    assert message(lambda: GaussianMixture.from_sklearn(estimator), ValueError) == (
        "covariances[0] (component 1) is not symmetric: entry [0, 1] is 0.5 but [1, 0] is 0.4; "
        "give both the same value."
    )


def test_an_estimator_draws_what_the_mixture_describes():
    n = 20_000
    estimator = PLANE.to_sklearn().set_params(random_state=3)
    points, z = estimator.sample(n)
    assert stats.chisquare(np.bincount(z), n * PLANE.weights).pvalue > 0.01
    assert all(stats.kstest(points[:, d], PLANE.marginal(d).cdf).pvalue > 0.01 for d in (0, 1))


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize("again", [lambda e: e, clone, lambda e: pickle.loads(pickle.dumps(e))])
def test_a_fit_starts_at_the_mixture(again):
    start = GaussianMixture([0.3, 0.7], [[40, 192], [47, 215]], [np.diag([9.0, 49])] * 2)
    estimator = again(start.to_sklearn()).set_params(max_iter=1, reg_covar=0).fit(X)
    expected = m_step(X, e_step(X, start))
    found = GaussianMixture.from_sklearn(estimator)
    for mine, theirs in zip(found._parameters(), expected._parameters(), strict=True):
        np.testing.assert_allclose(theirs, mine, rtol=1e-11)


def test_an_estimator_shares_no_memory_with_the_mixture_or_with_itself():
    model = GaussianMixture([0.5, 0.5], [0, 1], [1, 1])
    for kind in STRUCTURE:
        before = model.to_dict()
        estimator = model.to_sklearn(kind)
        for name in FITTED:
            getattr(estimator, name)[...] = 9
        assert model.to_dict() == before
        starts = (estimator.weights_init, estimator.means_init, estimator.precisions_init)
        assert not any((array == 9).any() for array in starts)


def test_weights_that_numpy_would_refuse_to_draw_with_are_divided_by_their_sum():
    model = GaussianMixture([0.5 + 8e-11, 0.5, 0], [0, 1, 2], [1, 1, 1])
    estimator = model.to_sklearn()
    assert estimator.sample(9)[0].shape == (9, 1)
    np.testing.assert_allclose(estimator.weights_, model.weights, rtol=1e-10)


@types
def test_one_component_and_one_dimension(kind):
    model = GaussianMixture([1], [3], [2])
    points = np.array([[0.0], [4.0]])
    np.testing.assert_allclose(
        model.to_sklearn(kind).score_samples(points), stats.norm(3, np.sqrt(2)).logpdf(points[:, 0])
    )


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (
            "tied",
            "covariances are not the same in all components, as covariance_type='tied' asks; "
            "take covariance_type='full', or constrained(model, 'tied') first.",
        ),
        (
            "diag",
            "covariances are not diagonal, as covariance_type='diag' asks; take "
            "covariance_type='full', or constrained(model, 'diagonal') first.",
        ),
        (
            "spherical",
            "covariances are not multiples of the identity, as covariance_type='spherical' asks; "
            "take covariance_type='full', or constrained(model, 'spherical') first.",
        ),
        ("diagonal", "covariance_type must be one of full, tied, diag, spherical; got 'diagonal'."),
        (None, "covariance_type must be one of full, tied, diag, spherical; got None."),
        (["full"], "covariance_type must be one of full, tied, diag, spherical; got ['full']."),
    ],
)
def test_a_structure_that_the_mixture_does_not_have(kind, told):
    assert message(lambda: PLANE.to_sklearn(kind), ValueError) == told


def test_a_structure_is_meant_relative_to_the_standard_deviations():
    S = np.array([[1e-12, 1e-14], [1e-14, 1.0]])
    model = GaussianMixture([1], [[0, 0]], [S])
    assert message(lambda: model.to_sklearn("diag"), ValueError).startswith("covariances are not")
    almost = GaussianMixture([1], [[0, 0]], [[[1e12, 1e-3], [1e-3, 1e12]]])
    assert almost.to_sklearn("spherical").covariances_.tolist() == [1e12]


def test_inverses_beyond_float64():
    tiny = GaussianMixture([1], [0], [1e-310])
    assert message(lambda: tiny.to_sklearn(), ValueError) == (
        "covariances are so small that their inverses exceed the range of float64; rescale the "
        "data."
    )


@pytest.mark.parametrize("bad", [None, 3, "GaussianMixture", Estimator, KMeans(), PLANE])
def test_what_is_no_estimator(bad):
    assert message(lambda: GaussianMixture.from_sklearn(bad), TypeError) == (
        "estimator must be a sklearn.mixture.GaussianMixture or BayesianGaussianMixture, got "
        f"{type(bad).__name__}."
    )


@pytest.mark.parametrize("kind", [Estimator, BayesianGaussianMixture])
def test_an_estimator_that_is_not_fitted(kind):
    assert message(lambda: GaussianMixture.from_sklearn(kind()), ValueError) == (
        "estimator is not fitted; call its fit first."
    )


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        (
            "covariance_type",
            "diag",
            "estimator.covariances_ must have shape (3, 2) for covariance_type 'diag', got shape "
            "(3, 2, 2); fit the estimator again.",
        ),
        (
            "covariance_type",
            "any",
            "estimator.covariance_type must be one of full, tied, diag, spherical; got 'any'.",
        ),
        ("weights_", [0.5, 0.5, 0.5], "weights must sum to 1, got a sum of 1.5; divide them by "
         "their sum."),
        (
            "means_",
            0.0,
            "estimator.covariances_ must have shape (3, 0, 0) for covariance_type 'full', got "
            "shape (3, 2, 2); fit the estimator again.",
        ),
        (
            "means_",
            np.full((3, 2), np.nan),
            "estimator.means_[0, 0] is nan (and 5 more); every entry must be finite: remove or "
            "replace it.",
        ),
    ],
)  # fmt: skip
def test_an_estimator_that_was_changed_by_hand(name, value, told):
    estimator = PLANE.to_sklearn()
    setattr(estimator, name, value)
    assert message(lambda: GaussianMixture.from_sklearn(estimator), ValueError) == told


@pytest.mark.parametrize(
    ("method", "call"),
    [
        ("to_sklearn", lambda estimator: PLANE.to_sklearn()),
        ("from_sklearn", GaussianMixture.from_sklearn),
    ],
)
def test_without_scikit_learn(monkeypatch, method, call):
    estimator = PLANE.to_sklearn()
    monkeypatch.setitem(sys.modules, "sklearn.mixture", None)
    assert message(lambda: call(estimator), ImportError) == (
        f"{method} needs the package scikit-learn: pip install scikit-learn."
    )


numbers = st.floats(-1e150, 1e150, allow_subnormal=True)


@st.composite
def any_mixtures(draw):
    """One-dimensional mixtures of any floats at all, tiny and negative zero among them."""
    K = draw(st.integers(1, 3))
    means = draw(st.lists(numbers, min_size=K, max_size=K))
    variances = draw(st.lists(st.floats(5e-324, 1e300), min_size=K, max_size=K))
    shares = np.array(draw(st.lists(st.floats(1e-300, 1), min_size=K, max_size=K)))
    return GaussianMixture(shares / shares.sum(), means, variances)


@settings(max_examples=100)
@given(st.one_of(any_mixtures(), mixtures()))
def test_plain_lists_keep_every_bit(model):
    written = json.dumps(model.to_dict(), allow_nan=False)
    again = GaussianMixture.from_dict(json.loads(written))
    assert again == model
    for mine, theirs in zip(again._parameters(), model._parameters(), strict=True):
        assert mine.tobytes() == theirs.tobytes()  # also the sign of 0
    assert json.dumps(again.to_dict()) == written


def test_plain_lists_are_the_constructor_s_arguments():
    assert PLANE.to_dict() == {
        "weights": PLANE.weights.tolist(),
        "means": PLANE.means.tolist(),
        "covariances": PLANE.covariances.tolist(),
    }
    assert GaussianMixture(**PLANE.to_dict()) == PLANE
    assert GaussianMixture.from_dict(UserDict(PLANE.to_dict())) == PLANE
    line = GaussianMixture.from_dict({"weights": [1], "means": [2], "covariances": [3]})
    assert line == GaussianMixture([1], [[2]], [[[3]]])


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            lambda d: d.pop("means"),
            "parameters must have the keys weights, means, covariances and no others; 'means' "
            "is missing.",
        ),
        (
            lambda d: d.clear(),
            "parameters must have the keys weights, means, covariances and no others; 'weights' "
            "is missing.",
        ),
        (
            lambda d: d.update(precisions=[[1.0]]),
            "parameters must have the keys weights, means, covariances and no others; "
            "'precisions' is unknown.",
        ),
        (
            lambda d: d.update({1: 2}),
            "parameters must have the keys weights, means, covariances and no others; 1 is "
            "unknown.",
        ),
        (
            lambda d: d.update(weights=[0.2, 0.2]),
            "weights must sum to 1, got a sum of 0.4; divide them by their sum.",
        ),
        (
            lambda d: d.update(means=[]),
            "means is empty (shape (0,)); at least one number is needed.",
        ),
        (
            lambda d: d.update(means=json.loads("[NaN, 1]")),
            "means[0] is nan; every entry must be finite: remove or replace it.",
        ),
        (
            lambda d: d.update(covariances=[[1, 1]]),
            "covariances must have shape (2,) or (2, 1, 1), got shape (1, 2).",
        ),
    ],
)
def test_bad_plain_values(change, told):
    plain = GaussianMixture([0.5, 0.5], [0, 1], [1, 1]).to_dict()
    change(plain)
    assert message(lambda: GaussianMixture.from_dict(plain), ValueError) == told


@pytest.mark.parametrize(("values", "told"), NOT_NUMBERS)
def test_plain_values_that_are_no_numbers_name_their_key(values, told):
    for key in ("weights", "means", "covariances"):
        plain = {"weights": [0.5, 0.5], "means": [0, 1], "covariances": [1, 1]} | {key: values}
        assert message(lambda p=plain: GaussianMixture.from_dict(p), TypeError) == f"{key} {told}"


@pytest.mark.parametrize("bad", [None, [1], "{}", PLANE, json.dumps(PLANE.to_dict())])
def test_what_is_no_dict(bad):
    assert message(lambda: GaussianMixture.from_dict(bad), TypeError) == (
        "parameters must be a dict with the keys weights, means, covariances, got "
        f"{type(bad).__name__}."
    )
