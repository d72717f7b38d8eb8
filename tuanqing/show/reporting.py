"""Who has reported, as a grid of units and data with words for every state, and as reminders to send."""

from collections.abc import Callable, Sequence

from tuanqing.define.contract import LEVELS
from tuanqing.define.language import _
from tuanqing.measure.completeness import AWAITED, LATE, MISSING, ON_TIME, UNTIMED, Given, Line
from tuanqing.show import account, html
from tuanqing.show.matters import months
from tuanqing.show.palette import mark

_STATUS = {ON_TIME: "met", LATE: "near", UNTIMED: "met", MISSING: "missed", AWAITED: "waits"}


def states() -> dict[str, str]:
    """What the states are called."""
    return {
        ON_TIME: _("on time"),
        LATE: _("late"),
        UNTIMED: _("given"),
        MISSING: _("missing"),
        AWAITED: _("not yet due"),
    }


def legend() -> str:
    """The marks of the states."""
    called = states()
    return " ".join(f"{mark(_STATUS[state])} {called[state]}" for state in (ON_TIME, LATE, MISSING, AWAITED))


def _units(lines: Sequence[Line]) -> list[tuple[str, str, str]]:
    """Everybody who owes anything, as code, name, level: the coarsest first."""
    found = {given.unit.code: (given.unit.code, given.name, given.unit.level) for line in lines for given in line.units}  # fmt: skip
    return sorted(found.values(), key=lambda unit: (LEVELS.index(unit[2]), unit[0]))


def _state(given: Given) -> str:
    """The state shown: what was due before anything was ever imported here is given, and nobody can say how late."""
    return UNTIMED if given.is_before and given.state == LATE else given.state


def said(given: Given) -> str:
    """What a unit has given, in words: 按时, 迟报, 缺2023年11月."""
    if given.state == MISSING:
        return _("missing {months}").format(months=months(given.lacking))
    return states()[_state(given)]


def grid(lines: Sequence[Line], titles: dict[str, str], unit: Callable[[str], str]) -> str:
    """Units by data; an empty cell: not owed."""
    told = {(given.unit.code, line.dataset): given for line in lines for given in line.units}
    top = "".join(
        f'<th scope="col">{html.text(titles.get(line.dataset, line.dataset))}</th>' for line in lines
    )
    body = ""
    for code, name, _level in _units(lines):
        cells = ""
        for line in lines:
            given = told.get((code, line.dataset))
            if given is None:
                cells += "<td></td>"
                continue
            status = _STATUS[_state(given)]
            hint = f"{name} · {titles.get(line.dataset, line.dataset)} · {said(given)} · {_('due {day}').format(day=given.due)}"
            cells += (
                f'<td class="tq-{status}" title="{html.text(hint)}"><div><span>{html.text(states()[_state(given)])}</span>'
                f"<i>{mark(status)}</i></div></td>"
            )
        body += f'<tr><th scope="row">{html.anchor(html.text(name), unit(code))}</th>{cells}</tr>'
    return (
        f'<div class="tq-scroll"><table class="tq-score"><thead><tr><th scope="col">{html.text(_("Unit"))}</th>{top}'
        f"</tr></thead><tbody>{body}</tbody></table></div>"
    )


def table(lines: Sequence[Line], titles: dict[str, str]) -> tuple[list[str], list[list[str]]]:
    """The same one below the other, for a file."""
    head = [_("Code"), _("Unit"), _("Data"), _("State"), _("Months not given"), _("Due")]
    rows = [
        [given.unit.code, given.name, titles.get(line.dataset, line.dataset), states()[_state(given)], months(given.lacking), str(given.due)]
        for line in lines
        for given in line.units
    ]  # fmt: skip
    return head, rows


def counts(lines: Sequence[Line], titles: dict[str, str], one: Callable[[str], str]) -> str:
    """By data how many owe it, have given it, in time, late, not; the rest in words."""
    head = [_("Data"), _("Owed"), _("Given"), _("On time"), _("Late"), _("Missing"), ""]
    rows = [
        [
            html.anchor(html.text(titles.get(line.dataset, line.dataset)), one(line.dataset)),
            *map(
                str, (line.expected, line.reported, line.on_time, line.late - line.before, len(line.missing))
            ),
            html.roomy(" · ".join(account.timeliness(line))),
        ]
        for line in lines
    ]
    return html.table(head, rows)


def reminders(lines: Sequence[Line], titles: dict[str, str]) -> list[str]:
    """One sentence for each unit that owes something, to be copied and sent."""
    owed: dict[tuple[str, str], list[str]] = {}
    for line in lines:
        for given in line.units:
            if given.state == MISSING:
                what = _("{data} ({months}; due {day})").format(
                    data=titles.get(line.dataset, line.dataset), months=months(given.lacking), day=given.due
                )
                owed.setdefault((given.unit.code, given.name), []).append(what)
    return [
        _("{unit}: not yet given: {what}. Please give it as soon as you can.").format(
            unit=name, what=_("、").join(what)
        )
        for (_code, name), what in sorted(owed.items())
    ]
