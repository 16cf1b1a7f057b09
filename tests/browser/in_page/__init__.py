"""JavaScript that the tests run in a page, a function a file."""

from pathlib import Path

HERE = Path(__file__).parent


def script(name):
    """Give the function in `name`.js; its first line says what it is for."""
    comment, _, function = (HERE / f"{name}.js").read_text(encoding="utf-8").partition("\n")
    assert comment.startswith("// ")
    return function
