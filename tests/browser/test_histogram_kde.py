"""HistogramKDE: every control, each number against gmmlib's, the curves of scores, own data."""

import json
import math
import re

import numpy as np
import pytest
from explorable import READ, Explorable
from oracle import differences, from_text

from gmmlib import Histogram, KernelDensity, datasets
from gmmlib.explorables import HistogramKDE
from gmmlib.kde import KERNELS

KIND = "histogram-kde"
SHOWN = ("both", "histogram", "density")
CRITERIA = ("squares", "likelihood")
#: How near a search comes to the optimum.
SEARCH = 1e-5
LENGTHS = {"Bin width": "width", "Origin": "origin", "Bandwidth": "bandwidth", "Cursor x": "cursor"}
pytestmark = pytest.mark.parametrize("kind", [KIND])


class Figure(Explorable):
    """All numbers of this kind follow from data and settings."""

    def __init__(self, page):
        self.page = page
        self.root = page.locator(f"#live-{KIND}")
        page.wait_for_selector(f"#live-{KIND}[data-live=true]")
        written = json.loads(self.root.get_attribute("data-state"))
        self.page_data = self.X = written["X"]
        self.sets = [each["X"] for each in written["sets"]]

    def settings(self, link):
        """The state that a link tells, with the data it is about."""
        texts = {part[0]: part[1:] for part in link.split("=", 1)[1].split("~")[1:]}
        numbers = {
            key: float(texts[c])
            for key, c in (("width", "w"), ("origin", "o"), ("bandwidth", "b"), ("cursor", "x"))
        }
        X, data = self.page_data, texts["d"]
        if re.fullmatch(r"s\d", data):
            X = self.sets[int(data[1])]
        elif data:
            X = [float(number) for number in data.split(",")]
        return {
            "X": X,
            **numbers,
            "kernel": tuple(KERNELS)[int(texts["k"])],
            "shown": SHOWN[int(texts["s"])],
            "criterion": CRITERIA[int(texts["c"])],
        }

    def search_done(self):
        self.page.wait_for_function(
            """([figure, name]) => figure.querySelector(`output[name=${name}]`)
                .dataset.value !== "null" """,
            arg=[self.root.element_handle(), "best-bandwidth"],
        )

    def check(self, *, exact=True):
        """Compare every number with gmmlib's; gives the settings, Python's picture, and values."""
        read = self.root.evaluate(READ)
        settings = self.settings(read["link"])
        shown = HistogramKDE(**settings)
        values = {name: json.loads(value) for name, (value, _) in read["outputs"].items()}
        expected = {
            "width": settings["width"],
            "bins": len(shown.edges) - 1,
            "origin": settings["origin"],
            "histogram-score": _finite(shown.histogram_score),
            "best-width": _best(*shown.width_scores(range(1, 101)), shown.criterion),
            "density-histogram": shown.histogram.pdf([shown.cursor])[0],
            "bandwidth": settings["bandwidth"],
            "density-kde": shown.kde.pdf([shown.cursor])[0],
        }
        if exact:
            expected["kde-score"] = shown.kde_score
        got = {name: _finite(value) for name, value in values.items() if name in expected}
        problems = differences(got, expected)
        assert not problems, f"at {settings | {'X': len(shown.X)}}:\n" + "\n".join(problems)
        for name, (value, text) in read["outputs"].items():
            if value not in ("null", "Infinity", "-Infinity"):
                number = json.loads(value)
                assert abs(from_text(text) - number) <= 0.5001e-3 * abs(number), name
        assert not any("NaN" in mark or "Infinity" in mark for mark in read["picture"])
        assert self.choice("Kernel").input_value() == settings["kernel"]
        assert self.choice("Shown").input_value() == settings["shown"]
        assert self.choice("Score").input_value() == settings["criterion"]
        return settings, shown, values

    def choice(self, name):
        return self.root.get_by_role("combobox", name=name, exact=True)

    def status(self):
        return self.root.locator(".xp-status").inner_text()

    def drag(self, label, pixels):
        knob = self.handle(label).locator(".xp-knob")
        self.show(knob)
        box = knob.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        mouse = self.page.mouse
        mouse.move(x, y)
        mouse.down()
        for share in (0.3, 0.7, 1):
            mouse.move(x + share * pixels, y)
        mouse.up()

    def scale(self):
        """Pixels a unit of x, from the labels of the first axis."""
        return self.root.evaluate(
            """(figure) => {
              const plot = figure.querySelector(".xp-plot");
              const ticks = [...plot.querySelectorAll(".xp-axis")[1].querySelectorAll(".tick")]
                .map((tick) => [Number(tick.textContent.replace("−", "-")),
                  tick.querySelector("line").getBoundingClientRect().x]);
              const [first, last] = [ticks[0], ticks[ticks.length - 1]];
              return (last[1] - first[1]) / (last[0] - first[0]);
            }"""
        )

    def paste(self, text):
        details = self.root.locator("details.xp-own")
        if details.get_attribute("open") is None:
            details.locator("summary").click()
        details.locator("textarea").evaluate("(field, text) => { field.value = text; }", text)
        self.button("Use these data").click()
        report = details.locator(".xp-report:not(:has-text('Reading the data'))")
        report.wait_for()
        return report.inner_text()


