"""Numbers in a built book: the source's where the source has one, A.1, A.2, … elsewhere."""

import re

from book_project import ONE, PRINTED, whole


def titles(book, page):
    return [tag.get_text().strip() for tag in book.page(page).select(".caption-number")]


def equations(book, page):
    return [tag.get_text().strip("#¶ ") for tag in book.page(page).select(".eqno")]


def test_references_print_the_numbers_on_every_page(book):
    found = book.references("links")
    assert [text for text, _ in found] == PRINTED
    assert all(book.lands(address, "links") for _, address in found)


def test_equations_carry_their_numbers(book):
    assert equations(book, "one") == ["(11.17)", "(A.1)", "(11.18)"]
    assert equations(book, "two") == ["(A.2)", "(11.19)"]  # the lettered block has its tags


def test_titles_carry_their_numbers(book):
    assert titles(book, "one")[:2] == ["Theorem 11.1", "Theorem A.1"]
    assert titles(book, "one")[2:] == ["Exercise A.1", "Exercise A.2"]
    assert titles(book, "two") == ["Example 11.1", "Exercise A.3"]
    assert titles(book, "pictures")[:2] == ["Figure 11.5", "Figure 11.2"]
    assert titles(book, "pictures")[2:] == ["Figure A.1", "Figure A.2", "Figure A.3"]


def test_solutions_name_their_exercise(book):
    title = book.page("one").select_one(".solution .admonition-title")
    assert title.get_text() == "Solution to Exercise A.1"


def test_lettered_lines_are_one_block_with_an_anchor_each(book):
    block = book.page("two").select_one("div.math.lettered")
    assert block["id"] == "equation-eq-11-21"
    text = block.get_text().strip()
    assert text.startswith(r"\begin{align}")
    assert re.findall(r"\\cssId\{([\w-]+)\}\{\}\\tag\{([\w.]+)\}", text) == [
        ("line-equation-eq-11-21a", "11.21a"),
        ("line-equation-eq-11-21b", "11.21b"),
    ]
    anchor = book.page("two").find(id="equation-eq-11-21b")
    assert anchor.find_next("div", class_="math") == block


def test_incremental_builds(tmp_path_factory):
    project = whole(tmp_path_factory, "incremental")
    project.built()
    page, written = project.chapters / "one.md", project.file("links").stat().st_mtime_ns

    # Nothing changed: nothing is written.
    assert "0 added, 0 changed, 0 removed" in project.built()
    assert project.file("links").stat().st_mtime_ns == written

    # No number changed: the other pages stay.
    page.write_text(ONE + "\nA line.\n")
    assert "0 added, 1 changed, 0 removed" in project.built()
    assert project.file("links").stat().st_mtime_ns == written
    assert [text for text, _ in project.references("links")] == PRINTED

    # One of our equations comes before the others: pages that were not touched follow.
    page.write_text(ONE.replace("# One\n", "# One\n\n$$ n = m $$ (eq-new)\n"))
    assert "0 added, 1 changed, 0 removed" in project.built()
    renumbered = {"(A.1)": "(A.2)", "(A.2)": "(A.3)"}
    expected = [renumbered.get(text, text) for text in PRINTED]
    assert [text for text, _ in project.references("links")] == expected
    assert equations(project, "one") == ["(A.1)", "(11.17)", "(A.2)", "(11.18)"]
    assert equations(project, "two") == ["(A.3)", "(11.19)"]


def test_a_parallel_build_gives_the_same_pages(book, tmp_path_factory):
    project = whole(tmp_path_factory, "parallel")
    status = project.built(jobs=2)
    # When reading and when writing; else Sphinx would have fallen back to one process.
    assert status.count("several processes") == 2
    for page in ("links", "one", "two", "pictures"):
        article, other = (each.page(page).select_one("article") for each in (book, project))
        assert str(article) == str(other)
