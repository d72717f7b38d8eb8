"""The command about who owes what: expected, reported, on time, late and missing, dataset by dataset."""

import argparse
from datetime import date
from typing import Any

from tuanqing.command.numbers import areas_asked
from tuanqing.command.output import print_json, print_rows
from tuanqing.define import contract as contracts_of
from tuanqing.define import period as periods
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.define.period import Period
from tuanqing.measure import completeness as measured
from tuanqing.measure import places
from tuanqing.measure.completeness import Line
from tuanqing.store.warehouse.snapshot import Snapshot
from tuanqing.store.warehouse.versions import Warehouse

COUNTS = (
    "expected",
    "reported",
    "on_time",
    "late",
    "late_before_start",
    "day_unknown",
    "inferred",
    "not_yet_due",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `tuanqing completeness` takes."""
    parser.add_argument("--area", metavar="CODE")
    parser.add_argument(
        "--period", metavar="2023-12|2023Q4|2023", help=_("the last one with data by default")
    )
    parser.add_argument("--json", action="store_true")


def completeness(options: argparse.Namespace, warehouse: Warehouse) -> int:
    """Who owes which dataset for a period, how many have given it, when, and who has not."""
    titles = {name: contract.title for name, contract in contracts_of.load_all().items()}
    rows: list[dict[str, Any]] = []
    with warehouse.read() as snapshot:
        areas = areas_asked(snapshot, options.area)
        period = periods.parse(options.period) if options.period else _latest(snapshot, areas)
        if period.first >= date.today().replace(day=1):
            raise Refused(
                _(
                    "{period} has not ended: nothing is owed for it yet. Ask for an earlier one (--period)."
                ).format(period=period.words)
            )
        for area in areas:
            name = places.place(snapshot, area).name
            found = measured.account(snapshot, area, period)
            rows += [_row(area, name, line, titles.get(line.dataset, line.dataset)) for line in found.lines]
    if options.json:
        print_json({"period": str(period), "version": warehouse.version, "rows": rows})
        return 0
    for row in rows:
        row["missing_units"] = _("、").join(unit["area_name"] for unit in row["missing_units"])
    print_rows(rows, "table")
    return 0


def _row(area: str, name: str, line: Line, title: str) -> dict[str, Any]:
    counts = (line.expected, line.reported, line.on_time, line.late, line.before, line.untimed, line.inferred)
    return {
        "area_code": area,
        "area_name": name,
        "dataset": line.dataset,
        "title": title,
        "level": line.level,
        **dict(zip(COUNTS, (*counts, len(line.awaited)), strict=True)),
        "latest": line.latest,
        "missing": len(line.missing),
        "missing_units": [
            {
                "area_code": unit.area_code,
                "area_name": unit.area_name,
                "months": [str(Period(m)) for m in unit.months],
            }
            for unit in line.missing
        ],
    }


def _latest(snapshot: Snapshot, areas: list[str]) -> Period:
    """The month of the latest data; where there is none, the last that has ended."""
    spans = [span for area in areas if (span := measured.span(snapshot, area))]
    this = periods.containing(date.today())
    return (
        min(periods.containing(max(last for _first, last in spans)), this.shift(-1))
        if spans
        else this.shift(-1)
    )
