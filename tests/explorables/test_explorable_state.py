"""The Python side: what a reader of a notebook assigns and reads."""

import numpy as np
import pytest
from scipy import stats

from gmmlib import GaussianMixture, em
from gmmlib.explorables import (
    AncestralSampling,
    CovarianceUpdate,
    LikelihoodLab,
    MeanUpdate,
    MixtureExplorer,
    Posterior,
    Responsibilities,
    WeightUpdate,
)
from gmmlib.explorables._state import as_json

KINDS = [
    AncestralSampling,
    MixtureExplorer,
    LikelihoodLab,
    Responsibilities,
    Posterior,
    MeanUpdate,
    CovarianceUpdate,
    WeightUpdate,
]


@pytest.mark.parametrize("kind", KINDS)
def test_model_is_what_the_traits_say(kind):
    explorable = kind(weights=[0.25, 0.75], means=[-1, 2], variances=[1, 4])
    np.testing.assert_array_equal(explorable.model.weights, [0.25, 0.75])
    np.testing.assert_array_equal(explorable.model.means, [[-1], [2]])
    np.testing.assert_array_equal(explorable.model.covariances, [[[1]], [[4]]])


@pytest.mark.parametrize("kind", KINDS)
def test_assigning_a_model_moves_the_traits_and_is_one_visit(kind):
    explorable = kind()
    start = explorable.model
    explorable.model = GaussianMixture([1], [7], [2])
    assert (explorable.weights, explorable.means, explorable.variances) == ([1], [7], [2])
    assert [m.n_components for m in explorable.history] == [3, 1]
    np.testing.assert_array_equal(explorable.history[0].means, start.means)
    assert explorable.start["means"] == start.means[:, 0].tolist()


def test_one_trait_can_be_assigned_from_any_container():
    explorable = MixtureExplorer()
    explorable.means = np.array([1, 2, 3], dtype=np.float32)
    assert explorable.means == [1.0, 2.0, 3.0]
    explorable.means = (4, 5, 6)
    assert [m.means[:, 0].tolist() for m in explorable.history] == [
        [-2, 1, 4],
        [1, 2, 3],
        [4, 5, 6],
    ]


def test_what_the_picture_sends_is_one_visit():
    explorable = MixtureExplorer()
    explorable.set_state({"weights": [0.5, 0.5], "means": [0, 3], "variances": [1, 2], "cursor": 1})
    assert [m.n_components for m in explorable.history] == [3, 2]
    explorable.set_state({"cursor": 2})
    assert len(explorable.history) == 2
    assert explorable.cursor == 2


def test_the_same_model_again_is_no_visit():
    explorable = MixtureExplorer()
    explorable.model = explorable.model
    assert len(explorable.history) == 1


def test_the_history_cannot_be_changed_from_outside():
    explorable = MixtureExplorer()
    explorable.history.clear()
    assert len(explorable.history) == 1


def test_numbers_agree_with_the_library():
    explorer = MixtureExplorer(cursor=1.5)
    assert explorer.density == explorer.model.pdf([1.5])[0]
    lab = LikelihoodLab()
    assert lab.log_likelihood == lab.model.log_likelihood(lab.data)
    shares = Responsibilities()
    np.testing.assert_array_equal(shares.matrix, shares.model.responsibilities(shares.data))


def test_the_posterior_is_bayes_theorem():
    explorable = Posterior([0.2, 0.8], [0, 3], [1, 4], cursor=1.5)
    likelihood = stats.norm.pdf(1.5, [0, 3], [1, 2])
    np.testing.assert_allclose(explorable.likelihood, likelihood, rtol=1e-14)
    joint = [0.2, 0.8] * likelihood
    np.testing.assert_allclose(explorable.posterior, joint / joint.sum(), rtol=1e-14)


def test_the_best_of_the_history_is_em_s_result_after_a_worse_model():
    lab = LikelihoodLab()
    lab.model = em(lab.data, lab.model).model
    best = lab.model
    lab.model = GaussianMixture([1], [0], [100])
    np.testing.assert_array_equal(lab.best.means, best.means)


