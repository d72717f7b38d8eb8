"""Lists of `queries/` on a page: rows that are not a number, in everyday words, with their files."""

from typing import Any

import streamlit as st

from tuanqing.define.language import _
from tuanqing.define.query import Check, Listing
from tuanqing.measure import lists, read
from tuanqing.show import funnel, html, words
from tuanqing.show.palette import THEMES
from tuanqing.ui import data, detail
from tuanqing.ui.board import board, card
from tuanqing.ui.meaning import member_names
from tuanqing.ui.tables import downloads
from tuanqing.ui.view import View, link

SHOWN = 300  # rows on the page; the files have them all


def rows(view: View, listing: Listing) -> list[dict[str, Any]]:
    """The list's rows in the place: area_code, area_name and its columns, codes as they are."""
    return data.cached(lists.listed, listing, view.area).to_dicts()


def worded(listing: Listing, column: str) -> dict[str, str]:
    """The words for a column's codes."""
    return member_names(listing, column)


def table_card(
    view: View, listing: Listing, key: str, heading: str | None = None, found: list[dict] | None = None
) -> None:
    """The list as a table: area names as links, words for codes."""
    found = rows(view, listing) if found is None else found
    names = [name for name in listing.columns if name != "area_code"]
    said = {name: worded(listing, name) for name in names}
    title = heading or listing.title
    with card(title, words.items(len(found)), key=f"list {key}"):
        if not found:
            board(f'<p class="tq-quiet">{html.text(_("Nothing here."))}</p>', key=f"list {key}")
            return
        head = [listing.columns.get("area_code", _("Area")), *(listing.columns[name] for name in names)]
        lines = [[row["area_name"], *(_say(row[name], said[name]) for name in names)] for row in found]
        drawn = [
            [
                html.anchor(html.text(line[0]), link("unit", area=row["area_code"], level=None)),
                *(html.text(cell) for cell in line[1:]),
            ]
            for row, line in zip(found[:SHOWN], lines, strict=False)
        ]
        board(html.table(head, drawn, "tq-gaps"), key=f"list {key}")
        if len(found) > SHOWN:
            board(
                f'<p class="tq-quiet">{html.text(_("The first {count} rows.").format(count=SHOWN))}</p>',
                key=f"list rest {key}",
            )
        downloads(head, lines, f"{view.place.name} {listing.title} {view.period}", f"list {key}")


def _say(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, str):
        return names.get(value, value)
    return "" if value is None else words.cell(value)


def summed(found: list[dict], by: str, column: str = "people") -> dict[str, int]:
    """How many rows' people there are by a column's code."""
    totals: dict[str, int] = {}
    for row in found:
        totals[row[by]] = totals.get(row[by], 0) + int(row[column])
    return totals


def count_card(view: View, listing: Listing, by: str, key: str, heading: str, column: str = "people") -> None:
    """How many in all by a column's code, as bars."""
    totals, names = summed(rows(view, listing), by, column), worded(listing, by)
    with card(heading, key=f"count {key}"):
        order = [code for code in listing.members if code in totals] or sorted(totals)
        board(
            html.bars([(names.get(code, code), totals[code]) for code in order])
            if totals
            else f'<p class="tq-quiet">{html.text(_("Nothing here."))}</p>',
            key=f"count {key}",
        )


def heat_card(
    view: View, listing: Listing, across: str, down: str, column: str, key: str, heading: str, narrow: str
) -> None:
    """Two columns of codes as a grid of sums, to be narrowed by a third; unit by unit in the files."""
    found = rows(view, listing)
    with card(heading, key=f"heat {key}"):
        values = sorted({str(row[narrow]) for row in found if row[narrow]})
        chosen = None
        if len(values) > 1:
            chosen = st.selectbox(
                listing.columns[narrow],
                [None, *values],
                key=f"heat {key} {narrow}",
                format_func=lambda value: value or _("All"),
                label_visibility="collapsed",
                width=160,
            )
        kept = [row for row in found if chosen in (None, str(row[narrow]))]
        columns, lines = worded(listing, across), worded(listing, down)
        cells: dict[tuple[str, str], int] = {}
        for row in kept:
            place = (row[down], row[across])
            cells[place] = cells.get(place, 0) + int(row[column])
        board(
            html.heat(
                [
                    (code, lines.get(code, code))
                    for code in dict.fromkeys(place[0] for place in sorted(cells))
                ],
                [
                    (code, columns.get(code, code))
                    for code in dict.fromkeys(sorted(place[1] for place in cells))
                ],
                cells,
            ),
            key=f"heat {key}",
        )
        head = [listing.columns.get(name, name) for name in listing.columns]
        table = [
            [
                row["area_name"] if name == "area_code" else _say(row[name], worded(listing, name))
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
        for row in data.cached(lists.averaged, listing, "dimension", view.area).to_dicts()
    ]
    with card(listing.title, key=f"radar {key}"):
        if len(drawn) < 3:
            board(f'<p class="tq-quiet">{html.text(words.none())}</p>', key=f"radar {key}")
            return
        detail.plot(funnel.radar(drawn, THEMES[detail.theme()]), f"radar figure {key}")


def findings_card(view: View, check: Check, key: str) -> None:
    """What one check found here, with what to do about it."""
    found = data.cached(read.findings, check, view.area).to_dicts()
    with card(check.title, words.items(len(found)) if found else "", key=f"check {key}"):
        if not found:
            board(f'<p class="tq-quiet">● {html.text(_("Nothing found."))}</p>', key=f"check {key}")
            return
        lines = [
            [
                html.anchor(html.text(row["area_name"]), link("unit", area=row["area_code"], level=None)),
                html.text(row["unit"] or ""),
                html.text(row["detail"] or ""),
            ]
            for row in found[:SHOWN]
        ]
        board(
            html.table([_("Unit"), _("What"), _("Finding")], lines, "tq-gaps")
            + f'<p class="tq-quiet">{html.text(check.cure)}</p>',
            key=f"check {key}",
        )
