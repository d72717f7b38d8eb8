"""Ratings as HTML: how stars moved from one rating to the next, and how far lifting the lagging has come."""

from collections.abc import Mapping, Sequence

from tuanqing.define.language import _
from tuanqing.measure.rating import Moved, Reached
from tuanqing.show import html, words


def migration(cells: Mapping[tuple[str, str], int], names: Mapping[str, str]) -> str:
    """A matrix of how many went from which star to which: down what they had, across what they have now."""
    now = sorted({after for _before, after in cells}, reverse=True)
    before = sorted({was for was, _after in cells}, reverse=True)
    head = "".join(f"<th>{html.text(names.get(star, star))}</th>" for star in now)
    lines = []
    for was in before:
        tds = []
        for star in now:
            count = cells.get((was, star))
            css, sign = _way(was, star)
            tds.append(
                f'<td class="{css}">{sign}{count:,}</td>' if count else '<td class="tq-tile-none"></td>'
            )
        name = names.get(was, was) if was else _("not rated before")
        lines.append(f"<tr><th>{html.text(name)}</th>{''.join(tds)}</tr>")
    corner = html.text(_("before ↓ now →"))
    note = html.text(_("▲ rose, ▼ fell, the others kept their stars or are new."))
    return (
        f'<div class="tq-scroll"><table class="tq-heat"><tr><th>{corner}</th>{head}</tr>{"".join(lines)}</table></div>'
        f'<p class="tq-quiet">{note}</p>'
    )


def _way(was: str, star: str) -> tuple[str, str]:
    if not was or was == star:
        return "tq-tile-blue0", ""
    return ("tq-tile-blue2", "▲") if star > was else ("tq-tile-missed", "▼")


def moved(found: Moved) -> str:
    """The heading of the matrix: how many rose, fell and stayed."""
    return _("{rose} rose, {fell} fell, {kept} kept their stars").format(
        rose=words.plain(found.rose), fell=words.plain(found.fell), kept=words.plain(found.kept)
    )


def target_table(rows: Sequence[Reached]) -> tuple[list[str], list[list[str]]]:
    """The same as a table of texts: target, so far, goal."""
    return (
        [_("Target"), _("So far"), _("Goal")],
        [[row.title, _done(row), f"{words.plain(row.target)}{_sign(row)}"] for row in rows],
    )


def _sign(row: Reached) -> str:
    return "" if row.unit == "count" else "%"


def _done(row: Reached) -> str:
    return words.none() if row.done is None else f"{words.plain(words.tenths(row.done))}{_sign(row)}"


def targets(rows: Sequence[Reached]) -> str:
    """A rate against targets in its own two readings: so many of them, or such a share of them."""
    lines = []
    for row in rows:
        said, sign = _done(row), _sign(row)
        bar = f'<div><span class="tq-f-passed" style="width:{min(100.0, row.share or 0):.1f}%"></span></div>'
        lines.append(
            f"<tr><th>{html.text(row.title)}</th><td>{html.status(said, row.status)} / {words.plain(row.target)}{sign}</td>"
            f'<td class="tq-f-bar">{bar}</td></tr>'
        )
    head = f"<tr><th>{html.text(_('Target'))}</th><th>{html.text(_('So far / goal'))}</th><th></th></tr>"
    return f'<div class="tq-scroll"><table class="tq-f">{head}{"".join(lines)}</table></div>'
