"""Data in chunks: the fit of the whole, in the memory of a chunk, and each refusal."""

import array
import collections
import tracemalloc
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from problems import Frame, message, unchanged

from gmmlib import (
    CollapseError,
    ConvergenceWarning,
    FitInterrupted,
    GaussianMixture,
    constrained,
    datasets,
    em,
)
from gmmlib._sources import ChunkSource, as_source
from gmmlib.structure import STRUCTURES

PENGUINS = datasets.penguins().X
START = GaussianMixture(
    [0.4, 0.3, 0.3], [[38, 190], [49, 196], [47, 217]], [np.diag([9.0, 49])] * 3
)
LINE = PENGUINS[:, 1]
LINE_START = GaussianMixture([0.5, 0.5], [190, 215], [49, 49])


def run(X, start, n=6, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return em(X, start, max_iterations=n, tolerance=0, **options)


def assert_same_fit(found, expected, error=1e-10):
    """Compare all iterates; means and covariances in units of the standard deviations."""
    assert found.converged == expected.converged
    for a, b in zip(found.history, expected.history, strict=True):
        assert a.log_likelihood == pytest.approx(b.log_likelihood, rel=1e-12)
        sd = np.sqrt(np.diagonal(b.model.covariances, axis1=1, axis2=2))
        allowed = error * sd[:, :, None] * sd[:, None, :]
        np.testing.assert_allclose(a.model.weights, b.model.weights, rtol=0, atol=error)
        assert (np.abs(a.model.means - b.model.means) <= error * sd).all()
        assert (np.abs(a.model.covariances - b.model.covariances) <= allowed).all()


class Again:
    """An object that can be gone through again and again, and is no sequence."""

    def __init__(self, chunks):
        self.chunks = chunks

    def __iter__(self):
        return iter(self.chunks)


def cut(X, size):
    return [X[i : i + size] for i in range(0, len(X), size)]


KINDS = {
    "list": list,
    "tuple": tuple,
    "deque": collections.deque,
    "function": lambda chunks: lambda: (chunk for chunk in chunks),
    "function that gives a list": lambda chunks: lambda: chunks,
    "object": Again,
}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("structure", STRUCTURES)
def test_every_kind_of_chunks_gives_the_fit_of_the_whole(kind, structure):
    start = constrained(START, structure)
    expected = run(PENGUINS, start, covariance=structure)
    assert_same_fit(run(kind(cut(PENGUINS, 60)), start, covariance=structure), expected)


def test_a_fit_in_chunks_converges_where_the_whole_does():
    assert_same_fit(em(cut(PENGUINS, 7), START), em(PENGUINS, START), 1e-7)


@st.composite
def divisions(draw):
    """Chunks of any length, also empty and of one row, each of some type of numbers."""
    cuts = sorted(draw(st.lists(st.integers(0, len(PENGUINS)), max_size=12)))
    types = st.sampled_from([np.float64, np.float32, np.float16, np.int64, np.uint8, ">f8"])
    return [rows.astype(draw(types)) for rows in np.split(PENGUINS, cuts)]


@settings(max_examples=25)
@given(divisions(), st.sampled_from(STRUCTURES), st.booleans())
def test_chunks_of_any_lengths_and_types(chunks, structure, weighted):
    whole = np.concatenate([chunk.astype(float) for chunk in chunks])
    w = np.random.default_rng(len(chunks)).integers(0, 3, len(whole)) if weighted else None
    start = constrained(START, structure)
    with unchanged(*chunks):
        found = run(lambda: iter(chunks), start, covariance=structure, sample_weight=w)
    assert_same_fit(found, run(whole, start, covariance=structure, sample_weight=w))


def test_a_row_at_a_time():
    assert_same_fit(run(cut(PENGUINS, 1), START), run(PENGUINS, START))


def test_a_chunk_larger_than_is_copied_at_once(monkeypatch):
    w = np.linspace(0, 2, len(PENGUINS))
    expected = run(PENGUINS, START, sample_weight=w)
    monkeypatch.setattr("gmmlib._sources.ROWS_AT_ONCE", 100)
    assert_same_fit(run(cut(PENGUINS, 170), START, sample_weight=w), expected)
    monkeypatch.setattr("gmmlib._sources.NUMBERS_AT_ONCE", 1)
    assert_same_fit(run(cut(PENGUINS, 170), START, sample_weight=w), expected)


def test_chunks_may_be_anything_that_gives_an_array():
    expected = run(PENGUINS, START)
    for chunk in (Frame, np.ndarray.tolist):
        assert_same_fit(run(Again([chunk(c) for c in cut(PENGUINS, 60)]), START), expected)


def test_one_dimension_in_chunks():
    expected = run(LINE, LINE_START)
    flat, column = cut(LINE, 50), cut(LINE[:, None], 50)
    for chunks in (flat, column, flat[:3] + column[3:], column[:3] + flat[3:]):
        for X in (chunks, lambda chunks=chunks: iter(chunks)):
            assert_same_fit(run(X, LINE_START), expected)


@pytest.mark.parametrize(
    "X",
    [
        list(LINE),
        LINE.tolist(),
        [[x] for x in LINE],
        range(180, 230),
        collections.deque(LINE),
        array.array("d", LINE),
        memoryview(LINE),
        Frame(LINE),
    ],
    ids=lambda X: type(X).__name__,
)
def test_sequences_of_numbers_are_arrays(X):
    assert not isinstance(as_source(X, 1, None), ChunkSource)
    assert_same_fit(run(X, LINE_START), run(np.asarray(X), LINE_START), 0)


def test_a_list_of_rows_is_an_array():
    assert_same_fit(run(list(PENGUINS), START), run(PENGUINS, START), 0)


@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.int16, ">f4"])
def test_memory_maps_of_any_type(dtype, tmp_path, monkeypatch):
    monkeypatch.setattr("gmmlib._sources.ROWS_AT_ONCE", 100)
    X = PENGUINS.astype(dtype)
    np.save(tmp_path / "X.npy", X)
    mapped = np.load(tmp_path / "X.npy", mmap_mode="r")
    expected = run(X.astype(float), START)
    assert_same_fit(run(mapped, START), expected)
    assert_same_fit(run([mapped[:150], mapped[150:]], START), expected)
    assert_same_fit(run(mapped[:, 1], LINE_START), run(X[:, 1].astype(float), LINE_START))
    assert_same_fit(run(mapped[::2], START), run(X[::2].astype(float), START))


