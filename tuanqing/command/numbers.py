"""Commands about numbers: indicators, show, check, dictionary."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from tuanqing.command import users
from tuanqing.command.output import look_of, print_json, print_rows, tell, told_of
from tuanqing.define import contract as contracts_of
from tuanqing.define import period as periods
from tuanqing.define import query as queries_of
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.define.query import Indicator
from tuanqing.measure import findings, places
from tuanqing.measure.breakdown import Member
from tuanqing.measure.corrected import behind
from tuanqing.measure.figure import Amount, Change, Figure
from tuanqing.show import corrections
from tuanqing.store.warehouse.corrections import Stands
from tuanqing.store.warehouse.snapshot import Snapshot
from tuanqing.store.warehouse.versions import Warehouse

ALL = 100_000_000  # rows: the command line gives every one, a page a screenful
AREA_LEVELS = ("prefecture", "county", "township", "village", "school", "enterprise")


def indicators(options: argparse.Namespace, warehouse: Warehouse) -> int:
    del warehouse  # the definitions are files, not data
    rows: list[dict[str, Any]] = [
        {
            "name": i.name, "title": i.title, "unit": i.unit, "better": i.better, "over_time": dict(i.over_time),
            "by": list(i.by), "numerator": i.numerator, "denominator": i.denominator, "source": i.source, "owner": i.owner,
        }
        for i in queries_of.load_all().indicators.values()
    ]  # fmt: skip
    if options.json:
        print_json(rows)
    else:
        print_rows(
            [{k: r[k] for k in ("name", "title", "unit")} | {"by": ", ".join(r["by"])} for r in rows], "table"
        )
    return 0


def indicator_called(name: str, library: queries_of.Library | None = None) -> Indicator:
    """The indicator of that name. Raises Refused with the nearest names where there is none."""
    known = (library or queries_of.load_all()).indicators
    if name not in known:
        from rapidfuzz import process

        near = ", ".join(hit[0] for hit in process.extract(name, list(known), limit=3))
        raise Refused(_("There is no indicator {name}. Nearest: {near}.").format(name=name, near=near))
    return known[name]


def areas_asked(snapshot: Snapshot, area: str | None) -> list[str]:
    """The area asked for, else every one that nothing lies above. Raises Refused for one that is not known."""
    if area:
        return [places.place(snapshot, area).code]
    return [code for code, _name, _level in places.roots(snapshot)]


def one_place(snapshot: Snapshot, area: str | None) -> str:
    """The area asked for, or the only root. Raises Refused where there are several."""
    roots = areas_asked(snapshot, area)
    if len(roots) > 1:
        raise Refused(_("Say of which place: --area, one of {known}.").format(known=", ".join(roots)))
    return roots[0]


def show(options: argparse.Namespace, warehouse: Warehouse) -> int:
    from tuanqing.measure import read, stale

    library = queries_of.load_all()
    indicator = indicator_called(options.indicator, library)
    look = look_of(options)
    if options.rows and options.user:
        users.act_for(warehouse, options.user, "rows")
    with warehouse.read(look=look) as snapshot:
        if not read.is_made(snapshot, indicator.name):
            raise Refused(
                _("“{name}” is new: this warehouse has not worked it out yet. Run tuanqing refresh.").format(
                    name=indicator.name
                )
            )
        if stale.is_former(snapshot, library, indicator):
            print(
                _(
                    "These figures are of the former definition of “{name}”. tuanqing refresh works them out anew."
                ).format(name=indicator.name),
                file=sys.stderr,
            )
        areas = areas_asked(snapshot, options.area)
        if options.rows:
            return _show_rows(snapshot, options, indicator, areas)
        rows, period = [], None
        for area in areas:
            period, found = _figures(snapshot, options, indicator, area)
            rows += found
        as_of = max(
            (
                d
                for a in areas
                if (d := read.data_as_of(snapshot, a, indicator.name, period.last if period else None))
            ),
            default=None,
        )
    if options.format == "json":
        print_json({
            "indicator": indicator.name, "unit": indicator.unit, "as_of": str(period) if period else None,
            "data_as_of": as_of, "version": warehouse.version, **told_of(look), "rows": rows,
        })  # fmt: skip
    else:
        said = list(dict.fromkeys(each["sentence"] for row in rows for each in row["corrections"]))
        for row in rows:
            row["corrections"] = ", ".join(each["correction"] for each in row["corrections"])
        print_rows(rows, options.format)
        for sentence in said:
            print(sentence, file=sys.stderr)
        if options.format == "table":
            tell(look)
    return 0


def _asked_period(
    snapshot: Snapshot, options: argparse.Namespace, indicator: Indicator, area: str
) -> periods.Period:
    from tuanqing.measure import read

    period = periods.parse(options.as_of) if options.as_of else read.default_period(snapshot, indicator, area)
    return period.within(options.grain) if options.grain and not options.first else period


def _span(options: argparse.Namespace) -> tuple[periods.Period, periods.Period]:
    """The first and last period of --from and --to, of --grain (or the grain they are written in)."""
    last = periods.parse(options.last or options.first)
    first = periods.parse(options.first or options.last)
    if last.last < first.first:
        raise Refused(
            _("--from {first} lies after --to {last}. Turn them round.").format(first=first, last=last)
        )
    grain = options.grain or first.grain
    return first.within(grain), periods.containing(last.last, grain)


def _areas_of(snapshot: Snapshot, area: str, level: str, period: periods.Period) -> list[str]:
    """The areas of a level below `area` at a period's end; of its own level it is the only one."""

    if places.place(snapshot, area).level == level:
        return [area]
    return [row["area_code"] for row in places.children(snapshot, area, level, period)]


