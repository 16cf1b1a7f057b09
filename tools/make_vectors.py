"""Write what gmmlib computes to tests/vectors: the explorables' JavaScript is held to it.

usage: python tools/make_vectors.py           write the files
       python tools/make_vectors.py --check   compare the files with gmmlib; exit 1 if they differ

Infinity stands as a string, since JSON has no number for it. The random problems are
rounded, so that they read well and hang on no last bit of a random generator.
"""

import json
import math
import sys
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import logsumexp

import gmmlib
from gmmlib import CollapseError, GaussianMixture, datasets, gaussian

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "vectors"
RELATIVE = 1e-12
SEED = 11

Case = dict[str, Any]


def problems() -> list[tuple[str, GaussianMixture, np.ndarray]]:
    """Give named mixtures, each with points: the chapter's, random ones and extremes."""
    X, start = datasets.running_example()
    X = X.ravel()
    around = np.linspace(-8, 10, 37)
    named = [
        ("running example", start, X),
        ("mixture (11.5)", GaussianMixture([0.5, 0.2, 0.3], [-2, 1, 4], [0.5, 2, 1]), around),
        ("1e6 away", start, np.array([1e6, -1e6, 1e8, -3e7])),
        ("1e6 away, equal", GaussianMixture([0.5, 0.5], [3, 3], [2, 2]), np.array([1e6, -1e6])),
        ("weight 0", GaussianMixture([0.25, 0, 0.75], [-1, 0, 2], [1, 1e-6, 1]), around),
        ("weight 0, 1e6 away", GaussianMixture([1, 0], [0, 5], [1, 1e6]), np.array([1e6, 5.0])),
        ("variance 1e-12", GaussianMixture([0.5, 0.5], [0, 1], [1e-12, 1e-12]),
         np.array([0, 1e-6, 1e-3, 0.25, 1, 1.000001])),
        ("variance 1e12", GaussianMixture([0.5, 0.5], [0, 1], [1e12, 1e12]),
         np.array([0.0, 1, -1e6, 5e5])),
        ("variances 1e-12 and 1e12", GaussianMixture([0.5, 0.5], [1, 2], [1e-12, 1e12]),
         np.array([1, 1.000001, 1.000005, 2, 1e7])),
        ("duplicates", GaussianMixture([0.3, 0.7], [0, 2], [1, 3]), np.array([1.0, 1, 1, 4, 4])),
        ("one point", GaussianMixture([0.3, 0.7], [0, 2], [1, 3]), np.array([0.7])),
        ("identical components", GaussianMixture([0.2, 0.2, 0.6], [1, 1, 1], [2, 2, 2]), X),
    ]  # fmt: skip
    rng = np.random.default_rng(SEED)
    for K in range(1, 7):
        for N in (1, 12, 40):
            shares = rng.integers(1, 20, size=K)
            model = GaussianMixture(
                shares / shares.sum(),
                rng.uniform(-5, 5, size=K).round(2),
                rng.uniform(0.1, 3, size=K).round(2),
            )
            named.append((f"random, K = {K}, N = {N}", model, rng.uniform(-7, 7, size=N).round(2)))
    return named


def log_sum_exp_cases() -> list[Case]:
    """Log-sum-exp itself, from scipy: gmmlib uses it inside the mixture only."""
    inputs = [
        [0.0], [0.0, 0.0], [-1.5, 2.25, 0.5], [1000.0, 1000.0], [-1000.0, -1001.0],
        [-5e11, -5e11, -5e11], [700.0, -700.0], [-math.inf, 0.0], [-math.inf, -math.inf],
        [-math.inf, -1e300], [math.inf, 0.0],
    ]  # fmt: skip
    return [{"values": values, "expected": float(logsumexp(values))} for values in inputs]


def gaussian_cases() -> list[Case]:
    """Log density and density of one Gaussian."""
    cases = []
    for mean, variance in [(0, 1), (-2, 0.5), (8, 3), (1, 1e-12), (1, 1e12), (1e6, 0.2)]:
        sd = math.sqrt(variance)
        xs = [mean + sd * step for step in (0, 0.5, -1, 3, -8, 37, 1e6, -1e6)]
        log_density = gaussian.logpdf(xs, mean, variance)
        cases.append(
            {
                "mean": mean,
                "variance": variance,
                "xs": xs,
                "logNormal": log_density,
                "normal": gaussian.pdf(xs, mean, variance),
            }
        )
    return cases


def mixture_cases() -> list[Case]:
    """Everything that a mixture says about points."""
    return [
        {
            "name": name,
            "model": plain(model),
            "xs": X,
            "logJoint": model.log_joint(X),
            "contributions": model.logpdf(X),
            "densities": model.pdf(X),
            "logLikelihood": model.log_likelihood(X),
            "responsibilities": model.responsibilities(X),
        }
        for name, model, X in problems()
    ]


def modes_cases() -> list[Case]:
    """The peaks of each mixture, and of some whose peaks merge, hide or lie far apart."""
    named = {name: model for name, model, _ in problems()} | {
        "barely two peaks": GaussianMixture([0.5, 0.5], [1, 3.1], [1, 1]),
        "two components, one peak": GaussianMixture([0.3, 0.7], [1, 2.5], [1, 1]),
        "narrow on a wide slope": GaussianMixture([0.98, 0.02], [0.5, 2], [1, 1e-4]),
        "narrow and wide, one mean": GaussianMixture([0.5, 0.5], [3, 3], [1e-6, 1e6]),
        "far apart": GaussianMixture([0.2, 0.5, 0.3], [-1e6, 3, 2e6], [1, 1e-4, 5]),
    }
    return [
        {"name": name, "model": plain(model), "modes": gmmlib.modes(model)}
        for name, model in named.items()
    ]


