"""Rows of a dask.array: the fit of the whole on every scheduler, also when a worker dies."""

import contextlib
import logging
import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import threading
import tracemalloc
import warnings
from concurrent.futures import ProcessPoolExecutor

import cloudpickle
import dask
import dask.array as da
import dask.bag
import numpy as np
import pytest
from dask.callbacks import Callback
from distributed import Client, LocalCluster
from problems import message

from gmmlib import (
    CollapseError,
    ConvergenceWarning,
    FitInterrupted,
    GaussianMixture,
    constrained,
    datasets,
    em,
)
from gmmlib.structure import STRUCTURES

# Workers need not find this module.
cloudpickle.register_pickle_by_value(sys.modules[__name__])
PENGUINS = datasets.penguins().X
START = GaussianMixture(
    [0.4, 0.3, 0.3], [[38, 190], [49, 196], [47, 217]], [np.diag([9.0, 49])] * 3
)
LINE_START = GaussianMixture([0.5, 0.5], [190, 215], [49, 49])
BLOCKS = (100, 1, 0, 141, 100)


@contextlib.contextmanager
def within(seconds):
    """End what hangs."""

    def give_up(*_):
        raise TimeoutError(f"not done after {seconds} s")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.fixture(autouse=True)
def limit():
    with within(45):
        yield


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """Two worker processes on this machine."""
    # Where blocks lie must not depend on how busy this machine is.
    with within(45), dask.config.set({"distributed.scheduler.work-stealing": False}):
        made = LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1",
            dashboard_address=":0", silence_logs=logging.CRITICAL,
            local_directory=str(tmp_path_factory.mktemp("dask")),
        )  # fmt: skip
    yield made
    with within(45):
        made.close()


@pytest.fixture
def client(cluster):
    with Client(cluster) as made:
        made.wait_for_workers(2, timeout=30)
        yield made


@pytest.fixture(params=["synchronous", "threads", "distributed"])
def scheduler(request):
    """Every scheduler on which a test is quick."""
    if request.param == "distributed":
        request.getfixturevalue("client")
        yield request.param
    else:
        with dask.config.set(scheduler=request.param):
            yield request.param


