"""A composite index as HTML: the ranking with what each score is made of, who lags and what would help, the definition."""

from collections.abc import Callable, Mapping
from typing import Any

from tuanqing.define.index import Index
from tuanqing.define.language import _
from tuanqing.define.period import GRAINS
from tuanqing.measure.index import DRAWS, Scored
from tuanqing.show import html, words

Row = Mapping[str, Any]


def finding(scored: Scored) -> str:
    """The heading: who leads, alone and among all; how many lag, who has no score or no rank."""
    rows = [row for row in scored.areas.to_dicts() if row["score"] is not None]
    ranked = [row for row in rows if row["rank"] is not None]
    silent, unplaced = len(scored.areas) - len(rows), len(rows) - len(ranked)
    best = [row for row in ranked if row["rank"] == 1]
    if len(best) == 1 and not silent and not unplaced:
        said = _("{title}: {first} leads with {score}").format(
            title=scored.index.title, first=best[0]["area_name"], score=points(best[0]["score"])
        )
    elif len(best) > 1:
        said = _("{title}: {n} share the highest score, {score}").format(
            title=scored.index.title, n=len(best), score=points(best[0]["score"])
        )
    else:
        said = _("{title}: {n} areas have a score").format(title=scored.index.title, n=len(rows))
    if lag := len(lagging(scored)):
        said += _("; {lagging} of {scored} lag").format(lagging=lag, scored=len(ranked))
    if unplaced:
        said += _("; {n} have no rank, for want of what others have reported").format(n=unplaced)
    if silent:
        said += _("; {n} have too little data for a score").format(n=silent)
    return said


def points(score: float | None) -> str:
    """A score with two decimals, so that 89.98 does not look like the 90 it is not."""
    return words.none() if score is None else words.rounded(score, 2)


def stars(row: Row) -> str:
    """★ for each star; nothing without a score."""
    return "★" * (row["stars"] or 0)


def lagging(scored: Scored) -> list[Row]:
    """The areas in a band the index calls lagging, the lowest first."""
    low = {band.stars for band in scored.index.bands if band.lagging}
    return [row for row in reversed(scored.areas.to_dicts()) if row["stars"] in low]


def titles(index: Index) -> dict[str, str]:
    """The parts' indicators by name, with their titles."""
    return {part.indicator.name: part.indicator.title for part in index.parts}


def ranking(scored: Scored, address: Callable[[str], str], own: str) -> str:
    """One line per area: rank, score as a bar of its contributions, change, stars, how sure the rank is."""
    named = titles(scored.index)
    shade = {name: _shade(n) for n, name in enumerate(named)}
    made: dict[str, list[Row]] = {}
    for row in scored.parts.to_dicts():
        made.setdefault(row["area_code"], []).append(row)
    lines = []
    for row in scored.areas.to_dicts():
        name = html.anchor(html.text(row["area_name"]), address(row["area_code"]))
        if row["area_code"] == own:
            name = f"<b>{name}</b>"
        missing = _("、").join(named[each] for each in row["missing"])
        gap = html.text(_("no data: {parts}").format(parts=missing)) if missing else ""
        bar = "".join(
            f'<span style="width:{part["contribution"]:.2f}%;background:{shade[part["indicator"]]}" '
            f'title="{html.text(_said(scored, named, part))}"></span>'
            for part in made[row["area_code"]]
            if part["contribution"]
        )
        lines.append(
            f'<tr><td class="tq-f-n">{html.text(place(row))}</td><th>{name}</th>'
            f'<td class="tq-f-bar"><div title="{gap}">{bar}</div></td>'
            f'<td class="tq-f-n" title="{gap}"><b>{html.text(points(row["score"]))}</b>{_footnote(row)}</td>'
            f'<td class="tq-f-rate">{html.text(change(row))}</td>'
            f'<td title="{html.text(row["veto"] or "")}">{stars(row)}{"▼" if row["veto"] else ""}</td>'
            f'<td class="tq-f-days" title="{html.text(_left_out(row))}">{_interval(row)}</td></tr>'
        )
    head = "".join(
        f'<th class="{css}">{html.text(title)}</th>'
        for title, css in (
            (_("Rank"), "tq-f-n"),
            (_("Unit"), ""),
            ("", ""),
            (_("Score"), "tq-f-n"),
            (_("Change"), "tq-f-n"),
            (_("Stars"), ""),
            (_("Rank, 5–95 %"), "tq-f-n"),
        )
    )
    chips = "".join(
        f'<span><i style="background:{shade[part.indicator.name]}"></i>{html.text(part.indicator.title)} {part.weight:g}</span>'
        for part in scored.index.parts
    )
    return (
        f'<div class="tq-f-legend">{chips}</div><div class="tq-scroll tq-m-roll"><table class="tq-f"><tr>{head}</tr>'
        f"{''.join(lines)}</table></div>"
    )


