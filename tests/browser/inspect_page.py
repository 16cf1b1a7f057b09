"""What is wrong on an open page, as sentences."""

from in_page import script

from benchmarks.accessibility import violations

INSPECT = script("inspect")
MEANING = {
    "outside": "reaches out of the window",
    "cut": "is cut off",
    "unnamed": "has no alternative text",
    "dead": "did not come alive",
    "rawMath": "is a formula that MathJax did not set",
    "badMath": "is a formula with an error",
}


def settle(page):
    """Wait until every explorable is live, every formula set and every font there."""
    page.wait_for_function(
        "() => document.readyState === 'complete' && [...document.querySelectorAll("
        "'figure.explorable')].every((figure) => figure.dataset.live === 'true')"
    )
    page.evaluate(
        "async () => { await window.MathJax?.startup?.promise; await document.fonts.ready }"
    )
    # A picture that is loaded lazily has no size yet.
    page.evaluate(
        "async () => { for (const image of document.images) { image.loading = 'eager';"
        " await image.decode().catch(() => 0); } }"
    )


def defects(page):
    """Everything that is outside, cut off, unnamed, dead or not set."""
    found = page.evaluate(INSPECT)
    return [f"{MEANING[kind]}: {what}" for kind, places in found.items() for what in places]


def axe_violations(page, selector=""):
    """What axe-core finds against WCAG 2.2 AA, with rule and selector."""
    return [
        f"axe {found['rule']}: {found['selector']}\n    " + found["why"].replace("\n", "\n    ")
        for found in violations(page, selector)
    ]
