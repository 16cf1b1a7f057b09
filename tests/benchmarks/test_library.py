"""The parts do the same work as their peers, on small sizes; no test looks at a time."""

import os
import sys
import time
from types import SimpleNamespace

import numpy as np
import pytest
from playwright.sync_api import sync_playwright
from scipy import stats

import benchmarks.__main__ as command
from benchmarks import book
from benchmarks.library import (
    clusters,
    engine,
    growth,
    histogram,
    imports,
    kde,
    machine,
    mixtures,
    run,
    workers,
)
from benchmarks.library.section import Check, Section
from benchmarks.library.timing import Fitted, Plan

SIZES = [(7, 1, 3), (200, 2, 3), (400, 5, 4)]


def nothing(_):
    pass


def assert_whole(section):
    """A table has a cell in each column of each row, and a race is one of the checks."""
    assert section.rows
    assert {len(row) for row in section.rows} == {len(section.head)}
    for race in section.races:
        assert race.check in section.checks
        assert race.check.value == pytest.approx(race.peer_time / race.time)


def log_likelihood(problem):
    """(11.10) a point, at the start, by scipy."""
    parts = [
        weight * stats.multivariate_normal(mean, covariance).pdf(problem.X)
        for weight, mean, covariance in problem.start
    ]
    return np.log(np.sum(parts, axis=0)).mean()


@pytest.mark.parametrize("size", SIZES)
def test_a_problem_has_its_size_and_is_always_the_same(size):
    a, b = mixtures.make(*size), mixtures.make(*size)
    assert a.size == size == (len(a.X), a.X.shape[1], len(a.start.weights))
    np.testing.assert_array_equal(a.X, b.X)
    np.testing.assert_array_equal(a.start.means, b.start.means)


@pytest.mark.parametrize("size", SIZES)
def test_all_fits_start_alike_and_find_the_same(size):
    problem = mixtures.make(*size)
    fits = [
        mixtures.by_sklearn(problem),
        mixtures.by_gmmlib(problem),
        mixtures.by_gmmlib(problem, "whitening"),
    ]
    before = log_likelihood(problem)
    for n in (1, 2, 7):
        fitted = [fit(n) for fit in fits]
        assert [f.n_iterations for f in fitted] == [n] * 3
        scores = [f.score() for f in fitted]
        assert scores[0] > before  # each iteration climbs
        before = scores[0]
        np.testing.assert_allclose(scores[1:], scores[0], rtol=0, atol=1e-12)


@pytest.mark.parametrize("size", SIZES[1:])
def test_clusterings_find_the_same(size):
    problem = mixtures.make(*size)
    for n in (1, 3):
        ours, peers = clusters.by_gmmlib(problem)(n), clusters.by_sklearn(problem)(n)
        assert ours.n_iterations == peers.n_iterations == n
        assert ours.score() == pytest.approx(peers.score(), rel=1e-12)


def test_the_engine_has_targets_on_one_thread_and_not_on_two(monkeypatch):
    plans = {(7, 1, 3): Plan(1, 3, 1), (10**4, 2, 3): Plan(1, 2, 1)}
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    fast, exact, two = engine.measure(nothing, plans)
    for section in (fast, exact, two):
        assert_whole(section)
        assert [row[0] for row in section.rows] == ["7, 1, 3", "10⁴, 2, 3"]
    assert [check.target for check in fast.checks] == ["≥ 4", "≤ 1e-12", "≥ 7", "≤ 1e-12"]
    assert [check.target for check in exact.checks] == ["≥ 3.5", "≤ 1e-12"] * 2
    assert [check.target for check in two.checks] == ["≤ 1e-12"] * 4
    assert all(check.kept for check in two.checks)
    assert len(fast.races) == 2
    assert exact.races == two.races == ()


def test_every_promised_size_is_planned():
    assert engine.PLANS.keys() == engine.EM.keys()


