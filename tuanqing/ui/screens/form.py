"""The form page: a blank workbook in, cells pointed at indicators, the filled workbook out."""

from collections.abc import Mapping
from html import escape
from typing import Any

import streamlit as st

from tuanqing.define import form as forms
from tuanqing.define.errors import Refused
from tuanqing.define.form import Areas, Cell, Items, Mapped
from tuanqing.define.language import _
from tuanqing.show import html, words
from tuanqing.show.document.form import Filled, Filler, Spot, suggested
from tuanqing.show.document.workbook import Blank, opened
from tuanqing.store.notes import form_maps as kept
from tuanqing.ui.frame import cached
from tuanqing.ui.frame.board import board, card
from tuanqing.ui.frame.plain import plain
from tuanqing.ui.frame.view import View
from tuanqing.ui.screens.upload import uploader_words

TYPES = ["xlsx", "xlsm"]
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draw(view: View) -> None:
    """The whole page below the top row."""
    st.html(f"<style>{uploader_words(TYPES)}</style>")
    with card(_("Fill the blank form from above"), key="form in"):
        upload = st.file_uploader(_("Blank workbook (.xlsx)"), type=TYPES, key="form")
        st.caption(
            _(
                "Only the cells you point at are written; looks, merged cells, formulas and other sheets stay as they are."
            )
        )
    if upload is None:
        return
    try:
        blank = opened(upload.getvalue(), upload.name)
        key = kept.key_of(blank.fingerprint)
        text = kept.remembered(cached.warehouse().folder, key)
        start = forms.parse(text, _("remembered mapping")) if text else suggested(blank, cached.library())
        mapped = _mapping(blank, start, key, bool(text))
        if not (mapped.cells or mapped.areas or mapped.items):
            st.info(_("Point at least one cell or head at an indicator."))
            return
        with cached.warehouse().read(cached.version()) as snapshot:
            made = Filler(snapshot, cached.library(), view.area, view.period).fill(blank, mapped)
    except Refused as refusal:
        st.error(plain(str(refusal)))
        return
    _result(view, made, upload.name, mapped, key)


def _mapping(blank: Blank, start: Mapped, key: str, known: bool) -> Mapped:
    """The mapping as tables to edit: single cells, heads of tables by area, heads of tables by indicator."""
    titles = {name: i.title for name, i in cached.library().indicators.items()}
    heading = (
        _("This form is known; correct its mapping here")
        if known
        else _("Point heads and cells at indicators")
    )
    with card(heading, key="form map"):
        names = [_("Rows are areas"), _("Rows are indicators"), _("Single cells")]
        filled = next((n for n, part in enumerate((start.areas, start.items, start.cells)) if part), 0)
        tabs = st.tabs(names, default=names[filled])
        with tabs[0]:
            areas = [
                {
                    "sheet": t.sheet,
                    "names": t.names,
                    "level": t.level,
                    "head": head,
                    "indicator": name,
                    "part": part,
                }
                for t in start.areas
                for head, (name, part) in t.columns.items()
            ]
            rows = _editor(
                areas, ("sheet", "names", "level", "head", "indicator", "part"), blank, titles, f"areas {key}"
            )
            tables: dict[tuple[str, str, str], dict[str, tuple[str, str]]] = {}
            for row in rows:
                if row["names"] and row["head"] and row["indicator"]:
                    place = (row["sheet"], row["names"], row["level"] or "township")
                    tables.setdefault(place, {})[row["head"]] = (row["indicator"], row["part"] or "value")
        with tabs[1]:
            items = [
                {"sheet": t.sheet, "names": t.names, "head": head, "part": part}
                for t in start.items
                for head, part in t.columns.items()
            ]
            heads: dict[tuple[str, str], dict[str, str]] = {}
            for row in _editor(items, ("sheet", "names", "head", "part"), blank, titles, f"items {key}"):
                if row["names"] and row["head"]:
                    heads.setdefault((row["sheet"], row["names"]), {})[row["head"]] = row["part"] or "value"
            called = [
                {"word": word, "indicator": name} for t in start.items for word, name in t.indicators.items()
            ]
            st.caption(_("What the form calls an indicator, where that is not its title:"))
            pairs = _editor(called, ("word", "indicator"), blank, titles, f"called {key}")
            synonyms = {row["word"]: row["indicator"] for row in pairs if row["word"] and row["indicator"]}
        with tabs[2]:
            cells = [
                {"sheet": c.sheet, "at": c.at, "indicator": c.indicator, "part": c.part, "area": c.area}
                for c in start.cells
            ]
            single = _editor(
                cells, ("sheet", "at", "indicator", "part", "area"), blank, titles, f"cells {key}"
            )
    return Mapped(
        start.title,
        tuple(
            Cell(row["sheet"], row["at"].upper(), row["indicator"], row["part"] or "value", row["area"])
            for row in single
            if row["at"] and row["indicator"]
        ),
        tuple(Areas(sheet, names, level, columns) for (sheet, names, level), columns in tables.items()),
        tuple(Items(sheet, names, synonyms, columns) for (sheet, names), columns in heads.items()),
    )


