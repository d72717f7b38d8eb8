"""Commands that only read answer at once: they load nothing that takes long to load.

Which modules a command has loaded is told by a process of its own; how long it took is told by benchmarks/reads.py.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command.test_cli import HOMES
from tests.conftest import AREAS

PAGES = {"streamlit", "plotly", "pandas", "starlette", "altair"}
DOCUMENTS = {"docx", "pptx", "openpyxl", "lxml", "xlsxwriter", "typst"}
READING = {"fastexcel", "xlrd", "rapidfuzz", "chinese_calendar"}
FRAMES = {"polars", "pyarrow", "numpy"}
HEAVY = PAGES | DOCUMENTS | READING | FRAMES
WORDS = "import sys, json; from tuanqing.command.cli import main; "
COMMANDS = {  # what each may load all the same
    "indicators": set(),
    "doctor": {"typst"},  # asks it which fonts there are
    "show youth_homes --area 410001": set(),
    "show youth_homes --area 410001 --by township": set(),
    "check --area 410001": set(),
    "completeness --area 410001": set(),
    "todo --area 410001": set(),
    "find gwz": set(),
    "batches": FRAMES,
    "rejects 1 --out rejects.csv": FRAMES | {"xlsxwriter"},
    "template area --out area.xlsx": {"xlsxwriter"},
    "funnel league_admission --area 410001": FRAMES,
    "index vanguard_index --area 410001 --as-of 2023": FRAMES | READING,
    "plan youth_home_township_coverage --area 410001 --target 90": FRAMES | READING,
    "area 封丘县 --list": set(),
    "read area.csv": FRAMES | READING | DOCUMENTS,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("light")
    (folder / "area.csv").write_text(AREAS, "utf-8")
    (folder / "homes.csv").write_text(HOMES, "utf-8")
    _run("import area.csv homes.csv", folder)
    return folder


def _run(command: str, folder: Path) -> set[str]:
    """The modules a process has loaded after one command, by their first names."""
    words = [*command.split(), *(["--warehouse", "warehouse"] if command != "--help" else [])]
    ending = "import atexit; atexit.register(lambda: print('\\n' + json.dumps(sorted(sys.modules))));"
    done = subprocess.run(
        [sys.executable, "-c", f"{WORDS}{ending} sys.exit(main({words!r}))"],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return {name.partition(".")[0] for name in json.loads(done.stdout.splitlines()[-1])}


@pytest.mark.parametrize("command", ["--help", *COMMANDS])
def test_a_command_that_reads_loads_nothing_heavy(command, folder):
    assert not (_run(command, folder) & HEAVY) - COMMANDS.get(command, set())
