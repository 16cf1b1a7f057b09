"""Nothing that a reader types, pastes, drops or gets in a link is taken for HTML or code.

Each picture stays, and a sentence tells what is wrong. Whoever runs code leaves a mark.
"""

import re
from urllib.parse import quote

import pytest
from explorable import READ
from oracle import SEARCHING
from test_every_control import figures, pages

MARK = "window.taken = true"
HOSTILE = {
    "an image": f'<img src=x onerror="{MARK}">',
    "a script": f"</script><script>{MARK}</script>",
    "a picture": f'"><svg onload="{MARK}">',
    "an attribute": f'" autofocus onfocus="{MARK}" x="',
    "an address": f"javascript:{MARK}",
    "a template": f"${{{MARK}}}{{{{{MARK}}}}}",
    "a prototype": "__proto__",
    "a constructor": "constructor.prototype",
    "turned text": "\u202e1\u2066\u200b\u200f",
    "no text": "\x00\x1b[2J\ufffe",
    "a half character": "\ud800",
    "a formula": "=1+1;@SUM(A1)",
    "a long number": "1" * 1_000_000 + "x",
    "a long text": "x,;\n" * 250_000,
}
#: Longer ones are pasted where texts go, not into a link: browsers cut links.
LONGEST_LINK = 2000
#: Texts in sentences: at most so many characters of each line of what came.
LONGEST_SENTENCE = 400

#: So many readings in a row that are alike.
RESTING = 4

STATE = """(figure) => {
  const live = figure.querySelector(".explorable-live");
  const foreign = "img, script, iframe, object, a[href], [onerror], [onload], [autofocus]";
  return [live.querySelectorAll(foreign).length, window.taken ?? null, document.title,
    Object.prototype.taken ?? null];
}"""
TYPE = """(figure, text) => {
  const live = figure.querySelector(".explorable-live");
  const said = [];
  for (const field of live.querySelectorAll("input[type=text], input[type=number]")) {
    if (field.disabled) continue;
    field.focus();
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
    const error = document.getElementById(field.getAttribute("aria-describedby"));
    const label = field.getAttribute("aria-label");
    said.push([label, error?.textContent ?? "", error?.childElementCount ?? 0]);
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  }
  return said;
}"""
#: As a paste or a drop gives it, with a hostile name of the file; long texts wait in the page.
GIVE = """([details, how, given]) => {
  const text = given ?? window.rows;
  const transfer = new DataTransfer();
  const more = { bubbles: true, cancelable: true };
  const field = details.querySelector("textarea");
  if (how === "paste") {
    transfer.setData("text/plain", text);
    const event = new ClipboardEvent("paste", { clipboardData: transfer, ...more });
    if (field.dispatchEvent(event)) {
      field.value = text;
      details.querySelector("button").click();
    }
  } else {
    const name = '<img src=x onerror="window.taken = true">.csv';
    transfer.items.add(new File([text], name, { type: "text/plain" }));
    details.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, ...more }));
  }
}"""


ROWS = """(columns) => {
  const row = (i) => [(i * 7919) % 10007, (i * 104729) % 9973].slice(0, columns).join();
  window.rows = Array.from({ length: 1e6 }, (_, i) => row(i)).join("\\n");
}"""
#: The longest time between two of its ticks is how long the page was busy.
CLOCK = """() => {
  window.worst = 0;
  const begun = performance.now();
  let last = begun;
  window.clock = setInterval(() => {
    const now = performance.now();
    window.worst = Math.max(window.worst, now - last);
    window.lasted = now - begun;
    last = now;
  }, 10);
}"""


@pytest.fixture(scope="module")
def live(new_page, site):
    """Give a function for the page of a figure, opened once."""
    opened = {}

    def page_of(address):
        if address not in opened:
            opened[address] = page = new_page()
            page.set_default_navigation_timeout(30_000)
            page.goto(f"{site}/{address}")
        opened[address].bring_to_front()
        return opened[address]

    return page_of


def each_figure():
    """Page and id of one figure of each kind."""
    seen = {}
    for address in pages():
        for name in figures(address):
            seen.setdefault(name, address)
    return [(address, name) for name, address in seen.items()]


def locate(page, name):
    page.wait_for_selector(f"#{name}[data-live=true]")
    return page.locator(f"#{name}")