def updates_cases() -> list[Case]:
    """The three updates of the M-step and the totals N_k."""
    cases = []
    for name, model, X in problems():
        r = model.responsibilities(X)
        if (r.sum(axis=0) == 0).any():
            continue  # an empty component has no update; the tests of em treat it
        means = gmmlib.update_means(X, r)
        cases.append(
            {
                "name": name,
                "xs": X,
                "responsibilities": r,
                "totals": r.sum(axis=0),
                "means": means.ravel(),
                "variances": gmmlib.update_covariances(X, r, means).ravel(),
                "variancesAroundOldMeans": gmmlib.update_covariances(X, r, model.means).ravel(),
                "weights": gmmlib.update_weights(r),
            }
        )
    return cases


def em_cases() -> list[Case]:
    """Whole runs of EM: every log-likelihood, the models at the ends, or the collapse."""
    cases = []
    for name, model, X in problems():
        if len(X) < 4 or "1e" in name:
            continue
        case: Case = {"name": name, "xs": X, "start": plain(model), "tolerance": 1e-8}
        try:
            result = gmmlib.em(X, model, tolerance=1e-8, max_iterations=5000)
        except CollapseError as error:
            case |= {"component": error.component + 1, "iteration": error.iteration}
        else:
            case |= {
                "converged": result.converged,
                "nIterations": result.n_iterations,
                "logLikelihoods": [iterate.log_likelihood for iterate in result.history],
                "first": plain(result.history[1].model),
                "last": plain(result.model),
            }
        cases.append(case)
    return cases


def vectors() -> dict[str, list[Case]]:
    """Compute every file's cases."""
    return {
        "logsumexp.json": to_json(log_sum_exp_cases()),
        "gaussian.json": to_json(gaussian_cases()),
        "mixture.json": to_json(mixture_cases()),
        "modes.json": to_json(modes_cases()),
        "updates.json": to_json(updates_cases()),
        "em.json": to_json(em_cases()),
    }


def plain(model: GaussianMixture) -> Case:
    """Give a one-dimensional mixture as the JavaScript holds it."""
    return {
        "weights": model.weights,
        "means": model.means.ravel(),
        "variances": model.covariances.ravel(),
    }


def to_json(value: Any) -> Any:
    """Turn arrays into lists and infinities into strings."""
    if isinstance(value, dict):
        return {key: to_json(part) for key, part in value.items()}
    if isinstance(value, np.ndarray | list | tuple):
        return [to_json(part) for part in value]
    if isinstance(value, float | np.floating) and not math.isfinite(value):
        if math.isnan(value):
            raise ValueError("a vector must not hold NaN; gmmlib never gives it.")
        return "Infinity" if value > 0 else "-Infinity"
    return value.item() if isinstance(value, np.generic) else value


def difference(old: Any, new: Any, place: str) -> str | None:
    """Name the first place where two vectors differ by more than rounding."""
    if isinstance(old, dict) and isinstance(new, dict) and list(old) == list(new):
        found = (difference(old[key], new[key], f"{place}.{key}") for key in old)
        return next(filter(None, found), None)
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        found = (difference(*pair, f"{place}[{i}]") for i, pair in enumerate(zip(old, new)))  # noqa: B905
        return next(filter(None, found), None)
    numbers = all(isinstance(value, int | float) for value in (old, new))
    if old == new or (numbers and math.isclose(old, new, rel_tol=RELATIVE, abs_tol=0)):
        return None
    return f"{place}: committed {_short(old)}, gmmlib gives {_short(new)}"


def _short(value: Any) -> str:
    text = json.dumps(value)
    return text if len(text) <= 80 else text[:79] + "…"


def write(folder: Path) -> None:
    """Write the files that differ, one case a line, so that a diff shows which case changed.

    A file that agrees stays as it is: another processor rounds the last bits differently.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, cases in vectors().items():
        path = folder / name
        if path.exists() and not difference(json.loads(path.read_text("utf-8")), cases, name):
            print(f"{name}: as before")
            continue
        lines = ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases)
        path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
        print(f"{name}: {len(cases)} cases")


def check(folder: Path) -> str | None:
    """Compare the committed files with gmmlib; give the first difference."""
    fresh = vectors()
    for name, cases in fresh.items():
        if not (folder / name).exists():
            return f"{name} is missing; make it with `make vectors`"
        committed = json.loads((folder / name).read_text(encoding="utf-8"))
        if found := difference(committed, cases, name):
            return found
    strangers = sorted({path.name for path in folder.iterdir()} - set(fresh))
    return f"{strangers[0]} is made by nothing; remove it" if strangers else None


def main(arguments: list[str]) -> int:
    """Write or check, as the command line asks."""
    if arguments not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return 2
    if not arguments:
        write(FOLDER)
        return 0
    found = check(FOLDER)
    print(found or "tests/vectors hold what gmmlib gives.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
