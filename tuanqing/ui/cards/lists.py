"""Lists of `queries/` on a page: rows that are not a number, in everyday words, with their files."""

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import date
from typing import Any

import streamlit as st

from tuanqing.define.language import _
from tuanqing.define.query import Check, Indicator, Listing, Query
from tuanqing.measure import figure, findings, lists, places
from tuanqing.show import funnel, html, lines, words
from tuanqing.show.palette import THEMES
from tuanqing.ui.cards import basket, key_figures
from tuanqing.ui.cards import indicator as indicator_card
from tuanqing.ui.cards.corrected import captions
from tuanqing.ui.cards.meaning import member_names
from tuanqing.ui.cards.tables import downloads
from tuanqing.ui.frame import cached, who
from tuanqing.ui.frame.board import board, card, notice
from tuanqing.ui.frame.plain import plain
from tuanqing.ui.frame.view import View, link

SHOWN = 300  # rows on the page; the files have them all
MONTHS = 12  # columns of a timeline
HIDDEN = ("area_code", lists.MONTH)  # columns shown as the link, or said by the period


def opening(view: View, page: str, empty: str) -> Indicator:
    """The key cards of a work system: of the indicators that stand on the page those reported here. Gives the one the
    address names, else the first with figures below the place. Stops the page with the sentence `empty` where none is
    reported.
    """
    known = key_figures.with_data(key_figures.on(page), view)
    if not known:
        notice(empty, link("upload"), _("Go to the upload"))
        st.stop()
    wanted = key_figures.focus(view, known)
    key_figures.key_cards(view, known, page, wanted.name)
    return wanted


def breakdowns(view: View, page: str, chosen: Indicator, others: Sequence[str] = ()) -> None:
    """The chosen indicator, then the others, by each column somebody has filled in here."""
    for indicator in [chosen, *(cached.library().indicators[name] for name in others if name != chosen.name)]:
        indicator_card.member_cards(view, indicator, f"{page} {indicator.name}")


def rows(view: View, listing: Listing) -> list[dict[str, Any]]:
    """The list's rows in the place: area_code, area_name and its columns, codes as they are."""
    return cached.cached(lists.listed, listing, view.area, 5000, view.period.last).to_dicts()


def by_date(view: View, listing: Listing, column: str, *, newest: bool = False) -> list[dict[str, Any]]:
    """The list's rows by a date column, the oldest first unless `newest`."""
    return sorted(rows(view, listing), key=lambda row: row[column], reverse=newest)


def worded(listing: Listing, column: str) -> dict[str, str]:
    """The words for a column's codes."""
    return member_names(listing, column)


def table_card(
    view: View, listing: Listing, key: str, heading: str | None = None, found: list[dict] | None = None
) -> None:
    """The list as a table: area names as links, words for codes."""
    found = rows(view, listing) if found is None else found
    names = [name for name in listing.columns if name not in HIDDEN]
    said = {name: worded(listing, name) for name in names}
    title = heading or listing.title
    with card(title, words.listed(len(found)), key=f"list {key}"):
        if not who.sees_rows(listing.name, view.area, str(view.period)):
            st.caption(_("Single records are not for your role; figures are."))
            return
        if not found:
            board(_nothing(view, listing), key=f"list {key}")
            return
        head = [listing.columns.get("area_code", _("Area")), *(listing.columns[name] for name in names)]
        lines = [[row["area_name"], *(_say(name, row[name], said[name]) for name in names)] for row in found]
        drawn = [
            [
                html.anchor(html.text(line[0]), link("unit", area=row["area_code"], level=None)),
                *(html.text(_read(cell)) for cell in line[1:-1]),
                html.roomy(_read(line[-1])),
            ]
            for row, line in zip(found[:SHOWN], lines, strict=False)
        ]
        board(html.table(head, drawn, "tq-gaps"), key=f"list {key}")
        if len(found) > SHOWN:
            board(
                f'<p class="tq-quiet">{html.text(_("The first {count} rows.").format(count=SHOWN))}</p>',
                key=f"list rest {key}",
            )
        captions(view, [listing])
        downloads(head, lines, f"{view.place.name} {listing.title} {view.period}", f"list {key}")


