"""What a figure must show for a state, computed by gmmlib."""

import json
import math
import re
import warnings
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial

import numpy as np

import gmmlib
from gmmlib.explorables import Collapse, LowerBound, SoftToHard
from gmmlib.explorables._random import ancestral_draws

DIGITS = 1e-9
#: Parts of the state that only some kinds have: letter in a link, and how it is read.
PARTS = {
    "trail": ("t", str),
    "drawn": ("n", int),
    "seed": ("s", int),
    "switched": ("z", lambda text: text == "1"),
    "hidden": ("h", lambda text: text == "1"),
    "free": ("f", lambda text: ("mean", "variance", "weight")[int(text)]),
    "path": ("p", lambda text: [float(number) for number in text.split(",")]),
}


@dataclass(frozen=True)
class State:
    """Weights, means and variances, and the cursor where there is one."""

    weights: tuple[float, ...]
    means: tuple[float, ...]
    variances: tuple[float, ...]
    cursor: float | None = None
    #: What only some kinds have, by the names of :data:`PARTS`.
    more: dict[str, float | str] = field(default_factory=dict)

    @property
    def model(self):
        # A link has 12 digits of each weight.
        weights = np.array(self.weights) / sum(self.weights)
        return gmmlib.GaussianMixture(weights, self.means, self.variances)

    def but(self, **changed):
        return replace(self, **changed)

    def is_close(self, other, tolerance=DIGITS):
        if (len(self.means), self.cursor is None) != (len(other.means), other.cursor is None):
            return False
        if self.more != other.more:
            return False
        return all(
            math.isclose(a, b, rel_tol=tolerance, abs_tol=1e-12)
            for a, b in zip(self._numbers(), other._numbers(), strict=True)
        )

    def _numbers(self):
        cursor = () if self.cursor is None else (self.cursor,)
        return (*self.weights, *self.means, *self.variances, *cursor)


def from_data_state(text):
    """Give the state and the data that a figure of the page was written with."""
    values = json.loads(text)
    weights = tuple(w / sum(values["weights"]) for w in values["weights"])
    more = {name: values[name] for name in PARTS if name in values}
    state = State(
        weights, tuple(values["means"]), tuple(values["variances"]), values.get("cursor"), more
    )
    return state, values.get("X")


def from_link(fragment):
    """Give figure and state of a fragment such as `#live-x=1~w0.5,0.5~m0,1~v1,1~x0`."""
    figure, version, parts = re.fullmatch(r"#?([^=]+)=(\d+)~(.*)", fragment).groups()
    assert version == "1"
    texts = {part[0]: part[1:] for part in parts.split("~")}
    weights, means, variances = (tuple(map(float, texts[c].split(","))) for c in "wmv")
    cursor = float(texts["x"]) if "x" in texts else None
    more = {name: read(texts[c]) for name, (c, read) in PARTS.items() if c in texts}
    return figure, State(weights, means, variances, cursor, more)


def expected_of_link(kind, fragment, page):
    """Give all numbers for the state in a link, and the scale of the data.

    `page` is the state that the figure was written with: it has the data.
    """
    if kind in OF_LINKS:
        return OF_LINKS[kind](_parts(fragment), page)
    state = from_link(fragment)[1]
    X = page.get("X")
    if kind == "em-lab":
        X = _data(_parts(fragment)["d"], page)
    return readouts(kind, state, X), 1 + max(abs(mean) for mean in state.means)


def _parts(fragment):
    """The parts of a link by their letters."""
    version, *parts = fragment.partition("=")[2].split("~")
    assert version == "1"
    return {part[0]: part[1:] for part in parts}


def _data(text, page):
    """The points of a link: the page's own, one of its other sets, or numbers."""
    if re.fullmatch(r"s\d", text):
        return page["sets"][int(text[1])]["X"]
    if not text:
        return page["X"]
    numbers = [float(number) for number in text.split(",")]
    return np.reshape(numbers, (-1, 2)) if np.ndim(page["X"]) == 2 else numbers


def _em_lab_2d(parts, page):
    weights, means, covariances = (np.array(parts[c].split(","), float) for c in "wmc")
    model = gmmlib.GaussianMixture(
        weights / weights.sum(), means.reshape(-1, 2), covariances.reshape(-1, 2, 2)
    )
    X = np.array(_data(parts["d"], page), float)
    return _of_the_trail(parts["t"], model, X), 1 + np.abs(X).max()


