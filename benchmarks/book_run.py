"""Runs what is measured on the pages of the book, in a browser."""

from __future__ import annotations

import sys

from playwright.sync_api import sync_playwright

from benchmarks import accessibility, book, page_size, page_speed
from benchmarks.library.section import Say
from benchmarks.report import Measurement, finish

ON_PAGES = (page_size, accessibility, page_speed)


def measure(say: Say) -> int:
    """Measure all; give 1 if a budget is missed."""
    try:
        folder = book.built()
    except book.MissingBookError as error:
        sys.exit(str(error))
    measurements: list[Measurement] = []
    with book.serve(folder) as site, sync_playwright() as playwright:
        browser = book.launch(playwright)
        for module in ON_PAGES:
            for measurement in module.measure(browser, site):
                measurements.append(measurement)
                say(f"{measurement.what}: {measurement.where}")
        browser.close()
    return finish(measurements)
