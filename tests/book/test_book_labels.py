"""Labels: which number they carry, and what is said of those that are wrong."""

import pytest
from book_extension.labels import LabelError, source_number
from book_project import FILLERS, Project


@pytest.mark.parametrize(
    ("label", "kind", "number"),
    [
        ("eq-11-17", "displaymath", ("11", "17")),
        ("eq-11-21a", "displaymath", ("11", "21a")),
        ("fig-11-5", "figure", ("11", "5")),
        ("thm-11-1", "theorem", ("11", "1")),
        ("exm-11-2", "example", ("11", "2")),
        ("eq-mixture-integrates", "displaymath", None),
        ("fig-2d-data", "figure", None),
        ("ex-11-2-1-hand", "exercise", None),
        ("id3", "figure", None),
    ],
)
def test_source_number(label, kind, number):
    assert source_number(label, kind) == number


@pytest.mark.parametrize(
    ("label", "kind", "problem"),
    [
        ("eq-11-x", "displaymath", "has no number of the source; write one like eq-11-17"),
        ("eq-11-", "displaymath", "has no number"),
        ("eq-11", "displaymath", "has no number"),
        ("eq-11-07", "displaymath", "has no number"),
        ("eq-11-21ab", "displaymath", "has no number"),
        ("EQ-11-17", "displaymath", "has no number"),
        ("eq-12-3", "displaymath", "has no number"),
        ("fig-11-5a", "figure", "has no number"),
        ("thm-11-1", "example", "stands on an example; expected exm-11-1"),
        ("eq-11-5", "figure", "stands on a figure; expected fig-11-5"),
        ("exm-11-1", "definition", "stands on a definition; expected a label of our own"),
    ],
)
def test_a_wrong_label_says_what_is_wrong(label, kind, problem):
    with pytest.raises(LabelError) as caught:
        source_number(label, kind)
    assert f"label {label!r}" in str(caught.value)
    assert problem in str(caught.value)


WRONG = {
    "index.md": "# Start\n",
    "malformed.md": "# A\n\nText.\n\n$$ a = b $$ (eq-11-x)\n",
    "kind.md": "# B\n\n```{prf:example}\n:label: thm-11-1\nText.\n```\n",
    "twice.md": "# C\n\n$$ a = b $$ (eq-11-17)\n",
    "again.md": "# D\n\n$$ c = d $$ (eq-11-17)\n",
    "letters.md": "# E\n\n```{math}\n:label: eq-11-21\na \\tag{11.21a} \\\\ b \\tag{11.21c}\n```\n",
    "tag.md": "# F\n\n$$ a \\tag{11.3} $$\n",
    "picture.md": "# G\n\n![](x.svg)\n",
    "figure.md": "# H\n\n```{figure} x.svg\n:alt: A line.\n:name: fig-11-two\nCaption.\n```\n",
}
SAID = {
    "malformed.md:5": "label 'eq-11-x' has no number of the source; write one like eq-11-17",
    "kind.md:3": "label 'thm-11-1' stands on an example; expected exm-11-1",
    "letters.md:3": "the lines of eq-11-21 are tagged 11.21a, 11.21c; expected 11.21a, 11.21b",
    "tag.md:3": r"\tag{11.3} stands in a block without a label of the source",
    "picture.md:3": "picture without alt text",
    "figure.md:3": "label 'fig-11-two' has no number of the source; write one like fig-11-17",
}


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_build_fails_and_names_the_place(tmp_path, jobs):
    project = Project(tmp_path / "book", WRONG | FILLERS)
    (project.chapters / "x.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    code, _, warnings = project.build(jobs)
    assert code != 0
    for place, text in SAID.items():
        assert any(f"/{place}: " in line and text in line for line in warnings.splitlines()), (
            f"{place} {text}\n{warnings}"
        )
    assert "duplicate label" in warnings
    assert "eq-11-17" in warnings.split("duplicate label")[1].splitlines()[0]

    # Sphinx alone would be silent about pages that it need not read again.
    again, _, repeated = project.build()
    assert again != 0
    assert "eq-11-x" in repeated
