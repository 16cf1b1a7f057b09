"""What is called the time of an iteration, told by a clock that the tests turn."""

from collections import Counter

import pytest

from benchmarks.library import timing
from benchmarks.library.timing import Fitted, OtherIterationsError, Plan, in_turn


class Clock:
    """Time that passes only when a test says so."""

    def __init__(self, monkeypatch):
        self.now = 0.0
        monkeypatch.setattr(timing, "clock", lambda: self.now)

    def fit(self, once, each, log=None, name=""):
        """A fit that takes so long in all, and so long an iteration."""

        def fit(n):
            self.now += once + n * each
            if log is not None:
                log.append((name, n))
            return Fitted(n, lambda: 0.0)

        return fit


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


def test_what_is_done_once_is_not_in_the_time_of_an_iteration(clock):
    fits = {"quick": clock.fit(once=1024, each=0.5), "slow": clock.fit(once=0, each=4)}
    assert timing.per_iteration(fits, Plan(2, 10, 5)) == {"quick": 0.5, "slow": 4}


def test_a_busy_moment_does_not_change_the_median(clock):
    calls = iter(range(100))

    def disturbed(n):
        clock.now += 2 * n + 512 * (next(calls) in (4, 7))
        return Fitted(n, lambda: 0.0)

    assert timing.per_iteration({"a": disturbed}, Plan(1, 3, 9)) == {"a": 2}


def test_all_do_the_same_iterations_and_take_turns(clock):
    log = []
    fits = {name: clock.fit(1, 1, log, name) for name in "abc"}
    timing.per_iteration(fits, Plan(2, 6, 3))
    assert log[:3] == [(name, 2) for name in "abc"]  # once before, not counted
    counted = log[3:]
    assert [name for name, _ in counted[::2]] == list("abcbcacab")
    assert [n for _, n in counted] == [2, 6] * 9


@pytest.mark.parametrize(("names", "rounds"), [("ab", 8), ("abc", 9), ("a", 3), ("abcd", 4)])
def test_each_comes_once_a_round_and_first_equally_often(names, rounds):
    order = list(in_turn(list(names), rounds))
    each = [order[i : i + len(names)] for i in range(0, len(order), len(names))]
    assert all(sorted(one) == sorted(names) for one in each)
    assert Counter(one[0] for one in each) == dict.fromkeys(names, rounds // len(names))


def test_the_first_call_is_not_counted(clock):
    took = iter([100, 1, 3, 2])

    def call():
        clock.now += next(took)

    assert timing.interleaved({"a": call}, 3) == {"a": 2}


@pytest.mark.parametrize("did", [3, 5])
def test_a_fit_that_ends_elsewhere_has_no_time(did):
    with pytest.raises(OtherIterationsError) as error:
        timing.per_iteration({"a": lambda n: Fitted(min(n, did), lambda: 0.0)}, Plan(2, 7, 1))
    assert str(error.value) == (
        f"a fit did {did} iterations where 7 were asked for; start it farther from its end, or "
        "ask for fewer."
    )
