"""Independent results to compare with: written to be obvious, in extended precision or loops.

Nothing here calls gmmlib.
"""

from decimal import ROUND_HALF_EVEN, Decimal

import mpmath as mp
import numpy as np

mp.mp.dps = 60
#: 64 bits of mantissa or more on most machines; tests that need them look at its precision.
LONG = np.longdouble


def exact(value):
    """Extended-precision number with exactly the float's value."""
    return mp.mpf(float(value))


def log_gaussian(x, mean, covariance):
    """(11.11), by an explicit inverse and determinant."""
    x, mean = np.atleast_1d(x), np.atleast_1d(mean)
    S = mp.matrix([[exact(v) for v in row] for row in np.reshape(covariance, (len(x), len(x)))])
    d = mp.matrix([exact(a) - exact(b) for a, b in zip(x, mean, strict=True)])
    with mp.workdps(700):  # mpmath deems a matrix singular whose entries span all its digits
        quadratic = (d.T * mp.inverse(S) * d)[0]
        return -(len(x) * mp.log(2 * mp.pi) + mp.log(mp.det(S)) + quadratic) / 2


def log_joint(x, weights, means, covariances):
    """(11.61) for one point, a list over the components; a weight of 0 gives -inf."""
    return [
        mp.log(exact(pi)) + log_gaussian(x, mu, S) if pi > 0 else mp.mpf("-inf")
        for pi, mu, S in zip(weights, means, covariances, strict=True)
    ]


def log_mixture(x, weights, means, covariances):
    """Log of (11.3) for one point: 60 digits and any exponent, so no log-sum-exp is needed."""
    return mp.log(mp.fsum(mp.exp(v) for v in log_joint(x, weights, means, covariances)))


def responsibilities(x, weights, means, covariances):
    """(11.17) for one point."""
    joint = [mp.exp(v) for v in log_joint(x, weights, means, covariances)]
    return [j / mp.fsum(joint) for j in joint]


def updated_means(X, r):
    """(11.20), one number at a time."""
    N, D = X.shape
    return [
        [mp.fsum(exact(r[n, k]) * exact(X[n, d]) for n in range(N)) / total(r, k) for d in range(D)]
        for k in range(r.shape[1])
    ]


def updated_covariances(X, r, means):
    """(11.30), one number at a time."""
    N, D = X.shape
    return [
        [
            [
                mp.fsum(
                    exact(r[n, k])
                    * (exact(X[n, i]) - exact(means[k][i]))
                    * (exact(X[n, j]) - exact(means[k][j]))
                    for n in range(N)
                )
                / total(r, k)
                for j in range(D)
            ]
            for i in range(D)
        ]
        for k in range(r.shape[1])
    ]


def total(r, k):
    """(11.24)."""
    return mp.fsum(exact(v) for v in r[:, k])


def floats(nested):
    """Extended-precision numbers, in lists of any depth, as an array of float64."""
    if isinstance(nested, list):
        return np.array([floats(item) for item in nested])
    return float(nested)


def at_printed_decimals(value, printed):
    """Round a float's exact value to as many decimals as a printed number has."""
    return Decimal(float(value)).quantize(Decimal(printed), ROUND_HALF_EVEN)


def gradient(f, at, step=1e-6):
    """Central differences, one coordinate at a time."""
    at = np.asarray(at, dtype=float)
    slopes = np.empty_like(at)
    for index in np.ndindex(at.shape):
        shift = np.zeros_like(at)
        shift[index] = step
        slopes[index] = (f(at + shift) - f(at - shift)) / (2 * step)
    return slopes


