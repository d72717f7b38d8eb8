"""待办: everything that needs a hand as rows, by kind, unit and matter; who has each in hand; one notice per township."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.define.period import Period
from tuanqing.define.query import Library
from tuanqing.measure import findings as findings_of
from tuanqing.measure import follow, places, seen
from tuanqing.measure import matters as measured
from tuanqing.measure.matters import ALERT, GAP, LATE, REPORT, TARGET, Matter, Way
from tuanqing.show import lines, matters
from tuanqing.show.document import notice
from tuanqing.show.document.notice import Notice
from tuanqing.show.matters import Row
from tuanqing.store.notes import follow_ups
from tuanqing.store.notes.follow_ups import CLOSED, Item
from tuanqing.store.warehouse.snapshot import Snapshot
from tuanqing.ui.cards.tables import downloads
from tuanqing.ui.frame import cached, who
from tuanqing.ui.frame.board import board, card
from tuanqing.ui.frame.giving import give
from tuanqing.ui.frame.plain import plain
from tuanqing.ui.frame.view import View, link

KIND, TOWN, OF, ITEM = (
    "matter",
    "unit",
    "of",
    "item",
)  # in the address: kinds, a township, one check or indicator, one item


def draw(view: View) -> None:
    """The page."""
    library, contracts = cached.library(), cached.contracts()
    today = date.today()
    found, ways = cached.cached(_everything, library, view.area, view.period, today)
    items = _items(view, today)
    one_by_one = who.may("rows") and who.sees_rows("findings", view.area, str(view.period))
    named = matters.titles(library, contracts)
    kept = _filters(found, named)
    rows = matters.rows(kept, library, named, ways, items, one_by_one)
    left, right = st.columns([3, 1], gap="small")
    with left:
        _asked(found, items, named)
        _rows(view, rows, len(found), named)
    with right:
        _progress(view, items, today)
        _notices(view, matters.rows(found, library, named, ways, items, one_by_one), found)


def _everything(
    snapshot: Snapshot, library: Library, area: str, period: Period, today: date
) -> tuple[tuple[Matter, ...], Mapping[str, Way]]:
    """Every matter, and how the missed targets among them are reached."""
    found = measured.matters(snapshot, library, area, period, today)
    return found, measured.ways(snapshot, library, area, found)


def _items(view: View, today: date) -> Mapping[str, Item]:
    """What is followed up, after this version's matters have been noted down, once for all who look."""
    house = cached.warehouse()
    root = view.place.path[0][0]
    held = follow_ups.ledger(house.folder)
    if not follow.is_noted(held, root, view.version, today):
        with house.read(view.version) as snapshot:
            follow.note_down(house.folder, snapshot.whole, cached.library(), cached.contracts(), root, today)
        held = follow_ups.ledger(house.folder)
    return held.items


def _chosen(name: str, known: Sequence[str]) -> str:
    """What the address says of a filter; "" where it says nothing, or something there is not."""
    asked = st.query_params.get(name, "")
    return asked if asked in known else ""


def _put(name: str) -> None:
    """Put a filter into the address, or take it out."""
    value = st.session_state[f"todo {name}"]
    if value:
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)


def _filters(found: Sequence[Matter], named: Mapping[str, str]) -> list[Matter]:
    """The filters, and what they leave."""
    called, counts = matters.kinds(), matters.counted(found)
    towns = dict(sorted({m.town: m.town_name for m in found}.items()))
    kind, town, of = (st.query_params.get(name) for name in (KIND, TOWN, OF))
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="todo filters"):
        of_kind = [m for m in found if not kind or m.kind == kind]
        matters_there = {m.name: named.get(m.name, m.name) for m in of_kind}
        if of and of in named:
            matters_there.setdefault(of, named[of])
        for name, label, options, width in (
            (KIND, _("All kinds"), {k: f"{called[k]} {n}" for k, n in counts.items()}, 170),
            (TOWN, _("All units"), towns, 170),
            (OF, _("All matters"), matters_there, 260),
        ):
            st.session_state[f"todo {name}"] = _chosen(name, list(options))
            st.selectbox(
                label,
                ["", *options],
                key=f"todo {name}",
                format_func=lambda value, options=options, label=label: options.get(value, label),
                label_visibility="collapsed",
                on_change=_put,
                args=(name,),
                width=width,
            )  # fmt: skip
    left = [
        m for m in found
        if (not kind or m.kind == kind) and (not town or m.town == town) and (not of or m.name == of)
    ]  # fmt: skip
    strange = [
        value for value, known in ((kind, called), (town, towns), (of, named)) if value and value not in known
    ]
    if strange:
        st.info(plain(_("Nothing here is called {names}.").format(names=_("、").join(strange))))
    return left


def _rows(view: View, rows: Sequence[Row], every: int, named: Mapping[str, str]) -> None:
    found = cached.cached(findings_of.due, cached.library(), cached.contracts(), view.area, view.period)
    shown = sum(row.count for row in rows)
    heading = _("{n} matters to see to").format(n=shown)
    note = _("of {n}").format(n=every) if shown != every else view.period.words
    with card(heading, note, key="todo rows"):
        if rows:
            writes = who.may("remark")
            shown_as = matters.table(rows, _evidence, _unit, _item if writes else None, _asked_for())
            board(shown_as, key="todo rows")
            downloads(
                matters.head(), matters.cells(rows), f"{view.place.name} {_('To do')} {view.period}", "todo"
            )
        elif every:
            st.caption(_("Nothing of this kind. Choose another filter."))
        for sentence in lines.beside(found, named, len(named)):
            st.caption(plain(sentence))


