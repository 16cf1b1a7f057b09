"""Every control of a live figure, whatever it is: found, moved, and its numbers compared."""

import json

from in_page import script
from oracle import SEARCHING, differences, expected_of_link, unlike_their_text

LOOK = script("look_at_control")
#: A look first: reading presses “Copy link”, which leaves its mark.
LOOK_AND_READ = f"""async ([figure, key]) => {{
  const {{ controls, look }} = ({LOOK})([figure, key]);
  const read = await ({script("read_figure")})(figure);
  read.picture = read.picture.filter((mark) => /NaN|Infinity/.test(mark));
  return {{ controls, look, read }};
}}"""
FOCUS = """([figure, key]) => [...figure.querySelectorAll("[data-key]")]
  .find((one) => one.dataset.key === key).focus({ preventScroll: true })"""
#: Numbers that depend on what the reader did before; their own tests hold them.
OF_THE_HISTORY = {"best", "em", "em-iterations"}
#: Marks first, while none lies on another; what builds other controls anew comes last.
ORDER = ("handle", "range", "field", "checkbox", "surface", "summary", "file", "textarea",
         "button", "select")  # fmt: skip
#: Pixels that a mark is dragged; farther if it goes by whole steps, and the first is not reached.
NEAR, FAR = 14, 80
#: Of a field, to whatever it fits.
TYPED = 0.9
DATA = "1, 7\n2, 5\n4, 6\n4.5, 9\n9, 8\n10, 12"
FILE = {"name": "own.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,5\n2,7\n4,6\n8,1\n"}


