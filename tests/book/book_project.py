"""A small book with everything that is numbered, built by Jupyter Book with our settings."""

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import yaml
from bs4 import BeautifulSoup

ROOT = Path(__file__).resolve().parent.parent.parent

#: What `jupyter-book build -n --keep-going` does, with a number of processes to choose.
BUILD = """
import sys
from pathlib import Path
from jupyter_book.sphinx import build_sphinx
from sphinx.util.parallel import ParallelTasks
join = ParallelTasks.join
ParallelTasks.join = lambda tasks: (print("several processes"), join(tasks))
source = Path(sys.argv[1])
sys.exit(build_sphinx(
    source, source / "_build" / "html", noconfig=True, path_config=source / "_config.yml",
    confoverrides={"external_toc_path": str(source / "_toc.yml"), "nitpicky": True,
                   "latex_individualpages": False},
    jobs=int(sys.argv[2]), warningiserror=True, keep_going=True))
"""

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"><path d="M0 1h4"/></svg>'


def explorable(name, kind):
    return (
        f'<figure class="explorable" id="live-{name}" data-kind="{kind}" data-state="{{}}">'
        '<div class="explorable-static"><svg role="img" aria-label="x"></svg></div></figure>'
    )


EXPLORABLE = explorable("x", "x")

REFERENCES = """
{eq}`eq-11-17` {eq}`eq-11-21` {eq}`eq-11-21b` {eq}`eq-one` {eq}`eq-two` {eq}`eq-11-18`
{numref}`fig-11-2` {numref}`fig-11-5` {numref}`fig-own`
{prf:ref}`thm-11-1` {prf:ref}`exm-11-1` {prf:ref}`thm-own` {ref}`ex-one` {ref}`ex-two`
"""
PRINTED = [
    *("(11.17)", "(11.21)", "(11.21b)", "(A.1)", "(A.2)", "(11.18)"),
    *("Figure 11.2", "Figure 11.5", "Figure A.1"),
    *("Theorem 11.1", "Example 11.1", "Theorem A.1", "Exercise A.1", "Exercise A.3"),
]

#: Not the root: Sphinx writes that one anew whenever a page below it changes.
LINKS = f"# Links\n{REFERENCES}"

ONE = r"""# One

$$ a = b $$ (eq-11-17)

$$ a = b $$

$$ c = d $$ (eq-one)

```{prf:theorem} Means
:label: thm-11-1
Text.

$$ e = f $$ (eq-11-18)
```

```{prf:theorem}
:label: thm-own
Ours.
```

## Proof

```{prf:proof}
The first.
```

```{prf:proof}
The second.
```

```{exercise}
:label: ex-one
Prove it.
```

```{solution} ex-one
:class: dropdown
Done.
```

```{exercise}
Another one, without a label.
```
"""

TWO = r"""# Two

```{math}
:label: eq-11-21
x &= y \tag{11.21a} \\
  &= z \tag{11.21b}
```

$$ g = h $$ (eq-two)

````{prf:example} Start
:label: exm-11-1

```{math}
:label: eq-11-19
i = j
```
````

```{exercise} Named
:label: ex-two
Again.
```
"""


