"""Run the chapters anew and strip what is noise, so that a change is a change of content.

usage: python tools/notebooks.py run [NOTEBOOK …]     run, strip, write
       python tools/notebooks.py strip [NOTEBOOK …]   strip, write
       python tools/notebooks.py check [NOTEBOOK …]   exit 1 where stripping would change a file
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

sys.path.insert(0, str(Path(__file__).resolve().parent))
from repository import stated_url

ROOT = Path(__file__).resolve().parent.parent
CHAPTERS = ROOT / "chapters"
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
KEPT_METADATA = ("tags", "mystnb")
#: Refers to a running kernel; means nothing once stored.
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
INSTALL_TAG = "install"


def install_source() -> str:
    """Source of the cell that makes a chapter run where only the notebook is, as on Colab.

    The address is the stated one, not the clone's own: a stored notebook is the same everywhere.
    """
    return (
        "# Where only this notebook is (on Colab, say), fetch the library that it uses.\n"
        "import importlib.util\n\n"
        'if importlib.util.find_spec("gmmlib") is None:\n'
        f'    %pip install --quiet "gmmlib[explorables] @ git+{stated_url()}"'
    )


def strip(notebook: NotebookNode) -> NotebookNode:
    """Keep what a reader or a test needs; number cells and runs from the top."""
    notebook = nbformat.from_dict(notebook)
    notebook.metadata = nbformat.from_dict(
        {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    )
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    count = 0
    for i, cell in enumerate(notebook.cells):
        cell.id = f"cell-{i + 1:02d}"
        cell.metadata = nbformat.from_dict(
            {key: cell.metadata[key] for key in KEPT_METADATA if cell.metadata.get(key)}
        )
        if cell.cell_type != "code":
            continue
        if INSTALL_TAG in cell.metadata.get("tags", []):
            cell.source = install_source()
        count += 1
        cell.execution_count = count
        cell.outputs = merged(cell.outputs)
        for output in cell.outputs:
            if "execution_count" in output:
                output.execution_count = count
            if "metadata" in output:
                output.metadata = nbformat.from_dict({})
            output.get("data", {}).pop(WIDGET_VIEW, None)
    return notebook


def merged(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Join what a cell printed: in how many pieces it came is chance."""
    result: list[NotebookNode] = []
    for output in outputs:
        last = result[-1] if result else {}
        if output.output_type == "stream" and output.name == last.get("name"):
            last.text += output.text
        else:
            result.append(output)
    return result


def run(notebook: NotebookNode) -> NotebookNode:
    """Run all cells in a new kernel, then strip."""
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": CHAPTERS}}
    ).execute()
    return strip(notebook)


def transform(path: Path, change: Callable[[NotebookNode], NotebookNode], write: bool) -> bool:
    """Apply `change` to a file; give whether that changed it."""
    before = path.read_text(encoding="utf-8")
    after = nbformat.writes(change(nbformat.reads(before, as_version=4))).rstrip("\n") + "\n"
    if write and after != before:
        path.write_text(after, encoding="utf-8")
    return after != before


def main(action: str, names: list[str]) -> int:
    """Do `action` to the named notebooks, or to all chapters."""
    paths = [Path(name) for name in names] or sorted(CHAPTERS.glob("*.ipynb"))
    changed = []
    for path in paths:
        print(f"{action} {path.name} …", flush=True)
        if transform(path, run if action == "run" else strip, write=action != "check"):
            changed.append(path.name)
    if action == "check" and changed:
        print(f"not normalized: {', '.join(changed)}; run `make notebooks`.")
        return 1
    return 0


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in ("run", "strip", "check"):
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2:]))
