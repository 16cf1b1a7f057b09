"""The three renderings of an explorable, and the figure that a static page gets."""

import json
import re
import subprocess
import sys
from html.parser import HTMLParser

import matplotlib as mpl
import pytest

from gmmlib import GaussianMixture
from gmmlib.explorables import (
    AncestralSampling,
    Collapse,
    CovarianceUpdate,
    EMLab,
    LikelihoodLab,
    LowerBound,
    MeanUpdate,
    MixtureExplorer,
    Posterior,
    Responsibilities,
    WeightUpdate,
)

KINDS = [
    Collapse,
    LowerBound,
    AncestralSampling,
    MixtureExplorer,
    LikelihoodLab,
    Responsibilities,
    Posterior,
    MeanUpdate,
    CovarianceUpdate,
    WeightUpdate,
    EMLab,
]
WIDGET = "application/vnd.jupyter.widget-view+json"


class Figure(HTMLParser):
    """The figure's attributes, and the attributes of every tag in it."""

    def __init__(self, html):
        super().__init__()
        self.tags = []
        self.feed(html)
        self.attributes = self.tags[0][1]

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    @property
    def state(self):
        return json.loads(self.attributes["data-state"])


@pytest.mark.parametrize("kind", KINDS)
def test_three_renderings(kind):
    explorable = kind()
    data, _ = explorable._repr_mimebundle_()
    assert set(data) == {WIDGET, "text/html", "text/plain"}
    assert data[WIDGET]["model_id"] == explorable.model_id
    assert data["text/html"] == explorable.to_html()
    assert data["text/plain"] == repr(explorable)
    assert "\n" not in data["text/plain"]


def test_plain_text_has_the_numbers():
    assert repr(MixtureExplorer()) == (
        "MixtureExplorer: 0.50 N(x | -2.00, 0.50) + 0.20 N(x | 1.00, 2.00) + "
        "0.30 N(x | 4.00, 1.00); p(0) = 0.04915"
    )
    assert repr(Responsibilities()) == (
        "Responsibilities: N_1 = 2.057, N_2 = 2.009, N_3 = 2.934 for 7 points"
    )


def test_state_of_the_running_example():
    figure = Figure(LikelihoodLab().to_html())
    assert figure.tags[0][0] == "figure"
    assert figure.attributes["class"] == "explorable"
    assert figure.attributes["data-kind"] == "likelihood-lab"
    assert figure.attributes["id"] == "live-likelihood-lab"
    assert figure.attributes["data-state"] == (
        '{"X":[-3,-2.5,-1,0,2,4,5],"means":[-4,0,8],"variances":[1,0.2,3],'
        '"weights":[0.333333333333,0.333333333333,0.333333333333]}'
    )


def test_a_moved_picture_still_knows_its_start():
    explorer = MixtureExplorer()
    explorer.model = GaussianMixture([1], [0], [1])
    state = Figure(explorer.to_html()).state
    assert state["means"] == [0]
    assert state["start"]["means"] == [-2, 1, 4]


@pytest.mark.parametrize("kind", KINDS)
def test_the_figure_does_not_depend_on_the_reader_s_settings(kind):
    plain = kind().to_html()
    with mpl.rc_context({"font.size": 30, "axes.spines.top": True, "svg.hashsalt": "other"}):
        assert kind().to_html() == plain


def test_the_figure_is_the_same_in_another_process():
    code = "from gmmlib.explorables import *; print(Responsibilities().to_html(), end='')"
    other = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert other == Responsibilities().to_html()


@pytest.mark.parametrize("kind", KINDS)
def test_the_static_picture_has_a_text_alternative_with_numbers(kind):
    tags = Figure(kind().to_html()).tags
    [svg] = [attributes for tag, attributes in tags if tag == "svg"]
    assert svg["role"] == "img"
    assert "density" in svg["aria-label"].lower()
    assert re.search(r"N\(x \| ", svg["aria-label"])


@pytest.mark.parametrize("kind", KINDS)
def test_ids_belong_to_the_figure_and_references_find_them(kind):
    html = kind(name="here").to_html()
    ids = [attributes["id"] for _, attributes in Figure(html).tags if "id" in attributes]
    assert ids[0] == "live-here"
    assert all(i.startswith("live-here-") for i in ids[1:])
    assert len(ids) == len(set(ids))
    references = re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', html)
    assert references
    assert {a or b for a, b in references} <= set(ids)


@pytest.mark.parametrize("cursor", [-1e6, 1e6])
def test_a_far_cursor_does_not_spoil_the_picture(cursor):
    figure = Figure(MixtureExplorer(cursor=cursor).to_html())
    assert figure.state["cursor"] == cursor