def test_weights_go_with_the_rows_of_a_memory_map(tmp_path, monkeypatch):
    monkeypatch.setattr("gmmlib._sources.ROWS_AT_ONCE", 100)
    np.save(tmp_path / "X.npy", PENGUINS)
    mapped, w = np.load(tmp_path / "X.npy", mmap_mode="r"), np.linspace(0, 2, len(PENGUINS))
    assert_same_fit(run(mapped, START, sample_weight=w), run(PENGUINS, START, sample_weight=w))
    assert message(lambda: em(mapped, START, sample_weight=w[1:]), ValueError) == (
        "sample_weight must have shape (342,), one a row of X, got shape (341,)."
    )


def test_an_iteration_reads_the_data_once():
    passes = []

    def chunks():
        passes.append(1)
        return iter(cut(PENGUINS, 100))

    result = run(chunks, START, 9)
    assert {i.formulation for i in result.history} == {"quadratic"}
    assert len(passes) == 1 + len(result.history)  # the first is for the frame


def peak_memory(call):
    """Bytes at most during a call, beyond those before it."""
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        call()
        _, peak = tracemalloc.get_traced_memory()
        return peak - before
    finally:
        tracemalloc.stop()


def test_memory_is_that_of_a_chunk():
    n, N = 20_000, 50
    bytes_of_chunk = n * 4 * 8
    start = GaussianMixture([0.5, 0.5], [[0] * 4, [1] * 4], [np.eye(4)] * 2)

    def chunks():
        for seed in range(N):
            yield np.random.default_rng(seed).normal(size=(n, 4))

    one = peak_memory(lambda: run(lambda: [next(chunks())], start, 2))
    many = peak_memory(lambda: run(chunks, start, 2))
    assert one < 10 * bytes_of_chunk
    # While a chunk is read, the one before is still held.
    assert many < one + 2 * bytes_of_chunk


