"""The report page: choices on the left, the pages on the right, earlier runs below."""

from collections.abc import Mapping, Sequence

import polars as pl
import streamlit as st

from tuanqing.define import period as periods
from tuanqing.define import template as templates_of
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.define.period import Period
from tuanqing.define.template import Clip
from tuanqing.measure import completeness, seen
from tuanqing.show import words
from tuanqing.show.document import make, pdf
from tuanqing.show.document.make import FORMATS, ReportOrder
from tuanqing.show.document.model import Document
from tuanqing.show.document.press import Press
from tuanqing.store.notes import remarks as notes
from tuanqing.store.notes import runs
from tuanqing.store.notes.runs import Run
from tuanqing.ui.cards import basket, remarks
from tuanqing.ui.cards.tables import picked
from tuanqing.ui.frame import cached, who
from tuanqing.ui.frame.board import card, notice
from tuanqing.ui.frame.giving import give
from tuanqing.ui.frame.plain import plain
from tuanqing.ui.frame.view import View

PREVIEW = 620  # pixels of the preview
MADE = "_report_made"  # session state: (what was made, files by name)
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "zip": "application/zip",
}


def press() -> Press:
    """Makes reports over the warehouse this server shows."""
    return Press(cached.warehouse(), cached.library(), cached.contracts())


def draw(view: View) -> None:
    """The whole page below the top row."""
    left, right = st.columns([4, 7], gap="small")
    with left:
        wish = _choices(view)
    if wish is None:
        with right:
            notice(_("Nothing has been reported here yet."))
        return
    with right, card(_("Preview"), key="preview"):
        _preview(wish)
    with left:
        _written(wish)
    _runs()


def _choices(view: View) -> ReportOrder | None:
    span = cached.cached(completeness.span, view.area)
    if span is None:
        return None
    with card(_("{place}: make a report").format(place=view.place.name), key="choices"):
        names = {
            "month": _("Monthly"),
            "quarter": _("Quarterly"),
            "year": _("Yearly"),
            "brief": _("One page"),
        }
        kind = st.segmented_control(
            _("Kind of report"), list(names), key="kind", bind="query-params", default="month", required=True,
            format_func=lambda name: names[name], label_visibility="collapsed",
        )  # fmt: skip
        templates = press().templates()
        fitting = {n: t for n, t in templates.items() if t.kind == kind and view.area.startswith(t.area)}
        best = templates_of.choose(templates, kind, view.area)
        left, right = st.columns(2)
        grain = kind if kind in ("month", "quarter", "year") else view.period.grain
        options = {str(p): p for p in _options(grain, span)}
        usual = (
            str(view.period.within(grain))
            if str(view.period.within(grain)) in options
            else next(iter(options))
        )
        with left:
            chosen = st.selectbox(
                _("Period"), list(options), index=list(options).index(usual), key=f"period {grain} {view.area} {usual}",
                format_func=lambda text: options[text].words,
            )  # fmt: skip
        with right:
            template = st.selectbox(
                _("Template"), list(fitting), index=list(fitting).index(best.name), key=f"template {kind} {view.area}",
                format_func=lambda name: fitting[name].about.split("：")[0],
                help=plain(fitting[best.name].about),
            )  # fmt: skip
        titles = {name: i.title for name, i in cached.library().indicators.items()}
        extra, clips = _basket(titles)
        formats = st.pills(
            _("Files"), list(FORMATS), selection_mode="multi", default=["docx", "xlsx"], key="formats",
            format_func=str.upper,
        )  # fmt: skip
        wish = ReportOrder(fitting[template], view.area, options[chosen], extra, clips, view.look)
        if st.button(_("Make the files"), type="primary", icon=":material/draft:", disabled=not formats):
            _make(wish, formats)
        level = next((name for name in ("county", "township") if name in view.levels), None)
        if level and st.button(
            _("One for each {level}").format(level=words.level(level)), key="each", icon=":material/folder_zip:",
            disabled=not formats, help=_("in an archive with a list of them"),
        ):  # fmt: skip
            _make(wish, formats, each=level)
        _downloads(wish)
    return wish


def _basket(titles: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[Clip, ...]]:
    """What was put in from other pages, to be added to or left out."""
    names, tables = (
        "extra",
        "clips",
    )  # of the widgets; a widget's state is lost when its page is left, the basket is not
    st.session_state[names], st.session_state[tables] = basket.indicators(), list(basket.clips())

    def keep() -> None:
        basket.keep(st.session_state[names], st.session_state.get(tables, []))

    st.multiselect(
        _("Further indicators"), list(titles), key=names, format_func=lambda name: titles.get(name, name),
        placeholder=_("Add an indicator"), on_change=keep,
    )  # fmt: skip
    if basket.clips():
        st.multiselect(_("Tables from other pages"), list(basket.clips()), key=tables, on_change=keep)
    return tuple(basket.indicators()), tuple(basket.clips().values())


def _options(grain: str, span: tuple) -> Sequence[Period]:
    """Periods with data, the newest first."""
    step, found = periods.containing(span[1], grain), []
    while step.last >= span[0]:
        found.append(step)
        step = step.shift(-1)
    return found


