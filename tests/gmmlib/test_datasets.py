"""The data: the chapter's numbers, our own sample, the penguins."""

import csv
from importlib import resources

import numpy as np
import pytest
from problems import message

from gmmlib import datasets

NAMES = "bill_length_mm, bill_depth_mm, flipper_length_mm, body_mass_g"


def test_the_running_example():
    X, start = datasets.running_example()
    assert X.shape == (7, 1)
    assert X.dtype == float
    assert (start.n_components, start.n_dims) == (3, 1)


def test_every_call_gives_data_of_its_own():
    datasets.running_example()[0][:] = 0
    assert datasets.running_example()[0][0] == -3
    datasets.penguins().X[:] = 0
    assert datasets.penguins().X.min() > 0


def test_the_plane_is_drawn_from_the_stated_mixture():
    data = datasets.two_dimensional(500, rng=4)
    X, z = datasets.two_dimensional_mixture().sample(500, rng=4)
    np.testing.assert_array_equal(data.X, X)
    np.testing.assert_array_equal(data.labels, z)
    assert datasets.two_dimensional_mixture().weights.tolist() == [0.3, 0.2, 0.5]


def test_the_plane_is_the_same_at_every_call_unless_unseeded():
    np.testing.assert_array_equal(datasets.two_dimensional().X, datasets.two_dimensional().X)
    assert (datasets.two_dimensional(5, rng=None).X != datasets.two_dimensional(5).X).all()
    generator = np.random.default_rng(11)
    np.testing.assert_array_equal(
        datasets.two_dimensional(9, generator).X, datasets.two_dimensional(9).X
    )


def test_the_line_is_drawn_from_the_mixture_of_11_5():
    data = datasets.one_dimensional(400, rng=4)
    X, z = datasets.figure_11_2().sample(400, rng=4)
    np.testing.assert_array_equal(data.X, X)
    np.testing.assert_array_equal(data.labels, z)
    many = datasets.one_dimensional(100_000).X
    # Exact mean of (11.5): 0.5 (-2) + 0.2 (1) + 0.3 (4); its standard deviation is below 3.
    assert abs(many.mean() - 0.4) < 4 * 3 / np.sqrt(len(many))


def test_the_line_has_as_many_points_as_figure_11_13_and_is_the_same_at_every_call():
    assert datasets.one_dimensional().X.shape == (250, 1)
    np.testing.assert_array_equal(datasets.one_dimensional().X, datasets.one_dimensional().X)
    assert (datasets.one_dimensional(5, rng=None).X != datasets.one_dimensional(5).X).all()


def rows():
    text = (resources.files("gmmlib") / "data" / "penguins.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def test_the_package_holds_342_penguins():
    assert len(rows()) == 342
    assert len(datasets.penguins().X) == 342
    counts = np.bincount(datasets.penguins().labels)
    assert dict(zip(datasets.penguins().names, counts.tolist(), strict=True)) == {
        "Adelie": 151,
        "Chinstrap": 68,
        "Gentoo": 123,
    }


def test_the_source_and_license_of_the_penguins_are_told():
    text = (resources.files("gmmlib") / "data" / "README.md").read_text(encoding="utf-8")
    assert "CC0 1.0" in text
    assert "Gorman" in text


@pytest.mark.parametrize("column", datasets.MEASUREMENTS)
def test_columns_are_those_of_the_file(column):
    data = datasets.penguins(column)
    assert data.X.shape == (342, 1)
    assert data.X.ravel().tolist() == [float(row[column]) for row in rows()]
    assert [data.names[label] for label in data.labels] == [row["species"] for row in rows()]


def test_columns_keep_their_order_and_say_their_unit():
    data = datasets.penguins(["body_mass_g", "bill_depth_mm"])
    assert data.columns == ("body mass (g)", "bill depth (mm)")
    np.testing.assert_array_equal(data.X[:, [1]], datasets.penguins("bill_depth_mm").X)
    assert datasets.penguins().columns == ("bill length (mm)", "flipper length (mm)")


@pytest.mark.parametrize(
    ("call", "kind", "told"),
    [
        (
            lambda: datasets.penguins("wing"),
            ValueError,
            f"columns must be among {NAMES}; got 'wing'.",
        ),
        (
            lambda: datasets.penguins(("bill_length_mm", 2)),
            ValueError,
            f"columns must be among {NAMES}; got 2.",
        ),
        (
            lambda: datasets.penguins([]),
            ValueError,
            f"columns is empty; name at least one of {NAMES}.",
        ),
        (lambda: datasets.penguins(5), TypeError, "columns must be a tuple of names, got 5."),
        (lambda: datasets.penguins(None), TypeError, "columns must be a tuple of names, got None."),
        (lambda: datasets.two_dimensional(0), ValueError, "n must be at least 1, got 0."),
        (lambda: datasets.two_dimensional(1.5), TypeError, "n must be a whole number, got 1.5."),
        (
            lambda: datasets.two_dimensional(5, rng=-1),
            ValueError,
            "rng must be at least 0, got -1.",
        ),
        (
            lambda: datasets.two_dimensional(5, rng="a"),
            TypeError,
            "rng must be a seed (a whole number), a numpy.random.Generator or None, got 'a'.",
        ),
    ],
)
def test_bad_arguments(call, kind, told):
    assert message(call, kind) == told
