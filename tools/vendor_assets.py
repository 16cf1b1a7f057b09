"""Make the third-party files in chapters/_sphinx/assets anew: MathJax and the icon font.

usage: python tools/vendor_assets.py [FOLDER]

They are committed, so that building the book needs neither Node nor the network. MathJax
comes from node_modules (`make node_modules/.package-lock.json`), the icons from the theme's
own Font Awesome, so that its names and code points fit. Same sources, same bytes.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
ASSETS = ROOT / "chapters" / "_sphinx" / "assets"
MATHJAX = ROOT / "node_modules" / "mathjax"
FONT_AWESOME = ROOT / "node_modules" / "@fortawesome" / "fontawesome-free"

#: Macros that a page can use without asking for them; MathJax fetches these files by itself.
TEX_EXTENSIONS = ("boldsymbol", "cancel", "color", "enclose", "html", "mathtools", "textmacros")
#: The theme's icons on our pages, by their Font Awesome names.
ICONS = (
    "angle-left", "angle-right", "arrow-up", "bars", "chevron-down", "circle-half-stroke",
    "code", "download", "expand", "file", "file-pdf", "house", "list", "magnifying-glass",
    "moon", "rocket", "sun", "xmark",
)  # fmt: skip
#: The icons before titles of admonitions and the like stand in the theme's CSS as variables.
_VARIABLE = re.compile(r'--pst-icon-(?P<name>[\w-]+):\s*"(?P<sign>[^"\\]|\\[0-9a-f]+)"')
_CLASS = r'\.fa-{name}(?![\w-])(?::{{1,2}}before)?[^{{}}]*\{{content:"(?P<sign>[^"\\]|\\[0-9a-f]+)"'
FAMILY = "Book Icons"


def main(folder: Path = ASSETS) -> None:
    """Make both and say how large they are."""
    for make in (make_mathjax, make_icons):
        target = make(folder)
        size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
        print(f"{target}: {size / 1000:.0f} KB")


def make_mathjax(folder: Path) -> Path:
    """Copy the parts of MathJax that the pages load, with version and license."""
    target = folder / "mathjax"
    shutil.rmtree(target, ignore_errors=True)
    files = ["es5/tex-chtml.js", "LICENSE"]
    files += [f"es5/input/tex/extensions/{name}.js" for name in TEX_EXTENSIONS]
    fonts = (MATHJAX / "es5/output/chtml/fonts/woff-v2").glob("*.woff")
    files += [path.relative_to(MATHJAX).as_posix() for path in sorted(fonts)]
    for file in files:
        copy = target / file.removeprefix("es5/")
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(MATHJAX / file, copy)
    version = json.loads((MATHJAX / "package.json").read_text(encoding="utf-8"))["version"]
    (target / "VERSION").write_text(f"mathjax {version}\n", encoding="utf-8")
    return target


def make_icons(folder: Path) -> Path:
    """Cut the theme's icon font down to the icons that are used, under a name of its own.

    Font Awesome's license reserves its name for the whole font.
    """
    target = folder / "icons"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    static = _theme_static()
    css = (static / "styles" / "pydata-sphinx-theme.css").read_text(encoding="utf-8")
    font = TTFont(static / "vendor/fontawesome/webfonts/fa-solid-900.ttf", recalcTimestamp=False)
    # Not in the solid font: the signs of GitHub and GitLab, which our pages do not show.
    codes = {code for code in code_points(css).values() if code in font.getBestCmap()}
    cutter = subset.Subsetter(subset.Options(name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], hinting=False))
    cutter.populate(unicodes=codes)
    cutter.subset(font)
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6):
            text = FAMILY.replace(" ", "") if record.nameID == 6 else FAMILY
            font["name"].setName(text, record.nameID, record.platformID,
                                 record.platEncID, record.langID)  # fmt: skip
    font.flavor = "woff"
    font.save(target / "book-icons.woff", reorderTables=True)
    shutil.copyfile(FONT_AWESOME / "LICENSE.txt", target / "LICENSE.txt")
    version = re.search(r"Font Awesome Free ([\d.]+)", css)
    text = f"{len(codes)} icons of Font Awesome Free {version[1] if version else ''}\n"
    (target / "VERSION").write_text(text, encoding="utf-8")
    return target


def code_points(css: str) -> dict[str, int]:
    """Give the code points of all icons that the pages use, from the theme's CSS."""
    codes = {}
    for name in ICONS:
        match = re.search(_CLASS.format(name=name), css)
        if not match:
            raise LookupError(f"the theme's CSS has no icon {name!r}; correct ICONS.")
        codes[name] = _code_point(match["sign"])
    return codes | {match["name"]: _code_point(match["sign"]) for match in _VARIABLE.finditer(css)}


def _code_point(sign: str) -> int:
    """Give the code point of a sign as CSS writes it, itself or as an escape."""
    return int(sign[1:], 16) if sign.startswith("\\") else ord(sign)


def _theme_static() -> Path:
    spec = find_spec("pydata_sphinx_theme")
    if spec is None or spec.origin is None:
        raise LookupError("pydata_sphinx_theme is not installed; run this in .venv-test.")
    return Path(spec.origin).parent / "theme" / "pydata_sphinx_theme" / "static"


if __name__ == "__main__":
    main(*(Path(name) for name in sys.argv[1:2]))