def _say(column: str, value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, str):
        return names.get(value, value)
    if column == "period" and isinstance(value, date):  # a month, as in every query
        return words.month(value)
    return "" if value is None else lines.cell(value)


def _read(cell: Any) -> str:
    """A spreadsheet cell as it is read on the page."""
    if isinstance(cell, bool):
        return _("yes") if cell else _("no")
    return words.plain(cell) if isinstance(cell, int | float) else str(cell)


def count_card(view: View, listing: Listing, by: str, key: str, heading: str, column: str = "people") -> None:
    """How many in all by a column's code, as bars."""
    totals, names = lists.summed(rows(view, listing), by, column), worded(listing, by)
    with card(heading, key=f"count {key}"):
        order = [code for code in listing.members if code in totals] or sorted(totals)
        board(
            html.bars([(names.get(code, code), totals[code]) for code in order])
            if totals
            else _nothing(view, listing),
            key=f"count {key}",
        )
        if totals:
            head = [listing.columns.get(by, by), listing.columns.get(column, column)]
            lines = [[names.get(code, code), totals[code]] for code in order]
            basket.put_table(_title(view, heading), head, lines, f"count {key}")
            captions(view, [listing])


def heat_card(
    view: View,
    listing: Listing,
    across: str,
    down: str,
    column: str,
    key: str,
    heading: str,
    narrow: str,
    start: str | None = None,
) -> None:
    """Two columns of codes as a grid of sums, to be narrowed by a third (at first to `start`); units in the files."""
    found = rows(view, listing)
    with card(heading, key=f"heat {key}"):
        values = sorted({str(row[narrow]) for row in found if row[narrow]})
        chosen = None
        if len(values) > 1:
            chosen = st.selectbox(
                plain(listing.columns[narrow]),
                [None, *values],
                index=values.index(start) + 1 if start in values else 0,
                key=f"heat {key} {narrow}",
                format_func=lambda value: value or _("All"),
                label_visibility="collapsed",
                width=160,
            )
        kept = [row for row in found if chosen in (None, str(row[narrow]))]
        columns, lines = worded(listing, across), worded(listing, down)
        grid = lists.grid(kept, down, across, column)
        board(
            html.heat(
                [(code, lines.get(code, code)) for code in dict.fromkeys(place[0] for place in grid.cells)],
                [(code, columns.get(code, code)) for code in sorted({place[1] for place in grid.cells})],
                grid.cells,
                grid.shades,
            ),
            key=f"heat {key}",
        )
        head = [listing.columns.get(name, name) for name in listing.columns]
        table = [
            [
                row["area_name"] if name == "area_code" else _say(name, row[name], worded(listing, name))
                for name in listing.columns
            ]
            for row in found
        ]
        downloads(head, table, f"{view.place.name} {listing.title} {view.period}", f"heat {key}")


def radar_card(view: View, listing: Listing, key: str) -> None:
    """Average scores by dimension, each weighed by how many scored; rows: dimension, respondents, score."""
    names = worded(listing, "dimension")
    drawn = [
        {**row, "title": names.get(row["dimension"], row["dimension"])}
        for row in cached.cached(lists.averaged, listing, "dimension", view.area).to_dicts()
    ]
    with card(listing.title, key=f"radar {key}"):
        if len(drawn) < 3:
            board(f'<p class="tq-quiet">{html.text(words.none())}</p>', key=f"radar {key}")
            return
        indicator_card.plot(funnel.radar(drawn, THEMES[indicator_card.theme()]), f"radar figure {key}")
        columns = ["title", *(name for name in ("respondents", "score") if name in drawn[0])]
        head = [listing.columns.get(name, listing.title) for name in columns]
        lines = [[row[name] for name in columns] for row in drawn]
        basket.put_table(_title(view, listing.title), head, lines, f"radar {key}")


