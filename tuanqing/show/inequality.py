"""How evenly something is spread, as HTML: the measures in words, areas as bars on one scale, groups."""

from collections.abc import Callable, Mapping
from typing import Any

from tuanqing.define.language import _
from tuanqing.define.query import Indicator
from tuanqing.measure.inequality import Spread
from tuanqing.show import html, scale, words

Row = Mapping[str, Any]


def finding(indicator: Indicator, spread: Spread) -> str:
    """The heading: the mean; the most and the least, where one area alone has it and all have reported."""
    said = _("{title} per head {mean}").format(title=indicator.title, mean=each(indicator, spread.per_head))
    if spread.silent:
        return _("{found}; {n} of {all} areas have not reported all of it").format(
            found=said,
            n=len(spread.silent),
            all=len(spread.silent) + len(spread.areas) + len(spread.peopleless),
        )
    if len(spread.areas) < 2:
        return said
    rows = spread.areas.to_dicts()
    ends = (
        (_("most in {area} ({value})"), rows[0], rows[1]),
        (_("least in {area} ({value})"), rows[-1], rows[-2]),
    )
    named = [
        form.format(area=row["area_name"], value=each(indicator, row["per_head"]))
        for form, row, beside in ends
        if each(indicator, row["per_head"]) != each(indicator, beside["per_head"])
    ]
    return _("{found}: {who}").format(found=said, who=_(", ").join(named)) if named else said


def each(indicator: Indicator, value: float | None) -> str:
    """A value per head: money to the fen."""
    if value is None:
        return words.none()
    if indicator.unit == "yuan":
        return _("{value} yuan").format(value=words.rounded(value, 2))
    return words.rounded(value, 2 if value < 10 else 1)


def measures(spread: Spread, by: str) -> str:
    """Gini, Theil and the plainer measures, each with what it says."""
    if spread.gini is None or spread.theil is None or spread.top_share is None:
        return f'<p class="tq-quiet">{html.text(_("Fewer than two areas with a figure: nothing to compare."))}</p>'
    theil = spread.theil
    share = "–" if theil.between_share is None else f"{words.rounded(theil.between_share, 1)}%"
    rows = [
        (_("Gini"), words.rounded(spread.gini, 3), _("0: everybody has the same; towards 1: a few have all")),
        (_("Most ÷ least"), f"{words.rounded(spread.ratio, 1)}" if spread.ratio else "–",
         "" if spread.ratio else _("the least has nothing")),
        (_("The best-off fifth has"), f"{words.rounded(spread.top_share, 1)}%", _("20 % would be even")),
        (_("Theil"), words.rounded(theil.total, 4), _("the same question, in a measure that can be split")),
        (_("of it between {groups}").format(groups=group(by)), words.rounded(theil.between, 4), share),
        (_("of it within {groups}").format(groups=group(by)), words.rounded(theil.within, 4), ""),
    ]  # fmt: skip
    lines = [
        [html.text(name), f"<b>{html.text(value)}</b>", f'<span class="tq-quiet">{html.text(said)}</span>']
        for name, value, said in rows
    ]
    return html.table([_("Measure"), _("Value"), ""], lines)


def group(by: str) -> str:
    """What areas are grouped by, in words."""
    return {"county": _("counties"), "kind": _("kinds of township")}[by]


def bars(indicator: Indicator, spread: Spread, address: Callable[[str], str]) -> str:
    """One line per area, the most first: per head, what it is made of, the mean as a line."""
    end = scale.top(spread.areas["per_head"])
    lines = []
    for row in spread.areas.to_dicts():
        lines.append(
            f"<tr><th>{html.anchor(html.text(row['area_name']), address(row['area_code']))}</th>"
            f'<td class="tq-f-n">{html.text(each(indicator, row["per_head"]))}</td>'
            f'<td class="tq-f-bar"><div><span class="{"tq-f-in_time" if row["under"] else "tq-f-passed"}" '
            f'style="{scale.width(row["per_head"], end)}"></span></div></td>'
            f'<td class="tq-f-what"><span class="tq-f-said">{html.text(made_of(indicator, row))}</span></td></tr>'
        )
    head = "".join(
        f'<th class="{css}">{html.text(title)}</th>'
        for title, css in ((_("Unit"), ""), (_("Per head"), "tq-f-n"), ("", ""), (_("Amount ÷ people"), ""))
    )
    return (
        f'<div class="tq-scroll tq-m-roll"><table class="tq-f"><tr>{head}</tr>{"".join(lines)}</table></div>'
        f'<p class="tq-quiet">{html.text(_("Pale: below the mean."))}</p>'
    )


def made_of(indicator: Indicator, row: Row) -> str:
    """Amount ÷ people."""
    amount = words.money(row["amount"]) if indicator.unit == "yuan" else words.plain(row["amount"])
    return _("{amount} for {people}").format(amount=amount, people=words.plain(row["people"]))


def groups(indicator: Indicator, spread: Spread) -> str:
    """Each group's areas, per head, and its share of people and of the amount."""
    lines = [
        [
            html.text(row["grp"] or "–"),
            words.plain(row["areas"]),
            html.text(each(indicator, row["per_head"])),
            f"{words.rounded(row['share_people'], 1)}%",
            f"{words.rounded(row['share_amount'], 1)}%",
        ]
        for row in spread.groups.to_dicts()
    ]
    head = [_("Group"), _("Areas"), _("Per head"), _("Share of people"), _("Share of the whole")]
    return html.table(head, lines)


def caveats(indicator: Indicator, spread: Spread) -> str:
    """What the figures leave out."""
    heads = indicator.denominator if indicator.is_rate else _("young people of 14 to 35 in the area register")
    said = [_("Divided by: {heads}.").format(heads=heads)]
    for left_out, form in (
        (
            spread.silent,
            _("{n} that have not reported all of it, or only “at least”, are in no measure: {names}."),
        ),
        (spread.peopleless, _("{n} without people are in no measure: {names}.")),
    ):
        if left_out:
            names = _("、").join(name for _code, name in left_out[:8])
            said.append(form.format(n=len(left_out), names=names + ("…" if len(left_out) > 8 else "")))
    said.append(_("What the county spends itself, without a township named, is not in it."))
    if len(spread.areas) < 10:
        said.append(_("With fewer than ten areas one of them can move every measure."))
    return f'<p class="tq-quiet">{html.text(" ".join(said))} {html.text(indicator.caveat)}</p>'


def table(spread: Spread) -> tuple[list[str], list[list[Any]]]:
    """Area by area, to download."""
    names = ["area_code", "area_name", "grp", "amount", "people", "per_head"]
    head = [_("Code"), _("Unit"), _("Group"), _("Amount"), _("People"), _("Per head")]
    return head, [[row[name] for name in names] for row in spread.areas.to_dicts()]
