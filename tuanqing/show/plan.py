"""The way to a target as sentences and a table: how many are missing, which ones first, the rate after each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from tuanqing.define.language import _
from tuanqing.measure.plan import Plan
from tuanqing.measure.reporting import NOTHING
from tuanqing.show import html, words

Row = Mapping[str, Any]
NAMED = 12  # units named in one line; the others are counted


def finding(plan: Plan, grouped: bool) -> str:
    """The heading: met already, or how many more units it takes, and in how many measures."""
    now = words.full(plan.indicator, plan.now)
    target = f"{words.plain(plan.target)}%"
    if plan.now.is_partial:
        return _("{now}: whether {target} is reached nobody can say").format(target=target, now=now)
    if plan.is_reached:
        return _("{target} is reached: {now}").format(target=target, now=now)
    if not plan.reaches:
        return _("All measures together do not reach {target}, only {value}").format(
            target=target, value=after(plan, plan.steps.row(-1, named=True)) if len(plan.steps) else now
        )
    if grouped:
        return _("{n} more units to reach {target}: {steps} measures do it").format(
            n=plan.needed, target=target, steps=len(plan.steps)
        )
    return _("{n} more units to reach {target}").format(n=plan.needed, target=target)


def said(plan: Plan) -> str:
    """Where it stands, and by what rule the order is."""
    now = _("Now {now}, {missing} missing.").format(
        now=words.full(plan.indicator, plan.now), missing=plan.missing
    )
    rows = plan.steps.to_dicts()
    if not rows:
        return now
    if all(row["youth"] is None for row in rows):
        order = _("Nobody has said how many young people live there: the order is that of the codes.")
    else:
        order = _("First what covers most of the missing units, then what serves most young people (a school: its pupils).")  # fmt: skip
    return f"{now}{order}"


def after(plan: Plan, row: Row) -> str:
    """What the rate becomes: 20/22 = 90.9%."""
    then = replace(plan.now, numerator=row["numerator"], value=row["value"], heard=NOTHING)
    return words.full(plan.indicator, then)


def reason(row: Row) -> str:
    """Why a measure stands where it does, where its worth alone does not say."""
    if row["tied"] and row["youth"] is not None:
        return _("others serve {n} people too: by code").format(n=words.plain(row["youth"]))
    if row["youth"] is None:
        return _("young people not reported: last, by code")
    if row["unknown"]:
        return _("of {n} of them the young people are not reported").format(n=row["unknown"])
    return ""


def table(plan: Plan, grouped: bool) -> tuple[list[str], list[list[str]]]:
    """The steps as a table of texts. Columns with nothing to say are left out."""
    rows = plan.steps.to_dicts()
    columns: list[tuple[str, Callable[[Row], str]]] = [
        (_("No."), lambda row: str(row["step"])),
        (_("Unit"), lambda row: row["name"]),
        (_("Part of"), lambda row: row["part_of"] or ""),
        (_("Covers"), lambda row: covered(row["covers"]) if grouped else ""),
        (_("Young people"), lambda row: "" if row["youth"] is None else words.plain(row["youth"])),
        (_("Then"), lambda row: after(plan, row)),
        (_("Order"), reason),
        (_("Office to phone"), lambda row: row["contact_office"] or ""),
    ]
    kept = [(title, cell) for title, cell in columns if any(cell(row) for row in rows)]
    if all(row["youth"] is None for row in rows):
        kept = [column for column in kept if column[1] is not reason]  # said once, above
    return [title for title, _cell in kept], [[cell(row) for _title, cell in kept] for row in rows]


def covered(names: Sequence[str]) -> str:
    """The units one measure serves, counted and named."""
    named = _(", ").join(names[:NAMED])
    return _("{n}: {names}").format(n=len(names), names=named + (_(" and others") if len(names) > NAMED else ""))  # fmt: skip


def steps(plan: Plan, grouped: bool, address: Callable[[str], str], most: int = 300) -> str:
    """The table as HTML; each unit leads to its own page."""
    head, lines = table(plan, grouped)
    unit = head.index(_("Unit"))
    cells = []
    for row, line in zip(plan.steps.to_dicts()[:most], lines[:most], strict=True):
        cell = [html.roomy(text) for text in line]
        if row["area_code"]:
            cell[unit] = html.anchor(html.text(line[unit]), address(row["area_code"]))
        cells.append(cell)
    return html.table(head, cells, "tq-gaps")
