"""Run every benchmark and compare with budgets and the last run: `make bench`."""

from __future__ import annotations

import sys
import time

from playwright.sync_api import sync_playwright

from benchmarks import accessibility, book, import_time, page_size, page_speed
from benchmarks.report import Measurement, finish

#: Measured on the pages of the book, in a browser.
ON_PAGES = (page_size, accessibility, page_speed)


def main() -> int:
    """Measure all, with a line for each step; the exit code says whether the budgets are kept."""
    try:
        folder = book.built()
    except book.MissingBookError as error:
        sys.exit(str(error))
    begin = time.monotonic()
    measurements: list[Measurement] = []

    def note(measurement: Measurement) -> None:
        measurements.append(measurement)
        print(
            f"{time.monotonic() - begin:6.1f} s  {measurement.what}: {measurement.where}",
            flush=True,
        )

    for measurement in import_time.measure():
        note(measurement)
    with book.serve(folder) as site, sync_playwright() as playwright:
        browser = book.launch(playwright)
        for module in ON_PAGES:
            for measurement in module.measure(browser, site):
                note(measurement)
        browser.close()
    return finish(measurements)


if __name__ == "__main__":
    sys.exit(main())
