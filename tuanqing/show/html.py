"""Small HTML shapes: cards with sparklines, tiles, lists, scorecards. Everything from outside goes through `text`."""

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from tuanqing.define.language import _
from tuanqing.show import scale
from tuanqing.show.palette import mark

LINE = 6  # key cards beside each other at most


def text(value: Any) -> str:
    """A value as HTML text or attribute."""
    return escape(str(value), quote=True)


def anchor(inner: str, href: str, classes: str = "", title: str = "") -> str:
    """A link that switches the view in place; `inner` is HTML."""
    extra = f' title="{text(title)}"' if title else ""
    return f'<a data-go class="{classes}" href="{text(href)}"{extra}>{inner}</a>'


def tabs(pages: Sequence[tuple[str, str | None, str]], label: str) -> str:
    """Pages side by side: title, address (None: this one), and why there is nothing on it ("" where there is)."""
    shown = []
    for title, href, missing in pages:
        said = text(title) + (f" <small>{text(_('not reported'))}</small>" if missing else "")
        css = "tq-tab-none" if missing else ""
        if href is None:
            shown.append(f'<span class="{css}" aria-current="page" title="{text(missing)}">{said}</span>')
        else:
            shown.append(anchor(said, href, css, missing))
    return f'<nav class="tq-tabs" aria-label="{text(label)}">{"".join(shown)}</nav>'


def heading(words: str, note: str = "") -> str:
    """A card's heading: the finding; a quiet note behind it."""
    quiet = f'<span class="tq-note">{text(note)}</span>' if note else ""
    return f'<div class="tq-heading">{text(words)}{quiet}</div>'


def title(name: str, path: Sequence[tuple[str, str]], topic: str, counted: str, period: str = "") -> str:
    """The place with the page's name beside it, and its path, each step a link."""
    steps = "".join(f"{anchor(text(step), href)} › " for step, href in path)
    own = f"{steps}{text(name)}" if path else ""
    rest = " · ".join(part for part in (own, text(counted)) if part)
    page = f"<b>{text(topic)}</b>" if topic else ""
    page += f'<b class="tq-paper">{text(period)}</b>'  # on the screen it is chosen beside
    return f'<div class="tq-title"><h1>{text(name)}</h1>{page}<nav>{rest}</nav></div>'


def state(
    as_of: str,
    reported: str,
    datasets: Iterable[tuple[str, str, bool, str]],
    version: str,
    batches: str,
    looks: Iterable[tuple[str, str]],
    other: tuple[str, str],
) -> str:
    """What the page rests on: date of the data, who has reported, version; the other looks, and the other language.

    `datasets`: title, who has reported it, whether everybody has, and the rest of it in words.
    """
    rows = "".join(
        f'<tr title="{text(more)}"><td>{mark("met" if ok else "no_data")}</td><td>{text(name)}</td>'
        f"<td>{text(said)}</td></tr>"
        for name, said, ok, more in datasets
    )
    return (
        f'<div class="tq-state"><div>{text(as_of)} · <details><summary>{text(reported)}</summary>'
        f"<table>{rows}</table></details></div>"
        f"<div>{anchor(text(_('version {version}').format(version=version)), batches)}"
        + "".join(f" · {anchor(text(name), href)}" for name, href in (*looks, other))
        + "</div></div>"
    )


def lookout(sentences: Sequence[str], href: str, label: str) -> str:
    """What must be known of figures that are not looked at in the ordinary way, and the way back."""
    return f'<div class="tq-look">{text(" ".join(sentences))} {anchor(text(label), href)}</div>'


def notice(sentence: str, link: str | None, label: str | None, *, elsewhere: bool = False) -> str:
    """One sentence and one thing to do; `elsewhere`: the link leaves the page."""
    button = ""
    if link and label:
        leaves = f'<a class="tq-button" href="{text(link)}" target="_top">{text(label)}</a>'
        button = leaves if elsewhere else anchor(text(label), link, "tq-button")
    return f'<div class="tq-notice"><p>{text(sentence)}</p>{button}</div>'


def choices(sentence: str, links: Iterable[tuple[str, str]]) -> str:
    """One sentence, and what there is instead: label, href each."""
    there = " ".join(anchor(text(label), href, "tq-button") for label, href in links)
    return f'<div class="tq-notice"><p>{text(sentence)}</p>{there}</div>'


def signed_in(name: str, role: str, link: str, label: str) -> str:
    """Whose page this is, and the way to his account."""
    inner = f"{text(name)}<small>{text(role)}</small>"
    return f'<div class="tq"><a class="tq-who" href="{text(link)}" target="_top" title="{text(label)}">{inner}</a></div>'


