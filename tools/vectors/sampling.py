"""Draws of the explorables: the generator, components, points and a histogram of them."""

import numpy as np

from gmmlib.explorables._random import Random, ancestral_draws, seed_words
from vectors import Case
from vectors._problems import plain, problems

DRAWS = 40


def cases() -> list[Case]:
    """For each mixture the draws of one seed, from the smallest seed to the largest."""
    models = {str(plain(model)): (name, model) for name, model, _ in problems()}
    seeds = [0, 2**32 - 1, *range(1, len(models) - 1)]
    return [
        _case(name, model, seed) for (name, model), seed in zip(models.values(), seeds, strict=True)
    ]


def _case(name, model, seed) -> Case:
    parameters = plain(model)
    z, x = ancestral_draws(seed, DRAWS, *parameters.values())
    random = Random(seed_words(seed))
    low, width = float(np.floor(x.min())), float(np.ceil(x.max() - x.min())) / 8
    edges = low + width * np.arange(9)
    counts = np.histogram(x[(x >= edges[0]) & (x < edges[-1])], edges)[0]
    return {
        "name": name,
        "model": parameters,
        "seed": seed,
        "words": seed_words(seed),
        "next": [random.next() for _ in range(5)],
        "uniform": random.uniform(),
        "z": z,
        "x": x,
        "counts": np.bincount(z, minlength=model.n_components),
        "low": low,
        "width": width,
        "heights": counts / (len(x) * width),
    }