def _make(wish: ReportOrder, formats: Sequence[str], each: str | None = None) -> None:
    """The files of the report, or the archive of one for each unit of a level."""
    try:
        who.demand("report")
        with st.spinner(_("Writing…")):
            if each:
                batch = press().run_each(wish, each, formats)
                made = {batch.name: batch.content}
            else:
                made = _named(*press().run(wish, formats))
    except Refused as refusal:
        st.error(plain(str(refusal)))
        return
    st.session_state[MADE] = (_key(wish), made)


def _named(document: Document, made: dict[str, bytes]) -> dict[str, bytes]:
    return {make.file_name(document, name): content for name, content in made.items()}


def _key(wish: ReportOrder) -> str:
    return f"{wish.template.name} {wish.area} {wish.period} {wish.extra} {wish.clips}"


def _downloads(wish: ReportOrder) -> None:
    """The files just made, while the choices stay what they were."""
    of, found = st.session_state.get(MADE, (None, {}))
    if of == _key(wish):
        _buttons(found, "made")


def _buttons(found: dict[str, bytes], key: str) -> None:
    for name, content in found.items():
        give(
            plain(name), content, name, key=f"{key} {name}", needs="report", mime=TYPES[name.rpartition(".")[2]],
            icon=":material/download:", width="stretch",
        )  # fmt: skip


def _preview(wish: ReportOrder) -> None:
    """The pages as they will be printed."""
    last = notes.last_number(cached.warehouse().folder)
    try:
        with st.spinner(_("Composing…")):
            house = cached.warehouse()
            pages = _pages(
                str(house.folder), cached.version(), house.scope, _key(wish), wish.template.text, last, wish
            )
    except Refused as refusal:
        st.info(plain(str(refusal)))
        return
    st.html("<style>.st-key-pages img { border: 1px solid var(--tq-border); }</style>")
    with st.container(height=PREVIEW, border=False, key="pages"):
        for number, page in enumerate(pages, start=1):
            st.image(page, caption=f"— {number} —", width="stretch")


@st.cache_resource(show_spinner=False, max_entries=32)
def _pages(
    folder: str,
    version: str,
    scope: tuple[str, ...] | None,
    key: str,
    text: str,
    last: int,
    _wish: ReportOrder,
) -> list[bytes]:
    del folder, scope, key, text  # what the cache tells documents apart by
    return pdf.pictures(press().document(_wish, version, last), ppi=80)


def _written(wish: ReportOrder) -> None:
    """Chapters a person writes."""
    chapters = [chapter for chapter in wish.template.chapters if chapter.written]
    if not chapters:
        return
    with card(_("To be written by hand"), key="written"):
        for number, chapter in enumerate(chapters):
            title = wish.template.fill(chapter.title, "", wish.period)
            left, right = st.columns([3, 2], vertical_alignment="center")
            left.markdown(plain(title.replace("*", "")))
            with right:
                remarks.pencil(wish.area, str(wish.period), title, f"chapter {number}")
            remarks.shown(wish.area, str(wish.period), title)
        st.caption(_("Remarks on a figure are written under the figure, those on a township on its page."))


def _is_own(run: Run) -> bool:
    """Whether the visitor may be told of a report: what was clipped into it may be of anybody."""
    return cached.warehouse().scope is None or (not run.clips and cached.cached(seen.sees, run.area))


def _runs() -> None:
    """Every report that was made, with the version it was made from; one can be made again."""
    found = [run for run in runs.history(cached.warehouse().folder) if _is_own(run)]
    with card(_("Earlier reports: {n}").format(n=len(found)), key="runs"):
        if not found:
            st.caption(_("Reports that are made are listed here with the version of the data they are from."))
            return
        abouts = {name: template.about.split("：")[0] for name, template in press().templates().items()}
        shown = pl.DataFrame(
            [
                [r.number, r.at[:16].replace("T", " "), r.place, periods.parse(r.period).words, abouts.get(r.template, r.template), r.version,
                 " ".join(r.hashes)]
                for r in found
            ],
            schema=[_("No."), _("Made at"), _("Place"), _("Period"), _("Template"), _("Version"), _("Files")],
            orient="row",
        )  # fmt: skip
        row = picked(shown, "run list", 260)
        if row is None:
            st.caption(_("Tick a row to make that report again from the same version."))
            return
        run = found[row]
        if st.button(_("Make it again"), icon=":material/replay:", key=f"again {run.number}"):
            try:
                with st.spinner(_("Writing…")):
                    document, made, others = press().again(run)
            except Refused as refusal:
                st.error(plain(str(refusal)))
                return
            if others:
                st.warning(
                    _("Not the same as then: {files}. The program or a definition has changed since.").format(
                        files=plain(_("、").join(others))
                    )
                )
            else:
                st.success(_("The same to the last byte as on {day}.").format(day=plain(run.at[:10])))
            _buttons(_named(document, made), f"again {run.number}")