def picture(figure):
    read = figure.evaluate(READ)
    return read["link"], read["picture"], read["outputs"]


def at_rest(figure):
    """Press Reset and wait until no search in the background draws any more."""
    figure.get_by_role("button", name="Reset", exact=True).click()
    seen = [picture(figure)]
    searches = figure.get_attribute("data-kind") in SEARCHING
    while searches and (len(seen) < RESTING or any(one != seen[-1] for one in seen[-RESTING:])):
        figure.page.wait_for_timeout(250)
        seen.append(picture(figure))
    return seen[-1]


def nothing_ran(figure):
    made, taken, title, polluted = figure.evaluate(STATE)
    assert (made, taken, polluted) == (0, None, None)
    assert "taken" not in title


@pytest.mark.parametrize(("address", "name"), each_figure())
def test_in_each_field(live, address, name):
    figure = locate(live(address), name)
    before = at_rest(figure)
    for text in HOSTILE.values():
        for label, sentence, children in figure.evaluate(TYPE, text):
            assert sentence.startswith('"'), label
            assert sentence.endswith("."), label
            assert len(sentence) < LONGEST_SENTENCE
            assert children == 0
        nothing_ran(figure)
        assert picture(figure) == before


@pytest.mark.parametrize(("address", "name"), each_figure())
def test_in_each_link(live, address, name):
    page = live(address)
    figure = locate(page, name)
    before = at_rest(figure)
    good = before[0].partition("=")[2]
    status = figure.locator("[role=status]")
    parts = good.split("~")
    hostile = [text for text in HOSTILE.values() if len(text) < LONGEST_LINK]
    links = [quote(text, safe="", errors="replace") for text in hostile]
    links += ["%", "%ff%fe", "0~" + good[2:], "2~" + good[2:], good[2:], "1~", "1"]
    # Each part in turn is hostile, or missing.
    links += [
        "~".join([*parts[:i], parts[i][:1] + quote(hostile[0]), *parts[i + 1 :]])
        for i in range(1, len(parts))
    ]
    links += ["1" + "~" * 500, "1~" + "w1~" * 300]
    for link in links:
        page.evaluate(
            """([figure, status, hash]) => {
              history.replaceState(null, "", location.pathname);
              status.textContent = "";
              location.hash = hash;
            }""",
            [figure.element_handle(), status.element_handle(), f"#{name}={link}"],
        )
        page.wait_for_function("(line) => line.textContent", arg=status.element_handle())
        sentence = status.inner_text()
        assert sentence.startswith("The link's picture cannot be shown, so nothing was changed: ")
        assert sentence.endswith(".")
        assert len(sentence) < LONGEST_SENTENCE
        assert not re.search("[\x00-\x1f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", sentence)
        nothing_ran(figure)
        assert picture(figure) == before, link
    page.evaluate("history.replaceState(null, '', location.pathname)")


def own_data():
    """Page, id and number of columns of each figure that takes data of one's own."""
    taking = {"live-em-lab": 1, "live-em-lab-2d": 2, "live-histogram-kde": 1}
    return [(address, name, taking[name]) for address, name in each_figure() if name in taking]


#: What came, for one column and for two, and the beginning of what is said.
BAD = {
    "text": ("1\nabc\n3", "1,2\nabc,3\n3,1", "Line 2: “abc” is not a number; correct it"),
    "ragged": ("a,b\n1,2\n3", "1,2\n2,2\n5\n3,1", "Line 3: it has 1 value where the first"),
    "only empty lines": ("\n\n \n", "\n\n \n", "There is nothing to read; paste numbers"),
    "only separators": (",", None, "There is nothing to read; paste numbers"),
    "no values": ("1,2\n,", ";;", "Line {}: a value is missing; fill it in or remove the line"),
    "decimal commas": ("1,5 2,5", "1,5;2,5\n2,5;1", "Line 1: “1,5” has a comma for the decimals"),
    "NaN": ("1\nNaN\n3", "1,2\nNaN,3\n3,1", "Line 2: a value is missing (“NaN”); fill it in"),
    "infinite": ("1\nInfinity", "1,2\nInfinity,3", "Line 2: “Infinity” is not a number"),
    "too large": ("1\n1e60\n2", "1,2\n1e60,3", "Line 2: “1e60” is too large; rescale"),
}  # fmt: skip


