"""Rules, step lists and indices in the data dictionary: every threshold with its dates, source, and what is our reading."""

from datetime import date
from typing import Any

from tuanqing.define import index as indices_of
from tuanqing.define import rule as rules_of
from tuanqing.define import steps as steps_of
from tuanqing.define.index import Index
from tuanqing.define.language import _
from tuanqing.define.query import Funnel, Library
from tuanqing.define.rule import Rules
from tuanqing.define.steps import StepList
from tuanqing.show import index as indices
from tuanqing.show.blocks import Code, Entry, Facts, Grid, entry, written


def rulebook(library: Library) -> list[Entry]:
    """The entries of all tables of rules, step lists and indices on disk."""
    found = [_rules(rules, library) for rules in rules_of.load_all().values()]
    found += [_steps(each, library) for each in steps_of.load_all().values()]
    return found + [_index(index) for index in indices_of.load_all(library.indicators).values()]


def _rules(rules: Rules, library: Library) -> Entry:
    readers = [query.title for query in library.queries.values() if f"rules.{rules.name}" in query.sql]
    header = tuple(column.about for column in rules.columns.values())
    rows = tuple(tuple(_cell(row.get(name)) for name in rules.columns) for row in rules.rows)
    blocks = [
        Facts(
            (
                (_("Source"), rules.source),
                (_("Our reading"), rules.reading),
                (_("Read by"), _("、").join(readers)),
                (_("Name in files"), rules.name),
            )
        ),
        Grid(_("Rules"), header, rows),
        Code(_("The file"), rules.text.strip()),
    ]
    return entry("rules", rules.name, rules.title, "", rules.about, blocks, " ".join(header))


def _steps(found: StepList, library: Library) -> Entry:
    users = [
        q.title for q in library.queries.values() if isinstance(q, Funnel) and q.pipeline == found.pipeline
    ]
    span = _("from {day}").format(day=written(found.valid_from)) if found.valid_from > date.min else ""
    if found.valid_to:
        span = _("{span} to {day}").format(span=span, day=written(found.valid_to))
    head = (
        _("Step"),
        _("Earliest, days"),
        _("Latest, days"),
        _("Age"),
        _("Public notice, working days"),
        _("Evidence"),
    )
    rows = tuple(
        (
            step.title + (_(" (optional)") if step.optional else ""),
            _cell(step.minimum_days),
            _cell(step.maximum_days),
            _cell(step.minimum_age),
            _cell(step.notice_working_days) or ("●" if step.notice else ""),
            _("、").join(step.evidence),
        )
        for step in found.steps
    )
    facts = (
        (_("Source"), found.source),
        (_("Our reading"), found.ours),
        (_("Holds in"), found.area or _("everywhere")),
        (_("Holds"), span),
        (_("Used in"), _("、").join(users)),
        (_("In every case"), _("、").join(found.musts)),
        (_("Booklet items"), _("、").join(found.items)),
        (_("Name in files"), found.name),
    )
    return entry(
        "steps", found.name, found.title, "", found.about, [Facts(facts), Grid(_("Steps"), head, rows)], ""
    )


def _index(index: Index) -> Entry:
    _about, *facts = indices.facts(index)
    head, rows = indices.made_of(index)
    blocks = [
        Facts((*facts, (_("Name in files"), index.name))),
        Grid(_("What the index is made of"), head, tuple(rows)),
        Code(_("The file"), index.text.strip()),
    ]
    return entry("index", index.name, index.title, "", index.about, blocks, " ".join(index.titles.values()))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return _("、").join(map(str, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return (
        written(value)
        if isinstance(value, date)
        else f"{value:g}"
        if isinstance(value, int | float)
        else str(value)
    )