def timeline_card(
    view: View, listing: Listing, down: str, column: str, key: str, marks: dict[str, str]
) -> None:
    """Months across, a bar in each cell, a month without a figure hatched; `marks`: a symbol per column of words.

    Rows: `period` and the columns named. The last twelve months up to the view's period.
    """
    found = rows(view, listing)
    months = sorted({row["period"] for row in found})
    shown = [m for m in months if m <= view.period.last][-MONTHS:] or months[-MONTHS:]
    lines: dict[tuple[str, str], dict[date, dict]] = {}
    for row in found:
        lines.setdefault((row["area_code"], row[down]), {})[row["period"]] = row
    with card(listing.title, words.items(len(lines)) if lines else "", key=f"timeline {key}"):
        if not found:
            board(_nothing(view, listing), key=f"timeline {key}")
            return
        drawn = [
            (name, [_step(cells.get(m), column, marks) for m in shown])
            for (_area, name), cells in lines.items()
            if set(cells) & set(shown)
        ]
        legend = "　".join(
            [_("hatched: not reported"), *(f"{sign} {listing.columns[name]}" for name, sign in marks.items())]
        )
        board(
            html.timeline([words.month(m) for m in shown], drawn)
            + f'<p class="tq-quiet">{html.text(legend)}</p>',
            key=f"timeline {key}",
        )
        head = [listing.columns.get(down, listing.title), *(words.month(m) for m in shown)]
        table = [[name, *(f"{text}{signs}" for _value, text, signs, _said in steps)] for name, steps in drawn]
        basket.put_table(_title(view, listing.title), head, table, f"timeline {key}")


def _step(row: dict | None, column: str, marks: dict[str, str]) -> tuple[float | None, str, str, str]:
    """One month of a timeline: value, its words, symbols, what they say."""
    if row is None:
        return None, "", "", ""
    said = [name for name in marks if row[name]]
    value = row[column]
    return (
        None if value is None else float(value),
        "" if value is None else words.plain(value),
        "".join(marks[name] for name in said),
        " · ".join(str(row[name]) for name in said),
    )


def calendar_card(view: View, listing: Listing, column: str, key: str) -> None:
    """How many rows fall into each month by a date column; months between without any too."""
    days = [row[column] for row in rows(view, listing)]
    with card(listing.title, words.items(len(days)) if days else "", key=f"calendar {key}"):
        if not days:
            board(_nothing(view, listing), key=f"calendar {key}")
            return
        months = [(words.month(m), n) for m, n in lists.by_month(days).items()]
        board(html.bars(months), key=f"calendar {key}")
        basket.put_table(
            _title(view, listing.title), [_("Month"), listing.columns[column]], months, f"calendar {key}"
        )


def page_findings(view: View, page: str) -> None:
    """What the checks that stand on the page found here, which of its targets are missed below, and of what nothing can
    be said: the checks that found something a tab each.
    """
    checks = cached.library().on(page, Check)
    if not checks:
        return
    every = findings.by_check(cached.cached(findings.standing, view.area, view.period))
    found = {check.name: every.get(check.name, []) for check in checks}
    busy = [check for check in checks if found[check.name]]
    title = checks[0].title if len(checks) == 1 else _("What needs a hand")
    count = words.items(sum(map(len, found.values()))) if busy else ""
    with card(title, count, key=f"checks {page}"):
        tabs = (
            st.tabs([f"{plain(c.title)} {words.plain(len(found[c.name]))}" for c in busy])
            if len(checks) > 1 and busy
            else []
        )
        for tab, check in zip(tabs or [nullcontext()] * len(busy), busy, strict=True):
            with tab:
                if not who.sees_rows(check.name, view.area, str(view.period)):
                    st.caption(_("Single records are not for your role; figures are."))
                    continue
                board(_findings(check, found[check.name]), key=f"check {page} {check.name}")
                _put(view, check, found[check.name], page)
        captions(view, busy)
        beside = _beside(view, page, [check for check in checks if not found[check.name]])
        if beside:
            board("".join(f'<p class="tq-quiet">{said}</p>' for said in beside), key=f"checks quiet {page}")