def found(asked: str, groups: Iterable[tuple[str, Sequence[tuple[str, str, str]]]], note: str) -> str:
    """What a search came upon: groups of (title, what it is, href) under a heading each; `asked`: what for, "" where the
    first of them is no answer."""
    shown = "".join(
        (f"<p>{text(title)}</p>" if title else "")
        + "".join(
            anchor(f"<b>{text(name)}</b> <small>{text(what)}</small>", href) for name, what, href in lines
        )
        for title, lines in groups
    )
    said = f'<p role="status">{text(note)}</p>' if note else ""
    return (
        f'<nav class="tq-found" data-asked="{text(asked)}" aria-label="{text(_("Found"))}">{shown}{said}</nav>'
        if shown or said
        else ""
    )


def quiet(sentence: str) -> str:
    """A sentence that is said beside everything else."""
    return f'<p class="tq-quiet">{text(sentence)}</p>'


def cards(entries: Iterable[Mapping[str, Any]]) -> str:
    """Key cards: href, label, parts, value, share, change, against, tone, note, spark, chosen."""
    drawn = [_card(entry) for entry in entries]
    lines = -(-len(drawn) // LINE) or 1
    per_line = -(-len(drawn) // lines) or 1  # seven cards are four and three, not six and one
    return f'<div class="tq-cards" style="--per-line:{per_line}">{"".join(drawn)}</div>'


def _card(entry: Mapping[str, Any]) -> str:
    pill = (
        f'<span class="tq-pill tq-{entry["tone"]}">{text(entry["change"])}</span> {text(entry["against"])}'
        if entry["change"]
        else text(entry["against"])
    )
    share = f'<div class="tq-share">{text(entry["share"])}</div>' if entry["share"] else ""
    note = f'<span class="tq-ytd">{text(entry["note"])}</span>' if entry["note"] else ""
    inner = (
        f'<div class="tq-label">{text(entry["label"])}</div>'
        f'<div class="tq-value">{text(entry["value"])} <b>{text(entry["parts"])}</b></div>'
        f'{share}<div class="tq-change">{pill}{note}</div>{entry["spark"]}'
    )
    return anchor(inner, entry["href"], "tq-card" + (" tq-chosen" if entry["chosen"] else ""), entry["title"])


def spark(values: Sequence[float | None], bars: bool, hollow: Sequence[bool] = ()) -> str:
    """A line or bars of the last periods; a missing period is a gap with a dot at the foot, never a zero; `hollow`
    where a value is no observation of its own.
    """
    known = [value for value in values if value is not None]
    if not known:
        return '<div class="tq-spark"></div>'
    width, height = 240, 40
    top, low = max(known), (0.0 if bars else min(known))
    room = (top - low) or 1.0
    step = width / max(len(values), 1)
    empty = [*hollow, *[False] * (len(values) - len(hollow))]

    def y(value: float) -> float:
        return height - 3 - (value - low) / room * (height - 8)

    shapes, run = [], []
    for n, value in enumerate([*values, None]):
        x = step * (n + 0.5)
        if value is None:
            if len(run) > 1 and not bars:
                line = " ".join(f"{a:.1f},{b:.1f}" for a, b in run)
                shapes.append(
                    f'<polygon class="fill" points="{run[0][0]:.1f},{height} {line} {run[-1][0]:.1f},{height}"/>'
                    f'<polyline points="{line}"/>'
                )
            elif run and not bars:
                shapes.append(f'<circle cx="{run[0][0]:.1f}" cy="{run[0][1]:.1f}" r="2"/>')
            run = []
            if n < len(values):
                shapes.append(f'<circle class="gap" cx="{x:.1f}" cy="{height - 2}" r="1.4"/>')
        elif bars:
            last = " held" if empty[n] else " last" if n == len(values) - 1 else ""
            tall = max(height - y(value), 1.5)
            shapes.append(
                f'<rect class="bar{last}" x="{x - 3:.1f}" y="{height - tall:.1f}" width="6" '
                f'height="{tall:.1f}" rx="1.5"/>'
            )
        else:
            run.append((x, y(value)))
    if not bars:  # drawn over the line
        dots = (
            f'<circle class="held" cx="{step * (n + 0.5):.1f}" cy="{y(value):.1f}" r="2"/>'
            for n, value in enumerate(values)
            if value is not None and empty[n]
        )
        shapes += dots
    return (
        f'<svg class="tq-spark" viewBox="0 0 {width} {height}" preserveAspectRatio="none" aria-hidden="true">'
        f"{''.join(shapes)}</svg>"
    )


def tiles(entries: Iterable[Mapping[str, Any]]) -> str:
    """One tile per area: name, value, shade (0–3 or None), status, href, title."""
    cells = []
    for entry in entries:
        status = entry["status"]
        kind = {"missed": "missed", "near": "near", "no_data": "none", "partial": "partial"}.get(
            status, f"blue{entry['shade']}"
        )
        sign = "" if status in ("met", "no_target") else mark(status)
        value = f"{sign} {text(entry['value'])}"
        cells.append(
            anchor(
                f"<b>{text(entry['name'])}</b><span>{value}</span>",
                entry["href"],
                f"tq-tile tq-tile-{kind}",
                entry["title"],
            )
        )
    return f'<div class="tq-tiles">{"".join(cells)}</div>'


def todo(lines: Iterable[tuple[str, str, str, str, bool]], beside: Iterable[str], every: str) -> str:
    """What needs a hand: (what, whom, since, href, urgent) each; below it the way to all of it and what is to be said
    beside."""
    rows = "".join(
        anchor(
            f'<b class="{"urgent" if urgent else ""}">{text(what)}</b><span>{text(whom)}</span><i>{text(since)}</i>',
            href,
            "tq-due",
            f"{what} {whom}",
        )
        for what, whom, since, href, urgent in lines
    )
    rest = "".join(f'<p class="tq-quiet">{text(said)}</p>' for said in beside)
    whole = anchor(text(_("All of it, row by row")), every, "tq-quiet") if rows else ""
    return f'<div class="tq-todo">{rows}{whole}{rest}</div>'


def scorecard(
    head: Sequence[tuple[str, str, str]], lines: Iterable[Mapping[str, Any]], corner: str, last: str
) -> str:
    """Areas × indicators: head (title, href, hint); lines with name, href, cells (value, status, arrow, hint), total."""
    columns = "".join(
        f'<th scope="col">{anchor(text(name), href, "", hint)}</th>' for name, href, hint in head
    )
    body = "".join(
        f'<tr><th scope="row">{anchor(text(line["name"]), line["href"])}</th>'
        + "".join(
            f'<td class="tq-{status}" title="{text(hint)}"><div><span>{text(value)}</span>'
            f"<i>{mark(status)}</i><i>{way}</i></div></td>"
            for value, status, way, hint in line["cells"]
        )
        + f'<td class="tq-total">{text(line["total"])}</td></tr>'
        for line in lines
    )
    return (
        f'<div class="tq-scroll"><table class="tq-score"><thead><tr><th scope="col">{text(corner)}</th>{columns}'
        f'<th scope="col">{text(last)}</th></tr></thead><tbody>{body}</tbody></table></div>'
    )


def legend(shown: Iterable[str] = ()) -> str:
    """What the marks mean: the four that are always there, and those of `shown` beside them."""
    words = {
        "met": _("met"),
        "near": _("within a tenth"),
        "missed": _("missed"),
        "no_data": _("no data yet"),
        "partial": _("not reported in full"),
        "waits": _("the period has not ended"),
        "unsure": _("only known as “at least”"),
    }
    wanted = {"met", "near", "missed", "no_data", *shown}
    return " ".join(f"{mark(status)} {word}" for status, word in words.items() if status in wanted)


def table(head: Sequence[str], rows: Iterable[Sequence[str]], rule: str = "") -> str:
    """A plain table; cells are HTML."""
    top = "".join(f"<th>{text(cell)}</th>" for cell in head)
    body = "".join("<tr>" + "".join(map(_cell, row)) + "</tr>" for row in rows)
    return (
        f'<div class="tq-scroll"><table class="tq-table {rule}"><thead><tr>{top}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def section(title: str, inner: str) -> str:
    """HTML under a heading that unfolds it."""
    return f'<details class="tq-fold"><summary>{text(title)}</summary>{inner}</details>'


_FIGURE = re.compile(r"[≥\d][\d\s=/.,:%年月日-]*")


def _cell(inner: str) -> str:
    """One cell; a number or a date is never broken."""
    return f'<td class="tq-n">{inner}</td>' if _FIGURE.fullmatch(inner) else f"<td>{inner}</td>"


def roomy(words: str) -> str:
    """A cell of words; long ones may wrap, yet never into a column of single letters."""
    return (
        f'<div style="min-width:7em;white-space:normal">{text(words)}</div>'
        if len(words) > 10 and not _FIGURE.fullmatch(words)
        else text(words)
    )


def folded(label: str, words: str, inner: str) -> str:
    """Words with more behind them, folded away; `inner` is HTML."""
    return (
        f'<details class="tq-example"><summary>{text(label)}</summary>{inner}</details><p>{text(words)}</p>'
    )


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """Words and what they mean, in two columns."""
    rows = "".join(f"<dt>{text(name)}</dt><dd>{text(words)}</dd>" for name, words in pairs if words)
    return f'<dl class="tq-facts">{rows}</dl>'


def status(words: str, status: str, hint: str = "") -> str:
    """A figure with its mark on the colour of its status; what else it carries when pointed at."""
    title = f' title="{text(hint)}"' if hint else ""
    return f'<span class="tq-status tq-{status}"{title}>{text(words)} <i>{mark(status)}</i></span>'


def spine(
    low: float,
    lower: float,
    middle: float,
    upper: float,
    high: float,
    own: float,
    county: float | None,
    status: str,
) -> str:
    """Own value among its peers: the whole range, the middle half, the median, the county's line, the own mark."""
    room = (high - low) or 1.0

    def at(value: float) -> float:
        return min(max((value - low) / room, 0.0), 1.0) * 184 + 8

    line = (
        f'<line class="county" x1="{at(county):.1f}" x2="{at(county):.1f}" y1="2" y2="18"/>'
        if county is not None
        else ""
    )
    return (
        '<svg class="tq-spine" viewBox="0 0 200 20" aria-hidden="true">'
        f'<rect class="range" x="{at(low):.1f}" y="8" width="{max(at(high) - at(low), 1):.1f}" height="4" rx="2"/>'
        f'<rect class="half" x="{at(lower):.1f}" y="6" width="{max(at(upper) - at(lower), 2):.1f}" height="8" rx="2"/>'
        f'<line class="middle" x1="{at(middle):.1f}" x2="{at(middle):.1f}" y1="5" y2="15"/>{line}'
        f'<circle class="{status}" cx="{at(own):.1f}" cy="10" r="4.5"/></svg>'
    )


def bars(rows: Sequence[tuple[str, int]]) -> str:
    """Names with counts as bars on one scale."""
    end = scale.top(count for _name, count in rows)
    lines = "".join(
        f'<tr><th>{text(name)}</th><td class="tq-f-n">{count:,}</td><td class="tq-f-bar"><div>'
        f'<span class="tq-f-passed" style="{scale.width(count, end)}"></span></div></td></tr>'
        for name, count in rows
    )
    return f'<div class="tq-scroll"><table class="tq-f">{lines}</table></div>'


def heat(
    lines: Sequence[tuple[str, str]],
    columns: Sequence[tuple[str, str]],
    cells: Mapping[tuple[str, str], int],
    shades: Mapping[tuple[str, str], int],
) -> str:
    """A grid of counts by two codes, each with its shade (0-3); a cell nobody has set up stays empty."""
    head = "".join(f"<th>{text(name)}</th>" for _code, name in columns)
    body = []
    for code, name in lines:
        row = []
        for other, _other_name in columns:
            count = cells.get((code, other))
            if count is None:
                row.append('<td class="tq-tile-none"></td>')
                continue
            row.append(f'<td class="tq-tile-blue{shades[code, other]}">{count:,}</td>')
        body.append(f"<tr><th>{text(name)}</th>{''.join(row)}</tr>")
    return (
        f'<div class="tq-scroll"><table class="tq-heat"><tr><th></th>{head}</tr>{"".join(body)}</table></div>'
    )


def timeline(
    months: Sequence[str], lines: Sequence[tuple[str, Sequence[tuple[float | None, str, str, str]]]]
) -> str:
    """Names × months, each cell filled to its percentage; a month without a figure hatched.

    A cell is (percentage or None, its words, symbols, what the symbols stand for).
    """
    head = "".join(f"<th>{text(month)}</th>" for month in months)
    pinned = '<th style="position:sticky;left:0;background:var(--tq-page)">'  # stays while months scroll by
    body = []
    for name, cells in lines:
        row = []
        for value, words, symbols, said in cells:
            inner = f"{text(words)} {text(symbols)}".strip()
            hint = f' title="{text(said)}"' if said else ""
            if value is None:
                row.append(f'<td class="tq-tile-none"{hint}>{inner}</td>')
                continue
            fill = f"linear-gradient(90deg,var(--tq-blue-2) {value:.0f}%,var(--tq-blue-0) {value:.0f}%)"
            row.append(f'<td style="white-space:nowrap;background:{fill}"{hint}>{inner}</td>')
        body.append(f"<tr>{pinned}{text(name)}</th>{''.join(row)}</tr>")
    return f'<div class="tq-scroll"><table class="tq-heat" style="width:100%"><tr><th></th>{head}</tr>{"".join(body)}</table></div>'
