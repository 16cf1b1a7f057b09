"""The random draws of the explorables: the same numbers here and in JavaScript.

xoshiro128** 1.1 (Blackman and Vigna, 2021), seeded by splitmix32; whole numbers of 32 bits only,
so that no language rounds.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gmmlib._validation import Array
from gmmlib.mixture import GaussianMixture

_WORD = 0xFFFFFFFF
_GOLDEN = 0x9E3779B9


def seed_words(seed: int) -> list[int]:
    """Four words of a state out of one seed, a whole number from 0 to 2**32 - 1."""
    words = []
    for i in range(1, 5):
        z = (seed + i * _GOLDEN) & _WORD
        z = (z ^ (z >> 16)) * 0x21F0AAAD & _WORD
        z = (z ^ (z >> 15)) * 0x735A2D97 & _WORD
        words.append(z ^ (z >> 15))
    return words


class Random:
    """A generator with a state of four words, not all 0."""

    def __init__(self, words: list[int]) -> None:
        self._s = list(words)

    def next(self) -> int:
        """Give the next whole number from 0 to 2**32 - 1."""
        s = self._s
        result = _rotated(s[1] * 5 & _WORD, 7) * 9 & _WORD
        t = s[1] << 9 & _WORD
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = _rotated(s[3], 11)
        return result

    def uniform(self) -> float:
        """Give the next number in [0, 1), of 53 bits: two words."""
        high, low = self.next() >> 5, self.next() >> 6
        return (high * 2**26 + low) / 2**53


def _rotated(word: int, bits: int) -> int:
    return (word << bits | word >> (32 - bits)) & _WORD


def shuffled(n: int, seed: int) -> NDArray[np.intp]:
    """Give 0 to n - 1 in a random order, by the method of Fisher and Yates."""
    random = Random(seed_words(seed))
    order = np.arange(n)
    for i in range(n - 1, 0, -1):
        j = int(random.uniform() * (i + 1))
        order[[i, j]] = order[[j, i]]
    return order


def ancestral_draws(
    seed: int, n: int, weights: Array, means: Array, variances: Array
) -> tuple[NDArray[np.intp], Array]:
    """Draw components, from 0, then points from their Gaussians; two arrays of n."""
    z, normals = _chance(seed, n, weights)
    return z, means[z] + np.sqrt(variances)[z] * normals[0]


def mixture_draws(seed: int, n: int, model: GaussianMixture) -> Array:
    """Draw points of a mixture in one or two dimensions, (n, D)."""
    z, normals = _chance(seed, n, model.weights)
    noise = normals[: model.n_dims].T
    points: Array = model.means[z] + np.einsum("nij,nj->ni", model.cholesky[z], noise)
    return points


def _chance(seed: int, n: int, weights: Array) -> tuple[NDArray[np.intp], Array]:
    """Draw components, and two standard normal numbers a draw, (2, n)."""
    random = Random(seed_words(seed))
    u = np.array([[random.uniform() for _ in range(3)] for _ in range(n)]).reshape(n, 3)
    z = np.searchsorted(np.cumsum(weights), u[:, 0], side="right")
    # The sum of rounded weights may miss 1 by a last bit.
    z = np.minimum(z, int(np.flatnonzero(weights)[-1]))
    # The method of Box and Muller (1958); 1 - u is never 0.
    radius, angle = np.sqrt(-2 * np.log(1 - u[:, 1])), 2 * np.pi * u[:, 2]
    return z, radius * np.array([np.cos(angle), np.sin(angle)])
