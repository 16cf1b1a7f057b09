r"""The kernels k of (11.74), with their constants, and what follows from a kernel alone.

All have unit scale as the source's h measures it: compact kernels live on [-1, 1], the
Gaussian has standard deviation 1.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np

from gmmlib._validation import Array, shown

_SQRT_2PI = math.sqrt(2 * math.pi)


@dataclass(frozen=True, eq=False)
class Profile:
    """A function to put on every point: even, and 0 beyond its support.

    Attributes
    ----------
    density : callable
        Values at any array of u.
    support : float
        Where it ends; infinite for the Gaussian.
    """

    density: Callable[[Array], Array]
    support: float


@dataclass(frozen=True, eq=False)
class Kernel(Profile):
    r"""A probability density k(u) with mean 0, (11.74).

    Attributes
    ----------
    name : str
    variance : float
        Second moment :math:`\int u^2 k(u)\,du`.
    roughness : float
        :math:`\int k(u)^2\,du`.
    draw : callable
        Gives random numbers of this density, from a generator and a shape.
    """

    name: str
    variance: float
    roughness: float
    draw: Callable[[np.random.Generator, tuple[int, ...]], Array]

    @property
    def canonical_bandwidth(self) -> float:
        r""":math:`(R / \sigma^4)^{1/5}`: at equal multiples of it all kernels smooth alike."""
        return float((self.roughness / self.variance**2) ** 0.2)


def _power_of_parabola(name: str, m: int, constant: float, roughness: float) -> Kernel:
    """Kernels proportional to (1 - u²)^m: Beta densities, moved to [-1, 1]."""

    def density(u: Array) -> Array:
        inside = np.abs(u) <= 1
        # A power of 0 is 1 also beyond the support.
        values: Array = np.where(inside, constant * (1 - np.where(inside, u, 0) ** 2) ** m, 0.0)
        return values

    return Kernel(
        density, 1.0, name, 1 / (2 * m + 3), roughness,
        lambda rng, shape: 2 * rng.beta(m + 1, m + 1, shape) - 1,
    )  # fmt: skip


def _triangular(u: Array) -> Array:
    values: Array = np.maximum(1 - np.abs(u), 0)
    return values


def _tricube(u: Array) -> Array:
    s = np.minimum(np.abs(u), 1)
    values: Array = 70 / 81 * (1 - s * s * s) ** 3
    return values


def _cosine(u: Array) -> Array:
    inside = np.abs(u) <= 1
    # cos(π/2) is not quite 0 in float64, and may be negative.
    values: Array = np.where(inside, np.pi / 4 * np.cos(np.pi / 2 * np.where(inside, u, 1)), 0.0)
    return np.maximum(values, 0)


def _gaussian(u: Array) -> Array:
    values: Array = np.exp(-0.5 * u * u) / _SQRT_2PI
    return values


def _draw_tricube(rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
    # |u|³ follows a Beta density.
    return rng.choice([-1.0, 1.0], shape) * np.cbrt(rng.beta(1 / 3, 4, shape))


KERNELS = {
    kernel.name: kernel
    for kernel in (
        _power_of_parabola("uniform", 0, 1 / 2, 1 / 2),
        Kernel(
            _triangular, 1.0, "triangular", 1 / 6, 2 / 3,
            lambda rng, shape: rng.random(shape) - rng.random(shape),
        ),
        _power_of_parabola("epanechnikov", 1, 3 / 4, 3 / 5),
        _power_of_parabola("biweight", 2, 15 / 16, 5 / 7),
        _power_of_parabola("triweight", 3, 35 / 32, 350 / 429),
        Kernel(_tricube, 1.0, "tricube", 35 / 243, 175 / 247, _draw_tricube),
        Kernel(
            _cosine, 1.0, "cosine", 1 - 8 / math.pi**2, math.pi**2 / 16,
            lambda rng, shape: 2 / np.pi * np.arcsin(2 * rng.random(shape) - 1),
        ),
        Kernel(
            _gaussian, math.inf, "gaussian", 1.0, 1 / (2 * math.sqrt(math.pi)),
            lambda rng, shape: rng.standard_normal(shape),
        ),
    )
}  # fmt: skip


def as_kernel(kernel: object) -> Kernel:
    """Give the kernel of a name."""
    if not isinstance(kernel, str) or kernel not in KERNELS:
        raise ValueError(
            f"kernel must be one of {', '.join(map(repr, KERNELS))}, got {shown(kernel)}."
        )
    return KERNELS[kernel]


def bandwidth_ratio(kernel: Kernel, n_dims: int) -> float:
    """By what to multiply a bandwidth of the Gaussian, so that this kernel smooths as much.

    For one dimension it is the ratio of canonical bandwidths (Marron and Nolan 1988); for
    product kernels in D the same argument, the asymptotic mean integrated squared error,
    gives the powers below.
    """
    gaussian = KERNELS["gaussian"]
    rough = (kernel.roughness / gaussian.roughness) ** n_dims
    return float((rough / (kernel.variance / gaussian.variance) ** 2) ** (1 / (n_dims + 4)))


@cache
def convolved(kernel: Kernel) -> Profile:
    r"""Give the kernel's convolution with itself, :math:`\int k(t)\,k(u - t)\,dt`.

    Between its kinks at 0, 1 and 2 it is a polynomial of degree at most 19, or a cosine.
    Interpolation at Chebyshev nodes gives it to rounding; so do Gauss's nodes the integral.
    """
    if math.isinf(kernel.support):
        return Profile(lambda u: _gaussian(u / math.sqrt(2)) / math.sqrt(2), math.inf)
    nodes, weights = np.polynomial.legendre.leggauss(16)

    def integral(u: float) -> float:
        # The kinks of both factors bound the pieces.
        ends = sorted({e for e in (u - 1, 0.0, u, 1.0) if u - 1 <= e <= 1})
        total = 0.0
        for a, b in pairwise(ends):
            t = (a + b) / 2 + (b - a) / 2 * nodes
            total += (b - a) / 2 * float(weights @ (kernel.density(t) * kernel.density(u - t)))
        return total

    def interpolated(low: float) -> Array:
        f = np.vectorize(lambda x: integral(low + (x + 1) / 2))
        coefficients = np.polynomial.chebyshev.chebinterpolate(f, 24)
        return np.polynomial.chebyshev.chebtrim(coefficients, 1e-17)

    pieces = interpolated(0.0), interpolated(1.0)

    def density(u: Array) -> Array:
        s = np.abs(u)
        values = np.zeros_like(s)
        for low, coefficients in enumerate(pieces):
            here = (s >= low) & (s < low + 1)
            t = 2 * (s[here] - low) - 1
            values[here] = np.polynomial.chebyshev.chebval(t, coefficients)
        return values

    return Profile(density, 2.0)
