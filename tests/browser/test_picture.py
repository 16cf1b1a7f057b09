"""The curve in the picture is the density, read off its own axes."""

import pytest
from explorable import KINDS
from in_page import script

CHANGES = [
    None,
    ("Mean of component 2", "0.7"),
    ("Variance of component 1", "2.3"),
    ("Weight of component 3", "0.61"),
]
#: Coordinates are rounded to a tenth of a pixel.
ROUNDED = 0.06


@pytest.mark.parametrize("kind", KINDS)
def test_the_solid_curve_is_the_density(figure):
    for change in CHANGES:
        if change:
            figure.type(*change)
        model = figure.check().state.model
        curve = figure.root.evaluate(script("read_curve"))
        dx, dy = (ROUNDED * size for size in curve["pixel"])
        assert len(curve["points"]) > 150
        for x, density in curve["points"]:
            around = model.pdf([x - dx, x, x + dx])
            assert around.min() - dy <= density <= around.max() + dy
