"""Every notebook opens in Binder and in Colab, from the repository's own address."""

from urllib.parse import urlsplit

import pytest
from repository import repository_url

from benchmarks import book


@pytest.mark.parametrize("address", book.pages())
def test_a_notebook_has_both_buttons_and_other_pages_have_none(open_page, address):
    page = open_page(address)
    links = page.locator("a[href*='mybinder.org'], a[href*='colab.research']")
    notebook = book.ROOT / address.replace(".html", ".ipynb")
    if not notebook.exists():
        assert links.count() == 0
        return
    slug = urlsplit(repository_url()).path.strip("/")
    path = notebook.relative_to(book.ROOT).as_posix()
    assert set(links.evaluate_all("(links) => links.map((link) => link.href)")) == {
        f"https://mybinder.org/v2/gh/{slug}/main?urlpath=lab/tree/{path}",
        f"https://colab.research.google.com/github/{slug}/blob/main/{path}",
    }
    page.get_by_role("button", name="Launch").first.click()
    for link in links.all():
        assert link.is_visible()
        assert link.inner_text().strip() in ("Binder", "Colab")
