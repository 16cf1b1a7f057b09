"""The page “Explorables” in a real JupyterLab: hand and Python move the same pictures."""

import re
import shutil
from pathlib import Path

import nbformat
import pytest
from guard import Guard
from lab_server import jupyter_lab
from playwright.sync_api import expect

from gmmlib import explorables

PAGE = Path(__file__).resolve().parents[2] / "chapters" / "explorables.ipynb"
#: JupyterLab is large, and the machine may be busy.
SECONDS = 60
#: All cells of the page, and a picture of every kind.
SECONDS_FOR_ALL = 300
CLASSES = [
    name
    for name in explorables.__all__
    if isinstance(kind := getattr(explorables, name), type) and getattr(kind, "_kind", "")
]
ALL = f"""
from gmmlib import explorables
pictures = {{name: getattr(explorables, name)() for name in {CLASSES}}}
display(*pictures.values())
"""


class LabGuard(Guard):
    """JupyterLab warns of what is slow on a busy machine; errors are errors here, too."""

    def _console(self, message):
        if message.type == "error":
            super()._console(message)


class Notebook:
    """An open notebook whose last cell is for trying things."""

    def __init__(self, page):
        self.page = page

    def run_all(self):
        expect(self.page.locator("#jp-main-statusbar")).to_contain_text("| Idle")
        self.page.locator(".lm-MenuBar-item", has_text=re.compile("^Run$")).click()
        self.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        self.page.wait_for_function(
            """() => [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")].slice(0, -1)
              .every((prompt) => /^\\[\\d+\\]:$/.test(prompt.textContent))""",
            timeout=SECONDS_FOR_ALL * 1000,
        )

    def cell(self, source):
        """The code cell whose source has a text."""
        editor = self.page.locator(".cm-content", has_text=source)
        return self.page.locator(".jp-CodeCell").filter(has=editor)

    def python(self, line):
        """Type a line into the last cell, run it, and give what it prints."""
        cell = self.page.locator(".jp-CodeCell").last
        prompt = cell.locator(".jp-InputPrompt")
        before = prompt.inner_text()
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(line)
        self.page.keyboard.press("Control+Enter")
        expect(prompt).not_to_have_text(before)
        expect(prompt).to_have_text(re.compile(r"^\[\d+\]:$"))
        # The output may come a moment later than the number.
        self.page.wait_for_function(
            "() => document.querySelector('#jp-main-statusbar').textContent.includes('| Idle')"
        )
        return "\n".join(cell.locator(".jp-OutputArea-output").all_inner_texts()).strip()


@pytest.fixture(scope="module")
def opened(browser, tmp_path_factory):
    """The page's notebook with all its cells run, and its guard."""
    folder = tmp_path_factory.mktemp("notebooks")
    notebook = nbformat.read(PAGE, as_version=4)
    notebook.cells += [nbformat.v4.new_code_cell(source) for source in (ALL, "")]
    nbformat.write(notebook, folder / "explorables.ipynb")
    with jupyter_lab(folder) as (url, token):
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.set_default_timeout(SECONDS * 1000)
        guard = LabGuard(page, url)
        page.goto(f"{url}/lab/tree/explorables.ipynb?token={token}")
        notebook = Notebook(page)
        notebook.run_all()
        yield notebook, guard
        page.close()


@pytest.fixture
def notebook(opened):
    """The open notebook; what the browser complains about fails the test."""
    notebook, guard = opened
    yield notebook
    assert guard.take() == []


@pytest.fixture(autouse=True, scope="module")
def patience():
    """Assertions wait as long as everything else here."""
    expect.set_options(timeout=SECONDS * 1000)
    yield
    expect.set_options(timeout=5000)


def slider(picture, label):
    return picture.get_by_role("slider", name=label, exact=True)


def value(picture, label):
    return float(slider(picture, label).input_value())


def press(picture, label, key="ArrowRight"):
    """Move a slider by keyboard; gives where it stands then."""
    before = slider(picture, label).input_value()
    slider(picture, label).press(key)
    # JupyterLab may move the focus first, and acts on the key after the browser has told of it.
    expect(slider(picture, label)).not_to_have_value(before)
    return value(picture, label)


