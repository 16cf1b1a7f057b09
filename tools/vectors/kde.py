"""Kernel density estimates on a line: densities, scores, and bandwidths by rules."""

import numpy as np

from gmmlib import KernelDensity, least_squares_score, loo_log_likelihood
from gmmlib._kernels import KERNELS
from vectors import Case
from vectors._lines import lines

RULES = ("silverman", "scott", "improved-sheather-jones", "least-squares", "likelihood")


def cases() -> list[Case]:
    """Each data set under each kernel, with narrow and wide bandwidths."""
    found: list[Case] = []
    for name, x in lines().items():
        for kernel in KERNELS:
            base = KernelDensity(x, kernel=kernel).bandwidth
            for factor in (0.01, 0.4, 1, 8):
                h = float(f"{base * factor:.4g}")
                estimate = KernelDensity(x, bandwidth=h, kernel=kernel)
                places = np.concatenate([x[:3], (x[:2] + x[1:3]) / 2 if len(x) > 2 else x,
                                         x[-1] + np.array([0, 0.7, 5]) * h])  # fmt: skip
                found.append(
                    {
                        "name": f"{name}, {kernel}, {factor:g} of Silverman's",
                        "xs": x,
                        "kernel": kernel,
                        "bandwidth": h,
                        "places": places,
                        "density": estimate.pdf(places),
                        "squares": least_squares_score(x, [h], kernel)[0],
                        "likelihood": loo_log_likelihood(x, [h], kernel)[0],
                        "rules": {rule: _bandwidth(x, kernel, rule) for rule in RULES}
                        if factor == 1
                        else {},
                    }
                )
    return found


def _bandwidth(x: np.ndarray, kernel: str, rule: str) -> float:
    """Bandwidth by a rule; 0 where it gives none."""
    try:
        return float(KernelDensity(x, kernel=kernel, rule=rule).bandwidth)
    except ValueError:
        return 0.0
