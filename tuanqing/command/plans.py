"""The command about the way to a target."""

import argparse
import csv
from pathlib import Path

from tuanqing.command.numbers import indicator_called, one_place
from tuanqing.command.output import print_json, print_rows
from tuanqing.define import period as periods
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.reading import encoding
from tuanqing.store.warehouse.versions import Warehouse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `tuanqing plan` takes."""
    parser.add_argument("indicator", metavar="INDICATOR")
    parser.add_argument("--area", metavar="CODE")
    parser.add_argument(
        "--target", type=float, metavar="PERCENT", help=_("the indicator's own, if not given")
    )
    parser.add_argument("--as-of", metavar="PERIOD", help=_("a month, quarter, half-year or year"))
    serves = parser.add_mutually_exclusive_group()
    serves.add_argument(
        "--by", choices=["county", "township"], help=_("one measure serves all missing units of one")
    )
    serves.add_argument(
        "--together", metavar="FILE", help=_("CSV: a measure and the code of a unit it serves, one pair per line")
    )  # fmt: skip
    parser.add_argument("--format", choices=["table", "csv", "json"], default="table")


def plan(options: argparse.Namespace, warehouse: Warehouse) -> int:
    """How many more units reach the target, which ones first, what the rate becomes after each."""
    from tuanqing.measure import plan as planning
    from tuanqing.measure import read
    from tuanqing.show import plan as shapes

    indicator = indicator_called(options.indicator)
    together = _pairs(Path(options.together)) if options.together else options.by
    with warehouse.read() as snapshot:
        area = one_place(snapshot, options.area)
        period = (
            periods.parse(options.as_of) if options.as_of else read.default_period(snapshot, indicator, area)
        )
        target = options.target if options.target is not None else indicator.target(period) or 100.0
        found = planning.plan(snapshot, indicator, area, period, target, together)
    if options.format == "json":
        print_json({
            "indicator": indicator.name, "title": indicator.title, "area": area, "as_of": str(period), "target": target,
            "version": warehouse.version, "numerator": found.now.numerator, "denominator": found.now.denominator,
            "value": found.now.value, "reported": found.now.reported, "expected": found.now.expected, "missing": found.missing, "needed": found.needed, "reaches": found.reaches,
            "steps": found.steps.to_dicts(),
        })  # fmt: skip
        return 0
    head, lines = shapes.table(found, together is not None)
    if options.format == "table":
        print(shapes.finding(found, together is not None))
        print(shapes.said(found))
    if lines:
        print_rows([dict(zip(head, line, strict=True)) for line in lines], options.format)
    return 0


def _pairs(file: Path) -> list[tuple[str, str]]:
    """The pairs of a CSV file, in the encoding it was saved in. Raises Refused for a file that is none."""
    if not file.is_file():
        raise Refused(_("{file}: there is no such file.").format(file=file.name))
    with file.open(encoding=encoding.decide(file), newline="") as stream:
        lines = [[cell.strip() for cell in row] for row in csv.reader(stream)]
    filled = [(n, row) for n, row in enumerate(lines, start=1) if any(row)]
    if filled and not any(letter.isdigit() for letter in "".join(filled[0][1][1:])):
        del filled[0]  # the heading; a code has digits
    if not filled:
        raise Refused(
            _("{file} holds no pair. Write one line for each unit: the measure, then the code of the unit.").format(
                file=file.name
            )
        )  # fmt: skip
    for n, row in filled:
        if len(row) != 2 or not all(row):
            raise Refused(
                _("{file}, line {line}: write two columns, the measure and the code of one unit.").format(
                    file=file.name, line=n
                )
            )
    return [(measure, code) for _n, (measure, code) in filled]