@pytest.mark.parametrize(("address", "name", "columns"), own_data())
class TestOwnData:
    @pytest.fixture
    def figure(self, live, address, name):
        figure = locate(live(address), name)
        at_rest(figure)
        if figure.locator("details.xp-own").get_attribute("open") is None:
            figure.locator("details.xp-own summary").click()
        return figure

    def give(self, figure, how, text):
        """Paste or drop a text; gives what is said in the end."""
        report = figure.locator(".xp-report")
        report.evaluate("(list) => list.replaceChildren()")
        details = figure.locator("details.xp-own").element_handle()
        figure.page.evaluate(GIVE, [details, how, text])
        figure.page.wait_for_function(
            "(list) => list.textContent && !list.textContent.startsWith('Reading')",
            arg=report.element_handle(),
            timeout=60_000,
        )
        return report.inner_text()

    @pytest.mark.parametrize("how", ["paste", "drop"])
    def test_bad_data_are_named_by_line(self, figure, columns, how):
        before = picture(figure)
        for what, (one, two, sentence) in BAD.items():
            if (text := one if columns == 1 else two) is None:
                continue
            said = self.give(figure, how, text)
            assert said.startswith(sentence.format(2 if columns == 1 else 1)), what
            assert said.endswith("Nothing was changed."), what
            assert picture(figure) == before, what
        for what, text in HOSTILE.items():
            bad = f"1{',2' * (columns - 1)}\n{text}"
            said = self.give(figure, how, bad)
            # A semicolon in the second line makes the commas of the first suspect.
            assert re.match("Line [12]: ", said), what
            assert said.endswith("Nothing was changed."), what
            assert len(said) < 6 * LONGEST_SENTENCE
            assert figure.locator(".xp-report li *").count() == 0
            assert picture(figure) == before, what
        figure.locator(".xp-report").evaluate("(list) => list.replaceChildren()")
        nothing_ran(figure)

    def test_hostile_names_of_columns(self, figure, columns):
        names = [HOSTILE["an image"], HOSTILE["a picture"], "__proto__", "\u202eabc"]
        rows = ["1;2;5;7", "3;1;2;8", "4;4;1;2"]
        said = self.give(figure, "drop", "\n".join([";".join(names), *rows]))
        assert said.startswith("3 points are in the picture")
        choices = figure.locator("details.xp-own select option")
        assert choices.count() == columns * len(names)
        assert choices.nth(0).inner_text().endswith(f"{names[0][:20]}…")
        assert "\u202e" not in choices.nth(3).inner_text()
        for choice in figure.locator("details.xp-own select").all():
            choice.select_option(index=3)
        nothing_ran(figure)

    def test_points_that_are_no_data(self, figure, columns):
        before = picture(figure)
        one = self.give(figure, "paste", "7" if columns == 1 else "7,8")
        assert one.startswith(("This is one point", "One point")), one
        assert picture(figure) == before
        if columns == 1:
            said = self.give(figure, "paste", "3\n3\n3")
        else:
            said = self.give(figure, "paste", "3,1\n3,2\n3,4")
        assert said.startswith(("Column 1 is 3 in every row", "All values are 3")), said
        assert said.endswith("Nothing was changed.")
        assert picture(figure) == before

    @pytest.mark.parametrize("how", ["paste", "drop"])
    def test_a_million_rows_do_not_freeze_the_page(self, figure, columns, how):
        """No second lies between two ticks of a clock in the page."""
        page = figure.page
        page.evaluate(ROWS, columns)
        page.evaluate(CLOCK)
        report = figure.locator(".xp-report")
        report.evaluate("(list) => list.replaceChildren()")
        page.evaluate(GIVE, [figure.locator("details.xp-own").element_handle(), how, None])
        page.wait_for_function(
            "(list) => list.textContent.includes('points are in the picture')",
            arg=report.element_handle(),
            timeout=60_000,
        )
        worst, all_in_all = page.evaluate(
            "(clearInterval(window.clock), delete window.rows, [window.worst, window.lasted])"
        )
        said = report.inner_text()
        assert said.startswith("20000 points are in the picture")
        assert "Of 1000000 rows 20000 are used, drawn at random." in said
        # A machine that is busy with other things is slow in all parts alike.
        assert worst < max(1000, all_in_all / 4)
