"""Scripts and styles that changed are in the book, though no page changed."""

import pytest
from book_project import whole


@pytest.mark.parametrize("name", ["explorables.page.js", "explorables.x.js"])
def test_a_new_bundle_reaches_a_book_that_was_built_before(tmp_path_factory, name):
    project = whole(tmp_path_factory, "assets")
    project.built()
    old = project.file("pictures").read_text()
    (project.folder / "bundle" / name).write_text("/* another script */")
    status = project.built()
    assert "0 added, 0 changed, 0 removed" in status  # pages are written anew, not read anew
    copied = project.folder / "_build" / "html" / "_static" / name
    assert copied.read_text() == "/* another script */"
    # Its address has changed with it, so browsers do not show the one that they have kept.
    assert project.file("pictures").read_text() != old
    written = project.file("pictures").stat().st_mtime_ns
    project.built()
    assert project.file("pictures").stat().st_mtime_ns == written
