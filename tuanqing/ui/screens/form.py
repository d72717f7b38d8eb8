"""The form page: a blank workbook in, cells pointed at indicators, the filled workbook out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape
from typing import Any

import streamlit as st

from tuanqing.define import form as forms
from tuanqing.define.errors import Refused
from tuanqing.define.form import Areas, Cell, Items, Mapped
from tuanqing.define.language import _
from tuanqing.measure import seen
from tuanqing.show import html, words
from tuanqing.show.document.form.filler import Filled, Filler, Spot, titled
from tuanqing.show.document.form.guess import Question
from tuanqing.show.document.workbook import Blank, opened
from tuanqing.store.notes import form_maps as kept
from tuanqing.ui.frame import cached
from tuanqing.ui.frame.board import board, card
from tuanqing.ui.frame.giving import give
from tuanqing.ui.frame.plain import plain
from tuanqing.ui.frame.view import View
from tuanqing.ui.screens.upload import uploader_words

TYPES = [
    "xlsx",
    "xlsm",
    "xls",
    "et",
    "toml",
]  # .xls and .et are refused with what to do; .toml is a mapping kept before
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MACRO_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.12"
SHOWN = 300  # cells listed


def draw(view: View) -> None:
    """The whole page below the top row."""
    st.html(f"<style>{uploader_words(TYPES)}</style>")
    with card(_("Fill the blank form from above"), key="form in"):
        uploads = st.file_uploader(
            _("Blank workbook (.xlsx), and its mapping where one was kept (.toml)"),
            type=TYPES,
            key="form",
            accept_multiple_files=True,
        )
        st.caption(
            _(
                "What the form's own words make sure is filled, the rest is asked; looks, merged cells, formulas and "
                "other sheets stay as they are."
            )
        )
    books = [upload for upload in uploads if not upload.name.lower().endswith(".toml")]
    maps = [upload for upload in uploads if upload.name.lower().endswith(".toml")]
    if not books:
        return
    try:
        _filled(view, books[-1].getvalue(), books[-1].name, maps[-1] if maps else None)
    except Refused as refusal:
        st.error(plain(str(refusal)))


def _filled(view: View, content: bytes, name: str, kept_map: Any) -> None:
    """One form: filled, asked about, downloaded. Raises Refused for what is no form or no mapping of it."""
    blank = opened(content, name)
    folder, keys = cached.warehouse().folder, [kept.key_of(each) for each in blank.fingerprints]
    where, text = _("remembered mapping"), kept.remembered(folder, *keys)
    if kept_map is not None:
        where, text = kept_map.name, _text_of(kept_map)
    start = forms.parse(text, where) if text else Mapped("", guess=True)
    key = f"{keys[0]} {where}"
    said = st.session_state.setdefault(f"form said {key}", {})
    told = replace(
        start,
        heads={
            **start.heads,
            **{words: meant for (kind, words), meant in said.items() if kind == "indicator"},
        },
        units={**start.units, **{words: unit for (kind, words), unit in said.items() if kind == "unit"}},
    )
    with cached.warehouse().read(cached.version()) as snapshot:
        seen.refuse_part(snapshot, view.area)
        filler = Filler(snapshot, cached.library(), view.area, view.period, cached.contracts())
        made = filler.fill(blank, told)
        out = st.container()
        _questions(made.questions, said, key)
        _answers(said, key)
        heading = (
            _("This form is known; correct its mapping here")
            if text
            else _("Point cells and heads at indicators by hand")
        )
        with st.expander(plain(heading), key="form by hand"):
            pointed = _mapping(blank, told, key)
        if pointed != told:
            made = filler.fill(blank, pointed)
    with out:
        _result(view, made, name, pointed, keys[0])


def _text_of(upload: Any) -> str:
    """The text of a mapping file. Raises Refused where it is none."""
    try:
        return upload.getvalue().decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(
            _("{file} is not a text in UTF-8; choose the mapping file.").format(file=upload.name)
        ) from None


def _questions(questions: Sequence[Question], said: dict[tuple[str, str], str], key: str) -> None:
    """What is likely or not known, one line for all cells under the same words; an answer fills them."""
    if not questions:
        return
    library = cached.library()
    likely = {(q.kind, q.key): q.candidates[0] for q in questions if q.likely}
    with card(_("To be answered"), _("{n} heads or rows").format(n=len(questions)), key="form asked"):
        if likely and st.button(
            _("Take all {n} that have one likely meaning").format(n=len(likely)),
            icon=":material/done_all:",
            key="likely",
        ):
            said.update(likely)
            st.rerun()
        everything = [forms.wanted(name) for name in library.indicators]
        for n, question in enumerate(questions[:SHOWN]):
            about, answer = st.columns([3, 2], vertical_alignment="center")
            about.html(
                f'<div>{escape(question.words)} <span class="mute">{escape(question.sheet)} '
                f"{escape(_cells(question.cells))}</span></div>"
            )
            is_unit = question.kind == "unit"
            options = (
                [*question.candidates]
                if is_unit
                else ["", *dict.fromkeys((*question.candidates, *everything))]
            )
            chosen = answer.selectbox(
                plain(question.words),
                options,
                index=None,
                format_func=lambda meant, is_unit=is_unit: (
                    meant if is_unit else titled(library, meant) if meant else _("leave blank")
                ),
                placeholder=_("which unit") if is_unit else _hint(question),
                label_visibility="collapsed",
                key=f"asked {key} {question.kind} {question.key} {n}",
            )
            if chosen is not None:
                said[question.kind, question.key] = chosen
                st.rerun()


def _answers(said: dict[tuple[str, str], str], key: str) -> None:
    """What has been answered, each answer to be taken back."""
    if not said:
        return
    with st.expander(_("{n} answers given").format(n=len(said)), key="form said"):
        for n, ((kind, words_of), meant) in enumerate(list(said.items())):
            told, undo = st.columns([5, 1], vertical_alignment="center")
            meaning = (
                meant if kind == "unit" else titled(cached.library(), meant) if meant else _("leave blank")
            )
            told.html(f'<div>{escape(words_of)} <span class="mute">→ {escape(meaning)}</span></div>')
            if undo.button(_("Take back"), key=f"undo {key} {n}", type="tertiary"):
                del said[kind, words_of]
                st.rerun()


def _hint(question: Question) -> str:
    """What a question may be answered with."""
    named = [titled(cached.library(), each) for each in question.candidates]
    return (
        _("perhaps {candidates}").format(candidates=_("、").join(named)) if named else _("what it asks for")
    )


def _cells(cells: Sequence[str]) -> str:
    """C5, C6 and how many more."""
    shown = _("、").join(cells[:3])
    return shown if len(cells) <= 3 else _("{shown} and so on, {n} cells").format(shown=shown, n=len(cells))


def _mapping(blank: Blank, start: Mapped, key: str) -> Mapped:
    """The mapping as tables to edit: single cells, heads of tables by area, heads of tables by indicator."""
    titles = {name: i.title for name, i in cached.library().indicators.items()}
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
        single = _editor(cells, ("sheet", "at", "indicator", "part", "area"), blank, titles, f"cells {key}")
    return replace(
        start,
        cells=tuple(_cell(row, start.cells) for row in single if row["at"] and row["indicator"]),
        areas=tuple(Areas(sheet, names, level, columns) for (sheet, names, level), columns in tables.items()),
        items=tuple(Items(sheet, names, synonyms, columns) for (sheet, names), columns in heads.items()),
    )


def _cell(row: Mapping[str, str], known: Sequence[Cell]) -> Cell:
    """A cell of the table; what the table does not show of one that was there stays."""
    at, part = row["at"].upper(), row["part"] or "value"
    was = next((cell for cell in known if (cell.sheet, cell.at) == (row["sheet"], at)), None)
    made = Cell(row["sheet"], at, row["indicator"], part, row["area"])
    return replace(made, period=was.period, of=was.of, unit=was.unit) if was else made


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
        "total": _("Since January"),
    }


def _result(view: View, made: Filled, name: str, mapped: Mapped, key: str) -> None:
    """The filled workbook, what it lacks, and remembering how it was filled."""
    asked = sum(spot.asked for spot in made.blank)
    heading = _("{n} cells filled, {asked} to be answered, {blank} left blank").format(
        n=len(made.done), asked=asked, blank=len(made.blank) - asked
    )
    with card(heading, f"{view.place.name} {view.period.words}", key="form out"):
        with st.container(horizontal=True):
            give(
                _("Download the filled form"), made.content, name, key="filled", needs="report",
                mime=MACRO_TYPE if name.lower().endswith("m") else TYPE, type="primary", icon=":material/download:",
            )  # fmt: skip
            if st.button(_("Remember this mapping"), icon=":material/bookmark:"):
                kept.remember(cached.warehouse().folder, key, forms.written(mapped))
                st.toast(_("The next form with these heads is filled the same way."))
            give(
                _("Mapping file"),
                forms.written(mapped),
                f"{name}.toml",
                key="mapping",
                needs="report",
                type="tertiary",
            )
        for sentence in made.told:
            st.html(f'<div class="tqr">{escape(sentence)}</div>')
        for spots, title in (
            ([s for s in made.blank if not s.asked], _("Left blank")),
            ([s for s in made.done if s.remark], _("To know")),
        ):
            if spots:
                st.html(html.heading(title))
                board(_table(spots), f"form {title}")


def _table(spots: list[Spot]) -> str:
    head = [_("Sheet"), _("Cell"), _("What"), _("Reason")]
    cells = [
        [escape(s.sheet), escape(s.at), escape(s.label), escape(s.reason or s.remark)] for s in spots[:SHOWN]
    ]
    return html.table(head, cells)
