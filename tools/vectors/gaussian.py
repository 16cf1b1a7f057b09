"""One Gaussian in one dimension."""

import math

from gmmlib import gaussian
from vectors import Case


def cases() -> list[Case]:
    """Log density and density of one Gaussian."""
    made = []
    for mean, variance in [(0, 1), (-2, 0.5), (8, 3), (1, 1e-12), (1, 1e12), (1e6, 0.2)]:
        sd = math.sqrt(variance)
        xs = [mean + sd * step for step in (0, 0.5, -1, 3, -8, 37, 1e6, -1e6)]
        log_density = gaussian.logpdf(xs, mean, variance)
        made.append(
            {
                "mean": mean,
                "variance": variance,
                "xs": xs,
                "logNormal": log_density,
                "normal": gaussian.pdf(xs, mean, variance),
            }
        )
    return made