def _finite(value):
    """Infinity as the widest number: JSON has none, and it is equal to itself alone."""
    return value if value is None or math.isfinite(value) else math.copysign(1e300, value)


def _best(widths, scores, criterion):
    finite = np.isfinite(scores)
    if not finite.any():
        return None
    pick = np.argmin if criterion == "squares" else np.argmax
    return widths[finite][pick(scores[finite])]


@pytest.fixture(scope="module")
def opened(new_page, address_of):
    return Figure(new_page(address_of(KIND)))


@pytest.fixture
def figure(kind, opened):
    """The figure as it was at first."""
    opened.page.bring_to_front()
    opened.button("Reset").click()
    return opened


def test_it_shows_figure_11_13_and_finds_both_optima(figure):
    settings, shown, _ = figure.check()
    x = datasets.one_dimensional().X
    np.testing.assert_allclose(settings["X"], x.ravel(), rtol=1e-11)
    assert len(shown.edges) == 21
    for criterion, rule in zip(CRITERIA, ("least-squares", "likelihood"), strict=True):
        figure.choice("Score").select_option(criterion)
        figure.search_done()
        _, _, values = figure.check()
        best = KernelDensity(x, rule=rule).bandwidth
        assert values["best-bandwidth"] == pytest.approx(best, rel=SEARCH)
        figure.button("Go to the best bandwidth").click()
        settings, _, _ = figure.check()
        assert settings["bandwidth"] == values["best-bandwidth"]
    figure.choice("Score").select_option("squares")
    figure.button("Go to the best width").click()
    _, shown, _ = figure.check()
    np.testing.assert_array_equal(shown.histogram.counts, Histogram(x, rule="stone").counts)


@pytest.mark.parametrize("label", LENGTHS)
def test_slider_field_and_mark_move_one_number_alone(figure, label):
    name = LENGTHS[label]
    before, _, _ = figure.check()
    seen = [before[name]]

    def moved():
        now, _, _ = figure.check()
        left = {key: value for key, value in now.items() if key != name}
        assert left == {key: value for key, value in before.items() if key != name}
        assert now[name] != seen[-1]
        seen.append(now[name])
        return now[name]

    slider = figure.slider(label)
    slider.press("ArrowRight")
    assert moved() > seen[0]
    box = slider.bounding_box()
    slider.click(position={"x": 0.3 * box["width"], "y": box["height"] / 2})
    moved()
    figure.type(label, "7/8")
    assert moved() == 0.875
    handle = figure.handle(label)
    for key in ("ArrowRight", "Shift+ArrowRight", "PageDown"):
        handle.press(key)
        moved()
    if name == "width":
        figure.type("Bin width", "1.5")
    else:
        figure.type(label, "0.75")
    start, _, _ = figure.check()
    figure.drag(label, 60)
    assert moved() - start[name] == pytest.approx(60 / figure.scale(), abs=0.06)
    for _ in range(8):
        figure.page.keyboard.press("Control+z")
    assert figure.check()[0] == before


