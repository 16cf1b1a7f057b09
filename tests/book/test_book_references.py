"""What leads nowhere stops the build, and names the place."""

import re
import tomllib

import pytest
from book_project import FILLERS, ROOT, Project

BROKEN = {
    "index.md": "# Start\n",
    "equation.md": "# A\n\nSee {eq}`eq-11-55`.\n",
    "citation.md": "# B\n\nSee {cite:t}`nobody1900`.\n",
    "page.md": "# C\n\nSee [there](nowhere.md).\n",
    "anchor.md": "# D\n\nSee [there](filler-0.md#nowhere).\n",
    "role.md": "# E\n\nSee {doc}`nowhere`.\n",
    "term.md": "# F\n\nSee {term}`nothing`.\n",
    "theorem.md": "# G\n\nSee {prf:ref}`thm-11-9`.\n",
    "figure.md": "# H\n\nSee {numref}`fig-11-99`.\n",
    "function.md": "# I\n\nSee {py:func}`gmmlib.nothing`.\n",
    "image.md": "# J\n\n![A line that is not there.](nowhere.svg)\n",
    "used.md": "# K\n\nSee [](#eq-11-56).\n",
}


@pytest.fixture(scope="module")
def warnings(tmp_path_factory):
    project = Project(tmp_path_factory.mktemp("broken") / "book", BROKEN | FILLERS)
    code, _, warnings = project.build()
    assert code != 0
    return warnings


@pytest.mark.parametrize("page", [name for name in BROKEN if name != "index.md"])
def test_each_dead_reference_is_named(warnings, page):
    assert f"/chapters/{page}:3: WARNING" in warnings, warnings


@pytest.mark.parametrize("page", ["equation.md", "citation.md"])
def test_one_dead_reference_alone_stops_the_build(tmp_path, page):
    pages = {"index.md": "# Start\n", page: BROKEN[page]} | FILLERS
    assert Project(tmp_path / "book", pages).build()[0] != 0


def test_a_name_at_the_top_leads_to_where_it_is_defined(tmp_path):
    """gmmlib.fit is documented as gmmlib.fit.fit: the function, not the module."""
    page = (
        "# Start\n\n{py:func}`gmmlib.e_step` {py:meth}`gmmlib.GaussianMixture.sample`\n\n"
        "```{eval-rst}\n.. py:function:: gmmlib.updates.e_step(X)\n\n"
        ".. py:method:: gmmlib.mixture.GaussianMixture.sample(n)\n```\n"
    )
    project = Project(tmp_path / "book", {"index.md": page} | FILLERS)
    code, _, warnings = project.build()
    assert code == 0, warnings
    links = project.page("index").select("a.reference.internal[title^=gmmlib]")
    assert [link["href"] for link in links] == [
        "#gmmlib.updates.e_step",
        "#gmmlib.mixture.GaussianMixture.sample",
    ]


# --- glossary and bibliography -------------------------------------------------------------------

#: What stands in the margin of the source.
MARGIN = [
    "mixture model", "mixture weight", "Gaussian mixture model", "responsibility",
    "Boltzmann distribution", "Gibbs distribution", "EM algorithm", "one-hot encoding",
    "1-of-K representation", "ancestral sampling", "histogram", "kernel density estimation",
]  # fmt: skip
#: What the source cites.
CITED = [
    "barber2012", "bishop2006", "deisenroth2020", "dempster1977", "ghahramani1999",
    "mackay2003", "murphy2012", "neal1999", "parzen1962", "pearson1895", "rogers2016",
    "rosenblatt1956", "roweis1999",
]  # fmt: skip


def glossary():
    """Give each term with whether it is marked as one of the source's margin."""
    text = (ROOT / "chapters/glossary.md").read_text(encoding="utf-8")
    entries = re.search(r"```\{glossary\}\n(.*?)```", text, re.S)[1].strip().split("\n\n")
    marked = {}
    for entry in entries:
        terms, definition = re.fullmatch(r"((?:\S.*\n)+)  (.*)", entry, re.S).groups()
        for term in terms.splitlines():
            marked[term] = definition.startswith("◆ ")
    return marked


def test_every_term_of_the_margin_is_explained_and_no_other_is_marked():
    assert sorted(term for term, marked in glossary().items() if marked) == sorted(MARGIN)


def test_the_glossary_is_in_order():
    terms = [term.lower() for term in glossary() if not term.startswith(("1-of", "Gibbs"))]
    assert terms == sorted(terms)


def test_every_work_that_the_source_cites_is_cited():
    entries = (ROOT / "chapters/references.bib").read_text(encoding="utf-8")
    page = (ROOT / "chapters/references.md").read_text(encoding="utf-8")
    for key in CITED:
        assert re.search(rf"^@\w+\{{{key},$", entries, re.M)
        assert f"{{cite:t}}`{key}`" in page


def test_numbers_of_the_source_have_a_place_in_the_list_of_equations():
    numbers = tomllib.loads((ROOT / "gmmlib/data/source_numbers.toml").read_text("utf-8"))
    listed = tomllib.loads((ROOT / "chapters/source_equations.toml").read_text("utf-8"))
    known = {f"(11.{equation['number']})" for equation in listed["equations"]}
    places = {row["place"] for row in numbers["numbers"] if row["place"].startswith("(")}
    assert places <= known
