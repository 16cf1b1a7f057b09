"""The draws of AncestralSampling: the generator, the two steps, and what they add up to."""

import numpy as np
import pytest
from scipy import stats

from gmmlib import GaussianMixture
from gmmlib.explorables import AncestralSampling
from gmmlib.explorables._random import Random, seed_words


def test_the_generator_is_xoshiro128():
    """The outputs of its authors' C program, version 1.1, from the state 1, 2, 3, 4."""
    random = Random([1, 2, 3, 4])
    assert [random.next() for _ in range(10)] == [
        11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597,
        4258142804,
    ]  # fmt: skip


def test_uniform_numbers_are_uniform_and_finer_than_one_word():
    random = Random(seed_words(0))
    u = np.array([random.uniform() for _ in range(5000)])
    assert u.min() >= 0
    assert u.max() < 1
    assert stats.kstest(u, "uniform").pvalue > 0.001
    assert (u * 2**32 % 1 != 0).any()


def test_neighboring_seeds_share_nothing():
    words = [word for seed in (0, 1, 2, 2**32 - 1) for word in seed_words(seed)]
    assert len(set(words)) == len(words)


@pytest.mark.parametrize("seed", [0, 1, 2**32 - 1])
def test_the_draws_are_from_the_mixture(seed):
    explorable = AncestralSampling(seed=seed, drawn=2000)
    z, x = explorable.draws
    assert stats.chisquare(explorable.counts, 2000 * np.array([0.5, 0.2, 0.3])).pvalue > 0.001
    assert stats.kstest(x, lambda t: explorable.model.cdf(t)).pvalue > 0.001
    for k, (mean, sd) in enumerate([(-2, 0.5**0.5), (1, 2**0.5), (4, 1)]):
        assert stats.kstest(x[z == k], "norm", (mean, sd)).pvalue > 0.001


def test_a_seed_gives_the_same_draws_and_more_draws_begin_alike():
    few, many = AncestralSampling(drawn=10), AncestralSampling(drawn=50)
    np.testing.assert_array_equal(few.draws[1], many.draws[1][:10])
    many.seed = 2
    assert not np.isin(few.draws[1], many.draws[1]).any()


def test_no_draws_are_empty_arrays():
    explorable = AncestralSampling(drawn=0)
    z, x = explorable.draws
    assert (z.shape, x.shape) == ((0,), (0,))
    np.testing.assert_array_equal(explorable.counts, [0, 0, 0])
    assert repr(explorable) == (
        "AncestralSampling: 0 draws from 3 components: 0, 0, 0; expected 0.0, 0.0, 0.0"
    )


def test_a_component_of_weight_0_makes_no_point():
    explorable = AncestralSampling([0, 1, 0], [0, 1, 2], [1, 1, 1], drawn=500)
    np.testing.assert_array_equal(explorable.counts, [0, 500, 0])


def test_a_moved_mixture_takes_its_draws_along():
    explorable = AncestralSampling()
    z, before = explorable.draws
    explorable.model = GaussianMixture([0.5, 0.2, 0.3], [-2, 1, 6], [0.5, 2, 1])
    np.testing.assert_allclose(explorable.draws[1], before + 2 * (z == 2), rtol=1e-14)


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"drawn": 2001}, "drawn must be at most 2000, got 2001."),
        ({"drawn": -1}, "drawn must be at least 0, got -1."),
        ({"seed": 2**32}, "seed must be at most 4294967295, got 4294967296."),
    ],
)
def test_numbers_out_of_range_are_refused(bad, message):
    with pytest.raises(ValueError) as error:  # noqa: PT011
        AncestralSampling(**bad)
    assert str(error.value) == message
    explorable = AncestralSampling()
    with pytest.raises(ValueError) as error:  # noqa: PT011
        setattr(explorable, *next(iter(bad.items())))
    assert str(error.value) == message
    assert (explorable.drawn, explorable.seed) == (100, 1)


def test_what_is_no_whole_number_is_a_type_error():
    with pytest.raises(TypeError, match=r"^drawn must be a whole number, got 1\.5\.$"):
        AncestralSampling(drawn=1.5)


def test_hidden_labels_are_not_in_the_picture():
    assert "The components made 42, 22, 36 of them." in AncestralSampling().to_html()
    hidden = AncestralSampling(hidden=True).to_html()
    assert "Their components are hidden." in hidden
    assert "of them." not in hidden
