"""The year report of 吉安市 (13 counties, 224 townships) in all four formats: seconds from wish to files.

    python benchmarks/report.py [warehouse]         (default: a sample warehouse made for this)

Prints composing, each format and the sum, the median of several runs in one process, and the first run with everything
still to be loaded. The budget for the sum is 10 s. The floor is one read of every figure of the place from the cube.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tuanqing.define import contract as contracts_of
from tuanqing.define import query as queries_of
from tuanqing.define import template as templates_of
from tuanqing.define.period import parse
from tuanqing.measure import comparison
from tuanqing.show.document import make
from tuanqing.show.document.press import Press
from tuanqing.store.warehouse.versions import Warehouse

AREA, PERIOD = "3608", "2021"
RUNS = 5
BUDGET = 10.0


def timed(work: Callable[[], object]) -> float:
    """Seconds a piece of work takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def main(folder: Path) -> None:
    """One line per step."""
    press = Press(Warehouse(folder), queries_of.load_all(), contracts_of.load_all())
    wish = make.ReportOrder(templates_of.choose(press.templates(), "year", AREA), AREA, parse(PERIOD))
    first = timed(lambda: make.files(press.document(wish), make.FORMATS))
    document = press.document(wish)
    with press.warehouse.read() as con:
        every = list(press.library.indicators.values())
        floor = statistics.median(
            timed(lambda: comparison.figures(con, every, [AREA], wish.period)) for _run in range(RUNS)
        )
    steps: dict[str, Callable[[], object]] = {"compose": lambda: press.document(wish)}
    for name in make.FORMATS:
        steps[name] = lambda name=name: make.files(document, [name])
    total = 0.0
    for name, work in steps.items():
        seconds = statistics.median(timed(work) for _run in range(RUNS))
        total += seconds
        print(f"{name:8} {seconds:6.2f} s")
    print(
        f"all      {total:6.2f} s   {total / floor:.0f} times one read of every figure ({floor * 1000:.0f} ms)"
    )
    print(f"first    {first:6.2f} s   budget {BUDGET:.0f} s")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        from tuanqing.command.demo import build

        with tempfile.TemporaryDirectory() as scratch:
            build(Warehouse(Path(scratch) / "warehouse"), "吉安市")
            main(Path(scratch) / "warehouse")
