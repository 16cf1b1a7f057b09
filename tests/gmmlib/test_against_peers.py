"""gmmlib agrees with independent computations: scipy, scikit-learn, mpmath, brute force."""

import mpmath
import numpy as np
import pytest
from scipy import integrate, stats
from sklearn.mixture import GaussianMixture as Peer

from gmmlib import (
    GaussianMixture,
    datasets,
    e_step,
    em,
    gaussian,
    m_step,
    modes,
    update_covariances,
    update_means,
    update_weights,
)


def random_mixture(K, D, seed):
    rng = np.random.default_rng(seed)
    A = rng.normal(size=(K, D, D))
    weights = rng.uniform(0.2, 1, size=K)
    return GaussianMixture(
        weights / weights.sum(), 3 * rng.normal(size=(K, D)), A @ A.mT + 0.2 * np.eye(D)
    )


@pytest.mark.parametrize(("K", "D"), [(1, 1), (3, 1), (2, 2), (4, 5), (3, 50)])
def test_densities_are_scipys(K, D):
    model = random_mixture(K, D, seed=K + D)
    X = 3 * np.random.default_rng(1).normal(size=(40, D))
    parts = np.column_stack(
        [stats.multivariate_normal(mu, Sigma).logpdf(X) for _, mu, Sigma in model]
    )
    np.testing.assert_allclose(
        gaussian.logpdf(X, model.means[0], model.covariances[0]), parts[:, 0]
    )
    joint = model.weights * np.exp(parts)
    np.testing.assert_allclose(model.pdf(X), joint.sum(axis=1), rtol=1e-9)
    np.testing.assert_allclose(
        model.responsibilities(X), joint / joint.sum(axis=1, keepdims=True), rtol=1e-8, atol=1e-290
    )
    np.testing.assert_allclose(model.log_likelihood(X), np.log(joint.sum(axis=1)).sum(), rtol=1e-9)


@pytest.mark.parametrize("x", [1e6, -1e6, 3e8, 0.1, 7.0])
@pytest.mark.parametrize("scale", [1e-150, 1e-12, 1.0, 1e12, 1e140])
def test_log_densities_are_exact_far_out_and_at_every_scale(x, scale):
    weights, means, variances = [0.25, 0.75], [-1.0, 2.0], [0.5, 3.0]
    model = GaussianMixture(weights, np.multiply(means, scale), np.multiply(variances, scale**2))
    point = x * scale
    with mpmath.workdps(60):
        logs = [
            mpmath.log(pi)
            - mpmath.log(2 * mpmath.pi * mpmath.mpf(v)) / 2
            - (mpmath.mpf(point) - mpmath.mpf(m)) ** 2 / (2 * mpmath.mpf(v))
            for pi, m, v in zip(weights, model.means[:, 0], model.covariances[:, 0, 0], strict=True)
        ]
        top = max(logs)
        total = top + mpmath.log(sum(mpmath.exp(value - top) for value in logs))
        shares = [float(mpmath.exp(value - total)) for value in logs]
        expected = float(total)
    np.testing.assert_allclose(model.logpdf([point]), [expected], rtol=1e-13)
    r = model.responsibilities([point])
    np.testing.assert_allclose(r, [shares], rtol=1e-9, atol=1e-300)
    np.testing.assert_allclose(r.sum(), 1, rtol=1e-15)


@pytest.mark.parametrize("offset", [0, 1e4, 1e8])
def test_far_from_the_origin_differences_decide(offset):
    model = GaussianMixture([0.5, 0.5], [offset, offset + 4], [1, 1])
    near = GaussianMixture([0.5, 0.5], [0, 4], [1, 1])
    x = np.array([-2.0, 0, 1, 2, 8])
    np.testing.assert_allclose(model.logpdf(x + offset), near.logpdf(x), rtol=1e-14)


def test_a_mixture_integrates_to_one_and_has_its_moments():
    model = datasets.figure_11_2()
    moments = [
        integrate.quad(lambda t, p=p: t**p * model.pdf([t])[0], -40, 40, points=[-2, 1, 4])[0]
        for p in range(3)
    ]
    mean = model.weights @ model.means[:, 0]
    second = model.weights @ (model.covariances[:, 0, 0] + model.means[:, 0] ** 2)
    np.testing.assert_allclose(moments, [1, mean, second], rtol=1e-9)


def test_marginal_times_conditional_is_joint():
    model = random_mixture(3, 3, seed=5)
    x = np.array([0.3, -1.0, 2.0])
    joint = model.logpdf(x[None])
    split = model.marginal([2, 0]).logpdf(x[None, [2, 0]])
    rest = model.conditional([2, 0], x[[2, 0]]).logpdf([x[1]])
    np.testing.assert_allclose(split + rest, joint, rtol=1e-12)