class Sweep:
    """One figure in an open page, and the device that moves its controls."""

    def __init__(self, page, figure_id, device):
        self.page, self.device = page, device
        self.root = page.locator(f"#{figure_id}")
        page.wait_for_selector(f"#{figure_id}[data-live=true]")
        # A handle of the element costs one message, a locator several.
        self.figure = self.root.element_handle()
        self.kind = self.figure.get_attribute("data-kind")
        self.state = json.loads(self.figure.get_attribute("data-state"))
        self.problems, self.controls, self.done = [], {}, set()
        self._touch = page.context.new_cdp_session(page) if device == "touch" else None

    def run(self):
        """Move every control; gives problems as sentences."""
        self.compare("at first")
        self._move_all()
        # A button may wait for another that was pressed before: each of them opens the way.
        for key in sorted(self.done, key=lambda key: "Reset" not in key):
            if not self.controls.keys() - self.done:
                break
            if key.startswith("button") and "Copy link" not in key and (look := self._look(key)):
                self._button(key, look)
                self.compare(f"after {key} again")
                self._move_all()
        self.problems += [f"{key}: could never be used" for key in self.controls.keys() - self.done]
        return [f"{self.kind}, {self.device}: {problem}" for problem in self.problems]

    def _move_all(self):
        while key := self._next():
            self.done.add(key)
            self._move(key)

    def _note(self, controls):
        """Take up what controls there are now, in the order of moving them."""
        unknown = [key for key, kind, _ in controls if kind not in ORDER]
        assert not unknown, f"{self.kind}: no way to move {unknown}"
        controls = sorted(controls, key=lambda one: ORDER.index(one[1]))
        self.controls = {key: is_usable for key, _, is_usable in controls}

    def _next(self):
        """A control that has not been moved and can be used now."""
        waiting = (key for key, is_usable in self.controls.items() if is_usable)
        return next((key for key in waiting if key not in self.done), None)

    def _look(self, key):
        return self.page.evaluate(LOOK, [self.figure, key])["look"]

    def _move(self, key):
        """Move one control and compare."""
        if key == "button “Reset”":
            self._leave_start()
        before = self._look(key)
        if self.device != "keyboard" and before["covered"]:
            self.problems.append(f"{key}: lies under {before['covered']}")
        getattr(self, f"_{key.split()[0]}")(key, before)
        after = self.compare(f"after {key}", key)
        has_effect = not key.startswith(("button “Copy link", "textarea"))
        has_effect &= self.device != "keyboard" or not key.startswith("surface")
        if after and has_effect and before["shown"] == after["shown"]:
            self.problems.append(f"after {key}: nothing has changed")
        if after and key.startswith("field") and after["alert"]:
            self.problems.append(f"after {key}: {after['alert']}")
        if key.startswith("handle"):
            self.page.keyboard.press("Control+z")

    def _leave_start(self):
        """So that Reset has something to do."""
        key = next(key for key, usable in self.controls.items() if usable and key[:5] == "range")
        self._focus(key)
        for name in ("ArrowLeft", "ArrowRight", "ArrowRight"):
            self.page.keyboard.press(name)

    def _focus(self, key):
        self.page.evaluate(FOCUS, [self.figure, key])

    def _press(self, key, look, share=0.5):
        """Press a place of a control as the device does."""
        x, y = look["left"] + share * look["width"], look["y"]
        if self.device == "keyboard":
            self._focus(key)
            self.page.keyboard.press("Space" if key.startswith("checkbox") else "Enter")
        elif self.device == "mouse":
            self.page.mouse.click(x, y)
        else:
            self.page.touchscreen.tap(x, y)

    _button = _summary = _checkbox = _press

    def _range(self, key, look):
        in_upper_half = look["number"] > (look["low"] + look["high"]) / 2
        if self.device == "keyboard":
            self._focus(key)
            self.page.keyboard.press("ArrowLeft" if in_upper_half else "ArrowRight")
        else:
            self._press(key, look, 0.3 if in_upper_half else 0.7)

    def _handle(self, key, look):
        x, y = look["x"], look["y"]
        if self.device == "keyboard":
            self._focus(key)
            self.page.keyboard.press("ArrowRight")
            self.page.keyboard.press("ArrowUp")
            self.page.keyboard.press("ArrowUp")
        elif self.device == "mouse":
            self.page.mouse.move(x, y)
            self.page.mouse.down()
            self.page.mouse.move(x + 6, y - 6)
            self.compare(f"while {key} is dragged")
            self.page.mouse.move(x + NEAR, y - NEAR)
            if self._look(key)["shown"] == look["shown"]:
                self.page.mouse.move(x + FAR, y - FAR)
            self.page.mouse.up()
        else:
            for type_, step in (("touchStart", 0), ("touchMove", 8), ("touchMove", NEAR)):
                self._finger(type_, [{"x": x + step, "y": y - step}])
            if self._look(key)["shown"] == look["shown"]:
                self._finger("touchMove", [{"x": x + FAR, "y": y - FAR}])
            self._finger("touchEnd", [])

    def _finger(self, type_, points):
        self._touch.send("Input.dispatchTouchEvent", {"type": type_, "touchPoints": points})

    def _field(self, key, look):
        slider = self._look(key.replace("field", "range").replace(", typed", ""))
        number = look["number"]
        if slider and slider["isWhole"]:
            number += 1 if number < slider["high"] else -1
        else:
            number = TYPED * number or TYPED
        if self.device == "keyboard":
            self._focus(key)
        else:
            self._press(key, self._look(key))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(f"{number:.6g}")
        self.page.keyboard.press("Enter")

    def _surface(self, key, look):
        # Of the keyboard are the marks and sliders that do the same.
        if self.device != "keyboard":
            self._press(key, look, (look["x"] - look["left"]) / look["width"])

    def _textarea(self, key, look):
        self._focus(key)
        if look["value"]:
            self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(DATA)

    def _file(self, key, _):
        self._control(key).set_input_files(FILE)
        self.root.locator(".xp-report li").first.wait_for()

    def _select(self, key, look):
        options, now = look["options"], look["value"]
        if self.device == "keyboard":
            self._focus(key)
            is_last = now == options[-1]
            self.page.keyboard.press("ArrowUp" if is_last else "ArrowDown")
            return
        # The list of options is the browser's own; what it gives is tried one by one.
        for value in [option for option in options if option != now]:
            control = self._control(key)
            if control is None:
                return
            control.select_option(value)
            self.compare(f"after “{value}” of {key}")

    def _control(self, key):
        found = self.figure.query_selector_all("[data-key]")
        return next((one for one in found if one.get_attribute("data-key") == key), None)

    def compare(self, when, key=""):
        """Compare all numbers with gmmlib's for the state shown now; gives a look at a control."""
        seen = self.page.evaluate(LOOK_AND_READ, [self.figure, key])
        self._note(seen["controls"])
        read = seen["read"]
        # Points added to many are more than a link holds; then nothing tells the state.
        fragment = (read["link"] or "").partition("#")[2]
        values = {name: json.loads(value) for name, (value, _) in read["outputs"].items()}
        texts = {name: text for name, (_, text) in read["outputs"].items()}
        shown = {name: value for name, value in values.items() if name not in OF_THE_HISTORY}
        problems = []
        if fragment and self.kind not in SEARCHING:
            expected, scale = expected_of_link(self.kind, fragment, self.state)
            texts = {name: text.split(" of ")[0] for name, text in texts.items()}
            problems = differences(shown, expected, scale) + unlike_their_text(values, texts)
        if len(values) != read["numberOfOutputs"]:
            problems.append("two outputs have one name")
        problems += [f"a mark stands at {mark}" for mark in read["picture"]]
        self.problems += [f"{when}: {problem[:300]} ({fragment[:300]})" for problem in problems[:3]]
        return seen["look"]
