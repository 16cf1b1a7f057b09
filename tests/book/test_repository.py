"""tools/repository.py: one address for launch buttons and install cells."""

import subprocess
import sys

import pytest
from book_extension.launch import launch_options
from book_project import ROOT
from repository import as_https, repository_url

STATED = "https://github.com/stated/book"


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("https://github.com/owner/name", "https://github.com/owner/name"),
        ("https://github.com/owner/name.git\n", "https://github.com/owner/name"),
        ("https://github.com/owner/name/", "https://github.com/owner/name"),
        ("http://github.com/owner/name.git", "https://github.com/owner/name"),
        ("https://user:secret@github.com/owner/name.git", "https://github.com/owner/name"),
        ("git@github.com:owner/name.git", "https://github.com/owner/name"),
        ("github.com:owner/name.git", "https://github.com/owner/name"),
        ("ssh://git@github.com/owner/name.git", "https://github.com/owner/name"),
        ("ssh://git@example.org:2222/group/sub/name.git", "https://example.org/group/sub/name"),
        ("git://example.org/owner/name", "https://example.org/owner/name"),
        ("https://example.org:8443/owner/name", "https://example.org:8443/owner/name"),
        ("https://github.com/owner/my.git.name", "https://github.com/owner/my.git.name"),
        ("/srv/git/name.git", None),
        ("../name", None),
        ("C:/git/name", None),
        ("file:///srv/git/name.git", None),
        ("https://github.com", None),
        ("", None),
    ],
)
def test_as_https(remote, address):
    assert as_https(remote) == address


@pytest.fixture
def folder(tmp_path):
    text = f'[project]\nname = "x"\n\n[project.urls]\nRepository = "{STATED}"\n'
    (tmp_path / "pyproject.toml").write_text(text)
    return tmp_path


def git(folder, *words):
    subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True)


def test_the_origin_comes_first(folder):
    git(folder, "init")
    git(folder, "remote", "add", "origin", "git@github.com:fork/book.git")
    assert repository_url(folder) == "https://github.com/fork/book"


def test_without_an_origin_the_stated_address_counts(folder):
    git(folder, "init")
    assert repository_url(folder) == STATED


def test_a_clone_of_a_folder_gives_the_stated_address(folder):
    git(folder, "init")
    git(folder, "remote", "add", "origin", str(ROOT))
    assert repository_url(folder) == STATED


def test_a_copy_inside_another_repository_does_not_take_its_address(folder):
    git(folder, "init")
    git(folder, "remote", "add", "origin", "git@github.com:other/outside.git")
    inside = folder / "copy"
    inside.mkdir()
    (inside / "pyproject.toml").write_text((folder / "pyproject.toml").read_text())
    assert repository_url(inside) == STATED


def test_without_git_the_stated_address_counts(folder, monkeypatch):
    git(folder, "init")
    git(folder, "remote", "add", "origin", "git@github.com:fork/book.git")
    monkeypatch.setenv("PATH", str(folder))
    assert repository_url(folder) == STATED


@pytest.mark.parametrize("text", ["", '[project.urls]\nRepository = "no address"\n'])
def test_no_address_at_all_says_what_is_expected(tmp_path, text):
    (tmp_path / "pyproject.toml").write_text(text)
    with pytest.raises(ValueError, match=r"must be an address like https://github.com/owner/name"):
        repository_url(tmp_path)


def test_the_command_line_prints_it():
    script = [sys.executable, str(ROOT / "tools" / "repository.py")]
    run = subprocess.run(script, capture_output=True, text=True, check=True)
    assert run.stdout == repository_url() + "\n"


def test_colab_opens_only_what_is_on_github():
    assert "colab_url" in launch_options("https://github.com/owner/name")["launch_buttons"]
    gitlab = launch_options("https://gitlab.com/owner/name")
    assert gitlab["repository_provider"] == "gitlab"
    assert "colab_url" not in gitlab["launch_buttons"]
    other = launch_options("https://code.example.org/owner/name")
    assert "binderhub_url" in other["launch_buttons"]
    assert "colab_url" not in other["launch_buttons"]