def place(row: Row) -> str:
    """The rank; equals are said to be, and who has none has a dash."""
    if row["rank"] is None:
        return "–"
    return _("tied {rank}").format(rank=row["rank"]) if row["tied"] != 1 else str(row["rank"])


def _footnote(row: Row) -> str:
    """How many parts had no data, where a score is shown all the same."""
    if not row["missing"] or row["score"] is None:
        return ""
    said = _("{n} lacking").format(n=len(row["missing"]))
    return f" <small>{html.text(said)}</small>"


def _said(scored: Scored, named: Mapping[str, str], part: Row) -> str:
    indicator = next(p.indicator for p in scored.index.parts if p.indicator.name == part["indicator"])
    return _("{title}: {figure}, {points} points × {share} % = {contribution}").format(
        title=named[part["indicator"]],
        figure=words.full(indicator, scored.held[part["area_code"], indicator.name]),
        points=words.rounded(part["points"], 1),
        share=words.rounded(part["share"], 1),
        contribution=words.rounded(part["contribution"], 2),
    )


def change(row: Row) -> str:
    """The change on the period before."""
    if row["delta"] is None:
        return ""
    size = words.rounded(abs(row["delta"]), 1)
    if size == "0.0":
        return _("→ unchanged")
    return f"{'↑' if row['delta'] > 0 else '↓'} {size}"


def _interval(row: Row) -> str:
    return "" if row["rank_low"] is None else f"{row['rank_low']}–{row['rank_high']}"


def _left_out(row: Row) -> str:
    if row["left_out_low"] is None:
        return ""
    return _("with any one part left out: {low} to {high}").format(
        low=row["left_out_low"], high=row["left_out_high"]
    )


def _shade(n: int) -> str:
    """The look of the n-th part: four blues, then the same hatched, so that eight can be told apart."""
    blue = ("var(--tq-blue-1)", "var(--tq-blue-2)", "var(--tq-blue-3)", "var(--tq-blue)")[n % 4]
    return f"repeating-linear-gradient(135deg, {blue} 0 4px, var(--tq-page) 4px 6px)" if n % 8 > 3 else blue


def notes(scored: Scored) -> str:
    """How to read the ranking: intervals, missing parts, marks."""
    sentences = [
        _(
            "Rank, 5–95 %: {n} draws of the weights around those given; hover for the range with one part left out."
        ).format(n=f"{DRAWS:,}"),
        _("−n: parts without data; their weight goes to the others."),
    ]
    rows = scored.areas.to_dicts()
    if any(row["score"] is not None and row["rank"] is None for row in rows):
        sentences.append(_("–: no rank and no stars for who lacks a part that others have reported."))
    if any(row["veto"] for row in rows):
        sentences.append(_("▼: a veto took stars; hover for which."))
    if scored.months < GRAINS[scored.period.grain] and any(part.yearly for part in scored.index.parts):
        sentences.append(
            _("The data reach into {n} months of the period: what is asked of a whole year is asked of them pro rata.").format(n=scored.months)
        )  # fmt: skip
    if scored.incomparable:
        named = titles(scored.index)
        sentences.append(
            _("Alike everywhere, so left out: {parts}.").format(
                parts=_("、").join(named[name] for name in scored.incomparable)
            )
        )
    return f'<p class="tq-quiet">{html.text(" ".join(sentences))}</p>'


def lifting(scored: Scored, address: Callable[[str], str]) -> str:
    """The lagging areas with the part that would lift each most."""
    named = {part.indicator.name: part.indicator for part in scored.index.parts}
    lines = []
    for row in lagging(scored):
        best, said, lifted = row["best_part"], _("several parts, each as much"), ""
        if best:
            said = f"{named[best].title} {words.full(named[best], scored.held[row['area_code'], best])}"
            lifted = f"{points(row['score'])} → {points(row['lifted'])}"
        lines.append([
            html.anchor(html.text(row["area_name"]), address(row["area_code"])),
            html.text(f"{points(row['score'])} {stars(row)}"), html.text(said), html.text(lifted),
        ])  # fmt: skip
    unplaced = sum(row["stars"] is None for row in scored.areas.to_dicts())
    if not lines:
        calm = _("None of those with stars lags; of {n} nothing can be said.").format(n=unplaced)
        return f'<p class="tq-quiet">{html.text(calm if unplaced else "● " + _("Nobody lags."))}</p>'
    return html.table([_("Unit"), _("Score"), _("What would lift it most"), _("At full marks")], lines, "tq-gaps")  # fmt: skip


