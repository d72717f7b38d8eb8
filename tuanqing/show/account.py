"""Who owes what and has given it, in words."""

from datetime import date

from tuanqing.define.language import _
from tuanqing.define.period import Period
from tuanqing.measure.completeness import Account, Line
from tuanqing.show.words import counted, day, month, reported

NAMED = 6  # units named in one breath


def account(found: Account, period: Period, until: date | None) -> str:
    """Who has reported: 22/22乡镇已报，12/14类数据报全; of a period that the data do not fill, up to when."""
    if not found.lines:
        return _("nothing is owed for this period")
    whole = _("{n}/{all} kinds of data complete").format(n=found.whole, all=len(found.lines))
    if found.units > 1:
        units = reported(found.level, found.heard, found.units)
        whole = _("{units}, {datasets}").format(units=units, datasets=whole)
    if until is not None and until < period.last.replace(day=1):
        return _("up to {month}: {found}").format(month=month(until), found=whole)
    return whole


def given(line: Line) -> str:
    """Who has reported one dataset: 17/22个乡镇，12月31日."""
    said = f"{line.reported}/{counted(line.level, line.expected)}"
    return _("{units}, latest {day}").format(units=said, day=day(line.latest)) if line.latest else said


def timeliness(line: Line) -> list[str]:
    """How many were on time and late, who is missing, and how sure that is."""
    missing = _("、").join(unit.area_name for unit in line.missing[:NAMED]) + "…" * (
        len(line.missing) > NAMED
    )
    told = (
        (line.on_time, _("{n} on time")),
        (line.late - line.before, _("{n} late")),
        (line.before, _("{n} due before anything was imported here")),
        (line.untimed, _("{n} on an unknown day")),
        (line.inferred, _("{n} known only from the rows of old batches")),
        (len(line.awaited), _("{n} not yet due")),
        (len(line.missing), _("{n} missing: {names}")),
    )
    return [form.format(n=n, names=missing) for n, form in told if n]