def notebook(*cells):
    """Give an executed notebook of a title and cells of (metadata, output data)."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    book = nbformat.v4.new_notebook(metadata={"kernelspec": kernel})
    book.cells = [nbformat.v4.new_markdown_cell("# Pictures")]
    for metadata, data in cells:
        output = nbformat.v4.new_output("display_data", data=data)
        cell = nbformat.v4.new_code_cell("1", outputs=[output], execution_count=1)
        cell.metadata["mystnb"] = metadata
        book.cells.append(cell)
    return nbformat.writes(book)


def figure(name, caption="What it shows."):
    return {"caption": caption, "name": name}


PICTURES = notebook(
    ({"figure": figure("fig-11-5"), "image": {"alt": "A line.\n"}}, {"image/svg+xml": SVG}),
    (
        {"figure": figure("fig-11-2", "Drag *it*.")},
        {"text/plain": "x", "text/html": EXPLORABLE},
    ),
    ({"figure": figure("fig-own"), "image": {"alt": "A line."}}, {"image/svg+xml": SVG}),
    ({"figure": figure("fig-more")}, {"text/html": explorable("z", "two-words-2d")}),
    ({"figure": figure("fig-again")}, {"text/html": explorable("again", "x")}),
)

#: The core of the explorables, two kinds that the page of pictures has and one that it has not.
SCRIPTS = ("page", "x", "two-words-2d", "absent")

PAGES = {
    "welcome.md": "# Welcome\n",
    "one.md": ONE,
    "two.md": TWO,
    "pictures.ipynb": PICTURES,
    "links.md": LINKS,
}
#: Sphinx reads in several processes only if there are more than five pages.
FILLERS = {f"filler-{i}.md": f"# Filler {i}\n\nText.\n" for i in range(3)}


class Project:
    """A book in a folder of its own."""

    def __init__(self, folder, pages, **settings):
        self.folder = folder
        self.chapters = folder / "chapters"
        self.chapters.mkdir(parents=True)
        # One page below another, as 11.2.1 is below 11.2.
        names = [f"chapters/{name.rsplit('.', 1)[0]}" for name in pages]
        below = [{"file": name} for name in names[2:3]]
        first = [{"file": name} | ({"sections": below} if below else {}) for name in names[1:2]]
        rest = [{"file": name} for name in names[3:]]
        toc = {"format": "jb-book", "root": names[0], "chapters": first + rest}
        (folder / "_toc.yml").write_text(yaml.safe_dump(toc))
        config = yaml.safe_load((ROOT / "_config.yml").read_text())
        config["sphinx"]["local_extensions"] = {"book_extension": str(ROOT / "chapters/_sphinx")}
        config["html"]["favicon"] = ""
        config["bibtex_bibfiles"] = [str(ROOT / "chapters/references.bib")]
        bundle = folder / "bundle"
        bundle.mkdir()
        for name in SCRIPTS:
            (bundle / f"explorables.{name}.js").write_text("/* script */")
        (bundle / "explorables.css").write_text("/* style */")
        config["sphinx"]["config"] |= {
            "book_bundle": str(bundle),
            "book_repository": "https://github.com/owner/name",
        } | settings
        (folder / "_config.yml").write_text(yaml.safe_dump(config))
        for name, text in pages.items():
            (self.chapters / name).write_text(text)

    def build(self, jobs=1):
        """Build; give the exit code, the status and the warnings."""
        run = subprocess.run(
            [sys.executable, "-c", BUILD, str(self.folder), str(jobs)],
            capture_output=True, text=True,
        )  # fmt: skip
        return run.returncode, plain(run.stdout), plain(run.stderr)

    def built(self, jobs=1):
        """Build a book that must have no warnings; give the status."""
        code, status, warnings = self.build(jobs)
        assert (code, warnings) == (0, ""), warnings
        return status

    def file(self, name):
        return self.folder / "_build" / "html" / "chapters" / f"{name}.html"

    def page(self, name):
        return BeautifulSoup(self.file(name).read_text(), "html.parser")

    def references(self, name):
        """Give the text and the address of each reference in the article of a page."""
        links = self.page(name).select("article p > a.reference.internal")
        return [(link.get_text(), link["href"]) for link in links]

    def lands(self, address, page):
        """Whether an address on a page leads to an element that is there."""
        file, anchor = address.split("#")
        target = self.file(page).parent / file if file else self.file(page)
        found = BeautifulSoup(target.read_text(), "html.parser").find_all(id=anchor)
        return len(found) == 1


def plain(text):
    return re.sub(r"\x1b\[[0-9;]*m", "", text).strip()


def whole(tmp_path_factory, name):
    """Make a book with all sample pages."""
    return Project(tmp_path_factory.mktemp(name) / "book", PAGES | FILLERS)
