"""Rows of lists in words: what is to be done, whom a gap list names, what columns are called, cells of a file."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from tuanqing.define.language import _
from tuanqing.define.period import Period
from tuanqing.measure.findings import Due, Gaps, Todo
from tuanqing.show.words import counted, month, plain

Row = Mapping[str, Any]
NAMED = 4  # of those that cannot be judged


def due(line: Due, titles: Mapping[str, str], until: Period) -> tuple[str, str, str]:
    """A to-do line as (what, whom, since when or how many). Of more than two units one is named."""
    named, more = [name for _code, name in line.areas], line.more
    if len(named) + more > 2:
        named, more = named[:1], more + len(named) - 1
    names = " ".join(named)
    if more:
        names = _("{names} and {more} more").format(names=names, more=more)
    if line.kind == "gap" and line.since:
        months = (
            (until.last.year - line.since.year) * 12 + until.last.month - line.since.month + 1
        )  # how long, in words
        return titles[line.name], names, _("{n} months without").format(n=max(months, 1))
    return titles[line.name], names, _("{n} items").format(n=line.count)


def beside(todo: Todo, titles: Mapping[str, str], most: int = NAMED) -> list[str]:
    """What is to be said beside the lines: that nothing needs a hand, or of what that cannot be said, `most` by name."""
    said = []
    if todo.is_clear:
        said.append(_("Nothing is overdue and no target is missed."))
    elif not todo.lines:
        said.append(_("Nothing was found in what has been reported."))
    for names, form in (
        (todo.unjudged, _("{n} targets cannot be judged, not reported or not in full: {names}.")),
        (todo.unchecked, _("{n} checks say nothing, their data not reported or not in full: {names}.")),
    ):
        if names:
            named = _("、").join(titles[name] for name in names[:most]) + "…" * (len(names) > most)
            said.append(form.format(n=len(names), names=named))
    return said


def gaps(found: Gaps) -> str:
    """What a gap list comes to: how many are missing, and of how many that cannot be said."""
    if found.whole.value is None:
        return _("Not reported: nobody can say who is missing")
    form = _("Missing: {n}") if found.is_all else _("Missing in your areas: {n}")
    said = form.format(n=len(found.rows))
    if found.is_closed:
        return _("Nobody is missing")
    if found.unheard:
        heard = found.whole.heard
        return _("{found}; {n} of {units} have not reported").format(
            found=said if found.rows else _("Nobody is missing of those that have reported"),
            n=found.unheard,
            units=counted(heard.level, heard.expected),
        )
    return said


def gap_table(rows: Sequence[Row]) -> tuple[list[str], list[list[str]]]:
    """The gap list as a table: unit, what lies above it, what is missing, has/needs, whom to phone, since."""
    head = [_("Unit"), _("Part of"), _("What"), _("Has/needs"), _("Office to phone"), _("Since")]

    def named(row: Row) -> str:  # a unit called after its area says nothing new
        return "" if row["unit"] in (None, row["area_name"]) else str(row["unit"])

    lines = [
        [
            row["area_name"],
            row["parent_name"] or "",
            named(row),
            f"{plain(row['numerator'])}/{plain(row['denominator'])}",
            row["contact_office"] or "",
            month(row["since"]) if row["since"] else "",
        ]
        for row in rows
    ]
    return head, lines


def column(name: str, titles: Mapping[str, str]) -> str:
    """A column's everyday name."""
    known = {
        "area_code": _("Code"),
        "area_name": _("Unit"),
        "parent_name": _("Part of"),
        "period": _("Month"),
        "unit": _("What"),
        "numerator": _("Numerator"),
        "denominator": _("Denominator"),
        "value": _("Value"),
        "contact_office": _("Office to phone"),
        "since": _("Since"),
        "file": _("File"),
        "sheet": _("Sheet"),
        "line": _("Line"),
        "batch": _("Batch"),
        "as_of": _("As of"),
    }
    return titles.get(name) or known.get(name, name)


def rows_counted(n: int, most: int) -> str:
    """So many rows; says when only the first were read."""
    if n >= most:
        return _("The first {n} rows; the download holds the same.").format(n=plain(n))
    return _("{n} rows").format(n=plain(n))


def cell(value: Any) -> Any:
    """A value as a spreadsheet cell: decimals as numbers, lists as text, dates as ISO."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, list | tuple):
        return _("、").join(str(item) for item in value)
    return value if value is None or isinstance(value, int | float | str) else str(value)