def test_a_large_memory_map_is_never_whole_in_memory(tmp_path):
    N, D = 2_000_000, 2
    mapped = np.memmap(tmp_path / "X", dtype=np.float32, mode="w+", shape=(N, D))
    rng = np.random.default_rng(0)
    for i in range(0, N, 100_000):
        mapped[i : i + 100_000] = rng.normal(size=(100_000, D))
    start = GaussianMixture([0.5, 0.5], [[-1, 0], [1, 0]], [np.eye(2)] * 2)
    assert peak_memory(lambda: run(mapped, start, 1)) < N * D * 8 / 4


@pytest.mark.parametrize("in_pass", [1, 2, 5])
def test_an_interrupt_while_chunks_are_read_keeps_the_history(in_pass):
    passes = []

    def chunks():
        passes.append(1)
        yield PENGUINS[:200]
        if len(passes) == in_pass:
            raise KeyboardInterrupt
        yield PENGUINS[200:]

    with pytest.raises(FitInterrupted) as error:
        em(chunks, START)
    # The first pass is for the frame, the second for the start's own likelihood.
    kept = error.value.history
    assert len(kept) == max(0, in_pass - 2)
    for found, expected in zip(kept, run(PENGUINS, START).history, strict=False):
        assert found.log_likelihood == pytest.approx(expected.log_likelihood, rel=1e-12)


def test_a_collapse_is_told_with_the_row_of_the_whole():
    X = np.array([-1.0, 0, 1, 2, 50])
    start = GaussianMixture([0.5, 0.5], [0, 50], [1, 1])
    told = message(lambda: em(X, start), CollapseError)
    for chunks in (cut(X, 2), lambda: iter([X[:1], X[:0], X[1:]])):
        assert message(lambda chunks=chunks: em(chunks, start), CollapseError) == told


BAD = PENGUINS.copy()
BAD[123, 1] = np.nan


@pytest.mark.parametrize(
    ("X", "kind", "told"),
    [
        (
            (chunk for chunk in [PENGUINS]),
            TypeError,
            "X is an iterator, which can be read only once, but em reads the data at every "
            "iteration; give a function that makes it, for instance lambda: chunks(...).",
        ),
        (
            lambda: None,
            TypeError,
            "X is a function, which must give an iterator of chunks of rows, got NoneType; for a "
            "single array give the array itself as X.",
        ),
        (
            lambda: PENGUINS,
            TypeError,
            "X is a function, which must give an iterator of chunks of rows, got ndarray; for a "
            "single array give the array itself as X.",
        ),
        (lambda: iter([]), ValueError, "X has no chunk; at least one row is needed."),
        (
            [PENGUINS[:0], []],
            ValueError,
            "X has no chunk; at least one row is needed.",
        ),
        (
            [PENGUINS, PENGUINS[:, :1]],
            ValueError,
            "chunk 1 of X must have shape (N, 2), got shape (342, 1).",
        ),
        (
            Again([PENGUINS[0]]),
            ValueError,
            "chunk 0 of X must have shape (N, 2), got shape (2,); for a single point write "
            "chunk 0 of X[None, :].",
        ),
        (
            Again(np.float64([1, 2])),
            ValueError,
            "chunk 0 of X must have shape (N, 2), got a scalar; for a single point write [x].",
        ),
        (
            Again([PENGUINS, None]),
            TypeError,
            "chunk 1 of X must hold real numbers, got None; convert them to numbers first.",
        ),
        (
            Again([PENGUINS, [[1, 2], [3]]]),
            TypeError,
            "chunk 1 of X must be a rectangular array of numbers, got a ragged list; give rows of "
            "equal length.",
        ),
        (
            Again([PENGUINS, PENGUINS.astype(complex)]),
            TypeError,
            "chunk 1 of X must hold real numbers, got dtype complex128; convert them to numbers "
            "first.",
        ),
        (
            cut(BAD, 100),
            ValueError,
            "chunk 1 of X[23, 1] is nan; every entry must be finite: remove or replace it.",
        ),
        (
            {"a": PENGUINS},
            TypeError,
            "X must hold real numbers, got dtype object; convert them to numbers first.",
        ),
        (
            {1.0, 2.0},
            TypeError,
            "X must hold real numbers, got dtype object; convert them to numbers first.",
        ),
    ],
)
def test_bad_chunks(X, kind, told):
    assert message(lambda: em(X, START), kind) == told