def test_a_finger_drags_each_mark(kind, open_page, address_of):
    figure = Figure(open_page(address_of(kind), width=390, has_touch=True))
    figure.type("Bin width", "3")
    figure.type("Origin", "-2")
    client = figure.page.context.new_cdp_session(figure.page)
    for label, name in LENGTHS.items():
        before, _, _ = figure.check()
        knob = figure.handle(label).locator(".xp-knob")
        figure.show(knob)
        box = knob.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        for kind_of, dx in (("touchStart", 0), ("touchMove", 12), ("touchMove", 24)):
            point = {"type": kind_of, "touchPoints": [{"x": x + dx, "y": y}]}
            client.send("Input.dispatchTouchEvent", point)
        client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        after, _, _ = figure.check()
        assert after[name] - before[name] == pytest.approx(24 / figure.scale(), abs=0.15), label


def test_presses_in_the_charts_set_width_and_bandwidth(figure):
    for label, name in (("bin width", "width"), ("bandwidth", "bandwidth")):
        before, _, _ = figure.check()
        chart = figure.root.locator(f'svg[aria-label="Score over the {label}"] .xp-surface')
        figure.show(chart)
        box = chart.bounding_box()
        chart.click(position={"x": 0.6 * box["width"], "y": 40})
        first, _, _ = figure.check()
        chart.click(position={"x": 0.8 * box["width"], "y": 40})
        second, _, _ = figure.check()
        assert len({before[name], first[name], second[name]}) == 3
        assert second[name] > first[name]


@pytest.mark.parametrize("kernel", KERNELS)
def test_every_kernel_is_gmmlib_s(figure, kernel):
    figure.choice("Kernel").select_option(kernel)
    _, shown, _ = figure.check()
    assert shown.kernel == kernel
    rules = {
        "silverman": "Silverman",
        "scott": "Scott",
        "improved-sheather-jones": "Improved Sheather–Jones",
    }
    for rule, name in rules.items():
        figure.choice("Rule for the bandwidth").select_option(label=name)
        settings, _, _ = figure.check()
        expected = KernelDensity(figure.X, rule=rule, kernel=kernel).bandwidth
        assert settings["bandwidth"] == pytest.approx(expected, rel=1e-12)
    figure.choice("Score").select_option("likelihood")
    figure.check()
    figure.search_done()


@pytest.mark.parametrize(
    ("rule", "name"),
    [("sturges", "Sturges"), ("scott", "Scott"), ("freedman-diaconis", "Freedman–Diaconis")],
)
def test_rules_for_the_bins_are_gmmlib_s(figure, rule, name):
    figure.type("Origin", "0.3")
    figure.choice("Rule for the bins").select_option(label=name)
    _, shown, values = figure.check()
    peer = Histogram(figure.X, rule=rule)
    np.testing.assert_array_equal(shown.histogram.counts, peer.counts)
    assert values["histogram-score"] == pytest.approx(peer.loo_squared_error(), rel=1e-9)
    assert figure.choice("Rule for the bins").input_value() == ""


def test_the_curves_are_drawn_where_the_densities_are(figure):
    read = figure.root.evaluate(
        """(figure) => {
          const plot = figure.querySelector(".xp-plot");
          const axis = (i) => [...plot.querySelectorAll(".xp-axis")[i].querySelectorAll(".tick")]
            .map((tick) => [tick.textContent, tick.getAttribute("transform")]);
          return { curve: plot.querySelector(".xp-kde").getAttribute("d"),
            bars: plot.querySelector(".xp-bins").getAttribute("d"), y: axis(0), x: axis(1) };
        }"""
    )
    _, shown, _ = figure.check()

    def scale(ticks, i):
        # d3 puts the lines of an axis on the middle of a pixel, half a pixel off.
        places = [float(re.findall(r"-?[\d.]+", place)[i]) - 0.5 for _, place in ticks]
        return np.poly1d(np.polyfit([from_text(text) for text, _ in ticks], places, 1))

    to_px, to_py = scale(read["x"], 0), scale(read["y"], 1)
    points = np.array([pair.split(",") for pair in re.split("[ML]", read["curve"])[1:]], float)
    x = (points[:, 0] - to_px(0)) / (to_px(1) - to_px(0))
    assert np.abs(points[:, 1] - to_py(shown.kde.pdf(x))).max() < 1
    bars = np.array(re.findall(r"M([\d.]+),[\d.]+V([\d.]+)H([\d.]+)", read["bars"]), float)
    filled = shown.histogram.counts > 0
    np.testing.assert_allclose(bars[:, 0], to_px(shown.edges[:-1][filled]), atol=0.2)
    np.testing.assert_allclose(bars[:, 1], to_py(shown.histogram.density[filled]), atol=0.2)


