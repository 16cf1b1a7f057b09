"""A figure as text: the same every time, named, and without a trace of when it was made."""

import re
import xml.etree.ElementTree as ET

import pytest
from matplotlib.figure import Figure
from problems import message

from gmmlib import datasets
from gmmlib.plotting import plot_mixture, svg


def picture():
    figure = Figure()
    plot_mixture(figure.subplots(), datasets.figure_11_2())
    return figure


def test_the_same_figure_is_the_same_text():
    assert svg(picture(), "a mixture") == svg(picture(), "a mixture")


def test_the_element_is_well_formed_and_named():
    root = ET.fromstring(svg(picture(), 'peaks "<&>" seen'))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.get("role") == "img"
    assert root.get("aria-label") == 'peaks "<&>" seen'
    assert re.fullmatch(r"0 0 [\d.]+ [\d.]+", root.get("viewBox"))
    assert root.get("width") is None


def test_nothing_tells_when_it_was_made_and_text_is_text():
    text = svg(picture(), "a mixture")
    assert "<metadata>" not in text
    assert not re.search(r"\b20\d\d-\d\d", text)
    assert ">density</text>" in text


def test_coordinates_have_at_most_two_decimals():
    inside_tags = "".join(re.findall(r"<[^>]*>", svg(picture(), "a mixture")))
    assert not re.search(r"\d\.\d{3}", inside_tags.split(">", 1)[1])


def test_printed_numbers_keep_their_decimals():
    figure = Figure()
    figure.text(0.5, 0.5, "0.12345")
    assert ">0.12345</text>" in svg(figure, "a number")


@pytest.mark.parametrize(
    ("figure", "alt", "kind", "told"),
    [
        (Figure(), "", ValueError, "alt is empty; say in words what the picture shows."),
        (Figure(), " \n", ValueError, "alt is empty; say in words what the picture shows."),
        (Figure(), None, TypeError, "alt must be an instance of str, got NoneType."),
        (None, "x", TypeError, "figure must be an instance of Figure, got NoneType."),
        (Figure().subplots(), "x", TypeError, "figure must be an instance of Figure, got Axes."),
    ],
)
def test_bad_arguments(figure, alt, kind, told):
    assert message(lambda: svg(figure, alt), kind) == told