def _editor(
    rows: list[dict[str, str]], columns: tuple[str, ...], blank: Blank, titles: Mapping[str, str], key: str
) -> list[dict[str, str]]:
    """An editable table of words; blanks come back as ""."""
    import pandas as pd

    by_title = {title: name for name, title in titles.items()}
    parts = _parts()
    part_names = {words: part for part, words in parts.items()}
    shown = pd.DataFrame(rows, columns=list(columns), dtype=str).fillna("")
    if "indicator" in columns:
        shown["indicator"] = [titles.get(name, name) for name in shown["indicator"]]
    levels = {name: words.level(name) for name in ("township", "county", "village", "school")}
    codes = {said: name for name, said in levels.items()}
    if "level" in columns:
        shown["level"] = [levels.get(name, name) for name in shown["level"]]
    if "part" in columns:
        shown["part"] = [parts.get(part, part) for part in shown["part"]]
    config: dict[str, Any] = {
        "sheet": st.column_config.SelectboxColumn(_("Sheet"), options=["", *blank.sheets]),
        "names": st.column_config.TextColumn(_("Head of the names")),
        "level": st.column_config.SelectboxColumn(_("Level"), options=list(codes)),
        "head": st.column_config.TextColumn(_("Head of the column")),
        "at": st.column_config.TextColumn(_("Cell"), help="C5"),
        "indicator": st.column_config.SelectboxColumn(_("Indicator"), options=list(by_title), width="large"),
        "part": st.column_config.SelectboxColumn(_("What"), options=list(part_names)),
        "area": st.column_config.TextColumn(_("Area code")),
        "word": st.column_config.TextColumn(_("In the form")),
    }
    edited = st.data_editor(
        shown, num_rows="dynamic", hide_index=True, key=key, column_config={c: config[c] for c in columns}
    )
    found = []
    for row in edited.to_dict("records"):
        plain = {
            name: "" if value is None or value != value else str(value).strip() for name, value in row.items()
        }
        plain["indicator"] = by_title.get(plain.get("indicator", ""), "")
        plain["part"] = part_names.get(plain.get("part", ""), "")
        plain["level"] = codes.get(plain.get("level", ""), "")
        found.append(plain)
    return found


def _parts() -> dict[str, str]:
    return {
        "value": _("This period"),
        "numerator": _("Numerator"),
        "denominator": _("Denominator"),
        "previous": _("Period before"),
        "year": _("Same period last year"),
        "on_previous": _("On the period before"),
        "on_year": _("Year on year"),
        "target": _("Target of the year"),
        "completion": _("Completion"),
    }


def _result(view: View, made: Filled, name: str, mapped: Mapped, key: str) -> None:
    """The filled workbook, what it lacks, and remembering how it was filled."""
    heading = _("{n} cells filled, {blank} left blank").format(n=len(made.done), blank=len(made.blank))
    with card(heading, f"{view.place.name} {view.period.words}", key="form out"):
        with st.container(horizontal=True):
            st.download_button(
                _("Download the filled form"), made.content, name, TYPE, type="primary", on_click="ignore",
                icon=":material/download:", key="filled",
            )  # fmt: skip
            if st.button(_("Remember this mapping"), icon=":material/bookmark:"):
                kept.remember(cached.warehouse().folder, key, forms.written(mapped))
                st.toast(_("The next form with these heads is filled the same way."))
            st.download_button(
                _("Mapping file"), forms.written(mapped), f"{name}.toml", on_click="ignore", type="tertiary"
            )
        for spots, title in (
            (made.blank, _("Left blank")),
            ([s for s in made.done if s.remark], _("To know")),
        ):
            if spots:
                st.html(html.heading(title))
                board(_table(spots), f"form {title}")


def _table(spots: list[Spot]) -> str:
    head = [_("Sheet"), _("Cell"), _("What"), _("Reason")]
    cells = [
        [escape(s.sheet), escape(s.at), escape(s.label), escape(s.reason or s.remark)] for s in spots[:300]
    ]
    return html.table(head, cells)