def test_either_or_both_are_shown(figure):
    for shown, marks in (("histogram", (True, False)), ("density", (False, True))):
        figure.choice("Shown").select_option(shown)
        figure.check()
        for selector, seen in zip((".xp-plot .xp-bins", ".xp-plot .xp-kde"), marks, strict=True):
            assert bool(figure.root.locator(selector).first.get_attribute("d")) == seen
        assert figure.handle("Bin width").is_visible() == marks[0]
        assert figure.handle("Origin").is_visible() == marks[0]
        assert figure.handle("Bandwidth").is_visible() == marks[1]


def test_every_preset_undo_and_links(figure, open_page):
    names = figure.presets.locator("option").all_inner_texts()[1:]
    assert len(names) == 8
    seen = []
    for name in names:
        figure.presets.select_option(label=name)
        settings, _, values = figure.check()
        seen.append(settings)
        other = Figure(open_page(figure.root.evaluate(READ)["link"]))
        again, _, same = other.check()
        assert again == settings
        del same["best-bandwidth"], values["best-bandwidth"]
        assert same == pytest.approx(values, rel=1e-12)
    for settings in reversed(seen[1:]):
        assert figure.check()[0] == settings
        figure.page.keyboard.press("Control+z")
    assert figure.check()[0] == seen[0]


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("1~w1", "the part “o” is missing"),
        ("2~w1", "it has version “2”"),
        ("1~w0~o0~b1~k7~s0~c0~x0~d", "a width must be greater than 0"),
        ("1~w1~o0~b0~k7~s0~c0~x0~d", "a bandwidth must be greater than 0"),
        ("1~w1e-9~o0~b1~k7~s0~c0~x0~d", "make at most 2000 bins"),
        ("1~w1~o1e30~b1~k7~s0~c0~x0~d", "within a million widths"),
        ("1~w1~o0~b1~k9~s0~c0~x0~d", "the part “k” must be a number from 0 to 7"),
        ("1~w1~o0~b1~k7~s0~c0~x0~d3,3", "x is 3 in every row"),
        ("1~w1~o0~b1~k7~s0~c0~x0~dalert(1)", "the part “d” must be the numbers"),
    ],
)
def test_bad_links_are_ignored_with_a_reason(figure, link, reason):
    before, _, _ = figure.check()
    figure.page.evaluate("(hash) => { window.location.hash = hash; }", f"#live-{KIND}={link}")
    figure.page.wait_for_function(
        "([line, reason]) => line.textContent.includes(reason)",
        arg=[figure.root.locator(".xp-status").element_handle(), reason],
    )
    assert figure.status().startswith("The link's picture cannot be shown")
    assert figure.check()[0] == before


def test_bad_numbers_are_refused_where_they_are_typed(figure):
    before, _, _ = figure.check()
    for label, text, sentence in (
        ("Bin width", "0", "A width must be greater than 0"),
        ("Bin width", "1e-9", "A width must be greater than 0 and make at most 2000 bins"),
        ("Origin", "1e12", "An origin must lie within a million widths"),
        ("Bandwidth", "-1", "A bandwidth must be greater than 0"),
        ("Cursor x", "1e99", "A place must lie between"),
    ):
        field = figure.type(label, text)
        complaint = figure.root.locator(f"#{field.get_attribute('aria-describedby')}")
        assert complaint.inner_text().startswith(sentence)
        assert figure.check()[0] == before
        field.press("Escape")


