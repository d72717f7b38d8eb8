"""What is said of corrections beside the figures they touch, and of those that do nothing any more."""

from collections.abc import Iterable

from tuanqing.define.language import _
from tuanqing.measure.amount import Amount
from tuanqing.store.warehouse.corrections import Stands


def what(stands: Stands) -> str:
    """What is done with the rows."""
    columns = _("、").join(f"“{title}”" for title in stands.titles)
    return {
        "drop": _("rows left out"),
        "override": _("{columns} put right").format(columns=columns),
        "scale": _("{columns} multiplied").format(columns=columns),
        "flag": _("in doubt"),
    }.get(stands.what, "")


def sentence(stands: Stands) -> str:
    """A correction in one breath: what, why, who says so, until when."""
    until = _(", until {day}").format(day=stands.expires) if stands.expires else ""
    form = (
        _("In doubt: {dataset}: {reason} ({who}{until})")
        if stands.what == "flag"
        else _("Corrected: {dataset}, {what}: {reason} ({who}{until})")
    )
    return form.format(
        dataset=stands.title, what=what(stands), reason=stands.reason, who=stands.who, until=until
    )


def of_figure(row: Amount) -> list[str]:
    """What is said beside a figure: a sentence for each correction that touches it."""
    return [sentence(each) for each in row.corrections]


def of_rows(rows: Iterable[Amount]) -> list[str]:
    """The same of several figures, each sentence once."""
    return list(dict.fromkeys(said for row in rows for said in of_figure(row)))


def mark(row: Amount) -> str:
    """The same where there is room for a word only."""
    if not row.corrections:
        return ""
    if all(each.what == "flag" for each in row.corrections):
        return _("in doubt")
    return _("corrected")


def entry(stands: Stands) -> dict[str, object]:
    """A correction as JSON gives it beside a figure."""
    return {
        "correction": stands.name,
        "dataset": stands.dataset,
        "what": stands.what,
        "columns": list(stands.columns),
        "reason": stands.reason,
        "who": stands.who,
        "made_on": stands.made_on,
        "expires": stands.expires,
        "sentence": sentence(stands),
    }
