"""The page of all equations and the links of plain numbers, on a small book and on the list."""

import tomllib

import pytest
from book_extension.equations import computed_by, lines_of, missing, numbers_in
from book_project import PAGES, ROOT, Project

LIST = """
theorems = 2
examples = 1
figures = 0
equations = [
  { number = 17, what = "shares" },
  { number = 18, what = "shares in other letters", same = 17 },
  { number = 20, what = "means" },
  { number = 21, letters = "ab", what = "a derivation" },
  { number = 23, what = "an example of means", by = 20 },
]
"""
REFERENCE = """# Reference

```{eval-rst}
.. autofunction:: gmmlib.updates.e_step
.. autofunction:: gmmlib.updates.update_means
```
"""
WORDS = """# Words

See (11.17), (11.21b), (11.53), `(11.17)`, $(11.17)$, [(11.17)](links.md) and Figure 11.5.
Then Theorem 11.1, Example 11.1 and section 11.4.3, (11.4.1), Section 11.3, section 11.5.

Call `e_step(X, model)` or `nothing(X)`. Again `e_step`, then [`update_means`](links.md), em.
"""
MORE = {
    "equations.md": "# Equations\n\n```{every-equation} list.toml\n```\n",
    "reference.md": REFERENCE,
    "words.md": WORDS,
    "11-4-latent.md": "# 11.4 Latent variables\n\nText.\n",
    "11-5a-choosing.md": "# 11.5a Choosing\n\nText.\n",
    "11-5b-smoothing.md": "# 11.5b Smoothing\n\nText.\n",
}
LINKED = ["chapters/reference", "chapters/words"]


def project(folder, **settings):
    settings = {"book_linked_pages": LINKED, "book_complete": False} | settings
    made = Project(folder / "book", PAGES | MORE, **settings)
    (made.chapters / "list.toml").write_text(LIST)
    return made


@pytest.fixture(scope="module", params=[1, 2], ids=["one process", "two processes"])
def book(request, tmp_path_factory):
    made = project(tmp_path_factory.mktemp("equations"))
    made.built(jobs=request.param)
    return made


def rows(book):
    body = book.page("equations").select("table.every-equation tbody tr")
    return [[cell.get_text().strip() for cell in row.select("td")] for row in body]


def test_the_table_says_where_equations_stand_and_what_computes_them(book):
    assert rows(book) == [
        ["(11.17)", "shares", "One", "e_step"],
        ["(11.18)", "shares in other letters: (11.17) again", "One", "e_step"],
        ["(11.20)", "means", "not yet written", "update_means"],
        ["(11.21a) (11.21b)", "a derivation", "Two", "–"],
        ["(11.23)", "an example of means", "not yet written", "update_means"],
    ]


def test_what_is_missing_is_said(book):
    text = book.page("equations").select_one("article").get_text()
    assert "The source numbers 5 equations, in 6 lines. 4 of these lines stand" in text
    assert "Not yet: (11.20), (11.23), Theorem 11.2." in text


def test_the_links_of_the_table_land(book):
    links = book.page("equations").select("table.every-equation a")
    addresses = {link.get_text(): link["href"] for link in links}
    assert addresses["(11.21b)"] == "two.html#equation-eq-11-21b"
    assert addresses["One"] == "one.html"
    assert addresses["e_step"] == "reference.html#gmmlib.updates.e_step"
    assert all(book.lands(link["href"], "equations") for link in links if "#" in link["href"])


def test_numbers_in_docstrings_lead_to_the_equations(book):
    links = book.page("reference").select("a.book-number")
    found = {link.get_text(): link["href"] for link in links}
    assert found["(11.17)"] == "one.html#equation-eq-11-17"
    assert found["Theorem 11.1"] == "one.html#thm-11-1"
    assert all(book.lands(link["href"], "reference") for link in links)
    # There is no such label: the number stays what it was.
    assert "(11.53)" not in found
    assert "(11.53)" in book.page("reference").get_text()


def test_numbers_in_words_are_links_where_they_are_words(book):
    links = book.page("words").select("article a.book-number:not(:has(code))")
    assert [(link.get_text(), link["href"]) for link in links] == [
        ("(11.17)", "one.html#equation-eq-11-17"),
        ("(11.21b)", "two.html#equation-eq-11-21b"),
        ("Figure 11.5", "pictures.html#fig-11-5"),
        ("Theorem 11.1", "one.html#thm-11-1"),
        ("Example 11.1", "two.html#exm-11-1"),
        ("section 11.4.3", "11-4-latent.html"),
        ("(11.4.1)", "11-4-latent.html"),
        ("section 11.5", "11-5a-choosing.html"),
    ]
    text = " ".join(book.page("words").select_one("article").get_text().split())
    assert "See (11.17), (11.21b), (11.53), (11.17), " in text
    assert "section 11.4.3, (11.4.1), Section 11.3, section 11.5. Call" in text


