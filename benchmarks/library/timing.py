"""Times of several that do the same work, in turn, so that a busy moment meets them all."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from statistics import median
from typing import TypeVar

T = TypeVar("T")
#: What gives the time; in seconds.
clock = time.perf_counter


@dataclass(frozen=True)
class Fitted:
    """A fit that did a number of iterations, and what it says about its result."""

    n_iterations: int
    score: Callable[[], float]  #: an objective of the result; computed when asked for


#: Does the iterations asked for, no more and no fewer.
Fit = Callable[[int], Fitted]


@dataclass(frozen=True)
class Plan:
    """Two numbers of iterations, whose difference is timed, and how often."""

    fewer: int
    more: int
    rounds: int


class OtherIterationsError(RuntimeError):
    """A fit ended earlier or later than asked: what it took is no time of an iteration."""


def seconds(call: Callable[[], T]) -> tuple[float, T]:
    """Give what a call takes, and its value."""
    begin = clock()
    value = call()
    return clock() - begin, value


def in_turn(names: list[str], rounds: int) -> Iterator[str]:
    """Give each name once a round, another one first in every round."""
    for i in range(rounds):
        first = i % len(names)
        yield from names[first:] + names[:first]


def interleaved(calls: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Median time of each call, in seconds, after one that is not counted."""
    for call in calls.values():
        call()
    times: dict[str, list[float]] = {name: [] for name in calls}
    for name in in_turn(list(calls), rounds):
        times[name].append(seconds(calls[name])[0])
    return {name: median(values) for name, values in times.items()}


def per_iteration(fits: Mapping[str, Fit], plan: Plan) -> dict[str, float]:
    """Median time of one iteration of each fit, in seconds.

    Two fits that differ in their number of iterations alone: whatever comes before and after
    the iterations is in both, and not in the difference.
    """
    for fit in fits.values():
        _checked(fit, plan.fewer)
    times: dict[str, list[float]] = {name: [] for name in fits}
    for name in in_turn(list(fits), plan.rounds):
        few, _ = seconds(lambda fit=fits[name]: _checked(fit, plan.fewer))
        many, _ = seconds(lambda fit=fits[name]: _checked(fit, plan.more))
        times[name].append((many - few) / (plan.more - plan.fewer))
    return {name: median(values) for name, values in times.items()}


def _checked(fit: Fit, n: int) -> Fitted:
    fitted = fit(n)
    if fitted.n_iterations != n:
        raise OtherIterationsError(
            f"a fit did {fitted.n_iterations} iterations where {n} were asked for; start it "
            "farther from its end, or ask for fewer."
        )
    return fitted
