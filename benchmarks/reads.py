"""How long commands that only read take, from the word to the prompt: seconds, and how often Python's own start.

    python benchmarks/reads.py [warehouse]         (default: a sample warehouse made for this)

The median of several runs of each, one process per run. The budget is 1 s.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tuanqing.command import demo
from tuanqing.store.warehouse.versions import Warehouse

RUNS = 5
BUDGET = 1.0
COMMANDS = (
    "--help",
    "indicators",
    "batches",
    "doctor",
    "show youth_home_township_coverage --area 411424 --by township",
    "check --area 411424",
    "completeness --area 411424 --period 2023-12",
    "funnel league_admission --area 411424",
)


def seconds(words: list[str], folder: Path) -> float:
    """The median time of a process, its output thrown away."""
    taken = []
    for _run in range(RUNS):
        begin = time.perf_counter()
        subprocess.run(
            [sys.executable, *words],
            env={**os.environ, "TUANQING_HOME": str(folder)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


def main(folder: Path) -> None:
    """One line per command."""
    floor = seconds(["-c", "pass"], folder)
    print(f"{floor:6.2f} s        python -c pass")
    for command in COMMANDS:
        taken = seconds(["-m", "tuanqing", *command.split()], folder)
        print(
            f"{taken:6.2f} s  {taken / floor:4.0f}x {'over' if taken > BUDGET else ' ':4} tuanqing {command}"
        )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as made:
            demo.build(Warehouse(Path(made) / "warehouse"), "柘城县")
            main(Path(made) / "warehouse")