def _figures(
    snapshot: Snapshot, options: argparse.Namespace, indicator: Indicator, area: str
) -> tuple[periods.Period, list[dict[str, Any]]]:
    from tuanqing.measure import breakdown, figure

    if options.first or options.last:
        first, last = _span(options)
        found = [area]
        if options.by in AREA_LEVELS:
            found = _areas_of(snapshot, area, options.by, last)
        elif options.by:
            raise Refused(
                _("--by {by} goes with one period (--as-of), not with --from and --to.").format(by=options.by)
            )
        steps = [first]
        while steps[-1].first < last.first:
            steps.append(steps[-1].shift(1))
        return last, [figure_row(row) for row in figure.history(snapshot, indicator, found, steps)]
    period = _asked_period(snapshot, options, indicator, area)
    if options.by is not None and options.by not in AREA_LEVELS:
        parts = breakdown.members(snapshot, indicator, options.by, area, period)
        name = places.place(snapshot, area).name
        return period, [_member_row(indicator, row, area, name) for row in parts]
    if not options.by:
        return period, [figure_row(figure.figure(snapshot, indicator, area, period))]
    rows = figure.figures(snapshot, [indicator], _areas_of(snapshot, area, options.by, period), period)
    gone = places.ended(snapshot, area, options.by, period)
    before = [row for row in figure.history(snapshot, indicator, gone, [period]) if row.value is not None]
    return period, [figure_row(row) for row in (*rows, *before)]


def figure_row(row: Figure) -> dict[str, Any]:
    """A figure with all it carries."""
    told = row.change or row.year or row.previous
    return {
        "area_code": row.area_code,
        "area_name": row.area_name,
        **_amount_row(row, row.status),
        "verified_numerator": row.verified.numerator if row.verified else row.numerator,
        "verified_value": row.verified.value if row.verified else row.value,
        "change": told.size if told else None,
        "change_kind": told.kind or None if told else None,
        "change_against": _against(told) if told and told.kind else None,
        "change_reason": told.reason or None if told else None,
    }


def _amount_row(row: Amount, status: str) -> dict[str, Any]:
    return {
        "period": str(row.period),
        "numerator": row.numerator,
        "denominator": row.denominator,
        "value": row.value,
        "lower_bound": row.lower_bound,
        "status": "hidden" if row.hidden else status,
        "reported": row.reported,
        "expected": row.expected,
        "list_as_of": row.list_as_of,
        "corrections": [corrections.entry(each) for each in row.corrections],
    }


def _member_row(indicator: Indicator, row: Member, area: str, name: str) -> dict[str, Any]:
    """A part of a figure: parts are compared with nothing."""
    from tuanqing.measure.figure import judged

    own = {"area_code": area, "area_name": name, "member": row.member}
    status = judged(indicator, row)["status"]
    nothing = dict.fromkeys(("change", "change_kind", "change_against"))
    return {**own, **_amount_row(row, status), **nothing, "change_reason": "part"}


def _against(told: Change) -> str:
    """What a change is against: an earlier period, or the day of an earlier list."""
    return str(told.was.heard.listed if told.by_list and told.was.heard.listed else told.was.period)


def _show_rows(
    snapshot: Snapshot, options: argparse.Namespace, indicator: Indicator, areas: list[str]
) -> int:
    from tuanqing.measure import read

    contracts, found = contracts_of.load_all(), []
    for area in areas:
        if options.first or options.last:
            first, period = _span(options)
        else:
            first = period = _asked_period(snapshot, options, indicator, area)
        for dataset in read.datasets_of(snapshot, indicator.name):
            rows = read.sources(snapshot, indicator, contracts[dataset], area, period, limit=ALL, first=first)
            found.append({"dataset": dataset, "rows": rows.to_dicts()})
    if options.format == "json":
        print_json({"indicator": indicator.name, "sources": found})
    else:
        for part in found:
            print_rows(part["rows"], options.format)
    return 0


def check(options: argparse.Namespace, warehouse: Warehouse) -> int:

    checks = queries_of.load_all().checks
    if options.name and options.name not in checks:
        raise Refused(
            _("There is no check {name}. Known: {known}.").format(name=options.name, known=", ".join(checks))
        )
    with warehouse.read() as snapshot:
        at = periods.parse(options.as_of) if options.as_of else None
        areas = [
            findings.by_check(findings.standing(snapshot, area, at))
            for area in areas_asked(snapshot, options.area)
        ]
        rows = [
            {"check": name, "severity": check.severity, **row}
            for name, check in checks.items()
            if options.name in (None, name)
            for found in areas
            for row in found.get(name, [])
        ]
        touching = _behind(snapshot, rows)
    if options.json:
        print_rows(
            [
                {**row, "corrections": [corrections.entry(each) for each in some]}
                for row, some in zip(rows, touching, strict=True)
            ],
            "json",
        )
    else:
        print_rows(rows, "table")
        for sentence in dict.fromkeys(corrections.sentence(each) for some in touching for each in some):
            print(sentence, file=sys.stderr)
    return 0


def _behind(snapshot: Snapshot, rows: Sequence[Mapping[str, Any]]) -> list[tuple[Stands, ...]]:
    """The corrections that touch what each finding is made of, where it was found."""
    library, contracts = queries_of.load_all(), contracts_of.load_all()

    @cache
    def of(name: str, area: str, month: date) -> tuple[Stands, ...]:
        last = periods.Period(month).last
        return behind(snapshot, library.checks[name], contracts, library, area, last)

    return [of(row["check"], row["area_code"], row["period"]) for row in rows]


def dictionary(options: argparse.Namespace, warehouse: Warehouse) -> int:
    from tuanqing.show.dictionary import write

    del warehouse
    write(Path(options.out), contracts_of.load_all(), queries_of.load_all())
    return 0
