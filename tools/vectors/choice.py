"""The choice of K: points, folds, starts, and the scores of whole choices."""

import numpy as np

from gmmlib.explorables import ChooseK
from gmmlib.explorables._choice import folds, longest_axis, seeded_start, split_start
from vectors import Case
from vectors.floor_em import plain

#: Source, points, seed of the draw, seed of the split.
CHOICES = (
    ("The running example, more points", 60, 1, 1),
    ("Mixture (11.5)", 30, 2**32 - 1, 0),
    ("Three groups in the plane", 60, 0, 2**32 - 1),
    ("Five groups in the plane", 33, 4, 6),
    ("Penguins", 47, 2, 3),
    ("Few distinct values", 30, 5, 8),
)


def cases() -> list[Case]:
    """One case a choice; the last one's points have too few distinct values for eight."""
    made = []
    for name, points, seed, split in CHOICES:
        own = {} if "distinct" not in name else {"X": np.repeat(np.arange(6.0) ** 2, 5)}
        picture = ChooseK(**own, **({} if own else {"source": name}), points=points, seed=seed,
                          split=split)  # fmt: skip
        X, models = picture.data, picture.models
        made.append(
            {
                "name": name,
                "source": picture._source,
                "n": points,
                "seed": seed,
                "split": split,
                "points": X,
                "folds": folds(len(X), split),
                "starts": [plain(seeded_start(X, K, K % 2)) for K in (1, 2, 5)],
                "splits": [plain(split_start(model)) for model in models[:4]],
                "longest": longest_axis(models[0].covariances[0]),
                "scores": [
                    {
                        "K": score.K,
                        "training": _finite(score.training),
                        "heldOut": _finite(score.held_out),
                        "standardError": _finite(score.standard_error),
                        "aic": _finite(score.aic),
                        "bic": _finite(score.bic),
                    }
                    for score in picture.table
                ],
                "best": {
                    "heldOut": picture.best["held out"],
                    "oneError": picture.best["one standard error"],
                    "aic": picture.best["AIC"],
                    "bic": picture.best["BIC"],
                },
            }
        )
    return made


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
