"""One live figure in a page: read it, use its controls, compare its numbers with gmmlib."""

import json
import math
import re

import numpy as np
from in_page import script
from oracle import differences, from_data_state, from_link, readouts, unlike_their_text

KINDS = (
    "mixture-explorer",
    "likelihood-lab",
    "responsibilities",
    "posterior",
    "ancestral-sampling",
    "mean-update",
    "covariance-update",
    "weight-update",
    "em-lab",
)
#: Numbers that depend on what the reader did before; their own tests hold them.
OF_THE_HISTORY = {"best", "em", "em-iterations"}

READ = script("read_figure")
UNIT = script("read_unit")


class Reading:
    """All that a figure shows at one moment."""

    def __init__(self, read):
        self.figure, self.state = from_link(read["link"].partition("#")[2])
        self.link = read["link"]
        self.status = read["status"]
        self.values = {name: json.loads(value) for name, (value, _) in read["outputs"].items()}
        self.texts = {name: text for name, (_, text) in read["outputs"].items()}
        self.picture = read["picture"]
        self.handles = read["handles"]
        assert len(self.values) == read["numberOfOutputs"], "two outputs have one name"


class Explorable:
    def __init__(self, page, selector="figure.explorable"):
        self.page = page
        self.root = page.locator(selector)
        page.wait_for_selector(f"{selector}[data-live=true]")
        self.kind = self.root.get_attribute("data-kind")
        self.start, self.X = from_data_state(self.root.get_attribute("data-state"))

    def read(self):
        return Reading(self.root.evaluate(READ))

    def check(self):
        """Compare every number of the figure with gmmlib's; gives the reading."""
        reading = self.read()
        state, values = reading.state, reading.values
        shown = {name: value for name, value in values.items() if name not in OF_THE_HISTORY}
        scale = 1 + max(abs(mean) for mean in state.means)
        problems = differences(shown, readouts(self.kind, state, self.X), scale)
        problems += unlike_their_text(values, reading.texts)
        problems += _handles_off(reading)
        assert not problems, f"at {state}:\n" + "\n".join(problems)
        return reading

    def slider(self, label):
        return self.root.get_by_role("slider", name=label, exact=True)

    def field(self, label):
        return self.root.get_by_role("textbox", name=f"{label}, typed", exact=True)

    def handle(self, label):
        return self.root.locator(f'.xp-plot [role=slider][aria-label="{label}, in the picture"]')

    def show(self, mark):
        """Bring a mark into the middle of the window, at once."""
        mark.evaluate("(mark) => mark.scrollIntoView({block: 'center', behavior: 'instant'})")

    @property
    def unit(self):
        """Pixels on the screen for a step of 1 on the x axis, from its labels."""
        return self.root.evaluate(UNIT)

    def button(self, name):
        return self.root.get_by_role("button", name=name, exact=True)

    @property
    def copy_button(self):
        """It says “Copied” for two seconds afterwards."""
        return self.root.get_by_role("button", name=re.compile(r"^Cop(y link|ied)$"))

    @property
    def presets(self):
        return self.root.get_by_role("combobox", name="Preset")

    @property
    def labels(self):
        """Name of each number that can be set, and which part of the state it is."""
        K = len(self.start.means)
        named = {
            f"{word.capitalize()} of component {k + 1}": (part, k)
            for k in range(K)
            for word, part in [("weight", "weights"), ("mean", "means"), ("variance", "variances")]
        }
        return named | ({} if self.start.cursor is None else {"Cursor x": ("cursor", None)})

    def type(self, label, text):
        """Type into a number field as a reader does, and press Enter."""
        field = self.field(label)
        field.focus()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.press("Delete")
        self.page.keyboard.insert_text(text)
        self.page.keyboard.press("Enter")
        return field


def part(state, where):
    """Give one number of a state."""
    name, k = where
    return state.cursor if k is None else getattr(state, name)[k]


def others(state, where):
    """Give all numbers that must stay; the weights share the rest in their proportions."""
    name, k = where
    left = {"weights": state.weights, "means": state.means, "variances": state.variances}
    left["cursor"] = () if state.cursor is None else (state.cursor,)
    chosen = left[name][:k] + left[name][k + 1 :] if k is not None else ()
    if name == "weights" and chosen:
        chosen = tuple(w / sum(chosen) for w in chosen)
    left[name] = chosen
    return np.concatenate([left[part] for part in sorted(left)])


def _handles_off(reading):
    """Marks in the picture that tell another value than the state has."""
    state = reading.state
    expected = {} if state.cursor is None else {"Cursor x, in the picture": state.cursor}
    for k, (mean, variance) in enumerate(zip(state.means, state.variances, strict=True), start=1):
        expected[f"Mean of component {k}, in the picture"] = mean
        expected[f"Standard deviation of component {k}, in the picture"] = math.sqrt(variance)
    return differences(reading.handles, expected)
