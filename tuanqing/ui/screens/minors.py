"""未成年人个人信息处理规则: which rows are about people who may be under 14, what is kept of them, who may see it, how it goes.

Read from the contracts and the table of roles, so that the page says what the program does (PIPL art. 28 and 31).
"""

from collections.abc import Iterator
from html import escape

import streamlit as st

from tuanqing.define.access import access
from tuanqing.define.contract import Contract
from tuanqing.define.language import _, language
from tuanqing.show import html
from tuanqing.ui.frame import cached
from tuanqing.ui.frame.board import card


def draw() -> None:
    """The whole page."""
    st.html(html.title(_("How data of minors are handled"), [], _("read from the definitions in force"), ""))
    about = [contract for contract in cached.contracts().values() if contract.counted]
    with card(_("Which rows, and what is kept of them"), key="minors kept"):
        head = [_("Dataset"), _("Column"), _("What is kept"), _("Shown as counts by")]
        st.html(f'<div class="tqr">{html.table(head, _rows(about))}</div>')
    with card(_("What holds for all of them"), key="minors rules"):
        items = "".join(f"<li>{escape(line)}</li>" for line in _rules())
        st.html(f'<div class="tqr"><ul style="margin:4px 0;padding-left:1.4em">{items}</ul></div>')


def _rows(about: list[Contract]) -> Iterator[list[str]]:
    kept = {
        "drop": _("nothing: it is read and thrown away"),
        "hash": _("a key made with a secret, from which nobody reads the number"),
        "mask": _("masked"),
        "birth": _("the birth date, of those alone who are 14 or older on the day of import"),
        "band": _("the age band on the row's date"),
    }
    for contract in about:
        counted = _("、").join(contract.columns[name].title for name in contract.counted)
        personal = [column for column in contract.columns.values() if column.personal]
        for n, column in enumerate(personal):
            yield [
                escape(contract.title if n == 0 else ""), escape(column.title), escape(kept[column.personal or ""]),
                escape(counted if n == 0 else ""),
            ]  # fmt: skip


def _rules() -> list[str]:
    table = access()

    def who(capability: str) -> str:
        return _("、").join(role.title for role in table.roles.values() if capability in role.may)

    does = {name: words[language()] for name, words in table.capabilities.items()}
    return [
        _("No page, file or command shows a row about one of them: they are counted by the columns above."),
        _("Of others' areas fewer than {n} people are not told, nor what would let one work it out.").format(
            n=table.shown_from
        ),
        _(
            "Whoever brings such rows in says on which ground: the guardian's consent, or a duty by law. It is in the log."
        ),
        _("{what}: {who}.").format(what=does["import"], who=who("import")),
        _("{what}: {who}.").format(what=does["unmask"], who=who("unmask")),
        _(
            "Files taken away carry who took them and when; every taking is in the log, which is kept for at least 184 days."
        ),
        _(
            "A person who asks for it is erased from all that is kept: tuanqing forget. Old versions and rejected rows go with tuanqing purge --before DAY."
        ),
        _("The secret that keys are made with lies outside the data on a server (TUANQING_KEY)."),
    ]
