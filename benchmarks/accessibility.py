"""How many violations of WCAG 2.2 AA axe-core finds on each page."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Browser, Page

from benchmarks.book import ROOT, pages
from benchmarks.report import Measurement

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

RUN = """async ([tags, selector]) => {
  const options = { resultTypes: ["violations"], runOnly: { type: "tag", values: tags } };
  const { violations } = await axe.run(selector ? { include: [selector] } : document, options);
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => (
    { rule: id, selector: node.target.join(" "), why: node.failureSummary })));
}"""


def measure(browser: Browser, site: str) -> Iterator[Measurement]:
    """Count over light and dark."""
    for address in pages():
        found = [v for theme in ("light", "dark") for v in visit(browser, site, address, theme)]
        yield Measurement("axe-core violations, light and dark", address, len(found))


def visit(browser: Browser, site: str, address: str, theme: str) -> list[dict[str, str]]:
    """Open a page in a theme and examine it."""
    choice = [{"name": name, "value": theme} for name in ("mode", "theme")]
    context = browser.new_context(
        viewport={"width": 1280, "height": 800},
        storage_state={"cookies": [], "origins": [{"origin": site, "localStorage": choice}]},
    )
    page = context.new_page()
    page.goto(f"{site}/{address}", wait_until="networkidle")
    found = violations(page)
    context.close()
    return found


def violations(page: Page, selector: str = "") -> list[dict[str, str]]:
    """Give rule, selector and reason of each violation on an open page, or in parts of it."""
    if not AXE.exists():
        raise FileNotFoundError(f"{AXE} is missing. Install the JavaScript tools: npm ci")
    page.add_script_tag(path=AXE)
    found: list[dict[str, str]] = page.evaluate(RUN, [WCAG, selector])
    return found