BAD = [
    ({"weights": [0.5, 0.6]}, "weights must sum to 1, got a sum of 1.1; divide them by their sum."),
    (
        {"weights": [-0.5, 1.5]},
        "weights must not be negative, got weights[0] = -0.5 (component 1); "
        "a weight lies in [0, 1].",
    ),
    (
        {"means": [0]},
        "means must hold 2 numbers, one a component as weights do, got 1; "
        "to change the number of components assign .model.",
    ),
    (
        {"variances": [1, 2, 3]},
        "variances must hold 2 numbers, one a component as weights do, got 3; "
        "to change the number of components assign .model.",
    ),
    (
        {"variances": [1, 0]},
        "variances must be greater than 0 (from 1e-50 to 1e50), "
        "got variances[1] = 0 (component 2).",
    ),
    (
        {"variances": [-1, 1]},
        "variances must be greater than 0 (from 1e-50 to 1e50), "
        "got variances[0] = -1 (component 1).",
    ),
    (
        {"means": [0, np.nan]},
        "means[1] is nan; every entry must be finite: remove or replace it.",
    ),
    ({"means": [0, 1e60]}, "means must lie between -1e50 and 1e50, got 1e+60 at index 1."),
    ({"cursor": np.inf}, "cursor is inf; every entry must be finite: remove or replace it."),
    ({"cursor": [1, 2]}, "cursor must be one number, got shape (2,)."),
]
GOOD = {"weights": [0.5, 0.5], "means": [0.0, 1.0], "variances": [1.0, 2.0], "cursor": 0.0}


@pytest.mark.parametrize(("bad", "message"), BAD)
def test_bad_values_are_refused_when_made(bad, message):
    with pytest.raises(ValueError) as error:  # noqa: PT011
        MixtureExplorer(**(GOOD | bad))
    assert str(error.value) == message


@pytest.mark.parametrize(("bad", "message"), BAD)
def test_bad_assignments_are_refused_and_lose_no_state(bad, message):
    explorer = MixtureExplorer(**GOOD)
    [(name, value)] = bad.items()
    with pytest.raises(ValueError) as error:  # noqa: PT011
        setattr(explorer, name, value)
    assert str(error.value) == message
    assert {key: getattr(explorer, key) for key in GOOD} == GOOD
    assert len(explorer.history) == 1


@pytest.mark.parametrize("text", [["a", "b"], "12", [True, False], [1j, 0]])
def test_what_is_no_number_is_a_type_error(text):
    explorer = MixtureExplorer(**GOOD)
    with pytest.raises(TypeError, match="means must hold real numbers, got dtype"):
        explorer.means = text
    assert explorer.means == [0.0, 1.0]


def test_more_components_than_colors_are_refused():
    with pytest.raises(ValueError, match=r"^weights must hold 1 to 6 components, got 7\.$"):
        MixtureExplorer([0, 0, 0, 0, 0, 0, 1], range(7), [1] * 7)


def test_models_that_cannot_be_shown_are_refused_and_lose_no_state():
    explorer = MixtureExplorer()
    plane = GaussianMixture([1], [[0, 0]], [[[1, 0], [0, 1]]])
    with pytest.raises(ValueError, match=r"^model must have D = 1 to be shown here, got D = 2\.$"):
        explorer.model = plane
    with pytest.raises(TypeError, match=r"^model must be a gmmlib.GaussianMixture, got list\.$"):
        explorer.model = [0.5, 0.5]
    assert explorer.means == [-2, 1, 4]


def test_a_bad_message_from_the_picture_is_taken_back_as_a_whole():
    explorer = MixtureExplorer(**GOOD)
    with pytest.raises(ValueError, match="means must hold 1 numbers"):
        explorer.set_state({"weights": [1.0], "means": [3.0, 4.0], "variances": [1.0]})
    assert {key: getattr(explorer, key) for key in GOOD} == GOOD


@pytest.mark.parametrize("X", [[], [np.nan], [[1, 2], [3, 4]]])
def test_bad_data_are_refused(X):
    with pytest.raises(ValueError, match=r"^X"):
        LikelihoodLab(X)


@pytest.mark.parametrize("name", ["", "Two", "a b", "1st", 'x"y'])
def test_names_that_no_link_can_carry_are_refused(name):
    with pytest.raises(ValueError) as error:  # noqa: PT011
        MixtureExplorer(name=name)
    assert str(error.value) == (
        f"name must be lower-case letters, digits and hyphens, got {name!r}."
    )


def test_json_is_the_same_for_numbers_that_differ_in_the_last_bits():
    assert as_json({"means": [0.1 + 0.2]}) == as_json({"means": [0.3]}) == '{"means":[0.3]}'
