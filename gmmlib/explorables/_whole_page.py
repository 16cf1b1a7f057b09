"""A page in one file: a figure, and the style and the scripts that make it live."""

from __future__ import annotations

from html import escape
from pathlib import Path

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>
body {{ font-family: system-ui, sans-serif; margin: 1rem auto; max-width: 60rem; padding: 0 1rem }}
figure {{ margin: 0 }}
{style}</style>
</head>
<body>
<main>
<h1>{title}</h1>
{figure}
</main>
{scripts}
</body>
</html>
<!--
{licenses}-->
"""


def whole_page(bundle: Path, kind: str, figure: str, title: str) -> str:
    """Write a page that asks for nothing else, so that it also lives as a single file.

    Parameters
    ----------
    bundle : Path
        Folder of the style and the scripts.
    kind : str
        Which script the figure needs beside the core.
    figure : str
        The figure, as HTML.
    title : str
        Title and heading, as plain text.
    """
    scripts = (_text(bundle, f"explorables.{name}.js") for name in ("page", kind))
    return _PAGE.format(
        title=escape(title),
        style=_text(bundle, "explorables.css"),
        figure=figure,
        scripts="\n".join(f"<script>{script}</script>" for script in scripts),
        licenses=_text(bundle, "explorables.LICENSES.txt"),
    )


def _text(bundle: Path, name: str) -> str:
    return (bundle / name).read_text(encoding="utf-8")
