"""Data on a line: the chapter's, random ones and extremes."""

import numpy as np

from gmmlib import datasets


def lines() -> dict[str, np.ndarray]:
    """Give named data, sorted."""
    rng = np.random.default_rng(13)
    data = {
        "running example": datasets.running_example()[0].ravel(),
        "forty of Figure 11.13": datasets.one_dimensional().X[:40, 0].round(3),
        "two peaks": np.concatenate([rng.normal(-2, 0.7, 60), rng.normal(4, 1, 60)]).round(3),
        "two points": np.array([1.0, 4.0]),
        "duplicates": np.array([1.0, 1, 1, 2, 2, 5]),
        "two values": np.array([0.0] * 7 + [1.0]),
        "an outlier at 1e12": np.array([1, 2, 3, 4, 5, 1e12]),
        "1e9 away": 1e9 + np.array([0.0, 1e-3, 2e-3, 5e-3]),
        "tiny": 1e-30 * np.array([1.0, 2, 4, 8, 9]),
        "whole numbers": rng.integers(170, 230, size=50).astype(float),
    }
    return {name: np.sort(x) for name, x in data.items()}
