"""Mixtures with one round covariance, their EM of the means alone, and K-means beside it."""

import math
import warnings
from typing import Any

import numpy as np

import gmmlib
from gmmlib import ConvergenceWarning, GaussianMixture, datasets
from vectors import Case

SEED = 14
ITERATIONS = 6


def problems() -> list[tuple[str, np.ndarray, np.ndarray, float]]:
    """Give names, points, means and variances: the page's, random ones and extremes."""
    cloud = datasets.two_dimensional().X[:200].round(4)
    first = np.array([[0.0, 0], [-4, 0], [4, 0]])
    tie = np.array([[-3.0, 1], [-3, -1], [3, 1], [3, -1], [0, 0]])
    pair = np.array([[-3.0, 0], [3, 0]])
    named = [(f"the page's points, {eps:g}", cloud, first, eps) for eps in (4, 1, 0.25, 1e-3, 1e-7)]
    named += [(f"a tie, {eps:g}", tie, pair, eps) for eps in (10, 1, 1e-6, 1e-40)]
    named += [
        ("identical means", cloud[:30], np.array([[1.0, 0], [1, 0], [-4, 0]]), 1.0),
        ("an empty cluster", cloud[:40], np.array([[0.0, 0], [-4, 0], [30, 30]]), 0.5),
        ("an empty cluster, nearly hard", cloud[:40], np.array([[0.0, 0], [-4, 0], [90, 0]]), 0.1),
        ("1e6 away", np.array([[1e6, -1e6], [1.5e6, 3e5], [-1e6, 5], [-1e6, 9]]), pair, 1.0),
        ("large numbers", 1e40 * cloud[:20], 1e40 * first, 1e79),
        ("one component", cloud[:20], first[:1], 2.0),
        ("duplicates", np.repeat(cloud[:4], 5, axis=0), first[:2], 0.3),
    ]
    rng = np.random.default_rng(SEED)
    for K in range(2, 7):
        X = rng.uniform(-6, 6, size=(40, 2)).round(2)
        means = rng.uniform(-6, 6, size=(K, 2)).round(2)
        named.append((f"random, K = {K}", X, means, round(float(rng.uniform(0.05, 3)), 3)))
    return named


def cases() -> list[Case]:
    """Responsibilities, both objectives, and the iterates of both."""
    return [_case(*problem) for problem in problems()]


def _case(name: str, X: np.ndarray, means: np.ndarray, variance: float) -> Case:
    K, N = len(means), len(X)
    model = _round(means, variance)
    log_likelihood = model.log_likelihood(X)
    constants = N * (math.log(K) + math.log(2 * math.pi * variance))
    soft: list[Any] = [means]
    for _ in range(ITERATIONS):
        r = gmmlib.e_step(X, _round(soft[-1], variance))
        if (r.sum(axis=0) == 0).any():
            break
        soft.append(gmmlib.update_means(X, r))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        hard = gmmlib.kmeans(X, K, start=means, max_iterations=ITERATIONS)
    r = gmmlib.e_step(X, model)
    return {
        "name": name,
        "X": X,
        "means": means,
        "variance": variance,
        "responsibilities": r,
        "undecided": int((r.max(axis=1) < 0.99).sum()),
        "logLikelihood": log_likelihood,
        "scaled": -2 * variance * log_likelihood,
        "softObjective": -2 * variance * (log_likelihood + constants),
        "soft": soft,
        "hard": [iterate.centers for iterate in hard.history],
        "objectives": [iterate.objective for iterate in hard.history],
        "labels": hard.labels,
        "converged": hard.converged,
        "relocated": [[iteration, cluster] for iteration, cluster, _ in hard.relocated],
    }


def _round(means: np.ndarray, variance: float) -> GaussianMixture:
    K = len(means)
    return GaussianMixture(np.full(K, 1 / K), means, [variance * np.eye(2)] * K)
