"""Who may import whom, what an import costs, and that everything public is documented."""

import ast
import inspect
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import gmmlib
from gmmlib import gaussian, plotting

PACKAGE = Path(gmmlib.__file__).parent
MODULES = {path.stem: path for path in PACKAGE.glob("*.py") if path.stem != "__init__"}
FUNCTIONS = [getattr(gmmlib, name) for name in gmmlib.__all__]
FUNCTIONS += [getattr(plotting, name) for name in plotting.__all__]
FUNCTIONS += [gaussian.logpdf, gaussian.pdf, gaussian.sample, gaussian.marginal]
FUNCTIONS += [gaussian.conditional]
FUNCTIONS = [member for member in FUNCTIONS if inspect.isfunction(member)]


def imports(path: Path) -> set[str]:
    """Modules of gmmlib that a file imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "gmmlib":
                found |= {alias.name for alias in node.names}
            elif node.module.startswith("gmmlib."):
                found.add(node.module.split(".")[1])
    return found & set(MODULES)


def test_imports_have_no_cycle():
    order = list(TopologicalSorter({m: imports(p) for m, p in MODULES.items()}).static_order())
    assert order.index("_validation") < order.index("gaussian") < order.index("mixture")
    assert order.index("mixture") < order.index("updates") < order.index("em")


def test_only_the_pictures_know_matplotlib():
    for name, path in MODULES.items():
        if name not in ("plotting", "_style"):
            assert "matplotlib" not in path.read_text(encoding="utf-8")


def test_importing_gmmlib_loads_numpy_alone():
    heavy = "('scipy', 'matplotlib', 'ipywidgets', 'anywidget', 'IPython', 'sklearn')"
    code = f"import sys, gmmlib; print([m for m in {heavy} if m in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda f: f"{f.__module__}.{f.__name__}")
def test_public_functions_say_what_they_take_give_and_show(function):
    text = inspect.getdoc(function) or ""
    takes = inspect.signature(function).parameters
    if takes:
        head = text.split("Parameters\n", 1)[1]
        for name in takes:
            assert name in head
    assert ">>>" in text or function.__name__ == "use_book_style"


def test_everything_public_is_there():
    for name in gmmlib.__all__:
        assert hasattr(gmmlib, name)


def test_modules_hold_one_idea():
    for path in MODULES.values():
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 350