def _beside(view: View, page: str, quiet: Sequence[Check]) -> list[str]:
    """What is said beside findings, as HTML: targets missed below, what was checked in vain, what cannot be checked."""
    said = _missed(view, page)
    known = [check for check in quiet if _is_reported(view, check)]
    unknown = [check for check in quiet if check not in known]
    if known and not said and not unknown:
        said.append(f"● {html.text(_('Nothing found.'))} {html.text(_titles(known))}")
    elif known:
        said.append(html.text(_("Looked at and not found: {names}.").format(names=_titles(known))))
    if unknown:
        said.append(_cannot_tell(unknown))
    return said


def _is_reported(view: View, query: Query) -> bool:
    """Whether everybody has reported what a check or list looks at."""
    library, contracts = cached.library(), cached.contracts()
    return cached.cached(findings.is_reported, query, library, contracts, view.area, view.period)


def _cannot_tell(queries: Sequence[Query]) -> str:
    """What nothing can be said of, which templates would fill it, and the way there; HTML."""
    templates = dict.fromkeys(title for query in queries for title in key_figures.template_titles(query))
    sentence = _("Not reported or not in full, so nobody can say: {names}. Fill “{templates}”.").format(
        names=_titles(queries), templates=_("、").join(templates)
    )
    return f"{html.text(sentence)} {html.anchor(html.text(_('Go to the upload')), link('upload'))}"


def _nothing(view: View, listing: Listing) -> str:
    """What an empty list says: that there is nothing, or that nobody knows; HTML."""
    said = html.text(_("Nothing here.")) if _is_reported(view, listing) else _cannot_tell([listing])
    return f'<p class="tq-quiet">{said}</p>'


def _titles(queries: Sequence[Query]) -> str:
    return _("、").join(query.title for query in queries)


def _missed(view: View, page: str) -> list[str]:
    """The page's targets that areas below miss, or the place itself where nothing lies below; each a link."""
    indicators = [i for i in key_figures.on(page) if i.target(view.period) is not None]
    codes = cached.cached(places.below, view.area, view.level, view.period) if view.level else [view.area]
    said = []
    for indicator in indicators:
        rows = cached.cached(figure.figures, [indicator], codes, view.period)
        missed = [row for row in rows if row.status in ("missed", "near")]
        if missed:
            sentence = _("{title}: {areas} do not meet the target").format(
                title=indicator.title, areas=words.counted(view.level or view.place.level, len(missed))
            )
            said.append(f"▼ {html.anchor(html.text(sentence), link(page, indicator=indicator.name))}")
    return said


def _title(view: View, heading: str) -> str:
    return f"{view.place.name} {heading} {view.period.words}"


def _put(view: View, check: Check, found: list[dict], key: str) -> None:
    head = [_("Unit"), _("What"), _("Finding")]
    lines = [[row["area_name"], row["unit"] or "", row["detail"] or ""] for row in found]
    basket.put_table(_title(view, check.title), head, lines, f"check {key} {check.name}")


def _findings(check: Check, found: list[dict]) -> str:
    lines = [
        [
            html.anchor(html.text(row["area_name"]), link("unit", area=row["area_code"], level=None)),
            html.text(row["unit"] or ""),
            html.roomy(row["detail"] or ""),
        ]
        for row in found[:SHOWN]
    ]
    rest = (
        f'<p class="tq-quiet">{html.text(_("The first {count} rows.").format(count=SHOWN))}</p>'
        if len(found) > SHOWN
        else ""
    )
    return (
        html.table([_("Unit"), _("What"), _("Finding")], lines, "tq-gaps")
        + rest
        + f'<p class="tq-quiet">{html.text(check.cure)}</p>'
    )
