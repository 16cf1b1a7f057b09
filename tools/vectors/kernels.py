"""The kernels, their convolutions, and how bandwidths of equal smoothing compare."""

import numpy as np

from gmmlib._kernels import KERNELS, bandwidth_ratio, convolved
from vectors import Case


def cases() -> list[Case]:
    """Each kernel at places up to its end, beyond which the pictures do not ask."""
    found: list[Case] = []
    for name, kernel in KERNELS.items():
        ends = min(kernel.support, 20.0)
        u = np.array([0, 1e-9, 0.1, 0.3, 0.5, 0.77, 0.999, 1]) * ends
        s = np.array([0, 1e-9, 0.1, 0.25, 0.5, 0.51, 0.7, 0.9, 0.97]) * 2 * ends
        found.append(
            {
                "name": name,
                "us": u,
                "density": kernel.density(u),
                "ss": s,
                "convolution": convolved(kernel).density(s),
                "ratio": bandwidth_ratio(kernel, 1),
            }
        )
    return found
