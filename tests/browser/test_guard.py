"""The guard of the browser tests sees what it must see; otherwise they prove nothing."""

import pytest
from conftest import GUARDS

from benchmarks.book import pages


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("console.error('first')", "console error: first"),
        ("console.warn('second')", "console warning: second"),
        ("setTimeout(() => { throw new Error('third') })", "error: third"),
        ("fetch('/no-such-file').catch(() => 0)", "status 404"),
        (
            "new Image().src = 'https://example.org/x.png'",
            "asked another host: https://example.org",
        ),
        ("new Image().src = 'http://192.0.2.1/x.png'", "asked another host: http://192.0.2.1"),
        ("import('/no/module.js').catch(() => 0)", "no/module.js"),
    ],
)
def test_a_complaint_is_heard(open_page, script, expected):
    page = open_page(pages()[0])
    assert GUARDS[page].take() == []
    page.evaluate(f"() => {{ {script} }}")
    page.wait_for_timeout(150)
    assert expected in "\n".join(GUARDS[page].take())
