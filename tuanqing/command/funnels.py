"""The command about funnels. It prints counts, never a person."""

import argparse
import sys
from collections.abc import Mapping
from datetime import date
from typing import Any

from tuanqing.command.output import day, look_of, print_json, print_rows, tell, told_of
from tuanqing.define import contract as contracts_of
from tuanqing.define import period as periods
from tuanqing.define import query as queries_of
from tuanqing.define import steps as steps_of
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.define.query import Funnel
from tuanqing.define.steps import StepList
from tuanqing.measure import corrected, places
from tuanqing.show import corrections
from tuanqing.store.warehouse.snapshot import Snapshot
from tuanqing.store.warehouse.versions import Warehouse

COUNTS = (
    "n",
    "reached",
    "of_previous",
    "of_first",
    "gap_filled",
    "out_of_order",
    "too_early",
    "too_late",
    "p50",
)


def funnel(options: argparse.Namespace, warehouse: Warehouse) -> int:
    """One funnel: steps and what became of people at each, for an area, cohort and breakdown."""
    from tuanqing.measure import funnel as engine

    asked = _funnel(options.name)
    by, cohort = ("cohort", options.by) if options.by in engine.COHORTS else (options.by, "month")
    look = look_of(options)
    with warehouse.read(look=look) as snapshot:
        roots = [code for code, _name, _level in places.roots(snapshot)]
        area = (
            places.place(snapshot, options.area).code
            if options.area
            else roots[0]
            if len(roots) == 1
            else None
        )
        lists = steps_of.load_all()
        if options.strict:
            _alone(options)
            return _strictly(snapshot, asked, lists, area, options)
        result = engine.of(
            snapshot,
            asked,
            lists,
            engine.Question(
                area=area,
                by=by,
                cohort=cohort,
                first=_date(options.first, last=False),
                last=_date(options.last, last=True),
                within=options.within,
                order=options.order,
                as_of=_date(options.as_of, last=True),
            ),
            options.steps,
        )
        known, library, until = contracts_of.load_all(), queries_of.load_all(), result.asked.as_of
        touching = {
            each.name: each
            for place in ([area] if area else roots)
            for each in corrected.behind(snapshot, asked, known, library, place, until)
        }.values()
    if options.format == "json":
        print_json({
            "funnel": asked.name, "title": asked.title, "area": area, "steps_list": result.step_list.name,
            "rule": result.rule, "order": result.asked.order, "within": result.asked.within,
            "as_of": result.asked.as_of, "version": warehouse.version, **told_of(look),
            "rows": result.steps.to_dicts(), "classes": result.classes.to_dicts(),
            "corrections": [corrections.entry(each) for each in touching],
        })  # fmt: skip
    elif options.format == "csv":
        print_rows(result.table.to_dicts(), "csv")
    else:
        print_rows([_short(row, [*COUNTS, *engine.STATES]) for row in result.table.to_dicts()], "table")
        print(result.rule)
        tell(look)
        for each in touching:
            print(corrections.sentence(each), file=sys.stderr)
    return 0


def _alone(options: argparse.Namespace) -> None:
    """Refuse what the stricter readings do not look at, so that nobody takes the whole's answer for a part's."""
    given = {
        "--by": options.by,
        "--from": options.first,
        "--to": options.last,
        "--as-of": options.as_of,
        "--order": options.order != "first",
    }
    if others := [name for name, value in given.items() if value]:
        raise Refused(
            _("--strict counts everybody below --area and knows no {options}. Leave one of them out.").format(
                options=", ".join(others)
            )
        )


def _strictly(
    snapshot: Snapshot,
    asked: Funnel,
    lists: Mapping[str, StepList],
    area: str | None,
    options: argparse.Namespace,
) -> int:
    """How many came how far by a stricter reading of the order, without repair and without what became of them."""
    from tuanqing.measure import sequence

    steps = steps_of.choose(asked.step_lists(lists), asked.pipeline, area=area, name=options.steps)
    found = sequence.reached(
        snapshot, f"funnel.{asked.name}", steps, mode=options.strict, within=options.within, area=area
    )
    if options.format == "json":
        print_json({"funnel": asked.name, "area": area, "steps_list": steps.name, "mode": options.strict,
                    "within": options.within, "rows": found.to_dicts()})  # fmt: skip
    else:
        print_rows(found.to_dicts(), options.format)
    return 0


def _short(row: dict[str, Any], columns: list[str]) -> dict[str, Any]:
    """A row as a terminal has room for it."""
    from tuanqing.show import words

    group = {"group": row["group_name"] or row["group"] or "-"} if row["group"] != "" else {}
    cells = {
        name: words.rounded(row[name], 3) if name.startswith("of_") and row[name] is not None else row[name]
        for name in columns
    }
    return {**group, "step": row["step"], "title": row["title"], **cells}


def _funnel(name: str) -> Funnel:
    known = queries_of.load_all().funnels
    if name not in known:
        from rapidfuzz import process

        near = ", ".join(hit[0] for hit in process.extract(name, list(known), limit=3))
        raise Refused(_("There is no funnel {name}. Nearest: {near}.").format(name=name, near=near))
    return known[name]


def _date(text: str | None, *, last: bool) -> date | None:
    """A day, or the first or last day of a month, quarter, half-year or year."""
    if text is None or len(text) > 7:
        return day(text)
    period = periods.parse(text)
    return period.last if last else period.first
