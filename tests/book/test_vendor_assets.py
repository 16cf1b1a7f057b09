"""tools/vendor_assets.py: what is committed is what it makes."""

from fontTools.ttLib import TTFont
from vendor_assets import ASSETS, FAMILY, ICONS, code_points, make_icons, make_mathjax


def files(folder):
    return {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}


def test_mathjax_is_that_of_the_lock(tmp_path):
    made, committed = files(make_mathjax(tmp_path)), files(ASSETS / "mathjax")
    assert made.keys() == committed.keys()
    assert all(made[name].read_bytes() == committed[name].read_bytes() for name in made)


def glyphs(folder):
    """Give the outlines of a font's glyphs by code point; its compression may differ."""
    font = TTFont(folder / "book-icons.woff")
    return {
        code: font["glyf"][name].getCoordinates(font["glyf"])[0].array.tolist()
        for code, name in font.getBestCmap().items()
    }


def test_the_icons_are_those_of_the_theme(tmp_path):
    made = make_icons(tmp_path)
    assert glyphs(made) == glyphs(ASSETS / "icons")
    for name in ("VERSION", "LICENSE.txt"):
        assert (made / name).read_text() == (ASSETS / "icons" / name).read_text()


def test_the_font_does_not_bear_the_reserved_name():
    names = TTFont(ASSETS / "icons" / "book-icons.woff")["name"]
    assert {names.getDebugName(1), names.getDebugName(4)} == {FAMILY}
    assert names.getDebugName(6) == FAMILY.replace(" ", "")


def test_code_points_are_read_as_the_theme_writes_them():
    css = "".join(f'.fa-{name}:before{{content:"\\f{i:03}"}}' for i, name in enumerate(ICONS))
    # A longer name that begins like one of ours must not be taken for it.
    css = '.fa-code-branch:before{content:"\\fabc"}' + css + ':root{--pst-icon-bell:"\\f0f3"}'
    codes = code_points(css)
    assert codes["code"] == int(f"f{ICONS.index('code'):03}", 16)
    assert codes["bell"] == 0xF0F3
    assert len(codes) == len(ICONS) + 1
