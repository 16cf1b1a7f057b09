"""The commands that set things up say clearly what is wrong; notebooks hold no chance."""

import sys

import browser
import make_env
import nbformat
import notebooks
import pytest


def test_an_old_python_is_refused_with_a_remedy(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "version_info", (3, 10, 13))
    with pytest.raises(SystemExit) as error:
        make_env.main(tmp_path / "env", tmp_path / "lock.txt")
    assert str(error.value) == (
        f"This project needs Python 3.11 or newer; this is 3.10.13 ({sys.executable}).\n"
        "Install one and name it: make book PYTHON=python3.12"
    )


def test_a_named_browser_that_is_not_there_is_an_error(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/nowhere/chrome")
    with pytest.raises(browser.NoBrowserError) as error:
        browser.find_or_install()
    assert str(error.value) == "$CHROMIUM names /nowhere/chrome, which does not exist."


def test_no_browser_at_all_says_what_to_install(monkeypatch):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(browser, "find", lambda: None)
    monkeypatch.setattr(browser, "_is_root_on_debian", lambda: False)
    monkeypatch.setattr(browser, "_from_playwright", lambda: None)
    with pytest.raises(browser.NoBrowserError, match="sudo apt install chromium"):
        browser.find_or_install()


def test_the_first_browser_on_the_path_is_taken(monkeypatch):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(browser.shutil, "which", lambda name: f"/bin/{name}")
    assert browser.find_or_install() == "/bin/chromium"


def test_what_a_cell_printed_is_joined_and_other_outputs_keep_their_place():
    def stream(name, text):
        return nbformat.v4.new_output("stream", name=name, text=text)

    shown = nbformat.v4.new_output("display_data", data={"text/plain": "x"})
    pieces = [stream("stdout", "a"), stream("stdout", "\nb"), stream("stderr", "c"), shown]
    joined = notebooks.merged([*pieces, stream("stdout", "d"), stream("stdout", "e")])
    assert [output.get("text") for output in joined] == ["a\nb", "c", None, "de"]
    assert notebooks.merged(joined) == joined
