"""The house of gmmlib: who may call whom, what an import loads, what is documented."""

import ast
import dataclasses
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import gmmlib
from gmmlib import datasets, gaussian, initial, plotting

FOLDER = Path(gmmlib.__file__).parent
MODULES = {path.stem: path for path in sorted(FOLDER.glob("*.py"))}
MODULES |= {
    ".".join(path.relative_to(FOLDER).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(FOLDER.glob("plotting/*.py"))
}
OTHER_PICTURES = {name for name in MODULES if name.startswith("plotting.")} - {
    *("plotting.mixtures", "plotting.points", "plotting.matrices")
}
#: The rooms of the house, from low to high: the rooms that one may use, and its modules, each of
#: which may import those that stand before it.
ROOMS = {
    "ground": (set(), ["_validation", "_logsumexp", "_text", "_tables", "_progress"]),
    "mixture": (
        {"ground"},
        [
            *("gaussian", "_value", "_sklearn", "_interchange", "mixture"),
            *("modes", "updates", "bound", "structure", "prior", "results"),
        ],
    ),
    "engine": (
        {"ground", "mixture"},
        [
            *("_processor", "_frame", "_block", "_statistics", "_parameters"),
            *("_responsibilities", "_quadratic", "_whitening"),
            "_shared",
            *("_engine", "_maximize", "_dask", "_sources", "_fit", "_failures", "em"),
        ],
    ),
    "clusters": (
        {"ground", "mixture", "engine"},
        ["_lloyd", "_seeding", "kmeans", "_groups", "initial"],
    ),
    "fits": (
        {"ground", "mixture", "engine", "clusters"},
        ["outcomes", "_subsample", "_runs", "fit"],
    ),
    "histogram": (
        {"ground"},
        [
            *("_binning", "_bin_data", "_bin_edges", "_bin_scores", "_bin_rules", "_binned"),
            *("histogram", "histogram_scores"),
        ],
    ),
    "kde": (
        {"ground", "mixture"},
        [
            *("_kernels", "_pairs", "_kde_points", "_fast_kde", "_kernel_sums", "_kde_scores"),
            *("_sheather_jones", "_bandwidths", "_kde_value", "kde", "bandwidth_scores"),
        ],
    ),
    "selection": (
        {"ground", "mixture", "fits"},
        [
            *("_folds", "criteria", "scores", "cross_validation", "choices", "selection"),
            "estimates",
        ],
    ),
    "data": ({"ground", "mixture"}, ["datasets"]),
    "source": ({"ground", "mixture", "engine", "data"}, ["source_numbers"]),
    "pictures": (
        {"ground", "mixture", "engine", "histogram", "kde", "selection"},
        [
            *("_style", "plotting.mixtures", "plotting.points", "plotting.matrices"),
            *sorted(OTHER_PICTURES),
            "plotting",
        ],
    ),
    "all": ({"ground"}, ["__init__"]),
}
#: Modules that the top of gmmlib does not load: it needs neither.
APART = {"source_numbers"}


def allowed(name):
    """Modules of gmmlib that one of them may import."""
    (room,) = (room for room, (_, modules) in ROOMS.items() if name in modules)
    if name == "__init__":
        return {m for r, (_, modules) in ROOMS.items() if r != "pictures" for m in modules} - APART
    uses, modules = ROOMS[room]
    return {m for other in uses for m in ROOMS[other][1]} | set(modules[: modules.index(name)])


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


def test_every_module_has_its_room():
    placed = [name for _, modules in ROOMS.values() for name in modules]
    assert sorted(placed) == sorted(MODULES)


#: What a module may import beside numpy, when one of its functions needs it.
LAZILY = {
    **{
        name: {"scipy"}
        for name in ("gaussian", "mixture", "_bandwidths", "_bin_scores", "_sheather_jones")
    },
    "_progress": {"tqdm"},
    "_sklearn": {"sklearn"},
    "_dask": {"dask"},
}


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_what_its_room_may_use(name):
    own, other = imports(name)
    assert own <= allowed(name)
    third = other - set(sys.stdlib_module_names) - {"numpy"}
    drawing = {"matplotlib", "IPython", "matplotlib_inline"} if name in DRAWS else set()
    assert third <= drawing | LAZILY.get(name, set())


def test_the_rooms_stand_on_those_below():
    below = set()
    for room, (uses, _) in ROOMS.items():
        assert uses <= below, room
        below.add(room)


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


@pytest.mark.parametrize("module", [gmmlib, gaussian, datasets, initial, plotting])
def test_all_is_complete(module):
    home = "gmmlib" if module is gmmlib else module.__name__
    names = {
        name
        for name, value in vars(module).items()
        if inspect.isfunction(value) or inspect.isclass(value)
        if not name.startswith("_") and value.__module__.startswith(home)
    }
    listed = set(module.__all__)
    assert len(listed) == len(module.__all__)
    assert all(hasattr(module, name) for name in listed)
    if module is gmmlib:
        assert listed == names | {"datasets", "gaussian", "initial"}
    else:
        # What other modules of gmmlib use, on arguments that are checked already.
        assert names - listed == INTERNAL.get(module, set())


INTERNAL = {gaussian: {"log_density", "exponential", "whiten"}}
CLASSES = [value for name in gmmlib.__all__ if inspect.isclass(value := getattr(gmmlib, name))]
FUNCTIONS = {
    f"{owner.__name__}.{name}": value
    for owner, names in [
        *((module, module.__all__) for module in (gmmlib, gaussian, datasets, initial, plotting)),
        *((kind, dir(kind)) for kind in CLASSES),
    ]
    for name in names
    if inspect.isroutine(value := getattr(owner, name)) and not name.startswith("_")
    if getattr(value, "__module__", None) and value.__module__.startswith("gmmlib")
}
#: Functions of no formula or figure of the source.
OUR_OWN = {
    "gmmlib.gaussian.sample", "gmmlib.gaussian.marginal", "gmmlib.gaussian.conditional",
    "GaussianMixture.marginal", "GaussianMixture.conditional",
    "GaussianMixture.from_dict", "GaussianMixture.from_sklearn", "GaussianMixture.to_dict",
    "GaussianMixture.to_sklearn", "Prior.from_data", "Prior.log_density",
    "Selection.choice", "Selection.difference",
    "gmmlib.modes", "gmmlib.constrained",
    "gmmlib.datasets.two_dimensional_mixture", "gmmlib.datasets.penguins",
    "gmmlib.plotting.plot_points", "gmmlib.plotting.plot_contours",
    "gmmlib.plotting.plot_ellipses", "gmmlib.plotting.draw_matrix", "gmmlib.plotting.svg",
    "gmmlib.plotting.use_book_style",
}  # fmt: skip
SOURCE = re.compile(
    r"\(11\.\d+\)|Figures? 11\.\d+|Example 11\.\d+|Theorem 11\.\d+|\(11\.\d\.\d\)|section 11\.\d"
)


def section(doc, title):
    """The text under a numpydoc heading; empty where there is none."""
    match = re.search(
        rf"^{title}\n-+\n(.*?)(?=\n\n[A-Z][A-Za-z ]+\n-{{3,}}\n|\Z)", doc, re.M | re.S
    )
    return match[1] if match else ""


def test_the_public_functions_are_found():
    assert len(FUNCTIONS) > 80
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


@pytest.mark.parametrize("kind", CLASSES)
def test_a_public_class_documents_its_attributes(kind):
    doc = inspect.getdoc(kind)
    documented = set(re.findall(r"^(\w+)(?: :.*)?$", section(doc, "Attributes"), re.M))
    if dataclasses.is_dataclass(kind):
        # Where the arguments are kept as they come, they are described as arguments.
        documented |= set(re.findall(r"^(\w+) : ", section(doc, "Parameters"), re.M))
        assert {field.name for field in dataclasses.fields(kind)} <= documented
    for name, value in vars(kind).items():
        if isinstance(value, property) and not name.startswith("_"):
            assert value.__doc__
