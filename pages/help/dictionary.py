"""数据字典: what every number and every column means, from the definition files alone."""

import streamlit as st

from tuanqing import ui
from tuanqing.define import published
from tuanqing.define.language import language
from tuanqing.show import blocks, dictionary, entries, html
from tuanqing.store.batch import examples
from tuanqing.ui.frame.giving import BLANK, give
from tuanqing.ui.frame.plain import plain

_ = ui._
PAGE = {"title": "Data dictionary", "icon": ":material/menu_book:", "order": 10, "needs": ""}
OPEN = 3  # so few hits are shown opened


@st.cache_resource(show_spinner=False)
def written(spoken: str) -> list[blocks.Entry]:
    """Every entry in the language `spoken`; the files are read once per server."""
    del spoken
    return entries.entries(ui.contracts(), ui.library(), published.load())


found = written(language())
st.html(f"<style>{dictionary.STYLE}</style>")
counts = "、".join(
    f"{title} {sum(1 for entry in found if entry.kind == kind)}"
    for kind, title in entries.kinds().items()
    if any(entry.kind == kind for entry in found)
)
st.html(html.title(_("Data dictionary"), [], counts, ""))
with st.container(horizontal=True, vertical_alignment="center"):
    asked = st.text_input(
        _("Search"),
        key="q",
        bind="query-params",
        live="300ms",
        placeholder=_("An indicator, a dataset, a header, a word…"),
        label_visibility="collapsed",
        width=420,
    )
    kinds = {kind: title for kind, title in entries.kinds().items() if any(e.kind == kind for e in found)}
    kind = st.segmented_control(
        _("Kind"),
        list(kinds),
        format_func=lambda name: kinds[name],
        label_visibility="collapsed",
        key="kind",
        bind="query-params",
    )
    st.space("stretch")
    give(
        _("Save as one file (.html)"),
        lambda: dictionary.document(found),
        f"{_('Data dictionary')}.html",
        key="dictionary",
        needs=BLANK,
        icon=":material/download:",
    )
named = st.query_params.get("entry")
hits = [entry for entry in found if entry.name == named] if named else entries.search(found, asked or "")
hits = [entry for entry in hits if not kind or entry.kind == kind]
if not hits:
    ui.notice(_("Nothing fits. Try a shorter word, or look at everything."), "./dictionary", _("Show all"))
for name, title in kinds.items():
    mine = [entry for entry in hits if entry.kind == name]
    if not mine:
        continue
    st.html(html.heading(title, str(len(mine))))
    if name == "dataset":
        with st.popover(_("Empty templates")):
            for entry in mine:
                give(
                    plain(entry.title),
                    lambda entry=entry: examples.with_example(ui.contracts()[entry.name]),
                    f"{entry.title}.xlsx",
                    key=f"template {entry.name}",
                    needs=BLANK,
                    type="tertiary",
                )
    cards = "".join(dictionary.html(entry, is_open=len(hits) <= OPEN) for entry in mine)
    st.html(f'<div class="tqd">{cards}</div>')
