"""AncestralSampling: z, then x, singly or many; the labels can be hidden."""

import numpy as np
import pytest

from gmmlib.explorables import AncestralSampling

pytestmark = pytest.mark.parametrize("kind", ["ancestral-sampling"])


def more(figure):
    return figure.check().state.more


def disabled(figure, name):
    return figure.button(name).get_attribute("aria-disabled") == "true"


def test_one_draw_is_z_and_then_x(figure):
    figure.button("Start over").click()
    assert more(figure) | {"seed": 0} == {"drawn": 0, "seed": 0, "switched": False, "hidden": False}
    assert "Nothing drawn yet" in figure.root.inner_text()
    assert disabled(figure, "Start over")
    z, x = AncestralSampling(drawn=6).draws
    for n in range(6):
        assert disabled(figure, "Draw x")
        figure.button("Draw x").click(force=True)
        assert more(figure)["drawn"] == n
        figure.button("Draw z").click()
        reading = figure.check()
        assert (reading.state.more["drawn"], reading.state.more["switched"]) == (n, True)
        assert np.argmax(reading.values["z"]) == z[n]
        assert "x" not in reading.values
        # The bell is marked from which x will come.
        chosen = figure.root.locator(".xp-chosen")
        assert f"xp-k{z[n] + 1}" in chosen.get_attribute("class")
        assert disabled(figure, "Draw z")
        figure.button("Draw x").click()
        reading = figure.check()
        assert (reading.state.more["drawn"], reading.state.more["switched"]) == (n + 1, False)
        assert reading.values["x"] == pytest.approx(x[n], rel=1e-12)
        assert chosen.get_attribute("d") == ""
    for _ in range(13):
        figure.button("Undo").click()
    assert more(figure) == figure.start.more


def test_many_draws_up_to_the_most(figure):
    figure.button("Draw 10").click()
    assert more(figure)["drawn"] == 110
    figure.type("Number of draws", "1950")
    figure.button("Draw 100").click()
    reading = figure.check()
    assert reading.state.more["drawn"] == 2000
    assert all(disabled(figure, name) for name in ("Draw z", "Draw 10", "Draw 100"))
    figure.button("Draw 10").click(force=True)
    assert more(figure)["drawn"] == 2000
    counts = [reading.values[f"count-{k}"] for k in (1, 2, 3)]
    assert counts == AncestralSampling(drawn=2000).counts.tolist()


def test_draws_and_seed_by_slider_and_by_typing(figure):
    for label, key, where in [("Number of draws", 101, "drawn"), ("Seed", 2, "seed")]:
        slider = figure.slider(label)
        slider.press("ArrowRight")
        assert more(figure)[where] == key
        box = slider.bounding_box()
        slider.click(position={"x": 0.5 * box["width"], "y": box["height"] / 2})
        low, high = (float(slider.get_attribute(end)) for end in ("min", "max"))
        assert more(figure)[where] == pytest.approx((low + high) / 2, rel=0.05)
        figure.type(label, "17")
        assert more(figure)[where] == 17
        for bad in ("1.5", "-1", "1e10", "many"):
            figure.type(label, bad)
            assert more(figure)[where] == 17
            assert figure.root.get_by_role("alert").inner_text().endswith("It is still 17.")
        figure.page.keyboard.press("Escape")


def test_hidden_labels_are_nowhere(figure):
    box = figure.root.get_by_role("checkbox", name="Hide z")
    box.focus()
    figure.page.keyboard.press("Space")
    reading = figure.check()
    assert reading.state.more["hidden"]
    assert not any(name.startswith(("count", "z")) for name in reading.values)
    ticks = figure.root.locator("path.xp-tick")
    colored = [tick for tick in ticks.all() if "xp-k" in tick.get_attribute("class")]
    assert len(colored) == 3
    assert all(not tick.get_attribute("d") for tick in colored)
    assert "xp-k" not in figure.root.locator(".xp-plot circle.xp-dot").get_attribute("class")
    figure.button("Draw z").click()
    figure.check()
    assert figure.root.locator(".xp-chosen[d]:not([d=''])").count() == 0
    figure.page.keyboard.press("Control+z")
    figure.page.keyboard.press("Control+z")
    assert not more(figure)["hidden"]
    assert not box.is_checked()


def test_the_histogram_has_the_shares_of_the_draws(figure):
    figure.type("Number of draws", "250")
    state = figure.check().state
    read = figure.root.evaluate(
        """(figure) => {
          const plot = figure.querySelector(".xp-plot");
          const ticks = [...plot.querySelectorAll(".xp-axis")[0].querySelectorAll(".tick")]
            .map((tick) => [tick.textContent,
              tick.getAttribute("transform").match(/[\\d.]+/g)[1]].map(Number));
          return { d: plot.querySelector("path.xp-histogram").getAttribute("d"), ticks };
        }"""
    )
    (low, bottom), (high, top) = read["ticks"][0], read["ticks"][-1]
    unit = (high - low) / (bottom - top)
    heights = [
        (bottom - 0.5 - float(part.split("H")[0])) * unit
        for part in read["d"].split("V")
        if "H" in part
    ]
    x = AncestralSampling(drawn=state.more["drawn"]).draws[1]
    # Bars are half a unit wide; their sum is the share of the draws in the picture.
    width = 0.5
    edges = np.floor(-4.5 / width) * width + width * np.arange(len(heights) + 1)
    expected = np.histogram(x, edges)[0] / (len(x) * width)
    np.testing.assert_allclose(heights, expected, atol=0.06 * unit)


def test_bad_parts_of_a_link_are_named(figure):
    good = figure.read().link.partition("=")[2]
    status = figure.root.locator("[role=status]")
    before = figure.read().state
    for old, new, reason in [
        ("~n100", "~n2001", "a number of draws must be a whole number from 0 to 2000"),
        ("~n100", "~n-1", "“-1” is not a whole number"),
        ("~s1", "~s4294967296", "a seed must be a whole number"),
        ("~s1", "", "the part “s” is missing"),
        ("~z0", "~z2", "must be a number from 0 to 1"),
        ("~h0", "~h<b>", "must be a number from 0 to 1"),
    ]:
        assert old in good
        text = good.replace(old, new)
        figure.page.evaluate(
            "(hash) => { location.hash = hash }", f"#live-ancestral-sampling={text}"
        )
        figure.page.wait_for_function(
            "([line, reason]) => line.textContent.includes(reason)",
            arg=[status.element_handle(), reason],
        )
        assert figure.check().state == before
    figure.page.evaluate("history.replaceState(null, '', location.pathname)")
