"""What is said of corrections beside the figures they touch, and of those that do nothing any more."""

from collections.abc import Iterable

from tuanqing.define.contract import Column, Contract
from tuanqing.define.correction import Correction
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


def state(stands: Stands) -> str:
    """What became of it, in a few words and a mark."""
    return {
        "applied": "● " + _("in force"),
        "partly": "◐ " + _("in force on some lists"),
        "mended": "▲ " + _("the source is another"),
        "nothing": "▲ " + _("names no row"),
        "refused": "▲ " + _("does not fit"),
        "unread": "▲ " + _("cannot be read"),
        "expired": "– " + _("ended"),
        "withdrawn": "– " + _("withdrawn"),
    }[stands.state]


def cell(column: Column, value: object) -> str:
    """A value in words: the word for a code, yes and no."""
    if isinstance(value, bool) or column.type == "boolean":
        return _("yes") if str(value).lower() == "true" else _("no")
    return next((word for word, code in column.values.items() if code == value), str(value))


def aim(own: Correction, contract: Contract) -> str:
    """Which rows it speaks of: 编号H1，2023年12月."""
    said = [
        f"{contract.columns[name].title} {cell(contract.columns[name], value)}"
        for name, value in own.match
        if value is not None
    ]
    said += [own.area or "", own.period.words if own.period else ""]
    said.append(_("batch {batch}").format(batch=own.batch) if own.batch is not None else "")
    said.append(_("line {line}").format(line=own.line) if own.line is not None else "")
    return _("; ").join(part for part in said if part)


def deed(own: Correction, contract: Contract) -> str:
    """What it does: 状态 → 停用; 收入(元) × 0.0001."""
    columns = contract.columns
    blank = _("blank")
    done = [
        f"{columns[name].title} → {blank if value is None else cell(columns[name], value)}"
        for name, value in own.set
    ]
    done += [f"{columns[name].title} × {factor}" for name, factor in own.factor]
    whole = {"drop": _("the row is left out"), "flag": _("in doubt")}
    return _("; ").join(done) or whole[own.what]