def _one_gaussian(parts, page):
    K, place = int(parts["k"]), [[float(x) for x in parts["p"].split(",")]]
    X, shown = np.array(page["X"]), {}
    for name, fit in (("1", page["fits"][0]), ("K", page["fits"][K - 1])):
        weights = np.array(fit["weights"])
        model = gmmlib.GaussianMixture(weights / weights.sum(), fit["means"], fit["covariances"])
        shown[f"score-{name}"] = model.log_likelihood(X) / len(X)
        shown[f"density-{name}"] = model.pdf(place)[0]
    return shown, 1 + np.abs(X).max()


def _lower_bound(parts, page):
    weights, means, variances, path = (np.array(parts[c].split(","), float) for c in "wmvp")
    free = ("mean", "variance", "weight")[int(parts["f"])]
    shown = LowerBound(
        page["X"], weights / weights.sum(), means, variances, free=free, path=list(path)
    )
    expected = {name: getattr(shown, name) for name in ("bound", "gap", "top")}
    expected |= {"log-likelihood": shown.log_likelihood, "touch": path[-1], "cycles": len(path) - 1}
    return expected, 1 + abs(shown.bound)


def _soft_to_hard(parts, page):
    means, X = (np.array(parts[c].split(","), float) if parts[c] else None for c in "md")
    X = np.array(page["X"]) if X is None else X.reshape(-1, 2)
    shown = SoftToHard(X, means.reshape(-1, 2), float(parts["e"]), int(parts["s"]))
    expected = {
        "iteration": shown.iteration,
        "undecided": shown.undecided,
        "soft-objective": shown.soft_objective,
        "scaled-log-likelihood": -2 * shown.variance * shown.model.log_likelihood(shown.data),
        "objective": shown.objective,
        "kmeans-objective": shown.kmeans_objective,
        "apart": np.hypot(*(shown.model.means - shown.centers).T).max(),
    }
    # Sums of squares, and differences of means that are next to nothing.
    return expected, 1e2 * (1 + np.abs(X).max() ** 2)


def _collapse(parts, page):
    weights, means, variances = (np.array(parts[c].split(","), float) for c in "wmv")
    shown = Collapse(
        page["X"], weights / weights.sum(), means, variances,
        with_floor=parts["l"] == "1", floor=float(parts["e"]), with_prior=parts["q"] == "1",
    )  # fmt: skip
    goal = shown.maximum
    contributions = enumerate(shown.model.logpdf(shown.data), start=1)
    expected = {f"contribution-{n}": value for n, value in contributions} | {
        "log-likelihood": shown.log_likelihood,
        "objective": shown.objective if shown.is_allowed else None,
        "slope": shown.slope,
        "variance": shown.variances[0],
        "least-variance": shown.least_variance if shown.with_floor else None,
        "N-1": shown.model.responsibilities(shown.data)[:, 0].sum(),
        "maximum": goal,
        "highest": None if goal is None else shown.objective_at(goal),
    }
    # At a maximum the slope is nothing but rounding.
    return expected, 1e3 * (1 + abs(shown.objective) * (goal == shown.deviation))


#: The kinds whose numbers come when a search is done, after the move: their own tests wait.
SEARCHING = {"choose-k", "histogram-kde"}
#: The kinds whose state is not a mixture on the line and little else: from a link's parts and
#: the page's state, what they show, and the scale of it.
OF_LINKS = {
    "em-lab-2d": _em_lab_2d,
    "one-gaussian": _one_gaussian,
    "lower-bound": _lower_bound,
    "soft-to-hard": _soft_to_hard,
    "collapse": _collapse,
}


def readouts(kind, state, X=None):
    """Name and value of each number of the figure that follows from its state alone."""
    return {
        "mixture-explorer": _mixture_explorer,
        "likelihood-lab": _likelihood_lab,
        "responsibilities": _responsibilities,
        "mean-update": partial(_update, "mean-update"),
        "covariance-update": partial(_update, "covariance-update"),
        "weight-update": partial(_update, "weight-update"),
        "posterior": _posterior,
        "ancestral-sampling": _ancestral_sampling,
        "em-lab": _em_lab,
    }[kind](state, X)


