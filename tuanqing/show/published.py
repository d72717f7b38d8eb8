"""Published figures beside the computed ones, as one table."""

from collections.abc import Callable, Mapping, Sequence
from html import escape

from tuanqing.define.contract import Contract
from tuanqing.define.language import _
from tuanqing.define.published import Figure
from tuanqing.define.query import Library
from tuanqing.measure.amount import Amount
from tuanqing.measure.lineage import datasets
from tuanqing.measure.published import Comparison
from tuanqing.show import words

STYLE = """
.tqp{overflow-x:auto;max-height:72vh;font-size:13px}
.tqp table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
.tqp th{position:sticky;top:0;background:var(--tq-page);font-weight:400;color:var(--tq-label);text-align:left;
 white-space:nowrap}
.tqp th,.tqp td{padding:5px 12px 5px 0;border-bottom:1px solid var(--tq-border);vertical-align:top}
.tqp a{color:var(--tq-blue);text-decoration:none} .tqp .n{text-align:right;white-space:nowrap} .tqp .mute{color:var(--tq-label)}
.tqp .pill{white-space:nowrap;border-radius:10px;padding:1px 9px;font-size:12px}
.tqp .same .pill,.tqp .lower_bound .pill{background:var(--tq-green-wash);color:var(--tq-green)}
.tqp .different .pill{background:var(--tq-red-wash);color:var(--tq-red)}
.tqp .no_data .pill{background:var(--tq-amber-wash);color:var(--tq-amber)}
.tqp .shown .pill,.tqp .lost .pill{background:var(--tq-none-wash);color:var(--tq-label)}
"""
SIGNS = {
    "same": "●",
    "lower_bound": "≥",
    "shown": "□",
    "lost": "✕",
    "different": "▼",
    "no_data": "–",
}


def statuses() -> dict[str, str]:
    """The states in words."""
    return {
        "same": _("equal"),
        "lower_bound": _("lower bound"),
        "shown": _("no number, shown on a page"),
        "lost": _("damaged print"),
        "different": _("not equal"),
        "no_data": _("no data yet"),
    }


def finding(rows: Sequence[Comparison]) -> str:
    """How many of the figures that can be computed come out as printed."""
    good = sum(row.status in ("same", "lower_bound") for row in rows)
    tried = good + sum(row.status in ("different", "no_data") for row in rows)
    return _(
        "{all} published entries: {tried} figures can be computed, {good} come out as printed; the others have no figure or lost it in print"
    ).format(tried=tried, all=len(rows), good=good)


def table(
    rows: Sequence[Comparison],
    contracts: Mapping[str, Contract],
    library: Library,
    link: Callable[[Figure], str],
) -> str:
    """One row per figure; `link` says where a statement is shown."""
    names, body = statuses(), []
    for row in rows:
        figure = row.figure
        title = row.indicator.title if row.indicator else row.title
        part = f"{title}（{_member(row, contracts, library)}）" if figure.member else title
        what = escape(part)
        if figure.shown:
            what = f'<a href="{escape(link(figure))}" target="_self">{escape(_("See the page"))}</a>'
        why = {
            "value": _("the value differs"),
            "parts": _("numerator or denominator differs"),
            "not_flagged": _("the rows do not say “at least”"),
        }.get(row.why, "")
        body.append(
            f'<tr class="{row.status}"><td><span class="pill">{SIGNS[row.status]} {escape(names[row.status])}'
            f'</span></td><td>{escape(figure.place)}<div class="mute">{escape(figure.id)}</div></td>'
            f"<td>{escape(figure.words)}</td>"
            f'<td class="mute">{escape(figure.period.replace("/", "、"))}</td>'
            f'<td class="n">{escape(printed(figure))}</td><td class="n">{escape(ours(row))}</td>'
            f'<td>{what}<div class="mute">{escape(why)}</div></td></tr>'
        )
    head = "".join(
        f"<th{side}>{escape(text)}</th>"
        for text, side in (
            (_("State"), ""),
            (_("Place"), ""),
            (_("Words as printed"), ""),
            (_("About"), ""),
            (_("Printed"), ' class="n"'),
            (_("Computed"), ' class="n"'),
            (_("Indicator"), ""),
        )
    )
    return (
        f'<div class="tqp"><table><thead><tr>{head}</tr></thead><tbody>{"".join(body)}</tbody></table></div>'
    )


def _member(row: Comparison, contracts: Mapping[str, Contract], library: Library) -> str:
    """The slice in the word its exports use."""
    for name in datasets(row.indicator, contracts, library) if row.indicator else ():
        column = contracts[name].columns.get(row.figure.by)
        for word, code in (column.values if column else {}).items():
            if code == row.figure.member:
                return word
    own = row.indicator.members if row.indicator else {}
    return own.get(row.figure.member, row.figure.member)


def printed(figure: Figure) -> str:
    """The printed number with its unit, ≥ where it says 余 or 多."""
    if figure.value is None or figure.print == "lost":
        return "–"
    sign = "≥" if figure.print == "lower_bound" else ""
    number = words.plain(figure.value)
    return f"{sign}{number}%" if figure.unit == "percent" else f"{sign}{number}{figure.unit}"


def ours(row: Comparison) -> str:
    """What we compute, with numerator and denominator."""
    if row.numerator is None:
        return "–"
    if row.indicator is None:  # a row of a list: the rules a place goes by
        return words.plain(float(row.numerator)) + row.figure.unit
    period = row.figure.periods[-1]
    amount = Amount(period, row.numerator, row.denominator, row.value, row.lower_bound, row.heard)
    return words.full(row.indicator, amount)
