"""What a saved page holds."""

import re
from html.parser import HTMLParser

import pytest

from gmmlib.explorables import EMLab, MixtureExplorer
from gmmlib.explorables._base import BUNDLE


class Page(HTMLParser):
    """The text of scripts, styles and comments, and what is asked for from elsewhere."""

    def __init__(self, html):
        super().__init__()
        self.texts = {"script": [], "style": [], "comment": []}
        self.asked = []
        self._tag = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self._tag = tag
        self.asked += [value for name, value in attrs if name in ("src", "href")]

    def handle_endtag(self, tag):
        self._tag = ""

    def handle_data(self, data):
        if self._tag in self.texts:
            self.texts[self._tag].append(data)

    def handle_comment(self, data):
        self.texts["comment"].append(data)


def bundled(name):
    return (BUNDLE / name).read_text(encoding="utf-8")


@pytest.fixture
def saved(tmp_path):
    EMLab().save(tmp_path / "em.html", title="EM")
    return (tmp_path / "em.html").read_bytes().decode("utf-8")


def test_style_scripts_and_licenses_are_inside(saved):
    page = Page(saved)
    assert page.texts["script"] == [
        bundled(f"explorables.{name}.js") for name in ("page", "em-lab")
    ]
    assert page.texts["style"][0].endswith(bundled("explorables.css"))
    # Their texts must go wherever the code goes.
    assert page.texts["comment"][-1].strip() == bundled("explorables.LICENSES.txt").strip()


def test_nothing_is_asked_for(saved):
    assert {address for address in Page(saved).asked if not re.match("#|data:", address)} == set()


def test_the_figure_is_that_of_any_page(saved):
    assert EMLab().to_html() in saved


def test_the_file_is_the_same_again_and_overwritten(tmp_path, saved):
    MixtureExplorer().save(str(tmp_path / "em.html"))
    EMLab().save(str(tmp_path / "em.html"), title="EM")
    assert (tmp_path / "em.html").read_bytes().decode("utf-8") == saved


def test_a_folder_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        EMLab().save(tmp_path / "nowhere" / "em.html")
