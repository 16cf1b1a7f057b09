import pytest
from book_project import whole


@pytest.fixture(scope="session")
def book(tmp_path_factory):
    """Build a book that tests read and do not change."""
    project = whole(tmp_path_factory, "book")
    project.built()
    return project