def bands(scored: Scored) -> str:
    """How many areas have each number of stars; where there are more than the quota, it says so."""
    named = {band.stars: band for band in scored.index.bands}
    lines = []
    for row in scored.bands.to_dicts():
        band = named[row["stars"]]
        quota = ""
        if row["quota"] is not None:
            quota = _("at most {quota} %").format(quota=f"{row['quota']:g}")
        css = "tq-f-stalled" if band.lagging else "tq-f-passed"
        bar = f'<span class="{css}" style="width:{row["share"]:.1f}%"></span>'
        mark = (
            f'<span class="tq-f-t-stalled">▼ {html.text(quota)}</span>' if row["over"] else html.text(quota)
        )
        lines.append(
            f'<tr><th>{html.text(band.title)} <span class="tq-quiet">≥{band.floor:g}</span></th><td class="tq-f-n">{row["areas"]}</td>'
            f'<td class="tq-f-bar"><div>{bar if row["areas"] else ""}</div></td>'
            f'<td class="tq-f-rate">{words.rounded(row["share"], 1)}%</td><td class="tq-f-what">{mark}</td></tr>'
        )
    head = "".join(
        f'<th class="{css}">{html.text(title)}</th>'
        for title, css in (
            (_("Stars"), ""),
            (_("Areas"), "tq-f-n"),
            ("", ""),
            (_("Share"), "tq-f-n"),
            (_("Quota"), ""),
        )
    )
    return f'<div class="tq-scroll"><table class="tq-f tq-f-narrow"><tr>{head}</tr>{"".join(lines)}</table></div>'


def weights(index: Index) -> str:
    """What the index is made of, as a table."""
    head, lines = made_of(index)
    return html.table(head, [[*map(html.text, line)] for line in lines], "tq-small")


def made_of(index: Index) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Head and rows: each part with its weight, direction and goalposts."""
    lines = []
    for part in index.parts:
        posts = ""
        if part.floor is not None and part.cap is not None:
            low, high = (words.amount(part.indicator, value) for value in (part.floor, part.cap))
            posts = f"{low} → {high}" if part.direction == "higher" else f"{high} → {low}"
            posts += _(" a year") if part.yearly else ""
        way = _("higher is better") if part.direction == "higher" else _("lower is better")
        lines.append((part.indicator.title, f"{part.weight:g}", way, posts))
    return (_("Part"), _("Weight"), _("Direction"), _("No marks → full marks")), lines


def facts(index: Index) -> list[tuple[str, str]]:
    """Where the index comes from, and how a score and its stars come about, each with its name."""
    return [
        (_("What it says"), index.about),
        (_("Source"), index.source),
        (_("Our reading"), index.reading),
        (_("Method"), f"{method(index.normalise)} {method(index.aggregate)}"),
        (_("Score given"), _("when the parts with data weigh at least {weight}").format(weight=f"{index.least_weight:g}")),
        (_("Stars"), _("; ").join(f"{band.title} ≥{band.floor:g}" for band in index.bands) + _(" (the score as it is, not rounded)")),
        (_("Veto"), _("; ").join(veto.say for veto in index.vetoes)),
    ]  # fmt: skip


def method(name: str) -> str:
    """A method in words."""
    return {
        "goalposts": _("Each part from 0 to 100 between fixed goalposts, cut off there."),
        "minmax": _("Each part from 0 to 100 between the least and the most of the areas compared."),
        "z": _("Each part as 50 + 10 standard deviations from the mean, cut off at 0 and 100."),
        "rank": _("Each part by its rank among the areas compared, from 0 to 100."),
        "arithmetic": _("Weighted arithmetic mean."),
        "geometric": _("Weighted geometric mean; points below 1 count as 1."),
    }[name]


def table(scored: Scored) -> tuple[list[str], list[list[Any]]]:
    """Area by area with every part, to download."""
    named = titles(scored.index)
    made = {(row["area_code"], row["indicator"]): row for row in scored.parts.to_dicts()}
    head = [_("Unit"), _("Rank"), _("Score"), _("Change"), _("Stars"), _("Veto"), _("Rank low"), _("Rank high"), _("Best rank, one part left out"), _("Worst rank, one part left out"), _("No data")]  # fmt: skip
    for title in named.values():
        head += [
            title,
            _("{title}: points").format(title=title),
            _("{title}: contribution").format(title=title),
        ]
    lines = []
    for row in scored.areas.to_dicts():
        own = [row[name] for name in ("area_name", "rank", "score", "delta", "stars", "veto", "rank_low", "rank_high", "left_out_low", "left_out_high")]  # fmt: skip
        cells = [made[row["area_code"], name] for name in named]
        lines.append([
            *own, _("、").join(named[name] for name in row["missing"]),
            *(cell[key] for cell in cells for key in ("value", "points", "contribution")),
        ])  # fmt: skip
    return head, lines
