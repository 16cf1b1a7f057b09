"""Runs what is measured on the pages of the book, in a browser."""

from __future__ import annotations

import sys

from benchmarks import accessibility, book, page_size, page_speed
from benchmarks.library.section import Say
from benchmarks.report import Measurement, finish

ON_PAGES = (page_size, accessibility, page_speed)


def measure(say: Say) -> int:
    """Measure all; give 1 if a budget is missed."""
    measurements: list[Measurement] = []
    try:
        folder = book.built()
        with book.serve(folder) as site, book.browser() as browser:
            for module in ON_PAGES:
                for measurement in module.measure(browser, site):
                    measurements.append(measurement)
                    say(f"{measurement.what}: {measurement.where}")
    except (book.MissingBookError, book.chromium.NoBrowserError) as error:
        sys.exit(str(error))
    return finish(measurements)