def log_joints(X, weights, means, covariances):
    """(11.61), (N, K), in the arithmetic of numpy's long double; rows as they are given."""
    D = X.shape[1]
    log_2pi = np.log(8 * np.arctan(LONG(1)))
    columns = []
    for pi, mu, S in zip(weights, means, covariances, strict=True):
        L, z = np.zeros_like(S), np.zeros_like(X)
        for j in range(D):  # Cholesky's factor, and L z = x - mu solved for all rows at once
            L[j, j] = np.sqrt(S[j, j] - L[j, :j] @ L[j, :j])
            z[:, j] = (X[:, j] - mu[j] - z[:, :j] @ L[j, :j]) / L[j, j]
            for i in range(j + 1, D):
                L[i, j] = (S[i, j] - L[i, :j] @ L[j, :j]) / L[j, j]
        log_det = 2 * np.log(np.diag(L)).sum()
        columns.append(np.log(pi) - (D * log_2pi + log_det + (z * z).sum(axis=1)) / 2)
    return np.column_stack(columns)


def em_step(X, weights, means, covariances, structure, w):
    """E-step and M-step, (11.53) to (11.56), of any structure, in long double.

    Gives weights, means, covariances, and the log-likelihood of the parameters given.
    """
    joint = log_joints(X, weights, means, covariances)
    top = joint.max(axis=1, keepdims=True)
    shares = np.exp(joint - top)
    total = shares.sum(axis=1, keepdims=True)
    log_likelihood = (w * (np.log(total) + top)[:, 0]).sum()
    r = shares / total * w[:, None]
    N_k = r.sum(axis=0)
    means = (r.T @ X) / N_k[:, None]
    for k in range(len(N_k)):  # corrected once: what rounding has left of the deviations
        means[k] += r[:, k] @ (X - means[k]) / N_k[k]
    scatters = np.array([(r[:, k, None] * (X - m)).T @ (X - m) for k, m in enumerate(means)])
    return N_k / N_k.sum(), means, structured(scatters, N_k, structure), log_likelihood


def structured(scatters, N_k, structure):
    """Covariances of a structure that maximize the likelihood, from scatters (K, D, D)."""
    K, D, _ = scatters.shape
    if structure == "tied":
        return np.array([scatters.sum(axis=0) / N_k.sum()] * K)
    covariances = scatters / N_k[:, None, None]
    if structure == "full":
        return covariances
    axes = np.array([np.diag(np.diag(S)) for S in covariances])
    if structure == "diagonal":
        return axes
    return np.array([np.trace(S) / D * np.eye(D) for S in axes])


def em_path(X, start, n, structure="full", w=None):
    """Parameters after n iterations in long double, and n + 1 log-likelihoods from the start on.

    Points and means are taken from the first point on, a difference without rounding.
    """
    X = np.asarray(X, LONG).reshape(len(X), -1)
    origin = X[0]
    w = np.ones(len(X), LONG) if w is None else np.asarray(w, LONG)
    theta = (start.weights.astype(LONG), start.means - origin, start.covariances.astype(LONG))
    log_likelihoods = []
    for _ in range(n):
        *theta, value = em_step(X - origin, *theta, structure, w)
        log_likelihoods.append(value)
    log_likelihoods.append(em_step(X - origin, *theta, structure, w)[3])
    weights, means, covariances = theta
    return weights, means + origin, covariances, log_likelihoods


def em_step_of_60_digits(X, model, structure):
    """What :func:`em_step` gives, one number at a time."""
    N, D = X.shape
    K = len(model.weights)
    theta = (model.weights, model.means, model.covariances)
    r = [responsibilities(x, *theta) for x in X]
    N_k = [mp.fsum(row[k] for row in r) for k in range(K)]
    means = [
        [mp.fsum(r[n][k] * exact(X[n, d]) for n in range(N)) / N_k[k] for d in range(D)]
        for k in range(K)
    ]
    scatters = [
        [
            [
                mp.fsum(
                    r[n][k] * (exact(X[n, i]) - means[k][i]) * (exact(X[n, j]) - means[k][j])
                    for n in range(N)
                )
                for j in range(D)
            ]
            for i in range(D)
        ]
        for k in range(K)
    ]
    covariances = structured(np.array(scatters), np.array(N_k), structure)
    return [n / mp.fsum(N_k) for n in N_k], means, covariances.tolist()