def test_on_one_core_there_is_one_thread(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    found = engine.measure(nothing, {(7, 1, 3): Plan(1, 3, 1)})
    assert [section.title for section in found] == [
        "An iteration of EM, one thread", "An iteration of EM by whitening, one thread"
    ]  # fmt: skip
    [section] = clusters.measure(nothing, {(200, 2, 3): Plan(1, 2, 1)})
    assert_whole(section)
    assert [row[0] for row in section.rows] == ["200, 2, 3, one thread"]


def test_ratios_are_of_the_peers_time():
    times = {"scikit-learn": 8.0, "gmmlib": 2.0, "whitening": 16.0}
    row = engine.Row((7, 1, 3), times, {"gmmlib": 1e-13, "whitening": 2e-12})
    assert row.ratio("gmmlib") == 4
    assert row.ratio("whitening") == 0.5
    fast, exact, two = (table([row]) for table in (engine.fast, engine.exact, engine.on_two))
    assert [check.kept for check in fast.checks] == [True, True]
    assert [check.kept for check in exact.checks] == [False, False]
    assert [check.kept for check in two.checks] == [True, False]
    assert fast.rows == (("7, 1, 3", "8 s", "2 s", "4", "≥ 4 kept", "6", "1.0e-13"),)
    assert exact.rows == (("7, 1, 3", "8 s", "16 s", "0.5", "≥ 3.5 MISSED", "2.0e-12"),)
    assert two.rows == (("7, 1, 3", "8 s", "2 s", "4", "16 s", "0.5"),)


def test_memory_is_the_most_at_once_beyond_what_was_there():
    mib = 2**20
    before = np.ones(4 * mib // 8)

    def fit(n):
        assert n == growth.ITERATIONS
        for _ in range(3):
            np.ones(8 * mib // 8)  # let go at once
        kept = np.ones(3 * mib // 8)
        return Fitted(n, lambda: float(kept[0] + before[0]))

    assert growth.extra_memory(fit) == pytest.approx(8 * mib, rel=0.01)


def test_growth_compares_two_sizes():
    [section] = growth.measure(nothing, (200, 400), Plan(1, 2, 1))
    assert_whole(section)
    assert [check.target for check in section.checks] == ["≤ 11", "≤ 40 MiB"] * 2


def test_the_direct_sum_is_the_density_of_a_mixture_of_normals():
    X, x = np.array([0.0, 0.05, 3.0]), np.array([-0.1, 0.02, 1.0, 3.0])
    expected = stats.norm(X[:, None], kde.BANDWIDTH).pdf(x).mean(axis=0)
    np.testing.assert_allclose(kde.direct(X, x).astype(float), expected, rtol=1e-14)


def test_all_curves_are_of_the_same_density():
    X = np.random.default_rng(1).normal(size=500)
    x, ours = kde.gmmlibs(X, 64)
    exact, peak = kde.direct(X, x), ours.max()
    off = kde.errors(
        {"gmmlib": ours, "scipy": kde.scipys(X, x), "KDEpy": kde.kdepys(X, x)}, exact, peak
    )
    assert off["gmmlib"] < 1e-14
    assert off["scipy"] < 1e-12
    assert off["KDEpy"] < 0.1  # it bins the points


def test_a_curve_off_by_a_part_of_the_peak_is_off_by_that_part():
    exact = np.array([1.0, 2.0, 4.0])
    off = kde.errors({"a": exact, "b": np.array([1.0, 1.5, 4.0])}, exact, 4.0)
    assert off == {"a": 0, "b": 0.125}


def test_the_line_goes_through_both_points():
    assert kde.line(8, 3.0, 40, 11.0, 8) == 3
    assert kde.line(8, 3.0, 40, 11.0, 40) == 11
    assert kde.line(8, 3.0, 40, 11.0, 1024) == 257


@pytest.mark.parametrize(("grid", "n"), [(1024, 16), (1024, 40), (5, 16), (2, 2)])
def test_chosen_grid_points_are_distinct_and_reach_both_ends(grid, n):
    chosen = kde.some(grid, n)
    assert len(set(chosen.tolist())) == len(chosen) == min(grid, n)
    assert (chosen[0], chosen[-1]) == (0, grid - 1)


def test_densities_are_measured_with_their_errors():
    [section] = kde.measure(nothing, n=300, grid=50, rounds=1)
    assert_whole(section)
    assert [row[0] for row in section.rows] == ["gmmlib", "KDEpy", "scipy"]
    assert section.checks[1].kept
    [section] = histogram.measure(nothing, n=1000, bins=7, rounds=1)
    assert_whole(section)
    assert section.checks[1].value == 0


def test_counts_that_differ_are_counted(monkeypatch):
    wrong = SimpleNamespace(counts=np.arange(5))
    monkeypatch.setattr(histogram, "Histogram", lambda X, bins: wrong)
    [section] = histogram.measure(nothing, n=1000, bins=5, rounds=1)
    assert not section.checks[1].kept
    assert section.rows[0][4] == "5"


def test_imports_are_timed_in_fresh_interpreters(tmp_path):
    assert 0 < imports.run("colorsys", str(tmp_path)) < 10
    program = "import sys; assert 'colorsys' not in sys.modules"
    assert imports.run(f"sys; exec({program!r})", str(tmp_path)) > 0


def test_imports_are_timed_from_compiled_modules(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    imports.run("colorsys", str(tmp_path))
    assert [path.name.partition(".")[0] for path in tmp_path.rglob("colorsys*.pyc")] == ["colorsys"]


def test_a_browser_is_looked_for_before_playwright_starts(monkeypatch):
    def looked_for():
        with sync_playwright():  # as one does who looks for Playwright's own Chromium
            raise book.chromium.NoBrowserError("none here")

    monkeypatch.setattr(book.chromium, "find_or_install", looked_for)
    with pytest.raises(book.chromium.NoBrowserError, match="none here"), book.browser():
        pass


def test_of_imports_the_first_round_is_not_counted(monkeypatch):
    took = iter([99.0, 99.0, 0.02, 0.01, 0.03, 0.04])
    monkeypatch.setattr(imports, "run", lambda module, compiled: next(took))
    modules = {"gmmlib": "gmmlib", "numpy": "numpy", "none": "no_such_package.part"}
    [section] = imports.measure(nothing, modules, runs=2)
    assert_whole(section)
    # Turns: gmmlib, numpy; numpy, gmmlib; gmmlib, numpy.
    assert section.rows == (
        ("`import gmmlib`", "20 ms", "≤ 100 ms kept"),
        ("`import numpy`", "30 ms", ""),
        ("`import no_such_package.part`", "not installed", ""),
    )


def test_blocks_are_the_same_wherever_they_are_drawn():
    np.testing.assert_array_equal(workers.draw(3, 10), workers.draw(3, 10))
    assert not np.array_equal(workers.draw(3, 10), workers.draw(4, 10))


def test_workers_find_what_one_array_gives():
    [section] = workers.measure(nothing, sizes=(800,), workers=(1,), plan=Plan(1, 2, 1))
    assert_whole(section)
    assert section.head == ("N", "in memory", "1 worker", "apart")
    assert [check.kept for check in section.checks] == [True]


def test_own_work_is_not_that_of_others():
    begin = machine.Clocks(all=100.0, own=20.0, wall=50.0)
    assert machine.Clocks(110.0, 30.0, 60.0).others_since(begin) == 0
    assert machine.Clocks(115.0, 30.0, 60.0).others_since(begin) == 0.5
    assert machine.Clocks(109.0, 30.0, 60.0).others_since(begin) == 0  # clocks are coarse


def test_own_work_is_seen_by_both_clocks():
    begin, end = machine.Clocks.read(), time.process_time() + 0.3
    while time.process_time() < end:  # however little of a core there is
        pass
    now = machine.Clocks.read()
    assert now.own - begin.own >= 0.25  # clocks are coarse
    assert now.all - begin.all >= 0.2
    assert now.wall - begin.wall >= 0.25


def test_an_exponential_takes_some_nanoseconds():
    assert 1e-11 < machine.exponential() < 1e-6


def test_the_processor_is_named_as_linux_names_it(tmp_path):
    file = tmp_path / "cpuinfo"
    file.write_text("processor\t: 0\nmodel name\t: Some CPU @ 2: GHz\nmodel name\t: Other\n")
    assert machine.processor(file) == "Some CPU @ 2: GHz"
    file.write_text("processor\t: 0\n")
    assert machine.processor(file) == machine.processor(tmp_path / "none") != ""


def test_versions_say_what_is_missing():
    found = machine.versions(("numpy", "no-such-package"))
    assert found == {"numpy": np.__version__, "no-such-package": "not installed"}


def part(needs=(), checks=()):
    section = Section("Part", "", ("a",), (("b",),), checks)
    return SimpleNamespace(NEEDS=needs, TITLE="Part", measure=lambda say: [section])


KEPT, MISSED = (Check("what", 2.0, "≥ 2", True),), (Check("what", 1.5, "≥ 2", False),)


def test_the_exit_code_says_whether_all_targets_are_kept(tmp_path, capsys):
    parts = {"good": part(checks=KEPT), "bad": part(checks=MISSED)}
    file = tmp_path / "run.json"
    assert run.measure(["good"], nothing, parts, file) == 0
    assert "targets: 1 kept, 0 missed\n" in capsys.readouterr().out
    assert not file.exists()  # a part is no whole run
    assert run.measure(["good", "bad"], nothing, parts, file) == 1
    said = capsys.readouterr().out
    assert "MISSED  what: 1.5, target ≥ 2\ntargets: 1 kept, 1 missed\n" in said
    assert file.exists()


def test_a_peer_that_is_missing_is_reported_and_no_failure(tmp_path, capsys):
    steps = []
    parts = {"a": part(needs=("numpy", "no_such_package"), checks=MISSED)}
    assert run.measure(["a"], steps.append, parts, tmp_path / "run.json") == 0
    assert steps == ["Part: not measured"]
    assert "## Part\n\nNot measured: no_such_package is not installed.\n" in capsys.readouterr().out


def test_an_unknown_part_is_refused(capsys):
    assert command.main(["engine", "speed"]) == 2
    assert capsys.readouterr().err == (
        "no such part: speed; there are engine, growth, kde, histogram, kmeans, imports, dask, "
        "pages\n"
    )


@pytest.mark.parametrize(
    ("names", "library", "pages"),
    [([], list(run.PARTS), True), (["pages"], None, True),
     (["kde", "engine"], ["engine", "kde"], False)],
)  # fmt: skip
def test_parts_run_alone_or_together(monkeypatch, names, library, pages):
    seen = []
    monkeypatch.setattr(run, "measure", lambda chosen, say: seen.append(chosen) or 0)
    fake = SimpleNamespace(measure=lambda say: seen.append("pages") or 1)
    monkeypatch.setitem(sys.modules, "benchmarks.book_run", fake)
    monkeypatch.setattr("benchmarks.book_run", fake, raising=False)
    assert command.main(names) == int(pages)
    assert seen == [library] * (library is not None) + ["pages"] * pages
