"""The first lines of the README keep their promise."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_first_twenty_lines_hold_sentence_picture_commands_and_example():
    top = "\n".join(README.splitlines()[:20])
    assert "make book" in top
    assert "make test" in top
    picture = re.search(r"!\[(.+)\]\((.+)\)", top)
    assert picture is not None
    assert (ROOT / picture[2]).is_file()
    example = re.search(r"```python\n(.*?)```", top, flags=re.S)
    assert example is not None
    assert len([line for line in example[1].splitlines() if line]) <= 5


def test_the_example_runs_and_prints_the_fit():
    example = re.search(r"```python\n(.*?)```", README, flags=re.S)
    assert example is not None
    ran = subprocess.run(
        [sys.executable, "-c", example[1]], capture_output=True, text=True, check=True
    )
    assert ran.stdout.startswith("0.29 N(x | -2.75, 0.06) + 0.28 N(x | -0.50, 0.25)")


def test_every_command_of_the_readme_is_one_of_the_makefile():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.M))
    assert set(re.findall(r"make ([a-z]+)[ `]", README)) <= targets