def _asked_for() -> str:
    return st.query_params.get(ITEM, "")


def _evidence(matter: Matter) -> str:
    """Where the rows of a matter are."""
    if matter.kind in (TARGET, ALERT, GAP):
        return link(
            "coverage",
            indicator=matter.name,
            area=matter.area_code if matter.kind != GAP else matter.town,
            level=None,
        )
    if matter.kind in (REPORT, LATE):
        return link("reporting", of=matter.name)
    return link("unit", area=matter.area_code, level=None)


def _unit(matter: Matter) -> str:
    return link("unit", area=matter.area_code, level=None)


def _item(matter: Matter) -> str:
    kept = {name: st.query_params.get(name) for name in (KIND, TOWN, OF)}
    return link("todo", **kept, item=matter.id)


def _asked(found: Sequence[Matter], items: Mapping[str, Item], named: Mapping[str, str]) -> None:
    """What is written on the item the address names, and a form to write on."""
    id = _asked_for()
    if not id:
        return
    item = items.get(id)
    if item is None or not cached.cached(seen.sees, item.area):
        st.info(_("There is no such item any more. All of them are below."))
        return
    matter = next((each for each in found if each.id == id), None)
    name = places_named(item.area)
    state = _("closed on {day}").format(day=item.closed[:10]) if item.state == CLOSED else _("open")
    unit = " ".join(dict.fromkeys(p for p in (name, matter.unit if matter else item.unit) if p))
    with card(f"{named.get(item.name, item.name)} {unit}", state, key="todo item"):
        if matter is None:
            st.caption(_("It is not found for this period. Only data imported since can close it."))
        for edit in item.edits:
            st.caption(plain(" · ".join(p for p in (edit.at[:16].replace("T", " "), edit.author, edit.owner, str(edit.due or ""), edit.note) if p)))  # fmt: skip
        _form(item, matter)


def places_named(code: str) -> str:
    """The name of an area."""
    return cached.cached(places.place, code).name


def _form(item: Item, matter: Matter | None) -> None:
    visitor = who.visitor()
    if "remark" not in visitor.may:
        return
    read = f"_read {item.id}"
    st.session_state.setdefault(read, len(item.edits))
    office = matter.office if matter else ""
    with st.form(f"todo {item.id}", border=False):
        left, middle, right = st.columns([2, 1, 3], vertical_alignment="bottom")
        owner = left.text_input(_("In whose hands"), item.owner or office, key=f"owner {item.id}")
        due = middle.date_input(_("To be done by"), item.until, key=f"due {item.id}", format="YYYY-MM-DD")
        said = right.text_input(_("Note"), item.note, key=f"note {item.id}", max_chars=500)
        saved = st.form_submit_button(_("Save"), type="primary")
    if not saved:
        return
    house = cached.warehouse()
    try:
        if visitor.areas != who.demand("remark").areas:
            raise Refused(_("This is not for your role."))
        day = due if isinstance(due, date) else None
        with house.read(cached.version()) as snapshot:
            follow.edit(
                house.folder, snapshot, item.id, owner, day, said, visitor.name, st.session_state[read]
            )
    except Refused as refusal:
        st.session_state[read] = len(follow_ups.ledger(house.folder).items[item.id].edits)
        st.error(plain(str(refusal)))
        return
    st.session_state.pop(read)
    st.rerun()


def _progress(view: View, items: Mapping[str, Item], today: date) -> None:
    """How many of what is followed up here are closed, and how old the others are."""
    below = {code for code, _name, _level, _part in cached.cached(places.everything_below, view.area)}
    mine = [i for i in items.values() if i.area in below and cached.cached(seen.sees, i.area)]
    rate, *others = matters.progress(follow.progress(mine, today))
    with card(rate, key="todo progress"):
        for sentence in others:
            st.caption(plain(sentence))


def _notices(view: View, rows: Sequence[Row], found: Sequence[Matter]) -> None:
    """One for each township: to read, to copy, as files; all of them at once."""
    made = notice.notices(rows, matters.until(found, view.period), view.version)
    if not made:
        return
    by_town = {each.town: each for each in made}
    town = st.query_params.get(TOWN)
    with card(_("Notices: {n}").format(n=len(made)), key="notices"):
        if town not in by_town:
            town = st.selectbox(
                _("Unit"),
                list(by_town),
                format_func=lambda code: f"{by_town[code].name}（{len(by_town[code].rows)}）",
                key="notice of",
                label_visibility="collapsed",
            )
        _one(by_town[town])
        give(
            _("All {n} as one archive").format(n=len(made)),
            lambda: notice.archive(made),
            f"{view.place.name} {_('Notices')} {view.period}.zip",
            key="notices zip",
            icon=":material/folder_zip:",
        )


def _one(chosen: Notice) -> None:
    with st.container(horizontal=True, gap="small"):
        give(
            "Word", lambda: notice.docx(chosen), f"{chosen.title}.docx", key="notice docx", icon=":material/download:"
        )  # fmt: skip
        give(
            "Excel", lambda: notice.xlsx(chosen), f"{chosen.title}.xlsx", key="notice xlsx", icon=":material/download:"
        )  # fmt: skip
    st.code(chosen.text(), language=None, wrap_lines=True, height=420)
