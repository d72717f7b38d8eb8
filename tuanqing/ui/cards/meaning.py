"""What a figure means, in the words of its definition: why, what is divided by what, source, worked example."""

import streamlit as st

from tuanqing.define.contract import Contract
from tuanqing.define.language import _
from tuanqing.define.query import Indicator, Listing
from tuanqing.measure.lineage import datasets
from tuanqing.show import html, lines, words
from tuanqing.ui.frame import cached
from tuanqing.ui.frame.board import board, card


def meaning(indicator: Indicator, key: str) -> None:
    """What the figure means: words, denominator, source, worked example."""
    with card(_("What this figure means"), key=f"meaning {key}"):
        left, right = st.columns([1, 1], gap="medium")
        with left:
            board(
                html.facts(
                    [
                        (_("Why"), indicator.why),
                        (_("Numerator"), indicator.numerator),
                        (_("Denominator"), indicator.denominator or ""),
                        (_("Caveat"), indicator.caveat),
                        (_("Source"), indicator.source),
                        (_("Owner"), f"{indicator.owner} · {words.day(indicator.reviewed)}"),
                    ]
                ),
                key=f"meaning {key}",
            )
        with right:
            board(_example(indicator), key=f"example {key}")


def _example(indicator: Indicator) -> str:
    """The worked example as small tables."""
    example, contracts = indicator.example, cached.contracts()
    parts = []
    for table in example.tables:
        contract = contracts.get(table.name)
        titles = {name: c.title for name, c in contract.columns.items()} if contract else {}
        head = [lines.column(name, titles) for name in table.columns]
        rows = [
            [html.text(_shown(cell, contract, name)) for name, cell in zip(table.columns, row, strict=True)]
            for row in table.rows
        ]
        parts.append(f"<p class='tq-quiet'>{html.text(contract.title if contract else table.name)}</p>")
        parts.append(html.table(head, rows, "tq-small"))
    expected = example.expected
    parts.append(f"<p class='tq-quiet'>{html.text(_('Comes out'))}</p>")
    names = {name: member_names(indicator, name) for name in indicator.by}
    rows = [
        [
            html.text(names.get(name, {}).get(cell or "", cell or ""))
            for name, cell in zip(expected.columns, row, strict=True)
        ]
        for row in expected.rows
    ]
    head = [lines.column(name, dict(indicator.by)) for name in expected.columns]
    parts.append(html.table(head, rows, "tq-small"))
    return html.folded(_("Worked example"), example.words, "".join(parts))


def _shown(cell: str | None, contract: Contract | None, column: str) -> str:
    """A cell of a worked example in the words of the exports."""
    if cell in ("true", "false"):
        return _("yes") if cell == "true" else _("no")
    column_of = contract.columns.get(column) if contract else None
    words_of = {code: word for word, code in reversed(list(column_of.values.items()))} if column_of else {}
    return words_of.get(cell or "", cell or "")


def member_names(query: Indicator | Listing, dimension: str) -> dict[str, str]:
    """A code's word in the exports the query reads, e.g. hq → 总部."""
    contracts = cached.contracts()
    names: dict[str, str] = {}
    columns = [
        column
        for dataset in datasets(query, contracts, cached.library())
        for column in contracts[dataset].columns.values()
    ]
    for column in sorted(
        columns, key=lambda column: column.name == dimension
    ):  # the column itself has the last word
        for word, code in reversed(list(column.values.items())):
            names[code] = word
    return names | dict(query.members)