def test_code_is_a_link_where_a_page_first_names_it(book):
    links = book.page("words").select("article a:has(code)")
    assert [(link.get_text(), link["href"]) for link in links] == [
        ("e_step(X, model)", "reference.html#gmmlib.updates.e_step"),
        ("update_means", "links.html"),
    ]
    assert book.page("words").select_one("article").get_text().count("e_step") == 2


def test_a_new_label_changes_the_table(tmp_path):
    made = project(tmp_path)
    made.built()
    page = made.chapters / "two.md"
    page.write_text(page.read_text() + "\n$$ p = q $$ (eq-11-20)\n")
    made.built()
    assert rows(made)[2] == ["(11.20)", "means", "Two", "update_means"]


def test_in_a_complete_book_each_thing_without_a_place_is_an_error(tmp_path):
    made = project(tmp_path, book_complete=True)
    code, _, warnings = made.build()
    assert code != 0
    lost = [line.split("WARNING: ")[1] for line in warnings.splitlines() if "WARNING" in line]
    rest = " of the source without a place: no page has a label for it"
    assert lost == [f"{text}{rest}" for text in ("(11.20)", "(11.23)", "Theorem 11.2")]
    assert "equations.md:3: " in warnings

    labels = "\n\n$$ a = b $$ (eq-11-20)\n\n$$ c = d $$ (eq-11-23)\n"
    theorem = "\n```{prf:theorem} Again\n:label: thm-11-2\nText.\n```\n"
    (made.chapters / "words.md").write_text("# Words\n" + labels + theorem)
    made.built()
    assert "Not yet" not in made.page("equations").get_text()


# --- the parts -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Density of the mixture, (11.3), in 1/unit.", [3]),
        ("EM, (11.53) to (11.56).", [53, 54, 55, 56]),
        ("A start, Example 11.1, (11.6)–(11.8).", [6, 7, 8]),
        ("Means, (11.20) and (11.22c).", [20, 22]),
        ("Ancestral sampling (11.4.1), chapter (12.3).", []),
    ],
)
def test_numbers_in_a_docstring(text, numbers):
    assert numbers_in(text) == numbers


class Domain:
    """What computed_by asks of Sphinx."""

    def __init__(self, *names):
        entry = type("Entry", (), {"docname": "reference", "node_id": "id"})
        self.objects = {name: entry for name in names}

    def get_domain(self, name):
        return self


def test_names_are_written_as_they_are_called():
    found = computed_by(
        Domain(
            "gmmlib.em.em",
            "gmmlib.gaussian.logpdf",
            "gmmlib.mixture.GaussianMixture.log_likelihood",
            "gmmlib.plotting.plot_mixture",
            "gmmlib.datasets.figure_11_2",
            "gmmlib.nothing",
        )
    )
    names = {number: [code.name for code in codes] for number, codes in found.items()}
    assert names == {
        **{number: ["em"] for number in (53, 54, 55, 56)},
        11: ["gaussian.logpdf"],
        10: [".log_likelihood"],
        5: ["datasets.figure_11_2"],
    }


LISTED = tomllib.loads((ROOT / "chapters/source_equations.toml").read_text(encoding="utf-8"))
#: Read off the source.
LETTERS = {21: "ab", 22: "abc", 32: "abc", 36: "abcd", 37: "ab", 43: "ab", 44: "ab", 65: "ab",
           66: "ab", 72: "ab", 73: "ab"}  # fmt: skip


def test_the_list_has_all_equations_of_the_source():
    equations = LISTED["equations"]
    assert [equation["number"] for equation in equations] == list(range(1, 75))
    assert {e["number"]: e["letters"] for e in equations if "letters" in e} == LETTERS
    assert (LISTED["theorems"], LISTED["examples"], LISTED["figures"]) == (3, 6, 13)
    for equation in equations:
        assert set(equation) <= {"number", "letters", "what", "same", "by"}
        assert equation["what"]
        # What a number repeats has a number of its own that repeats nothing.
        other = equation.get("same", equation["number"])
        assert other == equation["number"] or "same" not in equations[other - 1]


def test_lines_and_what_is_missing():
    assert lines_of({"number": 21, "letters": "ab"}) == ["21a", "21b"]
    assert lines_of({"number": 3}) == ["3"]
    lost = missing(LISTED, [("displaymath", "1"), ("theorem", "1"), ("displaymath", "21b")])
    assert "(11.1)" not in lost
    assert "(11.21a)" in lost
    assert "(11.21b)" not in lost
    assert lost[-22:-18] == ["(11.74)", "Theorem 11.2", "Theorem 11.3", "Example 11.1"]
    assert lost[-1] == "Figure 11.13"
