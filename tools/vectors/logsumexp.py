"""Log-sum-exp itself."""

import math

from scipy.special import logsumexp

from vectors import Case


def cases() -> list[Case]:
    """Log-sum-exp itself, from scipy: gmmlib uses it inside the mixture only."""
    inputs = [
        [0.0], [0.0, 0.0], [-1.5, 2.25, 0.5], [1000.0, 1000.0], [-1000.0, -1001.0],
        [-5e11, -5e11, -5e11], [700.0, -700.0], [-math.inf, 0.0], [-math.inf, -math.inf],
        [-math.inf, -1e300], [math.inf, 0.0],
    ]  # fmt: skip
    return [{"values": values, "expected": float(logsumexp(values))} for values in inputs]
