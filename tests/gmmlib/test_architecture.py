"""The house of gmmlib: who may call whom, what an import loads, what is documented."""

import ast
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import gmmlib
from gmmlib import datasets, gaussian, plotting

FOLDER = Path(gmmlib.__file__).parent
MODULES = {path.stem: path for path in sorted(FOLDER.glob("*.py"))}
MODULES |= {
    ".".join(path.relative_to(FOLDER).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(FOLDER.glob("plotting/*.py"))
}
#: Which modules each module may import, from low to high.
MAY_IMPORT = {
    "_validation": set(),
    "_logsumexp": {"_validation"},
    "_text": {"_validation"},
    "_style": set(),
    "gaussian": {"_validation"},
    "mixture": {"_validation", "_logsumexp", "_text", "gaussian"},
    "modes": {"_validation", "mixture"},
    "updates": {"_validation", "mixture"},
    "structure": {"_validation", "mixture"},
    "prior": {"_validation", "mixture", "structure"},
    "results": {"mixture"},
    "_frame": {"_validation"},
    "_statistics": {"_validation"},
    "_parameters": {"_validation"},
    "_block": {"_validation"},
    "_quadratic": {"_validation", "_block", "_parameters", "_statistics"},
    "_whitening": {"_validation", "_block", "_parameters", "_statistics"},
    "_engine": {
        "_validation",
        "_block",
        "_parameters",
        "_statistics",
        "_quadratic",
        "_whitening",
    },
    "_maximize": {"_validation", "_parameters", "_statistics", "structure"},
    "_sources": {"_validation", "_block", "_frame"},
    "_fit": {
        "_validation",
        "_block",
        "_engine",
        "_frame",
        "_maximize",
        "_parameters",
        "_sources",
        "_statistics",
        "mixture",
        "prior",
        "results",
        "structure",
    },
    "em": {
        "_validation",
        "_block",
        "_engine",
        "_fit",
        "_maximize",
        "_sources",
        "mixture",
        "prior",
        "results",
        "structure",
    },
    "datasets": {"_validation", "mixture"},
    "plotting.mixtures": {"_style", "_validation", "mixture"},
    "plotting.points": {"_style", "_validation"},
    "plotting.matrices": {"_validation"},
    "plotting.updates": {
        "_style",
        "_validation",
        "mixture",
        "plotting.mixtures",
        "plotting.points",
    },
    "plotting.simplex": {"_style", "_validation", "mixture"},
    "plotting": {
        "_style",
        "plotting.mixtures",
        "plotting.points",
        "plotting.matrices",
        "plotting.updates",
        "plotting.simplex",
    },
    "__init__": {
        "datasets",
        "gaussian",
        "em",
        "mixture",
        "modes",
        "prior",
        "results",
        "structure",
        "updates",
    },
}
#: What a module may import from elsewhere, when it is itself imported.
DRAWS = {"_style"} | {name for name in MODULES if name.startswith("plotting")}


def imports(name):
    """Names of the modules of gmmlib, and of other packages, that a module imports anywhere."""
    own, other = set(), set()
    for node in ast.walk(ast.parse(MODULES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            other |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            package, *rest = node.module.split(".")
            if package != "gmmlib":
                other.add(package)
            else:
                own |= {".".join(rest)} if rest else {alias.name for alias in node.names}
    return own, other


def test_the_table_names_every_module():
    assert set(MODULES) == set(MAY_IMPORT)


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_what_the_table_allows(name):
    own, other = imports(name)
    assert own <= MAY_IMPORT[name]
    third = other - set(sys.stdlib_module_names)
    allowed = (
        {"matplotlib", "numpy", "IPython", "matplotlib_inline"} if name in DRAWS else {"numpy"}
    )
    lazily = {"gaussian": {"scipy"}, "em": {"tqdm"}}
    assert third <= allowed | lazily.get(name, set())


def test_the_table_has_no_cycle():
    above = {}
    for name in MAY_IMPORT:  # a module may import only what stands before it
        assert MAY_IMPORT[name] <= set(above), name
        above[name] = True


def loaded_by(statement):
    code = f"import sys; {statement}; print(*sorted({{m.split('.')[0] for m in sys.modules}}))"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=FOLDER.parent
    )
    return set(result.stdout.split())


def test_importing_gmmlib_loads_numpy_alone():
    extra = loaded_by("import gmmlib") - loaded_by("import numpy") - set(sys.stdlib_module_names)
    assert extra == {"gmmlib"}


def test_the_whole_core_runs_without_matplotlib():
    run = (
        "from gmmlib import datasets, em, modes; X, start = datasets.running_example(); "
        "modes(em(X, start).model); datasets.two_dimensional().X"
    )
    assert not loaded_by(run) & {"matplotlib", "ipywidgets", "anywidget", "IPython"}


def test_plotting_never_loads_pyplot():
    code = "import sys, gmmlib.plotting; print('matplotlib.pyplot' in sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=FOLDER.parent
    )
    assert result.stdout == "False\n"


@pytest.mark.parametrize("name", MODULES)
def test_a_module_is_short_and_says_what_it_is(name):
    text = MODULES[name].read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 350
    assert ast.get_docstring(ast.parse(text))


@pytest.mark.parametrize("module", [gmmlib, gaussian, datasets, plotting])
def test_all_is_complete(module):
    names = {
        name
        for name, value in vars(module).items()
        if inspect.isfunction(value) or inspect.isclass(value)
        if not name.startswith("_") and value.__module__.startswith("gmmlib")
    }
    elsewhere = {"GaussianMixture"} | {name for name in names if name.startswith("as_")}
    listed = set(module.__all__)
    assert len(listed) == len(module.__all__)
    assert all(hasattr(module, name) for name in listed)
    if module is gmmlib:
        assert listed == names | {"datasets", "gaussian"}
    else:
        missing = names - elsewhere - listed
        # What other modules of gmmlib use, on arguments that are checked already.
        assert missing == INTERNAL.get(module, set())


INTERNAL = {
    gaussian: {"log_density", "exponential", "whiten", "shape_text", "symmetric_and_factor"},
}
FUNCTIONS = {
    f"{owner.__name__}.{name}": value
    for owner, names in {
        **{module: module.__all__ for module in (gmmlib, gaussian, datasets, plotting)},
        gmmlib.GaussianMixture: vars(gmmlib.GaussianMixture),
    }.items()
    for name in names
    if inspect.isfunction(value := getattr(owner, name)) and not name.startswith("_")
}
#: Functions of no formula or figure of the source.
OUR_OWN = {
    "gmmlib.gaussian.sample", "gmmlib.gaussian.marginal", "gmmlib.gaussian.conditional",
    "GaussianMixture.marginal", "GaussianMixture.conditional",
    "gmmlib.modes", "gmmlib.constrained",
    "gmmlib.datasets.two_dimensional_mixture", "gmmlib.datasets.penguins",
    "gmmlib.plotting.plot_points", "gmmlib.plotting.plot_contours",
    "gmmlib.plotting.plot_ellipses", "gmmlib.plotting.draw_matrix", "gmmlib.plotting.svg",
    "gmmlib.plotting.use_book_style",
}  # fmt: skip
SOURCE = re.compile(r"\(11\.\d+\)|Figure 11\.\d+|Example 11\.\d+|Theorem 11\.\d+|\(11\.\d\.\d\)")


def section(doc, title):
    """The text under a numpydoc heading; empty where there is none."""
    match = re.search(
        rf"^{title}\n-+\n(.*?)(?=\n\n[A-Z][A-Za-z ]+\n-{{3,}}\n|\Z)", doc, re.M | re.S
    )
    return match[1] if match else ""


def test_the_public_functions_are_found():
    assert len(FUNCTIONS) == 37
    assert OUR_OWN - set(FUNCTIONS) == set()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_public_function_is_documented(name):
    function = FUNCTIONS[name]
    doc = inspect.getdoc(function)
    assert doc
    first = doc.splitlines()[0]
    assert first.endswith(".")
    if name not in OUR_OWN:
        assert SOURCE.search(first), f"{name}: the first line names no equation"
    signature = inspect.signature(function)
    arguments = [a for a in signature.parameters if a != "self"]
    documented = re.findall(r"^(\w[\w, ]*?)(?: :.*)?$", section(doc, "Parameters"), re.M)
    assert [n for line in documented for n in line.split(", ")] == arguments
    returns = str(signature.return_annotation)
    assert bool(section(doc, "Returns")) == (returns != "None"), f"Returns, {returns}"
    # A function without arguments or result has nothing to show.
    assert ">>>" in section(doc, "Examples") or (not arguments and returns == "None")


@pytest.mark.parametrize("kind", ["GaussianMixture", "EMResult", "Iterate", "CollapseError"])
def test_a_public_class_documents_its_attributes(kind):
    kind = getattr(gmmlib, kind)
    documented = set(
        re.findall(r"^(\w+)(?: :.*)$", section(inspect.getdoc(kind), "Attributes"), re.M)
    )
    annotated = set(getattr(kind, "__annotations__", {})) or {"component", "iteration", "history"}
    assert documented == annotated
    for name, value in vars(kind).items():
        if isinstance(value, property) and not name.startswith("_"):
            assert value.__doc__