def test_samples_follow_the_density():
    model = datasets.figure_11_2()
    X, z = model.sample(20_000, rng=3)
    cdf = lambda t: (  # noqa: E731
        model.weights
        * stats.norm.cdf(t[:, None], model.means.T, np.sqrt(model.covariances[:, 0, 0]))
    ).sum(axis=1)
    assert stats.kstest(X[:, 0], cdf).pvalue > 0.01
    assert stats.chisquare(np.bincount(z), 20_000 * model.weights).pvalue > 0.01
    again, _ = model.sample(20_000, rng=3)
    np.testing.assert_array_equal(X, again)


def test_updates_are_the_sums_of_the_theorems():
    rng = np.random.default_rng(2)
    X, r = rng.normal(size=(9, 2)), rng.dirichlet(np.ones(3), size=9)
    means, weights = update_means(X, r), update_weights(r)
    covariances = update_covariances(X, r, means)
    for k in range(3):
        N_k = sum(r[n, k] for n in range(9))
        mu = sum(r[n, k] * X[n] for n in range(9)) / N_k
        Sigma = sum(r[n, k] * np.outer(X[n] - mu, X[n] - mu) for n in range(9)) / N_k
        np.testing.assert_allclose(means[k], mu, rtol=1e-13)
        np.testing.assert_allclose(covariances[k], Sigma, rtol=1e-12, atol=1e-15)
        np.testing.assert_allclose(weights[k], N_k / 9, rtol=1e-14)


@pytest.mark.parametrize("data", ["running", "plane", "penguins"])
@pytest.mark.parametrize("iterations", [1, 20])
@pytest.mark.filterwarnings("ignore")
def test_em_walks_where_scikit_learn_walks(data, iterations):
    X, start = {
        "running": datasets.running_example(),
        "plane": (
            datasets.two_dimensional().X,
            GaussianMixture([1 / 3] * 3, [[-4, 0], [0, 0], [4, 0]], [np.eye(2)] * 3),
        ),
        "penguins": (
            datasets.penguins().X,
            GaussianMixture([1 / 2] * 2, [[40, 190], [47, 215]], [np.diag([9.0, 40])] * 2),
        ),
    }[data]
    peer = Peer(
        start.n_components,
        weights_init=start.weights,
        means_init=start.means,
        precisions_init=np.linalg.inv(start.covariances),
        reg_covar=0,
        tol=0,
        max_iter=iterations,
    ).fit(X)
    ours = em(X, start, tolerance=0, max_iterations=iterations).history[-1].model
    np.testing.assert_allclose(ours.weights, peer.weights_, rtol=1e-8)
    np.testing.assert_allclose(ours.means, peer.means_, rtol=1e-8)
    np.testing.assert_allclose(ours.covariances, peer.covariances_, rtol=1e-7, atol=1e-10)


@pytest.mark.parametrize("seed", range(12))
def test_modes_are_the_peaks_of_a_dense_grid(seed):
    rng = np.random.default_rng(seed)
    K = int(rng.integers(1, 7))
    model = GaussianMixture(
        np.full(K, 1 / K), rng.uniform(-5, 5, size=K), rng.uniform(0.05, 2, size=K)
    )
    x = np.linspace(-6, 6, 120_001)
    p = model.logpdf(x)
    peaks = x[1:-1][(p[1:-1] > p[:-2]) & (p[1:-1] > p[2:])]
    np.testing.assert_allclose(modes(model), peaks, atol=2e-4)


def test_the_m_step_keeps_the_samples_mean_and_covariance():
    X = datasets.penguins().X
    r = np.random.default_rng(0).dirichlet(np.ones(4), size=len(X))
    model = m_step(X, r)
    mean = model.weights @ model.means
    spread = model.means - mean
    covariance = np.einsum("k,kij->ij", model.weights, model.covariances) + np.einsum(
        "k,ki,kj->ij", model.weights, spread, spread
    )
    np.testing.assert_allclose(mean, X.mean(axis=0), rtol=1e-13)
    np.testing.assert_allclose(covariance, np.cov(X.T, bias=True), rtol=1e-11)


def test_inputs_of_every_real_kind_are_taken_and_left_alone():
    X, start = datasets.running_example()
    expected = start.logpdf(X)
    for same in (X[:, 0].tolist(), X[:, 0].astype(np.float32), X):
        np.testing.assert_allclose(start.logpdf(same), expected)
    assert start.logpdf(np.arange(3, dtype=np.int8)).dtype == np.float64
    kept = X.copy()
    em(X, start)
    e_step(X, start)
    np.testing.assert_array_equal(X, kept)
    with pytest.raises(ValueError, match="read-only"):
        start.means[0] = 1
