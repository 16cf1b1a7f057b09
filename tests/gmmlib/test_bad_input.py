"""Every public function refuses what it cannot take, in words that say what to do."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from gmmlib import (
    CollapseError,
    GaussianMixture,
    datasets,
    e_step,
    em,
    gaussian,
    m_step,
    modes,
    plotting,
    update_covariances,
    update_means,
    update_weights,
)

X, start = datasets.running_example()
r = e_step(X, start)
plane = datasets.two_dimensional_mixture()
ax = Figure().subplots()
one = GaussianMixture([1], [0], [1])

#: A call, the error that it raises, and the whole of its message.
BAD = [
    (
        lambda: GaussianMixture([0.5, 0.6], [0, 1], [1, 1]),
        ValueError,
        "weights must sum to 1, got a sum of 1.1; divide them by their sum.",
    ),
    (
        lambda: GaussianMixture([-0.5, 1.5], [0, 1], [1, 1]),
        ValueError,
        "weights must not be negative, got weights[0] = -0.5 (component 1); a weight lies in [0, 1].",
    ),
    (
        lambda: GaussianMixture([[1.0]], [0], [1]),
        ValueError,
        "weights must have shape (K,), got shape (1, 1).",
    ),
    (
        lambda: GaussianMixture([], [], []),
        ValueError,
        "weights is empty (shape (0,)); at least one number is needed.",
    ),
    (
        lambda: GaussianMixture([np.nan, 1], [0, 1], [1, 1]),
        ValueError,
        "weights[0] is nan; every entry must be finite: remove or replace it.",
    ),
    (
        lambda: GaussianMixture(["a", "b"], [0, 1], [1, 1]),
        TypeError,
        "weights must hold real numbers, got dtype <U1; convert them to numbers first.",
    ),
    (
        lambda: GaussianMixture([1], [0, 1], [1]),
        ValueError,
        "means must have shape (1,) or (1, D), one row a component, got shape (2,).",
    ),
    (
        lambda: GaussianMixture([0.5, 0.5], [0, np.inf], [1, 1]),
        ValueError,
        "means[1] is inf; every entry must be finite: remove or replace it.",
    ),
    (
        lambda: GaussianMixture([0.5, 0.5], [0, 1j], [1, 1]),
        TypeError,
        "means must hold real numbers, got dtype complex128; convert them to numbers first.",
    ),
    (
        lambda: GaussianMixture([0.5, 0.5], [[0, 1], [2]], [1, 1]),
        TypeError,
        "means must be a rectangular array of numbers, got a ragged list; give rows of equal length.",
    ),
    (
        lambda: GaussianMixture([0.5, 0.5], [0, 1], [1, 0]),
        ValueError,
        "covariances[1] (component 2) is not positive definite: the variance of dimension 0 is 0; variances must be greater than 0.",
    ),
    (
        lambda: GaussianMixture([0.5, 0.5], [0, 1], [1, -2]),
        ValueError,
        "covariances[1] (component 2) is not positive definite: the variance of dimension 0 is -2; variances must be greater than 0.",
    ),
    (
        lambda: GaussianMixture([0.5, 0.5], [0, 1], [1, 1, 1]),
        ValueError,
        "covariances must have shape (2,) or (2, 1, 1), got shape (3,).",
    ),
    (
        lambda: GaussianMixture([0.5, 0.5], [0, 1], None),
        TypeError,
        "covariances must hold real numbers, got None; convert them to numbers first.",
    ),
    (
        lambda: GaussianMixture([1], [[0, 0]], [1]),
        ValueError,
        "covariances must have shape (1, 2, 2), got shape (1,).",
    ),
    (
        lambda: GaussianMixture([1], [[0, 0]], [[[1, 2], [0, 1]]]),
        ValueError,
        "covariances[0] (component 1) is not symmetric: entry [0, 1] is 2.0 but [1, 0] is 0.0; give both the same value.",
    ),
    (
        lambda: GaussianMixture([1], [[0, 0]], [[[1, 2], [2, 1]]]),
        ValueError,
        "covariances[0] (component 1) is not positive definite: entry [0, 1] is 2, but no covariance exceeds the product of both standard deviations, 1; make it smaller.",
    ),
    (
        lambda: GaussianMixture([1], [[0, 0]], [[[1, 1], [1, 1]]]),
        ValueError,
        "covariances[0] (component 1) is not positive definite: the smallest eigenvalue of its correlation matrix is 0, not greater than 0; drop dimensions that are linear in others.",
    ),
    (
        lambda: GaussianMixture([0.5, 0.5], [[0, 0], [0, 0]], [np.eye(2), [[1, 1], [1, 1]]]),
        ValueError,
        "covariances[1] (component 2) is not positive definite: the smallest eigenvalue of its correlation matrix is 0, not greater than 0; drop dimensions that are linear in others.",
    ),
    (lambda: start.pdf([]), ValueError, "X is empty (shape (0,)); at least one number is needed."),
    (
        lambda: start.pdf([0, np.nan]),
        ValueError,
        "X[1] is nan; every entry must be finite: remove or replace it.",
    ),
    (
        lambda: start.pdf([[0, 1]]),
        ValueError,
        "X must have shape (N,) or (N, 1), got shape (1, 2).",
    ),
    (
        lambda: start.pdf(3.0),
        ValueError,
        "X must have shape (N,) or (N, 1), got a scalar; for a single point write [x].",
    ),
    (
        lambda: start.pdf(["x"]),
        TypeError,
        "X must hold real numbers, got dtype <U1; convert them to numbers first.",
    ),
    (
        lambda: start.logpdf(None),
        TypeError,
        "X must hold real numbers, got None; convert them to numbers first.",
    ),
    (
        lambda: start.log_joint([np.inf]),
        ValueError,
        "X[0] is inf; every entry must be finite: remove or replace it.",
    ),
    (
        lambda: start.log_likelihood([True, False]),
        TypeError,
        "X must hold real numbers, got dtype bool; convert them to numbers first.",
    ),
    (
        lambda: start.responsibilities(np.ma.masked_invalid([1.0, np.nan])),
        TypeError,
        "X has masked entries; remove these rows first.",
    ),
    (
        lambda: plane.pdf([1.0, 2.0]),
        ValueError,
        "X must have shape (N, 2), got shape (2,); for a single point write X[None, :].",
    ),
    (lambda: plane.pdf([1.0, 2.0, 3.0]), ValueError, "X must have shape (N, 2), got shape (3,)."),
    (
        lambda: plane.pdf([[1.0, 2.0, 3.0]]),
        ValueError,
        "X must have shape (N, 2), got shape (1, 3).",
    ),
    (
        lambda: start.logpdf([1e200]),
        ValueError,
        "X[0] is so far from every component that its squared distance exceeds the range of float64; rescale the data.",
    ),
    (lambda: start.sample(0), ValueError, "n must be at least 1, got 0."),
    (lambda: start.sample(2.5), TypeError, "n must be a whole number, got 2.5."),
    (lambda: start.sample(True), TypeError, "n must be a whole number, got True."),
    (
        lambda: start.sample(3, rng="seed"),
        TypeError,
        "rng must be a seed (a whole number), a numpy.random.Generator or None, got 'seed'.",
    ),
    (lambda: start.sample(3, rng=-1), ValueError, "rng must be at least 0, got -1."),
    (lambda: plane.marginal(2), ValueError, "dims must lie in 0…1, got 2."),
    (lambda: plane.marginal([0, 0]), ValueError, "dims must not repeat a dimension, got [0, 0]."),
    (
        lambda: plane.marginal("x"),
        TypeError,
        "dims must be an integer or a list of integers, got 'x'.",
    ),
    (
        lambda: plane.conditional(0, [1, 2]),
        ValueError,
        "values must have shape (1,), one a dimension of dims, got shape (2,).",
    ),
    (
        lambda: plane.conditional([0, 1], [1, 2]),
        ValueError,
        "dims must leave at least one dimension unknown, got all 2; name fewer.",
    ),
    (
        lambda: plane.conditional(0, np.nan),
        ValueError,
        "values is nan; every entry must be finite: remove or replace it.",
    ),
    (
        lambda: gaussian.logpdf([0.0], [0, 0], 1),
        ValueError,
        "covariance must have shape (2, 2) to fit the mean, got a scalar.",
    ),
    (
        lambda: gaussian.logpdf([0.0], 0, 0),
        ValueError,
        "covariance is not positive definite: the variance of dimension 0 is 0; variances must be greater than 0.",
    ),
    (
        lambda: gaussian.logpdf([0.0], [[0]], 1),
        ValueError,
        "mean must be a scalar or have shape (D,), got shape (1, 1).",
    ),
    (
        lambda: gaussian.pdf([np.inf], 0, 1),
        ValueError,
        "X[0] is inf; every entry must be finite: remove or replace it.",
    ),
    (lambda: gaussian.sample(0, 1, -3), ValueError, "n must be at least 1, got -3."),
    (
        lambda: gaussian.sample([0, 0], [[1, 2], [2, 1]], 3),
        ValueError,
        "covariance is not positive definite: entry [0, 1] is 2, but no covariance exceeds the product of both standard deviations, 1; make it smaller.",
    ),
    (
        lambda: gaussian.marginal([0, 0], [[1, 0], [0, 1]], 5),
        ValueError,
        "dims must lie in 0…1, got 5.",
    ),
    (
        lambda: gaussian.conditional([0, 0], [[1, 0], [0, 1]], 0, [1, 2]),
        ValueError,
        "values must have shape (1,), one a dimension of dims, got shape (2,).",
    ),
    (
        lambda: gaussian.conditional([0], [[1]], 0, 1),
        ValueError,
        "dims must leave at least one dimension unknown, got all 1; name fewer.",
    ),
    (
        lambda: e_step([], start),
        ValueError,
        "X is empty (shape (0,)); at least one number is needed.",
    ),
    (
        lambda: e_step(X, "model"),
        TypeError,
        "model must be an instance of GaussianMixture, got str.",
    ),
    (
        lambda: update_means(X, r[:3]),
        ValueError,
        "responsibilities must have shape (7, K), one row a point of X, got shape (3, 3).",
    ),
    (
        lambda: update_means(X, r * 2),
        ValueError,
        "responsibilities must sum to 1 in every row, but row 0 sums to 2; divide each row by its sum.",
    ),
    (
        lambda: update_means(X, -r),
        ValueError,
        "responsibilities must not be negative, got responsibilities[0, 0] = -1.",
    ),
    (
        lambda: update_means(X, [[1, 0]] * 7),
        ValueError,
        "responsibilities of component 2 are 0 for every point, so nothing defines its update; start it nearer to the data or leave it out.",
    ),
    (
        lambda: update_means([np.nan] * 7, r),
        ValueError,
        "X[0] is nan (and 6 more); every entry must be finite: remove or replace it.",
    ),
    (
        lambda: update_covariances(X, r, [0, 1]),
        ValueError,
        "means must have shape (3,) or (3, D), one row a component, got shape (2,).",
    ),
    (
        lambda: update_covariances(X, r, [[0, 0]] * 3),
        ValueError,
        "means must have as many dimensions as X, 1, got shape (3, 2).",
    ),
    (
        lambda: update_covariances(X, [[1, 0]] * 7, [0, 0]),
        ValueError,
        "responsibilities of component 2 are 0 for every point, so nothing defines its update; start it nearer to the data or leave it out.",
    ),
    (
        lambda: update_weights([0.5, 0.5]),
        ValueError,
        "responsibilities must have shape (N, K), one row a point of X, got shape (2,).",
    ),
    (
        lambda: update_weights([[0.5, 0.6]]),
        ValueError,
        "responsibilities must sum to 1 in every row, but row 0 sums to 1.1; divide each row by its sum.",
    ),
    (
        lambda: update_weights("r"),
        TypeError,
        "responsibilities must hold real numbers, got dtype <U1; convert them to numbers first.",
    ),
    (
        lambda: m_step([1.0, 2.0], [[1, 0], [0, 1]]),
        ValueError,
        "covariances[0] (component 1) is not positive definite: the variance of dimension 0 is 0; variances must be greater than 0.",
    ),
    (
        lambda: m_step([[1.0, 1.0], [2.0, 2.0]], [[1], [1]]),
        ValueError,
        "covariances[0] (component 1) is not positive definite: the smallest eigenvalue of its correlation matrix is 0, not greater than 0; drop dimensions that are linear in others.",
    ),
    (lambda: em(X, "start"), TypeError, "start must be an instance of GaussianMixture, got str."),
    (
        lambda: em(X, start, tolerance=-1),
        ValueError,
        "tolerance must lie in [0, 1), got -1; 1e-10 is usual.",
    ),
    (
        lambda: em(X, start, tolerance="small"),
        TypeError,
        "tolerance must hold real numbers, got dtype <U5; convert them to numbers first.",
    ),
    (
        lambda: em(X, start, max_iterations=0),
        ValueError,
        "max_iterations must be at least 1, got 0.",
    ),
    (
        lambda: em(X, start, max_iterations=1.5),
        TypeError,
        "max_iterations must be a whole number, got 1.5.",
    ),
    (
        lambda: em([[1, 2]], start),
        ValueError,
        "X must have shape (N,) or (N, 1), got shape (1, 2).",
    ),
    (
        lambda: em([5.0, 5.0, 5.0], one),
        CollapseError,
        "component 1 collapsed in iteration 1: its covariance became singular around X[0] = [5.0], where the likelihood grows without bound; start elsewhere, use fewer components, remove duplicate points, drop dimensions that are constant or linear in others, or give a floor or a prior.",
    ),
    (
        lambda: em([0.0, 1, 50], GaussianMixture([0.5, 0.5], [0, 50], [1, 1])),
        CollapseError,
        "component 2 collapsed in iteration 1: its covariance became singular around X[2] = [50.0], where the likelihood grows without bound; start elsewhere, use fewer components, remove duplicate points, drop dimensions that are constant or linear in others, or give a floor or a prior.",
    ),
    (
        lambda: em([0.0, 1], GaussianMixture([0.5, 0.5], [0, 1e6], [1, 1])),
        CollapseError,
        "component 2 lost all its points in iteration 1; start elsewhere, use fewer components, remove duplicate points, drop dimensions that are constant or linear in others, or give a floor or a prior.",
    ),
    (
        lambda: modes(plane),
        ValueError,
        "model must have D = 1, got D = 2; take a marginal of one dimension.",
    ),
    (lambda: modes("mixture"), TypeError, "model must be an instance of GaussianMixture, got str."),
    (
        lambda: datasets.penguins("wing_mm"),
        ValueError,
        "columns must be among bill_length_mm, bill_depth_mm, flipper_length_mm, body_mass_g; got 'wing_mm'.",
    ),
    (
        lambda: datasets.penguins(()),
        ValueError,
        "columns is empty; name at least one of bill_length_mm, bill_depth_mm, flipper_length_mm, body_mass_g.",
    ),
    (lambda: datasets.two_dimensional(0), ValueError, "n must be at least 1, got 0."),
    (
        lambda: plotting.plot_mixture(ax, plane),
        ValueError,
        "model must have D = 1, got D = 2; see plot_contours.",
    ),
    (
        lambda: plotting.plot_mixture(ax, start, x=[np.nan]),
        ValueError,
        "x[0] is nan; every entry must be finite: remove or replace it.",
    ),
    (
        lambda: plotting.plot_points(ax, [[1, 2, 3]]),
        ValueError,
        "X must have D = 1 or 2, got D = 3; choose two columns.",
    ),
    (
        lambda: plotting.plot_points(ax, [[1, 2]], labels=[0, 1]),
        ValueError,
        "labels must have shape (1,), one a point, got shape (2,).",
    ),
    (
        lambda: plotting.plot_contours(ax, start),
        ValueError,
        "model must have D = 2, got D = 1; take a marginal of two.",
    ),
    (
        lambda: plotting.plot_ellipses(ax, start),
        ValueError,
        "model must have D = 2, got D = 1; take a marginal of two.",
    ),
    (
        lambda: plotting.draw_matrix(ax, [[np.nan]]),
        ValueError,
        "matrix[0, 0] is nan; every entry must be finite: remove or replace it.",
    ),
    (
        lambda: plotting.svg(Figure(), alt=" "),
        ValueError,
        "alt is empty; say in words what the picture shows.",
    ),
]


@pytest.mark.parametrize(("call", "kind", "message"), BAD, ids=range(len(BAD)))
def test_bad_input_is_refused_in_these_words(call, kind, message):
    with pytest.raises(kind) as error:
        call()
    assert type(error.value) is kind
    assert str(error.value) == message