def test_bad_memory_maps(tmp_path, monkeypatch):
    monkeypatch.setattr("gmmlib._sources.ROWS_AT_ONCE", 50)
    np.save(tmp_path / "X.npy", BAD)
    mapped = np.load(tmp_path / "X.npy", mmap_mode="r")
    assert message(lambda: em(mapped, START), ValueError) == (
        "X[123, 1] is nan; every entry must be finite: remove or replace it."
    )
    assert message(lambda: em(mapped, LINE_START), ValueError) == (
        "X must have shape (N,) or (N, 1), got shape (342, 2)."
    )
    assert message(lambda: em([mapped[:100], mapped[100:]], START), ValueError) == (
        "chunk 1 of X[23, 1] is nan; every entry must be finite: remove or replace it."
    )


def passes_of(*lengths):
    """Data that have another number of rows in each pass."""
    left = iter(lengths)

    def chunks():
        yield from cut(PENGUINS[: next(left)], 100)

    return chunks


CHANGED = (
    "X has {} rows in the first pass over the data, but {} in a later one; em reads the data at "
    "every iteration, so X must give the same rows each time, from a new iterator."
)


@pytest.mark.parametrize("weighted", [False, True])
def test_passes_of_different_lengths_are_refused(weighted):
    for X, n, told in [
        (passes_of(300, 299), 300, CHANGED.format(300, 299)),
        (passes_of(300, 300, 200), 300, CHANGED.format(300, 200)),
        (passes_of(300, 0), 300, CHANGED.format(300, 0)),
        (passes_of(300, 342), 300, CHANGED.format(300, "more" if weighted else 342)),
    ]:
        w = np.ones(n) if weighted else None
        assert message(lambda X=X, w=w: em(X, START, sample_weight=w), ValueError) == told


def test_a_function_that_gives_the_same_iterator_is_found_out():
    once = iter(cut(PENGUINS, 100))
    assert message(lambda: em(lambda: once, START), ValueError) == CHANGED.format(342, 0)


@pytest.mark.parametrize(("n", "rows"), [(300, "more"), (341, "more"), (400, "342"), (343, "342")])
def test_one_weight_a_row_of_all_chunks(n, rows):
    told = (
        f"sample_weight has {n} entries, but the chunks of X have {rows} rows; give one weight a "
        "row."
    )
    call = lambda: em(cut(PENGUINS, 100), START, sample_weight=np.ones(n))  # noqa: E731
    assert message(call, ValueError) == told


def test_a_point_out_of_range_is_named_by_its_row_in_all_the_data():
    X = np.array([[0.0], [1], [2], [3], [1e200], [5]])
    start = GaussianMixture([0.5, 0.5], [0, 3], [1, 1])
    for data in (X, [X[:2], X[2:]]):
        assert message(lambda data=data: em(data, start), ValueError) == (
            "X[4] is so far from every component that its squared distance exceeds the range of "
            "float64; rescale the data."
        )
