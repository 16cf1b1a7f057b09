"""Structures of covariances."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from problems import message, mixtures

from gmmlib import GaussianMixture, constrained
from gmmlib.structure import STRUCTURES, has_structure


@given(mixtures(), st.sampled_from(STRUCTURES))
def test_a_constrained_mixture_has_the_structure_and_keeps_it(model, structure):
    once = constrained(model, structure)
    assert has_structure(once.covariances, structure)
    np.testing.assert_allclose(
        constrained(once, structure).covariances, once.covariances, rtol=1e-14
    )
    np.testing.assert_array_equal(once.means, model.means)
    np.testing.assert_array_equal(once.weights, model.weights)


def test_what_each_keeps():
    model = GaussianMixture([0.25, 0.75], [[0, 0]] * 2, [[[2, 1], [1, 4]], [[6, 0], [0, 8]]])
    keeps = {s: constrained(model, s).covariances.tolist() for s in STRUCTURES}
    assert keeps["full"] == model.covariances.tolist()
    assert keeps["diagonal"] == [[[2, 0], [0, 4]], [[6, 0], [0, 8]]]
    assert keeps["spherical"] == [[[3, 0], [0, 3]], [[7, 0], [0, 7]]]
    assert keeps["tied"] == [[[5, 0.25], [0.25, 7]]] * 2
    own = {s for s in STRUCTURES if has_structure(model.covariances, s)}
    assert own == {"full"}


@pytest.mark.parametrize("bad", ["diag", None, 1, "Full"])
def test_bad_structures(bad):
    model = GaussianMixture([1], [0], [1])
    assert message(lambda: constrained(model, bad), ValueError) == (
        f"covariance must be one of full, diagonal, spherical, tied; got {bad!r}."
    )


def test_no_mixture():
    assert message(lambda: constrained([1], "full"), TypeError) == (
        "model must be an instance of GaussianMixture, got list."
    )
