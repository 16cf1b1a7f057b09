"""EMLab's Python side: the trail that the picture writes, and what comes of it."""

import numpy as np
import pytest

from gmmlib import GaussianMixture, datasets, e_step, em, m_step, update_means
from gmmlib.explorables import EMLab

X, START = datasets.running_example()


def flat(model):
    lists = (model.weights, model.means, model.covariances)
    return "_".join(",".join(repr(float(x)) for x in np.ravel(numbers)) for numbers in lists)


def show(lab, model, trail):
    """What the picture sends after a step."""
    lab.set_state(
        {
            "weights": model.weights.tolist(),
            "means": model.means.ravel().tolist(),
            "variances": model.covariances.ravel().tolist(),
            "trail": trail,
        }
    )


def same(model, other):
    for name in ("weights", "means", "covariances"):
        np.testing.assert_allclose(getattr(model, name), getattr(other, name), rtol=1e-10)


def test_it_starts_where_it_is_told():
    lab = EMLab(datasets.one_dimensional().X, GaussianMixture([0.4, 0.6], [-2, 3], [1, 2]))
    assert lab.data.shape == (250, 1)
    assert lab.means == [-2, 3]
    assert (lab.iteration, len(lab.history)) == (0, 1)
    same(lab.model, lab.history[0])
    same(EMLab().model, START)


def test_the_history_of_cycles_is_em_s():
    fit = em(X, START, tolerance=1e-8)
    lab = EMLab()
    show(lab, fit.history[2].model, f"{flat(START)}_C{fit.n_iterations}_2")
    assert lab.iteration == 2
    assert len(lab.history) == fit.n_iterations + 1
    for mine, iterate in zip(lab.history, fit.history, strict=True):
        same(mine, iterate.model)
    assert lab.log_likelihood == pytest.approx(fit.history[2].log_likelihood, rel=1e-12)


def test_single_updates_take_the_responsibilities_of_the_last_e_step():
    r = e_step(X, START)
    moved = GaussianMixture(START.weights, update_means(X, r), START.covariances)
    lab = EMLab()
    show(lab, moved, f"{flat(START)}_EM_2")
    assert lab.iteration == 1
    same(lab.history[1], START)
    same(lab.history[2], moved)
    done = m_step(X, r)
    show(lab, done, f"{flat(START)}_EMVW_4")
    same(lab.history[-1], done)


def test_who_moves_something_starts_anew():
    lab = EMLab()
    fit = em(X, START)
    show(lab, fit.model, f"{flat(START)}_C{fit.n_iterations}_{fit.n_iterations}")
    assert lab.iteration == fit.n_iterations
    lab.means = [-3, 0, 5]
    assert (lab.iteration, len(lab.history)) == (0, 1)
    np.testing.assert_array_equal(lab.history[0].means.ravel(), [-3, 0, 5])


def test_the_fit_goes_on_in_python():
    lab = EMLab()
    lab.model = em(lab.data, lab.model).model
    assert lab.log_likelihood == pytest.approx(em(X, START).log_likelihood, rel=1e-12)


def test_a_trail_that_ends_in_a_collapse_stops_before():
    needle = GaussianMixture([1 / 3] * 3, [-3, 0, 4], [0.01, 1, 1])
    lab = EMLab(X, needle)
    show(lab, needle, f"{flat(needle)}_C9_0")
    assert 1 <= len(lab.history) < 10
    assert "EMLab: iteration 0, negative log-likelihood" in repr(lab)
    assert "iterations of EM" in lab.to_html()


def test_own_data_from_the_picture_reach_python():
    lab = EMLab()
    lab.set_state({"X": [1.0, 2.0, 4.0, 8.0], "trail": ""})
    np.testing.assert_array_equal(lab.data, [[1], [2], [4], [8]])
    assert lab.start["X"] == X.ravel().tolist()


MESSAGE = "trail must be a start, steps among EMVWC and a place on them, got {}."


@pytest.mark.parametrize(
    ("bad", "got"),
    [
        ("nonsense", "'nonsense'"),
        ("1_0_1_E_2", "1 steps and the place 2"),
        ("1_0_1_C99999_0", "99999 steps and the place 0"),
        ("1_a_1_C_0", "'1_a_1_C_0'"),
        ("<img src=x>", "'<img src=x>'"),
        ("0.5,0.5_0_1_E_0", "2 weights, 1 numbers of means and 1 of spreads"),
    ],
)
def test_a_bad_trail_is_refused_and_loses_no_state(bad, got):
    lab = EMLab()
    with pytest.raises(ValueError) as error:  # noqa: PT011
        lab.trail = bad
    assert str(error.value) == MESSAGE.format(got)
    assert lab.trail == ""


def test_a_start_that_is_none_is_refused():
    with pytest.raises(TypeError) as error:
        EMLab(X, [0, 1])
    assert str(error.value) == "start must be an instance of GaussianMixture, got list."
    plane = GaussianMixture([1], [[0, 0]], [np.eye(2)])
    with pytest.raises(ValueError, match=r"^model must have D = 1 to be shown here, got D = 2\.$"):
        EMLab(X, plane)