def test_own_numbers(figure):
    said = figure.paste("1.5\n1.7\n2\n5\n5.5\n9\n9.5\n9.25")
    assert said.startswith("8 points are in the picture; they stay in this page.")
    settings, shown, _ = figure.check()
    assert settings["X"] == [1.5, 1.7, 2, 5, 5.5, 9, 9.5, 9.25]
    np.testing.assert_array_equal(shown.histogram.counts, Histogram(settings["X"]).counts)
    assert settings["bandwidth"] == pytest.approx(KernelDensity(shown.X).bandwidth, rel=1e-3)
    figure.search_done()
    figure.button("Undo").click()
    assert figure.check()[0]["X"] == figure.page_data


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("3\n3\n3", "Column 1 is 3 in every row, so nothing says how wide bins or kernels should"),
        ("7", "This is one point; bins and kernels need at least two different ones."),
        ("1\nabc\n3", "Line 2: “abc” is not a number; correct it or remove the line."),
        ("1\n<img src=x onerror=alert(1)>", "Line 2: “"),
        ("", "There is nothing to read; paste numbers, one point a line."),
    ],
)
def test_what_cannot_be_shown_is_said_and_the_picture_stays(figure, text, sentence):
    before, _, _ = figure.check()
    said = figure.paste(text)
    assert said.startswith(sentence)
    assert said.endswith("Nothing was changed.")
    assert figure.check()[0] == before
    assert figure.root.locator(".xp-report img").count() == 0


def test_repeated_values_get_a_sentence(figure):
    figure.paste("\n".join(["1"] * 7 + ["2"] * 2))
    assert figure.status().startswith("Only 2 of 9 values are different.")
    settings, _, _ = figure.check()
    for menu, rule, sentence in (
        (
            "Rule for the bins",
            "Freedman–Diaconis",
            "Freedman–Diaconis: half of the points are equal",
        ),
        ("Rule for the bandwidth", "Improved Sheather–Jones", "Improved Sheather–Jones gives no"),
    ):
        figure.choice(menu).select_option(label=rule)
        assert figure.status().startswith(sentence)
        assert figure.check()[0] == settings
    figure.button("Go to the best bandwidth").click()
    figure.page.wait_for_function(
        "(line) => line.textContent.startsWith('There is no best bandwidth: so many values are')",
        arg=figure.root.locator(".xp-status").element_handle(),
    )
    figure.check()


def test_an_outlier_at_1e12_gets_a_sentence(figure):
    figure.paste("1\n2\n3\n4\n5\n1e12")
    assert figure.status().startswith("One point lies far from all others, at 1×10¹²:")
    figure.check()
    for criterion in CRITERIA:
        figure.choice("Score").select_option(criterion)
        figure.search_done()
        figure.check()
    figure.choice("Rule for the bins").select_option(label="Freedman–Diaconis")
    assert "this picture shows at most 2000" in figure.status()
    _, shown, _ = figure.check()
    assert len(shown.edges) == 2001


def test_twenty_thousand_points_stay_at_hand(figure):
    rng = np.random.default_rng(5)
    x = np.round(np.concatenate([rng.normal(0, 1, 15_000), rng.normal(6, 2, 10_000)]), 4)
    said = figure.paste("\n".join(map(str, x)))
    assert "Of 25000 rows 20000 are used, drawn at random." in said
    assert figure.root.get_by_text("Of more than 600 points the scores").is_visible()
    figure.copy_button.click()
    assert figure.status().startswith("No link was copied: a link holds at most 300 points")
    slowest = figure.root.evaluate(
        """(figure) => ["Bin width", "Bandwidth", "Origin", "Cursor x"].map((name) => {
          const slider = figure.querySelector(`input[type=range][aria-label="${name}"]`);
          const times = [];
          for (let i = 0; i < 15; i += 1) {
            slider.value = Number(slider.min) + (0.3 + 0.02 * i) * (slider.max - slider.min);
            const start = performance.now();
            slider.dispatchEvent(new Event("input", { bubbles: true }));
            times.push(performance.now() - start);
          }
          slider.dispatchEvent(new Event("change", { bubbles: true }));
          return times.sort((a, b) => a - b)[7];
        })"""
    )
    # A page that does work in proportion to pairs of points would take seconds.
    assert max(slowest) < 150
    figure.button("Go to the best bandwidth").click()
    figure.search_done()
    figure.button("Reset").click()
    figure.check()


def test_a_page_without_script_shows_the_static_picture(kind, open_page, address_of):
    page = open_page(address_of(kind), java_script_enabled=False)
    picture = page.locator(f"#live-{KIND} .explorable-static svg")
    assert picture.is_visible()
    assert "a histogram of 250 points with 20 bins" in picture.get_attribute("aria-label")