def _mixture_explorer(state, _):
    peaks = gmmlib.modes(state.model)
    return {
        "density": state.model.pdf([state.cursor])[0],
        "log-density": state.model.logpdf([state.cursor])[0],
        "modes": len(peaks),
        "mode-places": list(peaks),
        "weights": list(state.model.weights),
    }


def _likelihood_lab(state, X):
    contributions = state.model.logpdf(X)
    shown = {f"contribution-{n}": value for n, value in enumerate(contributions, start=1)}
    return shown | {"log-likelihood": state.model.log_likelihood(X)}


def _responsibilities(state, X):
    r = gmmlib.e_step(X, state.model)
    shown = {f"r-{n + 1}-{k + 1}": value for (n, k), value in np.ndenumerate(r)}
    shown |= {f"row-sum-{n + 1}": total for n, total in enumerate(r.sum(axis=1))}
    shown |= {f"N-{k + 1}": total for k, total in enumerate(r.sum(axis=0))}
    at_cursor = state.model.responsibilities([state.cursor])[0]
    return shown | {f"r-{k + 1}": value for k, value in enumerate(at_cursor)} | {"N": len(X)}


def _ancestral_sampling(state, _):
    n, switched, hidden = (state.more[key] for key in ("drawn", "switched", "hidden"))
    weights, means, variances = map(np.array, (state.model.weights, state.means, state.variances))
    z, x = ancestral_draws(state.more["seed"], n + switched, weights, means, variances)
    shown = {}
    if not hidden:
        for k, weight in enumerate(weights):
            shown |= {f"count-{k + 1}": (z[:n] == k).sum(), f"expected-{k + 1}": n * weight}
        if len(z):
            shown["z"] = np.eye(len(weights))[z[-1]]
    if n and not switched:
        shown |= {"x": x[-1], "density-at-x": state.model.pdf(x[-1:])[0]}
    return shown


def _posterior(state, _):
    likelihood = [
        gmmlib.gaussian.pdf([state.cursor], mean, variance)[0]
        for mean, variance in zip(state.means, state.variances, strict=True)
    ]
    terms = {
        "prior": state.model.weights,
        "likelihood": likelihood,
        "posterior": state.model.responsibilities([state.cursor])[0],
    }
    shown = {f"{name}-{k}": v for name, vs in terms.items() for k, v in enumerate(vs, start=1)}
    return shown | {"density": state.model.pdf([state.cursor])[0]}


def _update(kind, state, X):
    """The matrix, and old and new numbers; None where there is no mixture any more."""
    shown = _responsibilities(state.but(cursor=0), X)
    shown = {name: value for name, value in shown.items() if not re.fullmatch(r"r-\d+", name)}
    stage = ("mean-update", "covariance-update", "weight-update").index(kind)
    r, models = gmmlib.e_step(X, state.model), [state.model, None, None, None]
    # Of an empty component gmmlib gives no update; the formula (11.42) says 0.
    new = [None, None, r.sum(axis=0) / len(r)]
    if (r.sum(axis=0) > 0).all():
        new[0] = means = gmmlib.update_means(X, r)
        new[1] = covariances = gmmlib.update_covariances(X, r, means)
        models[1] = gmmlib.GaussianMixture(state.model.weights, means, state.variances)
        if not _collapses(state.model, X):
            models[2] = gmmlib.GaussianMixture(state.model.weights, means, covariances)
            models[3] = gmmlib.m_step(X, r)
    old = (state.means, state.variances, state.model.weights)[stage]
    now = [None] * len(old) if new[stage] is None else np.ravel(new[stage])
    for k, pair in enumerate(zip(old, now, strict=True), start=1):
        shown |= {f"old-{k}": pair[0], f"new-{k}": pair[1]}
    for when, model in zip(("before", "after"), models[stage : stage + 2], strict=True):
        shown[f"log-likelihood-{when}"] = model and model.log_likelihood(X)
    return shown


def _collapses(model, X):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", gmmlib.ConvergenceWarning)
            gmmlib.em(X, model, max_iterations=1)
    except gmmlib.CollapseError:
        return True
    return False


def _em_lab(state, X):
    return _of_the_trail(state.more["trail"], state.model, np.array(X, float).reshape(-1, 1))