def test_every_cell_runs_and_every_picture_is_alive(notebook):
    page = notebook.page
    assert page.locator("[data-mime-type='application/vnd.jupyter.error']").count() == 0
    assert page.locator("[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
    live = page.locator(".jp-OutputArea .explorable .xp")
    # The page's own are one, the joined one, and the first again with a label.
    expect(live).to_have_count(3 + len(CLASSES))
    expect(notebook.cell("display(*pictures").locator(".explorable .xp")).to_have_count(
        len(CLASSES)
    )
    # The widget is shown, not the figure of a static page.
    assert page.locator("figure.explorable").count() == 0


def test_python_sees_what_the_hand_moved(notebook):
    picture = notebook.cell('name="waits"').locator(".xp")
    old = value(picture, "Mean of component 1")
    new = press(picture, "Mean of component 1")
    assert new > old
    assert float(notebook.python("print(lab.model.means[0, 0])")) == pytest.approx(new, rel=1e-12)
    assert notebook.python("print(em(waits, lab.model).converged)") == "True"


def test_what_python_assigns_moves_the_picture_and_can_be_undone(notebook):
    picture = notebook.cell('name="waits"').locator(".xp")
    before = value(picture, "Mean of component 2")
    notebook.python("lab.model = GaussianMixture([0.25, 0.75], [55.5, 81.25], [20, 30])")
    field = picture.get_by_role("textbox", name="Mean of component 2, typed", exact=True)
    expect(field).to_have_value("81.25")
    shown = float(
        picture.locator("output[name=negative-log-likelihood]").get_attribute("data-value")
    )
    assert float(notebook.python("print(-lab.log_likelihood)")) == pytest.approx(shown, rel=1e-9)
    picture.get_by_role("button", name="Undo", exact=True).click()
    expect(slider(picture, "Mean of component 2")).to_have_value(f"{before:g}")
    assert float(notebook.python("print(lab.means[1])")) == before


def test_history_has_the_steps_that_were_taken(notebook):
    picture = notebook.cell('name="waits"').locator(".xp")
    notebook.python("lab.model = start")
    for button in ("E-step", "Means", "Variances", "Weights"):
        picture.get_by_role("button", name=button, exact=True).click()
    notebook.python("from gmmlib import e_step, m_step")
    notebook.python("after = m_step(lab.data, e_step(lab.data, start))")
    assert notebook.python("print(lab.iteration, lab.history[0] == start)") == "1 True"
    for number in ("means", "covariances", "weights"):
        for model in ("lab.model", "lab.history[-1]"):
            gap = notebook.python(f"print(abs({model}.{number} / after.{number} - 1).max())")
            assert float(gap) < 1e-9


def test_two_views_of_one_object_move_together(notebook):
    first = notebook.cell('name="waits"').locator(".xp")
    second = notebook.cell("VBox([lab, said])").locator(".xp")
    new = press(first, "Mean of component 2", "ArrowLeft")
    expect(slider(second, "Mean of component 2")).to_have_value(f"{new:g}")


def test_jslink_ties_both_ways(notebook):
    cell = notebook.cell("jslink((x")
    picture, handle = cell.locator(".xp"), cell.locator(".noUi-handle")
    for _ in range(3):
        handle.press("ArrowRight")
    expect(slider(picture, "Cursor x")).to_have_value("0.15")
    new = press(picture, "Cursor x")
    assert new > 0.15
    expect(cell.locator(".widget-readout")).to_have_text(f"{new:.2f}")
    seen = notebook.python("print(x.value, explorer.cursor)").split()
    # The slider rounds to its own step, up to the last bits.
    assert [float(number) for number in seen] == pytest.approx([new, new], rel=1e-9)


def test_observe_is_called_for_hand_and_python(notebook):
    cell = notebook.cell("VBox([lab, said])")
    said = cell.locator(".widget-label")
    notebook.python("lab.model = result.model")
    expect(said).to_have_text("0.00 below the end of EM")
    press(cell.locator(".xp"), "Variance of component 1", "PageUp")
    expect(said).not_to_have_text("0.00 below the end of EM")
    assert said.inner_text() == notebook.python("print(said.value)")


def test_interact_moves_the_picture(notebook):
    cell = notebook.cell("@interact")
    handle = cell.locator(".noUi-handle")
    handle.press("Home")
    handle.press("ArrowRight")
    expect(cell.locator(".widget-readout")).to_have_text("1")
    wanted = notebook.python("print(f'{result.history[1].log_likelihood:.2f}')")
    expect(cell.locator(".jp-OutputArea-output pre").last).to_have_text(
        re.compile(f"log-likelihood {wanted}")
    )
    assert notebook.python("print(lab.model == result.history[1].model)") == "True"


def test_the_lab_in_the_plane_works_both_ways(notebook):
    picture = notebook.cell("display(*pictures").locator(".xp").nth(CLASSES.index("EMLab2D"))
    notebook.python("plane = pictures['EMLab2D']")
    old = float(notebook.python("print(plane.means[0][0])"))
    picture.get_by_role("button", name="Whole cycle", exact=True).click()
    expect(picture.locator("output[name=iteration]")).to_have_text("1")
    assert notebook.python("print(plane.iteration)") == "1"
    assert float(notebook.python("print(plane.means[0][0])")) != old
    notebook.python("plane.model = em(plane.data, plane.model).model")
    shown = notebook.python("print(f'{-plane.log_likelihood:.4g}')")
    expect(picture.locator("output[name=negative-log-likelihood]")).to_have_text(shown)


def test_the_pages_that_the_notebook_wrote_live_on_their_own(notebook, open_page, tmp_path):
    folder = tmp_path / "elsewhere"
    shutil.move(notebook.python("print(folder)"), folder)
    one = open_page((folder / "waits.html").as_uri())
    one.wait_for_selector("#live-waits[data-live=true]")
    two = open_page((folder / "page.html").as_uri())
    for name in ("waits", "posterior"):
        two.wait_for_selector(f"#live-{name}[data-live=true]")