def run(X, start=START, n=6, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return em(X, start, max_iterations=n, tolerance=0, **options)


def assert_same_fit(found, expected, error=1e-10):
    """Compare all iterates; means and covariances in units of the standard deviations."""
    for a, b in zip(found.history, expected.history, strict=True):
        assert a.log_likelihood == pytest.approx(b.log_likelihood, rel=1e-12)
        sd = np.sqrt(np.diagonal(b.model.covariances, axis1=1, axis2=2))
        allowed = error * sd[:, :, None] * sd[:, None, :]
        np.testing.assert_allclose(a.model.weights, b.model.weights, rtol=0, atol=error)
        assert (np.abs(a.model.means - b.model.means) <= error * sd).all()
        assert (np.abs(a.model.covariances - b.model.covariances) <= allowed).all()


def text(result):
    """All numbers of a fit, bit for bit."""
    models = [i.model for i in result.history]
    return pickle.dumps(
        [(m.weights, m.means, m.covariances) for m in models]
        + [i.log_likelihood for i in result.history]
    )


def made_of(blocks, make):
    """A dask.array whose block i is computed by a function from its lengths, when asked for."""
    parts = [
        da.from_delayed(dask.delayed(make, pure=False)(i, n), (n, 2), dtype=float)
        for i, n in enumerate(blocks)
    ]
    return da.concatenate(parts)


def normal(i, n):
    """Two clusters, the same whenever they are asked for."""
    rng = np.random.default_rng(i)
    return rng.normal(size=(n, 2)) + 4 * rng.integers(0, 2, n)[:, None]


NORMAL_START = GaussianMixture([0.5, 0.5], [[1, 0], [2, 3]], [np.eye(2)] * 2)


@pytest.mark.parametrize("structure", STRUCTURES)
def test_a_dask_array_gives_the_fit_of_the_whole(scheduler, structure):
    start = constrained(START, structure)
    X = da.from_array(PENGUINS, chunks=(BLOCKS, (1, 1)))  # columns in blocks of their own, too
    found = run(X, start, covariance=structure)
    assert_same_fit(found, run(PENGUINS, start, covariance=structure))


def test_weights_types_and_one_dimension(scheduler):
    w = np.linspace(0, 2, len(PENGUINS))
    X = da.from_array(PENGUINS, chunks=(BLOCKS, 2))
    expected = run(PENGUINS, sample_weight=w)
    assert_same_fit(run(X, sample_weight=w), expected)
    X32 = PENGUINS.astype(np.float32)
    assert_same_fit(run(da.from_array(X32, chunks=(90, 2))), run(X32.astype(float)))
    line = PENGUINS[:, 1]
    expected = run(line, LINE_START)
    assert_same_fit(run(da.from_array(line, chunks=50), LINE_START), expected)
    assert_same_fit(run(da.from_array(line[:, None], chunks=50), LINE_START), expected)


def test_a_fit_is_the_same_bit_for_bit(scheduler):
    # More blocks than are added in one task, so that their order could vary.
    X = made_of([30] * 12, normal)
    assert text(run(X, NORMAL_START, 4)) == text(run(X, NORMAL_START, 4))


def test_the_first_bad_row_is_named(scheduler):
    bad = PENGUINS.copy()
    bad[250, 1], bad[341, 0] = np.nan, np.inf
    assert message(lambda: run(da.from_array(bad, chunks=(BLOCKS, 2))), ValueError) == (
        "X[250, 1] is nan (and 1 more); every entry must be finite: remove or replace it."
    )
    bad[130, 1] = -np.inf
    for _ in range(3):
        assert message(lambda: run(da.from_array(bad, chunks=(BLOCKS, 2))), ValueError) == (
            "X[130, 1] is -inf; every entry must be finite: remove or replace it."
        )


def test_a_collapse_is_told_with_the_row_of_the_whole(scheduler):
    X = np.array([-1.0, 0, 1, 2, 50])
    start = GaussianMixture([0.5, 0.5], [0, 50], [1, 1])
    told = message(lambda: em(X, start), CollapseError)
    assert message(lambda: em(da.from_array(X, chunks=2), start), CollapseError) == told


def reads(X, folder, call):
    """How many times each block is computed during a call, on average."""

    def seen(block):
        (folder / os.urandom(8).hex()).touch()
        return block

    call(X.map_blocks(seen, dtype=float, meta=np.empty((0, 2))))
    return len(list(folder.iterdir())) / X.numblocks[0]


def test_workers_keep_the_blocks(client, tmp_path):
    X = made_of([50] * 6, normal)
    # Once for the frame, once to move them into it.
    assert reads(X, tmp_path, lambda X: run(X, NORMAL_START, 4)) == 2


def test_other_schedulers_read_the_blocks_at_every_pass(tmp_path):
    X = made_of([50] * 6, normal)
    assert reads(X, tmp_path, lambda X: run(X, NORMAL_START, 4)) == 1 + 5


def test_an_array_that_the_user_keeps(client):
    X = da.from_array(PENGUINS, chunks=(BLOCKS, 2)).persist()
    assert_same_fit(run(X), run(PENGUINS))


def outgoing(client):
    """Bytes that the workers have sent to each other and to the client."""
    return sum(client.run(lambda dask_worker: dask_worker.transfer_outgoing_bytes_total).values())


def test_only_statistics_leave_the_workers(client):
    n, blocks = 20_000, 12
    X = made_of([n] * blocks, normal)
    X.sum().compute()  # what the workers need to know of each other, they know now
    before = outgoing(client)
    run(X, NORMAL_START, 5)
    sent = outgoing(client) - before
    assert 0 < sent < n * 2 * 8 / 4  # a fourth of one block, in 7 passes over 12


def test_only_statistics_leave_processes():
    n = 5_000
    X = made_of([n] * 4, normal)
    sizes = []

    def note(key, value, dsk, state, worker):
        sizes.append(len(pickle.dumps(value)))

    spawn = multiprocessing.get_context("spawn")
    with (
        ProcessPoolExecutor(2, spawn) as pool,
        dask.config.set(scheduler="processes", pool=pool),
        Callback(posttask=note),
    ):
        found = run(X, NORMAL_START, 2)
    assert len(sizes) >= 4 * 4  # passes times blocks
    assert max(sizes) < n * 2 * 8 / 20
    assert_same_fit(found, run(X.compute(scheduler="synchronous"), NORMAL_START, 2))


def test_memory_is_that_of_a_block():
    n, blocks = 20_000, 40
    X = made_of([n] * blocks, normal)
    tracemalloc.start()
    try:
        with dask.config.set(scheduler="synchronous"):
            run(X, NORMAL_START, 1)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < n * blocks * 2 * 8 / 3


def kill_one(client):
    """End a worker process as a machine that goes down ends it."""
    pids = client.run(os.getpid)
    os.kill(next(iter(pids.values())), signal.SIGKILL)


@pytest.mark.parametrize("when", ["between passes", "during a pass"])
def test_a_fit_survives_the_death_of_a_worker(client, when):
    X = made_of([500] * 20, normal)
    expected = run(X.compute(scheduler="synchronous"), NORMAL_START, 12)
    timers = []

    def kill(n, iterate):
        if n == 3 and when == "between passes":
            kill_one(client)
        elif n == 3:
            pid = next(iter(client.run(os.getpid).values()))
            timers.append(threading.Timer(0.02, os.kill, (pid, signal.SIGKILL)))
            timers[0].start()

    workers = set(client.run(os.getpid).values())
    found = run(X, NORMAL_START, 12, callback=kill)
    for timer in timers:
        timer.join()
    client.wait_for_workers(2, timeout=30)
    assert set(client.run(os.getpid).values()) != workers
    assert_same_fit(found, expected)


@pytest.fixture
def interruptible():
    """What a shell starts in its background ignores the signal, and hands that down."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


# An interrupt that falls into a destructor is lost there, with this warning: press again.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_keeps_the_history(scheduler):
    # Two components that hardly differ separate slowly: the fit is still at it then.
    start = GaussianMixture([0.5, 0.5], [[2, 2], [2.001, 2]], [5 * np.eye(2)] * 2)
    X = made_of([50] * 10, lambda i, n: np.random.default_rng(i).normal(size=(n, 2)))

    ended = threading.Event()

    def press():
        wait = 0.05
        while not ended.wait(wait):
            os.kill(os.getpid(), signal.SIGINT)
            wait = 5

    def interrupt(n, iterate):
        if n == 3:
            threading.Thread(target=press).start()

    try:
        with pytest.raises(FitInterrupted) as error:
            em(X, start, tolerance=0, max_iterations=10**6, callback=interrupt)
    finally:
        ended.set()
    kept = error.value.history
    assert len(kept) >= 4
    whole = X.compute(scheduler="synchronous")
    for iterate in kept[:4]:
        assert iterate.log_likelihood == pytest.approx(iterate.model.log_likelihood(whole))
    # What was under way does no harm to what comes after.
    assert_same_fit(run(X, start, 2), run(whole, start, 2))


@pytest.mark.parametrize(
    ("X", "kind", "told"),
    [
        (
            da.zeros((10, 3), chunks=5),
            ValueError,
            "X must have shape (N, 2), got shape (10, 3).",
        ),
        (
            da.zeros(2, chunks=2),
            ValueError,
            "X must have shape (N, 2), got shape (2,); for a single point write X[None, :].",
        ),
        (
            da.zeros((0, 2), chunks=2),
            ValueError,
            "X is empty (shape (0, 2)); at least one number is needed.",
        ),
        (
            da.ones((10, 2), dtype=bool, chunks=5),
            TypeError,
            "X must hold real numbers, got dtype bool; convert them to numbers first.",
        ),
        (
            da.from_array(PENGUINS, chunks=(50, 2))[da.ones(342, chunks=50) > 0],
            ValueError,
            "X is a dask.array that does not know how many rows it has; call "
            "X.compute_chunk_sizes() first.",
        ),
        (
            dask.bag.from_sequence([1, 2]),
            TypeError,
            "X is a Dask Bag, but em takes rows as a dask.array; those of a data frame are "
            "X.to_dask_array(lengths=True).",
        ),
        (
            da.from_delayed(dask.delayed(normal)(0, 7), (9, 2), dtype=float),
            ValueError,
            "X has a block of 7 rows where the dask.array says 9; make its chunks agree with the "
            "data.",
        ),
    ],
    ids=["shape", "one row", "empty", "type", "unknown length", "bag", "wrong length"],
)
def test_bad_arrays(X, kind, told):
    assert message(lambda: em(X, START), kind) == told


def test_one_weight_a_row():
    X = da.from_array(PENGUINS, chunks=(50, 2))
    assert message(lambda: em(X, START, sample_weight=np.ones(340)), ValueError) == (
        "sample_weight must have shape (342,), one a row of X, got shape (340,)."
    )


def test_data_of_other_kinds_do_not_load_dask():
    code = (
        "import sys; from gmmlib import datasets, em; X, start = datasets.running_example(); "
        "em(X, start); em([X[:3], X[3:]], start); print('dask' in sys.modules)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=40
    )
    assert result.stdout == "False\n"
