"""Contrast of the explorables' colors, computed from the style sheet (WCAG 2.2)."""

import re
from pathlib import Path

import pytest

import gmmlib.explorables
from gmmlib.plotting import COLORS

CSS = (Path(gmmlib.explorables.__file__).parent / "css" / "explorables.css").read_text("utf-8")
#: The light theme, the dark one, and the dark one again for the system's setting.
THEMES = [
    dict(re.findall(r"--xp-([\w-]+): (#[0-9a-f]{6});", block))
    for block in re.findall(r"\{[^{}]*--xp-ground: #[^{}]*\}", CSS)
]
LINES = ["1", "2", "3", "4", "5", "6", "ink", "muted", "edge", "accent", "error"]
TEXT = ["ink", "muted", "error"]


def luminance(color):
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a, b):
    high, low = sorted([luminance(a), luminance(b)], reverse=True)
    return (high + 0.05) / (low + 0.05)


def mixed(color, ground, share):
    parts = [
        round(share * int(color[i : i + 2], 16) + (1 - share) * int(ground[i : i + 2], 16))
        for i in (1, 3, 5)
    ]
    return "#{:02x}{:02x}{:02x}".format(*parts)


def test_contrast_of_black_on_white():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_both_dark_themes_are_the_same():
    assert len(THEMES) == 3
    assert THEMES[1] == THEMES[2] != THEMES[0]


@pytest.mark.parametrize("theme", THEMES[:2], ids=["light", "dark"])
@pytest.mark.parametrize("name", LINES)
def test_lines_have_a_contrast_of_3(theme, name):
    assert contrast(theme[name], theme["ground"]) >= 3


@pytest.mark.parametrize("theme", THEMES[:2], ids=["light", "dark"])
@pytest.mark.parametrize("name", TEXT)
@pytest.mark.parametrize("ground", ["ground", "raised"])
def test_text_has_a_contrast_of_4_5(theme, name, ground):
    assert contrast(theme[name], theme[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES[:2], ids=["light", "dark"])
@pytest.mark.parametrize("k", range(1, 7))
def test_numbers_can_be_read_on_the_strongest_tint_of_the_matrix(theme, k):
    percent = float(re.search(r"color-mix\(.*--share, 0\) \* (\d+)%\)", CSS)[1])
    tint = mixed(theme[str(k)], theme["ground"], percent / 100)
    assert contrast(theme["ink"], tint) >= 4.5


def test_light_colors_are_those_of_the_static_pictures():
    assert [THEMES[0][str(k)] for k in range(1, 7)] == [color.lower() for color in COLORS]
