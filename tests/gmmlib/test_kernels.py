"""The kernels of (11.74): densities, constants, convolutions and draws."""

import itertools
import math

import mpmath as mp
import numpy as np
import pytest
from KDEpy.kernel_funcs import _kernel_functions
from problems import message
from scipy import integrate, stats

from gmmlib._kernels import KERNELS, as_kernel, bandwidth_ratio, convolved

NAMES = sorted(KERNELS)
#: What each kernel is, by its definition, for |u| <= 1.
DEFINED = {
    "uniform": lambda u: mp.mpf(1) / 2,
    "triangular": lambda u: 1 - abs(u),
    "epanechnikov": lambda u: mp.mpf(3) / 4 * (1 - u**2),
    "biweight": lambda u: mp.mpf(15) / 16 * (1 - u**2) ** 2,
    "triweight": lambda u: mp.mpf(35) / 32 * (1 - u**2) ** 3,
    "tricube": lambda u: mp.mpf(70) / 81 * (1 - abs(u) ** 3) ** 3,
    "cosine": lambda u: mp.pi / 4 * mp.cos(mp.pi / 2 * u),
    "gaussian": lambda u: mp.exp(-(u**2) / 2) / mp.sqrt(2 * mp.pi),
}
#: Sheather-Jones and its kind quote these ratios to the Gaussian, to 4 digits at most.
CANONICAL = {"uniform": 1.3510, "epanechnikov": 1.7188, "biweight": 2.0362, "triweight": 2.3122}


def ends(kernel):
    return [-1, 0, 1] if math.isfinite(kernel.support) else [-40, -5, 0, 5, 40]


@pytest.mark.parametrize("name", NAMES)
def test_the_density_is_the_defined_one(name):
    u = np.array([-0.9, -0.5, 0.0, 0.1, 0.77])
    expected = [float(DEFINED[name](mp.mpf(float(v)))) for v in u]
    np.testing.assert_allclose(KERNELS[name].density(u), expected, rtol=1e-14)


@pytest.mark.parametrize("name", NAMES)
def test_constants_are_the_integrals(name):
    kernel, k = KERNELS[name], DEFINED[name]
    with mp.workdps(30):
        assert mp.quad(k, ends(kernel)) == pytest.approx(1, abs=1e-15)
        assert float(mp.quad(lambda u: u**2 * k(u), ends(kernel))) == pytest.approx(
            kernel.variance, rel=1e-14
        )
        assert float(mp.quad(lambda u: k(u) ** 2, ends(kernel))) == pytest.approx(
            kernel.roughness, rel=1e-14
        )


@pytest.mark.parametrize("name", NAMES)
def test_the_kernel_is_even_never_negative_and_ends_at_its_support(name):
    kernel = KERNELS[name]
    u = np.linspace(0, 3, 601)
    values = kernel.density(u)
    np.testing.assert_array_equal(values, kernel.density(-u))
    assert (values >= 0).all()
    assert (values[u > kernel.support] == 0).all()
    assert (values[u < min(kernel.support, 1)] > 0).all()


def test_the_uniform_kernel_holds_its_ends():
    u = np.array([-1.0, 1, np.nextafter(1, 2)])
    np.testing.assert_array_equal(KERNELS["uniform"].density(u), [0.5, 0.5, 0])


@pytest.mark.parametrize(
    ("name", "theirs"),
    [(n, {"uniform": "box", "triangular": "tri", "epanechnikov": "epa"}.get(n, n)) for n in NAMES],
)
def test_kdepy_has_the_same_kernels(name, theirs):
    u = np.linspace(-0.95, 0.95, 39)
    # KDEpy measures bandwidths in standard deviations.
    sd = math.sqrt(KERNELS[name].variance)
    other = _kernel_functions[theirs].evaluate(u, bw=sd)
    np.testing.assert_allclose(KERNELS[name].density(u), np.ravel(other), rtol=1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_the_convolution_is_the_integral(name):
    kernel, both = KERNELS[name], convolved(KERNELS[name])
    for u in (0.0, 0.3, 0.98, 1.0, 1.02, 1.7, 1.99):
        points = sorted({-1, u - 1, 0, u, 1})
        pieces = list(itertools.pairwise(points))
        if math.isinf(kernel.support):
            pieces = [(-9, 0), (0, 9)]
        integral = sum(
            integrate.quad(
                lambda t, u=u: kernel.density(np.array(t)) * kernel.density(np.array(u - t)), a, b,
                epsabs=1e-14,
            )[0]
            for a, b in pieces
        )  # fmt: skip
        np.testing.assert_allclose(both.density(np.array([u, -u])), integral, atol=3e-15)
    if math.isfinite(kernel.support):
        np.testing.assert_array_equal(both.density(np.array([2.0, 2.5, -3])), 0)


def test_the_convolution_of_parabolas_has_its_known_form():
    u = np.linspace(-2, 2, 81)
    s = np.abs(u)
    known = 3 / 160 * (2 - s) ** 3 * (s * s + 6 * s + 4)
    np.testing.assert_allclose(convolved(KERNELS["epanechnikov"]).density(u), known, atol=2e-15)


@pytest.mark.parametrize(("name", "known"), CANONICAL.items())
def test_canonical_bandwidths_are_marron_and_nolans(name, known):
    assert round(KERNELS[name].canonical_bandwidth, 4) == known
    ratio = KERNELS[name].canonical_bandwidth / KERNELS["gaussian"].canonical_bandwidth
    assert bandwidth_ratio(KERNELS[name], 1) == pytest.approx(ratio, rel=1e-14)


@pytest.mark.parametrize("D", [1, 2, 3])
@pytest.mark.parametrize("name", NAMES)
def test_the_ratio_of_bandwidths_is_that_of_the_least_errors(name, D):
    """Both kernels at the minimum of a h^4 σ^4/4 + R^D/(N h^D), whatever a and N are."""

    def best(kernel, a=0.3, N=50):
        h = np.exp(np.linspace(-4, 4, 200_001))
        error = a * h**4 * kernel.variance**2 / 4 + kernel.roughness**D / (N * h**D)
        return h[np.argmin(error)]

    ratio = best(KERNELS[name]) / best(KERNELS["gaussian"])
    assert bandwidth_ratio(KERNELS[name], D) == pytest.approx(ratio, rel=1e-4)


@pytest.mark.parametrize("name", NAMES)
def test_draws_follow_the_density(name):
    """The p-values of many samples must be uniform: one sample may be unlucky, a hundred not."""
    kernel = KERNELS[name]
    u = np.linspace(-min(kernel.support, 8), min(kernel.support, 8), 20_001)
    below = integrate.cumulative_trapezoid(kernel.density(u), u, initial=0)
    p_values = []
    for seed in range(100):
        drawn = kernel.draw(np.random.default_rng(seed), (2000, 1))
        assert drawn.shape == (2000, 1)
        p_values.append(stats.kstest(drawn[:, 0], lambda x: np.interp(x, u, below)).pvalue)
    assert stats.kstest(p_values, "uniform").pvalue > 1e-3


def test_an_unknown_kernel_is_refused():
    names = (
        "'uniform', 'triangular', 'epanechnikov', 'biweight', 'triweight', 'tricube', 'cosine', "
        "'gaussian'"
    )
    for wrong in ("normal", None, ["gaussian"]):
        assert message(lambda wrong=wrong: as_kernel(wrong), ValueError) == (
            f"kernel must be one of {names}, got {wrong!r}."
        )
