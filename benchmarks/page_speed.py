"""How soon a page's explorables are live, and how soon one has drawn what a reader asks."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page

from benchmarks.book import pages
from benchmarks.report import Measurement

RUNS = 5
EVENTS = 40
SLOWDOWN = 4
#: 10 Mbit/s, in bytes a second.
THROUGHPUT = 10e6 / 8

#: Notes when the last figure says that it is live, in seconds from the start of navigation.
WATCH = """() => {
  new MutationObserver(() => {
    const figures = [...document.querySelectorAll("figure.explorable")];
    if (figures.length && document.readyState !== "loading"
        && figures.every((figure) => figure.dataset.live === "true")) {
      window.allLive ??= performance.now() / 1000;
    }
  }).observe(document, { subtree: true, childList: true, attributes: true });
}"""

#: Times input events on a slider, each with its drawing, styles and layout; in milliseconds.
DRAW = """([id, events]) => {
  const figure = document.getElementById(id);
  const slider = ["[aria-label='Mean of component 1']", "[aria-label^='Place']", ":enabled"]
    .map((which) => figure.querySelector(`input[type=range]${which}`)).find(Boolean);
  const look = () => [...figure.querySelectorAll(".xp-plot path, .xp-plot g")]
    .map((mark) => mark.getAttribute("d") ?? mark.getAttribute("transform")).join();
  const step = Number(slider.step);
  const start = Number(slider.value);
  return Array.from({ length: events }, (_, i) => {
    const before = look();
    slider.value = String(start + step * (1 + i % 8));
    const begin = performance.now();
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    document.body.getBoundingClientRect();
    const time = performance.now() - begin;
    if (look() === before) throw new Error(`${id} did not draw`);
    return time;
  });
}"""

#: Kinds of explorables that show hundreds of points in the plane.
IN_THE_PLANE = ("live-em-lab-2d", "live-one-gaussian", "live-soft-to-hard")

#: Times whole runs of EM from the figure's own start, each with its drawing; in milliseconds.
FIT = """([id, runs]) => {
  const figure = document.getElementById(id);
  const press = (name) => [...figure.querySelectorAll("button")]
    .find((button) => button.textContent === name).click();
  return Array.from({ length: runs }, () => {
    press("Reset");
    const begin = performance.now();
    press("Run EM");
    document.body.getBoundingClientRect();
    return performance.now() - begin;
  });
}"""


def measure(browser: Browser, site: str) -> Iterator[Measurement]:
    """Measure every page that has an explorable."""
    for address in pages():
        plain = [visit(browser, f"{site}/{address}") for _ in range(RUNS)]
        if plain[0] is None:
            continue
        yield Measurement("navigation to live", address, median(times(plain)))
        slow = [visit(browser, f"{site}/{address}", slowly=True) for _ in range(RUNS)]
        what = "navigation to live, 4x slower CPU, 10 Mbit/s"
        yield Measurement(what, address, median(times(slow)))
        for figure, drawn in drawings(browser, f"{site}/{address}"):
            what = "input event to drawing"
            if figure.startswith(IN_THE_PLANE):
                what += ", 600 points in the plane"
            yield Measurement(what, f"{address} {figure}", median(drawn))
        for figure, fitted in fits(browser, f"{site}/{address}"):
            what = "EM to convergence, 600 points in the plane, K = 3"
            yield Measurement(what, f"{address} {figure}", median(fitted))


def times(visits: list[float | None]) -> list[float]:
    """Give the times; a page that came alive once must do so each time."""
    if None in visits:
        raise RuntimeError("a page came alive in one run and not in another")
    return [time for time in visits if time is not None]


def visit(browser: Browser, address: str, slowly: bool = False) -> float | None:
    """Seconds from navigation to every figure live, with an empty cache; None without figures."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.add_init_script(f"({WATCH})()")
    if slowly:
        slow_down(page)
    page.goto(address, wait_until="domcontentloaded", timeout=60_000)
    count = page.locator("figure.explorable").count()
    if count:
        page.wait_for_function("() => window.allLive !== undefined", timeout=60_000)
    time: Any = page.evaluate("window.allLive ?? null")
    context.close()
    return time if time is None else float(time)


def slow_down(page: Page) -> None:
    """Make processor and network those of a modest phone."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    devtools.send("Network.enable")
    devtools.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": 0,
            "downloadThroughput": THROUGHPUT,
            "uploadThroughput": THROUGHPUT,
        },
    )


def drawings(browser: Browser, address: str) -> Iterator[tuple[str, list[float]]]:
    """Give each figure's id with its times, in milliseconds, of all runs."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    ids = page.eval_on_selector_all(
        "figure.explorable[data-live=true]", "(figures) => figures.map((figure) => figure.id)"
    )
    for id_ in ids:
        page.evaluate(DRAW, [id_, EVENTS])  # once unmeasured, until the engine is warm
        yield id_, [time for _ in range(RUNS) for time in page.evaluate(DRAW, [id_, EVENTS])]
    context.close()


def fits(browser: Browser, address: str) -> Iterator[tuple[str, list[float]]]:
    """Give the times of EM in the plane, in milliseconds, where a page has it."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    for figure in page.locator("figure[data-kind=em-lab-2d][data-live=true]").all():
        id_ = figure.get_attribute("id")
        page.evaluate(FIT, [id_, RUNS])  # once unmeasured, until the engine is warm
        yield str(id_), page.evaluate(FIT, [id_, RUNS])
    context.close()