def _of_the_trail(text, model, X):
    """Numbers of the steps; the trail counts only while the mixture lies on it."""
    start, steps, at = trail(text)
    try:
        led = start and _walked(str(start), steps[:at], X.tobytes(), X.shape)
    except ValueError:  # no such way leads through these data
        led = None
    if not led or not _are_alike(model, led):
        steps, at = "", 0
    return {
        "iteration": len(re.findall("E+C?|C", steps[:at])),
        "negative-log-likelihood": -model.log_likelihood(X),
        "step": at,
        "steps": len(steps),
    }


@lru_cache(maxsize=64)
def _walked(start, steps, data, shape):
    """The mixture where steps of EM lead to; E-step, updates and whole cycles are gmmlib's."""
    X = np.frombuffer(data).reshape(shape)
    D = shape[1]
    weights, means, covariances = (np.array(numbers) for numbers in json.loads(start))
    model = gmmlib.GaussianMixture(
        weights / weights.sum(), means.reshape(-1, D), covariances.reshape(-1, D, D)
    )
    r = None
    for step in steps:
        if step in "EC":
            r = gmmlib.e_step(X, model)
        weights, means, covariances = model.weights, model.means, model.covariances
        if step in "MC":
            means = gmmlib.update_means(X, r)
        if step in "VC":
            covariances = gmmlib.update_covariances(X, r, means)
        if step in "WC":
            weights = gmmlib.update_weights(r)
        model = gmmlib.GaussianMixture(weights, means, covariances)
    return model


def _are_alike(one, other):
    parts = ("weights", "means", "covariances")
    pairs = [(getattr(one, part), getattr(other, part)) for part in parts]
    return all(a.shape == b.shape and np.allclose(a, b, rtol=1e-6, atol=1e-9) for a, b in pairs)


def trail(text):
    """Give start (lists of numbers), steps and place of a trail such as `1_0_1_EM2C_3`."""
    if not text:
        return None, "", 0
    *start, packed, at = text.split("_")
    steps = re.sub(r"(.)(\d+)", lambda run: run[1] * int(run[2]), packed)
    return [[float(x) for x in numbers.split(",")] for numbers in start], steps, int(at)


def differences(shown, expected, scale=1.0):
    """Compare two dicts of numbers or lists of numbers; gives sentences."""
    problems = [f"{name}: missing" for name in expected.keys() - shown.keys()]
    problems += [f"{name}: unexpected" for name in shown.keys() - expected.keys()]
    for name in expected.keys() & shown.keys():
        if shown[name] is None or expected[name] is None:
            if shown[name] is not expected[name]:
                problems.append(f"{name}: shows {shown[name]}, gmmlib gives {expected[name]}")
            continue
        want, got = np.atleast_1d(expected[name]), np.atleast_1d(shown[name])
        # Beside 0 there is nothing to be relative to: there the scale of the data counts.
        floor = DIGITS * 1e-3 * scale
        if want.shape != got.shape or not np.allclose(got, want, rtol=DIGITS, atol=floor):
            problems.append(f"{name}: shows {got.tolist()}, gmmlib gives {want.tolist()}")
    return problems


#: Numbers of the matrix: shown to three decimals, as in (11.19).
DECIMALS = re.compile(r"r-\d+-\d+|row-sum-\d+|N(-\d+)?")


def unlike_their_text(values, texts):
    """Numbers whose text is not the value to four digits, or three decimals in a matrix."""
    problems = []
    for name, value in values.items():
        if value is None:
            continue
        parts = texts[name].removesuffix(" = 1").replace(" + ", ", ").split(", ")
        numbers = value if isinstance(value, list) else [value]
        for text, number in zip(parts, numbers, strict=True):
            near = 0.5e-3 if DECIMALS.fullmatch(name) else 0.5e-3 * abs(number)
            if abs(from_text(text) - number) > near * (1 + DIGITS):
                problems.append(f"{name}: the text {text} is not {number}")
    return problems


SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--")


def from_text(text):
    """Read a number as a reader sees it, for instance −1.234×10⁻⁵."""
    plain = text.translate(SUPERSCRIPTS)
    mantissa, _, exponent = plain.partition("×10")
    return float(mantissa) * 10.0 ** int(exponent or 0)
