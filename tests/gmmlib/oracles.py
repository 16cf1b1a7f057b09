"""Independent results to compare with: written to be obvious, in extended precision or loops.

Nothing here calls gmmlib.
"""

from decimal import ROUND_HALF_EVEN, Decimal

import mpmath as mp
import numpy as np

mp.mp.dps = 60


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
